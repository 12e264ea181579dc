"""Which program, rules and prices a result came from, so that a change of them can be told."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tools.datafiles import PACKAGED
from tools.tariffs import Tariffs

_ADVICE = ("advice.toml", "drivers.toml", "facts.toml", "priors.toml", "scoring.toml")
_COSTS = ("costs.toml", "fit.toml")
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Versions:
    """What a result rests on besides the facts.

    `program` is the version with the first hexadecimal digits of the SHA-256 of the calculating
    modules; `advice`, `costs` and `prices` are those of the data files that score, of those that
    cost estimates assume, and of the price table as it was in force, a file of the user's included.
    `price_list` is the version of the list of model prices, `prices_checked` the day our own table
    was last checked.
    """

    program: str
    advice: str
    costs: str
    prices: str
    price_list: str
    prices_checked: date | None


NAMES = {
    "program": "program",
    "advice": "scoring data",
    "costs": "cost assumptions",
    "prices": "price table",
    "price_list": "list of model prices",
    "prices_checked": "last check of the price table",
}


def versions(table: Tariffs) -> Versions:
    """The versions in force, with `table` as the price table."""
    return Versions(
        program=f"{_installed('steerwise')}+{_digest(_modules())}",
        advice=_digest(tuple(PACKAGED / name for name in _ADVICE)),
        costs=_digest(tuple(PACKAGED / name for name in _COSTS)),
        prices=hashlib.sha256(table.model_dump_json().encode()).hexdigest()[:_DIGITS],
        price_list=f"genai-prices {_installed('genai-prices')}",
        prices_checked=table.checked,
    )


def differing(one: Versions, other: Versions) -> tuple[str, ...]:
    """The fields in which two of them differ."""
    return tuple(f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name))


def _modules() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGED.parent.glob("*.py")))


@cache
def _digest(files: tuple[Path, ...]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()[:_DIGITS]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
