"""Judges what a message wants: a command, a question, a correction, a what-if, talk or harm."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from agent.offline.lexicon import compiled, expand, lists, pattern
from agent.offline.message import Message
from agent.offline.strategies import find_strategies
from agent.offline.text import Span

COMMANDS = (
    "redo",
    "undo",
    "restart",
    "export",
    "compare",
    "show_costs",
    "show_scores",
    "show_sources",
    "summarise",
    "show_facts",
    "keep",
    "help",
    "recommend_now",
)
MAX_COMMAND_WORDS = 18


@dataclass(frozen=True)
class Command:
    """A command and what it is about."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


def is_hostile(message: Message) -> bool:
    """True for insults at the advisor and for attempts to take over its instructions."""
    if is_injection(message):
        return True
    blunt = [m.span() for m in pattern("criticism", "intents").finditer(message.norm)]
    insults = pattern("hostile", "intents").finditer(message.norm)
    return any(not any(s <= m.start() and m.end() <= e for s, e in blunt) for m in insults)


def read_criticism(message: Message) -> Command | None:
    """What answers a blunt word about our figures: where they come from."""
    found = pattern("criticism", "intents").search(message.norm)
    if found is None or message.quantities:
        return None
    if pattern("about_costs", "intents").search(found.group()):
        return Command("show_costs")
    about_scores = pattern("about_scores", "intents").search(found.group())
    return Command("show_scores" if about_scores else "show_sources")


def is_injection(message: Message) -> bool:
    """True for text that tries to instruct the program rather than to tell it about a project."""
    patterns = lists("intents")["injection"]
    return bool(_loose(patterns).search(message.norm))


@cache
def _loose(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{expand(p)})" for p in patterns))


def is_absurd(message: Message) -> bool:
    """True when a figure is impossible: a negative count, an accuracy above 100%."""
    for quantity in message.quantities:
        value = quantity.number.value
        near = quantity.noun + " " + quantity.after[:25]
        if value < 0 and (
            quantity.per
            or quantity.unit in ("percent", "money", "tokens", "duration")
            or pattern("countable", "talk").search(near)
        ):
            return True
        clause = message.clause(quantity)
        accuracy = pattern("accuracy_noun", "talk").search(clause)
        growth = pattern("growth", "talk").search(clause)
        if quantity.unit == "percent" and value > 100 and accuracy and not growth:
            return True
        if quantity.unit in ("", "money") and value * quantity.factor > 1e12:
            return True
    return bool(pattern("absurd", "talk").search(message.norm))


def read_command(message: Message) -> Command | None:
    """The command a message gives, if it is one: short, imperative and about nothing else."""
    whole = polished(message.norm)
    front, comma, back = whole.rpartition(",")
    if comma and len(front.split()) <= 5 and not message.quantities:
        return _command_in(whole) or _command_in(polished(back))
    return _command_in(whole)


def _command_in(norm: str) -> Command | None:
    if not norm or len(norm.split()) > MAX_COMMAND_WORDS:
        return None
    for name in COMMANDS:
        if _command(name).fullmatch(norm):
            if name == "compare":
                named = find_strategies(norm)
                if len(named) < 2 and not re.match(
                    r"(?:show|give|compar\w+)\b.*\b(?:all|every\w*|them|strategies|options"
                    r"|approaches|side|the)\b",
                    norm,
                ):
                    continue
                return Command("compare", {"strategies": named})
            if name == "export":
                return Command("export", _format(norm))
            if name == "redo":
                return Command("undo", {"redo": True})
            return Command(name)
    return None


@cache
def _command(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{expand(p)})" for p in lists("commands")[name]))


def polished(norm: str) -> str:
    """The message without pleasantries at both ends and without its final marks."""
    text = re.sub(r"[^\w\s'/.,:;+>&\-\[\]%$]", " ", norm)
    text = re.sub(r"\s+", " ", text).strip(" .,;:!-")
    front, back = pattern("front_politeness", "talk"), pattern("back_politeness", "talk")
    for _ in range(4):
        start = front.match(text)
        if start and start.end() < len(text):
            text = text[start.end() :].strip(" .,;:!-")
        ends = [m for m in back.finditer(text) if m.end() == len(text)]
        if ends and ends[0].start() > 0:
            text = text[: ends[0].start()].strip(" .,;:!-")
    return text


def _format(norm: str) -> dict[str, str]:
    match = pattern("formats", "talk").search(norm)
    if match is None:
        return {}
    word = match.group()
    return {
        "format": {
            "md": "markdown",
            "word": "docx",
            "word doc": "docx",
            "excel": "xlsx",
            "text": "txt",
        }.get(word, word)
    }


def is_what_if(message: Message) -> bool:
    """True when the message proposes a change only to see what it would do."""
    sure = bool(pattern("what_if_sure", "talk").search(message.norm))
    if pattern("not_what_if", "intents").search(message.norm):
        return sure
    if not sure and pattern("set_right", "intents").search(message.norm):
        return False
    return any(_proposes(message, s) for s in message.text.sentences)


_WOULD_IF = re.compile(
    r"\b(?:would|will|could|changes?|changed|happens?|does|still|what)\b[^.?!]{0,80}\bif "
    r"(?:we|i|our|the|they|it|volume|traffic|there|all|nobody|nothing|my|budget|latency|accuracy)\b"
)
_WHETHER = re.compile(
    r"\b(?:know|tell|telling|wonder|see|check|ask|decide|decides|sure|say|says|judge|predict"
    r"|find out)"
    r"(?: \w+)? if\b"
)


def _proposes(message: Message, sentence: Span) -> bool:
    """True when a sentence is hypothetical: by its words, or by how it begins."""
    if pattern("what_if", "intents").search(message.norm, sentence.start, sentence.end):
        return True
    words = message.norm[sentence.start : sentence.end].strip()
    words = re.sub(
        r"^(?:(?:and|but|or|so|ok|okay|also|then|well|now|hm+),? )+(?=if |say |even )", "", words
    )
    if pattern("what_if_start", "intents").match(words):
        return True
    if words.endswith("?") and re.match(
        r"if\b.{3,}|with (?:an?|only|just|twice|half|no|\d|\$)\b.{3,}", words
    ):
        return True
    asks_so = words.endswith("?") or re.match(r"(?:would|will|does|do|what|could|how)\b", words)
    if asks_so and _WOULD_IF.search(words) and not _WHETHER.search(words):
        return True
    alone = len(message.text.sentences) == 1 and not message.quantities
    return alone and bool(pattern("what_if_condition", "intents").match(words))


def what_if_spans(message: Message) -> list[Span]:
    """The sentences from the first hypothetical one on."""
    for place, sentence in enumerate(message.text.sentences):
        if _proposes(message, sentence):
            return list(message.text.sentences[place:])
    return list(message.text.sentences)


def corrects(message: Message) -> bool:
    """True when the words take something back or set it right."""
    return bool(pattern("correction", "intents").search(message.norm))


def asks(message: Message, sentence: Span) -> bool:
    """True when a sentence is a question, with its mark or without."""
    words = message.norm[sentence.start : sentence.end].strip()
    if re.fullmatch(r"\S+\?+", words) and message.quantities:
        return False  # "12k? no, 21k"
    if words.endswith("?"):
        return _TOLD_THEN_GUESSED.fullmatch(words) is None
    opening = pattern("front_politeness", "talk").match(words)
    if opening and opening.end() < len(words):
        words = words[opening.end() :].strip(" ,")
    if _CLEFT.match(words):
        return False
    if _DROPPED_SUBJECT.match(words):
        return False
    return bool(pattern("question_start", "talk").match(words))


# "what I can tell you is that we have 900 replies", "what is wrong: the tone" tell, not ask
_CLEFT = re.compile(
    r"(?:what|all) (?:i|we|it|they)(?:'re| are)? (?:\w+ ){1,4}(?:is|are|was)"
    r" (?!how|what|why|whether|if|when|which|who|where)\w"
    r"|what(?:'s| is| goes) (?:usually |mostly |mainly )?(?:wrong|off|bad)"
    r"(?: with it| here| today)?(?: is| are|:|,| -) ?\w"
)

# "we have three years of claims, maybe 400,000?" tells, though it ends as a question does
_TOLD_THEN_GUESSED = re.compile(
    r"(?:(?:well|so|hm+|i think|i guess|i mean|oh|ok|okay|and),? )*"
    r"(?:we|i|there|they|it|our \w+|my \w+|that)(?:'ve| have| has| had| got| get|'s| is| are|'re)"
    r" .{0,200}?(?:maybe|perhaps|probably|about|around|roughly|say|like|i think|i guess|i'd say)"
    r" [~$]?\d[\d,.]*\s?[a-z]*(?: [a-z]+){0,2}\?+"
)

# "have 300 labels" leaves out who has them; it asks nothing
_DROPPED_SUBJECT = re.compile(
    r"(?:have|has|had|need|needs|must|do|does|did|will|may|might|can)"
    r" (?:about |around |roughly |~ ?|only |maybe |just )*(?:\d|no\b)"
    r"|(?:have|need|must) (?:the|a|an|our|all|some|many|lots)\b"
)


def is_only_small_talk(message: Message) -> bool:
    """True when nothing is left besides greetings, thanks and marks."""
    text = re.sub(r"[^\w\s']", " ", message.norm)
    return not re.search(r"\w", compiled(lists("talk")["small_talk"]).sub(" ", text))


def is_greeting(message: Message) -> bool:
    """True for nothing but small talk with a greeting or thanks in it: no answer to anything."""
    return bool(pattern("greeting", "talk").search(message.norm)) and is_only_small_talk(message)


def is_small_talk(message: Message) -> bool:
    """True for greetings, thanks and the like with nothing else in them."""
    text = re.sub(r"[^\w\s']", " ", message.norm)
    rest = compiled(lists("talk")["small_talk"]).sub(" ", text)
    return not re.search(r"\w", rest) or (
        bool(compiled(lists("talk")["small_talk"]).search(text))
        and len(re.findall(r"[a-z']{3,}", rest)) <= 1
        and not message.quantities
    )
