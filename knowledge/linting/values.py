"""Values that contradict themselves: amounts in figures and capitals, dates, daily penalties, copies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from knowledge.judging import figure
from knowledge.kinds.base import Mention
from knowledge.kinds.money import amounts, printed
from knowledge.kinds.numerals import NUMBER, digits, number
from knowledge.linting.sheet import Mark, Sheet

_FIGURE = re.compile(r"^(?!.*[零壹贰叁肆伍陆柒捌玖拾佰仟])(?=.*(?:[元圆¥￥万亿]|\d{3}))", re.S)
_CAPITALS = re.compile(
    r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆](?:整|正)?(?:[零壹贰叁肆伍陆柒捌玖]角)?(?:零?[壹贰叁肆伍陆柒捌玖]分)?[整正]?"
)
_BETWEEN = re.compile(r"(?:[\s()（）:,、]|即|计|共|合|人民币|大写|小写|金额|为|含税|不含税|[¥￥]|RMB|元|整)*")
_HAN_DIGITS = "零〇○一二三四五六七八九十"
_DATE = re.compile(
    rf"(?<![\d{_HAN_DIGITS}])(\d{{4}}|[零〇○一二三四五六七八九]{{4}})\s*(?:年\s*(\d{{1,2}}|[{_HAN_DIGITS}]{{1,3}})\s*月\s*(\d{{1,2}}|[{_HAN_DIGITS}]{{1,3}})\s*[日号]|([-/.])(\d{{1,2}})\4(\d{{1,2}})(?![\d.]))"
)
_SHORT_END = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_TO = re.compile(r"\s*(?:\([^)\n]{0,8}\))?\s*(?:起|开始|[(（]含[)）])?\s*(?:,|，)?\s*(?:至|到|—+|-|~|～|止于)\s*")
_SIGNED_ON = re.compile(r"(?:签[订约署](?:日期|时间|于)?|订立日期|签字日期)\s*[:为于]?\s*$")
_UNTIL = re.compile(r"有效期?[^。;\n]{0,12}(?:至|到)\s*$")
_PER_DAY = re.compile(
    r"每(?:满|逾期|迟延|延迟|延误|延期|拖延)?\s*(?:一|1)?\s*个?(?:自然|工作)?[日天]|按(?:逾期)?[日天](?:计|加|支|收|按)?|(?:逾期|迟延)(?:一|1)[日天]|每日|日(?:利率|息)|/\s*[日天]|(?<!\d)日(?=\s*[万千百]分之)"
)
_RATE = re.compile(
    rf"(?P<unit>[千万百]分之)\s*(?P<han>\d+(?:\.\d+)?|[{_HAN_DIGITS}点]+)|(?P<figure>\d+(?:\.\d+)?)\s*(?P<sign>[%‰‱])"
)
_SCALE = {"万分之": "0.1", "千分之": "1", "百分之": "10", "%": "10", "‰": "1", "‱": "0.1"}
_NOT_RATE = re.compile(
    r"(?:不超过|不得超过|不高于|最高|上限|累计|合计|总额的?|达到|超过|以上|的)?[^。;,]{0,8}(?:为限|封顶|上限)|(?:不超过|不得超过|不高于|不少于|累计|最高|上限为?|达到|超过|支付(?:至|到))[^。;,]{0,14}$"
)
_FINE = re.compile(r"违约金|滞纳金|罚款?|利息|罚息|赔偿|补偿|支付")
_COPIES = re.compile(
    rf"一\s*式\s*({NUMBER})\s*份(?P<rest>[^。\n]{{0,80}})"
)
_EACH = re.compile(rf"(?:各方?|双方|[甲乙丙丁]方|每方|三方|各自)\s*(?:各)?\s*(?:执|持|留存?|保留|保存|持有|执有)\s*(?:有|存)?\s*({NUMBER})\s*份")
_SINGLE = re.compile(rf"([甲乙丙丁])方\s*(?:(?:执|持|留存?|保留|保存|持有|执有)\s*(?:有|存)?)?\s*({NUMBER})\s*份")
_REST = re.compile(
    rf"(?:其余|剩余|余下|另(?:有|外|行)?|(?:备案|登记|留存|存档|鉴证|公证|报送|提交|交|送|报)[^，,。;]{{0,16}}?)\s*[^，,。;\d一二三四五六七八九十两]{{0,12}}({NUMBER})\s*份"
)


def money(sheet: Sheet) -> Iterator[Mark]:
    """An amount in capitals beside one in figures that is another amount."""
    half = sheet.half
    found = amounts(half[: sheet.end], every=True)
    figures = [m for m in found if not m.bad and _FIGURE.search(half[m.start : m.end])]
    for match in sheet.matches(_CAPITALS):
        capital = _capital(match[0])
        near = _beside(half, match.start(), match.end(), figures)
        if capital is None or near is None or near.value is None:
            continue
        value = _yuan(half, near)
        if value != capital:
            message = (
                f"金额的大小写对不上：大写“{match[0]}”是{printed(_shown(capital))}元，数字写的是{printed(_shown(value))}元。"
                "发生争议时很难说清以哪个为准，请改成一致。"
            )
            yield Mark("R-PAY-04", min(match.start(), near.start), max(match.end(), near.end), message=message)


def _capital(words: str) -> Decimal | None:
    read = [m for m in amounts(words, every=True) if not m.bad and m.value is not None]
    return Decimal(str(read[0].value)) if len(read) == 1 else None


def _shown(value: Decimal) -> int | str:
    return int(value) if value == int(value) else f"{value:.2f}"


def _beside(half: str, start: int, end: int, figures: list[Mention]) -> Mention | None:
    """Return the figure that the capitals are written beside: only brackets, 大写, 人民币 and the like between."""
    for m in figures:
        gap = half[m.end : start] if m.end <= start else half[end : m.start] if m.start >= end else None
        if gap is not None and len(gap) <= 24 and "\n" not in gap and _BETWEEN.fullmatch(gap):
            return m
    return None


def _yuan(half: str, mention: Mention) -> Decimal:
    value = Decimal(str(mention.value))
    tail = re.match(r"\s*([万亿])", half[mention.end :])
    return value * {"万": 10**4, "亿": 10**8}[tail[1]] if tail else value


def dates(sheet: Sheet) -> Iterator[Mark]:
    """Days that no calendar has, periods that end before they begin, a term over before the signing."""
    half = sheet.half
    signed: tuple[date, str] | None = None
    for match in sheet.matches(_DATE):
        day = _day(match)
        if isinstance(day, str):
            if day:
                yield Mark("L-DAY-01", match.start(), match.end(), match[0], day)
            continue
        before = half[max(0, match.start() - 24) : match.start()]
        if _SIGNED_ON.search(before.replace("\n", "。")):
            signed = (day, match[0])
        elif signed and _UNTIL.search(before) and day < signed[0]:
            yield Mark("L-DAY-02", match.start(), match.end(), match[0], f"早于签订日{signed[1]}")
        if link := _TO.match(half, match.end()):
            yield from _period(half, match, day, link.end())


def _period(half: str, match: re.Match[str], day: date, at: int) -> Iterator[Mark]:
    end = _DATE.match(half, at)
    short = None if end else _SHORT_END.match(half, at)
    last: date | str = ""
    if end:
        last = _day(end)
    elif short:
        last = _calendar(day.year, int(short[1]), int(short[2]))
    stop = end or short
    if stop is None:
        return
    if isinstance(last, str):
        if last and short:
            yield Mark("L-DAY-01", stop.start(), stop.end(), stop[0], last)
    elif last < day:
        yield Mark("L-DAY-02", match.start(), stop.end(), stop[0], f"早于开始的{match[0]}")


def _day(match: re.Match[str]) -> date | str:
    """Return the date, why there is none, or nothing for numbers that are no date (版本 2023.15.2)."""
    year = digits(match[1])
    if year is None or not 1900 <= year <= 2200:
        return ""
    if match[4]:
        month, day = int(match[5]), int(match[6])
        if match[4] == "." and month > 12:
            return ""
    else:
        read = [int(p) if p.isdigit() else int(number(p) or 0) for p in (match[2], match[3])]
        month, day = read
    return _calendar(year, month, day)


def _calendar(year: int, month: int, day: int) -> date | str:
    if not 1 <= month <= 12:
        return f"没有{month}月"
    try:
        return date(year, month, day)
    except ValueError:
        return f"{year}年{month}月没有{day}日"


def penalties(sheet: Sheet) -> Iterator[Mark]:
    """Daily penalties of 1 ‰ and more, with what they are in a year."""
    half = sheet.half
    for match in sheet.matches(_RATE):
        start, end = sheet.sentence(match.start())
        before, after = half[start : match.start()], half[match.end() : end]
        near = before[-60:]
        if not _daily(near, after) or not _FINE.search(half[start:end]) or _NOT_RATE.search(near[-24:]):
            continue
        if re.match(r"\s*(?:为限|封顶)|[^,。;]{0,4}为(?:上)?限", after):
            continue
        count = number(match["han"]) if match["han"] else Decimal(match["figure"])
        if count is None:
            continue
        rate = count * Decimal(_SCALE[match["unit"] or match["sign"]])
        if rate >= 1:
            yield _penalty(match, rate)


def _daily(before: str, after: str) -> bool:
    """Tell whether a rate is one of a day: 每逾期一日 before it, or 每日 right behind it."""
    days = list(_PER_DAY.finditer(before))
    if re.match(r"\s*(?:/|每)\s*(?:一)?[日天]|\s*的?日(?:违约金|利率|息)", after):
        return True
    if not days:
        return False
    between = before[days[-1].end() :]
    return not _RATE.search(between) or re.search(r"\([^)]*$", between) is not None


def _penalty(match: re.Match[str], rate: Decimal) -> Mark:
    year, written = figure(rate * Decimal("36.5")), match[0].strip()
    if rate >= 5:
        message = f"“{written}”是每天{figure(rate)}‰，一年合{year}%，远超损失三成的一般判断线，很可能被大幅调减。常见是每天万分之五（一年约18%）。"
        return Mark("R-BRE-02", match.start(), match.end(), message=message)
    message = f"“{written}”是每天{figure(rate)}‰，一年合{year}%，明显偏高，发生争议时容易被调低。常见是每天万分之五（一年约18%）。"
    return Mark("R-BRE-01", match.start(), match.end(), message=message)


def copies(sheet: Sheet) -> Iterator[Mark]:
    """一式几份 that is not what the parties and the others get together."""
    for match in sheet.matches(_COPIES):
        total = number(match[1])
        rest = re.split(r"[;]|正本|副本", match["rest"])[0]
        if total is None or "正本" in match["rest"] or "副本" in match["rest"]:
            continue
        given = _given(sheet, rest)
        if given and given[0] != total:
            amount, words = given
            message = f"份数对不上：一式{figure(total)}份，{words}一共{figure(amount)}份。请核对总份数、各执份数和另外留存的份数。"
            end = match.start("rest") + len(rest)
            yield Mark("R-CPY-01", match.start(), end, message=message)


def _given(sheet: Sheet, rest: str) -> tuple[Decimal, str] | None:
    """Return how many copies are handed out, and to whom; None when it is not said in numbers."""
    single = [(m[1], number(m[2])) for m in _SINGLE.finditer(rest) if "各" not in m[0]]
    each = _EACH.search(rest)
    total, words = Decimal(0), []
    if each and (len(single) <= 1 or "各" in each[0]) and re.search(r"各|双方|每方|三方", rest[: each.end()]):
        share = number(each[1])
        if share is None:
            return None
        sides = _sides(sheet, rest[: each.end()])
        total, words = share * sides, [f"{sides}方各执{figure(share)}份"]
        rest = rest[each.end() :]
    elif len(single) >= 2:
        counts = [count for _, count in single]
        if None in counts:
            return None
        total = sum((c for c in counts if c is not None), Decimal(0))
        words = [f"{side}方{figure(c)}份" for side, c in single if c is not None]
    else:
        return None
    for more in _REST.finditer(rest):
        count = number(more[1])
        if count is None:
            return None
        total += count
        words.append(f"其他{figure(count)}份")
    return total, "、".join(words)


def _sides(sheet: Sheet, words: str) -> int:
    named = set(re.findall(r"[甲乙丙丁戊]", words))
    if len(named) >= 2:
        return len(named)
    if count := re.search(r"([三四五])方", words):
        return {"三": 3, "四": 4, "五": 5}[count[1]]
    return 2 if "双方" in words else max(2, len(sheet.parties))
