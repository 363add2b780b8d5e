"""Statutes and citations: every spelling of an article is read, nothing old or unverifiable passes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.citing import parse_citation, read_number
from knowledge.law import GRADES, Laws, load_laws
from knowledge.records import SourceError, read_records

HOME = Path(__file__).parent.parent / "knowledge"


@pytest.fixture(scope="module")
def laws() -> Laws:
    return load_laws(HOME / "statutes")


READS = [
    ("民法典585", [("民法典", 585)]),
    ("《民法典》第五百八十五条", [("民法典", 585)]),
    ("民法典第585条", [("民法典", 585)]),
    ("《中华人民共和国民法典》第 585 条第二款", [("民法典", 585)]),
    ("民法典合同编第五百八十五条", [("民法典", 585)]),
    ("法释〔2025〕15号第四条", [("法释〔2025〕15号", 4)]),
    ("违反法释[2025]15号第4条", [("法释〔2025〕15号", 4)]),
    ("法释〔2025〕14号第一、二条", [("法释〔2025〕14号", 1), ("法释〔2025〕14号", 2)]),
    ("法释〔2023〕13号第64条", [("合同编通则解释", 64)]),
    ("合同编通则解释64、65", [("合同编通则解释", 64), ("合同编通则解释", 65)]),
    ("法释〔2022〕13号第1—3条", [("法释〔2022〕13号", n) for n in (1, 2, 3)]),
    (
        "民法典165、170—172；专利法8",
        [("民法典", 165), ("民法典", 170), ("民法典", 171), ("民法典", 172), ("专利法", 8)],
    ),
    ("民法典470（一般条款）、845", [("民法典", 470), ("民法典", 845)]),
    ("民法典第563条第一款第（三）项、第565条", [("民法典", 563), ("民法典", 565)]),
    ("个保法第二十一条和第二十三条", [("个人信息保护法", 21), ("个人信息保护法", 23)]),
    (
        "《最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释》第六十五条",
        [("合同编通则解释", 65)],
    ),
    ("根据《劳动合同法》第39条", [("劳动合同法", 39)]),
    ("民法典585、3个月内付清", [("民法典", 585)]),
    ("违约金按民法典处理，3日内付20%", []),
    ("本合同验收办法第三条", []),
    ("计算方法1", []),
    ("合同法律适用第一", []),
]


@pytest.mark.parametrize(("text", "expected"), READS)
def test_reads_citations(laws: Laws, text: str, expected: list[tuple[str, int]]) -> None:
    assert laws.parse(text) == expected


def test_reads_without_a_table() -> None:
    assert parse_citation("《海商法》第四十一条") == [("海商法", 41)]


@given(st.integers(1, 1300))
def test_short_form_comes_back(number: int) -> None:
    assert parse_citation(f"《民法典》第{number}条") == [("民法典", number)]


@pytest.mark.parametrize(
    ("word", "number"), [("十", 10), ("一百零七", 107), ("五百八十五", 585), ("一千零三十四", 1034)]
)
def test_reads_chinese_numerals(word: str, number: int) -> None:
    assert read_number(word) == number


def test_finds_an_article(laws: Laws) -> None:
    statute = laws.find("《民法典》第五百八十五条")
    assert statute is not None
    assert (statute.citation, statute.in_force, statute.grade) == ("民法典585", "2021-01-01", "已核")
    assert "违约金" in statute.summary
    assert laws.find("民法典1200") is None
    assert laws.find("没有法条") is None


def test_citation_form_of_every_article_is_read_back(laws: Laws) -> None:
    for statute in laws.all():
        assert laws.parse(statute.citation) == [(statute.law, statute.article)]


def test_every_article_has_a_summary_of_its_own(laws: Laws) -> None:
    summaries = [s.summary for s in laws.all()]
    assert len(set(summaries)) == len(summaries) >= 250
    for statute in laws.all():
        assert 8 <= len(statute.summary) <= 140, statute.citation
        assert statute.topics
        assert statute.title
        assert statute.grade in GRADES
        date.fromisoformat(statute.in_force)


def test_every_law_has_articles(laws: Laws) -> None:
    assert set(laws.laws) == {s.law for s in laws.all()}


OLD = [
    ("仲裁法第十六条", "第27条"),
    ("仲裁法（2017）第18条", "第29条"),
    ("反不正当竞争法第九条", "第10条"),
    ("网络安全法（2016）第四十二条", "第44条"),
    ("依据《合同法》第一百零七条", "民法典"),
    ("根据担保法第91条", "民法典"),
    ("《生成式人工智能训练数据安全管理办法》", "没有查到官方文本"),
    ("民法典第1200条", "法条表"),
    ("劳动合同法第39条", "法条表"),
]


@pytest.mark.parametrize(("text", "part"), OLD)
def test_objects_to_what_may_not_be_cited(laws: Laws, text: str, part: str) -> None:
    assert part in (laws.problem(text) or "")


@pytest.mark.parametrize("text", ["仲裁法27", "网络安全法42", "网络安全法第四十四条", "没有引用", "合同法律关系"])
def test_leaves_good_citations_alone(laws: Laws, text: str) -> None:
    assert laws.problem(text) is None


def test_guides_cite_only_the_table(laws: Laws) -> None:
    for path in sorted((HOME / "templates").glob("*/guide.md")):
        for record in read_records(path):
            for one in re.split(r"[;；]", record.get("依据")):
                if one.strip():
                    assert laws.cited(one), f"{path}:{record.line} {one}"
                    assert laws.problem(one) is None, f"{path}:{record.line} {laws.problem(one)}"


GOOD = {
    "法律.md": "## 样法\n全称: 样法\n版本: 2020\n施行: 2020-01-01\n级别: 已核\n",
    "旧条号.md": "",
    "已废止.md": "",
    "不得引用.md": "",
    "样.md": "## 样法3 题\n要旨: 说明。\n用于: 测试\n",
}
WRONG = [
    ("样.md", "## 别法3 题\n要旨: 说明。\n用于: 测试\n", 1, "别法"),
    ("样.md", "## 样法3 题\n用于: 测试\n", 1, "要旨"),
    ("样.md", "## 样法3 题\n要旨: 说明。\n用于: 测试\n级别: 好\n", 4, "级别"),
    ("样.md", "## 样法\n要旨: 说明。\n用于: 测试\n", 1, "条号"),
    ("法律.md", "## 样法\n全称: 样法\n版本: 2020\n施行: 2020年\n级别: 已核\n", 4, "施行"),
    ("旧条号.md", "## 样法1\n版本: 2010\n主题: 题\n现为: 9\n自: 2020-01-01\n", 4, "第9条"),
]


@pytest.mark.parametrize(("name", "text", "line", "part"), WRONG)
def test_errors_name_file_and_line(
    tmp_path: Path, name: str, text: str, line: int, part: str
) -> None:
    for file, content in (GOOD | {name: text}).items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_laws(tmp_path)
    assert caught.value.path.name == name
    assert caught.value.line == line
    assert part in str(caught.value)


@pytest.mark.parametrize(("said", "now"), [("《合同法》第一百一十三条", 584), ("合同法第114条", 585), ("《中华人民共和国合同法》第九十四条", 563)])
def test_an_article_of_a_repealed_law_is_told_where_its_rule_stands_now(laws: Laws, said: str, now: int) -> None:
    reasons = laws.problems(f"按{said}的规定")
    assert any("废止" in r for r in reasons) and any(f"《民法典》第{now}条" in r for r in reasons)
