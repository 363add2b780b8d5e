"""Defects planted by program: every kind knows all the places of a contract where it can be put.

A planter yields (number of the line that must be named, the text with the defect, the rule, other rules it may
bring along); it never looks at what the linter does.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

ANY = frozenset({"*"})
NUMBERED = re.compile(r"(\d+)\.(\d+) ")
HEADING = re.compile(r"第([一二三四五六七八九十]+)条 ")
DIGITS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Plant:
    """A contract with one defect: where it must be found and what else may be said."""

    kind: str
    line: int
    text: str
    rule: str
    company: frozenset[str] = frozenset()


Planter = Callable[[list[str], random.Random], Iterator[tuple[int, list[str], str, frozenset[str]]]]
PLANTERS: dict[str, Planter] = {}


def planter(kind: str) -> Callable[[Planter], Planter]:
    """Register a kind of defect."""

    def register(found: Planter) -> Planter:
        PLANTERS[kind] = found
        return found

    return register


def plants(text: str, kind: str, seed: int, most: int) -> list[Plant]:
    """Return up to ``most`` plants of a kind, drawn from all its places."""
    draw = random.Random(f"{kind}{seed}")
    lines = text.split("\n")
    every = list(PLANTERS[kind](lines, draw))
    chosen = draw.sample(every, min(most, len(every)))
    return [Plant(kind, at + 1, "\n".join(new), rule, company) for at, new, rule, company in chosen]


def put(lines: list[str], at: int, line: str) -> list[str]:
    return [*lines[:at], line, *lines[at + 1 :]]


def body(lines: list[str]) -> range:
    """The lines of the articles: from the first heading to the signatures."""
    first = next(i for i, line in enumerate(lines) if HEADING.match(line))
    last = next(i for i, line in enumerate(lines) if "（盖章）" in line)
    return range(first + 1, last)


def clauses(lines: list[str]) -> list[int]:
    """The lines that begin with a clause number."""
    return [i for i in body(lines) if NUMBERED.match(lines[i])]


def swaps(lines: list[str], pattern: str, by: Callable[[re.Match[str]], str], among: range | list[int] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Every match of a pattern replaced, one at a time."""
    for at in among if among is not None else body(lines):
        for match in re.finditer(pattern, lines[at]):
            yield at, put(lines, at, lines[at][: match.start()] + by(match) + lines[at][match.end() :])


@planter("a reference to a clause that is not there")
def _dangling_clause(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in swaps(lines, r"第(\d+)\.(\d+)款", lambda m: f"第{m[1]}.{draw.randint(13, 29)}款"):
        yield at, new, "L-REF-01", frozenset()


@planter("a reference to an article that is not there")
def _dangling_article(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in swaps(lines, r"(?<=[照按据用以])第[一二三四五六七八九十]+条", lambda m: f"第二十{draw.choice('三四五六七八九')}条"):
        yield at, new, "L-REF-01", frozenset()


@planter("an item that is not there")
def _dangling_item(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in swaps(lines, r"(第\d+\.\d+款)第\((\d+)\)项", lambda m: f"{m[1]}第({draw.randint(11, 19)})项"):
        yield at, new, "L-REF-01", frozenset()


@planter("an annex that is not there")
def _annex(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in swaps(lines, r"(?<!^)附件[一二三]", lambda m: f"附件{draw.choice(['六', '七', '8', '9'])}"):
        yield at, new, "R-ANX-01", frozenset({"L-REF-01"})


@planter("a clause left out")
def _gap(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    places = clauses(lines)
    for here, after in pairwise(places):
        same = [NUMBERED.match(lines[i])[1] for i in (here, after)]  # type: ignore[index]
        if same[0] == same[1]:
            new = lines[:here] + lines[after:]
            yield here, new, "L-NUM-01", ANY


@planter("a number twice")
def _twice(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at in clauses(lines):
        article, clause = (int(x) for x in NUMBERED.match(lines[at]).groups())  # type: ignore[union-attr]
        if clause > 1:
            new = put(lines, at, NUMBERED.sub(f"{article}.{clause - 1} ", lines[at], count=1))
            yield at, new, "L-NUM-02", frozenset({"L-NUM-01", "L-REF-01"})


@planter("a heading twice")
def _heading(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    headings = [i for i, line in enumerate(lines) if HEADING.match(line)]
    for before, at in pairwise(headings):
        number = HEADING.match(lines[before])[0]  # type: ignore[index]
        yield at, put(lines, at, HEADING.sub(number, lines[at], count=1)), "L-NUM-02", frozenset({"L-NUM-01", "L-NUM-04", "L-REF-01"})


@planter("a clause under another article's number")
def _stray(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at in clauses(lines):
        article, clause = (int(x) for x in NUMBERED.match(lines[at]).groups())  # type: ignore[union-attr]
        if clause > 1:
            new = put(lines, at, NUMBERED.sub(f"{article + draw.randint(1, 3)}.{clause} ", lines[at], count=1))
            yield at, new, "L-NUM-04", frozenset({"L-NUM-01", "L-NUM-02", "L-NUM-03", "L-REF-01"})


@planter("an item skipped")
def _item(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at in body(lines):
        match = re.match(r"\((\d+)\) ", lines[at])
        if match and int(match[1]) > 1:
            new = put(lines, at, f"({int(match[1]) + 1}) {lines[at][match.end():]}")
            yield at, new, "L-NUM-01", frozenset({"L-NUM-02", "L-NUM-03", "L-REF-01"})


@planter("a blank")
def _blank(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    styles = ("____", "【】", "【天数】", "[请填写数字]", "（请填写）", "XX", "××", "__", "[ ]", "「待填」", "______")
    for at, new in swaps(lines, r"\d+(?=个工作日|日内|小时|年。|年，|份)", lambda m: draw.choice(styles[:9])):
        yield at, new, "R-STR-03", frozenset({"R-CPY-01"})


@planter("an amount that differs from its words")
def _amount(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in swaps(lines, r"([\d,]{5,})元（大写：([^）]+)）", lambda m: f"{m[1]}0元（大写：{m[2]}）"):
        yield at, new, "R-PAY-04", frozenset()
    for at, new in swaps(lines, r"([\d,]{5,})元(?!（)", lambda m: f"{m[1]}元（{draw.choice(['壹佰贰拾叁元整', '玖拾玖万元整'])}）"):
        yield at, new, "R-PAY-04", frozenset()


DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})日"


@planter("a day that does not exist")
def _day(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    odd = ("2月30日", "4月31日", "13月5日", "6月31日", "11月31日", "0月8日", "2月29日")
    for at, new in swaps(lines, DATE, lambda m: f"2027年{draw.choice(odd)}", range(len(lines))):
        yield at, new, "L-DAY-01", frozenset()


@planter("a period that ends before it begins")
def _inverted(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    def turned(m: re.Match[str]) -> str:
        return f"自{m[0]}起至{int(m[1]) - draw.randint(1, 3)}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日止"

    for at, new in swaps(lines, DATE, turned, range(len(lines))):
        yield at, new, "L-DAY-02", frozenset()


@planter("a party's name written otherwise")
def _name(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for side in "甲乙":
        first = next(i for i, line in enumerate(lines) if re.match(rf"{side}方（[^）]*）：", line))
        name = lines[first].split("：", 1)[1]
        for at in range(first + 1, len(lines)):
            for match in re.finditer(re.escape(name), lines[at]):
                place = draw.randrange(2, len(name) - 4)
                other = name[:place] + draw.choice([c for c in "海信诚瑞达宏" if c != name[place]]) + name[place + 1 :]
                yield at, put(lines, at, lines[at][: match.start()] + other + lines[at][match.end() :]), "L-PTY-01", frozenset()


@planter("a credit code miscopied")
def _code(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in swaps(lines, r"(?<![0-9A-Z])([0-9A-Z]{17})([0-9A-Z])(?![0-9A-Z])",
                         lambda m: m[1] + draw.choice([c for c in "0123456789ABCDEFGH" if c != m[2]]), range(len(lines))):
        yield at, new, "R-PTY-01", frozenset()


SENTENCE_END = r"(?<=[\u4e00-\u9fff])。(?=$)"


@planter("a short name never used")
def _term(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    names = [one + two for one in ("涂层", "台账", "调试", "外协", "巡线", "窑炉", "胎面") for two in ("图样", "底稿", "样机", "单元", "切片")]
    forms = ("（以下简称“{}”）。", "（下称“{}”）。", "（以下统称“{}”）。")
    for line in clauses(lines):
        form = draw.choice(forms).format(names[line % len(names)])
        for at, new in swaps(lines, SENTENCE_END, lambda m, form=form: form, [line]):  # type: ignore[misc]
            yield at, new, "L-DEF-01", frozenset()


@planter("a side nobody named")
def _side(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in swaps(lines, r"[甲乙]方(?=应|可以|有权|保证)", lambda m: draw.choice(["丙方", "丁方"])):
        yield at, new, "L-DEF-02", ANY


def added(lines: list[str], sentences: tuple[str, ...], draw: random.Random) -> Iterator[tuple[int, list[str]]]:
    """A sentence put behind a clause that ends with one."""
    for at in clauses(lines):
        if lines[at].endswith("。") and len(lines[at]) > 20:
            yield at, put(lines, at, lines[at] + draw.choice(sentences))


@planter("arbitration and courts at once")
def _forum(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    words = (
        "任何一方也可以向人民法院起诉。", "当事人可以申请仲裁或者向有管辖权的人民法院提起诉讼。", "争议可以提交杭州仲裁委员会仲裁，亦可向人民法院提起诉讼。",
        "一方可以向杭州仲裁委员会申请仲裁，也可以向法院起诉。", "提交仲裁或诉讼解决均可。",
    )
    at = next(i for i in body(lines) if "提起诉讼" in lines[i] or "仲裁规则" in lines[i])
    for sentence in words[1:]:
        yield at, put(lines, at, lines[at] + sentence), "R-DIS-01", frozenset({"R-DIS-02", "R-DIS-03"})


@planter("a daily penalty too high")
def _penalty(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for rate, rule in (("1.5‰", "R-BRE-01"), ("2‰", "R-BRE-01"), ("5‰", "R-BRE-02"), ("8‰", "R-BRE-02"), ("1%", "R-BRE-02")):
        for at, new in swaps(lines, r"[\d.]+‰(?:（即每日[^）]*）)?", lambda m, rate=rate: rate):  # type: ignore[misc]
            yield at, new, rule, frozenset()


@planter("copies that do not add up")
def _copies(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for count in ("3", "5", "7", "九", "叁"):
        for at, new in swaps(lines, r"(?<=一式)\d+(?=份)", lambda m, count=count: count):  # type: ignore[misc]
            yield at, new, "R-CPY-01", frozenset()


@planter("what a code page left")
def _residue(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    left = ("(hé)", "(shù)", "（zhǐ）", "锟斤拷", "顚懞贤谙蓿", "\ufffd\ufffd", "&nbsp;", "\ue5e5")
    for at in clauses(lines):
        place = draw.choice([m.end() for m in re.finditer(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff])", lines[at])])
        yield at, put(lines, at, lines[at][:place] + draw.choice(left) + lines[at][place:]), "R-STR-04", frozenset({"L-DEF-02"})


@planter("a law that is no more")
def _old_law(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    old = (
        "双方并受《中华人民共和国合同法》第一百零七条约束。", "此项依照《民法总则》办理。", "本款参照《反不正当竞争法》第九条执行。",
        "效力依照《中华人民共和国仲裁法》第十六条确定。", "担保事项适用《担保法》第五条。", "安全保护依照《网络安全法》第二十一条。",
    )
    for at, new in added(lines, old, draw):
        yield at, new, "R-STR-07", frozenset()


@planter("a rule nobody can find")
def _no_law(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at, new in added(lines, ("双方遵守《生成式人工智能训练数据安全管理办法》。",), draw):
        yield at, new, "R-STR-08", frozenset()


@planter("a signature lacking")
def _signature(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    signing = [i for i, line in enumerate(lines) if "（盖章）" in line]
    for gone, left in ((signing[1], signing[0]), (signing[0], signing[0])):
        yield left, lines[:gone] + lines[gone + 1 :], "L-SIG-02", frozenset()


@planter("a text cut off")
def _cut(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    for at in clauses(lines)[-25:]:
        if len(lines[at]) > 40:
            end = draw.randrange(24, len(lines[at]) - 8)
            words = lines[at][:end].rstrip("，。；：、”）")
            yield at, [*lines[:at], words], "L-END-01", ANY


@planter("a sentence that stops")
def _stops(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
    places = clauses(lines)
    for here, after in pairwise(places):
        if after == here + 1 and len(lines[here]) > 50:
            end = draw.randrange(30, len(lines[here]) - 8)
            yield here, put(lines, here, lines[here][:end].rstrip("，。；：、”）%元日")), "L-END-02", ANY


SENTENCES = {
    "R-BRE-05": ("双方同意上述违约金不得请求调整。", "任何一方放弃请求调减违约金的权利。"),
    "R-LIM-01": ("本合同的诉讼时效为十年。", "诉讼时效延长至五年。"),
    "R-TRM-07": ("双方不得主张情势变更。", "本合同不适用民法典第五百三十三条。"),
    "R-CON-05": ("违约方应支付违约金十万元，并赔偿对方的全部损失。",),
    "R-EFF-01": ("补充文件自双方签字盖章后执行。", "变更单经双方签字盖章有效。"),
    "R-PAY-06": ("付款方在收到最终用户付款后十日内支付。",),
    "R-BRE-08": ("乙方应另付订金五万元。", "乙方应交纳保证金五万元。"),
    "R-ACC-03": ("乙方整改直至达到要求。", "整改不限次数，直到验收合格。"),
    "R-IP-10": ("对方不得自行研发同类竞争技术。", "后续改进成果应无偿归甲方。"),
    "R-STR-09": ("最终解释权归甲方。", "甲方有权单方解除本合同。"),
    "R-PAY-05": ("尾款在验收合格后120日内支付。",),
    "R-BRE-06": ("任何一方的赔偿责任不超过合同总额。",),
}


def _sentence_planter(rule: str) -> Planter:
    def plant(lines: list[str], draw: random.Random) -> Iterator[tuple[int, list[str], str, frozenset[str]]]:
        if rule == "R-STR-09":  # a contract that says that what is grave was pointed out answers it
            lines = ["双方确认已阅读本文。" if "加粗的内容" in line else line for line in lines]
        for at, new in added(lines, SENTENCES[rule], draw):
            limited = rule == "R-ACC-03" and any("轮为限" in line for line in lines[at : at + 4])
            if not limited:  # a limit in the same clause answers the sentence
                yield at, new, rule, frozenset({"R-STR-09"}) if rule == "R-BRE-06" else frozenset()

    return plant


for _rule in SENTENCES:
    PLANTERS[f"a sentence against {_rule}"] = _sentence_planter(_rule)
