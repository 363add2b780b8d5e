"""What makes a party of a contract: what it does, and what it is called by what it does."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.reading.lexicon import THINGS

ROLE_ACTS: Mapping[str, re.Pattern[str]] = {
    "data_provider": re.compile(
        r"^[^,。;]{0,8}?(?<![不没别])(?<![退支])(?:出(?![去来现口院])|提供|给|供(?!应|货)|准备|拿出|掌握|手里有|手上有|手里有着|(?:攒|录|拍|收集|采集?|存|整理|积累)了)[^,。;不没钱费给]{0,24}?(?:数据|样本|语料|素材|图纸|档案|声音|标本|题库|语音|图(?!书馆|案|形)|片子?(?=$|[,。;!\s])|"
        + THINGS + r")(?!费|使用费)"
    ),
    "trainer": re.compile(
        r"^[^,。;]{0,8}?(?<![不没别])(?<!启动)(?<!开始)(?<!用来)(?<!拿来)(?<!用于)(?:训练?(?:这个|一个|出)?(?:AI|大|小)?模型|[做搞整弄]模型|[做搞]训练|拿[来去过]+(?:训|练)|是?[做搞弄]训练的|负责(?:training|train|model)|负责训练?|来训|自己训练?|(?:做|搞|开发)(?:这个|一个)?模型|训练(?=$|[,。;!\s])|出(?:算力|算法|技术)|提供(?:训练|技术)服务|接(?:这|了)?个?(?:活|单|项目))"
    ),
    "payer": re.compile(
        r"^[^,。;\d]{0,5}?(?<![不没别])(?:出钱|付钱|付费|掏钱|花钱|付款|买单|给钱|出资|是(?:买方|花钱的|出钱的|付钱的))(?!吗)"
    ),
    "payee": re.compile(r"^[^,。;\d]{0,5}?(?<![不没别])(?:收(?![到入集录])[^,。;\d]{0,8}?的?(?:钱|款|费)(?!用?(?:由|归)))"),
}
ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "payer": (
        "付钱的", "付款方", "采购单位", "采购方", "采购人", "委托方", "委托人", "委托单位", "买方", "业主单位", "业主方", "购买方", "发包方", "定作方", "招标方", "招标人", "buyer", "Buyer", "client", "Client", "customer",
    ),
    "payee": ("供应商", "服务商", "服务方", "承接方", "受托方", "受托人", "卖方", "中标方", "中标人", "承做的", "承做方", "接活的", "干活的", "承包方", "开发方", "收款方", "收款的那边", "收款的", "乙方供应商", "vendor", "Vendor", "supplier", "Supplier"),
}
DOERS: Mapping[str, tuple[str, ...]] = {
    "trainer": ("做训练的", "搞训练的", "训模型的", "训练模型的", "做模型的", "搞模型的", "做算法的", "负责训练的", "trainer", "Trainer", "TRAINER", "算法公司", "AI公司", "算法方", "技术公司", "技术方", "做AI的", "搞AI的", "搞算法的", "做人工智能的", "AI厂商", "算法厂商"),
    "data_provider": ("出数据的", "给数据的", "提供数据的", "要模型的", "有数据的", "data provider", "Data Provider", "data owner", "Data Owner"),
}
"""What the sides are called by what they do."""
"""Words for the sides of a paid contract besides those the template gives."""
CONDITION = re.compile(r"的话|如果|要是|万一|违约|逾期|拖着|晚付|迟付|拖欠|不付|没付|不按时|每天|每日|验收|之后|收到")
COMMISSION = re.compile(
    r"(?P<who>我们?|我方|我司|咱们?|我公司)?(?:想|要|拟|现|准备|打算|需要)*(?:委托|请|找|雇|让|外包给?|花钱请|需要|要)(?:一家|个|某|家)?"
    r"(?P<whom>对方|贵方|贵司|贵公司|他们|人家|别人|人|外面|外部|一家公司|公司|第三方|供应商|服务商|[^,。;\s]{2,24}?(?:公司|院|大学|中心|那家|这家))[^,。;]{0,6}?(?:训练|训|开发|做|整|搞|弄)"
)
HANDED = re.compile(r"(?P<theirs>(?:他们?|对方|人家|那边)[^,。;]{0,4})?(?:把|将|拿)(?!模型|钱|权重)[^,。;]{1,18}?(?:给|交给|提供给|交由)[^,。;]{2,30}?(?:训练|训|做模型|建模|来做|练模型)")
TAKEN = re.compile(
    r"(?:[一1几两某有那哪][家个间]?[^,。;]{0,8}?(?:公司|企业|厂商?|团队|机构)|他们?|对方|人家)[^,。;]{0,6}?"
    r"(?:(?:拿|用|取)[来去过]+|(?:拿|用|买|租|要|取)(?:走|了|下)?(?:我[们家方司]?|咱们?|俺们?)[^,。;]{1,16}?[来去])[^,。;]{0,4}?(?:训|练|开发|做模型|搞模型)"
)
"""有家公司想拿去训模型, 对方买我们的图去练: the other side takes what is ours and trains on it."""
OWN_DATA = re.compile(rf"(?:{THINGS}|声音|标本|题库|语音)[^,。;]{{0,3}}?(?:我们?|我方|我司|咱们?|俺们?)(?:自己|这边)?(?:录|拍|攒|存|收集|采集?|记|标|出|提供|给)(?:了|的|$|[,。;\s])")
SOMEONE = re.compile(r"^[^,。;]{0,6}?(?:[一1几两某]|有|那|哪)[家个间][^,。;]{0,8}?(?:公司|企业|厂商?|团队|机构|单位)|^(?:该|这)?(?:企业|公司|厂商|厂家|团队|机构)(?=[拿用来去做训负出提])")
"""A clause about somebody who has not been named yet."""
PAID = re.compile(r"(?:人家|他们?|对方|客户)(?:那边)?(?:给|付)(?:我们?|我方|我司|咱们?)(?:钱|费用|服务费|训练费)")
SERVE = re.compile(r"(?:我们?|我方|我司|咱们?)[^,。;]{0,4}(?:给|帮|替|为)(?:客户|人家|别人|对方|他们|甲方|需求方|[^,。;]{2,20}?公司)[^,。;]{0,6}?(?:训练|训|做模型|开发模型|定制模型)")
OURS = (
    (COMMISSION, "data_provider"), (SERVE, "trainer"), (HANDED, "data_provider"), (TAKEN, "data_provider"), (OWN_DATA, "data_provider"), (PAID, "payee"),
)
"""Sayings that tell our role by what goes between us and others; in HANDED ``theirs`` tells that it is the others' role."""
GIVEN = re.compile(
    r"(?P<who>我们?(?:[这那]边|自己|公司|单位|这儿|这里|厂|院|校|店|馆|局|台|所)?|我方|我司|咱们?|本公司|他们|对方|人家)(?P<gap>(?:(?!我[们方司]|咱|他们|对方|人家)[^。;!?]){0,30}?)"
    r"(?P<how>有(?![限关效无没])|拿着?|把|将|手[里头上]|攒了|积累了|存了)(?!没)(?P<what>[^。;!?]{2,40}?)(?:给|交给|交由|提供给|跟|和|与|让|找|请|供|委托)(?P<whom>[^,。;!?]{1,24}?)"
    r"(?:去|来|一起|帮忙|进行)*(?:练|训(?!练营)|做(?:个|一个)?[^,。;]{0,10}模型|建(?:个|一个)?[^,。;]{0,8}模型|开发[^,。;]{0,10}模型|微调|合作)"
)
NO_DATA = re.compile(r"钱|费|模型|算力|算法|技术|平台|资金|合同|协议|问题|没|不|GPU|显卡|团队|经验")
"""What is no data when somebody has it: who gives money or a model is another party."""
DATA = re.compile(rf"{THINGS}|片(?![区场])|图(?!书馆)|资料|档案|史料|标本|稿|题库|语音")
