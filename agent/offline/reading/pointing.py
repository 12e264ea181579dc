"""What "that" is in "what if that doubled?": the figure that was told or supposed last."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.notebook import Notebook
from agent.offline.words.lexicon import shape, words
from tools.vocabulary import spec


def told_last(book: Notebook, texts: Sequence[str], *, supposed: bool) -> Mapping[str, Any]:
    """The fact and the value of the last figure, from the messages before; empty without one.

    `supposed`: the last reply was about a what-if, whose figure then counts.
    """
    if supposed and book.supposed is not None:
        return _figures(book.supposed.values())
    for text in reversed(texts):
        places = {
            name: text.rfind(fact.quote)
            for name, fact in book.facts.known.items()
            if spec(name).numeric and fact.quote and fact.quote in text
        }
        if places:
            last = max(places, key=lambda name: places[name])
            return {last: book.facts.known[last].value}
    return {}


def spelled_out(text: str, fact: str) -> str:
    """The words with the fact in place of the first "that" or "it"; as they are without one."""
    noun = words("talk_nouns")["subject"].get(fact, "")
    return shape("pronoun", "whatifs").sub(noun, text, count=1) if noun else text


def _figures(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one figure among the values; nothing where there are more."""
    found = {name: value for name, value in values.items() if spec(name).numeric}
    return found if len(found) == 1 else {}
