"""How often the advice agrees with published projects, and how well it knows when it does not.

`report` prints one table: the cases with all facts, without the failure mode and with stated facts
only; simple rules on the same facts; calibration, also with each case left out; the same for the
maintainers' own projects; reliability; and the interview on simulated projects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.evals.baseline_rules import RULES, predict
from tests.evals.calibration import forecast, leave_one_out, reliability, reliability_head
from tests.evals.make_inputs import facts_of, load
from tests.evals.score_cases import score
from tests.evals.simulated import Simulated, interview_table, simulate
from tools.advice import advice
from tools.facts import ProjectFacts
from tools.model import mean_columns, value_model
from tools.results import Assessment
from tools.scoring import assess
from tools.vocabulary import STRATEGIES

SHAKES = (0.1, 0.2, 0.3)
COPIES = 2000
CASES = Path(__file__).parent / "cases_dev.jsonl"
OWN = Path(__file__).parent / "cases_own.jsonl"

Hits = NDArray[np.bool_]


@dataclass(frozen=True)
class Way:
    """One way of showing the cases: which facts are left out."""

    name: str
    stated: bool = False
    drop: tuple[str, ...] = ()


WAYS = (
    Way("all facts"),
    Way("without failure_mode", drop=("failure_mode",)),
    Way("stated facts only", stated=True),
)


@dataclass(frozen=True)
class Measured:
    """The figures of one way."""

    way: Way
    figures: Mapping[str, Any]
    assessments: tuple[Assessment, ...]
    right: tuple[bool, ...]

    @property
    def confidence_when_right(self) -> float | None:
        """Mean confidence where the advice is accepted."""
        return _mean([a.confidence for a, r in zip(self.assessments, self.right, strict=True) if r])

    @property
    def confidence_when_wrong(self) -> float | None:
        """Mean confidence where it is not; None when it never is."""
        rows = zip(self.assessments, self.right, strict=True)
        return _mean([a.confidence for a, r in rows if not r])

    @property
    def margin_brier(self) -> float:
        """The Brier score of the lead in points read as a probability: 10 points are certainty."""
        gaps = [a.ranking[0].score - a.ranking[1].score for a in self.assessments]
        sure = [min(1.0, 0.5 + gap / 20.0) for gap in gaps]
        return _square(sure, self.right)


def cases() -> list[dict[str, Any]]:
    """The published cases."""
    return list(load(CASES))


def measure(way: Way, rows: Sequence[dict[str, Any]] | None = None) -> Measured:
    """Assess every case and score the predictions against what worked."""
    gold = cases() if rows is None else list(rows)
    given = [ProjectFacts.of(facts_of(c, way.stated, way.drop)) for c in gold]
    found = tuple(assess(facts) for facts in given)
    lines = [_prediction(c["id"], a) for c, a in zip(gold, found, strict=True)]
    figures, scored = score(gold, lines)
    return Measured(way, figures, found, tuple(bool(r["top1"]) for r in scored))


def _prediction(case: str, found: Assessment) -> dict[str, Any]:
    return {
        "id": case,
        "primary": found.primary,
        "complements": list(found.complements),
        "ranking": [{"strategy": r.strategy, "probability": r.probability} for r in found.ranking],
        "confidence": found.confidence,
    }


def report(documents: Path | None = None, *, projects: int = 1000) -> str:
    """The whole table as text; `documents` belongs to the other evaluations and is not read."""
    gold, own = cases(), list(load(OWN))
    published = [measure(way, gold) for way in WAYS]
    ours = [measure(way, own) for way in WAYS if not way.stated]
    simulated = simulate(gold, projects=projects)
    lines = [f"Published cases ({len(gold)}), development half", ""]
    lines += [*_agreement(published, gold), "", *_calibration(published), ""]
    lines += [*_left_out(published, gold), "", *_misses(published, gold), ""]
    lines += [
        f"Projects written by the maintainers ({len(own)}), each with the choices they would",
        "defend, set down before the model was run on them. The first runs reached 92.9% with all",
        "facts and 88.1% without the failure mode; one miss led to a change with a source of its",
        "own: the more often facts change, the likelier the model lacks them.",
        "",
    ]
    lines += [*_agreement(ours, own), "", *_calibration(ours), "", *_misses(ours, own), ""]
    lines += [*_reliability(published, ours, simulated), "", *interview_table(simulated)]
    return "\n".join(lines)


def _agreement(measured: Sequence[Measured], gold: Sequence[dict[str, Any]]) -> list[str]:
    head = (
        f"{'':24s}{'':22s}{'top-1':>7s}{'95 %':>10s}{'top-2':>7s}{'include':>9s}{'ruled out':>11s}"
    )
    lines = [head]
    for m in measured:
        lines.append(_row(m.way.name, "steerwise", m.figures))
        for rule in RULES:
            guess = predict(gold, rule, m.way.stated, m.way.drop)
            lines.append(_row("", rule, score(gold, guess)[0]))
    return lines


def _left_out(measured: Sequence[Measured], gold: Sequence[dict[str, Any]]) -> list[str]:
    """Agreement and calibration with each case left out of what is fitted."""
    head = f"{'':24s}{'top-1':>9s}{'left out':>10s}"
    lines = [head + "".join(f"{f'shaken {sd:.0%}':>12s}" for sd in SHAKES)]
    for m in measured:
        shaken = [_shaken(m.way, gold, sd) for sd in SHAKES]
        refitted = _refitted(shaken[1])
        cells = "".join(f"{hits.mean():12.1%}" for hits in shaken)
        lines.append(f"{m.way.name:24s}{m.figures['top1']:9.1%}{refitted:10.1%}{cells}")
    rows = [
        forecast(
            n,
            w,
            ProjectFacts.of(facts_of(case, m.way.stated, m.way.drop)),
            STRATEGIES.index(found.primary),
            right=right,
        )
        for w, m in enumerate(measured)
        for n, (case, found, right) in enumerate(zip(gold, m.assessments, m.right, strict=True))
    ]
    found = leave_one_out(rows)
    share, points = found.fit
    lines += ["", f"{'Brier, top probability':24s}{'shipped':>9s}{'fitted':>10s}{'left out':>12s}"]
    for m, one, two, three in zip(
        measured, found.shipped, found.fitted, found.left_out, strict=True
    ):
        lines.append(f"{m.way.name:24s}{one:9.3f}{two:10.3f}{three:12.3f}")
    lines += [
        "",
        f"Left out, top-1: of {COPIES:,} copies of the model with every weight off by some",
        f"{SHAKES[1]:.0%}, those that agree best with the other cases are put to the one left out.",
        "Left out, Brier: the two numbers of the calibration fitted without the case (with all of",
        f"them: {share:.2f} sampled, {points:g} points; those shipped are blunter: why stands in",
        "advice.toml). No program fits the weights, but they were written with these cases at",
        "hand, and some were set anew after reading the misses: expect less on others.",
    ]
    return lines


def _shaken(way: Way, gold: Sequence[dict[str, Any]], sd: float) -> Hits:
    """Agreement of copies of the model whose weights are off by random factors, one row a copy."""
    model = value_model()
    accepted = np.array([[s in c["expected"]["primary"] for s in STRATEGIES] for c in gold])
    facts = [ProjectFacts.of(facts_of(c, way.stated, way.drop)) for c in gold]
    levels = np.vstack([model.levels(mean_columns(f)) for f in facts]) - model.neutral
    rng, hits = np.random.default_rng(0), np.empty((COPIES, len(gold)), dtype=bool)
    for n in range(COPIES):
        points = model.points * np.exp(sd * rng.standard_normal(model.points.shape))
        points = points * np.exp(sd * rng.standard_normal((len(points), 1)))
        hits[n] = accepted[np.arange(len(gold)), (levels @ points).argmax(axis=1)]
    return hits


def _refitted(hits: Hits) -> float:
    """Agreement on each case of the copies that agree best with all the others."""
    total = hits.sum(axis=1)
    held_out = []
    for n in range(hits.shape[1]):
        others = total - hits[:, n]
        held_out.append(hits[others == others.max(), n].mean())
    return float(np.mean(held_out))


def _reliability(
    published: Sequence[Measured], ours: Sequence[Measured], simulated: Simulated
) -> list[str]:
    """What was said and what came true, in bins of the chance said."""
    steps = [step for by in simulated.steps["advisor"].values() for step in by]
    near = advice().closeness.near_points
    lines = [reliability_head("Said → came true (how many)")]
    for label, group in (("published", published), ("maintainers'", ours)):
        right = [r for m in group for r in m.right]
        top = [a.ranking[0].probability for m in group for a in m.assessments]
        sure = [a.confidence for m in group for a in m.assessments]
        lines.append(reliability(f"{label} cases, top probability", top, right))
        lines.append(reliability(f"{label} cases, confidence", sure, right))
    top, sure = [s.chance for s in steps], [s.sure for s in steps]
    lines.append(reliability("simulated, P(best): the same first", top, [s.same for s in steps]))
    good = [s.regret <= near for s in steps]
    lines.append(reliability(f"simulated, confidence: within {near:g} pts", sure, good))
    return lines


def _row(way: str, who: str, figures: Mapping[str, Any]) -> str:
    low, high = figures["top1_interval"]
    include = figures["should_include"]["recall"] or 0.0
    return (
        f"{way:24s}{who:22s}{figures['top1']:7.1%}{f'{low:.0%}–{high:.0%}':>10s}"
        f"{figures['top2']:7.1%}{include:9.1%}{figures['forbidden']:11d}"
    )


def _calibration(measured: Sequence[Measured]) -> list[str]:
    lines = [
        f"{'Brier score (0 is best)':24s}{'top probability':>17s}{'confidence':>12s}"
        f"{'lead':>8s}{'always 50 %':>13s}{'base rate':>11s}{'  sure when right / wrong'}"
    ]
    for m in measured:
        top = [a.ranking[0].probability for a in m.assessments]
        sure = [a.confidence for a in m.assessments]
        base = m.figures["top1"] * (1 - m.figures["top1"])
        wrong = m.confidence_when_wrong
        lines.append(
            f"{m.way.name:24s}{_square(top, m.right):17.3f}{_square(sure, m.right):12.3f}"
            f"{m.margin_brier:8.3f}{0.25:13.3f}{base:11.3f}"
            f"  {m.confidence_when_right:.2f} / {'–' if wrong is None else f'{wrong:.2f}'}"
        )
    return lines


def _misses(measured: Sequence[Measured], gold: Sequence[dict[str, Any]]) -> list[str]:
    lines = ["Misses"]
    for m in measured:
        for case, found, right in zip(gold, m.assessments, m.right, strict=True):
            if not right:
                accepted = ", ".join(case["expected"]["primary"])
                lines.append(f"  {m.way.name}: {case['id']}: {found.primary}, accepted {accepted}")
    return lines if len(lines) > 1 else ["No misses"]


def _square(given: Sequence[float], right: Sequence[bool]) -> float:
    return sum((p - r) ** 2 for p, r in zip(given, right, strict=True)) / len(given)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
