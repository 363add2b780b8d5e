"""The gate: a quote is exact or it is not a quote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.answering.gate import passed, standing, verify
from assistant.conversation import Answer, Citation, Part
from knowledge.library import Library
from knowledge.passages import Passage

Change = Callable[[str], str]
FALSE: dict[str, Change] = {
    "a number": lambda t: re.sub(r"[一二三四五六七八九十]+(?=个?(?:工作日|日|年|月|款))", "八十八", t),
    "the parties": lambda t: t.translate(str.maketrans("甲乙", "乙甲")),
    "不 dropped": lambda t: t.replace("不", "", 1),
    "无需 inserted": lambda t: t.replace("应", "无需", 1),
    "不 inserted": lambda t: t.replace("应当", "不应当", 1).replace("可以", "不可以", 1),
    "年 for 月 or 日": lambda t: re.sub("年|日", "月", t, count=1),
    "可 for 应": lambda t: t.replace("应当", "可以").replace("应", "可"),
}
TRUE: dict[str, Change] = {
    "as it is": lambda t: t,
    "half width": lambda t: unicodedata.normalize("NFKC", t),
    "full width": lambda t: re.sub(r"[0-9A-Za-z%()]", lambda m: chr(ord(m[0]) + 0xFEE0), t),
    "spaces": lambda t: re.sub("(?<=[，。；、])", " ", t),
}


def sentences(library: Library) -> list[tuple[Passage, str]]:
    """Long sentences of all clauses of both templates."""
    return [
        (p, s) for group in library.passages.values() for p in group
        for s in re.findall(r"[^。；\n]{12,}[。；]", p.text)
    ]


def cases(library: Library, changes: dict[str, Change], changed: bool, most: int) -> list[tuple[Passage, str, str]]:
    """(passage, its sentence, the sentence as it is quoted), spread over the clauses."""
    found = []
    for number, change in enumerate(changes.values()):
        made = [(p, s, change(s)) for p, s in sentences(library)]
        fitting = [m for m in made if not changed or m[1] != m[2]][number::7]
        found += fitting[: -(-most // len(changes))]
    return found


def quoting(passage: Passage, quote: str) -> Answer:
    """An answer that cites a passage in these words."""
    start = max(passage.text.find(quote[:4]), 0)
    citation = Citation(passage.template, passage.address, quote, start, start + len(quote))
    part = Part("条款", f"{passage.address}「{passage.title}」：“{quote}”", (0,))
    return Answer("问", "answered", (part,), (citation,))


def test_falsified_quotes_are_rejected(library: Library) -> None:
    false = cases(library, FALSE, True, 70)
    assert len(false) >= 60
    for passage, sentence, quote in false:
        assert standing(quote, passage.text) is None, (sentence, quote)
        after = passed(quoting(passage, quote), library)
        assert not after.citations and not after.parts, quote


def test_true_quotes_are_accepted_in_the_words_of_the_source(library: Library) -> None:
    true = cases(library, TRUE, False, 60)
    assert len(true) >= 60
    for passage, _, quote in true:
        after = passed(quoting(passage, quote), library)
        assert after.status == "answered" and verify(after, library) == ()
        cited = after.citations[0]
        assert passage.text[cited.start : cited.end] == cited.quote and cited.quote in after.parts[0].text


def test_a_second_quote_that_nothing_cites_is_not_shown(library: Library) -> None:
    passage, sentence = sentences(library)[0]
    good = quoting(passage, sentence)
    more = replace(good.parts[0], text=good.parts[0].text + "；“甲方无需承担任何责任和费用。”")
    assert not passed(replace(good, parts=(more,)), library).parts


@pytest.mark.parametrize("quote", ["", " ", "。。。。"])
def test_nothing_is_no_quote(library: Library, quote: str) -> None:
    passage, _ = sentences(library)[0]
    assert standing(quote, passage.text) is None
