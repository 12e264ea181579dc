"""Worries put as a what-if suppose no fact: what may go wrong, who may stop, what is left out."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN = {"task": "summarization", "monthly_requests": 900, "labeled_examples": 400}


@pytest.mark.parametrize(
    "text",
    [
        "what if it forgets a side effect?",
        "What about a dose that goes missing?",
        "what if the bot insults a bride",
        "and what happens if an answer gets the price wrong?",
        "what if the assistant promises something we can't deliver?",
        "but what about an invented clause?",
        "what if it makes up a discount?",
        "a letter leaves out an operation?",
    ],
)
def test_what_may_go_wrong_is_a_question_of_checks(reader: Reader, text: str) -> None:
    reading = reader.read(text, known=KNOWN)
    assert (reading.kind, reading.topic, reading.hypothetical) == ("question", "mishap", {})


@pytest.mark.parametrize(
    "text",
    [
        "what if Anthropic discontinues Claude Haiku?",
        "what if our provider shuts down?",
        "what happens when the base model is retired?",
        "and if they switch off the service?",
        "what if Mistral stops offering that model?",
    ],
)
def test_a_vendor_that_stops_is_a_question_of_retirement(reader: Reader, text: str) -> None:
    reading = reader.read(text, known=KNOWN)
    assert (reading.kind, reading.topic, reading.hypothetical) == ("question", "retired", {})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("what if we leave out retrieval and paste all the manuals into the prompt?",
         ["rag", "prompting"]),
        ("what if we just put the whole handbook in the context?", ["prompting"]),
        ("what if we do without fine-tuning?", ["peft"]),
    ],
)  # fmt: skip
def test_a_method_left_out_is_compared(reader: Reader, text: str, named: list[str]) -> None:
    reading = reader.read(text, known={**KNOWN, "private_knowledge": "heavy"})
    assert (reading.command, reading.args) == ("compare", {"strategies": named})
    assert not reading.hypothetical


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("what if the volume doubled?", {"monthly_requests": 1800}),
        ("what if we lose half of the examples?", {"labeled_examples": 200}),
        ("what if we skip human review?", {"human_review": False}),
        ("what if the facts changed daily?", {"knowledge_update": "daily"}),
        ("what if we used GPT-4o?", {"model": "GPT-4o"}),
        ("what if it is wrong in 5% of cases?", {"current_accuracy": 95}),
    ],
)
def test_what_supposes_a_fact_still_does(
    reader: Reader, text: str, supposed: dict[str, Any]
) -> None:
    reading = reader.read(text, known=KNOWN)
    assert (reading.kind, reading.hypothetical) == ("what_if", supposed)


@pytest.mark.parametrize(
    "text",
    ["it leaves out side effects", "the bot insults people", "the project was withdrawn"],
)
def test_what_is_told_is_no_worry(reader: Reader, text: str) -> None:
    assert reader.read(text, known=KNOWN).topic not in ("mishap", "retired")
