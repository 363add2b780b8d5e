"""Courts and arbitration bodies as people call them: 贸仲, 我们这边的法院."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.reading.clauses import Clause
from assistant.reading.forms import Piece
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene

_SHORT: Mapping[str, str] = {
    "贸仲": "中国国际经济贸易仲裁委员会", "CIETAC": "中国国际经济贸易仲裁委员会", "北仲": "北京仲裁委员会",
    "上仲": "上海仲裁委员会", "上国仲": "上海国际经济贸易仲裁委员会", "深国仲": "深圳国际仲裁院",
    "华南国仲": "深圳国际仲裁院", "广仲": "广州仲裁委员会", "海仲": "中国海事仲裁委员会",
}  # fmt: skip
_BODY = re.compile(f"(?:{'|'.join(re.escape(s) for s in sorted(_SHORT, key=len, reverse=True))})(?!裁)", re.I)
_COURT = re.compile(
    r"(?P<who>我们|我方|我司|咱们|对方|他们|人家|甲方|乙方|我单位|本公司|[\u4e00-\u9fff]{1,6}方)(?:公司)?(?:这边|那边|这儿|那儿|当地|本地|所在地|住所地|注册地|这里|那里|所在)?(?:的|有管辖权的)?(?:人民)?法院"
)


def forums(clause: Clause, scene: Scene, people: People) -> list[Piece]:
    """Return the forum a clause names in everyday words, put as a contract names it."""
    found: list[Piece] = []
    short = _BODY.search(clause.text) if scene.slot("arbitration_institution") else None
    if short and "仲裁" not in clause.text[short.end() : short.end() + 4]:
        name = next(n for s, n in _SHORT.items() if s.lower() == short[0].lower())
        found.append(Piece("arbitration_institution", clause.start + short.start(), clause.start + short.end(), name))
    if scene.slot("court_name") and (match := _COURT.search(clause.text)):
        persons = people.within(clause.start + match.start("who"), clause.start + match.end("who"))
        party = people.party(persons[-1].who) if persons else ""
        denied = re.search(r"(?:不|别|没)[^,。;]{0,2}$", clause.text[: match.start()])
        if party in PARTIES and not denied:
            start, end = clause.start + match.start(), clause.start + match.end()
            found.append(Piece("court_name", start, end, f"{party}住所地有管辖权的人民法院"))
    return found
