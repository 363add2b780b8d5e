"""Where a line of the Word file may not end or begin: signs as usual in Chinese, and never between a number and its unit."""

from __future__ import annotations

import re
from collections import Counter

from knowledge.contract import Contract

USUALLY_NOT_FIRST = "!%),.:;>?]}°·’”…‰′″›℃、。〃〉》」』】〕〗！），．：；？］｝～"
USUALLY_NOT_LAST = "$([{£¥‘“〈《「『【〔〖（［｛￥第"
"""第 begins a reference: 第|3.4款 reads badly."""

MOST_UNITS = 40
_UNIT = re.compile(r"[0-9]([\u4e00-\u9fff])")


def not_first(contract: Contract) -> str:
    """Return the signs that may not begin a line of this contract: the usual ones and what follows its figures.

    The text itself stays as it is: no invisible signs in it that would spoil searching and copying.
    """
    units = Counter(
        unit for line in contract.lines
        for text in (line.text, *(cell for row in line.rows for cell in row)) for unit in _UNIT.findall(text)
    )  # fmt: skip
    return USUALLY_NOT_FIRST + "".join(sorted(unit for unit, _ in units.most_common(MOST_UNITS)))
