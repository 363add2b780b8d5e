"""Files that came back: found to be ours, compared, or read as any contract; values taken over with a yes."""

from __future__ import annotations

import re
from datetime import date

import pytest

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.draft import Draft
from assistant.exporting.manifest import hash_of
from assistant.exporting.read import read_docx
from assistant.page.chatting import chat_html
from assistant.reading.rules import RuleReader
from assistant.returned import LARGEST, returned
from assistant.taking import taken
from knowledge.alignment import plain_text
from knowledge.library import Library, open_library
from tests.documents import changed, draft_of, made
from tests.test_desk import Answers
from tests.test_page import Tags

TODAY = date(2026, 11, 22)
CLEAN = "技术服务合同\n甲方：上海某某信息有限公司\n第一条 服务内容\n甲方委托乙方开发软件。\n第三条 费用\n费用为人民币壹拾万元（¥120,000）。\n"


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="module")
def sent() -> bytes:
    data = made("data_coop").data
    assert data
    return data


def edited(sent: bytes) -> bytes:
    """The other side wants six years instead of four, and another word in a clause."""
    data = changed(sent, lambda xml: xml.replace("期限为4年", "期限为6年", 1))
    return changed(data, lambda xml: xml.replace("验收合格证明", "验收意见", 1))


def test_what_was_sent_and_came_back_untouched_differs_nowhere(library: Library, sent: bytes) -> None:
    found = returned(library, draft_of("data_coop"), "合同.docx", sent, TODAY)
    assert found.checked.template == library.templates["data_coop"].title
    assert (found.checked.differences, found.checked.values, found.findings, found.proposals) == ((), (), (), ())
    assert "一处不差" in found.told[0]


def test_every_change_of_the_other_side_is_told_with_its_clause(library: Library, sent: bytes) -> None:
    draft = draft_of("data_coop")
    found = returned(library, draft, "C:\\\\下载\\\\合同.docx", edited(sent), TODAY)
    assert found.checked.name == "合同.docx"
    told = {(d.address, d.kind) for d in found.checked.differences}
    assert ("3.4", "words") in told
    assert [(v.slot, v.ours, v.theirs) for v in found.checked.values] == [("confidentiality_years", "4 年", "6 年")]
    assert len(found.proposals) == 1
    assert found.findings == ()


def test_what_is_hidden_in_a_clause_is_told_beside_its_change(library: Library, sent: bytes) -> None:
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>甲方除外</w:t></w:r>'
    data = changed(edited(sent), lambda xml: re.sub(r"(期限为6年.*?)(</w:p>)", rf"\1{white}\2", xml, count=1, flags=re.S))
    found = returned(library, draft_of("data_coop"), "合同.docx", data, TODAY)
    assert ("5.3", "value") in {(d.address, d.kind) for d in found.checked.differences}
    assert ["甲方除外" in f.message for f in found.findings] == [True]


def test_words_made_hard_to_see_are_no_untouched_file(library: Library, sent: bytes) -> None:
    data = changed(sent, lambda xml: xml.replace("<w:trPr>", "<w:trPr><w:hidden/>", 1))
    found = returned(library, draft_of("data_coop"), "合同.docx", data, TODAY)
    assert found.findings and "一处不差" not in found.told[0]
    assert "改过" in found.told[1]


def test_a_forged_record_does_not_call_an_edited_file_untouched(library: Library, sent: bytes) -> None:
    """Whoever edits the text can also write the fingerprint of the new text into the file."""
    data = edited(sent)
    text = hash_of(plain_text(read_docx(data).lines))
    data = changed(data, lambda xml: re.sub(r'(text_sha256"><vt:lpwstr>)\w+', rf"\g<1>{text}", xml), "docProps/custom.xml")
    found = returned(library, draft_of("data_coop"), "合同.docx", data, TODAY)
    assert found.checked.differences and "以后改过" in found.told[1]
    assert any("靠不住" in f.message for f in found.findings)


def test_a_file_of_the_other_template_is_compared_with_that_template(library: Library) -> None:
    data = made("train_service").data
    assert data
    found = returned(library, draft_of("data_coop"), "x.docx", data, TODAY)
    assert found.checked.template == library.templates["train_service"].title
    assert found.checked.values == ()
    assert found.proposals == ()


def test_a_contract_of_somebody_elses_is_read_as_any_contract(library: Library) -> None:
    found = returned(library, Draft(), "别家.txt", CLEAN.encode(), TODAY)
    assert found.checked.template == ""
    assert any("第6行" in f.message for f in found.findings)
    assert "不是照我的模板写的" in found.told[0]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("图.png", b"x", "只认"), ("合同.docx", b"not a zip", "没法核对"), ("合同.docx", b"", "没法核对"),
        ("空.txt", b"  ", "没法核对"), ("", b"x", "只认"), ("大.txt", b"x" * (LARGEST + 1), "太大"),
        ("旧.txt", bytes(range(256)) * 3, "没法核对"),
    ],
)
def test_what_cannot_be_used_is_said(library: Library, name: str, data: bytes, words: str) -> None:
    found = returned(library, Draft(), name, data, TODAY)
    assert words in found.told[0]
    assert found.findings == ()


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return Assistant(library, RuleReader(library), Answers())


def test_a_yes_takes_the_other_sides_value_over(assistant: Assistant, sent: bytes) -> None:
    talked = assistant.reply(assistant.check(new_conversation(TODAY), "合同.docx", sent, TODAY), "对", TODAY)
    told = assistant.check(talked, "合同.docx", edited(sent), TODAY)
    assert told.draft == talked.draft
    assert "改成6 年？" in told.turns[-1].reply.text
    assert Conversation.from_json(told.to_json()) == told
    assert assistant.reply(told, "对", TODAY).draft.values["confidentiality_years"] == 6
    assert assistant.reply(told, "不用", TODAY).draft.values["confidentiality_years"] == 4


def wanting_more(sent: bytes) -> bytes:
    """The other side also wants the data sent by mail."""
    return changed(edited(sent), lambda xml: xml.replace("加密移动硬盘当面交接", "电子邮件发送", 1))


@pytest.mark.parametrize(
    ("words", "years", "how", "waiting"),
    [
        ("换成对方的", 6, "电子邮件发送", 0), ("就按他们的来吧", 6, "电子邮件发送", 0), ("照文件里的改", 6, "电子邮件发送", 0),
        ("都听对方的", 6, "电子邮件发送", 0), ("接受", 6, "电子邮件发送", 0), ("保密年限按对方的", 6, "加密移动硬盘当面交接", 1),
        ("数据交付方式和保密年限用对方的", 6, "电子邮件发送", 0), ("还是用我们的", 4, "加密移动硬盘当面交接", 0),
        ("都不改", 4, "加密移动硬盘当面交接", 0), ("模型归属改成对方", 4, "加密移动硬盘当面交接", 1),
        ("保密年限改成三年", 3, "加密移动硬盘当面交接", 1), ("付款方式按对方的", 4, "加密移动硬盘当面交接", 1),
    ],
)  # fmt: skip
def test_the_other_sides_values_are_taken_over_with_a_word(
    assistant: Assistant, sent: bytes, words: str, years: int, how: str, waiting: int
) -> None:
    """All of them or those that are named; what is not named goes on waiting."""
    talked = assistant.reply(assistant.check(new_conversation(TODAY), "合同.docx", sent, TODAY), "对", TODAY)
    talked = assistant.reply(assistant.check(talked, "合同.docx", wanting_more(sent), TODAY), words, TODAY)
    assert talked.last is not None
    values = talked.draft.values
    assert (values["confidentiality_years"], values["data_delivery_method"]) == (years, how)
    assert len(talked.last.proposals) == waiting


def test_without_a_file_nothing_is_taken_over(library: Library) -> None:
    slots = library.templates["data_coop"].slots
    assert taken(new_conversation(TODAY), slots, "换成对方的") == ()


def test_a_draft_can_go_on_from_a_file(assistant: Assistant, sent: bytes) -> None:
    told = assistant.check(new_conversation(TODAY), "合同.docx", sent, TODAY)
    assert not told.draft.template
    going = assistant.reply(told, "对", TODAY)
    assert going.draft.template == "data_coop"
    assert going.draft.values["party_a_name"] == "合肥云帆数据科技有限公司"
    assert going.draft.values["data_list_rows"] == draft_of("data_coop").values["data_list_rows"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_struck_and_new_words(assistant: Assistant, sent: bytes, language: str) -> None:
    talked = assistant.reply(new_conversation(TODAY), "起草训练数据合作协议，保密期四年", TODAY)
    shown = Tags(chat_html(assistant.check(talked, "<b>.docx", edited(sent), TODAY), language))
    assert {"del", "ins"} <= shown.names()
    assert "<b>.docx" in shown.words
    assert any(a.get("data-slot") == "confidentiality_years" for _, a in shown.found)
