"""Traditional characters as simplified ones, one for one, so that places in a text stay."""

from __future__ import annotations

from functools import lru_cache

_FIRST, _LAST = 0x4E00, 0x9FFF


def simplified(text: str) -> str:
    """Return the text with every traditional character as the simplified one that stands for it; nothing else changes."""
    return text if _is_simplified(text) else text.translate(_table())


def _is_simplified(text: str) -> bool:
    """Whether every character is of the simplified standard (GB 2312), in which 乾, 著 and 於 are characters of their own."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """OpenCC's simplified character for each that is not of the simplified standard."""
    from opencc import OpenCC  # with the first traditional character

    chars = [chr(code) for code in range(_FIRST, _LAST + 1)]
    turned = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    pairs = zip(chars, turned, strict=True)
    return {ord(one): other for one, other in pairs if one != other and len(other) == 1 and not _is_simplified(one)}
