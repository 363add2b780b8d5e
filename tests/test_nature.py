"""What kind of contract this is in the eyes of the law: asked, it is answered from the rule; nothing else is taken for it."""

from __future__ import annotations

import pytest

from assistant.answering.cases import about_nature
from knowledge.library import Library


@pytest.mark.parametrize(
    "text",
    ["这份合同算技术开发还是技术服务？", "这个协议的性质是什么", "法律上这是什么性质的合同", "这是承揽合同还是委托合同", "合同定性怎么看"],
)
def test_asked_for_the_nature(library: Library, text: str) -> None:
    sheet = about_nature(library, text)
    assert sheet is not None
    answer = sheet.answer("answered")
    assert "看内容不看名称" in answer.text
    assert {("民法典", 851), ("民法典", 878), ("民法典", 770)} <= {(s.law, s.article) for s in answer.statutes}
    assert [(f.rule, f.severity) for f in answer.findings] == [("R-ACC-06", "info")]


@pytest.mark.parametrize(
    "text",
    ["承揽合同任意解除权的排除及其效力", "我该用哪种合同", "双方法律关系的性质怎么定性", "如果被认定为承揽，乙方能随时解除吗", "服务费还是训练费", "仲裁还是诉讼"],
)
def test_other_questions(library: Library, text: str) -> None:
    assert about_nature(library, text) is None


def test_no_question_of_the_bank_is_taken_for_it(library: Library) -> None:
    assert [q.text for q in library.questions if about_nature(library, q.text)] == []
