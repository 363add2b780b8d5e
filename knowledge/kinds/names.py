"""Names in words: party_name, person, address, court, arbitration."""

from __future__ import annotations

import re
from datetime import date

from knowledge.kinds.base import (
    HAN,
    Found,
    Kind,
    Read,
    Refused,
    basic,
    emoji,
    example,
    fold,
    length,
    no_mentions,
    strip_label,
    tidy,
    unquote,
    unsafe,
)
from knowledge.kinds.organisations import CLAUSE_WORDS, PRONOUN, SUFFIX_END, organisations
from knowledge.kinds.places import MUNICIPALITIES, PREFECTURES
from knowledge.kinds.speech import asks, corrected, negated, undecided
from knowledge.template import Slot, Value

_TAIL = re.compile(r"(?:[\s,。;!、]|(?<=[^\s])(?:吧|哈|啊|呀|就行|就好|谢谢))+$")


def clean(slot: Slot, text: str) -> str:
    """Return the words of a name: folded, without label, lead-in, quotes and closing particles."""
    words, before = tidy(text), ""
    while words != before:
        before = words
        words = _TAIL.sub("", unquote(strip_label(slot, words)))
    return words


def _text_only(slot: Slot, value: Value, low: int, high: int) -> Refused | None:
    if not isinstance(value, str):
        return Refused("format", f"{slot.label}要写成文字，「{value}」不是。")
    if value != tidy(value) or "\n" in value:
        return unsafe(value) or Refused(
            "format", f"{slot.label}前后或中间有多余的空白或换行，请删掉。"
        )
    return basic(slot, value) or emoji(value) or length(slot, value, low, high)


def _write(slot: Slot, value: Value, form: str) -> str:
    return str(value)


# party_name

_LEGAL_SYMBOLS = re.compile(rf"[^{HAN}A-Za-z0-9\s()\uff08\uff09\uff0c\uff0d\uff06\uff0e<>《》〈〉&·.,'\"“”‘’\-_—+#@!:*/、]")


def _several(slot: Slot, text: str, names: list[str]) -> Refused:
    return Refused(
        "ambiguous", f"听到了{'、'.join(f'「{n}」' for n in names)}，请告诉我{slot.label}是哪一个。"
    )


def _read_party(slot: Slot, text: str, today: date) -> Read | Refused:
    if refused := basic(slot, text) or asks(slot, text) or emoji(fold(text)):
        return refused
    words = clean(slot, text)
    found = organisations(words)
    chosen = words
    if found and (
        len(found) > 1
        or re.search(r"[,。;:!]", fold(words))
        or found[0][0] > 0
        or found[-1][1] < len(words)
    ):
        names = list(dict.fromkeys(words[s:e] for s, e in _current(words, found)))
        if len(names) > 1:
            return _several(slot, text, names)
        spoken = fold(words[: found[0][0]] + words[found[-1][1] :])
        if names and (
            re.search(r"[,。;:!]|叫|是|为|我们|对方|方", spoken) or not SUFFIX_END.search(words)
        ):
            chosen = names[0]
    chosen = re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", _LEAD_PARTY.sub("", chosen).strip())
    return _party_bad(slot, chosen) or Read(chosen)


_LEAD_PARTY = re.compile(
    r"^(?:(?:就|应该)?(?:叫做?|是|写成?|填|改成|改为|换成|还是|用(?!友)|选)\s*)+(?=..)"
)


def _current(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    first = 0
    for index in range(1, len(found)):
        if corrected(fold(text[found[index - 1][1] : found[index][0]])):
            first = index
    return [span for span in found[first:] if not negated(text, span[0])]


def _party_bad(slot: Slot, name: str) -> Refused | None:
    if PRONOUN.match(name):
        return Refused(
            "placeholder", f"「{name}」不是名称，{slot.label}请给营业执照上的全称。{example(slot)}"
        )
    if bad := _text_only(slot, name, 2, 60):
        return bad
    if re.match(r"(?:公司)?(?:类型|性质|种类|经营范围|行业)\s*:", fold(name)):
        return Refused("format", f"「{name}」不是名称，{slot.label}请给营业执照上的全称。{example(slot)}")
    if symbol := _LEGAL_SYMBOLS.search(name):
        return Refused("format", f"名称里有「{symbol[0]}」,请照营业执照逐字核对。")
    if not SUFFIX_END.search(fold(name)) or re.search(r"不是|没有|我们|他们|对方|[甲乙]方|" + CLAUSE_WORDS, name):
        return Refused(
            "format",
            f"「{name}」不像全称：请给营业执照（或登记证书）上的完整名称，带上「有限公司」「大学」「研究院」等。{example(slot)}",
        )
    if re.fullmatch(r"[\u4e00-\u9fff]{1,4}公司", name):
        return Refused("format", f"「{name}」不是完整的名称，{slot.label}请给全称。{example(slot)}")
    if re.fullmatch(
        r"(?:[科技信息数据智能训练网络贸易商分子总母]{0,6}(?:有限|责任|股份)*(?:公司|集团|企业|单位|中心)|(?:开户|收款|付款|往来)(?:银行|单位|公司|行)|[A-Za-z甲乙丙丁](?:公司|集团|企业)|测试公司)",
        name,
    ):
        return Refused("format", f"「{name}」不是完整的名称，{slot.label}请给全称。{example(slot)}")
    return None


def _valid_party(slot: Slot, value: Value) -> Refused | None:
    return _party_bad(slot, value) if isinstance(value, str) else _text_only(slot, value, 2, 60)


def _find_party(slot: Slot, text: str, today: date) -> list[Found]:
    found = organisations(text)
    out = []
    for index, (start, end) in enumerate(found):
        gap = fold(text[end : found[index + 1][0]]) if index + 1 < len(found) else ""
        if (gap and len(gap) <= 8 and corrected(gap)) or negated(text, start):
            continue
        name = re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", tidy(text[start:end]))
        if _party_bad(slot, name) is None:
            out.append(Found(start, end, name))
    return out


# person

_TITLE = re.compile(r"(?:先生|女士|小姐|同志|老师|博士|教授|律师|工程师)$")
_RANK = re.compile(
    r"^([\u4e00-\u9fff]{1,2})(?:总|经理|总监|主任|处长|局长|董事?长?|工|老师|先生|女士|小姐|博士|教授|律师)$|^[老小][\u4e00-\u9fff]$"
)
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,12}}(?:·[{HAN}]{{1,12}}){{1,3}}")
_OTHER_NAME = re.compile(
    r"[A-Za-z][A-Za-z.'\-]*(?: [A-Za-z][A-Za-z.'\-]*){1,4}|[A-Z][a-z]+(?:·[A-Z][a-z]+)*"
)
_NOT_NAME = re.compile(
    r"^(?:[Pp]arty [ABab]$|姓.{1,2}$|谁|哪|我们?|本人|他们?|她|你们?|对方|老板|法人|法定代表人|负责人|联系人|经理|总经理|董事长|甲方|乙方|同上|一样|没有|不填|保密|是的|可以|好的?|需要|不用|暂时|公司|销售|财务|法务)"
)
_PERSON_LEAD = re.compile(
    r"^(?:我们|我方|对方|他们|甲方|乙方|你们)?(?:公司)?的?(?:(?:法定代表人|法人代表|法人|负责人|联系人|对接人|授权代表|签字人|姓名|名字)\s*|(?=叫|是|为|写|填|改|换|[::]|就|应该))(?:就|应该)?(?:叫做?|是|为|写|填|改成|改为|换成|[::])*\s*(?=\S)"
)


def _read_person(slot: Slot, text: str, today: date) -> Read | Refused:
    if (
        refused := basic(slot, text)
        or asks(slot, text)
        or emoji(fold(text))
        or undecided(slot, text)
    ):
        return refused
    words = clean(slot, text).replace("•", "·").replace("・", "·")
    words = _PERSON_LEAD.sub("", words)
    words = re.sub(
        r"^(?:由|让|请|找)(?=..)|(?:来?(?:对接|负责|联系|签字|签|担任)|[((][^()()]*[))])$",
        "",
        words,
    )
    parts = [p for p in re.split(r"[,。;、\s]+", fold(words)) if p]
    if not _OTHER_NAME.fullmatch(words) and len(parts) > 1:
        words = _last_name(fold(words), parts)
        if not words:
            return Refused("ambiguous", f"听到了不止一个名字，请只告诉我{slot.label}的姓名。")
    if (
        _RANK.match(words)
        and len(words) <= 3
        and not re.fullmatch(rf"[{HAN}]{{2,3}}(?:先生|女士)", words)
    ):
        return Refused("format", f"「{words}」不是全名，合同里要写身份证上的姓名，请给全名。")
    words = re.sub(
        rf"^([{HAN}]{{2,4}}?)(?:总经理|经理|总监|总)$", r"\1", _TITLE.sub("", words)
    ).strip()
    return _person_bad(slot, words) or Read(words)


def _last_name(text: str, parts: list[str]) -> str:
    """After a correction the last name stands; otherwise several names are not one."""
    names = [p for p in (_PERSON_LEAD.sub("", re.sub(r"^(?:不对|不是|错了|哦|应该是?|是|改成)+", "", p)) for p in parts)
             if _HAN_NAME.fullmatch(p) and not _NOT_NAME.match(p)]  # fmt: skip
    if len(set(names)) == 1 or (names and corrected(text)):
        return names[-1]
    return ""


def _person_bad(slot: Slot, name: str) -> Refused | None:
    if bad := _text_only(slot, name, 2, 40):
        return bad
    if _NOT_NAME.match(name) or name.endswith(("的", "了")) or re.fullmatch(r"[A-Za-z]+", name) or not (_HAN_NAME.fullmatch(name) or _OTHER_NAME.fullmatch(name)):
        return Refused(
            "format", f"「{name[:20]}」不像姓名,{slot.label}请给身份证件上的全名。{example(slot)}"
        )
    return None


def _valid_person(slot: Slot, value: Value) -> Refused | None:
    return _person_bad(slot, value) if isinstance(value, str) else _text_only(slot, value, 2, 40)


# address

_PLACE = re.compile(
    r"[省市区县镇乡村旗州盟路街道巷弄里号楼园座室苑厦场港湾桥大道]|自治|新区|开发区|Road|Street|Rd\.|St\.|Ave",
    re.I,
)
_REGION = re.compile(
    rf"[{HAN}]{{1,}}(?:省|市|(?<!社)区|县|州|盟|旗|镇|乡|道|路|街|园|村)|Road|Street|Rd|St\b|Ave", re.I
)
_ADDRESS_LEAD = re.compile(
    r"^(?:[\s,:]|我们|我方|我司|咱们|对方|他们|甲方|乙方|公司|单位|注册|办公|通讯|联系|经营|送达|的|[、及]?电话[:\s]|地址[、及]电话|地址|住所地?|住址|地点|地方|签订地?|签约地?|搁|就|是|为|写|填|改成|改为|换成|在|位于|坐落于?|设在|搬到了?)+(?=.{3,})"
)


_AFTER_ADDRESS = re.compile(
    r"(?<=[号室层楼栋座院幢路街村厦园])\s*(?:(?:联系)?电话|手机|开户|账[号户]|邮编|邮政编码|联系人|传真|邮箱|税号|(?<!\d)0\d{2,3}[ -]?\d{7,8}|(?<!\d)1[3-9]\d{9}).*$", re.S
)
"""What is told behind an address in the same breath."""


_NO_ADDRESS = re.compile(r"许可|协议|模型|^(?:19|20)\d\d\s*年|(?:视频|图片|图像|照片|数据|记录|录音|文本|语料|影像|样本)$")
_CITIES = frozenset((*PREFECTURES, *MUNICIPALITIES))
"""Where a contract is signed may be a city alone, without 市."""


def _read_address(slot: Slot, text: str, today: date) -> Read | Refused:
    if refused := basic(slot, text) or asks(slot, text) or emoji(fold(text)):
        return refused
    words = clean(slot, text)
    if behind := _AFTER_ADDRESS.search(fold(words)):
        words = words[: behind.start()]
    pieces = [p for p in re.split(r"[,。;]", fold(words)) if p.strip()]
    if len(pieces) > 1 and corrected(fold(words)):
        words = re.sub(r"^(?:\s|不对|不是|错了|哦|应该|是)+", "", pieces[-1])
    elif len(pieces) > 1 and not re.search(r"[A-Za-z]{3,}", words):
        placed = [p for p in pieces if _REGION.search(p) or re.search(r"\d", p)]
        words = ",".join(placed) or words
    words = re.sub(
        rf"(?<=[{HAN}0-9A-Za-z]) (?=[{HAN}])|(?<=[{HAN}]) (?=[0-9A-Za-z])",
        "",
        _ADDRESS_LEAD.sub("", words),
    ).strip()
    words = re.sub(r"(?:这里|那边|那里|这边|签的?|签订|签约)$", "", words)
    return _address_bad(slot, words) or Read(words)


def _address_bad(slot: Slot, value: str) -> Refused | None:
    signed = "签" in slot.label
    if bad := _text_only(slot, value, 2 if signed else 6, 100):
        return bad
    if signed and value in _CITIES:
        return None
    if re.search(r"(?:公司|集团|事务所|银行|[支分]行)$", value) and not re.search(r"\d|[省区县路街道镇]", value):
        return Refused("format", f"「{value[:20]}」是名称，不是地址，{slot.label}请写到路名门牌。{example(slot)}")
    if not _REGION.search(value) or not _PLACE.search(value) or _NO_ADDRESS.search(value):
        return Refused(
            "format", f"「{value[:20]}」不像地址,请写到省市区和路名门牌。{example(slot)}"
        )
    return None


def _valid_address(slot: Slot, value: Value) -> Refused | None:
    return _address_bad(slot, value) if isinstance(value, str) else _text_only(slot, value, 2, 100)


_SEGMENT = re.compile(r"[^,。;:!?\n]{6,120}")
_AREA = re.compile(rf"[{HAN}]{{2}}(?:省|市|区|县|旗|州|盟)")
_STREET = re.compile(r"路|街|道|巷|弄|村|大厦|广场|园")
_DOOR = re.compile(
    r"(?:号|室|层|楼|栋|座|院|幢|单元|弄|路|街|大道|大厦|广场|园|中心)[A-Za-z0-9\-]{0,8}(?:房|铺|室|档(?!案))?"
)
_BEFORE_ADDRESS = re.compile(
    r"地址(?:就?是|为|在)?|住所地?(?:就?是|为|在)?|位于|坐落于?|在(?=..)|是|为(?=..)"
)


def _find_address(slot: Slot, text: str, today: date) -> list[Found]:
    """Addresses in running text: a phrase with a region and a street, from its lead-in to its last door."""
    out = []
    for segment in _SEGMENT.finditer(fold(text)):
        words = segment[0]
        area = _AREA.search(words)
        if not area or not _STREET.search(words) or re.match(r"\s*(?:就?叫|名为)|许可证?是", words):
            continue
        cuts = [m.end() for m in _BEFORE_ADDRESS.finditer(words) if m.end() <= area.start() + 1]
        first = max(cuts, default=0)
        lead = _ADDRESS_LEAD.match(words[first:])
        first += lead.end() if lead else 0
        last = max((m.end() for m in _DOOR.finditer(words)), default=0)
        start, end = segment.start() + first, segment.start() + last
        value = tidy(text[start:end])
        if end > start and _address_bad(slot, value) is None:
            out.append(Found(start, end, value))
    return out


NAMES = (
    Kind("party_name", "名称", _read_party, _write, _find_party, _valid_party),
    Kind("person", "姓名", _read_person, _write, no_mentions, _valid_person),
    Kind("address", "地址", _read_address, _write, _find_address, _valid_address),
)
