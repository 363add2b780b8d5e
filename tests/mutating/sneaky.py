"""What a counterparty could hide: words that print otherwise than they are read, or change by themselves later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from xml.etree.ElementTree import Element, SubElement

from assistant.exporting.open import W
from tests.mutating.beside import WORDS
from tests.mutating.kinds import KINDS, Where, at, kind
from tests.mutating.paper import Paper, Spot, w

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def line(paper: Paper, chance: Random) -> Spot:
    """A line with words and no field in it."""
    lines = [s for s in paper.spots if s.line.style in ("clause", "body", "item") and not s.line.references]
    return chance.choice(lines)


def runs(spot: Spot) -> list[Element]:
    return [x for x in spot.element.findall(f"{W}r") if x.find(f"{W}t") is not None]


def formatting(one: Element) -> Element:
    """The properties of a run."""
    if (found := one.find(f"{W}rPr")) is not None:
        return found
    one.insert(0, w("rPr"))
    return one[0]


def looks(name: str, *properties: Callable[[], Element]) -> None:
    """A kind that gives all runs of a paragraph more properties; its words stay."""

    def one(paper: Paper, chance: Random) -> Where:
        spot = line(paper, chance)
        for each in runs(spot):
            formatting(each).extend(make() for make in properties)
        return at([spot])

    KINDS[name] = one


def settings(name: str, *properties: Callable[[], Element]) -> None:
    """A kind that gives a paragraph more properties of its own."""

    def one(paper: Paper, chance: Random) -> Where:
        spot = line(paper, chance)
        spot.element[0].extend(make() for make in properties)
        return at([spot])

    KINDS[name] = one


def _glow() -> Element:
    fill = Element(f"{W14}textFill")
    SubElement(fill, f"{W14}noFill")
    return fill


looks("几乎白的字", lambda: w("color", val="FDFDFD"))
looks("主题色的白字", lambda: w("color", val="000000", themeColor="background1"))
looks("黑底黑字", lambda: w("color", val="000000"), lambda: w("shd", val="clear", fill="000000"))
looks("和高亮一个颜色", lambda: w("color", val="FFFF00"), lambda: w("highlight", val="yellow"))
looks("没有填色的字", _glow)
looks("压扁到看不见", lambda: w("w", val="2"))
looks("字叠在一起", lambda: w("spacing", val="-300"))
looks("字移到行外", lambda: w("position", val="-600"))
looks("数字变成上标", lambda: w("vertAlign", val="superscript"))
looks("字倒着排", lambda: w("rtl"))
looks("换成图形字体", lambda: w("rFonts", ascii="Wingdings", hAnsi="Wingdings", eastAsia="Wingdings"))
settings("行高压到看不见", lambda: w("spacing", line="10", lineRule="exact"))
settings("缩进推出纸外", lambda: w("ind", left="14000"))
settings("段落放进图文框", lambda: w("framePr", w="10", h="10", hRule="exact", x="-9000", y="1"))


def style(name: str, more: str, holder: str = "款", where: str = "1.1") -> None:
    """A kind that changes a style, and so words far away."""

    def one(paper: Paper, chance: Random) -> Where:
        sheet = paper.parts["word/styles.xml"]
        place = sheet.index(f'<w:name w:val="{holder}"/>') + len(f'<w:name w:val="{holder}"/>')
        paper.parts["word/styles.xml"] = sheet[:place] + more + sheet[place:]
        return frozenset([where])

    KINDS[name] = one


style("样式把字写成白色", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
style("样式把字写得极小", '<w:rPr><w:sz w:val="2"/></w:rPr>')
style("样式划掉字", '<w:rPr><w:strike/></w:rPr>')
style("上级样式把字藏起来", '<w:rPr><w:vanish/></w:rPr>', holder="Normal")


@kind("默认格式把字藏起来")
def defaults_hide(paper: Paper, chance: Random) -> Where:
    sheet = paper.parts["word/styles.xml"]
    paper.parts["word/styles.xml"] = sheet.replace("<w:rPrDefault><w:rPr>", "<w:rPrDefault><w:rPr><w:vanish/>", 1)
    return frozenset(["1.1"])


@kind("字符样式把字藏起来")
def character_style(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    pale = ('<w:style w:type="character" w:styleId="P1"><w:name w:val="p1"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
            '<w:style w:type="character" w:styleId="P2"><w:name w:val="p2"/><w:basedOn w:val="P1"/></w:style></w:styles>')
    paper.parts["word/styles.xml"] = paper.parts["word/styles.xml"].replace("</w:styles>", pale)
    for each in runs(spot):
        formatting(each).append(w("rStyle", val="P2"))
    return at([spot])


@kind("编号藏起来")
def number_hidden(paper: Paper, chance: Random) -> Where:
    lists = paper.parts["word/numbering.xml"]
    paper.parts["word/numbering.xml"] = lists.replace('<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/>',
        '<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/><w:rPr><w:vanish/></w:rPr>')
    return frozenset(["1.1"])


@kind("空段落的编号是一句话")
def number_says(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    more = ('<w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/>'
            f'<w:lvlText w:val="{WORDS}。"/></w:lvl></w:abstractNum><w:num w:numId="1">')
    lists = paper.parts["word/numbering.xml"].replace('<w:num w:numId="1">', more, 1)
    paper.parts["word/numbering.xml"] = lists.replace("</w:numbering>",
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>')
    one = w("p")
    one.append(w("pPr"))
    one[0].append(w("numPr"))
    one[0][0].append(w("numId", val="90"))
    paper.after(spot, one)
    return at([spot])


@kind("表格里的编号是一个字")
def number_in_cell(paper: Paper, chance: Random) -> Where:
    spot = next(s for s in paper.spots if s.line.header)
    more = ('<w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
            '<w:lvlText w:val="非"/></w:lvl></w:abstractNum><w:num w:numId="1">')
    lists = paper.parts["word/numbering.xml"].replace('<w:num w:numId="1">', more, 1)
    paper.parts["word/numbering.xml"] = lists.replace("</w:numbering>",
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>')
    cell = spot.element.findall(f"{W}tr")[1].find(f".//{W}p/{W}pPr")
    assert cell is not None
    cell.append(w("numPr"))
    cell[-1].append(w("numId", val="90"))
    return at([spot])


# tables


def table(paper: Paper) -> tuple[Spot, Sequence[Element]]:
    spot = next(s for s in paper.spots if s.line.header)
    return spot, spot.element.findall(f"{W}tr")


def row(name: str, *properties: Callable[[], Element]) -> None:
    """A kind that gives the last row of a table more properties."""

    def one(paper: Paper, chance: Random) -> Where:
        spot, rows = table(paper)
        rows[-1][0].extend(make() for make in properties)
        return at([spot])

    KINDS[name] = one


row("表格藏起一行", lambda: w("hidden"))
row("表格一行压扁", lambda: w("trHeight", val="12", hRule="exact"))
row("表格一行当修订删去", lambda: w("del", id="9", author="x"))


@kind("表格样式藏起表头")
def styled_away(paper: Paper, chance: Random) -> Where:
    spot, _ = table(paper)
    sheet = paper.parts["word/styles.xml"]
    pale = '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr></w:style>'
    place = sheet.index("</w:style>", sheet.index('w:styleId="HtDataTable"'))
    paper.parts["word/styles.xml"] = sheet[:place] + pale + sheet[place + len("</w:style>") :]
    return at([spot])


@kind("签署栏甲乙两格对调")
def signers_exchanged(paper: Paper, chance: Random) -> Where:
    cells = [s for s in paper.spots if s.line.style == "cell"]
    row = next(r for r in paper.root.iter(f"{W}tr") if cells[0].parent in list(r))
    row[-2], row[-1] = row[-1], row[-2]
    return frozenset(["签署"])


@kind("表格一格并进上一格")
def merged_cell(paper: Paper, chance: Random) -> Where:
    spot, rows = table(paper)
    for each, value in ((rows[0], "restart"), (rows[1], "continue")):
        cell = each.find(f"{W}tc/{W}tcPr")
        assert cell is not None
        cell.append(w("vMerge", val=value))
    return at([spot])


@kind("表格藏起一列")
def column_hidden(paper: Paper, chance: Random) -> Where:
    spot, rows = table(paper)
    for each in rows:
        for one in each.findall(f"{W}tc")[1].iter(f"{W}r"):
            formatting(one).append(w("vanish"))
    return at([spot])


@kind("浮动表格盖在正文上")
def floating(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    table = w("tbl")
    table.append(w("tblPr"))
    table[0].append(w("tblpPr", tblpX="1000", tblpY="1000"))
    table.append(w("tr"))
    table[1].append(w("tc"))
    table[1][0].append(w("tcPr"))
    table[1][0][0].append(w("shd", val="clear", fill="FFFFFF"))
    table[1][0].append(w("p"))
    paper.after(spot, table)
    return at([spot])


# tracked changes that are easy to overlook


@kind("段落标记的移动没处理")
def mark_moved(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    spot.element[0].append(w("rPr"))
    spot.element[0][-1].append(w("moveFrom", id="9", author="x"))
    return at([spot])


@kind("格式的修订没处理")
def looks_tracked(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    each = chance.choice(runs(spot))
    change = w("rPrChange", id="9", author="x")
    change.append(w("rPr"))
    formatting(each).append(change)
    return at([spot])
