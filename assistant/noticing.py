"""What a turn makes worth a word besides the rules on values: clauses gone, own words, values without a clause."""

from __future__ import annotations

from collections.abc import Collection

from assistant import wording
from assistant.disposing import Outcome
from assistant.draft import Draft, Extra, Set, Switch, apply
from assistant.offering import adding
from assistant.reviewing import review
from knowledge.library import Library
from knowledge.switching import bringing


def reviewed_rules(library: Library, draft: Draft) -> frozenset[str]:
    """Return the ids of the rules on text that object to a draft."""
    template = library.templates.get(draft.template)
    return frozenset(f.rule for f in review(library, template, draft.terms())) if template else frozenset()


def notice_text(library: Library, out: Outcome, before: Collection[str]) -> None:
    """Rules on text speak when a clause goes out or own words come in, once."""
    template = library.templates.get(out.draft.template)
    if template and any(isinstance(c, (Set, Switch, Extra)) for c in out.changes):
        known = {f.rule for f in out.findings} | set(before)
        out.findings += [f for f in review(library, template, out.draft.terms()) if f.rule not in known]


def keep_in_mind(library: Library, out: Outcome) -> None:
    """Say which of the values just given the contract does not use as things stand.

    A value for an optional clause that nobody spoke of brings the clause; one that was taken out is offered.
    """
    template = library.templates.get(out.draft.template)
    for noted in out.noted if template else ():
        if template is None or noted.slot in out.draft.usable_values(template):
            continue
        part = bringing(template, out.draft.terms(), noted.slot)
        if part and part.name not in out.draft.switches:
            change = Switch(part.name, True)
            out.changes.append(change)
            out.draft = apply(out.draft, change, 0)
            out.told.append(wording.USED_NOW.format(label=noted.label, title=part.title))
            continue
        out.told.append(wording.NO_USE.format(label=noted.label))
        out.offers += [adding(part)] if part else []
