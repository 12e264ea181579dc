"""The question that closes a reply: asked with its reason, repeated shorter, recalled, let go."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from agent.offline.asking.intents import is_greeting
from agent.offline.reading import languages
from agent.offline.speaking import supposing
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import DATA, pattern
from agent.offline.words.message import take_apart
from tools.results import Assessment, Question
from tools.vocabulary import spec

ASKING_BACK = ("wrong", "dislike")  # replies that end in a question of their own
GOING_ON = ("go_on", "needs")  # who asks for the next question gets it
ABOUT_IT = (
    "meaning",
    "both",
    "told_already",
    "go_on",
    "needs",
    "why_asked",
    "asked_what",
    "bad_question",
)  # replies that speak of the question already
MOST = 2  # nobody is asked the same thing more often
LEFT_ALONE = 1  # then a reply says nothing of it; the next one recalls it, and then it is let go
RECALLED = MOST + LEFT_ALONE
SHORT, PLAIN = "questions_short", "questions_plain"
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
    hushed = scene.reading.kind in ("adversarial", "smalltalk") and not _greets_again(scene)
    if question is None or question.fact is None:
        return Closing(quiet=past.quiet)
    unknown = scene.aside == "dislike" and not book.facts.known
    asks = scene.reading.kind == "adversarial" or (scene.aside in ASKING_BACK and not unknown)
    if hushed or asks or _asks_for_size(scene) or (scene.edited and book.digressed):
        return Closing(times=past.times, quiet=past.quiet)
    if book.digressed and book.open_fact == question.fact:
        wants_it = scene.aside in ABOUT_IT
        if past.times >= MOST and not wants_it:
            if past.times > RECALLED or not _served(scene):
                return Closing(left=question.fact, quiet=True)
            if past.times < RECALLED:
                return Closing(times=past.times + 1, quiet=past.quiet)
            reminder = say("ask_recalled", about=recalled(question.fact))
            return Closing(reminder, question.fact, past.times + 1)
        text = repeated(question.fact, question.question)
        named = wants_it or str(scene.reading.topic).startswith(ABOUT_IT)
        greeted = scene.reading.kind == "smalltalk" and not book.facts.known
        bare = named or greeted or not _served(scene)
        short = f"**{text}**" if bare else say("ask_again", question=text)
        return Closing(short, question.fact, max(past.times, 1) + 1)
    if past.quiet and not _tells(scene) and scene.aside not in GOING_ON:
        return Closing(quiet=True)
    return Closing(asking(question, scene.briefing.assessment, say), question.fact, 1)


def asking(question: Question, found: Assessment | None, say: TurnPhrases) -> str:
    """A question after what its answer could change, and what is assumed until it comes."""
    match = _COULD_MOVE.fullmatch(question.could_change)
    assumed = likely(found, str(question.fact))
    why = say("could_make", label=match["label"], likely=assumed) if match else ""
    return say("ask", question=question.question, why=why)


def likely(found: Assessment | None, fact: str) -> str:
    """What is assumed of an unknown fact, in a few words; empty when nothing is."""
    rows = found.assumed if found is not None else ()
    return next((supposing.assumption(row) for row in rows if row.fact == fact), "")


def shortly(fact: str) -> str:
    """The question about a fact as it is repeated."""
    return _texts(SHORT)[fact]


def repeated(fact: str, question: str) -> str:
    """A question about a fact as it is repeated: in short, in the wording that it was asked in."""
    rule = spec(fact)
    if question == rule.question:
        return shortly(fact)
    return next((w.again for w in rule.once if w.question == question and w.again), question)


def recalled(fact: str) -> str:
    """What the question about a fact is about, as a reminder names it."""
    return spec(fact).about


def in_plain_words(fact: str) -> str:
    """What the question about a fact means, for somebody who has never built such a thing."""
    return _texts(PLAIN)[fact]


def parting(text: str) -> bool:
    """True for words that end a conversation; what is said with them is no call for a question."""
    return bool(pattern("parting", "talk").search(take_apart(text).norm))


def _greets_again(scene: Scene) -> bool:
    """True for somebody who comes back with a greeting: the question is what we were at."""
    if scene.reading.kind != "smalltalk" or parting(scene.text):
        return False
    thanks = pattern("thanks", "talk").search(take_apart(scene.text).norm)
    return scene.turn == 1 or (is_greeting(take_apart(scene.text)) and not thanks)


def _asks_for_size(scene: Scene) -> bool:
    """True where the reply asks on how many items a series of scores was measured."""
    judged = scene.result("judge_plateau")
    return judged is not None and judged["items"] is None


def _served(scene: Scene) -> bool:
    """True when a message is answered, not only met with a word on what would be an answer."""
    reading = scene.reading
    told = reading.facts or reading.ranges or reading.cleared
    return not scene.told or bool(scene.aside or told)


def _tells(scene: Scene) -> bool:
    """True when the message told something, or changed what is known."""
    writers = ("record_facts", "forget_facts", "manage_notes")
    placed = scene.told and not scene.aside and languages.notice(scene.text) is None
    return placed or any(r.ok and r.tool in writers for r in scene.results)


@cache
def _texts(name: str) -> dict[str, str]:
    file = DATA / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
