"""Cross checks of a whole template: references, unused slots, unguarded blanks, options, guides."""

from __future__ import annotations

from pathlib import Path

from knowledge.records import SourceError, guess
from knowledge.template import Article, Blank, Clause, Paragraph, Reference, Slot, Template


def validate(template: Template, folder: Path) -> None:
    """Raise SourceError at the first thing in ``template`` that does not hang together."""
    path = folder / "contract.md"
    _names_once(template, path)
    for article, clause in template.clauses():
        for paragraph in clause.paragraphs:
            _references(template, article, clause, paragraph, path)
            for slot in paragraph.slots:
                _guarded(template.slots[slot], article, clause, paragraph, path)
        _options_complete(template, clause, path)
    _slots_used(template, folder / "slots.md")
    for name in template.guides:
        if name not in template.names:
            raise SourceError(
                folder / "guide.md", _line_of(folder / "guide.md", name),
                f"正文里没有叫「{name}」的条款", f"## {name}", guess(name, template.names),
            )


def _line_of(path: Path, record: str) -> int:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.split()[:2] == ["##", record]:
            return number
    return 1


def _names_once(template: Template, path: Path) -> None:
    seen: dict[str, int] = {}

    def add(name: str, line: int) -> None:
        if name in seen:
            raise SourceError(path, line, f"名字「{name}」用了两次（第 {seen[name]} 行也有）")
        seen[name] = line

    for article in template.articles:
        add(article.name, article.line)
        for clause in article.clauses:
            if article.number:
                add(clause.name, clause.line)
            for paragraph in clause.paragraphs:
                if paragraph.name:
                    add(paragraph.name, paragraph.line)


def _references(
    template: Template, article: Article, clause: Clause, paragraph: Paragraph, path: Path
) -> None:
    """A reference must have a target, and one that cannot be switched off while the reference stays."""
    for piece in paragraph.pieces:
        if not isinstance(piece, Reference):
            continue
        if piece.target not in template.names:
            raise SourceError(
                path, paragraph.line, f"引用的「{piece.target}」不存在",
                f"〔{piece.target}〕", guess(piece.target, template.names),
            )
        for part in _switchable(template, piece.target):
            if part.name not in (article.name, clause.name):
                raise SourceError(
                    path, paragraph.line, f"引用的「{piece.target}」可以被去掉，去掉以后引用会落空",
                    f"〔{piece.target}〕", f"把「{part.title}」改成必备，或者改为引用别处。",
                )


def _switchable(template: Template, target: str) -> list[Article | Clause]:
    """Return what a user may switch off and with it the target of a reference."""
    for article in template.articles:
        inside = [c for c in article.clauses if target in {c.name, *(p.name for p in c.paragraphs)}]
        parts: list[Article | Clause] = [article, *inside]
        if article.name == target and all(c.status != "必备" for c in article.clauses):
            parts += article.clauses
        if article.name == target or inside:
            return [part for part in parts if part.status != "必备"]
    return []


def _guarded(slot: Slot, article: Article, clause: Clause, paragraph: Paragraph, path: Path) -> None:
    """An optional slot without a default must not be able to leave a hole in a signed contract."""
    if slot.required != "可空" or slot.default is not None or slot.handwritten:
        return
    conditions = (article.condition, clause.condition, paragraph.condition)
    if not any(slot.id in condition.guards for condition in conditions):
        raise SourceError(
            path, paragraph.line, f"可空的槽位「{slot.id}」没有默认值，不填会在签署版里留下空白",
            f"【{slot.id}】", f"在段首写 [当 已填（{slot.id}）],或在 slots.md 里给它默认值或「手写： 是」。",
        )


def _options_complete(template: Template, clause: Clause, path: Path) -> None:
    choices = {p.choice for p in clause.paragraphs if p.choice}
    for choice in choices:
        written = {p.option for p in clause.paragraphs if p.choice == choice}
        missing = [o for o in template.slots[choice].choices if o not in written]
        if missing:
            raise SourceError(
                path, clause.line, f"「择一 {choice}」缺少选项：{'、'.join(missing)}", clause.title
            )


def _slots_used(template: Template, path: Path) -> None:
    used: set[str] = set()
    for article, clause in template.clauses():
        used |= article.condition.slots | clause.condition.slots
        for paragraph in clause.paragraphs:
            used |= paragraph.condition.slots
            used |= {p.slot for p in paragraph.pieces if isinstance(p, Blank)}
    for slot in template.slots.values():
        if slot.id not in used:
            raise SourceError(
                path, slot.line, f"槽位「{slot.id}」在正文里没有用到", f"## {slot.id} {slot.label}",
                "在 contract.md 里写上【" + slot.id + "】，或删去这个槽位。",
            )
