"""Answers without a name (10, 对, 第二个, 产线缺陷图片…): they go to what was asked."""

from __future__ import annotations

import re

from assistant.moves import Fill
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues
from assistant.reading.lexicon import BOOLS
from assistant.reading.people import People
from assistant.reading.scene import Scene
from assistant.reading.surnames import likely
from assistant.reading.texts import trimmed
from knowledge import kinds
from knowledge.kinds.numerals import NUMBER
from knowledge.kinds.organisations import SUFFIX_END, organisations
from knowledge.template import Slot

_TEXTS = ("text", "longtext")
_CHATTER = re.compile(
    r"^(?:好+的?|行+|嗯+|哦+|啊|呃|那个|这个|就是|先|稍等|等等|等一?下|等会|我?(?:想|看|问|考虑|琢磨|研究)[^,。;]{0,6}$|让我|你|您|我不|不太|有点|太|什么意思|不明白|不懂|没明白|听不懂|麻烦|为|哪|咋|怎|说实话|其实|老实说|是这样|换个?|能)"
    r"|(?:啥意思|什么意思|看不懂|听不懂|不明白|没听懂|真(?:麻烦|啰嗦)|这么(?:麻烦|多)|快点|笨|傻|天气|哈哈|呵呵|吃饭|下班)"
)
_LEAD = re.compile(r"^(?:好的?|行|嗯+|哦|那|就|先|暂时|应该|大概是|我们?|还是|写|填|用|是|叫|定|按|算|改成|改为|选)*(?:写|填|叫|定|选|按|是|用|成|为|:)*\s*")
_SHORT_LEAD = re.compile(r"^(?:好的?|行|嗯+|哦|那|就|先|暂时)*(?:写成?|填成?)?[::]?\s*")
_TELL = frozenset(("vague", "range", "unit", "bounds", "checksum", "tax", "impossible", "contradiction", "length", "ambiguous"))
_ONLY = re.compile(r"^\s*(?:那|就|还是|要不|嗯|哦|是|定)*[\d一二两三四五六七八九十百千万亿零〇年月日号底初中上下旬今明后本周星期天个.元块钱]{2,}(?:之?前|吧|左右)?[。!\s]*$")
"""A message that is a day or an amount and nothing else."""
_MORE = re.compile(r"\s*(?:[,、;/\s]|和|跟|以及)\s*")


def bare(
    message: Message, scene: Scene, rest: list[Clause], people: People, busy: bool, filled: set[str]
) -> list[Fill]:
    """Return the fills that unnamed answers make; ``busy`` says that other moves were found as well."""
    if (settled := _settled(message, scene, rest)) and settled.slot not in filled:
        return [settled]
    expected = [s for x in scene.expected if x not in filled and (s := scene.slot(x))]
    if not (expected or scene.recent) or not rest:
        return []
    if not busy and not filled:
        if several := _in_order(message, expected, rest):
            return several
        if whole := _whole(message, scene, expected, rest, people):
            return [whole]
        fixing = re.search(r"不是|不对|改|错|应该", message.text)
        again = [
            s for x in scene.recent
            if (s := scene.slot(x)) and s.kind not in _TEXTS and (fixing or (s.kind in ("date", "timing", "money") and _ONLY.match(message.text)))
        ]
        if len(again) == 1 and (whole := _whole(message, scene, again, rest, people)):
            return [whole]
    return _by_clause(message, scene, expected, rest)


_SETTLED = re.compile(r"定了|定下来|谈好|谈妥|谈拢|敲定|折中|商量好|说好|拍板")


def _settled(message: Message, scene: Scene, rest: list[Clause]) -> Fill | None:
    """定了,折中8年: of what was left open, the one thing that can hold the value."""
    if not _SETTLED.search(message.text):
        return None
    opened = [s for x in scene.left_open if (s := scene.slot(x)) and s.kind not in _TEXTS]
    for clause in rest:
        if cues(scene.template, clause.text):
            continue
        fitting = [s for s in opened if re.search(r"\d|[一二两三四五六七八九十]", clause.text) and not isinstance(kinds.read(s, clause.text, scene.today), kinds.Refused)]
        if len(fitting) == 1:
            words, span = message.said(clause.start, clause.end)
            return Fill(fitting[0].id, words, span)
    return None


def _in_order(message: Message, expected: list[Slot], rest: list[Clause]) -> list[Fill]:
    """As many values as questions (10和7): one each, in order."""
    if len(expected) < 2:
        return []
    start, end = rest[0].start, rest[-1].end
    pieces: list[tuple[int, int]] = []
    at = start
    for gap in _MORE.finditer(message.text, start, end):
        pieces.append((at, gap.start()))
        at = gap.end()
    pieces = [p for p in (*pieces, (at, end)) if message.text[p[0] : p[1]].strip()]
    if len(pieces) != len(expected) or any(s.kind in _TEXTS for s in expected):
        return []
    from datetime import date  # the day matters to no bare count

    fills = []
    for slot, (a, b) in zip(expected, pieces, strict=True):
        words, span = message.said(a, b)
        if isinstance(kinds.read(slot, words, date.today()), kinds.Refused):
            return []
        fills.append(Fill(slot.id, words, span))
    return fills


def _whole(message: Message, scene: Scene, expected: list[Slot], rest: list[Clause], people: People) -> Fill | None:
    """The whole message as the answer to the first question that can read it."""
    start, end = rest[0].start, rest[-1].end
    words = message.text[start:end]
    for slot in expected:
        a, b = _stretch(slot, message, start, end)
        said = message.text[a:b]
        if slot.kind == "uscc" and "身份证" in said:
            return None
        if _otherwise_labelled(slot, said) or (slot.kind in _TEXTS and (_CHATTER.search(said) or len(said) < 2)):
            continue
        result = kinds.read(slot, said, scene.today)
        if not _of_its_kind(slot, said):
            continue
        if slot.kind == "person" and not (isinstance(result, kinds.Read) and likely(str(result.value))):
            continue
        if isinstance(result, kinds.Read):
            told, span = message.said(a, b)
            reading = people.spoken(told) if slot.kind in (*_TEXTS, "court", "timing") else ""
            return Fill(slot.id, told, span, reading if reading != told else "")
    if not expected:
        return None
    first = expected[0]
    if first.kind == "uscc" and "身份证" in words:
        return None
    result = kinds.read(first, words, scene.today)
    if isinstance(result, kinds.Refused) and result.code in _TELL and first.kind not in _TEXTS and len(words) <= 40:
        told, span = message.said(start, end)
        return Fill(first.id, told, span)
    return None


_MEASURED_WORDS = re.compile(rf"(?:{NUMBER}|[本下上明后今这年月])\s*个?(?:工作日|自然日|[年月日号天周万元块‰]|星期|季度|底|初|%|分之|倍)|百分之|[千万]分之|不(?:设|约定)|无")
_PLACED = re.compile(r"^(?!.*(?:有一|想|要|我们)).*(?:[路街道巷弄号栋幢层室村镇乡区县市省院厂](?:[^,。;]*\d)|\d+\s*[号栋幢层室]|[路街道巷弄](?![A-Za-z])|大厦|大楼|园区|开发区|[省市县]\S{2,}[区县镇乡村])")
_SENTENCE = re.compile(r"法院|仲裁|[写填选是归不那个算谁]|要(?![素塞])|未(?!来)")
"""What a sentence has in it and the name of a body has not (对面是个大学, 要省局审)."""
_POLAR = re.compile(
    r"(?:[\s,。!~]|我们?|这|那|里面?|数据|应该|确定|肯定|当然|都|也|全|是|有|没|无|不|会|要|需要?|用|含有?|涉及|包含|包括|存在|带|对|否|的|了|啊|呀|吧|哦|嗯|好|行|可以|允许|得|能|必|任何|什么|这些?|那些?|东西|情况|问题|yes|no|ok)*",
    re.I,
)


def yes_or_no_only(slot: Slot, text: str) -> bool:
    """Whether words say nothing but yes or no, besides the name of the slot that was asked."""
    for name in sorted((slot.label.removeprefix("是否"), *slot.aliases, *slot.option_aliases.get("是", ()), *slot.option_aliases.get("否", ())), key=len, reverse=True):
        text = text.replace(name, "")
    if pattern := BOOLS.get(slot.id):
        text = pattern.sub("", text)
    return bool(_POLAR.fullmatch(text))


def _of_its_kind(slot: Slot, said: str) -> bool:
    """Whether words without a name look like an answer of that kind; kinds that take any words need more than that."""
    match slot.kind:
        case "bool":
            return yes_or_no_only(slot, said)
        case "timing" | "money_or_text":
            return bool(_MEASURED_WORDS.search(said))
        case "address":
            return bool(_PLACED.search(said))
        case "party_name":
            return bool(organisations(said) or (SUFFIX_END.search(said) and not _SENTENCE.search(said)))
    return True


def _stretch(slot: Slot, message: Message, start: int, end: int) -> tuple[int, int]:
    if slot.kind in (*_TEXTS, "person"):
        if (lead := (_SHORT_LEAD if slot.kind == "longtext" else _LEAD).match(message.text[start:end])) and end - start - lead.end() >= 2:
            start += lead.end()
        return trimmed(message, start, end)
    return start, end


def _otherwise_labelled(slot: Slot, text: str) -> bool:
    """经营范围:技术开发: what stands behind a label of its own answers no question about something else."""
    label = re.match(r"\s*(?:[\-•·*]|\(?\d{1,2}[.、)]\s*|[一二三四五六七八九十]{1,3}、)?\s*(?P<l>[\u4e00-\u9fffA-Za-z、/ ]{2,12}?)\s*:", text)
    if label is None:
        return False
    names = (slot.label, *slot.aliases)
    return not any(label["l"] in name or name in label["l"] for name in names)


def _by_clause(message: Message, scene: Scene, expected: list[Slot], rest: list[Clause]) -> list[Fill]:
    """Short clauses beside other values (…,李明,…) that one of the questions asked can read."""
    fills: list[Fill] = []
    for clause in rest:
        if len(clause.text.strip()) > 30:
            continue
        for slot in expected:
            if slot.kind in (*_TEXTS, "table", "timing", "money_or_text") or any(f.slot == slot.id for f in fills):
                continue
            words, span = message.said(clause.start, clause.end)
            if _otherwise_labelled(slot, clause.text):
                continue
            if slot.kind == "person" and not likely(words):
                continue
            if slot.kind == "party_name" and re.match(r"\s*(?:我们?|咱们?|对方|他们)", clause.text):
                continue
            if any(c.weight >= 2 and c.slot not in {s.id for s in expected} for c in cues(scene.template, clause.text)):
                continue
            if not _of_its_kind(slot, clause.text):
                continue
            if not isinstance(kinds.read(slot, words, scene.today), kinds.Refused):
                fills.append(Fill(slot.id, words, span))
                break
    return fills
