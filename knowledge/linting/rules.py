"""The rules on text (触发 文本) applied to any contract, with the place of the words they object to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.linting.blanks import blank_spans
from knowledge.linting.page import Span
from knowledge.linting.sheet import Mark, Sheet
from knowledge.rule import Rule

OWN = frozenset({"R-STR-04", "R-DIS-01"})
"""Rules on text that a check of this package decides more exactly."""

_TITLE = re.compile(r"《[^》\n]{1,40}》|[\u4e00-\u9fff]{2,8}保护法")
_TRAINING = re.compile(r"训练")
_MODEL = re.compile(r"模型")
_ENOUGH = 4
_WHOLE = 3
_NARROW = re.compile(r"(?<=[\u4e00-\u9fff”》）】\])0-9%‰_])[,;:?!]|[()](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[()]")
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
_AGAINST = re.compile(r"不受|不适用|除外|不构成")
"""A match that says the opposite: 不受前述上限限制."""
_NEEDED = {"R-DIS-09": re.compile(r"争议|纠纷|分歧|索赔")}
_REFUSED = {"R-STR-09": re.compile(r"催告")}
"""Deemed acceptance after a written demand surprises nobody."""
_SILENT = {"R-STR-09": re.compile(r"(?:加粗|加黑|格式条款|重大利害)[^。\n]{0,24}(?:已经?|均已)[^。\n]{0,12}(?:提示|说明|提请注意)")}


def subject(sheet: Sheet) -> str:
    """Return the template whose rules fit: who gives the data says which; empty for other contracts."""
    text = sheet.half[slice(*sheet.page.body)]
    if min(len(_TRAINING.findall(text)), len(_MODEL.findall(text))) < _ENOUGH:
        return ""
    first, second = (len(re.findall(_gives(side), text)) for side in "甲乙")
    trains = len(re.findall(r"甲方[^。,;]{0,16}(?:训练(?:服务|任务|模型|工作)|进行模型|模型(?:设计|架构|评估))", text))
    return "data_coop" if first > second and first >= trains else "train_service"


def _gives(side: str) -> str:
    return rf"{side}方[^。,;]{{0,14}}(?:提供|交付)[^。,;甲乙]{{0,10}}数据|{side}方\(数据提供方"


def text_rules(sheet: Sheet, rules: Iterable[Rule]) -> Iterator[Mark]:
    """Judge the text by every rule on text; one on what is lacking speaks only of whole training contracts."""
    about = subject(sheet)
    text, places = _readable(sheet)
    whole = len(sheet.outline.of("条")) >= _WHOLE and bool(about)
    for rule in rules:
        if not rule.text.speaks or rule.id in OWN or (rule.templates and about not in rule.templates):
            continue
        if not rule.text.seen and not whole:
            continue
        words = rule.text.objects(text)
        if words is None or (rule.id in _SILENT and _SILENT[rule.id].search(text)):
            continue
        for start, end in _places(rule, text):
            own = {**words, "见": text[start:end].strip()} if end > start else words
            message = rule.words(about, {}, own, rule.text_message)
            stop = places[end - 1] + 1 if end > start else places[start]
            yield Mark(rule.id, places[start], stop, message=message, severity=rule.text_severity)


def _readable(sheet: Sheet) -> tuple[str, list[int]]:
    """Return the text as the rules expect it, and where each of its characters stands in the page.

    Signs between characters are full-width, the titles of laws are masked, a blank is a short line.
    """
    text = _TITLE.sub(lambda m: "〇" * len(m[0]), sheet.page.text[: sheet.end])
    text = _NARROW.sub(lambda m: m[0].translate(_WIDE), text)
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for start, end in blank_spans(sheet.half, sheet.page.raw, sheet.page.body):
        kept += [*text[at:start], "_", "_"]
        places += [*range(at, start), start, end - 1]
        at = end
    return "".join([*kept, *text[at:]]), [*places, *range(at, len(text)), len(text)]


def _places(rule: Rule, text: str) -> list[Span]:
    """Return where the words of a rule stand; a rule on a lack points at the first, or at the top."""
    if not rule.text.seen:
        start = next((m.start() for m in re.finditer(r"\S", text)), 0)
        return [(start, start)]
    pattern = rule.text.seen[0]
    against = not _AGAINST.search(pattern.pattern)
    found = [m for m in pattern.finditer(text) if m[0] and not (against and _AGAINST.search(m[0]))]
    if rule.text.each:
        return [m.span() for m in found if rule.text.objects_at(text, m) is not None]
    if needed := _NEEDED.get(rule.id):
        found = [m for m in found if needed.search(_sentence(text, m.start()))]
    if refused := _REFUSED.get(rule.id):
        found = [m for m in found if not refused.search(_sentence(text, m.start()))]
    message = rule.text_message or rule.message
    once = len(rule.text.seen) > 1 or rule.text.missing or (rule.text.unless and "{见}" not in message)
    return [m.span() for m in (found[:1] if once else found)]


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind("。", 0, at), text.rfind("\n", 0, at)) + 1
    end = text.find("。", at)
    return text[start : end if end >= 0 else len(text)]
