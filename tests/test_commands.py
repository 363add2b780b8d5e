"""The command line: names, values, exit codes and messages stay as promised."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.checking.pairs import words
from assistant.commandline import main
from assistant.exporting.read import read_docx
from assistant.exporting.revisions import settled
from tests.documents import changed, clause_of

HERE = Path(__file__).parent
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; returns exit code, standard output, standard error."""

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main([str(a) for a in arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    return command


def rows(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def test_templates_lists_articles_clauses_and_slots(run: Run) -> None:
    code, out, _ = run("templates", "--json")
    listed = {t["id"]: t for t in json.loads(out)}
    assert code == 0
    assert {"data_coop", "train_service"} <= set(listed)
    clauses = {c["address"]: c for a in listed["data_coop"]["articles"] for c in a["clauses"]}
    assert "4.2(1)" in clauses and "首部" in clauses and "附件一" in clauses
    assert "confidentiality_years" in clauses["5.3"]["slots"]
    assert {"id", "label", "kind"} <= set(listed["data_coop"]["slots"][0])


def test_a_citation_is_a_span_of_the_text_that_templates_prints(run: Run) -> None:
    _, out, _ = run("templates", "--json")
    text = {
        (t["id"], c["address"]): c["text"]
        for t in json.loads(out) for a in t["articles"] for c in a["clauses"]
    }
    _, out, _ = run("ask", "泄密要赔多少？", "--template", "train_service", "--json")
    answer = json.loads(out)
    assert answer["status"] == "answered"
    assert "7.3" in [c["address"] for c in answer["citations"]]
    for c in answer["citations"]:
        assert text[c["template"], c["address"]][c["start"]:c["end"]] == c["quote"]


def test_ask_batch_answers_line_by_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"id": "a", "question": "保密几年？", "template": "data_coop"}\n\n'
        '{"id": "b", "question": "今天天气怎么样？"}\n', encoding="utf-8")
    code, out, _ = run("ask", "--batch", path)
    first, second = rows(out)
    assert (code, first["id"], second["id"]) == (0, "a", "b")
    assert first["status"] == "answered" and second["status"] == "out_of_scope"
    assert {"answer", "citations", "statutes", "findings", "near"} <= set(first)


def test_chat_reads_a_message_a_line_and_writes_a_turn_a_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("做数据合作协议，保密五年\n改成三年\n"))
    code, out, _ = run("chat", "--json", "--today", "2026-11-22")
    first, second = rows(out)
    assert code == 0
    assert first["template"] == "data_coop"
    assert first["values"]["confidentiality_years"] == 5
    assert second["values"]["confidentiality_years"] == 3
    assert {"reply", "open", "asked", "findings", "citations"} <= set(first)


def test_chat_batch_holds_each_conversation_on_its_own_day(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    lines = [
        {"id": "x", "today": "2026-11-22", "template": "data_coop", "turns": ["数据下月15号交"]},
        {"id": "y", "today": "2027-03-01", "template": "data_coop", "turns": ["数据下月15号交"]},
    ]
    path.write_text("\n".join(json.dumps(x, ensure_ascii=False) for x in lines), encoding="utf-8")
    _, out, _ = run("chat", "--batch", path)
    days = [row["turns"][-1]["values"]["data_delivery_time"] for row in rows(out)]
    assert days == ["2026-12-15", "2027-04-15"]


def test_read_says_the_value_or_why_it_asks_back(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("read", "--slot", "confidentiality_years", "--template", "data_coop", "五年吧", "--json")
    assert json.loads(out) == {"value": 5, "ask": None}
    _, out, _ = run("read", "--slot", "data_inspection_days", "--template", "data_coop", "半个月", "--json")
    asked = json.loads(out)
    assert asked["value"] is None and "工作日" in asked["ask"]
    path = tmp_path / "r.jsonl"
    path.write_text('{"id": 1, "slot": "total_fee", "template": "train_service", "text": "六十万"}\n', encoding="utf-8")
    _, out, _ = run("read", "--batch", path)
    assert rows(out) == [{"id": 1, "value": 600000, "ask": None}]


@pytest.mark.parametrize("template", ["data_coop", "train_service"])
def test_a_draft_that_was_written_passes_its_own_check(run: Run, tmp_path: Path, template: str) -> None:
    values, out = HERE / "contracts" / f"{template}.json", tmp_path / "x.docx"
    code, said, _ = run("draft", "--template", template, "--values", values, "--out", out, "--final", "--json")
    assert code == 0, said
    assert json.loads(said)["open"] == []
    code, said, _ = run("check", out, "--template", template, "--values", values, "--json")
    checked = json.loads(said)
    assert code == 0 and checked["findings"] == []
    given = json.loads(values.read_text(encoding="utf-8"))
    printed = {k: v for k, v in given.items() if k in checked["values"]}
    assert {k: checked["values"][k] for k in printed} == printed
    assert len(printed) > 30
    assert {c["kind"] for c in checked["changes"]} == {"same"}


def test_a_final_version_with_something_open_is_not_written(run: Run, tmp_path: Path) -> None:
    values, out = tmp_path / "v.json", tmp_path / "x.docx"
    values.write_text('{"confidentiality_years": 5}', encoding="utf-8")
    code, said, _ = run("draft", "--template", "data_coop", "--values", values, "--out", out, "--final", "--json")
    assert code == 1 and not out.exists()
    assert "R-STR-01" in [f["rule"] for f in json.loads(said)["findings"]]
    code, said, _ = run("draft", "--template", "data_coop", "--values", values, "--out", out, "--json")
    assert out.exists()


WRONG = [
    (("ask", "x", "--template", "nothing"), "没有叫「nothing」的模板"),
    (("ask", ""), "请写上问题"),
    (("ask", "--batch", "no-such-file.jsonl"), "找不到文件"),
    (("read", "5", "--slot", "nope", "--template", "data_coop"), "没有槽位「nope」"),
    (("read", "5", "--template", "data_coop"), "--slot"),
    (("check", "no-such-file.docx", "--template", "data_coop"), "打不开"),
    (("draft", "--values", "no.json", "--out", "x.docx", "--template", "data_coop"), "找不到文件"),
    (("draft", "--values", "no.json", "--out", "x.docx"), "--template"),
    (("redline", "no-such-file.docx", "--out", "y.docx", "--template", "data_coop"), "打不开"),
    (("redline", "x.docx", "--out", "y.docx"), "--template"),
    (("import", "x.docx", "--out", "y"), "还没有此命令"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_input_that_cannot_be_used_is_told_on_standard_error(
    run: Run, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_values_that_do_not_fit_are_all_named_at_once(run: Run, tmp_path: Path) -> None:
    values = tmp_path / "v.json"
    values.write_text('{"copies_total": "几份", "wrong": 1, "total_fee": -5}', encoding="utf-8")
    code, _, err = run("draft", "--template", "data_coop", "--values", values, "--out", tmp_path / "x.docx")
    assert code == 2
    assert "copies_total" in err and "wrong" in err and "total_fee" in err


def test_a_file_that_is_no_word_file_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"not a zip")
    code, _, err = run("check", path, "--template", "data_coop")
    assert code == 2 and str(path) in err


def test_what_came_back_is_told_and_redlined(run: Run, tmp_path: Path) -> None:
    """A value changed, a clause taken out: in words, with what the rules say of the new value, and as tracked changes."""
    values, out, back, red = HERE / "contracts" / "data_coop.json", *(tmp_path / n for n in ("x.docx", "y.docx", "z.docx"))
    assert run("draft", "--template", "data_coop", "--values", values, "--out", out, "--json")[0] == 0
    given = json.loads(values.read_text(encoding="utf-8"))
    years, fixed = given["confidentiality_years"], given["copies_total"]
    data = changed(out.read_bytes(), lambda xml: xml.replace(f"期限为{years}年", "期限为2年"))
    data = changed(data, lambda xml: xml.replace(f"一式{fixed}份", f"一式{fixed + 1}份"))
    back.write_bytes(changed(data, lambda xml: xml.replace(clause_of(xml, "变更本协议应当由双方签订书面文件"), "")))
    code, said, _ = run("check", back, "--template", "data_coop", "--values", values, "--today", "2026-11-22")
    assert code == 1
    assert f"5.3 保密年限由{years}年改为2年" in said
    assert "8.2 「变更」整款删除" in said
    _, told, _ = run("check", back, "--template", "data_coop", "--values", values, "--today", "2026-11-22", "--json")
    checked = json.loads(told)
    assert checked["values"]["confidentiality_years"] == 2
    assert "R-CPY-01" in {f["rule"] for f in checked["findings"]}
    assert all(set(c) == {"address", "kind", "template_text", "document_text"} for c in checked["changes"])
    code, _, _ = run("redline", back, "--template", "data_coop", "--values", values, "--out", red)
    assert code == 0
    assert [words(x) for x in read_docx(settled(red.read_bytes(), accept=True)).lines] == [
        words(x) for x in read_docx(back.read_bytes()).lines]
    assert run("redline", back, "--template", "data_coop", "--against", out, "--out", red)[0] == 0
    assert [words(x) for x in read_docx(settled(red.read_bytes(), accept=False)).lines] == [
        words(x) for x in read_docx(out.read_bytes()).lines]
