"""Choices and yes/no: options, idioms, ownership (归谁), who pays whom, and contradictions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.moves import Object
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import cues, topic
from assistant.reading.lexicon import BOOLS, IDIOMS, OWNED
from assistant.reading.paying import Chosen, paid
from assistant.reading.people import People
from assistant.reading.scene import PARTIES, Scene
from knowledge import kinds
from knowledge.kinds.choices import options
from knowledge.kinds.speech import negated
from knowledge.template import Slot

_OWN = re.compile(
    r"(?:最终|完全|全部|就|还是|应该|统统|都|要|也|则|由|全)*(?:归(?!档|属(?:还|先|待|没|的?(?:事|问题))|零|类|纳|口)(?:属于?|给)?|属于|(?:所有权|产权)(?:是|在|给))\s*(?P<to>[^,。;!\s归]{0,14})"
)
_KEEPS = re.compile(r"(?:(?<!底座)(?<!基座)(?<!基础)(?<!原始)模型|成果|权重|知识产权|所有权|产权|著作权)[^,。;]{0,6}?(?:(?:就|都|也|还|应该)?(?:是|算)(?P<to>[^,。;]{1,8}?)的(?!数据)|(?P<to2>[^,。;\s]{1,6}?)(?:自己)?(?:留着|拿着|留下|自留))(?:$|[,。;!])")
_HOLDS = re.compile(r"(?P<to>[^,。;!\s]{1,8}?)(?:享有|拥有|取得|持有|保留)[^,。;]{0,8}?(?:所有权|产权|著作权)")
_OWNS = re.compile(r"(?P<to>[^,。;!\s]{1,8}?)(?:所有(?![的有人]|门店|店|员工?|部门|分公司|子公司|成员|校区|院区|产品|车间|工厂|网点|社员|医院|科室|用户|客户|单位|项目)|独有|拥有(?:所有权|产权)?)")
_REFUSED = re.compile(r"(?:不要|不走|不去|不想|不选|不用|不搞|别|不)(?:去|走|选|用|搞|想)?(?P<what>仲裁|诉讼|打官司|法院|起诉)")
_SHARED = re.compile(r"共有|一起有|共同所有|共同拥有|双方|两家|两边|一起|大家|一人一半|一家一半|各(?:占)?(?:一半|50)|五五|对半|平分|联合所有")
_NOT_SURE = re.compile(r"还没|没定|没谈|没想|再想|再看看|考虑|待定|先空|未定|再议|另议|再说|怎么|谁(?!用)")
_BOTH = re.compile(r"都(?:写|要|行|可以|选|约定|放|加|列|留)|两个都|两种都|同时|既.*又|和.*(?:一起|并列)|或者?|任选|均可|也(?:可以|行|能)|并行|二选一都")
_EITHER = re.compile(r"或者?|都(?:行|可以|写|能)|均可|任选|二选一")
_NO = re.compile(r"(?:没有?|不(?!同|仅|只|光|但|管)(?:会|含有?|涉及|包含|包括|存在|带|用|出|让|给|是|面向|允许|得|许|准|能|可以|对|传|上|往|交付?|送|需要|要|提供|把)*|无|未|(?<![识类区级性分])别|禁止|并非|非|杜绝)[^,。;]{0,8}$")
_NO_AFTER = re.compile(r"^\s*[^,。;\s]{0,6}?(?:都|也|全|是|一概|通通)?(?:没有|没(?!问题)|不(?!同|仅|只|能少)|无|否|免|禁止)")
_YES = re.compile(r"(?:含有?|有|包含|包括|涉及|带(?:有|着)?|存在|会|要|需要?|是|用到?|连同?|允许|保留|属于|列入|传|往|到|给|放|交付?|把|送|在|拿|上|对|连|(?:申报|认定|列|划|识别|定级|评定|界定|登记|归)(?:为|成|作|入))[^,。;]{0,8}$")
_YES_AFTER = re.compile(r"^[^,。;]{0,4}?(?:有|是|要|会|含|算(?![法力上])|也要|一起交?|一并|都?(?:给|交)|各归各|保留|各自|在(?:里面|内)|包括在内|训练|跑|处理)")
_GENERAL = re.compile(r"个人|隐私|个信|敏感|重要数据|(?:患者|病人|客户|用户|员工|学生)的?(?:个人)?信息")
"""Words whose absence means that there is nothing of the kind; no faces does not mean no personal information."""
_LOOSE = re.compile(r"同意|允许|可以|不|都")
_ANONYMISED = re.compile(r"脱敏|打码|去标识|匿名|模糊|抹掉|抹去|去掉|删掉|清掉|剔除|加密|替换|处理(?:关系|角色|方式|者)|委托处理|共同处理|对外提供|条款|保护法|怎么")


@dataclass(frozen=True)
class Clash:
    """Two options of one choice wanted at the same time."""

    slot: str
    start: int
    end: int
    options: tuple[str, ...]


def contradictions(message: Message, scene: Scene, free: tuple[Clause, ...]) -> list[Clash]:
    """Find choices of which two options are wanted at once (仲裁和法院都写上)."""
    found: list[Clash] = _bodies(message, scene, free)
    for slot in scene.template.slots.values():
        if slot.kind != "choice" or set(PARTIES) <= set(slot.choices):
            continue
        for number in dict.fromkeys(c.sentence for c in free):
            clauses = [c for c in free if c.sentence == number]
            start, end = clauses[0].start, clauses[-1].end
            text = message.text[start:end]
            named = list(_named(slot, text))
            kept = {value for at, _, value in named if not negated(text, at)}
            if len(kept) > 1 and _BOTH.search(text) and _meant(slot, scene, text, named):
                found.append(Clash(slot.id, start, end, tuple(o for o in slot.choices if o in kept)))
    return found


def objection(clash: Clash, slot: Slot, message: Message) -> Object:
    """Return what is said to two options of one choice."""
    named = "和".join(f"「{o}」" for o in clash.options)
    rule = {"dispute_method": "R-DIS-01", "arbitration_institution": "R-DIS-03"}.get(slot.id, "")
    why = {"R-DIS-01": "既约定仲裁又约定起诉,仲裁约定会无效,", "R-DIS-03": "写了两个又没说选哪个,仲裁约定会无效,"}.get(rule, "")
    words, _ = message.said(clash.start, clash.end)
    return Object("contradiction", f"{slot.label}只能选一样：{why}{named}请定一个。", slot.id, words, rule)


def _bodies(message: Message, scene: Scene, free: tuple[Clause, ...]) -> list[Clash]:
    """重庆仲裁委员会或者成都仲裁委员会都行: two bodies, none chosen."""
    slot, found = scene.slot("arbitration_institution"), list[Clash]()
    if slot is None:
        return []
    for clause in (c for c in free if "仲裁" in c.text and _EITHER.search(c.text)):
        pieces = _EITHER.split(clause.text)
        named = list(dict.fromkeys(str(m.value) for p in pieces for m in kinds.find(slot, p, scene.today)))
        if len(named) > 1:
            found.append(Clash(slot.id, clause.start, clause.end, tuple(named)))
    return found


def _meant(slot: Slot, scene: Scene, text: str, named: list[tuple[int, int, str]]) -> bool:
    if slot.id in IDIOMS and slot.id == "dispute_method":
        return True
    return any(c.slot == slot.id for c in cues(scene.template, text)) or all(b - a >= 3 and not _LOOSE.search(text[a:b]) for a, b, _ in named)


def _named(slot: Slot, text: str) -> Iterator[tuple[int, int, str]]:
    for mention in options(slot, text):
        yield mention.start, mention.end, str(mention.value)
    for pattern, value in IDIOMS.get(slot.id, ()):
        if value in slot.choices:
            for match in pattern.finditer(text):
                yield match.start(), match.end(), value


def chosen(clause: Clause, message: Message, scene: Scene, people: People) -> list[Chosen]:
    """Return the options and the yes/no answers that one clause states."""
    found = [*_owned(clause, message, scene, people), *paid(clause, scene, people)]
    for slot in scene.template.slots.values():
        if slot.kind == "choice" and not set(PARTIES) <= set(slot.choices):
            found += _picked(slot, clause, scene, _condition(slot, clause, message))
        elif slot.kind == "choice":
            found += _neither(slot, clause, message)
        elif slot.kind == "bool":
            found += [] if _undone_after(slot, clause, message) else _yes_or_no(slot, clause, message, scene)
    if _free_use(clause, message):
        found = [c for c in found if c.slot != "fee_mode"]
    if _jointly(clause, message, scene):
        found = [c for c in found if (c.slot, c.reading) != ("fee_mode", "收益分成")]
    best: dict[str, Chosen] = {}
    for one in found:
        if one.slot not in best or one.strength > best[one.slot].strength:
            best[one.slot] = one
    return list(best.values())


def _neither(slot: Slot, clause: Clause, message: Message) -> list[Chosen]:
    """An option that is no party's and not shared (合成数据随模型归属), where the thing it is of is named."""
    of = next((pattern for owned, pattern in OWNED if owned == slot.id), None)
    before = "".join(c.text + "," for c in message.sentence(clause.sentence) if c.start <= clause.start)
    if of is None or not of.search(before) or _NOT_SURE.search(re.sub(r"归谁[,就]*(?=跟|随)|谁用归谁", "", clause.text)):
        return []
    said = [m for m in options(slot, clause.text) if m.value not in (*PARTIES, "共有") and not negated(clause.text, m.start)]
    return [Chosen(slot.id, clause.start + m.start, clause.start + m.end, str(m.value), 1.5) for m in said[:1]]


def _condition(slot: Slot, clause: Clause, message: Message) -> str | None:
    """The clause behind that bounds what this one allows (可以外包,但要书面同意), or None."""
    if slot.id not in ("subcontract_allowed", "derivative_policy") or not re.search(r"可以|允许|能|准|行|可|(?:衍生|蒸馏|微调|再训练)[^,。;]{0,6}$", clause.text):
        return None
    rest = [c for c in message.clauses if c.start >= clause.end and c.sentence == clause.sentence]
    bounded = rest and re.search(r"同意|许可|批准|点头|书面", rest[0].text) and re.match(r"\s*(?:但是?|不过|前提|需要?|要|得|必须|只要|须|经|先|提前|可是)", rest[0].text)
    return re.sub(r"点头", "同意", rest[0].text) if bounded else None


def _undone_after(slot: Slot, clause: Clause, message: Message) -> bool:
    """里面有人脸,不过都打码了: what the next words take away again is neither yes nor no yet."""
    if not slot.id.startswith("contains_"):
        return False
    rest = [c for c in message.sentence(clause.sentence) if c.start > clause.start]
    return bool(rest) and bool(re.match(r"\s*(?:但是?|不过|只是|可是?|都|已经|全部?|会)", rest[0].text) and _ANONYMISED.search(rest[0].text))


def _free_use(clause: Clause, message: Message) -> bool:
    """Whether 不收费 says how a model may be used, not what the deal costs (我们可以一直用,不收费)."""
    before = [c.text for c in message.sentence(clause.sentence) if c.start < clause.start][-1:]
    use = r"使用|(?<![费作有信采专利])用(?!途|户)|部署|授权|许可"
    return bool(before and len(clause.text.strip()) <= 6 and re.search(use, before[0]) and not re.search(r"费用", before[0]))


def _jointly(clause: Clause, message: Message, scene: Scene) -> bool:
    """Whether 收益 is spoken of as part of owning the model together, not as the price of the deal."""
    whole = "".join(c.text for c in message.sentence(clause.sentence))
    return "共有" in whole or (scene.values.get("model_owner") == "共有" and "分成" not in clause.text)


def _picked(slot: Slot, clause: Clause, scene: Scene, after: str | None = None) -> list[Chosen]:
    text = clause.text if after is None else clause.text + "、" + after
    if _NOT_SURE.search(re.sub(r"谁[也都](?:[不别莫甭没][^,。;]{0,4}谁)?", "", text)):
        return []
    out = [
        Chosen(slot.id, clause.start + m.start(), clause.start + m.end(), value, 2.0)
        for pattern, value in IDIOMS.get(slot.id, ())
        for m in pattern.finditer(text)
        if value in slot.choices and not _denied(text, m.start(), m.end())
    ]
    if slot.id in ("progress_report_cycle", "report_cycle") and not re.search(r"报|进度|进展|通气|说一|report|sync", text, re.I) and slot.id not in scene.expected:
        return []  # how often something is handed over is no report
    if not out and slot.id == "dispute_method" and (refused := _REFUSED.search(text)):
        rest = [c for c in slot.choices if c != {"仲": "仲裁"}.get(refused["what"][0], "诉讼")]
        out = [Chosen(slot.id, clause.start, clause.end, rest[0], 1.2)] if len(rest) == 1 else []
    if out:
        values = {c.reading for c in out}
        if agreed := [c for c in out if c.reading.startswith("书面同意") and re.search(r"未经|没有?[^,。;]{0,10}同意", text)]:
            return agreed[:1]
        return out[-1:] if len(values) == 1 else _last_standing(text, out)
    here = [c for c in cues(scene.template, text) if c.slot == slot.id]
    for mention in options(slot, text):
        words = text[mention.start : mention.end]
        if negated(text, mention.start) or _AWAY.match(text[mention.end :]):
            continue
        apart = [c for c in here if c.end <= mention.start or c.start >= mention.end or len(words) >= 4]
        distinct = len(words) >= 4 and not _LOOSE.search(words) and _only_here(slot, words, scene)
        if apart or distinct or (slot.id in scene.expected and len(words) >= 2):
            out.append(Chosen(slot.id, clause.start + mention.start, clause.start + mention.end, str(mention.value), 1.5 if apart else 1.0))
    return out if len({c.reading for c in out}) == 1 else []


_AWAY = re.compile(r"(?:签|的)?(?:[这那](?:[个句条项]|一[句条项]))?(?:就|都|也|先|咱)*(?:不[要用选走搞写](?!求|紧)|免了|算了|去掉|删[掉了]|作罢|拉倒)")
"""电子签不要, 仲裁那句不要了: what is taken away behind its name."""


def _denied(text: str, start: int, end: int) -> bool:
    """Whether an idiom is denied before it or by its own first word (不走仲裁)."""
    inner = re.match(r"(?:不采[用取纳]|不约定|不适用|不接受|不是|不走|不去|不要|不选|不用|别|不上|不想|而不是)", text[start:end])
    undone = re.search(r"(?<!要)(?:不|别|莫|勿|唔)(?:仲裁|诉讼|起诉|打官司)$", text[start:end])
    return bool(inner or undone) or negated(text, start) or bool(_AWAY.match(text[end:])) or bool(re.search(r"(?:不(?:[走去要选用想上提打]|需要?|采[用取纳]|约定|适用|接受)*|别|没|无需)$", text[:start]))


def _last_standing(text: str, out: list[Chosen]) -> list[Chosen]:
    """Two different idioms in a clause: only the one after a correction stands."""
    ordered = sorted(out, key=lambda c: c.start)
    return ordered[-1:] if re.search(r"改|换|不对|而是|还是.*吧|算了", text) else []


def _only_here(slot: Slot, words: str, scene: Scene) -> bool:
    low = words.lower()
    for other in scene.template.slots.values():
        if other.id != slot.id and any(
            low == w.lower() for o, a in other.option_aliases.items() for w in (o, *a)
        ):
            return False
    return True


_TOGETHER = re.compile(r"(?:是|为|成|定|按|算)了?(?:双方|两家)?共有")


def _owned(clause: Clause, message: Message, scene: Scene, people: People) -> list[Chosen]:
    """模型归我们, 合成数据归乙方, 归双方共有; ``who`` is set when 我们 cannot be placed yet."""
    text = clause.text
    if _NOT_SURE.search(text) and "谁用" not in text:
        return []
    if _TOGETHER.search(text) and (both := _held_together(clause, scene)):
        return both  # 成果归属我们谈下来是共有
    found: list[Chosen] = []
    for pattern in (_OWN, _HOLDS, _OWNS):
        for match in pattern.finditer(text):
            start, end = clause.start + match.start("to"), clause.start + match.end("to")
            since = max((m.end() for m in pattern.finditer(text, 0, match.start())), default=0)
            before = text[since : match.start()] if pattern is _OWN else text[: match.start("to")] + text[match.end("to") :]
            slot = _object(before, clause, message, scene, people)
            if slot is None or (negated(text, match.start()) and pattern is _OWN):
                continue
            if answer := _to_whom(slot, match["to"], start, end, people, text):
                found.append(answer)
        if found:
            return found
    return _kept(clause, scene, people) or _held_together(clause, scene)


_DONE_BY = re.compile(r"[研做训开提选用付出拍录写搞弄买找]")
"""模型是我们自研的: who made it, not whose it is."""


def _kept(clause: Clause, scene: Scene, people: People) -> list[Chosen]:
    """模型是我们的, 模型他们自己留着."""
    slot, kept = scene.slot("model_owner"), _KEEPS.search(clause.text)
    if slot is None or kept is None:
        return []
    group = "to" if kept["to"] else "to2"
    if _DONE_BY.search(kept[group]):
        return []
    start, end = clause.start + kept.start(group), clause.start + kept.end(group)
    answer = _to_whom(slot, kept[group], start, end, people, clause.text)
    return [answer] if answer else []


def _held_together(clause: Clause, scene: Scene) -> list[Chosen]:
    """成果双方共有: said of the model or in answer to the question, not of the shares."""
    slot, text = scene.slot("model_owner"), clause.text
    both = re.search(r"(?:双方)?共(?:有|同(?:所有|拥有))|一起有", text)
    if slot is None or both is None or negated(text, both.start()) or re.search(r"共有规则|份额", text):
        return []
    alone = re.fullmatch(r"\s*(?:[\u4e00-\u9fff]{2,6}(?=谈))?(?:那|就|还是|最后|最终|谈[成妥好]了?|商定|定了?|改成?|由|归)*(?:双方|两家|我们|大家|两边)?共有\s*[的吧了]*\s*(?::.*)?", text)
    if alone or topic(text) == "model" or slot.id in scene.expected or re.search(r"成果|归属|产权", text):
        return [Chosen(slot.id, clause.start + both.start(), clause.start + both.end(), "共有", 2.0)]
    return []


def _object(before: str, clause: Clause, message: Message, scene: Scene, people: People) -> Slot | None:
    """The slot of what is owned: by the words before 归, else by the clause before, else the model."""
    placed = [s for c in cues(scene.template, before) if c.end - c.start >= 3 and before[c.start].isdigit() and (s := scene.slot(c.slot))]
    if placed and (fit := [s for s in placed if set(PARTIES) <= set(s.choices)]):
        return fit[0]
    for slot, pattern in OWNED:
        if pattern.search(before):
            return scene.slot(slot) if slot else None
    expected = [s for s in scene.expected if (x := scene.slot(s)) and set(PARTIES) <= set(x.choices)]
    if expected:
        return scene.slot(expected[0])
    place = message.clauses.index(clause)
    if place and message.clauses[place - 1].sentence == clause.sentence:
        for slot, pattern in OWNED:
            if pattern.search(message.clauses[place - 1].text):
                return scene.slot(slot) if slot else None
    words = re.sub(r"[那就还是都也则应该由最终改换写定]|[这那]个?(?:玩意儿?|东西|家伙)|做好的|练好的|训好的|最[后终]定?的?是?|谈(?:下来|好|定|成)的?是?", "", before).strip()
    return scene.slot("model_owner") if not words or people.within(clause.start, clause.start + len(before)) else None


_ACTS_FOR = re.compile(r"\s*(?:委托|提供|处理|共同处理|对外|向|给|交给)")
"""属于我们委托他们处理: what somebody does, not what somebody has."""


def _to_whom(slot: Slot, words: str, start: int, end: int, people: People, text: str) -> Chosen | None:
    if re.search(r"谁用|使用[方者]", words) and "使用方" in slot.choices:
        return Chosen(slot.id, start, end, "使用方", 2.0)
    if (found := re.search(r"模型|成果", words)) and "随模型归属" in slot.choices:
        return Chosen(slot.id, start, start + found.end(), "随模型归属", 2.0)
    first = people.at(start)
    if first is not None and _ACTS_FOR.match(words[first.end - start :]):
        return None
    alone = first is not None and first.who != "双方" and not re.match(r"\s*(?:[和跟与、同及]|还有|一起|共|双方|都|各|两)", words[first.end - start :])
    if not alone and _SHARED.search(words) and "共有" in slot.choices:
        return Chosen(slot.id, start, end, "共有", 2.0)
    within = people.within(start, end)
    unplaced = within and not people.party(within[0].who)  # 归我们付钱的
    person = next((p for p in within if unplaced and p.by == "role"), next(iter(within), None))
    if person is None or person.who == "双方":
        return None
    party = people.party(person.who)
    return Chosen(slot.id, person.start, person.end, party if party in slot.choices else "", 2.0, person.who)


_DESCRIBED = re.compile(r"(?:数据|语料|样本|内容)[^,。;有含带]{0,4}[是为][^,。;有含带]{0,14}$")
"""数据是门诊病历文本 tells what the data is, not yet what it counts as."""
_FEE = re.compile(r"(?:客户|用户)?(?:数据|资料|信息)(?:使用|授权|许可)?费")
_NOT_SENSITIVE = re.compile(r"(?:不|没有?|无)[^,。;敏]{0,4}(?:敏感(?:的)?个人信息|个人敏感信息)|(?:敏感(?:的)?个人信息|个人敏感信息)[^,。;]{0,3}(?:没有|没|不|无|否)")
_TICKED = re.compile(r"(?:^|服务|信息|数据|出境|权重)\s*(?:[那这]?一?[项个栏格条])(?:就|要|得|请|如实)*(?:填|写|选|勾|是)+\s*[“「]?(?P<v>是|否|有|没有|无|yes|no)[”」]?\s*$", re.I)
"""那一项填是: how the thing of the clause before is ticked."""


def _yes_or_no(slot: Slot, clause: Clause, message: Message, scene: Scene) -> list[Chosen]:
    """Yes or no, by the words around the thing that is asked for."""
    text = _FEE.sub(lambda m: "费" * len(m[0]), clause.text)
    if slot.id == "contains_pi":  # 含个人信息,不含敏感个人信息: not so sensitive is still personal
        text = _NOT_SENSITIVE.sub(lambda m: "~" * len(m[0]), text)
    patterns = [BOOLS[slot.id]] if slot.id in BOOLS else [
        re.compile(re.escape(w)) for w in (slot.label.removeprefix("是否").removeprefix("含"), *slot.aliases) if len(w) >= 2
    ]
    spans = [m.span() for p in patterns for m in p.finditer(text)]
    if not spans or _NOT_SURE.search(text) or _ANONYMISED.search(text):
        return []
    start, end = min(spans, key=lambda s: (s[0], -s[1]))
    before, after = text[:start], text[end:]
    if slot.id.startswith("contains_") and not _GENERAL.search(text[start:end]) and _DESCRIBED.search(before):
        return []
    if slot.id.startswith("contains_") and not _GENERAL.search(text[start:end]) and (_NO.search(before) or _NO_AFTER.search(after)):
        return []
    if _NO.search(before) or _NO_AFTER.search(after):
        return [Chosen(slot.id, clause.start, clause.end, "否", 1.5)]
    if slot.id == "weights_included" and re.search(r"通过|用|走|经", before) and not re.search(r"也|都|一[起并]|包括|连同", text):
        return []  # how it is handed over, not whether
    if _YES.search(before) or _YES_AFTER.search(after):
        return [Chosen(slot.id, clause.start, clause.end, "是", 1.5)]
    rest = next((c for c in message.sentence(clause.sentence) if c.start > clause.start), None)
    if slot.id == "public_genai_service" and re.fullmatch(r"[^,。;]{0,10}的\s*", after) and before.strip(" ,是要") == "":
        return [Chosen(slot.id, clause.start, clause.end, "是", 1.5)]
    if ticked := _TICKED.search(after):
        return [Chosen(slot.id, clause.start, clause.end, "是" if ticked["v"] in ("是", "有", "yes") else "否", 1.5)]
    if rest and (ticked := _TICKED.match(rest.text)):
        return [Chosen(slot.id, clause.start, rest.end, "是" if ticked["v"] in ("是", "有", "yes") else "否", 1.5)]
    return []
