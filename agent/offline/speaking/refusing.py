"""Which words of a message name something impossible, to be shown with the way out."""

from agent.offline.asking.harm import is_absurd
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import Message, take_apart

REACH = 25  # characters that follow a figure and say what it counts


def absurd_words(message: Message) -> str:
    """The impossible figure in the user's own words; empty when there is none."""
    if not is_absurd(message):
        return ""
    text = message.text
    for quantity in message.quantities:
        sentence = text.sentence_at(quantity.start)
        end = min(max(quantity.end, quantity.start) + REACH, sentence.end)
        start = max(quantity.start - 1, 0)
        words = text.norm[start:end]
        if is_absurd(take_apart(words)):
            return _raw(message, start, end)
    found = pattern("absurd", "talk").search(message.norm)
    if found is not None:
        return _raw(message, found.start(), found.end())
    first = message.quantities[0] if message.quantities else None
    return "" if first is None else text.quote(first.start, first.end)


def _raw(message: Message, start: int, end: int) -> str:
    """The words as they were written, whole ones only."""
    text, length = message.text, len(message.norm)
    while end < length and message.norm[end].isalnum() and message.norm[end - 1].isalnum():
        end -= 1
    if end <= start or end > len(text.ends):
        return ""
    return text.raw[text.starts[start] : text.ends[end - 1]].strip(" \n.,;:!?()")
