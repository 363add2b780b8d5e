"""Whose a piece of data is: the person named nearest, the part a company plays, or nobody's yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.reading.clauses import Clause, Message
from assistant.reading.people import THEM, US, People, Person
from assistant.reading.scene import Scene, other

UNKNOWN = "?"
"""Whose data it is was said (我们…), but who 我们 are is not known."""
_TO_OTHERS = re.compile(r"(?:给|委托|请|让|找|由|和|与|跟|同)\s*$")
_OWN_HOUSE = re.compile(r"^\s*(?:那|嗯|就是)?(?:厂子|厂里|单位|学校|医院|馆里?|店里?|所里?|院里?|局里?|社里?|公司)(?:的)?(?:全称|名字|名称|全名)?\s*(?:就?叫|是|为|[::])+\s*$")
_FOUND = re.compile(r"(?:找|请|选|定|委托|合作|对接|谈)(?:的|好的|了)(?:那?[家个])?(?:公司|单位|厂家|供应商|团队|机构)?(?:就?是|叫|[::])*\s*$")
"""Whose name follows: that of one's own house, that of whoever was found for the work."""
_TOWARDS = re.compile(r"(?:跟|和|与|(?<!合)同|给|找|请|让|委托|交给)[^,。;]{0,8}$")
_PARTS_PLAYED = (("data_provider", "数据|样本|语料|图片", "出|提供|给|准备"), ("trainer", "训练|模型|算法", "做|训|负责|开发|搞"))


@dataclass(frozen=True)
class Owners:
    """Finds the owner of what stands in a message."""

    message: Message
    scene: Scene
    people: People

    def whose(self, start: int, end: int, clause: Clause, naming: bool = False) -> str:
        """Return the party a piece of data belongs to: the last person before it, else one right after it.

        ``naming``: the piece is a company's name, so that a company named before it is the other party.
        """
        begin = self._block(clause)
        if (bracket := re.match(r"\s*\((?=甲方|乙方)", self.message.text[end:])) and (own := self.people.at(end + bracket.end())):
            return own.who
        if naming and (party := self._played(end) or self.people.named_at(start, end)):
            return party
        if naming and (head := self._headed(clause.start, start)):
            return self.people.party(head) or UNKNOWN
        if naming and (doer := self._doing(start, end)):
            return doer
        person = self.people.before(start, begin)
        while person and (person.who == "双方" or (not naming and self._compared(person, begin)) or (naming and person.by != "name" and person.end <= clause.start and self._object(person))):
            person = self.people.before(person.start, begin)
        if person:
            gap = self.message.text[person.end : start]
            if person.by in ("us", "name") and person.who != THEM and ((_TO_OTHERS.search(gap) and (naming or not gap.rstrip().endswith("由"))) or (naming and self._served(person, gap))):
                return other(self.people.party(person.who)) or UNKNOWN
            if naming and person.by == "name":
                return other(person.who)
            return self.people.party(person.who) or UNKNOWN
        after = [p for p in self.people.within(end, clause.end) if re.fullmatch(r"[\s(]*(?:是|作|为|当|做|算|属于|就是)?", self.message.text[end : p.start])]
        if after:
            return self.people.party(after[0].who) or UNKNOWN
        return ""

    def _served(self, person: Person, gap: str) -> bool:
        """给我们做的是某公司: whose name follows is the one who does it for somebody."""
        given = re.search(r"[给帮替为]\s*$", self.message.text[: person.start])
        return bool(given and re.match(r"\s*(?:做|训|干|搞|弄|开发|服务)[^,。;]{0,6}的", gap))

    def _played(self, end: int) -> str:
        """The party that does what a bracket behind a name says (负责训练), else an empty string."""
        played = re.match(r"\s*\((?P<w>[^()]{2,8})\)", self.message.text[end:])
        for role, thing, act in _PARTS_PLAYED if played else ():
            if played and re.fullmatch(rf"(?:负责|来|是)?(?:(?:{act}|)(?:{thing})|(?:{thing})(?:方|{act})|{act})(?:的|方)?", played["w"]):
                return self.scene.template.party(role)
        return ""

    def _compared(self, person: Person, begin: int) -> bool:
        """甲方邮箱和乙方那个不一样: who is only compared with owns nothing of what follows."""
        before = re.split(r"[。;!?\n]", self.message.text[begin : person.start])[-1]
        return bool(re.search(r"(?:同|跟|和|与|比)\s*$", before)) and bool(re.search(r"不(?:一样|同|是一个)", self.message.text[person.end : person.end + 12]))

    def _headed(self, start: int, end: int) -> str:
        """我们 or 对方 by the words before a name that tell whose it is (厂子叫…, 找的公司是…), else an empty string."""
        head = self.message.text[start:end]
        if _FOUND.search(head):
            return THEM
        others = any(p.who == THEM for p in self.people.mentions if p.end <= start)
        return US if _OWN_HOUSE.match(head) and not others else ""

    def _object(self, person: Person) -> bool:
        """Whether somebody is only spoken to or given something (跟厦门一个搞AI的合作): the next clause is not of them."""
        before = re.split(r"[,。;!?]", self.message.text[: person.start])[-1]
        return bool(_TOWARDS.search(before))

    def _doing(self, start: int, end: int) -> str:
        """数据是某公司给的, 训练由某公司做: the part a company plays says which party it is."""
        before, after = self.message.text[:start], self.message.text[end : end + 8]
        for role, thing, act in _PARTS_PLAYED:
            if re.search(rf"(?:{thing})(?:都|全|就|工作)*(?:是|由|归|靠)\s*$", before) and re.match(rf"\s*(?:来|负责|去)*(?:{act})", after):
                return self.scene.template.party(role)
        return ""

    def _block(self, clause: Clause) -> int:
        """Where the passage begins in which a person once named stays meant: back to a blank line or a question."""
        return max((m.end() for m in re.finditer(r"\n\s*\n", self.message.text[: clause.start])), default=0)


def bystander(text: str, start: int, end: int) -> bool:
    """Whether a company is spoken of that is no party (a bank, a guarantor, somebody else's example)."""
    around = text[max(0, start - 8) : end + 8]
    return bool(re.search(r"银行|支行|担保|第三方|介绍|推荐|上次|以前|别家|子公司|母公司|股东|旗下|下属|平台|开户|分包|外包给", around))
