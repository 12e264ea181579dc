"""What can go wrong in the deterministic core, drawn once.

    SteerwiseError
    ├── InvalidInput      the caller can fix it: a bad value, an unknown name, an impossible range
    │   ├── UnknownName   a fact, strategy or driver that does not exist; offers the closest names
    │   └── UnknownModel  a model without a known price; offers the closest names
    └── BrokenDataFile    a data file of ours or an override of yours cannot be used

Every message is one sentence that shows the value and the way out; a face may show it as it is.
"""

import difflib
from collections.abc import Iterable, Sequence

MOST, LEAST, BEHIND = 3, 0.5, 0.15  # names offered, how alike, and how much less than the first


class SteerwiseError(Exception):
    """The root of every error whose message may be shown to a person."""


class InvalidInput(SteerwiseError, ValueError):
    """A value the caller can correct."""


class UnknownName(InvalidInput):
    """A name outside a closed vocabulary."""

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        names = sorted(known)
        close = _closest(str(name), names)
        hint = f"did you mean {' or '.join(close)}?" if close else f"known: {', '.join(names)}"
        super().__init__(f"unknown {kind} {str(name)[:80]!r}; {hint}")


def _closest(name: str, names: Sequence[str]) -> list[str]:
    """The names that a slip of the hand may have meant, closest first; none that is far behind."""
    close = difflib.get_close_matches(name, names, n=MOST, cutoff=LEAST)
    alike = [difflib.SequenceMatcher(None, found, name).ratio() for found in close]
    return [found for found, ratio in zip(close, alike, strict=True) if ratio > alike[0] - BEHIND]


class UnknownModel(InvalidInput):
    """A model that no price list names."""


class BrokenDataFile(SteerwiseError):
    """A data file that cannot be read or breaks its schema; names file and key."""
