"""What is left of the examples once their bad part is gone, and how else they are kept."""

import pytest

from agent.offline.reading.reader import Reader

EXAMPLES = "labeled_examples"


def _read(reader: Reader, text: str, *facts: str) -> tuple[object, ...]:
    told = dict(reader.read(text).facts)
    return tuple(told.get(fact) for fact in facts)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Triage. Old tickets with codes: 24k but a third is junk, so count on 16,000 clean.",
            16000,
        ),
        ("Email sorting, 10,000 tagged mails, but half are wrong, leaving 5,000 usable.", 5000),
        ("18k cases with labels, 50% of them are rubbish, so we can rely on 9k", 9000),
        ("40k old mails with department, a quarter mislabelled, so 30k can be used", 30000),
    ],
)
def test_what_is_left_is_counted_and_the_bad_part_is_no_accuracy(
    reader: Reader, text: str, left: int
) -> None:
    told = _read(reader, text, EXAMPLES, "current_accuracy", "target_accuracy")
    assert told == (left, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "We answer 4,000 mails, a quarter is bad, so 3,000 are left to check.",
        "we send 500 letters a week, half are wrong, so 250 have to be redone",
        "900 mails came in, a third was spam, so 600.",
    ],
)
def test_what_is_left_of_the_work_is_no_example(reader: Reader, text: str) -> None:
    assert _read(reader, text, EXAMPLES) == (None,)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("90,000 letters are filed under the correct category.", 90000),
        ("200,000 scans are archived under the final document type.", 200000),
        ("9 thousand doctor decisions on record as labels", 9000),
        ("7,000 clerk verdicts on file, 900 cases a day.", 7000),
        ("Labelled mails we don't have any. 1,000 mails a day.", 0),
        ("Tagged tickets we do not have.", 0),
        ("700 of the 3,000 contracts carry annotations.", 700),
        ("450 of our 2,000 tickets are tagged by hand.", 450),
    ],
)
def test_what_is_kept_with_its_right_answer_is_an_example(
    reader: Reader, text: str, count: int
) -> None:
    assert _read(reader, text, EXAMPLES) == (count,)


@pytest.mark.parametrize(
    "text",
    [
        "300 letters are filed by the clerk per day",
        "40,000 letters are archived under the name of the sender.",
        "llama-3.3-70b without examples reaches 74% on our complaints",
        "Our prompt without examples already scores 74%.",
        "Labelled mails we don't have in English.",
    ],
)
def test_what_is_only_kept_or_prompted_without_examples_tells_none(
    reader: Reader, text: str
) -> None:
    assert _read(reader, text, EXAMPLES) == (None,)
