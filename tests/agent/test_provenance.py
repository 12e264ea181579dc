"""The numbers of a quote, and which values may be made of them."""

import pytest

from agent.provenance import arithmetic, check_value, check_words, plain_value
from tools.errors import InvalidInput
from tools.facts import make_fact

FEW, MOST = arithmetic().most_for_three, arithmetic().most_numbers
THREE = "6 depots, 20 fitters each, 5 questions a day"


def check(value: int, quote: str) -> None:
    check_value("monthly_requests", make_fact("monthly_requests", value), quote, before=None)


def among(others: int) -> str:
    """The three numbers, and others that no factor turns into their product."""
    return f"{THREE}; {' '.join(f'{7_000_000 + n};' for n in range(others))}"


def test_three_numbers_multiply_in_a_quote_of_few() -> None:
    check(18_000, THREE)
    check(18_000, among(FEW - 3))


def test_three_numbers_do_not_multiply_in_a_quote_of_more() -> None:
    with pytest.raises(InvalidInput):
        check(18_000, among(FEW - 2))


def test_a_quote_of_hundreds_of_numbers_makes_no_products_of_three(monkeypatch) -> None:
    multiplied: list[int] = []
    monkeypatch.setattr("agent.provenance.prod", lambda few: multiplied.append(len(few)) or 0.0)
    with pytest.raises(InvalidInput):
        check(1, " ".join(str(100_000 + 1_000 * n) for n in range(200)))
    assert set(multiplied) == {2}


@pytest.mark.parametrize("row", [" ".join(["100"] * 200), "1,000 " * 90, "123 " * 3000])
def test_a_row_of_digits_without_end_is_no_number(row: str) -> None:
    with pytest.raises(InvalidInput):
        check(7, row)
    assert plain_value("monthly_requests", row) == row
    assert plain_value("monthly_requests", "9" * 400) == "9" * 400


def test_a_number_of_fifteen_digits_is_still_one() -> None:
    check(123_456_789_012, "123 456 789 012 requests")
    check(123_456_789_012, "000123456789012 requests")


def test_a_quote_of_thousands_of_numbers_is_looked_at_up_to_a_bound(monkeypatch) -> None:
    multiplied: list[int] = []
    monkeypatch.setattr("agent.provenance.prod", lambda few: multiplied.append(len(few)) or 0.0)
    with pytest.raises(InvalidInput):
        check(1, "; ".join(str(100_000 + n) for n in range(3 * MOST)))
    assert len(multiplied) <= MOST * MOST // 2


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("40 tickets", "we get 40 tickets a day"),
        ("40 Tickets", "We get 40  tickets."),
        ("40 tickets", "140 tickets then, 40 tickets now"),
        ("c++ code", "(c++ code)"),
        ("“fine”", 'it says "fine"'),
    ],
)
def test_words_that_the_user_wrote_are_found(quote: str, said: str) -> None:
    check_words("monthly_requests", quote, [said, "thanks"], bare=True)


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("40 tickets", "140 tickets a day"),
        ("40 ticket", "40 tickets"),
        ("0 tickets", "40 tickets_a_day"),
        ("40 tickets", ""),
        (" ", "40 tickets"),
    ],
)
def test_parts_of_longer_words_were_never_said(quote: str, said: str) -> None:
    with pytest.raises(InvalidInput, match="never said"):
        check_words("monthly_requests", quote, [said, "thanks"], bare=True)
