"""Repairs in speech: words that the speaker takes back in the same breath are blanked before anything is read.

一共三十 三十五万, 八个 啊 十个工作日, 八十八万 等等那是上一单 六十八万: only what is sure to be meant instead
stays. The length of the text stays, so that every span is still true of the words as typed.
"""

from __future__ import annotations

import re

from assistant.reading.overtaken import from_today, given_up, of_others
from assistant.reading.renaming import (
    CALLED_OFF,
    HAN,
    blank,
    misnamed,
    mistyped,
    myself,
    no_office,
    spelt,
)
from knowledge.kinds.feasts import FIXED, LUNAR
from knowledge.kinds.numerals import APART, NUMBER
from knowledge.kinds.organisations import organisations

_UNITS = (
    r"个?工作[日天]|个?自然日|个?月(?![初底中末])|个?小时|个?钟头|个?星期|个?季度|年(?![初底中末])|天|日(?!元)|周|份|轮|次|[万亿](?:元|块钱?)?|元|块钱?|[%‰]|个点|成|张|条|段|例|套|台|个"
)
_UNIT = rf"(?:{_UNITS})"
_AMOUNT = rf"{APART}(?:[百千万]分之\s*)?{NUMBER}\s*{_UNIT}?"
_DAY = r"(?:(?:今|明|后|\d{2,4})年)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?|[初底末中]旬?)?"
_PHONE = r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{2,4}|0\d{2,3}[ -]?\d{7,8}|[48]00[ -]?\d{3}[ -]?\d{4})(?!\d)"
_REFUSED = (
    r"(?:(?:但是?|不过|可是?)?(?:我们?|对方|他们|客户|老板|领导|法务|财务|人家)?[这那边]*(?:说|也|都|觉得|嫌)*(?:不同意|没同意|不答应|没答应|不接受|没接受|没有接受|拒绝了?|不肯|不干|不认|嫌[^\s,。;]{1,3}|觉得[^\s,。;]{1,3}|(?:有点|太)[长短多少高低贵久紧早晚慢快狠]了?))"
    r"|(?:那个?|这个?|它)?(?:是|都|有点|也)*太[长短多少高低贵便宜久紧早晚慢快]+了?"
    r"|(?:那|这|它)个?(?:号|数|价)?(?:是|都是)(?:我|他|她|以前|之前|上[一次回个家份]|老|旧|别[家人的]|另|去年|前[年任]|错|原来)[^\s,。;]{0,8}"
)
_TURNED_DOWN = rf"(?:{_REFUSED}|(?:[{HAN}]{{1,3}}(?:[办部处室科总组会]|老师|领导))?(?:要求?|说|想|希望|觉得|让)?(?:再|稍微|得)?[长短多少高低紧松快慢早晚]一?[点些]儿?)"
_STUTTER = r"(?:(?:啊|呃|嗯|额|欸|诶|那个|就是|emm+)+)"
_LEADS_ON = (
    rf"(?:(?:[{HAN}]{{1,3}}(?:在旁边|刚刚?才?|又|那边)*(?:说|讲|改口)(?:了|的)?|" r"应该|其实|实际上?|实际|最后|最终|最后谈|谈下来|谈好|谈的|定的?|现在|这一?[单次回个份家]|本次|我是说|要|还是|改成?|改为|写成?|填|写|叫|就|那就?|给|按|用|是|你|咱们?|我们?)\s*,?\s*)*"
)
_AFTER_PHONE = r"(?:(?:写|打|留|记|填|用|是|要|该|应该|你|我|的|公司|办公室|单位|座机|手机|电话|号码|号)\s*[:,]?\s*)*"


_BREATH = re.compile(r"(?<=[路街道巷村])\s*(?:嗯|呃|额|啊)\s*(?=\d+[号弄])")


def repaired(text: str) -> str:
    """Return the text with what is taken back made blank."""
    return "\n".join(_line(line) for line in _found_fault(text).split("\n"))


_FAULT = re.compile(rf"(?<=\n)[^\S\n]*(?P<x>{NUMBER}\s*{_UNIT}?)\s*(?:也?太|有点|偏)?[少多高低贵长短久]了")


def _found_fault(text: str) -> str:
    """保底12万, and in the next line 12万少了: what somebody finds fault with goes, there and where it was offered."""
    for match in list(_FAULT.finditer(text)):
        offered = text.rfind(match["x"].strip(), 0, match.start())
        if offered >= 0:
            text = blank(blank(text, match.start(), match.end()), offered, offered + len(match["x"].strip()))
    return text


def _line(line: str) -> str:
    if len(line) < 5:
        return line
    line = _BREATH.sub(lambda m: " " * len(m[0]), line)
    before = ""
    while line != before:
        before = line
        for mend in (_of_old, from_today, given_up, of_others, spelt, _taxed, no_office, misnamed, _forbidden, _more_often, _at_least, _not_called, _counted_as, _not_that, _let_off, mistyped, _moved, _denied, _begun_again, _replaced, _refined, _bargained, _said_again, _decided, myself, _other_way):
            line = mend(line)
    return line


_NOT_THAT = re.compile(rf"(?P<y>{_AMOUNT})[,\s]*(?P<n>(?:而)?不是\s*(?:(?:之前|原来|以前|上次|刚才|前面)?[说定谈写讲报]的)?\s*(?P<x>{_AMOUNT}))(?!\s*[,\s]*(?:而|应该|就)?是)")
_LET_OFF = re.compile(rf"(?P<x>(?:让|便宜|降|减|优惠|抹|少要?|多要?|加|涨)了\s*{_AMOUNT})(?=[,。;\s].*(?:现在|最后|最终|变成|就是|成交|一共|总共|是)\s*{_AMOUNT})")
_COUNTED_AS = re.compile(rf"{APART}(?P<n>{NUMBER}\s*)天(?P<g>\s*[,、]?\s*(?:是|算|按|都是|要)*)(?P<w>工作日)(?P<t>那种|的那种|来?算|计算?|哈|啊)?(?=\s*(?:$|[,。;]))")


_AT_LEAST = re.compile(r"(?<=[日天月])以上(?=[,的]?(?:任[一何意]方|双方|一方|对方|我[们方]|他们|甲方|乙方)?(?:均|都|就|即|才)*(?:可|能|有权))")
_NOT_CALLED = re.compile(r"(?P<n>(?:不叫|不是叫|别叫|不要叫)[^,。;]{1,24}[,\s]+)(?=(?:而是|而|改|就|要|应该)*(?:叫|是)\S)")


_FORBIDDEN = re.compile(rf"(?<=[用走拿])\s*(?P<w>[^\s,。;…]{{2,8}})[\s,…]+[{HAN}]{{0,6}}?(?:不让|不准|不许|不能|不允许|禁止|不行)(?:再|用|使用|走)*(?P=w)[\s,…]*(?:只能|那就|所以|就|要|得)*(?:改成|改用|改走|换成|改为|改|换)(?=\S)")
_OFTEN = r"每(?:个|[两二三四半])?(?:工作日|里程碑|季度?|半月|[天周月年])"
_MORE_OFTEN = re.compile(rf"(?P<x>{_OFTEN})(?:[报汇通][^,。;]{{0,4}}次?)?[\s,…]*(?P<m>{CALLED_OFF})[\s,]*(?:[{HAN}]{{1,3}}?(?=[要说想]))?(?:要求?|说|想|应该|是|改成?|就|还是)*\s*(?={_OFTEN})")


_OF_OLD = re.compile(rf"(?P<x>{_AMOUNT})\s*(?:那?个?是|是)(?:去年|前年|上次|上回|以前|之前|老|旧|原来|上一[份单家年])的?[^,。;\s]{{0,6}}")


def _of_old(line: str) -> str:
    """五十六万是去年的报价: the amount of another time goes, there and where it was said before."""
    match = _OF_OLD.search(line)
    if match is None:
        return line
    before = line.find(match["x"].strip(), 0, match.start())
    line = blank(line, match.start(), match.end())
    return blank(line, before, before + len(match["x"].strip())) if before >= 0 else line


_TAXED = re.compile(rf"(?P<x>{_AMOUNT})[,\s]*(?:是|那是)?不含税的?[,。\s]*(?:含税的?(?:价|话)?(?:是|为|就是)?)\s*(?={_AMOUNT})")


def _taxed(line: str) -> str:
    """26万是不含税的,含税是275600元: the amount without the tax goes."""
    match = _TAXED.search(line)
    return blank(line, match.start("x"), match.end("x")) if match else line


def _forbidden(line: str) -> str:
    """用U盘……院里不让用U盘 改成加密移动硬盘: what is not allowed goes."""
    match = _FORBIDDEN.search(line)
    return blank(line, match.start("w"), match.end()) if match else line


def _more_often(line: str) -> str:
    """每两周报一次,不,馆长要每周: how often is told anew."""
    match = _MORE_OFTEN.search(line)
    return blank(line, match.start(), match.end()) if match else line


def _at_least(line: str) -> str:
    """持续90日以上任一方可解除: from that day on, which is how the term is meant."""
    match = _AT_LEAST.search(line)
    return blank(line, match.start(), match.end()) if match else line


def _not_called(line: str) -> str:
    """项目名称不叫铸件检测,叫…: what something is not called goes."""
    match = _NOT_CALLED.search(line)
    return blank(line, match.start("n"), match.end("n")) if match else line


def _counted_as(line: str) -> str:
    """10天 工作日那种: what days are meant is said behind."""
    match = _COUNTED_AS.search(line)
    if match is None:
        return line
    words = f"{match['n'].strip()}个工作日"
    return line[: match.start()] + words + " " * (len(match[0]) - len(words)) + line[match.end() :]


def _not_that(line: str) -> str:
    """是96万,不是90万: what is denied behind goes, there and where it was said before."""
    match = _NOT_THAT.search(line)
    if match is None or match["y"].strip().startswith(match["x"].split()[0]) or not _alike(match, line, "n"):
        return line
    before = line[: match.start()].find(match["x"].strip())
    line = blank(line, match.start("n"), match.end("n"))
    return blank(line, before, before + len(match["x"].strip())) if before >= 0 else line


def _let_off(line: str) -> str:
    """人家让了2万,现在是34万: by how much it changed is no value."""
    match = _LET_OFF.search(line)
    return blank(line, match.start("x"), match.end("x")) if match else line


_DENIED = re.compile(
    rf"(?P<x>[{HAN}\dA-Za-z.]{{2,10}}?)(?P<u>[张条个份段例套万元号楼室层天年月日]?)[\s,…]*(?:哦|啊|呃|诶|哎)?\s*不是\s*(?P=x)(?P=u)?(?:[,\s]*(?:而)?是|[,\s]+)\s*(?=\S)"
)
"""20万张 不是20万 26万张: said, denied in the same words, and said anew."""


def _denied(line: str) -> str:
    match = _DENIED.search(line)
    return blank(line, match.start(), match.end()) if match else line


_HALF_NUMBER = re.compile(
    rf"(?<![第\d.一二三四五六七八九十百千万零〇两])(?P<x>[一二三四五六七八九十百千万零〇两]+(?:月|分之|点)?|\d+)(?P<u>个?)(?:{_STUTTER}|吧|嘛)?[\s,…]+(?:{_STUTTER}\s*,?\s*)?"
    rf"(?=(?P=x)(?:[一二三四五六七八九十百千万零〇两]+|\d*)(?P=u)(?:{_UNIT}|工作日|月|小时|[号点]))"
)
_HALF_DAY = re.compile(rf"(?P<m>(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月)(?:份|[初底末中]旬?)?(?:{_STUTTER}|吧)?[\s,…]+(?:{_STUTTER}[\s,]*)?(?=(?P=m)(?:\d|[一二三四五六七八九十])+[日号])")
_HALF_NAME = re.compile(rf"(?P<x>[{HAN}]{{2,8}}?)(?:{_STUTTER})?[\s,…]+(?:{_STUTTER}[\s,]*)?(?:叫|是)?(?=(?P=x)[{HAN}])")


def _begun_again(line: str) -> str:
    """三十 三十五万, 七月 七月十五号, 江门 江门蓬江卫浴洁具有限公司: the first, unfinished attempt goes."""
    for match in _HALF_DAY.finditer(line):
        return blank(line, match.start(), match.end())
    for match in _HALF_NUMBER.finditer(line):
        return blank(line, match.start(), match.end())
    names = organisations(line) if "公司" in line or "院" in line or "大学" in line else []
    for match in _HALF_NAME.finditer(line) if names else ():
        if any(start in (match.start(), match.end()) and end - match.end() > len(match["x"]) + 3 for start, end in names):
            return blank(line, match.start(), match.end())
    return line


_SPOKEN_OF = re.compile(r"验收|修正|整改|补正|交付|付款|保密|启动|移交|返还|违约|审计|备案|各执|续约|通知|逾期|泄密")
_REPLACED = (
    re.compile(rf"(?P<x>{_PHONE})[\s,…]*(?:{CALLED_OFF}|{_TURNED_DOWN})[\s,]*(?:(?:{_TURNED_DOWN}|{CALLED_OFF})[\s,]*)*{_AFTER_PHONE}(?P<y>{_PHONE})"),
    re.compile(rf"(?P<x>{_DAY})(?P<k>(?:之?前|以前)?(?:给|交|付|到)?)[\s,…]*(?:(?P<s>{_STUTTER}(?=[\s,]))|{CALLED_OFF}|{_TURNED_DOWN})[\s,]*(?:(?:{_TURNED_DOWN}|{CALLED_OFF})[\s,]*)*{_LEADS_ON}(?P<y>{_DAY})"),
    re.compile(
        rf"(?P<x>{_AMOUNT})(?P<p>吧|嘛|左右|内?(?:给|付|交)|[之以]?内)?[\s,….—。]*(?P<m>(?:{CALLED_OFF}|{_TURNED_DOWN}|{_STUTTER}(?=[\s,]))[\s,]*(?:(?:{_TURNED_DOWN}|{CALLED_OFF}|{_STUTTER}(?=[\s,]))[\s,]*)*){_LEADS_ON}(?P<y>{_AMOUNT})"
    ),
)
_DOWN = re.compile(_TURNED_DOWN)
_OFF = re.compile(CALLED_OFF)
_RATE = re.compile(r"分之|[%‰成]|个点")
_TAIL_UNIT = re.compile(rf"{_UNIT}$")


def _replaced(line: str) -> str:
    """X 不对 Y, X 那个太长了 Y: of two amounts of one sort the one that was called off goes."""
    for pattern in _REPLACED:
        for match in pattern.finditer(line):
            if "m" in match.groupdict() and not _alike(match, line):
                continue
            if "s" in match.groupdict() and match["s"] and not _same_month(match):
                continue
            if less := _less(match):
                start = match.end("y") - len(less)
                return blank(line, match.start("x"), match.end("y"))[:start] + less + line[match.end("y") :]
            kept = match["k"] if "k" in match.groupdict() else ""
            return _kept(line, match, kept)
    return line


def _kept(line: str, match: re.Match[str], words: str) -> str:
    """The line without everything from x to y but the words between that belong to y as well."""
    line = blank(line, match.start("x"), match.start("y"))
    return line[: match.start("x")] + words + line[match.start("x") + len(words) :]


_AGAIN = re.compile(rf"(?P<x>{_AMOUNT})(?:吧|嘛)?[\s,…]*(?P<m>{CALLED_OFF})(?P<g>[^。;!?\d]{{1,12}}?)(?P<y>{_AMOUNT})")
_SMALL_WORDS = re.compile(r"[\s,是应该就改成为写填那要给也的了]")


def _said_again(line: str) -> str:
    """验收他们给我们十五 不对 是他们验收 十五个工作日: the words around are said again with the amount."""
    for match in _AGAIN.finditer(line):
        before = line[max(0, match.start() - 14) : match.start()]
        again = _SMALL_WORDS.sub("", match["g"])
        if again and all(letter in before for letter in again) and _alike(match, line):
            return blank(line, match.start("x"), match.start("g"))
    return line


_BARGAINED = re.compile(rf"{APART}(?P<x>{NUMBER}\s*(?:[万亿]|元|块)?[万亿]?(?:元|块钱?)?)\s*(?:被|给|又|就|直接|最后|已经)*(?:砍|压|谈|还|降|让|减|涨|加|调)(?:价)?(?:到|成|至)了?\s*(?=(?:{NUMBER})\s*万)")


def _bargained(line: str) -> str:
    """45万砍到41万5: the amount that was bargained away goes."""
    match = _BARGAINED.search(line)
    return blank(line, match.start("x"), match.end("x")) if match and re.search(r"[万亿元块]", match["x"]) else line


_FEASTS = "|".join(sorted((*FIXED, *LUNAR), key=len, reverse=True))
_LOOSE_DAY = rf"(?:过了|过完)?(?:{_DAY}|{_FEASTS}|过年|[本下这]?个?月[底初末中]|[今明]?年[底初末中])(?:节|前|后|之前|以前|左右|内|的?半个月之?内)*"
_EXACTLY = r"(?:对+|嗯+|哦|那|也?就是(?:说)?|即|具体(?:点|的|来说|说)?|准确(?:点|地|来)?说?|确切(?:点|地|来)?说?|说(?:具体|准确)点?)[,\s]*"
_REFINED = re.compile(
    rf"(?P<x>{_LOOSE_DAY})(?P<k>[^,。;!?\d—]{{0,6}}?)\s*(?:—+\s*(?:{_EXACTLY})*|[,。]\s*(?:{_EXACTLY})+)(?:就|是|应该是?|定在?|算|写)*\s*(?P<y>{_DAY}|\d{{4}}[-/.]\d)"
)


def _refined(line: str) -> str:
    """月底给,对,12月31号: a loose day that the next words make exact goes."""
    match = _REFINED.search(line)
    if match is None:
        return line
    between = line[match.end("k") : match.start("y")]
    if not re.search(_EXACTLY, between) and _month(match["x"]) != _month(match["y"]):
        return line  # 5月底交数据——6月30日交模型
    return _kept(line, match, match["k"])


def _month(day: str) -> str:
    match = re.search(r"(\d{1,2}|[一二三四五六七八九十]{1,3})月", day)
    return match[1] if match else ""


_MOVED = (
    re.compile(rf"(?:从|由)\s*(?P<x>{_AMOUNT})(?P<m>\s*(?:改|调|变|换|提|降|缩|延|加|减|涨|放|压|升|砍|谈)(?:短|长|高|低|少|宽|整)?(?:成|为|到|至)?了?\s*)(?P<y>{_AMOUNT})"),
    re.compile(rf"(?:从|由)\s*(?P<x>{_DAY})(?P<m>\s*(?:改|调|变|换|提前|推迟|延后?|挪|顺延)(?:成|为|到|至)?了?\s*)(?P<y>{_DAY})"),
)


def _moved(line: str) -> str:
    """从10个工作日改15个工作日: where a value comes from is no longer one."""
    for pattern in _MOVED:
        if (match := pattern.search(line)) and (pattern is _MOVED[1] or _alike(match, line)):
            return blank(line, match.start(), match.start("m" if match["x"].strip().endswith("%") else "y"))
    return line


_DECIDING = re.compile(rf"(?:成交[,\s]*价?|敲定[,\s]*|拍板[,\s]*|谈妥[,\s]*|(?:那就|那么就|就是?|还是|干脆|最后|最终|折中|定|取)+)(?:定|写|填|按|用|取)?\s*(?P<y>{_AMOUNT})\s*(?:定下来|谈下来|成交|敲定|拍板|谈妥|说定|定|算|签|来)?(?:的|吧|好了|得了|了|算了|就行)*\s*(?=$|[。;!])")
_HAGGLING = re.compile(
    rf"{_AMOUNT}|只(?:同意|答应|接受|认|肯给?|给|能给?)|[…吧嘛呢啊]|{_TURNED_DOWN}|{CALLED_OFF}|{_STUTTER}|[{HAN}]{{1,3}}(?=[说讲](?:的?是)?[谈定讲]?)|谈的?是|讲的?是|(?:但是?|不过|可是?|然后|后来|结果|本来|原来|起初)|我们?|我方|咱们?|对方|他们?|客户|人家|老板|领导|法务|财务|[这那]边|(?:来来?回回?|拉锯|又|再)?(?:磨|谈|扯|聊|掰扯|讨价还价|商量)(?:了|好)*(?:[两几三四五]?[轮次回天]|半天|好久)?|说|提出?|出|喊|想|要求?|给|报|开|价|争取|坚持|希望|觉得|只肯|只|肯|能|砍|压|还价|降|涨|到|最多|至少|折中|商量|[改写填定]|[\s,、…的了是也就]"
)
"""What is said while two sides bargain over one number: nothing else is named."""


def _decided(line: str) -> str:
    """三年 呃 对方要五年 那就四年吧: after several offers of one sort the one that is settled on stands."""
    for match in _DECIDING.finditer(line):
        unit = _unit(match["y"])
        begin = max((line.rfind(mark, 0, match.start()) for mark in "。;!?"), default=-1) + 1
        offers = [m for m in re.finditer(_AMOUNT, line[begin : match.start()]) if unit and _sort(_unit(m[0])) == _sort(unit)]
        if not offers:
            continue
        first = begin + offers[0].start()
        between = line[begin + offers[0].end() : match.start()]
        if between.strip() and not _HAGGLING.sub("", between):
            return blank(line, first, match.start("y"))
    return line


_OTHER_WAY = re.compile(rf"(?P<v>用|走|叫|写|找|选|在|归|按|通过|发|寄)(?P<x>[^\s,。;?!]{{1,14}})[\s,…]*{CALLED_OFF}[\s,]*(?:(?:还是|应该|改|就|是)\s*)*(?=(?P=v)\S)")


def _sort(unit: str) -> str:
    """What is counted: 万, 元 and 块 are all money, 天 and 工作日 all days."""
    if re.match(r"个?(?:工作|自然)[日天]|[天日]", unit):
        return "天"
    return "元" if re.match(r"[万亿元块]", unit) else unit


def _other_way(line: str) -> str:
    """用硬盘给 不不 用网盘: the same verb begins again after the first try is called off."""
    match = _OTHER_WAY.search(line)
    return blank(line, match.start(), match.end()) if match else line


def _less(match: re.Match[str]) -> str:
    """The second amount with the unit that only the first one has (十五个工作日 太长 十二个)."""
    if "m" not in match.groupdict() or _RATE.search(match["x"]):
        return ""
    one, two = _unit(match["x"]), _unit(match["y"])
    words = re.sub(r"个$", "", match["y"].strip()) + one
    return words if one not in ("", "个") and two in ("", "个") and len(words) <= match.end("y") - match.start("x") else ""


def _same_month(match: re.Match[str]) -> bool:
    """After a mere stutter another day of the month is a correction; one of another month may be a second day."""
    one, two = (re.split(r"月", match[g])[0] for g in "xy")
    return one == two


def _alike(match: re.Match[str], line: str, between: str = "m") -> bool:
    """Whether both amounts are of one sort, and the second is no value of something else that is named with it."""
    if all(_RATE.search(match[g]) for g in "xy"):
        return True
    if any(_RATE.search(match[g]) for g in "xy"):
        return False
    one, two = (_unit(match[g]) for g in "xy")
    if not one and not two:
        return bool(_OFF.search(match[between]))
    money = all(re.match(r"[万亿元块]", u) for u in (one, two) if u) and bool(two)
    if two in ("", "个") and one.startswith(("个", "天", "年", "份", "日")) and one != "个":
        settled = re.match(r"\s*(?:吧|好了|得了|就行|了)?\s*(?:$|[,。;\s])", line[match.end() :])
        return bool(settled) and bool(_OFF.search(match[between]) or _DOWN.search(match[between]))
    if one in ("天", "日") and "工作" in two and _OFF.search(match[between]):
        return True
    if not two or not (not one or two == one or two.startswith(one) or (one and money)):
        return False
    after = re.split(r"[,。;\s]", line[match.end() :])[0]
    before = re.split(r"[,。;]", line[: match.start()])[-1]
    other = _SPOKEN_OF.search(after)
    return not (other and _SPOKEN_OF.search(before) and other[0] not in before)


def _unit(words: str) -> str:
    found = _TAIL_UNIT.search(words.strip())
    odd = re.search(r"[万亿](?=[\d一二三四五六七八九])", words)  # 36万5
    return found[0].strip() if found else odd[0] if odd else ""
