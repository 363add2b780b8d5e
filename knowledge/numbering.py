"""Numbers as a contract prints them: 第十一条, 附件一, (2)."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return 1–99 in Chinese numerals (11 → 十一, 20 → 二十)."""
    if not 0 < number < 100:
        raise ValueError(f"no Chinese ordinal for {number}")
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def article_number(number: int) -> str:
    """Return 第三条 for 3."""
    return f"第{chinese(number)}条"


def annex_number(number: int) -> str:
    """Return 附件一 for 1."""
    return f"附件{chinese(number)}"
