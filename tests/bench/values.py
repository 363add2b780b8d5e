"""Value files: each row of public test data becomes what a contract's kind should make of it, or is left out.

A row is judged when a contract could hold its value: single days, whole periods, amounts in yuan, whole numbers,
percentages, Chinese telephone numbers. Where it could not, the reader must read nothing, or exactly the gold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from knowledge import kinds
from knowledge.kinds.base import fold
from knowledge.kinds.numerals import number
from knowledge.template import Slot
from tests.bench.scoring import Score

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Words, the kind that should read them, and the values it should find (none: it must find nothing).

    ``optional``: a contract could not hold the value, so that reading nothing is right as well.
    """

    kind: str
    text: str
    gold: tuple[Any, ...]
    today: date
    optional: str = ""


LeftOut = str
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOBILE = r"(?:\+86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}"
_LANDLINE = r"(?:\+86[- ]?|\(?0)(?:10|2[0-57-9]|[3-9]\d{2})\)?[- ][2-8]\d{2,3}-?\d{4}(?:-\d{1,5})?"


def judge(rows: Iterable[Row]) -> Score:
    """Read every row and compare."""
    score = Score()
    for row in rows:
        case = case_of(row)
        if isinstance(case, str):
            score.leave_out(case)
            continue
        if case.optional:
            score.leave_out(case.optional)
        found = _values(case)
        _compare(score, case, found)
    return score


def _compare(score: Score, case: Case, found: list[Any]) -> None:
    wanted = list(case.gold)
    found = list(dict.fromkeys(found)) if case.optional else found
    words = f"「{case.text[:60]}」 gold {[str(g) for g in case.gold]}, read {[str(f) for f in found]}"
    for value in found:
        if value in wanted:
            wanted.remove(value)
            score.add(case.kind, "right" if not case.optional else "silent")
        else:
            score.add(case.kind, "wrong", words)
    if not case.optional:
        for _ in wanted:
            score.add(case.kind, "missed", words)
    if not found and not (wanted and not case.optional):
        score.add(case.kind, "silent")


def _values(case: Case) -> list[Any]:
    """Return what the kind finds in the words; bare words are an answer, so they are read as a whole."""
    if case.kind == "number":
        value = number(fold(case.text))
        return [] if value is None else [Decimal(value)]
    slot = Slot("_value", "这一项", case.kind, "可空", "")
    whole = kinds.read(slot, case.text, case.today)
    if isinstance(whole, kinds.Read) and len(case.gold) <= 1:
        return [_plain(case.kind, whole.value)]
    return [_plain(case.kind, f.value) for f in kinds.find(slot, case.text, case.today)]


def _plain(kind: str, value: Any) -> Any:
    if kind == "phone":
        return re.sub(r"\D", "", str(value)).removeprefix("86").lstrip("0")
    return Decimal(str(value)) if kind in ("money", "percent", "int") else value


def case_of(row: Row) -> Case | LeftOut:
    """Return the case a row makes, by the file its id names, or why it makes none."""
    prefix = re.sub(r"-?\d+$", "", str(row["id"]))
    make = _MAKERS.get(prefix)
    return make(row) if make else "no format that is known here"


def _today(row: Row) -> date:
    try:
        return datetime.fromisoformat(str(row.get("reference_time"))).date()
    except ValueError:
        return date(2021, 6, 14)


def _recognized(row: Row) -> Case | LeftOut:
    """Dates and times of Recognizers-Text: the later of two readings is meant."""
    gold, text = row["gold"], row["text"]
    if len(gold) > 1:
        return "several times in one sentence"
    if not gold:
        told_elsewhere = re.fullmatch(r"\d+号", text)
        return "a day that the other file does give" if told_elsewhere else Case("date", text, (), _today(row))
    if re.search(r"国庆", text) and "国庆" not in gold[0]["text"]:
        return "a feast day that the gold passes over"
    name, value = str(gold[0].get("typename", gold[0].get("type"))), gold[0]
    if name.endswith("duration"):
        return _duration(row, str(_timex(value)))
    days = _days(value)
    if name.endswith(".date") or name == "date":
        reason = _uncommon(text)
        return Case("date", text, tuple(days[-1:]), _today(row), reason)
    return Case("date", text, _bound(value), _today(row), f"{name.rsplit('.', 1)[-1]}: no single day")


def _bound(value: Row) -> tuple[str, ...]:
    """Return the day of a range that begins and ends on it, or that is bound by it on one side (…或之前)."""
    resolution = value.get("resolution") or {}
    for found in reversed(resolution.get("values", ())):
        days = {str(found[k])[:10] for k in ("start", "end") if _DAY.match(str(found.get(k)))}
        if len(days) == 1 and (found.get("Mod") or "datetime" in str(found.get("type"))):
            return tuple(days)
    return ()


def _timex(value: Row) -> str:
    if "value" in value and isinstance(value["value"], Mapping):
        return str(value["value"].get("Timex"))
    return str(value["resolution"]["values"][0]["timex"])


def _days(value: Row) -> list[str]:
    if "value" in value and isinstance(value["value"], Mapping):
        found = value["value"].get("FutureResolution", {})
        return [found["date"]] if "date" in found else []
    return sorted(str(v["value"]) for v in value["resolution"]["values"] if _DAY.fullmatch(str(v.get("value"))))


def _uncommon(text: str) -> str:
    if re.search(r"农历|正月|初[一二三四五六七八九十]|腊月|廿|[康雍神]|八月十五|三六七年|大年", text):
        return "the lunar calendar or history"
    if re.search(r"最近", text):
        return "a vague day"
    if re.search(r"\d-\d{1,2}-\d{4}|\d/\d\d/\d\d$|\d{2}/\d{2}/\d{2}|\d{1,2}-\d{1,2}-\d{1,2}(?!\d)", text) and not re.search(r"\d{4}-", text):
        return "digits whose order is not told"
    if re.search(r"^[上前昨]|上周|去年|前年", text):
        return "a day gone by"
    if re.fullmatch(r"2月29日", text):
        return "a leap day without its year is asked back"
    if re.search(r"你|吗|吧$", text):
        return "a day in a question"
    return ""


def _duration(row: Row, timex: str) -> Case | LeftOut:
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", timex)
    if not match or sum(g is not None for g in match.groups()) != 1:
        return Case("period", row["text"], (), _today(row), "a period no contract counts in")
    years, months, days = match.groups()
    return Case("period", row["text"], (_period(years, months, days),), _today(row))


def _period(years: Any, months: Any, days: Any) -> str:
    whole = int(years or 0) * 12 + int(months or 0)
    if days:
        return f"{int(days)}日"
    return f"{whole // 12}年" if whole % 12 == 0 else f"{whole}个月"


def _jionlp(row: Row) -> Case | LeftOut:
    gold, text = row["gold"], row["text"]
    if gold["type"] == "time_delta":
        return _delta(row)
    if gold["type"] == "time_period":
        return Case("date", text, (), _today(row), "a recurring time")
    if not isinstance(row["reference_time"], str):
        return "told without a full day of reference"
    if str(row["reference_time"]) == "2021-09-01 15:15:32" and not re.search("年", text):
        return "read as the day after next (another setting of that test)"
    start, end = (str(t)[:10] for t in gold["time"])
    timed = [str(t)[11:] for t in gold["time"]] != ["00:00:00", "23:59:59"]
    if _uncommon(text) or re.search(r"冬至|芒种|端午|国庆|三十$|^十一$|四月十三|二月十五|五月廿二", text):
        return Case("date", text, (start,) if start == end else (), _today(row), "lunar, festivals, history")
    if start != end or not _DAY.fullmatch(start):
        last = (end,) if re.search(r"[前底末内]", text) and _DAY.fullmatch(end) else ()
        return Case("date", text, last, _today(row), "a span, no single day")
    if start < str(row["reference_time"])[:10] and not re.search(r"\d{4}|年", text):
        return "a day gone by that a contract reads ahead"
    if timed or gold["definition"] != "accurate":
        return Case("date", text, (start,), _today(row), "a time of day")
    if re.search(r"以?[前后]$|^第", text):
        return Case("date", text, (start,), _today(row), "counted from the day of speaking")
    return Case("date", text, (start,), _today(row))


def _delta(row: Row) -> Case | LeftOut:
    gold, text = row["gold"], row["text"]
    if gold["definition"] != "accurate" or not isinstance(gold["time"], Mapping):
        return Case("period", text, (), _today(row))
    time = gold["time"]
    if set(time) == {"hour"} or set(time) == {"minute"}:
        return Case("period", text, (), _today(row), "hours and minutes are no period")
    if "星期" in text:
        return Case("period", text, (f"{int(time['day'])}日",), _today(row), "weeks")
    return Case("period", text, (_period(time.get("year"), time.get("month"), time.get("day")),), _today(row))


def _money(row: Row) -> Case | LeftOut:
    gold = row.get("gold")
    if not isinstance(gold, Mapping):
        return "the source gives no gold"
    if re.search(r"\d[,\uff0c]\d{3}[,\uff0c]\d{3}\uff0c|\.\d{3}元", row["text"]):
        return "an amount typed with mixed commas or a third decimal"
    clear = gold["case"] == "元" and gold["definition"] == "accurate"
    return Case("money", row["text"], (Decimal(gold["num"]),) if clear else (), _today(row))


def _currency(row: Row) -> Case | LeftOut:
    found = [g["resolution"] for g in row["gold"]]
    yuan = tuple(Decimal(g["value"]) for g in found if g.get("isoCurrency") == "CNY" and g.get("value"))
    if len(found) > 1 and any(g.get("isoCurrency") != "CNY" for g in found):
        return Case("money", row["text"], yuan, _today(row), "several currencies")
    if "奖池" in row["text"]:
        return "a headline whose other amounts the gold leaves out"
    return Case("money", row["text"], yuan, _today(row))


def _capital(row: Row) -> Case | LeftOut:
    if row["gold_value"] is None:
        return "the source gives no gold"
    text = row["capital"]
    return Case("money", text, (Decimal(str(row["gold_value"])),), _today(row))


def _cn2an(row: Row) -> Case | LeftOut:
    text, gold = row["text"], row["gold"]
    if not isinstance(text, str) or (row["set"] in ("strict_data_dict", "smart_data_dict") and re.search(r"[\u4e00-\u9fff]", str(gold))):
        return "writes a number instead of reading one"
    if isinstance(gold, (list, str)):
        return "writes a number instead of reading one"
    if gold is None:
        return Case("number", text, (), _today(row))
    if re.fullmatch(r"[一壹]{2,}|一二三", text) or gold < 0 or 0 < gold < 1:
        return Case("number", text, (Decimal(str(gold)),), _today(row), "negative, tiny or digit by digit: no number of a contract")
    if re.search(r"[圆元]", text):
        return Case("money", text, (Decimal(str(gold)),), _today(row))
    return Case("number", text, (Decimal(str(gold)),), _today(row))


def _numbers(row: Row) -> Case | LeftOut:
    gold, text = row["gold"], row["text"]
    if not gold:
        return Case("number", text, (), _today(row))
    if len(gold) > 1 or (gold[0]["text"].strip() != text.strip().replace("\u3000", " ") and len(gold[0]["text"]) != len(text.strip())):
        return "numbers of other things in a sentence"
    value = Decimal(gold[0]["resolution"]["value"])
    if re.match(r"第", text):
        return "an ordinal"
    if re.search(r"[\^/／]|分之|分 |又|[eEkK]|兆|双|雙|^\.|^-|负|負", text):
        return Case("number", text, (value,), _today(row), "fractions, powers, negatives: no number of a contract")
    if re.search(r"[余幾几多]", text):
        return Case("number", text, (), _today(row))
    return Case("number", text, (value,), _today(row))


def _percent(row: Row) -> Case | LeftOut:
    gold, text = row["gold"], row["text"]
    values = tuple(Decimal(g["resolution"]["value"].rstrip("%")) for g in gold)
    odd = re.search(r"折|[kK]|万分|萬個|负|負|-\d|百萬|成[,\uff0c]|万万", text)
    return Case("percent", text, values, _today(row), "discounts, thousands of percent, negatives" if odd else "")


def _phone(row: Row) -> Case | LeftOut:
    told = [g["text"] for g in row["gold"]]
    gold = tuple(_plain("phone", t) for t in told)
    if not told and re.search(_MOBILE, row["text"]):
        return "a mobile number that the gold passes over"
    foreign = [t for t in told if not re.fullmatch(rf"{_MOBILE}|{_LANDLINE}", t)]
    return Case("phone", row["text"], gold, _today(row), "no Chinese number with its area code" if foreign else "")


_MAKERS: Mapping[str, Callable[[Row], Case | LeftOut]] = {
    "msp": _recognized, "mst": _recognized, "jionlp-time": _jionlp, "jionlp-money": _money, "mscur": _currency,
    "cap": _capital, "cn2an": _cn2an, "msnum": _numbers, "mspct": _percent, "msphone": _phone,
    "jionlp-addr": lambda row: "regions, no addresses where mail arrives",
}  # fmt: skip
