"""Messages that no draft can take yet: no template is chosen, or the words give the program orders."""

from __future__ import annotations

from dataclasses import replace

from assistant.moves import Ask, Move, Object, Unclear
from assistant.reading import acts
from assistant.reading.clauses import Clause, Message
from assistant.reading.guarding import ordered


def without_orders(said: Message) -> Message:
    """Return the message without the sentences that give the program orders."""
    kept = [c for c in said.clauses if not in_order(said, c)]
    return replace(said, clauses=tuple(kept))


def in_order(said: Message, clause: Clause) -> bool:
    """Whether a clause stands in a sentence that gives the program orders."""
    group = said.sentence(clause.sentence)
    return ordered(said.text[group[0].start : group[-1].end])


def before_template(said: Message, safe: Message, pending: bool = False) -> tuple[Move, ...]:
    """No template yet: greetings, questions and (when something waits for it) a yes are heard, the rest waits."""
    found: list[Move] = []
    if len(safe.clauses) < len(said.clauses):
        found.append(refuse_orders(said.raw))
    rest: list[Clause] = []
    for clause in safe.clauses:
        simple = [a.move for a in (acts.yes_or_no(clause) if pending else []) or acts.chatting(clause)]
        found += simple
        if not simple:
            rest.append(clause)
    asking = [c for c in rest if c.asks and not acts.errand(c)]
    if asking:
        words, _ = said.said(asking[0].start, asking[-1].end)
        found.append(Ask(words + (asking[-1].ender if asking[-1].ender == "?" else "")))
    if not found or (rest and not asking and not any(isinstance(m, Object) for m in found)):
        found.append(Unclear(said.raw.strip()))
    return tuple(dict.fromkeys(found))


def refuse_orders(said: str) -> Object:
    """Return the objection to orders given to the program."""
    reason = "这句话是在给程序下指令，不是在说合同，我没有照做。要改合同内容，请直接说改哪一项、改成什么。"
    return Object("injection", reason, said=said.strip()[:200])
