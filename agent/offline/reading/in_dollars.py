"""Reads the sum in dollars that was asked for where a budget was told in another currency."""

from dataclasses import replace

from agent.offline.facts.foreign import ForeignSum, foreign_sums
from agent.offline.reading.reader import Reader, Reading
from agent.offline.words.lexicon import limit, pattern, reach
from agent.offline.words.message import Message, take_apart

FILE = "budgets"
BUDGETS = ("monthly_budget_usd", "upfront_budget_usd")


def in_dollars(reader: Reader, whole: Reading, text: str, last: str) -> Reading:
    """The reading, or the budget of the message before with its sum in dollars.

    Args:
        reader: reads the message before once more, with the sum in place of its own.
        whole: what was read of the message by itself.
        text: the message.
        last: the user's message before it; empty without one.
    """
    told = foreign_sums(take_apart(last)) if last else []
    message = take_apart(text)
    if len(told) != 1 or len(message.norm.split()) > reach(FILE, "words_in_dollars"):
        return whole
    said = _said(message, told[0])
    if not said:
        return whole
    found = reader.read(f"{last[: told[0].start]}{said}{last[told[0].end :]}")
    budgets = {name: value for name, value in found.facts.items() if name in BUDGETS}
    if len(budgets) != 1:
        return whole
    (name,) = budgets
    ranges = {n: r for n, r in found.ranges.items() if n == name}
    quotes = {name: text.strip(" .!")}
    return replace(Reading("answer"), facts=budgets, ranges=ranges, quotes=quotes)


def _said(message: Message, told: ForeignSum) -> str:
    """The sum in dollars as one would have written it; empty where the message tells none."""
    if pattern("as_dollars", FILE).fullmatch(message.norm.strip(" .!")):
        return f"${told.quantity.number.value:.12g}"
    if len(message.quantities) != 1:
        return ""
    (figure,) = message.quantities
    if figure.noun or figure.per or figure.unit not in ("", "money"):
        return ""
    ratio = figure.number.value / told.quantity.number.value if told.quantity.number.value else 0
    close = limit(FILE, "least_rate") <= ratio <= limit(FILE, "most_rate")
    hedge = "about " if figure.hedged else ""
    return f"{hedge}${figure.number.value:.12g}" if figure.unit or close else ""
