"""Articles known only second-hand or from one source say so wherever a user can see them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.explaining import evidence
from assistant.answering.phrases import statute as spoken
from assistant.conversation import (
    Answer,
    Conversation,
    Part,
    Reply,
    StatuteCited,
    Turn,
    new_conversation,
)
from assistant.disposing import as_finding, trips
from assistant.draft import Set, Use, apply, fold
from assistant.entrances.shapes import answer_data, finding_data
from assistant.exporting.cover import finding_words
from assistant.gate import against_final
from assistant.linting import report, sarif
from assistant.page.chatting import finding_html
from assistant.page.guides import guide_html
from assistant.page.sources import _statute
from assistant.wording import finding_line
from knowledge.law import MARKS, Statute
from knowledge.library import Library
from knowledge.linting.linter import lint

WEAK = ("促进和规范数据跨境流动规定7", "生成式人工智能服务管理暂行办法7", "商事调解条例15", "法释〔2025〕15号第4条")


@pytest.fixture(scope="module", params=WEAK)
def weak(request: pytest.FixtureRequest, library: Library) -> Statute:
    found = library.laws.find(request.param)
    assert found is not None and found.mark in MARKS.values()
    return found


def near(text: str, statute: Statute) -> bool:
    """Whether every mention of the article's law is followed by the mark before the next law is named."""
    places = [m.start() for m in re.finditer(re.escape(statute.law), text)]
    return bool(places) and all(statute.mark in re.split("[；;\n]", text[at:])[0] for at in places)


def test_a_verified_article_has_no_mark(library: Library) -> None:
    assert all((s.mark == "") is (s.grade == "已核") for s in library.laws.all())
    assert library.laws.marked("民法典585；合同编通则解释64、65") == "民法典585；合同编通则解释64、65"


def test_the_mark_does_not_hide_the_citation(weak: Statute, library: Library) -> None:
    marked = library.laws.marked(f"民法典585；{weak.citation}；民法典586")
    assert near(marked, weak)
    assert [s.citation for s in library.laws.cited(marked)] == ["民法典585", weak.citation, "民法典586"]
    assert library.laws.problems(marked) == []


def test_every_basis_of_every_rule_is_marked(library: Library) -> None:
    marked = 0
    for rule in library.rules:
        for statute in library.laws.cited(rule.basis):
            if statute.mark:
                assert near(rule.basis, statute), rule.id
                marked += 1
    assert marked >= 8


def test_answers_say_it(weak: Statute, library: Library) -> None:
    cited = StatuteCited(weak.law, weak.article, weak.summary, weak.grade)
    answer = Answer("问", "answered", (Part("结论", "……"),), (), (cited,))
    assert weak.mark in spoken(weak) and weak.mark in spoken(weak, short=True)
    assert weak.mark in _statute(cited)
    assert answer_data(answer)["statutes"] == [{"law": weak.law, "article": weak.article, "note": weak.mark.strip("（）")}]
    assert any(weak.mark in e.name for e in evidence(answer, library))


def test_findings_say_it_in_every_form(library: Library, today: date, tmp_path: Path) -> None:
    template = library.templates["data_coop"]
    draft = apply(fold([[Use("data_coop")]]), Set("cross_border", True), 0)
    (item,) = [t for t in trips(library, template, draft, today) if t.rule.id == "R-DAT-10"]
    finding = as_finding(item, template, today)
    statute = library.laws.find(WEAK[0])
    assert statute is not None
    forms = [finding_line(finding), finding_words(template, finding), finding_data(finding)["basis"], finding_html(finding, "zh")]
    forms += [f.basis for f in against_final(library, template, draft, False, today) if f.rule == "R-DAT-10"]
    assert len(forms) == 5
    assert all(near(form, statute) for form in forms)


def test_the_linter_says_it(library: Library, tmp_path: Path) -> None:
    found = lint("第一条 争议\n争议可以提交苏州仲裁委员会仲裁或者向人民法院起诉。\n第二条 完\n第三条 完", library)
    statute = library.laws.find(WEAK[3])
    assert statute is not None
    path = tmp_path / "x.txt"
    log = sarif(path, found, library.rules)["runs"][0]
    rule = next(r for r in log["tool"]["driver"]["rules"] if r["id"] == "R-DIS-01")
    result = next(r for r in log["results"] if r["ruleId"] == "R-DIS-01")
    assert near(report(path, found), statute)
    assert near(rule["help"]["text"], statute)
    assert near(result["properties"]["basis"], statute)


def test_guides_on_the_page_say_it(library: Library) -> None:
    shown = 0
    for template in library.templates.values():
        conversation = _on(template.id)
        for _, clause in template.clauses():
            guide = template.guides.get(clause.name)
            weak = [s for b in guide.basis for s in library.laws.cited(b) if s.mark] if guide else []
            html = guide_html(conversation, library, "zh", clause.address) if weak else ""
            assert all(f"第{s.article}条{s.mark}" in html for s in weak), clause.address
            shown += len(weak)
    assert shown >= 3


def _on(template: str) -> Conversation:
    turn = Turn("", (), (Use(template),), Reply(""), "2026-11-22")
    return new_conversation(date(2026, 11, 22)).with_turn(turn)
