"""Word files for download: written when the draft changes, in a folder of the conversation's own."""

from __future__ import annotations

from pathlib import Path

from assistant.conversation import Conversation
from assistant.desk import Desk


def write_files(
    desk: Desk, conversation: Conversation, folder: Path, *, final: bool
) -> Path | None:
    """Write the checked Word file of a conversation; None when there is none to give."""
    template = desk.library.templates.get(conversation.draft.template)
    if template is None:
        return None
    from assistant.exporting import export

    made = export(desk.library, template, conversation.draft, final=final, today=desk.today())
    if not made.data:
        return None
    place = folder / conversation.id
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{template.title}_{'正式版' if final else '草稿'}.docx"
    path.write_bytes(made.data)
    return path
