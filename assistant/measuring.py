"""Measures: questions, values and dialogues with and without a language model, side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.conversation import Conversation, new_conversation
from assistant.dialogue import Assistant
from assistant.draft import Set
from assistant.moves import Choose
from knowledge import kinds

if TYPE_CHECKING:
    from assistant.partner import Partner

Row = Mapping[str, Any]
Say = Callable[[Conversation, str, date], Conversation]


@dataclass(frozen=True)
class Prices:
    """What a million tokens cost, in whatever money."""

    a_million_in: float = 0.0
    a_million_out: float = 0.0


@dataclass
class Column:
    """The counts of one mode."""

    counts: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, by: float = 1) -> None:
        """Count something."""
        self.counts[name] = self.counts.get(name, 0) + by


@dataclass
class Table:
    """The columns by mode."""

    columns: dict[str, Column]

    def data(self) -> dict[str, dict[str, float]]:
        """Return the counts."""
        return {name: {k: round(v, 4) for k, v in c.counts.items()} for name, c in self.columns.items()}

    def text(self) -> str:
        """Return the table for people."""
        rows = list(dict.fromkeys(k for c in self.columns.values() for k in c.counts))
        lines = ["\t".join(["", *self.columns])]
        lines += ["\t".join([r, *(f"{c.counts.get(r, 0):g}" for c in self.columns.values())]) for r in rows]
        return "\n".join(lines)


def measured(
    offline: Assistant, partner: Partner | None, questions: Sequence[Row], values: Sequence[Row],
    dialogues: Sequence[Row], today: date, prices: Prices,
) -> Table:
    """Run the rows offline and, if there is one, with the model; every count is of what was expected."""
    modes: dict[str, Say] = {"离线": offline.reply}
    if partner is not None:
        helper = partner

        def with_model(conversation: Conversation, message: str, day: date) -> Conversation:
            return helper.reply(offline, conversation, message, day)

        modes[f"模型 {partner.settings.name}"] = with_model
    table = Table({name: Column() for name in modes})
    for name, say in modes.items():
        one = _Mode(offline, say, table.columns[name], today, prices)
        for row in questions:
            one.question(row)
        for row in values:
            one.value(row)
        for row in dialogues:
            one.dialogue(row)
    return table


@dataclass
class _Mode:
    offline: Assistant
    say: Say
    column: Column
    today: date
    prices: Prices

    def _said(self, conversation: Conversation, message: str, day: date) -> Conversation:
        began = time.perf_counter()
        after = self.say(conversation, message, day)
        self.column.add("轮", 1)
        self.column.add("秒", time.perf_counter() - began)
        if spent := after.turns[-1].reply.spent:
            self.column.add("调用", spent.calls)
            self.column.add("输入 token", spent.tokens_in)
            self.column.add("输出 token", spent.tokens_out)
            self.column.add("没有答复的轮", bool(spent.fault))
            cost = spent.tokens_in * self.prices.a_million_in + spent.tokens_out * self.prices.a_million_out
            self.column.add("费用", cost / 1e6)
        return after

    def _start(self, row: Row) -> Conversation:
        start, template = new_conversation(self.today), str(row.get("template") or "")
        if template in self.offline.library.templates:
            return self.offline.apply(start, (Choose(template),), "", self.today)
        return start

    def question(self, row: Row) -> None:
        """The clauses wanted (``gold_clauses``, ``gold`` or ``to``) against those cited; how many answers were explained."""
        turn = self._said(self._start(row), str(row.get("question") or row.get("q") or ""), self.today).turns[-1]
        cited = [f"{c.template}:{c.address}" for a in turn.reply.answers for c in a.citations]
        wanted = [w if ":" in w else f"{row.get('template')}:{w}" for w in row.get("gold_clauses") or row.get("gold") or row.get("to") or ()]
        self.column.add("问题", 1)
        self.column.add("有应引条款的问题", bool(wanted))
        self.column.add("引到", bool(set(wanted) & set(cited)))
        self.column.add("有解释", any(p.layer == "解释" for a in turn.reply.answers for p in a.parts))

    def value(self, row: Row) -> None:
        """One answer to one slot (``slot``, ``text``, ``value``): right, wrong, or not written."""
        start = self._start(row)
        template = self.offline.library.templates.get(start.draft.template)
        slot = template.slots.get(str(row.get("slot"))) if template else None
        if slot is None:
            return
        after = self._said(start, f"{slot.label}：{row.get('text', '')}", self.today)
        self._compare("值", {slot.id: row.get("value")}, after, after.draft.values)

    def dialogue(self, row: Row) -> None:
        """A whole dialogue (``turns``, ``expect``, ``unset``): right, wrong, missing and invented values."""
        day = date.fromisoformat(str(row["today"])) if row.get("today") else self.today
        conversation = self._start(row)
        for message in row.get("turns", ()):
            conversation = self._said(conversation, str(message), day)
        values = conversation.draft.values
        self._compare("对话里的值", row.get("expect", {}), conversation, values)
        self.column.add("对话里不该有的值", sum(s in values for s in row.get("unset", ())))

    def _compare(
        self, what: str, wanted: Mapping[str, Any], conversation: Conversation, values: Mapping[str, Any]
    ) -> None:
        template = self.offline.library.templates.get(conversation.draft.template)
        waiting = {c.slot: c.value for p in (conversation.last.proposals if conversation.last else ())
                   for c in p.changes if isinstance(c, Set)}
        for slot_id, value in wanted.items():
            slot = template.slots.get(slot_id) if template else None
            read = kinds.canonical(slot, value, self.today) if slot and value is not None else None
            meant = read.value if isinstance(read, kinds.Read) else value
            got = values.get(slot_id)
            verdict = "对" if got == meant else "待确认" if got is None and waiting.get(slot_id) == meant else "没写" if got is None else "错"
            self.column.add(f"{what}：{verdict}")
