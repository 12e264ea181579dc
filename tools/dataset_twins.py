"""Duplicates in a stream of examples: exact ones, near ones, and same inputs with other answers.

Only fingerprints are kept: 32 bytes an example for exact duplicates and contradictions, 72 more for
near duplicates, whose number is capped. Near duplicates are found with MinHash (Broder, 1997) over
runs of three words, banded to find candidates and compared on the whole signature.
"""

import re
import zlib
from array import array
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

_HASHES, _BANDS = 16, 8
_WORD = re.compile(r"\w+")
_MOST_WORDS = 400


class Twins:
    """Collects fingerprints, and finds the lines that repeat or contradict each other."""

    def __init__(self, near_limit: int = 0, near_share: float = 1.0) -> None:
        """`near_limit` examples are compared for near duplicates, from `near_share` alike."""
        self._near_limit, self._near_share = near_limit, near_share
        self._lines = array("Q")
        self._wholes = array("Q")
        self._inputs = array("Q")
        self._outputs = array("Q")
        self._near_lines = array("Q")
        self._near = array("I")
        draw = np.random.default_rng(0)
        odd = np.uint64(1)
        self._factors = draw.integers(1, 1 << 63, _HASHES, dtype=np.uint64) | odd

    def add(self, line: int, given: str, answer: str) -> None:
        """Note one example by its line number."""
        self._lines.append(line)
        self._inputs.append(_fingerprint(_plain(given)))
        self._outputs.append(_fingerprint(answer.strip()))
        self._wholes.append(_fingerprint(f"{given}\x00{answer}"))
        if self.near_checked < self._near_limit:
            self._near.frombytes(self._signature(f"{given} {answer}").tobytes())
            self._near_lines.append(line)

    @property
    def near_checked(self) -> int:
        """How many examples were compared for near duplicates."""
        return len(self._near_lines)

    def exact(self) -> list[int]:
        """Lines that repeat an earlier line."""
        wholes = np.array(self._wholes, dtype=np.uint64)
        _, first = np.unique(wholes, return_index=True)
        repeated = np.ones(len(wholes), dtype=bool)
        repeated[first] = False
        return self._at(np.flatnonzero(repeated))

    def contradictions(self) -> list[int]:
        """Lines whose input also stands elsewhere with another output."""
        inputs = np.array(self._inputs, dtype=np.uint64)
        outputs = np.array(self._outputs, dtype=np.uint64)
        order = np.lexsort((outputs, inputs))
        same_input = inputs[order][1:] == inputs[order][:-1]
        other_output = outputs[order][1:] != outputs[order][:-1]
        clash = inputs[order][1:][same_input & other_output]
        return self._at(np.flatnonzero(np.isin(inputs, clash)))

    def shared_inputs(self, other: "Twins") -> list[int]:
        """Lines of this set whose input is also in the other set."""
        mine = np.array(self._inputs, dtype=np.uint64)
        return self._at(np.flatnonzero(np.isin(mine, np.array(other._inputs, dtype=np.uint64))))

    def near(self) -> list[int]:
        """Lines that say almost the same as an earlier one, exact repeats left out."""
        if self.near_checked < 2:
            return []
        signatures = np.array(self._near, dtype=np.uint32).reshape(-1, _HASHES)
        repeats = set(self.exact())
        found: set[int] = set()
        rows = _HASHES // _BANDS
        for band in range(_BANDS):
            part = np.ascontiguousarray(signatures[:, band * rows : (band + 1) * rows])
            keys = part.view(np.uint64).ravel()
            order = np.argsort(keys, kind="stable")
            for one, two in _neighbours(keys, order):
                if np.mean(signatures[one] == signatures[two]) >= self._near_share:
                    found.add(self._near_lines[int(two)])
        return sorted(found - repeats)

    def _at(self, places: Iterable[int]) -> list[int]:
        return sorted(self._lines[int(place)] for place in places)

    def _signature(self, text: str) -> NDArray[np.uint32]:
        words = _WORD.findall(text.lower())[:_MOST_WORDS]
        runs = {" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))}
        hashes = np.array([zlib.crc32(run.encode("utf-8", "replace")) for run in runs], np.uint64)
        mixed = hashes[:, None] * self._factors  # wraps at 2^64: multiply-shift hashing
        least: NDArray[np.uint64] = (mixed >> np.uint64(32)).min(axis=0)
        return least.astype(np.uint32)


def _neighbours(
    keys: NDArray[np.uint64], order: NDArray[np.intp]
) -> Iterable[tuple[np.intp, np.intp]]:
    """Pairs of rows with equal keys: each row with the first of its group."""
    first = order[0]
    for place in order[1:]:
        if keys[place] == keys[first]:
            yield first, place
        else:
            first = place


def _fingerprint(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
