"""One call of a tool as the plan of a turn wants it made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_REPEATED = ("search_guidance", "compare_strategies", "manage_notes", "manage_scenarios")


@dataclass(frozen=True)
class Call:
    """One tool call that the plan wants made."""

    tool: str
    args: Mapping[str, Any]

    @property
    def identity(self) -> str:
        """What tells one call from another in a turn: its tool, and what it was asked to do."""
        telling = self.args if self.tool in _REPEATED else {}
        return json.dumps([self.tool, telling], sort_keys=True, default=str)


def plain(value: Any) -> Any:
    """The value of a fact as the arguments of a tool take it."""
    return list(value) if isinstance(value, tuple) else value
