"""The rule reader: a message and its conversation become moves, without a network and without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.conversation import Conversation
from assistant.moves import (
    AddClause,
    Advise,
    Ask,
    Chat,
    Choose,
    Clear,
    Confirm,
    Deny,
    Fill,
    LeaveOpen,
    Move,
    Object,
    Side,
    Swap,
    Unclear,
)
from assistant.reading import acts, forms, questions, templates, toggling
from assistant.reading.amending import amendments
from assistant.reading.answers import bare
from assistant.reading.choosing import contradictions, objection
from assistant.reading.clauses import Clause, Message, musing, split
from assistant.reading.cues import cues
from assistant.reading.defaulting import defaulted, defaults
from assistant.reading.disputed import disputes
from assistant.reading.doubtful import Doubtful
from assistant.reading.editing import edits, one_thing
from assistant.reading.exchanging import amended, exchanged
from assistant.reading.filling import Filling
from assistant.reading.guarding import marked_up
from assistant.reading.heeding import heeded
from assistant.reading.idle import idle
from assistant.reading.ordering import unique
from assistant.reading.parties import Parties, who_is_who
from assistant.reading.patching import patched
from assistant.reading.people import People
from assistant.reading.placing import placed_now
from assistant.reading.recalling import named_late, spoken_of, unit_told
from assistant.reading.relating import pointed
from assistant.reading.rows import rows
from assistant.reading.scene import Scene, look
from assistant.reading.sides import stated, states
from assistant.reading.tagged import Tagged
from assistant.reading.waiting import before_template, in_order, refuse_orders, without_orders
from knowledge import kinds
from knowledge.library import Library
from knowledge.template import Template

_SWAP = re.compile(r"甲乙(?:双?方)?[^,。;]{0,6}(?:反了|对调|调换|换一?下|换过来|颠倒|互换|调过来)|(?:双方|两方)[^,。;]{0,4}(?:对调|互换|换过来|反了)|(?<!别)(?<!不要)(?<!不能)(?<!没有)(?<!没)(?:写|填|搞|弄)反了")


class RuleReader:
    """Reads messages by rules; the same message in the same conversation always gives the same moves."""

    def __init__(self, library: Library):
        self.library = library

    def read(self, message: str, conversation: Conversation, today: date) -> tuple[Move, ...]:
        """Return the moves a message proposes, in the order they were said; Unclear when there are none."""
        if not message.strip():
            return ()
        draft = conversation.draft
        said = stated(split(message))
        safe = without_orders(said)
        current = draft.template if draft.template in self.library.templates else ""
        chosen = templates.wanted(safe, self.library.templates, current, bool(draft.entries), bool(conversation.turns))
        template = self.library.templates.get(chosen or current)
        if template is None:
            return before_template(said, safe, bool(conversation.last and conversation.last.proposals))
        scene = look(conversation, self.library, template, today)
        scene = replace(scene, discussed=scene.discussed or spoken_of(conversation, template))
        if chosen and chosen != current:
            scene = replace(scene, side=scene.side if current else "")
        moves = _Turn(said, scene, template, chosen).moves()
        if chosen and not current:  # the choice has answered it
            moves = tuple(m for m in moves if not (isinstance(m, Ask) and templates.asks_which(m.question)))
        moves = unit_told(said, conversation, scene) or heeded(said, conversation, scene) or named_late(moves, said, conversation, scene) or moves
        late = placed_now(moves, said, scene, template, conversation, lambda told, there: _Turn(told, there, template, "").moves())
        gone = {m.slot for m in late if isinstance(m, Clear)}
        moves = tuple(m for m in moves if not (late and isinstance(m, Unclear)) and not (isinstance(m, Fill) and m.slot in gone))
        return (*moves, *(m for m in late if not (isinstance(m, Clear) and m.slot not in scene.values)))


@dataclass
class _Turn:
    """The reading of one message: clauses are taken one kind of act after another; what is left gives values."""

    said: Message
    scene: Scene
    template: Template
    chosen: str
    found: list[tuple[int, Move]] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    rest: list[Move] = field(default_factory=list)
    people: People = field(init=False)

    def moves(self) -> tuple[Move, ...]:
        """Run every stage and return the moves in the order of the message."""
        if self.chosen:
            self.found.append((-3, Choose(self.chosen)))
        self._guard()
        self._own_clauses()
        self._tables()
        parties = who_is_who(self.said, self.scene, frozenset(self.gone), bool(self.chosen))
        self.people = parties.people
        self._simple(parties)
        self._rhetorical()
        self._open_and_switch(parties)
        self._questions(parties)
        self._clashes()
        self._exchanges()
        self._answers()
        self._sides(parties)
        self._disputes()
        self._take([c for c in self._free() if idle(c, self.said.sentence(c.sentence))])
        own = [slot for at, m in self.found if isinstance(m, Ask) and (slot := questions.answered_next(m, at, self.said, self._free()))]
        self.scene = replace(self.scene, asked=(*own, *self.scene.asked))
        filling = Filling(self.said, self.scene, parties.people, self._free())
        filling.run()
        for fill in amended(self.said, self.scene, self._free(), filling.fills):
            filling.add(fill.slot, *fill.span, fill.reading)
        self._pointed(parties, filling)
        Doubtful(filling).run()
        self._renamed(parties, filling)
        Tagged(filling, frozenset(m.slot for _, m in self.found if isinstance(m, Fill))).run()
        self._collect(filling)
        self._left_over(parties, filling)
        return self._ordered()

    def _situated(self, unheard: Sequence[Clause]) -> None:
        """What is told right before a question and says nothing else is what the question is about (尾款没打过来,能停手吗?)."""
        for at, (place, move) in enumerate(self.found):
            if not isinstance(move, Ask):
                continue
            lead = place
            for clause in reversed([c for c in self.said.clauses if c.end <= place]):
                if clause not in unheard:
                    break
                lead = clause.start
            words, _ = self.said.said(lead, place)
            if lead < place:
                self.found[at] = (place, replace(move, question=f"{words}{move.question}"))

    def _free(self) -> tuple[Clause, ...]:
        return tuple(c for i, c in enumerate(self.said.clauses) if i not in self.gone)

    def _take(self, clauses: list[Clause] | tuple[Clause, ...]) -> None:
        self.gone |= {i for i, c in enumerate(self.said.clauses) if c in clauses}

    def _add(self, place: int, move: Move) -> None:
        self.found.append((place, move))

    def _guard(self) -> None:
        bad = [c for c in self.said.clauses if in_order(self.said, c)]
        if bad:
            words, _ = self.said.said(bad[0].start, bad[-1].end)
            self._add(bad[0].start, refuse_orders(words))
            self._take(bad)
        for clause in self._free():
            if found := marked_up(clause.text):
                slot = self._meant(clause)
                reason = f"里面有网页代码「{found[0][:20]}」,合同里不能写代码。请只给要写进合同的文字。"
                words, _ = self.said.said(clause.start, clause.end)
                self._add(clause.start, Object("markup", reason, slot, words))
                self._take([clause])

    def _meant(self, clause: Clause) -> str:
        """The slot a clause is about: named in it, else the one that was asked."""
        found = sorted(cues(self.template, clause.text, clause.start), key=lambda c: (c.start, -c.weight))
        return found[0].slot if found else next(iter(self.scene.expected), "")

    def _own_clauses(self) -> None:
        at = 0
        for line in self.said.raw.split("\n"):
            if own := acts.add_clause(self.said.text[at : at + len(line)], at):
                words, start, end = own
                lead = max(at, 1 + max(self.said.text.rfind(sign, at, start) for sign in "。;!?"))
                inside = [c for c in self._free() if lead <= c.start < end]
                if inside and inside[0].ender != "?":
                    self._add(start, AddClause(self.said.raw[start:end].strip() or words))
                    self._take(inside)
            at += len(line) + 1

    def _tables(self) -> None:
        for read in (forms.tables, forms.all_amended, amendments, rows):
            self._tabled(read(self.said, self.scene, self._free()))

    def _tabled(self, pieces: list[forms.Piece]) -> None:
        for piece in pieces:
            if any(isinstance(m, Fill) and m.slot == piece.slot for _, m in self.found):
                continue
            words, span = self.said.said(piece.start, piece.end)
            self._add(piece.start, Fill(piece.slot, words, span, piece.reading))
            self._take([c for c in self._free() if piece.start <= c.start < piece.end])

    def _simple(self, parties: Parties) -> None:
        for place, clause in enumerate(self._free()):
            done = [] if states(self.said, clause) else acts.simple(clause, self.scene, place == 0)
            if not done and _SWAP.search(clause.text) and not clause.asks and not re.search(r"\d{7}", self.said.text) and not one_thing(clause, self.said, self.scene):
                done = [acts.Act(Swap(), clause.start)]
            for act in done:
                self._add(act.start, act.move)
            if done:
                self._take([clause])

    def _open_and_switch(self, parties: Parties) -> None:
        for clause in self._free():
            if clause.ender == "?" or self._answers_yes_no(clause):
                continue
            done = acts.leave_open(clause, self.said, self.scene, parties.people)
            if not done and not clause.asks:
                done = toggling.switching(clause, self.said, self.scene, parties.people)
            for act in done:
                self._add(act.start, act.move)
            if done:
                self._take([clause, *toggling.led_to(clause, self.said, done)])

    def _questions(self, parties: Parties) -> None:
        for number in dict.fromkeys(c.sentence for c in self.said.clauses):
            run = [c for c in self._free() if c.sentence == number and c.asks]
            if not run:
                continue
            if all(musing(c) for c in run) and self.said.clauses[-1] not in run:
                self._take(run)
                continue
            move = questions.asked(run, self.said, self.scene, parties.people)
            if isinstance(move, Advise) and not move.slot:  # 归属没想好,你们一般怎么写?
                move = Advise(next((m.slot for _, m in self.found if isinstance(m, LeaveOpen)), ""))
            if move is not None:
                self._add(run[0].start, move)
            self._take(run)
        for clause in self._free():
            if defaulted(clause) and not self.scene.pending:
                self.rest = defaults(clause, self.scene, parties.people, self.said)
                for one in self.rest:
                    self._add(clause.start, one)
                self._take([clause])
                continue
            slot = questions.delegated_slot(clause, self.scene, parties.people)
            if slot or (self.scene.asked and questions.delegated(clause)):
                self._add(clause.start, Advise(slot))
                self._take([clause])

    def _rhetorical(self) -> None:
        for clause in self._free():
            answer = questions.answered(clause, self._free(), self.said, self.scene, self.people) if clause.asks else None
            if answer:
                self._add(clause.start, answer[0])
                self._take([clause, answer[1]])

    def _clashes(self) -> None:
        for clash in contradictions(self.said, self.scene, self._free()):
            self._add(clash.start, objection(clash, self.template.slots[clash.slot], self.said))
            self._take([c for c in self._free() if clash.start <= c.start < clash.end])

    def _exchanges(self) -> None:
        changes = [(e.clause, e.moves) for find in (edits, patched) for e in find(self.said, self.scene, self.people, self._free())]
        edited = [clause for clause, _ in changes]
        changes += [(e.clause, e.moves) for e in exchanged(self.said, self.scene, [c for c in self._free() if c not in edited])]
        for clause, moves in changes:
            for move in moves:
                self._add(clause.start, move)
            self._take([clause])

    def _disputes(self) -> None:
        for one in disputes(self.said, self.scene, self._free()):
            self._add(one.start, one.object)
            self._take(one.clauses)

    def _pointed(self, parties: Parties, filling: Filling) -> None:
        """乙方同上, 改回去: clauses that point at a value; what they point at is written with their words."""
        free = [c for c in self._free() if not filling.taken(c.start, c.end)]
        for one in pointed(self.said, self.scene, parties.people, free, filling.fills):
            if one.object:
                filling.objects.append(one.object)
                self._take([one.clause])
            elif one.fill and not filling.has(one.fill.slot):
                filling.fills.append(one.fill)
                self._take([one.clause])

    def _answers(self) -> None:
        """Yes and no that stand alone; without a proposal they answer a yes/no slot or carry no weight."""
        for clause in self._free():
            for act in acts.answer(clause, self.scene, len(self.said.clauses) == 1):
                if acts.takes_offer(clause, act.move, self.scene) and not self._lead_in(clause):
                    self._add(-1, act.move)
                    self._take([clause])
                elif self.scene.pending:
                    if not self._lead_in(clause):
                        self._add(-1, act.move)
                    self._take([clause])
                elif self._to_yes_no(clause):
                    self._take([clause])
                elif len(self.said.clauses) == 1 or not self._asked_kind("bool"):
                    self._weightless(clause, act.move)

    def _lead_in(self, clause: Clause) -> bool:
        """Whether 好/行/对了 only leads in to other words, so that it is no yes to what waits."""
        others = [c for c in self._free() if c is not clause]
        complaint = any(acts.COMPLAINT.search(c.text) for c in self.said.clauses)
        return complaint or bool(others and acts.FAINT.match(clause.text.strip()) and any(not acts.answer(c, self.scene, False) for c in others))

    def _asked_kind(self, kind: str) -> bool:
        return any((s := self.scene.slot(x)) and s.kind == kind for x in self.scene.asked[:1])

    def _answers_yes_no(self, clause: Clause) -> bool:
        slot = self.scene.slot(self.scene.asked[0]) if self.scene.asked else None
        return bool(slot and slot.kind == "bool" and clause.text.strip() in ("没有", "没", "有"))

    def _to_yes_no(self, clause: Clause) -> bool:
        slot = self.scene.slot(self.scene.asked[0]) if self.scene.asked else None
        if slot is None or slot.kind != "bool" or isinstance(kinds.read(slot, clause.text, self.scene.today), kinds.Refused):
            return False
        words, span = self.said.said(clause.start, clause.end)
        self._add(clause.start, Fill(slot.id, words, span))
        return True

    def _weightless(self, clause: Clause, move: Move) -> None:
        """好/行/不对 before other words only lead in; alone they are said on."""
        if len(self.said.clauses) == 1 and (isinstance(move, (Confirm, Deny)) and not self._choice_asked(clause)):
            self._add(clause.start, move)
            self._take([clause])
        elif len(self.said.clauses) > 1:
            self._take([clause])

    def _choice_asked(self, clause: Clause) -> bool:
        slot = self.scene.slot(self.scene.asked[0]) if self.scene.asked else None
        return bool(slot and slot.kind == "choice" and not isinstance(kinds.read(slot, clause.text, self.scene.today), kinds.Refused))

    def _sides(self, parties: Parties) -> None:
        own = self.template.party(parties.side_said) or parties.side_said
        if own and own == self.scene.swap_side and not parties.conflict:
            self._add(-1, Confirm())
        elif parties.conflict:
            self._add(-2, parties.objection(self.template))
            if parties.side_said:
                self._add(-1, Side(parties.side_said, parties.side_words))
        elif parties.side_said:
            self._add(-1, Side(parties.side_said, parties.side_words))

    def _renamed(self, parties: Parties, filling: Filling) -> None:
        """北京那家是甲方: the known company stands on that side."""
        for party, start, end, name in parties.renamed:
            slot = "party_a_name" if party == "甲方" else "party_b_name"
            there = self.scene.names.get("乙方" if party == "甲方" else "甲方")
            if there == name and self.scene.values and not self.scene.pending:
                self._add(start, Swap())
            elif not filling.has(slot):
                filling.add(slot, start, end, name)

    def _collect(self, filling: Filling) -> None:
        for fill in filling.fills:
            self._add(fill.span[0], fill)
        seen: set[str] = set()
        for one in filling.objects:
            if one.slot not in seen:
                seen.add(one.slot)
                self._add(self.said.text.find(one.said), one)

    def _left_over(self, parties: Parties, filling: Filling) -> None:
        """Answers without a name go to what was asked; words that nothing took are unclear."""
        used = [f.span for f in filling.fills]
        rest = [c for c in self._free() if not any(s < c.end and c.start < e for s, e in used)]
        rest = [c for c in rest if c.start not in parties.statement_places and c.start not in filling.used]
        for fill in bare(self.said, self.scene, rest, parties.people, bool(self.found) or bool(self.gone), {f.slot for f in filling.fills}):
            self._add(fill.span[0], fill)
        heard = [m.span for _, m in self.found if isinstance(m, Fill)]
        self._situated([c for c in rest if not any(s < c.end and c.start < e for s, e in heard)])
        serious = [m for _, m in self.found if not isinstance(m, Chat)]
        if not serious and not (self.found and not rest):
            self._add(0, Unclear(self.said.raw.strip()))

    def _ordered(self) -> tuple[Move, ...]:
        moves = [m for _, m in sorted(self.found, key=lambda p: p[0])]
        filled = {m.slot for m in moves if isinstance(m, Fill)}
        moves = [m for m in moves if not (isinstance(m, (LeaveOpen, Clear)) and m.slot in filled)]
        if self.chosen and self.scene.swap_side:  # another contract settles the sides anew
            moves = [m for m in moves if not isinstance(m, Confirm)]
        told = {m.slot for m in moves if isinstance(m, Fill) and m not in self.rest}
        moves = [m for m in moves if not (isinstance(m, Fill) and m in self.rest and m.slot in told)]
        if filled & set(self.scene.proposed):
            moves = [m for m in moves if not isinstance(m, (Confirm, Deny))]
        left = {m.slot for m in moves if isinstance(m, LeaveOpen)}
        moves = [m for m in moves if not (isinstance(m, Object) and m.code == "who" and m.slot in left)]
        return tuple(unique(moves))
