"""Labels in English, set apart or misspelt become the Chinese words they stand for, in the same length."""

from __future__ import annotations

import pytest

from assistant.reading.labels import labelled
from assistant.reading.speaking import standard
from knowledge.kinds.base import fold

READ = (
    ("4. Data delivery:2027年1月31日前", "4. 数据交付:2027年1月31日前"),
    ("8. Confidentiality:终止后4年", "8. 保密:终止后4年"),
    ("Service Provider(甲方): 深圳某某", "服务方(甲方): 深圳某某"),
    ("Ownership: Customer", "模型归属:归需求方"),
    ("contact person 宋词,email a@b.cn", "联系人 宋词,邮箱 a@b.cn"),
    ("名　　称　台州北洋注塑有限公司", "名称 台州北洋注塑有限公司"),
    ("住 所:台州市北院大道388号", "住所 :台州市北院大道388号"),
    ("验收:数据7个工作日;模型14个工作日", "验收:数据7个工作日,模型14个工作日"),
    ("邮箱 wang 点 lei 艾特 baohe 点 com", "邮箱 wang.lei@baohe.com"),
)


@pytest.mark.parametrize(("said", "meant"), READ)
def test_labels_are_read_in_chinese(said: str, meant: str) -> None:
    got = labelled(fold(said))
    assert len(got) == len(said)
    assert "".join(got.split()) == "".join(meant.split())


@pytest.mark.parametrize("said", ["model card 和 README", "用 SCADA data 训练", "cap 表", "他说 party 很好"])
def test_english_that_is_no_label_stays(said: str) -> None:
    assert labelled(said) == said


def test_licence_lines_that_no_contract_takes_over_are_left_out() -> None:
    said = "名称:甲某科技有限公司\n注册资本:500万元\n成立日期:2015年3月18日\n住所:台州市北院大道388号"
    got = labelled(said)
    assert "500" not in got
    assert "2015" not in got
    assert "住所:台州市北院大道388号" in got


@pytest.mark.parametrize(
    ("said", "meant"),
    [("数据验受10个工作日", "数据验收10个工作日"), ("保蜜期5年", "保密期5年"), ("合同其限3年", "合同期限3年"), ("收款帐号", "收款账号"),
     ("电话一三八零零一三八零零零", "电话13800138000"), ("零三一七 五六七八九零一", "0317 5678901")],
)  # fmt: skip
def test_slips_of_an_input_method_and_spoken_digits(said: str, meant: str) -> None:
    assert standard(said) == meant


@pytest.mark.parametrize("said", ["从严收费", "检验手段", "模型归数据方", "提交附件", "确保秘密", "违约经催告", "其限额", "提交负责人"])
def test_words_that_only_look_misspelt_stay(said: str) -> None:
    assert standard(said) == said
