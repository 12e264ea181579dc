"""The reading of a message as a what-if: what it proposes, and what it states beside that."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent.offline.asking import intents
from agent.offline.asking.naming import read_name_behind
from agent.offline.facts.statements import stated_facts
from agent.offline.reading.learned import Heard
from agent.offline.reading.said import Reading, checked, composed
from agent.offline.revising import whatifs
from agent.offline.words.message import Message


def read_supposed(message: Message, known: Mapping[str, Any], heard: Heard) -> Reading:
    """The reading of a what-if; what is stated before it is no part of it."""
    told, rest = whatifs.divide(message)
    found = stated_facts(message, told)
    beside = composed("what_if", message, [f for f in found if f.value != known.get(f.fact)])
    stated = composed("what_if", message, found).facts
    if not stated:
        rest = message
    proposed = whatifs.read_what_if(
        rest,
        {**known, **beside.facts},
        intents.what_if_spans(rest),
        stated=tuple(stated),
    )
    unknown = whatifs.relative_to_unknown(rest, {**known, **beside.facts})
    if not (proposed or unknown) and known:
        changed = heard.changed(message.text.sentences, known)
        proposed = {f.fact: f.value for f in changed if whatifs.may_count(message, f)}
    args: dict[str, Any] = {}
    name = read_name_behind(message)
    if name is not None:
        args["scenario"] = name
    if not proposed:
        args["open"] = unknown
    return replace(
        beside, hypothetical=checked(proposed), args={k: v for k, v in args.items() if v}
    )
