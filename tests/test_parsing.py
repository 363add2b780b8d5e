"""Template files: the authors' guide is true, and every mistake names file, line and a way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.contract import compose
from knowledge.library import HOME
from knowledge.parsing import load_template
from knowledge.records import SourceError
from knowledge.template import Template, Terms

GUIDE = HOME / "templates" / "编写指南.md"
BLOCK = re.compile(r"```(contract\.md|slots\.md|guide\.md)\n(.*?)```", re.S)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The small template that the authors' guide shows, as a folder."""
    for name, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_guide_for_authors_shows_a_template_that_loads(sample: Path) -> None:
    template = load_template(sample)
    assert template.id == "sample"
    assert [a.address for a in template.articles] == [
        "首部", "第一条", "第二条", "签署", "附件一",
    ]
    assert template.role("甲方").label == "寄存人"
    assert template.slots["pay_days"].default == 10
    assert template.slots["dispute_method"].option_aliases["诉讼"] == ("打官司", "法院")


def text(template: Template, **values: object) -> str:
    return compose(template, Terms(values)).text()


def test_a_condition_decides_whether_a_clause_is_printed_and_the_numbers_follow(sample: Path) -> None:
    template = load_template(sample)
    assert "1.3" in text(template, paid=True)
    free = text(template, paid=False)
    assert "保管费" not in free
    assert "1.2 保管物丢失的，按第1.1款所列价值赔偿。" in free


def test_only_the_chosen_alternative_is_printed(sample: Path) -> None:
    template = load_template(sample)
    chosen = text(template, dispute_method="诉讼", court_name="合肥市蜀山区人民法院")
    assert "2.1 争议由合肥市蜀山区人民法院管辖。" in chosen
    assert "提交" not in chosen
    assert "2.1 ________（待定：仲裁、诉讼择一）" in text(template)


def test_a_recommended_clause_can_be_switched_off(sample: Path) -> None:
    template = load_template(sample)
    off = compose(template, Terms({"paid": True}, {"loss": False})).text()
    assert "丢失" not in off
    assert "附件一 保管物清单" in off


def break_line(folder: Path, name: str, old: str, new: str) -> int:
    """Change one line of a template file and return its number."""
    path = folder / name
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(i for i, line in enumerate(lines) if old in line)
    lines[number] = lines[number].replace(old, new)
    path.write_text("\n".join(lines), encoding="utf-8")
    return number + 1


MISTAKES = [
    ("contract.md", "【goods_desc】", "【good_desc】", "没有槽位「good_desc」", "是不是想写「goods_desc」？"),
    ("contract.md", "〔goods_list〕", "〔goods_lst〕", "引用的「goods_lst」不存在", "是不是想写「goods_list」？"),
    ("contract.md", "当 paid = 是", "当 payd = 是", "没有槽位「payd」", "是不是想写「paid」？"),
    ("contract.md", "当 invoice = 是", "当 invoice = 要", "没有选项「要」", "可选：是、否"),
    ("contract.md", "* [诉讼]", "* [诉颂]", "没有选项「诉颂」", "诉讼"),
    ("contract.md", "必备", "必须", "不认识的「必须」", "是不是想写「必备」？"),
    ("contract.md", "**甲方三十日", "甲方三十日", "粗体记号 ** 没有成对", ""),
    ("contract.md", "择一 dispute_method", "择一 dispute_methods", "「择一」后面要写一个 choice 槽位", ""),
    ("slots.md", "类型: workdays", "类型: workday", "不认识的类型「workday」", "是不是想写「workdays」？"),
    ("slots.md", "填写: 可空", "填写: 可选", "「填写」只能是", ""),
    ("slots.md", "默认: 10", "默认: 十来天", "默认值读不成 workdays", ""),
    ("slots.md", "范围: 1-60", "范围: 一到六十", "范围写法不对", "写成：1-60"),
    ("slots.md", "选项: 仲裁", "选相: 仲裁", "不认识的键「选相」", "是不是想写「选项」？"),
    ("slots.md", "立场: [当 paid = 是]", "立场: [当 payd = 是]", "没有槽位「payd」", "是不是想写「paid」？"),
    ("slots.md", "立场: [当 paid = 是]", "立场: [当 dispute_method = 调解]", "没有选项「调解」", ""),
    ("slots.md", "强势 20：走", "强势 随便：走", "读不成 workdays", ""),
    ("guide.md", "## loss", "## lost", "正文里没有叫「lost」的条款", "是不是想写「loss」？"),
]


@pytest.mark.parametrize(("name", "old", "new", "problem", "hint"), MISTAKES)
def test_a_mistake_is_told_with_file_line_and_a_guess(
    sample: Path, name: str, old: str, new: str, problem: str, hint: str
) -> None:
    line = break_line(sample, name, old, new)
    with pytest.raises(SourceError) as caught:
        load_template(sample)
    message = str(caught.value)
    assert f"{name}:{line}:" in message
    assert problem in message
    assert hint in message


def test_a_slot_that_nobody_uses_is_told(sample: Path) -> None:
    with (sample / "slots.md").open("a", encoding="utf-8") as file:
        file.write("\n## lonely 没人用\n类型: text\n填写: 可空\n问: 有吗？\n")
    with pytest.raises(SourceError, match="槽位「lonely」在正文里没有用到"):
        load_template(sample)


def test_an_optional_blank_that_could_stay_empty_in_a_signed_contract_is_told(sample: Path) -> None:
    path = sample / "slots.md"
    path.write_text(path.read_text(encoding="utf-8").replace("默认: 10\n", ""), encoding="utf-8")
    with pytest.raises(SourceError, match="不填会在签署版里留下空白"):
        load_template(sample)


def test_an_alternative_for_every_option(sample: Path) -> None:
    path = sample / "contract.md"
    kept = [x for x in path.read_text(encoding="utf-8").splitlines() if "{sue}" not in x]
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(SourceError, match="「择一 dispute_method」缺少选项：诉讼"):
        load_template(sample)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"缺少 contract\.md"):
        load_template(tmp_path)
