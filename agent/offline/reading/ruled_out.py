"""What a message rules out, or allows again: a way of adapting the model that people won't have.

It is no fact of the project but a constraint on the advice, so the reader of facts leaves it alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from agent.grounding import sentences
from agent.offline.asking import harm
from agent.offline.asking.intents import asks, is_what_if
from agent.offline.reading.reader import Reader
from agent.offline.reading.said import Reading
from agent.offline.words.lexicon import any_of, expand, lists, pattern
from agent.offline.words.message import Message, take_apart
from agent.offline.words.strategies import find_strategies
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES

FILE = "ruled_out"
WEIGHTS = "weights"  # the family of all that train
TRIED = "tried"  # the fact that asks what is in place: "no RAG" answers it
REFUSED = ("refused", "refused_behind", "none_at_all")
ALLOWED = ("allowed", "all_allowed")
_CLAUSES = re.compile(r"[,;:.!]|\s[-–—]\s|\b(?:and|but)\b")

# Names are marked before sentences are matched, each letter by one of its kind.
MARKS = {"OBJECT": "\ue000", "TRAINING": "\ue001", "GPUS": "\ue002", "BESIDE": "\ue003"}
_KINDS = {"training_alone": "TRAINING", "gpus": "GPUS", "beside": "BESIDE"}


@dataclass(frozen=True)
class Rulings:
    """Strategies ruled out, each with the words that said so, and those allowed again.

    `by_gpus` are those of the latter that GPUs alone were allowed for.
    """

    out: Mapping[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    by_gpus: tuple[str, ...] = ()

    def lifts(self, name: str, barred: Mapping[str, str]) -> bool:
        """True where a ban is lifted, whose words are kept: GPUs lift what they were the reason of.

        Who rules out a strategy by its name has another reason.
        """
        by_means = name in barred and is_by_gpus(barred[name])
        return name in barred and name in self.allowed and (name not in self.by_gpus or by_means)


@dataclass(frozen=True)
class Verdict:
    """One clause that rules strategies out or allows them, at its place in a sentence."""

    meant: Literal["out", "allowed"]
    named: tuple[str, ...]
    start: int
    end: int


def rulings(text: str, asked: str | None = None) -> Rulings:
    """What a message rules out and what it allows again, of which the last word counts.

    Conditions, what-ifs and questions do neither, nor does it what is told of what is in place,
    which the open question `asked` may be about.
    """
    out: dict[str, str] = {}
    allowed: dict[str, str] = {}
    for sentence, verdicts in _judged(text, in_place=asked == TRIED):
        for verdict in verdicts:
            for name in verdict.named:
                out.pop(name, None)
                allowed.pop(name, None)
                if verdict.meant == "out":
                    out[name] = sentence.strip()
                else:
                    allowed[name] = sentence
    by_gpus = tuple(name for name, words in allowed.items() if is_by_gpus(words))
    return Rulings(out, tuple(allowed), by_gpus)


def is_by_gpus(words: str) -> bool:
    """True for words that rule out what needs GPUs, and not a strategy by its name."""
    marked = _marked(take_apart(words).norm)
    return MARKS["GPUS"] in marked and not {MARKS["OBJECT"], MARKS["TRAINING"]} & set(marked)


def without_rulings(reader: Reader, text: str, known: Mapping[str, Any], whole: Reading) -> Reading:
    """The reading of a message without what only its rulings seem to tell: nobody's experience."""
    judged = list(_judged(text, in_place=False)) if whole.facts else []
    found = [verdict for _, verdicts in judged for verdict in verdicts]
    if not found:
        return whole
    if _answers_what_is_in_place(reader, text, known, whole):
        judged = list(_judged(text, in_place=True))
        found = [verdict for _, verdicts in judged for verdict in verdicts]
    left = " ".join(_left(sentence, verdicts) for sentence, verdicts in judged)
    rest = reader.read(left, known=known)
    meant = {verdict.meant for verdict in found}
    doubtful = {
        name
        for name, value in whole.facts.items()
        if ("out" in meant and _is_among("not_told", name, value))
        or ("allowed" in meant and not re.search(r"\w", left))
        or ("allowed" in meant and _is_among("not_told_by_permission", name, value))
    }
    told = {n: v for n, v in whole.facts.items() if n not in doubtful or n in rest.facts}
    if told == whole.facts:
        return whole
    kind = whole.kind if told or whole.topic or whole.cleared else "describe"
    return replace(whole, kind=kind, facts=told)


def _is_among(which: str, name: str, value: object) -> bool:
    doubted = lists(FILE)[which]
    return name in doubted or f"{name}={value}" in doubted


def _answers_what_is_in_place(
    reader: Reader, text: str, known: Mapping[str, Any], whole: Reading
) -> bool:
    """True where a reading is of an answer to what was tried: without the question it isn't."""
    if whole.kind != "answer" or TRIED not in whole.facts:
        return False
    return TRIED not in reader.read(text, known=known).facts


def _left(sentence: str, verdicts: tuple[Verdict, ...]) -> str:
    """A sentence without the clauses that rule something out or allow it."""
    text = take_apart(sentence).text
    out, at = "", 0
    for verdict in sorted(verdicts, key=lambda v: v.start):
        out += sentence[at : text.starts[verdict.start]] + " "
        at = text.ends[verdict.end - 1]
    return out + sentence[at:] if verdicts else sentence


def _judged(text: str, *, in_place: bool) -> Iterator[tuple[str, tuple[Verdict, ...]]]:
    """The sentences of a message, each with its verdicts.

    What follows a supposition belongs to it, unless that was a question of its own.
    """
    whole = take_apart(text)
    named = _names().search(whole.norm) or _pattern("all_allowed").search(whole.norm)
    if not named or harm.is_hostile(whole):
        return
    supposed = False
    for sentence in sentences(text):
        message = take_apart(sentence)
        if not message.norm.strip() or not message.text.sentences:
            continue
        if supposed or is_what_if(message):
            supposed = supposed or not message.norm.rstrip().endswith("?")
            yield sentence, ()
            continue
        words = message.norm.strip(" \n.!")
        in_place = in_place or bool(
            pattern("in_place", FILE).search(words)
            or pattern("in_place_alone", FILE).fullmatch(words)
        )
        yield sentence, tuple(_verdicts(message, in_place=in_place))


def _verdicts(message: Message, *, in_place: bool) -> list[Verdict]:
    """What one sentence rules out or allows."""
    words = message.norm
    if pattern("conditional", FILE).search(words) or _wonders(message):
        return []
    marked = _marked(words)
    found = [
        Verdict("allowed", _named(match, words) or STRATEGIES, match.start(), match.end())
        for name in ALLOWED
        for match in _pattern(name).finditer(marked)
    ]
    if pattern("past", FILE).search(words):
        return found
    for name in REFUSED:
        if name == "none_at_all" and in_place:
            continue
        found += [
            Verdict("out", named, match.start(), match.end())
            for match in _pattern(name).finditer(marked)
            if (named := _named(match, words)) and _apart(*match.span(), found)
        ]
    if not in_place:
        found += [v for v in _bare(marked, words) if _apart(v.start, v.end, found)]
    return sorted(found, key=lambda verdict: verdict.start)


def _wonders(message: Message) -> bool:
    """True for a question; "no RAG or distillation" is none, although it names a choice."""
    if pattern("opens_refusing", FILE).match(message.norm):
        return message.norm.rstrip().endswith("?")
    return asks(message, message.text.sentences[0])


def _bare(marked: str, words: str) -> Iterator[Verdict]:
    """What is only said no to, at the beginning of a sentence and on from there."""
    end = 0
    for place in (0, *(cut.end() for cut in _CLAUSES.finditer(marked))):
        if end and place < end:
            continue
        start = place + len(marked[place:]) - len(marked[place:].lstrip())
        match = _pattern("none_of_it").match(marked, start)
        if match is None:
            return
        end = match.end()
        yield Verdict("out", _named(match, words), match.start(), end)


def _apart(start: int, end: int, found: list[Verdict]) -> bool:
    """True where none that was found before lies over it: what is lifted names what it lifts."""
    return all(end <= other.start or other.end <= start for other in found)


@cache
def _names() -> re.Pattern[str]:
    """All that is marked: what trains, the strategies, the rest."""
    strategies = "|".join(p for patterns in lists("strategies").values() for p in patterns)
    others = "|".join(any_of(name, FILE) for name in _KINDS)
    names = f"{any_of('training', FILE)}|{strategies}|{others}"
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")


def _marked(words: str) -> str:
    """A sentence with a mark in place of every letter of a name."""
    return _names().sub(lambda match: MARKS[_kind(match[0])] * len(match[0]), words)


def _kind(name: str) -> str:
    alone = (mark for kind, mark in _KINDS.items() if re.fullmatch(any_of(kind, FILE), name))
    return next(alone, "OBJECT")


def _named(found: re.Match[str], words: str) -> tuple[str, ...]:
    """The strategies that the names within a match stand for."""
    named: dict[str, None] = {}
    trains = [n for n, text in strategy_texts().items() if text.family == WEIGHTS]
    for mark in re.finditer(f"{MARKS['OBJECT']}+|{MARKS['TRAINING']}+|{MARKS['GPUS']}+", found[0]):
        start = found.start() + mark.start()
        said = words[start : start + len(mark[0])]
        if mark[0][0] == MARKS["GPUS"]:
            named |= dict.fromkeys(lists(FILE)["on_gpus"])
            continue
        whole = mark[0][0] != MARKS["OBJECT"] or re.fullmatch(any_of("training", FILE), said)
        named |= dict.fromkeys(trains if whole else find_strategies(said))
    return tuple(named)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The list `name`, with what its capital words stand for."""
    joined = "|".join(expand(form) for form in lists(FILE)[name])
    tail = f"(?: {any_of('tail', FILE)})"
    stop = rf"[.;:!)\n]|,(?! {any_of('takes_back', FILE)})|\s-\s"
    end = rf"{tail}{{0,4}}(?= ?(?:$|{stop}|,? ?{any_of('goes_on', FILE)}))"
    joined = joined.replace(" TAIL", f"{tail}{{1,4}}").replace(" END", end)
    joined = joined.replace("OBJECT", f"(?:{lists(FILE)['row'][0]})")
    for word, mark in MARKS.items():
        joined = joined.replace(word, f"{mark}+")
    return re.compile(rf"(?<!\w)(?:{joined})")
