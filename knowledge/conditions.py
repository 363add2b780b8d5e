"""Conditions over slots: ``model_owner = 甲方 且 已填(total_fee)``; true, false or not yet known.

One language for clause conditions and for rules. Operators: ``= != < <= > >=``, ``属于 (a, b)``, ``+ - * /``,
``且 或 非`` and brackets; functions ``已填(slot)``, ``合计(slot, 列)``, ``行数(slot)``, ``含(slot, 词)``. A bare word that is no
slot is text; 是 and 否 are true and false. An empty slot makes a comparison not yet known (None).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Truth = bool | None
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<op><=|>=|!=|≠|≤|≥|[=<>+\-*/(),])"
    r"|(?P<text>\"[^\"]*\")|(?P<word>[^\s()=<>!≠≤≥+\-*/,\"]+))"
)
_SAME = {"≠": "!=", "≤": "<=", "≥": ">="}
_FUNCTIONS = ("已填", "合计", "行数", "含")


class ConditionError(ValueError):
    """A condition that cannot be read; the message is in Chinese."""


class _Unknown(Exception):
    """A slot that the expression needs is empty."""


Node = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Condition:
    """A parsed condition.

    ``slots`` are the slots it needs, ``text`` what the author wrote, ``equals`` the (slot, word) pairs it
    compares (by = != 属于), ``guards`` the slots it asks 已填() of.
    """

    text: str = ""
    slots: frozenset[str] = frozenset()
    equals: tuple[tuple[str, str], ...] = ()
    guards: frozenset[str] = frozenset()
    _node: Node | None = field(default=None, compare=False, repr=False)

    def holds(self, values: Mapping[str, Any]) -> Truth:
        """Return True, False, or None while a slot that decides is empty."""
        return True if self._node is None else _truth(self._node, values)

    def amount(self, values: Mapping[str, Any]) -> Any:
        """Return the value of the whole expression, or None while a slot it needs is empty."""
        if self._node is None:
            return None
        try:
            return self._node(values)
        except _Unknown:
            return None


ALWAYS = Condition()


def _truth(node: Node, values: Mapping[str, Any]) -> Truth:
    try:
        result = node(values)
    except _Unknown:
        return None
    return None if result is None else bool(result)


class _Parser:
    """Precedence climbing over the tokens of one condition."""

    def __init__(self, text: str, slots: Iterable[str]):
        self.text, self.known, self.used = text, frozenset(slots), set[str]()
        self.equals: list[tuple[str, str]] = []
        self.guards: set[str] = set()
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if not match or match.end() == at:
                raise ConditionError(f"条件里有读不懂的字符「{text[at:at + 1]}」")
            kind = str(match.lastgroup)
            word = match[kind]
            self.tokens.append((kind, _SAME.get(word, word)))
            at = match.end()
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise ConditionError("条件没有写完")
        token = self.tokens[self.at]
        if expected and token[1] != expected:
            raise ConditionError(f"这里应是「{expected}」,写成了「{token[1]}」")
        self.at += 1
        return token

    def whole(self) -> Node:
        node = self.either()
        if self.at < len(self.tokens):
            raise ConditionError(f"「{self.peek()}」前后缺少 且、或 或比较符号")
        return node

    def either(self) -> Node:
        node = self.both()
        while self.peek() == "或":
            self.take()
            node = _or(node, self.both())
        return node

    def both(self) -> Node:
        node = self.negated()
        while self.peek() == "且":
            self.take()
            node = _and(node, self.negated())
        return node

    def negated(self) -> Node:
        if self.peek() != "非":
            return self.compared()
        self.take()
        inner = self.negated()

        def negation(values: Mapping[str, Any]) -> Truth:
            truth = _truth(inner, values)
            return None if truth is None else not truth

        return negation

    def compared(self) -> Node:
        start = self.at
        left = self.sum()
        subject = self.tokens[start][1] if self.at == start + 1 else ""
        operator = self.peek()
        if operator == "属于":
            self.take()
            self.take("(")
            options = [self.take()[1]]
            while self.peek() == ",":
                self.take()
                options.append(self.take()[1])
            self.take(")")
            self.equals += [(subject, option) for option in options if subject in self.known]
            return lambda v: _as_text(left(v)) in options
        if operator not in ("=", "!=", "<", "<=", ">", ">="):
            return left
        self.take()
        start = self.at
        right = self.sum()
        single = self.at == start + 1 and self.tokens[start][0] != "number"
        word = self.tokens[start][1].strip('"')
        if subject in self.known and single and word not in self.known:
            self.equals.append((subject, word))
        return _comparison(operator, left, right)

    def sum(self) -> Node:
        node = self.product()
        while self.peek() in ("+", "-"):
            node = _arithmetic(self.take()[1], node, self.product())
        return node

    def product(self) -> Node:
        node = self.single()
        while self.peek() in ("*", "/"):
            node = _arithmetic(self.take()[1], node, self.single())
        return node

    def single(self) -> Node:
        kind, word = self.take()
        if word == "(":
            node = self.either()
            self.take(")")
            return node
        if kind == "number":
            number = Decimal(word)
            return lambda _: number
        if kind == "text":
            return lambda _: word[1:-1]
        if kind == "word" and word in _FUNCTIONS and self.peek() == "(":
            return self.call(word)
        if kind != "word":
            raise ConditionError(f"「{word}」不能出现在这里")
        if word in self.known:
            self.used.add(word)
            return _slot(word)
        if re.fullmatch(r"[a-z][a-z0-9_]*", word):
            from knowledge.records import guess  # only needed for the message

            raise ConditionError(f"没有槽位「{word}」。{guess(word, self.known)}".strip())
        return lambda _: {"是": True, "否": False}.get(word, word)

    def call(self, name: str) -> Node:
        self.take("(")
        slot = self.take()[1]
        if slot not in self.known:
            raise ConditionError(f"没有槽位「{slot}」")
        self.used.add(slot)
        argument = ""
        if self.peek() == ",":
            self.take()
            argument = self.take()[1].strip('"')
        self.take(")")
        if name == "已填":
            self.guards.add(slot)
            return lambda v: v.get(slot) not in (None, "", [])
        read = _slot(slot)
        if name == "行数":
            return lambda v: len(read(v))
        if name == "含":
            return lambda v: argument in _as_text(read(v))
        return lambda v: sum((_number(row.get(argument) or 0) for row in read(v)), Decimal(0))


def _slot(name: str) -> Node:
    def read(values: Mapping[str, Any]) -> Any:
        value = values.get(name)
        if value is None:
            raise _Unknown
        return value

    return read


def _as_text(value: Any) -> str:
    return {True: "是", False: "否"}.get(value, "") if isinstance(value, bool) else str(value)


def _number(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError as error:
        raise _Unknown from error


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _comparison(operator: str, left: Node, right: Node) -> Node:
    def compare(values: Mapping[str, Any]) -> bool:
        a, b = left(values), right(values)
        if _is_number(a) and _is_number(b):
            a, b = _number(a), _number(b)
        if operator in ("=", "!="):
            return bool(a == b) is (operator == "=")
        a, b = _number(a), _number(b)
        return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]

    return compare


def _arithmetic(operator: str, left: Node, right: Node) -> Node:
    def compute(values: Mapping[str, Any]) -> Decimal:
        a, b = _number(left(values)), _number(right(values))
        if operator == "/":
            if not b:
                raise _Unknown
            return a / b
        return {"+": a + b, "-": a - b, "*": a * b}[operator]

    return compute


def _and(left: Node, right: Node) -> Node:
    def conjunction(values: Mapping[str, Any]) -> Truth:
        a, b = _truth(left, values), _truth(right, values)
        if a is False or b is False:
            return False
        return None if a is None or b is None else True

    return conjunction


def _or(left: Node, right: Node) -> Node:
    def disjunction(values: Mapping[str, Any]) -> Truth:
        a, b = _truth(left, values), _truth(right, values)
        if a or b:
            return True
        return None if a is None or b is None else False

    return disjunction


def parse_condition(text: str, slots: Iterable[str]) -> Condition:
    """Parse ``text``; an empty text always holds. Raises ConditionError with what is wrong and a guess."""
    if not text.strip():
        return ALWAYS
    parser = _Parser(text, slots)
    node = parser.whole()
    return Condition(
        text.strip(), frozenset(parser.used), tuple(parser.equals), frozenset(parser.guards), node
    )
