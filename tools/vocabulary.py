"""The vocabulary of facts: the kind and bounds of each, and how people are asked for it."""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ConfigDict

from tools.bounds import bound
from tools.datafiles import Row, read
from tools.errors import InvalidInput, UnknownName

STRATEGIES = (
    "prompting",
    "prompt_optimization",
    "rag",
    "guardrails",
    "peft",
    "full_finetune",
    "distillation",
    "preference_tuning",
)

Kind = Literal["choice", "number", "integer", "flag", "strategies", "text"]
Value = str | float | int | bool | tuple[str, ...]
MAX_TEXT = 120


class Wording(Row):
    """How people are asked for a fact once another one is known: so large or long, or one `among`.

    `again` is the question as it is repeated, where the usual short one would not do.
    """

    fact: str
    at_least: float = 0.0
    at_most: float = math.inf
    among: tuple[str, ...] = ()
    question: str
    again: str = ""
    replies: tuple[str, ...]

    def suits(self, known: Mapping[str, Any]) -> bool:
        """True where the known values hold the fact, within these bounds; words have no size."""
        value = known.get(self.fact)
        if value is None or isinstance(value, str):
            return value in self.among
        size = len(value) if isinstance(value, (tuple, list)) else float(value)
        return self.at_least <= size <= self.at_most


class FactSpec(Row):
    """One fact of the vocabulary: its kind, unit, bounds and how people are asked for it.

    `once` holds other wordings of the question, for when part of the answer is known already.
    """

    name: str = ""
    kind: Kind
    label: str
    about: str
    meaning: str
    question: str
    replies: tuple[str, ...] = ()
    once: tuple[Wording, ...] = ()
    unit: str = ""
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1e13

    @property
    def numeric(self) -> bool:
        """True for facts that carry a number and so may carry a range."""
        return self.kind in ("number", "integer")

    def asked(self, known: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
        """The question with its quick replies, in the wording that suits what is known."""
        wording = next((w for w in self.once if w.suits(known)), self)
        return wording.question, wording.replies

    def check(self, value: object) -> Value:
        """Return `value` in its canonical type.

        Raises:
            InvalidInput: wrong type, not finite, out of bounds or not one of the choices.
        """
        if self.numeric:
            return self._number(value)
        if self.kind == "flag":
            if isinstance(value, bool):
                return value
            raise InvalidInput(f"{self.name} must be true or false, got {shown(value)}")
        if self.kind == "choice":
            if isinstance(value, str) and value in self.choices:
                return value
            options = ", ".join(self.choices)
            raise InvalidInput(f"{self.name} must be one of {options}; got {shown(value)}")
        if self.kind == "strategies":
            if not isinstance(value, (list, tuple)):
                raise InvalidInput(
                    f"{self.name} must be a list of strategy ids; got {shown(value)}"
                )
            for item in value:
                if item not in STRATEGIES:
                    raise UnknownName("strategy", item, STRATEGIES)
            return tuple(s for s in STRATEGIES if s in value)
        if isinstance(value, str) and 0 < len(value.strip()) <= MAX_TEXT:
            return " ".join(value.split())
        raise InvalidInput(
            f"{self.name} must be a text of 1 to {MAX_TEXT} characters; got {shown(value)}"
        )

    def check_range(self, bounds: object) -> tuple[float, float]:
        """Return the range `[low, high]`; its ends are rounded where only whole numbers are meant.

        Raises:
            InvalidInput: the fact takes no range, or this is none within its bounds.
        """
        if not self.numeric:
            raise InvalidInput(f"{self.name} takes no range; got {shown(bounds)}")
        if not isinstance(bounds, (list, tuple)) or len(bounds) != 2:
            raise InvalidInput(f"the range of {self.name} must be [low, high]; got {shown(bounds)}")
        low, high = (float(self._number(self.whole(end))) for end in bounds)
        if low > high:
            raise InvalidInput(
                f"the range of {self.name} must be [low, high], low first; got {shown(bounds)}"
            )
        return low, high

    def whole(self, value: object) -> object:
        """Round a fraction where only whole numbers are meant; other values pass unchanged."""
        if self.kind == "integer" and isinstance(value, float) and math.isfinite(value):
            return round(value)
        return value

    def _number(self, value: object) -> float | int:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidInput(f"{self.name} must be a number of {self.unit}; got {shown(value)}")
        if not self.low <= value <= self.high:  # also false for NaN
            bounds = f"between {bound(self.low)} and {bound(self.high)}"
            raise InvalidInput(f"{self.name} must be {bounds} ({self.unit}); got {shown(value)}")
        if self.unit == "percent" and 0 < value < 1:
            raise InvalidInput(
                f"{self.name} must be a percent from 0 to 100; got {value:g}, which looks like "
                f"a share: give {value * 100:g}"
            )
        if self.kind == "integer":
            if value != int(value):
                raise InvalidInput(f"{self.name} must be a whole number; got {shown(value)}")
            return int(value)
        return value


class _FactsFile(Row):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, FactSpec]


@cache
def vocabulary(path: Path | None = None) -> Mapping[str, FactSpec]:
    """All facts by name, in the order of the data file (`tools/data/facts.toml`)."""
    rows = read(_FactsFile, "facts.toml", path).__pydantic_extra__
    return MappingProxyType({n: s.model_copy(update={"name": n}) for n, s in rows.items()})


def spec(name: str) -> FactSpec:
    """The specification of one fact.

    Raises:
        UnknownName: no fact has that name.
    """
    try:
        return vocabulary()[name]
    except (KeyError, TypeError):
        raise UnknownName("fact", name, vocabulary()) from None


def shown(value: object) -> str:
    """A value as an error quotes it, cut short."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
