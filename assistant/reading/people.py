"""Who is who: 我们, 对方, role words, company names and their short forms → 甲方 or 乙方."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.reading import roles
from assistant.reading.clauses import Clause, Message
from assistant.reading.naming import GENERIC, by_sort_or_brand, own_house, shortens
from assistant.reading.roles import (
    CONDITION,
    DATA,
    GIVEN,
    NO_DATA,
    ROLE_ACTS,
    SOMEONE,
    without_document,
)
from assistant.reading.scene import PARTIES, Scene, other
from knowledge.kinds.organisations import organisations
from knowledge.template import Template

US, THEM = "我们", "对方"
_US = re.compile(r"我[们方司家]|我公司|我[场厂店园矿][子里]|我这[边方]|我们?[这那]边|本公司|本司|本单位|我单位|我的(?:厂子?|工厂|公司|店|企业)|己方|我(?=电话|手机|邮箱|姓|叫)|咱[们家]?|俺们?|(?<=[归属给是])我(?![\u4e00-\u9fff])|我(?=免费|不收|自己[用留])|(?<![A-Za-z0-9])(?:[Ww]e|[Oo]ur)(?![A-Za-z0-9])|敝司|我的(?=\s*(?:电话|手机|号码|邮箱|座机|\d|$|[,。;]))|(?<=[留写填打])我的?(?=[\s,\d])|我(?:[校院所厂局行社台馆]|中心)(?![\u4e00-\u9fff]{0,2}[长员子])|校方|我(?=(?:自己)?(?:儿子|女儿|闺女|老婆|老公|爱人|媳妇|女婿|侄子|爸|妈|哥|弟|姐|妹|同事|助理|秘书|徒弟))|(?<![\u4e00-\u9fff])(?:厂子|店里|厂里|铺子|村里|社里)(?=在|地址|电话|负责人|法人|联系人)|我(?=就是|也是|是|出|提供|来|只|付|负责|做|作为|代表|[这那]边|叫)")
_THEM = re.compile(r"对[方家]|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}那边(?=[给帮]我)|贵[方司](?!名)|贵公司|(?<!在)那边儿?(?=[是叫出做训提负签]|的?(?:公司|全称|名字|名称|法人|电话|地址|邮箱))|他们|她们|人家|客户(?=[叫是给出提付]|[那这]边|的?(?:项目)?(?:联系人|对接人|负责人|法人|法定代表人)(?!信息|电话|资料|数据)|的?(?:住所|地址|电话|邮箱|信用代码|税号|全称|公司名称?)(?:[是为:]|\s*[\dA-Za-z]))(?!信息|电话|资料|数据)|(?<=[归属])客户(?!端|群|名)|那一?方|另一方|合作(?:公司|单位|企业|伙伴|方)|对面|他家|(?<![A-Za-z0-9])(?:[Tt]hey|[Tt]heir)(?![A-Za-z0-9])|(?<!其)他(?=是|出|给|提供|来|付|负责|做|叫|训|[这那]边)|(?<=[归由跟属])他(?![\u4e00-\u9fff])")
_FIRM = re.compile(r"(?<![\u4e00-\u9fff])(?:公司|企业|厂家)(?=\s*[:\t])|(?:该)?企业(?=[为是方付提向来逾负把对的]|应)")
_CLIENT = re.compile(r"(?:法人|法定代表人|电话|手机|地址|住所|联系人|邮箱|签字人|代码|税号)\s*[::]?\s*我[方们司边]\S{2,30}[\s,;]+客户")
"""法人 我方罗嘉欣 客户梁国栋: the same of both sides."""
_SCHOOL = re.compile(r"我[校院所局馆]|校方|课题组|(?<![\u4e00-\u9fff])我们\s*[:\t]|合作社")
"""企业 means the other party where a school or an institute speaks of itself."""
_LABEL = re.compile(r"甲乙双方|甲、乙双方|双方|甲方|乙方|(?<![\u4e00-\u9fff])[甲乙](?=\s*[::是]|公司)")
_NOUN_END = re.compile(r"(?:[方商户的者]|一方|公司|人|单位|机构)$")
_SHORT = re.compile(r"(?P<name>[\u4e00-\u9fffA-Za-z]{2,6}?)(?:这|那)(?:一)?(?:[家边方头]|个?公司)|(?P<alone>[\u4e00-\u9fff]{2,4})(?=方面|公司(?!名))")
_OBJECT = re.compile(r"(?:给|帮|替|(?<!作)为|向|跟|和|与|同|把|对|买|租|拿|付)\s*$")


@dataclass(frozen=True)
class Person:
    """A mention of somebody: who (我们, 对方, 甲方, 乙方, 双方), where, and through which words (us, label, role, name)."""

    who: str
    start: int
    end: int
    by: str


@dataclass(frozen=True)
class Statement:
    """Something said about who somebody is: the party it amounts to, by label, name or role."""

    who: str
    party: str
    by: str
    role: str
    said: str
    clause: int = 0

_LATE_PAYING = re.compile(r"付款|付钱|[给打欠]钱|欠款|尾款|到账|[晚不]付|回款|款项")


_HOUSES = r"(?:公司|学校|医院|单位|大学|学院|研究院|研究所|合作社|协会|集团|银行|中心|[方司院校所局馆社行厂店台])(?![里长员友区工主会内外铺子])"
_SPEAKER = re.compile(rf"我(?:们|们自己|自己)?{_HOUSES}|我们?(?:自己的?)?|咱们?|本(?:公司|单位|院|校|馆|所)")
_EITHER = re.compile(r"各自|任[何意]?一方|哪一?[方家]|谁|双方均|双方都|两家都")
"""What holds for both sides: 各自可以许可,须对方同意 means the other of the two."""


@dataclass(frozen=True)
class People:
    """Resolves mentions to parties; ``side`` is the user's own party once it is known."""

    template: Template
    names: Mapping[str, str]
    side: str = ""
    mentions: tuple[Person, ...] = ()
    told: tuple[tuple[int, int, str], ...] = ()
    """Company names of the message whose party is known otherwise: (start, end, party)."""

    def named_at(self, start: int, end: int) -> str:
        """Return the party of a company name that stands there, when it is known otherwise; else an empty string."""
        return next((party for a, b, party in self.told if a < end and start < b), "")

    def with_owners(self, owners: Sequence[tuple[int, int, str]]) -> People:
        """Return the same with companies whose side is not known yet, as persons of 我们 or 对方."""
        named = [Person(who, start, end, "name") for start, end, who in owners]
        return replace(self, mentions=_longest([*self.mentions, *named]))

    def party(self, who: str) -> str:
        """Return 甲方, 乙方, 双方 or an empty string when it cannot be known."""
        if who in (*PARTIES, "双方"):
            return who
        if who == US:
            return self.side
        return other(self.side) if who == THEM else ""

    def before(self, place: int, start: int = 0) -> Person | None:
        """Return the last person mentioned between ``start`` and ``place``."""
        found = [p for p in self.mentions if start <= p.start and p.end <= place]
        return found[-1] if found else None

    def work_is_late(self, text: str, start: int, end: int) -> bool:
        """服务方逾期的话,每天…: the one who is paid does not pay late; what is late there is the work."""
        payer, person = self.template.party("payer"), self.before(end, start)
        if not payer or person is None or _LATE_PAYING.search(text[start:end]):
            return False
        return self.party(person.who) not in ("", payer)

    def within(self, start: int, end: int) -> tuple[Person, ...]:
        """Return the persons mentioned between two places."""
        return tuple(p for p in self.mentions if start <= p.start and p.end <= end)

    def at(self, place: int) -> Person | None:
        """Return the person whose mention begins at ``place``."""
        return next((p for p in self.mentions if p.start == place), None)

    def named(self, text: str) -> str:
        """Return the party whose known name the words shorten (合肥, 云帆), or an empty string."""
        return _named(text, self.names)

    def spoken(self, text: str) -> str:
        """Return the words with 我们 and 对方 put as parties, as a contract would say it."""
        if not self.side:
            return text
        text = re.sub(_SPEAKER, lambda m: self.side + ("的" if m[0].endswith("的") else ""), text)
        theirs = r"他们|人家|对方" + (r"(?!(?:的)?(?:书面)?(?:同意|许可|认可|点头))" if _EITHER.search(text) else "")
        return re.sub(theirs, other(self.side), text)


def role_nouns(template: Template) -> dict[str, tuple[str, str]]:
    """Words for a role that are nouns (需求方, 出钱的) → (role id, party)."""
    found: dict[str, tuple[str, str]] = {}
    for role in template.roles:
        for word in (role.label, *role.aliases):
            if _NOUN_END.search(word) and word not in ("甲方", "乙方"):
                found.setdefault(word, (role.id, role.party))
    tables = (roles.DOERS, roles.ROLE_WORDS) if template.party("payer") else (roles.DOERS,)
    for table in tables:
        for name, words in table.items():
            if party := template.party(name):
                found.update({w: (name, party) for w in words if w not in found})
    return found


def _named(text: str, names: Mapping[str, str]) -> str:
    text = text.strip()
    if len(text) < 2:
        return ""
    hits = [party for party, name in names.items() if text in name or name in text or shortens(text, name)]
    core = GENERIC.sub("", text)
    if not hits and len(core) >= 2:
        hits = [party for party, name in names.items() if core in name]
    if not hits and len(core) == 1 and text.endswith("市"):
        hits = [party for party, name in names.items() if name.startswith(core)]
    return hits[0] if len(hits) == 1 else ""


def meet(message: Message, scene: Scene, names: Mapping[str, str]) -> People:
    """Find every person mentioned; company names of this message are given as ``names`` by party."""
    known = {**scene.names, **names}
    text = message.text
    found: list[Person] = []
    found += [Person(_party_word(m[0]), m.start(), m.end(), "label") for m in _LABEL.finditer(text)]
    inside = organisations(text)
    for word, (_, party) in role_nouns(scene.template).items():
        found += [
            Person(party, m.start(), m.end(), "role")
            for m in re.finditer(rf"{re.escape(word)}(?!的?(?:公司)?名称)", text)
            if not _inside_name(text, m.start(), known) and not any(a <= m.start() < b for a, b in inside)
        ]
    found += [Person(US, m.start(), m.end(), "us") for m in _US.finditer(text)]
    found += [Person(THEM, m.start(), m.end(), "us") for m in _THEM.finditer(text)]
    if _CLIENT.search(text):
        found += [Person(THEM, m.start(), m.start() + 2, "us") for m in re.finditer(r"客户(?=\s*[\dA-Za-z\u4e00-\u9fff])", text)]
    if _SCHOOL.search(text):
        found += [Person(THEM, m.start(), m.end(), "us") for m in _FIRM.finditer(text)]
    found += _by_name(text, known)
    found += [Person(party, start, end, "name") for party, start, end in by_sort_or_brand(text, known)]
    return People(scene.template, known, scene.side, _longest(found))


def _party_word(word: str) -> str:
    return "双方" if "双方" in word else word[0] + "方"


def _inside_name(text: str, place: int, names: Mapping[str, str]) -> bool:
    return any(n in text and text.find(n) <= place < text.find(n) + len(n) for n in names.values())


def _by_name(text: str, names: Mapping[str, str]) -> list[Person]:
    found = []
    for party, name in names.items():
        found += [Person(party, m.start(), m.end(), "name") for m in re.finditer(re.escape(name), text)]
    inside = organisations(text)
    for match in _SHORT.finditer(text):
        if any(a < match.end() <= b for a, b in inside):
            continue  # a part of a name that is told in full
        for group in ("name", "alone"):
            words = match[group] or ""
            for cut in range(len(words) - 1):
                if party := _named(words[cut:], names):
                    start = match.start(group) + cut
                    found.append(Person(party, start, match.end(), "name"))
                    break
    for party, name in names.items():
        core = GENERIC.sub("", name)
        if len(core) > 2 and len(core) != len(name):
            found += [
                Person(party, m.start(), m.end(), "name")
                for m in re.finditer(re.escape(core[2:] if len(core) > 3 else core), text)
            ]
    return found


def _longest(found: list[Person]) -> tuple[Person, ...]:
    kept: list[Person] = []
    for person in sorted(found, key=lambda p: (p.start, -(p.end - p.start))):
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
    return tuple(kept)


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
        own, words = own_house(clause.text, people.names)
        found += [Statement(US, own, "name", "", words, place)] if own and people.side in ("", own) else []
        does = [] if _given_in(message, clause, people) else [*_does(clause, people), *_passive(clause, people)]
        found += [replace(s, clause=place) for s in (*does, *_given(message, place, people))]
    return tuple(found)


def _apposed(
    message: Message, place: int, people: People, nouns: Mapping[str, tuple[str, str]]
) -> list[Statement]:
    """我们是某公司,做模型的: a role that stands alone behind the user's own name."""
    clause, word = message.clauses[place], re.sub(r"^\s*(?:是|为|作为|系|属于|算|当)(?:的)?\s*", "", message.clauses[place].text).strip()
    if word not in nouns or place == 0 or message.clauses[place - 1].sentence != clause.sentence:
        return []
    before = message.clauses[place - 1]
    first = next(iter(people.within(before.start, before.end)), None)
    if first is None or first.who not in (US, THEM) or before.asks:
        return []
    role, party = nouns[word]
    return [Statement(first.who, party, "role", role, word)]


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
    match = GIVEN.search(message.text, around[0].start, around[-1].end) if party and around else None
    if match is None or not DATA.search(match["what"]) or NO_DATA.search(match["what"]) or CONDITION.search(match["what"]):
        return None
    ours = re.match(r"\s*(?:我们?|我方|我司|咱们?|自己|自家)", match["what"])
    if not ours and ((match["how"][0] in "拿把将" and not organisations(match["whom"])) or people.within(match.start("what"), match.end("what"))):
        return None
    between = people.within(match.start("gap"), match.end("gap"))
    if any(p.by == "label" for p in between):
        return None
    first = people.at(match.start("who"))
    whom = people.within(match.start("whom"), match.end("whom"))
    if first is None or first.who not in (US, THEM) or any(p.who == first.who for p in whom):
        return None
    return Statement(first.who, party, "role", "data_provider", match[0].strip())


_OWN_HOUSE = re.compile(r"^\s*(?:报社|学校|医院|公司|单位|中心|研究院|研究所|企业|厂里?|合作社|协会|局|馆|院|台|行|所|社|校)(?=\s*(?:是|为|就是|作为|列为))")
_OWN_SORT = re.compile(r"^\s*(?:学校|医院|公司|单位|中心|研究院|研究所|企业|厂)\s*(?=\()")
_BE = re.compile(r"^\s*(?:在|[这那]份(?:合同|协议)?里?|这边|那边|这家|公司|现在|应该|其实|才|就|都|本来|一直|也)*\s*(?:是|作为|属于|算|代表|为|当|做|are|is|=|写|填)\s*(?:the)?\s*(?:这个|那个|本次|合同里的|合同的|协议的)?\s*$|^\s*\(\s*(?:即|作为|系|下称|以下简称)?\s*$|^\s*(?:出钱|付钱|付费|花钱|掏钱|出资)的?(?:当然|自然|肯定|应该|那)?(?:就)?(?:是|算|当)\s*$")

_HIRES = re.compile(r"[^,。;]{0,6}(?:委托|请|找|让|雇|外包|付钱|花钱|出钱|掏钱)")


def _is(clause: Clause, people: People, nouns: Mapping[str, tuple[str, str]]) -> list[Statement]:
    """我们是甲方, 我方是需求方, 我们是合肥这家; two persons joined by 是."""
    within = people.within(clause.start, clause.end)
    found: list[Statement] = []
    for one, two in itertools.pairwise(within):
        gap = _OWN_HOUSE.sub("", clause.text[one.end - clause.start : two.start - clause.start])
        ours = (one.who in (US, THEM), two.who in (US, THEM))
        direct = not _OWN_SORT.sub("", gap).strip(" (") and one.who in (US, THEM) and (
            two.by in ("name", "label") or (two.by == "role" and clause.text[two.end - clause.start - 1] == "方" and not re.match(r"[案式法面向便]", clause.text[two.end - clause.start :]))
        )
        if one.who == two.who or "双方" in (one.who, two.who):
            continue
        if ours == (False, True) and one.by in ("label", "role") and (_BE.match(gap) or not gap.strip(" (")):
            said = clause.text[one.start - clause.start : two.end - clause.start]
            word = clause.text[one.start - clause.start : one.end - clause.start]
            found.append(Statement(two.who, one.who, one.by, nouns[word][0] if one.by == "role" and word in nouns else "", said))
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
    if not before or any(c.asks for c in before) or CONDITION.search(clause.text + before[-1].text):
        return []
    first = people.before(clause.start, before[0].start)
    while first and first.by == "us" and _OBJECT.search(message.text[before[0].start : first.start]):
        first = people.before(first.start, before[0].start)
    own = [p for p in people.within(clause.start, clause.end) if not _OBJECT.search(clause.text[: p.start - clause.start])]
    if first is not None and first.by == "name" and (subject := people.before(first.start, before[0].start)):
        first = subject if subject.who in (US, THEM) else first  # 我们叫某公司
    if first is None or first.who not in (US, THEM) or own or re.search(r"\d", clause.text[:4]) or SOMEONE.match(clause.text):
        return []
    found = []
    for role, act in ROLE_ACTS.items():
        party = people.template.party(role)
        hires = role in ("trainer", "payee") and _HIRES.match(clause.text)
        if party and role != "payer" and not hires and (match := act.match(without_document(clause.text))) and (match.end() - match.start() >= 4 or match[0] == clause.text.strip() != "训练"):
            found.append(Statement(first.who, party, "role", role, clause.text.strip()))
    return found


def _does(clause: Clause, people: People) -> list[Statement]:
    """我们出数据, 对方负责训练, 需要对方给我们训模型, 委托别人训练."""
    template, found = people.template, []
    for one in people.within(clause.start, clause.end):
        rest = clause.text[one.end - clause.start :]
        before = clause.text[: one.start - clause.start]
        served = _OBJECT.search(re.sub(r"(?:甲方|乙方|对方|客户|我们)\s*[(:,]?\s*$", "", before) if one.by == "name" else before)
        if one.who == "双方" or served or _NOT_THEM.search(before) or (_ASKED.search(before) and _BUYS.match(rest)) or re.search(r"\d", rest.split("费")[0][:10]) or CONDITION.search(clause.text):
            continue
        for role, act in ROLE_ACTS.items():
            if role in ("trainer", "payee") and (_HIRES.match(rest) or _HANDS.search(rest)):
                continue
            if (party := template.party(role)) and act.match(without_document(_only_own(rest, one, people, clause))):
                found.append(Statement(one.who, party, "role", role, clause.text.strip()))
    for pattern, role in roles.OURS:
        fits = template.party("payer") or pattern not in (roles.SERVE, roles.WANTS_ONE)
        if (party := template.party(role)) and not any(s.who in (US, THEM) for s in found) and (match := pattern.search(clause.text)) and fits:
            who = THEM if match.groupdict().get("theirs") else US
            found.append(Statement(who, party, "role", role, clause.text.strip()))
    return found


_HANDS = re.compile(r"(?:把|将|拿)[^,。;]{1,16}?(?:给|交给|交由|提供给)[^,。;]{1,12}?(?:去|来|拿去)?(?:训|练|做模型)")
"""我们把照片给人家训模型: who hands the data over does not train."""
_ASKED, _BUYS = re.compile(r"[找问]\s*$"), re.compile(r"\s*(?:要|买|借|拿|取|采购)")
"""他们找我们要数据训练: who is asked for something does not do what it is for."""
_NOT_THEM = re.compile(r"(?:不是|并非|不由|不用|没让|不让)\s*$")
"""不是我们训练: who stands behind does not do it."""
_BY_WHOM = (
    ("data_provider", re.compile(r"(?:数据|样本|语料|data(?:set)?\s*)(?:都|全|主要)?(?:是|由|归|靠)?(?P<who>\S{1,24}?)(?:来|负责|这边|那边)*(?:出|提供|给|准备)(?:的)?(?:$|[,。;])")),
    ("trainer", re.compile(r"(?:训练|模型|算法|开发)(?:工作|这块)?(?:都|全|主要)?(?:是|由|归|靠|交给|让)(?P<who>\S{1,24}?)(?:来|负责|这边|那边|去)*(?:做|训练?|搞|弄|负责|完成|开发)(?:的)?(?:$|[,。;])")),
    ("payer", re.compile(r"(?:钱|费用|服务费)(?:都|全)?(?:是|由|归)?(?P<who>\S{1,24}?)(?:来)?(?<![不没别])(?:出|付|承担|掏|给)(?:的)?(?:$|[,。;])")),
)


def _passive(clause: Clause, people: People) -> list[Statement]:
    """数据是我们出, 训练由对方来做."""
    found = []
    for role, pattern in _BY_WHOM:
        match, party = pattern.search(clause.text), people.template.party(role)
        if match and party and not CONDITION.search(clause.text):
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
