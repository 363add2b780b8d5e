"""Who holds which office: the names of legal representatives, contacts and signatories."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.reading.clauses import Clause
from assistant.reading.oneself import by_speaker
from assistant.reading.owning import UNKNOWN
from assistant.reading.renaming import KIN
from assistant.reading.scene import Scene
from assistant.reading.surnames import likely
from assistant.reading.values import accepts
from knowledge.template import Slot

_NAME = r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}|[A-Z][A-Za-z.'\-]+(?: [A-Z][A-Za-z.'\-]+){1,3}"
TITLES = {
    "legal_rep": r"法定代表人|法人代表|法人(?!单位|名)|法代|(?<![务目术购售据门研作理])负责人(?!签)|法定代表",
    "contact": r"(?:项目)?(?:联系人|对接人|接口人|经办人)|(?<![A-Za-z])PM(?![A-Za-z])|项目(?:负责人|经理)|对接的?人?",
    "signatory": r"授权代表|签字人|签署人|签约代表|签字代表|签字的人?",
}
_AFTER = re.compile(
    r"\s*\)?\s*(?:的)?(?:姓名|名字|名)?\s*(?:就|还|也|也还|改|应该|现在)?\s*(?:是|叫做?|为|写成?|填|换成|成|由|找|:|\s)*\s*(?:(?:我方?|对方)[,、\s]+(?:我?叫|是)?\s*|(?:甲方|乙方)(?:[那这]边)?(?:的?是|写|填|叫|为|:)?\s*|我们?(?=(?:校长|院长|所长|董事长|社长|厂长|局长|场长|老板|经理|总经理)))?(?:[\u4e00-\u9fff]{2,6}(?:部|处|科|中心|组|室|那边)(?:的|\s)|[\u4e00-\u9fff]{2,6}的)?"
    rf"(?:[\u4e00-\u9fff]{{2,4}}?(?=总监|经理|主任|主管|部长|科长|处长))?(?:法人(?:代表)?|法定代表人|校长|院长|所长|董事长|(?:总经理|董事长|校长|院长)助理|副?总经理|副总|总监|主管|部长|处长|科长|经理|总裁|社长|台长|局长|厂长|场长|主任|老板)?\s*(?P<v>{_NAME})(?:先生|女士|总|经理|老师)?(?=$|[\s,。;!、()]|电话|手机|座机|联系|身份|邮箱|\d|签|担任|吧|了(?=$|[,。;]))"
)

_CARD_LINE = re.compile(
    r"^(?:[^:]{0,8}名片[^:]{0,4}:)?\s*(?P<v>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff] [\u4e00-\u9fff]{1,2})\s*[\s|/·、]+\s*[\u4e00-\u9fffA-Za-z]{0,10}(?:经理|总监|主任|主管|部长|处长|科长|总裁|总经理|董事长|工程师|专员|助理|顾问|代表|负责人|部|中心|Manager|Director|PM|CEO|CTO)(?=\s|$)"
)
"""A name and what its owner does, alone on a line of a card."""
_CARD_TITLE_FIRST = re.compile(r"^\s*[\u4e00-\u9fffA-Za-z]{0,8}(?:经理|总监|主任|主管|部长|处长|科长|总裁|工程师|专员|助理|顾问)\s+(?P<v>[\u4e00-\u9fff]{2,3})\s*$")


def persons(clause: Clause, scene: Scene, today: date) -> list[tuple[str, int, int]]:
    """Return (what, start, end) of every name behind or before a title: legal_rep, contact, signatory."""
    found: list[tuple[str, int, int]] = []
    probe = Slot("_person", "姓名", "person", "可空", "")
    if (card := _CARD_LINE.match(clause.text) or _CARD_TITLE_FIRST.match(clause.text)) and likely(card["v"]) and accepts(probe, card["v"], today):
        found.append(("contact", clause.start + card.start("v"), clause.start + card.end("v")))
    for what, title in TITLES.items():
        for match in re.finditer(title, clause.text):
            after = _AFTER.match(clause.text, match.end())
            if after and likely(after["v"]) and accepts(probe, after["v"], today):
                found.append((what, clause.start + after.start("v"), clause.start + after.end("v")))
                continue
            before = re.search(rf"由(?P<v>{_NAME})(?:来|负责)?$|(?P<v2>{_NAME})\s*(?:是|任|担任|做|为|作为)(?:[^,。;]{{0,6}}?的)?$", clause.text[: match.start()])
            group = "v" if before and before["v"] else "v2"
            if before and (name := _tail_name(before[group])) and accepts(probe, name, today):
                end = clause.start + before.end(group)
                found.append((what, end - len(name), end))
    return found or _acting(clause, probe, today)


_ACTING = (
    ("signatory", re.compile(r"(?P<v>[\u4e00-\u9fff]{2,6}?)(?:来|去|负责|代表[^,。;]{0,4}?)*签(?:字|署|这份合同|合同)(?:$|[,。;吧了]|就行)")),
    ("signatory", re.compile(r"由(?P<v>[\u4e00-\u9fff]{2,8}?)(?:来|去)?签(?:字|署)?(?:$|[,。;吧了])")),
    ("contact", re.compile(rf"(?:有事|平时|平常|日常|对接|业务上?|项目上?|联系)[^,。;]{{0,4}}?(?:就)?(?:找|联系)(?:[^,。;]{{0,6}}?[那这]边的?|我们?{KIN}?的?|公司的?)?(?P<v>{_NAME})(?=$|[,。;\s\d]|电话|手机|就行|吧|联系)")),
    ("contact", re.compile(rf"(?:跟|和|与)(?:[^,。;]{{0,6}}?[那这]边的?|我们?{KIN}?的?)?(?P<v>{_NAME})(?:联系|对接)(?=$|[,。;]|就行|吧)")),
)
"""What somebody does says what they are: 王德发签字, 有事找周小波, 跟他们的陈立新对接."""
_NOBODY = re.compile(r"(?:[方后时前人日表章场约权])$")


def _acting(clause: Clause, probe: Slot, today: date) -> list[tuple[str, int, int]]:
    """The name of who does what a signatory or a contact does."""
    for what, pattern in _ACTING:
        match = pattern.search(clause.text)
        name = _tail_name(match["v"]) if match else ""
        if match and name and likely(name) and not _NOBODY.search(name) and accepts(probe, name, today):
            end = clause.start + match.end("v")
            return [(what, end - len(name), end)]
    return []


_OWNED = rf"(?:甲方|乙方|我们?|我方|我司|对方|他们|客户|[\u4e00-\u9fff]{{2,4}}(?=[那这]边))(?:的|公司|[那这]边)*\s*(?:是|叫|为|:)?\s*(?P<v>{_NAME})"
_THEIRS = re.compile(rf"^\s*{_OWNED}(?=$|[,。;\s\d]|电话|手机)")


def _other_side(clauses: tuple[Clause, ...]) -> list[tuple[str, int, int, Clause]]:
    """对接人我们这边曹丽娟,邮箱…;他们那边阮航: the same office of both sides, told once."""
    for place, clause in enumerate(clauses):
        for what, title in TITLES.items():
            first = re.search(rf"(?:{title})\s*[::是]?\s*{_OWNED}(?=$|[,。;\s\d]|电话|手机)", clause.text)
            if first is None or not likely(first["v"]):
                continue
            found = [(what, clause.start + first.start("v"), clause.start + first.end("v"), clause)]
            for later in clauses[place + 1 : place + 5]:
                if (match := _THEIRS.match(later.text)) and likely(match["v"]):
                    return [*found, (what, later.start + match.start("v"), later.start + match.end("v"), later)]
    return []


def seat(what: str, party: str, name: str, scene: Scene, corrected: bool, told: Sequence[str] = ()) -> str:
    """Return the slot of an office: its party's; where that is not told, the one that a correction must mean, the one that the message (``told``) leaves, or the one asked for."""
    slots = {"甲方": f"party_a_{what}", "乙方": f"party_b_{what}"}
    if party in slots:
        return slots[party]
    standing = {s: str(scene.values[s]) for s in slots.values() if s in scene.values}
    alike = [s for s, v in standing.items() if len(v) == len(name) and sum(a != b for a, b in zip(v, name, strict=True)) == 1]
    if corrected and 1 in (len(alike), len(standing)):
        return (alike or [*standing])[0]
    if party == UNKNOWN:  # 服务方签字人…,我们签字人…: we are the other one
        free = [s for s in slots.values() if s not in told]
        return free[0] if len(free) == 1 else ""
    return scene.only_expected(what)


_EACH_NAME = re.compile(r"^\s*(?:(?:(?:甲方|乙方|我们?|我方|对方|他们)(?:的|公司|那边|这边)?)\s*(?:是|叫|为|:)|(?:应该?[是为]|正确的?是|改[成为]|更正[成为]|实际[是为]|现在(?:是|叫)|是|叫))\s*(?P<v>[\u4e00-\u9fff]{2,4})\s*$")


def titled_before(clauses: tuple[Clause, ...]) -> list[tuple[str, int, int, Clause]]:
    """Names told out to the parties after a title that stands before them (法人,甲方是秦海燕,乙方是卢志刚)."""
    found: list[tuple[str, int, int, Clause]] = []
    what, sentence = "", -1
    for clause in clauses:
        titles = [w for w, pattern in TITLES.items() if re.search(rf"(?:{pattern})(?:呢|嘛|啊|的?(?:名字|名片|信息|资料))?(?:[的那]?(?:名字)?(?:写|填|打|搞|弄|输)?错了?|不对|有误|(?:问|查|打听|找)[到着]了|有了|[定换]了|知道了)?\s*:?\s*$", clause.text)]
        if titles:
            what, sentence = titles[0], clause.sentence
            place = clauses.index(clause)
            if place + 1 < len(clauses) and clause.text.rstrip().endswith(":") and likely(name := clauses[place + 1].text.strip()):
                start = clauses[place + 1].start + clauses[place + 1].text.index(name)
                found.append((what, start, start + len(name), clauses[place + 1]))
        elif what and clause.sentence == sentence and (match := _EACH_NAME.match(clause.text)) and likely(match["v"]):
            found.append((what, clause.start + match.start("v"), clause.start + match.end("v"), clause))
    return [*found, *_other_side(clauses), *by_speaker(clauses)]


def _tail_name(words: str) -> str:
    """The name at the end of a run of characters: the longest ending that begins with a surname."""
    if "·" in words:
        return words
    for cut in range(max(0, len(words) - 4), len(words) - 1):
        if likely(words[cut:]):
            return words[cut:]
    return ""


def headed(text: str, start: int, names: Mapping[str, str]) -> str:
    """校长 heads a university, 院长 an institute or a hospital: the only party of that sort."""
    title = re.search(r"校长|院长|所长|社长|局长|台长$", text[max(0, start - 3) : start])
    ends = {"校": "大学|学校|学院|[中小]学", "院": "院|院区", "所": "所", "社": "社", "局": "局", "台": "台"}.get(title[0][0], "") if title else ""
    fitting = [p for p, n in names.items() if ends and re.search(rf"(?:{ends})$", n)]
    return fitting[0] if len(fitting) == 1 else ""
