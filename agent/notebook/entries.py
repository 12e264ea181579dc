"""The entries that change a notebook; the tools of a turn make them, `writing` applies them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from agent.events import Citation
from agent.notebook.book import Notebook, scenario_rows
from tools.facts import Fact, ProjectFacts
from tools.results import as_json
from tools.scenarios import Scenario

Entry = dict[str, Any]  # plain JSON; `op` says which kind it is


def record(facts: Mapping[str, Fact], *, turn: int) -> Entry:
    """Facts that were said or edited."""
    return {"op": "record", "facts": ProjectFacts(dict(facts)).to_json(), "turn": turn}


def forget(names: Sequence[str], *, turn: int) -> Entry:
    """Facts that were withdrawn, or that the user cannot tell."""
    return {"op": "forget", "names": list(names), "turn": turn}


def rule_out(strategies: Mapping[str, str], *, allowed: Sequence[str] = (), turn: int) -> Entry:
    """Strategies that the user will not have, each with the words for it, and those `allowed`."""
    return {"op": "rule_out", "out": dict(strategies), "allowed": list(allowed), "turn": turn}


def doubt(facts: Mapping[str, Fact], *, turn: int, another: bool = False) -> Entry:
    """Values that contradict what was said before; no facts empties the list.

    With `another` they are all that a message told, which may be about another project.
    """
    told = ProjectFacts(dict(facts)).to_json()
    return {"op": "doubt", "facts": told, "turn": turn, "another": another}


def suppose(facts: Mapping[str, Fact]) -> Entry:
    """A what-if, held until it is kept or replaced."""
    return {"op": "suppose", "facts": ProjectFacts(dict(facts)).to_json()}


def name_scenario(scenario: Scenario, *, turn: int) -> Entry:
    """A what-if that gets a name; one of that name is replaced."""
    return {"op": "name", "scenario": scenario_rows([scenario])[0], "turn": turn}


def drop_scenario(name: str, *, turn: int) -> Entry:
    """A named what-if that is no longer wanted."""
    return {"op": "drop", "name": name, "turn": turn}


def adopt_scenario(name: str, *, turn: int) -> Entry:
    """A named what-if whose values become the facts."""
    return {"op": "adopt", "name": name, "turn": turn}


def ask(fact: str) -> Entry:
    """The question that closes a reply."""
    return {"op": "ask", "fact": fact}


def leave_open() -> Entry:
    """A change beside the open question, which stays open."""
    return {"op": "leave_open"}


def let_go(fact: str) -> Entry:
    """A question that stays unanswered and is not asked again."""
    return {"op": "let_go", "fact": fact}


def restore(book: Notebook) -> Entry:
    """A whole notebook in place of an empty one, as an exported conversation brings it."""
    return {"op": "restore", "notebook": book.to_json()}


def cite(citations: Sequence[Citation]) -> Entry:
    """Quotes that a tool offered, with their numbers."""
    return {"op": "cite", "citations": as_json(tuple(citations))}


def point_out(text: str) -> Entry:
    """A contradiction that the reply mentions."""
    return {"op": "point_out", "text": text}


def correct(misconception: str, *, n: int, turn: int) -> Entry:
    """A misconception that the reply sets right with quote `n`."""
    return {"op": "correct", "misconception": misconception, "n": n, "turn": turn}


def mark(op: Literal["keep", "undo", "redo", "enough", "restart"], *, turn: int) -> Entry:
    """A command about the notebook itself."""
    return {"op": op, "turn": turn}


def begin(*, turn: int) -> Entry:
    """A turn begins; one can go back to before it."""
    return {"op": "begin", "turn": turn}


def rewind(*, turn: int) -> Entry:
    """Everything from the beginning of a turn on is as if it had never been."""
    return {"op": "rewind", "turn": turn}
