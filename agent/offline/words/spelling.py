"""Reads over contractions and slips of the keyboard in the words that matter."""

import re
from collections.abc import Mapping
from functools import cache

from agent.offline.words.lexicon import words

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]{1,2}\b)?")
MIN_LENGTH = 5


@cache
def _known() -> tuple[Mapping[str, str], frozenset[str], tuple[str, ...]]:
    table = words("spelling")
    fixed = dict(table["fixed"])
    cues = tuple(table["cues"]["words"].split())
    common = frozenset(table["common"]["words"].split()) | frozenset(cues)
    return fixed, common, cues


def spelling_of(raw: str) -> dict[str, str]:
    """How each odd word of the text is read: only slips one keystroke from a known cue word."""
    fixed, common, _ = _known()
    out: dict[str, str] = {}
    for match in _WORD.finditer(raw[:20_000].lower().replace("’", "'")):
        word = match.group()
        if word in out:
            continue
        if word in fixed:
            out[word] = fixed[word]
        elif len(word) >= MIN_LENGTH and word not in common and word.isascii() and word.isalpha():
            near = _near(word)
            if near:
                out[word] = near
    return out


@cache
def _near(word: str) -> str:
    from rapidfuzz.distance import OSA

    _, common, cues = _known()
    stem = word[:-1] if word.endswith("s") else word
    if stem in common or word + "s" in common:
        return ""
    for cue in cues:
        if (
            cue[0] == word[0]
            and abs(len(cue) - len(word)) <= 1
            and OSA.distance(word, cue, score_cutoff=1) <= 1
        ):
            return "" if cue + "s" == word or word + "s" == cue else cue
    return ""
