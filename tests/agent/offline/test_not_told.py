"""Wishes about our replies and hearsay on methods state nothing of the project."""

import pytest

from agent.offline.reading.asides import by_words, unit_asked
from agent.offline.reading.reader import Reader


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


@pytest.mark.parametrize("text", ["Write it for me.", "write them for us", "Just write it for me"])
def test_a_wish_names_the_task_where_that_was_asked_for(text: str) -> None:
    read = Reader().read(text, asked="task", known={"monthly_requests": 40})
    assert read.facts == {"task": "generation"}
    assert "task" not in Reader().read(text, known={"monthly_requests": 40}).facts


@pytest.mark.parametrize("text", ["pytest suites score it", "unit tests score it", "unit by unit"])
def test_units_of_other_things_ask_for_no_cost(text: str) -> None:
    assert unit_asked(text) == ""
    assert unit_asked("what's the unit cost?") != "" or by_words("what's the unit cost?") == "each"


def test_not_knowing_stays_an_answer_beside_a_remark(reader) -> None:
    text = "haha I wish I knew. omg what a day"
    assert reader.read(text, asked="reasoning_depth").cleared == ("reasoning_depth",)


def test_the_words_of_a_volume_are_no_pace_of_the_facts(reader) -> None:
    read = reader.read("Could it write our choir bulletin? It appears once a week.")
    assert "knowledge_update" not in read.facts
