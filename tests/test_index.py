"""Index: passages found by words, vectors, numbers and titles; a cache that may be damaged but never lies."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from knowledge.embedding import HOME, StaticEmbeddings, expand, open_embeddings
from knowledge.index import POINTED, Index, open_index
from knowledge.index_store import (
    Damaged,
    StoreFactory,
    chosen_store,
    memory_store,
    server,
    verify,
    write_manifest,
)
from knowledge.lexical import build, grams, nearest, weighted
from knowledge.library import Library
from knowledge.pointing import places, pointed
from tests.browser.serving import free_port


@pytest.fixture(scope="module")
def index(library: Library) -> Index:
    return Index(library, store=memory_store)


def addresses(index: Index, question: str, template: str, k: int = 3) -> list[str]:
    return [hit.passage.address for hit in index.search(question, template, k)]


@pytest.mark.parametrize(("question", "template", "address"), [
    ("模型最后归谁", "data_coop", "4.2"),
    ("保密期限是几年", "data_coop", "5.3"),
    ("收到数据要在几天内验收", "data_coop", "2.3"),
    ("合同到期会自动续签吗", "train_service", "5.2"),
    ("晚付款的违约金怎么算", "train_service", "7.2"),
    ("泄密要赔多少", "train_service", "7.3"),
])
def test_everyday_questions_find_their_clause(
    index: Index, question: str, template: str, address: str
) -> None:
    assert address in addresses(index, question, template)


@pytest.mark.parametrize(("question", "address"), [
    ("4.2(1)怎么说", "4.2(1)"), ("第5.3款是什么意思", "5.3"), ("五点三怎么理解", "5.3"), ("附件一填什么", "附件一"),
])
def test_a_place_named_by_number_comes_first(index: Index, question: str, address: str) -> None:
    hits = index.search(question, "data_coop", 4)
    assert address in [h.passage.address for h in hits if POINTED in h.reasons]
    assert hits[0].score >= 1.0


def test_an_article_named_by_number_gives_its_clauses(index: Index, library: Library) -> None:
    article = library.templates["train_service"].addresses["第七条"]
    found = addresses(index, "第七条写了什么", "train_service", 12)
    assert {c.address for c in article.clauses} <= set(found)  # type: ignore[union-attr]


def test_without_a_template_all_are_searched(index: Index) -> None:
    found = {h.passage.template for h in index.search("保密期限", None, 10)}
    assert found == {"data_coop", "train_service"}


def test_an_unknown_template_is_a_key_error(index: Index) -> None:
    with pytest.raises(KeyError):
        index.search("保密", "nowhere")


def test_an_empty_question_finds_nothing(index: Index) -> None:
    assert index.search("  ", "data_coop") == []


def test_words_the_model_never_saw_do_not_break_the_search(index: Index) -> None:
    assert len(index.search("🙂🙂🙂", "data_coop", 3)) == 3


def test_a_bank_question_finds_its_own_clause(index: Index, library: Library) -> None:
    asked = library.questions[::40]
    right = sum(
        bool(set(q.to) & set(addresses(index, q.text, q.template, 3))) for q in asked
    )
    assert right >= 0.9 * len(asked)


@pytest.mark.parametrize(("text", "address"), [
    ("第三条第2款", "3.2"), ("第4.2款第(1)项", "4.2(1)"), ("4.2(2)", "4.2(2)"), ("第二十条", "第二十条"), ("附件2", "附件二"),
])
def test_numbers_are_read_as_places(text: str, address: str) -> None:
    assert [p.address for p in pointed(text)] == [address]


@pytest.mark.parametrize("text", [
    "民法典第585条", "《民法典》第五百八十五条、第五百八十四条", "晚了3.5天", "召回率到0.92", "5.5万元", "占4.5%",
])
def test_laws_and_amounts_are_no_places(text: str) -> None:
    assert pointed(text) == ()


def test_missing_places_are_told_apart(library: Library) -> None:
    there, missing = places(library.templates["data_coop"], "第二十条和第四条写了什么")
    assert there == ["第四条"] and [p.said for p in missing] == ["第二十条"]


def test_bm25_is_one_for_a_found_query_and_counts_what_is_unknown() -> None:
    index = build([weighted([("保密期限", 1)]), weighted([("付款期限", 1)])])
    both = index.scores(grams("保密"))
    assert both[0] > both.get(1, 0.0)
    assert index.coverage(grams("保密")) == 1.0
    assert 0 < index.coverage(grams("保密火箭")) < 1


def test_nearest_is_one_for_the_same_words() -> None:
    scores = nearest(["保密几年", "怎么付款"]).scores(grams("保密几年"))
    assert scores[0] == pytest.approx(1.0)


def test_our_model_is_an_ordinary_sentence_transformers_folder() -> None:
    modules = json.loads((HOME / "modules.json").read_text(encoding="utf-8"))
    assert [m["type"].rsplit(".", 1)[-1] for m in modules] == ["StaticEmbedding", "Normalize"]
    assert sum(p.stat().st_size for p in HOME.rglob("*") if p.is_file()) < 20_000_000


def test_vectors_have_length_one_and_follow_meaning() -> None:
    model = open_embeddings("")
    a, b, c = model.embed_documents(["保密期限是几年", "保密要多少年", "发票税率是多少"])
    assert sum(x * x for x in a) == pytest.approx(1.0, abs=1e-3)
    assert sum(x * y for x, y in zip(a, b, strict=True)) > sum(x * y for x, y in zip(a, c, strict=True))


def test_expand_keeps_only_known_grams() -> None:
    assert expand("保密x9", {"保": 1, "保密": 2}) == "保 保密"


def test_searching_does_not_import_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from knowledge.library import open_library; from knowledge.index import open_index;"
        "heavy = {'torch', 'chromadb', 'sentence_transformers', 'langchain_core', 'numpy'} & set(sys.modules);"
        "assert not heavy, heavy; index = open_index(open_library()); index.search('保密几年', 'data_coop');"
        "assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules"
    )
    environment = {"NIYUE_HOME": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path(__file__).parent.parent)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=120)


@pytest.fixture(scope="module")
def small(library: Library) -> Library:
    first = next(iter(library.templates))
    return Library({first: library.templates[first]}, library.laws, (), library.questions[:20])


def folders(home: Path) -> list[Path]:
    return [p for p in (home / "index").iterdir() if p.is_dir() and "-" not in p.name]


def test_the_index_is_kept_and_opened_again(small: Library, tmp_path: Path) -> None:
    first = Index(small, home=tmp_path, bank=small.questions).search("保密几年")
    (kept,) = folders(tmp_path)
    written = {p: p.stat().st_mtime_ns for p in kept.rglob("*")}
    again = Index(small, home=tmp_path, bank=small.questions).search("保密几年")
    assert [h.passage.id for h in again] == [h.passage.id for h in first]
    assert {p: p.stat().st_mtime_ns for p in kept.rglob("*")} == written, "a finished index is never written"


def test_a_damaged_index_is_built_again(small: Library, tmp_path: Path) -> None:
    first = Index(small, home=tmp_path, bank=small.questions).search("保密几年")
    (kept,) = folders(tmp_path)
    (kept / "chroma.sqlite3").write_bytes(b"nonsense")
    with pytest.raises(Damaged):
        verify(kept)
    again = Index(small, home=tmp_path, bank=small.questions).search("保密几年")
    assert [h.passage.id for h in again] == [h.passage.id for h in first]
    verify(kept)


def test_another_bank_is_learned_anew_and_a_damaged_file_too(small: Library, tmp_path: Path) -> None:
    first = Index(small, home=tmp_path, bank=small.questions).search("保密几年")
    (kept,) = (tmp_path / "index").glob("recall-*")
    whole = kept.read_bytes()
    Index(small, home=tmp_path, bank=small.questions[:5]).search("保密几年")
    assert kept.read_bytes()[:32] != whole[:32]
    kept.write_bytes(whole[:-9])
    again = Index(small, home=tmp_path, bank=small.questions).search("保密几年")
    assert again == first and kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_obstacle(small: Library, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert Index(small, home=blocked, bank=small.questions).search("保密几年")


def test_while_another_process_builds_the_index_is_made_in_memory(small: Library, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "lock").touch()
    assert Index(small, home=tmp_path, bank=small.questions).search("保密几年")
    assert not folders(tmp_path)


def test_a_manifest_notices_a_file_too_many(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a", encoding="utf-8")
    write_manifest(tmp_path)
    verify(tmp_path)
    (tmp_path / "b").write_text("b", encoding="utf-8")
    with pytest.raises(Damaged):
        verify(tmp_path)


def test_the_retriever_gives_exact_passages(index: Index, library: Library) -> None:
    documents = index.retriever("data_coop", 2).invoke("模型归谁")
    assert len(documents) == 2
    for document in documents:
        passage = library.passage("data_coop", document.metadata["address"])
        assert passage and document.page_content == passage.text


def test_another_model_folder_is_one_setting_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(HOME, tmp_path / "model")
    monkeypatch.setenv("NIYUE_EMBEDDING", str(tmp_path / "model"))
    assert isinstance(open_embeddings(), StaticEmbeddings)


def own_store(name: str, embeddings: Any, ids: Sequence[str], texts: Sequence[str]) -> Any:
    """Somebody's own store: LangChain's in-memory one."""
    from langchain_core.vectorstores import InMemoryVectorStore

    store = InMemoryVectorStore(embeddings)
    store.add_texts(list(texts), ids=list(ids))
    return store


def test_another_store_is_a_setting(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIYUE_STORE", "tests.test_index:own_store")
    index = open_index(library)
    assert type(index.stores["data_coop"]).__name__ == "InMemoryVectorStore"
    assert "5.3" in addresses(index, "保密要保多少年", "data_coop", 5)
    monkeypatch.setenv("NIYUE_STORE", "memory")
    assert chosen_store() is memory_store
    monkeypatch.delenv("NIYUE_STORE")
    assert chosen_store() is None


@pytest.mark.parametrize("setting", ["nowhere:x", "knowledge.index:nothing", "x", ":"])
def test_a_store_that_is_not_there_is_told(setting: str) -> None:
    with pytest.raises(ValueError, match="NIYUE_STORE"):
        chosen_store(setting)


@pytest.mark.loopback
def test_a_chroma_server_serves_several_processes(library: Library, tmp_path: Path) -> None:
    port = free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            factory = chosen_store(f"http://127.0.0.1:{port}")
            assert factory
            hits = Index(library, store=_when_up(factory)).search("泄密要赔多少", "train_service", 5)
            assert "7.3" in [h.passage.address for h in hits]
            server(f"http://127.0.0.1:{port}").close()
        finally:
            running.terminate()


def _when_up(factory: StoreFactory) -> StoreFactory:
    def patient(*arguments: Any) -> Any:
        for _ in range(100):
            try:
                return factory(*arguments)
            except ValueError:  # what chromadb raises while nobody listens
                time.sleep(0.1)
        return factory(*arguments)

    return patient
