"""Reads accuracies by the words right around them: "lands at 81%, the board wants 93"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from agent.offline.accuracy.levels import is_demanded, of_people, speaks_of_a_model
from agent.offline.words.findings import Finding, accuracy
from agent.offline.words.lexicon import any_of, lists, pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "levels"
CURRENT, TARGET = "current_accuracy", "target_accuracy"
_LEAST_BARE = 40  # a bare figure below this is hardly ever a share of right answers
_APART = 130  # characters between what is reached and what is wanted
_WORD_BEHIND = re.compile(r"\s?[a-z]{2,}")
_REFUSED = 60


@dataclass(frozen=True, slots=True)
class _Level:
    """A figure that may be an accuracy, and whose the words around it say it is."""

    place: int
    quantity: Quantity
    percent: float
    bare: bool
    fact: str


def framed(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """The accuracies that the words next to them tell, with the places of their figures.

    A figure with its percent sign needs a word of wanting, or a model that reached it; a bare one
    needs another accuracy beside it.
    """
    levels = [
        level
        for place, quantity in enumerate(inside)
        if (level := _level(message, place, quantity)) is not None
    ]
    signed = [level for level in levels if not level.bare]
    wanted = [x for x in levels if x.fact == TARGET and (not x.bare or _beside(x, levels))]
    wanted = [x for x in wanted if not x.bare or _reached_below(x, levels)]
    if len({x.percent for x in wanted}) != 1:
        wanted = []
    of_a_model = bool(wanted) or speaks_of_a_model(message)
    reached = [
        x for x in levels if x.fact == CURRENT and (_beside(x, wanted) if x.bare else of_a_model)
    ]
    if not reached and wanted:
        reached = [
            x for x in signed if not x.fact and x.place < wanted[0].place and _beside(x, wanted)
        ]
    if len({x.percent for x in reached}) != 1 or (
        wanted and reached[0].percent >= wanted[0].percent
    ):
        reached = []
    return [
        (accuracy(x.fact or CURRENT, x.quantity, x.percent, weight=2), [x.place])
        for x in [*reached[:1], *wanted[:1]]
    ]


def _level(message: Message, place: int, quantity: Quantity) -> _Level | None:
    number, unit = quantity.number, quantity.unit
    bare = unit == ""
    share = bare and 0 < number.value < 1 and number.decimal
    if quantity.per or number.scaled or number.ranged or number.vague or quantity.value < 0:
        return None
    if unit not in ("percent", "") or not (share or 0 < number.value <= 100):
        return None
    behind = message.norm[quantity.end : message.text.sentence_at(quantity.start).end][:_REFUSED]
    if _is_something_else(message, quantity, behind):
        return None
    fact = _whose(message, quantity, behind)
    if bare and not share:
        named = _WORD_BEHIND.match(behind) and not shape("bare_behind", FILE).match(behind)
        if number.value < _LEAST_BARE or number.words or (named and not fact):
            return None
        if named and not shape("wanted_behind", FILE).match(behind):
            return None
    percent = number.value * 100 if share else number.value
    return _Level(place, quantity, percent, bare and not share, fact)


def _is_something_else(message: Message, quantity: Quantity, behind: str) -> bool:
    other = pattern("not_accuracy")
    if of_people(quantity):
        return True
    if is_demanded(message, quantity):
        return False
    here = behind.split(".")[0]
    if other.search(here) or other.search(quantity.before[-40:]):
        return True
    clause = message.clause(quantity)
    if pattern("older_tuned").search(clause) or shape("not_a_level", FILE).match(behind):
        return True
    if pattern("latency").search(quantity.before[-30:]) and quantity.unit == "":
        return True
    refused = _refused(message, quantity)
    if quantity.limit == "most" and not refused:  # of errors, not of right answers
        return True
    return bool(pattern("wrong").search(clause)) and not refused


def _whose(message: Message, quantity: Quantity, behind: str) -> str:
    if is_demanded(message, quantity) or _refused(message, quantity):
        return TARGET
    if shape("wanted_behind", FILE).match(behind):
        return TARGET
    so_much = _ends("so_much_before").search(quantity.before)
    if so_much and shape("so_much_behind", FILE).match(behind):
        return TARGET
    if shape("reached_behind", FILE).match(behind) or shape("as_they_are", FILE).match(behind):
        return CURRENT
    before = quantity.before
    wanted, reached = _ends("wanted_before").search(before), _ends("reached_before").search(before)
    if wanted and (not reached or wanted.start() <= reached.start()):
        return TARGET
    return CURRENT if reached else ""


def _refused(message: Message, quantity: Quantity) -> bool:
    """As in "below 95 they won't touch it", "no one signs off under 90"."""
    if not _ends("below").search(quantity.before):
        return False
    sentence = message.text.sentence_at(quantity.start)
    clause = message.norm[sentence.start : min(sentence.end, quantity.end + _REFUSED)]
    return pattern("refusal", FILE).search(clause) is not None


def _beside(level: _Level, others: Sequence[_Level]) -> bool:
    """True when another figure that may be an accuracy stands near."""
    return any(
        other is not level and abs(other.quantity.start - level.quantity.start) < _APART
        for other in others
    )


def _reached_below(level: _Level, levels: Sequence[_Level]) -> bool:
    """True when a smaller share with a sign of its own stands beside a bare one that is wanted."""
    return any(
        other is not level
        and other.percent < level.percent
        and (not other.bare or other.fact == CURRENT)
        and abs(other.quantity.start - level.quantity.start) < _APART
        for other in levels
    )


@cache
def _ends(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(name, FILE)}{lists(FILE)['fill'][0]}$")
