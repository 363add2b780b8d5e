"""How people speak: dialect words put as standard ones of equal length, and pauses written as spaces."""

from __future__ import annotations

import re

from assistant.reading.english import in_chinese
from knowledge.kinds.organisations import organisations

_WORDS = (
    ("我哋", "我们"), ("佢哋", "他们"), ("佢", "他"), ("嘅", "的"), ("唔", "不"), ("冇", "没"), ("嗰", "那"),
    ("畀", "给"), ("喺", "在"), ("莫得", "没有"), ("係", "是"), ("幾", "几"), ("咩", "啥"), ("攞", "拿"), ("俺们", "我们"), ("俺", "我"),
)  # fmt: skip
"""Words of Cantonese and Sichuanese, each with as many characters as its meaning, so that spans stay true."""

_BE = re.compile(r"(?<=[们方校司面边家])系(?![统列数])")
_PUNCTUATION = re.compile(r"[,。;!?:|\t「」“”]")
_LABEL = re.compile(
    r"[\s\S]*?(?:^|\s)(?:甲方|乙方|我方|对方|我们|他们)?(?:的)?(?:名称|公司|项目名称?|总价|服务费|费用|金额|保密期?限?|验收期?限?|整改期?限?|修正期?限?|交付日期|交付时间|数据验收|模型验收|合同期限?|协议期限?|份数|争议|税率|电话|手机号?"
    r"|地址|住所|法人|法定代表人|联系人|邮箱|统一社会信用代码|信用代码|税号|开户行|账号|户名|付款|类型|注册资本|成立日期|编号|合同编号|协议编号|模型归属|违约金|目标|用途|交付物)$"
)


def standard(text: str) -> str:
    """Return the text with dialect words as standard ones; its length is the same."""
    for word, meaning in _WORDS:
        text = text.replace(word, meaning)
    return in_chinese(_BE.sub("是", text))


def spoken_pauses(text: str) -> frozenset[int]:
    """Return the places of spaces that stand for pauses, in lines that have no punctuation of their own."""
    found: set[int] = set()
    at = 0
    for line in text.split("\n"):
        body = line.rstrip(" 。!?")
        if " " in body.strip() and not _PUNCTUATION.search(body):
            found |= {at + place for place in _in_line(body)}
        at += len(line) + 1
    return frozenset(found)


def _in_line(line: str) -> list[int]:
    found: list[int] = []
    begin = 0
    names = organisations(line)
    for match in re.finditer(r"(?<=\S) (?=\S)", line):
        if any(start < match.start() < end for start, end in names):
            continue  # a name that is written with spaces
        piece, rest = line[begin : match.start()], line[match.end() :].split(" ", 1)[0]
        latin = line[match.start() - 1].isascii() and line[match.end()].isascii()
        if latin or len(piece.strip()) < 4 or len(rest) < 3 or _LABEL.fullmatch(piece.strip()):
            continue
        found.append(match.start())
        begin = match.end()
    return found
