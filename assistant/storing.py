"""Conversations in a SQLite file: a turn is on the disk before it is acknowledged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.conversation import Conversation

_SCHEMA = """
create table if not exists conversation (
    id text primary key, owner text not null, title text not null,
    template text not null, updated text not null, body text not null
);
create table if not exists consent (
    owner text not null, destination text not null, given integer not null,
    primary key (owner, destination)
);
create index if not exists by_owner on conversation (owner, updated desc);
create table if not exists version (
    conversation text not null, owner text not null, number integer not null, created text not null,
    final integer not null, name text not null, data blob not null,
    primary key (conversation, owner, number)
);
"""


class StoreError(Exception):
    """The conversation file cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True)
class Saved:
    """A line of the list of conversations."""

    id: str
    title: str
    template: str
    updated: str


@dataclass(frozen=True)
class Version:
    """One exported file of a conversation; numbers count from 1 and are never given twice."""

    number: int
    created: str
    final: bool
    name: str


class Store:
    """Saves, loads, lists, renames and deletes conversations; every owner sees only their own."""

    def __init__(self, path: Path):
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._trouble(error) from error
        with self._open() as db:
            db.executescript(_SCHEMA)
            db.execute("pragma journal_mode=wal")

    def _trouble(self, error: Exception) -> StoreError:
        return StoreError(
            f"对话存放的文件用不了：{self.path}（{error}）。请检查磁盘空间和权限，"
            "或用环境变量 NIYUE_HOME 换一个文件夹。"
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            db = sqlite3.connect(self.path, timeout=10)
            try:
                db.execute("pragma synchronous=full")
                with db:
                    yield db
            finally:
                db.close()
        except sqlite3.Error as error:
            raise self._trouble(error) from error

    def save(self, conversation: Conversation, owner: str = "", listed: str = "") -> None:
        """Write the whole conversation; returns when it is on the disk. ``listed`` is its title in a list."""
        now = datetime.now().astimezone().isoformat(timespec="microseconds")
        row = (
            conversation.id, owner, listed or conversation.title, conversation.draft.template, now,
            conversation.to_json(),
        )
        with self._open() as db:
            db.execute(
                "insert into conversation values (?,?,?,?,?,?) on conflict(id) do update set "
                "title=excluded.title, template=excluded.template, updated=excluded.updated, "
                "body=excluded.body where owner=excluded.owner",
                row,
            )

    def load(self, id: str, owner: str = "") -> Conversation | None:
        """Return the conversation, or None when this owner has none of that id."""
        with self._open() as db:
            found = db.execute(
                "select body from conversation where id=? and owner=?", (id, owner)
            ).fetchone()
        return Conversation.from_json(found[0]) if found else None

    def list(self, owner: str = "") -> tuple[Saved, ...]:
        """Return the owner's conversations, the latest first."""
        with self._open() as db:
            rows = db.execute(
                "select id, title, template, updated from conversation where owner=? "
                "order by updated desc", (owner,)
            ).fetchall()
        return tuple(Saved(*row) for row in rows)

    def everybodys(self) -> tuple[tuple[str, Saved], ...]:
        """Return the conversations of all owners with their owner, the latest first: for whoever has the file itself."""
        with self._open() as db:
            rows = db.execute(
                "select owner, id, title, template, updated from conversation order by updated desc"
            ).fetchall()
        return tuple((owner, Saved(*row)) for owner, *row in rows)

    def delete(self, id: str, owner: str = "") -> bool:
        """Delete one conversation and its versions for good; True when there was one."""
        with self._open() as db:
            db.execute("delete from version where conversation=? and owner=?", (id, owner))
            return db.execute(
                "delete from conversation where id=? and owner=?", (id, owner)
            ).rowcount > 0

    def allow(self, destination: str, given: bool, owner: str = "") -> None:
        """Keep the owner's yes or no to text going to a destination outside this computer."""
        with self._open() as db:
            db.execute("insert or replace into consent values (?,?,?)", (owner, destination, given))

    def allowed(self, destination: str, owner: str = "") -> bool | None:
        """Return what the owner said about a destination; None when nobody asked yet."""
        with self._open() as db:
            found = db.execute(
                "select given from consent where owner=? and destination=?", (owner, destination)
            ).fetchone()
        return bool(found[0]) if found else None

    def delete_all(self, owner: str = "") -> int:
        """Delete every conversation of the owner; returns how many, and gives the space back."""
        with self._open() as db:
            db.execute("delete from version where owner=?", (owner,))
            count = db.execute("delete from conversation where owner=?", (owner,)).rowcount
        with self._open() as db:
            db.execute("delete from consent where owner=?", (owner,))
        with self._open() as db:
            db.commit()
            db.execute("vacuum")
        return count

    def keep(self, conversation: str, data: bytes, *, final: bool, name: str, owner: str = "") -> Version:
        """Keep an exported file as the next version; the very same bytes are kept once."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        with self._open() as db:
            db.execute("begin immediate")
            last = db.execute(
                "select number, created, final, name, data from version where conversation=? and owner=? "
                "order by number desc limit 1", (conversation, owner)
            ).fetchone()
            if last and last[4] == data:
                return Version(last[0], last[1], bool(last[2]), last[3])
            number = last[0] + 1 if last else 1
            db.execute("insert into version values (?,?,?,?,?,?,?)",
                       (conversation, owner, number, now, final, name, data))
        return Version(number, now, final, name)

    def versions(self, conversation: str, owner: str = "") -> tuple[Version, ...]:
        """Return the versions of a conversation, the first one first."""
        with self._open() as db:
            rows = db.execute(
                "select number, created, final, name from version where conversation=? and owner=? "
                "and length(data) > 0 order by number", (conversation, owner)
            ).fetchall()
        return tuple(Version(number, created, bool(final), name) for number, created, final, name in rows)

    def version(self, conversation: str, number: int, owner: str = "") -> bytes | None:
        """Return the file of a version, None when there is none."""
        with self._open() as db:
            found = db.execute(
                "select data from version where conversation=? and owner=? and number=? and length(data) > 0",
                (conversation, owner, number),
            ).fetchone()
        return bytes(found[0]) if found else None

    def forget(self, conversation: str, number: int, owner: str = "") -> bool:
        """Delete the file of a version; True when there was one. Its number is not given again."""
        with self._open() as db:
            return db.execute(
                "update version set data=x'', name='' where conversation=? and owner=? and number=? and length(data) > 0",
                (conversation, owner, number),
            ).rowcount > 0
