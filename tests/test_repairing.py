"""What a speaker takes back in the same breath is blanked; everything else stays where it is."""

from __future__ import annotations

import pytest

from assistant.reading.repairing import repaired

MENDED = (
    ("一共三十 三十五万", "一共 三十五万"),
    ("总价八十八万 哎等等那是上一单 这一单六十八万 含税", "总价 六十八万 含税"),
    ("数据验收给他们八个 啊 十个吧 十个工作日", "数据验收给他们 十个工作日"),
    ("收到发票以后十五个 那个太长了 十个工作日付", "收到发票以后 十个工作日付"),
    ("验收他们说要二十个工作日 我不同意 谈下来是十五个工作日", "验收他们说要 十五个工作日"),
    ("电话 139 5731 6608 不对不对 那是我老婆的 你写座机 0573-82206618", "电话 0573-82206618"),
    ("客户是中山 不是中山 江门 江门蓬江卫浴洁具有限公司", "客户是 江门蓬江卫浴洁具有限公司"),
    ("大概20万张 不是20万 26万张", "大概 26万张"),
    ("交付是七月 七月十五号", "交付是 七月十五号"),
    ("模型六月底 六月三十号交", "模型 六月三十号交"),
    ("数据十二月底给 嗯那个 十二月二十号吧", "数据给 十二月二十号吧"),
    ("每天万分之三 不对 万分之五", "每天 万分之五"),
    ("晚交一天万分之五,算了,万分之三吧", "晚交一天 万分之三吧"),
    ("整改十五个工作日 老板说太长 十二个", "整改 十二个工作日"),
    ("保密三年 呃 对方要五年 那就四年吧", "保密 四年吧"),
    ("我们报80万 客户说只给60万 最后折中70万", "我们报 70万"),
    ("用硬盘给 不不 用网盘", "用网盘"),
)
KEPT = (
    "数据验收5天 10天修正", "数据验收5个工作日,不对,修正7个工作日", "不是68万是65万", "电话138 1380 0138", "第一 一百万",
    "数据12月15日给,那是第一批,剩下的1月10日", "总价50万,首付就20万吧", "付款10个工作日,验收就15个工作日吧",
    "签约30%,交付就40%吧", "一式六份,每方就两份吧", "12月20号给 嗯 1月10号再给一批", "10天内付款,20天内开票",
)  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), MENDED)
def test_only_what_is_meant_stays(said: str, meant: str) -> None:
    got = repaired(said)
    assert len(got) == len(said)
    assert " ".join(got.split()) == meant.strip()


@pytest.mark.parametrize("said", KEPT)
def test_two_values_are_not_one_taken_back(said: str) -> None:
    assert repaired(said) == said
