"""A file that came back is given to the page: dropped or chosen, compared, taken over, and not kept."""

from __future__ import annotations

import pytest

from tests.browser.driving import Visitor
from tests.browser.serving import Server
from tests.documents import made
from tests.test_returned import edited

pytestmark = pytest.mark.browser


def test_a_contract_goes_out_comes_back_and_is_taken_over(visitor: Visitor, server: Server) -> None:
    sent = made("data_coop").data
    assert sent
    assert "接着起草" in visitor.give("我方稿.docx", sent)
    visitor.say("对")
    assert "合肥云帆数据科技有限公司" in visitor.contract()
    reply = visitor.give("对方稿.docx", edited(sent))
    assert "验收合格证明" in "".join(reply.split()) or "3.4" in reply
    assert visitor.page.locator("#chat .difference ins").count() >= 1
    visitor.press("#chat .proposal .chip.main")
    assert "期限为6年" in visitor.contract().replace(" ", "").replace("\n", "")
    visitor.reload()
    assert visitor.page.locator("#chat .difference ins").count() >= 1
    kept = [p.name for p in server.home.rglob("*") if "对方稿" in p.name]
    assert kept == []


def test_a_file_that_cannot_be_used_is_told(visitor: Visitor) -> None:
    assert "没法核对" in visitor.give("坏的.docx", b"not a word file")
    assert visitor.page.locator("#trouble .trouble").count() == 0


def test_a_dropped_file_is_checked(visitor: Visitor) -> None:
    visitor.page.evaluate(
        """() => { const data = new DataTransfer();
        data.items.add(new File(['甲方：甲公司\\n第一条 费用\\n费用为______元。\\n'], '别家.txt', {type: 'text/plain'}));
        for (const kind of ['dragover', 'drop']) document.querySelector('#chat')
          .dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true})); }"""
    )
    assert "别家.txt" in visitor.answer(0)
