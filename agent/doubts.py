"""A value that contradicts what the user said before: it is asked about, not overwritten."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from agent.grounding import sentences
from agent.notebook import Notebook
from agent.wording import apart, fact_in_words, value_in_words
from tools.datafiles import Row, read
from tools.facts import Fact, Value, spec
from tools.results import Question

_FILE = Path(__file__).parent / "toolbox" / "data" / "doubts.toml"


class _Doubts(Row):
    updates: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    slack: float
    most_words: int
    most_words_before: int


def doubtful(book: Notebook, new: Mapping[str, Fact], message: str) -> dict[str, Fact]:
    """Those of the `new` facts that contradict a fact the user said, where nothing explains it.

    Words of correction or of a change in time, in the sentence that states the fact or in a short
    one before it, explain it; so does an answer to the question that is open, and a value that was
    in doubt before.
    """
    return {
        name: fact
        for name, fact in new.items()
        if name in book.facts
        and name != book.open_fact
        and name not in book.doubted
        and _contradicts(name, book.facts.known[name], fact)
        and not _words("updates").search(_around(fact.quote or "", message))
    }


def _around(quote: str, message: str) -> str:
    """The sentence that holds a quote, with one before it that is short; else the whole message."""
    parts = [" ".join(part.lower().split()) for part in sentences(message)]
    words = " ".join(quote.lower().split())
    place = next((i for i, part in enumerate(parts) if words and words in part), None)
    if place is None:
        return " ".join(parts)
    before = parts[place - 1] if place else ""
    short = len(before.split()) <= _rules().most_words_before
    return f"{before} {parts[place]}" if short else parts[place]


def question_of(book: Notebook) -> Question | None:
    """The question that settles the first doubt; None where there is none."""
    for name, fact in book.doubted.known.items():
        old = book.facts.known.get(name)
        if old is None:
            continue
        return Question(
            fact=name,
            question=_which(name, old, fact),
            replies=_choices(name, old, fact),
            could_change="settles which of two values counts; you have told me both",
            gain=0.0,
            done=False,
        )
    return None


def _which(name: str, old: Fact, new: Fact) -> str:
    """Which of two values counts: `Is it 500 good examples now, no longer 3,000?`."""
    now = fact_in_words(name, new)
    if spec(name).numeric:
        when = "" if now.endswith("today") else " now"
        return f"Is it {now}{when}, no longer {value_in_words(name, old.value)}?"
    return f"Which counts now: {now}, or still {apart(fact_in_words(name, old), now)}?"


def _choices(name: str, old: Fact, new: Fact) -> tuple[str, str]:
    """Both values as quick replies that are understood by themselves."""
    words = value_in_words if spec(name).numeric else _said
    return words(name, new.value), words(name, old.value)


def _said(name: str, value: Value) -> str:
    text = fact_in_words(name, Fact(value))
    return f"{text[:1].upper()}{text[1:]}"


def verdict(message: str) -> bool | None:
    """True for a bare yes to the question of a doubt, False for a bare no, None for all else."""
    low = message.lower().strip(" .!,")
    if len(low.split()) > _rules().most_words or re.search(r"\d", low):
        return None
    if _words("yes").match(low):
        return True
    return False if _words("no").match(low) else None


def _contradicts(name: str, old: Fact, new: Fact) -> bool:
    rule = spec(name)
    if old.source != "user" or rule.kind in ("strategies", "text") or old.value == new.value:
        return False
    if not rule.numeric:
        return True
    was, now = float(old.value), float(new.value)  # type: ignore[arg-type]
    close = abs(was - now) <= _rules().slack * max(abs(was), abs(now))
    return not (close or _within(was, new) or _within(now, old))


def _within(value: float, fact: Fact) -> bool:
    return fact.low is not None and fact.high is not None and fact.low <= value <= fact.high


@cache
def _words(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(getattr(_rules(), name))})(?!\w)")


@cache
def _rules() -> _Doubts:
    return read(_Doubts, "doubts", _FILE)
