"""Disputes and authorities: arbitrate or sue, which institution, laws that are gone or nobody can find."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.linting.page import HAN
from knowledge.linting.sheet import Mark, Sheet

_CHOOSE = re.compile(
    r"(?:以下|下列|下述|如下)[^。\n]{0,6}第?\s*[^。\n]{0,12}种|选[定择]以下[^。\n]{0,8}(?:一种|之一|第|[:：])|择一|任选其一|[□☐☑√]|(?:以下|下列)[^。\n]{0,8}(?:一种|之一)"
)
_ARBITRATE = re.compile(
    rf"(?:提交|提请|交由|申请|向|由|通过|提起)[^。;,\n]{{0,40}}仲裁(?!庭|员|规则|裁决|费|条款|协议|程序|期间|法|文书)|以仲裁(?:的)?方式|[{HAN}]{{2,12}}仲裁委员会[^。;\n]{{0,20}}仲裁"
)
_SUE = re.compile(
    r"(?:向|由|提交|到|在|至)[^。;\n]{0,40}(?:法院|\])[^。;\n]{0,10}(?:提起诉讼|起诉|诉讼|管辖|裁判|判决|解决|处理)|提起诉讼|通过诉讼|向[^。;\n]{0,24}法院起诉"
)
_AID = re.compile(r"执行|保全|撤销|确认仲裁|不予执行|协助|仲裁裁决|除[^。]{0,10}外|专属管辖|支出|费用|律师费|产生|期间|送达|文书|时效")
_EITHER = re.compile(
    r"仲裁[^。;\n]{0,24}(?:或者?|也可以?|亦可|均可|和/或)[^。;\n]{0,30}(?:诉讼|起诉|人民法院)|(?:诉讼|起诉|人民法院)[^。;\n]{0,20}(?:或者?|也可以?|亦可|均可)[^。;\n]{0,30}仲裁(?!裁决|庭|机构要求|机构的?要求|文书)"
)
_BODY = re.compile(
    rf"(?:(?<=[提]交)|(?<=[向由给至到请])|(?<=申请)|(?<=[或和及、])|(?<=[(“\"]))?([{HAN}()]{{2,18}}?(?:国际经济贸易仲裁委员会|国际仲裁委员会|仲裁委员会|仲裁委(?!员)|国际仲裁院|仲裁院|国际仲裁中心|仲裁中心|海事仲裁委员会))"
)
_LEAD = re.compile(
    r"^.*(?:提交给?|提请|交由|交给|申请|向|由|至|到|给|或者?|和(?!浩特|[田平县静林])|与|及|、|以及|(?<!所)在(?!地)|选择|约定|经(?!济)|可(?!克))(?=.{4,})"
)
_VAGUE = re.compile(
    r"^(?:当地|本地|有关|相关|具体的?|任[一何](?:家)?|双方(?:认可|同意)的?|(?:[甲乙]方|被告|原告|合同|协议|项目|申请人|守约方)?(?:所在地|住所地|签订地|履行地|注册地)(?:的|有管辖权的)?)"
)
_NO_BODY = re.compile(r"仲裁机构(?:名称)?|(?:某|该|上述|前述|此|本|所选|选定的?)仲裁|[\[【_×X]")
_OTHER_BODY = re.compile(r"劳动|人事|农村土地")
_LABOUR = re.compile(r"劳动合同|用人单位|劳动者|聘用合同")
"""Contracts of employment go to the labour arbitration commissions."""
_SENTENCE = re.compile(r"[^。;；\n]+")


def forums(sheet: Sheet) -> Iterator[Mark]:
    """Arbitration and suit side by side; no institution, several, one that is not certain."""
    half = sheet.half
    sentences = [m for m in sheet.matches(_SENTENCE) if "仲裁" in m[0] or "法院" in m[0] or "诉讼" in m[0]]
    chosen = any(_CHOOSE.search(half[max(0, m.start() - 60) : m.end()]) and "仲裁" in half[m.start() : m.end() + 200] for m in sentences)
    either = [m for m in sheet.matches(_EITHER) if not _AID.search(_around(sheet, m)) and not _choosing(half, m)]
    for match in either:
        yield _either(sheet, match.start(), match.end())
    arbitrating = [m for m in sheet.matches(_ARBITRATE) if not _AID.search(_around(sheet, m)) and not _negated(half, m)]
    suing = [m for m in sheet.matches(_SUE) if not _AID.search(_around(sheet, m)) and not _negated(half, m)]
    both = bool(arbitrating and suing and not either and not chosen)
    if both:
        later = max(arbitrating[0], suing[0], key=lambda m: m.start())
        yield _either(sheet, later.start(), later.end())
    if not _LABOUR.search(half):
        yield from _institutions(sheet, arbitrating, chosen or both or bool(either))


def _either(sheet: Sheet, start: int, end: int) -> Mark:
    words = sheet.page.said(start, end)
    message = f"“{words}”是或裁或审：仲裁约定无效，诉讼管辖的约定仍然有效。请二选一，另一项删去。"
    return Mark("R-DIS-01", start, end, message=message)


def _choosing(half: str, match: re.Match[str]) -> bool:
    """Tell whether the words before it in the sentence offer a choice; a sentence that has ended offers none."""
    return _CHOOSE.search(half[max(0, match.start() - 60) : match.start()].rpartition("。")[2]) is not None


def _around(sheet: Sheet, match: re.Match[str]) -> str:
    start, end = sheet.sentence(match.start())
    return sheet.half[max(start, match.start() - 30) : min(end, match.end() + 12)]


def _negated(half: str, match: re.Match[str]) -> bool:
    return re.search(r"(?:不得|不再|不能|无权|放弃|不予)[^。;]{0,12}$|不$", half[: match.start()][-16:]) is not None


def _institutions(sheet: Sheet, arbitrating: list[re.Match[str]], either: bool) -> Iterator[Mark]:
    named: dict[str, tuple[int, int]] = {}
    for match in sheet.matches(_BODY):
        lead = _LEAD.match(match[1])
        start = match.start(1) + (lead.end() if lead else 0)
        name = sheet.half[start : match.end(1)]
        if name.startswith("(") or sheet.half[start - 1] in "(/":
            continue  # another name of the one before it
        if _OTHER_BODY.search(name):
            message = f"“{name}”不受理商事合同纠纷，请换成商事仲裁机构的全称。"
            named.setdefault("", (start, match.end(1)))
            yield Mark("R-DIS-04", start, match.end(1), message=message)
        elif _VAGUE.match(name):
            named.setdefault("", (start, match.end(1)))
            message = f"“{name}”不是一家确定的仲裁机构，当地不止一家或者没有的，约定会落空。请写机构的全称。"
            yield Mark("R-DIS-03", start, match.end(1), message=message)
        elif len(re.sub(r"(?:国际)?仲裁(?:委员会|委|院|中心)$", "", name)) >= 2:
            named.setdefault(_short(name), (start, match.end(1)))
        else:
            named.setdefault("", (start, match.end(1)))
    bodies = [k for k in named if k]
    if len(bodies) > 1:
        start, end = named[bodies[1]]
        message = f"写了不止一家仲裁机构（{'、'.join(sheet.half[s:e] for s, e in (named[b] for b in bodies))}），不能协商选定其中一家的，仲裁约定无效。请只留一家。"
        yield Mark("R-DIS-03", start, end, message=message)
    for match in arbitrating:
        if named or either or _blank_near(sheet, match) or _NO_BODY.search(_around(sheet, match)):
            continue
        yield Mark("R-DIS-02", match.start(), match.end(), message="写了仲裁，但没有选定仲裁机构。补充不成的，仲裁协议无效。请写出机构全称。")
        return


def _short(name: str) -> str:
    name = re.sub(r"仲裁委$", "仲裁委员会", name)
    return re.sub(r"[()\s]|中国(?=国际)|市(?=仲裁)", "", name)


def _blank_near(sheet: Sheet, match: re.Match[str]) -> bool:
    return re.search(r"_{2,}|\[|【|[ 　]{3,}", _around(sheet, match)) is not None


def statutes(sheet: Sheet) -> Iterator[Mark]:
    """Old article numbers and laws that are gone, with what they are now; rules nobody could verify."""
    laws = sheet.laws
    gone = set(laws.repealed.values())
    doubtful = set(laws.doubtful.values())
    said: set[tuple[str, int]] = set()
    for match in sheet.matches(_SENTENCE):
        if not re.search(r"法|条例|办法|解释|规定|通则", match[0]):
            continue
        for problem in laws.problems(match[0]):
            rule = "R-STR-08" if problem in doubtful else "R-STR-07"
            if problem not in gone and problem not in doubtful and not problem.startswith("引用的是旧条号"):
                continue  # what the table of articles does not hold may well be there
            start, end = _named(sheet, match, problem)
            line = sheet.page.place(start)[0]
            if (problem, line) not in said:
                said.add((problem, line))
                yield Mark(rule, start, end, message=problem)


def _named(sheet: Sheet, match: re.Match[str], problem: str) -> tuple[int, int]:
    """Return where a sentence names what the problem is about."""
    half, laws = sheet.half, sheet.laws
    table = laws.doubtful if problem in laws.doubtful.values() else laws.repealed
    names = [name for name, why in table.items() if why == problem]
    if not names:
        about = re.match(r"引用的是旧条号：《([^》]+)》", problem)
        short = about[1] if about else ""
        names = [name for name, law in laws.names.items() if law == short]
    for name in sorted(names, key=len, reverse=True):
        at = half.find(name, match.start(), match.end())
        if at >= 0:
            tail = re.compile(r"》?(?:\([^)]{0,12}\))?的?第[^条]{1,6}条").match(half, at + len(name))
            return at, tail.end() if tail else at + len(name)
    return match.span()
