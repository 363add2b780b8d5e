"""Traditional characters: put as simplified ones, place for place; what is simplified already is left alone."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.conversation import new_conversation
from assistant.dialogue import Assistant
from assistant.moves import Choose
from assistant.reading import RuleReader
from knowledge.lexical import grams
from knowledge.library import Library
from knowledge.simplified import simplified
from tests.bench.dialogues import Silence


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("驗收期限二十個工作天", "验收期限二十个工作天"),
        ("總價人民幣六十二萬五千元整,保固六個月", "总价人民币六十二万五千元整,保固六个月"),
        ("著作权归谁,乾坤集团的代表於某", "著作权归谁,乾坤集团的代表於某"),
        ("GPU 8卡 ①②🙂", "GPU 8卡 ①②🙂"),
    ],
)
def test_each_character_stays_in_its_place(said: str, meant: str) -> None:
    assert simplified(said) == meant
    assert len(simplified(said)) == len(said)


def test_words_are_found_in_either_script() -> None:
    assert grams("保密違約金") == grams("保密违约金")


def test_a_conversation_in_traditional_characters_fills_the_draft(library: Library) -> None:
    assistant = Assistant(library, RuleReader(library), Silence())
    today = date(2026, 11, 22)
    talk = assistant.apply(new_conversation(today), (Choose("train_service"),), "", today)
    for said in ("總價人民幣六十二萬五千元", "保密五年,合約一共四份", "我們驗收要二十個工作天"):
        talk = assistant.reply(talk, said, today)
    values = talk.draft.values
    assert (values["total_fee"], values["confidentiality_years"], values["copies_total"]) == (625000, 5, 4)
    assert values["model_inspection_days"] == 20
