"""Reads scores that were measured one after the other: "61, 66, 67 on 40 items", or by rung."""

import re
from functools import cache
from typing import Any

from agent.offline.words.lexicon import any_of, shape

FILE = "series"
_RUNGS = ("zero_shot", "few_shot", "chain_of_thought")
_SCORE = re.compile(r"(?<![\w.])(?:0?\.\d+|\d{1,2}(?:\.\d+)?|100)(?![\w])(?:(?=\s?%)|(?!\.\d))")


def items() -> re.Pattern[str]:
    """The words for how many items something was measured on."""
    return shape("items", FILE)


def scores(norm: str) -> dict[str, Any]:
    """The measured scores in order, as shares of 1, and on how many items they were measured."""
    counted = items().search(norm)
    if counted is not None:
        norm = norm[: counted.start()] + " " + norm[counted.end() :]
    values = [v for v in map(float, _SCORE.findall(norm)) if v > 0]
    if len(values) < 2:
        return {}
    found: dict[str, Any] = {"scores": [round(v / 100 if v > 1 else v, 4) for v in values]}
    if counted is not None:
        found["items"] = int((counted[1] or counted[2]).replace(",", ""))
    return found


def as_series(norm: str) -> re.Match[str] | None:
    """The match of a text that is nothing but scores in order: "80 then 78", "we got 70, 75".

    Its group `then` holds the words that tell of time, if there are any.
    """
    return _series().fullmatch(items().sub("", norm).strip(" .!"))


@cache
def _series() -> re.Pattern[str]:
    score = r"(?:\d{2}(?:\.\d+)?|100|0?\.\d+) ?%?"
    return re.compile(
        rf"(?:{any_of('measured', FILE)} ?){{0,2}}:? ?(?:{any_of('went', FILE)}(?: from)? )?{score}"
        rf"(?:{any_of('next', FILE)} {score})+"
    )


def rungs(norm: str) -> dict[str, float]:
    """The accuracies that are named beside rungs of the prompting ladder, in percent."""
    return {
        next(name for name in _RUNGS if match[name]): float(match["value"])
        for match in _rung().finditer(norm)
        if float(match["value"]) <= 100
    }


@cache
def _rung() -> re.Pattern[str]:
    names = "|".join(f"(?P<{name}>{any_of(name, FILE)})" for name in _RUNGS)
    return re.compile(
        rf"(?:{names})[^\d.;!?]{{0,30}}?(?P<value>\d{{1,3}}(?:\.\d+)?) ?(?:%|percent|(?![\w.]))"
    )
