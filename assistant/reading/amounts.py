"""Amounts that are the price of the whole, and those that are not."""

from __future__ import annotations

import re

_MONEY_ELSEWHERE = re.compile(
    r"原价|打[^,。;]{0,3}折|折扣|签约(?!价)|验收|第[一二三四]|违约|赔|罚|上限|泄密|押金|保证金|定金|订金|首付|预付|尾款|每(?!股)|注册资本|营收|年销|单价|一张|基数|预算(?!就)|市场价|别家|人家报|首期|补贴|成本|奖|(?<![A-Za-z])cap(?![A-Za-z])|liability|两边都|双方都|封顶"
)
_TIME = r"[\d一二三四五六七八九十百两]+\s*个?\s*(?:工作)?[日天周月年]"
_TIME_ONLY = re.compile(rf"\s*{_TIME}\s*(?:之?内|以内)?\s*")
_HANDLED = re.compile(rf"{_TIME}[^,。;]{{0,6}}(?:换|修|补|改|返工|验|查|看|审|测)")
_CURRENCY = re.compile(r"元|块|圆|人民币|RMB|CNY|¥|税|\$", re.I)
_COUNTED_THINGS = re.compile(r"数据|样本|语料|图|照片|影像|录音|视频|[条张份段帧]|多|大概|大约|差不多|左右")


def is_money(words: str, message: str) -> bool:
    """Whether an amount without a name is money: it says so, or the message counts nothing else."""
    return bool(_CURRENCY.search(words)) or not _COUNTED_THINGS.search(message)


def not_the_price(clause: str) -> bool:
    """Whether a clause speaks of an instalment, a penalty, a bond, somebody else's price."""
    return bool(_MONEY_ELSEWHERE.search(clause))


def no_value(kind: str, words: str, asked: bool) -> bool:
    """Whether words are no value of a kind although it reads them: a number is no time, a time no penalty.

    How long somebody takes to look or to mend (五个工作日给他换) is no day on which something is handed over, unless that was ``asked``.
    """
    if kind == "money_or_text":
        return _TIME_ONLY.fullmatch(words) is not None
    if kind != "timing":
        return False
    if re.fullmatch(r"[\d\s.]+", words):
        return True
    return not asked and bool(_TIME_ONLY.fullmatch(words) or _HANDLED.search(words))
