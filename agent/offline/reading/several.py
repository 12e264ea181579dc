"""Finds the further wishes of one message: "keep that, and what does it cost?" wants two things."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from agent.offline.asking.terms import OTHER_TERMS
from agent.offline.asking.topics import read_topic
from agent.offline.reading.asides import DOUBTING, WHOLE, aside_of, by_words
from agent.offline.reading.reader import Reading
from agent.offline.words.lexicon import any_of, lists, pattern, shape
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies


@dataclass(frozen=True)
class Wish:
    """One thing that a message wants: what was read, and from which words."""

    reading: Reading
    text: str


class Read(Protocol):
    """Reads a piece of a message.

    `fresh`: as if nothing were known yet; `answering`: as a reply to the open question.
    """

    def __call__(self, text: str, *, fresh: bool = False, answering: bool = False) -> Reading:
        """The reading of a piece."""
        ...


FILE = "wishes"
UNKNOWING = "aside:dont_know"
SOURCES = ("aside:sources", "show_sources:[]")
TAG_WORDS = 2
MOST = 2  # wishes served at once; a third can be asked again
_AFTER_MARK = re.compile(r"(?<=[?!])\s+")  # a figure may follow: "RAG or not? 2M chats a month"


def wishes(text: str, whole: Reading, read: Read) -> list[Wish]:
    """What a message wants, in order; the first carries what the message states.

    `read` reads a piece of the message by itself. Where the pieces want no more than the whole
    does, the whole stands.
    """
    named = whole.hypothetical and "scenario" in whole.args  # “what if …? Call it lean” is one
    if whole.kind in ("adversarial", "smalltalk") or named:
        return [Wish(whole, text)]
    old = whole.command == "keep" and "old" in whole.args  # its "no" answers nothing else
    if old or whole.topic == OTHER_TERMS or aside_of(whole, text) in WHOLE:
        return [Wish(whole, text)]
    found: dict[str, Wish] = {}
    told: list[str] = []
    pieces = _pieces(text)
    meant = [p for p in pieces if not _hesitates(p)]
    for piece in meant:
        reading = read(piece)
        if _is_tag(reading, piece):
            continue
        key = _key(reading, piece)
        if key == UNKNOWING and read(piece, answering=True).cleared:
            key = ""  # "no idea" answers the open question before anything else is asked
        of_that = pattern("of_that", FILE).search(piece.lower())
        if "what_if" in found and reading.command == "show_costs" and of_that:
            continue  # what a what-if says anyway
        if key:
            found.setdefault(key, Wish(reading, piece))
        elif reading.kind != "smalltalk" or read(piece, answering=True).facts:
            told.append(piece)
    if len(found) > 1:  # an answer about the methods brings its sources
        found = {key: wish for key, wish in found.items() if key not in SOURCES} or found
    if len(found) == len(meant) == 1 < len(pieces):  # "ok whatever. what now?" wants the latter
        return list(found.values())
    if not found or (len(found) == 1 and _key(whole, text) and not told):
        return [Wish(whole, text)]
    first, *rest = list(found.values())[:MOST]
    anew = first.reading.command == "restart"
    if told and anew:
        whole = read(_joined(told), fresh=True)
    elif told and whole.facts:
        whole = _without_echo(whole, text, _joined(told), read)
    tells = whole.facts or whole.ranges or whole.cleared or whole.hypothetical
    if told and not (tells or anew):
        whole = read(_joined(told), answering=True)
    if len(found) == 1 and _key(whole, text) and not (whole.facts or whole.ranges):
        return [Wish(whole, text)]
    stated = Wish(_with_facts(first.reading, whole), first.text)
    return [stated, *(Wish(_bare(w.reading), w.text) for w in rest)]


def _joined(told: list[str]) -> str:
    """What is told, each piece on a line: no words are quoted that go across two of them."""
    return "\n".join(told)


def _pieces(text: str) -> list[str]:
    """The sentences, and the parts of them that open like a wish of their own."""
    message = take_apart(text)
    raw = message.text.raw
    places = message.text
    sentences = [
        (places.starts[s.start], places.ends[min(s.end, len(places.ends)) - 1])
        for s in places.sentences
    ]
    shown = places.shown()  # no wish begins within what others ask
    asked = [part for start, end in sentences for part in _marked(shown, start, end)]
    pieces = [
        raw[start + s : start + e].strip()
        for start, end in asked
        for s, e in _split(shown[start:end])
    ]
    found = [p for p in pieces if p.strip(" .,;!?")]
    return found if len(found) > 1 else []


def _marked(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the parts of a sentence stand that end with a mark of their own."""
    cuts = [m.span() for m in _AFTER_MARK.finditer(text, start, end)]
    return list(zip([start, *(e for _, e in cuts)], [*(s for s, _ in cuts), end], strict=True))


def _split(sentence: str) -> list[tuple[int, int]]:
    """Where a sentence parts at its joints, save those where it only goes on telling."""
    pieces, start, joints = [], 0, list(_joint().finditer(sentence))
    ends = [*(joint.start() for joint in joints[1:]), len(sentence)]
    for joint, end in zip(joints, ends, strict=True) if joints else ():
        if not _tells_on(sentence[start : joint.start()], sentence[joint.end() : end]):
            pieces.append((start, joint.start()))
            start = joint.end()
    return [*pieces, (start, len(sentence))]


def _tells_on(before: str, clause: str) -> bool:
    """True for a clause within a statement: "we have the calls and what was booked after them"."""
    norm = take_apart(before).norm.strip()
    wanted = _opening().match(norm) or by_words(before)
    if not norm or wanted or clause.rstrip().endswith("?"):
        return False
    words = take_apart(clause).norm.strip(" .,;!")
    if not shape("relative", FILE).match(words) or shape("asks_us", FILE).search(words):
        return False
    topic = read_topic(take_apart(clause), None).name
    ours = topic in lists("topics") or find_strategies(words) or by_words(clause)
    return not ours


def _key(reading: Reading, text: str) -> str:
    """What a reading wants, by name; empty when it only tells something."""
    if reading.kind in ("adversarial", "smalltalk"):
        return ""
    if reading.command:
        return f"{reading.command}:{sorted(map(str, reading.args.values()))}"
    if reading.hypothetical:
        return "what_if"
    aside = aside_of(reading, text)
    if aside in DOUBTING:  # doubt in two sentences is one doubt
        return "aside:doubt"
    return f"aside:{aside}" if aside else reading.topic or ""


def _with_facts(wish: Reading, whole: Reading) -> Reading:
    """A wish together with all that the message states."""
    if wish.hypothetical and whole.hypothetical:
        return whole
    if whole.hypothetical:  # what was supposed is no fact
        return replace(wish, facts=whole.facts, ranges=whole.ranges, quotes=whole.quotes)
    return replace(
        wish,
        kind=whole.kind if whole.facts or whole.ranges or whole.cleared else wish.kind,
        facts=whole.facts,
        ranges=whole.ranges,
        quotes=whole.quotes,
        cleared=whole.cleared,
        unplaced=whole.unplaced,
    )


def _is_tag(reading: Reading, piece: str) -> bool:
    """True for a question of a word or two about nothing by itself: "stuck?", "makes sense?"."""
    known = reading.topic in lists("topics") or str(reading.topic).startswith(("why_", "glossary:"))
    open_ended = bool(reading.topic) and not known and not aside_of(reading, piece)
    return open_ended and len(piece.split()) <= TAG_WORDS


def _without_echo(whole: Reading, text: str, told: str, read: Read) -> Reading:
    """A reading without an answer that only the words of a question give: "what does it cost?"."""
    answered = set(whole.facts) - set(read(text).facts)
    echo = answered - set(read(told, answering=True).facts) if answered else set()
    return replace(whole, facts={n: v for n, v in whole.facts.items() if n not in echo})


def _bare(wish: Reading) -> Reading:
    """A wish without the facts, which the first one carries."""
    return replace(wish, facts={}, ranges={}, quotes={}, cleared=(), unplaced=())


@cache
def _opening() -> re.Pattern[str]:
    """How a wish begins, whatever is said before it: "ok, show me"."""
    return re.compile(rf"(?:{any_of('fillers', FILE)}\b[, ]*)*{any_of('opens', FILE)}\b")


@cache
def _joint() -> re.Pattern[str]:
    """What stands between two wishes: a comma, or a word that joins them, before one that opens."""
    opens = rf"(?={any_of('opens', FILE)}\b)"
    also = rf"(?:\s+{any_of('joins_too', FILE)})?"
    return re.compile(
        rf"\s*(?:[,;]\s*|\s){any_of('joins', FILE)}{also}\s+{opens}|\s*[,;]\s*{opens}",
        re.IGNORECASE,
    )


def _hesitates(piece: str) -> bool:
    """True for a piece that wants nothing: "no, wait"."""
    return shape("hesitates", FILE).fullmatch(piece.strip(" .,;!?").lower()) is not None
