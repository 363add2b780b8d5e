"""Words beside a value that rule a slot out for it, and days that stand alone beside what is handed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.reading.clauses import Clause
from assistant.reading.lexicon import TOPICS
from assistant.reading.values import Mention
from knowledge.template import Slot

if TYPE_CHECKING:
    from assistant.reading.linking import Linker


_LEAKED = re.compile(r"泄密|泄露|泄漏|违反保密|保密违约")
_CAPPED = re.compile(r"上限|封顶|累计|不超过|最[高多]")


_ONE_BREACH = re.compile(r"(?:延迟|逾期|晚|迟|拖)[^,。;]{0,4}交")


_NO_VALUE = {"total_fee": re.compile(r"原价|打[^,。;]{0,3}折"), "audit_times_per_year": re.compile(r"个$")}
"""Words by which something is no value of a slot: 打八折 is no price, 训练一个糖网筛查模型 no number of audits."""


def out_of_place(linker: Linker, mention: Mention, slot: Slot, clause: Clause) -> bool:
    """Words beside a value that rule a slot out: 一周内 is no term, 到明年底 no signing date, 一天罚 no grace."""
    before = linker.message.text[clause.start : mention.start]
    after = linker.message.text[mention.end : clause.end]
    if (cited := linker.cited(clause, mention)) and slot.id not in cited:
        return True
    if re.search(r"比[^,。;]{1,10}(?:多|少|长|短|早|晚|高|低|延)[上出个]?\s*$", before):
        return True
    if slot.kind == "permille_day" and mention.kind == "permille_day" and not _daily(linker, mention, clause):
        return True
    if re.search(r"每[次轮回]\s*$", before) and "fix" not in slot.id:
        return True
    if (no := _NO_VALUE.get(slot.id)) and no.search(clause.text if slot.id == "total_fee" else linker.message.text[mention.start : mention.end]):
        return True
    if slot.kind == "percent" and "上限" in slot.label and _of_one_breach(linker, mention, slot, clause):
        return True
    if slot.kind == "period":
        return bool(re.match(r"\s*(?:之?内|以内|后(?!续)|之后|以后)", after)) and "续" not in clause.text
    if slot.id == "sign_date":
        if re.search(r"底|初|中|旬|前|后", linker.message.text[mention.start : mention.end] + after[:1]):
            return True  # a signing day is a day
        return bool(re.search(r"(?:到|至|截止)\s*$", before)) or bool(re.match(r"\s*(?:前|之前)?(?:交|给|付|完成|上线)", after))
    if slot.id == "late_payment_rate":
        start = linker.message.sentence(clause.sentence)[0].start
        return linker.people.work_is_late(linker.message.text, start, mention.start)
    if mention.kind == "days":
        rated = mention.value == 1 and re.match(r"\s*(?:罚|扣|按|赔|算|付|[千万百]分|\d)", after)
        theirs = slot.id == "late_payment_days" and list(linker.people.within(mention.end, clause.end))
        payer = linker.scene.template.party("payer")
        return bool(rated) or bool(theirs and payer and linker.people.party(theirs[0].who) == payer)
    return False


def _of_one_breach(linker: Linker, mention: Mention, slot: Slot, clause: Clause) -> bool:
    """Whether a share is the penalty or the cap of one breach, which is kept with its words: no cap of all penalties."""
    if _LEAKED.search(linker.message.text[clause.start : mention.start]) and not _CAPPED.search(clause.text):
        return True
    sentence = linker.message.text[: mention.start].rpartition("。")[2]
    return slot.id == "penalty_total_percent" and bool(_ONE_BREACH.search(sentence))


def _daily(linker: Linker, mention: Mention, clause: Clause) -> bool:
    """Whether a share is one a day: 万分之五 always is, 百分之一 only where a day is spoken of."""
    words = linker.message.text[mention.start : mention.end]
    return not re.search(r"%|百分之|个点", words) or bool(re.search(r"[日天]|day", clause.text, re.I))


def day_of(linker: Linker, mention: Mention, slot: Slot, clause: Clause) -> bool:
    """模型:2027-07-01, 数据12/25前: a day and nothing else beside what is to be handed over."""
    wanted = TOPICS.get(slot.id, "")
    current, explicit = linker.topics.get(clause.start, ("", False))
    if slot.kind not in ("date", "timing") or wanted not in ("data", "model") or current != wanted:
        return False
    rest = clause.text[: mention.start - clause.start] + clause.text[mention.end - clause.start :]
    bare = re.sub(r"训练|数据|样本|模型|data|model|[\s:的嘛呢是在就到前之以]|最[晚迟]|不[晚迟]于|截止|日期|时间", "", rest)
    return not bare and (explicit or clause.sentence == _told_in(linker, clause))


def _told_in(linker: Linker, clause: Clause) -> int:
    """The sentence in which the topic of a clause was last told."""
    told = [c.sentence for c in linker.message.clauses if c.start < clause.start and linker.topics.get(c.start, ("", False))[1]]
    return told[-1] if told else -1
