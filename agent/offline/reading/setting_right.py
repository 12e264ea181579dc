"""The reading of a message as a correction: what the rules read, and what was learned beside it."""

from collections.abc import Mapping
from typing import Any

from agent.offline.asking import intents
from agent.offline.asking.not_told import is_not_told
from agent.offline.asking.topics import Topic
from agent.offline.reading.learned import PACES, Heard
from agent.offline.reading.said import Reading, composed
from agent.offline.revising import corrections
from agent.offline.revising.repeated import repeats
from agent.offline.words.findings import Finding
from agent.offline.words.message import Message


def set_right(
    message: Message,
    asked: str | None,
    known: Mapping[str, Any],
    found: list[Finding],
    topic: Topic | None,
    heard: Heard,
) -> Reading | None:
    """The reading of a message as a correction of what is known; None when it corrects nothing."""
    corrects = (
        intents.corrects(message)
        or corrections.relative(message, known)
        or corrections.sets_right(message, known, found, asked)
    )
    sentences = [s for s in message.text.sentences if not is_not_told(message, s)]
    found = heard.beside(sentences, found, known)
    as_known = {f.fact for f in found if f.fact in known and f.value == known[f.fact]}
    other = {f: v for f, v in known.items() if f not in as_known}  # said again, not changed
    if not (corrects or heard.corrects):
        found = [f for f in found if not corrections.is_denied(message, f)]
        changed = [f for f in found if f.fact in known and f.value != known[f.fact]]
        told = heard.contrary(sentences, other) if not changed else []
        return composed("correct", message, [*found, *told], topic) if changed or told else None
    values, cleared = corrections.read_correction(message, known, found, asked)
    left = {f: v for f, v in other.items() if f not in cleared}
    if values:
        read = {f.fact for f in values}
        if corrections.leaves_words(message, values):
            values += [f for f in heard.surely(sentences, left) if f.fact not in {*read, *cleared}]
    elif not cleared:
        values = heard.changed(sentences, left, sure=not corrects)
        values = [f for f in values if f.value != known.get(f.fact)]
    if any(v.fact == "monthly_requests" for v in values):  # "per month" sets one pace, not two
        before = {f.fact for f in found}
        values = [v for v in values if v.fact in before or v.fact not in PACES]
    if not values and not cleared:
        return None
    old = [r.quantity.start for r in repeats(message, known)]
    return composed("correct", message, values, topic, cleared=tuple(cleared), repeated=old)
