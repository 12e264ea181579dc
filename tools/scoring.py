"""The decision engine's front door: facts or sliders in, a ranking with its reasons out."""

from collections.abc import Mapping

import numpy as np

from tools.advice import advice
from tools.drivers import Column, check_drivers
from tools.facts import STRATEGIES, ProjectFacts, spec
from tools.model import mean_columns, value_model
from tools.priors import beliefs, known_levels, priors
from tools.results import Assessment, Assumption, Contribution, Gate, Ranked
from tools.stack import complements
from tools.strategies import strategy_texts
from tools.uncertainty import look_ahead


def assess(facts: ProjectFacts, *, seed: int = 0, samples: int = 2000) -> Assessment:
    """Rank the strategies for a project and say how sure the ranking is.

    Scores stand at the known facts and the means of the priors for the rest; probabilities come from
    `samples` seeded draws of what is unknown.
    """
    level = value_model().levels(mean_columns(facts))[0]
    outlook = look_ahead(facts, seed=seed, samples=samples)
    order = _order(value_model().scores(level[None, :])[0])
    confidence = outlook.near_best(order[0])
    return _assessment(facts, level, outlook.probability, confidence)


def score_drivers(drivers: Mapping[str, float]) -> Assessment:
    """Rank the strategies for slider values from 0 to 100; sliders left out stand at their means.

    A closed form: nothing is sampled. The probabilities are a softmax of the scores.

    Raises:
        UnknownName: a driver does not exist.
        InvalidInput: a value is no number from 0 to 100.

    """
    facts = ProjectFacts()
    level = value_model().levels(mean_columns(facts, check_drivers(drivers)))[0]
    scores = value_model().scores(level[None, :])[0]
    chances = np.exp((scores - scores.max()) / advice().closeness.temperature)
    chances /= chances.sum()
    return _assessment(facts, level, chances, float(chances.max()))


def _order(scores: Column) -> list[int]:
    return sorted(range(len(STRATEGIES)), key=lambda i: (-scores[i], i))


def _assessment(
    facts: ProjectFacts, level: Column, chances: Column, confidence: float
) -> Assessment:
    scores = value_model().scores(level[None, :])[0]
    order = _order(scores)
    rule = advice().closeness
    first, second = order[:2]
    ranking = tuple(_ranked(i, level, float(scores[i]), float(chances[i])) for i in order)
    return Assessment(
        primary=STRATEGIES[first],
        complements=complements(STRATEGIES[first], level, facts),
        ranking=ranking,
        confidence=confidence,
        close_call=bool(
            scores[first] - scores[second] < rule.points
            or chances[first] - chances[second] < rule.probability
        ),
        off_ramp=None,
        flips=(),
        roadmap=(),
        tornado=(),
        contradictions=(),
        assumed=_assumed(facts),
        reasons_for=_reasons(first, level, 1.0),
        reasons_against=_reasons(first, level, -1.0),
    )


def _ranked(i: int, level: Column, score: float, chance: float) -> Ranked:
    model, name = value_model(), STRATEGIES[i]
    text = strategy_texts()[name]
    parts = [Contribution("start", "starting value", model.start, model.start_why, "calibration")]
    gates: list[Gate] = []
    for term, stands, points in zip(
        model.terms, level - model.neutral, model.points[:, i], strict=True
    ):
        gained = float(stands * points)
        if abs(gained) < 0.005:
            continue
        parts.append(Contribution(term.key, term.label, gained, term.why, term.source))
        if term.kind == "gate" and stands > 0.25:
            gates.append(Gate(term.key, term.high, bool(stands >= 0.75)))
    held = min(max(score, 0.0), 100.0)
    rest = held - sum(part.points for part in parts)
    if abs(rest) >= 0.005:
        parts.append(Contribution("scale", "held to 0–100", rest, "The scale ends.", "definition"))
    total = float(sum(part.points for part in parts))
    return Ranked(
        name,
        text.label,
        total,
        chance,
        tuple(parts),
        tuple(gates),
        text.summary,
        text.wins,
        text.caution,
        text.as_profile(),
    )


def _reasons(i: int, level: Column, sign: float) -> tuple[str, ...]:
    model = value_model()
    gained = (level - model.neutral)[:, None] * model.points
    own = sign * (gained[:, i] - gained.mean(axis=1))
    found = [j for j in np.argsort(-own, kind="stable") if own[j] >= 2.0][:4]
    texts = []
    for j in found:
        term = model.terms[j]
        texts.append(term.high if level[j] >= max(term.neutral, 0.3) else term.low)
    return tuple(dict.fromkeys(texts))


def _assumed(facts: ProjectFacts) -> tuple[Assumption, ...]:
    out = []
    for name, shares in beliefs(known_levels(facts)).items():
        row = priors()[name]
        level = int(np.argmax(shares))
        out.append(Assumption(name, spec(name).label, str(row.values_of(level)[0])))
    return tuple(out)
