"""Words that exclude one another: a sentence that puts one for another says something else.

A word of a group is allowed where the source says it in the same piece, or in the same sentence when the piece
holds no other of its group: 收到后 can't become 发出后, 书面通知 can't become 口头通知.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_GROUPS = (
    {"前": r"(?<![提当目此事])前(?![述款条身期段言景])|以前|之前", "后": r"(?<![最此事先背今])后(?![果续款])|以后|之后", "内": r"(?<=[日天月年时周期间])(?:以|之)?内"},
    {"书面": r"书面", "口头": r"口头"},
    {"仲裁": r"仲裁", "诉讼": r"诉讼|起诉|法院|法庭", "协商": r"协商|调解"},
    {"收到": r"收到|接到|到达", "发出": r"发出|寄出|发送", "提出": r"提出"},
    {"成立": r"签署|签订|订立|签字|盖章", "生效": r"生效", "结束": r"终止|届满|期满|到期|失效|结束", "解除": r"解除"},
    {"全部": r"全部|所有|一切|整个", "部分": r"部分|一半", "个别": r"个别"},
    {"直接": r"直接", "间接": r"间接"},
    {"有偿": r"(?<!无)有偿|付费|收费", "无偿": r"无偿|免费"},
    {"总价": r"总价|合同总额|总额", "未付": r"未付|逾期部分|应付未付", "已付": r"已付|已经支付|已支付", "当期": r"当期|该期|每期"},
    {"独占": r"(?<!非)独占", "非独占": r"非独占|普通许可", "排他": r"排他"},
    {"工作日": r"工作日", "自然日": r"自然日|日历日|(?<!作)日(?=[内前后])"},
    {"退": r"返还|退还|退回", "毁": r"删除|销毁", "留": r"保留|留存|留下"},
    {"同意": r"(?<!不)同意|批准|认可|确认", "拒绝": r"拒绝|不同意|异议", "通知": r"通知|告知"},
    {"转让": r"转让|出售|转卖", "许可": r"许可|授权", "公开": r"公开|披露|泄露"},
    {"违约金": r"违约金", "赔偿": r"赔偿|损失", "利息": r"利息|孳息", "押": r"定金|保证金|押金|订金", "罚": r"罚款|罚金"},
    {"故意": r"故意", "重大过失": r"重大过失", "过失": r"(?<!重大)过失|疏忽"},
    {"每日": r"每日|每天|/日|按日", "每月": r"每个?月|按月", "每年": r"每年|按年|每年度", "一次": r"一次性"},
    {"先": r"先(?!前)|事先|提前|预先", "事后": r"事后|随后|补办"},
    {"增": r"增加|提高|上调|加倍", "减": r"减少|降低|下调|酌减"},
    {"或": r"或(?!许)", "和": r"(?<![共温])和(?!解)|以及|(?<![以涉])及(?!时)|并且"},
)
_ALL = tuple({name: re.compile(pattern) for name, pattern in group.items()} for group in _GROUPS)


@lru_cache(maxsize=8192)
def said(text: str) -> tuple[frozenset[str], ...]:
    """Return the words of each group that a text says, by the group's place."""
    return tuple(frozenset(n for n, pattern in group.items() if pattern.search(text)) for group in _ALL)


def changed(piece: str, on: str, whole: str) -> Iterator[str]:
    """Yield the words of ``piece`` for which its source, the piece ``on`` of the sentence ``whole``, has another."""
    for mine, here, there in zip(said(piece), said(on), said(whole), strict=True):
        yield from sorted(mine - (here or there))


_EXCEPT = re.compile(r"除[^，。；]{2,}(?:外|以外)|除外|除非|(?<!不)但(?!是否)|不受[^，。；]{1,12}限制|不适用")


def exception_dropped(sentence: str, whole: str) -> bool:
    """Whether the source sentence has an exception and what is said of it has none."""
    return bool(_EXCEPT.search(whole)) and not re.search(r"除|但|例外|不过|不适用|不受", sentence)
