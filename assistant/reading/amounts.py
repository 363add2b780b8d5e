"""Amounts that are the price of the whole, and those that are not."""

from __future__ import annotations

import re

_MONEY_ELSEWHERE = re.compile(
    r"原价|打[^,。;]{0,3}折|折扣|签约(?!价)|验收|第[一二三四]|违约|赔|罚|上限|泄密|押金|保证金|定金|订金|首付|预付|尾款|每(?!股)|注册资本|营收|年销|单价|一张|基数|预算(?!就)|市场价|别家|人家报|首期|补贴|成本|奖|(?<![A-Za-z])cap(?![A-Za-z])|liability|两边都|双方都|封顶"
)
_CURRENCY = re.compile(r"元|块|圆|人民币|RMB|CNY|¥|税|\$", re.I)
_COUNTED_THINGS = re.compile(r"数据|样本|语料|图|照片|影像|录音|视频|[条张份段帧]|多|大概|大约|差不多|左右")


def is_money(words: str, message: str) -> bool:
    """Whether an amount without a name is money: it says so, or the message counts nothing else."""
    return bool(_CURRENCY.search(words)) or not _COUNTED_THINGS.search(message)


def not_the_price(clause: str) -> bool:
    """Whether a clause speaks of an instalment, a penalty, a bond, somebody else's price."""
    return bool(_MONEY_ELSEWHERE.search(clause))
