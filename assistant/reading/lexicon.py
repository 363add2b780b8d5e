"""How people speak of the terms of a training contract: verbs, topics and idioms, by slot.

Slots that a template does not have are simply not looked for; templates with other slots are read through
their own labels and aliases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Patterns = Mapping[str, re.Pattern[str]]


def _all(table: Mapping[str, str]) -> Patterns:
    return {slot: re.compile(pattern, re.I) for slot, pattern in table.items()}


_INSPECT = r"(?<![A-Za-z])QC(?![A-Za-z])|validation|review|acceptance|(?<![A-Za-z])UAT(?![A-Za-z])|验收|检验|检查|验货|验完|验(?=[、,])|看完|看好|过完|审完|inspect(?:ion)?|验[明清好]|验(?=\d|[一二三四五六七八九十]|数据|模型|个)|核验|抽检|查验|提(?:出)?异议|测试|测完|验$"
_MEND = r"(?<![增候填缴贴弥])补(?![偿贴助税签录课丁交]|正期|充(?:条款|协议|约定|说明))|(?<![A-Za-z])fix(?![A-Za-z])|rework|整好|弄好|搞好|修正|修改|修好|修复|修(?=$|[,。;!])|改正|改好|改完|更正|订正|补正|补齐|补好|重交|重新(?:提供|提交|交付|交|给|发|训|弄)|返工|整改|再交|调优|重做|重发|换(?:新|掉|一批|好|过|了)|[调更替]换|重[录拍采扫标测](?!试)|改(?!成|为|到|一下|一改)"

ACTS: Patterns = _all({
    "data_inspection_days": _INSPECT,
    "model_inspection_days": _INSPECT,
    "data_fix_days": _MEND,
    "model_fix_days": _MEND + r"|优化",
    "training_start_days": r"(?:启动|开始|开|着手)(?:做|跑)?(?:训练|训)|开训|(?<![A-Za-z])start(?![A-Za-z])|kick ?-?off|开工|开跑|开干|上机|进场|启动",
    "handover_days": r"移交|交接|清除副本|清副本|交出|转交|交割",
    "data_return_days": r"返还|删除|销毁|退还|删(?:掉|干净|完|光)|清除|归还(?![在没要不是得])|还给|清空|删数据|擦除",
    "payment_days": r"付款|付清|打款|支付|付钱|到账|结款|结清|打钱|给钱|付(?=$)|发票|收票|账期",
    "confidentiality_years": r"保密|(?<![A-Za-z])NDA(?![A-Za-z])",
    "late_payment_days": r"停工|我们停|停(?=$|[,。;])|不付钱|停止服务|暂停|停下来|逾期付款|逾期|欠款|拖欠|不付款",
    "late_delivery_days": r"(?:晚|逾期|迟|拖)(?!付)[^,。;]{0,12}(?:解除|解约|终止|散伙)|交付逾期|(?:晚|逾期|迟|拖)[^,。;付]{0,8}(?:没|不)交",
    "warranty_period": r"质保|保修|缺陷(?:支持)?|免费修|修bug|维保",
    "cure_days": r"催告|补正期|改正期|宽限|限期改|不改正|不改(?:就|的)",
    "fm_notice_days": r"不可抗力[^,。;]{0,8}(?:通知|告知)|天灾",
    "fm_termination_days": r"不可抗力[^,。;]{0,10}(?:解除|解约|持续|超过|散伙|终止)",
    "security_incident_hours": r"泄露|泄漏|安全事件|安全事故|出事|数据事故|被盗|通报|漏了",
    "late_payment_rate": r"late payment|overdue|逾期付款|付[款钱清]?[^,。;]{0,3}(?:晚|迟|慢|拖)|不付[钱款]|(?:晚|迟|拖)[^,。;]{0,3}(?:付|给钱|给款|打款|结)|付款逾期|拖欠|滞纳金|欠款|拖着不[付给]|拖着没[付给]|不按时付|逾期(?!交|付)|付款违约",
    "delay_penalty_rate": r"交(?:付|货)?得?[晚迟]|(?:拖|晚|迟)(?=一?天|一日)|逾期交|晚交|迟交|拖期|延期|误期|交付逾期|延误|逾期一天|逾期(?!付)",
    "penalty_a_delay": r"交(?:付|货)?得?[晚迟]|逾期交|晚交|迟交|拖期|延期|误期|延误|不达标|拖一天|晚一天|做不出来|逾期(?!付)",
    "penalty_cap_percent": r"违约金[^,。;]{0,8}(?:上限|封顶|不超过|最多|最高|累计|加起来|合起来|总共)|累计(?:不超过|最多|上限)|^\s*封顶|封顶(?=\s*\d+\s*%)",
    "penalty_base": r"基数",
    "confidentiality_penalty": r"泄密|泄露|泄漏|外泄|违反保密|保密违约|超范围使?用|滥用数据|捅出去|漏出去",
    "total_fee": r"(?<![A-Za-z])(?:total|price)(?![A-Za-z])|全款|拢共|(?<![每年月家])保底(?!的?(?:部分|以上|之外|外|上|线)|[^,。;]{0,6}每)|总价|总额|合同价|合同额|总费用|服务费(?!率)|训练费|数据(?:使用)?费|价款|报价|全包|打包价?|总共|一共|合计|含税|费用|价格|金额|成交价|标的额|款项|价钱|多少钱|总款|费",
    "tax_rate": r"税率|税点|增值税|含税\s*$|含税(?=[\s,、(]*\d{1,2}(?:\.\d)?\s*%)|专票|普票|个点的?(?:发)?票|开票|征收率",
    "max_fix_rounds": r"(?:最多|至多|不超过)(?=\s*[\d一二两三四五]\s*轮)|整改|优化|返工|修改|重做|重训|(?<![谈磨聊吵扯论商锯通砍回来]了[\d一两二三四五六七八九十几])(?<![谈磨聊吵扯论商锯通砍回][\d一两二三四五六七八九十几])轮|改(?=[\d一二两三四五几最])",
    "progress_report_cycle": r"汇报|通报|报告|报(?:一次|进度)|进度|进展",
    "report_cycle": r"汇报|通报|报告|报(?:一次|进度)|进度|进展",
    "audit_times_per_year": r"审计|抽查|现场查|检查|查",
    "copies_total": r"一式|一共|总共|共|打印|打(?=\s*[\d一二三四五六七八九十两]+\s*份)|总份数|份数",
    "copies_each": r"各执|各持|各拿|各留|各自?|每[方家边人]|一[方家边人]|双方",
    "copies_other": r"备案|登记|留存(?![^,。;]{0,6}(?:用于|用作|运维))|存档|报备|平台|归档",
    "cooperation_term": r"协议期|合作期|有效期|合同期|期限|合作(?=\d|[一二三四五六七八九十两半])|签(?=\d|[一二三四五六七八九十两半])|(?:协议|合同)(?:搞|签|做|干|整|写|定)?(?=\d|[一二三四五六七八九十两半])|为期",
    "contract_term": r"合同期|有效期|协议期|期限|合作期|签(?=\d|[一二三四五六七八九十两半])|合同(?:搞|签|做|干|整|写|定)?(?=\d|[一二三四五六七八九十两半])|为期|有效(?!身份)",
    "renewal_notice": r"续|提前(?!交|付|完|通知)|到期前|期满前",
    "data_delivery_time": r"数据[^,。;]{0,6}(?:时间|日期)|给(?!钱)|(?<![移重提])交|提供|到位|传|寄|发(?!票|现|生|明)|备齐|准备好|拿到|送",
    "model_delivery_time": r"模型[^,。;]{0,6}(?:时间|日期)|(?<![移重])交(?!易)|上线|出模型|完成|做完|训完|训好|拿到|给(?!钱)|deliver|release|ship|deadline|能用|用上|投用|验收完|提交|完工|搞定|整完|弄完|干完|交活|训练完",
    "delivery_date": r"模型[^,。;]{0,6}(?:时间|日期)|(?<![移重])交(?!易)|上线|出模型|完成|做完|训完|训好|拿到|给(?!钱)|deliver|release|ship|deadline|能用|用上|投用|提交|完工|搞定|工期|截止|做好|要(?:东西|货|成果)|训练完|整完|弄完|干完|交活|弄好",
    "sign_date": r"签(?:订|字|约|署|合同|协议)?(?!收)|落款|盖章",
})
"""What is done in the clause where the value stands."""

NAMES: Mapping[str, tuple[str, ...]] = {"liability_cap": ("赔偿总额", "责任总额"), "training_data_desc": ("数据说明", "数据介绍", "数据概况"), "acceptance_criteria": ("指标", "验收指标", "合格标准"), "project_goal": ("指标", "技术指标"), "tax_rate": ("小规模",)}
"""What slots are called in talk besides the names that their template gives."""

CONTEXT = tuple(
    (slot, re.compile(about), re.compile(here))
    for slot, about, here in (
        ("fm_termination_days", r"不可抗力", r"解除|解约|终止|散伙|持续"),
        ("fm_notice_days", r"不可抗力", r"通知|告知"),
        ("cure_days", r"催告|违约", r"不改|改正|补正|纠正"),
        ("late_payment_days", r"逾期付款|拖欠|晚付|欠款|不付款", r"停工|解除|停下|暂停|停服"),
        ("confidentiality_penalty", r"保密", r"违约|违反|赔"),
        ("penalty_cap_percent", r"违约|逾期", r"上限|封顶|累计|最高|最多|不超过"),
        ("security_incident_hours", r"泄露|泄漏|出事|安全事件", r"通知|告知|通报|报告|说一声"),
    )
)
"""Cues that need the sentence: (slot, what it is about, what is said in the clause)."""

TOPICS: Mapping[str, str] = {
    **dict.fromkeys(
        ("data_inspection_days", "data_fix_days", "data_delivery_time", "data_delivery_method",
         "training_data_desc", "training_purpose", "data_list_rows"), "data"),
    **dict.fromkeys(
        ("model_inspection_days", "model_fix_days", "model_delivery_time", "model_delivery_method", "delivery_date",
         "handover_days", "acceptance_criteria", "acceptance_test", "model_owner", "model_license_scope",
         "deliverables", "max_fix_rounds", "project_goal"), "model"),
    **dict.fromkeys(
        ("total_fee", "payment_days", "payment_nodes", "late_payment_rate", "late_payment_days", "tax_rate",
         "payee_account"), "money"),
}  # fmt: skip

TOPIC_WORDS = (
    ("model", re.compile(r"(?<!训练)模型(?!训练)|权重|成果|镜像|交付物|(?<![A-Za-z])model(?![A-Za-z])|checkpoint|bug|(?<!启动)(?<!开始)训完|训好")),
    ("data", re.compile(r"(?<!合成)(?<!过程)(?<!大)数据(?!云|科技|有限|信息|技术|合作|费|使用费|方)|(?<![A-Za-z])data(?:set)?(?![A-Za-z])|样本|语料|素材|图像|图片|录音|(?:照片|视频|片子|稿件?)[^,。;]{0,8}?(?:放|传|给|拷|寄|发)(?=到|进|给|在|过|去|他|对|[\s,])|一次性(?=交付?|给|提供|传)|分[^,。;]{0,2}批(?=交付?|给|提供|传)|沙箱|(?:移动|加密)硬盘|[U优]盘")),
    ("money", re.compile(r"付款|首付|尾款|预付|总价|服务费|发票|款")),
)

ACTORS: Mapping[str, str] = {
    "data_inspection_days": "trainer", "data_fix_days": "data_provider", "data_delivery_time": "data_provider",
    "model_inspection_days": "data_provider", "model_fix_days": "trainer", "training_start_days": "trainer",
    "model_delivery_time": "trainer", "delivery_date": "trainer", "payment_days": "payer",
    "handover_days": "trainer", "data_return_days": "trainer", "late_payment_rate": "payer",
}  # fmt: skip
"""Who does it."""

_FREE = (
    r"(?:双方|互相?|彼此|谁[也都]|两边|两家|大家|都)[^,。;]{0,6}(?:不收|不付|不给|免)(?:谁)?(?:钱|费|费用)?|也不(?:给|付|收)[^,。;]{0,6}(?:钱|费用)|互不(?:付费|收费|收钱|付钱|收取费用|给钱|支付)"
    r"|[我咱][^,。;\d]{0,4}不(?:付|给|出|收|要)(?:钱|费|费用)?[,、\s]*(?:而且)?(?:他们?|对方|[你乙甲]方?|人家)[^,。;\d]{0,4}[也都]不(?:付|给|出|收|要)(?:钱|费|费用|我们)?"
    r"|谁[也都](?:别|莫|甭|不|没)[^,。;]{0,3}?(?:谁|对方)[^,。;]{0,3}(?:要|收|给|付)钱|(?:免费|无偿|零费用)合作|不(?:涉及|产生|发生)(?:任何)?费用|都不(?:收|掏|出|给)钱|不谈钱|不收费[,、\s]*(?:也)?不付费|没有费用|纯合作|^\s*(?:我们?|双方|这次|就|都|也|互相)*不(?:收费|收钱|要钱|花钱|付费)(?:的)?\s*$"
)
IDIOMS: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    slot: tuple((re.compile(pattern), value) for pattern, value in pairs)
    for slot, pairs in {
        "fee_mode": (
            (_FREE, "互不付费"),
            (r"(?:卖|赚|挣)(?:了|到|来)?(?:的)?钱[^,。;]{0,8}分(?:给|我|他|对|[甲乙\d一二三四五六七八九])", "收益分成"),
            (r"(?:收益|利润|收入|赚的?钱?|营收|销售额)[^,。;]{0,6}(?:分成|分账|分润|对分|分)|分成(?:模式|合作|制)?", "收益分成"),
        ),
        "dispute_method": (
            (r"(?:提交|走|去|申请|选|用|约定|到|上|交|由|就)?[^,。;]{0,14}仲裁", "仲裁"),
            (r"打官司|诉讼|起诉|[走上去到][^,。;]{0,16}法院|^\s*(?:那|就|还是|走|选)*法院(?:吧|好|好了|就行)?\s*$|法院(?:管辖|解决|起诉|判|管|见)|告到|[^,。;]{2,}法院(?=$|[,。;])|(?<=[\u4e00-\u9fff]{2})(?:中院|高院)", "诉讼"),
        ),
        "pi_role": ((r"委托(?:我们|他们|对方|甲方|乙方|其)?处理|(?:按照?|照|依照|根据)(?:我[们方司社院校行馆局所]?|他们|对方|客户|甲方|乙方|委托方|学校|医院|公司|厂里)的?(?:指示|要求|指令|吩咐|说的|意思)(?:来|去)?(?:处理|做|弄|办)", "委托处理"),),
        "sign_mode": (
            (r"电子签|线上签|网签|在线签|电子(?:合同|印章|盖章)|e签宝|法大大|上上签", "电子签名"),
            (r"纸质|线下签|盖(?:公|合同)?章(?!之?[日前后时]|以[前后]|的?时候|生效|并|且|了|再|要|得|当天)|纸版", "纸质签章"),
        ),
        "derivative_policy": (
            (r"(?:蒸馏|微调|二次训练|再训练|衍生模型?)[^,。;]{0,8}(?:的|话)?[,、][^,。;]{0,4}(?:须|需|要|得|必须)[^,。;]{0,8}(?:书面)?(?:同意|许可|批准)", "书面同意后可为"),
            (r"(?:未经|没有?)[^,。;]{0,10}(?:同意|许可|批准)[^,。;]{0,4}不[^,。;]{0,14}(?:蒸馏|微调|二次训练|再训练|衍生)", "书面同意后可为"),
            (r"(?:不[许准能得可]以?|禁止|不允许|别)[^,。;]{0,16}(?:蒸馏|微调|二次训练|再训练|衍生)", "禁止"),
            (r"(?:模型|成果|它)[^,。;]{0,8}(?:不[许准能得可]以?|禁止|不允许|别)[^,。;]{0,10}(?:训(?:练)?别的|给别[家人]|给同行|给竞品|训(?:练)?其他|复用)", "禁止"),
            (r"(?:不[许准能得可]以?|禁止|不允许|别)[^,。;]{0,4}(?:拿|用)[^,。;]{0,4}模型[^,。;]{0,6}(?:去|来)?(?:训(?:练)?别的|给别[家人]|给同行|给竞品|训(?:练)?其他)", "禁止"),
            (r"(?:蒸馏|微调|二次训练|再训练|衍生)[^,。;]{0,10}(?:不[许准能得可行]|禁止)", "禁止"),
            (r"(?:蒸馏|微调|二次训练|再训练|衍生)[^,。;]{0,10}(?:谁都(?:可以|能|行)|都(?:可以|能|行|允许)|随便(?:谁)?|不限制?|放开)", "允许"),
            (r"(?:蒸馏|微调|二次训练|再训练|衍生)[^,。;]{0,6}(?:只|仅)(?:有|能|限|许|准|由|归|可以?)*[^,。;]{0,4}(?:归属方|归谁的?谁|所有(?:人|方|权人))", "仅归属方可为"),
            (r"(?:蒸馏|微调|二次训练|再训练|衍生)[^,。;]{0,14}(?:书面)?(?:同意|许可|批准)", "书面同意后可为"),
        ),
        "subcontract_allowed": (
            (r"(?:未经|没有?)[^,。;]{0,10}(?:同意|许可|批准)[^,。;]{0,4}不[^,。;]{0,8}(?:外包|转包|分包|转委托)", "书面同意后允许"),
            (r"(?:不[许准能得可]以?|禁止|不允许)[^,。;]{0,8}(?:外包|转包|分包|转给别人|找第三方)", "不允许"),
            (r"(?:外包|转包|分包)[^,。;]{0,4}(?:不行|不可以?|不许|不准|不得|禁止|免谈)", "不允许"),
            (r"(?:外包|转包|分包)[^,。;]{0,10}(?:同意|许可|批准)|(?:同意|许可|批准)[^,。;]{0,10}(?:外包|转包|分包)", "书面同意后允许"),
        ),
        **dict.fromkeys(("progress_report_cycle", "report_cycle"), (
            (r"(?:bi-?weekly|每?两周|双周|隔周|每?两个?(?:星期|礼拜)|每?半个?月)[^,。;审查检]{0,4}(?:报|汇报|通报|一次|进度|说|report|sync)", "每两周"),
            (r"(?<!两)(?:每周|每个?星期|一周|每个?礼拜)(?!两)[^,。;审查检]{0,4}(?:报|汇报|通报|一次|进度|说)|(?<!两)周报", "每周"),
            (r"(?:每月|每个月|一个月|按月)[^,。;审查检]{0,4}(?:报|汇报|通报|一次|进度|说)|月报", "每月"),
            (r"(?:里程碑|每(?:到|过)?(?:一?个)?阶段|每(?:到|过)?(?:一?个)?节点)[^,。;审查检]{0,4}(?:报|汇报|通报|一次|进度|说|report|sync)", "每个里程碑"),
        )),
        "output_owner": ((r"谁用(?:就)?归谁|谁使?用(?:就)?是谁的|[Ww]hoever uses (?:it|them)(?: owns)?", "使用方"),),
    }.items()
}
"""Expressions that settle a choice by themselves; negated ones are dropped by whoever uses them."""

PAYS: Mapping[str, str] = {"data_provider": "甲方付训练服务费", "trainer": "乙方付数据使用费"}
"""对价安排 when one role pays the other."""

BOOLS: Patterns = _all({
    "contains_pi": r"个人信息|个人隐私|隐私(?:数据|信息)?|个人数据|个信|个人敏感信息|人脸|车牌|身份证|手机号码?|姓名|(?:收件人|寄件人|居民|车主|司机|住户|患者|病人|客户|用户|员工|学生|老人|业主|乘客|会员|消费者)的?(?:个人)?(?:信息|资料|数据|电话|名单|档案|画像|照片|影像|联系方式|号码|地址|病历|隐私)",
    "contains_sensitive_pi": r"敏感(?:个人)?信息|人脸|病历|生物识别|指纹|声纹|行踪|银行卡|未成年|儿童",
    "contains_important_data": r"重要数据",
    "cross_border": r"出境(?!游)|跨境(?!电商|贸易|物流|支付|卖家|直播|电子商务|金融|运输|班列|快递|业务|购)|境外(?!游)|国外(?!客户|市场)|海外(?!仓|代购|业务|市场|客户|版)|外网传",
    "public_genai_service": r"面向公众|对公众|对外提供生成式|公众服务|生成式(?:AI|人工智能)?服务",
    "weights_included": r"权重|(?:模型|网络)参数|参数文件|训练日志|超参数",
    "background_ip": r"背景知识产权|background IPR?|原(?:来|本)?(?:就|已经?)?有(?:的)?(?:技术|知识产权|东西|成果)|背景技术|既有(?:技术|知识产权)|自有技术|底层框架",
})

OWNED = (
    ("synthetic_data_owner", re.compile(r"合成(?:出来)?(?:的)?(?:新)?(?:数据|语音|图片?|作文|样本|文本|影像|语料)|标注(?:数据|成果|结果|好的|出来的)|过程数据|中间数据|清洗(?:后|出来|好)|造出?来?的数据|生成的(?:新)?数据|增强数据")),
    ("output_owner", re.compile(r"输出|(?:跑|判|批改|识别|推|算|测|预测|生成|吐)出来的(?:结果|内容|东西|答案|报告)|推理结果|识别结果|生成(?:的)?内容|跑出来的结果|模型结果")),
    ("", re.compile(r"(?:原始|训练|源|我们的|自己的)数据|数据(?:本身|还是|仍然?|永远|始终|权益)|税|费用|风险|责任|背景|原(?:来|本)?(?:就|已经?)?有的?|自有|既有|改进|运费|算法|底层|框架|工具|平台")),
    ("model_owner", re.compile(r"模型|(?<![A-Za-z])model(?![A-Za-z])|成果|知识产权|产权|权重|代码|所有权|著作权|归属|东西")),
)
"""What is owned, by the words before 归; an empty slot means that the template fixes it."""

THINGS = (
    r"数据|语料|样本|素材|图片?|影像|图像|相片|照片|视频|录音|文本|日志|记录|音频|信号|报文|病历|订单|轨迹|片子|序列|票据|文档|工单|曲线|波形|扫描件|作品|图纸|切片|点云|评论|评价|对话|笔录|账单"
)
"""What training data consists of."""

METRIC = re.compile(
    r"(?:准确率|召回率|精确率|精度|查全率|查准率|(?<![A-Za-z])m?AP(?![A-Za-z])|(?<![A-Za-z])F1|AUC|BLEU|ROUGE|WER|CER|IoU|误报率?|漏检率?|漏报率?|错误率|误差|时延|延迟|响应时间|识别率|检出率|(?:符合|合格|一致|吻合|达标|覆盖|通过)率|敏感[度性]|特异[度性]|灵敏度|召回|正确率|命中率|得分|帧率|FPS|MAPE|RMSE|KS值?|(?<![A-Za-z])(?:accuracy|precision|recall)(?![A-Za-z]))"
    r"[^,。;]{0,16}?(?:\d|百分之|[一二三四五六七八九十]成|[零一二三四五六七八九十]点)",
    re.I,
)
MEDIUM = re.compile(
    r"硬盘|网盘|云盘|[U优]盘|光盘|SFTP|FTP|API|接口|专线|数据空间|对象存储|OSS|S3|邮件|邮箱|VPN|快递|专人|加密|拷贝|服务器|平台|链接|仓库|镜像|权重|容器|Docker|ONNX|私有化|部署|Git|刻录|磁盘|隐私计算|沙箱|TEE|通道",
    re.I,
)
