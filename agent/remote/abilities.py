"""What an endpoint can do, learned while it is used and remembered for the life of the process."""

import time
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["tools", "json", "phrasing"]
MODES: tuple[Mode, ...] = ("tools", "json", "phrasing")
MISSES = 2  # messages whose facts a model let pass before it is asked in a simpler way


@dataclass
class Abilities:
    """How an endpoint is asked: `tools` calls, one `json` object, or only `phrasing` a draft.

    `fixed` holds the mode as the settings chose it. `refused` are the parameters it does not take.
    `records` is true once the model has recorded facts by itself.
    """

    mode: Mode = "tools"
    fixed: bool = False
    refused: set[str] = field(default_factory=set)
    records: bool = False
    _misses: int = 0
    _rests_until: float = 0.0

    def refuse(self, parameter: str) -> bool:
        """Remember a parameter that is not taken; True when the call is worth making without it."""
        self.refused.add(parameter)
        if parameter == "tools":
            return self.step_down()
        return True

    def step_down(self) -> bool:
        """Ask in a simpler way from now on; False when the settings forbid it or none is left."""
        if self.fixed or self.mode == MODES[-1]:
            return False
        self.mode = MODES[MODES.index(self.mode) + 1]
        self._misses = 0
        return True

    def miss(self) -> None:
        """Note a message whose facts the model let pass; twice, and it is asked more simply."""
        self._misses += 1
        if self._misses >= MISSES and not self.records:
            self.step_down()

    def rest(self, seconds: float) -> None:
        """Leave the endpoint alone for so long, as it asked."""
        self._rests_until = time.monotonic() + seconds

    @property
    def resting(self) -> bool:
        """True while the endpoint wants to be left alone."""
        return time.monotonic() < self._rests_until
