"""The reasons for a strategy in a few words, to stand side by side in one sentence."""

import tomllib
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from agent import wording
from agent.offline.words.lexicon import DATA
from tools.facts import ProjectFacts, vocabulary
from tools.model import value_model
from tools.reasons import facts_of
from tools.results import Assessment

LIKELY, LIFTS = 2, 1.0
FILE = DATA / "reasons.toml"


def in_short(reasons: Iterable[str], facts: ProjectFacts) -> list[str]:
    """Each reason as a clause; one that has no short form stays as it is, without its evidence."""
    known = {
        name: wording.fact_in_words(name, facts.known[name]) if name in facts else ""
        for name in vocabulary()
    }
    return [_clause(reason, known) for reason in reasons]


def likely(found: Assessment, facts: ProjectFacts) -> list[str]:
    """What lifts the first choice without anything known of it: `consistent behaviour (+11.9)`."""
    terms = {term.key for term in value_model().terms}
    rows = [
        row
        for row in found.ranking[0].contributions
        if row.key in terms and row.points >= LIFTS and not facts_of(row.key) & set(facts.known)
    ]
    strongest = sorted(rows, key=lambda row: -row.points)[:LIKELY]
    return [f"{row.label} ({row.points:+.1f} points)" for row in strongest]


def _clause(reason: str, known: dict[str, str]) -> str:
    for start, template in _short():
        if reason.startswith(start):
            return template.render(known)
    return wording.lower_first(reason.partition(" (")[0].rstrip("."))


@cache
def _short() -> tuple[tuple[str, Template], ...]:
    """The beginning of each long reason with its short form."""
    jinja = Environment(undefined=StrictUndefined, autoescape=False)
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        (long.rstrip("."), jinja.from_string(raw[term.key][side]))
        for term in value_model().terms
        if term.key in raw
        for side, long in (("high", term.high), ("low", term.low))
    )
