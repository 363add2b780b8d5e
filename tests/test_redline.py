"""Tracked changes: rejecting all gives the one text, accepting all the other, whatever was done to it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from assistant.checking.pairs import with_typed_numbers, words
from assistant.checking.terms import explained
from assistant.exporting.read import read_docx
from assistant.exporting.redline import as_base, redline
from assistant.exporting.revisions import settled
from knowledge.alignment import align
from knowledge.contract import compose
from tests.documents import FILLED, changed, draft_of, made, unzipped
from tests.mutating.kinds import KINDS
from tests.mutating.suite import BESIDE, VARIANTS, mutant, written
from tests.random_drafts import library

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXT_KINDS = [k for k in KINDS if not re.search(r"页眉|页脚|批注|脚注|修订|没处理|藏|看不见|白色|划掉|文本框|样式|条号|项号", k)
              and KINDS[k].__module__ not in BESIDE]


def said(data: bytes) -> list[object]:
    return [words(x) for x in with_typed_numbers(read_docx(data).lines)]


@pytest.mark.parametrize("template", sorted(FILLED))
@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_both_texts_are_in_it(template: str, kind: str) -> None:
    one = mutant(kind, template, next(iter(VARIANTS[template])), 1)
    if one is None:
        pytest.skip("the kind has no place in this contract")
    contract, _ = written(template, one.variant)
    made_ = redline(contract, read_docx(one.data), created=NOW)
    assert said(settled(made_, accept=True)) == said(one.data)
    assert said(settled(made_, accept=False)) == [words(x) for x in contract.lines]


def test_a_change_is_small_and_signed() -> None:
    data = made("data_coop").data or b""
    back = changed(data, lambda xml: xml.replace("期限为4年", "期限为14年"))
    contract = compose(library().templates["data_coop"], draft_of("data_coop").terms())
    body = unzipped(redline(contract, read_docx(back), created=NOW, author="对方"))["word/document.xml"]
    marks = re.findall(r'<w:(ins|del) w:id="\d+" w:author="对方" w:date="2026-11-22T09:00:00Z">.*?</w:\1>', body)
    assert marks == ["del", "ins"]
    assert re.search(r"<w:ins [^>]*><w:r><w:t[^>]*>14</w:t></w:r></w:ins>", body), "figures are replaced whole"


def test_amounts_and_parties_are_replaced_whole() -> None:
    contract = compose(library().templates["data_coop"], draft_of("data_coop").terms())
    new = made("data_coop", total_fee=650000, model_owner="甲方", model_license_scope=None).data or b""
    body = unzipped(redline(contract, read_docx(new), created=NOW))["word/document.xml"]
    deleted, inserted = (re.findall(rf"<w:{tag}[^>]*>([^<]+)</w:{tag}>", body) for tag in ("delText", "t"))
    assert {"560,000", "伍拾陆万元整", "乙方"} <= set(deleted)
    assert {"650,000", "陆拾伍万元整", "甲方"} <= set(inserted)


def test_two_versions_are_compared() -> None:
    template = library().templates["data_coop"]
    old = read_docx(made("data_coop", confidentiality_years=3).data or b"")
    new = read_docx(made("data_coop", model_owner="甲方", model_license_scope=None).data or b"")
    base = as_base(compose(template, explained(align(template, old.lines))), old)
    both = redline(base, new, created=NOW)
    assert said(settled(both, accept=False)) == [words(x) for x in old.lines]
    assert said(settled(both, accept=True)) == [words(x) for x in new.lines]
    assert "w:delText" in unzipped(both)["word/document.xml"]


def test_nothing_changed_nothing_marked() -> None:
    contract, data = written("train_service", "乙方所有")
    body = unzipped(redline(contract, read_docx(data), created=NOW))["word/document.xml"]
    assert "<w:ins " not in body and "<w:del " not in body
