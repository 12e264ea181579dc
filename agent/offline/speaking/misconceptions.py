"""A belief that would lead a project astray, told by a message, and the quote that sets it right.

A message that only asks about it gets an answer anyway, so questions and suppositions do not count.
"""

import re
from collections.abc import Iterator
from functools import cache

from pydantic import ConfigDict, RootModel

from agent.offline.asking.harm import is_hostile
from agent.offline.asking.intents import asks, is_what_if
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import DATA
from agent.offline.words.message import Message, take_apart
from tools.datafiles import Row, read

_MARKS = re.compile(r"[^\w\s'.$%-]")
_NAME = re.compile(r"\{([a-z]+)\}")


class Misconception(Row):
    """A belief: how people state it, what the correction is about, and the words that correct it.

    `quote` stands verbatim in `document` of the guidance; `but` names words that make it innocent.
    """

    about: str
    any: tuple[str, ...]
    but: tuple[str, ...] = ()
    document: str
    quote: str


class _File(RootModel[dict[str, Misconception | dict[str, tuple[str, ...]]]]):
    model_config = ConfigDict(frozen=True)


@cache
def misconceptions() -> dict[str, Misconception]:
    """Every misconception that is known, by its key, from the data file."""
    rows = read(_File, "misconceptions", DATA / "misconceptions.toml").root
    return {key: row for key, row in rows.items() if isinstance(row, Misconception)}


def stated(text: str) -> str | None:
    """The key of the first misconception that a message states; None for questions about it."""
    message = take_apart(text)
    key = next((k for sentence in _told(message) for k in _held_in(sentence)), None)
    return None if key is None or is_hostile(message) or is_what_if(message) else key


def _held_in(sentence: str) -> Iterator[str]:
    """The keys of the misconceptions that a sentence holds."""
    for key in misconceptions():
        said, innocent = _patterns(key)
        if said.search(sentence) and not (innocent and innocent.search(sentence)):
            yield key


def set_right(scene: Scene, say: TurnPhrases) -> list[str]:
    """The quote against a misconception that this turn's message stated, in one sentence."""
    made = next((c for c in scene.book.corrections if c.turn == scene.turn), None)
    quote = next((q for q in scene.book.citations if made is not None and q.n == made.n), None)
    row = None if made is None else misconceptions().get(made.misconception)
    if row is None or quote is None:
        return []
    return [say("set_right", about=row.about, text=quote.quote, n=quote.n)]


def _told(message: Message) -> Iterator[str]:
    """The sentences that state something as true or planned."""
    for span in message.text.sentences:
        sentence = " ".join(_MARKS.sub(" ", message.norm[span.start : span.end]).split())
        if not _doubted().search(sentence) and not asks(message, span):
            yield sentence


@cache
def _doubted() -> re.Pattern[str]:
    return _whole(_words()["doubted"])


@cache
def _patterns(key: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    row = misconceptions()[key]
    return _whole(row.any), _whole(row.but) if row.but else None


def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Several patterns as one that begins and ends with whole words, its lists filled in."""
    filled = (_NAME.sub(lambda m: "(?:" + "|".join(_words()[m[1]]) + ")", p) for p in patterns)
    return re.compile(r"(?<!\w)(?:" + "|".join(filled) + r")(?!\w)")


@cache
def _words() -> dict[str, tuple[str, ...]]:
    found = read(_File, "misconceptions", DATA / "misconceptions.toml").root["words"]
    assert isinstance(found, dict)
    return found
