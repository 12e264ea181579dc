"""Examples that somebody threw out are taken from those known; what remains is stated."""

import pytest

from agent.offline.reading.reader import Reader

KNOWN = {"labeled_examples": 14000, "monthly_requests": 9000}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("compliance threw out 2,500 of the labelled claims, deduct them", 11500),
        ("they threw out 3,500 of the tagged requests", 10500),
        ("legal rejected 700 of the examples", 13300),
        ("2,000 tagged claims were removed, deduct them", 12000),
        ("we threw out the bad ones, 2,500 of the labelled letters remain", 2500),
        ("only 2,500 of the labelled letters are good", 2500),
    ],
)
def test_what_was_thrown_out_is_deducted_and_what_remains_is_not(
    reader: Reader, text: str, left: int
) -> None:
    reading = reader.read(text, known=KNOWN)
    assert (reading.kind, dict(reading.facts)) == ("correct", {"labeled_examples": left})


def test_a_rate_that_drops_is_still_one_of_requests(reader: Reader) -> None:
    reading = reader.read("drop 2,000 requests a month", known=KNOWN)
    assert dict(reading.facts) == {"monthly_requests": 7000}
