import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.running import Outcome

Steerwise = Callable[..., Outcome]
GUIDANCE = Path(__file__).parent.parent.parent / "knowledge" / "guidance"

pytestmark = pytest.mark.slow


@pytest.mark.usefixtures("indexed_dir")
def test_every_passage_is_verbatim_in_the_document_it_names(steerwise: Steerwise) -> None:
    done = steerwise("search", "when does LoRA fit?", "-k", "4", "--json")
    assert done.status == 0
    assert len(done.rows) == 4
    for row in done.rows:
        assert {"text", "source", "heading", "score", "citation"} <= set(row)
        assert set(row["citation"]) == {"title", "author", "year", "url"}
        assert row["text"] in (GUIDANCE / row["source"]).read_text(encoding="utf-8")


@pytest.mark.usefixtures("indexed_dir")
def test_questions_are_answered_line_by_line(steerwise: Steerwise) -> None:
    rows = [{"id": "a", "question": "What is RAG?"}, {"id": "b"}, {"id": "c", "question": " "}]
    done = steerwise("search", "--json", stdin="\n".join(json.dumps(row) for row in rows))
    assert done.status == 1
    good, missing, empty = done.rows
    assert {"id", "passages", "answer", "declined"} <= set(good)
    assert len(good["passages"]) == 5
    assert good["answer"]
    assert "question" in missing["error"]
    assert "empty" in empty["error"]


@pytest.mark.usefixtures("indexed_dir")
def test_people_read_quotes_with_sources_in_80_columns(steerwise: Steerwise) -> None:
    done = steerwise("search", "is", "fine-tuning", "worth", "it?", "-k", "2")
    assert done.status == 0
    assert "[1]" in done.out
    assert ".md · " in done.out
    assert max(len(line) for line in done.out.splitlines() if "http" not in line) <= 80


@pytest.mark.usefixtures("indexed_dir")
def test_a_question_that_is_declined_gets_one_sentence_and_no_passages(
    steerwise: Steerwise,
) -> None:
    (row,) = steerwise("search", "--json", stdin='{"question": "best pizza in Naples"}').rows
    assert row["declined"]
    done = steerwise("search", "best pizza in Naples")
    assert " ".join(done.out.split()) == row["message"]


@pytest.mark.usefixtures("indexed_dir")
def test_an_unknown_collection_is_one_line(steerwise: Steerwise) -> None:
    done = steerwise("search", "anything", "--collection", "nope", "--json")
    assert done.status != 0
    assert done.err.count("\n") == 1
    assert "nope" in done.err
