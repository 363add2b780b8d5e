"""What a message says about who is who: 我们出数据, 我方是需求方, 数据由对方给, 我们是合肥这家."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.reading.clauses import Clause, Message
from assistant.reading.lexicon import THINGS
from assistant.reading.people import THEM, US, People, Person, role_nouns
from assistant.reading.scene import PARTIES

_OBJECT = re.compile(r"(?:给|帮|替|为|向|跟|和|与|同|把|对)\s*$")
_ROLE_ACTS: Mapping[str, re.Pattern[str]] = {
    "data_provider": re.compile(
        r"^[^,。;]{0,5}?(?<![不没别])(?:出|提供|给|供|准备|拿出|掌握|手里有|手上有|手里有着|攒了)(?:点|些|所有|全部|原始|训练|历史|自己的|我们的|[^,。;不没钱费给]{1,6}?)*(?:数据|样本|图片|语料|素材|影像|图像|照片|相片|录音|音频|视频|文本|日志|病历|档案|图纸|曲线)(?!费|使用费)"
    ),
    "trainer": re.compile(
        r"^[^,。;]{0,8}?(?<![不没别])(?<!启动)(?<!开始)(?<!用来)(?<!拿来)(?<!用于)(?:训练?(?:这个|一个|出)?(?:AI|大|小)?模型|[做搞整弄]模型|[做搞]训练|是?[做搞弄]训练的|负责(?:training|train|model)|负责训练?|来训|自己训练?|(?:做|搞|开发)(?:这个|一个)?模型|训练(?=$|[,。;!\s])|出(?:算力|算法|技术)|提供(?:训练|技术)服务|接(?:这|了)?个?(?:活|单|项目))"
    ),
    "payer": re.compile(
        r"^[^,。;\d]{0,5}?(?<![不没别])(?:出钱|付钱|付费|掏钱|花钱|付款|买单|给钱|出资|是(?:买方|花钱的|出钱的|付钱的))(?!吗)"
    ),
    "payee": re.compile(r"^[^,。;\d]{0,5}?(?<![不没别])(?:收钱|收款|收费|收服务费|收训练费)"),
}
_CONDITION = re.compile(r"的话|如果|要是|万一|违约|逾期|拖着|晚付|迟付|拖欠|不付|没付|不按时|每天|每日|验收|之后|收到")
_COMMISSION = re.compile(
    r"(?P<who>我们?|我方|我司|咱们?|我公司)?(?:想|要|准备|打算|需要)*(?:委托|请|找|雇|让|外包给?|花钱请|需要|要)(?:一家|个|某|家)?"
    r"(?P<whom>对方|他们|人家|别人|人|外面|外部|一家公司|公司|第三方|供应商|服务商|[^,。;\s]{2,24}?(?:公司|院|大学|中心|那家|这家))[^,。;]{0,6}?(?:训练|训|开发|做|整|搞|弄)"
)
_HANDED = re.compile(r"(?P<theirs>(?:他们?|对方|人家|那边)[^,。;]{0,4})?(?:把|将|拿)(?!模型|钱|权重)[^,。;]{1,18}?(?:给|交给|提供给|交由)[^,。;]{2,30}?(?:训练|训|做模型|建模|来做|练模型)")
_SERVE = re.compile(r"(?:我们?|我方|我司|咱们?)[^,。;]{0,4}(?:给|帮|替|为)(?:客户|人家|别人|对方|他们|甲方|需求方|[^,。;]{2,20}?公司)[^,。;]{0,6}?(?:训练|训|做模型|开发模型|定制模型)")




@dataclass(frozen=True)
class Statement:
    """Something said about who somebody is: the party it amounts to, by label, name or role."""

    who: str
    party: str
    by: str
    role: str
    said: str
    clause: int = 0


def statements(message: Message, people: People, skip: frozenset[int]) -> tuple[Statement, ...]:
    """What the message says about who is who (我们出数据, 我方是需求方, 我们是合肥这家)."""
    nouns = role_nouns(people.template)
    found: list[Statement] = []
    for place, clause in enumerate(message.clauses):
        if place in skip or clause.asks:
            continue
        found += [replace(s, clause=place) for s in _apposed(message, place, people, nouns)]
        found += [replace(s, clause=place) for s in _carried(message, place, people)]
        found += [replace(s, clause=place) for s in _is(clause, people, nouns)]
        does = [] if _given_in(message, clause, people) else [*_does(clause, people), *_passive(clause, people)]
        found += [replace(s, clause=place) for s in (*does, *_given(message, place, people))]
    return tuple(found)


def _apposed(
    message: Message, place: int, people: People, nouns: Mapping[str, tuple[str, str]]
) -> list[Statement]:
    """我们是某公司,做模型的: a role that stands alone behind the user's own name."""
    clause, word = message.clauses[place], message.clauses[place].text.strip()
    if word not in nouns or place == 0 or message.clauses[place - 1].sentence != clause.sentence:
        return []
    before = message.clauses[place - 1]
    first = next(iter(people.within(before.start, before.end)), None)
    if first is None or first.who not in (US, THEM) or before.asks:
        return []
    role, party = nouns[word]
    return [Statement(first.who, party, "role", role, word)]


_GIVEN = re.compile(
    r"(?P<who>我们?(?:[这那]边|自己|公司|单位|这儿|这里|厂|院|校|店|馆|局|台|所)?|我方|我司|咱们?|本公司|他们|对方|人家)(?P<gap>(?:(?!我[们方司]|咱|他们|对方|人家)[^。;!?]){0,30}?)"
    r"(?P<how>有|拿着?|把|将|手[里头上]|攒了|积累了|存了)(?!没)(?P<what>[^。;!?]{2,40}?)(?:给|交给|交由|提供给|跟|和|与|让|找|请|供|委托)(?P<whom>[^,。;!?]{1,24}?)"
    r"(?:去|来|一起|帮忙|进行)*(?:练|训(?!练营)|做(?:个|一个)?[^,。;]{0,10}模型|建(?:个|一个)?[^,。;]{0,8}模型|开发[^,。;]{0,10}模型|微调|合作)"
)
_NO_DATA = re.compile(r"钱|费|模型|算力|算法|技术|平台|资金|合同|协议|问题|没|不|GPU|显卡|团队|经验")
"""What is no data when somebody has it: who gives money or a model is another party."""
_DATA = re.compile(rf"{THINGS}|片(?![区场])|图(?!书馆)|资料|档案|史料|标本|稿|题库|语音")


def _given(message: Message, place: int, people: People) -> list[Statement]:
    """我们有一批全景片,想给一个算法公司练模型: who has something and hands it to be trained on gives the data."""
    clause = message.clauses[place]
    around = [c for c in message.sentence(clause.sentence) if not c.asks]
    found = _given_in(message, clause, people) if around and around[-1] is clause else None
    return [found] if found else []


def _given_in(message: Message, clause: Clause, people: People) -> Statement | None:
    """What the sentence of a clause says of who has the data and hands it over."""
    around = [c for c in message.sentence(clause.sentence) if not c.asks]
    party = people.template.party("data_provider")
    match = _GIVEN.search(message.text, around[0].start, around[-1].end) if party and around else None
    if match is None or not _DATA.search(match["what"]) or _NO_DATA.search(match["what"]) or _CONDITION.search(match["what"]):
        return None
    ours = re.match(r"\s*(?:我们?|我方|我司|咱们?|自己|自家)", match["what"])
    if not ours and (match["how"][0] in "拿把将" or people.within(match.start("what"), match.end("what"))):
        return None
    if any(p.by == "name" or p.who in PARTIES for p in people.within(match.start("gap"), match.end("gap"))):
        return None
    first = people.at(match.start("who"))
    whom = people.within(match.start("whom"), match.end("whom"))
    if first is None or first.who not in (US, THEM) or any(p.who == first.who for p in whom):
        return None
    return Statement(first.who, party, "role", "data_provider", match[0].strip())


_OWN_SORT = re.compile(r"^\s*(?:学校|医院|公司|单位|中心|研究院|研究所|企业|厂)\s*(?=\()")
_BE = re.compile(r"^\s*(?:这边|那边|这家|公司|现在|应该|其实|才|就|都|本来|一直|也)*\s*(?:是|作为|属于|算|代表|为|当|做|are|is|=)\s*(?:the)?\s*(?:这个|那个|本次|合同里的|合同的|协议的)?\s*$")


def _is(clause: Clause, people: People, nouns: Mapping[str, tuple[str, str]]) -> list[Statement]:
    """我们是甲方, 我方是需求方, 我们是合肥这家; two persons joined by 是."""
    within = people.within(clause.start, clause.end)
    found: list[Statement] = []
    for one, two in itertools.pairwise(within):
        gap = clause.text[one.end - clause.start : two.start - clause.start]
        ours = (one.who in (US, THEM), two.who in (US, THEM))
        direct = not _OWN_SORT.sub("", gap).strip(" (") and one.who in (US, THEM) and two.by in ("name", "label")
        if one.who == two.who or "双方" in (one.who, two.who):
            continue
        if ours == (False, True) and one.by == "label" and (_BE.match(gap) or not gap.strip(" (")):
            said = clause.text[one.start - clause.start : two.end - clause.start]
            found.append(Statement(two.who, one.who, "label", "", said))
            continue
        if not (_BE.match(gap) or direct):
            continue
        word = clause.text[two.start - clause.start : two.end - clause.start]
        role = nouns[word][0] if two.by == "role" and word in nouns else ""
        said = clause.text[one.start - clause.start : two.end - clause.start]
        if two.who in PARTIES:
            found.append(Statement(one.who, two.who, two.by, role, said))
    return found


def _carried(message: Message, place: int, people: People) -> list[Statement]:
    """我们医院叫…,提供CT影像给公司训练: what is done without a subject is done by the one the clause before spoke of."""
    clause = message.clauses[place]
    before = [c for c in message.sentence(clause.sentence) if c.start < clause.start]
    if not before or any(c.asks for c in before) or _CONDITION.search(clause.text + before[-1].text):
        return []
    first = people.before(clause.start, before[0].start)
    own = [p for p in people.within(clause.start, clause.end) if not _OBJECT.search(clause.text[: p.start - clause.start])]
    if first is not None and first.by == "name" and (subject := people.before(first.start, before[0].start)):
        first = subject if subject.who in (US, THEM) else first  # 我们叫某公司
    if first is None or first.who not in (US, THEM) or own or re.search(r"\d", clause.text[:4]):
        return []
    found = []
    for role, act in _ROLE_ACTS.items():
        party = people.template.party(role)
        if party and role != "payer" and (match := act.match(clause.text)) and match.end() - match.start() >= 4:
            found.append(Statement(first.who, party, "role", role, clause.text.strip()))
    return found


def _does(clause: Clause, people: People) -> list[Statement]:
    """我们出数据, 对方负责训练, 需要对方给我们训模型, 委托别人训练."""
    template, found = people.template, []
    for one in people.within(clause.start, clause.end):
        rest = clause.text[one.end - clause.start :]
        before = clause.text[: one.start - clause.start]
        served = _OBJECT.search(re.sub(r"(?:甲方|乙方|对方|客户|我们)\s*[(:,]?\s*$", "", before) if one.by == "name" else before)
        if one.who == "双方" or served or re.search(r"\d", rest[:10]) or _CONDITION.search(clause.text):
            continue
        for role, act in _ROLE_ACTS.items():
            if (party := template.party(role)) and act.match(_only_own(rest, one, people, clause)):
                found.append(Statement(one.who, party, "role", role, clause.text.strip()))
    for pattern, role in ((_COMMISSION, "data_provider"), (_SERVE, "trainer"), (_HANDED, "data_provider")):
        fits = template.party("payer") or pattern is not _SERVE
        if (party := template.party(role)) and not found and (match := pattern.search(clause.text)) and fits:
            who = THEM if match.groupdict().get("theirs") else US
            found.append(Statement(who, party, "role", role, clause.text.strip()))
    return found


_BY_WHOM = (
    ("data_provider", re.compile(r"(?:数据|样本|语料|data(?:set)?\s*)(?:都|全|主要)?(?:是|由|归|靠)?(?P<who>\S{1,24}?)(?:来|负责|这边|那边)*(?:出|提供|给|准备)(?:的)?(?:$|[,。;])")),
    ("trainer", re.compile(r"(?:训练|模型|算法|开发)(?:工作|这块)?(?:都|全|主要)?(?:是|由|归|靠|交给|让)(?P<who>\S{1,24}?)(?:来|负责|这边|那边|去)*(?:做|训练?|搞|弄|负责|完成|开发)(?:的)?(?:$|[,。;])")),
    ("payer", re.compile(r"(?:钱|费用|服务费)(?:都|全)?(?:是|由|归)(?P<who>\S{1,24}?)(?:来)?(?:出|付|承担|掏|给)(?:的)?(?:$|[,。;])")),
)


def _passive(clause: Clause, people: People) -> list[Statement]:
    """数据是我们出, 训练由对方来做."""
    found = []
    for role, pattern in _BY_WHOM:
        match, party = pattern.search(clause.text), people.template.party(role)
        if match and party and not _CONDITION.search(clause.text):
            inside = people.within(clause.start + match.start("who"), clause.start + match.end("who"))
            if inside and inside[0].who != "双方":
                found.append(Statement(inside[0].who, party, "role", role, clause.text.strip()))
    return found


def _only_own(rest: str, one: Person, people: People, clause: Clause) -> str:
    """The words up to the next person who acts; persons that are given something (给我们) stay."""
    for person in people.within(one.end, clause.end):
        before = clause.text[: person.start - clause.start]
        own_name = person.by == "name" and not rest[: person.start - one.end].strip(" (是:,")
        if not _OBJECT.search(before) and not own_name:
            return rest[: person.start - one.end]
        cut = person.start - one.end
        rest = rest[:cut] + " " * (person.end - person.start) + rest[cut + person.end - person.start :]
    rest = re.sub(r"^\s*\([^()]*\)", "", rest)
    rest = re.sub(r"^(?:公司|这边|那边)?(?:叫|是)?\s*[\u4e00-\u9fff()]{2,28}?(?:公司|研究院|大学|集团|中心)(?=[只来负提出做给训自付])", "", rest)
    return re.sub(r"(?:给|帮|替|为)\s+", "", rest)
