"""Questions: asked about a term, for advice, or why something is asked; none of them writes anything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.moves import Advise, Ask, Fill, Move, Why
from assistant.reading.acts import named_slots
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues
from assistant.reading.people import People
from assistant.reading.scene import Scene

_SHORT_ANSWER = re.compile(r"^\s*(?:经?[\u4e00-\u9fff]{2,12}(?:确认|答复|核实|判断|认定|说)(?:了|是|过)?\s*:?\s*)?(?:(?P<no>没有?|无|不(?:有|含|涉及|是|会|要|用|出境|构成|属于|算)?|否)|(?P<yes>有|是|会|要|含|构成|属于))(?:的|了|啊|哦|呀)*\s*$")
_ADVISE = re.compile(
    r"(?:填|写|定|选|约定|设|要|给|签)(?:个|成|多少|几[^,。;]{0,3}|什么|啥|哪[个种]|多长|多久)*(?:比较|才|更)?(?:合适|合理|好|妥当|稳妥|划算|安全|保险)|(?:一般|通常|平时|正常|常规|惯例|行业(?:里|内)?|市面上|市场上|别人|人家|大家)[^,。;]{0,14}(?:多少|几|什么|啥|怎么[填写定付约算]|多长|多久|哪[个种])|(?:多少|几[^,。;]{1,3}|哪[个种边方家]|谁)(?:比较|更)?(?:合适|合理|好|划算)"
    r"|(?:你|您)(?:觉得|建议|看|认为|说|推荐)[^,。;]{0,16}(?:多少|几|什么|怎么[填写定]|哪[个种]|好|合适|呢|$)|(?:有|给)(?:什么|啥|点|个|些)?(?:建议|推荐|参考)|建议(?:填|写|选|定|多少|几|什么|怎么)|推荐(?:填|写|选|多少|几|什么|哪)|(?:不知道|不清楚|不懂|不会|拿不准|没概念|不晓得)(?:该|要|应该)?(?:怎么)?(?:填|写|选|定|约定|多少|几|什么)|参考(?:值|一下)|怎么(?:填|选|定)(?:呢|才|比较|$|\?|合适|好)|该(?:填|写|选|定)(?:什么|多少|几|哪|啥)"
)
_DELEGATE = re.compile(r"^(?:那|就|都)?(?:随便|你(?:看着|来|帮我|替我)?(?:定|填|决定|选|办|写)|您(?:看着|来)?定|看着办|都行|都可以|无所谓|不知道|不清楚|不懂|不晓得|没概念|拿不准)(?:吧|啊|呀|就行|了|呢|填啥|填什么|该填啥)*$")
_WHY = re.compile(r"(?:(?:为什么|为啥|干嘛|干吗|凭什么|何必)(?:还|非|一定|非得)?(?:要|得|需要)?|怎么(?:还|非得?|一定)要?)(?:问|填|写|知道|提供|给你|要|用到)(?:这|它|那|这个|这些|的|$|我们?|[^,。;]{0,14}$)|(?:问|填|要|知道)(?:这|它|那)[^,。;]{0,6}(?:干嘛|干吗|干什么|做什么|做啥|有什么用|有啥用|啥用|什么用|什么意义)|有什么用\s*$|(?:一定|必须|非)(?:要|得)填(?:这|它|吗)")
_WHY_NOT = re.compile(r"为(?:什么|啥)(?!.*(?:问我?|填|写|提供|知道|给你))")
_ECHO = re.compile(r"^(?:哦|噢|啊|咦|诶|哎|呃|嗯|真的|是吗|是么|这样|反了|搞反了|填反了|写反了|不会吧)[^,。;]{0,6}$")


def asked(run: list[Clause], message: Message, scene: Scene, people: People) -> Move | None:
    """Return the move for a run of asking clauses of one sentence, or None for a mere echo (哦反了?)."""
    start, end = run[0].start, run[-1].end
    ender = run[-1].ender if run[-1].ender == "?" else ""
    words, _ = message.said(start, end)
    if _ECHO.match(words) and len(words) <= 7:
        return None
    about = named_slots(message.text[start:end], start, scene, people)
    about = _measured(about, message.text[start:end], scene)
    pointing = not about and re.match(r"\s*(?:那|哦|嗯)*(?:这个?|它|这[项块]|一般|通常)", words)
    slot = about[0] if about else next(iter(scene.discussed), "") if pointing else ""
    if _WHY.search(words) and not _WHY_NOT.search(words):
        return Why(slot)
    if _ADVISE.search(words):
        return Advise(slot)
    compared = re.search(r"[跟和与同][^,。;]{1,8}一样|比[^,。;]{1,8}[长短高低多少]", words)
    return Ask(words if words[-1:] in "??" else words + (ender or "?"), slot if len(about) == 1 or compared else "")


_MEASURES = (
    (re.compile(r"几天|多少天|多久|几个工作日|多长时间|几个月|几年"), ("days", "workdays", "years", "period", "hours")),
    (re.compile(r"多少钱|多少万|几万|几块"), ("money", "money_or_text")), (re.compile(r"百分之几|[万千]分之几|几个点|多少比例"), ("percent", "permille_day")),
)
"""What a question asks for tells which of the things named it is about (拖欠多久能停工)."""


def _measured(about: list[str], text: str, scene: Scene) -> list[str]:
    """The slots named that hold what is asked for, where some of those named do and some do not."""
    kinds_wanted = next((found for words, found in _MEASURES if words.search(text)), ())
    if not kinds_wanted or any((s := scene.slot(x)) and s.kind in kinds_wanted for x in about[:1]):
        return about
    named = [c.slot for c in sorted(cues(scene.template, text), key=lambda c: -c.weight)]
    fitting = [x for x in dict.fromkeys((*about, *named)) if (s := scene.slot(x)) and s.kind in kinds_wanted]
    return fitting[:1] if about and fitting else about


def delegated(clause: Clause) -> bool:
    """Whether an answer hands the decision back (随便, 你看着定, 不知道)."""
    return bool(_DELEGATE.match(clause.text.strip()))


def delegated_slot(clause: Clause, scene: Scene, people: People) -> str:
    """The slot whose decision is handed back by name (交付物你看着写), or an empty string."""
    if re.search(r"归(?:我们?|他们?|对方|甲方|乙方|双方|人家)[^,。;]{0,4}$", re.sub(r"(?:都行|都可以|无所谓)\s*$", "", clause.text)):
        return ""  # 模型归他们无所谓: who gets it is told
    match = re.search(r"(?:你|您)(?:看着|帮我|替我|来)(?:定|填|决定|选|写|办)|(?:随便|随意)(?:填|写|定|选)?(?![用拿改搞给])|(?:归谁)?(?:都行|都可以|都无所谓|无所谓)\s*$", clause.text)
    if not match or re.search(r"\d", clause.text):
        return ""
    named = named_slots(clause.text[: match.end()], clause.start, scene, people)
    loose = re.search(r"都行|都可以|无所谓", match[0]) and len(clause.text.strip()) > 10
    return named[0] if len(named) == 1 and not loose else ""


_THEN = re.compile(r"^\s*(?:那就?|就|还是|要不|那还是)(?:(?:写|填|按|定|改|用|算|给|来)|(?=每|[百千万]分之|\d|[一二两三四五六七八九十半]+\s*(?:年|个月|天|个?工作日|万|份)))|^\s*(?:我们?|咱们?|我方)?(?:就|还是)?(?:写|填|定|要|按)(?=[\d一二两三四五六七八九十半百千万])|^[\s.…]*(?=[\d一二两三四五六七八九十半]+\s*(?:年|个月|天|个?工作日|万)[^,。;]{0,2}$)|^\s*是(?=[\d一二两三四五六七八九十百千万])")
_DECLINED = re.compile(r"嫌|不同意|不答应|不肯|不干|没同意|^\s*(?:有点|太|偏|这)?太?[高低长短多少狠重](?:了|点)")
"""What somebody says of a proposal before the one that is meant (客户嫌狠。那就每天万分之五)."""


_DROPPED = re.compile(r"^\s*(?:[看说写打搞弄]错了?|不对|不是|算了|哎|唉|嗯|哦|不了|那算了|好吧|行吧)[吧啊呀]*\s*$")


def answered_next(asked: Ask, at: int, message: Message, free: Sequence[Clause]) -> str:
    """千分之一怕是高了?那写万分之六: the slot of a question that the words right behind it answer, or an empty string."""
    after = next((c for c in message.clauses if c.start > at + len(asked.question) - 2 and not _DECLINED.search(c.text) and not _DROPPED.match(c.text)), None)
    return asked.about if after in free and after and _THEN.match(after.text) else ""


def answered(asking: Clause, free: Sequence[Clause], said: Message, scene: Scene, people: People) -> tuple[Fill, Clause] | None:
    """有个人信息吗?没有: a yes/no question the user answers at once is a statement; with the clause that answers."""
    after = next((c for c in free if c.start >= asking.end), None)
    match = _SHORT_ANSWER.match(after.text) if after else None
    if after is None or match is None:
        return None
    bools = [s for x in named_slots(asking.text, asking.start, scene, people) if (s := scene.slot(x)) and s.kind == "bool"]
    if len(bools) != 1:
        return None
    words, span = said.said(asking.start, after.end)
    return Fill(bools[0].id, words, span, "否" if match["no"] else "是"), after
