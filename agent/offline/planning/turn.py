"""Which tools an offline turn calls, by rule: first what changes the notes, then look-ups."""

from collections.abc import Iterable, Sequence

from agent.briefing import Briefing
from agent.notebook import Notebook
from agent.offline.planning.calls import Call
from agent.offline.planning.lookups import lookups
from agent.offline.planning.noting import changes
from agent.offline.reading.several import Wish
from tools.vocabulary import STRATEGIES


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
    made = {call.identity for call in called}

    def new(calls: Iterable[Call]) -> list[Call]:
        fresh = {call.identity: call for call in calls}
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
    if call.tool in ("search_guidance", "compare_strategies"):
        mine = lookups(wish, book, briefing, recommended=False)
        if call.identity in [c.identity for c in mine]:
            return True
        # all of them were set side by side for the cheapest, whom no other wish asks for
        return call.tool == "compare_strategies" and set(call.args["strategies"]) < set(STRATEGIES)
    return call.tool not in ("record_facts", "forget_facts")
