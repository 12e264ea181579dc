"""Which calls write to the notebook what a message tells, takes back or orders."""

from typing import Any

from agent.notebook import Notebook
from agent.offline.planning.calls import Call, plain
from agent.offline.reading.reader import Reading

NOTES = {"undo": "undo", "keep": "keep", "recommend_now": "enough", "restart": "restart"}


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
    if reading.command == "keep" and reading.args.get("old"):
        return [*calls, Call("manage_notes", {"action": "undo"})] if _supposes(book) else calls
    if reading.command in NOTES and "nothing" not in reading.args:
        again = reading.command == "undo" and reading.args.get("redo")
        calls.append(Call("manage_notes", {"action": "redo" if again else NOTES[reading.command]}))
    return calls


def _supposes(book: Notebook) -> bool:
    """True where an undo would drop a what-if, which has no name yet, and nothing else."""
    named = any(scenario.changes == book.supposed for scenario in book.scenarios)
    return book.supposed is not None and not named


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


def _fact_rows(reading: Reading) -> list[dict[str, Any]]:
    rows = []
    for name in dict.fromkeys([*reading.facts, *reading.ranges]):
        low, high = reading.ranges.get(name, (None, None))
        value, quote = plain(reading.facts.get(name)), reading.quotes.get(name, "")
        rows.append({"name": name, "value": value, "low": low, "high": high, "quote": quote})
    return rows
