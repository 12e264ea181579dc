"""Reads lengths of time: how fast an answer must come, when it must be live."""

import re
from itertools import pairwise

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import Message
from agent.offline.words.quantities import MS_PER_DAY, Quantity

LONGEST_LATENCY_MS = 600_000


def read_time(message: Message, quantity: Quantity, *, fact: str = "") -> Finding | None:
    """A length of time: how fast an answer must come, or when it must be live."""
    days = quantity.value / MS_PER_DAY
    if re.search(r"\bevery (?:\w+ )?$", quantity.before) or re.match(
        r"\s?(?:ago\b|old\b|(?:worth )?of (?!time|work|effort|runway|notice)[a-z])",
        message.norm[quantity.end : quantity.end + 24],
    ):
        return None
    short = quantity.value <= LONGEST_LATENCY_MS
    if short and _is_said_to_do(message, quantity):
        return numeric("latency_target_ms", quantity)
    if short:
        goal, now = message.cost(quantity, "latency_goal"), message.cost(quantity, "latency_now")
        about = message.cost(quantity, "latency")
        if fact != "latency_target_ms":
            in_ms = re.search(
                r"\d\s?(?:ms|msec|milli)", message.norm[quantity.start : quantity.end]
            )
            if in_ms and now > 25:
                return numeric("latency_target_ms", quantity)
            sharp = quantity.limit == "most" and quantity.value <= 60_000 and now > 25
            if (
                about > 90
                and not sharp
                and not (
                    quantity.limit == "most"
                    and re.search(r"\d ?ms", message.norm[quantity.start : quantity.end])
                )
            ):
                return None
            if goal > 90 and not quantity.limit:
                return None
            if now < goal and now < 40 and not quantity.limit:
                return None
        return numeric("latency_target_ms", quantity, weight=2 if quantity.limit else 1)
    if days < 1:
        return None
    if message.cost(quantity, "not_launch") < 22:
        return None
    if message.cost(quantity, "launch") > 60 and fact != "time_to_launch_days":
        return None
    return numeric("time_to_launch_days", quantity, times=1 / MS_PER_DAY)


def _is_said_to_do(message: Message, quantity: Quantity) -> bool:
    """As in "half a minute per report is ok", "nobody minds waiting ten seconds"."""
    behind = message.norm[quantity.end : message.text.sentence_at(quantity.start).end]
    if message.cost(quantity, "latency_now") < _NOW:
        return False
    fine = pattern("latency_said_behind").match(behind.lstrip())
    return bool(fine or pattern("latency_said_before").search(quantity.before))


def faster_than_now(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "it takes 9 seconds today; it must be under 2": the wanted figure has the same unit."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (now, goal) in enumerate(pairwise(inside)):
        timed = now.unit == "duration" and now.value <= LONGEST_LATENCY_MS
        bare = goal.unit == "" and not goal.per and goal.number.value < now.number.value
        if not (timed and bare) or goal.start - now.end > _APART:
            continue
        said = pattern("faster").search(goal.before)
        if said and re.match(r"\s*(?:$|[.,;!)]|at most|or less|max|tops)", goal.after):
            finding = numeric("latency_target_ms", goal, times=now.factor, weight=2)
            out.append((finding, [place + 1]))
    return out


_NOW = 25  # characters within which a word of today's time belongs to the figure
_APART = 60
