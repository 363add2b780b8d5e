"""Dates in words: every mention in a text, resolved against today; the reading ahead is preferred."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from knowledge.kinds.base import Mention, Refused
from knowledge.kinds.feasts import FIXED, LUNAR, LUNAR_FROM
from knowledge.kinds.numerals import NUMBER, digits, number

_YEARS = {"今年": 0, "本年度": 0, "本年": 0, "当年": 0, "明年": 1, "来年": 1, "次年": 1, "后年": 2, "大后年": 3,
          "去年": -1, "前年": -2}  # fmt: skip
_DAYS = {
    "今天": 0,
    "今日": 0,
    "当天": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
    "大大后天": 4,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
}
_YEAR_WORD = "|".join(sorted(_YEARS, key=len, reverse=True))
_CN = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_YEAR = rf"(?:(?P<y>\d{{4}}|\d{{2}}|[{_CN}]{{4}}|[{_CN}]{{2}})\s*年|(?P<yw>{_YEAR_WORD})的?)\s*(?:的\s*)?"
_NUM12 = r"(?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九]|[壹贰叁肆伍陆柒捌玖拾]{1,3})"
_NUM31 = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|[二廿]十?[一二三四五六七八九]|二十|廿|卅一?|十[一二三四五六七八九]?|[一二三四五六七八九]|[壹贰叁肆伍陆柒捌玖拾]{1,4}|\d{1,2})"
_END_DIGIT = rf"(?![\d{_CN}十百千万])"
_MONTH = r"(?P<mw>(?:下+|上+|本|这|当|次)一?个?月)(?:份)?的?"

Maker = Callable[[re.Match[str], date], "date | Refused | tuple[date, bool]"]


def _impossible(words: str, why: str) -> Refused:
    return Refused("impossible", f"「{words}」这一天不存在（{why}），请核对日期。")


def _vague_day(words: str) -> Refused:
    return Refused("vague", f"「{words}」不是具体的一天，请给年月日，例如 2026年12月15日。")


def _int(text: str) -> int | None:
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def _year(match: re.Match[str], today: date) -> int | None:
    groups = match.groupdict()
    if groups.get("yw"):
        return today.year + _YEARS[groups["yw"]]
    if not groups.get("y"):
        return None
    value = digits(groups["y"]) or 0
    return 2000 + value if len(groups["y"]) == 2 else value


def _make(year: int, month: int, day: int, words: str) -> date | Refused:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return _impossible(words, "月份是1至12,日是1至31")
    last = monthrange(year, month)[1] if 1 <= year <= 9999 else 31
    if day > last:
        return _impossible(words, f"{year}年{month}月只有{last}天")
    if not 2000 <= year <= 2100:
        return Refused("bounds", f"「{words}」的年份是{year}，像是写错了，请核对。")
    return date(year, month, day)


def _full(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    month, day = _int(match["m"]), _int(match["d"])
    if month is None or day is None:
        return _impossible(match[0], "月和日看不准")
    told = match.groupdict().get("y") or match.groupdict().get("yw")
    if not told and not re.search(r"[日号\d]", match[0][-2:]) and "月" in match[0]:
        return Refused("ambiguous", f"「{match[0]}」是公历还是农历?请说公历几月几日。")
    year = _year(match, today)
    if year is not None:
        made = _make(year, month, day, match[0])
        relative = (
            bool(match.groupdict().get("yw")) or len(match.groupdict().get("y") or "4444") == 2
        )
        return (made, True) if relative and isinstance(made, date) else made
    return _ahead(month, day, today, match[0])


def _ahead(month: int, day: int, today: date, words: str) -> Refused | tuple[date, bool]:
    """The next such day from today on, as a contract looks ahead."""
    made = _make(today.year, month, day, words)
    if (isinstance(made, date) and made < today) or (
        isinstance(made, Refused) and (month, day) == (2, 29)
    ):
        made = _make(today.year + 1, month, day, words)
    return (made, True) if isinstance(made, date) else made


def _shift(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_of(word: str) -> int:
    downs, ups = word.count("下") + word.count("次"), word.count("上")
    return downs - ups


def _month_day(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    first = _shift(today.replace(day=1), _month_of(match["mw"]))
    day = _int(match["d"])
    made = _make(first.year, first.month, day or 0, match[0])
    return (made, True) if isinstance(made, date) else made


def _day_only(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    day = _int(match["d"]) or 0
    for months in range(3):
        first = _shift(today.replace(day=1), months)
        if (
            day <= monthrange(first.year, first.month)[1]
            and first.replace(day=max(day, 1)) >= today
        ):
            return first.replace(day=day), True
    return _impossible(match[0], "日是1至31")


def _month_end(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    groups = match.groupdict()
    if groups.get("mw"):
        first = _shift(today.replace(day=1), _month_of(groups["mw"]))
    elif groups.get("m"):
        month, year = _int(groups["m"]) or 0, _year(match, today)
        if not 1 <= month <= 12:
            return _impossible(match[0], "月份是1至12")
        if year is None:
            year = today.year if month >= today.month else today.year + 1
        first = date(year, month, 1)
    else:
        first = today.replace(day=1)
    made = _make(first.year, first.month, monthrange(first.year, first.month)[1], match[0])
    return (made, True) if isinstance(made, date) else made


def _year_end(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    word = match.groupdict().get("short") or ""
    year = _year(match, today) or today.year + {"明": 1, "来": 1, "次": 1, "后": 2}.get(word, 0)
    made = _make(year, 12, 31, match[0])
    return (made, True) if isinstance(made, date) else made


def _quarter_end(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    named = match["q"] or match["q2"]
    quarter = (today.month + 2) // 3 if named in ("本", "这", "这个") else _int(named) or 0
    if not 1 <= quarter <= 4:
        return _impossible(match[0], "一年只有四个季度")
    year = _year(match, today)
    if year is None:
        year = today.year if quarter * 3 >= today.month else today.year + 1
    made = _make(year, quarter * 3, monthrange(year, quarter * 3)[1], match[0])
    return (made, True) if isinstance(made, date) else made


def _named_day(match: re.Match[str], today: date) -> tuple[date, bool]:
    return today + timedelta(days=_DAYS[match[0]]), True


def _weekday(match: re.Match[str], today: date) -> Refused | tuple[date, bool]:
    index = 6 if match["w"] in "日天" else "一二三四五六".index(match["w"])
    monday = today - timedelta(days=today.weekday())
    word = match["ww"] or ""
    if word:
        weeks = word.count("下") - word.count("上")
        return monday + timedelta(days=7 * weeks + index), True
    if index == today.weekday():
        return Refused("ambiguous", f"「{match[0]}」是今天还是下周?请给具体日期。")
    return today + timedelta(days=(index - today.weekday()) % 7), True


def _later(match: re.Match[str], today: date) -> Refused | tuple[date, bool]:
    amount = number(match["n"]) if match["n"] else None
    if amount is None or amount != int(amount) or amount <= 0:
        return _vague_day(match[0])
    unit, count = match["u"], int(amount)
    if re.search("工作", unit):
        return Refused("unit", f"「{match[0]}」是从哪天起算、扣除哪些假日说不准,请给具体日期。")
    if unit == "日":
        return Refused(
            "ambiguous", f"「{match[0]}」是再过{count}天,还是{count}号以后?请给具体日期。"
        )
    if count > 1000 or "年" in unit:
        return _vague_day(match[0])
    if re.search("周|星期|礼拜", unit):
        return today + timedelta(weeks=count), True
    if re.search("月", unit):
        return _shift(today, count), True
    return today + timedelta(days=count), True


def _holiday(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    name, year = match["h"], _year(match, today)
    if name in FIXED:
        month, day = FIXED[name]
        return (date(year, month, day), True) if year else _ahead(month, day, today, match[0])
    for candidate in [year] if year else [today.year, today.year + 1]:
        index = candidate - LUNAR_FROM
        if not 0 <= index < len(LUNAR[name]):
            return Refused("unit", f"「{match[0]}」按农历算,请给公历日期。")
        text = LUNAR[name][index]
        day_of = date(candidate, int(text[:2]), int(text[2:]))
        if year or day_of >= today:
            return day_of, True
    return _vague_day(match[0])


def _never(code: str, reason: str) -> Maker:
    return lambda match, today: Refused(code, reason.format(match[0]))


def _compact(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    return _make(int(match["y"]), int(match["m"]), int(match["d"]), match[0])


def _short_year(match: re.Match[str], today: date) -> date | Refused | tuple[date, bool]:
    if int(match["y"]) <= 12 or int(match["y"]) < today.year % 100 - 10:
        return Refused("ambiguous", f"「{match[0]}」分不清年月日,请写成 2026年12月1日 这样。")
    made = _make(2000 + int(match["y"]), int(match["m"]), int(match["d"]), match[0])
    return (made, True) if isinstance(made, date) else made


_OPTIONAL_YEAR = rf"(?:{_YEAR})?"
_HOLIDAY = "|".join(sorted((*FIXED, *LUNAR), key=len, reverse=True))
_PATTERNS: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(pattern, re.I), maker)
    for pattern, maker in (
        (
            r"(?<![\d.])(?P<y>\d{4})\s?(?P<s>[-/. ])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<d>\d{1,2})(?![\d]|\.\d)[日号]?",
            _compact,
        ),
        (r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>[0-3]\d)(?!\d)", _compact),
        (
            rf"(?:农历|阴历|腊月|正月|冬月|闰|大年)[{_CN}十初廿卅\d月日年闰]*",
            _never("unit", "「{0}」是农历，请给公历日期。"),
        ),
        (
            rf"(?:{_OPTIONAL_YEAR}(?:{_NUM12}\s*月份?|(?:[下上本这当次]一?个?月)|(?<=年))|(?:[下上本这当次]一?个?月))的?第?[{_CN}十前后\d]{{1,2}}\s*个?(?:周|星期|礼拜)(?![{_CN}天])",
            _never("vague", "「{0}」不是具体的一天，请给哪月哪日。"),
        ),
        (
            rf"(?<![年\d{_CN}十拾]){_OPTIONAL_YEAR}(?P<m>{NUMBER})\s*月份?\s*的?\s*(?P<d>{NUMBER})\s*[日号]?(?!\s*(?:个|工作|[天周万元点年%]))",
            _full,
        ),
        (rf"{_YEAR}(?P<m>\d{{1,2}})\s*[/.\-]\s*(?P<d>\d{{1,2}})(?!\d|[./%‰])[日号]?", _full),
        (rf"{_OPTIONAL_YEAR}(?P<m>{_NUM12})\s*月份?的?(?:月?底|末|最后一天)", _month_end),
        (
            rf"{_OPTIONAL_YEAR}(?P<m>{_NUM12})\s*月份?的?(?:初|中旬|上旬|下旬|中(?![国心])|前后|上半月|下半月)",
            _never("vague", "「{0}」不是具体的一天，请给哪月哪日。"),
        ),
        (rf"{_MONTH}(?P<d>{_NUM31}){_END_DIGIT}\s*[日号]?(?!\s*[个天万元])", _month_day),
        (rf"{_MONTH}\s*(?:月?底|月?末|的?最后一天)", _month_end),
        (r"(?<![年季周\d一二三四五六七八九十])(?:月底|月末)", _month_end),
        (
            rf"(?:{_MONTH})\s*(?:月?初|中旬|上旬|下旬|中)?",
            _never("vague", "「{0}」不是具体的一天，请给哪月哪日。"),
        ),
        (rf"{_YEAR}(?:年?底|年?末|年终)", _year_end),
        (r"(?<!半)(?P<short>[今明来本次])?(?:年底|年末|年终)", _year_end),
        (
            rf"{_OPTIONAL_YEAR}(?:第?(?P<q>[一二三四1-4]|本|这个?)季度|Q(?P<q2>[1-4])季?度?)\s*(?:末|底|结束)",
            _quarter_end,
        ),
        (
            rf"(?:{_YEAR})?(?:上半年|下半年|年初|年中|第?[一二三四1-4]季度|Q[1-4])",
            _never("vague", "「{0}」不是具体的一天，请给年月日。"),
        ),
        (
            rf"{_OPTIONAL_YEAR}(?:{_NUM12})\s*月份?(?![\d{_CN}十])",
            _never("vague", "「{0}」没说哪一天，请给哪月哪日（月底也可以）。"),
        ),
        (
            rf"{_OPTIONAL_YEAR}(?:{_HOLIDAY})节?(?:前后|左右|期间|那[几阵]天?|那段时间)",
            _never("vague", "「{0}」不是具体的一天，请给哪月哪日。"),
        ),
        (rf"{_OPTIONAL_YEAR}(?P<h>{_HOLIDAY})(?:节)?(?:当天)?(?!假|小长假|长假|黄金周)", _holiday),
        (
            rf"{_OPTIONAL_YEAR}(?:除夕|元宵|清明|七夕|重阳|冬至|夏至|立春|双节|节前|节后|[^\s,。]?假期|黄金周|小长假|长假|(?:五一|十一|国庆|春节)(?:小?长?假|黄金周))节?",
            _never("unit", "「{0}」请换成公历的具体日期。"),
        ),
        (r"(?P<ww>(?:下+|上+|本|这)一?个?)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])", _weekday),
        (
            r"(?:下+|上+|本|这)?一?个?(?:周末|星期末)|(?:下+|上+|本|这)一?个?(?:周|星期|礼拜)",
            _never("vague", "「{0}」不是具体的一天，请给哪月哪日。"),
        ),
        (
            rf"(?<!第)(?P<n>{NUMBER}|半)\s*(?P<u>个?工作[日天]|天|日|个?星期|个?礼拜|周|个月|年)(?:之后|后(?![天年]))",
            _later,
        ),
        (r"大大后天|大后天|后天|明天|明日|今天|今日|昨天|昨日|前天", _named_day),
        (
            r"近期|最近|近日|不久|过段时间|过几天|这几天|过一阵",
            _never("vague", "「{0}」不是具体的一天，请给年月日。"),
        ),
        (r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:[日号])?(?![\d/%])", _full),
        (
            rf"(?<![\d月年/.\-{_CN}十])(?P<d>{_NUM31})\s*(?:号(?![楼码院线室馆栋门])|日(?!元|内|之|以内|均|常|志|期|后))",
            _day_only,
        ),
        (
            r"(?<![\d])(?P<y>\d{2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d.%])",
            _short_year,
        ),
        (rf"(?:{_YEAR})", _never("vague", "「{0}」只有年份，请给年月日。")),
    )
)
_AFTER_EVENT = re.compile(
    r"(?:^|[,。;:\s]|从今天起|今天起|自今日起|再过|过|再等|等|是|就|定在|在|于|到)$"
)


_EVERY = re.compile(r"(?:每个?|每逢|逢|隔)(?:年|月)?的?$")


def _recurring(words: str) -> Refused:
    return Refused("vague", f"「{words}」是每次都有的日子，不是一天，请给一个确定的日期。")


def dates(text: str, today: date) -> list[Mention]:
    """Return every date in folded ``text``: an ISO value, or why that mention is no single day."""
    text = re.sub(r"(?<![公单])元月", "一月", text)  # of the same length: spans stay
    taken = [False] * (len(text) + 1)
    out: list[Mention] = []
    days_only: set[int] = set()
    for pattern, maker in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end or any(taken[start:end]):
                continue
            if maker is _later and not _AFTER_EVENT.search(text[:start]):
                taken[start:end] = [True] * (end - start)
                continue
            taken[start:end] = [True] * (end - start)
            made = _recurring(match[0]) if _EVERY.search(text[:start]) else maker(match, today)
            out.append(_mention(start, end, made))
            if maker is _day_only:
                days_only.add(start)
    return _in_context(text, sorted(out, key=lambda m: m.start), days_only)


def _in_context(text: str, mentions: list[Mention], days_only: set[int]) -> list[Mention]:
    """A bare day takes the month of the date before it in the sentence; 12月1日(周二) is one date."""
    out: list[Mention] = []
    for mention in mentions:
        before = out[-1] if out else None
        if (
            before
            and not before.bad
            and not re.search(r"[。;!\n]", text[before.end : mention.start])
        ):
            if mention.start in days_only and not mention.bad:
                mention = _same_month(text, before, mention)  # noqa: PLW2901
            elif _annotates(text, before, mention):
                continue
        out.append(mention)
    return out


def _same_month(text: str, before: Mention, mention: Mention) -> Mention:
    first, day = date.fromisoformat(before.value), int(mention.value[-2:])
    words = text[mention.start : mention.end]
    if day > monthrange(first.year, first.month)[1]:
        return Mention(
            mention.start, mention.end, bad=_impossible(words, f"{first.month}月没有这一天")
        )
    return Mention(mention.start, mention.end, first.replace(day=day).isoformat(), "assumed")


def _annotates(text: str, before: Mention, mention: Mention) -> bool:
    """Whether a weekday only repeats the date before it and agrees with it."""
    named = re.fullmatch(r"(?:周|星期|礼拜)([一二三四五六日天])", text[mention.start : mention.end])
    if not named or not re.fullmatch(r"\s*[(,]?\s*", text[before.end : mention.start]):
        return False
    index = 6 if named[1] in "日天" else "一二三四五六".index(named[1])
    return date.fromisoformat(before.value).weekday() == index


def _mention(start: int, end: int, made: date | Refused | tuple[date, bool]) -> Mention:
    if isinstance(made, Refused):
        return Mention(start, end, bad=made)
    day, assumed = made if isinstance(made, tuple) else (made, False)
    return Mention(start, end, day.isoformat(), "assumed" if assumed else "")


def printed(iso: str) -> str:
    """Return an ISO date as 2026年12月15日."""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"
