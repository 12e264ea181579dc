"""What is no fact yet, in words: what is supposed or assumed, and what would turn the advice."""

from collections.abc import Mapping

from agent import wording
from tools.facts import Fact
from tools.results import Assumption, Flip
from tools.showing import show
from tools.strategies import strategy_texts
from tools.vocabulary import spec

_LATENCY = "latency_target_ms"


def supposed(changes: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Supposed facts as the start of a sentence, each with what it is now.

    `With 100 good examples (now 3,000), and if the facts change daily`.
    """
    bare = {n: text.removesuffix(" yet") for n, text in changes.items()}
    told = {
        n: text + (f" (now {_apart(now[n], text)})" if n in now else "") for n, text in bare.items()
    }
    nouns = wording.join([text for name, text in told.items() if not wording.is_clause(name)])
    clauses = wording.join([text for name, text in told.items() if wording.is_clause(name)])
    if not nouns:
        return f"If {clauses}"
    return f"With {nouns}" + (f", and if {clauses}" if clauses else "")


def _apart(text: str, other: str) -> str:
    """What sets a phrase apart from another; all of it where that is no more than an article."""
    rest = wording.apart(text, other)
    return text if rest in ("a", "an", "the", "no") else rest


def flip(found: Flip) -> str:
    """What would put another strategy first: `With fewer than 18 good examples, X would lead.`."""
    label = strategy_texts()[found.strategy].label
    return f"{_case(found)}, {label} would lead."


def assumption(row: Assumption) -> str:
    """What is assumed of an unknown fact, in the words of a known one: `0 to 10 good examples`."""
    name, value = row.fact, row.value.removeprefix("open, most likely ").removeprefix("open, ")
    rule = spec(name)
    if rule.numeric:
        unit = show(name, 2.0).partition(" ")[2]
        shown = value if name == _LATENCY else value.removesuffix(f" {unit}")
        return wording.measured(name, shown)
    choices = (True, False) if rule.kind == "flag" else rule.choices
    for choice in choices:
        if show(name, choice) == value:
            return wording.fact_in_words(name, Fact(choice))
    return wording.fact_in_words(name, Fact(())) if value == "nothing" else value


def _case(found: Flip) -> str:
    name, less, near = found.fact, found.direction == "below", found.near
    value = wording.fact_in_words(name, Fact(near))
    if found.direction == "is":
        if name == "task":
            return f"If the task were {value}"
        return f"If {value}" if wording.is_clause(name) else f"With {value}"
    if name == _LATENCY:
        shown = wording.amount(name, float(near))
        return (
            f"If an answer {'had to come within' if less else 'could take more than'} about {shown}"
        )
    sum_or_share = name.endswith(("_usd", "_accuracy"))
    fewer = "less" if sum_or_share else "fewer"
    return f"With {fewer if less else 'more'} than about {value}"
