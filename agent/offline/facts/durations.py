"""Reads lengths of time: how fast an answer must come, when it must be live."""

import re
from dataclasses import replace
from itertools import pairwise

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import MS_PER_DAY, Quantity

FILE = "durations"


def read_time(message: Message, quantity: Quantity, *, fact: str = "") -> Finding | None:
    """A length of time: how fast an answer must come, or when it must be live."""
    if message.norm[quantity.start : quantity.number.end] == "another":
        return None  # one more of what was spoken of
    days = quantity.value / MS_PER_DAY
    if is_no_wait(message, quantity):
        return None
    short = quantity.value <= limit(FILE, "longest_latency_ms")
    if short and _is_said_to_do(message, quantity):
        return numeric("latency_target_ms", quantity)
    if short:
        goal, now = message.cost(quantity, "latency_goal"), message.cost(quantity, "latency_now")
        about = message.cost(quantity, "latency")
        if fact != "latency_target_ms":
            figure = message.norm[quantity.start : quantity.end]
            in_ms = shape("in_ms", FILE).search(figure)
            of_today = now <= limit(FILE, "now")
            if in_ms and not of_today:
                return numeric("latency_target_ms", quantity)
            capped = quantity.limit == "most"
            sharp = capped and quantity.value <= limit(FILE, "longest_cap_ms") and not of_today
            sharp = sharp or (capped and re.search(r"\d ?ms", figure) is not None)
            if about > limit(FILE, "latency") and not sharp:
                return None
            if goal > limit(FILE, "latency") and not quantity.limit:
                return None
            if now < goal and now < limit(FILE, "now_at_most") and not quantity.limit:
                return None
        return numeric("latency_target_ms", quantity, weight=2 if quantity.limit else 1)
    if days < 1:
        return None
    if message.cost(quantity, "not_launch") < limit(FILE, "not_launch"):
        return None
    if message.cost(quantity, "launch") > limit(FILE, "launch") and fact != "time_to_launch_days":
        return None
    return numeric("time_to_launch_days", quantity, times=1 / MS_PER_DAY)


def is_no_wait(message: Message, quantity: Quantity) -> bool:
    """True for the time between two changes, an age, and how long something has been the same."""
    if shape("every_before", FILE).search(quantity.before) or is_no_span(message, quantity):
        return True
    standing = shape("standing_before", FILE).search(quantity.before)
    return standing is not None and quantity.value >= MS_PER_DAY


def is_no_span(message: Message, quantity: Quantity) -> bool:
    """True for an age, so much material, or so many hours a week."""
    behind = message.norm[quantity.end : quantity.end + reach(FILE, "behind")]
    return shape("no_span", FILE).match(behind) is not None


def _is_said_to_do(message: Message, quantity: Quantity) -> bool:
    """As in "half a minute per report is ok", "nobody minds waiting ten seconds"."""
    behind = message.norm[quantity.end : message.text.sentence_at(quantity.start).end]
    if shape("granted_before", FILE).search(quantity.before):
        return True
    if message.cost(quantity, "latency_now") < limit(FILE, "now"):
        return False
    fine = pattern("latency_said_behind").match(behind.lstrip())
    return bool(fine or pattern("latency_said_before").search(quantity.before))


def faster_than_now(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "it takes 9 seconds today; it must be under 2", or "2.4 s now, limit 1.5 s"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (now, goal) in enumerate(pairwise(inside)):
        timed = now.unit == "duration" and now.value <= limit(FILE, "longest_latency_ms")
        near = goal.start - now.end <= limit(FILE, "apart")
        same = goal.unit == "duration" and goal.value < now.value
        if timed and same and near and shape("limit_before", FILE).search(goal.before):
            found = numeric("latency_target_ms", goal, weight=2)
            out.append((replace(found, start=now.start), [place, place + 1]))
            continue
        bare = goal.unit == "" and not goal.per and goal.number.value < now.number.value
        if not (timed and bare and near):
            continue
        said = pattern("faster").search(goal.before)
        if said and shape("ends_goal", FILE).match(goal.after):
            finding = numeric("latency_target_ms", goal, times=now.factor, weight=2)
            out.append((finding, [place + 1]))
    return out
