"""Reads what a message wants of its turn: by itself, and by what was asked and said before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.notebook import Notebook
from agent.offline.asking.intents import asks, is_what_if, what_if_spans
from agent.offline.asking.topics import asks_why
from agent.offline.reading.asides import as_meant
from agent.offline.reading.documents import joined
from agent.offline.reading.in_dollars import in_dollars
from agent.offline.reading.languages import only_sure
from agent.offline.reading.narrowed import narrowed
from agent.offline.reading.pointing import spelled_out, told_last
from agent.offline.reading.projects import of_the_first, told_apart, turned_to
from agent.offline.reading.reader import Reader, Reading
from agent.offline.reading.refigured import refigured
from agent.offline.reading.ruled_out import without_rulings
from agent.offline.reading.several import Wish, wishes
from agent.offline.revising.by_their_words import taken_back_by_words
from agent.offline.speaking.memory import SUPPOSED, UNREAD
from agent.offline.speaking.scene import Past
from agent.offline.words.lexicon import reach
from agent.offline.words.message import take_apart
from tools.vocabulary import spec

FILE = "listening"

Measuring = Callable[[], str | None]  # the fact that the proposed experiment measures, if any


@dataclass(frozen=True)
class Before:
    """What came before a message: the notebook, the texts of the user, the state of the talk."""

    book: Notebook
    texts: Sequence[str]
    past: Past

    @property
    def values(self) -> dict[str, Any]:
        """The plain values known, by fact."""
        return dict(self.book.facts.values())

    @property
    def scenarios(self) -> list[str]:
        """The names of the what-ifs that were given one."""
        return [scenario.name for scenario in self.book.scenarios]


def heard(reader: Reader, text: str, before: Before, measuring: Measuring) -> list[Wish]:
    """What a message wants, in order."""
    book, values, names = before.book, before.values, before.scenarios
    elsewhere = _about_a_doubt(book) and len(text.split()) > reach(FILE, "doubt_words")
    asked = None if elsewhere else book.open_fact
    whole = reader.read(text, asked=asked, known=values, scenarios=names, measuring=measuring)
    whole = of_the_first(reader, text, turned_to(reader, text, before.texts, book, whole))
    if whole.command == "restart" and whole.facts:
        return [Wish(whole, text)]
    if told_apart(text):
        return [Wish(whole, text)]
    whole = without_rulings(reader, text, before.values, whole)
    whole = _late(reader, text, before, _settled(reader, text, before, whole))
    recent = before.texts[: -reach(FILE, "recent_turns") - 1 : -1]
    whole = joined(whole, text, (_stated(t) for t in recent), book)
    whole = refigured(reader, whole, text, (_stated(t) for t in _short(before.texts)), book)
    if _tells_nothing(whole) or (whole.kind == "answer" and not whole.facts):
        taken = taken_back_by_words(text, book.facts.known)
        whole = replace(whole, kind="correct", cleared=taken) if taken else whole
    whole = in_dollars(reader, whole, text, before.texts[-1] if before.texts else "")
    if asks_why(text) and before.past.asked != book.open_fact:  # that was not put just now
        whole = reader.read(text, known=values, scenarios=names)
    whole = _pointing(reader, text, before, whole)
    whole = narrowed(whole, text, book, supposed=before.past.said == SUPPOSED)
    if whole.command == "keep" and not whole.args and before.past.said == UNREAD:
        return [Wish(replace(whole, args={"nothing": True}), text)]

    def piece(text: str, *, fresh: bool = False, answering: bool = False) -> Reading:
        known = {} if fresh else values
        asked = book.open_fact if answering else None
        return reader.read(text, asked=asked, known=known, scenarios=names)

    return wishes(text, as_meant(only_sure(text, whole), text, book.open_fact), piece)


def _short(texts: Sequence[str]) -> list[str]:
    """The last of the messages that nobody pasted, the newest first."""
    typed = [text for text in reversed(texts) if len(text) < reach(FILE, "typed")]
    return typed[: reach(FILE, "typed_turns")]


def _stated(text: str) -> str:
    """What a message tells: its sentences but those that ask or suppose something."""
    message = take_apart(text)
    spans, words = message.text.sentences, message.text
    supposed = what_if_spans(message) if is_what_if(message) else []
    kept = [s for s in spans if s not in supposed and not asks(message, s)]
    if len(kept) == len(spans):
        return text
    return " ".join(words.raw[words.starts[s.start] : words.ends[s.end - 1]] for s in kept)


def _settled(reader: Reader, text: str, before: Before, whole: Reading) -> Reading:
    """The reading, where "no idea" takes nothing back that was told already."""
    book = before.book
    known = book.open_fact in before.values and book.open_fact not in book.doubted
    short = len(text.split()) < reach(FILE, "late_words")
    if known and whole.cleared == (book.open_fact,) and short:
        return reader.read(text, known=before.values, scenarios=before.scenarios)
    return whole


def _late(reader: Reader, text: str, before: Before, whole: Reading) -> Reading:
    """The reading, or what the message says to the last question although that was left."""
    book, values = before.book, before.values
    left = book.asked[-1] if book.open_fact is None and book.asked else None
    silent = _tells_nothing(whole) and len(text.split()) >= reach(FILE, "late_words")
    if left is None or left in values or not silent:
        return whole
    late = reader.read(text, asked=left, known=values)
    return late if left in late.facts else whole


def _pointing(reader: Reader, text: str, before: Before, whole: Reading) -> Reading:
    """The reading, with the figure that "that" stands for in "what if that doubled?"."""
    if whole.kind != "what_if" or whole.hypothetical:
        return whole
    last = told_last(before.book, before.texts, supposed=before.past.said == SUPPOSED)
    said = spelled_out(text, next(iter(last), ""))
    if said == text:
        return whole
    return reader.read(said, known={**before.values, **last}, scenarios=before.scenarios)


def _about_a_doubt(book: Notebook) -> bool:
    """True where the open question is which of two choices counts."""
    fact = book.open_fact
    return fact is not None and fact in book.doubted and not spec(fact).numeric


def _tells_nothing(reading: Reading) -> bool:
    """True for a description or a remark of which nothing was understood."""
    return reading.kind in ("describe", "smalltalk") and not (
        reading.facts or reading.ranges or reading.topic
    )
