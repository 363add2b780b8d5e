"""Word files for download: written when the draft changes, in a folder of the conversation's own."""

from __future__ import annotations

import hashlib
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.conversation import Conversation
from assistant.desk import Desk

KEPT_DAYS = 1
"""Files untouched for longer are removed; they are made again when their conversation is opened."""
_VERSIONS = 2
EVERYTHING = "all"
"""What is asked for in place of a version's number: the conversation and all its versions in one file."""


@dataclass(frozen=True)
class Written:
    """A Word file for download; without ``path`` there is none, and ``objections`` tell why (if there is a contract)."""

    path: Path | None = None
    objections: tuple[str, ...] = ()


def write_file(desk: Desk, conversation: Conversation, *, final: bool) -> Written:
    """Write the checked Word file of a conversation.

    A version has a path of its own, so that no browser takes an old one from its cache; the version
    before stays for a click that is under way.
    """
    template = desk.library.templates.get(conversation.draft.template)
    if template is None:
        return Written()
    today = desk.today()
    state = f"{conversation.draft!r} {today} {template.version}"
    kind = "final" if final else "draft"
    place = desk.folder(conversation.id) / f"{kind}-{hashlib.sha256(state.encode()).hexdigest()[:12]}"
    if path := next(place.glob("*.docx"), None):
        return Written(path)
    from assistant.exporting.document import export  # not needed to open the page

    pending = bool(conversation.last and conversation.last.proposals)
    made = export(desk.library, template, conversation.draft, final=final, today=today, pending=pending)
    if made.data is None:
        return Written(None, tuple(f.message for f in made.findings if f.severity == "error"))
    place.mkdir(parents=True, exist_ok=True)
    part = place / "being-written"
    part.write_bytes(made.data)
    part.replace(place / made.name)
    _thin(place.parent, kind)
    return Written(place / made.name)


def files(desk: Desk, conversation: Conversation) -> tuple[Written, Written]:
    """Write the Word files of a conversation: the draft, and the final version when it was just granted."""
    exported = conversation.last.exported if conversation.last else None
    final = bool(exported and exported.final and not exported.blocked)
    draft = write_file(desk, conversation, final=False)
    return draft, write_file(desk, conversation, final=True) if final else Written()


def write_version(desk: Desk, id: str, owner: str, number: int) -> Path | None:
    """Write an earlier version for download, under the name it had; None when there is none."""
    version = next((v for v in desk.store.versions(id, owner) if v.number == number), None)
    data = desk.store.version(id, number, owner)
    if version is None or data is None:
        return None
    place = desk.folder(id) / f"version-{number}"
    place.mkdir(parents=True, exist_ok=True)
    part = place / "being-written"
    part.write_bytes(data)
    return part.replace(place / Path(version.name).name)


def write_bundle(desk: Desk, id: str, owner: str) -> Path | None:
    """Write a conversation with all its versions as one zip for download; None when there is none."""
    from assistant.keeping import BUNDLE, bundle  # not needed to open the page

    data = bundle(desk.store, id, owner)
    if data is None:
        return None
    place = desk.folder(id) / "bundle"
    place.mkdir(parents=True, exist_ok=True)
    part = place / "being-written"
    part.write_bytes(data)
    return part.replace(place / BUNDLE.format(day=f"{desk.today():%Y%m%d}"))


def _thin(folder: Path, kind: str) -> None:
    versions = sorted(folder.glob(f"{kind}-*"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in versions[_VERSIONS:]:
        shutil.rmtree(old, ignore_errors=True)


def tidy(folder: Path) -> None:
    """Remove what nobody touched for KEPT_DAYS."""
    oldest = time.time() - KEPT_DAYS * 86400
    for place in folder.glob("*"):
        newest = max((p.stat().st_mtime for p in (place, *place.rglob("*"))), default=0.0)
        if newest < oldest:
            shutil.rmtree(place, ignore_errors=True)
