"""The parties of a message: names said, the user's own side, and what contradicts the template."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.moves import Object
from assistant.reading.clauses import Clause, Message
from assistant.reading.correcting import CORRECTING
from assistant.reading.linking import Linker
from assistant.reading.people import THEM, US, People, Statement, meet, statements
from assistant.reading.scene import PARTIES, Scene, name_of, other
from assistant.reading.sides import bounded, hired, names_told, own_named, owners_told, role_told
from assistant.reading.values import Mention, mentions
from knowledge.kinds.base import fold
from knowledge.template import Template

_IS = ("是", "应该是", "才是", "就是", "当", "做", "作为", "为")
_RULES = {"train_service": "R-PTY-06", "data_coop": "R-PTY-05"}
_BECOMES = ("改成", "改为", "写", "填", "用")


@dataclass(frozen=True)
class Parties:
    """Who is who after a message; ``side_said`` is a role id or party when the user said whom they speak for."""

    people: People
    side_said: str = ""
    side_words: str = ""
    conflict: str = ""
    renamed: tuple[tuple[str, int, int, str], ...] = ()
    statement_places: frozenset[int] = field(default=frozenset())

    def objection(self, template: Template) -> Object:
        """Return what is said to sides that contradict the template."""
        label = template.role("甲方").label, template.role("乙方").label
        reason = f"这份{template.noun}里甲方是{label[0]}、乙方是{label[1]},和您说的「{self.conflict}」对不上。请确认甲乙双方是不是要对调。"
        return Object("side_conflict", reason, said=self.conflict, rule=_RULES.get(template.id, ""))


def who_is_who(message: Message, scene: Scene, skip: frozenset[int], switching: bool) -> Parties:
    """Settle the user's side and the names, by what is said of roles, labels and names."""
    free = tuple(c for i, c in enumerate(message.clauses) if i not in skip and not c.asks)
    first = meet(message, scene, {})
    if not scene.names:
        first = first.with_owners(owners_told(message))
    told = role_told(message, scene.template, skip)
    side = _side(statements(message, first, skip) or told, scene.side)
    known = () if CORRECTING.search(message.text) else _spans(message, scene.names)
    known = (*known, *hired(message, scene.template), *own_named(message, side))
    first = replace(first, side=side, told=(*known, *names_told(message, scene.template, side)))
    guessed = _names_said(message, scene, first, free)
    names = _turned(_beside_known(guessed, message, scene), message, scene, skip, told)
    people = replace(meet(message, scene, names), side=side)
    said = statements(message, people, skip)
    labels = [s for s in said if s.who in (US, THEM) and s.by in ("label", "name")]
    told = tuple(t for t in told if not any(s.by == "label" and s.clause == t.clause for s in labels))
    roles = [s for s in said if s.who in (US, THEM) and s.by == "role"] or list(told)
    side = _side((*roles, *labels), scene.side)
    placed = names_told(message, scene.template, side) if names == guessed else _spans(message, names)
    placed = (*known, *placed)
    people = replace(people, side=side, told=placed)
    conflict = _conflict(said, labels, roles, scene, switching)
    token, words = _role_token(roles, labels) if conflict else _token(scene, labels, roles)
    places = frozenset(message.clauses[s.clause].start for s in said)
    return Parties(people, token, words, conflict, _renamed(message, people, names), places)


def _own(statement: Statement) -> str:
    """The user's own party, as one statement has it."""
    return statement.party if statement.who == US else other(statement.party)


def _side(said: tuple[Statement, ...], known: str) -> str:
    ours = [s for s in said if s.who in (US, THEM)]
    labels = [s for s in ours if s.by != "role"]
    chosen = (labels or ours)[-1:]
    return _own(chosen[0]) if chosen else known


def _names_said(message: Message, scene: Scene, people: People, free: tuple[Clause, ...]) -> dict[str, str]:
    """The company names of this message by party, as far as the party is clear."""
    shown = {i for c in free for i in range(c.start, c.end + 1)}
    masked = "".join(ch if i in shown else "。" for i, ch in enumerate(message.text))
    found = [m for m in mentions(masked, scene.template, scene.today, scene.names.values()) if m.kind == "party_name"]
    if not found:
        return {}
    links = Linker(message, scene, people, free).assign(found)
    return {name_of(x.slot): _name(message, x.mention) for x in links if name_of(x.slot)}


_COMPANY = re.compile(r"(?:^|[,。;\s])(?:那个|那家)?(?:公司|企业|厂家|厂商)(?:那边)?(?:是|叫|名字?是?|:)")


def _beside_known(names: dict[str, str], message: Message, scene: Scene) -> dict[str, str]:
    """What is called the company is the other side, where the one that has a name is none (公司是…, behind the school's name)."""
    if len(names) != 1 or len(scene.names) != 1 or CORRECTING.search(message.text):
        return names
    (party, name), (known, standing) = *names.items(), *scene.names.items()
    company = _COMPANY.search(message.text) and not standing.endswith("公司")
    return {other(party): name} if party == known and company else names


def _name(message: Message, mention: Mention) -> str:
    start, end = bounded(message, mention.start, mention.end)
    return str(mention.value) if start == mention.start else message.text[start:end]


def _turned(
    names: dict[str, str], message: Message, scene: Scene, skip: frozenset[int], told: tuple[Statement, ...]
) -> dict[str, str]:
    """The names on the other sides, where what everybody does fits only those: which name is whose was guessed, not said."""
    free = not scene.names and not any(p.by == "label" for p in meet(message, scene, names).mentions)
    turned = {other(party): name for party, name in names.items()}
    if names and free and _misfits(names, message, scene, skip, told) and not _misfits(turned, message, scene, skip, told):
        return turned
    return names


def _misfits(
    names: dict[str, str], message: Message, scene: Scene, skip: frozenset[int], told: tuple[Statement, ...]
) -> bool:
    """Whether what is said that somebody does is not what the side does on which the names put them."""
    said = statements(message, meet(message, scene, names), skip)
    labels = [s for s in said if s.who in (US, THEM) and s.by in ("label", "name")]
    roles = [s for s in said if s.who in (US, THEM) and s.by == "role"] or list(told)
    return bool(_conflict(said, labels, roles, scene, switching=True))


def _spans(message: Message, names: Mapping[str, str]) -> tuple[tuple[int, int, str], ...]:
    """Where the names stand, with their parties."""
    return tuple(
        (m.start(), m.end(), party)
        for party, name in names.items() for m in re.finditer(re.escape(fold(name)), fold(message.text))
    )


def _conflict(
    said: tuple[Statement, ...], labels: list[Statement], roles: list[Statement], scene: Scene, switching: bool
) -> str:
    """Return the words that cannot be true together with the template's roles, or an empty string."""
    for statement in said:
        if statement.who in PARTIES and statement.by == "role" and statement.party != statement.who:
            return statement.said
    sides = {_own(s) for s in labels}
    for role in roles:
        if sides and _own(role) not in sides:
            return f"{labels[-1].said},{role.said}"
    if len({_own(s) for s in roles}) > 1:
        return ",".join(dict.fromkeys(s.said for s in roles))
    against = [s for s in labels if s.by == "label" and scene.side and _own(s) != scene.side]
    if against and not switching and not scene.pending and len(scene.names) == len(PARTIES):
        return against[-1].said
    if roles and not labels and scene.side and not switching and _own(roles[-1]) != scene.side and scene.values:
        return roles[-1].said
    return ""


def _token(scene: Scene, labels: list[Statement], roles: list[Statement]) -> tuple[str, str]:
    """Return what the Side move carries: the role when a role was said, else the party."""
    for statement in (*labels[-1:], *roles[-1:]):
        own = _own(statement)
        if own == scene.side:
            continue
        role = statement.role if statement.who == US else ""
        role = role or (scene.template.role(own).id if statement.role else "")
        return role or own, statement.said
    return "", ""


def _role_token(roles: list[Statement], labels: list[Statement]) -> tuple[str, str]:
    """The side once the parties are exchanged: by what the user does, else the other one than was said."""
    own = {_own(s): s for s in roles}
    if not own and len({_own(s) for s in labels}) == 1:
        return other(_own(labels[0])), labels[0].said
    if len(own) != 1:
        return "", ""
    statement = next(iter(own.values()))
    return (statement.role, statement.said) if statement.who == US else (_own(statement), statement.said)


def _renamed(message: Message, people: People, names: dict[str, str]) -> tuple[tuple[str, int, int, str], ...]:
    """Known companies that are put on a side by a short form (北京那家是甲方)."""
    found: list[tuple[str, int, int, str]] = []
    for one, two in itertools.pairwise(people.mentions):
        gap = message.text[one.end : two.start].strip()
        if one.by == "name" and two.by in ("label", "role") and two.who in PARTIES and gap in _IS:
            named, party = one, two.who
        elif one.by == "label" and two.by == "name" and one.who in PARTIES and gap in (*_IS, *_BECOMES):
            named, party = two, one.who
        else:
            continue
        name = people.names.get(named.who)
        if name and named.who not in names and message.text[named.start : named.end] != name:
            found.append((party, named.start, named.end, name))
    return tuple(found)
