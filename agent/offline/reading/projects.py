"""Several projects told in one message: a conversation holds one, the others wait."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from agent.notebook import Notebook
from agent.offline.reading.reader import Reader, Reading
from agent.offline.words.lexicon import any_of, limit

FILE = "projects"
TELLING = ("describe", "answer", "correct")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_MARKS = " .,;:!?"


def told_apart(text: str) -> dict[str, str]:
    """The projects that a message tells one after the other, by their names; none for one alone."""
    starts = [m for m in _named().finditer(text) if _opens(text, m.start())]
    if len({m["kind"].lower() for m in starts}) != 1:
        return {}
    ends = [*(m.start() for m in starts[1:]), len(text)]
    parts = {
        f"{m['kind']} {m['name']}": text[m.end() : end].strip()
        for m, end in zip(starts, ends, strict=True)
    }
    least = limit("words", "project")
    whole = len(parts) > 1 and all(len(part.split()) >= least for part in parts.values())
    return parts if whole else {}


def of_the_first(reader: Reader, text: str, whole: Reading) -> Reading:
    """The reading of a message that tells several projects, cut to the first."""
    first = next(iter(told_apart(text).values()), "")
    return reader.read(first) if first else whole


def turned_to(
    reader: Reader, text: str, before: Sequence[str], book: Notebook, whole: Reading
) -> Reading:
    """The reading of "let's do client B": a fresh start with what was told of it before.

    The order has to be a sentence of its own; the project one is on is shown, not started anew.
    """
    told = told_before(before)
    name, rest = ordered(text, told)
    if not name:
        return whole
    fresh = reader.read(told[name])
    if name == current(before, book) and _holds_some(book, fresh):
        heard = rest or whole.facts or whole.ranges or whole.hypothetical
        return whole if heard else replace(whole, kind="command", command="show_facts")
    more = reader.read(rest, known=fresh.facts) if rest else fresh
    if more.kind in TELLING:
        fresh = replace(
            fresh,
            facts={**fresh.facts, **more.facts},
            ranges={**fresh.ranges, **more.ranges},
            quotes={**fresh.quotes, **more.quotes},
        )
    return replace(fresh, kind="command", command="restart", args={"project": name})


def told_before(texts: Sequence[str]) -> dict[str, str]:
    """What was told of each project that was named behind one another."""
    return {name: part for said in texts for name, part in told_apart(said).items()}


def ordered(text: str, told: Mapping[str, str]) -> tuple[str, str]:
    """The project that a sentence of a message turns to, and what else is said of it."""
    sentences = SENTENCE.split(text.strip())
    for name in told:
        others = "|".join(re.escape(other) for other in told if other != name)
        order = re.compile(
            _order().replace("OTHER", f"(?:{others})").replace("NAME", rf"{re.escape(name)}(?!\w)"),
            re.IGNORECASE,
        )
        rest = [s for s in sentences if not order.fullmatch(s.strip(_MARKS).replace("’", "'"))]
        if len(rest) < len(sentences):
            of_others = re.compile(rf"(?i)(?<!\w)(?:{others})(?!\w)")
            return name, " ".join(s for s in rest if not of_others.search(s))
    return "", ""


def current(texts: Sequence[str], book: Notebook) -> str:
    """The project that the notes are of, by its name; empty where none of those told is."""
    return next(reversed(on_then(texts, book)), "")


def noted_then(texts: Sequence[str], book: Notebook) -> list[str]:
    """The project that was on in each message that is noted; empty where it was undone, too."""
    noted = {state.turn for state in book.past}
    oldest = book.past[0].turn if book.past else 0
    return [
        name if turn in noted or turn < oldest else ""
        for turn, name in enumerate(on_then(texts, book), 1)
    ]


def on_then(texts: Sequence[str], book: Notebook) -> list[str]:
    """The project that the notes were of behind each message.

    A fresh start counts for as long as the notes remember it: undoing one forgets its turn.
    """
    anew = {state.turn for state in book.past if state.asked is not None}
    oldest = book.past[0].turn if book.past else 0
    on = [""]
    told: dict[str, str] = {}
    for turn, said in enumerate(texts, 1):
        parts = told_apart(said)
        told |= parts
        name = next(iter(parts), "") or ordered(said, told)[0]
        fresh = parts or turn in anew or (name and turn < oldest)
        on.append(name if fresh else on[-1])
    return on[1:]


def _holds_some(book: Notebook, told: Reading) -> bool:
    """True where something that was told is noted."""
    values = book.facts.values()
    return any(name in values and values[name] == value for name, value in told.facts.items())


def _opens(text: str, place: int) -> bool:
    """True where a name begins a message or a sentence."""
    return text[:place].rstrip()[-1:] in ("", ".", ";", "!", "?", ",") or "\n" in text[:place][-2:]


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w){any_of('named', FILE)}")


@cache
def _order() -> str:
    """An order to turn to a project, the words around it included; `NAME` stands for its name."""
    before, order, after = (any_of(name, FILE) for name in ("leads_in", "turned_to", "leads_out"))
    return f"(?:{before},? )*{order}(?:,? {after})*"
