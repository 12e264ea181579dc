"""Which tools an offline turn calls, by rule: first what changes the notes, then look-ups."""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from agent.briefing import Briefing
from agent.notebook import Notebook
from agent.offline.asides import aside_of
from agent.offline.lexicon import pattern
from agent.offline.reading import Reading
from agent.offline.several import Wish
from agent.offline.strategies import find_strategies
from tools.facts import STRATEGIES

NOTES = {"undo": "undo", "keep": "keep", "recommend_now": "enough", "restart": "restart"}
ANSWERED_FROM_NOTES = (
    "why_asked",
    "change_mind",
    "how_scores_work",
    "break_even",
    "cost_drivers",
    "next_experiment",
    "experiment_result",
    "precedents",
)
RULES = ("flow_chart", "ladder")
COMPARED = 3  # strategies side by side where none was named
USUAL = ("prompting", "rag", "peft")
_REPEATED = ("search_guidance", "manage_notes", "manage_scenarios")


@dataclass(frozen=True)
class Call:
    """One tool call that the plan wants made."""

    tool: str
    args: Mapping[str, Any]


def changes(reading: Reading, book: Notebook) -> list[Call]:
    """The calls that write to the notebook; they run before anything is looked up."""
    named = _scenario_calls(reading, book)
    if named:
        return named
    calls = []
    if reading.facts or reading.ranges:
        calls.append(Call("record_facts", {"facts": _fact_rows(reading)}))
    if reading.cleared:
        calls.append(Call("forget_facts", {"names": list(reading.cleared)}))
    if reading.command in NOTES:
        again = reading.command == "undo" and reading.args.get("redo")
        action = "redo" if again else NOTES[reading.command]
        calls.append(Call("manage_notes", {"action": action}))
    return calls


def _scenario_calls(reading: Reading, book: Notebook) -> list[Call]:
    """Saving, keeping and dropping named what-ifs."""
    if reading.command == "keep" and "scenario" in reading.args:
        return [Call("manage_scenarios", {"action": "save", "name": reading.args["scenario"]})]
    if reading.command == "keep" and "adopt" in reading.args:
        return [Call("manage_scenarios", {"action": "keep", "name": reading.args["adopt"]})]
    if reading.command == "undo" and "scenarios" in reading.args:
        names = reading.args["scenarios"] or [s.name for s in book.scenarios]
        return [Call("manage_scenarios", {"action": "drop", "name": name}) for name in names]
    return []


def lookups(wish: Wish, book: Notebook, briefing: Briefing, *, recommended: bool) -> list[Call]:
    """The calls whose results the reply to one wish is made of."""
    reading, text = wish.reading, wish.text
    if reading.kind in ("adversarial", "smalltalk"):
        return []
    aside = aside_of(reading, text)
    if aside == "better_model" and "stronger_model_works" not in book.facts:
        rows = [{"name": "stronger_model_works", "value": True}]
        return [Call("what_if", {"changes": rows})] if book.facts.known else []
    if aside == "favours" and (named := find_strategies(text.lower())):
        side = "limits" if book.facts.known and named[0] not in _stack(briefing) else "fits"
        return [Call("search_guidance", {"query": _queries()[side][named[0]]})]
    if aside:
        drawn = aside == "chart" and book.facts.known
        return [Call("write_decision_record", {})] if drawn else []
    if reading.hypothetical:
        before = book.supposed.values() if book.supposed and _on_top(text) else {}
        proposed = {**before, **reading.hypothetical}
        rows = [{"name": n, "value": _plain(v)} for n, v in proposed.items()]
        return [Call("what_if", {"changes": rows})]
    if reading.command == "show_costs":
        return [Call("estimate_costs", {})] if book.facts.known else []
    if reading.command == "show_scores":
        return [Call("score_strategies", {})] if book.facts.known else []
    if reading.command == "export":
        return [Call("write_decision_record", {})] if book.facts.known else []
    if reading.command == "compare" and "scenarios" in reading.args:
        wanted = list(reading.args["scenarios"])
        return [Call("compare_scenarios", {"names": wanted})] if wanted or book.scenarios else []
    if reading.command == "compare":
        return [Call("compare_strategies", {"strategies": _compared(reading, briefing)})]
    if reading.topic == "break_even":
        asked = _other_strategy(text, briefing)
        return [Call("estimate_costs", {"strategy": asked})] if asked else []
    if reading.topic == "why_moved":
        return [Call("explain_move", {})]
    if reading.topic in RULES:
        measured = {k: v for k, v in reading.args.items() if reading.topic == "ladder"}
        return [Call("follow_published_rule", {"rule": reading.topic, "measured": measured})]
    if reading.topic == "plateau" and reading.args.get("scores"):
        arguments = {k: reading.args[k] for k in ("scores", "items") if reading.args.get(k)}
        return [Call("judge_plateau", arguments)]
    if reading.topic and not reading.topic.startswith(ANSWERED_FROM_NOTES):
        return [Call("search_guidance", {"query": _query(reading.topic, text, briefing)})]
    if recommends(reading, book, briefing, recommended=recommended):
        assert briefing.assessment is not None
        return [Call("search_guidance", {"query": _queries()["fits"][briefing.assessment.primary]})]
    return []


def _stack(briefing: Briefing) -> tuple[str, ...]:
    """The strategies that are advised, the first choice first."""
    found = briefing.assessment
    return () if found is None else (found.primary, *found.complements)


def recommends(reading: Reading, book: Notebook, briefing: Briefing, *, recommended: bool) -> bool:
    """True when this reply should give the whole recommendation."""
    if briefing.assessment is None or not book.facts.known:
        return False
    if reading.command == "recommend_now":
        return True
    told = reading.kind in ("describe", "answer", "correct")
    return told and briefing.question is None and not recommended


def _other_strategy(text: str, briefing: Briefing) -> str:
    """The one strategy that a message names though another leads; "" when there is none."""
    named = find_strategies(text.lower())
    found = briefing.assessment
    if found is None or len(named) != 1 or named[0] == found.primary:
        return ""
    return named[0]


def _compared(reading: Reading, briefing: Briefing) -> list[str]:
    """The strategies to put side by side; whoever names fewer than two gets the best beside it."""
    named = list(reading.args.get("strategies", ()))
    if len(named) > 1:
        return named
    ranking = briefing.assessment.ranking if briefing.assessment is not None else ()
    best = [row.strategy for row in ranking] or list(USUAL)
    others = [name for name in best if name not in named]
    return [*named, *others[: COMPARED - 2 * len(named)]]


def _fact_rows(reading: Reading) -> list[dict[str, Any]]:
    rows = []
    for name in dict.fromkeys([*reading.facts, *reading.ranges]):
        low, high = reading.ranges.get(name, (None, None))
        value = reading.facts.get(name)
        rows.append(
            {
                "name": name,
                "value": _plain(value),
                "low": low,
                "high": high,
                "quote": reading.quotes.get(name, ""),
            }
        )
    return rows


def _on_top(text: str) -> bool:
    """True when a what-if builds on the one before it: "and what if it also …"."""
    return bool(pattern("on_top", "talk").search(text.lower()))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _query(topic: str, text: str, briefing: Briefing) -> str:
    """What to search for: the user's words, or a full question where those only point at one."""
    named = find_strategies(text.lower())
    if len(named) == 1 and pattern("asks_when", "talk").search(text.lower()):
        return _queries()["fits"][named[0]]
    if topic.startswith("glossary:"):
        return f"What is {topic.removeprefix('glossary:').replace('_', ' ')}?"
    about = topic.removeprefix("why_not_")
    if topic.startswith("why_not_") and about in STRATEGIES:
        return _queries()["limits"][about]
    if topic == "why_recommended" and briefing.assessment is not None:
        asked = _other_strategy(text, briefing)
        beside = asked in briefing.assessment.complements
        side = "limits" if asked and not beside else "fits"
        return _queries()[side][asked or briefing.assessment.primary]
    return pattern("filler", "talk").sub("", text)


@cache
def _queries() -> dict[str, dict[str, str]]:
    """The questions that find what speaks for and against each strategy, from the data file."""
    file = Path(__file__).parent / "data" / "queries.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def plan(
    wishes: Sequence[Wish],
    book: Notebook,
    briefing: Briefing,
    *,
    called: Sequence[Call],
    recommended: bool,
) -> list[Call]:
    """The next calls of a turn, given those made already; none means: speak.

    The wishes are served one after the other; what is told belongs to the first.
    """
    made = {identity(call) for call in called}

    def new(calls: Iterable[Call]) -> list[Call]:
        fresh = {identity(call): call for call in calls}
        return [call for key, call in fresh.items() if key not in made]

    for wish in wishes:  # in order: "what if …? Keep that" keeps what was supposed before
        found = new(changes(wish.reading, book))
        notes = [call for call in found if call.tool == "manage_notes"]
        found = notes if wish.reading.command in ("restart", "undo") and notes else found
        found = found or new(lookups(wish, book, briefing, recommended=recommended))
        if found:
            return found
    readings = [wish.reading for wish in wishes]
    named = [r.args["scenario"] for r in readings if r.hypothetical and "scenario" in r.args]
    return new([Call("manage_scenarios", {"action": "save", "name": named[0]})] if named else [])


def belongs(call: Call, wish: Wish, book: Notebook, briefing: Briefing) -> bool:
    """True when a call of the turn was made for this wish."""
    if call.tool == "search_guidance":
        mine = lookups(wish, book, briefing, recommended=False)
        queries = [c.args["query"] for c in mine if c.tool == call.tool]
        return call.args.get("query") in queries
    return call.tool not in ("record_facts", "forget_facts")


def identity(call: Call) -> str:
    """What tells one call from another in a turn: its tool, and what it was asked to do."""
    telling = call.args if call.tool in _REPEATED else {}
    return json.dumps([call.tool, telling], sort_keys=True, default=str)
