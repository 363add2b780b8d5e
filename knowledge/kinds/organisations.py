"""Where names of organisations begin and end in running text, by their suffix and what people say before them."""

from __future__ import annotations

import re

from knowledge.kinds.base import HAN, fold
from knowledge.kinds.places import PLACE, begins

_STRONG = (
    r"股份有限公司|有限责任公司|有限公司|集团公司|总公司|合作联社|股份公司|集团|大学|研究院|研究所|设计院|科学院|医院|事务所|银行|合伙企业(?:[((](?:有限|普通|特殊普通)合伙[))])?"
    r"|实验室|基金会|出版社|学会|协会|商会|联合会|合作社|联合社|博物馆|博物院|图书馆|档案馆|文化馆|美术馆|科技馆|纪念馆|卫生院|血站|电视台|管委会"
)
_WEAK = r"公司|学院|学校|中学|小学|委员会|办公室|管理局|局|厅|中心|厂|工作室|商行|研究中心|创新中心|政府|诊所|门诊部|经营部|服务部|推广站|管理站|服务站|管理处|农场|林场|支队|大队|幼儿园|公证处|研究会|旅行社|俱乐部|剧团|剧院|乐团|养殖场"
_FOREIGN = r"Inc\.?|LLC|L\.L\.C\.|Ltd\.?|Limited|GmbH|Corp\.?|Corporation|PLC|S\.A\.|Co\.,? ?Ltd\.?|B\.V\.|AG|University|Institute"
SUFFIX_END = re.compile(
    rf"(?:{_STRONG}|{_WEAK}|[所院站馆店部社处会行队]|院区|校区|分公司|分行|支行|合伙[))]|{_FOREIGN})(?:[((][^()()]{{2,10}}[))])?[))\"”]?$",
    re.I,
)
"""Matches the end of a full name of an organisation."""

PRONOUN = re.compile(
    r"^(?:我们?|我方|我司|本公司|本单位|贵公司|贵司|贵方|对方|他们|你们|咱们?|甲方|乙方|丙方|某|该公司|这家|那家|双方|上述|同上|那个|这个)(?:的|这边|那边)?(?:公司|单位|集团|企业)?$"
)
_BRANCH = (
    rf"(?:[{HAN}]{{2,10}}?(?:分公司|分行|支行|分院|分所|分中心|分部|办事处|事业部|研究院|研究所|院区|校区|支队|总队))"
)
_RUN = rf"[{HAN}A-Za-z0-9&·.()()<>《》\-\"“” ]"
_NAME = re.compile(rf"(?:{_STRONG}|{_WEAK})(?:{_BRANCH}(?![{HAN}]*(?:有限公司|公司)))?")
_ROLE = r"(?:甲|乙|丙|对|我|他|她|贵|双|各|出资|出钱|数据|数据提供|数据出|提供|模型训练|训练|训练服务|模型|服务|需求|委托|受托|付款|收款|采购|供应|合作|技术|买|卖|客户|开发|承包|发包|供|需)方"
_CUT = re.compile(
    r"(?:[,。;:!?、\n\t\u0001]|叫做?|还是|不对(?!外)|错了|名为|(?<!自)由|是|即(?!墨)|[系係](?=.{2,}(?:公司|集团|大学|院))(?<=[们方校司哋]系)|(?<=[校业院方司位])为|(?<=类型) ?|(?<=模型|成果|产权|权重|数据|结果)归|(?<=[也都就还全])归|(?<![换])成为|改成|改为|换成|变成|变为|变更为|更名为|找到|找了?(?!钢|塑|煤)|跟|给|被|让|请(?!.{0,2}科)|委托(?!.{0,2}公司)|全称|[名][ ]*称|名字|[甲乙丙]方|(?:协议|合同|[那这][家边]|[的啊嘛呢吧]) |(?:训练|算法|人家|合作|我的?)(?:公司|厂子?)[ ]*(?=.{4,})|(?<=[甲乙]方)写|签约|签合同|介绍|抬头[为是]?|代表[^,。;]{0,5}?方|[中承采发][标做购包办]方|联系|来自|隶属于?|属于|就职于|受雇于|以及|还有|另外|或者?|或是)"
)
_LEAD = re.compile(
    rf"^(?:向(?=[{HAN}]{{2,4}}[市县区省])|\s|\.|-|\([^()]{{1,16}}\)|我[司方校院所]|定[为在成了]|[a-z][A-Za-z']*(?:\s+[a-z]+)*\s+(?=[{HAN}])|代表(?=.{{4}})|哎呀?|诶|欸|喂|呃|嗯|哈喽|你好啊?|您好|大家好|我们?这?[边里儿]?|[场厂店馆院所社局园矿][子里](?=.{4,})|咱们?|他们?|你们?|那边|这边|本公司|我司|贵司|公司(?!.{{0,1}}$)|单位|{_ROLE}|客户|供应商|训练商|服务商|厂商|(?:做|搞|负责|出|给)?(?:训练|模型|算法|数据)的(?!那)(?=.{{4,}})|一家|这家|那家|两家|名(?=[ :])|的|了|和|与|跟|同(?=.{{6,}})|为|由|把|将|向|要|想|在|于|就|那|而|则|然后|接着|另外|是|叫|对|帮|替|也|都|先|再|有|出|负责|提供数据|出数据|做训练|训练模型|方|签|签订|跟|写|填|用(?!友)|选|好的?|嗯|行|请|[))\"”><》])"
)
_LABELLED = re.compile(
    rf"(?:我们?|我方|我司|本公司|本单位|本院|本校|敝司|贵司|贵公司|对方|{_ROLE})\s*\((?![^()]*\)[{HAN}]{{0,3}}(?:公司|集团|院))|\((?:以下)?(?:简称|下称|即)?(?:甲|乙)方\)\s*(?:为|是|[::])?"
)
"""Who a name belongs to, with the bracket that the name or the party stands in: 本公司(…), (甲方)为…."""
CLAUSE_WORDS = r"拟[与和同跟向由]|(?:模型|成果|数据|权重|产权|版权|东西)[都全就也还]*归"
"""Words of a sentence that says what somebody does or owns; no name holds them."""
_JUNK = re.compile(r"(?:大学|学校|医院|公司|集团|学院|单位)的|(?<![重主])要(?![素塞冲])|[我你他]们|对方|\s$|[那这][个家边条]|[就都还](?:写|选|填|叫|去)|剩[下余]|[一二两三四五六七八九十\d][份张页][交给留送]?|方式|交付|[^\u4e00-\u9fff]?不出|法院|仲裁|合同|协议|下面|上面|了(?!望)|有个|送到|拿到|运到|寄到|接受|" + CLAUSE_WORDS)
"""What no name of an organisation has in it: the words around one that is only spoken of."""
_JOINT = re.compile(r"[和与同跟及]")
_DIRECTION = re.compile(
    r"^(?:同方|南方|北方|东方|西方|四方|方正|方圆|方太|方大|为民|为什|和记|和平|和谐|和信|与时|同济|同仁|同花|同程|将军|在线|要素|行云|有研|有色|先导|先进|先锋|先声|都市|对外|对点|签名|好未来|好利|好人|请|写|行动|向日|向上|向阳|填|他山|我爱|我乐|那么|就业|由你|出版|出门|出行|单位|再生|再鼎)"
)
_GENERIC = re.compile(
    r"^(?:(?:有限责任公司|(?:类型|性质|可以|可|能|会|在|里|去|到|他们|自己|我校|我院|企业|校|学校|医院|院|业|市|县|区|省|镇|乡|村|数字|关联|子|母|分|总|全资|控股|第三方|其他|任何|外包|供应商|训练|科技|数据|合作|上市|互联网|软件|人工智能|大|小|几家|两家|每家|该|各|本|贵|我|你|他|她|它|们|的|自己|所属|全国|当地|国有|民营|外资|外部|内部|模型|服务|需求|甲方|乙方|对方|双方|贵方|公司|有限|责任|股份|集团|下属|哪|哪家|什么|某|新|老|另一家|一家|这家|那家))+)?(?:公司|有限公司|集团|大学|研究院|研究所|医院|银行|事务所|中心|学院|学校|厂|局|委员会|工作室|实验室|研究中心|创新中心|办公室|协会|学会|政府|博物馆|博物院|图书馆|档案馆|文化馆|美术馆|科技馆|纪念馆|卫生院|电视台|管委会|合作社|出版社|诊所|门诊部|经营部|服务部|农场|林场|幼儿园|剧团|养殖场)$"
)
_NOT_PARTY = re.compile(r"仲裁委员会$|法院$|仲裁院$|仲裁中心$")


def organisations(text: str) -> list[tuple[int, int]]:
    """Return the spans of organisation names in ``text``; courts and arbitration bodies are left out."""
    folded = fold(text)
    spans: list[tuple[int, int]] = []
    floor = 0
    position = 0
    while match := _NAME.search(folded, position):
        position = match.end()
        start = _start(folded, floor, match.start())
        end = _close(folded, start, match.end())
        name = folded[start:end]
        if _continues(folded, end) or not _named(name, folded[match.start() : match.end()]):
            continue
        spans.append((start, end))
        floor = position = end
    return spans


def _continues(text: str, end: int) -> bool:
    """Whether another suffix follows at once, so that the name goes on (研究院有限公司, 集团有限公司)."""
    after = re.match(rf"[{HAN}()()]{{0,12}}?(?:{_STRONG})", text[end:])
    return bool(
        after
        and not _CUT.search(after[0])
        and not re.match(
            r"[和与跟同,及的在出提做负签]|[甲乙对我]方|北京|上海|深圳|广州|杭州|合肥", after[0]
        )
    )


def _close(text: str, start: int, end: int) -> int:
    """Include a closing bracket that belongs to the name (合伙企业(有限合伙))."""
    rest = re.match(rf"\((?:[{HAN}]{{0,6}}合伙|{PLACE.pattern})\)", text[end:])
    return end + rest.end() if rest else end


def _start(text: str, floor: int, suffix: int) -> int:
    floor = max(floor, suffix - 60)
    run = re.search(rf"{_RUN}*$", text[floor:suffix])
    start = floor + (run.start() if run else suffix - floor)
    for cut in _CUT.finditer(text, start, suffix):
        start = cut.end()
    for cut in _LABELLED.finditer(text, start, suffix):
        start = cut.end()
    start = _after_pause(text, _after_joint(text, start, suffix), suffix)
    while (lead := _LEAD.match(text[start:suffix])) and not _DIRECTION.match(text[start:suffix]):
        if start + lead.end() > suffix:
            break
        start += lead.end()
    return _balance(text, start, suffix)


def _after_pause(text: str, start: int, suffix: int) -> int:
    """Cut at a blank before a place (我们掏钱 乌鲁木齐天山棉业有限公司), unless a place stands before it."""
    for blank in re.finditer(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff]{4})", text[start:suffix]):
        left, right = text[start : start + blank.start()], text[start + blank.end() : suffix]
        if begins(right) == 0 and begins(left) != 0:
            return start + blank.end()
    return start


def _after_joint(text: str, start: int, suffix: int) -> int:
    """Cut at 和/与/跟 only after a word that is a side of its own (我们和…, 甲方与…)."""
    for joint in _JOINT.finditer(text, start, suffix):
        left = text[start : joint.start()]
        if (
            re.search(
                rf"(?:我们|咱们|我|你们|他们|对方|我司|双方|协议|合同|{_ROLE}|已经|打算|准备|想|要|公司)$",
                left,
            )
            or not left
        ):
            start = joint.end()
    return start


def _balance(text: str, start: int, end: int) -> int:
    """Drop an opening part whose bracket closes inside the name but opened before it."""
    part = text[start:end]
    if part.count(")") > part.count("("):
        return start + part.rfind(")") + 1
    if part.count("(") > part.count(")"):
        return start + part.rfind("(") + 1
    return start


def _named(name: str, suffix: str) -> bool:
    if PRONOUN.match(name.split("(")[0]) and "(" in name:
        return False
    bare = re.sub(r"\([^()]*\)$", "", name)
    unfit = _GENERIC.match(bare) or _GENERIC.match(name) or PRONOUN.match(name) or _NOT_PARTY.search(name)
    if len(bare) < 4 or _JUNK.search(name.removesuffix(suffix)) or unfit:
        return False
    core = len(name) - len(suffix)
    if suffix == "公司" and re.search(r"[写填打发]|电话|手机|地址|邮箱|合同|协议|账[户号]|名字", name):
        return False
    if re.fullmatch(_WEAK, suffix):
        return core >= (4 if suffix == "公司" else 3)
    return core >= 2
