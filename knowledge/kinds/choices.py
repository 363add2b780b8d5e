"""One of several: choice (by its own word, an alias, its ordinal) and bool (是/否 in its many forms)."""

from __future__ import annotations

import re
from datetime import date

from knowledge.kinds.base import Found, Kind, Mention, Read, Refused, basic, fold
from knowledge.kinds.speech import asks, live, negated, undecided
from knowledge.template import Slot, Value

_ORDINAL = re.compile(
    r"^\s*(?:我?们?选|就|用|按)?\s*第?\s*([一二三四五六七八九1-9①-⑨A-Ha-h])\s*(?:个|种|项|款|吧|\.|、)*\s*$"
)
_BOTH = re.compile(r"都写|都要|都选|两个都|两种都|同时|一起写|既.*又")
_DENIAL = re.compile(r"(?:不|别|没|未|非|无需|不能|不想|不愿)\s*$")


def _names(slot: Slot) -> list[tuple[str, str]]:
    """Every word for every option, longest first."""
    pairs = [(option, option) for option in slot.choices]
    pairs += [
        (alias, option) for option, aliases in slot.option_aliases.items() for alias in aliases
    ]
    return sorted(
        ((fold(word).lower(), option) for word, option in pairs if word), key=lambda p: -len(p[0])
    )


def options(slot: Slot, text: str) -> list[Mention]:
    """Return the options named in folded ``text``; a denied one is marked bad."""
    lowered, taken, out = text.lower(), [False] * len(text), list[Mention]()
    for word, option in _names(slot):
        if word not in lowered:
            continue
        for match in re.finditer(re.escape(word), lowered):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = [True] * (end - start)
            out.append(Mention(start, end, option))
    return sorted(out, key=lambda m: m.start)


def _stand(text: str, mentions: list[Mention]) -> list[Mention]:
    return [
        m
        for m in live(text, mentions)
        if not negated(text, m.start) and not _DENIAL.search(text[: m.start])
    ]


def _listing(slot: Slot) -> str:
    return "、".join(f"「{c}」" for c in slot.choices)


def _read_choice(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text).strip()
    if refused := basic(slot, text):
        return refused
    if (exact := next((o for w, o in _names(slot) if w == folded.lower()), None)) is not None:
        return Read(exact)
    if refused := asks(slot, text):
        return refused
    mentions = options(slot, folded)
    standing = _stand(folded, mentions)
    chosen = {m.value for m in standing}
    if len(chosen) > 1:
        return Refused(
            "contradiction",
            f"{slot.label}只能选一样，听到了{'、'.join(f'「{c}」' for c in dict.fromkeys(m.value for m in standing))}，请定一个。",
        )
    if len(chosen) == 1:
        if _BOTH.search(folded) and len({m.value for m in mentions}) > 1:
            return Refused("contradiction", f"{slot.label}只能选一样：{_listing(slot)}，请定一个。")
        return Read(standing[0].value)
    if mentions:
        return Refused(
            "choice", f"听到了不要哪个，没听到要哪个。{slot.label}可以是{_listing(slot)}，请选一个。"
        )
    return _indirect(slot, text, folded)


def _indirect(slot: Slot, text: str, folded: str) -> Read | Refused:
    """An ordinal (第二个) or words contained in exactly one option."""
    if match := _ORDINAL.match(folded):
        index = next(
            i % 9 if i < 27 else i - 27
            for i, c in enumerate("一二三四五六七八九123456789①②③④⑤⑥⑦⑧⑨ABCDEFGH")
            if c == match[1].upper()
        )
        if index < len(slot.choices):
            return Read(slot.choices[index], f"第{index + 1}项是「{slot.choices[index]}」")
    core = re.sub(r"^[\s,就选用走是按那]+|[\s,。!吧的了就行]+$", "", folded).lower()
    inside = [c for c in slot.choices if len(core) >= 2 and core in fold(c).lower()]
    inside = [
        c for c in inside if not re.search(r"[不禁无非]", fold(c)[: fold(c).lower().find(core)])
    ]
    if len(inside) == 1:
        return Read(inside[0], f"按「{inside[0]}」理解")
    return undecided(slot, text) or Refused(
        "choice", f"{slot.label}可以是{_listing(slot)}，请选一个。"
    )


def _find_choice(slot: Slot, text: str, today: date) -> list[Found]:
    folded = fold(text)
    return [Found(m.start, m.end, m.value) for m in _stand(folded, options(slot, folded))]


def _valid_choice(slot: Slot, value: Value) -> Refused | None:
    if isinstance(value, str) and value in slot.choices:
        return None
    return Refused("choice", f"{slot.label}可以是{_listing(slot)}，「{value}」不在其中，请选一个。")


def _write(slot: Slot, value: Value, form: str) -> str:
    return str(value)


_YES_WORD = r"是(?:的|啊|呀)?|有|要|需要?|含有?|包含|包括|涉及|存在|会|对|可以|允许|同意|行|好的?|嗯+|必须|应当|当然|肯定|确实|没错|没问题|yes|true|ok|√|y"
_NO_WORD = (
    r"不(?:是|含有?|包含|包括|涉及|存在|会|需要?|用|要|可以|允许|同意|行|必|能|准|让|设|约定|公开|出境|提供|对外|上)?(?!同|少|仅|只|锈|动产|断|但|管|过|错|对)"
    r"|没有?(?!错|问题)|無|无(?!人机|人驾|人车|人店|线|锡|损|纺|缝|限|论)|否|未|并非|非(?!常|洲)|免|禁止|排除|别|no|false|n|×"
)
_POLARITY = re.compile(rf"(?P<no>{_NO_WORD})|(?P<yes>{_YES_WORD})", re.I)
_CLAUSE = re.compile(r"[,。;!\n]|但是?|不过|可是|然而")
_TURN = re.compile(r"不对|说错|错了|更正|改成|改为|应该是|哦不|算了")
_HEDGE = re.compile(
    r"可能|也许|大概|应该|好像|似乎|估计|或许|不一定|不确定|说不准|不知道|不清楚|看情况|部分情况|有时|将来|以后可能"
)


def _polarity(clause: str) -> bool | None:
    """The answer that one clause gives: its first word of yes or no, 是 only as a whole answer."""
    words = clause.strip()
    if words.startswith("不对"):
        return None
    match = _POLARITY.search(words)
    if not match:
        return None
    if match["no"]:
        after = words[match.end() : match.end() + 2]
        if re.match(r"没有|不|无", after):
            return None
        return False
    if match["yes"] in ("y", "n", "ok") and words.lower() not in ("y", "n", "ok"):
        return None
    if match["yes"][0] in "是对行好" and not re.fullmatch(
        r"(?:嗯|那|就|当然|肯定|确实|也|\s)*", words[: match.start()]
    ):
        return None
    if match["yes"] in ("会", "要", "需") and match.start() > 4:
        return None
    return True


def _read_bool(slot: Slot, text: str, today: date) -> Read | Refused:
    folded = fold(text).strip()
    if refused := unsure(slot, folded):
        return refused
    if refused := basic(slot, text):
        return refused
    for value, name in ((True, "是"), (False, "否")):
        if folded.lower() in {name, *(fold(a).lower() for a in slot.option_aliases.get(name, ()))}:
            return Read(value)
    if folded.lower() in ("1", "0", "√", "×", "x"):
        return Read(folded.lower() in ("1", "√"))
    if refused := asks(slot, text) or undecided(slot, text):
        return refused
    turn = list(_TURN.finditer(folded))
    body = folded[turn[-1].end() :] if turn and folded[turn[-1].end() :].strip(" ,。") else folded
    answers = _answers(slot, body)
    if len(set(answers)) == 1:
        return Read(answers[0])
    if answers:
        return Refused("contradiction", f"前后像是两个意思，{slot.label}请只回答是或否。")
    return Refused("choice", f"没有听出{slot.label}是还是否，请回答是或否。")


def unsure(slot: Slot, text: str) -> Refused | None:
    """Refuse a hedged yes or no."""
    if found := _HEDGE.search(text):
        return Refused("vague", f"「{found[0]}」说不准,{slot.label}请核实后回答是或否。")
    return None


def _answers(slot: Slot, body: str) -> list[bool]:
    out: list[bool] = []
    named = [
        (fold(a), v)
        for n, v in (("是", True), ("否", False))
        for a in slot.option_aliases.get(n, ())
    ]
    for index, clause in enumerate(c for c in _CLAUSE.split(body) if c.strip()):
        said = next(
            (v for a, v in sorted(named, key=lambda p: -len(p[0])) if a and a in clause), None
        )
        said = _polarity(clause) if said is None else said
        if said is None and "境" in slot.label and re.search(r"[国境]内", clause) and not re.search(r"[国境]外", clause):
            said = False
        if said is None or (
            index
            and out
            and not re.match(
                r"\s*(?:也|还|都|里面|其中|就|只|又)?(?:有|没|不含|含|不涉及|涉及|不|无|要|否|是的?$)",
                clause,
            )
        ):
            continue
        out.append(said)
    return out


def _write_bool(slot: Slot, value: Value, form: str) -> str:
    """``form`` is "yes/no" in words (有/没有), or one verb that takes 不 (含)."""
    if not form:
        return "是" if value else "否"
    yes, found, no = form.partition("/")
    return yes if value else no if found else "没有" if form == "有" else f"不{form}"


def _find_bool(slot: Slot, text: str, today: date) -> list[Found]:
    return []


def _valid_bool(slot: Slot, value: Value) -> Refused | None:
    return (
        None
        if isinstance(value, bool)
        else Refused("format", f"{slot.label}只能是 true 或 false,「{value}」不是。")
    )


CHOICES = (
    Kind("choice", "选项", _read_choice, _write, _find_choice, _valid_choice),
    Kind("bool", "是否", _read_bool, _write_bool, _find_bool, _valid_bool),
)
