"""Reads what is taken back: facts withdrawn, examples found worthless, requirements dropped."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from agent.offline.answering.not_knowing import is_untested
from agent.offline.revising.called import facts_called, facts_hinted_at, other_values
from agent.offline.revising.repeated import repeats
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message
from agent.offline.words.strategies import named_spans
from agent.offline.words.text import Span
from tools.vocabulary import STRATEGIES, spec

FILE = "corrections"
_FAMILIES = (
    ("current_accuracy", "target_accuracy"),
    ("prompt_tokens", "output_tokens"),
    ("monthly_budget_usd", "upfront_budget_usd"),
    ("knowledge_update", "requirement_change"),
)


def takes_back(message: Message, known: Mapping[str, Any], found: Sequence[Finding] = ()) -> bool:
    """True when an order, or a word of a mere guess, takes back a fact that is known."""
    orders = pattern("surely_retracts", FILE).finditer(message.norm)
    sure = any(shape("order_before", FILE).search(message.norm[: m.start()]) for m in orders)
    if not (sure or pattern("guessed", FILE).search(message.norm)):
        return False
    return any(_facts_of(message, m, known, found) for m in _retractions(message))


def _retractions(message: Message) -> list[re.Match[str]]:
    found = [
        *pattern("retract", "intents").finditer(message.norm),
        *pattern("undecided", FILE).finditer(message.norm),
    ]
    standing = (m for m in sorted(found, key=lambda m: m.start()) if not _put_off(message, m))
    return list(islice(standing, reach("retractions", "most")))


def _put_off(message: Message, match: re.Match[str]) -> bool:
    """True for words that take nothing back where they stand: "we never skip", "don't drop"."""
    return bool(shape("put_off_before", FILE).search(message.norm[: match.start()]))


def retracted(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> tuple[list[str], list[Finding]]:
    """Facts taken back, and requirements that no longer hold.

    `found` is what the message tells besides: a fact that has a new value is not taken back.
    """
    cleared: list[str] = []
    changed: list[Finding] = []
    told = {
        f.fact for f in found if f.value != known.get(f.fact) and not is_taken_back(message, f, ())
    }
    for match in _retractions(message):
        sentence = message.text.sentence_at(match.start())
        area = message.norm[sentence.start : sentence.end]
        for fact in _facts_of(message, match, known, found):
            if fact in told or fact in cleared or any(c.fact == fact for c in changed):
                continue
            lifted = pattern("lifted", FILE).search(area)
            if spec(fact).kind == "flag" and known[fact] is True and lifted:
                changed.append(Finding(fact, False, match.start(), match.end()))
            else:
                cleared.append(fact)
    return cleared, changed


def _facts_of(
    message: Message,
    match: re.Match[str],
    known: Mapping[str, Any],
    found: Sequence[Finding] = (),
) -> list[str]:
    """The known facts that a retraction is about: named in its object, by a figure, or all."""
    sentence = message.text.sentence_at(match.start())
    clause = message.text.clause_at(match.start())
    taken = match.group()
    behind = message.norm[match.end() : max(clause.end, match.end())]
    read = [
        f.fact
        for f in found
        if f.fact in known
        and not spec(f.fact).numeric
        and clause.holds(f.start)
        and f.start >= match.start()
    ]
    if shape("what_was_said", FILE).match(behind) and _tells_a_figure(message, match.end(), known):
        return []  # "scratch that, it's 400": the figure says what is meant
    for words in (taken, behind):
        named = facts_called(words, known, shown=True) or facts_hinted_at(words, known)
        if named:
            return named
        if other_values(words, known):
            return []
    if read:
        return read
    figures = [r.fact for r in repeats(message, known) if sentence.holds(r.quantity.start)]
    if figures:
        return figures
    before = message.norm[clause.start : match.start()]
    named = facts_called(before, known)
    if named:
        return named
    if pattern("both_or_all", FILE).search(f"{taken} {behind}"):
        return _both(known)
    rest = facts_called(message.norm[sentence.start : sentence.end], known)
    if rest:
        return rest
    earlier = facts_called(message.norm[: sentence.start], known)
    if earlier:
        return earlier
    return _only_one(message, match, known) if shape("only_it", FILE).fullmatch(behind) else []


def _tells_a_figure(message: Message, start: int, known: Mapping[str, Any]) -> bool:
    old = {r.quantity.start for r in repeats(message, known)}
    return any(q.start >= start and q.start not in old for q in message.quantities)


def _both(known: Mapping[str, Any]) -> list[str]:
    """The two facts that "both" stands for: the only two, or a pair that is known."""
    facts = [f for f in known if f not in ("task", "model")]
    if len(facts) == 2:
        return facts
    pairs = [list(pair) for pair in _FAMILIES if all(f in known for f in pair)]
    return pairs[0] if len(pairs) == 1 else []


def _only_one(message: Message, match: re.Match[str], known: Mapping[str, Any]) -> list[str]:
    """The one fact that is known besides the task, where nothing else can be meant."""
    facts = [f for f in known if f != "task"] or list(known)
    vague = pattern("vaguely", FILE).match(match.group())
    if vague and len(message.norm.split()) <= limit("retractions", "most_loose_words"):
        return []
    return facts if len(facts) == 1 else []


def tried_anew(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "retrieval, not a bare prompt": what is there, where something known is not.

    Nothing at all may be left of it: "we never had RAG running".
    """
    before = tuple(known.get("tried") or ())
    spans = [s for s in named_spans(message.norm) if s[2] in STRATEGIES]
    near = reach("retractions", "stopped_before")
    gone = {
        name
        for start, _, name in spans
        if pattern("stopped", FILE).search(message.norm[max(0, start - near) : start])
    }
    if not gone & set(before):
        return []
    there = {name for _, _, name in spans if name not in gone} | (set(before) - gone)
    kept = tuple(s for s in STRATEGIES if s in there)
    return [Finding("tried", kept, 0, len(message.norm), weight=5)]


def untested(message: Message, known: Mapping[str, Any]) -> list[str]:
    """The known facts that cannot stand where no model was tried yet: its faults, its accuracy."""
    if not is_untested(message):
        return []
    return [fact for fact in ("failure_mode", "current_accuracy") if fact in known]


def is_taken_back(message: Message, finding: Finding, cleared: Sequence[str]) -> bool:
    """True for what is only read because it is taken back: "the 91 was a guess, delete it"."""
    if finding.fact in cleared:
        return True
    sentence = message.text.sentence_at(finding.start)
    return any(
        not spec(finding.fact).numeric
        and finding.fact != "model"
        and clause_start <= m.end() <= finding.start
        for m in _retractions(message)
        for clause_start in [_clause_start(message, finding, sentence)]
    )


def _clause_start(message: Message, finding: Finding, sentence: Span) -> int:
    clause = message.text.clause_at(finding.start)
    return max(clause.start, sentence.start)
