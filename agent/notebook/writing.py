"""Applies entries to a notebook: the reducer of the channel that the graph keeps it in.

Tools of one step run side by side, so their entries come together and are applied one after the
other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.events import Citation
from agent.notebook.book import Before, Correction, Notebook, scenarios_of
from agent.notebook.entries import Entry
from agent.notebook.journal import KEPT_TURNS, Journal
from agent.remembered import Recalled
from tools.facts import Fact, ProjectFacts
from tools.scenarios import Scenario
from tools.vocabulary import STRATEGIES

UNDO_DEPTH = KEPT_TURNS  # "undo" reaches as far back as a message can be taken back
JOURNAL = "journal"  # where the notebook's JSON keeps it
_READ = Recalled(16)  # a turn reads its notebook at every step and every look at the board
_WRITTEN = Recalled(16)  # a step's entries are applied twice: to choose the next one, and for good


def turns_kept(raw: Mapping[str, Any] | None) -> tuple[int, ...]:
    """The turns that a notebook, as plain JSON, can go back to."""
    return Journal.from_json((raw or {}).get(JOURNAL)).numbers


def write(raw: Mapping[str, Any] | None, entries: Sequence[Entry]) -> dict[str, Any]:
    """The reducer of the notebook's channel: apply `entries` in order, as plain JSON."""
    before, written = _WRITTEN.once(entries, lambda: (raw, _written(raw, entries)))
    return written if before is raw else _written(raw, entries)


def _written(raw: Mapping[str, Any] | None, entries: Sequence[Entry]) -> dict[str, Any]:
    notebook, journal = read(raw), Journal.from_json((raw or {}).get(JOURNAL))
    for entry in entries:
        if entry["op"] == "begin":
            journal = journal.begin(entry["turn"], notebook, _apply)
        elif entry["op"] == "rewind":
            notebook, journal = journal.before(entry["turn"], _apply)
        else:
            notebook, journal = _apply(notebook, entry), journal.note(entry)
    kept = {JOURNAL: journal.to_json()} if journal.turns else {}
    written = {**notebook.to_json(), **kept}
    _READ.note(written, notebook)
    return written


def applied(notebook: Notebook, *entries: Entry) -> Notebook:
    """What a notebook would hold after entries that neither begin a turn nor take one back."""
    for entry in entries:
        notebook = _apply(notebook, entry)
    return notebook


def read(raw: Mapping[str, Any] | None) -> Notebook:
    """The notebook that a channel holds as plain JSON; the one just written is not read anew."""
    if not raw:
        return Notebook()
    return _READ.once(raw, lambda: Notebook.from_json(raw))


def _apply(book: Notebook, entry: Entry) -> Notebook:
    op = entry["op"]
    if op == "record":
        new = ProjectFacts.from_json(entry["facts"])
        changed = _change(book, book.facts.with_facts(new.known), entry["turn"])
        return replace(_undoubted(changed, new.known), supposed=None)
    if op == "rule_out":
        return _rule_out(book, entry)
    if op == "forget":
        return _forget(book, entry["names"], entry["turn"])
    if op in _MARKS:
        return _MARKS[op](book, entry["turn"])
    if op in ("name", "drop", "adopt"):
        return _manage(book, entry)
    if op == "doubt":
        told, another = ProjectFacts.from_json(entry["facts"]), entry.get("another", False)
        had = book.doubted.known
        more = any(had.get(name) != fact for name, fact in told.known.items())
        goes_on = book.another and another and more  # what is told beside it puts off no end
        since = book.doubted_in if goes_on else entry["turn"]
        return replace(_doubting(book, told, another=another), doubted_in=since)
    if op == "suppose":
        return replace(book, supposed=ProjectFacts.from_json(entry["facts"]))
    if op == "ask":
        asked = book.asked if entry["fact"] in book.asked else (*book.asked, entry["fact"])
        return replace(book, asked=asked, open_fact=entry["fact"], open_changes=book.changes)
    if op == "restore":
        return Notebook.from_json(entry["notebook"])
    if op == "let_go":
        return replace(book, open_fact=None) if book.open_fact == entry["fact"] else book
    if op == "leave_open":
        return replace(book, open_changes=book.changes)
    if op == "cite":
        have = {c.n for c in book.citations}
        new_ones = tuple(Citation(**row) for row in entry["citations"] if row["n"] not in have)
        return replace(book, citations=(*book.citations, *new_ones))
    if op == "correct" and all(c.misconception != entry["misconception"] for c in book.corrections):
        corrected = Correction(entry["misconception"], entry["n"], entry["turn"])
        return replace(book, corrections=(*book.corrections, corrected))
    if op == "point_out" and entry["text"] not in book.pointed_out:
        return replace(book, pointed_out=(*book.pointed_out, entry["text"]))
    return book


def _rule_out(book: Notebook, entry: Entry) -> Notebook:
    """Rule strategies out, or allow them again; the open question stays open.

    What would leave nothing to advise is not ruled out.
    """
    kept = {n: words for n, words in book.facts.ruled_out.items() if n not in entry["allowed"]}
    out = {**entry["out"], **kept}
    barred = book.facts.ruling_out(kept if len(out) == len(STRATEGIES) else out)
    if barred == book.facts:
        return book
    changed = replace(_change(book, barred, entry["turn"]), supposed=None)
    return replace(changed, open_changes=changed.changes) if book.digressed else changed


def _undoubted(book: Notebook, names: Iterable[str]) -> Notebook:
    return _doubting(book, book.doubted.without(names), another=book.another)


def _doubting(book: Notebook, told: ProjectFacts, *, another: bool) -> Notebook:
    """With what was `told` in doubt; two projects are told apart only where both tasks are known.

    Where they are not, only those values remain in doubt that differ from a fact.
    """
    if another and not ("task" in book.facts and "task" in told):
        another, told = False, told.only(_differing(book.facts, told))
    return replace(book, doubted=told, another=another)


def _differing(facts: ProjectFacts, doubted: ProjectFacts) -> set[str]:
    known = facts.known
    return {n for n, fact in doubted.known.items() if n in known and known[n].value != fact.value}


def _forget(book: Notebook, names: Sequence[str], turn: int) -> Notebook:
    """Withdraw facts; those that were not asked for are remembered apart, they cost no question."""
    unasked = [n for n in names if n not in book.asked and n not in book.withdrawn]
    changed = _change(book, book.facts.without(names), turn)
    changed = _undoubted(changed, names)
    return replace(changed, withdrawn=(*book.withdrawn, *unasked))


def _keep(book: Notebook, turn: int) -> Notebook:
    if book.supposed is None:
        return book
    kept = book.facts.with_facts(_own(book.supposed.known))
    return replace(_change(book, kept, turn), supposed=None)


def _own(supposed: Mapping[str, Fact]) -> dict[str, Fact]:
    """What was supposed and is kept, as what the user says."""
    return {name: replace(fact, source="user") for name, fact in supposed.items()}


def _undo(book: Notebook, turn: int) -> Notebook:
    """Take back the last change: a what-if that was not named since, else the last entry."""
    named = any(s.changes == book.supposed for s in book.scenarios)
    if book.supposed is not None and not named:
        return replace(book, supposed=None)
    if not book.past:
        return replace(book, supposed=None)
    *past, was = book.past
    undone = (*book.undone, _now(book, turn, was))
    return replace(_back_to(book, was), past=tuple(past), undone=undone)


def _redo(book: Notebook, turn: int) -> Notebook:
    """Bring back what the last undo took."""
    if not book.undone:
        return book
    *undone, then = book.undone
    past = (*book.past, _now(book, turn, then))[-UNDO_DEPTH:]
    return replace(_back_to(book, then), past=past, undone=tuple(undone))


def _back_to(book: Notebook, state: Before) -> Notebook:
    """The facts of another state; a doubt was about those that it takes the place of."""
    return replace(
        book,
        facts=state.facts,
        scenarios=state.scenarios,
        changes=book.changes + 1,
        supposed=None,
        doubted=ProjectFacts(),
        another=False,
        asked=book.asked if state.asked is None else state.asked,
        withdrawn=book.withdrawn if state.withdrawn is None else state.withdrawn,
    )


def _now(book: Notebook, turn: int, other: Before) -> Before:
    """The state as it is, with its questions where the state it makes way for has them."""
    state = Before(turn, book.facts, book.scenarios)
    if other.asked is None:
        return state
    return replace(state, asked=book.asked, withdrawn=book.withdrawn)


def _restart(book: Notebook, turn: int) -> Notebook:
    """Start over: with nothing, or with what was told of another project."""
    if book.past and book.past[-1].turn == turn and book.past[-1].asked is not None:
        return book  # it has started over in this turn
    fresh = _change(book, book.doubted if book.another else ProjectFacts(), turn, ())
    if fresh.past and fresh.past != book.past:
        was = replace(fresh.past[-1], asked=book.asked, withdrawn=book.withdrawn)
        fresh = replace(fresh, past=(*fresh.past[:-1], was))
    return replace(
        fresh,
        asked=(),
        withdrawn=(),
        open_fact=None,
        enough=False,
        supposed=None,
        pointed_out=(),
        doubted=ProjectFacts(),
        another=False,
    )


def _enough(book: Notebook, turn: int) -> Notebook:
    return replace(book, enough=True, open_fact=None)


_MARKS = {"keep": _keep, "undo": _undo, "redo": _redo, "restart": _restart, "enough": _enough}


def _manage(book: Notebook, entry: Entry) -> Notebook:
    """Name, drop or adopt a scenario; a name that is not there changes nothing."""
    if entry["op"] == "name":
        (new,) = scenarios_of([entry["scenario"]])
        same = [s.name.casefold() == new.name.casefold() for s in book.scenarios]
        kept = [new if equal else s for s, equal in zip(book.scenarios, same, strict=True)]
        scenarios = tuple(kept if any(same) else [*kept, new])
        return _change(book, book.facts, entry["turn"], scenarios)
    found = next((s for s in book.scenarios if s.name == entry["name"]), None)
    if found is None:
        return book
    if entry["op"] == "drop":
        rest = tuple(s for s in book.scenarios if s is not found)
        return replace(_change(book, book.facts, entry["turn"], rest), supposed=None)
    adopted = _change(book, book.facts.with_facts(_own(found.changes.known)), entry["turn"])
    return replace(adopted, supposed=None)


def _change(
    book: Notebook,
    facts: ProjectFacts,
    turn: int,
    scenarios: tuple[Scenario, ...] | None = None,
) -> Notebook:
    """Set new facts or scenarios; the first change of a turn remembers what was there before it."""
    named = book.scenarios if scenarios is None else scenarios
    past = book.past
    changed = facts != book.facts or named != book.scenarios
    if changed and (not past or past[-1].turn != turn):
        past = (*past, Before(turn, book.facts, book.scenarios))[-UNDO_DEPTH:]
    changes = book.changes + (scenarios is None or facts != book.facts)
    undone = () if changed else book.undone
    return replace(book, facts=facts, scenarios=named, past=past, undone=undone, changes=changes)
