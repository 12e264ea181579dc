"""How values of facts are written for people: with units, separators and plain words."""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tools.vocabulary import spec

_UNITS = {
    "monthly_requests": "{} requests a month",
    "labeled_examples": "{} examples",
    "knowledge_tokens": "{} tokens",
    "prompt_tokens": "{} tokens a request",
    "output_tokens": "{} tokens an answer",
    "monthly_budget_usd": "${} a month",
    "upfront_budget_usd": "${} once",
    "time_to_launch_days": "{} days",
    "label_classes": "{} classes",
}

_WORDS = {
    "missing_knowledge": "missing knowledge",
    "wrong_behavior": "wrong style or labels",
    "wrong_format": "broken format",
    "weak_reasoning": "faulty reasoning",
    "unsafe_output": "unsafe output",
    "cost_latency": "cost or speed",
    "demonstrations": "finished examples",
    "unlabeled_text": "raw text only",
    "metric": "an automatic score",
    "pattern": "recognising a pattern",
    "realtime": "in real time",
}
_ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10)
_LONG = ((86_400_000, "days"), (3_600_000, "hours"), (60_000, "minutes"))
_ONE = re.compile(r"^(≈ )?1 ((?:\w+ )?)(request|example|token|day|class)(?:e?s)\b")
_COUNTED = ("percent", "USD", "ms")  # units whose fractions people do say
_ENDS = (0.0, 100.0)  # no accuracy is none or full by rounding alone
DECIMALS = 6  # that are looked through for one that tells it from them
_WHOLE = 10.0  # from here on nobody counts in fractions


def show(fact: str, value: Any) -> str:
    """One value of a fact as a person would write it: `120,000 requests a month`, `yes`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact == "failure_mode" and value == "none":
        return "nothing serious"
    if fact == "training_signal" and value == "none":
        return "nothing yet"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(v).replace("_", " ") for v in value) or "nothing"
    if fact == "latency_target_ms":
        return duration(float(value))
    if spec(fact).unit == "percent":
        return points(float(value))
    if spec(fact).numeric:
        return one_of(_UNITS.get(fact, "{}").format(number(whole(fact, float(value)))))
    return _WORDS.get(str(value), str(value).replace("_", " "))


def whole(fact: str, value: float) -> float:
    """A count without the fraction that a conversion left: 87 for 86.9 requests a month."""
    unit = spec(fact).unit or ""
    parted = any(name in unit for name in _COUNTED)
    return value if parted or abs(value) < _WHOLE else float(round(value))


def one_of(text: str) -> str:
    """An amount in words, in the singular where it is one: `1 request a month`."""
    return _ONE.sub(lambda m: f"{m[1] or ''}1 {m[2]}{m[3]}", text)


def show_beside_label(fact: str, value: Any) -> str:
    """A value without the unit that its label already names: `41` of “good examples”."""
    shown, label = show(fact, value), spec(fact).label
    words = label.split()
    while words and not shown.endswith(" " + " ".join(words)):
        words.pop(0)
    return shown.removesuffix(" " + " ".join(words)) if words else shown


def about(fact: str, value: float, *, beyond: float | None = None) -> float:
    """The round number nearest to one that is only estimated: 15 for 14, 90,000 for 87,000.

    A percentage keeps its points. With `beyond`, today's value, it stays on the same side of that
    as the estimate is, at the price of more digits: 29, not 30, where 30 is what there is.
    """
    figures = about_figures(fact, value)
    if beyond is None or value == beyond:
        return next(figures)
    up = value > beyond
    return next((f for f in figures if (f > beyond if up else f < beyond)), value)


def about_figures(fact: str, value: float) -> Iterator[float]:
    """What an estimate may be rounded to, the roundest first and itself last."""
    if spec(fact).unit != "percent" and value >= 1:
        scale = 10.0 ** math.floor(math.log10(value))
        yield min((figure * scale for figure in _ROUND), key=lambda figure: abs(figure - value))
        yield from (rounded(value, digits) for digits in (2, 3))
    yield value


def number(value: float) -> str:
    """A number in plain digits with separators, without a tail of zeros."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def duration(milliseconds: float) -> str:
    """A time, to three digits, in the unit that people use: `300 ms`, `1.5 s`, `20.6 minutes`."""
    milliseconds = rounded(milliseconds, 3) if milliseconds else milliseconds
    for size, name in _LONG:
        if milliseconds > 2 * size:
            return f"{number(float(f'{milliseconds / size:.3g}'))} {name}"
    if milliseconds < 1000:
        return f"{_plain(milliseconds)} ms"
    return f"{_plain(milliseconds / 1000)} s"


def _plain(value: float) -> str:
    """A number to six digits, without an exponent and without a tail of zeros."""
    return f"{Decimal(f'{value:.6g}'):f}"


def points(value: float) -> str:
    """A measured percentage: one decimal at most, more only where that would make it 0 or 100."""
    digits = range(1, DECIMALS + 1)
    shown = next((s for n in digits if (s := round(value, n)) not in _ENDS), value)
    return f"{_plain(shown)}%"


def percent(share: float) -> str:
    """A probability (0–1) in whole percent, never 0 or 100 by rounding alone.

    It is taken to three digits first, as results pass it on, so that every face shows the same.
    """
    points = round(100 * share, 1)
    if 0 < points < 1:
        return "under 1%"
    if 99 < points < 100:
        return "over 99%"
    return f"{points:.0f}%"


def rounded(value: float, digits: int = 2) -> float:
    """A number held to some significant digits."""
    return float(f"{value:.{digits - 1}e}")
