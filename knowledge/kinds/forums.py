"""Where disputes go: court and arbitration."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from knowledge.kinds.base import (
    HAN,
    Found,
    Kind,
    Mention,
    Read,
    Refused,
    basic,
    emoji,
    example,
    fold,
    length,
    tidy,
)
from knowledge.kinds.names import clean
from knowledge.kinds.places import MUNICIPALITIES, PREFECTURES, PROVINCES, begins
from knowledge.kinds.speech import asks, settle, stated
from knowledge.template import Slot, Value

_BODY = re.compile(
    rf"[{HAN}A-Za-z()]{{2,30}}?(?:(?:国际)?仲裁(?:委员会|委|院|中心)(?:(?![或和与及、])[{HAN}]{{2,4}}(?:分会|仲裁中心|分院))?)"
)
_COURT = re.compile(rf"[{HAN}()]{{2,40}}?法院")
_LEAD = re.compile(
    r"^.*(?:提交给?|提请|交给|交由|由(?!此)|到|去|就(?!业)|向(?!阳)|选择?|选在|找|用|是|为|写|填|改成|改为|换成|定在|定为|约定|(?:争议|纠纷)(?!仲裁)|走|同意|或者?|还是|和(?![平田龙县静硕林政顺])|与|跟|及|,|。|;|:|(?<!所)在(?!地))(?=.{4,})"
)
_CITY_COURT = re.compile(rf"(?:{'|'.join(sorted({*PREFECTURES, *PROVINCES}, key=len, reverse=True))})[市省]?法院")
"""合肥法院: a city has several."""
_SIDE = r"(?:原告|被告|甲方|乙方|双方|各自|合同|本合同|本协议|协议|标的物|数据提供方|训练方|需求方|服务方|付款方|守约方|违约方|我方|对方)"
_LINK = re.compile(rf"{_SIDE}.{{0,12}}(?:所在地|住所地|签订地|签署地|履行地|注册地|所在)")
_LOCAL = re.compile(
    r"^(?:当地|本地|我们?(?:这边|当地|所在地|那边)?|对方(?:那边|当地)?|他们(?:那边)?|你们|附近|有关|相关|某地?|哪个|这边|那边|任一|任何)(?:的|有关)?"
)


def _trim(words: str, floor: int) -> int:
    """Return how many characters of the match are lead-in (提交…, 由…): up to the place it is named after."""
    named = None if re.search(r"中国|华南|粤港澳|海峡", words) else begins(words)
    if named is not None and named >= 0 and (len(words) - named >= floor or _CITY_COURT.fullmatch(words[named:])):
        return named
    cut = 0
    while (lead := _LEAD.match(words[cut:])) and len(words) - cut - lead.end() >= floor:
        cut += lead.end()
    joint = re.search(rf"^{_SIDE}(?:同意|一致)", words[cut:])
    return cut + (joint.end() if joint else 0)


def _institutions(slot: Slot, text: str) -> list[Mention]:
    out = []
    for match in _BODY.finditer(text):
        start = match.start() + _trim(match[0], 4)
        words = text[start : match.end()]
        out.append(_institution(slot, start, match.end(), words))
    return out


def _institution(slot: Slot, start: int, end: int, words: str) -> Mention:
    full = re.sub(r"仲裁委(?!员会)", "仲裁委员会", words)
    if bad := _institution_bad(slot, full):
        return Mention(start, end, bad=bad)
    return Mention(start, end, full, f"「{words}」按「{full}」填写" if full != words else "")


def _institution_bad(slot: Slot, name: str) -> Refused | None:
    if re.search(r"劳动|人事|农村土地", name):
        return Refused(
            "choice", f"「{name}」不受理商事合同争议，请选一家商事仲裁机构，例如合肥仲裁委员会。"
        )
    if (
        "的" in name
        or _LOCAL.match(name)
        or re.match(
            rf"^(?:{_SIDE}|国际|国内|商事|有管辖权的|一家)?(?:所在地|当地)?的?(?:国际)?仲裁", name
        )
    ):
        return Refused(
            "format",
            f"「{name}」不是一家确定的机构，仲裁约定会因此无效，请给机构全称，例如合肥仲裁委员会。",
        )
    if not re.search(r"仲裁(?:委员会|院|中心)$|(?:分会|分院)$", name) or len(name) < 6:
        return Refused("format", f"「{name}」不像仲裁机构的全称。{example(slot)}")
    return None


def _read_arbitration(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text) or emoji(folded):
        return refused
    mentions = _institutions(slot, folded)
    if re.search(r"法院|诉讼|起诉|打官司", folded) and not re.search(
        r"不(?:是|走|去|要|用)[^,。;]{0,6}(?:法院|诉讼|起诉|打官司)", folded
    ):
        return Refused("contradiction", "仲裁和诉讼只能选一样，同时写会使仲裁约定无效。请只说一种。")
    return _one(
        slot,
        folded,
        mentions,
        f"没有看到仲裁机构的全称。{example(slot) or '例如：合肥仲裁委员会。'}",
    )


def _one(slot: Slot, text: str, mentions: list[Mention], ask: str) -> Read | Refused:
    chosen = settle(slot, text, mentions)
    if isinstance(chosen, Refused):
        return chosen
    return Read(chosen.value, chosen.note) if chosen else Refused("format", ask)


_SHORT_COURT = re.compile(
    rf"(?P<p>{'|'.join(sorted({*PREFECTURES, *PROVINCES}, key=len, reverse=True))})(?:市|省)?(?:第?(?P<n>[一二三四五])(?=中))?(?P<k>中院|中法|中级法院|高院|高级法院)"
)


def _in_full(match: re.Match[str]) -> str:
    """The full name of a court called 合肥中院, 上海一中院 or 安徽高院; empty when there is no such court."""
    place, number, high = match["p"], match["n"], match["k"].startswith("高")
    if high:
        return f"{PROVINCES[place]}高级人民法院" if place in PROVINCES and not number else ""
    if place in MUNICIPALITIES:
        return f"{place}市第{number}中级人民法院" if number else ""
    return f"{PREFECTURES[place]}中级人民法院" if place in PREFECTURES and not number else ""


def _short_courts(text: str) -> list[Mention]:
    """Courts called by a short name, said in full; one that could be several is asked back."""
    out = []
    for match in _SHORT_COURT.finditer(text):
        if name := _in_full(match):
            out.append(Mention(match.start(), match.end(), name, f"「{match[0]}」按「{name}」填写"))
        else:
            why = f"「{match[0]}」说的是哪一家法院？请给全称，例如：合肥市中级人民法院。"
            out.append(Mention(match.start(), match.end(), bad=Refused("format", why)))
    return out


def _courts(slot: Slot, text: str) -> list[Mention]:
    out = _short_courts(text)
    for match in _COURT.finditer(text):
        if any(m.start < match.end() and match.start() < m.end for m in out):
            continue
        start = match.start() + _trim(match[0], 5)
        words = text[start : match.end()]
        if re.fullmatch(r"(?:人民|中级|高级)*法院", words) or (bad := _court_bad(slot, words)):
            if len(words) > 2:
                why = Refused("format", f"「{words}」没有说是哪里的法院。{_court_example(slot)}")
                out.append(
                    Mention(
                        start,
                        match.end(),
                        bad=why if re.fullmatch(r"(?:人民|中级|高级)*法院", words) else bad,
                    )
                )
            continue
        full = _with_people(words)
        out.append(Mention(start, match.end(), full, f"「{words}」按「{full}」填写" if full != words else ""))
    return out


_LOCAL_COURT = re.compile(rf"(?P<city>{'|'.join(sorted(PREFECTURES, key=len, reverse=True))})?(?P<mark>市)?(?P<d>[{HAN}]{{1,8}}(?<![林矿油])[区县旗市])法院")


def _with_people(name: str) -> str:
    """合肥蜀山区法院 → 合肥市蜀山区人民法院: the words that a short name leaves out."""
    match = _LOCAL_COURT.fullmatch(name)
    if match is None or re.search(r"(?:高新|经开|开发|技术|产业|园|新)区$", match["d"]):
        return name  # zones have courts of other names
    city = match["city"] or ""
    if not city or city in MUNICIPALITIES or not PREFECTURES[city].endswith("市"):
        return f"{name.removesuffix('法院')}人民法院"
    return f"{PREFECTURES[city]}{match['d']}人民法院"


def _court_example(slot: Slot) -> str:
    return f"例如：{slot.example or '合同签订地有管辖权的人民法院'}。"


def _court_bad(slot: Slot, name: str) -> Refused | None:
    if _LOCAL.match(name):
        return Refused("format", f"「{name}」没有说定是哪里。{_court_example(slot)}")
    if re.search(r"[这那]边|哪", name) or _CITY_COURT.fullmatch(name) or re.fullmatch(
        r"(?:知识产权|互联网|金融|海事|铁路运输|军事)法院", name
    ):
        return Refused("format", f"「{name}」没有说定是哪里的法院。{_court_example(slot)}")
    if not name.endswith("法院") or len(name) < 5 or re.search(r"[去就到找打吵走选]|[想只]?要(?=[走去上到找选]|法院)|起来|的话|老板|领导", name[:-2]):
        return Refused("format", f"「{name}」不像法院的名称。{_court_example(slot)}")
    return None


def _read_court(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text) or emoji(folded):
        return refused
    if re.search(r"仲裁", folded) and not re.search(
        r"不(?:是|走|去|要|用)?[^,。;]{0,3}仲裁", folded
    ):
        return Refused("contradiction", "仲裁和诉讼只能选一样，同时写会使仲裁约定无效。请只说一种。")
    mentions = _courts(slot, folded)
    if not mentions and (place := _LINK.search(folded)):
        value = f"{place[0].removesuffix('所在') + '所在地' if place[0].endswith('所在') else place[0]}有管辖权的人民法院"
        value = re.sub(r"所在地所在地", "所在地", value)
        return Read(value, f"按「{value}」填写")
    return _one(slot, folded, mentions, f"没有看到法院。{_court_example(slot)}")


def _valid(check: Callable[[Slot, str], Refused | None]) -> Callable[[Slot, Value], Refused | None]:
    def valid(slot: Slot, value: Value) -> Refused | None:
        if not isinstance(value, str):
            return Refused("format", f"{slot.label}要写成文字，「{value}」不是。")
        if value != tidy(value):
            return Refused("format", f"{slot.label}前后有多余的空白，请删掉。")
        return (
            basic(slot, value) or emoji(value) or check(slot, value) or length(slot, value, 5, 50)
        )

    return valid


def _finder(
    mentions: Callable[[Slot, str], list[Mention]],
) -> Callable[[Slot, str, date], list[Found]]:
    return lambda slot, text, today: stated(fold(text), mentions(slot, fold(text)))


def _write(slot: Slot, value: Value, form: str) -> str:
    return str(value)


FORUMS = (
    Kind("court", "法院", _read_court, _write, _finder(_courts), _valid(_court_bad)),
    Kind(
        "arbitration",
        "仲裁机构",
        _read_arbitration,
        _write,
        _finder(_institutions),
        _valid(_institution_bad),
    ),
)
__all__ = ["FORUMS", "clean"]
