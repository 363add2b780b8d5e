"""Labels that are not Chinese words in one piece, put as such: English labels of a term sheet, 名　　称, 住 所.

The length of the text stays, so that every span is still true of the words as typed.
"""

from __future__ import annotations

import re
from functools import partial

_LABELS: tuple[tuple[str, str], ...] = (
    (r"party\s*a", "甲方"), (r"party\s*b", "乙方"), (r"(?:the\s*)?parties", ""),
    (r"(?:training\s*)?data\s*(?:provider|owner|supplier)", "数据提供方"),
    (r"(?:model\s*)?(?:trainer|developer)|training\s*(?:party|provider|vendor)", "训练方"),
    (r"(?:service\s*)?(?:provider|vendor|supplier)", "服务方"), (r"(?:client|customer|buyer|purchaser)", "需求方"),
    (r"(?:project|title)(?:\s*(?:name|title))?", "项目名称"),
    (r"(?:total\s*|contract\s*|service\s*)?(?:fees?|price|amount|value)", "总价"),
    (r"vat(?:\s*rate)?|tax\s*rate|tax", "税率"),
    (r"payment\s*(?:schedule|milestones?|plan)|instal+ments", "付款节点"),
    (r"payment(?:\s*(?:terms?|period|days|deadline))?", "付款期限"),
    (r"training\s*data|data\s*description|datasets?", "训练数据"), (r"data\s*(?:delivery\s*)?(?:method|format)", "数据交付方式"),
    (r"data\s*(?:delivery|handover)(?:\s*(?:date|time))?", "数据交付"),
    (r"data\s*(?:acceptance|inspection|review|qc)(?:\s*(?:period|days))?", "数据验收"),
    (r"data\s*(?:fix(?:es)?|correction|rework)(?:\s*(?:period|days))?", "数据修正"), (r"data\s*return", "数据返还"), (r"data", "数据"),
    (r"(?:permitted\s*)?(?:purpose|use)(?:\s*of\s*(?:the\s*)?data)?", "用途"),
    (r"model\s*(?:acceptance|inspection|review|test(?:ing)?)(?:\s*(?:period|days))?", "模型验收"),
    (r"model\s*(?:fix(?:es)?|correction|rework)(?:\s*(?:period|days))?", "模型整改"),
    (r"model\s*delivery\s*method|delivery\s*(?:method|format)", "模型交付方式"),
    (r"model\s*delivery(?:\s*(?:date|time))?", "模型交付"),
    (r"(?:delivery|completion)\s*date|deadline|due\s*date|final\s*delivery", "交付日期"),
    (r"acceptance\s*(?:criteria|criterion|standards?)|kpis?", "验收标准"),
    (r"acceptance(?:\s*(?:period|days))?", "验收期限"), (r"deliverables?", "交付物"),
    (r"background\s*ip(?:r)?", "背景知识产权"), (r"(?:model\s*|ip\s*)?ownership|ip\s*rights?", "模型归属"), (r"ipr?", "归属"),
    (r"consideration", "对价"), (r"licen[cs]e(?:\s*scope)?", "许可范围"),
    (r"confidentiality(?:\s*(?:period|term))?|nda(?:\s*(?:period|term))?", "保密"),
    (r"late\s*payment(?:\s*(?:interest|penalty|fee))?", "逾期付款"),
    (r"(?:late\s*delivery|delay)(?:\s*(?:penalty|penalties|damages))?|liquidated\s*damages", "逾期交付"),
    (r"penalty\s*cap|cap\s*on\s*penalt(?:y|ies)", "违约金上限"), (r"liability\s*cap|limitation\s*of\s*liability|cap\s*on\s*liability", "责任上限"),
    (r"(?:disputes?|dispute\s*resolution|governing\s*law\s*(?:and|&)\s*disputes?)", "争议解决"), (r"arbitration", "仲裁"), (r"(?:jurisdiction|court)", "管辖法院"),
    (r"(?:contract\s*|agreement\s*|cooperation\s*)?(?:terms?(?!\s*sheet)|duration)", "有效期"), (r"renewal(?:\s*notice)?", "续约"),
    (r"copies|counterparts|originals", "份数"), (r"audits?(?:\s*rights?)?", "审计"), (r"(?:progress\s*)?report(?:s|ing)?", "进度汇报"),
    (r"subcontract(?:ing|ors?)?", "外包"), (r"base\s*model|foundation\s*model", "底座模型"),
    (r"personal\s*(?:information|data)|pii?", "个人信息"), (r"kick-?off|training\s*start|start\s*of\s*training", "启动训练"),
    (r"signing\s*place|place\s*of\s*signing", "签订地点"), (r"company(?:\s*name)?", "名称"),
)  # fmt: skip
"""Labels of a term sheet in English, read at the beginning of a line or an item and before a colon."""

_NOUNS: tuple[tuple[str, str], ...] = (
    (r"legal\s*rep(?:resentative)?\.?", "法定代表人"), (r"contact\s*person|point\s*of\s*contact|(?<![\w.])PIC", "联系人"), (r"contact(?=\s*(?:[:]|[\u4e00-\u9fff]))", "联系人"),
    (r"registered\s*address|address|addr\.?", "地址"), (r"telephone|mobile|phone|tel\.?", "电话"), (r"e-?mail|mail", "邮箱"),
    (r"USCC|tax\s*id|credit\s*code", "信用代码"), (r"account\s*(?:no\.?|number)|a/c(?:\s*no\.?)?", "账号"), (r"account\s*name|beneficiary", "户名"),
    (r"bank(?:\s*name)?(?=\s*:)", "开户行"), (r"vat\s*(?:incl(?:uded|usive|\.)?|in(?![a-z]))", "含税"), (r"(?:vat|tax)\s*excl(?:uded|usive|\.)?", "不含税"),
    (r"(?:tax[ -]*inclusive|incl(?:uding|usive\s*of|\.)?\s*(?:vat|tax))", "含税"), (r"background\s*IPR?", "背景知识产权"),
)  # fmt: skip
"""Words that are a label wherever they stand: nobody writes them into a contract as a value."""

_AT = r"(?:(?<=\n)|(?<=[;。])|^)(?P<lead>[^\S\n]*(?:[-•·*●■]\s*|\(?\d{1,2}[.、)]\s*(?!\d)|[一二三四五六七八九十]{1,2}、\s*)?)"
_AS_LABEL = tuple(
    (re.compile(rf"{_AT}(?P<w>{english})(?P<end>\s*(?:\([^()\n]{{1,12}}\)\s*)?(?:[:\t|]|\s*(?:一[栏项条]|那[一]?[项条]|部分|条款)))", re.I), word)
    for english, word in _LABELS
)
_AS_NOUN = tuple((re.compile(rf"(?<![A-Za-z0-9@._-])(?P<w>{english})(?![A-Za-z0-9@_-]|\.[A-Za-z])", re.I), word) for english, word in _NOUNS)
_LATIN = re.compile(r"[A-Za-z]{2}")
_APART = re.compile(
    r"(?:(?<=\n)|^)(?P<lead>[^\S\n]*)(?P<w>[\u4e00-\u9fff](?:[^\S\n]+[\u4e00-\u9fff]){1,6})(?=[^\S\n]*:|[^\S\n]{2,}|[^\S\n][\u4e00-\u9fffA-Za-z0-9]{2})"
)
_KNOWN = frozenset(
    "名称 住所 类型 地址 电话 邮箱 邮编 账号 账户 税号 户名 法人 姓名 手机 单位 职务 传真 网址 开户行 联系人 负责人 甲方 乙方 编号 日期 金额 总价 数量 备注 微信 经办人 法定代表人 信用代码 公司".split()
)


def in_chinese(text: str) -> str:
    """Return the folded text with its labels as Chinese words, filled up with blanks."""
    text = _APART.sub(_together, text)
    if not _LATIN.search(text):
        return text
    for pattern, word in _AS_LABEL:
        text = pattern.sub(partial(_put, word=word), text)
    for pattern, word in _AS_NOUN:
        text = pattern.sub(partial(_filled, word=word), text)
    return text


def _together(match: re.Match[str]) -> str:
    """名　　称 → 名称, where the letters set apart are one of the labels people set apart."""
    letters = re.sub(r"\s", "", match["w"])
    return match["lead"] + _fill(letters, match["w"]) if letters in _KNOWN else match[0]


def _filled(match: re.Match[str], word: str) -> str:
    return _fill(word, match["w"])


def _put(match: re.Match[str], word: str) -> str:
    end = match["end"] if word else " " * len(match["end"])
    return match["lead"] + _fill(word, match["w"]) + end


def _fill(word: str, place: str) -> str:
    return word + " " * (len(place) - len(word)) if len(word) <= len(place) else place
