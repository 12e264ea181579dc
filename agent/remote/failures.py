"""What went wrong with a remote model, and the rule for it, from `data/failures.toml`."""

import email.utils
import time
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from tools.datafiles import Row, read

DATA = Path(__file__).parent / "data"
REJECTING = (400, 404, 405, 415, 422, 500, 501)  # statuses with which parameters are refused


class Failure(Exception):
    """A remote model could not serve a call; `kind` is a key of the table, nothing else is kept.

    `wait_seconds` is how long the endpoint asked to be left alone, None when it did not say.
    """

    def __init__(self, kind: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.wait_seconds = wait_seconds

    @property
    def rule(self) -> "Rule":
        """What the table says about it."""
        return table().kind[self.kind]


class Rule(Row):
    """One kind of failure: how it is recognised, what is said, what is done."""

    says: str
    why: str
    nudge: str = ""
    retried: bool = False
    statuses: tuple[int, ...] = ()
    errors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Limits(Row):
    """Bounds of patience; seconds, counts and characters as their names say."""

    longest_wait_seconds: float
    backoff_seconds: float
    most_steps: int
    most_failed_calls: int
    most_reply_chars: int
    most_repeats: int


class Table(Row):
    """The whole file."""

    limits: Limits
    kind: Mapping[str, Rule]
    parameter: Mapping[str, tuple[str, ...]]


@cache
def table() -> Table:
    """The packaged table."""
    return read(Table, "failures.toml", DATA / "failures.toml")


def limits() -> Limits:
    """The bounds of patience."""
    return table().limits


def failure_of(error: BaseException) -> Failure:
    """Say what kind of failure an error is, by its class, the words in it, then its status."""
    if isinstance(error, Failure):
        return error
    status, said = _status(error), words_of(error)
    names = {kind.__name__ for e in _chain(error) for kind in type(e).__mro__}
    for kind, rule in table().kind.items():
        by_class = (status is None or kind == "overflow") and not names.isdisjoint(rule.errors)
        by_words = "APIError" in names and any(word in said for word in rule.words)
        if by_class or by_words:
            return Failure(kind, wait_seconds=_wait(error))
    for kind, rule in table().kind.items():
        if status in rule.statuses:
            return Failure(kind, wait_seconds=_wait(error))
    if status is not None:
        return Failure("server_error" if status >= 500 else "bad_request", wait_seconds=None)
    return Failure("failed")


def rejected_parameter(error: BaseException, sent: Collection[str]) -> str | None:
    """The parameter of those sent that the endpoint refuses; None when it complains of none."""
    status, said = _status(error), words_of(error)
    if status not in REJECTING:
        return None
    parameters = table().parameter
    named = (p for p, words in parameters.items() if p in sent and any(w in said for w in words))
    return next(named, None)


def words_of(error: BaseException) -> str:
    """All that an error says, in small letters; for comparing only, as it may hold a key."""
    said = [f"{e} {getattr(e, 'body', '') or ''}" for e in _chain(error)]
    return " ".join(said).lower()


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what caused it, which the client wraps."""
    found: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and here not in found:
        found.append(here)
        here = here.__cause__ or here.__context__
    return found


def _status(error: BaseException) -> int | None:
    for e in _chain(error):
        status = getattr(e, "status_code", None)
        if isinstance(status, int) and status >= 400:
            return status
    return None


def _wait(error: BaseException) -> float | None:
    """The seconds for which the endpoint asks to be left alone (`Retry-After`)."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        try:
            return max(float(value) * scale, 0.0)
        except ValueError:
            pass
        try:
            return max(email.utils.parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
        except (TypeError, ValueError):
            pass
    return None
