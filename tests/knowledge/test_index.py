"""The index on disk, with real Chroma and a fake model: idempotent, incremental, atomic, shared."""

import multiprocessing
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from knowledge import Guidance, KnowledgeError
from knowledge.index import Index
from knowledge.staging import Staging
from tests.knowledge.conftest import WordEmbedder
from tests.patience import PATIENCE_SECONDS

Open = Callable[[], Guidance]


def embedded(guidance: Guidance) -> list[str]:
    assert isinstance(guidance.embedder, WordEmbedder)
    return guidance.embedder.embedded


def sources(guidance: Guidance, question: str, collection: str | None = None) -> list[str]:
    return [p.source for p in guidance.search(question, collection=collection).passages]


def test_opening_reads_and_writes_nothing(fake: Open, tmp_path: Path) -> None:
    guidance = fake()
    assert not guidance.ready
    assert not (tmp_path / "data").exists()


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = "('chromadb', 'torch', 'sentence_transformers', 'bm25s')"
    code = f"import sys, knowledge; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_second_build_embeds_nothing(fake: Open) -> None:
    first = fake().build()
    assert (first.added, first.unchanged) == (("cats.md", "dogs.txt"), ())
    again = fake()
    second = again.build()
    assert second.unchanged == ("cats.md", "dogs.txt")
    assert second.passages == first.passages
    assert embedded(again) == []


def test_only_what_changed_is_embedded_and_what_is_gone_is_not_found(
    fake: Open, corpus: Path
) -> None:
    guidance = fake()
    guidance.build()
    (corpus / "dogs.txt").write_text("Dogs\n\nDogs chase the postman.\n", encoding="utf-8")
    (corpus / "birds.md").write_text("# Birds\n\nBirds sing in the morning.\n", encoding="utf-8")
    later = fake()
    changes = later.build()
    assert (changes.added, changes.changed, changes.unchanged) == (
        ("birds.md",),
        ("dogs.txt",),
        ("cats.md",),
    )
    assert not any("Cats" in text for text in embedded(later))
    assert "postman" in guidance.search("who chases the postman?").passages[0].text
    assert all("guard the house" not in p.text for p in guidance.search("dogs guard").passages)
    (corpus / "dogs.txt").unlink()
    assert later.build().removed == ("dogs.txt",)
    assert "dogs.txt" not in sources(guidance, "dogs chase the postman")


def test_a_crash_before_publishing_leaves_the_old_index(
    fake: Open, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake().ingest([corpus], "mine")
    (corpus / "dogs.txt").write_text("Dogs\n\nDogs chase the postman.\n", encoding="utf-8")

    def crash(*_: object, **__: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "publish", crash)
        with pytest.raises(OSError, match="power"):
            fake().ingest([corpus], "mine")
    after = fake()
    first = after.search("dogs guard the house", collection="mine").passages[0]
    assert "guard the house" in first.text
    texts = [p.text for p in after.search("postman", collection="mine").passages]
    assert not any("postman" in text for text in texts)
    assert after.ingest([corpus], "mine").changed == ("dogs.txt",)
    assert "postman" in after.search("postman", collection="mine").passages[0].text


def test_after_an_upgrade_the_first_search_indexes_the_new_documents(
    fake: Open, corpus: Path
) -> None:
    fake().build()
    (corpus / "dogs.txt").write_text("Dogs\n\nDogs chase the postman.\n", encoding="utf-8")
    later = fake()
    assert "postman" in later.search("who chases the postman?").passages[0].text
    assert not any("Cats" in text for text in embedded(later))


def test_a_writer_that_never_lets_go_is_one_sentence(
    fake: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    guidance = fake()
    other = Index(guidance.index_folder)
    monkeypatch.setattr("knowledge.index.LOCK_SECONDS", 0)
    with other.lock(), pytest.raises(KnowledgeError, match="another process has been indexing"):
        fake().build()


def test_a_damaged_catalog_is_one_sentence_with_the_way_out(fake: Open, tmp_path: Path) -> None:
    (tmp_path / "data" / "knowledge").mkdir(parents=True)
    file = tmp_path / "data" / "knowledge" / "catalog.sqlite"
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(KnowledgeError, match=r"catalog\.sqlite is damaged .*; move it away"):
        fake().search("what do cats eat?")
    file.unlink()
    assert sources(fake(), "what do cats eat?")[0] == "cats.md"


def test_a_lost_store_is_built_anew(fake: Open, tmp_path: Path) -> None:
    fake().build()
    SharedSystemClient.clear_system_cache()
    shutil.rmtree(tmp_path / "data" / "knowledge" / "chroma")
    assert sources(fake(), "what do cats eat?")[0] == "cats.md"


def test_a_store_that_cannot_be_opened_is_one_sentence(fake: Open, tmp_path: Path) -> None:
    fake().build()
    SharedSystemClient.clear_system_cache()
    (tmp_path / "data" / "knowledge" / "chroma" / "chroma.sqlite3").write_bytes(b"no database")
    with pytest.raises(KnowledgeError, match="cannot be opened; delete that folder"):
        fake().search("what do cats eat?")


def test_the_first_search_builds_a_missing_index(fake: Open) -> None:
    guidance = fake()
    assert sources(guidance, "what do cats eat?")[0] == "cats.md"
    assert guidance.ready


def test_collections_are_apart_and_dropped_files_leave_them(fake: Open, tmp_path: Path) -> None:
    guidance = fake()
    guidance.build()
    folder = tmp_path / "own"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "fish.md").write_text(
        "# Fish\n\nFish swim in cold water.\n", encoding="utf-8"
    )
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    changes = guidance.ingest([folder], "mine")
    assert changes.added == ("fish.md",)
    assert changes.refused == ("own/empty.txt is empty; nothing to add",)
    found = guidance.search("where do fish swim?", collection="mine")
    assert [(p.source, p.collection) for p in found.passages] == [("fish.md", "mine")]
    assert guidance.verify(found.passages[0], 8, 33, "Fish swim in cold water.") is False
    assert guidance.verify(found.passages[0], 8, 32, "Fish swim in cold water.")
    assert "fish.md" not in sources(guidance, "where do fish swim?")
    assert "cats.md" in sources(guidance, "cats eat fish")


def test_bad_requests_are_refused_in_one_sentence(fake: Open, tmp_path: Path) -> None:
    guidance = fake()
    guidance.build()
    with pytest.raises(KnowledgeError, match="the question is empty"):
        guidance.search(" \n ")
    with pytest.raises(KnowledgeError, match="no collection 'nowhere'; known: guidance"):
        guidance.search("cats", collection="nowhere")
    with pytest.raises(KnowledgeError, match=r"a collection's name .* got '\.\./x'"):
        guidance.ingest([tmp_path], "../x")
    with pytest.raises(KnowledgeError, match="does not exist"):
        guidance.ingest([tmp_path / "gone"], "mine")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(KnowledgeError, match="no file was found that can be read"):
        guidance.ingest([tmp_path / "nothing"], "mine")


def test_an_unusable_data_folder_is_one_sentence(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    guidance = Guidance(tmp_path / "file", corpus, WordEmbedder())
    with pytest.raises(KnowledgeError, match="cannot be used"):
        guidance.build()


def test_a_quote_stops_holding_when_its_document_is_edited(fake: Open, corpus: Path) -> None:
    guidance = fake()
    passage = guidance.search("what do cats eat?").passages[0]
    assert guidance.verify(passage, passage.start, passage.end, passage.text)
    assert guidance.verify("cats.md", passage.start, passage.end, passage.text)
    path = corpus / "cats.md"
    path.write_text("Edited. " + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert not guidance.verify(passage, passage.start, passage.end, passage.text)
    assert not guidance.verify("../cats.md", 0, 4, "nope")
    assert not guidance.verify("gone.md", 0, 4, "text")


def _add_birds(data: Path, corpus: Path) -> None:
    (corpus / "birds.md").write_text("# Birds\n\nBirds sing in the morning.\n", encoding="utf-8")
    Guidance(data, corpus, WordEmbedder()).build()


def _search(data: Path, corpus: Path, results: "multiprocessing.Queue[str]") -> None:
    results.put(Guidance(data, corpus, WordEmbedder()).search("cats eat").passages[0].source)


@pytest.mark.slow
def test_what_another_process_adds_is_found_at_the_next_question(
    fake: Open, tmp_path: Path, corpus: Path
) -> None:
    guidance = fake()
    guidance.build()
    assert "birds.md" not in sources(guidance, "birds sing in the morning")
    process = multiprocessing.get_context("spawn").Process(
        target=_add_birds, args=(tmp_path / "data", corpus)
    )
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == 0
    assert sources(guidance, "birds sing in the morning")[0] == "birds.md"


@pytest.mark.slow
def test_two_processes_that_find_no_index_both_answer(tmp_path: Path, corpus: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [
        context.Process(target=_search, args=(tmp_path / "data", corpus, results)) for _ in range(2)
    ]
    for process in processes:
        process.start()
    assert [results.get(timeout=PATIENCE_SECONDS) for _ in processes] == ["cats.md", "cats.md"]
    for process in processes:
        process.join(PATIENCE_SECONDS)
        assert process.exitcode == 0
