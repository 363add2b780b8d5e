"""Clauses and values taken out or put back: 删掉, 不要, 加上, 保留, by name or address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.moves import Clear, LeaveOpen, Object, Toggle
from assistant.reading.acts import Act, named_slots
from assistant.reading.clauses import Clause, Message
from assistant.reading.people import People
from assistant.reading.scene import Scene
from knowledge.template import Article
from knowledge.template import Clause as TemplateClause

_REMOVE = re.compile(r"不要(?!紧)|删(?:掉|了|除|去)?|去掉|拿掉|去除|取消|不写|不需要|不用(?!说|问|急|谢)|砍掉|划掉|拿走|移除|清空|清掉|抹掉|不保留|剔除|作废")
_KEEP = re.compile(r"加上|加回|加进|保留|恢复|启用|打开|写上|补上|留着|要(?=[^,。;]{0,12}条款)|添上|加一?个|还是要|加(?=[^,。;]{0,12}(?:条款|条$|那条|这条))")
_CLAUSEWORD = re.compile(r"条款?|款|这[一两三几]?[条块部]|那[一两三几]?[条块部]|章|内容|约定|部分")
_PLACE = re.compile(r"第[一二三四五六七八九十百\d]+条|\d{1,2}\.\d{1,2}(?:\(\d+\))?(?!\d|%)")

_BARE_OFF = re.compile(r"^\s*(?:就|都|全|那|直接|还是)*(?:不要了?|去掉|删掉?|拿掉|取消|不写了?|划掉)(?:了|吧|它|算了)*\s*$")


def _named_before(clause: Clause, message: Message, scene: Scene, people: People) -> list[str]:
    """刚才那个责任上限,客户不想要了,去掉: the value that stands and that an earlier clause of the sentence names."""
    for before in reversed([c for c in message.sentence(clause.sentence) if c.start < clause.start]):
        if named := [s for s in named_slots(before.text, before.start, scene, people) if s in scene.values]:
            return named[:1]
    return []


def led_to(clause: Clause, message: Message, done: Sequence[Act]) -> list[Clause]:
    """What the sentence says before a bare 去掉 that takes a value out: it tells no other."""
    bare = _BARE_OFF.match(clause.text) and any(isinstance(a.move, Clear) for a in done)
    return [c for c in message.sentence(clause.sentence) if c.start < clause.start and not re.search(r"\d", c.text)] if bare else []


_DUE = re.compile(r"(?:满|到期|结束|终止|届满|[之以]后|完(?:了|毕)?|一到)\s*(?:就|再|即|都|应当?|要|须|必须|得|立即|马上|全部)*\s*$")
"""质保期满就删: what is to be deleted when something ends is no clause."""


def switching(clause: Clause, message: Message, scene: Scene, people: People) -> list[Act]:
    """删掉/不要 and 加上/保留, for clauses by name or address, or for a value that was given."""
    text = clause.text
    off, on = _REMOVE.search(text), _KEEP.search(text)
    if re.search(r"\d+(?!\.\d)|[一二两三四五六七八九十]+(?:年|个|天|份|万|成|轮)", _PLACE.sub("", text)) and not re.search(r"[这那][一两三几]?[条款]", text):
        return []
    if off and _DUE.search(text[: off.start()]):
        return []
    if (not off and not on) or re.search(r"不要紧|删除(?:期限|数据|训练)|返还|销毁|副本", text):
        return []
    targets = _targets(text, scene)
    if not targets and off and re.match(r"^\s*(?:都|全|也|就|一起|整[条个]|这[两几]?[条个]|那[两几]?[条个]|我看|可以|直接)*\s*(?:不要|删|去掉|拿掉)", text):
        before = [c for c in message.sentence(clause.sentence) if c.start < clause.start]
        targets = _targets(before[-1].text, scene) if before else []
    slots = [s for s in named_slots(text, clause.start, scene, people) if s in scene.values] if off else []
    worded = bool(_CLAUSEWORD.search(re.sub(r"[付汇回打收]款", "", text))) or bool(_PLACE.search(text))
    if slots and not (worded and targets):
        return [Act(Clear(s), clause.start) for s in slots]
    if off and not targets and not named_slots(text, clause.start, scene, people) and _BARE_OFF.match(text) and (earlier := _named_before(clause, message, scene, people)):
        return [Act(Clear(s), clause.start) for s in earlier]
    if not targets or not (worded or (off and _short(text))):
        return []
    return _toggles(targets, bool(on and not off), clause, scene)


def _short(text: str) -> bool:
    return len(text.strip()) <= 14


def _targets(text: str, scene: Scene) -> list[Article | TemplateClause]:
    """Articles and clauses named in the words: by address, by title, by the core of the title."""
    places = [scene.template.addresses.get(m[0]) for m in _PLACE.finditer(text)]
    found = [p for p in places if isinstance(p, (Article, TemplateClause))]
    if found:
        return found
    spans: list[tuple[int, int, int, Article | TemplateClause]] = []
    for article in scene.template.articles:
        items: tuple[Article | TemplateClause, ...] = (article, *article.clauses)
        for item in items:
            for name, rank in _title_words(item.title).items():
                at = text.find(name)
                if at >= 0:
                    spans.append((at, at + len(name), rank + isinstance(item, TemplateClause), item))
    kept: list[tuple[int, int, int, Article | TemplateClause]] = []
    for span in sorted(spans, key=lambda s: (-(s[1] - s[0]), -s[2])):
        if not any(span[0] < other[1] and other[0] < span[1] for other in kept):
            kept.append(span)
    return [span[3] for span in sorted(kept, key=lambda s: s[0])]


def _title_words(title: str) -> dict[str, int]:
    """Words a title is called by, with how exact they are: itself, its core, a part of it."""
    core = re.sub(r"^(?:数据|甲方|乙方)(?=审计|转包)|(?:条款|规则|约定|期限|处理|责任)$", "", title)
    words = dict.fromkeys(re.split(r"[与和、]", title), 0) | {core: 2, title: 4}
    return {w: r for w, r in words.items() if len(w) >= 2 and w not in ("数据", "甲方", "乙方", "合同", "协议", "费用")}


def _toggles(targets: list[Article | TemplateClause], on: bool, clause: Clause, scene: Scene) -> list[Act]:
    acts: list[Act] = []
    fixed: list[Article | TemplateClause] = []
    for target in targets:
        needed = target.status == "必备" and (isinstance(target, TemplateClause) or any(c.status == "必备" for c in target.clauses))
        if needed and not on and (slot := _hangs_on(target, scene)):
            acts.append(Act(Clear(slot) if slot in scene.values else LeaveOpen(slot), clause.start))
        elif needed and not on:
            fixed.append(target)
        elif not needed:
            acts.append(Act(Toggle(target.name, on, clause.text.strip()), clause.start))
    if fixed:
        names = "、".join(f"「{t.title}」" for t in fixed)
        reason = f"{names}是这份{scene.template.noun}的必备条款，删掉后双方都会失去依据，所以不能删。可以写得简短些，或把数字定得宽松些。"
        acts.append(Act(Object("mandatory", reason, said=clause.text.strip(), rule="R-STR-02"), clause.start))
    return acts


def _hangs_on(target: Article | TemplateClause, scene: Scene) -> str:
    """The slot that brings an article or clause in when it is filled and takes it out when it is empty, or an empty string."""
    article = next(a for a in scene.template.articles if target is a or target in a.clauses)
    for condition in (target.condition, article.condition):
        for slot in condition.guards if len(condition.slots) == 1 else ():
            if condition.holds({slot: "有"}) and not condition.holds({}):
                return slot
    return ""
