"""A value and the slot it goes to."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

from assistant.reading.clauses import Message
from assistant.reading.correcting import renamed
from assistant.reading.lexicon import TOPICS
from assistant.reading.owning import bystander
from assistant.reading.scene import PARTIES, Scene, name_of
from assistant.reading.values import Mention

ENOUGH = 1.5
"""The least evidence for a link."""


@dataclass(frozen=True)
class Link:
    """A mention assigned to a slot, with its score; ``rivals`` are slots that fit as well."""

    mention: Mention
    slot: str
    score: float
    rivals: tuple[str, ...] = ()


def of_use(links: Sequence[Link], usable: Callable[[], Container[str]]) -> list[Link]:
    """Return links without the rivals for which what is agreed leaves no place (nobody pays late where nobody pays); ``usable`` is called only where there are rivals."""
    found = []
    for link in links:
        slots = [s for s in (link.slot, *link.rivals) if s in usable()] if link.rivals else []
        found.append(replace(link, slot=slots[0], rivals=tuple(slots[1:])) if slots else link)
    return found


def beside(links: Sequence[Link], message: Message) -> list[Link]:
    """Return links in which of slots that fit as well the one stands that is of what the rest of the sentence speaks of (验收12天,有问题我们8天补)."""
    found = []
    for link in links:
        clause = next((c for c in message.clauses if c.start <= link.mention.start < c.end), None)
        apart = bool(link.rivals) and all(s in TOPICS for s in (link.slot, *link.rivals))
        run = message.sentence(clause.sentence) if clause and apart else []
        told = {TOPICS.get(x.slot) for x in links if x is not link and not x.rivals and run and run[0].start <= x.mention.start < run[-1].end} - {None}
        fitting = [s for s in (link.slot, *link.rivals) if TOPICS.get(s) in told]
        found.append(replace(link, slot=fitting[0], rivals=()) if len(told) == len(fitting) == 1 else link)
    return found


def without_taken(link: Link, links: Sequence[Link]) -> Link:
    """Return a link without the rivals that another mention surely has (验收10个工作日,付款7个工作日)."""
    taken = {d.slot for d in links if d is not link and d.score > link.score and not d.rivals}
    return replace(link, rivals=tuple(r for r in link.rivals if r not in taken))


def remaining(found: Sequence[Mention], links: Sequence[Link], scene: Scene, text: str, correcting: bool) -> list[Link]:
    """Of two parties one is known: the only other company that is named is the other one."""
    named = {name_of(x.slot) for x in links} | set(scene.names)
    known = {*scene.names.values(), *(str(x.mention.value) for x in links)}
    rest = [m for m in found if m.kind == "party_name" and str(m.value) not in known and not bystander(text, m.start, m.end)]
    if correcting and scene.names and len({str(m.value) for m in rest}) == 1:
        slot = renamed(str(rest[-1].value), scene)
        return [Link(rest[-1], slot, ENOUGH)] if slot else []
    missing = [p for p in PARTIES if p not in named]
    slot = {"甲方": "party_a_name", "乙方": "party_b_name"}.get(missing[0] if len(missing) == 1 else "", "")
    if not slot or len({str(m.value) for m in rest}) != 1 or scene.slot(slot) is None:
        return []
    return [Link(rest[-1], slot, ENOUGH)]
