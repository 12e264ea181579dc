"""Which program, rules and prices a result came from, so that a change of them can be told."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from tools.datafiles import PACKAGED
from tools.tariffs import Tariffs

_ADVICE = ("advice.toml", "drivers.toml", "facts.toml", "priors.toml", "scoring.toml")
_COSTS = ("costs.toml", "fit.toml")
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Versions:
    """What a result rests on besides the facts.

    `advice`, `costs` and `prices` are the first hexadecimal digits of the SHA-256 of the data files
    that score, of those that cost estimates assume, and of the price table as it was in force, a
    file of the user's included. `price_list` is the version of the list of model prices,
    `prices_checked` the day our own table was last checked.
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
        program=_installed("steerwise"),
        advice=_digest(_ADVICE),
        costs=_digest(_COSTS),
        prices=hashlib.sha256(table.model_dump_json().encode()).hexdigest()[:_DIGITS],
        price_list=f"genai-prices {_installed('genai-prices')}",
        prices_checked=table.checked,
    )


def differing(one: Versions, other: Versions) -> tuple[str, ...]:
    """The fields in which two of them differ."""
    return tuple(f.name for f in fields(one) if getattr(one, f.name) != getattr(other, f.name))


@cache
def _digest(names: tuple[str, ...]) -> str:
    whole = hashlib.sha256()
    for name in names:
        whole.update((PACKAGED / name).read_bytes())
    return whole.hexdigest()[:_DIGITS]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
