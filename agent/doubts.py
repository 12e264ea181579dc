"""A value that contradicts what the user said before: it is asked about, not overwritten."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from agent.grounding import sentences
from agent.notebook import Notebook
from agent.wording import apart, fact_in_words, value_in_words
from tools.datafiles import Row, read
from tools.facts import Fact
from tools.results import Question
from tools.vocabulary import Value, spec

_FILE = Path(__file__).parent / "toolbox" / "data" / "doubts.toml"

_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?")

Outcome = Literal["another", "changed", "kept"]


class _Doubts(Row):
    updates: tuple[str, ...]
    denials: tuple[str, ...]
    yes: tuple[str, ...]
    leads_up: tuple[str, ...]
    no: tuple[str, ...]
    keep: tuple[str, ...]
    before_keep: str
    restart: tuple[str, ...]
    slack: float
    asked_again: int
    asked_again_of_projects: int
    most_words: int
    most_words_before: int
    most_words_answer: int
    least_words_whole: int
    whole: tuple[str, ...]
    pivots: tuple[str, ...]
    another: tuple[str, ...]
    same: tuple[str, ...]
    near: tuple[tuple[str, ...], ...]


def doubtful(book: Notebook, new: Mapping[str, Fact], message: str) -> dict[str, Fact]:
    """Those of the `new` facts that contradict a fact the user said, where nothing explains it.

    Words of correction or of a change in time, in the sentence that states the fact or in a short
    one before it, explain it; so does an answer to the question that is open.
    """
    return {
        name: fact
        for name, fact in new.items()
        if name in book.facts
        and _contradicts(name, book.facts.known[name], fact)
        and not _explained(book, name, fact, message)
    }


def _explained(book: Notebook, name: str, fact: Fact, message: str) -> bool:
    """True where a value may replace what was said before without a question."""
    around = _around(fact.quote or "", message)
    if _words("updates").search(around) or _denies(book.facts.known[name], message):
        return True
    doubt = book.doubted.known.get(name)
    if doubt is None:
        return name == book.open_fact
    again = spec(name).numeric and fact.value == doubt.value
    short = len(around.split()) <= _rules().most_words_answer
    return again or short or bool(_words("yes").match(message.lower().strip()))


def _denies(old: Fact, message: str) -> bool:
    """True where a sentence names the figure that was told first, to say what is wrong with it."""
    figures = set(_FIGURE.findall(old.quote or ""))
    parts = [part.lower() for part in sentences(message)]
    naming = [part for part in parts if figures & set(_FIGURE.findall(part))]
    return any(_words("updates").search(p) or _words("denials").search(p) for p in naming)


def tells_of_another(book: Notebook, new: Mapping[str, Fact], message: str) -> bool:
    """True where a message describes a whole project that differs in its task from this one.

    Tasks that people take for one another are of two projects only where something else differs.
    """
    task, old = new.get("task"), book.facts.known.get("task")
    if task is None or old is None or not _contradicts("task", old, task):
        return False
    low = " ".join(message.lower().split())
    around = _around(task.quote or "", message)
    if _words("pivots").search(around) or _is_asked(book, "task"):
        return False
    if _words("another").search(low):
        return True
    whole = len(new) > 1 and len(low.split()) >= _rules().least_words_whole
    if not whole or not _words("whole").match(around.strip()):
        return False
    differ = [n for n in new if n in book.facts and _contradicts(n, book.facts.known[n], new[n])]
    near = any({str(old.value), str(task.value)} <= set(tasks) for tasks in _rules().near)
    return len(differ) > 1 or not near


def is_held(book: Notebook, new: Mapping[str, Fact], message: str) -> bool:
    """True where nothing of a message is noted before it is known which project it is about."""
    if not book.another:
        return tells_of_another(book, new, message)
    task, old = new.get("task"), book.facts.known.get("task")
    return bool(new) and (task is None or old is None or task.value != old.value)


def _is_asked(book: Notebook, name: str) -> bool:
    """True where the user was asked just now which of two values counts."""
    return book.open_fact == name and name in book.doubted


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
    if book.another:
        return _of_which(book)
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


def _of_which(book: Notebook) -> Question | None:
    """Whether what was told is of another project, with quick replies that are understood."""
    old, new = book.facts.known.get("task"), book.doubted.known.get("task")
    if old is None or new is None:
        return None
    now, before = fact_in_words("task", new), fact_in_words("task", old)
    return Question(
        fact="task",
        question=f"Is that another project ({now}), or has this one ({before}) changed?",
        replies=("Another project", "This one has changed"),
        could_change="keeps two projects apart; nothing of it is noted before you say",
        gain=0.0,
        done=False,
    )


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


def asked_again(*, another: bool) -> int:
    """For how many turns a doubt that nobody settles is asked about again."""
    rules = _rules()
    return rules.asked_again_of_projects if another else rules.asked_again


def outcome(message: str, *, another: bool) -> Outcome | None:
    """What a message makes of the values in doubt; None where it does not say.

    They are of `another` project that takes the place, this one has changed, or nothing has.
    """
    if _keeps(_bare(message)):
        return "kept"
    answer = verdict(message, another=another)
    if answer is None:
        return None
    if another:
        return "another" if answer else "changed"
    return "changed" if answer else "kept"


def verdict(message: str, *, another: bool = False) -> bool | None:
    """True for a bare yes to the question of a doubt, False for a bare no, None for all else.

    To the question whether it is of `another` project, naming one of the two is an answer, too; an
    order to start over is none.
    """
    low = _bare(message)
    if _words("restart").search(low):
        return None
    if another and len(low.split()) <= _rules().most_words_answer:
        if _words("same").search(low):
            return False
        if _words("another").search(low):
            return True
    if len(low.split()) > _rules().most_words or re.search(r"\d", low):
        return None
    if _words("leads_up").match(low):
        return None
    if _words("yes").match(low):
        return True
    return False if _words("no").match(low) or _keeps(low) else None


def _bare(message: str) -> str:
    return message.lower().strip(" .!,")


def _keeps(low: str) -> bool:
    """True where a short message says that what was told first stays."""
    if len(low.split()) > _rules().most_words_answer:
        return False
    return bool(_words("keep").match(re.sub(_rules().before_keep, "", low)))


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
