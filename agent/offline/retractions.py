"""Reads what is taken back: facts withdrawn, examples found worthless, requirements dropped."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.findings import Finding
from agent.offline.lexicon import pattern, tables
from agent.offline.message import Message
from agent.offline.relative import named_facts
from agent.offline.text import Span
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


def _with_figure(message: Message, known: Mapping[str, Any], sentence: Span) -> list[str]:
    """The one known fact that has the only figure of a sentence: "I doubt the 80%"."""
    here = [q for q in message.quantities if sentence.holds(q.start)]
    if len(here) != 1:
        return []
    values = (here[0].value, here[0].number.value)
    facts = [
        f for f, v in known.items() if spec(f).numeric and not isinstance(v, bool) and v in values
    ]
    return facts if len(facts) == 1 else []


def doubted(
    message: Message, finding: Finding, known: Mapping[str, Any], taken_back: Sequence[int]
) -> bool:
    """As in "I'm no longer sure about the 3,000": a known figure, named to take it back."""
    if known.get(finding.fact) != finding.value:
        return False
    sentence = message.text.sentence_at(finding.start)
    return any(sentence.start <= end <= finding.start for end in taken_back)


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
        facts = named_facts(behind) or named_facts(area) or _with_figure(message, known, sentence)
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
