"""What a question about the bill takes on other terms: today's own bill, money on top, prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.offline.words.lexicon import compiled, limit, pattern, tables
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity
from tools.durations import MONTHS_A_YEAR

FILE = "terms"
OTHER_TERMS = "other_terms"
SUM = "#"  # stands for the figure
PERCENT = 100
_PER_MONTH = "month"


@dataclass(frozen=True)
class _Words:
    """The words of a message, with the mark in place of one figure, and what stands in them."""

    text: str

    def hold(self, name: str) -> bool:
        return pattern(name, FILE).search(self.text) is not None


def other_terms(message: Message) -> Mapping[str, Any]:
    """The arguments of the tool that prices other terms; empty for other words.

    As in "does it pay back against the $900 we pay now?", "the agency wants $20k, pay-back then?",
    "what if token prices fall by half?", "the total over three years".
    """
    if len(message.norm.split()) > limit(FILE, "words"):
        return {}
    sums = [q for q in message.quantities if q.unit == "money"]
    if len(sums) == 1:
        return _of_money(message, sums[0])
    if not sums:
        return _of_prices(message) or _of_time(message)
    return {}


def _with_mark(message: Message, quantity: Quantity, end: int) -> _Words:
    """The words with the mark in place of a figure that ends at `end`, without punctuation."""
    start = quantity.start
    start -= message.norm[:start].endswith("$")
    raw = f"{message.norm[:start]}{SUM}{message.norm[end:]}"
    kept = (c if c.isalnum() or c in "'#-" else " " for c in raw)
    return _Words(" ".join("".join(kept).split()))


def _of_money(message: Message, told: Quantity) -> Mapping[str, Any]:
    words = _with_mark(message, told, told.end)
    if words.hold("no_bill") or told.number.value <= 0:
        return {}
    back, only = words.hold("pay_back"), len(message.quantities) == 1
    held = words.hold("against") and words.hold("of_today")
    if only and (held or (back and words.hold("paid_today"))):
        month = tables("units")["per_month"][told.per or _PER_MONTH]
        return {"today_usd_monthly": round(told.number.value * month, 2)}
    asked = message.norm.rstrip().endswith("?")
    if back and asked and not told.per and words.hold("on_top"):
        return {"extra_once_usd": told.number.value}
    return {}


def _of_prices(message: Message) -> Mapping[str, Any]:
    """The factor by which token prices are supposed to move."""
    named = pattern("token_prices", FILE).search(message.norm)
    if named is None or not _supposes(message.norm):
        return {}
    shares = [q for q in message.quantities if q.unit == "percent"]
    if len(message.quantities) > len(shares) or len(shares) > 1:
        return {}
    if shares:
        words = _with_mark(message, shares[0], shares[0].end)
        moved = shares[0].number.value / PERCENT
        if words.hold("fall") and moved < 1:
            return {"token_price_factor": round(1 - moved, 4)}
        return {"token_price_factor": round(1 + moved, 4)} if words.hold("rise") else {}
    rows = tables("factors")["words"].items()
    found = (factor for text, factor in rows if compiled((text,)).search(message.norm))
    factor = next(found, None)
    return {} if factor is None else {"token_price_factor": factor}


def _supposes(norm: str) -> bool:
    return norm.rstrip().endswith("?") or pattern("supposed", FILE).search(norm) is not None


def _of_time(message: Message) -> Mapping[str, Any]:
    """The months that a total is asked over."""
    times: Sequence[Quantity] = message.quantities
    if len(times) != 1 or times[0].unit != "duration":
        return {}
    months = times[0].value * MONTHS_A_YEAR / tables("units")["milliseconds"]["year"]
    words = _with_mark(message, times[0], times[0].end)
    fits = limit(FILE, "least_months") <= round(months) <= limit(FILE, "most_months")
    asks = words.hold("total") and words.hold("of_costs") and not words.hold("no_total")
    return {"horizon_months": round(months)} if fits and asks else {}
