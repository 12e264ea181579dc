"""The question that closes a reply: asked with its reason, repeated once and shorter, let go."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.offline import languages
from agent.offline.phrases import TurnPhrases
from agent.offline.scene import Scene
from tools.facts import spec
from tools.results import Assessment, Question

MOST = 2  # nobody is asked the same thing more often
FILE = Path(__file__).parent / "data" / "questions_short.toml"
_COULD_MOVE = re.compile(r"could move you from .+? to (?P<label>[A-Z].*)")


@dataclass(frozen=True)
class Closing:
    """How a reply ends.

    Attributes:
        text: the closing paragraph, empty when nothing is asked.
        asked: the fact that it asks for.
        times: how often the open question was asked by now.
        left: the fact whose question is let go.
        quiet: no further question until something is told.

    """

    text: str = ""
    asked: str | None = None
    times: int = 0
    left: str | None = None
    quiet: bool = False


def closing(scene: Scene, say: TurnPhrases) -> Closing:
    """What closes a reply; nothing while small talk or something hostile is answered."""
    question, past, book = scene.briefing.question, scene.past, scene.book
    hushed = scene.reading.kind in ("adversarial", "smalltalk") and scene.turn > 1
    if question is None or question.fact is None:
        return Closing(quiet=past.quiet)
    asks = scene.reading.kind == "adversarial" or scene.aside == "wrong"  # back, itself
    foreign = book.digressed and languages.notice(scene.text) is not None
    if hushed or asks or foreign or (scene.edited and book.digressed):
        return Closing(times=past.times, quiet=past.quiet)
    if book.digressed and book.open_fact == question.fact:
        if past.times >= MOST:
            label = spec(question.fact).label
            return Closing(say("left_open", label=label), left=question.fact, quiet=True)
        short = say("ask_again", question=shortly(question.fact))
        return Closing(short, question.fact, max(past.times, 1) + 1)
    if past.quiet and not _tells(scene):
        return Closing(quiet=True)
    return Closing(asking(question, scene.briefing.assessment, say), question.fact, 1)


def asking(question: Question, found: Assessment | None, say: TurnPhrases) -> str:
    """A question with what its answer could change, and what is assumed until it comes."""
    match = _COULD_MOVE.fullmatch(question.could_change)
    why = say("could_make", label=match["label"]) if match else question.could_change
    assumed = likely(found, str(question.fact))
    return say("ask", question=question.question, why=why, likely=assumed)


def likely(found: Assessment | None, fact: str) -> str:
    """What is assumed of an unknown fact, in a few words; empty when nothing is."""
    rows = found.assumed if found is not None else ()
    value = next((row.value for row in rows if row.fact == fact), "")
    return "" if value == "nothing" else value.removeprefix("open, most likely ")


def shortly(fact: str) -> str:
    """The question about a fact as it is repeated."""
    return _short()[fact]


def _tells(scene: Scene) -> bool:
    """True when the message told something, or changed what is known."""
    writers = ("record_facts", "forget_facts", "manage_notes")
    placed = scene.told and not scene.aside
    return placed or any(r.ok and r.tool in writers for r in scene.results)


@cache
def _short() -> dict[str, str]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
