"""其余用默认: what is open takes what is usually written; facts and what must be agreed stay open."""

from __future__ import annotations

import re
from datetime import date

from assistant.moves import Advise, Confirm, Fill, Move, Object
from assistant.reading.acts import named_slots
from assistant.reading.clauses import Clause, Message
from assistant.reading.people import People
from assistant.reading.scene import Scene
from knowledge import kinds
from knowledge.template import Slot

_DEFAULT = re.compile(
    r"(?:按|用|走|照|都|取|选|随)[^,。;]{0,6}?(?:默认|缺省|模板|范本|惯例|行规|常规|标准版|通常的|一般的|(?:你|您|拟约)?的?(?:建议|推荐)(?:值|的)?(?=$|[^\u4e00-\u9fff]|[吧来就填写走办了呢啊哈呗定]|即可|做法|方案))|默认(?:值|的)?(?:就行|就好|即可|吧|来|$)"
)
_REST = re.compile(r"其余|其他|其它|剩下|剩余|余下|后面|别的|没[说提填]的|全部|所有|统统|(?<!按)都")
_NOT = re.compile(r"\d|不按|不用默认|别按|改(?:一下)?[吧了啊的]*\s*$|(?:这个|那个)?(?:怎么|多少|什么)")
_USUALLY = re.compile(r"一般(?:填|写|约定|(?=\d))(?:“|「)?(?P<v>[^，。；、（“”]{1,20})")
NONE_LEFT = "剩下没填的都要您来定（名称、归属、金额、日期、争议这些没有默认值），我不替您填；选填项会按模板自带的约定打印。想知道某一项一般怎么写，直接问我就行。"


def defaulted(clause: Clause) -> bool:
    """Whether a clause asks for the default instead of giving a value (其余都按默认)."""
    return bool(_DEFAULT.search(clause.text)) and not _NOT.search(clause.text)


def usual(slot: Slot, today: date) -> str:
    """Return the one value that the template's advice says is usually written (一般填10个工作日); empty when it names several
    or none. What only one side would ask for is never the default."""
    match = _USUALLY.match(slot.advice)
    found = kinds.find(slot, match["v"], today) if match else []
    if len({str(one.value) for one in found}) == 1:
        return kinds.write(slot, found[0].value)
    return kinds.write(slot, slot.default) if slot.default is not None and not slot.positions else ""


def defaults(clause: Clause, scene: Scene, people: People, message: Message) -> list[Move]:
    """Return the moves of a clause that asks for defaults: the rest is filled, one slot is filled, advised on or taken as advised."""
    named = [s for id in named_slots(clause.text, clause.start, scene, people) if (s := scene.slot(id))]
    words, span = message.said(clause.start, clause.end)
    if not named and not _REST.search(clause.text) and (scene.discussed or scene.asked):
        return [Confirm(suggested=True)] if scene.offered else [Advise(next(iter((*scene.discussed, *scene.asked))))]
    slots = named or [s for x in scene.open if (s := scene.slot(x))]
    slots = [s for s in slots if not s.confirm and s.kind not in ("bool", "longtext", "text")]
    fills: list[Move] = [Fill(s.id, words, span, w) for s in slots if (w := usual(s, scene.today))]
    if fills:
        return fills
    return [Advise(named[0].id)] if named else [Object("defaults", NONE_LEFT, said=words)]
