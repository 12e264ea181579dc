"""Tells a slip of the hands over the keyboard from words: nothing is read from it."""

import re
from functools import cache

from agent.offline.words.lexicon import lists
from agent.offline.words.message import Message

SHORT = 3  # letters: "asd" is a slip only beside a longer one
RUN = 4  # keys in a row that are a slip where they are most of a word, such as "fdsa"
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_mashed(message: Message) -> bool:
    """True when a message has words, and each of them is letters hit at random."""
    words = [] if message.models else _WORD.findall(message.norm)
    slips = [word for word in words if len(word) > SHORT and _slip(word)]
    rest = [word for word in words if len(word) <= SHORT]
    return bool(slips) and len(slips) + len(rest) == len(words) and all(map(_runs_along, rest))


def _slip(word: str) -> bool:
    run = next((w for w in _walks().findall(word) if len(w) >= RUN), "")
    most = 2 * len(run) > len(word)
    return most or _runs_along(word) or bool(_never().search(word))


def _runs_along(word: str) -> bool:
    """True for nothing but runs along the keys: "asd", "qweqwe"."""
    return bool(re.fullmatch(f"(?:{_walks().pattern})+", word))


@cache
def _never() -> re.Pattern[str]:
    return re.compile("|".join(lists("mashing")["never"]))


@cache
def _walks() -> re.Pattern[str]:
    """Three keys or more of a row, in either direction, the longest first."""
    rows = [keys for row in lists("mashing")["rows"] for keys in (row, row[::-1])]
    runs = {row[i:j] for row in rows for i in range(len(row)) for j in range(i + 3, len(row) + 1)}
    return re.compile("|".join(sorted(runs, key=lambda run: (-len(run), run))))
