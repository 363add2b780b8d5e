"""Passage: a citable piece of a template with its address and its exact source text."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.contract import number_all, reference_text
from knowledge.template import Article, Blank, Clause, Paragraph, Reference, Template, Terms, Words


@dataclass(frozen=True)
class Passage:
    """款 or 项 (or 首部, 签署, an annex) as it is cited: blanks print as 【label】, numbers are the template's own."""

    template: str
    address: str
    title: str
    text: str
    article: str
    article_title: str
    clause: str
    slots: tuple[str, ...] = ()
    when: str = ""
    status: str = "必备"
    parent: str = ""

    @property
    def id(self) -> str:
        """The whole citation: ``data_coop:4.2(1)``."""
        return f"{self.template}:{self.address}"


def passages(template: Template) -> tuple[Passage, ...]:
    """Return every citable piece of the template, in print order, items and options apart from their clause."""
    numbers = full_numbers(template)
    found = []
    for article, clause in template.clauses():
        groups: dict[str, list[Paragraph]] = {clause.address: []}
        for paragraph in clause.paragraphs:
            groups.setdefault(paragraph.address, []).append(paragraph)
        for address, paragraphs in groups.items():
            if paragraphs:
                found.append(_passage(template, article, clause, address, paragraphs, numbers))
    return tuple(found)


def _passage(
    template: Template, article: Article, clause: Clause, address: str,
    paragraphs: list[Paragraph], numbers: dict[str, str],
) -> Passage:
    conditions = [c.text for c in (article.condition, clause.condition) if c.text]
    if address != clause.address:
        conditions += [c for c in dict.fromkeys(p.condition.text for p in paragraphs) if c]
    return Passage(
        template=template.id,
        address=address,
        title=clause.title,
        text="\n".join(source_text(template, p, numbers) for p in paragraphs),
        article=article.address,
        article_title=article.title,
        clause=clause.name,
        slots=tuple(dict.fromkeys(s for p in paragraphs for s in p.slots)),
        when=" 且 ".join(conditions),
        status=clause.status if clause.status != "必备" else article.status,
        parent=clause.address if address != clause.address else "",
    )


def source_text(template: Template, paragraph: Paragraph, numbers: dict[str, str]) -> str:
    """Return a paragraph's source text: fixed words, 【label】 for blanks, the template's own numbers."""
    text = ""
    for piece in paragraph.pieces:
        if isinstance(piece, Words):
            text += piece.text
        elif isinstance(piece, Blank):
            text += f"【{template.slots[piece.slot].label}】"
        elif isinstance(piece, Reference):
            text += reference_text(template, piece.target, numbers)
    return text


def full_numbers(template: Template) -> dict[str, str]:
    """Return the numbers with everything switched on: the addresses of the template itself."""
    numbers: dict[str, str] = {}
    for article, clause in template.clauses():
        numbers[article.name] = article.address
        if article.number:
            numbers[clause.name] = clause.address
        for paragraph in clause.paragraphs:
            if paragraph.address != clause.address:
                item = paragraph.address[len(clause.address):]
                key = paragraph.name or paragraph.address
                numbers[key], numbers[f"{key}@"] = item, clause.address
            elif paragraph.name:
                numbers[paragraph.name], numbers[f"{paragraph.name}@"] = "", clause.address
    return numbers


def printed_number(template: Template, terms: Terms, address: str) -> str:
    """Return the number ``address`` has in the contract as it stands, or an empty string when it is not in it."""
    numbers = number_all(template, terms)
    thing = template.addresses.get(address)
    if thing is None:
        return ""
    if isinstance(thing, Paragraph):
        key = thing.name or thing.address
        return f"{numbers[f'{key}@']}{numbers[key]}" if key in numbers else ""
    return numbers.get(thing.name, "")
