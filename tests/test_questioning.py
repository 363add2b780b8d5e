"""Questions in a conversation that the reader does not take for one."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.moves import Advise, Ask, Choose, Fill, Side, Unclear
from assistant.questioning import questioned
from assistant.wiring import make_assistant
from knowledge.library import Library

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return make_assistant(library)


def said(assistant: Assistant, template: str, *messages: str) -> Conversation:
    conversation = assistant.apply(new_conversation(TODAY), (Choose(template),), "", TODAY)
    for message in messages:
        conversation = assistant.reply(conversation, message, TODAY)
    return conversation


@pytest.mark.parametrize(("template", "message", "cited"), [
    ("data_coop", "泄密赔偿", "6.3"), ("train_service", "钱给了东西没见着", "7.1"), ("data_coop", "早就知道会失败却不说，结果怎样", "3.5"),
    ("data_coop", "快递把U盘弄丢了，亏谁的", "2.6"), ("train_service", "安全事件通知时限一般填几小时", "14.2"),
    ("data_coop", "委托处理跟对外提供有啥区别，我们该选哪种", "12.1"), ("data_coop", "来料检验期写几天合适", "2.3"),
    ("data_coop", "我们是做训练的，不想写“确保最佳效果”，现在这样写安全吗", "1.2"), ("data_coop", "税是谁的，价里含没含", "11.2"),
])
def test_what_asks_is_answered_and_writes_nothing(assistant: Assistant, template: str, message: str, cited: str) -> None:
    turn = said(assistant, template, message).turns[-1]
    assert cited in {c.address for a in turn.reply.answers for c in a.citations}, turn.reply.text
    assert not [c for c in turn.changes if c.kind == "set"] and not turn.reply.refused


@pytest.mark.parametrize(("message", "slot", "value"), [
    ("地址合肥市高新区创新大道100号", "party_a_address", "合肥市高新区创新大道100号"),
    ("甲方叫苏州澄湖质检技术有限公司，保密填几年合适？", "party_a_name", "苏州澄湖质检技术有限公司"),
    ("苏州澄湖质检技术有限公司，保密填几年合适？", "party_a_name", "苏州澄湖质检技术有限公司"),
])
def test_a_value_beside_a_question_is_written(assistant: Assistant, message: str, slot: str, value: str) -> None:
    assert said(assistant, "data_coop", message).draft.values[slot] == value


@pytest.mark.parametrize("message", ["随便", "嗯嗯那个", "第四项封顶比例调到15%", "哈哈哈哈哈"])
def test_what_nobody_can_place_is_said_to_be_unclear(assistant: Assistant, message: str) -> None:
    assert not said(assistant, "data_coop", message).turns[-1].reply.answers


def test_moves_are_turned_only_where_the_answers_hear_something(library: Library) -> None:
    template = library.templates["data_coop"]
    unclear = (Unclear("泄密赔偿"),)
    assert questioned(unclear, "泄密赔偿", (), template, lambda _: True) == (Ask("泄密赔偿"),)
    assert questioned(unclear, "泄密赔偿", (), template, lambda _: False) == unclear
    advice = (Advise("confidentiality_years"),)
    assert questioned(advice, "填多少合适", ("confidentiality_years",), template, lambda _: False) == advice
    side, words = Side("trainer", "我们是做训练的"), "我们是做训练的，这样写安全吗"
    assert questioned((side, Advise("")), words, (), template, lambda _: True) == (side, Ask(words))
    fill = (Fill("party_a_address", "早就知道会失败却不说"), Ask("结果怎样?"))
    assert questioned(fill, "早就知道会失败却不说，结果怎样", (), template, lambda _: True) == (Ask("早就知道会失败却不说，结果怎样"),)
    assert questioned(fill, "早就知道会失败却不说。结果怎样", (), template, lambda _: True) == fill
