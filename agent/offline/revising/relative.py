"""Reads changes relative to what is known: doubled, half, ten times fewer, 500 more."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from agent.offline.facts.groups import factors_of
from agent.offline.revising.added import only_count
from agent.offline.revising.numbered import changed_by_number
from agent.offline.revising.parts_left import tells_of_a_part
from agent.offline.words.findings import Change
from agent.offline.words.lexicon import expand, pattern, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.subjects import named_facts, subjects
from tools.vocabulary import spec

_PEOPLE_NEXT = re.compile(r"\s(?:the )?[a-z]+s?\b")


@cache
def _factor_words() -> tuple[tuple[re.Pattern[str], float], ...]:
    rows = tables("factors")["words"]
    return tuple((re.compile(rf"(?<!\w)(?:{expand(p)})(?!\w)"), f) for p, f in rows.items())


def read_changes_of(
    message: Message, known: Mapping[str, Any]
) -> tuple[list[Change], list[tuple[int, int]]]:
    """All relative changes, and the places of the numbers they used."""
    out: list[Change] = []
    used: list[tuple[int, int]] = []
    for multiple, factor in _factor_words():
        for match in multiple.finditer(message.norm):
            if any(s <= match.start() < e for s, e in used):
                continue
            fact = _subject(message, match.start(), match.end(), known)
            if "latency_target_ms" in known and shape("of_speed", "numbered").search(match.group()):
                fact = "latency_target_ms"
            elif not fact and shape("than_told", "numbered").match(message.norm, match.end()):
                fact = only_count(known)
            if not fact and "monthly_requests" in known:
                behind = message.norm[match.end() :].split("\n")[0]
                fact = (
                    "monthly_requests"
                    if _PEOPLE_NEXT.match(behind, 0)
                    and (macro("people").match(behind.lstrip().removeprefix("the ")))
                    else ""
                )
            gone = factor < 1 and pattern("gone_behind").match(message.norm[match.end() :])
            if factor < 1 and not gone and tells_of_a_part(message, match):
                continue
            left = 1 - factor if gone else factor  # "a third of it goes away"
            both = shape("both_behind", "numbered").match(message.norm, match.end())
            named = named_facts(both.group()) if both else []
            for one in named if len(named) > 1 else [fact] if fact else []:
                out.append(Change(one, match.start(), match.end(), factor=left))
            used.append(match.span())
    factors = factors_of(message)
    for quantity in message.quantities:
        if quantity in factors or any(s <= quantity.start < e for s, e in used):
            continue
        fact = _subject(message, quantity.start, quantity.end, known)
        change = changed_by_number(message, quantity, fact, known)
        if change is not None:
            out.append(change)
            used.append((quantity.start, quantity.end))
    return out, used


def _subject(message: Message, start: int, end: int, known: Mapping[str, Any]) -> str:
    """The fact whose name stands nearest, a known one first when two share a name."""
    sentence = message.text.sentence_at(start)
    clause = message.text.clause_at(start)
    best, name = 1e9, ""
    for fact, names in subjects():
        if not spec(fact).numeric:
            continue
        for match in names.finditer(message.norm, sentence.start, sentence.end):
            if start <= match.start() and match.end() <= end and end - start > 12:
                return fact
            if match.start() < end and start < match.end() <= end:
                continue
            gap = (
                message.norm[match.end() : start]
                if match.end() <= start
                else message.norm[end : match.start()]
            )
            cost = len(gap) + 18.0 * len(shape("sets_apart", "numbered").findall(gap))
            cost += 0.0 if clause.holds(match.start()) else 20.0
            cost -= 0.5 * (match.end() - match.start())
            cost += 0.0 if fact in known else 6.0
            if cost < best:
                best, name = cost, fact
    return name if best < 70 else ""
