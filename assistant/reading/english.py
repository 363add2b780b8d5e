"""English terms among Chinese words (project name: …, 10 working days, NDA 5 yrs) put in Chinese of equal length."""

from __future__ import annotations

import re

_UNITS = (
    (r"\s*(?:working|business)[ -]days?", "个工作日"), (r"\s+wds?(?![A-Za-z])", "工作日"), (r"\s*(?:yrs|yr|years|year)(?![A-Za-z])", "年"),
    (r"\s*months?(?![A-Za-z])", "个月"), (r"\s*(?:hours?|hrs)(?![A-Za-z])", "小时"), (r"\s*(?:copies|copy)(?![A-Za-z])", "份"),
    (r"\s*days?(?![A-Za-z])", "天"), (r"\s*rounds?(?![A-Za-z])", "轮"),
)
_LABELS = (
    ("project name", "项目名称"), ("project", "项目"), ("total fee", "总价"), ("total price", "总价"), ("total amount", "总价"), ("total", "总价"),
    ("contract price", "总价"), ("late fee", "逾期付款违约金"), ("data fee", "数据费"), ("training fee", "训练费"), ("service fee", "服务费"), ("fee", "费用"), ("delivery date", "交付日期"), ("due date", "交付日期"), ("tax rate", "税率"), ("vat", "税率"), ("tax", "税率"),
    ("payment terms", "付款节点"), ("payment", "付款"), ("confidentiality", "保密期"), ("nda", "保密期"), ("term", "有效期"), ("contract term", "有效期"),
    ("party a", "甲方"), ("party b", "乙方"), ("counterparty", "对方"), ("the other party", "对方"), ("model owner", "模型归属"),
    ("ip owner", "成果归属"), ("base model", "底座模型"), ("acceptance criteria", "验收标准"), ("acceptance", "验收标准"), ("court", "法院"),
    ("arbitration", "仲裁"), ("disputes", "争议"), ("dispute", "争议"), ("purpose", "用途"), ("inspection", "验收"),
    ("copies", "份数"), ("phone", "电话"), ("address", "地址"), ("email", "邮箱"), ("legal representative", "法定代表人"), ("legal rep", "法人"), ("contact", "联系人"),
)
_PHRASES = (
    (r"(?:(?:belongs?|goes?|going) to|(?:is |are |will be )?owned by)(?![A-Za-z])\s*", "归"), (r"(?:the )?(?:trained )?model(?=\s+(?:都*归|will))", "模型"),
    (r"(?:no|without|does not contain|doesn't contain|not contain(?:ing)?)(?: any)? (?:personal (?:information|data)|PII?)(?![A-Za-z])", "不含个人信息"),
    (r"(?:contains?|includes?|with)(?: some)? (?:personal (?:information|data)|PII?)(?![A-Za-z])", "含个人信息"),
    (r"personal (?:information|data|info)\s*(?:都|是|一概|完全)?没有", "不含个人信息"),
    (r"no (?:cross[- ]border(?: (?:data )?transfers?)?|overseas transfers?)(?![A-Za-z])", "数据不出境"), (r"no (?:important|critical) data(?![A-Za-z])", "不含重要数据"),
    (r"(?:free of charge|no charge|no fees?|no payment) (?:either way|between (?:us|the parties)|both ways)", "双方互不付费"),
    (r"(?<![A-Za-z])jointly owned|joint ownership|co-?own(?:ed|ership)?(?![A-Za-z])", "双方共有"),
    (r"we (?:will )?(?:provide|supply|bring|contribute|have|own)(?: the| our| all)?(?: the)? (?:training )?data(?:set)?(?![A-Za-z])", "我们出数据"),
    (r"(?:they|the other (?:side|party)) (?:will )?(?:train|do(?:es)? the training)(?![A-Za-z])(?: the model| it)?", "对方训练"),
    (r"we (?:will )?(?:do the training|train (?:the |a )?model)(?![A-Za-z])", "我们训练"), (r"revenue[- ]shar(?:e|ing)(?![A-Za-z])", "收益分成"),
    (r"(?:nobody|no one|neither(?: side| party)?) pays? (?:any(?:body|thing|one)|the other)(?![A-Za-z])", "双方互不付费"),
)
_UNIT = tuple((re.compile(r"(?<=[\d])" + pattern, re.I), word) for pattern, word in _UNITS)
_LABEL = re.compile(
    r"(?<![A-Za-z])(?<!late )(?<!overdue )(?P<l>" + "|".join(re.escape(label) for label, _ in sorted(_LABELS, key=lambda p: -len(p[0]))) + r")(?=\s*(?:[:=]|is(?![A-Za-z])|是|就?叫|就是|[\d¥]|→|->)|\s+[\u4e00-\u9fff])",
    re.I,
)
_PHRASE = tuple((re.compile(r"(?<![A-Za-z])(?:" + pattern + ")", re.I), word) for pattern, word in _PHRASES)
_CHINESE = dict(_LABELS)
_OWN = re.compile(r"(?<![A-Za-z])party ([ab])(?![A-Za-z])", re.I)


def in_chinese(text: str) -> str:
    """Return the text with English units and labels in Chinese, padded so that every place stays true."""
    if not re.search(r"[A-Za-z]{2}", text):
        return text
    for pattern, word in _UNIT:
        text = pattern.sub(lambda m, w=word: _padded(w, m[0], True), text)  # type: ignore[misc]
    for pattern, word in _PHRASE:
        text = pattern.sub(lambda m, w=word: w.rjust(len(m[0]), "都") if w == "归" else _padded(w, m[0], w[:2] in ("我们", "对方")), text)  # type: ignore[misc]
    text = re.sub(r"(?<![A-Za-z])data(?=\s*[:=])", "训练数据", text, flags=re.I)
    text = _LABEL.sub(lambda m: _padded(_CHINESE[m["l"].lower()], m[0]), text)
    return _OWN.sub(lambda m: _padded("甲方" if m[1].lower() == "a" else "乙方", m[0]), text)


def _padded(word: str, old: str, behind: bool = False) -> str:
    """The word as long as what it stands for; the old words where it is longer."""
    if len(word) > len(old):
        return old
    return word.rjust(len(old)) if behind else word.ljust(len(old))
