"""Who answers a question with a whole description has all of it read."""

import pytest

from agent.offline.reading.reader import Reader
from knowledge.embedding import Embedder


@pytest.fixture(scope="module")
def hearing() -> Reader:
    return Reader(Embedder())


@pytest.mark.parametrize("asked", ["task", "monthly_requests", "failure_mode"])
def test_a_description_tells_the_same_whatever_was_asked(hearing: Reader, asked: str) -> None:
    text = (
        "We are a bakery chain and label 6,000 complaints a month with one of 8 reasons, two"
        " clerks did 4,000 of them by hand, and nobody here has ever trained a model."
    )
    plain = dict(hearing.read(text).facts)
    told = dict(hearing.read(text, asked=asked).facts)
    assert plain.items() <= told.items()
    assert plain["task"] == "classification"
    assert plain["ml_expertise"] == "none"


def test_a_short_answer_tells_what_was_asked_alone(hearing: Reader) -> None:
    found = hearing.read("every week or so", asked="knowledge_update")
    assert dict(found.facts) == {"knowledge_update": "weekly"}


def test_a_long_answer_puts_nothing_right_by_the_way(hearing: Reader) -> None:
    known = {"task": "translation", "ml_expertise": "some", "consistency_need": "high"}
    found = hearing.read(
        "Wrong terms mostly, it ignores our word list again and again. One of us also keeps bees,"
        " not that it matters.",
        asked="failure_mode",
        known=known,
    )
    assert not found.facts.keys() & known.keys()
