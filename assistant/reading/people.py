"""Who is who: 我们, 对方, role words, company names and their short forms → 甲方 or 乙方."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.reading.clauses import Message
from assistant.reading.scene import PARTIES, Scene, other
from knowledge.kinds.organisations import organisations
from knowledge.template import Template

US, THEM = "我们", "对方"
_US = re.compile(r"我[们方司家]|我公司|我这[边方]|我们?[这那]边|本公司|本司|本单位|己方|我(?=电话|手机|邮箱|姓|叫)|咱[们家]?|俺们?|(?<=[归属给])我(?![\u4e00-\u9fff])|(?<![A-Za-z0-9])(?:[Ww]e|[Oo]ur)(?![A-Za-z0-9])|敝司|我的(?=\s*(?:电话|手机|号码|邮箱|座机|\d|$|[,。;]))|(?<=[留写填打])我的?(?=[\s,\d])|我(?:[校院所厂局行社台馆]|中心)(?![\u4e00-\u9fff]{0,2}[长员子])|校方|我(?=是|出|提供|来|只|付|负责|做|作为|代表|[这那]边|叫)")
_THEM = re.compile(r"对[方家]|那边儿?(?=[是叫出做训提负])|他们|她们|人家|客户(?=[叫是给出提付]|[那这]边)(?!信息|电话|资料|数据)|那一?方|另一方|合作方|对面|他家|(?<![A-Za-z0-9])(?:[Tt]hey|[Tt]heir)(?![A-Za-z0-9])|(?<!其)他(?=是|出|提供|来|付|负责|做|叫|训|[这那]边)")
_FIRM = re.compile(r"(?:该)?企业(?=[为是方付提向来逾负把对的]|应)")
_SCHOOL = re.compile(r"我[校院所]|校方|课题组")
"""企业 means the other party where a school or an institute speaks of itself."""
_LABEL = re.compile(r"甲乙双方|甲、乙双方|双方|甲方|乙方|(?<![\u4e00-\u9fff])[甲乙](?=\s*[::是]|公司)")
_NOUN_END = re.compile(r"(?:[方商户的者]|一方|公司|人|单位|机构)$")
_SHORT = re.compile(r"(?P<name>[\u4e00-\u9fffA-Za-z]{2,6}?)(?:这|那)(?:一)?(?:[家边方头]|个?公司)|(?P<alone>[\u4e00-\u9fff]{2,4})(?=方面|公司(?!名))")
_GENERIC = re.compile(
    r"(?:股份)?(?:有限)?(?:责任)?公司|集团|科技|技术|信息|智能|数据|网络|软件|人工智能|研究院|大学|医院|中心|股份|有限|责任|服务|系统|电子|制造|实业|工业|省|市"
)
_ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "payer": (
        "付钱的", "付款方", "采购单位", "采购方", "采购人", "委托方", "委托人", "委托单位", "买方", "业主单位", "业主方", "购买方", "发包方", "定作方", "buyer", "Buyer", "client", "Client", "customer",
    ),
    "payee": ("供应商", "服务商", "服务方", "承接方", "受托方", "受托人", "卖方", "承包方", "开发方", "收款方", "收款的那边", "收款的", "乙方供应商", "vendor", "Vendor", "supplier", "Supplier"),
}
_DOERS: Mapping[str, tuple[str, ...]] = {
    "trainer": ("做训练的", "搞训练的", "训模型的", "训练模型的", "做模型的", "搞模型的", "做算法的", "负责训练的", "trainer", "Trainer", "TRAINER", "算法公司", "AI公司", "算法方", "技术公司", "技术方", "做AI的", "搞AI的", "搞算法的", "做人工智能的", "AI厂商", "算法厂商"),
    "data_provider": ("出数据的", "给数据的", "提供数据的", "要模型的", "有数据的", "data provider", "Data Provider", "data owner", "Data Owner"),
}
"""What the sides are called by what they do."""
"""Words for the sides of a paid contract besides those the template gives."""
@dataclass(frozen=True)
class Person:
    """A mention of somebody: who (我们, 对方, 甲方, 乙方, 双方), where, and through which words (us, label, role, name)."""

    who: str
    start: int
    end: int
    by: str


_LATE_PAYING = re.compile(r"付款|付钱|[给打欠]钱|欠款|尾款|到账|[晚不]付|回款|款项")


@dataclass(frozen=True)
class People:
    """Resolves mentions to parties; ``side`` is the user's own party once it is known."""

    template: Template
    names: Mapping[str, str]
    side: str = ""
    mentions: tuple[Person, ...] = ()

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
        text = re.sub(r"我们?(?:自己的?|公司)?|我方|我司|咱们?|本公司", lambda m: self.side + ("的" if m[0].endswith("的") else ""), text)
        return re.sub(r"对方|他们|人家", other(self.side), text)


def role_nouns(template: Template) -> dict[str, tuple[str, str]]:
    """Words for a role that are nouns (需求方, 出钱的) → (role id, party)."""
    found: dict[str, tuple[str, str]] = {}
    for role in template.roles:
        for word in (role.label, *role.aliases):
            if _NOUN_END.search(word) and word not in ("甲方", "乙方"):
                found.setdefault(word, (role.id, role.party))
    tables = (_DOERS, _ROLE_WORDS) if template.party("payer") else (_DOERS,)
    for table in tables:
        for name, words in table.items():
            if party := template.party(name):
                found.update({w: (name, party) for w in words if w not in found})
    return found


def _named(text: str, names: Mapping[str, str]) -> str:
    text = text.strip()
    if len(text) < 2:
        return ""
    hits = [party for party, name in names.items() if text in name or name in text]
    core = _GENERIC.sub("", text)
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
    if _SCHOOL.search(text):
        found += [Person(THEM, m.start(), m.end(), "us") for m in _FIRM.finditer(text)]
    found += _by_name(text, known)
    found += _by_sort(text, known)
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
        core = _GENERIC.sub("", name)
        if len(core) > 2 and len(core) != len(name):
            found += [
                Person(party, m.start(), m.end(), "name")
                for m in re.finditer(re.escape(core[2:] if len(core) > 3 else core), text)
            ]
    return found


_REGION = re.compile(r"^(?:黑龙江|内蒙古|石家庄|哈尔滨|呼和浩特|乌鲁木齐|秦皇岛|连云港|张家口|马鞍山|景德镇|[\u4e00-\u9fff]{2})(?:省|市|县|区)?")
_BRAND = r"(?:(?<![\u4e00-\u9fff])|(?<=[归给由和跟与是让找]))(?P<b>{})(?=[那这]边|[那这]家|方面?(?![\u4e00-\u9fff])|的?(?:法人|法定代表|电话|手机|地址|住所|联系|邮箱|信用|代码)|说|觉得|想|出|付|提供|负责|训练?|做|要|验|收|交|的?(?:$|[,。;:\s]))"


def _brands(names: Mapping[str, str]) -> dict[str, str]:
    """The short word a company goes by (贵阳黔行交通数据有限公司 → 黔行), where it belongs to one party only."""
    found: dict[str, str] = {}
    for party, name in names.items():
        core = _REGION.sub("", name)[:2]
        others = [n for p, n in names.items() if p != party]
        if len(core) == 2 and not _GENERIC.search(core) and not any(core in n for n in others):
            found[party] = core
    return found


_SORTS = (
    (re.compile(r"大学$|学院$|学校$|[中小]学$"), r"校方|学校(?!的?学)|大学(?=[那这]边|方面|负责|出|提供)"),
    (re.compile(r"医院$|卫生院$"), r"院方|医院(?=[那这]边|方面|负责|出|提供|的?(?:电话|地址|法人|法定代表人|院长)|要|不|只)"),
    (re.compile(r"公司$|集团$|厂$"), r"(?:企业|公司|厂家)(?=[那这]边|方面|负责|只|出|提供|的?(?:电话|地址|法人|法定代表人)|来|不(?=能|得))"),
)
"""What a party is called by the sort of organisation that it is."""


def _by_sort(text: str, names: Mapping[str, str]) -> list[Person]:
    """校方, 院方, 企业: the one party whose name ends like that."""
    found = []
    inside = organisations(text)
    for ending, words in _SORTS:
        fitting = [p for p, n in names.items() if ending.search(n)]
        for match in re.finditer(rf"(?<![我你贵本对他这那有限份])(?:{words})", text) if len(fitting) == 1 and len(names) > 1 else ():
            named = any(a <= match.start() < b for a, b in inside)
            found += [] if named else [Person(fitting[0], match.start(), match.end(), "name")]
    for party, core in _brands(names).items():
        found += [Person(party, m.start("b"), m.end("b"), "name") for m in re.finditer(_BRAND.format(re.escape(core)), text)]
    return found


def _longest(found: list[Person]) -> tuple[Person, ...]:
    kept: list[Person] = []
    for person in sorted(found, key=lambda p: (p.start, -(p.end - p.start))):
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
    return tuple(kept)
