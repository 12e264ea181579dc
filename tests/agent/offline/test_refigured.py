"""A volume that was told as a product follows when one of its factors changes."""

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
