"""Where the sliders of the lab stand: as a start sets them, as they were moved, as facts."""

from collections.abc import Mapping
from typing import Any

from tools.drivers import check_drivers
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.lab import scenarios, taken
from ui.web.pages.starts import PROJECT

FIELD = "driver:"  # what the name of a slider's field begins with


def begin(base: str, facts: ProjectFacts) -> tuple[dict[str, float], ProjectFacts | None]:
    """The sliders that a start sets, and the project below them."""
    if base == PROJECT:
        return {}, facts
    return dict(scenarios()[base].drivers), None


def read_form(form: Mapping[str, Any]) -> dict[str, float]:
    """The sliders that stand where somebody set them.

    Raises:
        InvalidInput: a value is no number from 0 to 100.
    """
    found = {k.removeprefix(FIELD): v for k, v in form.items() if str(k).startswith(FIELD)}
    return check_drivers({k: _number(k, v) for k, v in found.items()}) if found else {}


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise InvalidInput(f"{name} must be a number from 0 to 100, got {value!r:.40}") from None


def read_kept(raw: Any, otherwise: Mapping[str, float]) -> dict[str, float]:
    """The sliders as the browser kept them; `otherwise` where it kept something else."""
    try:
        return check_drivers(raw) if raw else {}
    except InvalidInput:
        return dict(otherwise)


def to_take(sliders: Mapping[str, float]) -> Mapping[str, Any]:
    """The facts that the set sliders stand for: all of a scenario, of a project what was moved."""
    return taken(sliders).facts if sliders else {}
