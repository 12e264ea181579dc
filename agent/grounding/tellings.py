"""What the keys and rows of a tool's JSON say of the numbers and names in them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from agent.grounding.known import Known
from agent.grounding.naming import strategies_in
from tools.datafiles import Row, read
from tools.vocabulary import STRATEGIES

_CONFIDENCE_OF = {
    "confidence": "ranking", "confidence_before": "before", "confidence_after": "after",
}  # fmt: skip


def under(key: str, value: float, subject: str | None) -> Iterator[Known]:
    """A number of JSON as the key it stands under says."""
    rule = key_of(key)
    if rule is None:
        yield Known(value, "bare", subject=subject)
    elif rule.kind == "share":
        yield Known(100 * value, "percent", None, rule.role, subject)
        yield Known(value, "bare", None, rule.role, subject)
    elif rule.role == "saving" and value < 0:
        yield Known(-value, rule.kind, rule.per, "extra", subject)
    elif rule.kind != "none":
        yield Known(value * rule.factor, rule.kind, rule.per, rule.role, subject)


class _Key(Row):
    any: tuple[str, ...]
    kind: str
    per: str | None = None
    role: str | None = None
    factor: float = 1.0


class _Keys(Row):
    key: tuple[_Key, ...]


@cache
def key_of(name: str) -> _Key | None:
    """What `data/keys.toml` says of a key; None where no pattern matches."""
    rows = read(_Keys, "keys", Path(__file__).parent / "data" / "keys.toml").key
    return next((r for r in rows if any(re.fullmatch(p, name) for p in r.any)), None)


def subject_of(row: Mapping[str, Any]) -> str | None:
    """The one strategy that an object of the JSON is about."""
    for name in ("strategy", "plan", "label"):
        found = row.get(name)
        if isinstance(found, str):
            about = ids(found)
            if len(about) == 1:
                return about[0]
    return None


def leader_of(row: Mapping[str, Any], key: str) -> str | None:
    """Of whom a confidence is said: the first of the ranking that it belongs to."""
    ranking = _CONFIDENCE_OF.get(key)
    order = order_of(row.get(ranking)) if ranking else ()
    return order[0] if order else None


def ids(text: str) -> list[str]:
    """The ids of the strategies that a text names, each one alone."""
    if text in STRATEGIES:
        return [text]
    return [
        s for named in strategies_in(text) for s in named.strategies if len(named.strategies) == 1
    ]


def order_of(rows: Any) -> tuple[str, ...]:
    """The strategies of a ranking, best first; empty where it is none."""
    if not isinstance(rows, (list, tuple)) or len(rows) < 2:
        return ()
    found = [r.get("strategy") for r in rows if isinstance(r, Mapping)]
    if len(found) != len(rows) or not all(isinstance(s, str) and s in STRATEGIES for s in found):
        return ()
    return tuple(str(s) for s in found)


def strings(value: Any) -> Iterator[str]:
    """Every string inside a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)
