"""What a message rules out, or allows again: a way of adapting the model that people won't have.

It is no fact of the project but a constraint on the advice, so the reader of facts leaves it alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from agent.grounding import sentences
from agent.offline.asking import harm
from agent.offline.asking.intents import asks, is_what_if
from agent.offline.reading.reader import Reader
from agent.offline.reading.said import Reading
from agent.offline.words.lexicon import any_of, expand, lists, pattern
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES

FILE = "ruled_out"
WEIGHTS = "weights"  # the family of all that train
REFUSALS = ("refused", "refused_behind")
_CLAUSES = re.compile(r"[,;:.!]|\s[-–—]\s|\b(?:and|but)\b")


@dataclass(frozen=True)
class Rulings:
    """Strategies ruled out, each with the words that said so, and those allowed again."""

    out: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()


def rulings(text: str) -> Rulings:
    """What a message rules out and what it allows again; conditions and questions do neither."""
    out: dict[str, str] = {}
    allowed: list[str] = []
    message = take_apart(text)
    if harm.is_hostile(message) or is_what_if(message):
        return Rulings()
    for sentence in sentences(text):
        meant, named = _meant(sentence)
        if meant == "out":
            out |= {name: sentence.strip() for name in named}
        elif meant == "allowed":
            allowed += named
    return Rulings(out, tuple(dict.fromkeys(allowed)))


def without_rulings(reader: Reader, text: str, known: Mapping[str, Any], whole: Reading) -> Reading:
    """The reading of a message without what only its refusals seem to tell: nobody's experience."""
    doubtful = [name for name in lists(FILE)["not_told"] if name in whole.facts]
    parts = sentences(text) if doubtful else []
    kept = [part for part in parts if _meant(part)[0] != "out"]
    if len(kept) == len(parts):
        return whole
    rest = reader.read(" ".join(kept), known=known)
    gone = [name for name in doubtful if name not in rest.facts]
    told = {n: v for n, v in whole.facts.items() if n not in gone}
    kind = whole.kind if told or whole.topic or whole.cleared else "describe"
    return replace(whole, kind=kind, facts=told)


def _meant(sentence: str) -> tuple[str, list[str]]:
    """Whether a sentence rules something out or allows it, and what."""
    message = take_apart(sentence)
    words = message.norm
    if pattern("conditional", FILE).search(words) or asks(message, message.text.sentences[0]):
        return "", []
    for name in REFUSALS:
        for found in _pattern(name).finditer(words):
            if named := _named(found):
                return "out", named
    named = []
    for place, clause in enumerate(_CLAUSES.split(words)):
        form = "none_at_all" if place and not named else "none_of_it"
        alone = _pattern(form).fullmatch(clause.strip())
        named += _named(alone) if alone is not None else []
    if named:
        return "out", named
    for found in _pattern("allowed").finditer(words):
        return "allowed", _named(found) or list(STRATEGIES)
    return "", []


def _named(found: re.Match[str]) -> list[str]:
    """The strategies that the object of a refusal stands for."""
    said = next(filter(None, (found[name] for name in found.re.groupindex)), "")
    if not said:
        return []
    if re.fullmatch(any_of("training", FILE), said):
        return [name for name, text in strategy_texts().items() if text.family == WEIGHTS]
    return find_strategies(said)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The list `name`, with every way to name what is refused in place of OBJECT."""
    named = "|".join(p for patterns in lists("strategies").values() for p in patterns)
    other = f"(?!\\s+{any_of('something_else', FILE)}\\b)"
    objects = f"(?:{any_of('training', FILE)}|{named})(?![\\w-]){other}"
    forms = []
    for n, form in enumerate(lists(FILE)[name]):
        before, held, behind = expand(form).partition("OBJECT")
        place = f"(?P<object{n}>{objects})" if held else ""
        forms.append(before + place + behind)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")
