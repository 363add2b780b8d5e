"""English words that people mix into Chinese questions, and what the clauses call the same thing."""

from __future__ import annotations

import re

_TERMS = """
confidential confidentiality nda secrecy: 保密
own owner owns ownership owned: 归属 归谁
ip ipr: 知识产权
intellectual_property: 知识产权
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
governing_law: 适用法律
force_majeure: 不可抗力
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
assign assignment assignable: 转让
merger acquisition acquired: 合并 承继
waiver waive: 放弃权利
appendix annex annexes exhibit: 附件
minor minors child children guardian parental: 未成年人 监护人
sensitive biometric: 敏感个人信息
anonymized anonymization anonymize anonymous: 匿名化
re-identification re-identify: 重新识别
consent: 同意
controller processor: 个人信息处理者 受托人
important_data: 重要数据
retention retain: 保存
encryption encrypted: 加密
backup backups: 备份
log logs: 日志 记录
mitigation mitigate: 减损
lost_profit lost_profits: 损失 利益
pandemic earthquake typhoon flood: 不可抗力
bug bugs fix defect defects: 缺陷 修复
retest: 复测
rework: 整改
accuracy precision recall f1 kpi metric metrics: 目标 指标
labeling labelling labels annotation: 标注
cleaning preprocessing: 清洗 预处理
architecture: 模型架构
license_fee royalty: 费用
revenue_share revenue_sharing profit_sharing: 收益分成
bank_account: 收款账户
sme smes: 中小企业
export_control export_controls: 出口管制
change_order change_request: 需求变更 变更单
sign-off: 确认
partnership joint_venture: 合伙 合作性质
entire_agreement: 完整协议
supplemental supplementary: 补充协议
negotiate negotiation mediation: 协商 调解
survive survival: 继续有效
bankruptcy bankrupt insolvent: 破产
cure_period: 催告 改正期限
disclose disclosure: 披露
destroy: 销毁
inspection inspect: 检查 验收
subcontractor subprocessor sub-processor: 转包 转委托
code source_code: 代码
documentation document documents: 文档 文件
"""

_MEANS: dict[str, str] = {}
for _line in _TERMS.strip().splitlines():
    _words, _, _chinese = _line.partition(": ")
    for _word in _words.split():
        _MEANS[_word.replace("_", " ")] = _chinese

_WORD = re.compile(
    r"(?<![A-Za-z])(" + "|".join(sorted(map(re.escape, _MEANS), key=len, reverse=True)) + r")(?![A-Za-z])", re.I
)


def with_chinese(text: str) -> str:
    """Return ``text`` followed by what its English contract words are called in the clauses, unless it says so itself."""
    meant = dict.fromkeys(word for m in _WORD.finditer(text) for word in _MEANS[m[1].lower()].split())
    found = [word for word in meant if word not in text]
    return f"{text} {' '.join(found)}" if found else text
