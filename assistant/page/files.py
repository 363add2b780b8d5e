"""Word files for download: written when the draft changes, in a folder of the conversation's own."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path

from assistant.conversation import Conversation
from assistant.desk import Desk

KEPT_DAYS = 1
"""Files untouched for longer are removed; they are made again when their conversation is opened."""
_VERSIONS = 2


def write_file(desk: Desk, conversation: Conversation, *, final: bool) -> Path | None:
    """Write the checked Word file of a conversation; None when there is no contract or the export refuses.

    A version has a path of its own, so that no browser takes an old one from its cache; the version
    before stays for a click that is under way.
    """
    template = desk.library.templates.get(conversation.draft.template)
    if template is None:
        return None
    today = desk.today()
    state = f"{conversation.draft!r} {today} {template.version}"
    kind = "正式版" if final else "草稿"
    place = desk.folder(conversation.id) / f"{kind}-{hashlib.sha256(state.encode()).hexdigest()[:12]}"
    path = place / f"{template.title}_{kind}.docx"
    if path.exists():
        return path
    from assistant.exporting import export  # python-docx, not needed to open the page

    made = export(desk.library, template, conversation.draft, final=final, today=today)
    if not made.data:
        return None
    place.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(made.data)
    part.replace(path)
    _thin(place.parent, kind)
    return path


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
