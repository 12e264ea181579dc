"""What is taken back: by its name, by its figure, as the only thing that can be meant."""

from collections.abc import Mapping

import pytest

from agent.offline.reading.reader import Reader
from agent.offline.revising.called import facts_called, other_values

Known = Mapping[str, object]


@pytest.mark.parametrize(
    ("text", "known", "cleared"),
    [
        ("please take the monthly sum out again, it isn't settled", {"monthly_budget_usd": 300},
         ("monthly_budget_usd",)),
        ("disregard the goal I gave you, the board hasn't agreed on one", {"target_accuracy": 94},
         ("target_accuracy",)),
        ("we haven't chosen a model, I was guessing", {"model": "gpt-4o", "task": "chat"},
         ("model",)),
        ("the 87 was a guess, delete it", {"current_accuracy": 87, "task": "extraction"},
         ("current_accuracy",)),
        ("I take back both budgets", {"monthly_budget_usd": 50, "upfront_budget_usd": 70},
         ("monthly_budget_usd", "upfront_budget_usd")),
        ("scrap the token sizes", {"prompt_tokens": 900, "output_tokens": 90},
         ("prompt_tokens", "output_tokens")),
        ("scratch both, nobody has ever measured it", {"current_accuracy": 8, "target_accuracy": 9},
         ("current_accuracy", "target_accuracy")),
        ("can't say how often that changes, leave it open", {"knowledge_update": "weekly"},
         ("knowledge_update",)),
        ("ignore my cloud answer, legal is still thinking", {"self_hosted": False},
         ("self_hosted",)),
        ("no retrieval yet, that was a dream", {"tried": ("rag",)}, ("tried",)),
        ("I take back that the answers hang on our own files",
         {"private_knowledge": "some", "knowledge_update": "daily"}, ("private_knowledge",)),
        ("the launch has been called off", {"time_to_launch_days": 40}, ("time_to_launch_days",)),
        ("forget the weekly thing", {"requirement_change": "weekly"}, ("requirement_change",)),
    ],
)  # fmt: skip
def test_what_is_taken_back_is_cleared_and_nothing_is_set(
    text: str, known: Known, cleared: tuple[str, ...]
) -> None:
    reading = Reader().read(text, known=known)
    assert (reading.kind, set(reading.cleared)) == ("correct", set(cleared))
    assert dict(reading.facts) == {}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("remove the budget", {"latency_target_ms": 500, "label_classes": 4}),
        ("forget it", {"monthly_requests": 300}),
        ("take back my last message", {"labeled_examples": 20}),
        ("we never skip the review of a contract", {"monthly_requests": 300}),
        ("drop the percentage", {"current_accuracy": 80, "target_accuracy": 90}),
    ],
)
def test_nothing_is_cleared_where_it_is_not_clear_what_is_meant(text: str, known: Known) -> None:
    assert Reader().read(text, known=known).cleared == ()


def test_a_fact_that_gets_another_value_in_the_same_breath_is_not_cleared() -> None:
    known = {"monthly_requests": 9000, "task": "chat"}
    reading = Reader().read("scratch the volume, it's 4,000 calls a month", known=known)
    assert (reading.cleared, dict(reading.facts)) == ((), {"monthly_requests": 4000})


def test_one_taken_back_and_another_told() -> None:
    known = {"label_classes": 11}
    reading = Reader().read("scrap the category count, and it's on-prem", known=known)
    assert (reading.cleared, dict(reading.facts)) == (("label_classes",), {"self_hosted": True})


@pytest.mark.parametrize(
    ("words", "known", "facts"),
    [
        ("the budget", {"monthly_budget_usd": 1, "upfront_budget_usd": 2}, ["monthly_budget_usd"]),
        ("the budget", {"upfront_budget_usd": 2}, ["upfront_budget_usd"]),
        ("the percentage", {"current_accuracy": 1, "target_accuracy": 2}, []),
        ("the accuracies", {"current_accuracy": 1, "target_accuracy": 2},
         ["current_accuracy", "target_accuracy"]),
        ("the accuracy target", {"current_accuracy": 1, "target_accuracy": 2}, ["target_accuracy"]),
        ("the mistral-small thing", {"model": "mistral-small"}, ["model"]),
        ("the weather", {"model": "mistral-small", "monthly_requests": 9}, []),
    ],
)  # fmt: skip
def test_a_name_means_the_known_facts_it_can_mean(
    words: str, known: Known, facts: list[str]
) -> None:
    assert sorted(facts_called(words, known)) == sorted(facts)


@pytest.mark.parametrize("glue", [" ", ". ", ", and "])
def test_an_order_said_a_thousand_times_takes_back_what_it_names_and_no_more(glue: str) -> None:
    known = {"latency_target_ms": 500, "task": "chat", "monthly_requests": 3000}
    text = glue.join(["forget the latency"] * 1100)[:20_000]
    assert Reader().read(text, known=known).cleared == ("latency_target_ms",)


def test_as_many_facts_as_there_are_can_be_taken_back_one_by_one() -> None:
    known = {"latency_target_ms": 500, "label_classes": 4, "monthly_budget_usd": 300}
    text = "Forget the weather. " * 12 + "Forget the latency. Drop the budget. Scrap the classes."
    assert set(Reader().read(text, known=known).cleared) == set(known)


def test_another_choice_than_the_known_one_is_found_by_the_words_we_show_of_it() -> None:
    words = "the part where the model lacks the facts"
    assert other_values(words, {"failure_mode": "missing_knowledge"}) == []
    found = other_values(words, {"failure_mode": "none"})
    assert "model lacks" in {words[start:end] for start, end, _ in found}
    assert {fact for *_, fact in found} == {"failure_mode"}
