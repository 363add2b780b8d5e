"""One conversation from the first word to its deletion, in a real browser, over a restart of the program."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.checking.checker import check_document
from assistant.exporting.read import read_docx
from knowledge.library import open_library
from tests.browser.driving import ANSWERS, BOX, Visitor
from tests.browser.serving import Server
from tests.documents import made

pytestmark = pytest.mark.browser


def plain(words: str) -> str:
    return "".join(words.split())


def test_from_the_first_word_to_deletion(visit: Callable[..., Visitor], server: Server) -> None:
    visitor = visit(server)
    begin_and_fill(visitor)
    ask_correct_and_edit(visitor)
    refused_while_open(visitor)
    sound(visitor.download())
    visitor.reload()
    as_it_was(visitor)
    not_kept(visitor, server)
    ids = visitor.conversations()
    over_a_restart(visitor, server)
    visitor.reload()
    assert len(visitor.conversations()) == 1
    delete(visitor, server, ids)
    assert "Traceback" not in server.log


def begin_and_fill(visitor: Visitor) -> None:
    visitor.press("button.start >> nth=0")
    reply = visitor.say("甲方是合肥云帆数据科技有限公司，乙方是杭州观澜智能科技有限公司，保密期五年")
    assert "合肥云帆数据科技有限公司" in reply
    contract = plain(visitor.contract())
    assert "合肥云帆数据科技有限公司" in contract
    assert "杭州观澜智能科技有限公司" in contract
    assert visitor.page.locator("#contract .fill.fresh").count() >= 3


def ask_correct_and_edit(visitor: Visitor) -> None:
    page = visitor.page
    visitor.say("模型归谁？")
    page.locator("#chat button.source").first.click()
    page.wait_for_selector("#evidence .quote.chosen mark")
    visitor.say("不对，保密改成三年")
    visitor.tab("contract")
    fresh = page.locator("#contract .fill.fresh").first
    assert fresh.inner_text() == "3"
    paper, place = page.locator("#contract .paper").bounding_box(), fresh.bounding_box()
    assert paper["y"] < place["y"] < paper["y"] + paper["height"]
    page.locator("#contract .fill[data-slot=party_a_phone]").first.click()
    field = page.locator(".pop input")
    page.wait_for_function("document.activeElement.id === 'fill-party_a_phone'")
    field.fill("12")
    field.press("Enter")
    page.wait_for_selector(".pop .note.bad")
    assert field.input_value() == "12"
    assert page.locator("#field-party_a_phone[aria-invalid]").count() == 1
    field.fill("0551-65550123")
    field.press("Enter")
    page.wait_for_selector(".pop", state="detached")
    assert "0551-65550123" in plain(page.locator("#contract .paper").text_content() or "")
    page.wait_for_function("document.activeElement?.dataset.slot === 'party_a_phone'")


def refused_while_open(visitor: Visitor) -> None:
    visitor.page.click("#make-final")
    assert visitor.page.locator("#review [data-do=final]").is_disabled()
    assert visitor.page.locator("#review .step.todo [data-do=fill]").count() > 10
    assert "正式版现在还不能出" in visitor.say("出正式版")
    assert not visitor.page.locator("#final-file").is_visible()
    visitor.tab("contract")


def sound(data: bytes) -> None:
    """The bytes are a Word file that reads back as the draft; empty blanks are all it may lack."""
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    template = open_library().templates["data_coop"]
    checked = check_document(template, read_docx(data), None)
    assert checked.values["party_a_name"] == "合肥云帆数据科技有限公司"
    assert checked.values["confidentiality_years"] == 3


def as_it_was(visitor: Visitor) -> None:
    """After a reload: the contract, what was said, and the way from a source number to its words."""
    contract = plain(visitor.contract())
    assert "合肥云帆数据科技有限公司" in contract
    assert "3年" in contract
    said = visitor.page.locator("#chat .turn.user").all_inner_texts()
    assert any("不对，保密改成三年" in s for s in said)
    assert visitor.page.locator("#evidence .quote.chosen").count() == 0
    visitor.page.locator("#chat button.source").first.click()
    visitor.page.wait_for_selector("#evidence .quote.chosen mark")
    visitor.tab("contract")


def not_kept(visitor: Visitor, server: Server) -> None:
    """While the data folder can't be written, a message comes back with the reason."""
    before = visitor.page.locator(ANSWERS).count()
    kept = server.home / "conversations.sqlite"
    kept.rename(kept.with_suffix(".away"))
    kept.mkdir()
    visitor.page.fill(BOX, "保密期改成六年")
    visitor.page.press(BOX, "Enter")
    visitor.page.wait_for_selector("#trouble .trouble")
    assert "NIYUE_HOME" in visitor.page.inner_text("#trouble")
    assert visitor.typed() == "保密期改成六年"
    assert visitor.page.locator(ANSWERS).count() == before
    kept.rmdir()
    kept.with_suffix(".away").rename(kept)
    visitor.page.press(BOX, "Enter")
    visitor.answer(before)
    assert "6年" in plain(visitor.contract())
    assert visitor.page.locator("#trouble .trouble").count() == 0


def over_a_restart(visitor: Visitor, server: Server) -> None:
    """A message sent while the program is closed comes back; the open tab goes on when it runs again."""
    server.stop()
    visitor.page.fill(BOX, "保密期改成四年")
    visitor.page.press(BOX, "Enter")
    visitor.page.wait_for_selector("#trouble .trouble")
    assert visitor.typed() == "保密期改成四年"
    with visitor.page.expect_navigation(timeout=60_000):  # the page finds its server again and loads anew
        server.start()
    visitor.page.wait_for_function("document.querySelector('#message textarea')?.value === '保密期改成四年'")
    visitor.page.wait_for_selector("#chat .turn.assistant")
    visitor.page.press(BOX, "Enter")
    visitor.page.wait_for_selector("#contract .fill[data-slot=confidentiality_years]:text('4')", state="attached")
    assert visitor.typed() == ""


def delete(visitor: Visitor, server: Server, ids: list[str]) -> None:
    assert any((server.home / "files" / id).exists() for id in ids)
    visitor.choose("delete")
    visitor.page.wait_for_selector(".welcome")
    assert visitor.questions
    assert not any((server.home / "files" / id).exists() for id in ids)
    visitor.reload()
    visitor.page.wait_for_selector(".welcome")
    assert visitor.conversations() == []


def test_through_the_review_to_the_final_file_and_its_versions(visitor: Visitor) -> None:
    page = visitor.page
    data = made("data_coop", party_b_uscc=None, confidentiality_years=50).data
    assert data
    visitor.give("谈好的稿.docx", data)
    visitor.say("对")
    visitor.download()
    page.click("#make-final")
    page.wait_for_selector("#review .versions li")
    assert page.locator("#review .step.todo").count() == 1
    visitor.press("#review [data-do=fix]")
    page.click("#review [data-do=fill][data-slot=party_b_uscc]")
    page.fill(".pop input", "91510107MA6QR3T458")
    page.keyboard.press("Enter")
    page.wait_for_selector("#review [data-do=final]:enabled")
    assert page.inner_text("#tab-review").endswith("✓")
    visitor.press("#review [data-do=final]")
    final = visitor.download("#final-file")
    checked = check_document(open_library().templates["data_coop"], read_docx(final), None)
    assert (checked.values["confidentiality_years"], checked.values["party_b_uscc"]) == (5, "91510107MA6QR3T458")
    page.wait_for_selector("#review [data-do=compare]")
    page.click("#review [data-do=compare]")
    page.wait_for_selector("#review .compared li")
    assert "50年改为5年" in plain(page.inner_text("#review .compared"))
    visitor.reload()
    visitor.tab("review")
    with page.expect_download() as found:
        page.click("#review [data-do=fetch][data-number='2']")
    assert Path(found.value.path()).read_bytes() == final
    page.click("#review [data-do=forget][data-number='2']")
    page.wait_for_selector("#review [data-do=forget][data-number='2']", state="detached")
    assert page.locator("#review .versions li").count() == 1
