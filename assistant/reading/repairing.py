"""Repairs in speech: words that the speaker takes back in the same breath are blanked before anything is read.

一共三十 三十五万, 八个 啊 十个工作日, 八十八万 等等那是上一单 六十八万: only what is sure to be meant instead
stays. The length of the text stays, so that every span is still true of the words as typed.
"""

from __future__ import annotations

import re

from knowledge.kinds.numerals import APART, NUMBER
from knowledge.kinds.organisations import organisations

_HAN = r"\u4e00-\u9fff"
_UNITS = (
    r"个?工作[日天]|个?自然日|个?月(?![初底中末])|个?小时|个?钟头|个?星期|个?季度|年(?![初底中末])|天|日(?!元)|周|份|轮|次|[万亿](?:元|块钱?)?|元|块钱?|[%‰]|个点|成|张|条|段|例|套|台|个"
)
_UNIT = rf"(?:{_UNITS})"
_AMOUNT = rf"{APART}(?:[百千万]分之\s*)?{NUMBER}\s*{_UNIT}?"
_DAY = r"(?:(?:今|明|后|\d{2,4})年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?)?"
_PHONE = r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{2,4}|0\d{2,3}[ -]?\d{7,8}|[48]00[ -]?\d{3}[ -]?\d{4})(?!\d)"
_CALLED_OFF = (
    r"(?:(?:哎呀?|哦|噢|啊|呃|嗯|诶|唉|呸|不好意思|抱歉|sorry|oops)[\s,]*)*"
    r"(?:(?:不对|不是|错了|(?:我)?(?:说|讲|记|看|搞|弄|念|报)错了?|等等|等一?下|等会儿?|慢着|打住|算了|不行|更正一?下?|纠正一?下?|口误|不不+|不(?=[\s,])|no|wrong|wait)(?:了|啊|哈|呀)?[\s,.…!]*)+"
)
_TURNED_DOWN = (
    r"(?:(?:但是?|不过|可是?)?(?:我们?|对方|他们|客户|老板|领导|法务|财务|人家)?[这那边]*(?:说|也)?(?:不同意|没同意|不答应|没答应|不肯|不干|不认|嫌[^\s,。;]{1,3}|觉得?太?[^\s,。;]{1,3}))"
    r"|(?:那个?|这个?|它)?(?:是|都|有点|也)*太[长短多少高低贵便宜久紧早晚慢快]+了?"
    r"|(?:那|这|它)个?(?:号|数|价)?(?:是|都是)(?:我|他|她|以前|之前|上[一次回个家份]|老|旧|别[家人的]|另|去年|前[年任]|错|原来)[^\s,。;]{0,8}"
)
_STUTTER = r"(?:啊|呃|嗯|额|欸|诶|那个|emm+)"
_LEADS_ON = (
    r"(?:(?:应该|其实|实际上?|实际|最后|最终|最后谈|谈下来|谈好|谈的|定的?|现在|这一?[单次回个份家]|本次|我是说|要|还是|改成?|改为|写成?|填|写|叫|就|那就?|给|按|用|是|你|咱们?|我们?)\s*,?\s*)*"
)
_AFTER_PHONE = r"(?:(?:写|打|留|记|填|用|是|要|该|应该|你|我|的|公司|办公室|单位|座机|手机|电话|号码|号)\s*[:,]?\s*)*"


def repaired(text: str) -> str:
    """Return the text with what is taken back made blank."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    if len(line) < 5:
        return line
    before = ""
    while line != before:
        before = line
        for mend in (_denied, _begun_again, _replaced):
            line = mend(line)
    return line


def _blank(line: str, start: int, end: int) -> str:
    return line[:start] + " " * (end - start) + line[end:]


_DENIED = re.compile(
    rf"(?P<x>[{_HAN}\dA-Za-z.]{{2,10}}?)(?P<u>[张条个份段例套万元]?)[\s,…]*(?:哦|啊|呃|诶|哎)?\s*不是\s*(?P=x)(?P=u)?(?:[,\s]*(?:而)?是|[,\s]+)\s*(?=\S)"
)
"""20万张 不是20万 26万张: said, denied in the same words, and said anew."""


def _denied(line: str) -> str:
    match = _DENIED.search(line)
    return _blank(line, match.start(), match.end()) if match else line


_HALF_NUMBER = re.compile(
    rf"(?<![第\d.一二三四五六七八九十百千万零〇两])(?P<x>[一二三四五六七八九十百千万零〇两]+(?:月|分之|点)?|\d+)(?P<u>个?)(?:{_STUTTER}|吧|嘛)?[\s,…]+(?:{_STUTTER}\s*,?\s*)?"
    rf"(?=(?P=x)(?:[一二三四五六七八九十百千万零〇两]+|\d*)(?P=u)(?:{_UNIT}|工作日|月|小时|[号点]))"
)
_WHOLE = re.compile(rf"{NUMBER}\s*(?:个(?!工作日|月|小时|点)|{_UNIT})\s*$")
_HALF_NAME = re.compile(rf"(?P<x>[{_HAN}]{{2,8}}?)(?:{_STUTTER})?[\s,…]+(?:{_STUTTER}[\s,]*)?(?:叫|是)?(?=(?P=x)[{_HAN}])")


def _begun_again(line: str) -> str:
    """三十 三十五万, 七月 七月十五号, 江门 江门蓬江卫浴洁具有限公司: the first, unfinished attempt goes."""
    for match in _HALF_NUMBER.finditer(line):
        return _blank(line, match.start(), match.end())
    names = organisations(line) if "公司" in line or "院" in line or "大学" in line else []
    for match in _HALF_NAME.finditer(line) if names else ():
        if any(start in (match.start(), match.end()) and end - match.end() > len(match["x"]) + 3 for start, end in names):
            return _blank(line, match.start(), match.end())
    return line


_SPOKEN_OF = re.compile(r"验收|修正|整改|补正|交付|付款|保密|启动|移交|返还|违约|审计|备案|各执|续约|通知|逾期|泄密")
_REPLACED = (
    re.compile(rf"(?P<x>{_PHONE})[\s,…]*(?:{_CALLED_OFF}|{_TURNED_DOWN})[\s,]*(?:(?:{_TURNED_DOWN}|{_CALLED_OFF})[\s,]*)*{_AFTER_PHONE}(?P<y>{_PHONE})"),
    re.compile(rf"(?P<x>{_DAY})[\s,…]*(?:{_CALLED_OFF}|{_TURNED_DOWN})[\s,]*(?:(?:{_TURNED_DOWN}|{_CALLED_OFF})[\s,]*)*{_LEADS_ON}(?P<y>{_DAY})"),
    re.compile(
        rf"(?P<x>{_AMOUNT})(?P<p>吧|嘛|左右)?[\s,…]*(?P<m>(?:{_CALLED_OFF}|{_TURNED_DOWN}|{_STUTTER}(?=[\s,]))[\s,]*(?:(?:{_TURNED_DOWN}|{_CALLED_OFF}|{_STUTTER}(?=[\s,]))[\s,]*)*){_LEADS_ON}(?P<y>{_AMOUNT})"
    ),
)
_RATE = re.compile(r"分之|[%‰成]|个点")
_TAIL_UNIT = re.compile(rf"{_UNIT}$")


def _replaced(line: str) -> str:
    """X 不对 Y, X 那个太长了 Y: of two amounts of one sort the one that was called off goes."""
    for pattern in _REPLACED:
        for match in pattern.finditer(line):
            if "m" in match.groupdict() and not _alike(match, line):
                continue
            return _blank(line, match.start("x"), match.start("y"))
    return line


def _alike(match: re.Match[str], line: str) -> bool:
    """Whether both amounts are of one sort, and the second is no value of something else that is named with it."""
    if all(_RATE.search(match[g]) for g in "xy"):
        return True
    if any(_RATE.search(match[g]) for g in "xy"):
        return False
    one, two = (_unit(match[g]) for g in "xy")
    money = all(re.match(r"[万亿元块]", u) for u in (one, two) if u) and bool(two)
    if not two or not (not one or two == one or two.startswith(one) or (one and money)):
        return False
    after = re.split(r"[,。;\s]", line[match.end() :])[0]
    before = re.split(r"[,。;]", line[: match.start()])[-1]
    other = _SPOKEN_OF.search(after)
    return not (other and _SPOKEN_OF.search(before) and other[0] not in before)


def _unit(words: str) -> str:
    found = _TAIL_UNIT.search(words.strip())
    return found[0].strip() if found else ""
