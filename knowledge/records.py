"""Record files: the plain text format in which slots, guides, statutes and rules are written.

    ## id 标题
    键: 值
      a line that is indented or has no key continues the value above

Lines that begin with ``<!--`` and blank lines are skipped.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"^##\s+(\S+)\s*(.*)$")
_FIELD = re.compile(r"^([^\s:：]{1,12})[:：]\s*(.*)$")


class SourceError(Exception):
    """A knowledge file is wrong: names the file, the line, the offending text and a way out."""

    def __init__(self, path: Path | str, line: int, problem: str, text: str = "", hint: str = ""):
        self.path, self.line, self.problem = Path(path), line, problem
        self.text, self.hint = text.strip(), hint
        parts = [f"{path}:{line}: {problem}"]
        if self.text:
            parts.append(f"    {self.text}")
        if hint:
            parts.append(f"    {hint}")
        super().__init__("\n".join(parts))


def guess(word: str, known: Iterable[str]) -> str:
    """Return 「是不是想写 x?」 for the known word nearest to ``word``, else an empty string."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"是不是想写「{near[0]}」？" if near else ""


@dataclass(frozen=True)
class Field:
    """The value of one key and the line (from 1) it begins on."""

    value: str
    line: int


@dataclass(frozen=True)
class Record:
    """One ``## id title`` block; ``fields`` keeps the order of the file."""

    id: str
    title: str
    line: int
    fields: dict[str, Field]
    path: Path

    def get(self, key: str, default: str = "") -> str:
        """Return the value of ``key`` or ``default``."""
        field = self.fields.get(key)
        return field.value if field else default

    def error(self, problem: str, key: str = "", hint: str = "") -> SourceError:
        """Return an error that points at ``key`` of this record, or at its head."""
        field = self.fields.get(key)
        if field:
            return SourceError(self.path, field.line, problem, f"{key}: {field.value}", hint)
        return SourceError(self.path, self.line, problem, f"## {self.id} {self.title}", hint)

    def lines(self, key: str) -> list[str]:
        """Return the value of ``key`` split into its non-empty lines."""
        return [part.strip() for part in self.get(key).splitlines() if part.strip()]


def parse_records(text: str, path: Path | str, keys: Iterable[str] | None = None) -> list[Record]:
    """Parse a record file; unknown keys (when ``keys`` is given), repeats and strays raise SourceError."""
    path, allowed = Path(path), set(keys) if keys is not None else None
    records: list[Record] = []
    seen: set[str] = set()
    current: Record | None = None
    key = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.rstrip()
        if not line.strip() or line.startswith(("<!--", "# ")):
            continue
        if head := _HEAD.match(line):
            if head[1] in seen:
                raise SourceError(path, number, f"「{head[1]}」写了两次", line, "删去或合并其中一处。")
            current = Record(head[1], head[2].strip(), number, {}, path)
            seen.add(head[1])
            records.append(current)
            key = ""
            continue
        if current is None:
            raise SourceError(path, number, "这一行前面还没有「## 名称」", line)
        field = None if line[0].isspace() else _FIELD.match(line)
        if field and (allowed is None or field[1] in allowed):
            key = field[1]
            if key in current.fields:
                raise SourceError(path, number, f"「{key}」写了两次", line)
            current.fields[key] = Field(field[2].strip(), number)
        elif key and (field is None or line[0].isspace()):
            old = current.fields[key]
            current.fields[key] = Field(f"{old.value}\n{line.strip()}".strip(), old.line)
        else:
            name = field[1] if field else line.strip()[:12]
            raise SourceError(path, number, f"不认识的键「{name}」", line, guess(name, allowed or ()))
    return records


def read_records(path: Path, keys: Iterable[str] | None = None) -> list[Record]:
    """Read and parse the record file at ``path`` (UTF-8)."""
    return parse_records(path.read_text(encoding="utf-8"), path, keys)
