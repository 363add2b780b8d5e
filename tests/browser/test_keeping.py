"""Whose data it is, where it stays, and what never leaves: storage, isolation, escaping, other sites."""

from __future__ import annotations

import json
import urllib.request
import zipfile
from collections.abc import Callable
from urllib.error import HTTPError

import pytest

from tests.browser.driving import BOX, Visitor
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

EVIL = "<script>window.hit=1</script><img src=x onerror=\"window.hit=2\"> {{constructor}} ${window.hit=3} `x` \"' onmouseover='window.hit=4"


def test_the_page_comes_up_before_anything_heavy(visitor: Visitor, server: Server) -> None:
    visitor.say("起草训练数据合作协议")
    visitor.say("模型归谁？")
    loaded = server.loaded.read_text(encoding="utf-8").split()
    serving = max(i for i, word in enumerate(loaded) if word == str(server.port))
    heavy = [word for word in loaded if not word.isdigit()]
    assert heavy, "nothing heavy is ever loaded, or it is not written down"
    assert not [word for word in loaded[:serving] if word in heavy]


def test_nothing_leaves_the_machine_and_nothing_is_written_elsewhere(visitor: Visitor, server: Server) -> None:
    visitor.say("起草训练数据合作协议")
    visitor.say("模型归谁？")
    visitor.download()
    assert visitor.requests > 10
    assert visitor.outside == []
    assert server.outside() == []
    assert server.written() == []
    assert visitor.errors == []


def test_what_people_type_is_never_markup(visitor: Visitor) -> None:
    visitor.say("起草训练数据合作协议")
    visitor.say(EVIL)
    visitor.say(f"补充一条：{EVIL}")
    visitor.tab("fields")
    field = "#field-party_a_address"
    visitor.page.fill(field, f"合肥市蜀山区{EVIL}88号")
    visitor.page.press(field, "Enter")
    visitor.answer(3)
    visitor.page.wait_for_timeout(300)
    assert visitor.page.evaluate("window.hit") is None
    assert visitor.page.locator("#chat img, #contract img, #fields img, .chat script").count() == 0
    assert "<script>window.hit=1</script>" in visitor.page.locator("#chat .turn.user").nth(1).inner_text()
    assert "${window.hit=3}" in visitor.page.locator("#chat .turn.user").nth(1).inner_text()
    visitor.reload()
    assert visitor.page.evaluate("window.hit") is None


def test_two_people_never_see_each_other(visit: Callable[..., Visitor], server: Server) -> None:
    first, second = visit(server), visit(server)
    first.say("起草训练数据合作协议")
    first.say("甲方是合肥云帆数据科技有限公司")
    second.say("起草模型训练合同")
    assert "云帆" not in second.page.inner_text("body")
    assert len(second.conversations()) == 1
    stolen = first.page.locator("#chat .chat").get_attribute("data-conversation")
    second.page.evaluate("(id) => sessionStorage.setItem('niyue', id)", stolen)
    second.reload()
    assert "云帆" not in second.page.inner_text("body")


def test_two_tabs_work_on_their_own_conversation(visit: Callable[..., Visitor], server: Server) -> None:
    first = visit(server)
    first.say("起草训练数据合作协议")
    second = visit(server, beside=first)
    second.page.click("#mast [data-do=new]")
    second.page.wait_for_selector(".welcome")
    second.say("起草模型训练合同")
    first.say("保密期五年")
    assert "数据合作协议" in first.contract()
    assert "数据合作协议" not in second.contract()
    first.reload()
    second.reload()
    assert "数据合作协议" in first.contract()
    assert "数据合作协议" not in second.contract()


def test_a_conversation_is_renamed_copied_and_found_again(visitor: Visitor) -> None:
    page = visitor.page
    visitor.say("起草训练数据合作协议，甲方是合肥云帆数据科技有限公司")
    assert "合肥云帆数据科技" in page.inner_text("#mast .history summary")
    visitor.prompted = "给<b>老王</b>的那份"
    visitor.choose("rename")
    page.wait_for_selector("#mast .history summary:has-text('老王')")
    visitor.choose("duplicate")
    page.wait_for_selector("#mast .history summary:has-text('另一份')")
    visitor.say("保密期七年")
    assert len(visitor.conversations()) == 2
    page.click("#mast .history summary")
    page.click("#mast .history [data-do=open]:not([aria-current])")
    page.wait_for_selector("#contract .fill.open[data-slot=confidentiality_years]", state="attached")
    assert page.inner_text("#mast .history summary") == "给<b>老王</b>的那份"
    assert page.locator("#mast .history b b").count() == 0


def test_a_conversation_leaves_with_its_versions(visitor: Visitor) -> None:
    visitor.say("起草训练数据合作协议，甲方是合肥云帆数据科技有限公司")
    visitor.download()
    visitor.tab("review")
    visitor.page.wait_for_selector("#review .versions li")
    for place in ("#review", "#mast"):
        if place == "#mast":
            visitor.page.click("#mast .manage summary")
        with visitor.page.expect_download() as coming:
            visitor.page.click(f"{place} [data-do=fetch][data-number=all]")
        with zipfile.ZipFile(coming.value.path()) as archive:
            assert "合肥云帆" in archive.read("对话.md").decode()
            assert sum(name.startswith("版本/") for name in archive.namelist()) == 1
    assert visitor.errors == []


def test_all_my_data_can_be_deleted(visit: Callable[..., Visitor], server: Server) -> None:
    other, mine = visit(server), visit(server)
    other.say("起草训练数据合作协议")
    for _ in range(2):
        mine.say("起草训练数据合作协议")
        mine.download()
        mine.page.click("#mast [data-do=new]")
        mine.page.wait_for_selector(".welcome")
    ids = mine.conversations()
    assert sum((server.home / "files" / id).exists() for id in ids) == 2
    mine.choose("wipe")
    mine.page.wait_for_function("!document.querySelector('#mast [data-do=open]')")
    assert "2" in mine.questions[-1]
    assert not any((server.home / "files" / id).exists() for id in ids)
    other.reload()
    assert "数据合作协议" in other.contract()


def request(server: Server, path: str, origin: str = "", host: str = "", body: object = None) -> int:
    """Return the status that another program's request gets."""
    headers = {"Content-Type": "application/json"}
    headers |= {"Origin": origin} if origin else {}
    headers |= {"Host": host} if host else {}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(server.url + path, data, headers), timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code


def test_other_sites_and_other_names_are_refused(server: Server) -> None:
    assert request(server, "/") == 200
    assert request(server, "/", host="evil.example") == 403
    post = "/gradio_api/run/predict"
    assert request(server, post, origin="http://evil.example", body={"data": [], "fn_index": 0}) == 403
    assert request(server, post, origin="null", body={"data": [], "fn_index": 0}) == 403
    assert request(server, post, origin="http://127.0.0.1:1", body={"data": [], "fn_index": 0}) == 403
    assert request(server, post, origin=server.url, body={"data": [], "fn_index": 0}) != 403
    assert request(server, "/gradio_api/upload", body={}) == 403
    assert request(server, f"/gradio_api/file={server.home / 'conversations.sqlite'}") == 403


def test_no_endpoint_is_offered_to_programs(server: Server) -> None:
    with urllib.request.urlopen(f"{server.url}/gradio_api/info", timeout=10) as answer:
        offered = json.load(answer)
    assert offered["named_endpoints"] == {}
    assert offered["unnamed_endpoints"] == {}


def test_english_and_back(visitor: Visitor) -> None:
    page = visitor.page
    page.click("#mast [data-language=en]")
    page.wait_for_selector("#mast [data-language=zh]")
    assert page.get_by_label("Your message").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "It is not" in page.inner_text(".welcome")
    visitor.say("起草训练数据合作协议")
    visitor.reload()
    assert page.locator("#tabs [role=tab]").first.inner_text() == "Contract"
    page.click("#mast [data-language=zh]")
    page.wait_for_selector("#mast [data-language=en]")
    assert page.locator("#tabs [role=tab]").first.inner_text() == "合同"
    assert page.locator(BOX).get_attribute("placeholder") == "说说这次合作，或者问一个条款"
