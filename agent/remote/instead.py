"""What the program says itself where a sentence of the model failed the check twice."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from agent.briefing import Briefing
from agent.notebook import Notebook
from tools import costwords
from tools.datafiles import Row, read
from tools.showing import percent

_FILE = Path(__file__).parent / "data" / "instead.toml"
LONGEST_QUOTE = 300  # characters: more is no sentence


class _Phrase(Row):
    matches: str
    text: str


class _Phrases(Row):
    lead: _Phrase
    cost: _Phrase
    quote: _Phrase
    ask: _Phrase


def instead_of(
    failed: Sequence[str], book: Notebook, briefing: Briefing, *, shown: str
) -> list[str]:
    """One sentence for each kind of content that failed, where `shown` does not say it already.

    The order is lead, cost, quote, question; a kind for which nothing is computed gives none.
    """
    made = {
        "lead": _lead(briefing),
        "cost": _cost(briefing),
        "quote": _quote(book, shown),
        "ask": _ask(briefing, shown),
    }
    phrases = _phrases()
    wanted = [
        kind
        for kind in made
        if any(re.search(getattr(phrases, kind).matches, text, re.IGNORECASE) for text in failed)
    ]
    return [made[kind] for kind in wanted if made[kind] and made[kind] not in shown]


def _lead(briefing: Briefing) -> str:
    found = briefing.assessment
    if found is None:
        return ""
    best = found.ranking[0]
    score = f"{best.score:.1f}".removesuffix(".0")
    return _phrases().lead.text.format(
        label=best.label, score=score, sure=percent(found.confidence)
    )


def _cost(briefing: Briefing) -> str:
    report = briefing.costs
    if report is None:
        return ""
    bills = "; ".join(costwords.bill(report, plan) for plan in report.plans)
    verdict = costwords.payback_in_short(report, report.plans[-1])
    return _phrases().cost.text.format(bills=bills, verdict=verdict).strip()


def _quote(book: Notebook, shown: str) -> str:
    """The newest quote that is short enough and that the reply has not shown."""
    for quote in reversed(book.citations):
        if len(quote.quote) <= LONGEST_QUOTE and f"[{quote.n}]" not in shown:
            return _phrases().quote.text.format(quote=quote.quote, n=quote.n)
    return ""


def _ask(briefing: Briefing, shown: str) -> str:
    question = briefing.question
    if question is None or "?" in shown:
        return ""
    return _phrases().ask.text.format(question=question.question)


@cache
def _phrases() -> _Phrases:
    return read(_Phrases, "instead", _FILE)
