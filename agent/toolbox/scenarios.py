"""Tools for named what-ifs: save, keep and drop them, and put them side by side."""

from typing import Any

from langchain.tools import tool
from langgraph.types import Command

from agent.notebook import entries
from agent.state import notebook_of
from agent.toolbox.answers import Runtime, answer, dump, turn_of
from agent.wording import shown_facts
from tools.errors import InvalidInput
from tools.results import as_json
from tools.scenarios import MAX_SCENARIOS, Scenario, find_scenario, scenario_name
from tools.scenarios import compare_scenarios as side_by_side

ACTIONS = ("save", "keep", "drop")


@tool
def manage_scenarios(action: str, name: str, runtime: Runtime) -> Command[Any]:
    """Name the last what-if (`save`), make a named one the facts (`keep`), or `drop` one.

    Use it for "call that lean", "save this as plan B", "keep plan B", "drop plan B".

    Args:
        action: save, keep or drop.
        name: name of the scenario, in the user's words.

    """
    if action not in ACTIONS:
        raise InvalidInput(f"action must be {', '.join(ACTIONS)}; got {action[:40]!r}")
    book, turn = notebook_of(runtime.state), turn_of(runtime)
    if action == "save":
        if book.supposed is None:
            raise InvalidInput(
                "there is no what-if to name yet; ask one first, such as “what if we had 5,000 "
                "examples?”"
            )
        scenario = Scenario(scenario_name(name), book.supposed)
        same = [s for s in book.scenarios if s.name.casefold() == scenario.name.casefold()]
        if not same and len(book.scenarios) >= MAX_SCENARIOS:
            raise InvalidInput(
                f"{MAX_SCENARIOS} scenarios are named already, which is all that fit side by "
                "side; drop one first"
            )
        result = {
            "action": action,
            "name": scenario.name,
            "replaced": any(s.changes != scenario.changes for s in same),
            "changes": shown_facts(scenario.changes),
        }
        return answer(runtime, result, entries.name_scenario(scenario, turn=turn))
    found = find_scenario(book.scenarios, name)
    result = {"action": action, "name": found.name, "changes": shown_facts(found.changes)}
    if action == "keep":
        return answer(runtime, result, entries.adopt_scenario(found.name, turn=turn))
    left = [s.name for s in book.scenarios if s is not found]
    return answer(runtime, {**result, "left": left}, entries.drop_scenario(found.name, turn=turn))


@tool
def compare_scenarios(names: list[str], runtime: Runtime) -> str:
    """Put named what-ifs beside the project as it is: who leads, how surely, at what cost.

    Use it for "compare plan B with now", "compare the scenarios", "show me lean".

    Args:
        names: names of the scenarios; empty for all of them.

    """
    book, settings = notebook_of(runtime.state), runtime.context.settings
    chosen = [find_scenario(book.scenarios, name) for name in names] or list(book.scenarios)
    table = side_by_side(
        book.facts,
        [s for place, s in enumerate(chosen) if s not in chosen[:place]],
        **settings.costing,
    )
    return dump(as_json(table))
