"""The reasons for a strategy in a few words, to stand side by side in one sentence."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache

from jinja2 import Environment, StrictUndefined, Template

from agent import wording
from agent.briefing import Briefing
from agent.offline.words.lexicon import DATA
from tools.facts import ProjectFacts
from tools.model import value_model
from tools.reasons import facts_of
from tools.results import Assessment, CostReport
from tools.strategies import strategy_texts
from tools.vocabulary import vocabulary

LIKELY, LIFTS = 2, 1.0
LATENCY = " ms"  # a reason that names a time to answer speaks of speed, not of money
CHEAPER = ("economy", "volume")  # terms whose reasons say that it costs less
FILE = DATA / "reasons.toml"
TRAINED = {name for name, text in strategy_texts().items() if text.family == "weights"}


def in_short(reasons: Iterable[str], facts: ProjectFacts, *, evidence: bool = False) -> list[str]:
    """Each reason as a clause, with its `evidence` if wanted.

    One that has no short form stays as it is.
    """
    known: dict[str, object] = {
        name: wording.fact_in_words(name, facts.known[name]) if name in facts else ""
        for name in vocabulary()
    } | {"tuning_ruled_out": facts.ruled_out.keys() >= TRAINED}
    return [_clause(reason, known) + (_evidence(reason) if evidence else "") for reason in reasons]


def _evidence(reason: str) -> str:
    """The facts at the end of a long reason: ` (accuracy today: 82%)`."""
    _, opened, facts = reason.rstrip(".").partition(" (")
    return opened + facts


def told(briefing: Briefing) -> tuple[str, ...]:
    """The reasons for the first choice, without what its own bill contradicts.

    Where it costs more a month than a plain prompt, lower cost is no reason for it.
    """
    found = briefing.assessment
    said = found.reasons_for if found is not None else ()
    cheap = tuple(map(_long, CHEAPER))
    if not any(reason.startswith(cheap) for reason in said) or not _is_dearer(briefing.costs):
        return said
    return tuple(reason for reason in said if not reason.startswith(cheap) or LATENCY in reason)


def strongest(briefing: Briefing, facts: ProjectFacts) -> str:
    """The weightiest reason for the first choice as a clause; empty where nothing told is one."""
    return next(iter(in_short(told(briefing)[:1], facts)), "")


def needs(reasons: Iterable[str]) -> list[str]:
    """Those of the reasons that name a need of the project other than money and speed."""
    heads = [_long(term.key) for term in value_model().terms if is_need(term.key)]
    return [reason for reason in reasons if reason.startswith(tuple(heads))]


def is_need(key: str) -> bool:
    """True for a term that is a need of the project, money and speed apart."""
    kinds = {term.key: term.kind for term in value_model().terms}
    return kinds.get(key) == "need" and key != "economy"


def _is_dearer(report: CostReport | None) -> bool:
    if report is None or len(report.plans) < 2:
        return False
    return report.plans[-1].monthly_usd > report.plans[0].monthly_usd


def _long(key: str) -> str:
    """How the long form of a reason begins, its evidence left out."""
    term = next(term for term in value_model().terms if term.key == key)
    return term.high.rstrip(".")


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


def _clause(reason: str, known: Mapping[str, object]) -> str:
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
