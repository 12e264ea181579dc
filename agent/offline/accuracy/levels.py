"""Knows an accuracy by its shape: "prompting alone: 69", "82 -> 95%", "94% needed"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity
from agent.offline.words.strategies import find_strategies

FILE = "levels"
Role = Literal["current", "target", ""]


def shaped(message: Message, quantity: Quantity) -> Role:
    """Whose accuracy a figure is when the words right around it say so, else ""."""
    before, behind = quantity.before, message.norm[quantity.number.end : quantity.end + 60]
    if is_demanded(message, quantity) or pattern("level_wanted_behind").match(behind):
        return "target"
    if pattern("level_wanted").search(before):
        return "target"
    if pattern("level_reached").search(before) or _of_a_model(message, quantity):
        return "current"
    if pattern("level_stuck").search(before) and speaks_of_a_model(message):
        return "current"
    alone = shape("only_a_share", FILE).fullmatch(message.clause(quantity))
    if alone and speaks_of_a_model(message):
        return "current" if not pattern("target").search(message.sentence(quantity)) else ""
    return ""


def _of_a_model(message: Message, quantity: Quantity) -> bool:
    """True for a share with its model right behind it: "0.58 w/ <model>", ".8 a row with <model>".

    A setting of the model is none, nor is a price: "temperature 0.7 with <model>".
    """
    least = limit(FILE, "least_share")
    if not (quantity.number.decimal and least <= quantity.number.value < 1):
        return False
    if shape("setting_before", FILE).search(quantity.before):
        return False
    names = (m for m in message.models if m.used and m.start >= quantity.end)
    nearest = next(names, None)
    if nearest is None or shape("counted_behind", FILE).match(message.norm, nearest.end):
        return False
    between = message.norm[quantity.number.end : nearest.start]
    return shape("model_behind", FILE).fullmatch(between) is not None


def is_demanded(message: Message, quantity: Quantity) -> bool:
    """True for "from 85% on it pays" and "98% because a slip is a fine": so good it has to be."""
    end = message.text.sentence_at(quantity.start).end
    if shape("as_it_matters_behind", FILE).match(message.norm, quantity.number.end, end):
        return True
    onwards = shape("onwards_behind", FILE).match(message.norm, quantity.number.end, end)
    return bool(onwards and shape("from_ahead", FILE).search(quantity.before))


def of_people(quantity: Quantity) -> bool:
    """True for how far people agree: "raters agree among themselves in 91%"."""
    return pattern("of_people").search(quantity.before[-reach(FILE, "of_people") :]) is not None


def speaks_of_a_model(message: Message) -> bool:
    """True when the message names a model, a strategy or how right answers are."""
    return bool(
        message.models
        or find_strategies(message.norm)
        or pattern("of_a_model").search(message.norm)
    )


def arrows(message: Message, inside: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """As in "82 -> 95%": what is reached and what is wanted."""
    out = []
    for now, goal in pairwise(inside):
        shares = all(
            q.unit in ("", "percent") and not q.per and q.number.value <= 100 for q in (now, goal)
        )
        arrow = shape("arrow", FILE).fullmatch(message.norm[now.number.end : goal.number.start])
        if shares and "percent" in (now.unit, goal.unit) and arrow:
            out.append((now, goal))
    return out
