"""The dialogue disposes: writes what kinds can read, says what it refuses, asks next, undoes, switches, confirms."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation import Answer, Conversation, Part, new_conversation
from assistant.dialogue import LONGEST, Assistant
from assistant.draft import Draft
from assistant.moves import (
    AddClause,
    Advise,
    Ask,
    Check,
    Choose,
    Clear,
    Confirm,
    Deny,
    Export,
    Fill,
    LeaveOpen,
    Move,
    Object,
    Redo,
    Show,
    Side,
    Swap,
    Toggle,
    Undo,
    Why,
)
from assistant.reading.rules import RuleReader
from assistant.wiring import make_assistant
from knowledge.library import Library

DATA = "苏州澄湖质检技术有限公司"
TRAINER = "杭州浅山智能科技有限公司"


class Echo:
    """Answers every question with the question: these tests are about the dialogue, not about answers."""

    def answer(
        self, question: str, template: str = "", draft: Draft | None = None,
        history: tuple[str, ...] = (), today: date | None = None,
    ) -> Answer:
        return Answer(question, "answered", (Part("结论", f"答：{question}"),))

    def hears(self, text: str, template: str = "") -> bool:
        return False


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, RuleReader(library), Echo())


def talk(assistant: Assistant, today: date, *turns: tuple[Move, ...]) -> Conversation:
    """Return the conversation after these turns of moves."""
    conversation = new_conversation(today)
    for moves in turns:
        conversation = assistant.apply(conversation, moves, "……", today)
    return conversation


def reply(conversation: Conversation) -> str:
    return conversation.turns[-1].reply.text


USE = (Choose("data_coop"),)


def test_the_first_reply_asks_which_contract(assistant: Assistant, today: date) -> None:
    said = assistant.reply(new_conversation(today), "你好", today)
    assert "训练数据合作协议" in reply(said) and "模型训练合同" in reply(said)
    assert said.draft.template == ""


def test_what_was_said_before_a_contract_was_chosen_is_not_lost(assistant: Assistant, today: date) -> None:
    said = assistant.reply(new_conversation(today), "保密期五年", today)
    said = assistant.reply(said, "用训练数据合作协议", today)
    assert said.draft.values["confidentiality_years"] == 5


def test_at_most_three_questions_each_with_reason_and_example(assistant: Assistant, today: date) -> None:
    asked = talk(assistant, today, USE).turns[-1].reply.asked
    assert 1 <= len(asked) <= 3
    assert all(a.why and (a.example or a.choices) for a in asked)


def test_a_value_is_written_with_the_words_it_came_from(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (*USE, Fill("confidentiality_years", "五年", (2, 4))))
    entry = said.draft.entries["confidentiality_years"]
    assert (entry.value, entry.said, entry.span, entry.turn) == (5, "五年", (2, 4), 0)


def test_a_different_value_is_a_correction_and_both_are_said(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (*USE, Fill("confidentiality_years", "五年")),
                (Fill("confidentiality_years", "三年"),))
    noted = said.turns[-1].reply.noted[0]
    assert (noted.value, noted.before) == ("3 年", "5 年")
    assert said.draft.values["confidentiality_years"] == 3


def test_a_value_its_kind_cannot_read_is_refused_with_the_reason_and_asked_again(
    assistant: Assistant, today: date
) -> None:
    said = talk(assistant, today, (*USE, Fill("data_inspection_days", "半个月")))
    answer = said.turns[-1].reply
    assert "data_inspection_days" not in said.draft.values
    assert answer.refused[0].slot == "data_inspection_days"
    assert answer.asked[0].slot == "data_inspection_days"


def test_a_value_that_holds_contract_wording_is_refused(assistant: Assistant, today: date) -> None:
    words = "自有产线图像。清单以外的数据，未经双方书面增补，乙方不得使用。"
    clause = assistant.library.passage("data_coop", "1.1")
    assert clause is not None
    said = talk(assistant, today, (*USE, Fill("training_data_desc", clause.text.split("\n")[0].split("：")[0] + "：" + words)))
    assert said.turns[-1].reply.refused or "training_data_desc" in said.draft.values


def test_a_question_in_the_middle_is_answered_and_the_pending_one_asked_again(
    assistant: Assistant, today: date
) -> None:
    said = talk(assistant, today, USE, (Ask("模型归谁？"),))
    before, after = said.turns[0].reply, said.turns[1].reply
    assert after.answers[0].text == "答：模型归谁？"
    assert after.asked == before.asked


def test_skipped_slots_are_not_asked_again_but_stay_open(assistant: Assistant, today: date) -> None:
    first = talk(assistant, today, USE)
    slot = first.asked[0]
    said = talk(assistant, today, USE, (LeaveOpen(slot, "还没谈好"),))
    template = assistant.library.templates["data_coop"]
    assert slot not in said.asked
    assert slot in [s.id for s in said.draft.open_slots(template)]


def test_undo_and_redo_work_on_turns(assistant: Assistant, today: date) -> None:
    steps = (USE, (Fill("confidentiality_years", "五年"),), (Fill("copies_total", "四份"),))
    undone = talk(assistant, today, *steps, (Undo(),))
    assert undone.draft.values == {"confidentiality_years": 5}
    twice = talk(assistant, today, *steps, (Undo(),), (Undo(),))
    assert twice.draft.values == {}
    assert twice.draft.template == "data_coop"
    back = talk(assistant, today, *steps, (Undo(),), (Undo(),), (Redo(),))
    assert back.draft.values == {"confidentiality_years": 5}
    nothing = talk(assistant, today, (Undo(),))
    assert "没有可以撤销" in reply(nothing)


def test_redo_brings_back_what_was_undone_last_not_what_was_given_up_long_ago(assistant: Assistant, today: date) -> None:
    given_up = (USE, (Fill("confidentiality_years", "五年"),), (Undo(),), (Fill("confidentiality_years", "三年"),))
    back = talk(assistant, today, *given_up, (Fill("copies_total", "四份"),), (Undo(),), (Redo(),))
    assert back.draft.values == {"confidentiality_years": 3, "copies_total": 4}
    later = talk(assistant, today, *given_up, (Redo(),))
    assert later.draft.values["confidentiality_years"] == 3, "what was said later stands"
    only = talk(assistant, today, USE, (Fill("confidentiality_years", "五年"),), (Undo(),), (Fill("copies_total", "四份"),), (Undo(),), (Redo(),))
    assert only.draft.values == {"copies_total": 4}, "a change gives up what was undone before it"


def test_clear_takes_a_value_out(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (*USE, Fill("copies_total", "四份")), (Clear("copies_total"),))
    assert "copies_total" not in said.draft.values


def test_switching_carries_values_by_role_and_says_what_was_lost(
    assistant: Assistant, today: date
) -> None:
    said = talk(
        assistant, today,
        (Choose("train_service"), Fill("party_a_name", TRAINER), Fill("party_b_name", DATA),
         Fill("project_name", "玻璃瑕疵识别模型训练"), Fill("model_owner", "乙方"),
         Fill("contract_term", "6个月"), Fill("confidentiality_years", "3年"), Side("data_provider")),
        (Choose("data_coop"),),
    )
    assert said.draft.values == {
        "party_a_name": DATA, "party_b_name": TRAINER, "model_owner": "甲方",
        "cooperation_term": "6个月", "confidentiality_years": 3,
    }
    assert said.draft.side == "甲方"
    assert "项目名称" in reply(said)
    undone = assistant.apply(said, (Undo(),), "撤销", today)
    assert undone.draft.template == "train_service"
    assert undone.draft.values["project_name"] == "玻璃瑕疵识别模型训练"


CONFLICT = Object("side_conflict", "在这份合同里甲方是训练方。", rule="R-PTY-06")
NAMES = (Fill("party_a_name", DATA), Fill("party_b_name", TRAINER))


def test_sides_that_contradict_the_template_wait_for_the_user(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (Choose("train_service"), *NAMES, CONFLICT))
    assert said.draft.values == {}
    assert [f.rule for f in said.turns[-1].reply.findings] == ["R-PTY-06"]
    assert DATA in reply(said) and TRAINER in reply(said)
    yes = assistant.apply(said, (Confirm(),), "按你说的", today)
    assert yes.draft.values == {"party_a_name": TRAINER, "party_b_name": DATA}
    no = assistant.apply(said, (Deny(),), "不用", today)
    assert no.draft.values == {"party_a_name": DATA, "party_b_name": TRAINER}


def test_a_proposal_stays_pending_until_it_is_answered(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (Choose("train_service"), *NAMES, CONFLICT), (Fill("copies_total", "四份"),))
    assert said.turns[-1].reply.proposals
    yes = assistant.apply(said, (Confirm(),), "对", today)
    assert yes.draft.values["party_a_name"] == TRAINER


def test_swap_exchanges_everything_of_both_sides(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (*USE, *NAMES, Fill("party_a_phone", "0512-65550123")), (Swap(),))
    assert said.draft.values == {
        "party_a_name": TRAINER, "party_b_name": DATA, "party_b_phone": "0512-65550123",
    }


def test_a_rate_that_needs_confirming_is_not_written_before(assistant: Assistant, today: date) -> None:
    start = (Choose("train_service"), Fill("late_payment_rate", "千分之五"))
    said = talk(assistant, today, start)
    assert "late_payment_rate" not in said.draft.values
    assert "182.5" in reply(said)
    yes = assistant.apply(said, (Confirm(),), "确定", today)
    assert yes.draft.values["late_payment_rate"] == 5
    lower = assistant.apply(said, (Fill("late_payment_rate", "万分之五"),), "万分之五", today)
    assert lower.draft.values["late_payment_rate"] == 0.5
    assert not lower.turns[-1].reply.proposals


def test_a_rule_speaks_once_when_its_value_is_given(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (*USE, Fill("copies_total", "四份"), Fill("copies_each", "一份")))
    assert "R-CPY-01" in [f.rule for f in said.turns[-1].reply.findings]
    later = assistant.apply(said, (Fill("confidentiality_years", "三年"),), "保密三年", today)
    assert "R-CPY-01" not in [f.rule for f in later.turns[-1].reply.findings]


def test_a_mandatory_clause_cannot_be_switched_off_a_recommended_one_can(
    assistant: Assistant, today: date
) -> None:
    said = talk(assistant, today, USE, (Toggle("5.1", False),))
    assert [f.rule for f in said.turns[-1].reply.findings] == ["R-STR-02"]
    template = assistant.library.templates["data_coop"]
    clause = next(c for _, c in template.clauses() if c.status == "推荐")
    off = talk(assistant, today, USE, (Toggle(clause.address, False),))
    assert off.draft.switches == {clause.name: False}
    unknown = talk(assistant, today, USE, (Toggle("99.9", False),))
    assert "没有" in reply(unknown) and not unknown.draft.switches


def test_an_own_clause_is_kept_word_for_word(assistant: Assistant, today: date) -> None:
    words = "乙方不得把模型用于军事用途。"
    said = talk(assistant, today, USE, (AddClause(words),))
    assert said.draft.extra == (words,)
    assert words in reply(said)


def test_advice_and_reasons_write_nothing(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, USE, (Advise("confidentiality_years"), Why("model_owner")))
    assert said.draft.values == {}
    assert "保密" in reply(said) and "模型" in reply(said)


def test_a_final_version_is_refused_with_everything_that_stands_against_it(
    assistant: Assistant, today: date
) -> None:
    said = talk(assistant, today, USE, (Export(True),))
    exported = said.turns[-1].reply.exported
    assert exported is not None and exported.blocked
    assert {"R-STR-01", "R-IP-02"} <= {f.rule for f in said.turns[-1].reply.findings}
    draft = talk(assistant, today, USE, (Export(False),)).turns[-1].reply.exported
    assert draft is not None and not draft.blocked and draft.open


def test_check_and_show_say_what_is_there(assistant: Assistant, today: date) -> None:
    said = talk(assistant, today, (*USE, Fill("confidentiality_years", "五年")), (Check(),))
    assert "检查过了" in reply(said)
    shown = talk(assistant, today, (*USE, Fill("confidentiality_years", "五年")), (Show("clause", "5.3"),))
    assert "期限为5年" in reply(shown)
    missing = talk(assistant, today, USE, (Show("clause", "88.1"),))
    assert "没有" in reply(missing)


def test_a_value_the_contract_does_not_use_is_kept_in_mind_and_said(
    assistant: Assistant, today: date
) -> None:
    said = talk(assistant, today, (*USE, Fill("fee_mode", "互不付费"), Fill("total_fee", "30万")))
    template = assistant.library.templates["data_coop"]
    assert "total_fee" not in said.draft.usable_values(template)
    assert "用不上" in reply(said)
    paid = assistant.apply(said, (Fill("fee_mode", "甲方付训练服务费"),), "甲方付", today)
    assert paid.draft.usable_values(template)["total_fee"] == 300000


@pytest.mark.parametrize("message", ["", "   ", "\x00\x01", "好" * (LONGEST + 1), "🐸🐸🐸", "<b>", "'; drop table"])
def test_any_message_gets_a_reply(assistant: Assistant, today: date, message: str) -> None:
    said = assistant.reply(new_conversation(today), message, today)
    assert reply(said)
    assert said.draft == Draft()


@pytest.mark.parametrize(
    ("said", "question", "values"),
    [
        ("尾款一直没打过来，我们训练这边能不能先停手？", "尾款一直没打过来，我们训练这边能不能先停手?", {}),
        ("保密五年，数据被他们弄丢了，找谁赔？", "数据被他们弄丢了，找谁赔?", {"confidentiality_years": 5}),
        ("保密五年，找谁赔？", "找谁赔?", {"confidentiality_years": 5}),
    ],
)
def test_the_situation_told_before_a_question_belongs_to_it(
    library: Library, said: str, question: str, values: dict[str, object]
) -> None:
    assistant = make_assistant(library)
    day = date(2026, 11, 22)
    start = assistant.apply(new_conversation(day), (Choose("train_service"),), "", day)
    after = assistant.reply(start, said, day)
    asked = [m.question for m in after.turns[-1].moves if isinstance(m, Ask)]
    assert [q.replace("？", "?") for q in asked] == [question]
    assert dict(after.draft.values) == values
