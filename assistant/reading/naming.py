"""What a party goes by besides its name: the sort of house it is, the brand or the place in its name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.kinds.organisations import organisations

GENERIC = re.compile(
    r"(?:股份)?(?:有限)?(?:责任)?公司|集团|科技|技术|信息|智能|数据|网络|软件|人工智能|研究院|大学|医院|中心|股份|有限|责任|服务|系统|电子|制造|实业|工业|省|市"
)
"""Words of a name that tell no company from another."""
_REGION = re.compile(r"^(?:黑龙江|内蒙古|石家庄|哈尔滨|呼和浩特|乌鲁木齐|秦皇岛|连云港|张家口|马鞍山|景德镇|[\u4e00-\u9fff]{2})(?:省|市|县|区)?")
_BRAND = r"(?:(?<![\u4e00-\u9fff])|(?<=[归给由和跟与是让找])|(?<=我们))(?P<b>{})(?=[那这]边|[那这]家|方面?(?![\u4e00-\u9fff])|的?(?:法人|法定代表|电话|手机|地址|住所|联系|邮箱|信用|代码|座机|签字|账[户号])|说|觉得|想|出|付|提供|负责|训练?|做|要|验|收|交|的?(?:$|[,。;:\s])|的?是(?=[\d\s]))"


def _brands(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """The short words a company goes by (贵阳黔行交通数据有限公司 → 黔行, 贵阳), where they belong to one party only."""
    found = []
    for party, name in names.items():
        region = _REGION.match(name)
        others = [n for p, n in names.items() if p != party]
        words = (_REGION.sub("", name)[:2], region[0] if region and others else "")
        found += [(party, w) for w in words if len(w) >= 2 and not GENERIC.search(w) and not any(w in n for n in others)]
    return found


_ACTS = r"(?=[那这]边|方面|负责|只|出|提供|的?(?:电话|地址|法人|法定代表人|联系人|院长|信用代码|代码|税号|邮箱|账号)|的?(?:项目)?(?:联系人|对接人|负责人|签字人)|的?(?:住所|邮箱|账户|收款账户)|的是|来|要|收款|保留|不(?=能|得))"
_SORTS = tuple((re.compile(ending), alone, called) for ending, alone, called in (
    (r"大学$|学院$|学校$|[中小]学$", r"校方|学校(?!的?学)", "大学|学院|校里|学校"),
    (r"医院$|卫生院$|诊所$|门诊部?$", r"院方", "医院|院里|诊所|卫生院"),
    (r"公司$|集团$|厂$", "", "公司|企业|厂家"),
    (r"厂$", "", "厂里|厂方|工厂"),
    (r"馆$", "", "馆里|馆方|博物馆|图书馆|档案馆|本馆"),
    (r"所$", "", "所里|研究所|所方"),
    (r"社$", "", "社里|合作社|出版社"),
    (r"局$", "", "局里"),
    (r"银行$", "", "行里|银行"),
    (r"[矿煤]", "", "矿上|矿里"),
    (r"协会$|学会$|商会$|研究会$", "", "协会|学会|商会|研究会"),
    (r"政府$", "", "镇里|县里|区里|市里|政府"),
    (r"站$", "", "站里"),
    (r"酒店|宾馆|饭店", "", "酒店|宾馆|饭店|店里"), (r"俱乐部", "", "俱乐部"), (r"幼儿园", "", "园里|幼儿园"), (r"林场|林业", "", "林场"),
))
"""How a name ends, what such a house is called wherever it stands, and what only where it acts (馆里出数据) or something is its (归馆里)."""


def shortens(words: str, name: str) -> bool:
    """Return whether words are a short form of a company's full name: its characters in order, without the ending (唐山研究院)."""
    if len(words) < 4 or not name.endswith("公司") or words.endswith("公司") or len(words) >= len(name):
        return False
    rest = iter(name)
    return all(c in rest for c in words)


_OWN = re.compile(r"(?:我们|咱们|俺们|我|咱|本)(?P<sort>医院|学校|大学|学院|院里?|校|厂里?|馆里?|所里?|合作社|社里|局里?|矿上|银行|协会|集团)(?![\u4e00-\u9fff]{0,2}[长员子])")


def own_house(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Return the party whose name is of the sort that the speaker calls their own house (我们医院, 我校), with the words; empty where two are or none is."""
    for match in _OWN.finditer(text):
        fitting = {p for p, n in names.items() for ending, alone, called in _SORTS if ending.search(n) and _of_sort(match["sort"], f"{alone}|{called}")}
        if len(fitting) == 1 and len(names) > 1:
            return fitting.pop(), match[0]
    return "", ""


def _of_sort(word: str, called: str) -> bool:
    short = word.rstrip("里上")
    return any(w and (w.startswith(short) or (len(short) > 1 and w.endswith(short))) for w in called.split("|"))


def by_sort_or_brand(text: str, names: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Return (party, start, end) of words that mean a party by the sort of house it is (校方, 企业) or by its short name."""
    found = []
    inside = organisations(text)
    for ending, alone, called in _SORTS:
        fitting = [p for p, n in names.items() if ending.search(n)]
        words = rf"{alone or '(?!)'}|(?:{called}){_ACTS}|(?<=[归由])(?:{called})(?![\u4e00-\u9fff]{{1,8}}(?:公司|大学|院))"
        for match in re.finditer(rf"(?<![我你贵本对他这那有限份])(?:{words})", text) if len(fitting) == 1 and len(names) > 1 else ():
            named = any(a <= match.start() < b for a, b in inside)
            found += [] if named else [(fitting[0], match.start(), match.end())]
    for party, core in _brands(names):
        found += [(party, m.start("b"), m.end("b")) for m in re.finditer(_BRAND.format(re.escape(core)), text)]
    return found
