"""Reads what is taken back: facts withdrawn, examples found worthless, requirements dropped."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.findings import Finding
from agent.offline.lexicon import pattern, tables
from agent.offline.message import Message
from agent.offline.relative import named_facts
from tools.facts import spec


def spoiled(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "half of those labels are garbage": what is left of the known examples."""
    match = pattern("spoiled", "corrections").search(message.norm)
    base = known.get("labeled_examples")
    if match is None or not isinstance(base, int):
        return []
    if pattern("about_answers", "corrections").search(match.group()):
        return []
    share = _share_of(match["share"])
    left = round(base * (1 - share))
    return [Finding("labeled_examples", left, match.start(), match.end(), weight=5)]


def _share_of(words: str) -> float:
    digits = re.match(r"\d+", words)
    if digits:
        return min(1.0, float(digits.group()) / 100)
    if words == "half":
        return 0.5
    top, part = words.split()
    tops = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
    return tops[top] * tables("numbers")["fraction"][part]


def retracted(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> tuple[list[str], list[Finding]]:
    """Facts taken back, and requirements that no longer hold."""
    cleared: list[str] = []
    changed: list[Finding] = []
    for match in pattern("retract", "intents").finditer(message.norm):
        sentence = message.text.sentence_at(match.start())
        area = message.norm[sentence.start : sentence.end]
        behind = message.norm[match.end() : sentence.end]
        facts = named_facts(behind) or named_facts(area)
        for fact in facts:
            if any(f.fact == fact for f in found) or fact in cleared:
                continue
            if known and fact not in known:
                continue
            if (
                spec(fact).kind == "flag"
                and known.get(fact) is True
                and re.search(r"requirement|constraint|drop|no longer|need|lift", area)
            ):
                changed.append(Finding(fact, False, match.start(), match.end()))
            else:
                cleared.append(fact)
    return cleared, changed
