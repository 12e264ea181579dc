"""Reads that a noted value is wrong, without the right one: "your latency figure is off"."""

import re
from collections.abc import Mapping
from typing import Any

from agent.offline.revising.called import facts_called
from agent.offline.revising.repeated import Repeat, repeats
from agent.offline.revising.replaced import is_pronoun
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.subjects import named_facts

FILE = "corrections"
FIGURES = "disputed"


def disputed(message: Message, known: Mapping[str, Any]) -> list[str] | None:
    """The known facts whose values a message calls wrong; None when it disputes no fact at all.

    A message with figures tells the right value, or may, and a question asks.
    """
    words = message.norm.strip(" .!")
    if message.quantities or len(message.text.sentences) > 1 or words.endswith("?"):
        return None
    found = pattern("disputed", FILE).fullmatch(words)
    if found is None:
        return None
    named = facts_called(words, known) or set(named_facts(words))
    return [f for f in known if f in named] if named else None


def called_wrong(message: Message, known: Mapping[str, Any]) -> list[str]:
    """The facts whose figures, told before, are called wrong, where no figure is new.

    As in "9,000 is what I said, the 12 classes are wrong": of those called right nothing changes.
    Examples that are wrong themselves are no wrong number of them.
    """
    told = repeats(message, known)
    places = {r.quantity.start for r in told}
    new = [q for q in message.quantities if q.start not in places and not is_pronoun(message, q)]
    if new or message.norm.rstrip().endswith("?"):
        return []
    right = [r for r in told if _is_called(message, r, "right")]
    beside = bool(right) or bool(_named(message, known, "right_named"))
    wrong = [r.fact for r in told if r not in right and _is_wrong(message, r, beside=beside)]
    named = _named(message, known, "wrong_named") if beside else []
    return list(dict.fromkeys([*wrong, *named]))


def _named(message: Message, known: Mapping[str, Any], verdict: str) -> list[str]:
    """The known facts that a clause without figures calls so: "the budget is wrong"."""
    here = [
        message.norm[c.start : c.end].strip(" ,.;:!")
        for c in message.text.clauses
        if not any(c.holds(q.start) for q in message.quantities)
    ]
    said = [found["what"] for words in here if (found := _verdict(verdict).fullmatch(words))]
    return [fact for words in said if _is_no_quality(words) for fact in facts_called(words, known)]


def _is_no_quality(words: str) -> bool:
    """True where being wrong is no fault of the model or of examples: not "the answers are"."""
    return not (pattern("about_answers", FILE).search(words) or macro("example").search(words))


def _verdict(name: str) -> re.Pattern[str]:
    return pattern(name, FIGURES)


def _is_wrong(message: Message, told: Repeat, *, beside: bool) -> bool:
    """True for a figure that is called wrong; with `beside`, another one is called right."""
    if beside and _is_called(message, told, "wrong_beside"):
        return True
    if not _behind(message, told, "wrong"):
        return False
    quality = macro("example").match(told.quantity.noun) is not None
    named = shape("told_before", FIGURES).search(told.quantity.before) is not None
    return beside or (named and not quality)


def _is_called(message: Message, told: Repeat, verdict: str) -> bool:
    before = shape(f"{verdict}_before", FIGURES).search(told.quantity.before)
    return before is not None or _behind(message, told, verdict)


def _behind(message: Message, told: Repeat, verdict: str) -> bool:
    """True where the verdict follows on the figure and what it counts."""
    end = told.quantity.number.end
    spans = (m.end() for m in [shape("counted", FIGURES).match(message.norm, end)] if m)
    verdicts = shape(f"{verdict}_behind", FIGURES)
    return any(verdicts.match(message.norm, place) for place in (end, *spans))
