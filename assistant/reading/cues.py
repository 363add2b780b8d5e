"""Cues: where a message names a slot, by label or alias or by what is done, and how strongly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.reading.lexicon import ACTS, BOOLS, NAMES, TOPIC_WORDS
from assistant.reading.people import role_nouns
from assistant.reading.scene import name_of
from knowledge.kinds.numerals import number
from knowledge.template import Clause, Paragraph, Slot, Template

_WEAK = frozenset(["保密", "法院", "目标", "份额", "底座", "基座", "账号", "户名", "占比", "份数", "一式", "争议", "归属", "编号", "管辖", "提供", "审计", "数据集", "样本", "续约", "里程碑", "素材", "语料", "数据清单", "用途"])
NOUNS: Mapping[str, str] = {
    "uscc": r"(?:统一)?社会信用代码|信用代码|税号|执照号|统一代码|纳税人识别号|代码|识别号",
    "address": r"注册地址|办公地址|送达地址|通讯地址|地址|住所地?|注册地|地点|位于|坐落|公司在|住在|住址",
    "legal_rep": r"法定代表人|法人代表|法人(?!单位)|法代|负责人|老板|老总|法定代表",
    "contact": r"联系人|对接人|接口人|项目经理|经办人|对接的?(?=是|叫|人|:)|负责对接",
    "signatory": r"授权代表|签字人|签署人|签约代表|签字的?(?=是|叫|人)|代签",
    "phone": r"联系电话|电话|手机号码?|手机|座机|联系方式|号码|tel",
    "email": r"电子邮箱|邮箱|电子邮件|邮件|email|e-mail|邮箱地址",
}


_PLACE = re.compile(r"(?<![\d.])(?P<n>\d{1,2}\.\d{1,2})(?![\d.%])|第(?P<a>[一二三四五六七八九十\d]+)条(?:的)?第(?P<c>[一二三四五六七八九十\d]+)款")


ADDRESSED = 3.4
"""The weight of a slot whose clause is cited by its address."""


@dataclass(frozen=True)
class Cue:
    """A slot is named at ``start:end``; ``weight`` says how strongly; ``party`` when the words say whose."""

    slot: str
    start: int
    end: int
    weight: float
    party: str = ""


@dataclass(frozen=True)
class _Words:
    named: tuple[tuple[str, str, float], ...]
    nouns: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]


@lru_cache(maxsize=32)
def _words(template: _Key) -> _Words:
    named: list[tuple[str, str, float]] = []
    for slot in template.template.slots.values():
        for word in {slot.label, *slot.aliases, *NAMES.get(slot.id, ())}:
            if len(word) < 2 or (slot.side and name_of(slot.id) and word in role_nouns(template.template)):
                continue
            if word in ("甲方", "乙方"):
                continue
            weight = 1.6 if word in _WEAK or len(word) == 2 else 2.4 + 0.12 * min(len(word), 8)
            named.append((word.lower(), slot.id, weight))
    nouns = []
    for suffix, pattern in NOUNS.items():
        slots = tuple(s for s in (f"party_a_{suffix}", f"party_b_{suffix}") if s in template.template.slots)
        if slots:
            nouns.append((re.compile(pattern, re.I), slots))
    return _Words(tuple(named), tuple(nouns))


class _Key:
    """A template as a cache key: templates hold mappings and cannot be hashed."""

    def __init__(self, template: Template):
        self.template = template

    def __hash__(self) -> int:
        return id(self.template)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.template is self.template


def cues(template: Template, text: str, offset: int = 0) -> list[Cue]:
    """Return every cue in folded ``text``; places count from ``offset``."""
    found = _cues(_Key(template), text)
    return [replace(c, start=c.start + offset, end=c.end + offset) for c in found] if offset else list(found)


@lru_cache(maxsize=4096)
def _cues(key: _Key, text: str) -> tuple[Cue, ...]:
    template, offset = key.template, 0
    words = _words(key)
    low = text.lower()
    found: list[Cue] = []
    for word, slot, weight in words.named:
        at = low.find(word)
        while at >= 0:
            found.append(Cue(slot, at + offset, at + len(word) + offset, weight))
            at = low.find(word, at + 1)
    for slot, pattern in ACTS.items():
        if slot in template.slots:
            found += [Cue(slot, m.start() + offset, m.end() + offset, 2.2) for m in pattern.finditer(text)]
    for slot, pattern in BOOLS.items():
        if slot in template.slots:
            found += [Cue(slot, m.start() + offset, m.end() + offset, 2.2) for m in pattern.finditer(text)]
    for m in _PLACE.finditer(text):
        place = template.addresses.get(m[0] if m["n"] else f"{number(m['a'])}.{number(m['c'])}")
        if isinstance(place, (Clause, Paragraph)):
            found += [Cue(s, m.start(), m.end(), ADDRESSED) for s in place.slots]
    for pattern, slots in words.nouns:
        for m in pattern.finditer(text):
            found += [Cue(s, m.start() + offset, m.end() + offset, 2.4) for s in slots]
    return tuple(_outermost(found))


def _outermost(found: list[Cue]) -> list[Cue]:
    """Leave out what is only a part of another slot's full name (期限 in 付款期限)."""
    names = [c for c in found if c.weight > 2.4 and c.end - c.start >= 4]
    return [
        c for c in found
        if not any(n.start <= c.start and c.end <= n.end and c.end - c.start < n.end - n.start for n in names)
        or any(n.slot == c.slot and n.start <= c.start and c.end <= n.end for n in names)
    ]


def addressed(found: Iterable[Cue], fits: Callable[[str], bool]) -> set[str]:
    """Return the slots of the clause that is cited by number; none when a slot elsewhere is named outright
    (3.2 may be the user's own numbering)."""
    found = tuple(found)
    cited = {c.slot for c in found if c.weight == ADDRESSED}
    named = {c.slot for c in found if ADDRESSED > c.weight > 2 and fits(c.slot)}
    return set() if named - cited and not named & cited else cited


def strongest(found: list[Cue]) -> dict[str, Cue]:
    """Return the strongest cue of each slot."""
    best: dict[str, Cue] = {}
    for cue in found:
        if cue.slot not in best or cue.weight > best[cue.slot].weight:
            best[cue.slot] = cue
    return best


_RECEIVED = re.compile(r"(?:收到|拿到|收齐|给齐|到齐)[^,。;]{0,8}?数据[^,。;]{0,4}?(?:后|之日起|以后)")
"""模型收到全部数据后5个月内交: what is waited for is not what the words are about, where they name something else."""
_TRIGGER = re.compile(r"(?:在|自|从|待|等)[^,。;]{1,12}?(?:后|之日起|以后)")


def topic(text: str) -> str:
    """Return data, model or money when the words speak of exactly that, else an empty string."""
    text = _TRIGGER.sub(lambda m: " " * len(m[0]), text) if _TRIGGER.sub("", text).strip() else text
    own = _RECEIVED.sub(lambda m: " " * len(m[0]), text)
    text = own if any(pattern.search(own) for _, pattern in TOPIC_WORDS) else text
    hits = [(m.start(), name) for name, pattern in TOPIC_WORDS if (m := pattern.search(text))]
    if not hits:
        return ""
    names = {name for _, name in hits}
    if names == {"data", "model"}:
        return "model" if re.search(r"模型(?:验收|交付|整改|归|明|下|要)|收到模型", text) else "data" if re.search(
            r"收到(?:训练)?数据|数据(?:验收|交付|交|给)", text) else max(hits)[1]
    return min(hits)[1]


_HEADS = (
    (re.compile(r"(?:逾期|晚|迟|延期|拖延|延迟|未按[期时])[^,。;]{0,4}(?:交|完成|上线)|交(?:付|货)?得?[晚迟]|(?:不|未)达标|拖期|误期"), ("late_payment_rate", "late_payment_days")),
    (re.compile(r"(?:逾期|晚|迟|延期|拖延|延迟|未按[期时]|拖欠)[^,。;]{0,4}(?:付|支付|结)|不付[钱款]|拖欠|欠款"), ("penalty_a_delay", "delay_penalty_rate", "confidentiality_penalty")),
    (re.compile(r"泄密|泄露|违反保密"), ("late_payment_rate", "penalty_a_delay", "delay_penalty_rate")),
)
"""What a breach is about, and the slots that what follows it cannot mean."""


def barred(head: str) -> tuple[str, ...]:
    """Slots that the consequence of a breach cannot be about (甲方逾期交付的, …)."""
    return next((slots for pattern, slots in _HEADS if pattern.search(head)), ())


def suffix(slot: Slot) -> str:
    """Return what a party's slot is about (name, uscc, address, …), or an empty string."""
    match = re.fullmatch(r"party_[ab]_(\w+)", slot.id)
    return match[1] if match else ""
