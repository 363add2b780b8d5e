"""What people do at the keyboard: Enter, line breaks, input methods, typing ahead, failures."""

from __future__ import annotations

import statistics
from collections.abc import Callable

import pytest

from tests.browser.driving import BOX, Visitor

pytestmark = pytest.mark.browser


def test_the_first_screen_says_what_it_is_and_offers_four_things(visitor: Visitor) -> None:
    assert visitor.page.locator("button.start").count() == 4
    words = visitor.page.locator(".welcome").inner_text()
    assert "它是" in words
    assert "它不是" in words
    visitor.press("button.start >> nth=0")
    assert "第一条" in visitor.contract()


def test_shift_enter_breaks_the_line_and_enter_sends(visitor: Visitor) -> None:
    visitor.page.fill(BOX, "")
    visitor.page.type(BOX, "起草训练数据合作协议")
    visitor.page.press(BOX, "Shift+Enter")
    visitor.page.type(BOX, "保密期五年")
    assert visitor.typed() == "起草训练数据合作协议\n保密期五年"
    visitor.page.press(BOX, "Enter")
    visitor.answer(0)
    assert visitor.typed() == ""
    assert "期限为5年" in visitor.contract().replace(" ", "").replace("\n", "")


def test_enter_that_picks_a_word_in_an_input_method_does_not_send(visitor: Visitor) -> None:
    page = visitor.page
    page.focus(BOX)
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "bao mi", "selectionStart": 6, "selectionEnd": 6})
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229})
    page.evaluate(
        """(css) => { const box = document.querySelector(css);
        for (const code of [13, 229]) for (const type of ['keydown', 'keyup'])
          box.dispatchEvent(new KeyboardEvent(type, {key: 'Enter', keyCode: code, isComposing: true, bubbles: true})); }""",
        BOX,
    )
    session.send("Input.insertText", {"text": "保密"})
    page.wait_for_timeout(400)
    assert page.locator("#chat .turn").count() == 0
    assert visitor.typed() == "保密"


def test_what_is_typed_while_a_reply_is_made_stays(visitor: Visitor) -> None:
    visitor.page.fill(BOX, "起草训练数据合作协议")
    visitor.page.press(BOX, "Enter")
    visitor.page.type(BOX, "甲方是合肥云帆数据科技有限公司", delay=12)
    visitor.answer(0)
    visitor.page.wait_for_timeout(300)
    assert visitor.typed() == "甲方是合肥云帆数据科技有限公司"


def test_messages_typed_ahead_are_answered_in_their_order(visitor: Visitor) -> None:
    typed = ["起草训练数据合作协议", "保密期五年", "不对，保密期三年"]
    for words in typed:
        visitor.page.fill(BOX, words)
        visitor.page.press(BOX, "Enter")
    visitor.page.type(BOX, "模型归")
    visitor.answer(2)
    said = visitor.page.locator("#chat .turn.user").all_inner_texts()
    assert [s.split("\n")[-1] for s in said] == typed
    assert "期限为3年" in visitor.contract().replace(" ", "").replace("\n", "")
    assert visitor.typed() == "模型归"


def test_a_long_message_stays_in_the_box_with_the_reason(visitor: Visitor) -> None:
    long = "保密期五年。" * 1400
    assert "8400" in visitor.say(long)
    assert visitor.typed() == long


def test_a_turn_is_quick_once_everything_is_loaded(visitor: Visitor, record_property: Callable[..., None]) -> None:
    visitor.say("起草训练数据合作协议")
    years = ("三", "四", "五", "六", "七", "八", "九", "十", "三")
    seconds = [visitor.timed(f"保密期{year}年") for year in years]
    median = statistics.median(seconds)
    record_property("median_turn_ms", round(median * 1000))
    print(f"turn median {median * 1000:.0f} ms, worst {max(seconds) * 1000:.0f} ms")
    assert median < 1.0  # 0.2-0.45 s measured on two busy cores; the limit leaves room for busier ones


def test_chips_put_off_advise_and_take_and_a_step_can_be_rewritten(visitor: Visitor) -> None:
    page = visitor.page
    visitor.say("我们是甲方，起草训练数据合作协议")
    assert "先空着" in visitor.press("#chat .chips.quiet .chip >> nth=0")
    visitor.say("保密期一般填什么？")
    visitor.press("#chat .chip:text('按建议改')")
    assert "5" in page.locator("#contract .fill[data-slot=confidentiality_years]").first.inner_text()
    visitor.say("保密期七年")
    visitor.press("#chat .back [data-do=amend]")
    assert visitor.typed() == "保密期七年"
    assert page.locator("#contract .fill[data-slot=confidentiality_years]").first.inner_text() != "7"
    page.fill(BOX, "")
    visitor.press("#chat .back .link:text('恢复')")
    assert page.locator("#contract .fill[data-slot=confidentiality_years]").first.inner_text() == "7"
