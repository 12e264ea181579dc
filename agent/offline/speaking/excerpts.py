"""Shortens a quote without changing a word of it: whole sentences from its start, or the best."""

import re

from agent.offline.words.lexicon import shape

LEAST_WORDS = 5
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def excerpt(text: str, most_words: int) -> str:
    """The sentences at the start of a text, as many as fit; the first one whatever its length."""
    kept: list[str] = []
    for sentence in _END.split(text.strip()):
        if kept and sum(len(s.split()) for s in (*kept, sentence)) > most_words:
            break
        kept.append(sentence)
    return _verbatim(text, kept)


def one_sentence(text: str, most_words: int) -> str:
    """The first short sentence that stands alone; else the first, or one that leans on others."""
    found = _END.split(text.strip())
    short = [s for s in found if LEAST_WORDS <= len(s.split()) <= most_words]
    alone = [s for s in short if not shape("leans_on_what_went_before", "replies").match(s)]
    fair = [s for s in found[:1] if len(s.split()) <= 2 * most_words]
    return next(iter([*alone, *fair, *short]), min(found, key=len))


def _verbatim(text: str, kept: list[str]) -> str:
    """The text from the first to the last kept sentence, as it stands."""
    start = text.find(kept[0])
    end = text.find(kept[-1], start) + len(kept[-1])
    return text[start:end]
