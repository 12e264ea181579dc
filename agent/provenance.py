"""Did the user say that? A fact needs the user's own words, so that a model cannot invent one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations
from math import prod
from pathlib import Path

from langchain_core.messages import BaseMessage, HumanMessage

from agent.offline.words.number_words import find_number_words
from tools.datafiles import Row, read
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.vocabulary import spec

KEPT = 64  # texts in their plain form: each fact of a message is looked up in it
_FILE = Path(__file__).parent / "toolbox" / "data" / "factors.toml"
_A_NUMBER = re.compile(  # words that may hold a number; a correction of a known one need not
    r"\d|n't\b|\b(?:no|none|nobody|nothing|any|not|zero|without|never|half|double|thirds?|quarters?"
    r"|couple|few|dozens?|several|handful|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|\w+teen|\w+ty|hundreds?|thousands?|million|billion|once|twice|daily|weekly|monthly"
    r"|yearly|every|each|per|instant\w*|seconds?|minutes?|hours?|days?|weeks?|fortnight|months?"
    r"|years?)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(  # fifteen digits at most: what is longer is a row of numbers, or a code
    r"(?<![\w.])(\d{1,3}(?:[,' ]\d{3}){1,4}(?!\d)(?:\.\d+)?|\d{1,15}(?!\d)(?:\.\d+)?)"
    r" ?(k|thousand|mn|m|mio|million|bn|b|billion|hundred)?(?![a-z])"
)
_SCALES = {"k": 1e3, "thousand": 1e3, "mn": 1e6, "m": 1e6, "mio": 1e6, "million": 1e6,
           "bn": 1e9, "b": 1e9, "billion": 1e9, "hundred": 1e2}  # fmt: skip
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


class _Arithmetic(Row):
    """How a value may be made of numbers that were said."""

    near: float
    most_for_three: int
    most_numbers: int
    multiplied: Mapping[str, tuple[int, ...]]
    factors: Mapping[str, tuple[float, ...]]


def user_texts(messages: Iterable[BaseMessage]) -> list[str]:
    """What the user wrote, message by message."""
    return [str(m.text) for m in messages if isinstance(m, HumanMessage)]


def check_words(name: str, quote: str, said: Sequence[str], *, bare: bool) -> None:
    """Check that `quote` stands in one of the user's messages, and can hold the fact `name`.

    Blanks, case and the form of quotation marks do not matter. A number needs words that hold one,
    unless it may be told with `bare` words: a correction ("the other way round"), or a count that
    the reader made of them ("delay / damage / other").

    Raises:
        UnknownName: no fact has that name.
        InvalidInput: the user never said it, or it holds no number.
    """
    rule, words = spec(name), _normal(quote)
    if not words or not any(_holds(_normal(text), words) for text in reversed(said)):
        raise InvalidInput(f"the user never said {quote[:60]!r}; quote their own words")
    if rule.numeric and not bare and not _A_NUMBER.search(quote):
        raise InvalidInput(f"{quote[:60]!r} holds no number for {name}")


def check_value(name: str, fact: Fact, quote: str, *, before: Fact | None) -> None:
    """Check that the number of a fact, or both ends of its range, can be made of the quote's.

    A number may be turned into the fact's unit, be a product of some that were said, or a change of
    the value `before`. Words without a number, such as "daily", are left to the reader.

    Raises:
        InvalidInput: the quote holds other numbers.
    """
    if not spec(name).numeric:
        return
    said = _numbers(quote)
    ends = [fact.low, fact.high] if fact.ranged else [fact.value]
    old = None if before is None else float(str(before.value))
    for value in ends:
        if said and not _made_of(name, float(str(value or 0)), said, old):
            raise InvalidInput(
                f"{quote[:60]!r} does not say {value:g} for {name}; take the number of the quote"
            )


def plain_value(name: str, value: object) -> object:
    """A value as a model may write it ("3,000", "85%", "yes", "Some") as the fact has it."""
    rule = spec(name)
    if not isinstance(value, str):
        return value
    text = value.strip()
    if rule.kind == "flag":
        return _YES_NO.get(text.lower(), value)
    if rule.kind == "choice":
        return re.sub(r"[\s-]+", "_", text.lower())
    if rule.numeric:
        found = _DIGITS.fullmatch(text.lower().strip("$€£% "))
        return value if found is None else _scaled(found)
    return value


def _made_of(name: str, value: float, said: Sequence[float], old: float | None) -> bool:
    rule = arithmetic()
    made = [number * factor for number in said for factor in rule.factors[name]]
    for many in rule.multiplied.get(name, ()):
        if many > 2 and len(said) > rule.most_for_three:
            continue
        products = [prod(few) for few in combinations(said, many)]
        made += [product * factor for product in products for factor in rule.factors[name]]
    if name.endswith("_accuracy"):
        made += [100 - number for number in said]
    if old is not None:
        for number in said:
            made += [old * number, old + number, old - number, old * (1 + number / 100)]
            made += [old * (1 - number / 100), old / number if number else 0.0]
    made += [sum(pair) / 2 for pair in combinations(said, 2)]
    return any(abs(value - number) <= rule.near * max(abs(value), abs(number)) for number in made)


def _numbers(text: str) -> list[float]:
    low = _normal(text)
    digits = [_scaled(m) for m in _DIGITS.finditer(low)]
    words = [end for n in find_number_words(low) for end in {n.value, n.low, n.high}]
    return (digits + words)[: arithmetic().most_numbers]


def _scaled(match: re.Match[str]) -> float:
    number = float(re.sub(r"[,' ]", "", match[1])) * _SCALES.get(match[2] or "", 1.0)
    return int(number) if number == int(number) else number


@cache
def arithmetic() -> _Arithmetic:
    """The rules of `data/factors.toml`."""
    return read(_Arithmetic, "factors", _FILE)


def _holds(text: str, words: str) -> bool:
    """True where the words stand in the text by themselves, not within longer ones."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (_in_words(text[max(at - 1, 0) : at]) or _in_words(text[end : end + 1])):
            return True
        at = text.find(words, at + 1)
    return False


def _in_words(mark: str) -> bool:
    return mark.isalnum() or mark == "_"


@lru_cache(maxsize=KEPT)
def _normal(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text).translate(_MARKS)
    shown = "".join(c for c in shown if unicodedata.category(c) != "Cf")
    return " ".join(shown.casefold().split())
