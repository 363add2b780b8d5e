"""English mixed into a question finds the clause all the same; whole words only."""

from __future__ import annotations

import pytest

from knowledge.english import with_chinese


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [
        ("What about confidentiality?", "保密"),
        ("who owns the IP", "知识产权"),
        ("Force Majeure 咋写的", "不可抗力"),
        ("NDA要签几年", "保密"),
    ],
)
def test_contract_words_are_given_their_chinese_names(asked: str, chinese: str) -> None:
    assert with_chinese(asked).startswith(asked)
    assert chinese in with_chinese(asked)


@pytest.mark.parametrize("asked", ["保密几年？", "zip 文件怎么传", "Qwen3-8B 能用吗", ""])
def test_other_words_are_left_alone(asked: str) -> None:
    assert with_chinese(asked) == asked
