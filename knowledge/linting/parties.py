"""Who the parties are and what things are called: names that vary, terms that dangle, signatures that lack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from knowledge.kinds.codes import check_character
from knowledge.kinds.organisations import organisations
from knowledge.linting.page import HAN
from knowledge.linting.sheet import SIDES, Mark, Party, Sheet

_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}(?![0-9A-Z])")
_CODE_LABEL = re.compile(r"(?:社会信用代码|信用代码|证件号码|纳税人识别号|税号)[^\n]{0,30}$")
_LABELLED = re.compile(
    rf"([{SIDES}])方[ \t　]*(?:\([^)\n]{{0,20}}\))?[ \t　]*(?:名称|全称|单位)?[ \t　]*:[ \t　]*([{HAN}A-Za-z0-9·()]{{4,50}})"
)
_SUFFIX = re.compile(r"(?:公司|研究院|研究所|大学|医院|中心|合伙企业|学院|银行|集团|厂|局|委员会|事务所)(?:\([^)]*\))?$")
_SIMILAR = 0.78
_DEFINED = re.compile(
    r"(?:以下(?:统|合|简|均)?称(?:为|之为|“|:)?|下称|简称(?:为|:)?|下文简称|以下合称)\s*(?:为)?\s*[“\"「『《]([^”\"」』》\n]{1,20})[”\"」』》]"
    r"|\((?:以下|下文)?(?:统|合|均)?(?:下?简称|下称|称)(?:为|:)?\s*([^()“”\"《》\s,;。]{2,12})\)"
)
_ROLES = (
    "委托方", "受托方", "供方", "需方", "买方", "卖方", "出租方", "承租方", "服务提供方", "需求方", "数据提供方", "数据接收方", "模型训练方", "训练服务方",
    "许可方", "被许可方", "发包方", "承包方", "转让方", "受让方", "采购方", "供应方", "开发方", "研发方", "中介方", "付款方", "收款方", "服务方", "合作方",
)  # fmt: skip
_ROLE = re.compile("|".join(sorted(_ROLES, key=len, reverse=True)))
_HAN_WORD = re.compile(rf"[{HAN}]")


def names(sheet: Sheet) -> Iterator[Mark]:
    """A side that has another name below than in the heading, and names that differ by a character or two."""
    marked: list[tuple[int, int]] = []
    for match in _LABELLED.finditer(sheet.half, sheet.page.body[0], sheet.end):
        party = sheet.parties.get(match[1])
        name = _clean(match[2])
        if party and party.name and match.start(2) != party.start and name != _clean(party.name) and _SUFFIX.search(name):
            marked.append(match.span(2))
            yield Mark("L-PTY-01", match.start(2), match.start(2) + len(name), name, f"{match[1]}方在首部是“{party.name}”")
    yield from _near_names(sheet, marked)
    yield from _same(sheet)


def _clean(name: str) -> str:
    return re.sub(r"\((?:盖章|签章|公章|签字)[^)]*\)?$|\s", "", name).rstrip("(:")


def _near_names(sheet: Sheet, marked: list[tuple[int, int]]) -> Iterator[Mark]:
    parties = [p for p in sheet.parties.values() if p.name and _SUFFIX.search(p.name)]
    if not parties:
        return
    known = {_clean(p.name) for p in parties}
    for line_start, line_end in sheet.page.lines():
        for start, end in organisations(sheet.half[line_start:line_end]):
            at, stop = line_start + start, line_start + end
            name = _clean(sheet.half[at:stop])
            if name in known or any(s <= at < e for s, e in marked) or any(p.start <= at < p.end for p in parties):
                continue
            if near := _alike(name, parties):
                yield Mark("L-PTY-01", at, stop, name, f"{near.side}方在首部是“{near.name}”")


def _alike(name: str, parties: list[Party]) -> Party | None:
    """Return the party whose name this one nearly is; branches and names within names are other bodies."""
    for party in parties:
        full = _clean(party.name)
        if name in full or full in name or abs(len(name) - len(full)) > 3:
            continue
        if SequenceMatcher(None, name, full, autojunk=False).ratio() >= max(_SIMILAR, 1 - 2.5 / len(full)):
            return party
    return None


def _same(sheet: Sheet) -> Iterator[Mark]:
    first = sheet.parties.get("甲")
    second = sheet.parties.get("乙")
    if first and second and first.name and _clean(first.name) == _clean(second.name):
        yield Mark("R-PTY-02", second.start, second.end)


_WHOLE = 5
_NAMED_HEAD = re.compile(
    rf"[{SIDES}]\s*方[^\n:：]{{0,24}}[:：]|名\s*称\s*[:：]|(?:{'|'.join(_ROLES)})\s*(?:\([^)\n]*\))?\s*[:：]|\|\s*[{SIDES}]方|_{{3,}}"
)


def heading(sheet: Sheet) -> Iterator[Mark]:
    """A contract between 甲方 and 乙方 that nowhere has a place for their names before its articles."""
    floor = _first_article(sheet)
    if floor < 0 or len(sheet.outline.of("条", 0)) < _WHOLE or any(p.name for p in sheet.parties.values()):
        return
    begin = sheet.page.body[0]
    sides = [re.compile(f"{side}方").search(sheet.half, begin, sheet.end) for side in "甲乙"]
    if all(sides) and not _NAMED_HEAD.search(sheet.half, begin, floor) and (first := sides[0]):
        yield Mark("L-PTY-02", first.start(), first.end())


def codes(sheet: Sheet) -> Iterator[Mark]:
    """Credit codes whose check character is wrong, and one code given for two sides."""
    seen: dict[str, str] = {}
    for match in _CODE.finditer(sheet.half, sheet.page.body[0], sheet.end):
        before = sheet.half[max(0, match.start() - 40) : match.start()].split("\n")[-1]
        if not _CODE_LABEL.search(before):
            continue
        code = match[0]
        if (right := check_character(code)) != code[-1]:
            message = f"统一社会信用代码{code}的校验位不对（按前17位应为{right}，写的是{code[-1]}），请对照营业执照核对。"
            yield Mark("R-PTY-01", match.start(), match.end(), message=message)
        side = re.search(rf"([{SIDES}])方", before)
        if side and seen.setdefault(code, side[1]) != side[1]:
            yield Mark("R-PTY-02", match.start(), match.end())


def terms(sheet: Sheet) -> Iterator[Mark]:
    """Short names that are given and never used."""
    for match in sheet.matches(_DEFINED):
        term = (match[1] or match[2]).strip()
        if not _HAN_WORD.search(term) or len(term) < 2:
            continue
        group = 1 if match[1] else 2
        others = sheet.half[: match.start()].count(term) + sheet.half[match.end() : sheet.end].count(term)
        if not others and term not in ("甲方", "乙方", "本合同", "本协议"):
            yield Mark("L-DEF-01", match.start(group), match.end(group), term)


def roles(sheet: Sheet) -> Iterator[Mark]:
    """Sides that act in the articles but are not among the parties: 丙方, or 受托方 where nobody is called so."""
    half, floor = sheet.half, _first_article(sheet)
    if floor < 0 or len(sheet.parties) < 2:
        return
    for side in SIDES[2:]:
        match = re.compile(rf"{side}方(?!案|式|法|面|向|程|针|便|块)").search(half, floor, sheet.end)
        if match and side not in sheet.parties and not re.search(rf"{side}方[^。\n]{{0,8}}(?:系|为|是指)", half[:floor]):
            yield Mark("L-DEF-02", match.start(), match.end(), match[0])
    said: set[str] = set()
    for match in _ROLE.finditer(half, floor, sheet.main_end):
        word = match[0]
        if word not in said and not _known_role(half, word) and _acts(half, match):
            said.add(word)
            yield Mark("L-DEF-02", match.start(), match.end(), word)


def _first_article(sheet: Sheet) -> int:
    return next((n.start for n in sheet.outline.of("条", 0)), -1)


def _known_role(half: str, word: str) -> bool:
    """Tell whether the text says who a role is: 甲方（委托方）, 以下简称“委托方”, 委托方是指, 委托方：某公司."""
    return bool(
        re.search(
            rf"方?[(“\"《][^()“”\"\n]{{0,16}}{word}[^()“”\"\n]{{0,10}}[)”\"》]|{word}\s*(?:\(|:|是指|指|为[甲乙丙])|(?:为|称|即|担任|是){word}",
            half,
        )
    )


def _acts(half: str, match: re.Match[str]) -> bool:
    """A role acts when the sentence begins with it and a duty or right follows."""
    before = half[max(0, match.start() - 2) : match.start()]
    starts = not before.strip() or re.search(r"[。;,:\n\s\d)]$", before) is not None
    return starts and re.match(r"[^。;,]{0,6}(?:应|须|有权|可以|不得|负责|保证|承诺)", half[match.end() :]) is not None


def signatures(sheet: Sheet) -> Iterator[Mark]:
    """A place to sign for every side."""
    if sheet.signing < 0:
        return
    after = [a.start for a in sheet.outline.annexes if a.start > sheet.signing]
    block = sheet.half[sheet.signing : min([*after, sheet.end])]
    sides = [s for s in SIDES if s in "甲乙" or (s in sheet.parties and sheet.parties[s].name)]
    there = [s for s in sides if re.search(rf"{s}\s*方", block) or _named(sheet, s, block)]
    lacking = [s for s in sides if s not in there]
    if there and lacking:
        end = min(sheet.end, sheet.signing + len(block.split("\n")[0]))
        yield Mark("L-SIG-02", sheet.signing, end, "、".join(f"{s}方" for s in there), "、".join(f"{s}方" for s in lacking))


def _named(sheet: Sheet, side: str, block: str) -> bool:
    party = sheet.parties.get(side)
    return bool(party and ((party.name and party.name in block) or (party.role and party.role in block)))
