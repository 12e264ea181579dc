"""Leaves of an answer that is put right in one breath what holds: "yes - sorry, no"."""

from collections.abc import Callable

from agent.offline.words import repairs
from agent.offline.words.lexicon import reach
from agent.offline.words.message import take_apart


def mended(text: str, is_an_answer: Callable[[str], bool]) -> str:
    """The second of two short answers with a word of editing between them; else the text.

    Figures that are put right are mended wherever they stand, as the message is taken apart.

    Args:
        text: the answer.
        is_an_answer: tells whether some words alone answer what was asked.
    """
    message = take_apart(text)
    norm = message.norm.rstrip(" .!)")
    if norm.endswith("?") or not repairs.may_be_mended(norm):
        return text
    raw, starts, ends = message.text.raw, message.text.starts, message.text.ends
    for start, end in repairs.tries(norm):
        words = norm[:start], norm[end:]
        if not all(0 < len(w.split()) <= reach("repairs", "answer_words") for w in words):
            continue
        old, new = raw[: ends[start - 1]], raw[starts[end] : ends[len(norm) - 1]]
        if is_an_answer(old) and is_an_answer(new):
            return new
    return text
