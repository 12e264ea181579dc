"""Wishes about our replies and hearsay on methods state nothing of the project."""

import pytest

from agent.offline.reading.reader import Reader
from knowledge.embedding import Embedder

READERS = [Reader(), Reader(Embedder())]


@pytest.fixture(params=READERS, ids=["rules", "learned"], name="reader")
def _reader(request):
    return request.param


@pytest.mark.parametrize(
    "text",
    [
        "My cofounder says a fine-tuned model would know them by heart",
        "A friend told me RAG would hallucinate less",
        "I read that fine-tuned models make things up",
        "They say GPT-4 invents sources",
        "Our CTO thinks a tuned model would be faster and cheaper",
        "give me that as a table",
        "can you put it in one paragraph?",
        "show me the answer as a short table",
    ],
)
@pytest.mark.parametrize("asked", [None, "failure_mode", "output_format"])
def test_nothing_is_noted_of_hearsay_and_of_wishes_about_replies(reader, text, asked):
    assert not reader.read(text, asked=asked, known={"task": "question_answering"}).facts


@pytest.mark.parametrize(
    "text",
    ["give me a one-paragraph summary in plain English", "write me a short two-line overview"],
)
def test_a_summary_for_the_reader_is_an_order_and_no_task(reader, text):
    read = reader.read(text)
    assert (read.command, dict(read.facts)) == ("summarise", {})


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("My boss says no data may leave our servers", {"self_hosted": True}),
        ("Our CTO says we need 95% accuracy", {"target_accuracy": 95}),
        ("it makes things up", {"failure_mode": "missing_knowledge"}),
        ("We write a one-paragraph summary of every call", {"task": "summarization"}),
    ],
)
def test_what_others_say_of_the_project_is_told(reader, text, facts):
    assert facts.items() <= reader.read(text).facts.items()
