"""What somebody does to each contract in a word processor, and what must be said of it: these words, at these places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.office.driving import Step


@dataclass(frozen=True)
class Case:
    """``steps`` in the word processor; ``told`` are all changes in words, ``where`` the places of all findings."""

    steps: Sequence[Step]
    told: tuple[str, ...] = ()
    where: tuple[str, ...] = ()


EVERYTHING_NARROW = (("everything",), ("command", "ChangeCaseToHalfWidth"))
EVERYTHING_WIDE = (("everything",), ("command", "ChangeCaseToFullWidth"))
WIDTH = "*"
"""Stands for the one remark on width, whatever places it names."""

DATA_COOP = {
    "saved": Case(()),
    "ownership in its clause": Case(
        [("put", "其所有权归属约定为：乙方", "其所有权归属约定为：甲方")], ("4.2 模型归属由乙方改为甲方",), ("4.2",)),
    "ownership in its option": Case(
        [("put", "模型归乙方。", "模型归甲方。")], ("4.2(2) 「模型归乙方」改为「模型归甲方」",), ("4.2(2)",)),
    "a clause deleted": Case([("drop", "变更本协议应当由双方签订书面文件")], ("8.2 「变更」整款删除",), ("8.2", "3.2")),
    "a clause deleted, fields updated": Case(
        [("drop", "变更本协议应当由双方签订书面文件"), ("refresh",)], ("8.2 「变更」整款删除",), ("8.2", "3.2")),
    "an item deleted": Case(
        [("drop", "接收方在对方披露前已经合法持有的信息")], ("5.4(2) 删除「接收方在对方披露前已经合法持有的信息；」",), ("5.4(2)",)),
    "a clause inserted": Case(
        [("insert", "变更本协议应当由双方签订书面文件", "甲方可以随时检查。")], ("8.2 后面新增「甲方可以随时检查。」",), ("8.2",)),
    "an amount in figures only": Case(
        [("put", "560,000", "650,000")],
        ("11.2 费用总额由560,000元改为650,000元，同一款的「伍拾陆万元整」没有跟着改",), ("11.2",)),
    "an amount in both": Case(
        [("put", "560,000", "650,000"), ("put", "伍拾陆万元整", "陆拾伍万元整")],
        ("11.2 费用总额由560,000元改为650,000元",), ("11.2",)),
    "one of two places": Case(
        [("put", "合肥云帆数据科技有限公司", "合肥云翻数据科技有限公司", 2)],
        ("签署 甲方名称由合肥云帆数据科技有限公司改为合肥云翻数据科技有限公司，首部的「合肥云帆数据科技有限公司」没有跟着改",), ("签署",)),
    "a negation": Case(
        [("put", "均属违约", "不属违约")], ("4.1 「均属违」改为「不属违」",), ("4.1",)),
    "a number switched off": Case([("unnumber", "变更本协议应当由双方签订书面文件")], (), ("8.2",)),
    "tracked": Case(
        [("tracking",), ("put", "期限为4年", "期限为2年"), ("drop", "变更本协议应当由双方签订书面文件"),
         ("insert", "争议提交", "新的一段。")],
        ("5.3 保密年限由4年改为2年", "8.2 「变更」整款删除", "9.2(1) 后面新增「新的一段。」"),
        ("5.3", "8.1", "8.2", "9.2(1)")),
    "tracked and accepted": Case(
        [("tracking",), ("put", "期限为4年", "期限为2年"), ("command", "AcceptAllTrackedChanges")],
        ("5.3 保密年限由4年改为2年",), ("5.3",)),
    "tracked and rejected": Case(
        [("tracking",), ("put", "期限为4年", "期限为2年"), ("drop", "甲方收到报告后可以提出意见"),
         ("command", "RejectAllTrackedChanges")]),
    "figures to full width": Case([("select", "期限为4年"), ("command", "ChangeCaseToFullWidth")], (), (WIDTH,)),
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
    "looks of words": Case([("bold", "变更本协议应当由双方签订书面文件"), ("bold", "保密义务在本协议终止")]),
    "looks lost": Case([("plain",)]),
    "a comment": Case([("comment", "变更本协议应当由双方签订书面文件", "不同意")], (), ("8.2",)),
    "a header": Case([("header", "对方公司")], (), ("页眉",)),
    "a clause split": Case([("split", "变更内容约定不明确的")], ("8.2 一段分成了2段，文字没变",), ("8.2",)),
    "two paragraphs joined": Case([("join", "保密义务在本协议终止或者解除后")], ("5.3 2段并成了一段，文字没变",), ("5.3",)),
    "a clause moved": Case(
        [("move", "变更本协议应当由双方签订书面文件", "一方因不可抗力不能履行的")],
        ("8.2 「变更本协议应当由双方签订书面文件。变更内容约定不明确的，推定为没有变更。」移到了别处",), ("8.2", "3.2")),
    "three edits at once": Case(
        [("put", "18个工作日内完成验收", "30个工作日内完成验收"), ("drop", "一方违反保密义务，或者乙方超出约定"),
         ("insert", "本协议没有约定的事项", "乙方可以转让本协议。")],
        ("3.4 模型验收期限由18个工作日改为30个工作日", "6.3 「泄密与超范围用数」整款删除", "10.5（印作10.4） 后面新增「乙方可以转让本协议。」"),
        ("3.4", "6.3", "10.5")),
}  # fmt: skip

TRAIN_SERVICE = {
    "saved": Case(()),
    "ownership in its option": Case(
        [("put", "成果自形成之日起归乙方所有，但甲方", "成果自形成之日起归甲方所有，但甲方")],
        ("10.2(2) 「日起归乙方所」改为「日起归甲方所」",), ("10.2(2)",)),
    "a clause deleted": Case(
        [("drop", "一方因不可抗力不能履行合同的，应在")], ("15.2（印作14.2） 「通知与证明」整款删除",), ("15.2",)),
    "a clause deleted, fields updated": Case(
        [("drop", "双方对验收结果有分歧的"), ("refresh",)], ("12.4 「复测」整款删除",), ("12.4",)),
    "an item deleted": Case(
        [("drop", "接收方在获得前已经合法持有的信息")], ("6.5(2) 删除「接收方在获得前已经合法持有的信息；」",), ("6.5(2)",)),
    "a clause inserted": Case(
        [("insert", "因本合同发生争议的，双方应先友好协商", "甲方可以随时涨价。")], ("8.1 后面新增「甲方可以随时涨价。」",), ("8.1",)),
    "an amount in figures only": Case(
        [("put", "860,000", "960,000")],
        ("11.1 服务费总额由860,000元改为960,000元，同一款的「捌拾陆万元整」没有跟着改",), ("11.1",)),
    "one of two places": Case(
        [("put", "在封存的3000张测试图上召回率不低于95%", "在封存的3000张测试图上召回率不低于85%", 2)],
        ("附件三 项目目标由在封存的3000张测试图上召回率不低于95%改为在封存的3000张测试图上召回率不低于85%，"
         "1.2的「在封存的3000张测试图上召回率不低于95%」没有跟着改",), ("附件三",)),
    "a number switched off": Case([("unnumber", "协商不成的，双方只采用")], (), ("8.2",)),
    "tracked": Case(
        [("tracking",), ("put", "终止后的4年", "终止后的2年"), ("drop", "双方对验收结果有分歧的"),
         ("insert", "争议提交", "新的一段。")],
        ("6.2 合同终止后的保密年限由4年改为2年", "12.4 「复测」整款删除", "8.2(1) 后面新增「新的一段。」"),
        ("6.2", "8.2(1)", "12.3", "12.4")),
    "tracked and accepted": Case(
        [("tracking",), ("put", "终止后的4年", "终止后的2年"), ("command", "AcceptAllTrackedChanges")],
        ("6.2 合同终止后的保密年限由4年改为2年",), ("6.2",)),
    "figures to full width": Case([("select", "终止后的4年"), ("command", "ChangeCaseToFullWidth")], (), (WIDTH,)),
    "all to full width": Case(EVERYTHING_WIDE, (), (WIDTH,)),
    "all to half width": Case(EVERYTHING_NARROW, (), (WIDTH,)),
    "a heading retyped as it was": Case([("retype", "成果归属与知识产权", "成果归属与知识产权")]),
    "a heading retyped otherwise": Case(
        [("retype", "解除与善后", "解除与终止")], ("第十六条（印作第十五条） 「解除与善后」改为「解除与终止」",), ("第十六条",)),
    "a cell of an annex": Case([("cell", "60%", "50%")], ("附件二 付款节点第2行「比例」由60%改为50%",), ("附件二",)),
    "a row of an annex deleted": Case([("drop_row", "质保期满")], ("附件二 付款节点删去第3行「质保期满」",), ("附件二",)),
    "a line of an annex": Case([("put", "提供方：乙方", "提供方：甲方")], ("附件一 「乙方」改为「甲方」",), ("附件一",)),
    "a signature line deleted": Case([("drop_row", "日期：")], ("签署 删除「日期：________」（2处）",), ("签署",)),
    "looks of words": Case([("bold", "双方协商一致，可以书面解除"), ("bold", "成果自形成之日起")]),
    "looks lost": Case([("plain",)]),
    "a comment": Case([("comment", "双方协商一致，可以书面解除", "不同意")], (), ("16.1",)),
    "a clause split": Case([("split", "测试集不得用于训练。")], ("12.2 一段分成了2段，文字没变",), ("12.2",)),
    "two paragraphs joined": Case([("join", "甲方应按照")], ("10.3 2段并成了一段，文字没变",), ("10.3",)),
    "a clause moved": Case(
        [("move", "双方对验收结果有分歧的", "本合同没有约定的事项")],
        ("12.4 「双方对验收结果有分歧的，可以共同委托有能力的第三方机构复测。复测费用由结论对其不…」移到了别处",), ("12.4",)),
    "a penalty": Case(
        [("put", "人民币100,000元", "人民币10,000元")], ("7.3 泄密违约金由人民币100,000元改为人民币10,000元",), ("7.3",)),
}  # fmt: skip

CASES = {"data_coop": DATA_COOP, "train_service": TRAIN_SERVICE}
