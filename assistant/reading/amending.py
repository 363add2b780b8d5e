"""Changes to the rows of a table that stands: 质保那笔改成5%, 第二行删掉, 最前面加一步:启动会,2027-01-05至2027-01-05."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.reading.cells import cells, grid
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues
from assistant.reading.forms import Piece
from assistant.reading.scene import Scene
from knowledge.kinds.numerals import number
from knowledge.template import Slot

Row = dict[str, Any]
_ROW = r"(?:笔(?:款|钱)?|行|步|项|条|期|阶段|节点|档|批)"
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_PLACE = re.compile(rf"(?P<back>倒数)?第\s*(?P<n>{_N})\s*(?:个)?{_ROW}|阶段\s*(?P<stage>{_N})(?![\d一二三四五六七八九十])|(?P<last>最后(?:一|那)?(?:个)?{_ROW}|[尾末]笔)|(?P<first>首[笔期]|(?:第一|头一|最前面?那?一?)(?:个)?{_ROW})")
_INTO = re.compile(r"(?:改|换|调整?|变|顺延?|推迟?|延[长后]?|提前|提高?|降低?|加|减)[短长高低]?(?:成|为|到|至|作)|[改换调](?=\s*[\d一二两三四五六七八九])|应(?:该|当)?是|(?:那|这)(?:一)?(?:笔|行|步|项|期|个)(?:要|得)?(?:是|写|填|用|给)|(?<=[那这][笔行步项期个])(?=\d)|(?:写清楚?|写明|注明|补充|补上|补一?下|改一?下|加一?下|填上|写上)(?:是|为)?\s*[:,]?|[:](?=\s*\d)")
_SHARE = re.compile(r"(?=(?<![\d.])\d+(?:\.\d+)?\s*%\s*$)")
_ENDS = re.compile(r"(?P<a>.{4,}?)(?P<to>\s*(?:到|至|~|—+|-(?=\d{4}[.年/])|(?<=日)-)\s*)(?P<b>.{4,})$")
_DROP = re.compile(r"删[掉了除]?|去掉|拿掉|划掉|取消|不要了?|撤掉|不用了?|砍掉")
_ADD = re.compile(
    rf"(?P<where>最前面?|最前边|开头|前面|最后面?|最后边|末尾|后面|下面)?(?:再|另外?|还要?|要|得|需要)*(?:加|添|补|插入?|新增|追加|增加)(?:上|个|了)*\s*(?:最后|最前面?|末尾)?(?:一|1|个)*\s*(?:{_ROW})\s*(?:[:,]|是|叫)?\s*"
    rf"|^\s*(?:还|又)?(?:漏|少|差)(?:了|写了?|说了?)\s*(?:一|1)\s*(?:{_ROW})\s*(?:[:,]|是|叫)?\s*"
    rf"|^\s*(?:再|另外?|还)(?:有|加|来)\s*(?:一|1)\s*(?:{_ROW})\s*(?:[:,]|是|叫)?\s*"
)
_ADD_SEVERAL = re.compile(rf"(?:加|添|补|新增|追加|增加)(?:上|个|了)*\s*(?P<n>[两二三四2-4])\s*(?:个)?(?:{_ROW})\s*[:,]?\s*")
_MENDED = re.compile(r"^\s*(?:不是|不应该?是|别写)[^,;]{1,20},\s*(?:应该?|而|改成?|写成?|就?是|为)+\s*(?P<v>[^,;]+)")
_PARTED = re.compile(r"(?:要|得|再|给|我们?|想)*(?:拆(?:开|成|分)?|分(?:开|成))(?:成|为)?(?:[两二三2-4]\s*(?:笔|期|次|个)?)?\s*[:]?\s*$")
_BESIDE = re.compile(r"(?:在|往)?(?P<name>[^,。;:]{2,12}?)(?:那[笔行步])?(?:的)?(?P<side>前面?|后面?|之前|之后)(?:再|要|得)*(?:加|添|补|插)")
_ENDMOST = re.compile(r"(?P<first>首付|预付|头款|首款)|尾款|余款")
"""The first and the last instalment by what they are called, where no row bears the name."""
_NOISE = re.compile(r"不对|老板|领导|客户|对方|财务|法务|说|刚才|把|将|的|那|这|一|笔|行|步|阶段|比例|时间|日期|款|金额|先|再|就|帮|我|给|请|你|然后|其中|里|中|[\s,]")


def amendments(message: Message, scene: Scene, free: Sequence[Clause]) -> list[Piece]:
    """Return the tables as they are after what the message changes in their rows."""
    found = []
    for slot in scene.template.slots.values():
        known = scene.values.get(slot.id)
        if slot.kind == "table" and isinstance(known, list) and known and all(isinstance(r, dict) for r in known):
            change = _Change(slot, [dict(r) for r in known], scene)
            if span := change.read(message, free):
                found.append(Piece(slot.id, *span, change.reading()))
    return found


def _like(words: str, standing: str) -> str:
    """A day written as the one that stands is written (4月30日 beside 2027-04-16 is 2027-04-30)."""
    day, model = re.fullmatch(r"(\d{1,2})月(\d{1,2})[日号]?", words), re.fullmatch(r"(\d{4})([-./])(\d{1,2})[-./]\d{1,2}", standing)
    if day is None or model is None:
        return words
    width = 2 if len(model[3]) == 2 else 1
    return f"{model[1]}{model[2]}{int(day[1]):0{width}d}{model[2]}{int(day[2]):0{width}d}"


@dataclass
class _Change:
    """The rows of one table while the clauses of a message change them."""

    slot: Slot
    rows: list[Row]
    scene: Scene
    done: list[Clause] = field(default_factory=list)
    spoken: int = -1

    def read(self, message: Message, free: Sequence[Clause]) -> tuple[int, int] | None:
        """Take the changes of every clause; return the stretch from the first that changed a row to the last."""
        skip = -1
        for place, clause in enumerate(free):
            if place <= skip or clause.asks:
                continue
            rest = self._following(message, free, place)
            if (taken := self._split(clause, rest)) or (taken := self._added(clause, rest)) or (taken := self._changed(clause, rest)) or (taken := self._named_first(clause, rest)):
                skip = place + taken - 1
                self.done += free[place : place + taken]
        return (self.done[0].start, self.done[-1].end) if self.done else None

    def reading(self) -> str:
        """Return the rows as a pasted table."""
        return grid(self.slot, self.rows)

    @staticmethod
    def _following(message: Message, free: Sequence[Clause], place: int) -> list[Clause]:
        run = []
        for one in free[place + 1 :]:
            if one.sentence != free[place].sentence:
                break
            run.append(one)
        return run

    def _row(self, words: str) -> int:
        """The row that the words name by its place or by its first cell; -1 when none or several."""
        if match := _PLACE.search(words):
            return self._by_place(match) if self._meant(words) else -1
        head = self.slot.columns[0].name
        bare = _NOISE.sub("", words)
        hits = []
        for place, row in enumerate(self.rows):
            name = _NOISE.sub("", str(row.get(head, "")))
            shared = next((n for n, (a, b) in enumerate(zip(name, bare, strict=False)) if a != b), min(len(name), len(bare)))
            if name and (name in bare or (len(bare) >= 2 and bare in name)):
                hits.append((len(name), place))
            elif shared >= 2:
                hits.append((shared - len(name), place))
        hits = [h for h in hits if h[0] == max(hits)[0]] if hits and any(h[0] for h in hits) else hits
        if not hits and any(c.kind == "percent" for c in self.slot.columns) and (end := _ENDMOST.search(words)):
            return 0 if end["first"] else len(self.rows) - 1
        return hits[0][1] if len(hits) == 1 else -1

    def _meant(self, words: str) -> bool:
        """Whether a row told by its place is one of this table: by its name, by what its rows are, else the last written."""
        if any(w in words for w in (self.slot.label, *self.slot.aliases) if len(w) >= 3):
            return True
        tables = [s for s in self.scene.latest if (x := self.scene.slot(s)) and x.kind == "table"]
        if re.search(r"笔", words):
            tables = [s for s in tables if any(c.kind == "percent" for c in self.scene.template.slots[s].columns)]
        elif re.search(r"步|阶段", words):
            tables = [s for s in tables if any("起止" in c.name for c in self.scene.template.slots[s].columns)]
        return tables[:1] == [self.slot.id]

    def _by_place(self, match: re.Match[str]) -> int:
        if match["first"]:
            return 0
        if match["last"]:
            return len(self.rows) - 1
        place = int(number(match["n"] or match["stage"]) or 0)
        place = len(self.rows) - place if match["back"] else place - 1
        return place if 0 <= place < len(self.rows) else -1

    def _ours(self, clause: Clause) -> bool:
        """Whether a clause may speak of this table: nothing else is named in it, or the table was just spoken of."""
        mine = self.slot.id in self.scene.recent or bool(self.done) or self.slot.id in self.scene.expected
        return mine or any(w in clause.text for w in (self.slot.label, *self.slot.aliases) if len(w) >= 3)

    def _changed(self, clause: Clause, rest: list[Clause]) -> int:
        """X那笔改成V, X…改到V, X删掉: the number of clauses that tell it, 0 when they tell nothing of the kind."""
        into = _INTO.search(clause.text)
        drop = _DROP.search(clause.text)
        if drop and not into:
            row = self._row(clause.text[: drop.start()] or clause.text[drop.end() :])
            row = row if row >= 0 else self._row(clause.text[drop.end() :])
            if row >= 0 and len(self.rows) > 1 and self._rowed(clause):
                del self.rows[row]
                return 1
            return 0
        if into is None and (share := _SHARE.search(clause.text)) and self.done:
            into = share
        if into is None:
            return 0
        row = self._row(clause.text[: into.start()] if into.start() else clause.text)
        return 1 if row >= 0 and self._put(row, clause, into, clause.text[into.end() :]) else 0

    def _named_first(self, clause: Clause, rest: list[Clause]) -> int:
        """训练调优要拖一点,改到…: the row in one clause, what becomes of it in the next."""
        if rest and re.search(r"[错反]", clause.text) and (mended := _MENDED.match(",".join(c.text for c in rest[:2]))):
            row = self._row(clause.text)
            return 3 if row >= 0 and self._put(row, clause, mended, mended["v"]) else 0
        into = _INTO.search(rest[0].text) if rest else None
        if into is None or _NOISE.sub("", rest[0].text[: into.start()]):
            return 0
        row = self._row(clause.text)
        return 2 if row >= 0 and self._put(row, clause, into, rest[0].text[into.end() :]) else 0

    def _rowed(self, clause: Clause) -> bool:
        """Whether the words speak of a row, not of a clause of the contract."""
        return bool(_PLACE.search(clause.text) or re.search(rf"[那这]一?{_ROW}", clause.text)) or self._ours(clause)

    def _put(self, row: int, clause: Clause, into: re.Match[str], words: str) -> bool:
        if not self._rowed(clause) and not self._sure(clause):
            return False
        told = cells(self.slot, re.sub(r"(?:结束|完成|为止|截止|开始|启动)\s*$", "", words.strip(" 。;,")))
        before = clause.text[: into.start()] if into.string == clause.text else clause.text
        named = [c.name for c in self.slot.columns[1:] if c.name in before or (len(c.name) > 3 and c.name[-2:] in before)]
        if len(named) == 1 and len(told) <= 1:
            told = {named[0]: words.strip(" 。;,吧:")} if words.strip(" 。;,吧:") else {}
        if not told:
            return False
        if len(told) == 1 and next(iter(told)) == self.slot.columns[0].name and not re.search(r"[名叫]", into[0] + clause.text):
            return False
        if not self._whole_span(row, told, clause.text + into[0] + words):
            return False
        self.rows[row].update(told)
        return True

    def _whole_span(self, row: int, told: dict[str, str], said: str) -> bool:
        """Put one day into the span that stands (延到5月10日 is its new end); False when it is not clear which end."""
        for name, day in list(told.items()):
            ends = _ENDS.match(str(self.rows[row].get(name) or ""))
            if ends is None or not re.search("起止|时间|日期", name) or _ENDS.match(day):
                continue
            words = _like(day, ends["b"])
            if re.search(r"开始|启动|起(?!止)", said):
                told[name] = words + ends["to"] + ends["b"]
            elif re.search(r"延|推|拖|顺|截止|结束|完成|缩", said):
                told[name] = ends["a"] + ends["to"] + words
            else:
                return False
        return True

    def _sure(self, clause: Clause) -> bool:
        """Whether no other slot is named in the clause besides the row."""
        named = [c for c in cues(self.scene.template, clause.text) if c.weight > 2.3 and c.slot != self.slot.id]
        return not named

    def _split(self, clause: Clause, rest: list[Clause]) -> int:
        """验收合格那笔拆开,验收合格付30%,质保期满付10%: a row gives way to the rows that follow."""
        match = _PARTED.search(clause.text)
        row = self._row(clause.text[: match.start()]) if match else -1
        if match is None or row < 0 or not self._rowed(clause):
            return 0
        told = []
        for one in rest:
            row_told = cells(self.slot, re.sub(r"(?<=[^\d%])[付给结](?=\s*\d)", " ", one.text), whole=True)
            if not row_told or any(c.required and c.name not in row_told for c in self.slot.columns):
                break
            told.append(row_told)
        if len(told) < 2:
            return 0
        self.rows[row : row + 1] = told
        return 1 + len(told)

    def _added(self, clause: Clause, rest: list[Clause]) -> int:
        """加一步:启动会,2027-01-05至2027-01-05, 最前面加一行…"""
        if (several := _ADD_SEVERAL.search(clause.text)) and self._ours(clause):
            return self._added_rows(clause.text[several.end() :], rest, int(number(several["n"].replace("两", "二")) or 0))
        add = _ADD.search(clause.text)
        if add is None or not self._rowed_new(clause, add):
            return 0
        words = [clause.text[add.end() :], *(re.sub(r"^\s*(?:还|再|另外?)有", "", c.text) for c in rest)]
        told = cells(self.slot, ",".join(w for w in words if w.strip()), whole=True)
        if not told or any(c.required and c.name not in told for c in self.slot.columns):
            return 0
        self.rows.insert(self._where(clause, add), told)
        return 1 + len(rest)

    def _added_rows(self, first: str, rest: list[Clause], count: int) -> int:
        """再加两笔:上线验收付55%,质保期满付10%: a row for each clause."""
        told = [cells(self.slot, re.sub(r"(?<=[^\d%])[付给结](?=\s*\d)", " ", w), whole=True) for w in (first, *(c.text for c in rest)) if w.strip()]
        told = told[:count]
        if len(told) < count or not all(row and all(c.name in row for c in self.slot.columns if c.required) for row in told):
            return 0
        self.rows += told
        return 1 + count - bool(first.strip())

    def _rowed_new(self, clause: Clause, add: re.Match[str]) -> bool:
        measure = re.search(_ROW, add[0])
        return bool(measure) and (self._ours(clause) or (bool(add["where"]) and self.slot.id in self.scene.latest[:2]))

    def _where(self, clause: Clause, add: re.Match[str]) -> int:
        where = add["where"] or ""
        if beside := _BESIDE.search(clause.text):
            row = self._row(beside["name"])
            if row >= 0:
                return row if "前" in beside["side"] else row + 1
        return 0 if re.search(r"前|开头", where) else len(self.rows)
