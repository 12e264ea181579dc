"""Numbers and facts in words for people."""

from decimal import Decimal

import pytest

from agent import wording
from tools.facts import make_fact
from tools.showing import percent
from tools.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (13, "13"),
        (521.4, "521"),
        (999, "999"),
        (1234, "1,230"),
        (120_000, "120,000"),
        (416_666.7, "417,000"),
        (1_200_000, "1.2 million"),
        (6e9, "6 billion"),
        (0.4, "0.4"),
    ],
)
def test_counts_are_rounded_for_people(value, shown):
    assert wording.count(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("76.80"), "$76.80"),
        (Decimal("2200"), "$2,200"),
        (Decimal("3121.60"), "$3,122"),
        (Decimal("-33.60"), "-$33.60"),
        (0.5, "$0.50"),
        (Decimal("999.995"), "$1,000"),
    ],
)
def test_money_shows_cents_only_where_they_matter(value, shown):
    assert wording.usd(value) == shown


def test_a_probability_is_never_rounded_to_certainty():
    assert percent(0.004) == "under 1%"
    assert percent(0.997) == "over 99%"
    assert percent(0.61) == "61%"
    assert percent(1.0) == "100%"


def test_a_hedged_number_is_marked_as_about():
    volume = make_fact("monthly_requests", 120_000, bounds=[108_000, 132_000])
    assert wording.fact_in_words("monthly_requests", volume) == "≈ 120,000 requests a month"


def test_a_list_reads_like_english():
    assert wording.join(["a"]) == "a"
    assert wording.join(["a", "b", "c"]) == "a, b and c"


EXAMPLES = {
    "number": 42,
    "integer": 42,
    "flag": True,
    "strategies": ["rag", "prompting"],
    "text": "some-model",
}


@pytest.mark.parametrize("name", list(vocabulary()))
def test_every_fact_can_be_said(name):
    rule = vocabulary()[name]
    values = rule.choices or (EXAMPLES[rule.kind],)
    for value in values:
        phrase = wording.fact_in_words(name, make_fact(name, value))
        assert phrase
        assert "_" not in phrase
