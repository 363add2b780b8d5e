"""Whether a sentence says what its sources say: words, numbers, parties and sense, piece by piece.

A sentence is held by its sources when each of its pieces lies close to one sentence of theirs that has the same
numbers, the same party first, the same negations and no weaker duty. Likeness only finds the place; what decides
is equality of what must not change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.answering.opposites import changed, exception_dropped
from knowledge.kinds.numerals import NUMBER, number
from knowledge.lexical import grams

_COVERED = 0.62
_NEAR = 0.8
_STRAY = 0.34
_SENTENCE = re.compile(r"[^。；！？\n]+")
_PIECE = re.compile(r"[^，,：:。；;！？!?\n（）()]+")
_PARTY = re.compile(r"甲乙双方|双方当事人|双方|甲方|乙方|各方|任何一方|一方|对方|另一方|守约方|违约方|被许可方|许可方|接收方|披露方|受让方|转让方|责任方|受托方|委托方|第三方|第三人")
_SAME_PARTY = {"甲乙双方": "双方", "双方当事人": "双方", "各方": "双方", "第三人": "第三方", "另一方": "对方"}
_NOT = re.compile(r"不得|不能|不可(?!抗力|避免|分割)|不(?!可抗力|少于|足|低于|超过|高于|论|管|同|仅|但|动产|可避免|可分割)|没有|未|无(?!论)|免(?!费提供)|非(?!法|常)|禁止|拒绝|除外|取消")
_MUST = re.compile(r"应当|应(?!用|收|付款项|急|答)|必须|须|有义务|负责|需要|需(?!求)|得(?!到|以|出|知)")
_MAY = re.compile(r"可以|有权|可(?!能|靠|行|用|靠|见|抗|避|分)|能够|能(?!力|源)|允许|自愿")
_MODAL = re.compile(r"可以|有权|应当|必须|需要|(?<!无)[须需](?!求)|就(?=某|[应可有须])")
"""Left out of what a piece is about: must and may are compared as sense, whichever word says them."""
_BOUND = re.compile(r"不少于|不低于|不早于|至少|以上|超过|高于|大于|晚于|之后|不超过|不高于|不晚于|至多|最多|以下|低于|少于|小于|早于|之前|以内|届满")
_STRONG = re.compile(r"一律|全部|所有|任何|永久|永远|终身|自动|唯一|绝对|无限|无条件|立即|随时|单方|连带|双倍|加倍|独家|独占|免费|免责|自行|优先|最终")
_SMALL = re.compile(
    r"也就是说|换句话说|具体来说|简单说|总的来说|需要注意|请注意|因此|所以|但是|不过|另外|同时|而且|如果|那么|按照|根据|依照|合同|协议|约定|规定|条款|这份|这一|里面|写明|写的|表示|意思|就是|即|指|是|的|了|在|由|把|对|和|与|或|及|并|则|会|要|这|那|它|其|为|于|以|等|还|都|也|您|您的|草稿|目前|现在|按|说|中|里|后|时|有|一款|一条|本"
)
_COUNTED = re.compile(rf"(第)?({NUMBER})\s*(个工作日|工作日|个月|年|月|天|日|小时|周|份|万元|亿元|元|倍|次|条|款|项|%|％|‰|轮|人|张|号|成|个点)?")
_RATE = re.compile(rf"([百千万])分之({NUMBER})")
_UNIT = {"个工作日": "工作日", "天": "日", "％": "%", "个点": "%"}
_WORDLIKE = "一两"
"""Numerals that are mostly words (一方, 两边): they count only with a unit."""


def folded(text: str) -> str:
    """Return ``text`` in half width, quotation marks and spaces removed."""
    return re.sub(r"[\s“”\"「」『』《》]", "", unicodedata.normalize("NFKC", text)).replace(",", "，").replace(";", "；")


def numbers(text: str) -> set[tuple[str, str]]:
    """Return the numbers in a text, each with its unit; 5 and 五 are one, 5年 and 5个月 are not."""
    text = unicodedata.normalize("NFKC", text)
    found: set[tuple[str, str]] = set()
    for match in _RATE.finditer(text):
        value = number(match[2])
        if value is not None:
            found.add((f"{float(value) * {'百': 10, '千': 1, '万': 0.1}[match[1]]:g}", "‰"))
    for match in _COUNTED.finditer(_RATE.sub("，", text)):
        ordinal, word, unit = match.groups()
        if not unit and not ordinal and word in _WORDLIKE:
            continue
        value = number(word)
        if value is None:
            continue
        size = float(value)
        unit = _UNIT.get(unit or "", unit or "")
        if unit == "%":
            size, unit = size * 10, "‰"
        elif unit in ("万元", "亿元"):
            size, unit = size * (1e4 if unit == "万元" else 1e8), "元"
        found.add((f"{size:.10g}", unit))
    return found


def parties(text: str) -> tuple[str, ...]:
    """Return the parties a text names, in order."""
    return tuple(_SAME_PARTY.get(m[0], m[0]) for m in _PARTY.finditer(text))


@dataclass(frozen=True)
class Sense:
    """What must not change between a source and what is said of it."""

    first: str
    named: tuple[str, ...]
    negations: int
    must: bool
    may: bool
    bounds: frozenset[str]


def sense(text: str, subject: str = "") -> Sense:
    """Return the sense of a piece; ``subject`` is the party carried over from the words before it."""
    named = parties(text)
    bounds = frozenset(_direction(b) for b in _BOUND.findall(text))
    plain = _BOUND.sub("", text)
    negations = len(_NOT.findall(plain))
    return Sense(
        named[0] if named else subject, named, negations,
        bool(_MUST.search(re.sub(r"不得|不应|无需|不需要|无须", "", plain))), bool(_MAY.search(plain)), bounds,
    )


def _direction(word: str) -> str:
    low = ("不少于", "不低于", "不早于", "至少", "以上", "超过", "高于", "大于", "晚于", "之后")
    return "下限" if word in low else "上限" if word != "届满" else "届满"


@dataclass(frozen=True)
class Source:
    """A text that may be spoken from, cut into sentences and these into pieces."""

    text: str

    @cached_property
    def sentences(self) -> tuple[tuple[str, frozenset[str], tuple[tuple[str, str, frozenset[str]], ...]], ...]:
        """Each sentence with its grams and its pieces (text, subject carried to it, grams)."""
        found = []
        for match in _SENTENCE.finditer(folded(self.text)):
            pieces, subject = [], ""
            for piece in _PIECE.findall(match[0]):
                pieces.append((piece, subject, grams_of(piece)))
                named = parties(piece)
                subject = named[0] if named else subject
            found.append((match[0], grams_of(match[0]), tuple(pieces)))
        return tuple(found)

    @cached_property
    def plain(self) -> str:
        """The whole text, folded."""
        return folded(self.text)


@lru_cache(maxsize=4096)
def source(text: str) -> Source:
    """Return a text as a source; kept, since the same clauses are spoken from again and again."""
    return Source(text)


@lru_cache(maxsize=4096)
def grams_of(text: str) -> frozenset[str]:
    """Pairs of characters with parties and numbers masked: what a piece is about, whoever does it, how much."""
    plain = _MODAL.sub("", text.replace("每天", "每日"))
    masked = re.sub(NUMBER, "某", re.sub("[把将]", "", _PARTY.sub("某", plain)))
    return frozenset(g for g in grams(masked) if len(g) > 1 and "某" not in g)


def covered(part: frozenset[str], whole: frozenset[str]) -> float:
    """Return which part of the grams occurs in the whole."""
    return len(part & whole) / len(part) if part else 0.0


def objections(sentence: str, sources: Sequence[str]) -> list[str]:
    """Return why a sentence is not held by its sources; nothing when it is."""
    read = [source(t) for t in sources]
    found = [*_quotes(sentence, read), *_strong(sentence, read)]
    if _stray(sentence, read) > _STRAY:
        found.append("words that no source has")
    found += _pieces(sentence, read)
    if numbers(sentence) - {n for s in read for n in numbers(s.text)}:
        found.append("a number that no source has")
    return found


def _quotes(sentence: str, read: Sequence[Source]) -> Iterator[str]:
    for quote in re.findall(r"[“「『\"]([^”」』\"]+)[”」』\"]", sentence):
        if not any(quote in s.text for s in read):
            yield f"not a quote: {quote}"


def _strong(sentence: str, read: Sequence[Source]) -> Iterator[str]:
    for word in set(_STRONG.findall(sentence)):
        if not any(word in s.plain for s in read):
            yield f"stronger than its sources: {word}"


def _stray(sentence: str, read: Sequence[Source]) -> float:
    """Which part of a sentence is neither in its sources, in runs of two or more, nor small words."""
    text = _SMALL.sub("", _PARTY.sub("", folded(sentence)))
    text = re.sub(r"\W", "", text)
    if not text:
        return 0.0
    whole = "｜".join(s.plain for s in read)
    held = [False] * len(text)
    for i in range(len(text) - 1):
        if text[i : i + 2] in whole:
            held[i] = held[i + 1] = True
    return held.count(False) / len(text)


def _pieces(sentence: str, read: Sequence[Source]) -> Iterator[str]:
    """Every piece must agree with a source sentence, and all of them with the same one: half of a rule and
    half of another are no rule."""
    subject, common = "", None
    for piece in _PIECE.findall(folded(sentence)):
        own, said = grams_of(piece), sense(piece, subject)
        subject = said.named[0] if said.named else subject
        bare = not (numbers(piece) or said.named or said.negations or said.must or said.may)
        if len(own) < 3 and bare:
            continue  # a word or two that lead in; what they could change is checked for the sentence
        near = list(_near(own, read))
        agreeing = {
            whole for there, on, whole in near
            if _agrees(piece, said, there, on, whole) and not exception_dropped(sentence, whole)
        }
        if not agreeing:
            yield f"{'numbers, parties or sense differ' if near else 'no source sentence is near'}: {piece}"
        common = agreeing if common is None else common & agreeing
        if agreeing and not common:
            yield f"put together from different sentences: {piece}"
            common = agreeing


def _near(own: frozenset[str], read: Iterable[Source]) -> Iterator[tuple[Sense, str, str]]:
    """The source sentences that a piece is closest to: sense and text of the piece it lies on, the sentence."""
    rated = []
    for item in read:
        for text, whole, pieces in item.sentences:
            score = covered(own, whole)
            if score >= _COVERED or not own:
                rated.append((score, text, pieces))
    top = max((score for score, _, _ in rated), default=0.0)
    for score, text, pieces in rated:
        if score < _NEAR * top:
            continue
        best = max((covered(own, g) for _, _, g in pieces), default=0.0)
        for piece, subject, g in pieces:
            if covered(own, g) >= _NEAR * best:
                yield sense(piece, subject), piece, text


def _agrees(piece: str, said: Sense, there: Sense, on: str, whole: str) -> bool:
    if numbers(piece) - numbers(on):
        return False
    if said.first and said.first != there.first:
        return False
    if len(said.named) > 1 and set(said.named) - set(parties(whole)):
        return False
    if said.negations % 2 != there.negations % 2:
        return False
    if said.bounds - there.bounds - ({"上限", "下限"} & {_direction(b) for b in _BOUND.findall(whole)}):
        return False
    if said.must and there.may and not there.must:
        return False
    if any(changed(piece, on, whole)):
        return False
    return not (said.may and there.must and not there.may)
