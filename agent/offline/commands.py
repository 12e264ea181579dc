"""Replies to commands: show this, undo that, help; each makes the parts of one reply."""

import re
from collections.abc import Callable, Mapping

from agent import wording
from agent.offline import advice, scenario_replies
from agent.offline.intents import is_greeting
from agent.offline.message import take_apart
from agent.offline.phrases import TurnPhrases
from agent.offline.recommendation import recommendation
from agent.offline.scene import Scene
from tools import costwords
from tools.comparison import CRITERIA
from tools.showing import percent

_THANKS = re.compile(r"\b(?:thank|thx|ty|cheers|great|nice|perfect|helpful|useful)", re.IGNORECASE)


def _ranking(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    rows = [
        f"{i}. {r.label}: {advice.points(r.score)}, {percent(r.probability)}"
        + (f" ({r.gates[0].text})" if r.gates else "")
        for i, r in enumerate(found.ranking, 1)
    ]
    return [say("ranking_head") + "\n\n" + "\n".join(rows)]


def _costs(scene: Scene, say: TurnPhrases) -> list[str]:
    report = scene.briefing.costs
    if report is None:
        return advice.costs(scene.briefing, say) or [say("no_facts")]
    table = [
        "| plan | a month | once | total |",
        "|---|---:|---:|---:|",
        *(
            f"| {p.label} | {costwords.monthly(report, p).replace(' a month', '')} "
            f"| {costwords.once(report, p).replace(' once', '') or '–'} "
            f"| {costwords.total(report, p)} |"
            for p in report.plans
        ),
    ]
    head = say("costs_head", months=report.horizon_months)
    parts = [head + "\n\n" + "\n".join(table)]
    verdict = advice.verdict(report)
    parts += [verdict] if verdict else []
    parts += [" ".join(report.savings_from)] if report.savings_from else []
    parts += [report.fit] if report.fit else []
    parts += (
        [say("assumed", assumptions=advice.listed(report.assumed[:5]))] if report.assumed else []
    )
    prices = [p for plan in report.plans for p in plan.prices]
    if prices:
        seen = dict.fromkeys(f"{p.what} ({p.source.split(', http')[0]}, {p.as_of})" for p in prices)
        parts.append(f"Prices: {advice.listed(list(seen)[:4])}.")
    return parts + advice.cost_warnings(report)[:2]


def _facts(scene: Scene, say: TurnPhrases) -> list[str]:
    known = scene.book.facts.known
    if not known:
        return [say("facts_none")]
    rows = [
        f"- {wording.fact_in_words(name, fact)}" + (f" (“{fact.quote}”)" if fact.quote else "")
        for name, fact in known.items()
    ]
    return [say("facts_head", count=len(rows)) + "\n\n" + "\n".join(rows)]


def _sources(scene: Scene, say: TurnPhrases) -> list[str]:
    if not scene.book.citations:
        return [say("sources_none")]
    rows = [
        f"- [{c.n}] “{c.quote}” {c.section} ({c.author}{f', {c.year}' if c.year else ''}). {c.url}"
        for c in scene.book.citations
    ]
    return [say("sources_head") + "\n\n" + "\n".join(rows)]


def _compare(scene: Scene, say: TurnPhrases) -> list[str]:
    if "scenarios" in scene.reading.args:
        return scenario_replies.compared(scene, say)
    found = scene.result("compare_strategies")
    if found is None:
        return [say("help")]
    rows = [
        f"| {row['criterion']} | {' | '.join(row['values'])} |"
        for row in found["rows"]
        if scene.book.facts.known or row["criterion"] in CRITERIA
    ]
    head = f"| | {' | '.join(found['labels'])} |\n|---|{'---|' * len(found['labels'])}"
    parts = ["\n".join([head, *rows])]
    return [*parts, found["because"]] if scene.book.facts.known else parts


def _undo(scene: Scene, say: TurnPhrases) -> list[str]:
    if "scenarios" in scene.reading.args:
        return scenario_replies.managed(scene, say)
    done, again = scene.result("manage_notes"), bool(scene.reading.args.get("redo"))
    if not done or not done["changed"]:
        return [say("redone_nothing" if again else "undone_nothing")]
    parts = []
    if done["changes"]:
        phrase = "redone" if again else "undone"
        parts.append(say(phrase, changes=_changes(done["changes"])))
    elif done["scenarios_changed"]:
        names = wording.join([f"“{scenario.name}”" for scenario in scene.book.scenarios])
        return [say("undone_names", names=names)]
    else:
        return [say("undone_what_if")]
    return [*parts, *advice.standing(scene, say)]


def _keep(scene: Scene, say: TurnPhrases) -> list[str]:
    if scene.reading.args:
        return scenario_replies.managed(scene, say)
    done = scene.result("manage_notes")
    if not done or not done["changed"]:
        return [say("kept_nothing")]
    return [say("kept", changes=_changes(done["changes"])), *advice.standing(scene, say)]


def _changes(changed: Mapping[str, Mapping[str, str | None]]) -> str:
    """What is known now that was not, and what is no longer: `3,000 good examples`."""
    now = wording.join([row["after"] for row in changed.values() if row["after"] is not None])
    gone = [f"“{label}”" for label, row in changed.items() if row["after"] is None]
    again = f"{wording.join(gone)} {'is' if len(gone) == 1 else 'are'} open again" if gone else ""
    return "; ".join(filter(None, (now, again))) or "no fact differs from before"


def _restart(scene: Scene, say: TurnPhrases) -> list[str]:
    return [say("restarted")]


def _help(scene: Scene, say: TurnPhrases) -> list[str]:
    return [say("help")]


def _summary(scene: Scene, say: TurnPhrases) -> list[str]:
    if scene.briefing.assessment is None:
        return [say("no_facts")]
    return _facts(scene, say) + recommendation(scene, say)


def _export(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.result("write_decision_record")
    if found is None:
        return [say("no_facts")]
    wanted = scene.reading.args.get("format", "markdown")
    parts = [say("record_holds", decision=found["decision"], **found["holds"])]
    if wanted not in ("markdown", "json"):
        parts.append(say("record_formats", format=str(wanted).upper()))
    terminal = found["get_it"]["json" if wanted == "json" else "files"]
    ways = {**found["get_it"], "terminal": terminal}
    return [*parts, say("record_ways", plain=wanted == "json", **ways)]


def _smalltalk(scene: Scene, say: TurnPhrases) -> list[str]:
    if _THANKS.search(scene.text):
        return [say("thanks")]
    if scene.book.facts.known and not is_greeting(take_apart(scene.text)):
        return [say("small_talk")]
    return [say("hello_again" if scene.book.facts.known else "hello")]


def _adversarial(scene: Scene, say: TurnPhrases) -> list[str]:
    return [say("adversarial")]


COMMANDS: dict[str, Callable[[Scene, TurnPhrases], list[str]]] = {
    "show_scores": _ranking,
    "show_costs": _costs,
    "show_facts": _facts,
    "show_sources": _sources,
    "compare": _compare,
    "undo": _undo,
    "keep": _keep,
    "restart": _restart,
    "help": _help,
    "summarise": _summary,
    "export": _export,
    "smalltalk": _smalltalk,
    "adversarial": _adversarial,
}
