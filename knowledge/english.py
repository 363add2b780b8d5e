"""English words that people mix into Chinese questions, and what the clauses call the same thing."""

from __future__ import annotations

import re

_TERMS = """
confidential confidentiality nda secrecy: 保密
own owner owns ownership owned: 归属 归谁
ip ipr: 知识产权
intellectual property: 知识产权
copyright: 著作权
patent patents: 专利
breach default: 违约
penalty penalties liquidated damages: 违约金
damages compensation: 赔偿
liability liable cap: 责任 上限
indemnity indemnify infringement infringe: 侵权 赔偿
payment pay paid fee fees price cost: 付款 费用
milestone milestones installment installments: 付款节点
invoice invoices: 发票
tax vat: 税率
late delay delayed overdue: 逾期
delivery deliver delivered deliverable deliverables: 交付
acceptance accept test tests: 验收
deadline schedule timeline: 时间 进度
terminate termination cancel: 解除 终止
renew renewal extend extension: 续约
term duration: 有效期
dispute disputes: 争议
arbitration arbitrate: 仲裁
court lawsuit litigation sue: 诉讼 法院
jurisdiction: 管辖
governing law: 适用法律
force majeure: 不可抗力
license licence licensed: 许可 使用范围
sublicense: 再许可
derivative derivatives fine-tune finetune fine-tuning distill distillation: 衍生模型 微调 蒸馏
retrain retraining: 再训练
weights weight parameters checkpoint: 权重 参数
synthetic: 合成数据
output outputs: 输出
open-source opensource: 开源
base foundation backbone: 底座模型
personal privacy pii: 个人信息
cross-border overseas offshore: 出境
breach-notification incident leak leaked: 泄露 安全事件
audit audits: 审计
delete deletion return erase: 删除 返还
subcontract subcontracting outsource outsourcing: 转包 外包
notice notices: 通知
sign signature signing signed seal stamp: 签署 盖章
effective: 生效
copies: 份数
amend amendment change changes: 变更
warranty warranties guarantee: 保证
purpose scope: 用途 范围
party parties: 双方
data dataset datasets: 训练数据
model models: 模型
report reports: 报告
gpu compute: 算力
"""

_MEANS: dict[str, str] = {}
for _line in _TERMS.strip().splitlines():
    _words, _, _chinese = _line.partition(": ")
    _pairs = _words if _words in ("intellectual property", "governing law", "force majeure") else ""
    for _word in [_pairs] if _pairs else _words.split():
        _MEANS[_word] = _chinese

_WORD = re.compile(
    r"(?<![A-Za-z])(" + "|".join(sorted(map(re.escape, _MEANS), key=len, reverse=True)) + r")(?![A-Za-z])", re.I
)


def with_chinese(text: str) -> str:
    """Return ``text`` followed by what its English contract words are called in the clauses."""
    found = dict.fromkeys(_MEANS[m[1].lower()] for m in _WORD.finditer(text))
    return f"{text} {' '.join(found)}" if found else text
