"""Two filled contracts, and a knife for the Word files that are made of them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from assistant.draft import Draft, Entry
from assistant.exporting.document import Exported, export
from tests.random_drafts import TODAY, library

DATA_COOP: dict[str, Any] = {
    "contract_no": "YF-2026-017", "sign_place": "合肥市蜀山区",
    "party_a_name": "合肥云帆数据科技有限公司", "party_a_uscc": "91340100MA2TE5TX02",
    "party_a_address": "安徽省合肥市蜀山区望江西路88号", "party_a_legal_rep": "沈允之",
    "party_a_phone": "0551-65550123", "party_b_name": "成都青穗智能科技有限公司",
    "party_b_uscc": "91510107MA6QR3T458", "party_b_address": "成都市武侯区天府大道1388号",
    "party_b_legal_rep": "罗既明", "party_b_phone": "028-85550188",
    "training_data_desc": "2022年至2026年纺织面料瑕疵图像约40万张，附缺陷标签",
    "training_purpose": "仅用于训练和测试面料瑕疵识别模型", "data_delivery_time": "2027-01-20",
    "data_delivery_method": "加密移动硬盘当面交接", "data_inspection_days": 12, "data_fix_days": 6,
    "training_start_days": 15, "model_delivery_time": "2027-06-30",
    "model_delivery_method": "权重文件和容器镜像上传至甲方代码库", "model_inspection_days": 18,
    "acceptance_criteria": "在封存的3000张测试图上召回率不低于95%", "model_fix_days": 14,
    "confidentiality_years": 4, "cooperation_term": "18个月", "copies_total": 4, "copies_each": 2,
    "model_owner": "乙方", "model_license_scope": "甲方自用，不限地域，长期",
    "fee_mode": "乙方付数据使用费", "total_fee": 560000, "payment_days": 10,
    "payment_nodes": [{"节点": "签约", "比例": 30, "付款条件": "协议生效"}, {"节点": "验收合格", "比例": 70}],
    "dispute_method": "仲裁", "arbitration_institution": "合肥仲裁委员会",
    "contains_pi": False, "cross_border": False,
    "data_list_rows": [
        {"名称": "面料瑕疵图像集", "格式": "JPEG", "数量": "40万张", "来源": "自采", "含个人信息": "否", "密级": "核心"},
        {"名称": "检测日志", "格式": "CSV", "数量": "120万条", "来源": "自采", "含个人信息": "否", "密级": "一般"},
    ],
    "schedule_rows": [
        {"阶段": "数据处理", "起止": "2027-02-01至2027-02-26", "交付物": "处理报告"},
        {"阶段": "训练与调优", "起止": "2027-03-01至2027-05-31", "交付物": "中期模型"},
    ],
}  # fmt: skip

TRAIN_SERVICE: dict[str, Any] = {
    "contract_no": "QS-2026-003",
    "party_a_name": "成都青穗智能科技有限公司", "party_a_uscc": "91510107MA6QR3T458",
    "party_a_address": "成都市武侯区天府大道1388号", "party_a_legal_rep": "罗既明",
    "party_a_phone": "028-85550188", "party_b_name": "合肥云帆数据科技有限公司",
    "party_b_uscc": "91340100MA2TE5TX02", "party_b_address": "安徽省合肥市蜀山区望江西路88号",
    "party_b_legal_rep": "沈允之", "party_b_phone": "0551-65550123",
    "project_name": "面料瑕疵识别模型训练项目", "project_goal": "在封存的3000张测试图上召回率不低于95%",
    "training_data_desc": "2022年至2026年纺织面料瑕疵图像约40万张，附缺陷标签", "report_cycle": "每两周",
    "delivery_date": "2027-06-30", "data_delivery_time": "2027-01-20", "contract_term": "18个月",
    "renewal_notice": "1个月", "confidentiality_years": 4,
    "penalty_a_delay": "每逾期一日，按服务费总额的万分之五计算", "late_payment_days": 30,
    "late_payment_rate": 0.5, "confidentiality_penalty": 100000, "dispute_method": "仲裁",
    "arbitration_institution": "合肥仲裁委员会", "copies_total": 4, "copies_each": 2, "model_owner": "乙方",
    "model_license_scope": "为本项目运行维护所必需的范围内留存一份副本，期限一年", "total_fee": 860000,
    "payment_days": 10, "deliverables": "模型权重、推理代码、评估报告和技术文档", "model_inspection_days": 15,
    "contains_pi": False,
    "payment_nodes": [{"节点": "合同生效", "比例": 30}, {"节点": "模型验收合格", "比例": 60, "付款条件": "出具验收合格证明"},
                      {"节点": "质保期满", "比例": 10}],
    "acceptance_test": "甲乙双方共同封存的3000张图像，按IoU≥0.5计命中",
    "payee_account": "户名:成都青穗智能科技有限公司;开户行:招商银行成都分行营业部;账号:6225881234567890",
}  # fmt: skip

FILLED = {"data_coop": DATA_COOP, "train_service": TRAIN_SERVICE}


def draft_of(template: str, **more: Any) -> Draft:
    """The filled draft of a template, with further values; None takes a value out."""
    values = {k: v for k, v in {**FILLED[template], **more}.items() if v is not None}
    return Draft(template, {slot: Entry(value) for slot, value in values.items()})


def made(template: str, final: bool = False, **more: Any) -> Exported:
    """Export the filled draft."""
    known = library()
    return export(known, known.templates[template], draft_of(template, **more), final=final, today=TODAY)


def unzipped(data: bytes) -> dict[str, str]:
    """The parts of a Word file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A Word file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The file with one part changed; the change must change something."""
    parts = unzipped(data)
    after = change(parts[part])
    assert after != parts[part], "the mutation found nothing to change"
    return zipped({**parts, part: after})


_PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.S)


def paragraph_with(xml: str, words: str) -> str:
    """The XML of the one paragraph that says ``words``, however it is cut into runs."""
    said = [(m[0], re.sub(r"<w:instrText.*?</w:instrText>|<[^>]+>", "", m[0])) for m in _PARAGRAPH.finditer(xml)]
    found = [one for one, text in said if text == words] or [one for one, text in said if words in text]
    assert len(found) == 1, f"{len(found)} paragraphs say {words}"
    return found[0]


def clause_of(xml: str, words: str) -> str:
    """The XML of the clause that begins with ``words``, up to the next clause or article."""
    first = paragraph_with(xml, words)
    start = xml.index(first)
    after = re.compile(r'<w:p><w:pPr><w:pStyle w:val="Ht(?:Clause|Article)"').search(xml, start + 1)
    assert after is not None
    return xml[start : after.start()]
