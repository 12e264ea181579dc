"""Budgets in another currency: asked back for, and then noted in dollars."""

from typing import Any

import pytest

from agent.offline.facts.foreign import foreign_sums
from agent.offline.reading.in_dollars import in_dollars
from agent.offline.reading.reader import Reader, Reading
from agent.offline.words.message import take_apart
from tests.agent.conftest import reply, ungrounded

PLAIN = Reading("describe")
READER = Reader()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Our budget is €700 a month", "€700"),
        ("we can spend 700 EUR a month", "700 EUR"),
        ("EUR 700 per month at most", "EUR 700"),
        ("about 700 euros a month", "700 euros"),
        ("budget: £2k a month", "£2k"),
        ("GBP 9,000 up front", "GBP 9,000"),
        ("we have 9,000 pounds up front", "9,000 pounds"),
        ("CHF 700 a month", "CHF 700"),
        ("700 francs a month", "700 francs"),
        ("700€ a month", "700€"),
    ],
)
@pytest.mark.parametrize("asked", [None, "failure_mode", "monthly_budget_usd", "labeled_examples"])
def test_a_sum_in_another_currency_is_seen_and_never_noted(
    text: str, words: str, asked: str | None
) -> None:
    assert [s.words for s in foreign_sums(take_apart(text))] == [words]
    assert dict(READER.read(text, asked=asked).facts) == {}


@pytest.mark.parametrize(
    "text",
    [
        "our parcels weigh 12 pounds",
        "12 pounds of flour in each order",
        "parcels are up to 12 pounds heavy",
        "the weight is 12 pounds on average",
        "12-pound parcels",
        "we lost 12 pounds",
    ],
)
def test_pounds_of_weight_are_no_money_and_no_fact(text: str) -> None:
    assert foreign_sums(take_apart(text)) == []
    reading = READER.read(text)
    assert not {n for n in reading.facts if n.endswith(("_usd", "_requests", "_examples"))}


@pytest.mark.parametrize(
    ("last", "text", "facts"),
    [
        ("Our budget is €700 a month", "about 760", {"monthly_budget_usd": 760}),
        ("Our budget is €700 a month", "$760", {"monthly_budget_usd": 760}),
        ("Our budget is €700 a month", "that's 760 dollars", {"monthly_budget_usd": 760}),
        ("we can spend 8,400 EUR a year", "call it 9,000", {"monthly_budget_usd": 750}),
        ("we have £9,000 up front", "12,000 USD", {"upfront_budget_usd": 12_000}),
        ("we have £9,000 up front", "take it as dollars", {"upfront_budget_usd": 9000}),
        ("budget CHF 700 a month", "the same in dollars", {"monthly_budget_usd": 700}),
        ("budget CHF 700 a month", "just use 1:1", {"monthly_budget_usd": 700}),
        ("budget ¥90,000 a month", "$600", {"monthly_budget_usd": 600}),
    ],
)
def test_the_sum_in_dollars_takes_the_place_of_the_other(
    last: str, text: str, facts: dict[str, Any]
) -> None:
    reading = in_dollars(READER, PLAIN, text, last)
    assert dict(reading.facts) == facts
    assert all(quote in text for quote in reading.quotes.values())


@pytest.mark.parametrize(
    ("last", "text"),
    [
        ("Our budget is €700 a month", "40"),
        ("Our budget is €700 a month", "800 labelled letters"),
        ("Our budget is €700 a month", "800 letters a day"),
        ("Our budget is €700 a month", "no idea"),
        ("Our budget is €700 a month", "ok"),
        ("budget ¥90,000 a month", "600"),
        ("we sell them for €12 and £10", "14"),
        ("a letter costs us €700", "$760"),
        ("our parcels weigh 12 pounds", "14"),
        ("", "$760"),
    ],
)
def test_anything_else_is_read_as_it_was(last: str, text: str) -> None:
    assert in_dollars(READER, PLAIN, text, last) is PLAIN


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "answer", "noted"),
    [
        ("Our budget is €700 a month", "about 760", "$760 a month"),
        ("we have £9,000 up front", "take it as dollars", "$9,000"),
    ],
)
def test_the_advisor_asks_for_dollars_and_takes_the_answer(
    advisor: Any, told: str, answer: str, noted: str
) -> None:
    thread = advisor.new_thread()
    reply(advisor, thread, "We answer 9,000 letters a month")
    asked = reply(advisor, thread, told)
    assert "in dollars?" in asked.reply
    assert "cost or speed" not in asked.reply.split("\n\n")[0]
    done = reply(advisor, thread, answer)
    assert noted in done.reply
    assert not ungrounded(advisor, thread, done)
