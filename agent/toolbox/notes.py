"""Tools that change what is noted of the project."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from langchain.tools import tool
from langchain_core.messages import AIMessage, BaseMessage
from langgraph.types import Command
from pydantic import BaseModel, Field

from agent.briefing import Briefer
from agent.doubts import doubtful, is_held, question_of
from agent.editing import is_edit, source_of
from agent.notebook import Notebook, entries
from agent.notebook.writing import applied
from agent.offline.carried import READING
from agent.provenance import check_value, check_words, plain_value, user_texts
from agent.state import notebook_of
from agent.toolbox.answers import Runtime, answer, turn_of
from agent.toolbox.moves import move
from agent.wording import changed_facts, fact_in_words, shown_facts, told
from tools.advice import advice
from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts, make_fact
from tools.measured import judge_result
from tools.vocabulary import spec

ACTIONS = ("undo", "redo", "keep", "enough", "restart")


class FactIn(BaseModel):
    """One fact as the user stated it."""

    name: str = Field(description="name of the fact, from the list in the system prompt")
    value: Any = Field(description="value in the fact's unit; null if only a range was said")
    low: float | None = Field(None, description="lower end, if the user hedged or gave a range")
    high: float | None = Field(None, description="upper end, if the user hedged or gave a range")
    quote: str = Field(description="the user's own words for it, copied exactly")


@tool
def record_facts(facts: list[FactIn], runtime: Runtime) -> Command[Any]:
    """Record what the user said about the project.

    Use it as soon as a message states or corrects a fact, for all facts of the message at once.
    A quote that the user never wrote is refused. A value that contradicts an earlier one is not
    recorded but comes back under `ask`: put that question to the user, and nothing else. So is all
    that describes another project.

    Args:
        facts: the facts, each with the user's own words.

    """
    book, said = notebook_of(runtime.state), user_texts(runtime.state["messages"])
    known: dict[str, Fact] = {}
    messages = runtime.state["messages"]
    source = source_of(messages)
    by_rule = _read_by_rule(messages)
    for row in facts:
        check_words(row.name, row.quote, said, bare=by_rule or row.name in book.facts)
        bounds = None if row.low is None or row.high is None else [row.low, row.high]
        value = plain_value(row.name, row.value)
        fact = make_fact(row.name, value, bounds=bounds, source=source, quote=row.quote)
        if not by_rule and not _affirmed(book, row.name, fact):
            check_value(row.name, fact, row.quote, before=book.facts.known.get(row.name))
        known[row.name] = fact
    another, doubted = False, dict[str, Fact]()
    if not is_edit(messages):
        another = is_held(book, known, said[-1])
        doubted = dict(known) if another else doubtful(book, known, said[-1])
    for name in doubted:
        del known[name]
    shown = {name: fact_in_words(name, fact) for name, fact in known.items()}
    entry = entries.record(known, turn=turn_of(runtime))
    result = {
        "recorded": shown,
        **_differs(book, known),
        **_moved(runtime.context.briefer, book, entry),
        **_asked(book, doubted, another=another),
    }
    aside = _aside(book, known.keys(), messages)
    doubt = _in_doubt(runtime, known, doubted, another=another)
    return answer(runtime, result, entry, *aside, *doubt)


def _in_doubt(
    runtime: Runtime, known: Mapping[str, Fact], doubted: Mapping[str, Fact], *, another: bool
) -> list[entries.Entry]:
    """What is in doubt from now on, where that changes; an edit puts off what was asked."""
    book, turn = notebook_of(runtime.state), turn_of(runtime)
    before = book.doubted.without(known).known
    if is_edit(runtime.state["messages"]):
        return [entries.doubt(before, turn=turn, another=book.another)] if before else []
    if book.another and not another and "task" in known:  # told as it was: it is this project
        return [entries.doubt(doubted, turn=turn)]
    fresh = {n: f for n, f in doubted.items() if n not in before or before[n].value != f.value}
    return [entries.doubt({**before, **fresh}, turn=turn, another=another)] if fresh else []


def _read_by_rule(messages: Sequence[BaseMessage]) -> bool:
    """True for a call of the built-in model: its reader took value and quote from the words."""
    calling = [m for m in messages if isinstance(m, AIMessage) and m.tool_calls]
    return bool(calling) and READING in calling[-1].additional_kwargs


def _affirmed(book: Notebook, name: str, fact: Fact) -> bool:
    """True for the value that the user was asked to confirm."""
    doubted = book.doubted.known.get(name)
    return doubted is not None and doubted.value == fact.value


def _asked(book: Notebook, doubted: Mapping[str, Fact], *, another: bool) -> dict[str, Any]:
    """What to ask about values that contradict what the user said before."""
    before = book.doubted.known if another and book.another else {}
    asking = replace(book, doubted=ProjectFacts({**before, **doubted}), another=another)
    question = question_of(asking) if doubted else None
    held = {"another_project": "still" if book.another else "new"} if another else {}
    return {} if question is None else {"ask": question.question, **held}


def _differs(book: Notebook, known: Mapping[str, Fact]) -> dict[str, Any]:
    """Which of the facts were known already: with another value, or just so."""
    before = {name: book.facts.known[name] for name in known if name in book.facts}
    changed = {
        name: {"label": spec(name).label, "old": told(name, old), "new": told(name, known[name])}
        for name, old in before.items()
        if (old.value, old.low, old.high) != (known[name].value, known[name].low, known[name].high)
    }
    same = [name for name in before if name not in changed]
    return {"instead_of": changed, "as_before": same} if before else {}


def _aside(
    book: Notebook, names: Collection[str], messages: Sequence[BaseMessage]
) -> list[entries.Entry]:
    """What keeps the open question open: who edits, or sets a known fact right, evades nothing."""
    apart = is_edit(messages) or all(name in book.facts for name in names)
    return [entries.leave_open()] if apart and names and book.open_fact not in names else []


def _moved(briefer: Briefer, book: Notebook, entry: entries.Entry) -> dict[str, Any]:
    """How the ranking moved with what was recorded, and what a proposed measurement decided."""
    before = briefer.brief(book)
    noted = applied(book, entry)
    after = briefer.brief(noted)
    if before.assessment is None or after.assessment is None:
        return {}
    out: dict[str, Any] = {"moved": move(before.assessment, after.assessment)}
    new = noted.facts.known.keys() - book.facts.known.keys()
    if new & advice().experiments.keys() and before.experiment and before.experiment.fact in new:
        decided = judge_result(before.experiment, noted.facts)
        out |= {} if decided is None else {"decided": decided.text}
    return out


@tool
def forget_facts(names: list[str], runtime: Runtime) -> Command[Any]:
    """Forget facts that the user takes back, or notes that the user cannot tell them.

    Use it for "scratch the budget" and for "no idea" as the answer to a question.

    Args:
        names: names of the facts.

    """
    book = notebook_of(runtime.state)
    were = {spec(n).name: n in book.facts for n in names}
    result = {
        "forgotten": [n for n, known in were.items() if known],
        "unknown": [n for n, known in were.items() if not known],
    }
    messages, entry = runtime.state["messages"], entries.forget(names, turn=turn_of(runtime))
    aside = _aside(book, were.keys(), messages)
    return answer(runtime, result, entry, *aside)


@tool
def manage_notes(action: str, runtime: Runtime) -> Command[Any]:
    """Change the notes as a whole: `undo`, `redo`, `keep` (the last what-if), `enough`, `restart`.

    Use it when the user asks to undo a change or to bring it back, to keep the what-if just
    discussed, to get the recommendation without more questions, or to start over.

    Args:
        action: undo, redo, keep, enough or restart.

    """
    if action not in ACTIONS:
        raise InvalidInput(f"action must be one of {', '.join(ACTIONS)}; got {action[:40]!r}")
    book = notebook_of(runtime.state)
    entry = entries.mark(action, turn=turn_of(runtime))  # type: ignore[arg-type]
    after = applied(book, entry)
    result = {
        "action": action,
        "changed": after != book,
        "changes": changed_facts(book.facts, after.facts),
        "scenarios_changed": after.scenarios != book.scenarios,
        "facts": shown_facts(after.facts),
    }
    return answer(runtime, result, entry)
