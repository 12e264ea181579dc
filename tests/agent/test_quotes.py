"""Quotes stay true when the documents change under a running conversation."""

import shutil

import pytest

from agent import Advisor
from agent.quotes import quotes_of
from agent.settings import load_settings
from agent.toolbox import guidance as toolbox_guidance
from knowledge import AnswerSentence, Found, Guidance, Passage, Source, definition
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


def _found(*sentences: tuple[str, float]) -> Found:
    text = "  --  ".join(words for words, _ in sentences)
    source = Source("T")
    passage = Passage("id", text, "t.md", "T", "H", 0, len(text), 1.0, source)
    answer = []
    for words, score in sentences:
        start = text.index(words)
        answer.append(AnswerSentence(words, 0, start, start + len(words), source, score))
    return Found((passage,), tuple(answer), declined=False, message="")


LONG = "A quote of more than ten words stands by itself and is shown {}."


def test_scraps_and_quotes_far_below_the_best_are_left_out():
    found = _found(("A short scrap.", 2.0), (LONG.format("first"), 1.9), (LONG.format("last"), 1.0))
    assert [q.quote for q in quotes_of(found, "?")] == [LONG.format("first")]


def test_a_scrap_is_shown_when_there_is_nothing_else():
    assert [q.quote for q in quotes_of(_found(("A short scrap.", 2.0)), "?")] == ["A short scrap."]


def test_the_glossary_is_looked_up_once_for_all_quotes_of_a_search(advisor, monkeypatch):
    asked = []

    def counted(corpus, query):
        asked.append(query)
        return definition(corpus, query)

    monkeypatch.setattr(toolbox_guidance, "definition", counted)
    done = reply(advisor, advisor.new_thread(), "What is an adapter?")
    assert len(asked) == 1
    assert done.citations[0].document == "glossary.md"
