"""Questions about the bill on other terms are read with their figures, and nothing else is."""

import pytest

from agent.offline.asking.terms import OTHER_TERMS
from agent.offline.reading.reader import Reader

KNOWN = {"task": "generation", "monthly_requests": 45_000, "model": "gpt-4o"}
READER = Reader()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("and compared to the $3,400 a month we spend now?", {"today_usd_monthly": 3400}),
        ("how does that look against our present bill of $1.2k?", {"today_usd_monthly": 1200}),
        ("we spend $24,000 a year today. does it pay back?", {"today_usd_monthly": 2000}),
        ("does it break even versus the $500 a month we pay?", {"today_usd_monthly": 500}),
        ("an agency wants $15k for it. when does that pay back?", {"extra_once_usd": 15_000}),
        ("payback with $40,000 on top for the integration?", {"extra_once_usd": 40_000}),
        ("three developers cost us $60k, break-even then?", {"extra_once_usd": 60_000}),
        ("what if token prices drop by half?", {"token_price_factor": 0.5}),
        ("suppose the model prices double", {"token_price_factor": 2}),
        ("what if api prices fall by 30%?", {"token_price_factor": 0.7}),
        ("and if the token price rises by 20 %?", {"token_price_factor": 1.2}),
        ("what does each option cost over 2 years?", {"horizon_months": 24}),
        ("show me the total for all plans over 18 months", {"horizon_months": 18}),
        ("total cost of both over five years?", {"horizon_months": 60}),
    ],
)
def test_terms_are_read_from_the_question(text: str, terms: dict[str, float]):
    reading = READER.read(text, known=KNOWN)
    assert reading.topic == OTHER_TERMS
    assert dict(reading.args) == terms
    assert not reading.facts
    assert not reading.hypothetical


@pytest.mark.parametrize(
    "text",
    [
        "when does it pay back?",
        "we have $4,000 a month now for it",
        "our budget is $2,000 a month",
        "does it stay below the limit of $900 a month we have now?",
        "it has to pay back within 6 months",
        "we have 3 months to build it",
        "how long does it take to pay back, 2 years?",
        "what if our volume halves?",
        "token prices halved last year",
        "what if the prompt gets 30% shorter?",
        "would it be ready in 3 months?",
        "what's the cost of $2 per label, does it pay back?",
    ],
)
def test_other_words_about_money_and_time_are_no_such_question(text: str):
    assert READER.read(text, known=KNOWN).topic != OTHER_TERMS


def test_a_supposed_price_is_a_what_if_and_a_comparison_a_question():
    assert READER.read("what if token prices halved?", known=KNOWN).kind == "what_if"
    assert READER.read("against the $300 we pay now?", known=KNOWN).kind == "question"
