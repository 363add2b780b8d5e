"""Which contract is wanted: named by title or alias, or described by who gives data, who trains and who pays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.reading.clauses import Message
from knowledge.template import Template

_SWITCH = re.compile(r"换回|换成|换到|换|改用|改成|改签|改做|切(?:换)?(?:到|成|回)|转成|还是(?:用|签|做|选)|应该(?:用|签|是|做)|用回|回到|重新(?:做|签|来|起)|不做|另(?:起|做|签)")
_HYPOTHETIC = re.compile(r"区别|不同|哪个|还是(?=[^,。;]{1,14}(?:\?|好|合适))|什么是|怎么选|差别|有何")
_GIVES = re.compile(r"(?:出|提供|给|有|拿出|贡献)[^,。;]{0,8}?(?:数据|样本|语料|图片)|(?:把|将)[^,。;]{1,14}?(?:给|交给|提供给)")
_TRAINS = re.compile(r"训练|训模型|训个|做模型|训一个")
_HIRED = re.compile(r"委托|外包|请(?!问)|花钱|找(?:个|一家|人|家|了|公司|外面)|雇|采购|付费|付钱|掏钱|收费|服务费|(?<!不)给钱|出钱|客户|(?:帮|替|给)(?:客户|人家|别人|他们|我们|我)[^,。;]{0,6}(?:训|做)")
_TOGETHER = re.compile(r"合作|互不|互相不|不给钱|不收费|不收[^,。;]{0,4}钱|免费|一起|联合|共同|换(?:模型|使用权)|资源互换")


_WHICH = re.compile(r"(?:哪|什么|啥)(?:一?[个份种款])?(?:合同|协议|模板|合适|好)|[用签选](?:哪|什么|啥)")
_ORDINAL = re.compile(r"^(?:[^,。;]{0,6}?)(?:第([一二三四五六七八九1-9])[个份种]?|([1-9])|(前)[者面一]|(后)[者面一])")
_NUMERALS = "一二三四五六七八九"


def wanted(
    message: Message, templates: Mapping[str, Template], current: str, started: bool, offered: bool = False
) -> str:
    """Return the id of the template that is chosen or switched to, or an empty string.

    ``started``: something is already written in the current one, so that only a clear wish switches.
    ``offered``: the templates were just listed by number, so that a number chooses.
    """
    best: tuple[int, str] = (0, "")
    for clause in message.clauses:
        if clause.asks and _HYPOTHETIC.search(clause.text):
            continue
        for template in templates.values():
            length = max((len(w) for w in (template.title, *template.aliases) if w and w in clause.text), default=0)
            if not length or (template.id == current and not best[1]):
                continue
            clear = not current or not started or bool(_SWITCH.search(clause.text)) or _alone(clause.text, length)
            if clear and length > best[0] and not re.search(rf"(?:不是|不要|不做|不签|不用)[^,。;]{{0,4}}(?:{_names(template)})", clause.text):
                best = (length, template.id)
    if best[1]:
        return "" if best[1] == current else best[1]
    if current:
        return ""
    return (_counted(message, list(templates)) if offered else "") or _described(message, templates)


def asks_which(question: str) -> bool:
    """Whether a question is which contract to use."""
    return bool(_WHICH.search(question))


def _counted(message: Message, ids: Sequence[str]) -> str:
    """The template named by its place in the list: 第一个, 1, 前者."""
    if not message.clauses or message.clauses[0].asks:
        return ""
    match = _ORDINAL.match(message.clauses[0].text.strip())
    if not match or (match[2] and match.end() != len(message.clauses[0].text.strip())):
        return ""
    word = match[1] or match[2]
    place = (_NUMERALS.find(word) if word in _NUMERALS else int(word) - 1) if word else (0 if match[3] else len(ids) - 1)
    return ids[place] if 0 <= place < len(ids) else ""


def _alone(text: str, length: int) -> bool:
    return len(text.strip()) <= length + 4 and not re.search(r"这份|这个|的|草稿|导出", text)


def _names(template: Template) -> str:
    return "|".join(re.escape(w) for w in (template.title, *template.aliases) if w)


def _described(message: Message, templates: Mapping[str, Template]) -> str:
    asked = bool(_WHICH.search(message.text))
    text = "".join(c.text + "。" for c in message.clauses if asked or not c.asks)
    if not _TRAINS.search(text) and not re.search(r"模型|数据", text):
        return ""
    paid = [t.id for t in templates.values() if t.party("payer")]
    unpaid = [t.id for t in templates.values() if not t.party("payer") and t.party("data_provider") and t.party("trainer")]
    if _TRAINS.search(text) and _HIRED.search(text) and not _TOGETHER.search(text):
        return paid[0] if len(paid) == 1 else ""
    if (_GIVES.search(text) and _TRAINS.search(text)) or (re.search(r"数据", text) and _TOGETHER.search(text)):
        return unpaid[0] if len(unpaid) == 1 else ""
    return ""
