"""A what-if narrowed to a part of what it supposed, or marked as one only at its end."""

from collections.abc import Mapping
from typing import Any

import pytest

from agent.notebook import Notebook
from agent.offline.reading.narrowed import narrowed
from agent.offline.reading.reader import Reader, Reading
from tests.agent.conftest import reply, ungrounded
from tools.facts import ProjectFacts, make_fact

SUPPOSED = {"monthly_requests": 90_000, "labeled_examples": 60, "monthly_budget_usd": 700}
PLAIN = Reading("answer")


def left_of(text: str, supposed: Mapping[str, Any] = SUPPOSED, *, said: bool = True) -> set[str]:
    """The names of the facts that a message leaves in the what-if."""
    facts = ProjectFacts({name: make_fact(name, value) for name, value in supposed.items()})
    reading = narrowed(PLAIN, text, Notebook(supposed=facts), supposed=said)
    assert reading is PLAIN or reading.kind == "what_if"
    assert all(supposed[name] == value for name, value in reading.hypothetical.items())
    return set(reading.hypothetical)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("just the volume", {"monthly_requests"}),
        ("nope, only the labels please", {"labeled_examples"}),
        ("I only meant the budget", {"monthly_budget_usd"}),
        ("change only the volume", {"monthly_requests"}),
        ("the labels only", {"labeled_examples"}),
        ("only the volume, nothing else", {"monthly_requests"}),
        ("no, just the volume and the labels", {"monthly_requests", "labeled_examples"}),
        ("without the budget", {"monthly_requests", "labeled_examples"}),
        ("leave the labels as they are", {"monthly_requests", "monthly_budget_usd"}),
        ("keep the budget out of it", {"monthly_requests", "labeled_examples"}),
        ("sorry, not the budget", {"monthly_requests", "labeled_examples"}),
    ],
)
def test_a_what_if_is_narrowed_to_what_its_speaker_names(text: str, left: set[str]) -> None:
    assert left_of(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "only the latency",
        "just the style",
        "only the volume at 40,000",
        "the volume, the labels and the budget",
        "only because of the budget people",
        "no",
    ],
)
def test_other_words_leave_the_what_if_alone(text: str) -> None:
    assert left_of(text) == set()


def test_only_a_what_if_of_several_facts_that_was_just_shown_is_narrowed() -> None:
    assert left_of("only the volume", {"monthly_requests": 90_000}) == set()
    assert left_of("only the volume", said=False) == set()


@pytest.mark.slow
def test_the_narrowed_what_if_is_the_one_that_is_shown_and_kept(advisor: Any) -> None:
    thread = advisor.new_thread()
    reply(
        advisor, thread, "We sort 9,000 letters a month into wards. We have 800 labelled letters."
    )
    reply(advisor, thread, "what if volume was 90k and we only had 60 labels?")
    done = reply(advisor, thread, "no, just the volume")
    assert "90,000 requests a month (now 9,000)" in done.reply
    assert "60 good examples" not in done.reply
    assert not ungrounded(advisor, thread, done)
    kept = {f.name: f.value for f in reply(advisor, thread, "keep that").board.facts}
    assert (kept["monthly_requests"], kept["labeled_examples"]) == (90_000, 800)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("it's 60 letters what-if", "what if it's 60 letters"),
        ("it's 60 letters, what if", "what if it's 60 letters"),
        ("60 labels, just as a what-if", "what if 60 labels"),
        ("60 letters a month, hypothetically", "hypothetically, 60 letters a month"),
        ("launch in 6 weeks, hypothetically speaking", "hypothetically, launch in 6 weeks"),
        ("volume 90k a month (what if)", "what if volume 90k a month"),
        ("we'd have 900 labels, as a thought experiment", "what if we'd have 900 labels"),
        ("we have 60 contracts, what if?", "what if we have 60 contracts"),
    ],
)
@pytest.mark.parametrize("known", [{"monthly_requests": 300}, {"labeled_examples": 300}])
def test_a_mark_at_the_end_supposes_what_one_at_the_beginning_does(
    text: str, first: str, known: dict[str, Any]
) -> None:
    behind, before = (Reader().read(words, known=known) for words in (text, first))
    assert behind.kind == before.kind == "what_if"
    assert dict(behind.hypothetical) == dict(before.hypothetical)
    assert dict(behind.facts) == {}


def test_the_same_words_without_a_mark_suppose_nothing() -> None:
    reading = Reader().read("it's 60 letters a month", known={"monthly_requests": 300})
    assert dict(reading.hypothetical) == {}
