"""The templates as such side by side: who gives, trains and pays, who owns, the terms; and which of them fits.

Nothing is claimed here that is not read off the templates: roles, blanks with their options, guides, clauses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering import phrases as wording
from assistant.answering.asked import Asked
from assistant.answering.clauses import Clauses
from assistant.answering.sheet import Sheet, Span, sentences
from knowledge.template import Clause, Template

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "谁付钱": ("fee_mode", "total_fee"),
    "模型归谁": ("model_owner",),
    "数据怎么用": ("training_purpose", "training_data_desc"),
    "怎么验收": ("model_inspection_days",),
    "有效期": ("cooperation_term", "contract_term"),
    "保密多久": ("confidentiality_years",),
    "晚交怎么赔": ("delay_penalty_rate", "penalty_a_delay"),
    "在哪里解决争议": ("dispute_method",),
}
"""What people compare contracts by, and the blanks (the first that a template has) that stand for it."""
_ACTS: Mapping[str, re.Pattern[str]] = {
    "data_provider": re.compile(r"(?:出|提供|给|交)(?:了|的|一批|一些|对方|他们)*(?:训练)?(?:数据|语料|样本|图片)|数据是我|我们?的数据|有数据"),
    "payer": re.compile(r"(?:出|付|掏|花)(?:钱|款|费)|付服务费|买单|[请找雇托](?:人|别人|公司|一?家|外面|外包|供应商).{0,6}训|委托.{0,8}训"),
    "trainer": re.compile(r"(?:负责|来|我们?|替.{1,4}|帮.{1,4}|给.{1,4})(?:做|搞)?(?:训练?|训模型)(?!数据|合同|费)|出算力|出技术|接(?:单|活|了?个训)"),
    "payee": re.compile(r"收(?:钱|款|费|服务费)"),
}
"""What somebody says to do, by the role that does it."""
_NO_MONEY = re.compile(r"(?:互?不|没有?|无)(?:谈|付|收|给|涉及|要)?(?:钱|费|款)|免费|换资源|资源互换|不收")


def general(clauses: Clauses, asked: Sequence[Asked]) -> Sheet:
    """Compare templates subject by subject."""
    sheet = Sheet(asked[0].query.text)
    asked = [replace(a, many=True) for a in asked]
    _roles(sheet, [a.template for a in asked])
    for subject, slots in SUBJECTS.items():
        found = [(one, slot, clause) for one in asked for slot, clause in _written(one.template, slots)]
        if found:
            cells = "；".join(_cell(clauses, *f) for f in found)
            sheet.say("结论", wording.sentence(wording.COMPARE_ROW.format(subject=subject, cells=cells)))
            _quote(sheet, clauses, found)
    sheet.look_at(f"{a.template.id}:首部" for a in asked)
    return sheet


def which(asked: Sequence[Asked]) -> Sheet:
    """Say which template fits what the user does, or what it depends on."""
    sheet = Sheet(asked[0].query.text)
    templates = [a.template for a in asked]
    sheet.say("结论", _fitting(asked[0].query.text, templates) or wording.DEPENDS)
    for template in templates:
        summary = template.summary.rstrip("。")
        sheet.say("结论", wording.WHICH.format(title=template.title, summary=f"{summary}。", pays=_pays(template)))
    _roles(sheet, templates)
    sheet.look_at(f"{t.id}:首部" for t in templates)
    return sheet


def _pays(template: Template) -> str:
    """Who pays: fixed by the roles, or chosen by a blank with options."""
    payer, payee = template.party("payer"), template.party("payee")
    if payer and payee:
        return wording.PAY_FIXED.format(payer=payer, payee=payee)
    slot = next((template.slots[s] for s in SUBJECTS["谁付钱"] if s in template.slots), None)
    return wording.PAY_CHOSEN.format(label=slot.label, options="、".join(slot.choices)) if slot and slot.choices else ""


def _roles(sheet: Sheet, templates: Sequence[Template]) -> None:
    """Say who is who, and warn where the same role is another party."""
    for template in templates:
        sheet.say("结论", wording.sentence(wording.parties(template)))
    first, *rest = templates
    turned = [
        wording.TURNED.format(role=r.label, cells="、".join(
            f"《{t.title}》的{t.party(r.id)}" for t in templates if t.party(r.id)
        ))
        for r in first.roles if any(t.party(r.id) not in ("", r.party) for t in rest)
    ]
    if turned:
        sheet.warn(wording.TURNED_ALL.format(words="；".join(turned)))


def _fitting(text: str, templates: Sequence[Template]) -> str:
    """Name the template in which what the user says to do lies with one party, if one fits best."""
    free = bool(_NO_MONEY.search(text))
    acts = [a for a, p in _ACTS.items() if p.search(_NO_MONEY.sub("", text))]
    rated = []
    for template in templates:
        parties = [template.party(act) for act in acts]
        count, party = max((parties.count(p), p) for p in ("甲方", "乙方"))
        rated.append((count - (1 if free and template.party("payer") else 0), party, template))
    rated.sort(key=lambda r: -r[0])
    if not (acts or free) or (len(rated) > 1 and rated[0][0] == rated[1][0]):
        return ""
    _, party, template = rated[0]
    if not acts:
        return wording.FITS.format(title=template.title)
    role = "、".join(r.label for r in template.roles if r.party == party)
    return wording.FITS_SIDE.format(title=template.title, party=party, role=role)


def _written(template: Template, slots: Sequence[str]) -> list[tuple[str, Clause]]:
    """The first of these blanks that the template has, with the clause it stands in."""
    for slot in slots:
        for _, clause in template.clauses():
            if slot in {*clause.slots, *(p.choice for p in clause.paragraphs if p.choice)} and clause.name in template.guides:
                return [(slot, clause)]
    return []


def _cell(clauses: Clauses, one: Asked, slot: str, clause: Clause) -> str:
    """What a template says on a subject, and the options it leaves."""
    template = one.template
    rated = clauses.leads.rated(template.slots[slot].label, template.guides[clause.name], clauses.idf(template))
    plain = max((s for s in rated if not s.mark), key=lambda s: s.fits).text
    options = template.slots[slot].choices
    if options and not all(o in plain for o in options):
        plain += f"（{wording.OPTIONS.format(options='、'.join(options))}）"
    return wording.COMPARE_CELL.format(title=template.title, place=clause.address, plain=plain)


def _quote(sheet: Sheet, clauses: Clauses, found: Sequence[tuple[Asked, str, Clause]]) -> None:
    """Quote the sentence of each template on a subject, in one part."""
    texts, places = [], []
    for one, slot, clause in found:
        passage = clauses.library.passage(one.template.id, clause.address)
        if passage is not None:
            place = sheet.cite(passage, _around(passage.text, one.template.slots[slot].label))
            places.append(place)
            texts.append(wording.CLAUSE_OF.format(
                template=one.template.title, place=clause.address, title=clause.title,
                quotes=wording.quoted([sheet.citations[place].quote]),
            ))
    sheet.say("条款", "；".join(texts), places)


def _around(text: str, label: str) -> Span:
    """The sentence with the blank, or the first."""
    spans = sentences(text)
    return next((s for s in spans if f"【{label}" in text[s[0] : s[1]]), spans[0])
