"""A volume that was told as a product follows when one of its factors changes."""

from typing import Any

import pytest

from agent.notebook import Notebook
from agent.offline.listening import Before, heard
from agent.offline.reading.reader import Reader, Reading
from agent.offline.speaking.scene import Past
from tools.facts import ProjectFacts, make_fact

TOLD = "30 nurses, each maybe 20 notes a day on working days"
HEDGED = "Say 6 depots, 20 fitters each, maybe 5 questions a day per person"


def read(text: str, told: str = TOLD, *more: str) -> Reading:
    first = Reader().read(told)
    facts = {
        name: make_fact(name, value, quote=first.quotes[name])
        for name, value in first.facts.items()
    }
    before = Before(Notebook(facts=ProjectFacts(facts)), (told, *more), Past())
    (wish,) = heard(Reader(), text, before, lambda: None)
    return wish.reading


def after(text: str, value: float, quote: str, *texts: str) -> Reading:
    """What a message says once the volume is `value`, by the words `quote` of earlier messages."""
    known = {"monthly_requests": make_fact("monthly_requests", value, quote=quote)}
    before = Before(Notebook(facts=ProjectFacts(known)), texts, Past())
    (wish,) = heard(Reader(), text, before, lambda: None)
    return wish.reading


def volume(told: str = TOLD) -> float:
    return float(str(Reader().read(told).facts["monthly_requests"]))


@pytest.mark.parametrize(
    ("text", "told", "times"),
    [
        ("Actually 45 nurses, not 30", TOLD, 1.5),
        ("sorry, it's 60 nurses", TOLD, 2),
        ("we are 15 nurses now", TOLD, 0.5),
        ("no wait, 12 depots", HEDGED, 2),
        ("make that 10 fitters, not 20", HEDGED, 0.5),
    ],
)
def test_the_volume_follows_a_factor_that_is_put_right(text: str, told: str, times: float) -> None:
    found = read(text, told)
    assert found.kind == "correct"
    assert found.facts == {"monthly_requests": pytest.approx(times * volume(told))}
    assert found.quotes["monthly_requests"] in text


@pytest.mark.parametrize("text", ["what if we had 90 nurses?", "And if there were 90 nurses?"])
def test_it_follows_a_factor_that_is_supposed(text: str) -> None:
    found = read(text)
    assert found.kind == "what_if"
    assert found.hypothetical == {"monthly_requests": pytest.approx(3 * volume())}
    assert found.facts == {}


@pytest.mark.parametrize(
    "text",
    [
        "we need a result in 2 weeks, 3 nurses can help",
        "3 nurses tried it",
        "actually 200 patients, not 150",
        "what if we had 12 hospitals?",
        "what if the nurses liked it?",
    ],
)
def test_other_numbers_of_people_change_nothing(text: str) -> None:
    found = read(text)
    assert "monthly_requests" not in {**found.facts, **found.hypothetical}


def test_a_volume_that_was_told_by_itself_follows_nothing() -> None:
    found = read("actually 45 nurses, not 30", "We are 30 nurses. We write 9,000 notes a month.")
    assert "monthly_requests" not in found.facts


def test_a_product_that_was_told_anew_since_is_no_longer_followed() -> None:
    anew = "Actually it is 100,000 requests a month."
    found = after("60 nurses, not 40", 100_000, anew, "40 nurses, each 30 notes a day", anew)
    assert "monthly_requests" not in found.facts
    both = "our 40 nurses make 100,000 requests a month"
    found = after("60 nurses, not 40", 100_000, both, "40 nurses, each 30 notes a day", both)
    assert "monthly_requests" not in found.facts


def test_a_factor_that_was_put_right_is_the_one_that_changes_next() -> None:
    texts = ("40 nurses, each 30 notes a day", "60 nurses, not 40")
    supposed = after("what if we had 120 nurses?", 54_000, "60 nurses", *texts)
    assert supposed.hypothetical == {"monthly_requests": 108_000}


@pytest.mark.parametrize("supposed", ["what if we had 48 depots?", "would 48 depots be a lot?"])
def test_factors_change_one_after_another_and_a_supposed_one_not_at_all(supposed: str) -> None:
    texts = (HEDGED, "12 depots, not 6", "make that 10 fitters, not 20", supposed)
    found = after("no, 24 depots, not 12", volume(HEDGED), "make that 10 fitters", *texts)
    assert found.facts == {"monthly_requests": 2 * volume(HEDGED)}


def test_a_product_that_was_only_supposed_is_followed_by_nothing() -> None:
    texts = ("what if we had 40 nurses, each 30 notes a day?", "36,000 requests a month")
    found = after("60 nurses, not 40", 36_000, texts[1], *texts)
    assert "monthly_requests" not in found.facts


class CountingReader(Reader):
    """Counts the characters that it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.characters = 0

    def read(self, text: str, **known: Any) -> Reading:
        self.characters += len(text)
        return super().read(text, **known)


def test_what_was_pasted_before_is_not_read_again() -> None:
    anew = "9,000 requests a month"
    known = {"monthly_requests": make_fact("monthly_requests", 9_000, quote=anew)}
    pasted = [f"{TOLD}. " + "We met and talked of this and that. " * 500] * 5
    before = Before(Notebook(facts=ProjectFacts(known)), [*pasted, anew], Past())
    reader = CountingReader()
    heard(reader, "actually 45 nurses, not 30", before, lambda: None)
    assert reader.characters < 1_000


@pytest.mark.parametrize(
    "text", ["we need something like 94", "should get to at least 94", "we'd like to reach 94"]
)
@pytest.mark.parametrize("asked", ["labeled_examples", "knowledge_tokens"])
def test_a_level_that_is_wished_for_is_no_count_that_was_asked_for(text: str, asked: str) -> None:
    known = {"task": "extraction", "current_accuracy": 81}
    found = Reader().read(text, asked=asked, known=known)
    assert found.facts == {"target_accuracy": 94}


@pytest.mark.parametrize("text", ["we have 94", "about 94", "94 so far, we need more"])
def test_a_count_that_exists_is_still_the_answer(text: str) -> None:
    known = {"task": "extraction", "current_accuracy": 81}
    found = Reader().read(text, asked="labeled_examples", known=known)
    assert found.facts == {"labeled_examples": 94}


def test_a_figure_that_is_denied_is_no_answer() -> None:
    found = Reader().read("actually 60 nurses not 40", asked="knowledge_tokens")
    assert "knowledge_tokens" not in found.facts
