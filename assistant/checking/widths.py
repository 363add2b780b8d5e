"""Full and half width: a text whose letters and punctuation only changed their width still says the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.alignment import DocLine, align
from knowledge.contract import Contract
from knowledge.template import Template

_HALF = str.maketrans("｡､｢｣･", "。、「」·")
"""Half-width signs that some programs write instead of the Chinese ones."""

_FOLD = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20, ord("。"): ord("."),
         ord("“"): ord('"'), ord("”"): ord('"'), ord("‘"): ord("'"), ord("’"): ord("'"),
         **_HALF, ord("｡"): ord(".")}  # fmt: skip
_WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！", ".": "。"}
_FIGURE = re.compile("[０-９Ａ-Ｚａ-ｚ％＋＝＠＿]")
_AMONG = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))|(?<=[０-９Ａ-Ｚａ-ｚ])[．－／](?=[０-９Ａ-Ｚａ-ｚ])")
_HAN = "\u4e00-\u9fff，。；：（）《》“”、"
_NARROW = re.compile(rf"(?<=[{_HAN}])[,;:()?!.] ?|[,;:()?!](?=[{_HAN}])")


def folded(text: str) -> str:
    """Return a text in half width; only width is lost, never a sign (² stays ²)."""
    return text.translate(_FOLD)


def widened(text: str) -> str:
    """Return a text with the punctuation beside Chinese characters in full width."""
    before, text = "", text.translate(_HALF)
    while before != text:
        before, text = text, _NARROW.sub(lambda m: _WIDE[m[0].strip()], text)
    quotes = iter("“”" * text.count('"'))
    return re.sub('"', lambda _: next(quotes), text)


def as_template_writes(template: Template, lines: Sequence[DocLine]) -> tuple[DocLine, ...]:
    """Give figures and letters the half width in which every value is written, and the punctuation of lines that no
    paragraph of the template explains the full width, where that explains them."""
    lines = tuple(
        replace(x, text=_narrow_figures(x.text), rows=tuple(tuple(map(_narrow_figures, row)) for row in x.rows))
        if _FIGURE.search(x.text or "".join(map("".join, x.rows))) else x for x in lines
    )  # fmt: skip
    strange = {line.place for line in align(template, lines).strange}
    tried = tuple(
        replace(x, text=widened(x.text)) if x.place in strange and not x.rows else x for x in lines
    )
    if tried == lines:
        return tried
    still = {line.place for line in align(template, tried).strange}
    return tuple(old if new.place in still else new for old, new in zip(lines, tried, strict=True))


def _narrow_figures(text: str) -> str:
    """Return a text with its full-width figures, letters and the signs among them in half width."""
    text = _AMONG.sub(lambda m: m[0].translate(_FOLD), text)
    return _FIGURE.sub(lambda m: m[0].translate(_FOLD), text)


def as_contract_writes(contract: Contract, lines: Sequence[DocLine]) -> tuple[DocLine, ...]:
    """Give a line that is one of the contract, width aside, the very letters of the contract."""
    texts = {folded(x.text): x.text for x in contract.lines if not x.header}
    tables = {_folded_rows((x.header, *x.rows)): (x.header, *x.rows) for x in contract.lines if x.header}
    return tuple(
        replace(x, rows=tables.get(_folded_rows(x.rows), x.rows)) if x.rows
        else replace(x, text=texts.get(folded(x.text.strip()), x.text))
        for x in lines
    )  # fmt: skip


def _folded_rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(folded(cell.strip()) for cell in row) for row in rows)
