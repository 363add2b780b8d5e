"""What a counterparty could put around the text: headers of another sort, links, notes, settings, a forged record."""

from __future__ import annotations

from random import Random

from assistant.exporting.open import R, W
from tests.mutating.beside import WORDS, _related
from tests.mutating.kinds import Where, at, kind
from tests.mutating.paper import Paper, w
from tests.mutating.sneaky import line, runs

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


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
    spot = line(paper, chance)
    one = w("r")
    one.append(w("drawing"))
    spot.element.append(one)
    return at([spot])


@kind("链接到别处")
def link(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    rels = "word/_rels/document.xml.rels"
    paper.parts[rels] = paper.parts[rels].replace("</Relationships>",
        f'<Relationship Id="rIdL" Type="{_RELATION}hyperlink" Target="http://example.org/terms" TargetMode="External"/></Relationships>')
    each = chance.choice(runs(spot))
    place = list(spot.element).index(each)
    shell = w("hyperlink")
    shell.set(f"{R}id", "rIdL")
    spot.element[place] = shell
    shell.append(each)
    return at([spot])


@kind("嵌入另一个文件")
def chunk(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    paper.after(spot, w("altChunk"))
    return at([spot])


@kind("脚注分隔线里写话")
def separator(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
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
