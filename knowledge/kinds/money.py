"""Money in yuan: money (tax-inclusive totals) and money_or_text (an amount, or a way to work it out)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from knowledge.kinds.base import (
    Found,
    Kind,
    Mention,
    Read,
    Refused,
    basic,
    bounds,
    example,
    fold,
    length,
    strip_label,
    tidy,
    unquote,
)
from knowledge.kinds.numerals import APART, NUMBER, capital, number, plain, vague
from knowledge.kinds.speech import asks, filler, settle, stated, undecided
from knowledge.template import Slot, Value

_MARK = r"(?:人民币|RMB|CNY|[¥￥])"
_YUAN = r"(?:元人民币|人民币|元|圆|圓|块钱|块|CNY|RMB)"
_CENTS = rf"(?:\s*(?P<jiao>{NUMBER})\s*[角毛])?(?:\s*零?(?P<fen>{NUMBER})\s*分(?!之))?"
_AMOUNT = re.compile(
    rf"{APART}(?P<mark>{_MARK}\s*[::]?\s*)?(?P<sign>[-负]\s*)?(?P<n>{NUMBER})\s*(?:(?P<yuan>{_YUAN}){_CENTS}(?P<odd>[1-9一二三四五六七八九](?![\d十百千万]))?)?\s*(?P<whole>[整正](?![体个数式常在]))?",
    re.I,
)
_FOREIGN = re.compile(
    r"美[元金刀圆]|USD|\$|欧元|EUR|€|日[元圆]|円|JPY|英镑|GBP|£|港[元币]|HKD|台币|澳元|加元|韩元|卢布|泰铢|瑞郎|法郎|新加坡元|新币|比特币|USDT|以太币|马克|卢比|比索|里拉|盾",
    re.I,
)
_UNTAXED = re.compile(
    r"(?:不(?:含|包含?|带)|未含|除|去|税前|未)\s*(?:增值)?税|不是含税|税前|不包税|税外|净价|裸价|税另|另加税|加税点?另"
)
_TAXED = re.compile(r"(?<![不未])(?<!不包)(?:含|包含?|带|价)税(?!外)")
_RATE = re.compile(
    r"(?:每|/)\s*[一个]?(?:年度?|月|季度?|天|日|周|张|条|个|次|批|小时|人|台|套|份|吨|GB?|TB?|轮|千|万)|(?:一|1)\s*(?:张|条|小时|次)\s*(?=\d)|年付|月付|单价"
)
_MULTIPLE = re.compile(r"[万萬亿億wW千kK]")
_TAIL = re.compile(
    r"^\s*(?:[,。;!)\]、吧哈啊呢呀了啦嘞哦呗咯嘛的整含税预封\n]|$|人民币|不含|成交|[定签付给打收写填报敲拍]|算[了是下好]|说[定好]|不变|封|拿下|打包|全包|搞定|谈[下妥成]|\(\s*(?:含|不含|未|大写|人民币|税|价税|RMB|CNY|元|整|即)|左右|以|到|至|~|-|出头|上下|多|余)"
)
_MEASURE = re.compile(
    r"^\s*(?:[余多来]?\s*(?:[张条个份人台套次年天吨帧字行图页例家户段组篇对轮步样平亩只件辆]|小时|工作日|[TGMKB]|token|样本|参数|美|欧|日|港|英))",
    re.I,
)


def amounts(text: str, every: bool = False, likely: bool = False) -> list[Mention]:
    """Return amounts in folded ``text``: with a currency word, or with 万/亿 at the end of a phrase.

    ``likely`` takes any 万/亿 that no other measure word follows; ``every`` takes bare numbers too.
    """
    text = text.replace("半个亿", "五千万")  # of the same length: spans stay
    out: list[Mention] = []
    for match in _AMOUNT.finditer(text):
        after = text[match.end() :]
        if not every and not (match["mark"] or match["yuan"] or match["whole"]):
            loose = likely and not _MEASURE.match(after)
            if not (_MULTIPLE.search(match["n"]) and (loose or _TAIL.match(after))):
                continue
        if match["yuan"] is None and re.match(r"\s*分之", text[match.end() :]):
            continue
        out.append(_amount(match, text))
    return out


def _amount(match: re.Match[str], text: str) -> Mention:
    words = match[0].strip()
    start, end = match.start(), match.start() + len(match[0].rstrip())
    around = text[max(0, start - 4) : start] + words + text[end : end + 4]
    if _FOREIGN.search(around):
        return Mention(
            start,
            end,
            bad=Refused("unit", f"「{words[:24]}」像是外币。合同金额用人民币,请换成多少元。"),
        )
    if within := re.match(r"\s*(?:人民币)?\s*(?:以内|之内)", text[end:]):
        reason = f"「{words[:24]}{within[0].strip()}」只说了上限，请给一个确定的金额。"
        return Mention(start, end, bad=Refused("vague", reason))
    total = number(match["n"])
    cents = [number(match[g]) if match[g] else Decimal(0) for g in ("jiao", "fen")]
    if total is None or None in cents:
        code = "vague" if vague(words) else "format"
        return Mention(
            start,
            end,
            bad=Refused(
                code, f"「{words[:24]}」不是准数,请给一个确定的金额,例如 600000 元或六十万元。"
            ),
        )
    jiao, fen = (c or Decimal(0) for c in cents)
    if match["odd"] and not match["jiao"]:
        jiao = number(match["odd"]) or Decimal(0)
    value = total + jiao / 10 + fen / 100
    if value != value.quantize(Decimal("0.01")):
        return Mention(
            start, end, bad=Refused("format", f"「{words[:24]}」小数超过两位,金额最多写到分。")
        )
    return Mention(start, end, canonical_amount(-value if match["sign"] else value))


def canonical_amount(value: Decimal) -> int | str:
    """Whole yuan as int; with 角分 a decimal string of two places."""
    return int(value) if value == int(value) else f"{value:.2f}"


def _read(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    if refused := _untaxed(folded) or _per_unit(slot, folded):
        return refused
    if (foreign := _FOREIGN.search(folded)) and not re.search(
        _YUAN, folded.replace(foreign[0], "")
    ):
        return Refused("unit", f"「{foreign[0]}」是外币。合同金额用人民币,请换成多少元。")
    mentions = _taxed_only(folded, amounts(folded, likely=True))
    if not mentions or filler(
        slot, _without_words(folded), [(m.start, m.end) for m in amounts(folded, True)]
    ):
        every = amounts(folded, True)
        mentions = (
            every
            if filler(slot, _without_words(folded), [(m.start, m.end) for m in every])
            else mentions
        )
    chosen = settle(slot, folded, mentions)
    if isinstance(chosen, Refused):
        return chosen
    if chosen is None:
        nothing = Refused(
            "format", f"没有听出{slot.label}是多少元，请给一个数，例如 600000 或六十万元。"
        )
        return undecided(slot, text) or nothing
    if refused := _bare_and_small(slot, folded, chosen):
        return refused
    return _valid(slot, chosen.value) or Read(chosen.value, chosen.note)


def _bare_and_small(slot: Slot, text: str, chosen: Mention) -> Refused | None:
    """Refuse 六十 or 60个 without a unit: in speech that is as often 六十万."""
    words = text[chosen.start : chosen.end]
    if re.match(r"\s*个", text[chosen.end :]) or re.fullmatch(
        r"[一二两三四五六七八九十百]{1,3}", words
    ):
        return Refused("ambiguous", f"「{words}」是{words}元还是{words}万元？请带上单位再说一次。")
    return None


def _without_words(text: str) -> str:
    """Blank out the words that a money answer may carry besides the amount."""
    words = r"违约金|赔偿金|赔款|固定|含税|税|人民币|RMB|CNY|费用?|金额|价|款|不是|不对|不(?=[,。\s])|改成?|错了|大概|大约|约|左右|上下|以[上下]|到|至|或者?|[-~—]|还是|应该"
    return re.sub(words, lambda m: " " * len(m[0]), text, flags=re.I)


def _untaxed(text: str) -> Refused | None:
    untaxed, taxed = list(_UNTAXED.finditer(text)), list(_TAXED.finditer(text))
    if untaxed and not (taxed and taxed[-1].start() > untaxed[-1].end()):
        return Refused(
            "tax", f"「{untaxed[-1][0]}」:合同写的是含税总额。请告诉我含税一共多少元,税率另外填。"
        )
    return None


def _taxed_only(text: str, mentions: list[Mention]) -> list[Mention]:
    """Leave out the figure that is said to be without tax when the one with tax is said too."""
    kept = [
        m
        for m in mentions
        if not re.search(rf"(?:{_UNTAXED.pattern})[^,。;\d]{{0,4}}$", text[: m.start])
        and not re.match(rf"[^,。;\d]{{0,2}}(?:{_UNTAXED.pattern})", text[m.end :])
    ]
    return kept if _UNTAXED.search(text) else mentions


def _per_unit(slot: Slot, text: str) -> Refused | None:
    found = _RATE.search(text)
    if found and not re.search(r"每|单价", slot.label):
        return Refused(
            "unit", f"「{found[0]}」是单价或分期的价,{slot.label}要总额,请给合计多少元。"
        )
    return None


def _valid(slot: Slot, value: Value) -> Refused | None:
    if (
        isinstance(value, str)
        and re.fullmatch(r"\d{1,13}\.\d{2}", value)
        and not value.endswith(".00")
    ) or (isinstance(value, int) and not isinstance(value, bool)):
        exact = Decimal(value)
    else:
        return Refused(
            "format", f"{slot.label}要写成整数元（有角分的写成两位小数），「{value}」不是。"
        )
    if exact < 0:
        return Refused("bounds", f"{slot.label}不能是负数，请核对。")
    if exact > 10**13:
        return Refused("bounds", f"{slot.label}太大了，请核对是不是多打了几个零。")
    return bounds(slot, float(exact), "元")


def printed(value: Value) -> str:
    """Return an amount with thousands separators: 600,000 or 1,234.50."""
    exact = Decimal(str(value))
    return f"{int(exact):,}" if exact == int(exact) else f"{exact:,.2f}"


def _write(slot: Slot, value: Value, form: str) -> str:
    return capital(value) if form == "大写" else printed(value)


def _find(slot: Slot, text: str, today: date) -> list[Found]:
    folded = fold(text)
    plain_yuan = [
        m
        for m in amounts(folded)
        if not re.search(
            rf"(?:{_RATE.pattern})[^,。;]{{0,3}}$", folded[max(0, m.start - 12) : m.start]
        )
        and not re.match(rf"(?:{_RATE.pattern})", folded[m.end : m.end + 12])
    ]
    return [f for f in stated(folded, plain_yuan) if not _untaxed(_sentence(folded, f))]


def _sentence(text: str, found: Found) -> str:
    start = max((text.rfind(c, 0, found.start) for c in "。;!\n"), default=-1) + 1
    ends = [e for c in "。;!\n" if (e := text.find(c, found.end)) >= 0]
    return text[start : min(ends, default=len(text))]


_RULE = re.compile(
    r"\d|[%‰]|分之|按|以.{1,10}[为计]|依|参照|实际损失|不设|不约定|无上限|不承担|全部|全额|倍|成"
)


def _read_either(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    mentions = amounts(folded)
    every = amounts(folded, True)
    if (
        every
        and not re.search(r"[%‰‱]|分之", folded)
        and filler(slot, _without_words(folded), [(m.start, m.end) for m in every])
    ):
        mentions = every
        pure = True
    else:
        pure = bool(mentions) and filler(
            slot, _without_words(folded), [(m.start, m.end) for m in mentions]
        )
    if pure:
        chosen = settle(slot, folded, mentions)
        if isinstance(chosen, Refused):
            return chosen
        if chosen is not None:
            return _valid(slot, chosen.value) or Read(chosen.value, chosen.note)
    for mention in mentions:
        if mention.bad:
            return mention.bad
    words = re.sub(r"[。;;]+$", "", unquote(strip_label(slot, tidy(text)))).strip()
    if refused := undecided(slot, text):
        return refused
    if not _RULE.search(words):
        return Refused(
            "format",
            f"{slot.label}要么是金额,要么说清怎么算,「{words[:20]}」看不出来。{example(slot)}",
        )
    return _valid_either(slot, words) or Read(re.sub(r"\s*\n\s*", ";", words))


def _valid_either(slot: Slot, value: Value) -> Refused | None:
    if isinstance(value, str) and not re.fullmatch(r"\d{1,13}\.\d{2}", value):
        return basic(slot, value) or length(
            Slot(slot.id, slot.label, slot.kind, slot.required, slot.ask), value, 2, 200
        )
    return _valid(slot, value)


def _write_either(slot: Slot, value: Value, form: str) -> str:
    if isinstance(value, str) and not re.fullmatch(r"\d{1,13}\.\d{2}", value):
        return value
    return capital(value) if form == "大写" else f"人民币{printed(value)}元"


def _find_either(slot: Slot, text: str, today: date) -> list[Found]:
    return _find(slot, text, today)


MONEY = (
    Kind("money", "金额", _read, _write, _find, _valid),
    Kind("money_or_text", "金额或算法", _read_either, _write_either, _find_either, _valid_either),
)
__all__ = ["MONEY", "amounts", "canonical_amount", "plain", "printed"]
