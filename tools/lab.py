"""The decision lab: scenarios to start from, and why moving its sliders moved the ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.drivers import GAP, Column, check_drivers, driver_specs, gap_spec, without_set
from tools.facts import ProjectFacts
from tools.model import Matrix, held_back, mean_columns, value_model
from tools.reasons import assumed
from tools.showing import number, rounded, show
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES, spec

LEAST_POINTS = 0.1
MOST_NAMED = 3


SLIDERS = (
    "requirement_stability",
    "labeled_data",
    "request_volume",
    "freshness_need",
    "long_prompt_tolerance",
)


Origin = Literal["set", "follows", "known", "assumed"]


class Published(Row):
    """What a published lab shows for a scenario: the first strategy and its score."""

    strategy: str
    score: float


class Scenario(Row):
    """One scenario: what it is about, and where its sliders stand (0–100)."""

    label: str
    goal: str
    drivers: dict[str, float]
    source: str
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one slider stands (0–100), and what for: `meaning` is a value of its fact in words.

    `origin` says who put it there: a slider (`set`), another slider of the same fact (`follows`),
    the project (`known`) or a prior (`assumed`: it stands at the mean of what is plausible, and
    `meaning` says what is likeliest, in the words of `Assessment.assumed`).
    """

    driver: str
    label: str
    value: float
    meaning: str
    origin: Origin
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Sliders as facts of a project, and in words those that stand for no single fact."""

    facts: Mapping[str, Any]
    left: tuple[str, ...]


class _LabFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Scenario]


@dataclass(frozen=True, slots=True)
class SliderEffect:
    """One slider that was moved: from where to where (None: not set), and the points it gave.

    `points` are those that the leader gained on its rival by it.
    """

    driver: str
    label: str
    before: float | None
    after: float | None
    points: float
    text: str


@dataclass(frozen=True, slots=True)
class LabMove:
    """What moving the sliders did: who led before and after, and each slider's part in it.

    `gained` are the points that the leader gained on `rival`: the one that led before, or where the
    lead stayed, the one that is second now. The parts of `effects` add up to it.
    """

    leader_before: str
    leader_after: str
    rival: str
    gained: float
    effects: tuple[SliderEffect, ...]
    text: str


@cache
def scenarios() -> Mapping[str, Scenario]:
    """All scenarios by key, the published one first."""
    rows = read(_LabFile, "lab.toml").__pydantic_extra__
    for row in rows.values():
        check_drivers(row.drivers)
    return rows


def stands(drivers: Mapping[str, float], facts: ProjectFacts | None = None) -> tuple[Stand, ...]:
    """Where every slider stands, those of the published lab first.

    Raises:
        UnknownName: a driver does not exist.
        InvalidInput: a value is no number from 0 to 100.
    """
    sliders = check_drivers(drivers) if drivers else {}
    known = without_set(facts or ProjectFacts(), sliders)
    columns = mean_columns(known, sliders, raw=True)
    names = [*SLIDERS, *(name for name in driver_specs() if name not in SLIDERS)]
    set_facts = {
        driver_specs()[n].fact: _meant(n, sliders[n]) for n in reversed(names) if n in sliders
    }
    likeliest = {row.fact: row.value for row in assumed(known)}
    out = []
    for name in names:
        row, value = driver_specs()[name], float(columns[name][0])
        origin: Origin = "assumed"
        if name in sliders:
            origin, meant = "set", _meant(name, value)
        elif set_facts.get(row.fact) is not None:
            origin, meant = "follows", set_facts[row.fact]
        elif row.fact in known:
            origin, meant = "known", known.value(row.fact)
        else:
            meant = None
        meaning = likeliest.get(row.fact, "") if meant is None else show(row.fact, meant)
        meaning = "" if origin == "set" and meant is None else meaning
        out.append(Stand(name, row.label, value, meaning, origin, row.why, row.source))
    return tuple(out)


def _meant(name: str, value: float) -> Any:
    """The value of the fact that a slider stands for, as round as its scale is coarse."""
    row = driver_specs()[name]
    meant = row.closest_value(value)
    if isinstance(meant, bool) or not isinstance(meant, (int, float)):
        return meant
    held = rounded(meant)
    return spec(row.fact).check(int(held) if spec(row.fact).kind == "integer" else held)


def taken(drivers: Mapping[str, float]) -> Taken:
    """The facts that sliders stand for, numbers held to two digits, and what has no inverse.

    Of two sliders that stand for one fact the first is taken.

    Raises:
        UnknownName: a driver does not exist.
        InvalidInput: a value is no number from 0 to 100.
    """
    found: dict[str, Any] = {}
    left: list[str] = []
    for name, value in check_drivers(drivers).items():
        label = gap_spec().label if name == GAP else driver_specs()[name].label
        fact = None if name == GAP else driver_specs()[name].fact
        meant = None if name == GAP else _meant(name, value)
        if fact is None or meant is None:
            left.append(f"{label} stands for no single fact")
        elif fact in found:
            left.append(f"{label} stands for {spec(fact).label}, which another slider sets")
        else:
            found[fact] = meant
    return Taken(found, tuple(left))


def why_moved(
    before: Mapping[str, float],
    after: Mapping[str, float],
    facts: ProjectFacts | None = None,
) -> LabMove:
    """Explain the move from one setting of the sliders to another, slider by slider.

    With `facts` the sliders left out stand at what is known of a project.

    Each slider is moved on its own in their order and in the reverse order, and the mean of the two
    is its part: the parts add up, whatever the sliders do together (the Shapley value of two
    orders; Castro, Gómez and Tejada, Computers & Operations Research 2009).

    Raises:
        UnknownName: a driver does not exist.
        InvalidInput: a value is no number from 0 to 100.
    """
    known = facts or ProjectFacts()
    bare = facts is None
    old = check_drivers(before) if before or bare else {}
    new = check_drivers(after) if after or bare else {}
    moved = [name for name in (*driver_specs(), GAP) if old.get(name) != new.get(name)]
    first, last = _scores(old, known), _scores(new, known)
    was, now = int(first.argmax()), int(last.argmax())
    others = np.where(np.arange(len(last)) == now, -np.inf, last)
    rival = was if was != now else int(others.argmax())
    parts = dict.fromkeys(moved, 0.0)
    for order in (moved, moved[::-1]):
        at, standing = dict(old), first
        for name in order:
            at = {key: value for key, value in at.items() if key != name}
            at |= {name: new[name]} if name in new else {}
            scores = _scores(at, known)
            gains = scores - standing
            parts[name] += float(gains[now] - gains[rival]) / 2
            standing = scores
    effects = [_effect(name, old.get(name), new.get(name), parts[name]) for name in moved]
    effects.sort(key=lambda effect: -abs(effect.points))
    lead = float((last - first)[now] - (last - first)[rival])
    text = _text(was, now, rival, lead, effects)
    return LabMove(STRATEGIES[was], STRATEGIES[now], STRATEGIES[rival], lead, tuple(effects), text)


def _scores(drivers: Mapping[str, float], facts: ProjectFacts) -> Column:
    model = value_model()
    known = without_set(facts, drivers)
    scores: Matrix = model.scores(model.levels(mean_columns(known, drivers)))
    scores = held_back(scores, facts)
    return np.asarray(scores[0], dtype=np.float64)


def _effect(name: str, before: float | None, after: float | None, points: float) -> SliderEffect:
    label = gap_spec().label if name == GAP else driver_specs()[name].label
    if before is None or after is None:
        text = f"{label} {'set to ' + number(after) if after is not None else 'no longer set'}"
    else:
        word = "up" if after > before else "down"
        text = f"{label} {word} from {number(before)} to {number(after)}"
    return SliderEffect(name, label, before, after, points, f"{text} ({points:+.1f} points)")


def _text(was: int, now: int, rival: int, lead: float, effects: list[SliderEffect]) -> str:
    names = [text.label for text in strategy_texts().values()]
    told = [e.text for e in effects if abs(e.points) >= LEAST_POINTS][:MOST_NAMED]
    if not told:
        return f"{names[now]} leads as before; nothing was moved that counts between the first two."
    verb = f"{'gains' if lead >= 0 else 'loses'} {abs(lead):.1f} points on {names[rival]}"
    takes = f"{names[now]} takes the lead and" if was != now else f"{names[now]} still leads and"
    return f"{takes} {verb}: {'; '.join(told)}."
