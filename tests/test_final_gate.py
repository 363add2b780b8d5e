"""The final gate: nothing is signed while something is open, wrong or waiting, and each is said with what to do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.commandline import main
from assistant.draft import Draft
from assistant.entrances import answering
from assistant.entrances.requests import Drafting
from assistant.exporting.document import Exported, export
from assistant.exporting.read import read_docx
from tests.documents import FILLED, draft_of
from tests.random_drafts import TODAY, library

TEMPLATES = pytest.mark.parametrize("template", sorted(FILLED))
TO_DO = re.compile("请|可以先|改成|填")


def final(draft: Draft, pending: bool = False) -> Exported:
    known = library()
    return export(known, known.templates[draft.template], draft, final=True, today=TODAY, pending=pending)


@TEMPLATES
def test_every_required_slot_holds_it_back_by_itself(template: str) -> None:
    """One required value taken out at a time: refused, named, with what to do; all in: granted."""
    known, whole = library().templates[template], draft_of(template)
    assert final(whole).data
    tried = 0
    for slot in [s for s in whole.entries if known.slots[s].required == "必填"]:
        less = replace(whole, entries={k: v for k, v in whole.entries.items() if k != slot})
        made = final(less)
        if slot not in less.active(known):
            continue
        tried += 1
        (finding,) = [f for f in made.findings if f.rule == "R-STR-01"]
        assert made.data is None and slot in finding.where.split(",") and known.slots[slot].label in finding.message
        assert TO_DO.search(finding.message)
    assert tried > 10


@TEMPLATES
def test_an_error_or_a_waiting_question_holds_it_back(template: str) -> None:
    waiting = final(draft_of(template), pending=True)
    assert waiting.data is None and any("请先在对话里回" in f.message for f in waiting.findings)
    wrong = final(draft_of(template, copies_total=3, copies_each=2))
    errors = [f for f in wrong.findings if f.severity == "error"]
    assert wrong.data is None and errors and all(TO_DO.search(f.message) for f in errors)


@TEMPLATES
def test_command_line_and_api_refuse_with_the_same_reasons(
    template: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given: dict[str, Any] = {**FILLED[template], "copies_total": 3, "copies_each": 2}
    given.pop("party_a_name")
    (tmp_path / "values.json").write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    code = main(["draft", "--template", template, "--values", str(tmp_path / "values.json"), "--today", f"{TODAY}",
                 "--out", str(tmp_path / "x.docx"), "--final", "--json"])  # fmt: skip
    said = json.loads(capsys.readouterr().out)
    assert code == 1 and not (tmp_path / "x.docx").exists()
    made = answering.draft(library(), Drafting(template=template, values=given, final=True, today=date.fromisoformat(f"{TODAY}")), TODAY)
    assert made.data is None
    assert [(f.rule, f.message) for f in made.findings] == [(f["rule"], f["message"]) for f in said["findings"]]
    assert {"R-STR-01"} < {f.rule for f in made.findings if f.severity == "error"}


@TEMPLATES
def test_a_draft_says_on_page_one_what_is_open_and_warned_of(template: str) -> None:
    """The same draft is written as a draft; its notes name each open slot, each default and each objection."""
    known = library()
    draft = draft_of(template, party_a_name=None, total_fee=None, copies_total=3, copies_each=2)
    made = export(known, known.templates[template], draft, final=False, today=TODAY)
    assert made.data
    document = read_docx(made.data)
    notes = "\n".join(note.text for note in document.notes)
    assert document.notes[0].place == 0 and document.lines[0].place > document.notes[-1].place
    slots = known.templates[template].slots
    assert all(slots[s].label in notes for s in (*made.open, *made.assumed)) and "party_a_name" in made.open
    assert all(" ".join(f.message.split()) in notes for f in made.findings)
