"""A contract that was tampered with is found out, at the right place and in words a lawyer understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from assistant.checking.characters import oddities
from assistant.checking.checker import check_document
from assistant.checking.results import CheckResult, equal
from assistant.draft import Draft
from assistant.exporting.document import export
from assistant.exporting.read import read_docx
from knowledge.contract import compose, effective
from tests.documents import FILLED, changed, clause_of, draft_of, made, paragraph_with
from tests.random_drafts import DRAFTS, TODAY, drafts, library, told

PHASES = (Phase.explicit, Phase.generate)
CASES = pytest.mark.parametrize("template", sorted(FILLED))


def checked(data: bytes, template: str = "data_coop", given_terms: bool = True) -> CheckResult:
    terms = draft_of(template).terms() if given_terms else None
    return check_document(library().templates[template], read_docx(data), terms)


@cache
def draft_bytes(template: str = "data_coop", final: bool = False) -> bytes:
    exported = made(template, final=final)
    assert exported.data, exported.findings
    return exported.data


@CASES
@pytest.mark.parametrize("final", [False, True])
@pytest.mark.parametrize("given_terms", [True, False])
def test_an_untouched_file_is_clean(template: str, final: bool, given_terms: bool) -> None:
    result = checked(draft_bytes(template, final), template, given_terms)
    assert result.findings == ()
    assert {change.kind for change in result.changes} == {"same"}
    values = FILLED[template]
    assert {slot: result.values.get(slot) for slot in values} == {**values, **_hidden(template, result)}


def _hidden(template: str, result: CheckResult) -> dict[str, object]:
    """Answers that are printed nowhere and that no structure shows."""
    return {slot: None for slot in ("sign_mode",) if slot in FILLED[template] and slot not in result.values}


def deleted(words: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(clause_of(xml, words), "")


def without(words: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(paragraph_with(xml, words), "")


def put(old: str, new: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(old, new, 1)


def swapped(first: str, second: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        one, other = clause_of(xml, first), clause_of(xml, second)
        return xml.replace(one, "§").replace(other, one).replace("§", other)

    return change


def doubled(words: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(paragraph_with(xml, words), paragraph_with(xml, words) * 2)


def after(words: str, addition: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(paragraph_with(xml, words), paragraph_with(xml, words) + addition)


def inside(words: str, addition: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        old = paragraph_with(xml, words)
        return xml.replace(old, old.replace("</w:p>", f"{addition}</w:p>"))

    return change


def plain(text: str, style: str = "HtBody") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def unnumbered(words: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        old = paragraph_with(xml, words)
        off = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>'
        return xml.replace(old, old.replace("</w:pPr>", off, 1))

    return change


def vanish(words: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        old = paragraph_with(xml, words)
        return xml.replace(old, re.sub(r"<w:r><w:t ", "<w:r><w:rPr><w:vanish/></w:rPr><w:t ", old, count=1))

    return change


LITIGATION = plain("任何一方可以就争议向合肥市蜀山区人民法院提起诉讼。")
MUTATIONS: dict[str, tuple[Callable[[str], str], str, str]] = {
    "a mandatory clause deleted": (deleted("甲方交付训练数据时，应当一并提供说明文件"), "2.2", "R-STR-02"),
    "a paragraph deleted": (without("甲方还应当提供训练数据的权利依据"), "2.2", "R-STR-05"),
    "an item deleted": (without("合成数据：在训练过程中"), "1.3(2)", "R-STR-05"),
    "two clauses exchanged": (swapped("甲方应当自收到模型之日起", "乙方完成训练后，应当向甲方交付模型"), "3.4", "R-STR-05"),
    "a paragraph doubled": (doubled("变更本协议应当由双方签订书面文件"), "8.2", "R-STR-05"),
    "one character changed": (put("乙方不得从中还原", "乙方可以从中还原"), "13.4", "R-STR-05"),
    "甲方 for 乙方": (put("训练数据以及其中的知识产权和其他权益归甲方", "训练数据以及其中的知识产权和其他权益归乙方"), "4.1", "R-STR-05"),
    "a word of duty softened": (put("应当继续履行、采取补救措施", "可以继续履行、采取补救措施"), "6.1", "R-STR-05"),
    "both branches of an option": (after("争议提交合肥仲裁委员会", LITIGATION), "9.2(2)", "R-STR-05"),
    "the other branch of an option": (lambda xml: xml.replace(paragraph_with(xml, "争议提交合肥仲裁委员会"), LITIGATION), "9.2(2)", "R-STR-05"),
    "words added between clauses": (after("本协议自生效之日起", plain("甲方逾期付款的，免除责任。")), "8.1", "R-STR-05"),
    "a hidden run": (inside("变更本协议应当由", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>但甲方除外</w:t></w:r>"), "8.2", "R-STR-05"),
    "white text": (inside("变更本协议应当由", '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>但甲方除外</w:t></w:r>'), "8.2", "R-STR-05"),
    "a clause made invisible": (vanish("变更本协议应当由双方签订书面文件"), "8.2", "R-STR-02"),
    "numbering switched off": (unnumbered("变更本协议应当由双方签订书面文件"), "8.2", "R-STR-05"),
    "numbering of an article off": (unnumbered("违约责任"), "第六条", "R-STR-05"),
    "a value changed in one of two places": (put("甲方（盖章）：合肥云帆数据", "甲方（盖章）：合肥云翻数据"), "签署", "R-STR-05"),
    "an amount and its capitals differ": (put("伍拾陆万元整", "陆拾伍万元整"), "11.2", "R-STR-05"),
    "a value replaced": (put("期限为4年", "期限为14年"), "5.3", "R-STR-05"),
    "a value made unreadable": (put("之日起12个工作日内完成验收", "之日起若干个工作日内完成验收"), "2.3", "R-STR-05"),
    "a reference bent": (put("<w:t>3.4</w:t>", "<w:t>3.3</w:t>"), "1.2", "R-STR-05"),
    "a cell of a table changed": (put("40万张</w:t></w:r></w:p></w:tc>", "4万张</w:t></w:r></w:p></w:tc>"), "附件一", "R-STR-05"),
    "a tracked insertion": (inside("变更本协议应当由", '<w:ins w:id="1"><w:r><w:t>不</w:t></w:r></w:ins>'), "8.2", "R-STR-05"),
    "a tracked deletion": (inside("变更本协议应当由", '<w:del w:id="1"><w:r><w:delText>不</w:delText></w:r></w:del>'), "8.2", "R-STR-05"),
    "a text box": (inside("变更本协议应当由", "<w:r><w:pict><x><w:txbxContent><w:p><w:r><w:t>另约</w:t></w:r></w:p></w:txbxContent></x></w:pict></w:r>"), "8.2", "R-STR-05"),
    "struck through": (inside("变更本协议应当由", "<w:r><w:rPr><w:strike/></w:rPr><w:t>作废</w:t></w:r>"), "8.2", "R-STR-05"),
    "contract words in the style of notes": (after("变更本协议应当由", plain("乙方免责。", "HtNote")), "草稿说明", "R-STR-05"),
}  # fmt: skip


NEEDS_A_DRAFT = ("the other branch of an option", "a value replaced", "a cell of a table changed")


@pytest.mark.parametrize("name", MUTATIONS)
@pytest.mark.parametrize("given_terms", [True, False])
def test_tampering_is_found_at_its_place(name: str, given_terms: bool) -> None:
    change, where, rule = MUTATIONS[name]
    result = checked(changed(draft_bytes(), change), given_terms=given_terms)
    objections = [finding for finding in result.findings if finding.severity == "error"]
    places = [place for finding in objections for place in finding.where.split(",")]
    if not given_terms and name in NEEDS_A_DRAFT:
        assert not places, "a document without a draft beside it may say that"
        return
    if name == "two clauses exchanged":
        assert {"3.3", "3.4"} & set(places)
        return
    assert where in places, (places, [f.message for f in result.findings])
    assert rule in {f.rule for f in objections if where in f.where.split(",")}
    assert len(objections) <= 4, f"one change, many objections: {places}"


PARTS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "header text": ("word/header1.xml", put("草稿", "正式文本"), "页眉"),
    "footer text": ("word/footer1.xml", put("共", "甲方保留解释权 共"), "页脚"),
    "numbers start elsewhere": ("word/numbering.xml", put('<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>', '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="2"/>'), "第一条"),
    "items look different": ("word/numbering.xml", put("(%3)", "%3."), "1.3(1)"),
    "clauses in another form": ("word/numbering.xml", put("%1.%2", "%1-%2"), "1.1"),
    "a style hides its text": ("word/styles.xml", put('<w:name w:val="项"/>', '<w:name w:val="项"/><w:rPr><w:vanish/></w:rPr>'), "1.3(1)"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_tampering_beside_the_text_is_found(name: str) -> None:
    part, change, where = PARTS[name]
    result = checked(changed(draft_bytes(), change, part))
    assert where in ",".join(f.where for f in result.findings if f.severity == "error").split(",")


def test_a_blank_left_in_a_signed_version() -> None:
    data = changed(draft_bytes(final=True), put("期限为4年", "期限为________年"))
    open_draft = draft_of("data_coop", confidentiality_years=None)
    result = check_document(library().templates["data_coop"], read_docx(data), open_draft.terms())
    assert [(f.rule, f.where) for f in result.findings if f.severity == "error"] == [("R-STR-03", "5.3")]
    assert [f.where for f in result.findings if f.severity == "info"] == ["文件属性"], "written from other values"


def test_notes_must_not_be_in_a_signed_version() -> None:
    signed = changed(draft_bytes(), put("草稿", "签署版"), "word/header1.xml")
    signed = changed(signed, put("草稿", "签署版"), "word/header2.xml")
    assert {f.where for f in checked(signed).findings} == {"草稿说明"}


def test_one_deleted_clause_is_one_objection() -> None:
    result = checked(changed(draft_bytes(), deleted("甲方交付训练数据时，应当一并提供说明文件")))
    assert [(f.rule, f.where) for f in result.findings] == [("R-STR-02", "2.2")]
    assert [c.address for c in result.changes if c.kind == "missing"] == ["2.2", "2.2"]


def test_messages_say_what_where_and_what_to_do() -> None:
    result = checked(changed(draft_bytes(), put("期限为4年", "期限为14年")))
    assert [f.message for f in result.findings] == [
        "「保密期限」（5.3）的「保密年限」应为「4」，文件里是「14」。请改回来，或者当作对方的修改来谈。"
    ]
    assert [(c.address, c.kind) for c in result.changes if c.kind != "same"] == [("5.3", "value")]
    assert result.values["confidentiality_years"] == 14


def test_a_value_that_prints_the_same_is_the_same() -> None:
    slots = library().templates["data_coop"].slots
    assert equal(slots["confidentiality_penalty"], 300000, "人民币300,000元")
    assert equal(slots["data_delivery_time"], "2026-12-20", "2026年12月20日前")
    assert not equal(slots["confidentiality_penalty"], 300000, "人民币30,000元")
    assert not equal(slots["contains_pi"], True, 1)


def test_an_edited_file_is_read_sensibly() -> None:
    """What the other side does: words, a value, a clause taken out, one put in."""
    data = changed(draft_bytes(), put("乙方应当以合理的专业水准完成训练", "乙方应当尽最大努力完成训练"))
    data = changed(data, put("期限为4年", "期限为2年"))
    data = changed(data, without("一方发现可能失败的情形"))
    data = changed(data, after("本协议自生效之日起", plain("甲方可以随时检查。", "HtClause")))
    changes = {(c.address, c.kind) for c in checked(data, given_terms=True).changes if c.kind != "same"}
    assert changes == {("1.2", "words"), ("5.3", "value"), ("3.5", "missing"), ("8.1", "added")}


def test_a_recommended_clause_that_is_not_there_is_pointed_out() -> None:
    data = changed(draft_bytes(), deleted("双方的背景知识产权各归各方"))
    result = checked(data, given_terms=False)
    assert ("warn", "4.3") in {(f.severity, f.where) for f in result.findings}
    assert ("4.3", "missing") in {(c.address, c.kind) for c in result.changes}
    switched = replace(draft_of("data_coop"), switches={"background_ip": False})
    template = library().templates["data_coop"]
    assert "4.3" not in {x.address for x in compose(template, switched.terms()).lines}


@CASES
def test_numbers_that_another_program_made_text_of(template: str) -> None:
    document = read_docx(draft_bytes(template))
    lines = tuple(
        replace(x, number="", text=f"{x.number.replace('(', '（').replace(')', '）')} {x.text}")
        if x.number else x for x in document.lines
    )  # fmt: skip
    result = check_document(library().templates[template], replace(document, lines=lines), None)
    assert result.findings == ()


def test_another_contract_altogether_does_not_break_it() -> None:
    result = check_document(library().templates["data_coop"], read_docx(draft_bytes("train_service")), None)
    assert any(f.rule == "R-STR-02" for f in result.findings)
    assert all(c.kind in ("same", "value", "words", "missing", "added", "moved") for c in result.changes)


@CASES
def test_random_contracts_are_read_back_without_a_draft_beside_them(template: str) -> None:
    known = library().templates[template]

    @settings(max_examples=max(8, DRAFTS // 2), phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(drafts(known))
    def run(draft: Draft) -> None:
        exported = export(library(), known, draft, final=False, today=TODAY)
        assert exported.data, (told(draft), exported.findings)
        result = check_document(known, read_docx(exported.data), None)
        errors = [f.message for f in result.findings if f.severity == "error"]
        assert not errors, (errors, told(draft))
        terms = draft.terms()
        values, contract = effective(known, terms), compose(known, terms)
        printed = {f.slot for line in contract.lines for f in line.fills if f.state != "空"}
        for slot in printed:
            assert equal(known.slots[slot], result.values.get(slot), values[slot]), (slot, told(draft))

    run()


def test_a_heavily_edited_file_has_a_result_for_every_line() -> None:
    """Half the paragraphs gone, moved, rewritten or torn: each line of the contract still gets its answer."""
    template, chance = library().templates["data_coop"], Random(3)
    contract = compose(template, draft_of("data_coop").terms())
    for _ in range(12):
        lines = list(read_docx(draft_bytes()).lines)
        for place in chance.sample(range(len(lines)), len(lines) // 2):
            one, what = lines[place], chance.randrange(5)
            if what == 0:
                lines[place] = replace(one, text="", rows=())
            elif what == 1:
                other = chance.randrange(len(lines))
                lines[place], lines[other] = lines[other], one
            elif what == 2 and len(one.text) > 3:
                cut = chance.randrange(len(one.text))
                lines[place] = replace(one, text=one.text[cut:] + "，" + one.text[:cut])
            elif what == 3:
                lines[place] = replace(one, text=one.text[::2], number="")
            else:
                lines[place] = replace(one, text=f"{one.text}双方另有约定的除外。")
        placed = tuple(replace(x, place=n) for n, x in enumerate(lines))
        document = replace(read_docx(draft_bytes()), lines=placed)
        for terms in (draft_of("data_coop").terms(), None):
            changes = check_document(template, document, terms).changes
            assert {x.address for x in contract.lines} <= {c.address for c in changes} or terms is None
            assert sum(c.kind != "same" for c in changes) > 20


@pytest.mark.parametrize(
    ("sign", "words"),
    [("\u2f47", "「\u2f47」不是「日」"), ("\u200b", "零宽空格[U+200B]"), ("\u0430", "西里尔字母U+0430"), ("\u202e", "从右到左的控制符"), ("\ufe0f", "[U+FE0F]"),
     ("\u0336", "叠在前一个字上的符号U+0336"), ("\U0001d7ce", "不是「0」")],
)  # fmt: skip
def test_signs_nobody_tells_apart_are_named(sign: str, words: str) -> None:
    """With the values and without them: in a value they would only be read back."""
    assert words in oddities("保密", f"保{sign}密")
    data = changed(made("data_coop").data or b"", lambda xml: xml.replace("加密移动硬盘当面交接", f"加密移动{sign}硬盘当面交接", 1))
    template = library().templates["data_coop"]
    for terms in (draft_of("data_coop").terms(), None):
        found = check_document(template, read_docx(data), terms).findings
        assert [words in f.message for f in found if f.where == "2.1"] == [True], [f.message for f in found]


@pytest.mark.parametrize("plain", ["平方米（m²）", "①甲方", "ABC，（１）", "β系数用Latin写", "100㎡"])
def test_usual_signs_are_no_oddities(plain: str) -> None:
    assert "样子相同" not in oddities("", plain)
    assert "看不见" not in oddities("", plain)
