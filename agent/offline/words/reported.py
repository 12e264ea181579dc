"""Finds the questions that a description only reports: people ask "where is my parcel?"."""

import re
from collections.abc import Iterator
from functools import cache

from agent.offline.words.lexicon import any_of, pattern, shape
from agent.offline.words.text import Span, Text

FILE = "reported"


def without_reported(text: Text) -> Text:
    """The text with a blank for each character of a question that others ask, not the user."""
    norm = text.norm
    for span in reported(text):
        norm = norm[: span.start] + " " * (span.end - span.start) + norm[span.end :]
    return text if norm == text.norm else Text(text.raw, norm, text.starts, text.ends)


def reported(text: Text) -> list[Span]:
    """Where the questions of others stand: quoted, listed behind a colon, or told in words.

    The first question told in words stays: it says what the project is about.
    """
    out: list[Span] = []
    sentences = text.sentences
    for place, sentence in enumerate(sentences):
        asked = pattern("others_ask", FILE).search(text.norm, sentence.start, sentence.end)
        if asked is None:
            continue
        out += _quoted(text.norm, sentence)
        listed = shape("listed", FILE).match(text.norm, asked.end(), sentence.end)
        if listed is not None:
            out += _listed(text, place, listed.end())
        told = _told().match(text.norm, asked.end(), sentence.end)
        if told is not None:
            out.append(Span(told.start("more"), told.end("more")))
    return out


def _quoted(norm: str, sentence: Span) -> Iterator[Span]:
    """What stands in quotation marks and is a question, with its mark or without."""
    for quoted in shape("quoted", FILE).finditer(norm, sentence.start, sentence.end):
        words = norm[quoted.start() + 1 : quoted.end() - 1].strip(" ,.")
        if words.endswith("?") or pattern("question_start", "talk").match(words):
            yield Span(quoted.start() + 1, quoted.end() - 1)


def _listed(text: Text, place: int, start: int) -> Iterator[Span]:
    """The questions behind the colon at `start`, up to the first sentence that is none of them."""
    for sentence in text.sentences[place:]:
        begin = max(start, sentence.start)
        words = text.norm[begin : sentence.end]
        if not text.asks(sentence) or pattern("of_ours", FILE).search(words):
            return
        yield Span(begin, sentence.end)


@cache
def _told() -> re.Pattern[str]:
    """A question told in words, and those that are joined to it."""
    clause, joint = any_of("clause", FILE), any_of("joint", FILE)
    return re.compile(rf" {clause}(?P<more>(?:{joint}{clause})+)")
