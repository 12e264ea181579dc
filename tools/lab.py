"""The decision lab: scenarios to start from, and why moving its sliders moved the ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from pydantic import ConfigDict

from tools.datafiles import Row, read
from tools.drivers import GAP, Column, check_drivers, driver_specs, gap_spec
from tools.facts import STRATEGIES, ProjectFacts
from tools.model import Matrix, mean_columns, value_model
from tools.showing import number
from tools.strategies import strategy_texts

LEAST_POINTS = 0.1
MOST_NAMED = 3


class Scenario(Row):
    """One scenario: what it is about, and where its sliders stand (0–100)."""

    label: str
    goal: str
    drivers: dict[str, float]
    source: str


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


def why_moved(before: Mapping[str, float], after: Mapping[str, float]) -> LabMove:
    """Explain the move from one setting of the sliders to another, slider by slider.

    Each slider is moved on its own in their order and in the reverse order, and the mean of the two
    is its part: the parts add up, whatever the sliders do together (the Shapley value of two
    orders; Castro, Gómez and Tejada, Computers & Operations Research 2009).

    Raises:
        UnknownName: a driver does not exist.
        InvalidInput: a value is no number from 0 to 100.
    """
    old, new = check_drivers(before), check_drivers(after)
    moved = [name for name in (*driver_specs(), GAP) if old.get(name) != new.get(name)]
    first, last = _scores(old), _scores(new)
    was, now = int(first.argmax()), int(last.argmax())
    others = np.where(np.arange(len(last)) == now, -np.inf, last)
    rival = was if was != now else int(others.argmax())
    parts = dict.fromkeys(moved, 0.0)
    for order in (moved, moved[::-1]):
        at, standing = dict(old), first
        for name in order:
            at = {key: value for key, value in at.items() if key != name}
            at |= {name: new[name]} if name in new else {}
            scores = _scores(at)
            gains = scores - standing
            parts[name] += float(gains[now] - gains[rival]) / 2
            standing = scores
    effects = [_effect(name, old.get(name), new.get(name), parts[name]) for name in moved]
    effects.sort(key=lambda effect: -abs(effect.points))
    lead = float((last - first)[now] - (last - first)[rival])
    text = _text(was, now, rival, lead, effects)
    return LabMove(STRATEGIES[was], STRATEGIES[now], STRATEGIES[rival], lead, tuple(effects), text)


def _scores(drivers: Mapping[str, float]) -> Column:
    model = value_model()
    scores: Matrix = model.scores(model.levels(mean_columns(ProjectFacts(), drivers)))
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
