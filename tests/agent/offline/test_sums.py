import pytest

from agent.offline.reading.reader import Reader


def sums(text: str) -> tuple[object, object]:
    facts = Reader().read(text).facts
    return facts.get("upfront_budget_usd"), facts.get("monthly_budget_usd")


@pytest.mark.parametrize(
    ("text", "once", "monthly"),
    [
        ("14k once, then 650 a month.", 14_000, 650),
        ("4 grand to begin with, 120 a month later on", 4_000, 120),
        ("Monthly: three hundred. One-off: eight thousand.", 8_000, 300),
        ("capex 60k, opex 1.5k/mo", 60_000, 1_500),
        ("$3,200 for the whole set-up and $90 a month", 3_200, 90),
        ("Guests write 2,000 letters a week. 310 a month.", None, 310),
        ("No start money, 45 dollars a month", 0, 45),
        ("We can't spend a cent a month on it", None, 0),
    ],
)
def test_sums_without_a_currency_are_read_by_the_words_beside_them(
    text: str, once: float, monthly: float
) -> None:
    assert sums(text) == (once, monthly)


@pytest.mark.parametrize(
    "text",
    [
        "We ran 500 once",
        "1,200 letters once a week",
        "40 letters a week, so 174 a month",
        "We have 300 examples to start with, 20 letters a month",
        "14k EUR once, then 650 a month",
    ],
)
def test_what_is_counted_is_no_money(text: str) -> None:
    assert sums(text) == (None, None)
