"""From so much on it pays, or a mistake costs too much: so good it has to be."""

import pytest

from agent.offline.reading.reader import Reader

CURRENT, TARGET = "current_accuracy", "target_accuracy"


def _levels(reader: Reader, text: str) -> tuple[object, object]:
    facts = dict(reader.read(text).facts)
    return facts.get(CURRENT), facts.get(TARGET)


@pytest.mark.parametrize(
    ("text", "now", "needed"),
    [
        ("Prompted gpt-4o-mini codes 71 % right, from 88 % on it pays for itself.", 71, 88),
        ("Zero-shot reaches 77%; finance only sees a case from 92 % upwards.", 77, 92),
        ("Claude manages 80% today and from 95% onwards we would go live.", 80, 95),
        ("gpt-4o gets 61% right, it saves the team work from about 85% on.", 61, 85),
        ("Contract tagging: baseline 68 %. Break-even lies at 84 %.", 68, 84),
        ("Quality gate: F1 0.91, versus 0.82 today.", 82, 91),
        ("Release gate: accuracy 94%, versus 87% today.", 87, 94),
        ("We require 99 % because a single miss costs us the licence. gpt-4o: 91 %.", 91, 99),
    ],
)
def test_what_it_pays_from_is_what_is_needed(
    reader: Reader, text: str, now: float, needed: float
) -> None:
    assert _levels(reader, text) == (now, needed)


def test_what_a_mistake_brings_with_it_is_why_so_much_is_needed(reader: Reader) -> None:
    assert _levels(reader, "A leaked name means a fine, hence 99 %.") == (None, 99)


@pytest.mark.parametrize(
    ("text", "now", "needed"),
    [
        ("Labels are noisy, hence 72 % with gpt-4o zero-shot.", 72, None),
        ("With gpt-4o accuracy is 80% on Monday's mails.", 80, None),
    ],
)
def test_other_words_of_that_kind_demand_nothing(
    reader: Reader, text: str, now: float, needed: float | None
) -> None:
    assert _levels(reader, text) == (now, needed)


def test_a_share_that_rose_is_not_what_it_pays_from() -> None:
    assert _levels(Reader(), "The share of spam rose from 62% upwards to 65%.") == (None, None)


@pytest.mark.parametrize(
    ("text", "now", "needed"),
    [
        ("Routing of mails: gpt-4o gets 7 from 10 correct, we need 9 from 10.", 70, 90),
        ("SQL for analysts. Now is right 5 from 10, we want minimum 8 from 10.", 50, 80),
        ("3 from 10 customers complain about the price.", None, None),
    ],
)
def test_so_many_from_ten_is_said_of_answers(
    reader: Reader, text: str, now: float | None, needed: float | None
) -> None:
    assert _levels(reader, text) == (now, needed)


@pytest.mark.parametrize(
    "text",
    [
        "Currently one in ten answers comes back as invalid json and the page crashes.",
        "Right now 1 in 15 replies is malformed XML, and the import stops.",
        "About 7% of the replies do not parse.",
    ],
)
def test_outputs_in_a_broken_form_tell_no_accuracy(reader: Reader, text: str) -> None:
    assert _levels(reader, text) == (None, None)


def test_a_level_beside_broken_outputs_is_still_one(reader: Reader) -> None:
    text = "Extraction: 1 in 15 responses is malformed JSON. 90% of the fields are right."
    assert _levels(reader, text) == (90, None)
