"""Reads lengths of time: how fast an answer must come, when it must be live."""

import re

from agent.offline.findings import Finding, numeric
from agent.offline.message import Message
from agent.offline.quantities import Quantity

MS_PER_DAY = 86_400_000
LONGEST_LATENCY_MS = 600_000


def read_time(message: Message, quantity: Quantity, *, fact: str = "") -> Finding | None:
    """A length of time: how fast an answer must come, or when it must be live."""
    days = quantity.value / MS_PER_DAY
    if re.search(r"\bevery (?:\w+ )?$", quantity.before) or re.match(
        r"\s?(?:ago|old)\b", message.norm[quantity.end : quantity.end + 6]
    ):
        return None
    short = quantity.value <= LONGEST_LATENCY_MS
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
