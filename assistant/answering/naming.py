"""Short questions that are little more than the name of something the contract has: 怎么解除, 有验收条款吗, 服务费怎么付."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.lexical import fold
from knowledge.template import Template

_ASKING = re.compile(
    r"能不能|可不可以|可否|能否|是不是|是否|可以|要不要|有没有|有无|怎么样|怎么办|怎么|怎样|如何|多少|多久|多长|什么时候|何时|什么|哪[些个里种]|几[份次天年轮]|"
    r"必须|需要|应该|能|要|行不行|行|合同|协议|模板|请问|里面?|中|写明?|约定|规定|设定?|加上?|定|提到|涉及|相关|专门|关于|条款|条|款|"
    r"[一二三四五六七八九十百千万]+元|\d[\d,.]*\s*[万千百]?元?|谁|有|吗|呢|么|没有?|的|了|是|在|给|由|双方|甲方|乙方|对方|我们?|[?？。，,!！、\s]"
)
_SHORT = 8
_OPTION = 4
_MOSTLY = 0.6


def named(topic: str, templates: Sequence[Template]) -> bool:
    """Whether a question says an alternative of the contract in its own words (互不付费), or is short and, without the
    words that ask, no more than the name of a clause, an article or a blank."""
    if any(option in fold(topic) for t in templates for s in t.slots.values() for option in s.choices if len(option) >= _OPTION):
        return True
    core = fold(_ASKING.sub("", topic))
    if not 2 <= len(core) <= _SHORT:
        return False
    pairs = _pairs(core)
    said = [fold(name) for t in templates for name in _said(t)]
    titles = [fold(article.title) for t in templates for article in t.articles]
    return any(len(pairs & _pairs(name)) > _MOSTLY * len(pairs) for name in said) or any(_in_halves(t, core) for t in titles)


def _in_halves(name: str, core: str) -> bool:
    """Whether a title of four characters is said in its two halves (违约要负什么责任)."""
    return len(name) == 4 and name[:2] in core and name[2:] in core


def _said(template: Template) -> Iterator[str]:
    for article in template.articles:
        yield article.title
        yield from (clause.title for clause in article.clauses)
    for slot in template.slots.values():
        yield from (slot.label, *slot.aliases)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
