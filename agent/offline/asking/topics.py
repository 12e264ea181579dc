"""Names what a question is about, so that an answer can be looked up or computed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.offline.accuracy.series import as_series, rungs, scores
from agent.offline.words.lexicon import limit, lists, pattern, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.strategies import find_strategies
from agent.offline.words.subjects import subjects

FILE = "asking"
MOST_WORDS_OF_A_TERM = 4
LETTER = 4  # a name longer by one letter may stand so many letters further back
MOST_BARE_WORDS = 3  # "show me the flow chart" names a topic, a sentence asks about it
_FIGURES: Mapping[str, Callable[[str], dict[str, Any]]] = {"plateau": scores, "ladder": rungs}


@dataclass(frozen=True)
class Topic:
    """What a question is about; `args` holds the figures it brings along."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


def read_topic(message: Message, asked: str | None) -> Topic:
    """The topic of the question in a message; what nothing names is called by its first words."""
    norm = message.norm.strip()
    return (
        _why_asked(norm, asked)
        or _why_not(norm)
        or _of_the_list(norm)
        or _why_recommended(norm)
        or _glossary(norm)
        or Topic(_first_words(norm))
    )


def _why_asked(norm: str, asked: str | None) -> Topic | None:
    """As in "why do you ask?", of the fact that is named or was asked for."""
    if shape("why_asked", FILE).search(norm):
        return Topic(f"why_asked:{fact_named(norm) or asked or 'this'}")
    open_one = asked and shape("why_this_asked", FILE).search(norm)
    return Topic(f"why_asked:{asked}") if open_one else None


def asks_why(text: str) -> bool:
    """True for a "why?" by itself, which names nothing that it is about."""
    return shape("why_alone", FILE).fullmatch(text.strip().lower()) is not None


def _why_not(norm: str) -> Topic | None:
    """As in "why not RAG?", "no fine-tuning?"."""
    named = find_strategies(norm)
    if not named:
        return None
    if shape("why_not", FILE).search(norm) and not shape("why_chosen", FILE).search(norm):
        return Topic(f"why_not_{named[0 if shape('instead_of', FILE).search(norm) else -1]}")
    short = norm.endswith("?") and len(norm.split()) <= MOST_WORDS_OF_A_TERM
    return Topic(f"why_not_{named[0]}") if short and shape("none_of_it", FILE).match(norm) else None


def _of_the_list(norm: str) -> Topic | None:
    name = next((n for n in lists("topics") if pattern(n, "topics").search(norm)), None)
    if name is None:
        return None
    return Topic(name, _FIGURES[name](norm) if name in _FIGURES else {})


def _why_recommended(norm: str) -> Topic | None:
    whys = (shape(name, FILE).search(norm) for name in ("why", "why_this_first"))
    return Topic("why_recommended") if any(whys) else None


def _glossary(norm: str) -> Topic | None:
    """As in "what is LoRA?": the term without articles and the like."""
    asked = shape("define", FILE).search(norm)
    words = re.findall(r"[a-z0-9][a-z0-9-]*", asked["term"]) if asked is not None else []
    words = [w for w in words if w not in lists(FILE)["no_term"]]
    named = 0 < len(words) <= MOST_WORDS_OF_A_TERM
    return Topic(f"glossary:{'_'.join(words)}") if named else None


def _first_words(norm: str) -> str:
    words = [w for w in re.findall(r"[a-z][a-z-]{3,}", norm) if w not in lists(FILE)["no_topic"]]
    return "_".join(words[:3]) or "open"


def read_bare(message: Message) -> Topic | None:
    """A topic named in a word or two, such as "sensitivity"."""
    words = re.sub(r"\s+", " ", re.sub(r"[^\w\s'-]", " ", message.norm)).strip()
    words = shape("asks_to_see", FILE).sub("", words)
    if len(words.split()) > MOST_BARE_WORDS:
        return None
    named = (n for n in lists(FILE)["bare_topics"] if pattern(n, "topics").fullmatch(words))
    return next((Topic(name) for name in named), None)


def read_plateau(message: Message, asked: str | None = None) -> Topic | None:
    """A series of measured scores told without a question, such as “we went 61, 66, 67”.

    Where a question is open, bare figures may answer it.
    """
    found = scores(message.norm)
    many = len(found.get("scores", ())) >= limit("series", "least")
    bare = as_series(message.norm)
    named = many and pattern("plateau", "topics").search(message.norm)
    then = bare is not None and bare["then"] and asked != "current_accuracy"
    alone = bare is not None and many and asked is None
    return Topic("plateau", found) if named or then or alone else None


def fact_named(norm: str) -> str:
    """The fact that a normalised text speaks of, "" when it names none."""
    paced = shape("how_often_what", FILE).search(norm)
    if paced is not None:
        for fact, things in (("requirement_change", "rules"), ("knowledge_update", "docs")):
            if macro(things).fullmatch(paced["what"]):
                return fact
    found = [(match, fact) for fact, names in subjects() for match in names.finditer(norm)]
    best = min(found, key=lambda f: f[0].start() - LETTER * len(f[0].group()), default=None)
    return best[1] if best is not None else ""
