"""What a counterparty could hide: words that print otherwise than they are read, or change by themselves later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from xml.etree.ElementTree import Element, SubElement

from assistant.exporting.open import R, W
from tests.mutating.beside import WORDS, _related
from tests.mutating.kinds import KINDS, Where, at, kind
from tests.mutating.paper import Paper, Spot, run, text_of, w

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def _line(paper: Paper, chance: Random) -> Spot:
    """A line with words and no field in it."""
    lines = [s for s in paper.spots if s.line.style in ("clause", "body", "item") and not s.line.references]
    return chance.choice(lines)


def _runs(spot: Spot) -> list[Element]:
    return [x for x in spot.element.findall(f"{W}r") if x.find(f"{W}t") is not None]


def _looks(one: Element) -> Element:
    """The properties of a run."""
    if (found := one.find(f"{W}rPr")) is not None:
        return found
    one.insert(0, w("rPr"))
    return one[0]


def looks(name: str, *properties: Callable[[], Element]) -> None:
    """A kind that gives all runs of a paragraph more properties; its words stay."""

    def one(paper: Paper, chance: Random) -> Where:
        spot = _line(paper, chance)
        for each in _runs(spot):
            _looks(each).extend(make() for make in properties)
        return at([spot])

    KINDS[name] = one


def settings(name: str, *properties: Callable[[], Element]) -> None:
    """A kind that gives a paragraph more properties of its own."""

    def one(paper: Paper, chance: Random) -> Where:
        spot = _line(paper, chance)
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
    spot = _line(paper, chance)
    pale = ('<w:style w:type="character" w:styleId="P1"><w:name w:val="p1"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
            '<w:style w:type="character" w:styleId="P2"><w:name w:val="p2"/><w:basedOn w:val="P1"/></w:style></w:styles>')
    paper.parts["word/styles.xml"] = paper.parts["word/styles.xml"].replace("</w:styles>", pale)
    for each in _runs(spot):
        _looks(each).append(w("rStyle", val="P2"))
    return at([spot])


@kind("编号藏起来")
def number_hidden(paper: Paper, chance: Random) -> Where:
    lists = paper.parts["word/numbering.xml"]
    paper.parts["word/numbering.xml"] = lists.replace('<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/>',
        '<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/><w:rPr><w:vanish/></w:rPr>')
    return frozenset(["1.1"])


@kind("空段落的编号是一句话")
def number_says(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
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


# what changes by itself


def _pieces(code: str, *shown: Element) -> list[Element]:
    """The runs of a field that shows ``shown`` until it is updated."""

    def mark(kind_: str) -> Element:
        one = w("r")
        one.append(w("fldChar", fldCharType=kind_))
        return one

    words = w("r")
    words.append(w("instrText"))
    words[0].text = code
    return [mark("begin"), words, mark("separate"), *shown, mark("end")]


def field(name: str, code: str) -> None:
    """A kind that puts words into a field which shows them until it is updated."""

    def one(paper: Paper, chance: Random) -> Where:
        spot = _line(paper, chance)
        each = chance.choice(_runs(spot))
        place = list(spot.element).index(each)
        spot.element[place : place + 1] = _pieces(code, each)
        return at([spot])

    KINDS[name] = one


field("数字是算出来的", " = 13 * 1000 ")
field("字是文档变量", " DOCVARIABLE amount ")
field("字取自文件属性", " DOCPROPERTY niyue.program ")
field("字是邮件合并域", " MERGEFIELD fee ")
field("字取自别的文件", ' INCLUDETEXT "c:\\\\x.docx" ')
field("引用指向另一处的文字", " REF _Ref510000000 \\h ")


@kind("没有显示内容的域")
def silent_field(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    spot.element.extend([x for x in _pieces(f' QUOTE "{WORDS}" ') if x.find(f"{W}fldChar[@{W}fldCharType='separate']") is None])
    return at([spot])


@kind("引用的书签移到别处")
def bookmark_moved(paper: Paper, chance: Random) -> Where:
    marked = [(p, b) for p in paper.root.iter(f"{W}p") for b in p.findall(f"{W}bookmarkStart")]
    shown = {code.text.split()[1] for code in paper.root.iter(f"{W}instrText") if code.text and code.text.split()[0] == "REF"}
    marked = [(p, b) for p, b in marked if b.get(f"{W}name") in shown]
    paragraph, mark = chance.choice(marked)
    name = mark.get(f"{W}name", "")
    used = [s for s in paper.spots if any(name in (c.text or "") for c in s.element.iter(f"{W}instrText"))]
    spot = chance.choice([s for s in paper.spots if s.line.style == "clause" and s.element is not paragraph and s not in used])
    paragraph.remove(mark)
    spot.element.insert(1, mark)
    return at(used)


@kind("附件引用的书签拉长")
def bookmark_longer(paper: Paper, chance: Random) -> Where:
    heads = [s for s in paper.spots if s.line.text.startswith("附件") and s.element.find(f"{W}bookmarkEnd") is not None]
    spot = chance.choice(heads)
    end, name = spot.element.find(f"{W}bookmarkEnd"), spot.element.find(f"{W}bookmarkStart")
    assert end is not None and name is not None
    spot.element.remove(end)
    spot.element.append(end)
    return at([s for s in paper.spots if any((name.get(f"{W}name") or "-") in (c.text or "") for c in s.element.iter(f"{W}instrText"))])


@kind("内容控件取外面的值")
def data_bound(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    each = chance.choice(_runs(spot))
    control = w("sdt")
    control.append(w("sdtPr"))
    control[0].append(w("dataBinding", xpath="/a/b", storeItemID="{1}"))
    control.append(w("sdtContent"))
    place = list(spot.element).index(each)
    spot.element[place : place + 1] = [control]
    control[1].append(each)
    return at([spot])


@kind("打印年份的字段")
def year(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    one = w("r")
    one.append(w("yearLong"))
    spot.element.append(one)
    return at([spot])


# what is shown otherwise than it is written


def _either(first: str, second: str, requires: str = "zz") -> Element:
    both = Element(f"{MC}AlternateContent")
    for name, words in (("Choice", first), ("Fallback", second)):
        branch = SubElement(both, f"{MC}{name}", {"Requires": requires} if name == "Choice" else {})
        if words:
            branch.append(run(words))
    return both


@kind("两种显示内容")
def alternatives(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    each = chance.choice(_runs(spot))
    place = list(spot.element).index(each)
    spot.element[place] = _either(text_of(each), WORDS)
    return at([spot])


@kind("正文里夹一段只在旧版显示的话")
def alternative_block(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    both = Element(f"{MC}AlternateContent")
    SubElement(both, f"{MC}Choice", {"Requires": "zz"})
    one = w("p")
    one.append(run(WORDS))
    SubElement(both, f"{MC}Fallback").append(one)
    paper.after(spot, both)
    return at([spot])


@kind("不认识的外壳里有字")
def wrapped(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    shell = Element("{urn:x}shell")
    shell.append(run(WORDS))
    spot.element.append(shell)
    return at([spot])


@kind("字顺序倒过来")
def reversed_words(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    each = chance.choice(_runs(spot))
    place = list(spot.element).index(each)
    back = w("bdo", val="rtl")
    spot.element[place] = back
    back.append(each)
    return at([spot])


@kind("拼音里写字")
def annotated(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    one, ruby = w("r"), w("ruby")
    one.append(ruby)
    for name, words in (("rt", WORDS), ("rubyBase", "")):
        ruby.append(w(name))
        ruby[-1].append(run(words))
    spot.element.append(one)
    return at([spot])


def letters(name: str, change: Callable[[str], str]) -> None:
    """A kind that exchanges one character for one that looks the same; a lawyer must be told which."""

    def one(paper: Paper, chance: Random) -> Where:
        spots = [(s, t) for s in paper.spots for t in s.element.iter(f"{W}t")
                 if s.line.style in ("clause", "body", "item") and change(t.text or "") != (t.text or "")]
        if not spots:
            return None
        spot, text = chance.choice(spots)
        text.text = change(text.text or "")
        return at([spot])

    KINDS[name] = one


letters("部首冒充字", lambda t: t.replace("日", "\u2f47", 1))
letters("西里尔字母冒充字母", lambda t: t.replace("o", "\u043e", 1).replace("a", "\u0430", 1))
letters("零宽字符", lambda t: t[:1] + "\u2060" + t[1:] if len(t) > 2 else t)
letters("倒序控制符", lambda t: t[:2] + "\u202e" + t[2:] if len(t) > 4 else t)
letters("软连字符", lambda t: t[:2] + "\u00ad" + t[2:] if len(t) > 4 else t)


# tables


def _table(paper: Paper) -> tuple[Spot, Sequence[Element]]:
    spot = next(s for s in paper.spots if s.line.header)
    return spot, spot.element.findall(f"{W}tr")


def row(name: str, *properties: Callable[[], Element]) -> None:
    """A kind that gives the last row of a table more properties."""

    def one(paper: Paper, chance: Random) -> Where:
        spot, rows = _table(paper)
        rows[-1][0].extend(make() for make in properties)
        return at([spot])

    KINDS[name] = one


row("表格藏起一行", lambda: w("hidden"))
row("表格一行压扁", lambda: w("trHeight", val="12", hRule="exact"))
row("表格一行当修订删去", lambda: w("del", id="9", author="x"))


@kind("表格一格并进上一格")
def merged_cell(paper: Paper, chance: Random) -> Where:
    spot, rows = _table(paper)
    for each, value in ((rows[0], "restart"), (rows[1], "continue")):
        cell = each.find(f"{W}tc/{W}tcPr")
        assert cell is not None
        cell.append(w("vMerge", val=value))
    return at([spot])


@kind("表格藏起一列")
def column_hidden(paper: Paper, chance: Random) -> Where:
    spot, rows = _table(paper)
    for each in rows:
        for one in each.findall(f"{W}tc")[1].iter(f"{W}r"):
            _looks(one).append(w("vanish"))
    return at([spot])


@kind("浮动表格盖在正文上")
def floating(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
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
    spot = _line(paper, chance)
    spot.element[0].append(w("rPr"))
    spot.element[0][-1].append(w("moveFrom", id="9", author="x"))
    return at([spot])


@kind("格式的修订没处理")
def looks_tracked(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    each = chance.choice(_runs(spot))
    change = w("rPrChange", id="9", author="x")
    change.append(w("rPr"))
    _looks(each).append(change)
    return at([spot])


# around the text


def _reference(paper: Paper, kind_: str, type_: str, content: str) -> None:
    """A header or footer of another sort for the first section."""
    link = f'<Relationship Id="rIdX" Type="{_RELATION}{kind_}" Target="{kind_}9.xml"/></Relationships>'
    rels = "word/_rels/document.xml.rels"
    paper.parts[rels] = paper.parts[rels].replace("</Relationships>", link)
    root = {"header": "hdr", "footer": "ftr"}[kind_]
    paper.parts[f"word/{kind_}9.xml"] = f'<w:{root} xmlns:w="{W[1:-1]}"><w:p>{content}</w:p></w:{root}>'
    section = next(paper.root.iter(f"{W}sectPr"))
    reference = w(f"{kind_}Reference", type=type_)
    reference.set(f"{R}id", "rIdX")
    section.insert(0, reference)
    if type_ == "first":
        section.append(w("titlePg"))


@kind("首页页眉另写一句")
def first_header(paper: Paper, chance: Random) -> Where:
    _reference(paper, "header", "first", f"<w:r><w:t>{WORDS}</w:t></w:r>")
    return frozenset(["页眉"])


@kind("偶数页页脚另写一句")
def even_footer(paper: Paper, chance: Random) -> Where:
    _reference(paper, "footer", "even", f"<w:r><w:t>{WORDS}</w:t></w:r>")
    return frozenset(["页脚"])


@kind("页眉里的图片")
def picture_in_header(paper: Paper, chance: Random) -> Where:
    part = paper.parts["word/header1.xml"]
    paper.parts["word/header1.xml"] = part.replace("</w:p>", "<w:r><w:pict/></w:r></w:p>", 1)
    return frozenset(["页眉"])


@kind("页码的格式里写话")
def page_says(paper: Paper, chance: Random) -> Where:
    part = paper.parts["word/footer1.xml"]
    paper.parts["word/footer1.xml"] = part.replace(" PAGE ", f" PAGE \\# &quot;0'{WORDS}'&quot; ", 1)
    assert paper.parts["word/footer1.xml"] != part
    return frozenset(["页脚"])


@kind("页码从五起")
def pages_from_five(paper: Paper, chance: Random) -> Where:
    for section in paper.root.iter(f"{W}sectPr"):
        section.append(w("pgNumType", start="5"))
    return frozenset(["页脚"])


@kind("正文里的图片")
def picture(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    one = w("r")
    one.append(w("drawing"))
    spot.element.append(one)
    return at([spot])


@kind("链接到别处")
def link(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    rels = "word/_rels/document.xml.rels"
    paper.parts[rels] = paper.parts[rels].replace("</Relationships>",
        f'<Relationship Id="rIdL" Type="{_RELATION}hyperlink" Target="http://example.org/terms" TargetMode="External"/></Relationships>')
    each = chance.choice(_runs(spot))
    place = list(spot.element).index(each)
    shell = w("hyperlink")
    shell.set(f"{R}id", "rIdL")
    spot.element[place] = shell
    shell.append(each)
    return at([spot])


@kind("嵌入另一个文件")
def chunk(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    paper.after(spot, w("altChunk"))
    return at([spot])


@kind("脚注分隔线里写话")
def separator(paper: Paper, chance: Random) -> Where:
    spot = _line(paper, chance)
    _related(paper, spot, "footnotes",
             f'<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:footnote>')
    return frozenset(["正文", "脚注"])


@kind("邮件合并")
def mail_merge(paper: Paper, chance: Random) -> Where:
    part = paper.parts["word/settings.xml"]
    paper.parts["word/settings.xml"] = part.replace("<w:zoom", '<w:mailMerge><w:dataType w:val="query"/></w:mailMerge><w:zoom', 1)
    return frozenset(["文件属性"])


@kind("设置里连到外面的文件")
def template_outside(paper: Paper, chance: Random) -> Where:
    paper.parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATION}attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/></Relationships>')
    return frozenset(["文件属性"])


@kind("嵌入自带的字体")
def own_font(paper: Paper, chance: Random) -> Where:
    rels = "word/_rels/document.xml.rels"
    paper.parts[rels] = paper.parts[rels].replace("</Relationships>",
        f'<Relationship Id="rIdF" Type="{_RELATION}fontTable" Target="fontTable.xml"/></Relationships>')
    paper.parts["word/fontTable.xml"] = (f'<w:fonts xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}">'
        '<w:font w:name="宋体"><w:embedRegular r:id="rId1"/></w:font></w:fonts>')
    return frozenset(["文件属性"])


@kind("属性里的校验值改掉")
def manifest_forged(paper: Paper, chance: Random) -> Where:
    part = paper.parts["docProps/custom.xml"]
    start = part.index("<vt:lpwstr>", part.index("niyue.text_sha256")) + len("<vt:lpwstr>")
    paper.parts["docProps/custom.xml"] = part[:start] + "0" * 64 + part[start + 64 :]
    return frozenset(["文件属性"])
