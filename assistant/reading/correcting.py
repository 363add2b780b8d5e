"""Corrections: the words that announce one, and which slot one means that names none."""

from __future__ import annotations

import re

from assistant.reading.scene import Scene
from assistant.reading.values import Mention
from knowledge import kinds
from knowledge.kinds.numerals import NUMBER, number
from knowledge.template import Slot

CORRECTING = re.compile(r"(?:^|[,。;\s])改\s*(?=(?:\d{4}年?)?\d{1,2}[月/.-]\d|\d{4}-)|[啊哎呃嗯哦]不(?=[,。;\s是])|不是[^,。;]{1,16}?[,\s]*而?是|不对|[少多]了[个一]+零|(?<![A-Za-z])[Ss]orry(?=[,\s])|(?:说|定)准了|以(?:这个|这次|此|后[者面]|大写|新的)为准|具体(?:点|来说|说)|准确(?:点|地|来)说|确切(?:点|地|来)?说|改成|改为|改到|改一下|写错|说错|搞错|弄错|错了|更正|应该是|应为|换成|调整?[到为成]|重新|变成|有点[赶紧短长多少高低贵]|来不及|缩短|延长|提高到|[降砍压谈涨让减调加]到|哦不|改到|(?:保险|稳妥|保守)(?:起见|点|些)|干脆|索性|还是(?:写|定|填|按)|(?:^|[,。;\s])不(?=[,。;\s是])")
_CALLED = re.compile(r"钱|价|费|款|税|金额|日期|时间|日子|验收|整改|修正|修改|违约|保密|泄密|罚|赔|份|合同期|有效期|合作期|审计|通知|停工|付款|期限|续")
"""Words people call a slot by; a correction is matched with what the user said when it was filled."""
_AMOUNT = rf"(?:[百千万]分之\s*)?{NUMBER}\s*(?:万|亿)?(?:元|块|个?\s*工作日|个月|小时|[天日年份轮%‰])?"
_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
_DENIED = (
    re.compile(r"不是(?P<v>[^,。;]{1,16}?)[,\s]*而?是\s*$"),
    re.compile(rf"(?<![\d.])(?P<v>{_DAY}|{_AMOUNT})\s*(?:之?前)?(?:那个|的)?(?:要|得|就)?(?:改成|改为|换成|变成|调成|改到|推迟到|提前到|延到|延后到|挪到)\s*$"),
    re.compile(rf"(?:刚才|之前|前面|上次|原来|原定|原先|本来)[^。;]{{0,14}}?(?<![\d.])(?P<v>{_DAY}|{_AMOUNT})(?:之?前)?[^。;\d]{{0,16}}?(?:改|推迟|延后?|提前|变|调|挪)(?:到|成|为|至)\s*$"),
)
_LOOSELY = {"时间", "期限", "日子", "日期"}
STILL = re.compile(r"^\s*(?:那|嗯|哦|要不|算了)*还是")


def _reads(slot: Slot, words: str, scene: Scene) -> bool:
    """Whether words state the value that stands in a slot."""
    result = kinds.read(slot, words, scene.today)
    return isinstance(result, kinds.Read) and result.value == scene.values.get(slot.id)


def replaced(before: str, mention: Mention, scene: Scene) -> list[str]:
    """Return the filled slots that hold the value taken back before the mention (不是68万是65万, 8万改成10万)."""
    denied = next((m for p in _DENIED if (m := p.search(before))), None)
    if denied is None:
        return []
    known = [x for s in scene.latest if (x := scene.slot(s)) and mention.fits(x)]
    return [x.id for x in known if _reads(x, denied["v"], scene)]


def recalled(text: str, mention: Mention, scene: Scene) -> list[str]:
    """Return the filled slots a nameless correction fits: spoken of with the same words before, else filled last."""
    known = [s for s in scene.latest if (x := scene.slot(s)) and mention.fits(x) and not x.side]
    words = set(_CALLED.findall(text))
    alike = {s: len(words & set(_CALLED.findall(scene.heard.get(s, "")))) for s in known}
    if words and (most := max(alike.values(), default=0)):
        return [s for s in known if alike[s] == most]
    if words - _LOOSELY:
        return []
    return [s for s in known if s in scene.recent] or known[:1]


def renamed(name: str, scene: Scene) -> str:
    """Return the name slot that a corrected company name is for: the one just written, of two the one most alike."""
    slots = {p: s for s, p in (("party_a_name", "甲方"), ("party_b_name", "乙方")) if p in scene.names and scene.slot(s)}
    recent = [p for p, s in slots.items() if s in scene.recent] or list(slots)
    alike = {p: len(set(name) & set(scene.names[p])) for p in recent}
    fitting = [p for p in recent if alike[p] == max(alike.values())]
    return slots[fitting[0]] if len(fitting) == 1 else ""


_DAY_ALONE = re.compile(r"\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[号日]\s*")


def day_alone(words: str, standing: object, text: str) -> str:
    """Return 2027-01-18 for 不是15是18号 said of a day that stands in January; empty where no day stands or nothing is corrected."""
    match = _DAY_ALONE.fullmatch(words)
    known = re.match(r"(\d{4}-\d{2})-(\d{2})", standing) if isinstance(standing, str) else None
    day = int(number(match["d"]) or 0) if match else 0
    denied = known and (re.search(rf"不是\s*0?{int(known[2])}(?!\d)", text) or (match and re.search(rf"改[成到为]\s*{match['d']}\s*[号日]", text)))
    return f"{known[1]}-{day:02d}" if known and match and denied and 0 < day < 32 else ""
