"""Free text: which stretch of words is the description, the method, the standard, the name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.reading.clauses import Clause, Message
from assistant.reading.cues import topic
from assistant.reading.lexicon import MEDIUM, METRIC, THINGS
from assistant.reading.scene import PARTIES, Scene
from knowledge.kinds.numerals import NUMBER, vague
from knowledge.kinds.organisations import SUFFIX_END
from knowledge.template import Slot

KINDS = ("text", "longtext", "timing", "money_or_text", "account")
_LINK = (
    r"\s*(?:的话|这块|那块|方面|呢)?\s*(?:(?:我们|暂时|先|就|都|也|大概|主要|应该|还是|可以|要|统一|定|改)*\s*"
    r"(?:[::]|是|叫做?(?![号车醒卖])|喊(?:做|成)?|为|写成?|填|用|采用|包括|包含|有(?![声关限机色效轨源])|按|如下|成|到|走|(?<=定)在)+)\s*(?:[::])?\s*"
)
_QUOTED = re.compile(r"^\s*[「“\"『《](?P<v>[^」”\"』》]+)[」”\"』》]\s*(?:这个名字|吧|就行|就好)?\s*$")
_NAMED = re.compile(r"(?:项目|课题|名字|名称)?\s*(?:就|先|还是|改)?(?:叫做?(?![号车醒卖])|喊(?:做|成)?(?!人|话|停)|取名|起名(?:叫|为)?|定名为?|命名为)\s*(?P<v>[「“\"《『]?[^,。;!]{3,60})$")
_TRAIL = re.compile(r"(?:(?<=[\u4e00-\u9fff]{4})是|(?:可以|行|好|成)(?:吗|不)|就(?:行|好|可以)了?|吧|哈|啊|呀|哦|呢|嘛|呗|昂|咯|喽|嘞|哩|得了|行了|好了|即可|就这样|这样|谢谢|先这样|这么写|这么定)+\s*$")
_CONJUNCTION = re.compile(r"^\s*(?:但是?|不过|然后|而且|并且|另外|所以|那么?|可是)\s*(?=\S{4})")
_HAND_OVER = r"(?:交付|交接|交(?!付)|传输|传送|传|给|提供|发送|发|拷|寄|送|移交)"
_BY = re.compile(
    rf"(?:通过|使用|采用|利用|(?<![不没别])用(?!户)|走|(?<![可所难])以(?![后前上下及外内往来至免便])|经由?(?![过常理济营验办费销纪])|靠|拿(?![去来不到着])|(?<![A-Za-z])via\s)(?P<v>[^,。;]{{2,60}}?)(?:来|的方式|的形式|方式|形式)*(?:(?P<verb>{_HAND_OVER})(?P<rest>[^,。;]*))?$"
)
_SOMEBODY = re.compile(r"[我你他她它]们?|对方|甲方|乙方|人家|公司|企业|团队|钱")
_WHOSE = re.compile(r"(?:[我你他]们?|对方|甲方|乙方|人家|公司)的")
"""A way of handing over is a thing, no person."""
_LICENSE = re.compile(
    r"(?:可以|能|有权|只能|仅[限可能]?|允许|永久|免费|内部|随便|不能|不得|无权|可)[^,。;]{0,16}(?:使(?!劲|得)用?|用|商用|部署|二次|再许可|转授权|留一份|保留)|(?:普通|独占|排他)许可|接着用|白用|白使|(?:永久|免费|内部)(?:免费|永久|内部)*使?用"
)
_SHARE = re.compile(r"各用各的|共有[^,。;]{0,4}\d{1,2}\s*[:比]\s*\d{1,2}|(?:[甲乙]方|我[们方]|对方|他们)[^,。;\d]{0,4}\d+(?:\.\d+)?\s*%[^,。;]{0,4}(?:[甲乙]方|我[们方]|对方|他们)[^,。;\d]{0,4}\d|各(?:占|自|家)?\s*(?:\d|一半|百分之)|五五|四六|三七|二八|对半|一人一半|一家一半|[一二三四五六七八九]成|占\s*\d+\s*%|份额|收益[^,。;]*(?:平分|均分|分)|(?:都|各自|均)(?:可以|能|可)[^,。;]*用|(?:对外|授权|许可|转让)[^,。;]*(?:一起|共同|双方|同意)")
_PURPOSE = re.compile(r"只[给让供](?:他们|对方|[甲乙]方|人家)?(?:用来|拿来|用于|拿去|去|来)?(?=训|做|练|微调|开发)|(?:只能|仅能?|只准|只许|只限|只可以?|限于|仅限)(?!(?:按|照|按照|依|听)[^,。;]{0,6}(?:说|要求|指示|意思))(?:够|用于|拿来|拿去|用来|用在|限于|用|做|给|在)*|(?:用于|用来|拿来|拿去)(?=(?:训练|训|做|微调|开发|测试))")
_VAGUE_PURPOSE = re.compile(r"^\s*(?:做|去|来)?(?:训练?|做训练|训练模型|训模型|模型训练|训练用|用)?(?:的|吧|了)?\s*$")
_DESC = re.compile(r"(?:训练)?(?:数据|语料|样本|素材|影像|图像|照片|录音|视频)(?:内容|情况)?\s*[嘞嘛呢呀啊哈]?\s*(?:主要|大概|基本|就|都|一共|总共|差不多)*\s*(?:是|为|有(?!限|问题|毛病|错|缺|瑕疵)|包括|包含)\s*(?!由|怎么|否|不|没|我们?[出给的]|(?:客户|他们|人家)[出给提]|对方|甲方|乙方|保密|加密|免费|[\d一二三四五六七八九十]+(?:月|号|个工作日)|[前后年明今](?!年?[到至])|含|涉及|分批|一次|从|按)(?P<v>(?!(?:他们|我们?|对方|人家|甲方|乙方|客户)[\u4e00-\u9fff]{0,3}的?$).+)$")
_ARE = re.compile(rf"^\s*(?:里面|主要|基本上?|大多|都|全|就)+是(?P<v>(?!我们?|他们|对方|甲方|乙方)[^,。;]{{2,30}}(?:{THINGS})[^,。;]{{0,8}})$")
_OFFER = re.compile(r"(?:提供|出|给|拿出|准备|准备了|手里有|手上有|共享)(?:的(?:就)?是|了|出|来)?\s*(?P<v>[^,。;]{0,40}?(?:\d|[一二三四五六七八九十百千万]+)[^,。;]{0,6}?(?:张|条|段|小时|份|TB|GB|T\b|G\b|篇|帧|例|个样本|组|套)[^,。;]*)$", re.I)
_TEST = re.compile(r"^\s*验收(?:的时候|时)?[用拿以][^,。;]{2,}|测试集|封存|盲测|测试脚本|抽样|抽取|第三方检测|现场测试|留出|验证集|怎么测|交叉验证|评测|[拿用取抽]\s*\d*[^,。;]{2,16}(?<!检)(?<!预)(?<!监)(?<!观)测(?:试|$|[,。;])")
_DELIVER = re.compile(r"(?:最后|最终|到时候|完事)?\s*(?:要|需要|得|会|应当?)?(?:交付|交|提交|给)(?:我们|给我们|对方|的)?(?:东西|内容|物|成果)?(?:有|是|包括|包含|:)?\s*(?P<v>[^,。;]*(?:权重|代码|源码|文档|报告|手册|模型卡|镜像|脚本)[^,。;]*)$")
_ALL_DELIVER = re.compile(r"^(?P<v>[^,。;]*(?:权重|代码|源码|文档|报告|手册|镜像|脚本)[^,。;]*?)(?:都|全部?|也|一并|统统)*(?:得|要|需要?|必须|应当?)(?:一起|一并)?(?:交付?|提供|给)(?:我们|过来|出来)?$")
_SIZED = re.compile(rf"(?:{THINGS}|(?<![A-Za-z0-9])[A-Z]{{2,3}})(?:大概|大约|一共|总共|约|共|有|是)*\s*(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)\s*(?:多)?[百千万亿]*\s*(?:余|多)?\s*(?:张|条|例|段|小时|个小时|份|TB|GB|T|G|篇|帧|组|套|幅|卷|首)", re.I)
_SIZED_FIRST = re.compile(rf"\d+(?:\.\d+)?\s*[万亿千]*\s*(?:TB|GB|T|G|张|条|段|小时|份|例|帧|幅|卷|首|篇|套|组)的?[^,。;]{{0,12}}(?:{THINGS})", re.I)
_ONTO = re.compile(r"(?:模型)?(?:直接)?(?P<v>(?:(?:Docker)?镜像|权重(?:文件)?|推理代码|模型文件)?(?:以[^,。;]{2,30}?)?(?:部署|交付|推送|上传|安装|装|发布)(?:到|在|至)[^,。;]{2,40}?)(?:上?(?:交付|交|就行|即可)?)$")
_FORM = re.compile(r"^(?:模型|数据|成果)?(?:的)?(?:交付|传输|提交)?(?:的)?(?:方式|形式)\s*(?:是|为|:|就|用|走|定|写|按|采用)+\s*(?P<v>.{2,})$")
_STORED = re.compile(r"(?P<v>(?:刻录?|拷贝?|存|装)(?:成|进|到|在|好)?[^,。;]{0,6}(?:光盘|硬盘|[U优]盘|移动盘|磁盘)[^,。;\d]{0,8}?(?:送|寄|交|给|带|拿|发|邮)[^,。;\d]{0,6})$")
_STRAIGHT = re.compile(r"^\s*(?!用|通过|走|以|经|把|将)(?P<v>[^,。;]{2,20}?)(?:的方式)?(?:给|交付?|传|提供|发)(?:数据|样本|语料)$")
_PROJECT = re.compile(
    r"^\s*(?:本|这个)?(?:项目|课题)\s*(?:[::]\s*(?P<v>.{3,60})|(?:就)?(?:是|为)(?:做)?(?P<v2>[^,。;]{3,40}(?:预测|识别|检测|模型|训练|系统|平台|项目|分析|开发|优化|诊断|预警|推荐|问答|生成|分类|翻译|调度|评估|监测)))$"
)
_PROVIDES = re.compile(r"^\s*(?:我们?|我方|我司|甲方|乙方|对方|他们|咱们?)?(?:这边|来|负责|会|可以)*(?:出|提供|拿出|给)(?P<v>(?![^,。;]*工作日)[^,。;]{5,60}(?:数据|样本|语料|图片|图像|录音|影像|文本|日志))$")
_WALK = re.compile(r"^\s*(?:就|都|那|还是|我们|统一)*(?:走|用|通过)(?P<v>[^,。;]{2,20})$")
_MEDIUM_ONLY = re.compile(
    r"^\s*(?:(?:数据|模型)?(?:交付|交|传输)\s*[::]?)?\s*(?:通过|用|走|以|经|拿|采用)?(?P<v>(?=[^,。;]*(?:硬盘|网盘|云盘|[U优]盘|光盘|FTP|接口|专线|数据空间|对象存储|OSS|S3|邮件|VPN|快递|专人|服务器|平台|仓库|镜像|Docker|ONNX|Git|沙箱|通道))(?!数据|模型)[^,。;\d用走传给交送拷式]{2,24})(?:来)?(?:交付?|传|给|发|寄|送)?(?:过去|给(?:他们|对方|你们))?$", re.I
)
"""A clause that names a medium and nothing else, beside a clause about the handing over."""
_LATE_HEAD = re.compile(r"(?:没(?:能)?按[时期]|晚交|迟交|逾期交|延期交|延迟交|推迟交|交付(?:逾期|延迟|延期)|拖期|误期|延误|不达标|交不出|做不出|拖延|交晚)[^,。;\d]*$|(?:服务方|供应商|训练方|受托方|承接方|开发方|甲方)逾期的?(?:话)?\s*$")
_SO = re.compile(r"^\s*(?:违约金|就|那|则|每|一|1|按)*(?:天|日|次)?(?:扣|赔|罚|付|按|收|\s*(?=[千万百]分之|\d))[^,。;]*(?:\d|[千万百]分之|[一二三四五六七八九十百千万])")


def consequence(before: Clause, clause: Clause, scene: Scene) -> Stretch | None:
    """Return what follows from late work when the clause before only says that it is late (他要是晚交,一天扣1‰)."""
    if scene.slot("penalty_a_delay") and clause.sentence == before.sentence and _LATE_HEAD.search(before.text) and _SO.match(clause.text):
        return Stretch("penalty_a_delay", clause.start, clause.end, True, 2.2)
    return None


_SIGNED = re.compile(r"(?:签[订约署]地(?:点)?|签字地点)(?:是|在|为|:|就|写|定|填)*\s*(?P<v>\S{2,20})$|在(?P<v2>[^,。;]{2,16}?)签(?:的|订|约|署|字|合同|协议)?(?:的)?$")
_BASE = re.compile(r"(?:底座|基座|基础模型|底模|预训练模型|基于|微调|用的?(?:是)?)\s*(?:模型)?(?:就)?(?:用|是|选|采用|为|:)?\s*(?P<v>(?:Qwen|通义|千问|Llama|DeepSeek|ChatGLM|GLM|Baichuan|百川|Yi-|InternLM|书生|YOLO|ResNet|BERT|RoBERTa|Mistral|Gemma|Phi|Whisper|ViT|SAM|CLIP|Stable|盘古|文心|ERNIE|混元|星火|Paraformer)[^,。;]*)", re.I)
_CAP = re.compile(r"(?:责任|赔偿)(?:总额)?[^,。;]{0,6}?以(?P<v2>[^,。;]*(?:\d|[百千万一二三四五六七八九十]+|总额|全部|倍)[^,。;]*)为(?:上?限|封顶)|(?:责任|赔偿)[^,。;]{0,6}?(?:上限|封顶|限额|最[高多]|不超过|限制)(?:就|设|定|为|是|在|到|:|赔|按|写|不超过)*\s*(?P<v>[^,。;]*(?:\d|[百千万一二三四五六七八九十]+|总额|全部|倍)[^,。;]*)")
_LEAK = re.compile(r"(?:泄密|泄露|泄漏|外泄|违反保密|保密违约|超范围使?用)[^,。;]*?(?:赔偿?|罚款?|违约金|付|按)(?:金)?(?:就|定|设|是|为|写|:|每次|一次|的话)*\s*(?P<v>[^,。;]*(?:\d|[百千万一二三四五六七八九十两]+)[^,。;]*)$")
_LATE = re.compile(r"(?P<v2>(?:每)?(?:逾期|晚|拖|延)[^,。;付款]{0,4}?(?:一天|一日|1天|1日)[^,。;]*(?:\d|[千万百]分之|[一二三四五六七八九十百千万两]+)[^,。;]*)$|(?:晚交了?|交晚了?|迟交|逾期(?:交付?|交货)?(?!付)|拖期|延期(?:交付)?|误期|延误|不达标|拖一天|晚一天|逾期一天|拖延)[^,。;]{0,14}?(?P<v>(?:每(?:天|日|晚一天|拖一天|逾期一[天日]|延迟一[天日])|按|赔|扣|罚|违约金)[^,。;]*(?:\d|[千万百]分之|[一二三四五六七八九十百千万两]+)[^,。;]*)$")
_NUMBERED = re.compile(r"(?:编号|合同号|协议号|文号)(?:就|写|是|为|:|用|填)*\s*(?![不没无别暂先待未免等还])(?=[^,。;]*[0-9A-Za-z])(?P<v>[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\-—_/()〔〕\[\]第号\u4e00-\u9fff]{2,39})$")
_REVENUE = re.compile(r"[^,。;]*分[^,。;]{0,6}(?:\d+\s*%|[一二三四五六七八九]成|一半)[^,。;]{0,4}(?:收益|利润|收入)[^,。;]*|[^,。;]*(?:收入|收益|利润|销售额|营收)[^,。;]*(?:拿|占|得|提)[^,。;]*(?:成|%|一半)|(?:分成|分账|分润|收益|利润)(?![^,。;]*保底)[^,。;]*(?:\d|[一二三四五六七八九]成|[三四五六七八]{2}开|对半|五五|平分)[^,。;]*")
_CORE = re.compile(r"(?:永久保密|一直保密|核心(?:信息|数据|参数)?)(?:的|就)*(?:内容|清单|范围)?(?:是|有|包括|为|:)+\s*(?P<v>.+)$")


@dataclass(frozen=True)
class Stretch:
    """Words at ``start:end`` that belong to a text slot; ``open`` lets following clauses join in."""

    slot: str
    start: int
    end: int
    open: bool = False
    strength: float = 1.0


_PATTERNS: Mapping[str, tuple[tuple[re.Pattern[str], bool], ...]] = {
    "training_data_desc": ((_DESC, True), (_ARE, True), (_OFFER, True), (_PROVIDES, True), (_SIZED, True), (_SIZED_FIRST, True)),
    "sign_place": ((_SIGNED, False),),
    "project_name": ((_PROJECT, False),),
    "base_model": ((_BASE, False),),
    "liability_cap": ((_CAP, False),),
    "confidentiality_penalty": ((_LEAK, False),),
    "penalty_a_delay": ((_LATE, True),),
    "contract_no": ((_NUMBERED, False),),
    "core_info_list": ((_CORE, True),),
    "deliverables": ((_DELIVER, True), (_ALL_DELIVER, False)),
}


_TOPIC_ONLY = re.compile(r"^\s*(?:对了|那个?|至于|关于|说到|还有|然后|上面|刚才|刚刚|先前|前面|之前|你们?|您|问我?的|说的|要的|提到的|补一?下|就是)*\s*(?P<name>[^,。;]{2,12}?)\s*(?:嘛|呢|呐|这块|那块|方面|的话|这边|这里|上|啊|呀|是这样的?|如下|:)*\s*$")


_COUNTED_NEXT = re.compile(r"^\s*(?:成|有|大概|大约|一共|总共|差不多|约|共)*\s*(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千几]+)\s*[多来]?[百千万亿]*\s*(?:张|条|段|小时|份|例|帧|TB|GB)", re.I)
_THINGS = re.compile(r"(?:数据|图|图片|图像|影像|视频|音频|照片|相片|文本|日志|记录|语料|样本|录音|信号)(?:而已|啥的|什么的|之类的?|为主|罢了)?\s*$")


def counted(before: Clause, clause: Clause, scene: Scene) -> Stretch | None:
    """Return both clauses as the description of the data: what it is, then how much (瓷砖的相片,十万张)."""
    fresh = scene.slot("training_data_desc") and "training_data_desc" not in scene.values
    if not fresh or clause.sentence != before.sentence or testing(before) or testing(clause):
        return None
    if _THINGS.search(before.text) and len(before.text.strip()) >= 4 and _COUNTED_NEXT.match(clause.text):
        return Stretch("training_data_desc", before.start, clause.end, False, 1.6)
    return None


def announced(before: Clause, clause: Clause, scene: Scene) -> Stretch | None:
    """Return the clause as text when the clause before only names the slot (数据嘛,是近三年的…)."""
    match = _TOPIC_ONLY.match(before.text)
    if not match or clause.sentence != before.sentence:
        return None
    name = {"数据": "训练数据", "项目": "项目名称", "标准": "验收标准"}.get(match["name"], match["name"])
    for slot in scene.template.slots.values():
        if slot.kind in ("text", "longtext") and name in (slot.label, *slot.aliases):
            lead = re.match(r"\s*(?:就|主要|都|大概|应该)*(?:是|有|叫|喊|写|填|包括|为|用)?\s*", clause.text)
            start = clause.start + (lead.end() if lead else 0)
            return Stretch(slot.id, start, clause.end, slot.kind == "longtext", 2.9)
    return None


_CALLED_SO = re.compile(r"(?![称不没怎先待要改能可还的有按用再就都也跟和与呢吗吧嘛啊])[\u4e00-\u9fffA-Za-z]{4,40}$")
"""项目名称织物瑕疵检测: a name right behind the word."""
_HEADS: Mapping[str, str] = {"数据": "training_data_desc", "项目": "project_name", "标准": "acceptance_criteria", "用途": "training_purpose", "目的": "training_purpose"}
_HEAD = re.compile(rf"\s*(?P<h>{'|'.join(_HEADS)})\s*:\s*(?!\d+(?:\.\d+)?\s*(?:个?工作日|天|日|月|%))(?=\S{{2}})(?![^,。;]{{0,6}}[\d/月]+[日号前])")
"""Words that are a label only where a colon follows them."""


def labelled(clause: Clause, scene: Scene) -> Stretch | None:
    """Return the words after a label or alias and a linking word (验收标准是…, 项目名称就写…)."""
    text, best = clause.text, None
    if (head := _HEAD.match(text)) and scene.slot(_HEADS[head["h"]]):
        return Stretch(_HEADS[head["h"]], clause.start + head.end(), clause.end, _HEADS[head["h"]] != "project_name", 3.0)
    for slot in scene.template.slots.values():
        if slot.kind not in KINDS:
            continue
        for word in (slot.label, *slot.aliases):
            at = text.find(word) if len(word) >= 2 else -1
            if at < 0 or at > 16:
                continue
            whole = word[-1] in "是叫" or word.endswith("包括")
            link = re.compile(_LINK if not whole else rf"(?:{_LINK})?").match(text, at + len(word))
            if not link and not text[:at].strip():
                link = re.compile(r"\s+(?=\S{2})").match(text, at + len(word))
            if not link and at == 0 and word.endswith(("名称", "名")) and _CALLED_SO.match(text, len(word)):
                link = re.compile("").match(text, len(word))
            named = link and slot.id == "training_data_desc" and SUFFIX_END.search(text[link.end() :].strip())  # 我们出data:某公司
            if not link or named or not text[link.end() :].strip() or re.match(r"(?:先|还(?![\u4e00-\u9fff]{7})|待定|空|没|[不无][要用写填必需设留]|免[了填]|未定|另[说议定]|[我咱]?们?(?:也|都)?(?:还|尚|仍|正)?在?(?:斟酌|考虑|琢磨|商量|讨论|研究)|(?:我们?|他们?|对方|人家|客户|[甲乙]方)(?:这边|那边)?(?:给|出|提供)的?\s*$)", text[link.end() :]):
                continue
            score = len(word) + (slot.id in scene.expected) * 2 + _topical(slot.id, clause, text)
            if best is None or score > best[0]:
                best = (score, slot, at, link.end())
    if best is None:
        return None
    _, slot, at, begin = best
    if slot.id == "project_goal" and not re.search(r"目标", text[:begin]) and METRIC.search(text[at:]):
        begin = at
    return Stretch(slot.id, clause.start + begin, clause.end, slot.kind != "text" or False, 3.0)


def _topical(slot: str, clause: Clause, text: str) -> int:
    here = topic(text)
    return 1 if here and slot.startswith(here) else 0


def patterned(clause: Clause, scene: Scene, about: str, owner_said: bool, shared_said: bool = False, sentence: str = "") -> list[Stretch]:
    """Return the stretches that the idioms of each text slot find in one clause; ``about`` is the topic of its ``sentence``."""
    found = [*_by_pattern(clause, scene), *([] if NOT_THAT_WAY.search(clause.text) else _ways(clause, scene, about)), *_standards(clause, scene, sentence)]
    return found + _by_situation(clause, scene, owner_said, shared_said, sentence)


def _by_pattern(clause: Clause, scene: Scene) -> list[Stretch]:
    """The first idiom of each slot that is found in the clause."""
    text, found = clause.text, list[Stretch]()
    for slot, patterns in _PATTERNS.items():
        for pattern, more in patterns if scene.slot(slot) else ():
            match = pattern.search(text)
            if match is None:
                continue
            if pattern in (_SIZED, _SIZED_FIRST):
                if slot not in scene.values and not any(vague(n) for n in re.findall(NUMBER, match[0])) and not METRIC.search(text) and not testing(clause):
                    found.append(Stretch(slot, clause.start, clause.end, True, 1.6))
                continue
            if slot == "training_data_desc" and (re.search(r"协议|合同|初稿|草稿", match[0]) or testing(clause)):
                continue
            if slot == "penalty_a_delay" and re.search(r"解除|终止|停工|散伙", text):
                continue  # how late is too late, not what it costs
            group = next((g for g in ("v", "v2") if g in pattern.groupindex and match[g]), 0)
            found.append(Stretch(slot, clause.start + match.start(group), clause.start + match.end(group), more, 2.0))
            break
    return found


_OF_DATA = re.compile(rf"训|练|微调|开发|建模|{THINGS}")
"""模型归我们,他们只能内部用: who may use the model uses no data, where neither data nor training is spoken of."""


def _by_situation(clause: Clause, scene: Scene, owner_said: bool, shared_said: bool, sentence: str) -> list[Stretch]:
    """Words that mean a slot only in their place: after the owner was named, or in answer to a question."""
    text, asked, found = clause.text, scene.expected, list[Stretch]()
    whole = (clause.start, clause.end)
    purpose = _PURPOSE.search(text) if scene.slot("training_purpose") else None
    where = purpose and re.fullmatch(r"[^,。;]*(?:境内|国内|本地|内网|机房)[^,。;]{0,4}(?:训练?|练)", text[purpose.start() :].strip())  # 只能在境内训
    taken = where or (purpose and purpose[0].startswith(("拿去", "拿来")) and "training_purpose" not in asked and not re.search(r"只|仅|限|不得|不能|不许|别的", sentence))
    shared = shared_said or scene.values.get("model_owner") == "共有" or "共有" in text or "co_own_rule" in asked
    owned = scene.values.get("model_owner") in PARTIES and re.search(r"使用|用|部署|商用", text) and not METRIC.search(text) and not re.search(r"数据|测试|验收|微信|邮件|网盘|硬盘|[U优]盘", text)
    licensed = scene.slot("model_license_scope") and _LICENSE.search(text) and not shared and (owner_said or owned or "model_license_scope" in asked)
    if purpose and not taken and not (licensed and not _OF_DATA.search(text)) and not re.search(r"模型[^,。;]{0,4}(?:只能|仅)", text) and _purposeful(text[purpose.end() :]):
        found.append(Stretch("training_purpose", clause.start + purpose.start(), clause.end, True, 2.0))
    if licensed:
        found.append(Stretch("model_license_scope", *whole, True, 1.8))
    if scene.slot("revenue_share_rule") and (scene.values.get("fee_mode") == "收益分成" or re.search(r"(?:收入|利润|营收|流水|销售额|基数)[\s\S]*(?:分成|分润|分账)|(?:分成|分润|分账)[\s\S]*(?:收入|利润|营收|流水|销售额|基数)", sentence)) and _DIVIDED.search(text) and _TAKINGS.search(sentence):
        found.append(Stretch("revenue_share_rule", *whole, True, 1.9))
    settled = "co_own_rule" in scene.values and re.search(r"收益|收入|利润|分成", text)
    if scene.slot("co_own_rule") and shared and _SHARE.search(text) and not settled:
        label = re.match(r"\s*[^:,]{2,6}:\s*", text)
        found.append(Stretch("co_own_rule", clause.start + (label.end() if label else 0), clause.end, True, 1.7))
    if scene.slot("revenue_share_rule") and (match := _REVENUE.search(text)):
        found.append(Stretch("revenue_share_rule", clause.start + match.start(), clause.end, True, 1.6))
    named = _NAMED.search(text) if scene.slot("project_name") else None
    told = named and (re.match(r"项目|课题|名字|名称", named[0].strip()) or "project_name" in asked or re.search(r"(?:模型|训练|系统|平台|项目)[」”》]?$", named["v"].strip()) or re.search(r"项目|课题|名[字称]", sentence) or "模型" in text[: named.start()])
    if named and told and not re.search(r"公司|院$|法人|大学|代表|联系人|负责人|[我他她]叫|本人|姓名", text):
        found.append(Stretch("project_name", clause.start + named.start("v"), clause.end, False, 2.5))
    return found


_TAKINGS = re.compile(r"(?:收入|收益|利润|营收|流水|销售额)")
_DIVIDED = re.compile(r"按[^,。;]{0,10}(?:收入|收益|利润|营收|流水|销售额)|(?:我们?|甲方|乙方|他们|对方)[^,。;\d]{0,3}(?:\d+\s*%|[一二三四五六七八九]成)[^,。;]{0,2}(?:我们?|甲方|乙方|他们|对方)")


def _purposeful(words: str) -> bool:
    return not re.search(r"训练数据|的话\s*$", words) and not _VAGUE_PURPOSE.match(words)


NOT_THAT_WAY = re.compile(r"(?:肯定|绝对|可|都)?(?:不行|不让用|不准用|不能用|别用|用不了)\s*$")


def _ways(clause: Clause, scene: Scene, about: str) -> list[Stretch]:
    """How something is handed over: 用加密硬盘交, 通过私有仓库交权重和镜像."""
    text = clause.text
    for pattern in (_FORM, _ONTO):
        match = pattern.search(text)
        if match and not (pattern is _FORM and _BY.search(match["v"])) and (MEDIUM.search(match["v"]) or pattern is _ONTO):
            model = pattern is _ONTO or re.search(r"权重|镜像|模型|部署|ONNX|Docker|推理|仓库|API|接口", match["v"], re.I)
            slot = "model_delivery_method" if model or about == "model" else "data_delivery_method"
            if scene.slot(slot) and (pattern is _FORM or (about != "data" and "数据" not in text)):
                return [Stretch(slot, clause.start + match.start("v"), clause.start + match.end("v"), False, 2.1)]
    if (direct := _STRAIGHT.search(text)) and MEDIUM.search(direct["v"]) and scene.slot("data_delivery_method"):
        return [Stretch("data_delivery_method", clause.start + direct.start("v"), clause.start + direct.end("v"), False, 2.0)]
    if (stored := _STORED.search(text)) and about != "model" and "模型" not in text and scene.slot("data_delivery_method"):
        return [Stretch("data_delivery_method", clause.start + stored.start("v"), clause.end, False, 2.1)]
    if (plain := _MEDIUM_ONLY.match(text)) and not _SOMEBODY.search(_WHOSE.sub("", plain["v"])) and about in ("data", "model") and scene.slot(f"{about}_delivery_method"):
        return [Stretch(f"{about}_delivery_method", clause.start + plain.start("v"), clause.start + plain.end("v"), False, 1.85)]
    match = _BY.search(text)
    if match is None or re.search(r"仲裁|法院|诉讼|付款|验收|测试集", text) or re.search(r"^[^,。;]{0,3}(?:训|练|做模型)", match["rest"] or ""):
        return []
    medium = MEDIUM.search(match["v"]) or MEDIUM.search(match["rest"] or "")
    walked = _WALK.search(text) if medium and about in ("data", "model") and not match["verb"] else None
    if walked and scene.slot(f"{about}_delivery_method"):
        return [Stretch(f"{about}_delivery_method", clause.start + walked.start("v"), clause.start + walked.end("v"), False, 1.9)]
    if not (match["verb"] or (medium and re.search(r"交|方式|传|给", text))) or (not medium and len(match["v"]) > 20):
        return []
    model = re.search(r"权重|镜像|模型|部署|ONNX|Docker|推理|仓库", text[match.start() :], re.I)
    slot = "model_delivery_method" if model or (about == "model" and not re.search(r"数据(?!空间)", text)) else "data_delivery_method"
    if scene.slot(slot) is None or (not medium and (not match["verb"] or _SOMEBODY.search(match["v"]))):
        return []
    things = re.sub(r"^(?:付|过去|过来|给[^,。;]{1,4}|完|数据|对方|我们|他们|的)+", "", match["rest"] or "").strip()
    if things:
        return [Stretch(slot, clause.start + match.start(), clause.end, False, 2.2)]
    return [Stretch(slot, clause.start + match.start("v"), clause.start + match.end("v"), False, 2.2)]


def _standards(clause: Clause, scene: Scene, sentence: str) -> list[Stretch]:
    """A metric with a number: the standard of acceptance, or the goal of the project."""
    if not METRIC.search(clause.text) or re.search(r"违约|赔|扣|罚", clause.text):
        return []
    goal = re.search(r"目标|目的", sentence)
    testing = _TEST.search(sentence) or (re.search(r"验收|合格|终验|初验|实测|来测|测试|[条张例篇份段]测", sentence) and not goal)
    wanted = ["acceptance_criteria"]
    wanted += ["acceptance_test", "project_goal"] if testing else ["project_goal", "acceptance_test"]
    slots = [s for s in wanted if scene.slot(s)]
    slots = [s for s in slots if s in scene.expected] + [s for s in slots if s not in scene.values] + slots
    if not slots:
        return []
    lead = re.match(r"\s*(?:验收|合格|标准|要求|目标|指标|我们|那|就|是|要|的话|[::]|定|为|按)*\s*", clause.text)
    start = clause.start + (lead.end() if lead else 0)
    return [Stretch(slots[0], start, clause.end, True, 1.5)]


def testing(clause: Clause) -> bool:
    """Whether a clause says how a model is tested."""
    return bool(_TEST.search(clause.text) or re.search(r"测试用|用[^,。;]{2,16}(?:测试|来测)", clause.text))


_OF_THINGS = re.compile(rf"(?P<n>[\u4e00-\u9fffA-Za-z]{{0,8}}?(?:{THINGS}|片|声音|标本))(?:主要|大概|一?共|合计|总共|都|全|就)*(?:是|为|有)?\s*$")
_GATHERED = re.compile(r"(?:19|20)\d\d\s*年?.*(?:收|拍|录|采|攒|积累|扫|抓|存)[集的了]|^\s*(?:我们|自己)?(?:攒|收|拍|录|采集?)了?[^,。;]{0,4}[年月]")


_TRIED = re.compile(r"(?:拿|用|取|抽|选|准备|由[^,。;]{1,4}出)[^,。;]{0,12}\d+[^,。;]{0,14}(?:测|验|跑|试|[张条份段例个首篇页])")


def tried(message: Message, start: int, free: Sequence[Clause]) -> int:
    """Return where a test begins: with what it is made on, told right before what must be reached (拿200张照片测,误差不超过3%)."""
    clause = next((c for c in free if c.start <= start < c.end), None)
    run = [c for c in free if clause and c.start < clause.start and c.sentence == clause.sentence][-3:]
    found = next(((c, m) for c in reversed(run) if (m := _TRIED.search(c.text))), None)
    return found[0].start + found[1].start() if found else start


def described(message: Message, start: int, free: Sequence[Clause]) -> int:
    """Return where a description of data begins: at what the data is (录音|是2026年收的), and where it was gathered, told right before."""
    clause = next((c for c in free if c.start <= start < c.end), None)
    if clause is None:
        return start
    if start > clause.start and (of := _OF_THINGS.search(message.text, clause.start, start)) and not _PLAIN.fullmatch(of["n"]):
        start = of.start("n")
    before = next((c for c in free if c.end < clause.start <= c.end + 1 and c.sentence == clause.sentence), None)
    led = before and (_GATHERED.search(before.text) or _NAMED_ALONE.match(before.text))
    return before.start if before and led and start <= clause.start + 1 else start


_NAMED_ALONE = re.compile(rf"^\s*(?![一这那哪没不别])[\u4e00-\u9fffA-Za-z]{{0,10}}?(?:{THINGS})件?\s*(?:(?:都|全|已经?)*(?:脱敏|打码|匿名化?|去标识化?|处理)(?:过|好|完)?了?)?\s*$")
"""目录卡扫描件,90万张; 照片脱敏过了,12万张: what there is so much of."""
_PLAIN = re.compile(r"(?:这批|这次的?|本次|训练|我们的?)?(?:数据|语料|样本|素材)")
_ELSE = re.compile(r"[,;\s]+(?:不合格|不达标|达不到|没达到|不然|否则|未达标|不符合)(?:的?话)?\s*$|[,;]\s*(?:前面|后面|其他|其余|别的|多余|那些?)的?[^,。;]{0,6}(?:不要|删|去掉|不写|去了)[^,。;]{0,3}$")
"""What begins the next thought: 准确率不低于95%,不合格……"""
_BROKEN = re.compile(r"(?<=[我你他她它咱俺])们|(?<=许可)证")


_HEADED = re.compile(r"(?:就|都|统一)?(?:写成?|改成|改为|填)\s*:\s*(?=\S{2})|(?:[\u4e00-\u9fff]{0,6}(?:说明|情况|介绍|描述|概况|概述|内容|来源))\s*:\s*(?=[^\s,。;:]{2})")
_COPULA = re.compile(r"\s*(?:[嘛呢啊哈呀]?[,\s]*(?:就|应该|主要)?是(?![否不])\s*(?=\S{4})|了\s*:)")
"""数据说明:心电图8万条: a heading is not part of what stands under it."""


def _unbroken(text: str, end: int) -> int:
    """Return the end of words without a word cut in two (给他|们, 许可|证, 上|传)."""
    if rest := _BROKEN.match(text, end):
        return rest.end()
    return end - 1 if text[end - 1 : end + 1] in ("上传", "下载", "发送") else end


_OPENING = {"“": "”", "「": "」", "《": "》"}


_CUT_WORD = re.compile(r"[A-Za-z]+\s*(?:[:：是]\s*)?")


def past_word(raw: str, start: int, reading: str) -> tuple[int, str]:
    """Return where words begin that were heard from the middle of a foreign one (acceptance:500条…), and how they are read: as they stand."""
    cut = _CUT_WORD.match(raw, start) if re.search(r"[A-Za-z]$", raw[:start]) else None
    return (cut.end(), "") if cut else (start, reading)


def trimmed(message: Message, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without quotes around it, closing particles and blanks."""
    if lead := _CONJUNCTION.match(message.text[start:end]) or _HEADED.match(message.text[start:end]) or _COPULA.match(message.text[start:end]):
        start += lead.end()
    words = message.text[start:end]
    if quoted := _QUOTED.match(words):
        return start + quoted.start("v"), start + quoted.end("v")
    if (tail := _TRAIL.search(words) or _ELSE.search(words)) and tail.start() >= 2:
        end = start + tail.start()
    end = _unbroken(message.text, end)
    while end > start and message.text[end - 1] in " ,、:~":
        end -= 1
    while start < end and (message.text[start] in " ,、:=" or (message.text[start] in _OPENING and _OPENING[message.text[start]] not in message.text[start:end])):
        start += 1
    return start, end


def fits(slot: Slot) -> bool:
    """Whether a slot takes free words."""
    return slot.kind in KINDS
