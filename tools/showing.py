"""How values of facts are written for people: with units, separators and plain words."""

from typing import Any

from tools.facts import spec

_UNITS = {
    "monthly_requests": "{} requests a month",
    "labeled_examples": "{} examples",
    "knowledge_tokens": "{} tokens",
    "prompt_tokens": "{} tokens a request",
    "output_tokens": "{} tokens an answer",
    "current_accuracy": "{}%",
    "target_accuracy": "{}%",
    "monthly_budget_usd": "${} a month",
    "upfront_budget_usd": "${} once",
    "latency_target_ms": "{} ms",
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
_PLURALS = ("examples", "days", "classes", "tokens")


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
    if spec(fact).numeric:
        text = _UNITS.get(fact, "{}").format(number(float(value)))
        return text.removesuffix("s") if value == 1 and text.endswith(_PLURALS) else text
    return _WORDS.get(str(value), str(value).replace("_", " "))


def show_beside_label(fact: str, value: float) -> str:
    """A number without the unit that its label already names: `41` of “good examples”."""
    shown, label = show(fact, value), spec(fact).label
    words = label.split()
    while words and not shown.endswith(" " + " ".join(words)):
        words.pop(0)
    return shown.removesuffix(" " + " ".join(words)) if words else shown


def number(value: float) -> str:
    """A number in plain digits with separators, without a tail of zeros."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


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
