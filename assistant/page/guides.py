"""What a lawyer would tell a business person about one clause, as HTML: the guide, the law and our advice apart."""

from __future__ import annotations

from assistant.conversation import Conversation
from assistant.page.markup import button, escape, paragraphs, tag
from assistant.page.texts import text
from knowledge.library import Library
from knowledge.template import Clause, Guide, Template

GUIDE = "guide:"


def guide_html(conversation: Conversation, library: Library, language: str, address: str) -> str:
    """Return the guide of a clause of the template in use; an empty sheet says so when there is none."""
    template = library.templates.get(conversation.draft.template)
    clause = template.addresses.get(address) if template else None
    guide = template.guides.get(clause.name) if template and isinstance(clause, Clause) else None
    if template is None or guide is None or not isinstance(clause, Clause):
        return tag("div", tag("p", escape(text("no_evidence", language)), class_="empty"), class_="sheet")
    head = tag("p", escape(text("guide", language).format(address=address, title=clause.title)), class_="question")
    rows = "".join(tag("h3", escape(label)) + tag("div", paragraphs(words), lang="zh-CN") for label, words in _rows(template, guide, language))
    ask = button(text("ask_clause", language), "chip", "say", say=text("ask_clause_words").format(address=address))
    jump = button(text("see_clause", language), "chip", "goto", where=address)
    words = _printed(template, conversation, address)
    quote = tag("blockquote", tag("b", escape(f"{address} {clause.title}")) + words, class_="quote", lang="zh-CN")
    return tag("div", head + quote + rows + _basis(library, guide, language) + tag("div", ask + jump, class_="chips"),
               class_="sheet guide", data_focus=f"{GUIDE}{address}")


def _rows(template: Template, guide: Guide, language: str) -> list[tuple[str, str]]:
    sides = [
        (text("for_side", language).format(party=f"{party}（{template.role(party).label}）"), words)
        for party, words in (("甲方", guide.for_a), ("乙方", guide.for_b))
    ]
    rows = [
        (text("plain", language), guide.plain), *sides, (text("usual", language), guide.usual),
        (text("by_law", language), guide.by_law), (text("watch", language), guide.watch),
    ]
    return [(label, words) for label, words in rows if words]


def _printed(template: Template, conversation: Conversation, address: str) -> str:
    """Return the clause as it stands in the draft, its items too."""
    lines = [
        line for line in conversation.draft.composed(template).lines
        if line.address == address or line.address.startswith(f"{address}(")
    ]
    return "".join(tag("p", escape(f"{line.number} {line.text}".strip())) for line in lines if line.text)


def _basis(library: Library, guide: Guide, language: str) -> str:
    rows = []
    for reference in guide.basis:
        for statute in library.laws.cited(reference):
            name = tag("b", escape(f"{statute.law} 第{statute.article}条{statute.mark}"))
            rows.append(tag("li", name + escape(statute.summary)))
    if not rows:
        return ""
    return tag("h3", escape(text("statutes", language))) + tag("ul", "".join(rows), class_="statutes", lang="zh-CN")
