"""Versions of a contract on the command line and as a bundle: listed, compared in words, exported, deleted."""

from __future__ import annotations

import io
import re
import zipfile
from argparse import Namespace

from assistant.commands import Output, library_of
from assistant.comparing import differences
from assistant.conversation import Conversation
from assistant.entrances.doing import InputError, Unknown
from assistant.exporting.read import DocumentError
from assistant.storing import Store, Version
from knowledge.library import Library
from knowledge.places import data_home

BUNDLE = "拟约对话_{day}.zip"
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def bundle(store: Store, id: str, owner: str = "") -> bytes | None:
    """Return a conversation as a zip: to be read (对话.md), to be taken back (对话.json), and every version of its
    contract; None when this owner has none of that id."""
    conversation = store.load(id, owner)
    if conversation is None:
        return None
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("对话.md", _readable(conversation))
        archive.writestr("对话.json", conversation.to_json())
        for version in store.versions(id, owner):
            archive.writestr(f"版本/{version.number:02d}_{_UNSAFE.sub('_', version.name)}", store.version(id, version.number, owner) or b"")
    return buffer.getvalue()


def _readable(conversation: Conversation) -> str:
    """A conversation as a text to be read: what was said, and what was answered."""
    parts = [f"# {conversation.title or '对话'}"]
    for turn in conversation.turns:
        day, undone = f"（{turn.today}）" if turn.today else "", "（已撤销）" if turn.undone else ""
        parts += [f"**您{day}{undone}**：{turn.said}", f"**拟约**：{turn.reply.text}"]
    return "\n\n".join(parts) + "\n"


def compared(library: Library, store: Store, id: str, owner: str, first: int, second: int) -> tuple[str, ...]:
    """Return in words what changed from one version to another; raises InputError when one is gone or unreadable."""
    conversation = store.load(id, owner)
    template = library.templates.get(conversation.draft.template) if conversation else None
    old, new = store.version(id, first, owner), store.version(id, second, owner)
    if template is None or old is None or new is None:
        gone = "、".join(str(n) for n, data in ((first, old), (second, new)) if data is None)
        raise Unknown(f"没有第 {gone} 版。" if gone else "这场对话还没有选模板。", "version", "有哪些版本：python -m assistant versions。")
    try:
        return differences(template, old, new)
    except DocumentError as error:
        raise InputError(f"这一版读不了：{error}", "version") from error


def versions(options: Namespace) -> Output:
    """List the versions of all conversations on this machine, or look after those of one."""
    store = Store(data_home() / "conversations.sqlite")
    if not options.conversation:
        return _listed(store)
    owner = next((o for o, saved in store.everybodys() if saved.id == options.conversation), None)
    if owner is None:
        raise Unknown(f"没有对话「{options.conversation}」。", "conversation", "有哪些：python -m assistant versions。")
    return _one(options, store, options.conversation, owner)


def _one(options: Namespace, store: Store, id: str, owner: str) -> Output:
    if options.compare:
        changed = compared(library_of(options)[0], store, id, owner, *options.compare)
        return Output({"changes": list(changed)}, "\n".join(changed) or "两版一字不差。")
    if options.delete is not None:
        if not store.forget(id, options.delete, owner):
            raise Unknown(f"没有第 {options.delete} 版。", "version")
        return Output({"deleted": options.delete}, f"第 {options.delete} 版已删除，不留副本。")
    if options.forget:
        store.delete(id, owner)
        return Output({"deleted": id}, "这场对话和它的版本已删除，不留副本。")
    if options.out:
        data = bundle(store, id, owner) if options.number is None else store.version(id, options.number, owner)
        if data is None:
            raise Unknown(f"没有第 {options.number} 版。", "version")
        try:
            options.out.write_bytes(data)
        except OSError as error:
            raise InputError(f"写不了 {options.out}：{error}") from error
        return Output({"written": str(options.out)}, f"已写入 {options.out}。")
    found = store.versions(id, owner)
    return Output([vars(v) for v in found], "\n".join(map(_line, found)) or "还没有导出过。")


def _listed(store: Store) -> Output:
    data, lines = [], []
    for owner, saved in store.everybodys():
        found = store.versions(saved.id, owner)
        data.append({"conversation": saved.id, "title": saved.title, "template": saved.template, "versions": [vars(v) for v in found]})
        lines += [f"{saved.id}  {saved.title or '（没有题目）'}", *(f"    {_line(v)}" for v in found)]
    return Output(data, "\n".join(lines) or "还没有对话。")


def _line(version: Version) -> str:
    return f"第 {version.number} 版  {'签署版' if version.final else '草稿'}  {version.created[:16].replace('T', ' ')}  {version.name}"
