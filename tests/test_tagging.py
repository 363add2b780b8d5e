"""What belongs into blanks, as learned from marked messages: fresh, marked right, and the same with numpy as with torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge import tagging
from knowledge.library import Library
from knowledge.tagging import NONE, OF_PARTY, SKIP, Mark, Tagger, parse

SAID = [
    "我们这头是[宿迁洋河芦苇画工作室|name@us],跟我们签的是[徐州画眉智能科技有限公司|name@them],他们那头跟我们对接的是[齐砚秋|contact@them]",
    "甲方[安庆长江豚类研究所|name@A],法人[曲江临|legal_rep@A],乙方[芜湖听涛算法有限公司|name@B]",
    "素材是[五年的竹编纹样扫描,三万多幅|training_data_desc],只许拿去[自动给竹编花样分类|training_purpose]",
    "模型出来[归我们|model_owner=us],[人家不许再拿去训别的|derivative_policy=forbid]",
    "模型交来我们[12个工作日|model_inspection_days]里试,不行他们[8个工作日|model_fix_days]改好",
    "官司就在[芜湖市鸠江区人民法院|court_name]打,保密[六年|confidentiality_years],泄了密赔[四十万|confidentiality_penalty]",
    "我们厂开了[十九年|none],车间[六十号人|none],上个月刚买了[两台|none]新机器",
    "总价[三十三万五|total_fee],开票后[9个工作日|payment_days]转账,拖了按天罚[万分之四|late_payment_rate]",
]
"""Nobody trained on these."""


def test_a_message_is_parsed_with_its_marks() -> None:
    said = parse("我是[胡德全|party_a_legal_rep@us],\\n[不出境|cross_border=no]。约[ＡＢ|contract_no]", "x:1")
    assert said.text == "我是胡德全,\n不出境。约ab"
    assert said.marks == (Mark(2, 5, "legal_rep", "us"), Mark(7, 10, "cross_border", "no"), Mark(12, 14, "contract_no", ""))


@pytest.mark.parametrize("line", ["有[括号", "[10天|]验收", "[10天] 验收"])
def test_a_bracket_that_is_no_mark_is_told_with_its_place(line: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(f"[3年|confidentiality_years]\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.txt:2"):
        tagging.messages(tmp_path)


def test_the_network_is_of_these_messages() -> None:
    assert tagging.tagger().trained_on == tagging.digest(), "messages changed: run python -m knowledge.training_tagging"


def test_every_mark_names_a_slot_that_exists(library: Library) -> None:
    known = {tagging.SAME.get(s, s) for t in library.templates.values() for s in t.slots} | {NONE, SKIP, *OF_PARTY}
    said = tagging.messages()
    assert {mark.slot for one in said for mark in one.marks} <= known
    assert sum(len(one.marks) for one in said) > 20_000
    assert all(mark.value for one in said for mark in one.marks if mark.slot in OF_PARTY)


def test_messages_nobody_trained_on_are_mostly_heard_and_hardly_misheard() -> None:
    heard = wanted = wrong = 0
    for line in SAID:
        said = parse(line)
        tags = tagging.tagger().read(said.text).tags
        gold = [m for m in said.marks if m.slot not in (NONE, SKIP)]
        sure = [t for t in tags if t.likely >= 0.8 and t.slot != NONE]
        hits = [m for m in gold if any(t.slot == m.slot and t.value in (m.value or "-", "-") and t.start < m.end and m.start < t.end for t in sure)]
        heard, wanted = heard + len(hits), wanted + len(gold)
        skipped = [m for m in said.marks if m.slot == SKIP]
        wrong += sum(not any(m.start < t.end and t.start < m.end for m in (*hits, *skipped)) for t in sure)
    assert heard >= 0.7 * wanted
    assert wrong <= 0.1 * wanted


def test_nothing_is_heard_in_nothing() -> None:
    assert tagging.tagger().read("").tags == ()
    assert tagging.tagger().read("你好").tags == ()


def test_numpy_reads_what_torch_trained(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from knowledge.training_tagging import Sample, Teacher, Words, train

    lines = [f"{who}叫[{name}公司|name@{side}],赔[{n}万|total_fee]" for who, side in (("我们", "us"), ("对方", "them")) for n, name in enumerate("云山海石林")]
    given = [Sample(parse(line)) for line in lines]
    words = Words.of(given)
    network = train(given, words, epochs=1)
    tagger = Tagger(network.arrays(words, "x"))
    import random

    chars, pairs, sorts, _, _, there, _ = Teacher(given, words, random.Random(1)).batch(given[:1], hide=False)
    with torch.no_grad():
        scores, _ = network(chars, pairs, sorts, there)
    wanted = torch.log_softmax(scores[0], -1).numpy()
    got, _ = tagger._scores(given[0].said.text)
    assert np.abs(got - wanted).max() < 0.02
