"""Suggestions taken with one word: what a rule would mend, and what is usually put for the user's side."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.reading.rules import RuleReader
from knowledge import kinds
from knowledge.library import Library
from tests.test_dialogue import Echo


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, RuleReader(library), Echo())


def talk(assistant: Assistant, today: date, *said: str) -> Conversation:
    conversation = new_conversation(today)
    for words in said:
        conversation = assistant.reply(conversation, words, today)
    return conversation


def values(conversation: Conversation) -> dict[str, object]:
    return dict(conversation.draft.values)


COOP, SERVICE = "用训练数据合作协议", "用模型训练合同"


@pytest.mark.parametrize("yes", ["改吧", "按建议改", "好", "好的，按建议改", "那就照你的建议改吧", "采纳建议"])
def test_a_fix_is_taken_with_one_word(assistant: Assistant, today: date, yes: str) -> None:
    said = talk(assistant, today, COOP, "数据验收3个工作日", yes)
    assert "把「数据验收期限」改成 10 个工作日" in said.turns[1].reply.text
    assert values(said)["data_inspection_days"] == 10
    noted = said.turns[-1].reply.noted[0]
    assert (noted.value, noted.before) == ("10 个工作日", "3 个工作日")


def test_a_fix_is_never_taken_without_a_word(assistant: Assistant, today: date) -> None:
    for words in ("不用", "保密五年", "为什么？"):
        said = talk(assistant, today, COOP, "数据验收3个工作日", words)
        assert values(said)["data_inspection_days"] == 3


@pytest.mark.parametrize(
    ("template", "said", "slot", "value"),
    [
        (COOP, "一式5份，双方各2份", "copies_total", 4),
        (COOP, "启动训练5个工作日，数据验收12个工作日", "training_start_days", 12),
        (COOP, "保密30年", "confidentiality_years", 5),
        (COOP, "催告后10天不改正可以解除", "cure_days", 30),
        (SERVICE, "逾期付款每天千分之二", "late_payment_rate", 0.5),
        (SERVICE, "税率17%", "tax_rate", 6),
        (SERVICE, "走诉讼，由合肥市蜀山区人民法院管辖", "court_name", "被告住所地有管辖权的人民法院"),
    ],
)
def test_fixes(assistant: Assistant, today: date, template: str, said: str, slot: str, value: object) -> None:
    assert values(talk(assistant, today, template, said, "按建议改"))[slot] == value


def test_a_value_that_waits_for_a_yes_may_be_replaced_by_the_suggestion(assistant: Assistant, today: date) -> None:
    waiting = talk(assistant, today, SERVICE, "逾期付款每天千分之五")
    assert "late_payment_rate" not in values(waiting)
    assert waiting.turns[-1].reply.text.count("182.5%") == 1, "said once"
    assert values(assistant.reply(waiting, "按建议改", today))["late_payment_rate"] == 0.5
    assert values(assistant.reply(waiting, "确定", today))["late_payment_rate"] == 5


def test_the_suggestion_may_be_named_later_unless_the_slot_was_written_since(assistant: Assistant, today: date) -> None:
    later = talk(assistant, today, COOP, "数据验收3个工作日", "保密五年", "按建议改")
    assert values(later)["data_inspection_days"] == 10
    since = talk(assistant, today, COOP, "数据验收3个工作日", "数据验收8个工作日", "按建议改")
    assert values(since)["data_inspection_days"] == 8
    assert "没有等您确认" in since.turns[-1].reply.text


def test_what_was_taken_can_be_taken_back(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, COOP, "数据验收3个工作日", "改吧", "撤销")
    assert values(said)["data_inspection_days"] == 3


def test_every_fix_is_a_value_its_kind_reads(library: Library, today: date) -> None:
    for rule in library.rules:
        for slot, text in rule.fixes:
            if "{" not in text:
                for template in library.templates.values():
                    if slot in template.slots:
                        read = kinds.read(template.slots[slot], text, today)
                        assert isinstance(read, kinds.Read), (rule.id, slot)


# what is usual, for whom


def test_the_side_picks_the_suggestion_and_writes_nothing(assistant: Assistant, today: date) -> None:
    asked = "审计次数一般填多少？"
    a = talk(assistant, today, COOP, "我是甲方", asked)
    b = talk(assistant, today, COOP, "我是乙方", asked)
    assert "您这边是甲方" in a.turns[-1].reply.text
    assert "强势些提 2" in a.turns[-1].reply.text
    assert "强势些提 0" in b.turns[-1].reply.text
    assert "audit_times_per_year" not in {**values(a), **values(b)}


def test_who_is_neutral_hears_both_sides(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, COOP, "我是中立的", "违约金累计上限一般填多少？").turns[-1].reply.text
    assert "甲方通常争取 20 %" in said or "甲方通常争取 20%" in said
    assert "乙方通常争取 10" in said
    unknown = talk(assistant, today, COOP, "违约金累计上限一般填多少？").turns[-1].reply.text
    assert "您是哪一方" in unknown


def test_the_advice_is_taken_with_one_word(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, COOP, "我是乙方", "违约金累计上限一般填多少？", "按建议填")
    assert values(said)["penalty_cap_percent"] == 10


def test_every_position_differs_between_the_sides_or_levels(library: Library) -> None:
    for template in library.templates.values():
        with_positions = [s for s in template.slots.values() if s.positions]
        assert len(with_positions) >= 17
        for slot in with_positions:
            for when in {p.condition.text for p in slot.positions}:
                a, b = (p for p in slot.positions if p.condition.text == when)
                assert (a.party, b.party) == ("甲方", "乙方")
                assert a.why and b.why
                assert a.levels != b.levels, slot.id


def test_a_position_may_depend_on_another_answer(assistant: Assistant, today: date) -> None:
    ours = talk(assistant, today, SERVICE, "我是乙方", "成果归乙方", "非归属方的使用范围一般填什么？", "按建议填")
    theirs = talk(assistant, today, SERVICE, "我是乙方", "成果归甲方", "非归属方的使用范围一般填什么？", "按建议填")
    assert "甲方" in str(values(ours)["model_license_scope"])
    assert "乙方" in str(values(theirs)["model_license_scope"])


# values whose clause is not in the contract


def test_a_value_for_an_optional_clause_brings_the_clause(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, SERVICE, "违约金累计上限15%")
    assert said.draft.switches == {"penalty_cap": True}
    assert "就一起加上了" in said.turns[-1].reply.text
    assert "百分之二十" not in said.turns[-1].reply.text
    later = assistant.reply(said, "不要违约金累计上限那条", today)
    assert later.draft.switches == {"penalty_cap": False}
    assert values(later)["penalty_total_percent"] == 15


def test_a_value_for_a_clause_taken_out_offers_it_back(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, SERVICE, "不要审计条款", "一年审计2次")
    assert said.draft.switches == {"audit": False}, "what was taken out comes back only when asked for"
    assert "建议把「数据审计」加进合同" in said.turns[-1].reply.text
    taken = assistant.reply(said, "好", today)
    assert taken.draft.switches == {"audit": True}
    assert "已加上「数据审计」" in taken.turns[-1].reply.text


@pytest.mark.parametrize(
    ("template", "said", "slot", "value"),
    [
        (SERVICE, "质保半年", "warranty_period", "6个月"),
        (SERVICE, "不可抗力5天内通知", "fm_notice_days", 5),
        (SERVICE, "一年审计两次", "audit_times_per_year", 2),
        (COOP, "缺陷支持期1年", "warranty_period", "1年"),
    ],
)
def test_terms_of_care_are_read_and_printed(assistant: Assistant, today: date, template: str, said: str, slot: str, value: object) -> None:
    held = talk(assistant, today, template, said)
    assert values(held)[slot] == value
    chosen = assistant.library.templates[held.draft.template]
    assert slot in held.draft.active(chosen)


def test_a_cap_said_with_a_daily_penalty_stays_with_it(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, SERVICE, "甲方晚交的违约金按服务费总额的0.5‰/日算,累计不超过20%")
    assert "penalty_total_percent" not in values(said)
    assert "累计不超过20%" in str(values(said)["penalty_a_delay"])


# rules on text, over the draft


@pytest.mark.parametrize(
    ("template", "said", "rule", "clause"),
    [
        (COOP, "去掉技术风险那条", "R-ACC-05", "technical_risk"),
        (COOP, "不要保密的除外", "R-CON-03", "confidential_exceptions"),
        (COOP, "去掉数据来源保证这一款", "R-DAT-03", "data_warranty"),
        (SERVICE, "不要不可抗力条款", "R-FM-01", "force_majeure"),
        (SERVICE, "去掉不得任意解除", "R-TRM-06", "no_free_exit"),
        (SERVICE, "不要技术风险条款", "R-ACC-05", "tech_risk"),
    ],
)
def test_a_clause_whose_lack_a_rule_warns_of_is_offered_back(assistant: Assistant, today: date, template: str, said: str, rule: str, clause: str) -> None:
    gone = talk(assistant, today, template, said)
    assert gone.draft.switches == {clause: False}
    (finding,) = [f for f in gone.turns[-1].reply.findings if f.rule == rule]
    assert finding.severity != "error", "what may be left out by choice stops no signed version"
    back = assistant.reply(gone, "好", today)
    assert back.draft.switches == {clause: True}
    kept = assistant.reply(gone, "不用", today)
    assert kept.draft.switches == {clause: False}
    again = assistant.reply(kept, "保密五年", today)
    assert rule not in {f.rule for f in again.turns[-1].reply.findings}, "said once"


@pytest.mark.parametrize(
    ("words", "rule", "severity"),
    [
        ("双方同意违约金不得请求法院调整。", "R-BRE-05", "warn"),
        ("任何一方的赔偿责任不超过合同总额。", "R-BRE-06", "error"),
        ("本合同的诉讼时效为十年。", "R-LIM-01", "error"),
        ("双方放弃主张情势变更的权利，不得主张情势变更。", "R-TRM-07", "warn"),
    ],
)
def test_own_clauses_are_judged_when_they_come_in(assistant: Assistant, today: date, words: str, rule: str, severity: str) -> None:
    said = talk(assistant, today, SERVICE, f"补充条款：{words}")
    assert said.draft.extra
    assert (rule, severity) in {(f.rule, f.severity) for f in said.turns[-1].reply.findings}


def test_an_ordinary_own_clause_is_let_pass(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, SERVICE, "补充条款：双方对本合同的价格同样保密。", "补充条款：甲方每季度到乙方现场培训一次。")
    assert [f for t in said.turns for f in t.reply.findings] == []
