"""What an answer says of other things: it is not bent into the one that was asked for."""

import pytest

from agent.notebook import Notebook
from agent.offline.listening import Before, heard
from agent.offline.reading.reader import Reader
from agent.offline.speaking.scene import Past
from knowledge.embedding import Embedder


@pytest.mark.parametrize(
    "text",
    [
        "There are two H100s nobody uses. No cloud money, obviously",
        "It told a client that the rug is silk which, NO. He sent it back",
        "no GPUs here, sorry",
        "My brother built it and it is, no kidding, quite good",
    ],
)
def test_a_no_about_something_else_is_no_lack_of_examples(text: str) -> None:
    assert "labeled_examples" not in Reader().read(text, asked="labeled_examples").facts


@pytest.mark.parametrize(
    "text", ["none", "Nope, none", "well, we have none", "We have logs. No labels though.", "no"]
)
def test_none_of_what_was_asked_for_is_zero(text: str) -> None:
    assert Reader().read(text, asked="labeled_examples").facts["labeled_examples"] == 0


@pytest.mark.parametrize(
    "text",
    ["It must run on a single 3090", "we own two 4080s", "three spare A100s", "one RTX 4070 Ti"],
)
@pytest.mark.parametrize("asked", [None, "labeled_examples", "upfront_budget_usd"])
def test_the_number_of_a_card_is_neither_money_nor_a_count(text: str, asked: str | None) -> None:
    facts = Reader().read(text, asked=asked).facts
    assert not {"labeled_examples", "upfront_budget_usd", "monthly_budget_usd"} & set(facts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("what if examples dropped by two thirds?", 200),
        ("what if we had two thirds fewer examples?", 200),
        ("what if examples fell by three quarters?", 150),
    ],
)
def test_a_drop_by_most_of_it_leaves_the_rest(text: str, value: int) -> None:
    found = Reader().read(text, known={"labeled_examples": 600}).hypothetical
    assert found["labeled_examples"] == pytest.approx(value, abs=1)


@pytest.mark.parametrize("text", ["It gets facts wrong.", "it had some facts wrong"])
def test_wrong_facts_are_facts_that_lack(text: str) -> None:
    assert Reader().read(text).facts == {"failure_mode": "missing_knowledge"}


def test_what_answers_nothing_may_tell_something_else() -> None:
    reader = Reader(Embedder())
    read = reader.read("the price list gets updated monthly", asked="knowledge_tokens")
    assert read.facts == {"knowledge_update": "monthly"}


def test_no_quote_goes_across_what_customers_ask() -> None:
    text = "I run a tea shop and people mail us all day, where's my order, is this tea fresh"
    before = Before(Notebook(), (), Past())
    for wish in heard(Reader(Embedder()), text, before, lambda: None):
        assert all(quote in text for quote in wish.reading.quotes.values())


@pytest.mark.parametrize(
    "text",
    ["It is right in 30% today; at 70% the buyers would adopt it", "At 70% we'd ship it, now 30%"],
)
def test_the_level_at_which_it_would_be_taken_up_is_the_one_needed(text: str) -> None:
    assert Reader().read(text).facts == {"current_accuracy": 30, "target_accuracy": 70}
