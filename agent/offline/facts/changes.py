"""Reads how often things change: the documents behind answers, and the rules of the task."""

import re
from functools import cache

from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.text import Span

PERIODS = ("realtime", "daily", "weekly", "monthly", "quarterly", "yearly", "rarely")
KNOWLEDGE = {
    "realtime": "realtime", "daily": "daily", "weekly": "weekly", "monthly": "monthly",
    "yearly": "yearly", "rarely": "static", "stable": "static",
}  # fmt: skip
REQUIREMENTS = {
    "realtime": "daily", "daily": "daily", "weekly": "weekly", "monthly": "monthly",
    "quarterly": "quarterly", "yearly": "rarely", "rarely": "rarely", "stable": "rarely",
}  # fmt: skip


def read_changes(message: Message, span: Span, fallback: str = "") -> list[Finding]:
    """How often something changes: a subject, a verb of change and a period.

    A clause without a subject continues the one before it; `fallback` is the fact it is about when
    no clause names one.
    """
    found: list[Finding] = []
    still: list[Finding] = []
    moving: set[str] = set()  # what changes at a period that is told
    carried = headed = ""
    for clause in message.text.clauses:
        if not span.holds(clause.start):
            continue
        words = _without_rates(message, clause)
        change = macro("change").search(words)
        fact = subject_of(words, change.start() if change else len(words))
        if fact == "requirement_change" and _is_text_to_quote(message, words):
            fact = "knowledge_update"
        brings = _brings_rules(message, words)
        fact = "requirement_change" if brings else fact
        if not fact and pattern("more_of_them").match(words.strip()):
            fact = carried or "knowledge_update" * bool(
                macro("docs").search(_earlier(message, clause))
            )
        explicit = period_of(words)
        period = explicit or _stands_still(words)
        goes_on = pattern("goes_on").match(words.strip()) is not None
        pronoun = shape("pronoun_first", "cues").match(words)
        if carried == "requirement_change" and not fact and not found and not pronoun:
            carried = ""
        apposed = shape("apposed_first", "cues").match(words) is not None
        about = fact or (carried if goes_on or apposed or not change else "") or fallback
        carried = fact or carried
        if period == "rarely" and change and shape("comes_out_first", "cues").match(change.group()):
            continue
        says = change or brings or pattern("new_ones").search(words)
        says = says or pattern("more_of_them").match(words.strip())
        heads = bool(headed) and not fact and not change  # "new editions: every month"
        about = headed if heads else about
        headed = fact if change and message.norm[clause.end :][:1] == ":" else ""
        if not period or not about:
            continue
        if not (says or goes_on or heads or period == "stable" or (carried and found)):
            continue
        if not (fact or change or goes_on or apposed or heads or (carried and found)):
            continue
        if pattern("not_change").search(words) or shape("drifting", "cues").search(words):
            continue
        table = KNOWLEDGE if about == "knowledge_update" else REQUIREMENTS
        if period in table:
            weight = 3 if explicit and explicit != "rarely" else 2
            years = macro("in_years").search(words) is not None
            place = clause.start, clause.end
            found.append(Finding(about, table[period], *place, weight=weight, outright=years))
        if explicit and explicit != "rarely":
            moving.add(about)
        elif period == "stable":
            still.append(found[-1])
    return [f for f in found if not (f in still and f.fact in moving)]


def _is_text_to_quote(message: Message, words: str) -> bool:
    """True for editions of rules that the answers rest on: what changes is knowledge."""
    editions = shape("in_editions", "cues").search(words)
    return bool(editions and shape("rest_on_it", "cues").search(message.norm))


def _brings_rules(message: Message, words: str) -> bool:
    """As in "each new study has its own codebook": the rules change as often as one begins."""
    return any(
        re.search(rf"\bnew {match['thing']}\b", words)
        for match in shape("each_brings", "cues").finditer(message.norm)
    )


def _earlier(message: Message, clause: Span) -> str:
    """The words of the same sentence before a clause."""
    return message.norm[message.text.sentence_at(clause.start).start : clause.start]


def _without_rates(message: Message, clause: Span) -> str:
    """The clause with rates blotted out: "500 a day" says nothing about change."""
    words = message.norm[clause.start : clause.end]
    for quantity in message.quantities:
        often = shape("times_of", "cues").match(quantity.noun)  # "three times a week" is no rate
        if quantity.per and not often and clause.holds(quantity.start):
            start, end = quantity.start - clause.start, quantity.end - clause.start
            words = words[:start] + "_" * (end - start) + words[end:]
    return words


def _stands_still(words: str) -> str:
    if shape("still_lately", "cues").search(words):
        return ""
    still = pattern("no_change").search(words)
    fixed = bool(macro("stable").search(words) and pattern("is").search(words))
    fixed = fixed and not shape("still_no_longer", "cues").search(words)
    return "stable" if still or fixed else ""


def subject_of(words: str, before: int) -> str:
    """`knowledge_update` or `requirement_change` by what changes, "" when it is neither."""
    docs = list(macro("docs").finditer(words))
    ruled = list(macro("rules").finditer(words))
    plain_docs = [d for d in docs if not _inside(d, ruled)]
    ruled = [r for r in ruled if not _inside(r, docs)]
    first_docs, first_ruled = ([m for m in n if m.start() < before] for n in (plain_docs, ruled))
    if first_ruled and not first_docs:
        return "requirement_change"  # what changes, and not by whom or with what
    docs, ruled = first_docs or plain_docs, first_ruled or ruled
    if ruled and docs:
        owners = [r for r in ruled if r.end() <= docs[0].start()]
        if any(shape("rules_of", "cues").match(words[r.end() :]) for r in owners):
            return "requirement_change"
        return "requirement_change" if ruled[-1].start() > docs[-1].start() else "knowledge_update"
    if ruled:
        return "requirement_change"
    return "knowledge_update" if docs else ""


def _inside(one: re.Match[str], others: list[re.Match[str]]) -> bool:
    """True when a longer match holds this one: "guide" in "style guide"."""
    return any(
        o.start() <= one.start() and one.end() <= o.end() and o.end() - o.start() > len(one.group())
        for o in others
    )


@cache
def _period_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((p, macro(f"period_{p}")) for p in PERIODS)


def denied_period(words: str) -> str:
    """The period that a phrase denies ("daily, not weekly" -> weekly); "" when none."""
    for name, found in _period_patterns():
        if any(
            shape("period_denied_before", "cues").search(words[: m.start()])
            for m in found.finditer(words)
        ):
            return name
    return ""


def periods_of(words: str) -> list[str]:
    """All periods a phrase names, denied and doubted ones aside."""
    named: list[str] = []
    for name, found in _period_patterns():
        for match in found.finditer(words):
            if not (
                shape("period_denied_before", "cues").search(words[: match.start()])
                or shape("period_doubted_behind", "cues").match(words, match.end())
            ):
                named.append(name)
                break
    return named


def period_of(words: str) -> str:
    """The period a phrase names ("every sprint" -> weekly), denied ones aside; "" when none."""
    best: tuple[int, int, str] | None = None
    rarely = False
    for name, found in _period_patterns():
        for match in found.finditer(words):
            if shape("period_denied_before", "cues").search(words[: match.start()]):
                continue
            if name == "rarely":
                rarely = True
                break
            key = (-(match.end() - match.start()), match.start(), name)
            if best is None or key < best:
                best = key
            break
    if best is not None and not rarely:
        return best[2]
    return "rarely" if rarely else ""
