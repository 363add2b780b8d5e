"""A message as clauses: folded character by character (spans stay true), split where people pause."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.reading.repairing import repaired
from assistant.reading.speaking import heard_as, spoken_pauses, standard
from knowledge.kinds.base import fold
from knowledge.kinds.numerals import NUMBER
from knowledge.simplified import simplified

_SENTENCE_END = "。!?;\n"
_OPEN = {"「": "」", "“": "”", "《": "》", "『": "』", "(": ")", "【": "】", '"': '"'}
_LEAD = re.compile(
    r"^\s*(?:(?:对|是|好|行|嗯|哦|噢|啊|可以|没错|是的|对的|对对|好的|好吧|好嘞|行吧|行啊|可以的|不对|不是|不行|错了|算了)"
    r"(?=\s)|对了(?=[^,\s]))"
)

_NOBODY_PAYS = re.compile(r"谁[也都](?:[不别莫甭没未]|无需|不用)[^,。;]{0,4}谁|谁[^,。;谁?]{1,5}?(?:就|便)?(?:归谁|谁(?:负责|承担|赔))")
"""谁也别找谁要钱, 谁用归谁: 谁 that stands for anybody."""
_MARKER = re.compile(r"^\s*(?:\(?\d{1,2}(?:[、)]|\.(?!\d))|[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\)|[-•·*●■]\s)\s*(?=\S)")
_LABELS = (
    r"甲方|乙方|需求方|服务方|数据方|训练方|项目名称|总价|服务费|费用|保密期?限?|验收期?|交付日期|合同期限?|协议期限?|份数|争议|税率|电话|手机|地址|住所|法人"
    r"|法定代表人|联系人|邮箱|统一社会信用代码|信用代码|税号|名称|开户行|账号|户名|付款|注册资本|成立日期|营业期限|经营范围|登记机关"
)
_ITEM = re.compile(rf"\s+(?:\(?\d{{1,2}}(?:[、)]|\.(?!\d))\s*[\u4e00-\u9fff]|(?:{_LABELS})[::\s])")
_ASKING = re.compile(
    r"^\s*(?:请|帮我|给我|麻烦)*(?:对比|比较|解释|介绍)(?:一?下)(?=[^,。;:]{2,})|吗\s*$|(?<=[\u4e00-\u9fff]{3})(?<!要)不(?:啊|嘛|哦|咯|哈)?\s*$|(?<=[行成好可以中])不\s*$|(?<!商量)(?<!再谈)(?<!协商)(?<!决定)(?<!沟通)(?<!通知)(?<!确认)(?<!不)([\u4e00-\u9fff])不\1(?![^,。;]{0,6}(?:都|也|无所谓))|(?<=[以行对好是要会能有])么\s*$|呢\s*$|(?<=\S{3})[对是]吧\s*$|怎样(?!都|也)|怎么(?!都行|着都|说呢)|咋|如何|(?<!那个)啥(?!的)|什么(?!都|的|样都)|多少(?!都)|(?<![十百千万好近这那头前后过面上下])几(?=[个天年月份次轮成点家笔期]|%)(?!个?(?:点|问题|事|地方|要求|方面|注意)[^,。;]{0,4}[::])|多久|多长"
    r"|为何|为啥|哪(?![怕都]|儿[都也]|$|(?:一?[边方家])(?:要是|如果|先|敢)?(?:泄密|泄露|违约|违反|反悔|毁约|捅))|谁(?!也|都|要是|敢|捅|用归|泄密|泄露|违约|违反|逾期|晚|反悔|先)|何时|何种|何方|是否|能不能|能否|可否|可不可以|有没有|有无|会不会|要不要|该不该|应不应|(?<!不)行不行|好不好|(?<!不)对不对(?!劲)"
    r"|是不是|需不需要|用不用|合不合|够不够|算不算|值不值|(?<=\S\S)(?<!下来)(?<!最后)(?<!最终)(?<!结果)还是(?!(?:我们?|他们|对方|甲方|乙方|双方)?的|有|没|算|给|会|不(?!是)|归|按|用|写|填|选|定|走|得|要|由|说死)(?=[^,。]{1,12}(?:好|合适|呀|啊|呢|$)(?<![吧哈了嘛]))"
)
_WHATEVER = re.compile(r"(?:啥子?|什么|哪[种样个些])[^,。;?]{1,8}?(?:都|也)(?=[^,。;?]*[^,。;?吗呢么]$)|(?:有|出了?|要有|碰到|遇到|闹)(?:啥子?|什么|哪样|点啥)(?!不一样|不同|区别|差别|关系|要求|后果|影响|风险|好处|讲究|区分)[^,。;?]{0,8}?(?:的话?|就|都|,|$)(?<!吗)(?<!呢)")
"""有啥…的就…: 啥 that stands for anything and asks nothing."""
_MUSED = re.compile(rf"^\s*(?:要不|或者?|还是|就|那)?\s*(?:{NUMBER})\s*(?:个)?(?:工作日|月|年|天|日|万|块|元|份|轮|小时|%)?\s*(?:呢|吧)?\s*$")
"""A bare value with a question mark: thinking aloud when a decision follows."""
_TAG = re.compile(
    r"^(?:[那这]?(?:样|个|么写|么定|么填|么约定|么说|里)?)?(?:就)?\s*(?:可以|行|好|对|合适|合理|够|妥|成|ok|合法|正常|算数|有问题|太\S{1,3}|会不会\S{1,6}"
    r"|是不是太?\S{1,6}|行不行|可不可以|好不好|对不对|怎么样|(?:怎么|咋|该怎么|如何)(?:写|说|填|表述|约定|定)(?:呢|好)?|如何|合不合\S{1,3}|够不够|没问题|能写|能不能写|有效|会太\S{1,2}|高不高|低不低|长不长)?"
    r"\s*(?:吧|吗|么|嘛|不|了吗|的吗)?\s*$|^(?:这|那)?(?:就)?是(?:这个|它|这样|这串|这些|对的)?(?:吗|么|吧|不)\s*$|^(?:这个)?对不?(?:吗|么)?$",
    re.I,
)
_SUPPOSING = re.compile(
    r"^\s*(?:[\u4e00-\u9fff]{1,6}:)?\s*(?:那|可是|但|那么)?\s*(?:[\u4e00-\u9fff]{2,4}(?=要是|如果|倘若|假如))?(?:假如|假设|假定|要是|如果|倘若|万一|若(?![干非])|比如|比方|譬如|例如|设想|换成的话)"
)


@dataclass(frozen=True)
class Clause:
    """A stretch between two pauses: ``text == message[start:end]`` (folded), in which sentence, what ended it."""

    text: str
    start: int
    end: int
    sentence: int
    ender: str
    asks: bool = False


@dataclass(frozen=True)
class Message:
    """What was said: the words as typed, the folded text of equal length, and the clauses."""

    raw: str
    text: str
    clauses: tuple[Clause, ...]

    @cached_property
    def spelt(self) -> str:
        """The words as typed, misspelt terms put right and 我们 of the other side as 对方; of equal length."""
        return heard_as(self.raw)

    def written(self, start: int, end: int) -> str:
        """Return a name as it is written where all else is simplified (陈国樑 is no 陈国梁), else as the text has it."""
        around, own = self.raw[:start] + self.raw[end:], self.raw[start:end]
        plain = self.text[start:end]
        one = plain == simplified(own) and sum(a != b for a, b in zip(own, plain, strict=True)) == 1
        return own if one and simplified(around) == around else plain

    def said(self, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """Return the words as typed between two places, trimmed, with their span.

        A Chinese word that stands for longer English ones (甲方 for Party A) covers them: they go on where the text is blank.
        """
        while 0 < end < len(self.raw) and self.text[end] == " " and (self.raw[end - 1] + self.raw[end]).isascii():
            end += 1
        while start < end and self.raw[start].isspace():
            start += 1
        while end > start and self.raw[end - 1].isspace():
            end -= 1
        return self.raw[start:end], (start, end)

    def sentence(self, number: int) -> tuple[Clause, ...]:
        """Return the clauses of one sentence."""
        return self._sentences.get(number, ())

    @cached_property
    def _sentences(self) -> dict[int, tuple[Clause, ...]]:
        found: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.sentence, []).append(clause)
        return {number: tuple(clauses) for number, clauses in found.items()}


def split(raw: str) -> Message:
    """Split a message into sentences and clauses and mark the clauses that ask or suppose."""
    text = repaired(standard(fold(raw)))
    pauses = spoken_pauses(text)
    text = "".join("," if at in pauses else c for at, c in enumerate(text))
    clauses: list[Clause] = []
    start = sentence = 0
    closing: list[str] = []
    for at, char in enumerate(text):
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _OPEN and _OPEN[char] in text[at + 1 : at + 200].split("\n", 1)[0]:
            closing.append(_OPEN[char])
        elif char == "\n":
            closing.clear()
        if not closing and (at in pauses or _breaks(text, at)):
            clauses += _with_lead(text, start, at, sentence, "," if at in pauses else char)
            start = at + 1
            sentence += at not in pauses and (char in _SENTENCE_END or char == " ")
    clauses += _with_lead(text, start, len(text), sentence, "")
    kept = [c for c in clauses if c.text.strip()]
    return Message(raw, text, tuple(_mark(kept)))


def _breaks(text: str, at: int) -> bool:
    char = text[at]
    if char == " " and _ITEM.match(text, at):
        return True
    if char in _SENTENCE_END or char in "~…":
        return char in _SENTENCE_END or char == "…"
    if char == ",":
        return not (0 < at < len(text) - 1 and re.match(r"\d,\d{3}(?!\d)", text[at - 1 : at + 5]))
    return False


def _with_lead(text: str, start: int, end: int, sentence: int, ender: str) -> list[Clause]:
    """A clause; an interjection set off by a space (对 那就…) becomes one of its own."""
    if marker := _MARKER.match(text[start:end]):
        start += marker.end()
    lead = _LEAD.match(text[start:end])
    if lead and text[start + lead.end() : end].strip():
        cut = start + lead.end()
        return [
            Clause(text[start:cut], start, cut, sentence, ","),
            Clause(text[cut:end], cut, end, sentence, ender),
        ]
    whole = Clause(text[start:end], start, end, sentence, ender)
    return [piece for breath in _breathless(whole) for piece in _unpunctuated(breath)]


_NEXT = r"(?:数据|模型|成果|保密|泄密|合同|协议|合作期?|付款|付钱|验收|违约|逾期|争议|打官司|质保|税率|总价|训练|法人|法定|电话|地址|联系人|一式|交付|签[约订]|份数)"
_BREATH = re.compile(
    rf"(?<=[吧嘛哈呢哦啊啦])(?={_NEXT})|(?<=空着)(?={_NEXT})|(?<=归我们|归他们|归对方|归甲方|归乙方)(?={_NEXT}|我[们方司]|他们|对方|甲方|乙方)|(?<=谁钱)(?={_NEXT})|(?<=含税的)(?=签|首|先|分)|(?=所以(?:个人|有|算|没))"
    r"|(?<=开始训练)(?=数据|模型)|(?<=重新交)(?=数据验收|验收)|(?<=改好)(?=数据验收|验收)"
)
"""Where one breath holds two thoughts (那先空着吧合作期十八个月)."""


def _breathless(clause: Clause) -> list[Clause]:
    """Long words spoken without any pause, cut where the next thought begins."""
    if len(clause.text) < 14 or re.search(r"\s", clause.text.strip()):
        return [clause]
    edges = [0, *(m.start() for m in _BREATH.finditer(clause.text)), len(clause.text)]
    return [
        Clause(clause.text[a:b], clause.start + a, clause.start + b, clause.sentence, clause.ender if b == edges[-1] else "")
        for a, b in itertools.pairwise(edges) if b > a
    ]


_VALUE = re.compile(rf"(?<![\d.])(?:{NUMBER})\s*(?:个\s*工作日|个\s*月|年(?![底初中度前后]|\d|[一二三四五六七八九十]+月)|份|轮)(?:之内|以内|内)?")
_NOBODY = re.compile(r"我[们方司]|对方|他们|甲方|乙方|双方|咱们?|[\s那就先然后]")
_GOES_ON = re.compile(r"\s*(?:[的前后左右或到至、和跟与~\-]|以[上下后]|$)")
_WHOSE = re.compile(r"(?:我们|我方|对方|他们|甲方|乙方|双方)\s*$")


def _unpunctuated(clause: Clause) -> list[Clause]:
    """Words spoken without pauses (验收十个工作日修正七个工作日…) cut so that each value keeps its own words."""
    values = [m for m in _VALUE.finditer(clause.text) if not re.match(r"\d{4}", m[0])]
    if len(values) < 2:
        return [clause]
    named_first = len(_NOBODY.sub("", clause.text[: values[0].start()])) >= 2
    cuts: list[int] = []
    for before, value in itertools.pairwise(values):
        gap = clause.text[before.end() : value.start()]
        if listed := re.search(r"[\u4e00-\u9fff]、", gap):
            cuts.append(before.end() + listed.end())
            continue
        if not gap.strip() or _GOES_ON.match(gap):
            continue
        if named_first or re.match(r"\s*(?:各|每|双方|一[家方人边]|另)", gap):
            cuts.append(before.end())
        else:
            owner = _WHOSE.search(clause.text[: value.start()])
            cuts.append(owner.start() if owner and owner.start() > before.end() else value.start())
    edges = [0, *cuts, len(clause.text)]
    return [
        Clause(clause.text[a:b], clause.start + a, clause.start + b, clause.sentence, clause.ender if b == edges[-1] else "")
        for a, b in itertools.pairwise(edges)
    ]


_HEADED = re.compile(r"^\s*[^,。;:问]{0,6}(?:怎么|咋个?|如何|多少|谁|啥)[^,。;:问]{0,4}:(?=[^:]*\d)")
"""怎么付:签约30%: a question that the speaker puts as a heading for the answer."""


def _mark(clauses: list[Clause]) -> list[Clause]:
    """Mark what asks or supposes; a bare tag (…,可以吗?) turns its whole sentence into a question."""
    marked: list[Clause] = []
    for clause in clauses:
        asks = clause.ender == "?" or interrogative(_HEADED.sub("", clause.text))
        marked.append(replace(clause, asks=asks))
    for place, clause in enumerate(marked):
        if clause.asks and _TAG.match(clause.text):
            _spread(marked, place)
    _suppose(marked)
    for place, clause in enumerate(marked[:-1]):
        if clause.asks and _RIGHT.search(clause.text) and _SO_IT_IS.match(marked[place + 1].text):
            marked = [replace(c, asks=False) if c.sentence == clause.sentence else c for c in marked]
        elif clause.asks and _TAG.match(clause.text) and _SO_IT_IS.match(marked[place + 1].text):
            marked = [replace(c, asks=False) if c.sentence == clause.sentence and c.start < clause.start else c for c in marked]
    for place, clause in enumerate(marked[:-1]):
        if musing(clause):
            later = marked[place + 1].sentence
            marked[place + 1 :] = [
                replace(c, sentence=c.sentence - later + marked[place].sentence) for c in marked[place + 1 :]
            ]
    return marked


def _suppose(marked: list[Clause]) -> None:
    """What leads up to a question (…的话, 如果…) is asked with it."""
    for place in range(len(marked) - 2, -1, -1):
        before, after = marked[place], marked[place + 1]
        if after.asks and before.sentence == after.sentence and before.text.rstrip().endswith("的话"):
            marked[place] = replace(before, asks=True)
    for place, clause in enumerate(marked):
        if _SUPPOSING.match(clause.text):
            following = [c for c in marked[place:] if c.sentence == clause.sentence]
            if any(c.asks for c in following):
                for other in range(place, place + len(following)):
                    marked[other] = replace(marked[other], asks=True)


_RIGHT = re.compile(r"(?:\d|分之|[一二两三四五六七八九十半](?:年|个|天|万|份|成)).*(?:中不中|行不行|好不好|成不成|可不可以|要得不|可以吗|行吗|好吗|对吧|对不对|咋样|怎么样)\s*$")
_SO_IT_IS = re.compile(r"^\s*(?:中|行|好|可以|成|要得|对|嗯|(?:就|先|那就)(?:这么|这样|按这个)(?:写|定|填|来|办)?|没问题)[的吧啊嘞哈了]*\s*$")
"""验10个工作日中不中?中: what the speaker answers himself is stated."""


def musing(clause: Clause) -> bool:
    """Whether a clause only thinks aloud (三年?)."""
    return clause.ender == "?" and bool(_MUSED.match(clause.text))


def _spread(marked: list[Clause], place: int) -> None:
    before = place - 1
    while before >= 0 and marked[before].sentence == marked[place].sentence:
        marked[before] = replace(marked[before], asks=True)
        before -= 1


def interrogative(text: str) -> bool:
    """Whether the words of one clause ask something."""
    words = _FORM_ITEM.sub("", _WHATEVER.sub("", _NOBODY_PAYS.sub("", text)))
    return bool(_ASKING.search(_BETTER.sub("", words)))


_FORM_ITEM = re.compile(r"是否[^,。;?]{2,14}?(?=(?:[这那]项|一栏|那栏)?(?:就|都)?(?:填|选|写|勾)(?:上|的)?(?:是|否|有|无|没有|不))")
"""是否含个人信息填是: an item of a form with its answer."""
_BETTER = re.compile(rf"^(?:(?!{NUMBER}(?:年|个|天|万|份|%|成))[^,。;])*还是(?=(?:[付写按用填定给走改选要]|收)?(?:成|为)?{NUMBER}\s*(?:年|个|天|万|份|轮|%|成|$))")
"""保密还是五年稳妥: 还是 with a value behind it and none before it prefers, it does not ask."""
_PAUSES = re.compile(r"[\s,\uff0c。;\uff1b:\uff1a?\uff1f!\uff01()\uff08\uff09、]")
_WIDE = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01", "(": "\uff08", ")": "\uff09"}


def reading_of(said: str, plain: str, reading: str = "", free: bool = False) -> str:
    """Return what is read in words ``said``, whose prepared form is ``plain``, or an empty string where it is the words themselves.

    ``free`` words stand in the contract as they are: with their capital letters, and full-width punctuation where they had it.
    """
    if free and re.search(r"[A-Za-z]{2}", said) and reading in ("", plain):
        plain, reading = fold(said), ""
    if not reading and _PAUSES.sub("", plain) != _PAUSES.sub("", fold(said)):
        reading = plain
    if "  " in reading and "  " not in said:
        reading = re.sub(r"\s{2,}", "", reading)  # what was taken back between left blanks
    for narrow, wide in _WIDE.items() if free else ():
        if wide in said and narrow not in said:
            reading = reading.replace(narrow, wide)
    return reading if reading != said else ""
