"""What speakers say of themselves: 我叫郑立群,联系人写我 gives the contact his name."""

from __future__ import annotations

import itertools
import re

from assistant.reading.clauses import Clause
from assistant.reading.surnames import likely

_I_AM = re.compile(r"(?:(?:我|本人)(?:叫|是)|我姓[\u4e00-\u9fff][,\s]*(?:我?叫)?)\s*(?P<v>[\u4e00-\u9fff]{2,3})(?=$|[,。;!\s\d]|电话|手机|我)")
_I_AM_OF = re.compile(r"我姓(?P<n>[\u4e00-\u9fff])$")
_ME = r"(?:我|本人)(?![们的方司校院行馆])(?!(?:自己)?(?:儿子|女儿|闺女|老婆|老公|爱人|媳妇|女婿|侄子|爸|妈|哥|弟|姐|妹|同事|助理|秘书|徒弟|学生))"
_SAID = rf"[^,。;]{{0,4}}?(?:就|也|还|都)*(?:是|写|填|找|用|由)+{_ME}"
_ENDS_WITH_ME = re.compile(rf"{_ME}(?:自己|本人)?\s*$")
_I_HOLD = re.compile(r"\s*(?:我|本人)(?:自己)?(?:就|也)?是")
_BARE = re.compile(r"\s*(?:我?叫|姓名:?)?\s*(?P<v>[\u4e00-\u9fff]{2,4})\s*$")
_AM_OURS = re.compile(r"\s*(?:我?(?:就|也)?是)(?:我们?|咱们?|俺们?|这边|公司|单位)?[^,。;]{0,5}?的?(?:(?:法人(?:代表)?|法定代表人)|(?P<contact>联系人|对接人))\s*$")
_OFFICES = {
    "contact": re.compile(rf"(?:联系人|对接人?|接口人|联络人){_SAID}|(?:由我来?|我来|我负责)(?:联系|对接|跟进)"),
    "legal_rep": re.compile(rf"(?:法人(?:代表)?|法定代表人|负责人){_SAID}|我(?:就|也)?是[^,。;]{{0,8}}?(?:法人|法定代表人)"),
    "signatory": re.compile(rf"(?:签字人|授权代表|签约代表){_SAID}"),
}


def by_speaker(clauses: tuple[Clause, ...]) -> list[tuple[str, int, int, Clause]]:
    """Return (what, start, end, clause of the name) of each office that speakers who give their name say they hold."""
    said = ",".join(c.text for c in clauses)
    offices = [what for what, words in _OFFICES.items() if words.search(said)]
    for clause, after in itertools.pairwise(clauses):  # 法人就是我,邬根生
        held = [what for what, words in _OFFICES.items() if words.search(clause.text) and (_ENDS_WITH_ME.search(clause.text) or _I_HOLD.match(clause.text))]
        bare = _BARE.match(after.text)
        if held and bare and likely(bare["v"]) and after.sentence == clause.sentence:
            return [(what, after.start + bare.start("v"), after.start + bare.end("v"), clause) for what in held]
    for clause, after in itertools.pairwise(clauses):  # 我叫沈桂英,就是我们的法人
        match, office = _I_AM.search(clause.text), _AM_OURS.match(after.text)
        if match and office and likely(match["v"]) and after.sentence == clause.sentence:
            what = "contact" if office["contact"] else "legal_rep"
            return [(what, clause.start + match.start("v"), clause.start + match.end("v"), clause)]
    for clause in clauses if offices else ():
        match = _I_AM.search(clause.text)
        behind = next((c for c in clauses if c.start > clause.start), None)
        if behind and (family := _I_AM_OF.search(clause.text)) and likely(name := behind.text.strip()) and name.startswith(family["n"]):
            start = behind.start + behind.text.index(name)
            return [(what, start, start + len(name), behind) for what in offices]
        if match and likely(match["v"]):
            return [(what, clause.start + match.start("v"), clause.start + match.end("v"), clause) for what in offices]
    return []
