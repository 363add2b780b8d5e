"""What a good lawyer marks in a poor training contract is marked, at the right line; two such contracts in our own words."""

from __future__ import annotations

import pytest

from knowledge.library import open_library
from knowledge.linting.linter import Lint, lint

LIBRARY = open_library()

POOR_SERVICE = """人工智能模型训练合同
鉴于甲方能够训练模型，乙方需要模型，双方订立本合同。
第一条 项目
1.1 乙方向甲方提供模型训练要用的数据，甲方用数据完成模型训练。
第二条 服务
2.1 甲方负责模型的设计和训练，使用自己的算力训练模型。
2.2 甲方训练之后评估模型，并继续优化，直到达到乙方满意的程度。
第三条 甲方的义务
3.1 甲方应按时完成模型训练，并照约定收取服务费。
3.2 甲方对乙方的秘密承担保密义务，不得告诉别人。
第四条 乙方的义务
4.1 乙方应当照约定向甲方支付服务费用。
4.2 乙方有权要求甲方停止使用侵犯其合法权益的数据。
第五条 期限
5.1 本合同自双方签字盖章之日起生效，有效期六个月。
5.2 合同期满前一个月，如双方都想继续，可以另签合同。
第六条 保密
6.1 保密期限到合同终止后三年。
6.2 保密义务不因本合同的变更、解除或者终止而失效。
第七条 违约
7.1 甲方未按时完成的，应支付违约金十万元，并赔偿乙方的直接经济损失。违约金不足以弥补损失的，还要补足差额。
7.2 乙方逾期付款的，每逾期一日按欠款的千分之五支付违约金，甲方有权暂停服务。
7.3 泄密的一方应支付违约金十万元，并赔偿对方的全部损失。
第八条 争议
8.1 发生争议的，双方友好协商解决。
8.2 协商不成的，可以向仲裁委员会申请仲裁，也可以向人民法院起诉。
第九条 其他
9.1 本合同一式五份，甲乙双方各执两份。
甲方（盖章）：苏州甲公司
日期：2026年12月1日
"""
SERVICE_FINDS = {
    "L-PTY-02": 2, "R-IP-03": 1, "R-ACC-01": 1, "R-PAY-01": 1, "R-ACC-05": 1, "R-DAT-04": 1, "R-DAT-12": 1, "R-FM-01": 1,
    "R-TRM-04": 1, "R-TRM-06": 1, "R-DAT-03": 1, "L-TIM-01": 9, "R-BRE-09": 4, "R-ACC-03": 7, "R-CON-03": 10, "R-DAT-13": 13,
    "R-EFF-01": 15, "R-TRM-03": 16, "R-CON-02": 19, "R-BRE-03": 21, "R-BRE-02": 22, "R-CON-05": 23, "R-DIS-09": 25,
    "R-DIS-01": 26, "R-CPY-01": 28, "L-SIG-02": 29,
}  # fmt: skip

POOR_COOP = """训练数据合作协议
甲方（数据提供方）：____
乙方（模型训练方）：____
第一条 合作
1.1 甲方把合法拥有的训练数据提供给乙方训练模型，范围见附件一《训练数据清单》。
1.2 乙方用训练数据训练模型，保证模型的质量和效果。
第二条 交付
2.1 甲方按约定的时间交付训练数据。
2.2 乙方收到数据后3个工作日内验收；乙方未在期限内提出异议的，视为对数据无异议。
第三条 训练
3.1 乙方应在收到训练数据后5个工作日内启动模型训练。
3.2 甲方收到模型后15个工作日内验收，不合格的乙方整改，直至验收合格。
第四条 归属
4.1 训练形成的模型所有权归____方。
（1）若归甲方的，乙方应在本协议终止后10个工作日内移交模型；交付模型以前不得留存副本。
（2）若归乙方的，甲方享有在约定范围内对该模型的使用权；因乙方原因侵权的，由乙方赔偿。
第五条 保密
5.1 双方互相保密，涉及核心数据、核心参数的永久保密。
甲方（盖章）：____
乙方（盖章）：____
"""
COOP_FINDS = {
    "R-ACC-05": 1, "R-PAY-02": 1, "R-DIS-08": 1, "R-DAT-03": 1, "R-DAT-04": 1, "R-TRM-04": 1, "R-STR-03": 2, "R-ANX-01": 5,
    "R-DAT-01": 9, "R-STR-09": 9, "R-ACC-04": 9, "R-DAT-02": 11, "R-ACC-03": 12, "R-IP-04": 14, "R-IP-01": 15, "R-IP-07": 15,
    "R-IP-05": 16, "R-IP-08": 16, "R-CON-01": 18, "R-CON-03": 17, "L-SIG-01": 19,
}  # fmt: skip


@pytest.mark.parametrize(("text", "finds"), [(POOR_SERVICE, SERVICE_FINDS), (POOR_COOP, COOP_FINDS)])
def test_the_list(text: str, finds: dict[str, int]) -> None:
    found = lint(text, LIBRARY)
    assert [(rule, line) for rule, line in finds.items() if (rule, line) not in {(f.rule, f.line) for f in found}] == []


def said(found: tuple[Lint, ...], rule: str) -> str:
    return next(f.message for f in found if f.rule == rule)


def test_what_is_lacking_is_named() -> None:
    found = lint(POOR_SERVICE, LIBRARY)
    assert "金额、付款的时间" in said(found, "R-PAY-01")
    assert "解除的事由、解除的通知、解除以后的结算和清理" in said(found, "R-TRM-04")
    assert "182.5%" in said(found, "R-BRE-02")
    assert "乙方" in said(found, "L-SIG-02")


def test_a_contract_about_something_else_is_not_asked_for_models() -> None:
    text = POOR_SERVICE.replace("模型训练", "设备安装").replace("模型", "设备").replace("训练", "安装")
    rules = {f.rule for f in lint(text, LIBRARY)}
    assert rules.isdisjoint({"R-IP-03", "R-ACC-01", "R-PAY-01", "R-DAT-04", "R-DAT-12", "R-ACC-05"})
    assert {"R-DIS-01", "R-BRE-02", "R-CPY-01", "L-SIG-02"} <= rules
