"""Several projects told in one message: a conversation holds one, the others wait."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from agent.offline.reading.reader import Reader, Reading
from agent.offline.words.lexicon import any_of, limit

FILE = "projects"


def told_apart(text: str) -> dict[str, str]:
    """The projects that a message tells one after the other, by their names; none for one alone."""
    starts = [m for m in _named().finditer(text) if _opens(text, m.start())]
    if len({m["kind"].lower() for m in starts}) != 1:
        return {}
    ends = [*(m.start() for m in starts[1:]), len(text)]
    parts = {
        f"{m['kind']} {m['name']}": text[m.end() : end].strip()
        for m, end in zip(starts, ends, strict=True)
    }
    least = limit("words", "project")
    whole = len(parts) > 1 and all(len(part.split()) >= least for part in parts.values())
    return parts if whole else {}


def of_the_first(reader: Reader, text: str, whole: Reading) -> Reading:
    """The reading of a message that tells several projects, cut to the first."""
    first = next(iter(told_apart(text).values()), "")
    return reader.read(first) if first else whole


def turned_to(reader: Reader, text: str, before: Sequence[str], whole: Reading) -> Reading:
    """The reading of "let's do client B": a fresh start with what was told of it before."""
    told = {name: part for said in before for name, part in told_apart(said).items()}
    low = text.lower()
    for name, part in told.items():
        if re.search(any_of("turned_to", FILE).replace("NAME", re.escape(name.lower())), low):
            fresh = reader.read(part)
            return replace(fresh, kind="command", command="restart", args={"project": name})
    return whole


def _opens(text: str, place: int) -> bool:
    """True where a name begins a message or a sentence."""
    return text[:place].rstrip()[-1:] in ("", ".", ";", "!", "?", ",") or "\n" in text[:place][-2:]


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w){any_of('named', FILE)}")
