"""Acts: what a clause does besides giving values: confirm, undo, leave open, show, export, switch clauses…"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.moves import (
    AddClause,
    Chat,
    Check,
    Confirm,
    Deny,
    Export,
    LeaveOpen,
    Move,
    Redo,
    Show,
    Undo,
)
from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import Cue, cues, suffix
from assistant.reading.people import People
from assistant.reading.scene import Scene
from knowledge.kinds.numerals import NUMBER

_YES = re.compile(
    r"^\s*(?:对+|对的|对啊|是+|是的|是啊|没错|没问题|可以|可以的|好+|好的|好吧|好啊|好嘞|行+|行吧|行啊|嗯+|嗯嗯|ok|okay|yes|y|同意|确认|确定|成|中|要得|得嘞|妥了|没意见|就这样|就这么定|就这么办|就按(?:这个|你说的|建议|你的)(?:来|办|写|填)?"
    r"|那?(?:就)?按(?:你|您)?(?:说的|建议的?|推荐的?|默认的?)(?:来|办|写|填|吧)?|照(?:你|您)?(?:说的|这个)(?:办|写|来)?|听你的|(?:那就?)?(?:[对调互]?换|对调|调)(?:过来|一下|吧)*|反过来|继续|当然|必须的|是这样)"
    r"\s*(?:的|了|吧|啊|呀|哈|呢|就行|没问题|定了)*\s*$",
    re.I,
)
_SUGGESTED = re.compile(
    r"^\s*(?:好+的?|行|可以|嗯|那|就|都|全|请|帮我|麻烦)*(?:改|改吧|改了吧|改掉吧|就?这么改|照改|(?:按|照|依|用|听)(?:着|照)?(?:上面|刚才|你们?|您)?的?(?:建议|推荐|惯例|行规|常规)(?:值|的)?(?:来|办|改|填|写|定|执行)?"
    r"|(?:按|照)(?:你|您)说的(?:改|填|写)|(?:采纳|接受|采用)(?:你的|您的|这个|这些)?(?:建议)?)\s*(?:好了|就行|就好|即可|的|了|吧|啊|呀)*\s*$"
)
_NO = re.compile(
    r"^\s*(?:不+|不是|不是的|不对|不要|不行|不用|不用了|不必|不换|别|别换|别改|先别|不同意|算了|no|n|否|没有|错了?|不可以|先不|暂不|没必要|不改|不是这样|取消)\s*(?:的|了|吧|啊|呀|哈)*\s*$",
    re.I,
)
_UNDO = re.compile(r"撤销|撤回|退回(?:去|上一步)|上一步(?!骤)|回退|(?:刚才|刚刚|上一?句|上面)[^,。;]{0,8}(?:不算|作废|不要了|当没说|收回|取消|删掉)|当我没说|收回(?:刚才|上一)|ctrl\s*\+?\s*z|undo", re.I)
_REDO = re.compile(r"^(?:重做|恢复(?:刚才|撤销|一下|回来|吧|$)|还原(?:回来|刚才|$)|撤销(?:的|错了)[^,。;]{0,4}(?:恢复|回来)|redo)", re.I)
_EXPORT = re.compile(
    r"导出|(?:^|给我|我要|帮我|能不能|可以|想)\s*下载|下载(?:合同|协议|文档|word|草稿|一下|下来)|生成(?:一份|个|一下|最终|正式)?(?:文档|word|合同|协议|文件|草稿|docx|定稿|初稿)|(?:给我|发我|出|打|弄|来|要)(?:先)?(?:一?[份个版])?[^,。;]{0,6}?(?:草稿版?|初稿|word|docx|文档|正式版|签署版|定稿|最终版|终稿|打印版|文件)|(?:草稿|正式|签署|最终)版?(?:给我|导出|出来)|(?:出|给|生成|做)[^,。;]{0,4}(?:正式|最终|签署)[^,。;]{0,4}(?:合同|协议|版)|保存(?:成|为)\s*word|出(?:一)?份(?:合同|草稿)|出稿(?!件|子|的|方)",
    re.I,
)
_FINAL = re.compile(r"正式|最终|签署版|签署稿|定稿|终稿|可以签|能签|盖章版|打印版")
_SHOW_ALL = re.compile(r"(?:看看|看一?下|看一眼|显示|展示|预览|打开|给我看|念一?下|列一?下|瞧瞧|瞅瞅)[^,。;]{0,6}(?:合同|协议|草稿|全文|正文|成品|现在的样子|整体|全部)|(?:合同|协议|草稿|全文|正文)(?:给我)?(?:看看|看一?下|发我看看|长啥样)|预览")
_SHOW_OPEN = re.compile(r"(?:还|都|现在|目前)?(?:差|缺|剩|需要填|没填|要填|要补|该填|空着|待填)(?:什么|哪些|哪几|多少|啥|几)|(?:哪些|什么|啥|多少)(?:还)?(?:没填|没写|没说|空着|缺|漏|没定|待填)|还(?:有|要)(?:什么|哪些|啥|几个?)(?:没|要|问题要|需要|得)?(?:填|说|答|问|补|没)|进度(?:怎么样|如何|到哪|多少|咋样)|(?:看|查|问)(?:看|一?下)?进度|填写进度|^\s*进度\s*$|到哪(?:一步)?了|填到哪|完成(?:了)?多少|还要多久|还有多少")
_SHOW_VALUES = re.compile(r"(?:我)?(?:都|已经|刚才)?(?:填|说|写|定|记|录)(?:过|好|下)?了(?:哪些|什么|啥|多少)|(?<![按日时周月])(?:汇总|总结|归纳|列出|过一遍|复述|核对)(?:一下|下|一遍)?(?:现在|目前|已经|我说|填|所有|全部|信息|内容|$)|现在都(?:有|填)(?:了)?(?:什么|哪些|啥)")
_REPEAT = re.compile(r"再(?:说|讲|问|念|重复)一[遍次下]|重复一下|(?:没|不)(?:听|看)?(?:懂|清楚|明白)(?:你(?!觉得|看|说|建议)|您(?!觉得|看|说|建议)|这|$)|[看听]不(?:懂|明白)|没(?:听|看)(?:懂|清|明白)|刚才问(?:的)?(?:什么|啥)|^(?:这|那|这个|这是|啥|你这是|什么)*(?:什么|啥)?意思\s*$|你(?:刚才)?问(?:的)?(?:什么|啥)")
_SHOW_PLACE = re.compile(r"(?:看看|看一?下|显示|展示|念|给我看|瞧瞧|打开|读一?下|原文)[^,。;]{0,6}?(?P<at>第[一二三四五六七八九十百\d]+条|\d{1,2}\.\d{1,2}(?:\(\d+\))?|附件[一二三四])|(?P<at2>第[一二三四五六七八九十百\d]+条|\d{1,2}\.\d{1,2}(?:\(\d+\))?|附件[一二三四])(?:款)?(?:的)?(?:内容|原文|条文)?(?:给我)?(?:看看|看一?下|念一?下|读一?下|发我)")
_CHECK = re.compile(r"(?:检查|体检|审一?[下遍]|审查|审核|校对|核查|把把关|过一遍)(?:一下|一遍|下|看看)?(?:合同|协议|草稿|全文|现在的|$|吧|有没有)|(?:有没有|有无|有什么|有啥)(?:问题|毛病|漏洞|风险|矛盾|错误?|不对的?地方|坑)(?!怎么)")
_HELLO = re.compile(r"^(?:你好|您好|哈喽|hello|hi|嗨|在吗|在不在|早上好|上午好|下午好|晚上好|早|你好啊|您好啊|hey)[啊呀哈!~\s]*$", re.I)
_THANKS = re.compile(r"^(?:好的)?(?:谢谢|多谢|感谢|谢了|辛苦|麻烦你了|thanks|thank you|3q|太好了|赞|不错)(?:你|您|啦|了|哈|啊|各位|宝|亲|老师|兄弟|哥|姐)*(?:了)?[!~\s]*$", re.I)
_HELP = re.compile(r"^(?:帮助|help|怎么用|你(?:能|会|可以)(?:做|干)(?:什么|啥)|你是(?:谁|什么|干嘛的?|做什么的)|怎么(?:开始|操作|使用)|从哪(?:里)?开始|我?该怎么(?:做|弄|办)|使用说明|你(?:有)?(?:什么|哪些)功能|能干嘛|能帮我做什么|不会用)[呀啊呢的\s]*$", re.I)
_STOP = re.compile(r"^(?:(?:今天|先|就)?(?:到这|到这里|这样吧|这样)(?:吧|了)?|先(?:停|不弄|不聊|不写|不做)(?:了|吧|一下)?|再见|拜拜|bye|下次再(?:说|弄|聊)|改天(?:再)?(?:说|弄|聊)?|回头再(?:弄|聊|来)|结束(?:了|吧|对话)?|不弄了|不写了|休息一下|我先忙|有事先走)[吧了啊\s]*$", re.I)
_OPEN = re.compile(
    r"(?:先|暂时|就|都|也|还|可以|暂)*(?:空着|空白|留空|空一?下|空起|跳过|略过|不填|搁着|放着|放一放|放一?下|搁置|缓一缓|缺着|不写|不定|不急)(?!的|了什么)|待定|另议|另行商定|待补|后补|以后(?:再)?(?:说|补|填|定|谈)|后面(?:再)?(?:补|说|填|定|谈)|回头(?:再)?(?:补|说|填|定|问|给|发|确认)|晚点(?:再)?(?:补|说|填|定|给|发)?|下次(?:再)?(?:说|补|定)|到时候(?:再)?(?:说|定|补|填)|之后再(?:说|补|定|填)|再议|再想想?|再看看|再考虑|再商量|再谈(?!判)"
    r"|(?:还|暂时|目前|现在)?没(?:有)?(?:谈好|谈妥|想好|定下来|定下|定好|确定|敲定|谈拢|商量好|定(?!义|位|金)|决定|想清楚|拿到|批下来|申请下来|出来|注册好|办下来)|(?:手头|手边|现在|暂时)?(?:没有|没带|不在手|不记得|记不清|查不到)(?=$|[,。])|(?:我也?|还)?(?:说不准|不好说|不确定|吃不准)|(?:还)?在(?:谈|商量|走流程|办|申请|等)|(?:我|得|要|还要|需要|先)+(?:问问?|请示|确认|商量|跟[^,。;]{1,6}(?:商量|确认|说))(?:一下|下|老板|领导|法务|财务|他们|对方)*"
)
_QUARREL = re.compile(r"纠纷|争议|分歧|争执|矛盾|扯皮|商量不[成好拢]|谈不拢|协商不成")
"""What is talked over when the parties quarrel is no slot left open."""
_WITHOUT = re.compile(r"^\s*(?:我们|就|先|那)*(?:不设|不约定|不需要|没有|不要|不用设|不用)(?=[^,。;]{2,10}$)")
_MUSING = re.compile(r"^\s*(?:我|让我|容我|等我|还是|嗯+|呃|那个?|先)*再?(?:想想|想一?下|考虑一?下|琢磨一?下)(?:啊|哈|吧|看)?\s*$")
"""Words of somebody who goes on speaking; before other words they leave nothing open."""
_NOT_OPEN = re.compile(r"(?:空着|留空|空白|不填|不写|不定)[^,。;]{0,4}?(?:(?:会|有|要)[^,。;]{0,4}?(?:怎|咋|什么|啥|影响|后果|问题|风险)|怎么(?:办|处理|算)|算(?:什么|不算|谁))|(?:不能|不可以|别|不要|不)(?:先|再)?(?:空着|留空|跳过)|(?:泄密|违约|逾期)[^,。;]*")
_REST = re.compile(r"(?:其他|其它|其余|剩下|剩余|后面|别的)(?:的)?(?:都|全|先|也|内容|部分|几项)*")
_ADD = re.compile(r"(?:再|另外|帮我|麻烦|请|给我|我想|我要|还要|需要|最后|在合同里|合同里)*(?:加|补|增加|添加|补充|写进去?|附加|增补|添)(?:上|进去|进|充)?(?:一|1|个|这|下面)*(?:条|款|个条款|条款|个约定|条约定|项约定|补充条款|条补充)(?:款|约定|内容)?(?:我们?自己的|自己的|特别的|新的|额外的)?(?:进去|到合同里)?\s*(?:[:,]|说|就说|写明|内容是|是)+\s*(?P<v>\S.*)$|^\s*(?:补充条款|另外约定|补充约定|特别约定|其他约定|另行约定)\s*(?:[:,]|写|是)\s*(?P<v2>\S.*)$")


@dataclass(frozen=True)
class Act:
    """A move that a clause makes; ``whole`` says that nothing else in the clause is to be read."""

    move: Move
    start: int
    whole: bool = True


def simple(clause: Clause, scene: Scene, first: bool) -> list[Act]:
    """Acts recognised by their words alone, whether asked politely or told."""
    text = clause.text.strip()
    if (scene.pending or scene.offered) and re.fullmatch(r"(?:就|那就?)?这样吧?", text):
        return []  # a yes to what waits
    return errand(clause)


def errand(clause: Clause) -> list[Act]:
    """What is to be done with the draft (undo, export, show, check) or said in passing, by the words alone."""
    text, at = clause.text.strip(), clause.start
    if _REDO.search(text):
        return [Act(Redo(), at)]
    if _UNDO.search(text):
        return [Act(Undo(), at)]
    if _EXPORT.search(text) and not re.search(r"怎么|如何|在哪|为什么|模型|数据(?!合作)|权重|能不能编辑|(?:他们?|她们?|对方|人家|[甲乙]方|客户|你们)(?:那边)?的?[^,。;]{0,4}(?:文档|文件)", text):
        return [Act(Export(final=bool(_FINAL.search(text))), at)]
    for pattern, move in (
        (_SHOW_VALUES, Show("values")), (_SHOW_OPEN, Show("open")), (_CHECK, Check()), (_REPEAT, Show("repeat")),
        (_HELLO, Chat("hello")), (_THANKS, Chat("thanks")), (_HELP, Chat("help")), (_STOP, Chat("stop")),
    ):  # fmt: skip
        if pattern.search(text) and not (isinstance(move, Check) and re.search(rf"{NUMBER}\s*个?(?:工作日|天|日|月|年|小时)|(?:他们|对方|乙方|甲方)[^,。;]{{0,12}}检查", text)):
            return [Act(move, at)]
    if place := _SHOW_PLACE.search(text):
        return [Act(Show("clause", place["at"] or place["at2"]), at)]
    if _SHOW_ALL.search(text):
        return [Act(Show("draft"), at)]
    return []


FAINT = re.compile(r"^(?:好+|好的|好吧|好啊|好嘞|行+|行吧|嗯+|哦|ok|okay|成|中|可以|对了|继续|当然|得嘞)[吧啊呀哈了]*$", re.I)
"""Words that are a yes when they stand alone, and a mere lead-in before other words."""
COMPLAINT = re.compile(r"太[高低多少长短贵狠严松][了啊吧]?|不合[适理]|凭(?:什么|啥)|吓人|离谱|过分|坑人")
"""Words that find fault with what was proposed."""
_OH = re.compile(r"^(?:(?:哦|噢|喔|啊|嗯|唉|诶|哎呀?|那么?|这样啊?|就|原来如此)[\s]*)+(?=\S)")


def answer(clause: Clause, scene: Scene, alone: bool) -> list[Act]:
    """Yes and no: to a proposal that waits, or (when nothing waits) as words without weight."""
    return yes_or_no(clause, alone)


_BARE_CHANGE = re.compile(r"^\s*改[吧了]?\s*$")
"""改,各执两份: what stands before a new value takes up no advice."""


def yes_or_no(clause: Clause, alone: bool = True) -> list[Act]:
    """Yes or no by its words alone; ``alone`` is False where other words stand beside them."""
    text = clause.text.strip()
    if not any(words.match(text) for words in (_SUGGESTED, _YES, _NO)):
        text = _OH.sub("", text)
    if _SUGGESTED.match(text):
        return [] if alone is False and _BARE_CHANGE.match(text) else [Act(Confirm(suggested=True), clause.start)]
    if _YES.match(text):
        return [Act(Confirm(), clause.start)]
    if _NO.match(text):
        return [Act(Deny(), clause.start)]
    return []


def takes_offer(clause: Clause, move: Move, scene: Scene) -> bool:
    """按建议改 at any time; 好 when the last reply made an offer."""
    named = isinstance(move, Confirm) and move.suggested
    return named or (scene.offered and bool(FAINT.match(clause.text.strip())))


_SUPPOSED = re.compile(r"^\s*(?:那|可是|但)?(?:如果|要是|假如|万一|倘若)")


def leave_open(clause: Clause, message: Message, scene: Scene, people: People) -> list[Act]:
    """先空着, 待定, 还没谈好…: for the slots that are named here or just before, else for what was asked."""
    if (without := _WITHOUT.match(clause.text)) and (named := named_slots(clause.text, clause.start, scene, people)):
        free = [s for s in named if (x := scene.slot(s)) and any(w in clause.text for w in (x.label, *x.aliases) if len(w) > 1) and x.required == "可空" and x.default is None and s not in scene.values]
        return [Act(LeaveOpen(s, without[0].strip()), clause.start) for s in free]
    if _MUSING.match(clause.text) and clause is not message.clauses[-1]:
        return []
    if any(_SUPPOSED.match(c.text) for c in message.sentence(clause.sentence) if c.start < clause.start) and not named_slots(clause.text, clause.start, scene, people):
        return []  # 如果他们坚持四成,…,这个先不写
    match = _OPEN.search(clause.text)
    if not match or _NOT_OPEN.search(clause.text) or re.search(r"\d+%|\d+万", clause.text):
        return []
    reason = match[0].strip()
    if re.search(r"问", reason) and any(c.asks for c in message.clauses):
        return []
    if reason == "没有" and all((s := scene.slot(x)) and s.kind == "bool" for x in _meant("", clause, message, scene, people)):
        return []  # 敏感个人信息:经法规科研判,没有
    earlier = next((c for c in reversed(message.sentence(clause.sentence)) if c.start < clause.start), None)
    if earlier and not _OPEN.sub("", clause.text).strip() and not earlier.asks and (told := leave_open(earlier, message, scene, people)):
        return told  # 乙方没定,先空着
    if "商量" in reason and any(_QUARREL.search(c.text) for c in message.sentence(clause.sentence)):
        return []
    if reason == "没有" and not _nothing_at_hand(clause, match, scene, people):
        return []
    if _REST.search(clause.text[: match.start()]):
        return [Act(LeaveOpen(s, reason), clause.start) for s in (scene.open or scene.asked)]
    bare = clause.text[: match.start()] + " " * len(match[0]) + clause.text[match.end() :]
    slots = _of_party(_meant(bare, clause, message, scene, people), clause, scene, people)
    return [Act(LeaveOpen(s, reason), clause.start) for s in slots]


def _of_party(slots: list[str], clause: Clause, scene: Scene, people: People) -> list[str]:
    """Of the slots those of the party that is named in the clause (他们的我回头发你); all when nobody is."""
    named = [p for p in people.within(clause.start, clause.end) if p.who != "双方" and not re.match(r"\s*(?:回头|再|先|去|要|得|发|问|晚)", clause.text[p.end - clause.start :])]
    if not named:
        return slots
    party = people.party(named[0].who)
    return [s for s in slots if (x := scene.slot(s)) and x.side in ("", party)]


def _nothing_at_hand(clause: Clause, match: re.Match[str], scene: Scene, people: People) -> bool:
    """Whether 没有 says that a value is missing, not that there is none of something (重要数据也没有)."""
    before = clause.text[: match.start()]
    if not re.sub(r"[\s都也还现在暂时这那个]|我们?|目前", "", before):
        return True
    named = named_slots(before, clause.start, scene, people)
    return bool(named) and all((s := scene.slot(x)) and s.kind != "bool" for x in named)


def _meant(bare: str, clause: Clause, message: Message, scene: Scene, people: People) -> list[str]:
    named = named_slots(bare, clause.start, scene, people)
    if named:
        return named
    before = [c for c in message.sentence(clause.sentence) if c.start < clause.start]
    for earlier in sorted(before, key=lambda c: (not c.asks, -c.start)):
        words = _OPEN.sub(lambda m: " " * len(m[0]), earlier.text)
        if named := named_slots(words, earlier.start, scene, people, 2):
            return named
    if any(c.asks for c in before) or (before and _THIS_POINT.match(clause.text)):
        return []
    asking = [c for c in message.clauses if c.end <= (before[0] if before else clause).start and c.asks]
    if named := next((n for c in reversed(asking) if (n := _asked_of(c, message, scene, people))), []):
        return named[:1]  # 泄密违约金写多少好?还没谈好,先空着
    if _THIS_ONE.match(clause.text) or any(_THIS_ONE.match(c.text) for c in before):
        last = [c for c in message.clauses if c.end <= (before[0] if before else clause).start and not re.search(r"\d", c.text)]
        if named := next((n for c in last[:-4:-1] if (n := named_slots(c.text, c.start, scene, people))), []):
            return named[:1]  # 有人建议把模型开放给公众。这一点先不写
        return list(scene.discussed[:1] or scene.asked)
    return list(scene.asked)


_THIS_POINT = re.compile(r"^\s*[这那]一?点")
_THIS_ONE = re.compile(r"^\s*(?:那么?|嗯|哦|好)*[这那此该]一?[项条款块个点]")
"""What was just talked over, before what was asked."""


def _asked_of(clause: Clause, message: Message, scene: Scene, people: People) -> list[str]:
    """The slots that the sentence of a question names."""
    return next((n for c in reversed(message.sentence(clause.sentence)) if (n := named_slots(c.text, c.start, scene, people))), [])


_PARTS = re.compile(r"(?:付款|钱|款|费用?|付)[^,。;\d]{0,4}分(?:成)?(?:几|多少|[两三四五六\d])*[笔期次](?:付|给)?")
"""How the price is paid in parts."""


def named_slots(text: str, offset: int, scene: Scene, people: People, least: int = 1) -> list[str]:
    """Return the slots a clause names (by label, alias, noun or 归), each place giving its best slot; by words of so many characters."""
    found = [c for c in cues(scene.template, text, offset) if c.weight >= 1.6 and c.end - c.start >= least]
    if re.search(r"归(?:谁|属|我|他|对|甲|乙)|归\s*$|归(?=还[在没要不是得])", text) and scene.slot("model_owner"):
        found.append(Cue("model_owner", offset, offset + 2, 3.0))
    if (parts := _PARTS.search(text)) and scene.slot("payment_nodes"):
        found.append(Cue("payment_nodes", offset + parts.start(), offset + parts.end(), 3.0))
    chosen: list[str] = []
    taken: list[tuple[int, int]] = []
    for cue in sorted(found, key=lambda c: (-(c.end - c.start), -c.weight)):
        if any(cue.start < e and s < cue.end for s, e in taken):
            continue
        rivals = [c for c in found if c.start < cue.end and cue.start < c.end and c.end - c.start >= cue.end - cue.start and c.weight >= cue.weight - 0.3]
        taken.append((cue.start, cue.end))
        chosen += _one_of(list(dict.fromkeys(c.slot for c in rivals)), cue, offset, scene, people)
    return list(dict.fromkeys(chosen))


def _one_of(rivals: list[str], cue: Cue, offset: int, scene: Scene, people: People) -> list[str]:
    """Of slots named by the same words: the party's own, both parties', or the one not yet dealt with."""
    slots = [s for r in rivals if (s := scene.slot(r))]
    sided = [s for s in slots if s.side]
    if sided:
        person = people.before(cue.start, offset)
        party = people.party(person.who) if person else ""
        named = [s.id for s in sided if s.side == party]
        return named or [s.id for s in sided if s.id not in scene.values and suffix(s) == suffix(sided[0])]
    if len(rivals) < 2:
        return rivals
    for wanted in (scene.asked, scene.open, tuple(s for s in rivals if s not in scene.values and s not in scene.left_open), tuple(rivals)):
        if hit := [r for r in wanted if r in rivals]:
            return hit[:1]
    return rivals[:1]


def add_clause(line: str, offset: int) -> tuple[str, int, int] | None:
    """Return the words of an own clause in one line (加一条:…), with their span."""
    match = _ADD.search(line)
    if not match or re.search(r"(?:清单|节点|进度|计划|表格?)[^,。;:]{0,6}$", line[: match.start()]):
        return None
    group = "v" if match["v"] else "v2"
    start, end = match.span(group)
    if cut := re.search(r"[。;!](?=\s*(?:另外|对了|还有|然后|再|顺便|总价|保密|导出|你|请问|这样))", line[start:end]):
        end = start + cut.start()
    words = line[start:end].strip()
    if quoted := re.match(r"^[「“\"](.+)[」”\"][。]?$", words):
        start += line[start:end].index(quoted[1])
        end = start + len(quoted[1])
        words = quoted[1]
    return (words, offset + start, offset + end) if len(words) >= 4 else None


def made(words: str) -> Move:
    """Return the move for an own clause."""
    return AddClause(words)


def chatting(clause: Clause) -> list[Act]:
    """Greetings, thanks and calls for help: understood before any template is chosen."""
    text = clause.text.strip()
    table = ((_HELLO, "hello"), (_THANKS, "thanks"), (_HELP, "help"), (_STOP, "stop"))
    return [Act(Chat(what), clause.start) for pattern, what in table if pattern.search(text)][:1]  # type: ignore[arg-type]
