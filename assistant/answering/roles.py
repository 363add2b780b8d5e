"""Who is who in a question: roles before labels, the user's own side, and labels that are the wrong way round."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.template import Template

_OTHER = {"甲方": "乙方", "乙方": "甲方"}
_ACTS: dict[str, tuple[str, re.Pattern[str]]] = {
    "payer": ("付款", re.compile(
        r"(?:[不没未]|晚|迟|逾期|拖|延期|按时|按期|按约|及时|应该?|要|来|先|分期|拖着|一直|赖着|延迟|需要|何时|什么时候|多久|几天内?)*(?:不|没|未)?"
        r"(?:付款|付钱|付费|支付|给钱|打款|结款|结账|交钱|掏钱|出钱|付服务费|付尾款|付清|拖欠|欠款|欠钱|欠费|赖账|付)"
    )),
    "payee": ("收款", re.compile(r"(?:[不没未]|要|来|先|应该?)*(?:收款|收钱|收费|收服务费|开发票|开票|开具发票)")),
    "trainer": ("训练模型、交付模型", re.compile(
        r"(?:[不没未]|晚|迟|逾期|拖|延期|按时|按期|按约|及时|应该?|要|来|先|延迟|一直|什么时候|何时|多久)*(?:不|没|未)?"
        r"(?:训练模型|训模型|训练(?!数据)|交付模型|交模型|给模型|移交模型|模型交付|交付成果|提交进度|报告进度|做训练)"
    )),
    "data_provider": ("提供训练数据", re.compile(
        r"(?:[不没未]|晚|迟|逾期|拖|延期|按时|按期|按约|及时|应该?|要|来|先|延迟|一直|什么时候|何时|多久)*(?:不|没|未)?"
        r"(?:把)?(?:提供(?:训练)?数据|给(?:训练)?数据|交(?:付)?(?:训练)?数据|出数据|数据(?:给|交|提供)(?:晚|迟)|数据(?:侵权|来源|有问题|不合格))"
    )),
}
_LABEL = re.compile(r"甲方|乙方")
_DATIVE = re.compile(r"(?:给|向|对|替|帮|为|让|被|由|跟|和|与|欠|归|找|把|催|要求|请)$")
_SELF = r"(?:我们?|我方|我司|咱们?|我公司|本公司|作为|站在|我这边|我们这边)"
_IS = r"(?:公司|单位|这边|这里|主要|只|只是|负责|专门)?(?:是|属于|做|当|作为|就是|相当于)?(?:一家|一个|那个)?"
_OWN_ACTS = {
    "data_provider": re.compile(_SELF + r"(?:只|负责|来|这边|公司|要|准备|已经|只是)*(?:出|提供|给|交)(?:了|的|对方|他们|一批|些|的是)*(?:训练)?(?:数据|图片|语料|样本|资料)"),
    "trainer": re.compile(_SELF + r"(?:只|负责|来|这边|公司|要|准备|帮对方|帮客户|给对方|给客户|替人)*(?:做训练|训练模型|训模型|训练|来训|出算力|出技术)(?!数据|合同|服务费|费)"),
    "payer": re.compile(_SELF + r"(?:只|负责|来|这边|公司|要|是)*(?:出钱|付钱|付款|付费|掏钱|花钱|买单)"),
    "payee": re.compile(_SELF + r"(?:只|负责|来|这边|公司|要|是)*(?:收钱|收款|收费)(?!到)"),
}


@dataclass(frozen=True)
class Trap:
    """An act put on the wrong party: 甲方付款 where 乙方 pays."""

    wrong: str
    right: str
    act: str


def wrong_party(template: Template, text: str) -> Trap | None:
    """Return the first act that the question puts on the party that does not do it in this template."""
    for label in _LABEL.finditer(text):
        if _DATIVE.search(text[: label.start()]):
            continue
        after = re.split(r"[,，。;；?？]|甲方|乙方", text[label.end() :], maxsplit=1)[0]
        for role, (act, pattern) in _ACTS.items():
            right = template.party(role)
            if not right or right == label[0] or _both(template, role, label[0]):
                continue
            if pattern.match(after):
                return Trap(label[0], right, act)
    return None


def _both(template: Template, role: str, party: str) -> bool:
    return any(r.id == role and r.party == party for r in template.roles)


def corrected(text: str, trap: Trap) -> str:
    """Return the question with the labels the right way round."""
    return _LABEL.sub(lambda m: _OTHER[m[0]], text)


def own_side(template: Template, text: str, known: str = "") -> str:
    """Return the party the user speaks for: said in the question by label, role or act, else what is known."""
    for party in ("甲方", "乙方"):
        if re.search(_SELF + _IS + party, text):
            return party
    for role in template.roles:
        names = "|".join(re.escape(n) for n in sorted((role.label, *role.aliases), key=len, reverse=True))
        if re.search(_SELF + _IS + f"(?:{names})", text):
            return role.party
    for role_id, pattern in _OWN_ACTS.items():
        if pattern.search(text) and template.party(role_id):
            return template.party(role_id)
    return known if known in _OTHER else ""


def in_parties(template: Template, text: str, side: str) -> str:
    """Return the question with role words and 我方/对方 replaced by the parties of this template."""
    for role in template.roles:
        for name in sorted((role.label, *role.aliases), key=len, reverse=True):
            if len(name) > 2 and name.endswith(("方", "人", "商", "户", "的")):
                text = re.sub(rf"{re.escape(name)}(?![式面向案法便])", role.party, text)
    if side in _OTHER:
        text = re.sub(r"对方|他们|人家", _OTHER[side], text)
        text = re.sub(r"我们|我方|我司|咱们|我公司", side, text)
    return text


def mentions_roles(template: Template, text: str) -> bool:
    """Whether the question speaks of parties or roles at all."""
    names = {n for r in template.roles for n in (r.label, *r.aliases) if len(n) > 2}
    return bool(_LABEL.search(text)) or any(name in text for name in names)
