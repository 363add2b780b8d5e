"""What goes wrong beside the text: hidden words, tracked changes, comments, headers, fields, notes."""

from __future__ import annotations

from random import Random
from xml.etree.ElementTree import Element

from assistant.exporting.open import W
from tests.mutating.kinds import KINDS, Where, at, kind
from tests.mutating.paper import Paper, Spot, run, text_of, w

WORDS = "但甲方不受此限"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _some(paper: Paper, chance: Random) -> Spot:
    return chance.choice([s for s in paper.spots if s.line.style in ("clause", "body", "item", "heading")])


def inside(name: str, *elements: str) -> None:
    """A kind that puts one more element into a paragraph."""

    def one(paper: Paper, chance: Random) -> Where:
        spot = _some(paper, chance)
        spot.element.append(MAKERS[elements[0]]())
        return at([spot])

    KINDS[name] = one


def _wrapped(name: str, text: str) -> Element:
    one = w(name, id="901", author="对方", date="2026-11-20T08:00:00Z")
    one.append(run(text))
    if name == "del":
        one[0][0].tag = f"{W}delText"
    return one


def _box() -> Element:
    one, content = w("r"), w("txbxContent")
    one.append(w("pict"))
    one[0].append(Element("{urn:schemas-microsoft-com:vml}textbox"))
    one[0][0].append(content)
    content.append(w("p"))
    content[0].append(run(WORDS))
    return one


def _field() -> Element:
    one = w("fldSimple", instr=' QUOTE "x" ')
    one.append(run(WORDS))
    return one


MAKERS = {
    "hidden": lambda: run(WORDS, w("vanish")),
    "white": lambda: run(WORDS, w("color", val="FFFFFF")),
    "tiny": lambda: run(WORDS, w("sz", val="2")),
    "struck": lambda: run(WORDS, w("strike")),
    "ins": lambda: _wrapped("ins", WORDS),
    "del": lambda: _wrapped("del", WORDS),
    "moved": lambda: _wrapped("moveTo", WORDS),
    "box": _box,
    "field": _field,
}
for _name, _maker in {
    "藏一句看不见的话": "hidden", "白色的字": "white", "小得看不见的字": "tiny", "划掉的话": "struck",
    "没处理的插入": "ins", "没处理的删除": "del", "没处理的移动": "moved", "文本框": "box", "域里的话": "field",
}.items():  # fmt: skip
    inside(_name, _maker)


@kind("整段被藏起来")
def paragraph_hidden(paper: Paper, chance: Random) -> Where:
    spot = _some(paper, chance)
    for one in spot.element.findall(f"{W}r"):
        one.insert(0, w("rPr"))
        one[0].append(w("vanish"))
    return at([spot])


@kind("整段当修订删去")
def paragraph_deleted_tracked(paper: Paper, chance: Random) -> Where:
    spot = _some(paper, chance)
    text = text_of(spot.element)
    for one in [x for x in spot.element if x.tag != f"{W}pPr"]:
        spot.element.remove(one)
    spot.element.append(_wrapped("del", text))
    return at([spot])




def _replaced(name: str, part: str, old: str, new: str, where: str) -> None:
    def one(paper: Paper, chance: Random) -> Where:
        if old not in paper.parts[part]:
            return None
        paper.parts[part] = paper.parts[part].replace(old, new, 1)
        return frozenset(where.split(","))

    KINDS[name] = one


_replaced("页眉改字", "word/header1.xml", "</w:t>", "（以口头约定为准）</w:t>", "页眉")
_replaced("页脚加字", "word/footer1.xml", ">第<", ">甲方保留解释权 第<", "页脚")
_replaced("条号从二起", "word/numbering.xml", '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>',
          '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="2"/>', "第一条")
_replaced("项号的样子换掉", "word/numbering.xml", "(%3)", "%3、", "1.3(1),1.4(1),2.1(1)")
_replaced("样式把字藏起来", "word/styles.xml", '<w:name w:val="款"/>', '<w:name w:val="款"/><w:rPr><w:vanish/></w:rPr>', "1.1")


def _related(paper: Paper, spot: Spot, name: str, xml: str) -> None:
    link = f'<Relationship Id="rIdMore" Type="{_RELATIONS}/{name}" Target="{name}.xml"/></Relationships>'
    part = "word/_rels/document.xml.rels"
    paper.parts[part] = paper.parts[part].replace("</Relationships>", link)
    paper.parts[f"word/{name}.xml"] = xml.replace("<w:", f'<w:{name} xmlns:w="{W[1:-1]}"><w:', 1) + f"</w:{name}>"
    assert spot is not None


@kind("批注")
def comment(paper: Paper, chance: Random) -> Where:
    spot = _some(paper, chance)
    _related(paper, spot, "comments", f'<w:comment w:id="7"><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:comment>')
    spot.element.insert(1, w("commentRangeStart", id="7"))
    mark = w("r")
    mark.append(w("commentReference", id="7"))
    spot.element.append(mark)
    return at([spot])


@kind("脚注")
def footnote(paper: Paper, chance: Random) -> Where:
    spot = _some(paper, chance)
    _related(paper, spot, "footnotes", f'<w:footnote w:id="7"><w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p></w:footnote>')
    mark = w("r")
    mark.append(w("footnoteReference", id="7"))
    spot.element.append(mark)
    return at([spot])


@kind("正文话用草稿说明的样式")
def in_note_style(paper: Paper, chance: Random) -> Where:
    spot = chance.choice([s for s in paper.spots if s.line.style in ("clause", "body")])
    style = spot.element.find(f"{W}pPr/{W}pStyle")
    assert style is not None
    style.set(f"{W}val", "HtNote")
    return at([spot]) | {"草稿说明"}
