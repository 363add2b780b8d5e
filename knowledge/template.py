"""Template › Article 条 › Clause 款 › Paragraph; Slot 槽位 and Role: what is true of a contract before anybody speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from knowledge.conditions import ALWAYS, Condition

Value = Any
"""A canonical value: str, int, Decimal-free number, bool or a list of row objects; JSON both ways."""

Style = Literal["title", "body", "item", "option", "table", "cell"]
Status = Literal["必备", "推荐", "可选"]
Required = Literal["必填", "用到才填", "可空"]


@dataclass(frozen=True)
class Words:
    """Fixed words of the contract; ``bold`` marks what the law wants pointed out."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Blank:
    """The place of a slot; ``form`` names how its kind writes the value there (e.g. 大写)."""

    slot: str
    form: str = ""


@dataclass(frozen=True)
class Reference:
    """A mention of an article, clause or annex by its name; printed with the number it has."""

    target: str


Piece = Words | Blank | Reference


@dataclass(frozen=True)
class Paragraph:
    """One printed paragraph (or table, or cell): pieces, the address it is cited by and when it stands.

    ``option`` holds the value of the chosen slot for which an alternative (择一) stands; ``row`` and
    ``column`` place a cell of a layout table.
    """

    pieces: tuple[Piece, ...]
    style: Style
    address: str
    name: str = ""
    condition: Condition = ALWAYS
    line: int = 0
    choice: str = ""
    option: str = ""
    row: int = 0
    column: int = 0

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """Slots written in this paragraph, in order, without repeats."""
        return tuple(dict.fromkeys(p.slot for p in self.pieces if isinstance(p, Blank)))


@dataclass(frozen=True)
class Clause:
    """款: numbered 1.1 within its article (or a section such as 首部, whose number is empty)."""

    name: str
    title: str
    address: str
    paragraphs: tuple[Paragraph, ...]
    status: Status = "必备"
    condition: Condition = ALWAYS
    line: int = 0

    @property
    def slots(self) -> tuple[str, ...]:
        """Slots written anywhere in this clause."""
        return tuple(dict.fromkeys(s for p in self.paragraphs for s in p.slots))

    @property
    def lead(self) -> tuple[Paragraph, ...]:
        """The paragraphs that are cited by the clause's own address."""
        return tuple(p for p in self.paragraphs if p.address == self.address)


@dataclass(frozen=True)
class Article:
    """条: ``number`` counts from 1; 首部, 签署 and annexes are articles with number 0."""

    name: str
    title: str
    address: str
    number: int
    clauses: tuple[Clause, ...]
    status: Status = "必备"
    condition: Condition = ALWAYS
    line: int = 0


@dataclass(frozen=True)
class Column:
    """A column of a table slot."""

    name: str
    kind: str = "text"
    required: bool = False


LEVELS = ("克制", "常规", "强势")
"""How hard a side may press for its interest."""


@dataclass(frozen=True)
class Position:
    """What one side would ask for in a slot, by level (克制, 常规, 强势), as one would say it, and why.

    ``condition`` says when it is that side's position: who may use a model depends on who owns it.
    """

    party: str
    levels: Mapping[str, str]
    why: str = ""
    condition: Condition = ALWAYS


@dataclass(frozen=True)
class Slot:
    """槽位: a typed blank with everything that is said to the person who fills it."""

    id: str
    label: str
    kind: str
    required: Required
    ask: str
    why: str = ""
    example: str = ""
    advice: str = ""
    default: Value = None
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    low: float | None = None
    high: float | None = None
    aliases: tuple[str, ...] = ()
    option_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    side: str = ""
    cares: str = ""
    group: str = ""
    confirm: bool = False
    handwritten: bool = False
    same_as: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    line: int = 0

    def position(self, party: str, values: Mapping[str, Value]) -> Position | None:
        """Return what 甲方 or 乙方 would ask for here with these values, if the two sides differ."""
        own = (p for p in self.positions if p.party == party)
        return next((p for p in own if p.condition.holds(values) is True), None)


@dataclass(frozen=True)
class Role:
    """Who a party is: ``party`` is 甲方 or 乙方, ``aliases`` are the ways people call that side."""

    id: str
    party: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """What a lawyer would tell a business person about one clause; ``basis`` are statute references."""

    clause: str
    plain: str
    for_a: str = ""
    for_b: str = ""
    usual: str = ""
    by_law: str = ""
    watch: str = ""
    basis: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A contract template: articles in print order, slots in asking order, guides by clause name."""

    id: str
    title: str
    noun: str
    summary: str
    roles: tuple[Role, ...]
    articles: tuple[Article, ...]
    slots: Mapping[str, Slot]
    guides: Mapping[str, Guide]
    version: str = ""
    aliases: tuple[str, ...] = ()

    def clauses(self) -> Iterator[tuple[Article, Clause]]:
        """Yield every clause with its article, in print order."""
        for article in self.articles:
            for clause in article.clauses:
                yield article, clause

    @cached_property
    def names(self) -> Mapping[str, Article | Clause | Paragraph]:
        """Every name a reference may use."""
        found: dict[str, Article | Clause | Paragraph] = {}
        for article in self.articles:
            found[article.name] = article
            for clause in article.clauses:
                found.setdefault(clause.name, clause)
                found.update({p.name: p for p in clause.paragraphs if p.name})
        return found

    @cached_property
    def addresses(self) -> Mapping[str, Article | Clause | Paragraph]:
        """Every citable address: 条 ("第四条"), 款 ("4.2"), 项 ("4.2(1)"), 首部, 签署, 附件一."""
        found: dict[str, Article | Clause | Paragraph] = {}
        for article in self.articles:
            found.setdefault(article.address, article)
            for clause in article.clauses:
                if clause.address != article.address:
                    found[clause.address] = clause
                for paragraph in clause.paragraphs:
                    if paragraph.address != clause.address:
                        found[paragraph.address] = paragraph
        return found

    def role(self, party: str) -> Role:
        """Return the role of 甲方 or 乙方."""
        return next(r for r in self.roles if r.party == party)

    def party(self, role_id: str) -> str:
        """Return 甲方 or 乙方 for a role id (data_provider, trainer, payer …), or an empty string."""
        return next((r.party for r in self.roles if r.id == role_id), "")


@dataclass(frozen=True)
class Terms:
    """What a contract is composed from: values by slot, switched clauses, blanks left open on purpose,
    and the parties' own extra clauses, kept word for word."""

    values: Mapping[str, Value] = field(default_factory=dict)
    switches: Mapping[str, bool] = field(default_factory=dict)
    left_open: frozenset[str] = frozenset()
    extra: tuple[str, ...] = ()
