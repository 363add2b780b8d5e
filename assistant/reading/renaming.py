"""Names in speech: what is taken back, how it is spelt and who does not hold an office is blanked before names are read."""

from __future__ import annotations

import re

from assistant.reading.surnames import likely

HAN = r"\u4e00-\u9fff"
CALLED_OFF = (
    r"(?:(?:哎呀?|哦|噢|啊|呃|嗯|诶|唉|呸|不好意思|抱歉|sorry|oops)[\s,]*)*"
    r"(?:(?:不对|不是|错了|(?:我)?(?:说|讲|记|看|搞|弄|念|报)错了?|等等|等一?下|等会儿?|慢着|打住|算了|不行|更正一?下?|纠正一?下?|口误|sorry|oops|就是说|我是说|不不+|不(?=[\s,])|no|wrong|wait)(?:了|啊|哈|呀)?[\s,.…!]*)+"
)
"""Words that take back what was just said."""


def blank(line: str, start: int, end: int) -> str:
    return line[:start] + " " * (end - start) + line[end:]


_MISTYPED = re.compile(rf"(?P<x>[{HAN}]{{2,20}}?)[\s,…]*(?:哦|啊|不好意思|抱歉)?[\s,]*(?:(?:我|名字)?(?:打|写|输|敲|拼|说|念)错了?字?|不对|错了|字错了)[\s,]*(?:应该?|其实)*(?:是|叫|写)?\s*(?P<y>[{HAN}]{{2,20}})")
"""冯广田 打错了 是冯广天: the same words again with one other character."""


def mistyped(line: str) -> str:
    for match in _MISTYPED.finditer(line):
        for size in range(min(len(match["x"]), len(match["y"])), 1, -1):
            one, two = match["x"][-size:], match["y"][:size]
            if sum(a != b for a, b in zip(one, two, strict=True)) == 1 and (size > 2 or one[0] == two[0]):
                return blank(line, match.end("x") - size, match.start("y"))
    return line


_SPELT = (
    re.compile(rf"姓(?P<n>[{HAN}])(?=(?P=n)[{HAN}]{{1,2}})"),
    re.compile(rf"(?P<n>[{HAN}])是[{HAN}]{{1,6}}那个(?P=n)"),
)


def spelt(line: str) -> str:
    """校长姓罗罗建业, 俞婷婷俞是人字头那个俞: how a name is spelt is no part of it."""
    for pattern in _SPELT:
        if match := pattern.search(line):
            return blank(line, match.start(), match.end())
    return line


_NO_OFFICE = re.compile(rf"(?P<x>[{HAN}]{{2,3}})[,\s]*(?:但是?|不过|可是?)?(?:他|她|这个?人)?(?:不是|并非)(?:法人|法定代表人|联系人|负责人)(?!是|,是)")


def no_office(line: str) -> str:
    """厂长叫刘国庆,不过他不是法人: who does not hold the office is not named for it."""
    match = _NO_OFFICE.search(line)
    return blank(line, match.start("x"), match.end("x")) if match and likely(match["x"]) else line


_MISNAMED = re.compile(
    rf"(?<=[叫是为::])\s*(?P<x>[A-Za-z][A-Za-z .]{{1,20}}|[{HAN}]{{2,3}})[\s,]*(?:{CALLED_OFF})[\s,]*(?:那个?是[^,。;]{{1,8}}[\s,]*)?(?:(?:执照|证件|身份证|户口本|证|登记)上?)?(?:写|登记|填)?的?(?:名字|全名|大名)?(?:是|叫|写)?\s*(?P<y>[{HAN}]{{2,4}})(?=$|[,。;!\s])"
)


def misnamed(line: str) -> str:
    """负责人叫Leo,啊不对,那是英文名,执照上写的是黎奥然: the name that is not meant goes, with what leads to the other."""
    match = _MISNAMED.search(line)
    if match and line[match.end("x") : match.start("y")].rstrip().endswith("不是"):
        return line  # 对接人是蔺安,不是费思源
    return blank(line, match.start("x"), match.start("y")) if match and likely(match["y"]) and not likely(match["x"][1:]) else line


KIN = r"(?:自己|本人|儿子|闺女|女儿|老婆|老公|爱人|媳妇|爸爸?|妈妈?|哥哥?|弟弟?|姐姐?|妹妹?|侄子|女婿|叔叔?|爹)"
_MYSELF = re.compile(
    rf"(?<=法人|代表|系人|接人|责人|字人|老板|经理)(?P<gap>(?:不是[^,。;]{{1,6}}[,\s]*)?(?:[这那]边|就|还)*(?:是|写|填|用)\s*(?:(?:我|俺|咱)们?{KIN}?|[他她]们?{KIN})[,\s]*(?:叫|是)?\s*)(?P<name>[{HAN}]{{2,3}})(?=$|[,。;!\s]|电话|手机|邮箱|[\dA-Za-z])"
)


def myself(line: str) -> str:
    """法人不是我,是我儿子郑卫国; 联系人是我,蒲小满: whose office it is, with 我方 or 对方 for the words that lead to the name."""
    match = _MYSELF.search(line)
    if match is None or not likely(match["name"]):
        return line
    whose = "对方" if re.search(r"[他她]们?[^,]*$", match["gap"].rstrip(", ")) else "我方"
    return line[: match.start("gap")] + whose.ljust(len(match["gap"])) + line[match.end("gap") :]
