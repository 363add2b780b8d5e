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
    (r"(?:project\s*)?(?:goals?|targets?|objectives?)", "项目目标"),
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
    (r"max(?:imum)?\.?\s*(?:number\s*of\s*)?(?:revisions?|fix(?:es)?|reworks?|iterations?|rounds)(?:\s*(?:rounds?|of\s*\w+))?", "整改轮次"),
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
    (r"(?<![\w.])IP(?=\s*(?:归|属于|都?是))", "成果"),
    (r"legal\s*rep(?:resentative)?\.?", "法定代表人"), (r"contact\s*person|point\s*of\s*contact|(?<![\w.])PIC", "联系人"), (r"contact(?=\s*(?:[:]|[\u4e00-\u9fff]))", "联系人"),
    (r"registered\s*address|address|addr\.?", "地址"), (r"telephone|mobile|phone|tel\.?", "电话"), (r"e-?mail|mail", "邮箱"),
    (r"USCC|tax\s*id|credit\s*code", "信用代码"), (r"account\s*(?:no\.?|number)|a/c(?:\s*no\.?)?", "账号"), (r"account\s*name|beneficiary", "户名"),
    (r"bank(?:\s*name)?(?=\s*:)", "开户行"), (r"vat\s*(?:incl(?:uded|usive|\.)?|in(?![a-z]))", "含税"), (r"(?:vat|tax)\s*excl(?:uded|usive|\.)?", "不含税"),
    (r"(?:tax[ -]*inclusive|incl(?:uding|usive\s*of|\.)?\s*(?:vat|tax))", "含税"), (r"background\s*IPR?", "背景知识产权"),
    (r"(?:late\s*delivery\s*)?penalty(?=\s*(?:of|at|is|:|\d))", "违约金"), (r"cap(?:ped)?(?=\s*(?:of|at|is|:|\d))", "上限"), (r"(?<=[\s,])audits?(?=\s)", "审计"), (r"twice\s*(?:a|per)\s*year", "一年两次"), (r"once\s*(?:a|per)\s*year|annually|yearly", "每年一次"),
    (r"quarterly|every\s*quarter|once\s*(?:a|per)\s*quarter", "每季一次"),
    (r"(?<=\d )(?:copies|originals|counterparts)", "份"), (r"each\s*party\s*(?:to\s*)?(?:holds?|holding|keeps?|keeping|retains?)", "双方各执"),
)  # fmt: skip
"""Words that are a label wherever they stand: nobody writes them into a contract as a value."""

_AT = r"(?:(?<=\n)|(?<=[;。])|^)(?P<lead>[^\S\n]*(?:[-•·*●■]\s*|\(?\d{1,2}[.、)]\s*(?!\d)|[一二三四五六七八九十]{1,2}、\s*)?)"
_AS_LABEL = tuple(
    (re.compile(rf"{_AT}(?P<w>{english})(?P<end>\s*(?:\([^()\n]{{1,12}}\)\s*)?(?:[:\t|]|\s*(?:一[栏项条]|那一?[项条栏行]|部分|条款|(?=[改换调][成为到]))|\s+(?=(?:by|before|within|no\s*later\s*than|is|are|=)(?![A-Za-z]))))", re.I), word)
    for english, word in _LABELS
)
_AS_NOUN = tuple((re.compile(rf"(?<![A-Za-z0-9@._-])(?P<w>{english})(?![A-Za-z0-9@_-]|\.[A-Za-z])", re.I), word) for english, word in _NOUNS)
_OWNERS: tuple[tuple[str, str], ...] = (
    (r"party\s*a", "甲方"), (r"party\s*b", "乙方"), (r"client|customer|buyer", "需求方"), (r"data\s*(?:provider|owner)", "数据提供方"),
    (r"(?:service\s*)?(?:provider|vendor|supplier)", "服务方"), (r"trainer|developer", "训练方"), (r"both(?:\s*parties)?|joint(?:ly)?(?:\s*owned|\s*ownership)?", "双方共有"),
)  # fmt: skip
_AS_OWNER = tuple((re.compile(rf"(?<=归属:)(?P<w>[^\S\n]*(?:(?:owned|belongs?|vests?)\s*(?:by|to|in|with)\s*)?(?:the\s*)?(?:{english}))(?![A-Za-z])", re.I), f"归{word}".replace("归双方共有", "双方共有")) for english, word in _OWNERS)
"""What stands behind the label of ownership: one of the sides."""
_LATIN = re.compile(r"[A-Za-z]{2}")
_SPOKEN_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._@-])[A-Za-z0-9_-]+(?:\s*(?:点|dot|下划线|[.])\s*[A-Za-z0-9_-]+)*\s*(?:艾特|圈[aA]|小老鼠|[@])\s*[A-Za-z0-9-]+(?:\s*(?:点|dot|[.])\s*[A-Za-z]{2,})+(?![A-Za-z0-9])", re.I
)
_APART = re.compile(
    r"(?:(?<=\n)|^)(?P<lead>[^\S\n]*)(?P<w>[\u4e00-\u9fff](?:[^\S\n]+[\u4e00-\u9fff]){1,6})(?=[^\S\n]*:|[^\S\n]{2,}|[^\S\n][\u4e00-\u9fffA-Za-z0-9]{2})"
)
_KNOWN = frozenset(
    "名称 住所 类型 地址 电话 邮箱 邮编 账号 账户 税号 户名 法人 姓名 手机 单位 职务 传真 网址 开户行 联系人 负责人 甲方 乙方 编号 日期 金额 总价 数量 备注 微信 经办人 法定代表人 信用代码 公司".split()
)


_TWOFOLD = re.compile(r"(?<=:)(?P<one>\s*(?:数据|模型)[^;:/\n,]{2,24})[;/](?=\s*(?:数据|模型)[^;:\n]{2,24}(?:\n|$|。|;))")
"""验收:数据7个工作日;模型14个工作日: the label is for both."""


_REGISTERED = re.compile(
    r"(?:(?<=[\n;])|^)[^\S\n]*(?:注册资本|实缴资本|成立日期|营业期限|经营期限|登记机关|核准日期|发照日期|登记状态|组织形式|(?:公司|企业|主体)?类型|邮编|邮政编码|传真|网址|官网|发件人|收件人|抄送|发送时间|邮件主题)(?:[^\S\n]*:|[^\S\n]+)[^;\n]*"
    r"|(?:(?<=[\n;])|^)[^\S\n]*经营范围(?:[^\S\n]*:|[^\S\n]+)[^\n]*"
)
"""Lines of a business licence or a letterhead that no contract takes over."""


def labelled(text: str) -> str:
    """Return the folded text with its labels as Chinese words, blanks before them."""
    text = _REGISTERED.sub(lambda m: "。" * len(m[0]), text)  # no blank line, which would end the block
    text = _TWOFOLD.sub(lambda m: m["one"] + ",", _APART.sub(_together, text))
    text = _SPOKEN_EMAIL.sub(_written, text)
    if not _LATIN.search(text):
        return text
    for pattern, word in _AS_LABEL:
        text = pattern.sub(partial(_put, word=word), text)
    for pattern, word in (*_AS_OWNER, *_AS_NOUN):
        text = pattern.sub(partial(_filled, word=word), text)
    return text


def _together(match: re.Match[str]) -> str:
    """名　　称 → 名称, where the letters set apart are one of the labels people set apart."""
    letters = re.sub(r"\s", "", match["w"])
    return match["lead"] + _fill(letters, match["w"]) if letters in _KNOWN else match[0]


def _filled(match: re.Match[str], word: str) -> str:
    return _fill(word, match["w"])


def _written(match: re.Match[str]) -> str:
    """wang 点 lei 艾特 baohe 点 com → wang.lei@baohe.com"""
    words = re.sub(r"\s", "", match[0])
    for spoken, sign in (("艾特", "@"), ("圈a", "@"), ("圈A", "@"), ("小老鼠", "@"), ("下划线", "_"), ("点", ".")):
        words = words.replace(spoken, sign)
    return " " * (len(match[0]) - len(words)) + words


def _put(match: re.Match[str], word: str) -> str:
    end = match["end"] if word else " " * len(match["end"])
    return match["lead"] + _fill(word, match["w"]) + end


def _fill(word: str, place: str) -> str:
    return " " * (len(place) - len(word)) + word if len(word) <= len(place) else place
