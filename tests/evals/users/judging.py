"""Judges a conversation by its end state, not by its prose: facts, advice, questions.

After τ-bench (Yao et al. 2024, arXiv:2406.12045): the state is compared with the one that the
hidden goal demands, and pass^k is the chance that k runs of one task all succeed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from tests.evals.users.playing import Played
from tools.facts import ProjectFacts
from tools.scoring import assess


@dataclass(frozen=True)
class Verdict:
    """What was wrong with one run, a line each; nothing means that it passed."""

    played: Played
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when nothing was wrong."""
        return not self.faults


def judge(played: Played, *, seed: int) -> Verdict:
    """Compare where a conversation ended with the hidden project."""
    if played.failed:
        return Verdict(played, (f"the turn failed: {played.failed}",))
    recorded = {fact.name: fact.value for fact in played.board.facts}
    faults = [f"asked again: {name}" for name in played.twice]
    for name, value in recorded.items():
        hidden = played.hidden.get(name)
        if hidden is None:
            faults.append(f"invented: {name} = {value!r}{_where(played, name)}")
        elif not hidden.is_told_by(name, value):
            faults.append(f"wrong: {name} = {value!r}, is {hidden.value!r}{_where(played, name)}")
    faults += [
        f"missed: {name} = {fact.value!r}{_where(played, name)}"
        for name, fact in played.told.items()
        if name not in recorded
    ]
    if not faults and not _same_advice(played, recorded, seed):
        faults.append("another recommendation than the engine's with these facts")
    if not played.ended:
        faults.append(f"no recommendation at the end: {played.exchanges[-1].reply[:90]!r}")
    return Verdict(played, tuple(faults))


def _same_advice(played: Played, recorded: dict[str, object], seed: int) -> bool:
    """The engine's advice on the true values; where it calls two close, either may lead."""
    true = {
        name: value if played.hidden[name].within else played.hidden[name].value
        for name, value in recorded.items()
    }
    expected, found = assess(ProjectFacts.of(true), seed=seed), played.board.assessment
    if found is None:
        return not true
    close = expected.ranking[1].strategy if expected.close_call else expected.primary
    return found.primary in (expected.primary, close)


def _where(played: Played, name: str) -> str:
    """The line of the transcript that was to tell a fact, or from which it was read."""
    quotes = {fact.name: fact.quote for fact in played.board.facts}
    before: str | None = None
    for exchange in played.exchanges:
        quote = quotes.get(name)
        if before == name or (quote and quote in exchange.said):
            asked = f" to “{before}”" if before else ""
            return f"  << {exchange.said!r}{asked}"
        before = exchange.asked
    return ""


def pass_power(passes: int, runs: int, k: int) -> float:
    """The unbiased estimate of pass^k of one task from `passes` of `runs`, τ-bench's formula."""
    return comb(passes, k) / comb(runs, k)


def power(verdicts: Sequence[Verdict], *, k: int) -> float:
    """pass^k over all people: the mean of each person's own."""
    by_person: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_person.setdefault(verdict.played.person, []).append(verdict)
    rates = [pass_power(sum(v.passed for v in own), len(own), k) for own in by_person.values()]
    return sum(rates) / len(rates)
