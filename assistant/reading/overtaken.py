"""What the same line overtakes: a list of instalments told anew, what others have before what we want, the day counted from."""

from __future__ import annotations

import re

from assistant.reading.renaming import blank
from knowledge.kinds.numerals import NUMBER

_FROM_TODAY = re.compile(
    rf"(?P<x>(?:从|自|打)?(?:今天|今日|今儿|现在|即日)(?:起算?|开始|算起?|往后)+(?:的)?[,\s]*)(?P<n>(?:{NUMBER}|半)\s*(?:个?半?月|天|日|周|年|个?星期|个?礼拜)半?)(?P<t>[之以]?[后内])"
)


def from_today(line: str) -> str:
    """从今天算三个月后: counted from today it is, with the words or without."""
    match = _FROM_TODAY.search(line)
    if match is None:
        return line
    line = blank(line, match.start("x"), match.end("x"))
    return line[: match.start("t")] + match["t"].replace("内", "后") + line[match.end("t") :]


_FIRST = r"签[约订字]|签(?:订)?合同|预付款?|首付款?|首期|定金"
_SHARE = r"(?:\d\s*%|[一二三四五六七八九]成)"
_LISTED_AGAIN = re.compile(
    rf"(?P<x>(?P<n>{_FIRST})[^。;!?\n]*?{_SHARE}[^。;!?\n]*?{_SHARE}[^。;!?\n]*?(?:改成|改为|换成|不对|算了|还是|应该是)[,\s]*)(?=(?P=n))"
)
"""签约40%,验收60%……改成签约付30%,验收付70%: of two lists of instalments the one that was given up goes."""


_MEANT = re.compile(rf"(?P<x>(?:本来|原本|原来|一开始|起初)(?:是|我们?|都)*(?:想|打算|准备|要)(?:写|定|要|填|按|用)?(?:的是)?\s*(?:{NUMBER})\s*(?P<u>万元?|元|块|个?工作日|个?月|年|天|日|%|份)[,\s]*(?:后来)?(?:算了|还是|现在)*)(?=(?:写|定|改成?|要|按|用|填)?\s*(?:{NUMBER})\s*(?P=u))")
"""本来想写10万,算了写5万: what one meant to write goes."""


_OTHER_SORT = re.compile(
    rf"(?P<x>(?:{NUMBER})\s*(?:万元?|元|块钱?|%|个?工作日|天)[;,。\s]*(?:不对|不是|错了|算了|等等|改一?下)[,\s]*(?:写|改成|改为|应该是|用|按))(?=[^,。;\d]{{2,12}}(?:\d|百分))"
)
"""责任上限300万;不对,写服务费总额的150%: the amount that a way to work it out replaces goes."""


_AS_THAT = re.compile(rf"(?P<x>(?:跟|和|与|同)[^,。;\d]{{1,12}}?(?:那个|的)?一样)(?=[,\s]*(?:也)?(?:是|写|定|按|给)?\s*(?:{NUMBER})\s*(?:个?工作日|个?月|年|天|日|万元?|%|份))")
"""启动训练跟数据验收那个一样,也是12个工作日: what it is compared with is not what is told."""


def given_up(line: str) -> str:
    """Return the line without what later words of it take the place of."""
    match = next((m for p in (_LISTED_AGAIN, _MEANT, _OTHER_SORT, _AS_THAT) if (m := p.search(line))), None)
    return blank(line, match.start("x"), match.end("x")) if match else line


_UNIT = r"个?工作日|个?月|年|天|日|万元?|元|%|小时|轮|份"
_OF_OTHERS = re.compile(
    r"(?P<w>(?:(?:对方|他们)?[跟和](?:上一家|别家|别人|另一家)|隔壁|朋友|亲戚|同学|同行|别家|兄弟|上次|上回|去年)[^,。;\d]{0,12}?(?:说|签|写|定|用|要|报|给|付|收)(?:的)?(?:是|了)?)(?P<s>[^,。;\d]{0,10}?)"
    rf"(?P<x>(?:{NUMBER})\s*(?P<u>{_UNIT}))(?P<r>[^,。;]{{0,10}}),(?=[^。;]{{0,24}}?(?:我们?|咱们?|我方|我司|这[次回单])[^。;]{{0,16}}?(?:{NUMBER})\s*(?:(?P=u)|个?工作日|个?月|年|天))"
)


def of_others(line: str) -> str:
    """隔壁医院说验收期限30个工作日,我们用不了那么久,14个工作日: what others have goes, what it is of stays."""
    match = _OF_OTHERS.search(line)
    return blank(blank(line, match.start("w"), match.end("w")), match.start("x"), match.end("x")) if match else line
