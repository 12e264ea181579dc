"""Replies about named what-ifs: saved, kept, dropped, and side by side in a table."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from agent import wording
from agent.offline.replies.kept import moved
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools.costwords import FOR_QUALITY
from tools.facts import Fact, ProjectFacts
from tools.money import about
from tools.paybacks import payback_time
from tools.scenarios import NOW
from tools.showing import percent


def managed(scene: Scene, say: TurnPhrases) -> list[str]:
    """What was saved, made the facts or dropped; or why it was not."""
    done = [r.found for r in scene.results if r.tool == "manage_scenarios" and r.ok]
    if not done:
        return [scene.refusal("manage_scenarios") or say("scenarios_none")]
    first = done[0]
    if first["action"] == "save":
        return [saved(first, say)]
    if first["action"] == "keep":
        changes = wording.join(list(first["changes"].values()))
        kept = say("scenario_kept", name=first["name"], changes=changes)
        return [kept, *moved(scene, say)]
    names = wording.join([f"“{row['name']}”" for row in done])
    left = wording.join([f"“{name}”" for name in done[-1]["left"]]) if len(done) == 1 else ""
    return [say("scenario_dropped", names=names, left=left)]


def saved(found: Mapping[str, Any], say: TurnPhrases) -> str:
    """That a what-if has its name now, and whether the name was another one's."""
    changes = wording.join(list(found["changes"].values()))
    phrase = "scenario_replaced" if found["replaced"] else "scenario_saved"
    return say(phrase, name=found["name"], changes=changes)


def compared(scene: Scene, say: TurnPhrases) -> list[str]:
    """The scenarios beside the project as it is, one a row, and what sets them apart."""
    found = scene.result("compare_scenarios")
    if found is None:
        return [scene.refusal("compare_scenarios") or say("scenarios_none")]
    now, *others = found["columns"]
    head = "| | first choice | points | sure | a month | once | pays back |"
    rows = [_row(column) for column in found["columns"]]
    differs = [f"- **{c['name']}**: {_changes(c, scene.book.facts)}" for c in others]
    return [
        "\n".join([say("scenarios_head") + "\n", head, "|---|---|---:|---:|---:|---:|---|", *rows]),
        "\n".join(differs),
        _verdict(now, others),
    ]


def _row(column: Mapping[str, Any]) -> str:
    name = "as it is" if column["name"] == NOW else f"**{column['name']}**"
    close = ", close" if column["close_call"] else ""
    cells = [
        name,
        f"{column['label']}{close}",
        advice.points(column["score"]),
        percent(column["confidence"]),
        _money(column["monthly_usd"]),
        _money(column["one_off_usd"]),
        _back(column),
    ]
    return f"| {' | '.join(cells)} |"


def _money(amount: float | None) -> str:
    return "?" if amount is None else about(Decimal(str(amount)))


def _back(column: Mapping[str, Any]) -> str:
    if column["break_even_months"] is not None:
        return payback_time(column["break_even_months"])
    return "never" if column["never_because"] and column["strategy"] not in FOR_QUALITY else "–"


def _changes(column: Mapping[str, Any], facts: ProjectFacts) -> str:
    """The facts in which a scenario differs, with what is known of each now."""
    told = []
    for name, raw in column["changes"].items():
        value = tuple(raw) if isinstance(raw, list) else raw
        now = facts.known.get(name)
        if now is None:
            told.append(f"{wording.fact_in_words(name, Fact(value))} (not known now)")
        elif now.value != value:
            shown = wording.value_in_words(name, now.value)
            told.append(f"{wording.fact_in_words(name, Fact(value))} (now {shown})")
    return "; ".join(told) or "the same as your project is now"


def _verdict(now: Mapping[str, Any], others: list[Mapping[str, Any]]) -> str:
    """Which scenarios change the first choice, and which leave it."""
    flips: dict[str, list[str]] = {}
    for other in others:
        if other["label"] != now["label"]:
            flips.setdefault(other["label"], []).append(f"“{other['name']}”")
    if flips:
        each = [
            f"{wording.join(names)} put{'s' * (len(names) == 1)} {label} first"
            for label, names in flips.items()
        ]
        return f"{wording.join(each)}."
    if len(others) == 1:
        return f"{now['label']} stays first."
    return f"{now['label']} stays first in all of them."
