"""What somebody does to each contract in a word processor, and what must be said of it: these words, at these places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.telling import LONGEST
from knowledge.contract import Contract, Line
from tests.office.driving import Step


@dataclass(frozen=True)
class Case:
    """``steps`` in the word processor; ``told`` are all changes in words, ``where`` the places of all findings.

    ‹8.2› stands for how that clause begins, ‹8.2/1› its second paragraph, ‹8.2+› its second sentence, ‹8.2~slot›
    a blank in it with what stands before it, and «8.2» for what is told of its text; * in ``told`` for any words.
    3.2? is a place whose reference may have been updated already, and is broken then.
    """

    steps: Sequence[Step]
    told: tuple[str, ...] = ()
    where: tuple[str, ...] = ()

    def of(self, contract: Contract) -> Case:
        """Return the case in the words of a contract."""
        steps = [_step(step, contract) for step in self.steps]
        return Case(steps, tuple(_said(x, contract) for x in self.told), self.where)


def _step(step: Step, contract: Contract) -> Step:
    """Return a step in the words of a contract; ``fill`` and ``swap`` become what is typed over what."""
    name, *arguments = step
    if name == "fill":
        address, slot, new = map(str, arguments)
        old = _blank(contract, address, slot)
        return ("put", old, _before(contract, address, slot) + new)
    if name == "swap":
        address, old, new = map(str, arguments)
        text = next(x.text for x in contract.lines if x.address == address and old in x.text)
        return ("put", text[max(0, text.index(old) - 3) : text.index(old)] + old,
                text[max(0, text.index(old) - 3) : text.index(old)] + new)  # fmt: skip
    return (name, *(_said(x, contract) if isinstance(x, str) else x for x in arguments))


def _before(contract: Contract, address: str, slot: str) -> str:
    line, start, _ = _place(contract, address, slot)
    return line.text[max(0, start - 3) : start]


def _blank(contract: Contract, address: str, slot: str) -> str:
    line, start, end = _place(contract, address, slot)
    return line.text[max(0, start - 3) : end]


def _place(contract: Contract, address: str, slot: str) -> tuple[Line, int, int]:
    return next((x, f.start, f.end) for x in contract.lines if x.address == address for f in x.fills if f.slot == slot)


def _said(words: str, contract: Contract) -> str:
    lines: dict[str, list[Line]] = {}
    for line in contract.lines:
        lines.setdefault(line.address, []).append(line)

    def one(match: re.Match[str]) -> str:
        mark, address, place, second, slot = match.groups()
        line = lines[address][int(place or 0)]
        if slot:
            return _blank(contract, address, slot)
        if mark == "«":
            return line.text if len(line.text) <= LONGEST else f"{line.text[:LONGEST]}…"
        start = line.text.index("。") + 1 if second else 0
        fields = [a for a, _, _ in line.references if a > start]  # a search does not find what a field shows
        return line.text[start : min([start + 18, *fields])]

    return re.sub(r"([‹«])([\d.()]+)(?:/(\d))?(\+)?(?:~(\w+))?[›»]", one, words)


EVERYTHING_NARROW = (("everything",), ("command", "ChangeCaseToHalfWidth"))
EVERYTHING_WIDE = (("everything",), ("command", "ChangeCaseToFullWidth"))
WIDTH = "*"
"""Stands for the one remark on width, whatever places it names."""

DATA_COOP = {
    "saved": Case(()),
    "ownership in its clause": Case(
        [("fill", "4.2", "model_owner", "甲方")], ("4.2 模型归属由乙方改为甲方",), ("4.2",)),
    "ownership in its option": Case(
        [("swap", "4.2(2)", "归乙方", "归甲方")], ("4.2(2) 「*归乙方*」改为「*归甲方*」",), ("4.2(2)",)),
    "a clause deleted": Case([("drop", "‹8.2›")], ("8.2 「变更」整款删除",), ("8.2", "3.2?")),
    "a clause deleted, fields updated": Case(
        [("drop", "‹8.2›"), ("refresh",)], ("8.2 「变更」整款删除",), ("8.2", "3.2")),
    "an item deleted": Case(
        [("drop", "‹5.4(2)›")], ("5.4(2) 删除「«5.4(2)»」",), ("5.4(2)",)),
    "a clause inserted": Case(
        [("insert", "‹8.2›", "甲方可以随时检查。")], ("8.2 后面新增「甲方可以随时检查。」",), ("8.2",)),
    "an amount in figures only": Case(
        [("fill", "11.2", "total_fee", "650,000")],
        ("11.2 费用总额由560,000元改为650,000元，同一款的「伍拾陆万元整」没有跟着改",), ("11.2",)),
    "an amount in both": Case(
        [("fill", "11.2", "total_fee", "650,000"), ("put", "伍拾陆万元整", "陆拾伍万元整")],
        ("11.2 费用总额由560,000元改为650,000元",), ("11.2",)),
    "one of two places": Case(
        [("put", "合肥云帆数据科技有限公司", "合肥云翻数据科技有限公司", 2)],
        ("签署 甲方名称由合肥云帆数据科技有限公司改为合肥云翻数据科技有限公司，首部的「合肥云帆数据科技有限公司」没有跟着改",), ("签署",)),
    "a negation": Case(
        [("swap", "7.3", "不免除", "可免除")], ("7.3 「*不免除*」改为「*可免除*」",), ("7.3",)),
    "a number switched off": Case([("unnumber", "‹8.2›")], (), ("8.2",)),
    "tracked": Case(
        [("tracking",), ("fill", "5.3", "confidentiality_years", "2"), ("drop", "‹8.2›"),
         ("insert", "‹9.2(1)›", "新的一段。")],
        ("5.3 保密年限由4年改为2年", "8.2 「变更」整款删除", "9.2(1) 后面新增「新的一段。」"),
        ("5.3", "8.2", "9.2(1)")),
    "tracked and accepted": Case(
        [("tracking",), ("fill", "5.3", "confidentiality_years", "2"), ("command", "AcceptAllTrackedChanges")],
        ("5.3 保密年限由4年改为2年",), ("5.3",)),
    "tracked and rejected": Case(
        [("tracking",), ("fill", "5.3", "confidentiality_years", "2"), ("drop", "‹3.2/1›"),
         ("command", "RejectAllTrackedChanges")]),
    "figures to full width": Case([("select", "‹5.3~confidentiality_years›"), ("command", "ChangeCaseToFullWidth")], (), (WIDTH,)),
    "all to full width": Case(EVERYTHING_WIDE, (), (WIDTH,)),
    "all to half width": Case(EVERYTHING_NARROW, (), (WIDTH,)),
    "a heading retyped as it was": Case([("retype", "变更、解除与终止", "变更、解除与终止")]),
    "a heading retyped otherwise": Case(
        [("retype", "变更、解除与终止", "变更与解除")], ("第八条 「、解除与终止」改为「与解除」",), ("第八条",)),
    "a cell of an annex": Case([("cell", "JPEG", "PNG")], ("附件一 训练数据清单第1行「格式」由JPEG改为PNG",), ("附件一",)),
    "a row of an annex deleted": Case([("drop_row", "检测日志")], ("附件一 训练数据清单删去第2行「检测日志」",), ("附件一",)),
    "a row of an annex added": Case(
        [("add_row", "检测日志", "巡检录像", "", "MP4", "5条", "", "自采", "", "否", "一般", "")],
        ("附件一 训练数据清单新增第3行「巡检录像」",), ("附件一",)),
    "a signature line deleted": Case([("drop_row", "日期：")], ("签署 删除「日期：________」（2处）",), ("签署",)),
    "looks of words": Case([("bold", "‹8.2›"), ("bold", "‹5.3›")]),
    "looks lost": Case([("plain",)]),
    "a comment": Case([("comment", "‹8.2›", "不同意")], (), ("8.2",)),
    "a header": Case([("header", "对方公司")], (), ("页眉",)),
    "a clause split": Case([("split", "‹8.2+›")], ("8.2 一段分成了2段，文字没变",), ("8.2",)),
    "two paragraphs joined": Case([("join", "‹5.3›")], ("5.3 2段并成了一段，文字没变",), ("5.3",)),
    "a clause moved": Case(
        [("move", "‹8.2›", "‹7.3›")],
        ("8.2 「«8.2»」移到了别处",), ("8.2", "3.2?")),
    "three edits at once": Case(
        [("fill", "3.4", "model_inspection_days", "30"), ("drop", "‹6.3›"),
         ("insert", "‹10.5›", "乙方可以转让本协议。")],
        ("3.4 模型验收期限由18个工作日改为30个工作日", "6.3 「泄密与超范围用数」整款删除", "10.5（印作10.4） 后面新增「乙方可以转让本协议。」"),
        ("3.4", "6.3", "10.5")),
}  # fmt: skip

TRAIN_SERVICE = {
    "saved": Case(()),
    "ownership in its option": Case(
        [("swap", "10.2(2)", "归乙方", "归甲方")], ("10.2(2) 「*归乙方*」改为「*归甲方*」",), ("10.2(2)",)),
    "a clause deleted": Case(
        [("drop", "‹15.2›")], ("15.2（印作14.2） 「通知与证明」整款删除",), ("15.2",)),
    "a clause deleted, fields updated": Case(
        [("drop", "‹12.4›"), ("refresh",)], ("12.4 「复测」整款删除",), ("12.4",)),
    "an item deleted": Case(
        [("drop", "‹6.5(2)›")], ("6.5(2) 删除「«6.5(2)»」",), ("6.5(2)",)),
    "a clause inserted": Case(
        [("insert", "‹8.1›", "甲方可以随时涨价。")], ("8.1 后面新增「甲方可以随时涨价。」",), ("8.1",)),
    "an amount in figures only": Case(
        [("fill", "11.1", "total_fee", "960,000")],
        ("11.1 服务费总额由860,000元改为960,000元，同一款的「捌拾陆万元整」没有跟着改",), ("11.1",)),
    "one of two places": Case(
        [("put", "在封存的3000张测试图上召回率不低于95%", "在封存的3000张测试图上召回率不低于85%", 2)],
        ("附件三 项目目标由在封存的3000张测试图上召回率不低于95%改为在封存的3000张测试图上召回率不低于85%，"
         "1.2的「在封存的3000张测试图上召回率不低于95%」没有跟着改",), ("附件三",)),
    "a number switched off": Case([("unnumber", "‹8.2›")], (), ("8.2",)),
    "tracked": Case(
        [("tracking",), ("fill", "6.2", "confidentiality_years", "2"), ("drop", "‹12.4›"),
         ("insert", "‹8.2(1)›", "新的一段。")],
        ("6.2 合同终止后的保密年限由4年改为2年", "12.4 「复测」整款删除", "8.2(1) 后面新增「新的一段。」"),
        ("6.2", "8.2(1)", "12.3?", "12.4")),
    "tracked and accepted": Case(
        [("tracking",), ("fill", "6.2", "confidentiality_years", "2"), ("command", "AcceptAllTrackedChanges")],
        ("6.2 合同终止后的保密年限由4年改为2年",), ("6.2",)),
    "figures to full width": Case([("select", "‹6.2~confidentiality_years›"), ("command", "ChangeCaseToFullWidth")], (), (WIDTH,)),
    "all to full width": Case(EVERYTHING_WIDE, (), (WIDTH,)),
    "all to half width": Case(EVERYTHING_NARROW, (), (WIDTH,)),
    "a heading retyped as it was": Case([("retype", "成果归属与知识产权", "成果归属与知识产权")]),
    "a heading retyped otherwise": Case(
        [("retype", "解除与善后", "解除与终止")], ("第十六条（印作第十五条） 「解除与善后」改为「解除与终止」",), ("第十六条",)),
    "a cell of an annex": Case([("cell", "60%", "50%")], ("附件二 付款节点第2行「比例」由60%改为50%",), ("附件二",)),
    "a row of an annex deleted": Case([("drop_row", "质保期满")], ("附件二 付款节点删去第3行「质保期满」",), ("附件二",)),
    "a line of an annex": Case([("swap", "附件一", "提供方：乙方", "提供方：甲方")], ("附件一 「*乙方」改为「*甲方」",), ("附件一",)),
    "a signature line deleted": Case([("drop_row", "日期：")], ("签署 删除「日期：________」（2处）",), ("签署",)),
    "looks of words": Case([("bold", "‹16.1›"), ("bold", "‹10.2(2)›")]),
    "looks lost": Case([("plain",)]),
    "a comment": Case([("comment", "‹16.1›", "不同意")], (), ("16.1",)),
    "a clause split": Case([("split", "‹12.2+›")], ("12.2 一段分成了2段，文字没变",), ("12.2",)),
    "two paragraphs joined": Case([("join", "‹10.3›")], ("10.3 2段并成了一段，文字没变",), ("10.3",)),
    "a clause moved": Case(
        [("move", "‹12.4›", "‹9.2›")],
        ("12.4 「«12.4»」移到了别处",), ("12.4",)),
    "a penalty": Case(
        [("put", "人民币100,000元", "人民币10,000元")], ("7.3 泄密违约金由人民币100,000元改为人民币10,000元",), ("7.3",)),
}  # fmt: skip

CASES = {"data_coop": DATA_COOP, "train_service": TRAIN_SERVICE}
