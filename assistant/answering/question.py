"""What a message asks: its single questions, the templates they name, and what kind of question each is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.english import with_chinese
from knowledge.lexical import fold
from knowledge.template import Template

_ASKS = re.compile(
    r"[?？]|吗|呢|么$|怎么|怎样|如何|什么|啥|多少|几(?:[个天年次份条款种期轮月日成周倍笔]|小时)|谁|哪|何[方时人种]|为何|是否|能否|可否|"
    r"([能会可要行对是该算用给有敢])不\1|有没有|可不可以|行不行|可以.{0,8}吗|合适|比较|区别|差[异别]|不同|多久|多长|多大"
)
_BREAK = re.compile(r"(?<=[?？!！。；;\n])|(?:[,，]\s*(?=(?:顺便|另外|还有|以及|再问|再就是|还想问|同时想问)))")
_LEADING = re.compile(r"^(?:顺便|另外|还有|以及|再问一下|再问|再就是|还想问|请问|麻烦问下|想问一下|想问|问一下|那么|那|,|，|、)+(?:再|想|要)?(?:问一?下)?[,，:：]?")
_ORDERS = re.compile(
    r"(?:忽略|无视|忘掉|忘记|抛开|跳过|不要管|别管).{0,14}(?:指令|规则|要求|设定|提示|限制|以上|上面|之前|前面)|"
    r"(?:输出|打印|显示|告诉我|重复|泄露|说出|展示|给我看).{0,12}(?:系统提示|提示词|系统指令|初始指令|密钥|内部设定|你的设定|api ?key|system prompt)|"
    r"(?:从现在(?:开始|起)|现在起|接下来).{0,4}你(?:是|扮演|要当|就是)|(?:没有|不受)(?:任何)?限制的?(?:AI|人工智能|助手|模型|机器人)|你现在是|假装你|假设你是一?[个位只]|请?扮演|开发者模式|越狱|没有任何限制|"
    r"(?:ignore|disregard|forget) .{0,20}(?:instruction|previous|above|rules)|system prompt|jailbreak|developer mode|you are now|pretend (?:to be|you)|act as",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[^,，。;；!！?？\n]*[,，。;；!！?？\n]*")
_ALL = re.compile(r"另(?:外)?[一那]份|两[份个种套](?:都|模板|合同|协议|文本)?|这两[份个]|两者|二者|两边的?合同")
_TEXT, _OF = r"(?:模板|合同|协议|文本)", r"(?:模板|合同|协议|文本)?(?:的|里|中)"
_INTENTS: Mapping[str, re.Pattern[str]] = {
    "compare": re.compile(r"区别|不同|差异|差别|差在|不一样|比较(?!好|合[适理]|大|高|低|长|短|多|少|麻烦)|对比|对照|相同|一样吗|哪[份个一]{1,2}(?:更|对|适合|好|合适)|孰|哪一?[份个种套](?:模板|合同|协议)[^?？。]{0,14}更|是不?是一回事|一回事吗|分别是|各自(?:是|怎么|约定)"),
    "delete": re.compile(r"(?:删|去|拿|砍|划|省|略)(?:掉|除|了|去)|(?<!删不)删(?:吧|了|去|减)?(?=[,，。!！?？]|$)|(?:能|可以|可)不(?:可以)?(?:要|写|放|加|约定)|不想(?:要|写|放)|(?:取消|拿走|不要)(?:这|那)?(?:一|个)?(?:条|款|部分|章)|都不要|不写(?:行|可以)"),
    "usual": re.compile(r"一般|通常|常见|惯例|行情|合适|建议|怎么[写填定约]|如何[写填定约]|填(?:多少|什么|几|谁)|写(?:多少|什么|几|成)|定多少|多少(?:比较|算|才)|太[高低长短狠多少重轻]|合理"),
    "law": re.compile(r"法律|法定|法条|法规|违法|合法|犯法|有效|无效|效力|没[写有]约定|没写|不写|没约定|不约定|未约定|约定不明|法院会|支持吗|依据|规定|上限|算不算|能否|是否|可以吗|行不行|行吗|责任|赔"),
    "draft": re.compile(r"草稿|(?:我们?|咱们?|刚才|刚刚|目前|现在|前面|之前|已经).{0,10}(?:填|写|定|选|约定|说|录|记|设)(?:的|了|成|为|过|好)|(?:填|写|定|选|设)(?:的|了|成|好了?)(?:是)?(?:几|多少|什么|谁|哪|没)|填到哪|填了(?:吗|没)|(?:哪些|什么|哪[几里]|多少).{0,6}(?:没有?|未|还没|不)(?:填|定|写|选)|还(?:差|缺|剩)(?:哪些|什么|几|多少)"),
    "own": re.compile(r"我们?|我[方司]|咱们?|我公司|自己"),
    "side": re.compile(r"(?:算|是|属于|当|做|填在?|写在?|站在?)(?:是)?(?:甲方?还是乙方?|乙方?还是甲方?|哪一?方|甲乙|哪边)|谁是[甲乙]方|甲乙(?:双方)?(?:分别|各自|各)?(?:是|指)(?:谁|哪)|[甲乙]方(?:到底|究竟)?(?:是谁|是哪|指谁|指的是谁)|(?:谁|哪[方个边家])(?:是|算|当|做)[甲乙]方"),
    "standing": re.compile(r"(?:哪些|什么|哪几).{0,8}(?:必备|必须[有写]|不能删|不可以删|可选|推荐的?|可以删|能删|可以去|可以不要)|(?:必备|可选|推荐)的?(?:条款|条|款)(?:是|有|都)"),
    "which": re.compile(
        rf"(?:用|选|签|适合)(?:的是)?哪一?[份套](?!{_OF})|哪一?[份个种套]{_TEXT}(?!{_OF}|.{{0,12}}更)|"
        rf"(?:签|(?:{_TEXT}|两[份种]).{{0,12}}(?:用|选))(?:的是)?哪一?[个种](?:[?？。！好]|合适|$)"
    ),
}
_THINGS = r"(?:数据|副本|备份|拷贝|样本|资料|文件|材料|信息|记录|日志|模型|权重|参数|照片|图片|账号)"
_THING_DELETED = re.compile(rf"{_THINGS}[^，,。；;条款章项]{{0,10}}(?:删|清除|销毁)|(?:删|清)[掉除了]*(?:这些|那些|全部|所有|我们的|对方的)?{_THINGS}")
_PLACES = re.compile(r"条|款|章|约定|合同里|协议里|写")
"""Data are deleted by the parties, clauses by whoever drafts."""
_SHORT = 14
_GOES_ON = re.compile(r"^(?:那么?|那要?是|如果|要是|换成|反过来|还有|这|它|其中|然后|所以|为什么|为啥|凭什么|依据|可是|但)|呢[?？。]?$")
_PARTY = re.compile(r"甲方|乙方")


@dataclass(frozen=True)
class Query:
    """One question: as asked, what it is about, which templates it concerns and what kind it is."""

    text: str
    topic: str
    templates: tuple[str, ...]
    intents: frozenset[str]
    named: bool = False

    def is_(self, intent: str) -> bool:
        """Whether the question is (also) of this kind."""
        return intent in self.intents


def orders_removed(message: str) -> tuple[str, bool]:
    """Return the message without what tries to give the program orders, and whether there was any."""
    kept = [m[0] for m in _SEGMENT.finditer(message) if not _ORDERS.search(m[0])]
    rest = "".join(kept).strip(" ,，。;；!！")
    if _ORDERS.search(message) and rest == message.strip(" ,，。;；!！"):
        rest = _ORDERS.sub("", message)
    return rest, bool(_ORDERS.search(message))


_EMPTY = re.compile(
    r"[?？。，,！!\s]|填|写|定|约定|多少|几|什么|怎么样?|怎样|如何|为什么|为啥|凭什么|谁|哪[个里种]?|合适|合理|比较|算|可以|能|行|好|吗|呢|啊|吧|呀|的|了|是|不|有|没有?|要|会|应该?|到底|究竟|这样|那样|这|那|一般|通常|办|才|就|都|还|又|也|请|帮我?|依据|规定|法律|区别"
)


def bare(text: str) -> bool:
    """Whether a question names no subject of its own (填多少合适?)."""
    return len(_EMPTY.sub("", text)) < 2


def asks(text: str) -> bool:
    """Whether words ask something."""
    return bool(_ASKS.search(text))


def split(message: str, limit: int = 5) -> list[str]:
    """Return the single questions of a message; what only tells something joins the question it belongs to."""
    pieces = [p.strip() for p in _BREAK.split(message) if p and p.strip()]
    pieces = [part for piece in pieces for part in _by_commas(piece)]
    found: list[str] = []
    told = ""
    for piece in pieces:
        if asks(piece):
            found.append(told + piece)
            told = ""
        else:
            told += piece
    if told and found:
        found[-1] += told
    elif told:
        found = [told]
    return [_LEADING.sub("", q) or q for q in found][:limit]


def _by_commas(piece: str) -> list[str]:
    """「保密几年,模型归谁,违约金多少」 asks three things; a condition before a question is one."""
    parts = [p for p in re.split(r"[,，]", piece) if p.strip()]
    conditional = re.compile(r"如果|要是|假如|万一|的话|时$|后$|听说|因为|但是|可是")
    if len(parts) > 1 and all(asks(p) and len(fold(p)) >= 4 and not conditional.search(p) for p in parts):
        return parts
    return [piece]


_ITEMS = re.compile(
    r"(?P<items>[^、,，。；;?？]{2,14}?(?:、[^、,，。；;?？]{2,14}?)+|[^、,，。；;?？]{2,8}?(?:和|与|以及|还有|跟)[^、,，。；;?？]{2,8}?)"
    r"(?P<end>[,，]?(?:这些|这几[个样种]|那些|它们)?(?:都|分别|各自|各|到底|应该?|该)*(?:归|算|属于|怎么|如何|怎样|是|要|能|可以|由|给|填|写|定|多少|几|谁|有没有|有什么|有哪些|哪))"
)


def subjects(topic: str) -> list[str]:
    """Return one topic for each thing a question names in a row (权重、小模型、合成数据归谁); none for one thing."""
    match = _ITEMS.search(topic)
    if not match or re.search(r"区别|不同|差[异别]|比较|还是", topic):
        return []
    items = [i for i in re.split(r"、|和|与|以及|还有|跟", match["items"]) if i]
    if len(items) < 2 or any(_PARTY.search(i) or len(fold(i)) < 2 for i in items):
        return []
    rest = re.sub(r"^[,，]?(?:这些|这几[个样种]|那些|它们|都|分别|各自|各)*", "", topic[match.start("end") :])
    return [f"{i}{rest}" for i in items][:5]


def named_templates(text: str, templates: Mapping[str, Template]) -> tuple[tuple[str, ...], str]:
    """Return the templates that ``text`` names by title or other names, and the text without those names."""
    names = sorted(
        ((name, id) for id, t in templates.items() for name in (t.title, *t.aliases, id) if len(name) > 3),
        key=lambda pair: -len(pair[0]),
    )
    found: list[str] = []
    rest = text
    for name, id in names:
        pattern = rf"《?{re.escape(name)}》?(?:里面?|中)?(?:的|,|，)?"
        if re.search(pattern, rest, re.IGNORECASE):
            rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
            found.append(id)
    if _ALL.search(text):
        return tuple(templates), _ALL.sub(" ", rest)
    return tuple(id for id in templates if id in found), rest


def understand(
    text: str, templates: Mapping[str, Template], given: str = ""
) -> Query:
    """Return what one question asks; a template that the question names goes before the one given."""
    named, topic = named_templates(text, templates)
    whole = given not in templates or _INTENTS["which"].search(text)
    chosen = named or (tuple(templates) if whole else (given,))
    intents = frozenset(name for name, pattern in _INTENTS.items() if pattern.search(text))
    if _THING_DELETED.search(text) and not _PLACES.search(text):
        intents -= {"delete"}
    return Query(text, with_chinese(topic.strip() or text), chosen, intents, bool(named))


def follow_up(text: str, history: Sequence[str], templates: Mapping[str, Template]) -> str:
    """Return the whole question when ``text`` only goes on from the last one, else ``text`` itself."""
    if not history or len(fold(text)) > _SHORT or not _GOES_ON.search(text.strip()):
        return text
    before = history[-1]
    core = _LEADING.sub("", text.strip()).rstrip("呢?？。吗")
    core = re.sub(r"^(?:如果|要是|换成|反过来)(?:是)?", "", core).strip()
    named, rest = named_templates(core, templates)
    if named and not fold(rest):
        return f"{core}{named_templates(before, templates)[1].strip()}"
    parties = _PARTY.findall(core)
    if parties and len(core) <= 4 and _PARTY.search(before):
        other = parties[0]
        return _swapped(before, other)
    return f"{before.rstrip('?？。')}，{text}"


def breach(text: str) -> bool:
    """Whether a question is what follows when somebody does not keep to the contract."""
    return bool(re.search(r"违约|罚|赔|责任|逾期|[晚迟拖]|不[给交付]|后果|怎么办", text))


def _swapped(text: str, party: str) -> str:
    """Ask the same of the other party."""
    first = _PARTY.search(text)
    if not first or first[0] == party:
        return text
    exchange = {"甲方": "乙方", "乙方": "甲方"}
    return _PARTY.sub(lambda m: exchange[m[0]], text)
