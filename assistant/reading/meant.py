"""What the network's values mean in a template: the options they stand for, and which slots say the same of two things."""

from __future__ import annotations

import re
from collections.abc import Mapping

OPTIONS: Mapping[str, Mapping[str, str]] = {
    "pi_role": {"entrust": "委托处理", "provide": "对外提供", "joint": "共同处理", "anon": "已匿名化"},
    "fee_mode": {"free": "互不付费", "trainfee": "甲方付训练服务费", "datafee": "乙方付数据使用费", "share": "收益分成"},
    "dispute_method": {"arb": "仲裁", "court": "诉讼"},
    "report_cycle": {"week": "每周", "twoweeks": "每两周", "month": "每月", "milestone": "每个里程碑"},
    "derivative_policy": {"forbid": "禁止", "owner": "仅归属方可为", "consent": "书面同意后可为", "allow": "允许"},
    "subcontract_allowed": {"no": "不允许", "consent": "书面同意后允许"},
    "sign_mode": {"paper": "纸质签章", "electronic": "电子签名"},
}
SPEAKS_OF = {
    "derivative_policy": re.compile(r"衍生|派生|微调|蒸馏|训|改|二次|基[于础]|tun|derivat", re.I),
    "training_purpose": re.compile(r"^(?![\s\S]*(?:拿[去来过]+(?:训|练)|(?:请|委托|找|雇)[^,。;]{0,10}(?:训|练)))|只|仅|限|用途|目的|不得|不能|不许|别"),
}
"""Words without which something is not what it looks like: to forbid selling a model forbids no model made from it; 他们拿去训模型 says who trains."""
ALIKE = {"both": "共有", "model": "随模型归属", "user": "使用方", "yes": "是", "no": "否"}


def twins(one: str, two: str) -> bool:
    """Return whether two slots say the same of the data and of the model."""
    return one != two and one.removeprefix("data_").removeprefix("model_") == two.removeprefix("data_").removeprefix("model_")
