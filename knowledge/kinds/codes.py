"""Identifiers with a form of their own: uscc, phone, email, account."""

from __future__ import annotations

import re
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
)
from knowledge.kinds.speech import asks, settle, stated
from knowledge.template import Slot, Value

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){17}(?![0-9A-Za-z])")
_ALMOST = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){13,20}(?![0-9A-Za-z])")


def check_character(code: str) -> str:
    """Return the GB 32100 check character that belongs to the first 17 characters."""
    from stdnum.cn import uscc  # lazily: a small import that only this kind needs

    return str(uscc.calc_check_digit(code[:17]))


def _uscc_bad(slot: Slot, code: str) -> Refused | None:
    if len(code) != 18:
        return Refused("length", f"{slot.label}应为18位，现在是{len(code)}位，请对照营业执照核对。")
    if wrong := [c for c in code if c not in _ALPHABET]:
        return Refused(
            "format",
            f"统一社会信用代码里不会有「{wrong[0]}」(不用 I、O、S、V、Z),请对照营业执照核对。",
        )
    if not re.fullmatch(r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}", code):
        return Refused(
            "format", "统一社会信用代码第3至8位应是六位数字（登记机关所在地），请对照营业执照核对。"
        )
    if (expected := check_character(code)) != code[-1]:
        return Refused(
            "checksum",
            f"校验位不对:按前17位,最后一位应是「{expected}」,写的是「{code[-1]}」。请对照营业执照逐位核对。",
        )
    return None


def _usccs(slot: Slot, text: str) -> list[Mention]:
    out: list[Mention] = []
    for match in _USCC.finditer(text):
        code = re.sub(r"[ -]", "", match[0]).upper()
        if code.isalpha():
            continue
        bad = _uscc_bad(slot, code)
        out.append(Mention(match.start(), match.end(), code, bad=bad))
    return out


def _read_uscc(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    chosen = settle(slot, folded, _usccs(slot, folded))
    if isinstance(chosen, Mention):
        return Read(chosen.value)
    if isinstance(chosen, Refused):
        return chosen
    if almost := _ALMOST.search(folded):
        return _uscc_bad(slot, re.sub(r"[ -]", "", almost[0]).upper()) or Refused(
            "format", "请只给18位代码。"
        )
    return Refused(
        "format", f"没有看到18位的统一社会信用代码，它在营业执照的右上角。{example(slot)}"
    )


def _find_uscc(slot: Slot, text: str, today: date) -> list[Found]:
    return stated(fold(text), _usccs(slot, fold(text)))


def _valid_uscc(slot: Slot, value: Value) -> Refused | None:
    return _uscc_bad(slot, value) if isinstance(value, str) else _not_text(slot, value)


def _not_text(slot: Slot, value: Value) -> Refused:
    return Refused("format", f"{slot.label}要写成文字，「{value}」不是。")


_SEP = r"[ \-·.]?"
_PHONE = re.compile(
    rf"(?<![\dA-Za-z.])(?:(?:\(?\+|00)\s*86\)?[ -]?)?(?:"
    rf"(?P<mobile>1[3-9]\d{_SEP}\d{{4}}{_SEP}\d{{4}})"
    rf"|(?P<service>[48]00{_SEP}\d{{3}}{_SEP}\d{{4}}|[48]00{_SEP}\d{{4}}{_SEP}\d{{3}})"
    rf"|[(]?(?P<area>0?(?:10|2[0-57-9]|[3-9]\d{{2}}))[)]?\s*[ -]?\s*(?P<local>[1-9]\d{{2,3}}[ -]?\d{{4}}|[1-9]\d{{6,7}}))"
    rf"(?:\s*(?:转|-|ext\.?|x|分机号?)\s*(?P<ext>\d{{1,6}}))?(?![\d])(?!\.\d)(?!-\d)",
    re.I,
)


_ABROAD = re.compile(r"(?:\+|(?<!\d)00)\s*(?!86)\d{1,3}\)?[\s-]*(?:\(0\))?[\s-]*$")


def _phones(text: str) -> list[Mention]:
    out: list[Mention] = []
    for match in _PHONE.finditer(text):
        if _ABROAD.search(text[: match.start()]):
            continue
        prefix = "+" in match[0] or match[0].lstrip("(").startswith("0086")
        if match["mobile"]:
            value = re.sub(r"\D", "", match["mobile"])
        elif match["service"]:
            digits = re.sub(r"\D", "", match["service"])
            value = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
        else:
            area, local = match["area"], re.sub(r"\D", "", match["local"])
            if not area.startswith("0") and not prefix:
                continue
            area = area if area.startswith("0") else f"0{area}"
            if len(area) == 3 and len(local) != 8:
                continue
            value = f"{area}-{local}"
        value += f"-{match['ext']}" if match["ext"] and not match["mobile"] else ""
        out.append(Mention(match.start(), match.end(), value))
    return out


def _read_phone(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text).replace("—", "-").replace("–", "-")
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    chosen = settle(slot, folded, _phones(folded))
    if isinstance(chosen, Refused):
        return chosen
    if chosen is not None:
        before = re.search(r"分机号?\s*[:是]?\s*(\d{1,6})(?!\d)", folded[: chosen.start])
        landline = str(chosen.value).startswith("0") and str(chosen.value).count("-") == 1
        return Read(f"{chosen.value}-{before[1]}" if before and landline else chosen.value)
    digits = re.sub(r"\D", "", folded)
    if 10 <= len(digits) <= 13 and digits.startswith("1") and len(digits) != 11:
        return Refused("length", f"手机号应是11位，现在是{len(digits)}位，请核对。")
    if 7 <= len(digits) <= 8:
        return Refused("format", f"座机请带区号，例如 0551-{digits}。")
    return Refused(
        "format", f"没有看到能用的电话。手机写11位，座机带区号，例如 0551-60000001。{example(slot)}"
    )


def _find_phone(slot: Slot, text: str, today: date) -> list[Found]:
    return stated(fold(text), _phones(fold(text).replace("—", "-").replace("–", "-")))


_PHONE_FORM = re.compile(
    r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}(?:-\d{1,6})?|[48]00-\d{3}-\d{4}(?:-\d{1,6})?"
)


def _valid_phone(slot: Slot, value: Value) -> Refused | None:
    if isinstance(value, str) and _PHONE_FORM.fullmatch(value):
        return None
    return Refused(
        "format", f"{slot.label}应是11位手机号，或带区号的座机（0551-60000001），「{value}」不是。"
    )


_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\s?@\s?(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?![A-Za-z0-9@-])"
)


def _emails(text: str) -> list[Mention]:
    out: list[Mention] = []
    for match in _EMAIL.finditer(text):
        value = re.sub(r"\s", "", match[0])
        if ".." not in value and not value.split("@")[0].endswith("."):
            out.append(Mention(match.start(), match.end(), value))
    return out


def _read_email(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text):
        return refused
    chosen = settle(slot, folded, _emails(folded))
    if isinstance(chosen, Refused):
        return chosen
    if chosen is not None:
        return Read(chosen.value)
    if "@" not in folded:
        return Refused("format", f"邮箱要有 @,例如 legal@example.com。{example(slot)}")
    return Refused(
        "format", "邮箱写得不完整：@ 前后都要有，后面的域名要带点，例如 legal@example.com。"
    )


def _find_email(slot: Slot, text: str, today: date) -> list[Found]:
    return stated(fold(text), _emails(fold(text)))


def _valid_email(slot: Slot, value: Value) -> Refused | None:
    if (
        isinstance(value, str)
        and len(value) <= 254
        and [m.value for m in _emails(value)] == [value]
    ):
        return None
    return Refused("format", f"{slot.label}应写成 legal@example.com 这样，「{value}」不是。")


_PARTS = (
    (
        "户名",
        r"(?:开户名称?|户名|账户名称?|帐户名称?|收款(?:单位|人|方|户名)|账户|名称|单位名称|公司名称)",
    ),
    ("开户行", r"(?:开户(?:银行|行)(?:名称)?|银行|行名)"),
    ("账号", r"(?:(?:银行|收款|对公|人民币)?[账帐](?:户号码?|号|户)|卡号)"),
)
_LABEL = re.compile("|".join(f"(?P<p{i}>{p})" for i, (_, p) in enumerate(reversed(_PARTS))))
_OTHER_LABEL = re.compile(r"[\n;。]|(?:^|[\s,])(?:税号|纳税人识别号|统一社会信用代码|信用代码|(?:联系)?电话|(?:公司|单位)?地址|联系人|行号)\s*[::是为\d]")
"""Where a part of an account ends: the next line, or what else stands on an invoice."""
_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){7,29}(?!\d)")
_OWNER = re.compile(
    rf"[{HAN}A-Za-z0-9()&·]{{2,50}}(?:公司|研究院|研究所|大学|医院|中心|合伙企业\(?[{HAN}]*\)?|学院|学校|厂|局|委员会|事务所|工作室|商行|经营部|合作社|协会|店|社|馆)"
)


def _labelled(text: str) -> dict[str, str]:
    """Return the parts that are introduced by their own name (户名:… 开户行:… 账号:…)."""
    names = [name for name, _ in reversed(_PARTS)]
    marks = [
        (m.start(), m.end(), names[next(i for i in range(3) if m[f"p{i}"])])
        for m in _LABEL.finditer(text)
        if re.match(r"\s*(?:[::]|是|为|\s)", text[m.end() :])
    ]
    parts: dict[str, str] = {}
    for index, (_, end, name) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else len(text)
        words = _OTHER_LABEL.split(re.sub(r"^[\s::是为]+", "", text[end:stop]))[0]
        parts.setdefault(name, re.sub(r"[\s,;。、|/]+$", "", words))
    return parts


def account_parts(text: str) -> dict[str, str]:
    """Return 户名, 开户行 and 账号 as far as they can be told apart, labelled or by their form."""
    parts = _labelled(text)
    rest = text
    if "账号" not in parts and (found := _NUMBER.search(rest)):
        parts["账号"] = found[0]
        rest = rest.replace(found[0], "\n")
    for said in re.split(r"[,:;。、\n|/\t]|\s{1,}", rest):
        piece = re.sub(rf"^(?:{'|'.join(p for _, p in _PARTS)})?[:是为]?", "", said).strip()
        if "户名" not in parts and (named := re.match(r"(?:开户名称?|户名|账户名称?)[是为]?(?P<v>\S{2,60})$", said.strip())):
            parts["户名"] = named["v"]
            continue
        if "开户行" not in parts and re.search(r"银行|信用社|支行|分行", piece):
            parts["开户行"] = piece
        elif "户名" not in parts and _OWNER.fullmatch(piece) and piece != parts.get("开户行"):
            parts["户名"] = piece
    return parts


def _read_account(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text)
    if refused := basic(slot, text) or asks(slot, text) or emoji(folded):
        return refused
    parts = account_parts(folded)
    if missing := [name for name, _ in _PARTS if not parts.get(name)]:
        return Refused(
            "format", f"收款账户还缺{'、'.join(missing)}。请写成「户名：…；开户行：…；账号：…」。"
        )
    parts["账号"] = re.sub(r"[ -]", "", parts["账号"])
    value = ";".join(f"{name}:{re.sub(r'[;:]', ' ', parts[name]).strip()}" for name, _ in _PARTS)
    return _valid_account(slot, value) or Read(value)


def _valid_account(slot: Slot, value: Value) -> Refused | None:
    match = (
        re.fullmatch(r"户名:([^;:\n]{2,60});开户行:([^;:\n]{4,60});账号:([^;:\n]*)", value)
        if isinstance(value, str)
        else None
    )
    if not match:
        return Refused("format", f"{slot.label}要写成「户名：…；开户行：…；账号：…」。")
    if not re.fullmatch(r"\d{8,30}", match[3]):
        return Refused("format", f"账号应是8至30位数字,「{match[3]}」不是,请核对。")
    return None


def _find_account(slot: Slot, text: str, today: date) -> list[Found]:
    folded = fold(text)
    if not re.search(r"[账帐]号|开户", folded):
        return []
    read = _read_account(slot, text, today)
    if not isinstance(read, Read):
        return []
    start, end, told = len(folded), 0, account_parts(folded)
    for name, label in _PARTS:
        words = told[name]
        if (at := folded.find(words)) < 0:
            return [Found(0, len(text), read.value)]
        named = re.search(rf"{label}\s*[:是为]?\s*$", folded[:at])
        start, end = min(start, named.start() if named else at), max(end, at + len(words))
    return [Found(start, end, read.value)]


def _write(slot: Slot, value: Value, form: str) -> str:
    return str(value)


CODES = (
    Kind("uscc", "统一社会信用代码", _read_uscc, _write, _find_uscc, _valid_uscc),
    Kind("phone", "电话", _read_phone, _write, _find_phone, _valid_phone),
    Kind("email", "邮箱", _read_email, _write, _find_email, _valid_email),
    Kind("account", "收款账户", _read_account, _write, _find_account, _valid_account),
)
