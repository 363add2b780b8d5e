"""How people speak: dialect words put as standard ones of equal length, and pauses written as spaces."""

from __future__ import annotations

import re

from assistant.reading.chatlog import as_told
from assistant.reading.english import in_chinese
from assistant.reading.labels import labelled
from knowledge.kinds.numerals import NUMBER
from knowledge.kinds.organisations import organisations
from knowledge.simplified import simplified

_WORDS = (
    ("系咪", "是吗"), ("系唔系", "是不是"), ("间公司", "家公司"), ("嗰间", "那家"), ("呢间", "这家"),
    ("唔系", "不是"), ("唔好", "不行"), ("唔啱", "不对"), ("错咗", "错了"), ("我哋", "我们"), ("佢哋", "他们"), ("佢", "他"), ("嘅", "的"), ("唔", "不"), ("冇", "没"), ("嗰", "那"),
    ("畀", "给"), ("俾", "给"), ("搵", "找"), ("揾", "找"), ("佢地", "他们"), ("我地", "我们"), ("喺", "在"), ("莫得", "没有"), ("咩", "啥"), ("攞", "拿"), ("他门", "他们"), ("我门", "我们"), ("咱门", "咱们"), ("你门", "你们"), ("俺们", "我们"), ("俺", "我"),
)  # fmt: skip
"""Words of Cantonese and Sichuanese, each with as many characters as its meaning, so that spans stay true."""

_TERMS = (
    "验收", "保密", "违约金", "仲裁", "归属", "期限", "交付", "付款", "模型", "训练", "合同", "账号", "账户", "时间", "整改", "修正", "发票", "税率", "协议", "地址", "联系人", "电话", "邮箱", "法人", "项目", "名称",
    "数据", "工作日", "信用代码", "训练方", "数据方", "需求方", "服务方", "委托方", "争议", "共有", "服务费",
)  # fmt: skip
_SOUNDS_LIKE = {
    "验": "檐严延沿炎岩", "收": "受手首守", "保": "宝饱报抱", "密": "蜜秘谜觅米", "约": "月跃", "金": "今经巾斤", "归": "规龟", "属": "数熟鼠", "仲": "种重众", "裁": "才材财菜采",
    "期": "其七", "交": "胶", "付": "负附富傅", "款": "宽", "模": "摸莫魔", "型": "行形刑", "训": "讯迅", "练": "炼", "合": "和", "账": "帐", "时": "实", "间": "见件", "整": "正证", "改": "该",
    "修": "休", "正": "证政", "发": "法", "票": "漂飘", "税": "睡", "率": "律", "协": "写", "议": "意义", "址": "纸止只", "联": "连", "系": "戏", "话": "化画活", "箱": "想相香", "项": "向像", "称": "城程",
    "数": "述", "据": "剧锯句椐", "作": "做坐座", "日": "曰", "码": "马吗玛", "方": "芳", "争": "征", "服": "伏", "费": "废",
}  # fmt: skip
"""Characters that an input method puts for another of the same sound."""
_REAL = frozenset(
    "严收 延收 沿收 验手 验首 报密 保秘 归数 其限 七限 交附 交负 附款 电化 写议 违约经 违约今 期见".split()
)
"""What stands in other words as well (从严收费, 检验手段, 归数据方, 提交附件)."""


def _misspelt() -> dict[str, str]:
    """One wrong character in a term, by what it should be."""
    found: dict[str, str] = {}
    for term in _TERMS:
        for place, letter in enumerate(term):
            for wrong in _SOUNDS_LIKE.get(letter, ""):
                spelt = term[:place] + wrong + term[place + 1 :]
                if spelt not in _REAL and spelt not in _TERMS:
                    found[spelt] = term
    return found


_MISSPELT = _misspelt()
_MISSPELT |= {"其限": "期限", "违约经": "违约金", "违约今": "违约金", "曰": "日", "和同": "合同", "易方": "乙方", "一试": "一式"}
_TYPO = re.compile(
    "|".join(re.escape(w) for w in sorted(_MISSPELT, key=len, reverse=True) if w not in _REAL)
    + r"|易方(?=地址|住所|电话|法人|名称|信用|公司|负责|联系)|(?<=训练|服务|合作|一份|这份)和同|(?<=\d)曰|一试(?=\s*[\d一二两三四五六七八九十]+\s*份)|(?<=合同|协议|付款|验收|保密|交付|整改|修正|合作)其限|违约[经今](?=每|按|为|是|:|上限|累计|\d|[千万百]分)"
)
_SPOKEN_MOBILE = re.compile(r"(?<![零〇幺一二三四五六七八九十百千万\d])[一幺1][三四五六七八九][零〇幺一二三四五六七八九]{9}(?![零〇幺一二三四五六七八九十百千万\d])")
_SPOKEN_LANDLINE = re.compile(r"(?<![零〇幺一二三四五六七八九十百千万\d])[零〇][幺一二三四五六七八九][零〇幺一二三四五六七八九]{1,2}[\s\-杠]?[二三四五六七八九][零〇幺一二三四五六七八九]{6,7}(?![零〇幺一二三四五六七八九十百千万\d])")
_DIGITS = str.maketrans("零〇幺一二三四五六七八九杠", "001123456789-")

_BE = re.compile(r"(?<=[们方校司面边家])系(?![统列数])")
_BRACKETED = re.compile(r"(?:(?<=\n)|^)【(?P<l>[^【】\n]{2,8})】(?=\s*\S)")
"""【项目】… at the head of a line is a label."""
_PUNCTUATION = re.compile(r"[,。;!?:|\t「」“”]")
_LABEL = re.compile(
    r"[\s\S]*?(?:^|\s)(?:甲方|乙方|我方|对方|我们|他们)?(?:的)?(?:名称|公司|项目名称?|总价|服务费|费用|金额|保密期?限?|验收期?限?|整改期?限?|修正期?限?|交付日期|交付时间|数据验收|模型验收|合同期限?|协议期限?|份数|争议|税率|电话|手机号?"
    r"|地址|住所|法人|法定代表人|授权代表|签约代表|对接人|接口人|经办人|联系人|邮箱|统一社会信用代码|信用代码|税号|开户行|账号|户名|付款|类型|注册资本|成立日期|编号|合同编号|协议编号|模型归属|违约金|目标|用途|交付物)$|[\s\S]*?(?:^|\s)(?:甲方|乙方|我方|对方)$"
)


def heard_as(text: str) -> str:
    """Return the words as typed with 我们 of the other side as 对方 and misspelt terms put right; of equal length."""
    return spelt_right(as_told(text))


def spelt_right(text: str) -> str:
    """Return the text with misspelt terms of a contract put right; its length is the same."""
    return _TYPO.sub(lambda m: _MISSPELT[m[0]], text)


def standard(text: str) -> str:
    """Return the text with traditional characters, dialect words, misspelt terms and spoken digits as standard ones; its length is the same."""
    text = as_told(simplified(text))
    for word, meaning in _WORDS:
        text = text.replace(word, meaning)
    text = spelt_right(text)
    text = _SPOKEN_LANDLINE.sub(lambda m: m[0].translate(_DIGITS), text)
    text = _SPOKEN_MOBILE.sub(lambda m: m[0].translate(_DIGITS), text)
    text = _BRACKETED.sub(lambda m: f" {m['l']}:", _BE.sub("是", text))
    return in_chinese(labelled(text))


def spoken_pauses(text: str) -> frozenset[int]:
    """Return the places of spaces that stand for pauses, in lines that have no punctuation of their own."""
    found: set[int] = set()
    at = 0
    for line in text.split("\n"):
        body = line.rstrip(" 。!?")
        if " " in body.strip() and not _PUNCTUATION.search(body):
            found |= {at + place for place in _in_line(body)}
        at += len(line) + 1
    return frozenset(found)


_NUMBERED = re.compile(r"(?:嗯|呃|额|啊)?\s*\d+[号室层楼栋弄幢]")
"""The end of an address, said after a breath."""
_FILLER = re.compile(r"(?:嗯|呃|额|啊|哎|喂|诶|那个啥?|内个|这个|那什么|就是说?|然后)+")
"""What one says while one thinks."""
_AMOUNT = re.compile(rf"(?:[百千万]分之)?{NUMBER}\s*(?:%|‰|个点|成|万?元|万|个?工作日|个?月|年|天|日|份|轮|次|小时)?")
_COUNTED = re.compile(rf"{NUMBER}\s*(?:%|‰|个|万|元|年|天|日|份|月)")
_UNIT = re.compile(r"个|工作|自然|[天日月年周万亿元块份轮次%条张]|小时|季")
_BINDING = "的是为叫在用给到按和跟与做出归走"
"""Words that lead on to the next one: a blank between them and a foreign word is only how it is set."""


def _in_line(line: str) -> list[int]:
    found: list[int] = []
    begin = 0
    names = organisations(line)
    for match in re.finditer(r"(?<=\S) (?=\S)", line):
        if any(start < match.start() < end for start, end in names):
            continue  # a name that is written with spaces
        piece, rest = line[begin : match.start()], line[match.end() :].split(" ", 1)[0]
        one, two = line[match.start() - 1], line[match.end()]
        if one in "是叫为" or (match.end() < len(line) and _NUMBERED.match(line, match.end())):
            continue
        if one.isdigit() and _UNIT.match(rest):
            continue  # 5 工作日
        latin = (one.isascii() and (two.isascii() or two in "的是")) or (two.isascii() and one in _BINDING)
        if _AMOUNT.fullmatch(rest) and not _COUNTED.search(piece) and (rest is line[match.end() :] or len(line) < 24):
            continue  # a name and its value
        short = len(piece.strip()) < 4 and not _FILLER.fullmatch(piece.strip())
        if latin or short or len(rest) < 3 or _LABEL.fullmatch(piece.strip()):
            continue
        found.append(match.start())
        begin = match.end()
    return found
