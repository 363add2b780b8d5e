"""Assistant.reply(conversation, message): the order of steps of a turn, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Protocol

from assistant import wording
from assistant.asking import next_questions, progress, question
from assistant.conversation import (
    Answer,
    Asked,
    Conversation,
    Exported,
    Proposal,
    Reply,
    Turn,
)
from assistant.disposing import Disposer, Outcome, as_finding, trips
from assistant.draft import Draft, Set
from assistant.gate import against_final
from assistant.moves import (
    AddClause,
    Advise,
    Ask,
    Chat,
    Check,
    Choose,
    Confirm,
    Deny,
    Export,
    Fill,
    Move,
    Object,
    Redo,
    Show,
    Side,
    Swap,
    Toggle,
    Unclear,
    Undo,
    Why,
)
from assistant.noticing import keep_in_mind, notice_text, reviewed_rules
from assistant.offering import advised, mending, standing
from assistant.questioning import not_values, questioned
from assistant.saying import shown
from assistant.supposing import slots_supposed, still_pending, supposed
from assistant.taking import taken
from knowledge.contract import compose
from knowledge.library import Library
from knowledge.passages import printed_number
from knowledge.template import Template

LONGEST = 8_000
"""Characters of one message at the most."""


class Reader(Protocol):
    """Message → moves; everything it returns is a proposal."""

    def read(self, message: str, conversation: Conversation, today: date) -> tuple[Move, ...]: ...


class Answers(Protocol):
    """Question → answer made of exact quotes and checked sentences."""

    def answer(
        self, question: str, template: str = "", draft: Draft | None = None,
        history: tuple[str, ...] = (), today: date | None = None,
    ) -> Answer: ...

    def hears(self, text: str, template: str = "") -> bool: ...


class Assistant:
    """Turns a message into the next state of a conversation; holds no state of its own."""

    def __init__(self, library: Library, reader: Reader, answers: Answers):
        self.library, self.reader, self.answers = library, reader, answers

    def reply(self, conversation: Conversation, message: str, today: date) -> Conversation:
        """Return the conversation with one turn more; never raises on anything a user can type."""
        said = "".join(c for c in message if c >= " " or c in "\n\t").strip()
        if not said:
            return self._say(conversation, message, wording.EMPTY, today)
        if len(said) > LONGEST:
            text = wording.TOO_LONG.format(length=len(said), limit=LONGEST)
            return self._say(conversation, said[:200], text, today)
        template = self.library.templates.get(conversation.draft.template)
        moves = taken(conversation, template.slots if template else {}, said)
        return self.apply(conversation, moves or self.reader.read(said, conversation, today), said, today)

    def apply(
        self, conversation: Conversation, moves: Sequence[Move], said: str, today: date
    ) -> Conversation:
        """Return the conversation after these moves, whoever proposed them (reader, page, program)."""
        moves, waiting = self._resolve_template(conversation, tuple(moves), today)
        told: list[str] = []
        conversation = self._step_back(conversation, moves, told)
        if template := self.library.templates.get(conversation.draft.template):
            moves = questioned(moves, said, conversation.asked, template, partial(self.answers.hears, template=template.id))
        disposer = Disposer(self.library, conversation, today, len(conversation.turns))
        pending = self._settle(conversation, moves, disposer)
        before, reviewed = self._trips(conversation.draft, today), reviewed_rules(self.library, conversation.draft)
        out = disposer.run(moves)
        moves = not_values(moves, said, conversation.asked, out, partial(self.answers.hears, template=out.draft.template))
        out.proposals += supposed(disposer, moves)
        out.told[:0] = told
        self._warn(out, before, today)
        notice_text(self.library, out, reviewed)
        keep_in_mind(self.library, out)
        answers = self._answer(moves, conversation, out.draft, today)
        exported = self._export(moves, out, today)
        self._tell(moves, conversation, out, today)
        anew = {p.code for p in out.proposals}
        out.proposals = [*(p for p in pending if p.code not in anew), *out.proposals]
        if template := self.library.templates.get(out.draft.template):
            out.offers[:0] = mending(self.library, template, out.draft.terms(), out.findings)
        if waiting and not out.draft.template:
            out.told.append(wording.KEPT_WAITING)
        reply = self._reply(moves, conversation, out, answers, exported)
        turn = Turn(said, moves, tuple(out.changes), reply, today.isoformat())
        title = conversation.title or self._title(out.draft)
        return replace(conversation.with_turn(turn), title=title)

    def check(self, conversation: Conversation, name: str, data: bytes, today: date) -> Conversation:
        """Return the conversation with a turn that tells how a file differs; the draft stays as it is."""
        from assistant.returned import returned  # only needed when somebody brings a file

        found = returned(self.library, conversation.draft, name, data, today)
        pending = conversation.last.proposals if conversation.last else ()
        asked = conversation.last.asked if conversation.last else ()
        reply = Reply(
            "", told=found.told, checked=found.checked, findings=found.findings,
            proposals=(*pending, *found.proposals), asked=() if found.proposals else asked, again=bool(asked),
        )
        said = wording.CHECK_FILE.format(name=found.checked.name)
        return conversation.with_turn(Turn(said, (), (), replace(reply, text=wording.reply_text(reply)), today.isoformat()))

    def _resolve_template(
        self, conversation: Conversation, moves: tuple[Move, ...], today: date
    ) -> tuple[tuple[Move, ...], bool]:
        """When the first template is chosen, read again what was said before there was one."""
        chosen = any(isinstance(m, Choose) for m in moves)
        if conversation.draft.template or not chosen:
            return moves, not conversation.draft.template and any(isinstance(m, Fill) for m in moves)
        earlier: list[Move] = []
        choice = tuple(m for m in moves if isinstance(m, Choose))
        probe = self._heard(conversation, choice, "", today)
        for turn in conversation.turns:
            read = self.reader.read(turn.said, probe, today) if turn.said else ()
            kept = tuple(m for m in read if isinstance(m, (Fill, Side, Toggle, AddClause)))
            unplaced = tuple(m for m in read if isinstance(m, Object) and m.code in ("who", "which"))
            probe = self._heard(probe, kept, turn.said, today)
            earlier += (*kept, *unplaced)
        filled = {m.slot for m in earlier if isinstance(m, Fill)}
        earlier = [m for m in earlier if not (isinstance(m, Object) and m.slot in filled)]
        rest = tuple(m for m in moves if not isinstance(m, Choose))
        return (*choice, *earlier, *rest), False

    def _heard(self, conversation: Conversation, moves: tuple[Move, ...], said: str, today: date) -> Conversation:
        """The conversation with the moves done and nothing replied, to read on from."""
        changes = tuple(Disposer(self.library, conversation, today, len(conversation.turns)).run(moves).changes)
        return conversation.with_turn(Turn(said, moves, changes, Reply(""), today.isoformat()))

    def _step_back(
        self, conversation: Conversation, moves: Sequence[Move], told: list[str]
    ) -> Conversation:
        """Undo marks the last turn that changed something, redo the one undone last that no change was made since."""
        back = _undone(conversation.turns)
        for move in moves:
            if not isinstance(move, (Undo, Redo)):
                continue
            undo = isinstance(move, Undo)
            turns = list(conversation.turns)
            places = [i for i, t in enumerate(turns) if t.changes and t.undone is not undo]
            if not places:
                told.append(wording.NOTHING_TO_UNDO if undo else wording.NOTHING_TO_REDO)
                continue
            place = places[-1] if undo else next((i for i in reversed(back) if i in places), places[-1])
            back = [*back, place] if undo else [i for i in back if i != place]
            turns[place] = replace(turns[place], undone=undo)
            conversation = replace(conversation, turns=tuple(turns))
            words = wording.UNDONE if undo else wording.REDONE
            told.append(words.format(what=f"「{turns[place].said[:30]}」"))
        return conversation

    def _settle(
        self, conversation: Conversation, moves: Sequence[Move], disposer: Disposer
    ) -> list[Proposal]:
        """A yes carries out what was proposed, a no what it would have been; otherwise it stays pending."""
        pending = list(conversation.last.proposals) if conversation.last else []
        if any(isinstance(m, (Undo, Redo)) for m in moves):
            return []
        yes = next((m for m in moves if isinstance(m, Confirm)), None)
        if yes:
            offered = standing(conversation, yes.suggested) if yes.suggested or not pending else []
            for proposal in offered or pending:
                disposer.accept(proposal.changes)
            if not offered and not pending and (yes.suggested or (len(moves) == 1 and not conversation.asked)):
                disposer.out.told.append(wording.NOTHING_TO_CONFIRM)
            return []
        if any(isinstance(m, Deny) for m in moves):
            for proposal in pending:
                disposer.accept(proposal.otherwise)
            if (pending or standing(conversation, False)) and not any(p.otherwise for p in pending):
                disposer.out.told.append(wording.PENDING_DROPPED)
            return []
        said = {m.slot for m in moves if isinstance(m, Fill)} | slots_supposed(moves)
        if any(isinstance(m, Swap) for m in moves):
            said |= {c.slot for p in pending for c in p.changes if isinstance(c, Set)}
        return [
            kept for p in pending
            for kept in still_pending(p, said, disposer.template, self.library)
        ]

    def _trips(self, draft: Draft, today: date) -> set[tuple[str, str]]:
        template = self.library.templates.get(draft.template)
        if template is None:
            return set()
        return {(t.rule.id, t.message) for t in trips(self.library, template, draft, today)}

    def _warn(self, out: Outcome, before: set[tuple[str, str]], today: date) -> None:
        """Rules speak when the value that trips them is given, once."""
        template = self.library.templates.get(out.draft.template)
        if template is None or not out.changes:
            return
        known = {f.rule for f in out.findings}
        for item in trips(self.library, template, out.draft, today):
            if (item.rule.id, item.message) not in before and item.rule.id not in known:
                out.findings.append(as_finding(item, template, today))

    def _answer(
        self, moves: Sequence[Move], conversation: Conversation, draft: Draft, today: date
    ) -> tuple[Answer, ...]:
        history = tuple(
            m.question for t in conversation.turns for m in t.moves if isinstance(m, Ask)
        )
        return tuple(
            self.answers.answer(m.question, draft.template, draft, history, today)
            for m in moves if isinstance(m, Ask)
        )

    def _export(self, moves: Sequence[Move], out: Outcome, today: date) -> Exported | None:
        move = next((m for m in moves if isinstance(m, Export)), None)
        template = self.library.templates.get(out.draft.template)
        if move is None:
            return None
        if template is None:
            return Exported(move.final, (wording.choose_template(self.library.templates.values()),))
        objections = against_final(self.library, template, out.draft, bool(out.proposals), today)
        out.findings += [f for f in objections if f not in out.findings]
        errors = tuple(f.message for f in objections if f.severity == "error")
        contract = compose(template, out.draft.terms())
        labels = tuple(template.slots[s].label for s in contract.open)
        assumed = tuple(template.slots[s].label for s in contract.assumed)
        return Exported(move.final, errors if move.final else (), labels, assumed)

    def _tell(
        self, moves: Sequence[Move], conversation: Conversation, out: Outcome, today: date
    ) -> None:
        template = self.library.templates.get(out.draft.template)
        for move in moves:
            match move:
                case Chat("hello"):
                    out.told.insert(0, wording.HELLO)
                case Chat("thanks"):
                    out.told.append(wording.THANKS)
                case Chat("help"):
                    out.told.append(wording.HELP)
                case Chat("stop"):
                    out.told.append(wording.STOP)
                case Unclear(said) if template:
                    out.told.append(wording.UNCLEAR.format(said=said[:40]))
                case Advise(slot) | Why(slot):
                    self._about(move, slot, conversation, template, out, today, any(isinstance(m, Ask) for m in moves))
                case Show(what, address) if template:
                    out.told.append(self._shown(template, out.draft, what, address))
                case Check() if template:
                    self._check(template, out, today)
                case _:
                    pass

    def _about(
        self, move: Advise | Why, slot_id: str, conversation: Conversation, template: Template | None,
        out: Outcome, today: date, answered: bool,
    ) -> None:
        names = [slot_id] if slot_id else list(conversation.asked)
        slots = [template.slots[n] for n in names if template and n in template.slots]
        if template is None or not slots:
            out.told.append(wording.NO_SUBJECT)
            return
        said = []
        for slot in slots:
            if isinstance(move, Why):
                said.append(wording.why(slot))
                continue
            words, offers = advised(template, slot, out.draft, today)
            said.append(words.removeprefix(wording.advice(slot)) if answered else words)
            out.offers += offers
        out.told += ["\n".join(said)] if any(said) else []

    def _check(self, template: Template, out: Outcome, today: date) -> None:
        objections = against_final(self.library, template, out.draft, bool(out.proposals), today)
        out.findings += [f for f in objections if f not in out.findings]
        found = wording.CHECK_FOUND.format(count=len(out.findings))
        out.told.append(found if out.findings else wording.CHECK_CLEAN)

    def _shown(self, template: Template, draft: Draft, what: str, address: str) -> str:
        if what == "open":
            labels = [s.label for s in draft.open_slots(template)]
            if not labels:
                return wording.ALL_ASKED
            return wording.STILL_OPEN.format(count=len(labels), labels="、".join(labels))
        if what == "clause" and address:
            lines = [
                f"{x.number} {x.text}".strip() for x in compose(template, draft.terms()).lines
                if x.address == address or x.address.startswith(f"{address}(")
            ]
            number = printed_number(template, draft.terms(), address)
            return "\n".join(lines) if lines and number else wording.NO_SUCH_CLAUSE.format(clause=address)
        if what == "draft":
            return compose(template, draft.terms()).text()
        values = draft.active_values(template)
        lines = [f"- {template.slots[s].label}:{shown(template.slots[s], v)}" for s, v in values.items()]
        return "\n".join(lines) or wording.NO_VALUES

    def _reply(
        self, moves: Sequence[Move], conversation: Conversation, out: Outcome,
        answers: tuple[Answer, ...], exported: Exported | None,
    ) -> Reply:
        template = self.library.templates.get(out.draft.template)
        asked: tuple[Asked, ...] = ()
        closing = ""
        done = (0, 0)
        if template is None:
            if not (answers and len(moves) == len(answers)):
                closing = wording.choose_template(self.library.templates.values())
                if conversation.last and conversation.last.closing and not answers:
                    closing = wording.WHICH_AGAIN
        else:
            done = progress(template, out.draft)
            if not out.proposals and not any(m == Chat("stop") for m in moves):
                asked = self._questions(template, out, conversation)
            if not asked and not out.proposals and exported is None:
                closing = self._closing(template, out.draft, conversation.draft)
        again = bool(asked) and tuple(a.slot for a in asked) == conversation.asked
        reply = Reply(
            "", tuple(out.noted), tuple(out.refused), tuple(out.findings), answers,
            tuple(out.told), tuple(out.proposals), tuple(out.offers), asked, again, closing, exported, done,
        )
        return replace(reply, text=wording.reply_text(reply))

    def _questions(
        self, template: Template, out: Outcome, conversation: Conversation
    ) -> tuple[Asked, ...]:
        """A refused value is asked for again first; then what is open, in order."""
        refused = [r.slot for r in out.refused if r.slot in template.slots]
        if refused:
            return tuple(question(template.slots[s]) for s in dict.fromkeys(refused))[:3]
        return next_questions(template, out.draft)

    def _closing(self, template: Template, draft: Draft, before: Draft) -> str:
        left = [s.label for s in draft.open_slots(template)]
        if left:
            return wording.ONLY_LEFT_OPEN.format(labels=wording.joined(left))
        return wording.ALL_ASKED if draft != before or not draft.entries else ""

    def _title(self, draft: Draft) -> str:
        template = self.library.templates.get(draft.template)
        return template.title if template else ""

    def _say(
        self, conversation: Conversation, said: str, text: str, today: date
    ) -> Conversation:
        reply = Reply(text, told=(text,), asked=conversation.last.asked if conversation.last else ())
        return conversation.with_turn(Turn(said, (), (), reply, today.isoformat()))


def _undone(turns: Sequence[Turn]) -> list[int]:
    """The places of the turns that redo may bring back, the one undone last at the end; a change gives up those undone before it."""
    done: list[int] = []
    back: list[int] = []
    for place, turn in enumerate(turns):
        for move in turn.moves:
            if isinstance(move, Undo) and done:
                back.append(done.pop())
            elif isinstance(move, Redo) and back:
                done.append(back.pop())
        if turn.changes:
            done.append(place)
            back = []
    return back
