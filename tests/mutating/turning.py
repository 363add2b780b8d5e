"""Words that turn into others by themselves, or are shown otherwise than they are written."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from xml.etree.ElementTree import Element, SubElement

from assistant.exporting.open import MC, W
from tests.mutating.beside import WORDS
from tests.mutating.kinds import KINDS, Where, at, kind
from tests.mutating.paper import Paper, run, text_of, w
from tests.mutating.sneaky import line, runs


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
        spot = line(paper, chance)
        each = chance.choice(runs(spot))
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
    spot = line(paper, chance)
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
    spot = line(paper, chance)
    each = chance.choice(runs(spot))
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
    spot = line(paper, chance)
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
    spot = line(paper, chance)
    each = chance.choice(runs(spot))
    place = list(spot.element).index(each)
    spot.element[place] = _either(text_of(each), WORDS)
    return at([spot])


@kind("正文里夹一段只在旧版显示的话")
def alternative_block(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    both = Element(f"{MC}AlternateContent")
    SubElement(both, f"{MC}Choice", {"Requires": "zz"})
    one = w("p")
    one.append(run(WORDS))
    SubElement(both, f"{MC}Fallback").append(one)
    paper.after(spot, both)
    return at([spot])


@kind("不认识的外壳里有字")
def wrapped(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    shell = Element("{urn:x}shell")
    shell.append(run(WORDS))
    spot.element.append(shell)
    return at([spot])


@kind("字顺序倒过来")
def reversed_words(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
    each = chance.choice(runs(spot))
    place = list(spot.element).index(each)
    back = w("bdo", val="rtl")
    spot.element[place] = back
    back.append(each)
    return at([spot])


@kind("拼音里写字")
def annotated(paper: Paper, chance: Random) -> Where:
    spot = line(paper, chance)
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


