"""The scripted people: a hidden project each, and how each of them speaks of it.

`people/*.toml` is written as a person of that trade would type it, not from the reader's lexicons.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.evals.score_utterances import same
from tools.vocabulary import spec

FOLDER = Path(__file__).parent / "people"

Line = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Known:
    """One fact of the hidden project and the answers that tell it; `within` where it is vague."""

    value: Any
    within: tuple[float, float] | None
    says: tuple[str, ...]

    def is_told_by(self, name: str, recorded: Any) -> bool:
        """True when a recorded value is this fact, within the tolerance of the vocabulary."""
        return bool(same(name, self.value, recorded, self.within))


@dataclass(frozen=True)
class Correction:
    """A fact told wrongly first (`first` is empty where the opening did), and set right then."""

    fact: str
    first: str
    then: str


@dataclass(frozen=True)
class Midway:
    """A change of the project in the middle of the conversation."""

    says: tuple[str, ...]
    sets: Mapping[str, Any]


@dataclass(frozen=True)
class Person:
    """One scripted person.

    Attributes:
        id: the name of the script.
        manner: how this person talks; the report has a row for each manner.
        opening: first messages, each with the facts it tells.
        facts: the hidden project by fact.
        unknown: how this person says that a fact is not known.
        enough: how this person asks for the advice.
        patience: how many questions are answered before that.
        wander: how likely an aside is at each question, 0 to 1.
        asides: digressions and restatements, each with the facts it tells.
        elsewhere: answers to another question than was asked, each with the facts it tells.
        corrections: facts told wrongly first.
        takes_back: facts that are withdrawn after they were told, and the words for it.
        midway: the change of project, None where there is none.

    """

    id: str
    manner: str
    opening: tuple[Line, ...]
    facts: Mapping[str, Known]
    unknown: tuple[str, ...]
    enough: tuple[str, ...]
    patience: int
    wander: float
    asides: tuple[Line, ...]
    elsewhere: tuple[Line, ...]
    corrections: tuple[Correction, ...]
    takes_back: Mapping[str, str]
    midway: Midway | None


@cache
def people() -> tuple[Person, ...]:
    """Everybody, in the order of the files.

    Raises:
        UnknownName: a script names a fact that is not in the vocabulary.
    """
    rows = [
        row
        for file in sorted(FOLDER.glob("*.toml"))
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["person"]
    ]
    return tuple(_person(row) for row in rows)


def known(name: str, value: Any, says: Sequence[str] = ()) -> Known:
    """A fact of a hidden project; two numbers are the range that any answer must fall into."""
    spec(name)
    if isinstance(value, list) and len(value) == 2 and spec(name).numeric:
        low, high = float(value[0]), float(value[1])
        return Known((low + high) / 2, (low, high), tuple(says))
    return Known(value, None, tuple(says))


def _person(row: Mapping[str, Any]) -> Person:
    midway = row.get("midway")
    return Person(
        id=row["id"],
        manner=row["manner"],
        opening=_lines(row["opening"]),
        facts={name: known(name, value, says) for name, (value, *says) in row["facts"].items()},
        unknown=tuple(row["unknown"]),
        enough=tuple(row["enough"]),
        patience=row["patience"],
        wander=row.get("wander", 0.2),
        asides=_lines(row.get("asides", ())),
        elsewhere=_lines(row.get("elsewhere", ())),
        corrections=tuple(Correction(*one) for one in row.get("corrections", ())),
        takes_back=dict(row.get("takes_back", ())),
        midway=None if midway is None else Midway(tuple(midway["says"]), midway["sets"]),
    )


def _lines(rows: Sequence[Any]) -> tuple[Line, ...]:
    return tuple((text, tuple(spec(name).name for name in facts)) for text, facts in rows)
