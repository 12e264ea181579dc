"""Quotes stay true when the documents change under a running conversation."""

import shutil

import pytest

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from knowledge.guidance import CORPUS
from tests.agent.conftest import reply

ASKED = "What is LoRA?"


@pytest.fixture
def edited(data_dir, tmp_path):
    """An advisor on two documents of the guidance that a test may edit."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("lora-and-peft.md", "rag.md"):
        shutil.copy(CORPUS / name, corpus / name)
    advisor = Advisor(
        load_settings(data_dir=data_dir), guidance=Guidance.open(data_dir / "own", corpus=corpus)
    )
    yield advisor, corpus / "lora-and-peft.md"
    advisor.close()


def _holds(document, quotes):
    text = document.read_text(encoding="utf-8")
    return [text[q.start : q.end] == q.quote for q in quotes if q.document == document.name]


def test_every_quote_holds_before_and_after_an_edit_on_disk(edited):
    advisor, document = edited
    thread = advisor.new_thread()
    first = reply(advisor, thread, ASKED)
    assert _holds(document, first.citations)
    assert all(_holds(document, first.citations))

    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("LoRA,", "LoRA (a method),"), encoding="utf-8")
    stale = [q for q in first.citations if q.quote not in document.read_text(encoding="utf-8")]
    assert stale
    assert not set(stale) & set(advisor.history(thread)[-1].citations)
    assert not set(stale) & set(advisor.board(thread).citations)

    second = reply(advisor, thread, ASKED)
    assert second.citations
    assert all(_holds(document, second.citations))
    assert not set(stale) & set(second.citations)


def test_a_document_that_vanishes_takes_its_quotes_along(edited):
    advisor, document = edited
    thread = advisor.new_thread()
    assert reply(advisor, thread, ASKED).citations
    document.unlink()
    assert all(c.document != document.name for c in advisor.history(thread)[-1].citations)
    again = reply(advisor, thread, ASKED)
    assert all(c.document != document.name for c in again.citations)
