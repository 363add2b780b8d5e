"""Clauses that state nothing: what used to be, what others do, what is only supposed, what was turned down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.clauses import Clause
from knowledge.kinds.numerals import NUMBER

_ELSEWHERE = re.compile(
    r"(?:朋友|亲戚|同学|隔壁|兄弟(?:公司|单位))[^,。;]{0,12}?(?:签|写|定|是|用|约定|说|报|付|给|收)|上家|上一家|(?<![跟和像同与])上一?次|(?<![跟和像同与])去年(?!年?[到至]|(?:就|已经?|刚)?(?:被|申报|认定|备案))|前年(?![到至以起])|往年|以前(?:那|做|签|都)|之前(?:那份|那家|做过|签过)|上一份|原来那份|(?<!包给)(?<!得给)(?<!能给)(?<!许给)(?<!准给)(?<!别给)别家|别人家?的?合同|同行|听说|(?<!数)据说|法律(?:规定|上|里)|法定(?!代表)|网上|市场价|行情|一般来说|(?:本来|原本|原来|一开始|起初|最早)(?:是|我们?|都)*(?:想|打算|说|谈|计划|准备|要|报)|注册资本|成立(?:了|于|\d)"
)
_EXAMPLE = re.compile(r"^\s*(?:那|就)?(?:比如|比方|譬如|例如|假设|假如|假定|设想)")
_SUPPOSED = re.compile(r"^\s*(?:那|可|但|我们?)?(?:如果|要是|倘若|万一|若是|若)[^,。;]{0,12}?(?:写|填|定|改|设|约定|要求|选|按|算|是(?!甲方|乙方|逾期))")
_THEIR_WISH = re.compile(r"(?:对方|他们|人家|客户|那边)[^,。;]{0,6}?(?:想|提|提出|报价?|开价|希望|要求|坚持|说要|只肯|只愿意|只同意|非要|要)")
_REJECTED = re.compile(r"不干|不愿意?|不让|没同意|不同意|没松口|不松口|没让步|不肯|没答应|不答应|不接受|没接受|拒绝|不认|谈不拢|没谈拢|觉得(?:太|有点|偏)?[贵高低长短多少]|太[贵高低长短多少]了|不划算|受不了|没敲定|还在谈|再谈")
_CONTRAST = re.compile(r"(?:我们?|我方)[^,。;]{0,4}(?:想|希望|要|提)[^。;]*(?:但是?|可是?|不过|而)\s*(?:对方|他们|人家|客户)[^,。;]{0,4}(?:只|不|要|想|坚持|希望)")
_OFFER = re.compile(r"(?:对方|他们|人家)(?:那边)?(?:的)?(?:报价|开价|报了|开了)")
_ASKED_FOR = re.compile(r"报(?:的?是|价|了|过)?|开(?:的?是|价|了)|要价|砍|还价|(?:他们?|对方|我们?|客户|甲方|乙方|人家)(?:只|非)?要(?=\s*[\d一二两三四五六七八九十])|压到|压价|要的?是|提的?是|想要")
_AGREED = re.compile(r"最后|最终|成交|敲定|折中|各让一步|谈定|谈妥|谈成|定在|定了|说定|拍板")
_IF_SO = re.compile(r"^\s*(?:那|可|但|不过)?(?:如果|要是|倘若|万一|若是|若)[^,。;]{0,16}?(?:那就|那|就|则)")
_EITHER = re.compile(r"([\u4e00-\u9fff])不\1[^,。;]{0,2}(?:都|也)?(?:行|可以|无所谓|再说)")
_TIGHT = re.compile(r"(?:有点|有些|太|挺|偏|嫌)(?:赶|紧|短|长|多|少|高|低|贵|久)|来不及|不太?够")
_UNCONFIRMED = re.compile(r"(?:还|尚|都)?(?:没|未)有?(?:最后|正式)?(?:确认|答复|回复|点头|松口|批|拍板|同意|答应|敲定)|等(?:对方|他们|人家|客户|领导|老板)[^,。;]{0,6}(?:确认|答复|回复|点头|批|同意)")
_OTHERS = re.compile(r"朋友|亲戚|同学|隔壁|兄弟(?:公司|单位)|上家|上一家|(?<![跟和像同与])上一?次|(?<![跟和像同与])去年(?!年?[到至]|(?:就|已经?|刚)?(?:被|申报|认定|备案))|前年(?![到至以起])|往年|以前(?:那|做|签|都)|之前(?:那份|那家|做过|签过)|上一份|(?<!包给)(?<!得给)(?<!能给)(?<!许给)(?<!准给)(?<!别给)别家|(?<!包给)别人家|同行")
_NOW = re.compile(r"这次|这回|今年|现在|如今|本次|咱们?这(?:份|个)|我们这(?:份|个)")
_OF_NEIGHBOURS = re.compile(r"朋友|亲戚|同学|隔壁|兄弟(?:公司|单位)|别家|别人家|同行")
_AS_FOR_US = re.compile(r"^\s*(?:但是?|可是?|不过)?(?:我们?|咱们?|我方|我司)(?:这边|公司|院|校|厂)?(?!也|跟|和|以前|去年|上次)")
"""隔壁医院写30个工作日,我们用不了那么久: from here on it is about this contract."""
_MAY_CHANGE = re.compile(r"(?:可能|也许|说不定|没准|大概率)(?:会|要|得|还)?(?:再)?(?:改|换|调|变)")
_NO_MORE = re.compile(rf"^\s*(?:不要|别|不用|不写|不填|不是|不按)(?!超|低于|少于|多于|晚于|早于|迟于)[^,。;\d]{{0,6}}?{NUMBER}\s*(?P<u>年|个?月|个?工作日|天|日|万|元|%|份|轮|小时)[^,。;]{{0,3}}$")
"""不要保密十年,…三年: the value that is not wanted, where another follows."""
_LEAST = re.compile(r"(?:至少|起码|最少|不少于|不低于|最低)[^,。;\d]{0,6}$")


_TIMED = re.compile(rf"(?:{NUMBER})\s*个?(?:工作日|自然日|天|日)(?:之?内|以内|之?前)[^,。;]{{0,8}}$")
"""10个工作日内给到: a clause that sets a time is no part of a description."""


def timed(text: str) -> bool:
    """Whether a clause sets a time and nothing else."""
    return bool(_TIMED.search(text))


def idle(clause: Clause, sentence: Sequence[Clause]) -> bool:
    """Whether the clause must not fill anything, in view of its sentence."""
    text = clause.text
    before = [c for c in sentence if c.start < clause.start]
    tale = next((c for c in before if _OTHERS.search(c.text)), None)
    if tale and not any(_NOW.search(c.text) or (_OF_NEIGHBOURS.search(tale.text) and c is not tale and _AS_FOR_US.match(c.text)) for c in (*before, clause)):
        return True
    after = next((c for c in sentence if c.start > clause.start), None)
    if after and _UNCONFIRMED.search(after.text) and re.search(r"\d|[一二两三四五六七八九十百]+[年个天份万成块]", text):
        return True
    if _ELSEWHERE.search(text) or _EXAMPLE.match(text) or _EITHER.search(text) or _MAY_CHANGE.search(text):
        return True
    if _TIGHT.search(text) and re.search(r"[\d一二三四五六七八九十]", text):
        return True
    if _SUPPOSED.match(text) and re.search(r"\d|[一二两三四五六七八九十百千万]+(?:年|个|天|份|万|成|块|元|%)|归|仲裁|法院", text):
        return True
    following = "".join(c.text for c in sentence if c.start > clause.start)
    if (no := _NO_MORE.match(text)) and re.search(rf"{NUMBER}\s*{no['u']}", following):
        return True
    if _THEIR_WISH.search(text) and (_REJECTED.search(following) or _REJECTED.search(text)):
        return True
    if _OWN_WISH.match(text) and _REJECTED.search(following):
        return True
    if _ASKED_FOR.search(text) and _AGREED.search(following) and not _AGREED.search(text):
        return True
    if _IF_SO.search(text) and re.search(r"仲裁|法院|打官司", text):
        return True
    if _OFFER.search(text) and not re.search(r"同意|接受|就按|认了|可以", text + following):
        return True
    return bool(_CONTRAST.search("".join(c.text for c in sentence)))


_OWN_WISH = re.compile(r"^\s*(?:我们?|咱们?|我方|我司)(?:本来|原来|一开始|是)?(?:想|希望|提的?是?|主张)")
"""我想模型归我,他们不干: what one side wished and did not get."""


def too_much(text: str) -> bool:
    """Whether a clause turns a value down as too long, too dear, too soon."""
    return bool(_TIGHT.search(text))


def offered(text: str) -> bool:
    """Whether a clause tells what somebody asked for before it was agreed."""
    return bool(_ASKED_FOR.search(text))


def at_least(before: str) -> bool:
    """Whether the words before a value make it a lower bound (至少保密三年)."""
    return bool(_LEAST.search(before))
