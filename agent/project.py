"""What a conversation is about, for the calculators beside it."""

from dataclasses import dataclass

from tools.facts import ProjectFacts
from tools.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Project:
    """A conversation's title, the facts it knows and the what-ifs that were given a name."""

    title: str
    facts: ProjectFacts
    scenarios: tuple[Scenario, ...] = ()
