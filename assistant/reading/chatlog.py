"""Lines of a pasted chat, each said by somebody: 我们 of the other side's lines is the other side.

``[馆长] 可以`` and ``[对方 小裴] 归我们`` become lines without speakers in which 我们 and 对方 mean what they mean to the user;
the length of the text stays.
"""

from __future__ import annotations

import re

_SPOKEN = re.compile(r"(?:(?<=\n)|^)(?P<who>[^\S\n]*[\[【(](?P<name>[^\[\]【】()\n:]{1,12})[\]】)][^\S\n]*:?)(?P<said>[^\n]*)")
_THEIRS = re.compile(r"对方|对面|客户|他们|那边|供应商|厂家|合作方")
_MINE = re.compile(r"^\s*(?:我|我们|本人|我方|己方)\s*$")
_WE, _YOU = re.compile(r"我们|我方|我司|咱们"), re.compile(r"你们|您们|贵司|贵方|你方")
_LETTER = re.compile(
    r"(?:(?<=\n)|^)[^\S\n]*(?:合作方|合作公司|对方|对面|客户|他们|那边|供应商)(?:那边)?的?(?:回信|回复|回函|来信|来函|邮件|消息|原话|微信|发来|发的|说的)[^\n:]{0,8}:[^\S\n]*"
)
"""What comes before the words of the other side, which are theirs to the end."""
_NOBODY = re.compile(r"^\s*[\d一二三四五六七八九十]+\s*$|[,。;%]|附件|项目|名称|数据|模型|条款|合同|协议|要点|摘录|通知")


def _exchange(said: str) -> str:
    """我们 and 你们 as the user would say them of the other side's words."""
    turned = _WE.sub("\0\0", said)
    return _YOU.sub("我们", turned).replace("\0\0", "对方")


def as_told(text: str) -> str:
    """Return the text with the lines of a chat, or a letter of the other side, as the user would tell them."""
    if letter := _LETTER.search(text):
        return text[: letter.end()] + _exchange(text[letter.end() :])
    spoken = [m for m in _SPOKEN.finditer(text) if not _NOBODY.search(m["name"])]
    if not any(_THEIRS.search(m["name"]) or _MINE.search(m["name"]) for m in spoken):
        return text  # 【总价】 and the like are labels
    for match in spoken:
        said = match["said"]
        said = _exchange(said) if _THEIRS.search(match["name"]) else _YOU.sub("对方", said)
        text = text[: match.start()] + " " * len(match["who"]) + said + text[match.end() :]
    return text
