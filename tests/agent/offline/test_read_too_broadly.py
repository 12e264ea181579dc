"""Figures and words that look like a known kind of fact, and are said of something else."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader

KNOWN: dict[str, Any] = {"labeled_examples": 7000}
COUNTS = {"labeled_examples": 7000, "monthly_requests": 4000}
SIZES = {"prompt_tokens": 900, "output_tokens": 200}


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("current_accuracy", "just 55 are correct", 55),
        ("monthly_requests", "only 1,500 are valid letters", 1500),
        ("label_classes", "just 18 are usable", 18),
    ],
)
def test_so_few_good_ones_answer_the_number_that_was_asked(
    reader: Reader, asked: str, text: str, value: float
) -> None:
    assert dict(reader.read(text, asked=asked, known=KNOWN).facts) == {asked: value}


@pytest.mark.parametrize("asked", ["label_classes", "current_accuracy"])
def test_examples_that_are_named_are_meant_whatever_was_asked(reader: Reader, asked: str) -> None:
    read = reader.read("only 80 of the examples are usable", asked=asked, known=KNOWN)
    assert dict(read.facts) == {"labeled_examples": 80}


@pytest.mark.parametrize(
    "text",
    [
        "Of the replies just 40 are good",
        "Of 90 test letters only 50 are correct",
        "We tried 60 answers and only 14 are correct",
        "Just 6 are usable categories",
        "I have 14 clerks, only 4 of them are any good",
    ],
)
def test_few_good_ones_of_something_else_are_no_examples(reader: Reader, text: str) -> None:
    facts = dict(reader.read(text, known=KNOWN).facts)
    assert not {"labeled_examples", "output_tokens", "monthly_requests"} & set(facts)


@pytest.mark.parametrize(
    ("asked", "value"), [("monthly_budget_usd", 700), ("label_classes", 30), ("prompt_tokens", 800)]
)
def test_make_it_so_many_answers_an_open_question(reader: Reader, asked: str, value: int) -> None:
    assert dict(reader.read(f"make it {value}", asked=asked, known=COUNTS).facts) == {asked: value}


@pytest.mark.parametrize("text", ["no, make it 30", "make that 30"])
def test_make_it_so_many_else_sets_right_what_was_told(reader: Reader, text: str) -> None:
    read = reader.read(text, asked="label_classes", known=KNOWN)
    assert dict(read.facts) == {"labeled_examples": 30}


@pytest.mark.parametrize(
    "text",
    [
        "We receive 18k letters, but a third is junk, so count on 12,000",
        "We have 18,000 clients, a third are duplicates, so count on 12,000",
        "11 of our 30 nurses have codes for the door",
        "3 of the 8 trucks have tags",
    ],
)
def test_parts_of_people_and_things_and_of_what_comes_in_are_no_examples(
    reader: Reader, text: str
) -> None:
    assert not {"labeled_examples", "label_classes"} & set(reader.read(text).facts)


@pytest.mark.parametrize(
    ("text", "swaps"),
    [
        ("both are backwards compatible", False),
        ("the vendor had them backwards", False),
        ("we had them backwards", True),
        ("sorry, those two are backwards", True),
    ],
)
def test_only_what_we_told_backwards_is_swapped(reader: Reader, text: str, swaps: bool) -> None:
    facts = reader.read(text, known=SIZES).facts
    assert (facts.get("prompt_tokens") == 200) == swaps


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("the insurer rejected 1500 claims", {}),
        ("we rejected 300 claims", {}),
        ("they disqualified 500 of the labelled letters", {"labeled_examples": 6500}),
    ],
)
def test_what_was_refused_is_taken_from_examples_alone(
    reader: Reader, text: str, facts: dict[str, Any]
) -> None:
    assert dict(reader.read(text, known=COUNTS).facts) == facts


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Prompt and articles together 4,000 tokens.", None),
        ("Knowledge base: 90 articles, together 150,000 tokens.", 150000),
    ],
)
def test_prompt_and_documents_together_are_no_documents(
    reader: Reader, text: str, tokens: int | None
) -> None:
    assert reader.read(text).facts.get("knowledge_tokens") == tokens


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("The manual is unchanged since last Friday.", None),
        ("The prices are stable since March but change every quarter.", None),
        ("The manual is unchanged since last spring.", "static"),
        ("The manual is unchanged since 2018.", "static"),
    ],
)
def test_what_stands_still_since_lately_may_change(
    reader: Reader, text: str, pace: str | None
) -> None:
    assert reader.read(text).facts.get("knowledge_update") == pace


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("We use Mistral Large 2 in production.", "Mistral Large 2"),
        ("With Mistral Large 3 in 20 answers are wrong.", "Mistral Large"),
    ],
)
def test_a_version_is_one_of_the_model_unless_it_is_a_share(
    reader: Reader, text: str, model: str
) -> None:
    assert reader.read(text).facts.get("model") == model


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The price tags are often wrong.", None),
        ("The name tags are wrong sometimes.", None),
        ("It sorts letters. The tags are often wrong.", "wrong_behavior"),
    ],
)
def test_tags_on_things_are_no_fault_of_the_model(
    reader: Reader, text: str, fault: str | None
) -> None:
    assert reader.read(text).facts.get("failure_mode") == fault
