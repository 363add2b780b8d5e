"""A template folder → Template; a mistake raises SourceError with file, line, the line itself and a guess."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge.conditions import ALWAYS, Condition, ConditionError, parse_condition
from knowledge.numbering import annex_number, article_number
from knowledge.records import SourceError, guess, read_records
from knowledge.slots import read_slots
from knowledge.template import (
    Article,
    Blank,
    Clause,
    Guide,
    Paragraph,
    Piece,
    Reference,
    Role,
    Slot,
    Status,
    Template,
    Words,
)

FILES = ("contract.md", "slots.md", "guide.md")
GUIDE_KEYS = ["说什么", "对甲方", "对乙方", "常见", "法律默认", "注意", "依据", "相关"]
_STATUSES = ("必备", "推荐", "可选")
_HEADING = re.compile(r"^(#{2,3})\s+(.*?)\s*\{([a-z][a-z0-9_]*)\}\s*(\S*?)\s*(?:当\s+(.*))?$")
_ROLE = re.compile(r"^(\S+)\s+(甲方|乙方)\s+([^(（]+?)\s*(?:[(（](.*)[)）])?$")
_PIECE = re.compile(r"【([^】]*)】|〔([^〕]*)〕|\*\*")
_WHEN = re.compile(r"^\[当\s+([^\]]+)\]\s*")
_OPTION = re.compile(r"^\*\s+\[([^\]]+)\]\s*")
_NAME = re.compile(r"^\{([a-z][a-z0-9_]*)\}\s*")
_META = ("标识", "称谓", "简介", "别名", "角色")


def load_template(folder: Path) -> Template:
    """Read the template in ``folder``; every slot, reference, option and guide is checked."""
    for name in FILES:
        if not (folder / name).is_file():
            raise SourceError(folder / name, 1, f"模板文件夹里缺少 {name}", hint="见 templates/编写指南.md")
    slots = read_slots(folder / "slots.md")
    path = folder / "contract.md"
    text = path.read_text(encoding="utf-8")
    meta, articles = _Reader(path, slots).read(text)
    template = Template(
        id=meta["标识"],
        title=meta["题目"],
        noun=meta.get("称谓", "合同"),
        summary=meta.get("简介", ""),
        roles=_roles(meta.get("角色", ""), path),
        articles=articles,
        slots=slots,
        guides=_guides(folder / "guide.md"),
        version=_digest(folder),
        aliases=tuple(w.strip() for w in re.split(r"[,，、]", meta.get("别名", "")) if w.strip()),
    )
    from knowledge.validating import validate  # the cross checks need the whole template

    validate(template, folder)
    return template


def _digest(folder: Path) -> str:
    data = b"".join((folder / name).read_bytes() for name in FILES)
    return hashlib.sha256(data).hexdigest()[:12]


def _roles(text: str, path: Path) -> tuple[Role, ...]:
    roles = []
    for line in text.splitlines():
        match = _ROLE.match(line.strip())
        if not match:
            raise SourceError(path, 1, "角色写法不对", line, "写成：角色： owner 甲方 寄存人 （别的叫法， …）")
        aliases = tuple(w.strip() for w in re.split(r"[,，、]", match[4] or "") if w.strip())
        roles.append(Role(match[1], match[2], match[3], aliases))
    if {r.party for r in roles} != {"甲方", "乙方"}:
        raise SourceError(path, 1, "甲方和乙方都要写明角色")
    return tuple(roles)


def _guides(path: Path) -> dict[str, Guide]:
    guides = {}
    for record in read_records(path, GUIDE_KEYS):
        if not record.get("说什么"):
            raise record.error("缺少「说什么」")
        guides[record.id] = Guide(
            clause=record.id,
            plain=record.get("说什么"),
            for_a=record.get("对甲方"),
            for_b=record.get("对乙方"),
            usual=record.get("常见"),
            by_law=record.get("法律默认"),
            watch=record.get("注意"),
            basis=_split(record.get("依据")),
            related=_split(record.get("相关")),
        )
    return guides


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;；\n]", text) if part.strip())


@dataclass
class _Open:
    """The clause that is being read."""

    name: str
    title: str
    address: str
    status: Status
    condition: Condition
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    choice: str = ""
    items: int = 0
    rows: int = 0

    def close(self) -> Clause:
        return Clause(
            self.name, self.title, self.address, tuple(self.paragraphs), self.status,
            self.condition, self.line,
        )


class _Reader:
    """Reads contract.md line by line."""

    def __init__(self, path: Path, slots: Mapping[str, Slot]):
        self.path, self.slots = path, slots
        self.articles: list[Article] = []
        self.clauses: list[Clause] = []
        self.clause: _Open | None = None
        self.annexes = self.numbered = 0
        self.meta: dict[str, str] = {}

    def read(self, text: str) -> tuple[dict[str, str], tuple[Article, ...]]:
        for number, raw in enumerate(text.splitlines(), 1):
            line = raw.rstrip()
            if not line.strip() or line.startswith("<!--"):
                continue
            if line.startswith("# "):
                self.meta["题目"] = line[2:].strip()
            elif line.startswith("#"):
                self._heading(line, number)
            elif not self.articles:
                self._meta(line, number)
            else:
                self._paragraph(line, number)
        self._close_article()
        for key in ("题目", "标识", "角色"):
            if key not in self.meta:
                raise SourceError(self.path, 1, f"缺少「{key}」")
        return self.meta, tuple(self.articles)

    def error(self, line: int, problem: str, text: str, hint: str = "") -> SourceError:
        return SourceError(self.path, line, problem, text, hint)

    def _meta(self, line: str, number: int) -> None:
        key, colon, value = line.replace("：", ":", 1).partition(":")
        if not colon or key.strip() not in _META:
            hint = guess(key.strip(), _META) or f"第一个「## 」之前只能写：{'、'.join(_META)}"
            raise self.error(number, f"不认识的一行「{key.strip()[:12]}」", line, hint)
        old = self.meta.get(key.strip())
        self.meta[key.strip()] = f"{old}\n{value.strip()}" if old else value.strip()

    def _condition(self, text: str | None, number: int, line: str) -> Condition:
        try:
            condition = parse_condition(text or "", self.slots)
        except ConditionError as error:
            raise self.error(number, str(error), line) from error
        for slot, word in condition.equals:
            allowed = _literals(self.slots[slot])
            if allowed and word not in allowed:
                raise self.error(
                    number, f"槽位「{slot}」没有选项「{word}」", line,
                    guess(word, allowed) or f"可选：{'、'.join(allowed)}",
                )
        return condition

    def _heading(self, line: str, number: int) -> None:
        match = _HEADING.match(line)
        if not match:
            raise self.error(number, "标题写法不对", line, "写成：## 标题 {名} 或 ### 标题 {名} 必备 当 条件")
        level, title, name, status, when = match.groups()
        if status and status not in _STATUSES:
            raise self.error(number, f"不认识的「{status}」", line, guess(status, _STATUSES))
        condition = self._condition(when, number, line)
        kind: Status = status or "必备"  # type: ignore[assignment]
        if len(level) == 2:
            self._open_article(title, name, kind, condition, number)
        else:
            self._open_clause(title, name, kind, condition, number, line)

    def _open_article(
        self, title: str, name: str, status: Status, condition: Condition, line: int
    ) -> None:
        self._close_article()
        number = 0
        if title in ("首部", "签署"):
            address = title
        elif title.startswith("附件"):
            self.annexes += 1
            title, address = title[2:].strip(), annex_number(self.annexes)
        else:
            self.numbered += 1
            number, address = self.numbered, article_number(self.numbered)
        self.articles.append(Article(name, title, address, number, (), status, condition, line))
        if not number:
            self.clause = _Open(name, title, address, "必备", ALWAYS, line)

    def _open_clause(
        self, title: str, name: str, status: Status, condition: Condition, number: int, line: str
    ) -> None:
        if not self.articles or not self.articles[-1].number:
            raise self.error(number, "「### 」要写在某一条下面", line)
        self._close_clause()
        address = f"{self.articles[-1].number}.{len(self.clauses) + 1}"
        self.clause = _Open(name, title, address, status, condition, number)

    def _close_clause(self) -> None:
        if self.clause:
            if not self.clause.paragraphs:
                raise self.error(self.clause.line, "这一款没有正文", self.clause.title)
            self.clauses.append(self.clause.close())
            self.clause = None

    def _close_article(self) -> None:
        if not self.articles:
            return
        self._close_clause()
        if not self.clauses:
            raise self.error(self.articles[-1].line, "这一条没有内容", self.articles[-1].title)
        self.articles[-1] = replace(self.articles[-1], clauses=tuple(self.clauses))
        self.clauses = []

    def _paragraph(self, line: str, number: int) -> None:
        clause = self.clause
        if clause is None:
            raise self.error(number, "这一行不属于任何一款", line, "先写「### 标题 {名} 必备」")
        if line.startswith("|"):
            self._row(clause, line, number)
        elif line.startswith("择一 "):
            clause.choice = line[3:].strip().rstrip(":：")
            if clause.choice not in self.slots or self.slots[clause.choice].kind != "choice":
                raise self.error(number, "「择一」后面要写一个 choice 槽位", line,
                                 guess(clause.choice, self.slots))
        elif line.startswith("* "):
            self._option(clause, line, number)
        elif line.startswith("- "):
            clause.items += 1
            self._add(clause, line[2:], number, "item", f"{clause.address}({clause.items})")
        elif line.startswith("  "):
            self._continue(clause, line, number)
        else:
            self._add(clause, line, number, "body", clause.address)

    def _row(self, clause: _Open, line: str, number: int) -> None:
        clause.rows += 1
        for column, cell in enumerate(line.strip().strip("|").split("|")):
            pieces = self._pieces(cell.strip(), number, line)
            clause.paragraphs.append(
                Paragraph(pieces, "cell", clause.address, line=number, row=clause.rows, column=column)
            )

    def _option(self, clause: _Open, line: str, number: int) -> None:
        match = _OPTION.match(line)
        if not match or not clause.choice:
            raise self.error(number, "互斥写法要写成「* [选项] 文字」，前面有一行「择一 槽位：」", line)
        option = match[1].strip()
        allowed = self.slots[clause.choice].choices
        if option not in allowed:
            raise self.error(number, f"槽位「{clause.choice}」没有选项「{option}」", line,
                             guess(option, allowed) or f"可选：{'、'.join(allowed)}")
        clause.items += 1
        condition = self._condition(f"{clause.choice} = {option}", number, line)
        self._add(clause, line[match.end():], number, "option", f"{clause.address}({clause.items})",
                  condition, clause.choice, option)

    def _continue(self, clause: _Open, line: str, number: int) -> None:
        if not clause.paragraphs:
            raise self.error(number, "缩进的续段前面要有一项", line)
        last = clause.paragraphs[-1]
        if last.style == "cell":
            raise self.error(number, "表格行后面不能写续段", line)
        self._add(clause, line.strip(), number, "option" if last.option else "body", last.address,
                  last.condition, last.choice, last.option)

    def _add(
        self, clause: _Open, text: str, number: int, style: str, address: str,
        condition: Condition = ALWAYS, choice: str = "", option: str = "",
    ) -> None:
        line = text
        if when := _WHEN.match(text):
            joined = f"({condition.text}) 且 ({when[1]})" if condition.text else when[1]
            condition, text = self._condition(joined, number, line), text[when.end():]
        name = _NAME.match(text)
        if name:
            text = text[name.end():]
        pieces = self._pieces(text.strip(), number, line)
        first = pieces[0]
        if len(pieces) == 1 and isinstance(first, Blank) and self.slots[first.slot].kind == "table":
            style = "table"
        clause.paragraphs.append(
            Paragraph(pieces, style, address, name[1] if name else "", condition, number,  # type: ignore[arg-type]
                      choice, option)
        )

    def _pieces(self, text: str, number: int, line: str) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        at, bold = 0, False

        def words(end: int) -> None:
            if end > at:
                pieces.append(Words(text[at:end], bold))

        for match in _PIECE.finditer(text):
            words(match.start())
            at = match.end()
            if match[0] == "**":
                bold = not bold
            elif match[1] is not None:
                slot, _, form = match[1].partition("|")
                if slot not in self.slots:
                    raise self.error(number, f"没有槽位「{slot}」", line,
                                     guess(slot, self.slots) or "先在 slots.md 里写上它。")
                pieces.append(Blank(slot, form))
            else:
                pieces.append(Reference(match[2]))
        words(len(text))
        if bold:
            raise self.error(number, "粗体记号 ** 没有成对", line)
        if not pieces:
            raise self.error(number, "这一段是空的", line)
        return tuple(pieces)


def _literals(slot: Slot) -> tuple[str, ...]:
    return ("是", "否") if slot.kind == "bool" else slot.choices
