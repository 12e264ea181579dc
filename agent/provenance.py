"""Did the user say that? A fact needs the user's own words, so that a model cannot invent one."""

import re
from collections.abc import Iterable, Sequence

from langchain_core.messages import BaseMessage, HumanMessage

from tools.errors import InvalidInput
from tools.facts import spec

_A_NUMBER = re.compile(  # words that may hold a number; a correction of a known one need not
    r"\d|n't\b|\b(?:no|none|nobody|nothing|any|not|zero|without|never|half|double|thirds?|quarters?"
    r"|couple|few|dozens?|several|handful|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|\w+teen|\w+ty|hundreds?|thousands?|million|billion|once|twice|daily|weekly|monthly"
    r"|yearly|every|each|per|instant\w*|seconds?|minutes?|hours?|days?|weeks?|fortnight|months?"
    r"|years?)\b",
    re.IGNORECASE,
)


def user_texts(messages: Iterable[BaseMessage]) -> list[str]:
    """What the user wrote, message by message."""
    return [str(m.text) for m in messages if isinstance(m, HumanMessage)]


def check_words(name: str, quote: str, said: Sequence[str], *, known: bool) -> None:
    """Check that `quote` stands in one of the user's messages, and can hold the fact `name`.

    A new number needs words that hold a number; a correction of a `known` one may be said without
    ("the other way round").

    Raises:
        UnknownName: no fact has that name.
        InvalidInput: the user never said it, or it holds no number.
    """
    rule, words = spec(name), _normal(quote)
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    if not words or not any(whole.search(_normal(text)) for text in said):
        raise InvalidInput(f"the user never said {quote[:60]!r}; quote their own words")
    if rule.numeric and not known and not _A_NUMBER.search(quote):
        raise InvalidInput(f"{quote[:60]!r} holds no number for {name}")


def _normal(text: str) -> str:
    return " ".join(text.casefold().split())
