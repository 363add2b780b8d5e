"""Characters that a reader cannot tell from others, or cannot see, in words that somebody changed: named, so that he can."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

MOST = 3
_KNOWN = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u2060": "零宽连接符", "\ufeff": "零宽空格",
    "\u00ad": "软连字符", "\u202e": "从右到左的控制符", "\u202d": "从左到右的控制符", "\u00a0": "不换行空格",
}  # fmt: skip
_SCRIPTS = {"CYRILLIC": "西里尔字母", "GREEK": "希腊字母", "ARMENIAN": "亚美尼亚字母", "HEBREW": "希伯来字母",
            "ARABIC": "阿拉伯字母", "CHEROKEE": "切罗基字母", "HANGUL": "谚文", "HIRAGANA": "平假名", "KATAKANA": "片假名"}  # fmt: skip


def oddities(before: str, after: str) -> str:
    """Say which signs of ``after`` that are not in ``before`` cannot be seen or look like others; a phrase in brackets
    or an empty string."""
    named = [x for x in map(_named, dict.fromkeys(c for c in after if c not in before)) if x]
    if not named:
        return ""
    more = f"等{len(named)}个" if len(named) > MOST else ""
    return f"（其中{'、'.join(named[:MOST])}{more}）"


def visible(text: str) -> str:
    """Return a text with signs that are not seen, or that turn others round, as their code in brackets."""
    return "".join(f"[U+{ord(c):04X}]" if _unseen(c) else c for c in text)


def _unseen(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Cf", "Co", "Cn", "Cs") or (category == "Mn" and "VARIATION SELECTOR" in _name(char)) or char == "\u00a0"


def _name(char: str) -> str:
    return unicodedata.name(char, "")


def _named(char: str) -> str:
    code = f"U+{ord(char):04X}"
    if _unseen(char):
        return f"有看不见的字符{_KNOWN.get(char, '')}[{code}]"
    if (usual := _usual(char)) != char:
        return f"「{char}」不是「{usual}」，是样子相同的另一个字符{code}"
    if unicodedata.combining(char):
        return f"有叠在前一个字上的符号{code}"
    script = next(iter(_script(char)), "")
    return f"「{char}」是{script}{code}" if script else ""


def _usual(char: str) -> str:
    """The usual sign for one that only looks like it: a radical, a compatibility form; width is another matter."""
    if 0xFF00 <= ord(char) <= 0xFFEF or "SUPERSCRIPT" in _name(char) or "SUBSCRIPT" in _name(char) or "CIRCLED" in _name(char):
        return char
    usual = unicodedata.normalize("NFKC", char)
    return usual if len(usual) == 1 and usual.isalnum() else char


def _script(char: str) -> Iterator[str]:
    if char.isalpha():
        yield from (label for script, label in _SCRIPTS.items() if _name(char).startswith(script))
