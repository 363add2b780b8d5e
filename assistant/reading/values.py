"""Values mentioned in running text, by kind, and which kinds of slot each mention could fill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.reading.clauses import Clause, Message
from assistant.reading.naming import shortens
from knowledge import kinds
from knowledge.kinds.numerals import NUMBER, number
from knowledge.kinds.places import begins
from knowledge.kinds.speech import negated
from knowledge.template import Slot, Template, Value

_LOOKED_FOR = (
    "uscc", "email", "phone", "account", "party_name", "arbitration", "court", "address", "date", "workdays", "period",
    "years", "days", "hours", "money", "permille_day", "percent", "copies", "int",
)  # fmt: skip
_SOLID = ("address", "uscc", "email", "phone", "account")
FITS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "timing"), "money": ("money", "money_or_text"), "hours": ("hours", "int"),
    "days": ("days",), "percent": ("percent",),
}  # fmt: skip
_PROBES = {name: Slot(f"_{name}", name, name, "可空", "") for name in _LOOKED_FOR}
_CONTRACT = re.compile(r"(?!是?[交送报给存留])[\u4e00-\u9fffA-Za-z ]{0,18}?(?:合同|协议|草稿|文件|文档|合作)")
A_DOCUMENT = re.compile(r"[一1]\s*份\s*" + _CONTRACT.pattern)
"""出一份数据合作协议: one piece of what is drafted, not how many are signed."""
_BEFORE_FORUM = re.compile(r"^.*(?:了|的就?|就|由|到|去|提交给?|走|找|给|向|选|用|约定|是|让)(?=[\u4e00-\u9fff]{2,}仲裁)")
_BEFORE_COURT = re.compile(r"^(?:还是|就|那|都|最后|直接|打官司|整不[明成]白?|谈不拢|闹掰了?|扯皮|起诉|诉讼|去|到|走|上|在|由|向|找|的话|吧|了|统一|约定|提交|给|归)+(?=[\u4e00-\u9fff]{3,})")
_NO_COURT = re.compile(r"^(?:还是|就|那|去|到|走|上|找|告|或|和|不|是|有|让|仲裁|诉讼|起诉|打官司|由|向|在|的|给|归|闹)*(?:人民)?法院$")
_ARRANGED = re.compile(
    r"(?:(?:本)?(?:合同|协议)(?:签订|生效|签署|签字|盖章)*(?:之日)?(?:后|起)|(?:签约|签订|签字|生效|签署|盖章|签完(?:合同|协议|字|约)?)(?:之日)?(?:后|起|以后)?|(?:收到|付|支付)?(?:首付款?|预付款|首款|定金)(?:到账)?(?:后|起)|(?:收到|拿到)?(?:全部|完整|合格|齐全)?(?:的)?(?:训练)?数据(?:到位|到齐|验收合格|验收通过|验收|齐全)*(?:之日)?(?:后|起))"
    rf"\s*(?:的)?\s*{NUMBER}\s*(?:个)?\s*(?:工作日|自然日|日|天|周|星期|月|个月)\s*(?:之内|以内|内)"
)
_BOUND = re.compile(rf"(?:不得?超过|超过|超|不多于|最[多长晚迟]|至多|满|拖过|到了)\s*(?P<v>{NUMBER}\s*(?:个?工作日|个?小时|天|日|[轮次]))(?!以[上下])")
_NO_NAME = re.compile(r"的|^改[留写成填]|^(?:自己|我们|你们|他们)|范围|^[\d两三四五六七八九十几]+\s*[个家所座]|(?<![第统唯])一[家个]|某|[哪这那]家|这个|那个|几家")
_TWICE = re.compile(rf"(?P<a>{NUMBER})\s*\((?P<b>\d+)\)\s*(?P<u>个?\s*(?:工作日|小时)|年|日|天|份)")
_FORUM = re.compile(r"法院|仲裁")
_UNITS = ("workdays", "days", "period", "years", "hours", "copies")
_DOTTED = re.compile(r"(?<![\d.])(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|[1-9])(?=\s*(?:之?前|号|日|交|给|签|完成|上线|提供|到位))")
_TAX = re.compile(r"(?:(?:不|未)?(?:含|包含?|带)税|税[前后])")
MEASURED = re.compile(
    rf"(?:大概|大约|约|差不多|左右|最多|至少|半)?\s*(?:{NUMBER}|半)\s*(?:个)?\s*(?:工作日|月|年|天|日|周|星期|礼拜|季度?|小时|钟头|万|元|块|份|轮|次|%|‰|个点)?"
)
"""Anything that looks like an amount, also those that no kind accepts."""


@dataclass(frozen=True)
class Mention:
    """A value of ``kind`` at ``start:end`` of the message."""

    kind: str
    start: int
    end: int
    value: Value
    reading: str = ""

    def fits(self, slot: Slot) -> bool:
        """Whether a slot could hold it; hours go into whole numbers only where hours are meant."""
        if slot.kind == "int" and self.kind == "hours":
            return "hours" in slot.id or "小时" in slot.label or "时限" in slot.label
        return slot.kind in FITS.get(self.kind, (self.kind,))


def mentions(text: str, template: Template, today: date, names: Iterable[str] = ()) -> list[Mention]:
    """Return every value that running text states, for the kinds the template has; kinds may overlap. A short form of a company named is no name."""
    wanted = {slot.kind for slot in template.slots.values()}
    found: list[Mention] = []
    for kind in _LOOKED_FOR:
        if wanted & set(FITS.get(kind, (kind,))):
            found += [Mention(kind, f.start, f.end, f.value) for f in kinds.find(_PROBES[kind], text, today)]
    found += [Mention("timing", m.start(), m.end(), m[0]) for m in _ARRANGED.finditer(text)] if "timing" in wanted else []
    found = [m for m in found if not (m.kind == "copies" and (not isinstance(m.value, int) or m.value > 99))]
    found = [m for m in found if not (m.kind == "address" and _FORUM.search(text[m.start : m.end + 4]))]
    found = [m for m in found if not (m.kind == "account" and _INVOICE.search(text[m.start : m.end]))]
    found = [_as_party(m, text) for m in found]
    found = [m for m in found if not any(_within(m, o) for o in found)]
    found = _preferred(found, text)
    found = [m for m in found if not (m.kind == "party_name" and (_NO_NAME.search(text[m.start : m.end]) or _describes(m, text, found)))]
    full = [*names, *(str(m.value) for m in found if m.kind == "party_name")]
    found = [m for m in found if not (m.kind == "party_name" and not _CALLED_SO.search(text[: m.start]) and any(shortens(str(m.value), n) for n in full))]
    found = [m for m in found if not (m.kind == "int" and any(o.kind in _UNITS and o.start <= m.start and m.end < o.end for o in found))]
    found = [m for m in found if not (m.kind == "date" and "每" in text[max(0, m.start - 2) : m.start + 1])]
    found = [_shifted(m, text) if m.kind == "date" else m for m in found]
    found += _titled(text, found, today)
    found += [Mention("copies", m.start("n"), m.end(), 1, "1份") for m in _ONE_MORE.finditer(text)] if "copies" in wanted else []
    found += [Mention("workdays", m.start(), m.end(), int(number(m["n"]) or 0), f"{m['n']}个工作日") for m in _UNIT_LATER.finditer(text) if not negated(text, m.start())] if "workdays" in wanted else []
    found += _twice(text, wanted) + _dotted(text, today) + _bounded(text, wanted, found, today)
    found = [m for m in found if not (m.kind == "copies" and _CONTRACT.match(text, m.end))]
    return [m for m in (_settled(m, text, today) for m in found) if m.kind != "court" or not _NO_COURT.search(text[m.start : m.end])]


_LABELS_PARTY = re.compile(r"(?:[甲乙]方|需求方|委托方|数据方|数据提供方|服务方|训练方|客户|我们|对方)\s*(?:\([^()]*\))?\s*(?:就)?(?:是|为|叫|:)?\s*$")


def _as_party(mention: Mention, text: str) -> Mention:
    """需求方是某人民法院: a court that a party's label stands before is that party."""
    named = mention.kind == "court" and _LABELS_PARTY.search(text[: mention.start]) and not re.match(r"[^,。;]{0,4}(?:管|诉|起诉|解决|打)", text[mention.end :])
    return Mention("party_name", mention.start, mention.end, str(mention.value)) if named else mention


_INVOICE = re.compile(r"税号|纳税人识别号|地址|电话")
"""What stands beside an account on an invoice: no account alone."""
_CALLED_SO = re.compile(r"(?:名称?|全称|改[成为名]|更正为?|叫|换成|写成?|[甲乙]方)\s*[:是为叫]?\s*$")
_UNIT_LATER = re.compile(rf"(?<![\d.])(?P<n>{NUMBER})\s*个(?=\s*[,、和]\s*[^,。;\d]{{1,8}}{NUMBER}\s*个?\s*工作日)")
"""数据12个,模型25个工作日: the unit is said once."""
_ONE_MORE = re.compile(r"多(?:余|出来?)?的?(?P<n>那份|这份|一份)")
_RATHER = re.compile(r"(?:留|写|用|填|打|按)(?:那?个)?(?P<l>[\u4e00-\u9fff]{2,6}?)(?:的|那)(?:个|号|电话|那个)*\s*(?:吧|就行|就好)?\s*(?=$|[,。;\n])")


def _preferred(found: list[Mention], text: str) -> list[Mention]:
    """前台027-…,法人手机139…,合同上留前台的: of several numbers or addresses the one that is to be written."""
    for match in _RATHER.finditer(text):
        begin = max(text.rfind(sign, 0, match.start()) for sign in "。;\n") + 1
        rivals = [m for m in found if begin <= m.start < match.start() and m.kind in ("phone", "email", "address")]
        meant = [m for m in rivals if match["l"] in text[max(begin, m.start - 10) : m.start]]
        if len(rivals) > 1 and len(meant) == 1:
            found = [m for m in found if m not in rivals or m is meant[0] or m.kind != meant[0].kind]
    return found


_BEFOREHAND = re.compile(r"的?(?P<way>前|后)(?P<n>[一二两三1-3])[天日]")


def _shifted(mention: Mention, text: str) -> Mention:
    """明年国庆前一天: the day before the one that is named."""
    match = _BEFOREHAND.match(text, mention.end)
    if match is None or not isinstance(mention.value, str):
        return mention
    days = int(number(match["n"].replace("两", "二")) or 0) * (-1 if match["way"] == "前" else 1)
    value = (date.fromisoformat(mention.value) + timedelta(days=days)).isoformat()
    return Mention("date", mention.start, match.end(), value, value)


_CALLED = re.compile(r"\s*[,:]?\s*(?:名字|全称|名称)?(?:就?叫|全称|名称)")


def _describes(one: Mention, text: str, found: list[Mention]) -> bool:
    """Whether words only describe a company whose name is told elsewhere (学生创业公司,叫…; 老年大学 in 京口老年大学)."""
    names = [m for m in found if m.kind == "party_name" and m is not one]
    called = _CALLED.match(text, one.end)
    if called and any(0 <= m.start - called.end() <= 2 for m in names):
        return True
    words = text[one.start : one.end]
    if re.search(r"银行.*[支分]行$", words) and re.search(r"账户|账号|开户|户名|打款", text):
        return True
    return any(words != text[m.start : m.end] and text[m.start : m.end].endswith(words) for m in names)


def _within(one: Mention, whole: Mention) -> bool:
    """Whether a mention is only a part of an address, a name or a code (…东路12号)."""
    return whole.kind in _SOLID and whole.kind != one.kind and whole.start <= one.start and one.end <= whole.end


_TITLED = re.compile(
    r"(?:[甲乙]方|(?:我[们方司]|咱们|对方|他们)(?:公司|单位)?(?:的)?(?=名字|名称|全称|公司名|单位名))(?:的)?(?:名字|名称|全称|公司名|单位名?)?\s*(?:就|先|要)?(?:写成?|填|是|叫做?|为|:)+\s*(?P<v>[\u4e00-\u9fffA-Za-z()]{5,30})(?=$|[,。;\n])"
)


def _titled(text: str, found: list[Mention], today: date) -> list[Mention]:
    """甲方名称写湘阴县农业技术推广站: what is told as a party's name may end as no company's name does."""
    more = []
    for match in _TITLED.finditer(text):
        start, end = match.span("v")
        result = kinds.read(_PROBES["party_name"], match["v"], today)
        apart = not any(m.kind == "party_name" and m.start < end and start < m.end for m in found)
        apart = apart and not _describes(Mention("party_name", start, end, match["v"]), text, found)
        if apart and isinstance(result, kinds.Read) and result.value == match["v"] and not _NO_NAME.search(match["v"]):
            more.append(Mention("party_name", start, end, result.value))
    return more


def _twice(text: str, wanted: set[str]) -> list[Mention]:
    """十(10)个工作日: the number in words and in figures; both must say the same."""
    found = []
    for match in _TWICE.finditer(text):
        unit = re.sub(r"\s|个", "", match["u"])
        kind = {"工作日": "workdays", "年": "years", "日": "days", "天": "days", "份": "copies", "小时": "hours"}[unit]
        if number(match["a"]) == number(match["b"]) and wanted & set(FITS.get(kind, (kind,))):
            found.append(Mention(kind, match.start(), match.end(), int(match["b"]), match["b"] + match["u"]))
    return found


def _dotted(text: str, today: date) -> list[Mention]:
    """12.20前, 1.15交: a day of the year when a word of time or delivery follows."""
    found = []
    for match in _DOTTED.finditer(text):
        result = kinds.read(_PROBES["date"], match[0].replace(".", "月") + "日", today)
        if isinstance(result, kinds.Read):
            month, day = match[0].split(".")
            found.append(Mention("date", match.start(), match.end(), result.value, f"{month}月{day}日"))
    return found


def _bounded(text: str, wanted: set[str], found: list[Mention], today: date) -> list[Mention]:
    """Thresholds (超过90天可以解除, 不超过10个工作日): the number is the value."""
    more = []
    for match in _BOUND.finditer(text):
        start, end = match.span("v")
        if any(m.start < end and start < m.end for m in found):
            continue
        for kind in ("workdays", "days", "hours", "int"):
            result = kinds.read(_PROBES[kind], match["v"], today)
            if wanted & set(FITS.get(kind, (kind,))) and isinstance(result, kinds.Read):
                more.append(Mention(kind, start, end, result.value))
    return more


def _settled(mention: Mention, text: str, today: date) -> Mention:
    """The mention without words that stick to it (万分之四|一天, 闹掰了就|济南仲裁委员会)."""
    if mention.kind in ("money", "timing"):
        return _with_tax(mention, text) if mention.kind == "money" else mention
    start, end = mention.start, mention.end
    if mention.kind in ("permille_day", "percent") and text[end - 1] == "一" and text[end : end + 1] in ("天", "日"):
        end -= 1
    if mention.kind == "court" and begins(text[start:end]) != 0 and (lead := _BEFORE_COURT.match(text[start:end])):
        start += lead.end()
    if mention.kind == "arbitration" and begins(text[start:end]) != 0 and (lead := _BEFORE_FORUM.match(text[start:end])):
        start += lead.end()
    if (start, end) == (mention.start, mention.end):
        return mention
    result = kinds.read(_PROBES[mention.kind], text[start:end], today)
    return Mention(mention.kind, start, end, result.value) if isinstance(result, kinds.Read) else mention


def _with_tax(mention: Mention, text: str) -> Mention:
    """Take 含税/不含税 beside an amount into its words: it decides whether the amount can be written."""
    start, end = mention.start, mention.end
    if after := re.match(rf"\s*(?:人民币)?\s*[((,]?\s*{_TAX.pattern}(?:价|总价)?\s*[))]?", text[end:]):
        end += after.end()
    before = re.search(rf"{_TAX.pattern}(?:价|总价|总额|金额|一共|合计|是|为|:|\s)*$", text[:start])
    if before:
        start = before.start()
    return Mention("money", start, end, mention.value)


def accepts(slot: Slot, said: str, today: date) -> bool:
    """Whether the slot's kind reads the words."""
    return not isinstance(kinds.read(slot, said, today), kinds.Refused)


def refusal(slot: Slot, said: str, today: date) -> str:
    """Return the code with which the slot's kind refuses the words, or an empty string."""
    result = kinds.read(slot, said, today)
    return result.code if isinstance(result, kinds.Refused) else ""


def in_words(message: Message, end: int, clause: Clause) -> int:
    """Return where an amount ends that is given in figures and in capitals: its kind sees when the two differ."""
    capitals = re.search(r"大写[^,。;]*", message.text[end : clause.end])
    return end + capitals.end() if capitals else end
