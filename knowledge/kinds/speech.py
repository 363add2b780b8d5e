"""How people say values: questions, hedges, ranges, negations and self-corrections; which mention stands.

``settle`` takes the mentions that a kind found in one answer and returns the one that is meant, or refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from knowledge.kinds.base import Found, Mention, Refused, fold
from knowledge.kinds.numerals import NUMBER
from knowledge.template import Slot

_QUESTION = re.compile(
    r"[??]|吗(?=[,。!;\s]|$)|呢\s*$|如果|假如|要是|倘若|假设|(?<![\d一二三四五六七八九十百千])万一|会怎|怎么|怎样|怎么样|如何|是不是|能不能|可不可以|行不行|好不好"
    r"|有没有|是否|多少|为什么|为啥|什么|哪[个家种里天年]|合不合|够不够|要不要|会不会|该不该|好还是"
)
_UNDECIDED = re.compile(
    r"要看|得看|取决于|随便|看着办|看情况|视情况|都行|都可以|无所谓|你定|你决定|尽快|尽早|及时|适时|适当|合理(?:期|时间|期限)|不一定|拿不准|差不多就行|越[快早]越好"
)
_CORRECTION = re.compile(
    r"(?:^|[,。;!、…\s—.]|哦|噢|啊|呃)\s*不(?=[,。!;、…\s—对是,]|$)|不对|不是|说错|写错|记错|弄错|搞错|错了|口误|更正|纠正|订正"
    r"|改(?:成|为|到|作|一下|口|回)|换(?:成|为)|变(?:成|为)|应(?:该|当)?(?:是|为)|而是|我是说|准确(?:地)?说|算了|重新"
    r"|(?:延长|缩短|提高|降低?|增加?|减少?|提|调整?|加|减|降低)(?:到|至|为|成)"
)
_NEGATED = re.compile(
    r"(?:不是|并非|不要|(?<![识类区级性分])别|不填|不写|不用|不选|不走|不按|不能是?|不可以?|而非|取消|去掉|不|非)(?:再|填|写|要|按|用|改成?|选|给|说|约定|提交)*\s*$"
)
_NOT_NEGATION = re.compile(r"(?:要不|是不|不得不|对不|[,。;!…\s]不\s+)$")
_EARLIER = re.compile(
    r"(?:原来|原先|原本|本来|之前|以前|先前|刚才|刚刚|上次|旧的?|开始)[^,。;!]{0,6}$"
)
_HEDGE_BEFORE = re.compile(
    r"(?:大概|大约|大致|约莫|差不多|将近|接近|(?<!不)(?:超过|多于|大于|高于)|少于|不到|小于|低于|可能|估计|也许|好像|似乎|或许|起码|不少于|不低于"
    r"|(?<![合违预续签公条契特邀])约(?!定|束|谈|见|好)|(?<![最附])近|(?<!提前)(?:至少|最少)|上下|(?<![大中])小|再[加延续多给]|多[加给延]|增加|减少|延长)(?:[是在要得有填为需人民币¥\s]|就是){0,4}$"
)
_HEDGE_AFTER = re.compile(
    r"^\s*(?:人民币|块钱?|元|圆)?\s*(?:左右|上下|以上|以下|起步|出头|开外|往上|前后|多(?!少)|来[天个年元块]|余(?!额|款)|不到|不等)"
)
_CLOCK = r"(?:[上下中]午|[早晚]上?|凌晨|\d{1,2}:\d{2}|[\d一二三四五六七八九十两]{1,3}[点时分](?:半|钟|整)?|时|起|开始|\s)*"
_RANGE_GAP = re.compile(rf"^{_CLOCK}(?:到|至|~|-{{1,2}}|—{{1,2}}|–|─+|或者?|~|和|跟|、)\s*$")
_RANGE_BEFORE = re.compile(
    rf"({NUMBER})\s*(?:个|块|元|天|年|月|份|万|%)?\s*(?:到|至|~|-{{1,2}}|—{{1,2}}|–|─+|或者?|、|\+|\*|×)\s*$"
)
_RANGE_AFTER = re.compile(
    rf"^\s*(?:到|至|~|-{{1,2}}|—{{1,2}}|–|─+|或者?|\+|\*|×)\s*(?=\d|{NUMBER})"
)
_ALTERNATIVE = re.compile(r"还是")
_FILLER = re.compile(
    r"(?:[^\w%‰‱+*×/$€£]|_|就|那|把|从|先|都|填|写|按|定|改|成|为|是|吧|好|的|了|个|呢|啊|哦|哈|嗯|呀|嘛|行|可以|我们?|咱们?|他们|双方|这个|这里|这|给|要|用|算|设|收|付|取"
    r"|一共|总共|合计|共|总价|最多|最长|不超过|不得|以?内|之内|期限|时间|大写|整|左边|应该|觉得|想|对|即|也|再|各|每方|我看|就行|定为|约定|目前|暂定|谢谢|答|期|期为)*"
)
MARK = "\u0000"


def question(text: str) -> bool:
    """Whether the words ask or suppose instead of stating."""
    return bool(_QUESTION.search(fold(text)))


def asks(slot: Slot, text: str) -> Refused | None:
    """Refuse questions and hypotheticals: they fill nothing."""
    if question(text):
        return Refused(
            "question",
            f"这像是在问，我先不填{slot.label}。确定下来请直接说，例如「{slot.example or '就这样'}」。",
        )
    return None


def undecided(slot: Slot, text: str) -> Refused | None:
    """Refuse words that leave the decision to somebody else."""
    if found := _UNDECIDED.search(fold(text)):
        return Refused(
            "vague", f"「{found[0]}」不能写进合同,{slot.label}需要一个确定的说法。{_for(slot)}"
        )
    return None


def filler(slot: Slot, text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether nothing but filler (and the slot's own name) stands around the spans."""
    rest = list(text)
    for start, end in spans:
        rest[start:end] = MARK * (end - start)
    bare = "".join(rest)
    for name in sorted({slot.label, *slot.aliases} - {""}, key=len, reverse=True):
        bare = bare.replace(name, "")
    return bool(_FILLER.fullmatch(bare.replace(MARK, "")))


def corrected(gap: str, after: str = "") -> bool:
    """Whether the words between two mentions take the first one back."""
    if _CORRECTION.search(gap):
        return True
    return bool(_ALTERNATIVE.search(gap) and re.match(r"^\s*(?:吧|好了?|了|比较)", after))


_REJECTED = re.compile(
    r"^\s*(?:的?话?)?(?:有点|也|都|还是?|恐怕)?(?:不够|不行|不合适|不可以|不好|不对|太[^,。;]{1,2}?了?(?=[,。;!]|$)|偏[短长少多高低])"
)


def denied(text: str, mention: Mention) -> bool:
    """Whether a mention is turned down, before (不是5年) or after it (5年太长)."""
    return negated(text, mention.start) or bool(_REJECTED.match(text[mention.end :]))


def negated(text: str, start: int) -> bool:
    """Whether the mention that begins at ``start`` is denied (不是5年)."""
    before = re.split(r"[,。;!]", text[max(0, start - 12) : start])[-1]
    return bool(_NEGATED.search(before)) and not _NOT_NEGATION.search(
        text[max(0, start - 4) : start]
    )


def hedged(text: str, mention: Mention) -> Refused | None:
    """Refuse a mention that is approximate or an end of a range."""
    words = text[mention.start : mention.end]
    before, after = (
        text[max(0, mention.start - 14) : mention.start],
        text[mention.end : mention.end + 10],
    )
    if _RANGE_BEFORE.search(before) or _RANGE_AFTER.search(after):
        return Refused(
            "range", f"「{words[:24]}」前后给了一个范围,合同里要写一个确定的数,请选定一个。"
        )
    clause = re.split(r"[,。;!]", before)[-1]
    if (hedge := _HEDGE_BEFORE.search(clause)) or (hedge := _HEDGE_AFTER.search(after)):
        return Refused("vague", f"「{hedge[0].strip()}」不确定,合同里要写准数,请给一个确定的说法。")
    return None


def live(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that are neither denied nor taken back by a later one."""
    ordered = sorted(mentions, key=lambda m: m.start)
    first = 0
    for index in range(1, len(ordered)):
        gap = text[ordered[index - 1].end : ordered[index].start]
        if corrected(gap, text[ordered[index].end : ordered[index].end + 6]) and not negated(
            text, ordered[index].start
        ):
            first = index
    kept = [m for m in ordered[first:] if not denied(text, m)]
    if len(kept) > 1:
        current = [m for m in kept if not _EARLIER.search(text[max(0, m.start - 12) : m.start])]
        kept = current or kept
    return kept


def settle(
    slot: Slot, text: str, mentions: Sequence[Mention], strict: bool = False
) -> Mention | Refused | None:
    """Return the one mention that is meant; None without any; Refused when none or several stand.

    ``strict`` refuses as soon as one standing mention is no value, even beside a good one.
    """
    if not mentions:
        return None
    kept = live(text, mentions)
    if not kept:
        return Refused("empty", f"只说了{slot.label}不是什么，没说是多少。请直接给出确定的值。")
    for one, other in pairwise(kept):
        if _RANGE_GAP.match(text[one.end : other.start]) and one.value != other.value:
            return Refused(
                "range",
                f"「{text[one.start : other.end][:40]}」是一个范围,请选定一个。{_for(slot)}",
            )
    good = [m for m in kept if m.bad is None]
    for mention in good:
        if refused := hedged(text, mention):
            return refused
    if not good or (strict and len(good) < len(kept)):
        return next(m.bad for m in reversed(kept) if m.bad)
    if len({repr(m.value) for m in good}) > 1:
        named = "、".join([*dict.fromkeys(text[m.start : m.end][:16] for m in good)][:4])
        return Refused(
            "ambiguous", f"听到了几个不同的说法（{named}），请告诉我{slot.label}以哪个为准。"
        )
    return good[0]


def stated(text: str, mentions: Sequence[Mention]) -> list[Found]:
    """Return what running text states: no vague, ranged, denied or corrected mentions."""
    kept = live_by_sentence(text, mentions)
    ranged = {
        id(m)
        for one, other in pairwise(kept)
        if _RANGE_GAP.match(text[one.end : other.start])
        and "和" not in text[one.end : other.start]
        and "、" not in text[one.end : other.start]
        for m in (one, other)
    }
    return [
        Found(m.start, m.end, m.value, m.note)
        for m in kept
        if m.bad is None and id(m) not in ranged and hedged(text, m) is None
    ]


def live_by_sentence(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out denied mentions and those that the next mention of the same sentence takes back."""
    ordered = sorted(mentions, key=lambda m: m.start)
    return [
        m
        for m, following in zip(ordered, [*ordered[1:], None], strict=False)
        if not denied(text, m) and not (following and _taken_back(text, m, following))
    ]


_LINK = re.compile(r"[\W_]|对|哦|噢|啊|呃|嗯|那|就|的|是|了|我|这个|从|吧")


def _taken_back(text: str, one: Mention, other: Mention) -> bool:
    """In running text only a correction of the same thing counts: 修正5天,不对,修正7天; not 验收5天,整改改成7天."""
    gap = text[one.end : other.start]
    if (
        len(gap) > 16
        or re.search(r"[。;!?\n]", gap)
        or not corrected(gap, text[other.end : other.end + 6])
    ):
        return False
    left = _LINK.sub("", _CORRECTION.sub("", re.sub("还是", "", gap)))
    return all(char in text[max(0, one.start - 8) : one.start] for char in left)


def _for(slot: Slot) -> str:
    return f"例如：{slot.example}。" if slot.example else ""
