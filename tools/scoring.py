"""The decision engine's front door: facts or sliders in, a ranking with its reasons out."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any
from weakref import ref

from tools.advice import advice
from tools.drivers import Column, check_drivers, driver_specs, without_set
from tools.errors import InvalidInput
from tools.experiment import plan_experiment
from tools.facts import RULED_OUT, ProjectFacts
from tools.flips import flips_and_tornado
from tools.model import held_back, mean_columns, value_model
from tools.offramps import contradictions, nothing_left, off_ramp
from tools.reasons import assumed, reasons, shadows
from tools.results import Assessment, Contribution, Gate, Ranked, RoadmapStep
from tools.roadmap import roadmap
from tools.stack import complements
from tools.strategies import strategy_texts
from tools.uncertainty import softmax
from tools.vocabulary import STRATEGIES
from tools.worth import Prospect

LEAST_POINTS = 0.005  # less is not told
MOST_SAMPLES = 100_000  # 300 MB; more sharpen no figure that is shown


def assess(
    facts: ProjectFacts, *, seed: int = 0, samples: int = 2000, prospect: Prospect | None = None
) -> Assessment:
    """Rank the strategies for a project and say how sure the ranking is.

    Scores stand at the known facts and the means of the priors for the rest; probabilities come
    from `samples` seeded draws of what is unknown. A `prospect` of the same facts saves drawing
    them again, and its seed and its number of samples count.

    Raises:
        InvalidInput: fewer than 1 or more than 100,000 samples.
    """
    if not 1 <= samples <= MOST_SAMPLES:
        raise InvalidInput(f"samples must be from 1 to {MOST_SAMPLES:,}, got {samples}")
    ahead = prospect or Prospect(facts, seed, samples)
    outlook = ahead.outlook
    columns, level = outlook.columns, outlook.level
    scores, chances = outlook.scores, outlook.probability
    first = _order(scores)[0]
    notes = shadows(outlook, _order(scores))
    rows = _ranking(level, scores, chances, facts, notes)
    primary, extra = rows[0].strategy, complements(STRATEGIES[first], columns, level, facts)
    confidence = outlook.confidence(first)
    weighed = cache(partial(reasons, first, level, facts))
    scanned = cache(partial(flips_and_tornado, facts, primary))
    return Assessment(
        primary=primary,
        complements=extra,
        ranking=rows,
        confidence=confidence,
        close_call=_is_close(scores, chances),
        off_ramp=off_ramp(facts, primary, confidence),
        flips=_later(scanned, 0),
        roadmap=_steps_later(facts, rows, extra, ahead),
        tornado=_later(scanned, 1),
        contradictions=contradictions(facts),
        assumed=_later(partial(assumed, facts)),
        reasons_for=_later(weighed, 0),
        reasons_against=_later(weighed, 1),
    )


def _later(make: Callable[[], Any], part: int | None = None) -> Any:
    """What is made when somebody looks, or one `part` of it."""
    return make if part is None else lambda: make()[part]


def _steps_later(
    facts: ProjectFacts, rows: tuple[Ranked, ...], extra: tuple[str, ...], ahead: Prospect
) -> Any:
    """The roadmap, made when somebody looks; it keeps no samples alive, which are a megabyte."""
    seed, samples, kept = ahead.seed, ahead.samples, ref(ahead)

    def steps() -> tuple[RoadmapStep, ...]:
        return roadmap(
            facts, rows, extra, plan_experiment(kept() or Prospect(facts, seed, samples))
        )

    return steps


def leader(facts: ProjectFacts) -> str:
    """The strategy that leads at the known facts, `assess(facts).primary`, without the sampling."""
    level = value_model().levels(mean_columns(facts))
    return STRATEGIES[_order(held_back(value_model().scores(level)[0], facts))[0]]


def score_drivers(drivers: Mapping[str, float], facts: ProjectFacts | None = None) -> Assessment:
    """Rank the strategies for slider values from 0 to 100; sliders left out stand at their means.

    A closed form: nothing is sampled. The probabilities are the softmax of the scores alone. With
    `facts` the sliders left out stand at what is known of a project, and none needs to be set; a
    slider takes the place of the fact it stands for.

    Raises:
        UnknownName: a driver does not exist.
        InvalidInput: a value is no number from 0 to 100.
    """
    sliders = check_drivers(drivers) if drivers or facts is None else {}
    facts = without_set(facts or ProjectFacts(), sliders)
    columns = mean_columns(facts, sliders)
    level = value_model().levels(columns)[0]
    scores = held_back(value_model().scores(level[None, :])[0], facts)
    chances = softmax(scores)
    rows = _ranking(level, scores, chances, facts)
    extra = complements(rows[0].strategy, columns, level, facts)
    set_facts = frozenset(driver_specs()[n].fact for n in sliders if n in driver_specs())
    pro, con = reasons(_order(scores)[0], level, facts, set_facts)
    return Assessment(
        primary=rows[0].strategy,
        complements=extra,
        ranking=rows,
        confidence=min(float(chances.max()), advice().calibration.highest),
        close_call=_is_close(scores, chances),
        off_ramp=nothing_left(facts, rows[0].strategy),
        flips=(),
        roadmap=roadmap(facts, rows, extra),
        tornado=(),
        contradictions=(),
        assumed=(),
        reasons_for=pro,
        reasons_against=con,
    )


def _order(scores: Column) -> list[int]:
    return sorted(range(len(STRATEGIES)), key=lambda i: (-scores[i], i))


def _is_close(scores: Column, chances: Column) -> bool:
    rule = advice().closeness
    first, second = _order(scores)[:2]
    rival = max(c for i, c in enumerate(chances) if i != first)
    return bool(
        scores[first] - scores[second] < rule.points or chances[first] - rival < rule.probability
    )


def _ranking(
    level: Column,
    scores: Column,
    chances: Column,
    facts: ProjectFacts,
    notes: Mapping[int, str] | None = None,
) -> tuple[Ranked, ...]:
    said, apart = notes or {}, level - value_model().neutral
    gained = (apart[:, None] * value_model().points).T.tolist()
    own, barred = scores, [i for i, name in enumerate(STRATEGIES) if name in facts.ruled_out]
    if barred:
        own = value_model().scores(level[None, :])[0]
    return tuple(
        _ranked(
            i,
            apart.tolist(),
            gained[i],
            float(own[i]),
            float(chances[i]),
            said.get(i, ""),
            ruled_out=i in barred,
        )
        for i in _order(scores)
    )


def _ranked(
    i: int,
    apart: list[float],
    gained: list[float],
    score: float,
    chance: float,
    note: str,
    *,
    ruled_out: bool = False,
) -> Ranked:
    """The entry of strategy `i`: how far each term stands from neutral, and the points of it."""
    model, name = value_model(), STRATEGIES[i]
    text = strategy_texts()[name]
    counted = [j for j, points in enumerate(gained) if abs(points) >= LEAST_POINTS]
    held = min(max(score, 0.0), 100.0)
    points = sum((gained[j] for j in counted), start=model.start)
    rest = held - points
    if abs(rest) < LEAST_POINTS:
        rest = 0.0
    gates = tuple(
        Gate(term.key, model.gates.text(term, apart[j]), apart[j] >= model.gates.closed)
        for j in counted
        if (term := model.terms[j]).kind == "gate" and apart[j] > model.gates.half
    )
    if ruled_out:
        gates = (Gate(RULED_OUT, "ruled out by you", True), *gates)
    return Ranked(
        name,
        text.label,
        points + rest,
        chance,
        _later(partial(_parts, [(j, gained[j]) for j in counted], rest)),
        gates,
        text.summary,
        text.wins,
        text.caution,
        text.as_profile,
        note,
    )


def _parts(counted: Sequence[tuple[int, float]], rest: float) -> tuple[Contribution, ...]:
    """What the points of a strategy are made of: the start, term by term, and what the ends cut."""
    model = value_model()
    parts = [Contribution("base", "starting value", model.start, model.start_why, "calibration")]
    for j, points in counted:
        term = model.terms[j]
        parts.append(Contribution(term.key, term.label, points, term.why, term.source))
    if rest:
        parts.append(Contribution("scale", "held to 0–100", rest, "The scale ends.", "definition"))
    return tuple(parts)
