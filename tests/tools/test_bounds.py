"""The bounds of a value in an error: in words, without an exponent."""

import pytest

from tools.bounds import bound
from tools.errors import InvalidInput
from tools.facts import make_fact


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (100, "100"),
        (36_500, "36,500"),
        (0.5, "0.5"),
        (1e-9, "0.000000001"),
        (999_999.5, "999,999.5"),
        (1e6, "1 million"),
        (1e10, "10 billion"),
        (1e12, "1 trillion"),
        (1e15, "1,000 trillion"),
        (1e18, "1,000,000 trillion"),
    ],
)
def test_a_bound_is_written_as_people_read_it(value: float, shown: str) -> None:
    assert bound(value) == shown


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("labeled_examples", -4, "between 0 and 10 billion (examples); got -4"),
        ("monthly_requests", 1e13, "between 0 and 1 trillion (requests per month)"),
        ("current_accuracy", 120, "between 0 and 100 (percent); got 120"),
    ],
)
def test_a_value_out_of_bounds_is_told_them_in_words(fact: str, value: float, said: str) -> None:
    with pytest.raises(InvalidInput) as told:
        make_fact(fact, value)
    assert said in str(told.value)
    assert "e+" not in str(told.value)
