"""What the words around a figure say of it: period, role, hedge."""

import re

from agent.grounding.figure import OWN, Figure
from agent.grounding.lexicon import pattern, units

_YOURS = re.compile(
    r"\b(?:you(?:['’]ve(?: got)?| have| label| get| handle| process| receive)|your)"
    r"(?: about| only| around| roughly| some| over| the)? ?$"
)


def with_context(low: str, match: re.Match[str], figure: Figure) -> Figure:
    """Add period, role and hedge from the words around."""
    before, after = low[: match.start()], low[match.end() :]
    near_before, near_after = _clause_before(before), _clause_after(after)
    per, factor = _period(figure, near_before, after)
    # a noun may stand between the figure and its period: "40,000 tickets a month"
    return Figure(
        text=figure.text,
        value=figure.value * factor,
        step=figure.step * factor,
        kind=figure.kind,
        per=per,
        role=_role(figure.kind, near_before, near_after, low),
        hedge=hedge(before, after),
        start=match.start(),
        low=None if figure.low is None else figure.low * factor,
        high=None if figure.high is None else figure.high * factor,
        decimals=figure.decimals,
        sign=figure.sign,
    )


def _period(figure: Figure, before: str, after: str) -> tuple[str | None, float]:
    if figure.kind not in ("usd", "eur", "gbp", "requests", "thing", "bare", "tokens", "examples"):
        return None, 1.0
    rate = re.match(
        r"(?: [a-z][\w-]*){0,2}?(?: ?/ ?| (?:a|per|each|every|an) |-per-)(\d+k? |1,000 |"
        r"million |1m )?([a-z]+)",
        after,
    )
    if rate is None and re.match(r" (?:daily|weekly|monthly|yearly|annually)\b", after):
        named = {
            "daily": "day",
            "weekly": "week",
            "monthly": "month",
            "yearly": "year",
            "annually": "year",
        }
        return "month", units()["rates"][named[after.split()[0].strip(".,;")]]
    if rate is not None:
        noun = rate[2]
        if noun in units()["rates"] and not rate[1]:
            if figure.kind == "usd" and noun in ("hour", "minute", "second"):
                return noun, 1.0
            return "month", units()["rates"][noun]
        if figure.kind in ("usd", "eur", "gbp"):
            return (rate[1] or "").strip() + " " + noun.rstrip("s"), 1.0
        return None, 1.0
    for name in ("once", "total"):
        if figure.kind == "usd" and pattern("periods", name).match(after.lstrip(" (")):
            return name, 1.0
    if figure.kind == "usd" and re.search(r"\bmonthly\b[^.;]{0,30}$", before):
        return "month", 1.0
    return None, 1.0


def _role(kind: str, before: str, after: str, low: str) -> str | None:
    allowed = {
        "percent": ("accuracy", "chance"), "bare": ("accuracy", "chance"),
        "usd": ("saving", "extra", "budget"), "time": ("payback", "launch", "latency"),
    }.get(kind, ())  # fmt: skip
    behind = [(m.start(), r) for r in allowed for m in [pattern("roles", r).search(after)] if m]
    if behind and min(behind)[0] < 28:
        return min(behind)[1]
    if kind in ("examples", "thing", "classes", "requests") and _YOURS.search(before):
        return OWN
    ahead = [(m.end(), r) for r in allowed for m in pattern("roles", r).finditer(before)]
    return max(ahead)[1] if ahead else None


def _clause_before(before: str) -> str:
    cuts = [
        m.end() for m in re.finditer(r"[;|(]|, (?=\w)|\b(?:and|but|while|whereas)\b|[.!?] ", before)
    ]
    return before[cuts[-1] if cuts else 0 :]


def _clause_after(after: str) -> str:
    cut = re.search(r"[;|()\d$€£]|, |\b(?:and|but|while|whereas)\b|[.!?](?: |$)", after)
    return after[: cut.start()] if cut else after


def hedge(before: str, after: str) -> str:
    """About, over or under, as the words beside a figure say; empty for an exact one."""
    tail = before[-26:].rstrip(" $€£")
    for name in ("about", "over", "under"):
        if any(
            tail.endswith(m[0]) and m.end() == len(tail)
            for m in pattern("hedges", name).finditer(tail)
        ) or re.search(r"[~≈]$" if name == "about" else r"(?!)", tail):
            return name
    return "about" if re.match(r"(?: \w+)? or so\b|-ish\b", after) else ""
