"""What would cost less than the advice: the cheapest ways that are open, and what each gives up."""

from collections.abc import Mapping
from typing import Any

from agent.offline.replies import costs, objections
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.results import Assessment, Ranked

SHOWN = 2  # the cheapest ways, beside the one that is recommended
Bills = Mapping[str, Mapping[str, Any]]


def cheapest(scene: Scene, say: TurnPhrases) -> list[str]:
    """What costs less over the horizon and what that gives up; or that nothing open does."""
    found, report = scene.briefing.assessment, scene.briefing.costs
    bills = _bills(scene)
    if found is None or report is None or not bills:
        return costs.cheaper(scene, say)
    held, horizon = _held_against(scene, found, bills), report.horizon_months
    others = [row for row in _open(found, bills) if row.strategy != held.strategy]
    others.sort(key=lambda row: _total(bills[row.strategy], horizon))
    most = _total(bills[held.strategy], horizon)
    less = [row for row in others if _total(bills[row.strategy], horizon) < most]
    advised = held.strategy == found.primary
    values = {
        "horizon": horizon,
        "best": held.label,
        "best_total": bills[held.strategy]["total"],
    }
    if not less:
        table = _table([held, *others[:SHOWN]], bills, horizon)
        head = say("cheapest_already", advised=advised, **_in_words(bills[held.strategy]), **values)
        return [f"{head}\n\n{table}", *costs.cheaper(scene, say)]
    first, fits = less[0], max(less, key=lambda row: row.score)
    shown = less[:SHOWN] if fits in less[:SHOWN] else [*less[: SHOWN - 1], fits]
    head = say(
        "cheapest",
        label=first.label,
        score=advice.points(first.score),
        best_score=advice.points(held.score),
        fits="" if fits is first else fits.label,
        fits_score=advice.points(fits.score),
        **_in_words(bills[first.strategy]),
        **values,
    )
    gives_up = objections.bought(scene, found, say) if advised else []
    table = _table([*shown, held], bills, horizon)
    return [f"{head}\n\n{table}", *gives_up, *costs.warnings(report)[: costs.WARNINGS]]


def _bills(scene: Scene) -> Bills:
    """The bill of every strategy that has one."""
    found = scene.result("compare_strategies")
    if found is None:
        return {}
    rows = zip(found["strategies"], found["bills"], strict=True)
    return {strategy: bill for strategy, bill in rows if bill is not None}


def _held_against(scene: Scene, found: Assessment, bills: Bills) -> Ranked:
    """What must cost more: the strategy that was named, else the one that is recommended."""
    named = find_strategies(take_apart(scene.text).norm)
    return found.of(named[0]) if len(named) == 1 and named[0] in bills else found.ranking[0]


def _open(found: Assessment, bills: Bills) -> list[Ranked]:
    """The strategies that have a bill and that nothing blocks."""
    blocked = {row.strategy for row in found.ranking if any(gate.blocks for gate in row.gates)}
    return [r for r in found.ranking if r.strategy in bills and r.strategy not in blocked]


def _total(bill: Mapping[str, Any], horizon: int) -> float:
    """What is paid over the horizon, in USD."""
    return float(bill[f"total_usd_{horizon}_months"])


def _in_words(bill: Mapping[str, Any]) -> dict[str, str]:
    """The amounts of a bill; what is paid once is empty where that is nothing."""
    return {
        "month": bill["a_month"].removesuffix(" a month"),
        "once": bill["once"].removesuffix(" once"),
        "total": bill["total"],
    }


def _table(rows: list[Ranked], bills: Bills, horizon: int) -> str:
    """What each costs beside how well it fits."""
    lines = [f"| | a month | once | {horizon} months | score |", "|---|---:|---:|---:|---:|"]
    for row in rows:
        bill = _in_words(bills[row.strategy])
        amounts = f"{bill['month']} | {bill['once'] or '–'} | {bill['total']}"
        lines.append(f"| {row.label} | {amounts} | {advice.points(row.score)} |")
    return "\n".join(lines)
