"""Reads changes relative to what is known: doubled, half, ten times fewer, 500 more, six points up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from agent.offline.lexicon import compiled, expand, lists, tables
from agent.offline.message import Message
from agent.offline.quantities import Quantity, whole
from tools.facts import Value, spec

_UP = r"(?:more|greater|higher|bigger|larger|longer|extra|additional|increase|growth|up|rise|faster growth)"
_DOWN = r"(?:fewer|less|lower|smaller|shorter|cheaper|decrease|drop|down|faster|reduction|cut)"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one fact at `start`–`end`: times `factor` plus `add`."""

    fact: str
    start: int
    end: int
    factor: float = 1.0
    add: float = 0.0

    def on(self, base: float) -> Value:
        """The new value, whole numbers for facts that count."""
        value = base * self.factor + self.add
        return round(value) if spec(self.fact).kind == "integer" else whole(value)


@cache
def _factor_words() -> tuple[tuple[re.Pattern[str], float], ...]:
    rows = tables("factors")["words"]
    return tuple((re.compile(rf"(?<!\w)(?:{expand(p)})(?!\w)"), f) for p, f in rows.items())


@cache
def subjects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each fact is called when people speak of changing or dropping it."""
    return tuple((fact, compiled(names)) for fact, names in lists("subjects").items())


def read_changes_of(
    message: Message, known: Mapping[str, Any]
) -> tuple[list[Change], list[tuple[int, int]]]:
    """All relative changes, and the places of the numbers they used."""
    out: list[Change] = []
    used: list[tuple[int, int]] = []
    for pattern, factor in _factor_words():
        for match in pattern.finditer(message.norm):
            if any(s <= match.start() < e for s, e in used):
                continue
            fact = _subject(message, match.start(), match.end(), known)
            if fact:
                out.append(Change(fact, match.start(), match.end(), factor=factor))
            used.append(match.span())
    for quantity in message.quantities:
        if any(s <= quantity.start < e for s, e in used):
            continue
        change = _numbered(message, quantity, known)
        if change is not None:
            out.append(change)
            used.append((quantity.start, quantity.end))
    return out, used


def _numbered(message: Message, quantity: Quantity, known: Mapping[str, Any]) -> Change | None:
    """ "10x fewer", "grows by 50 %", "2000 more examples", "6 points higher"."""
    norm, number = message.norm, quantity.number
    span = message.text.sentence_at(quantity.start)
    before = norm[max(span.start, quantity.start - 60) : quantity.start]
    after = norm[number.end : min(span.end, number.end + 60)]
    clause = message.clause(quantity)
    fact = _subject(message, quantity.start, quantity.end, known)
    times = re.match(r"\s?(?:x|times|-?fold)\b", after)
    if times:
        down = re.match(
            r"\s?(?:x|times|-?fold)\s+(?:as )?(?:fewer|less|lower|smaller|shorter|cheaper|faster|few|little)",
            after,
        )
        if re.search(
            r"(?:drop|fall|shrink|cut|reduc|decreas)\w* (?:by )?(?:a factor of )?$", before
        ):
            down = down or times
        return (
            Change(
                fact,
                quantity.start,
                number.end + times.end(),
                factor=1 / number.value if down else number.value,
            )
            if fact and number.value
            else None
        )
    if re.search(r"\bfactor (?:of )?$", before):
        down_verb = re.search(
            r"(?:drop|fall|fell|shrink|shrank|cut|reduc|decreas|lower|down)\w*\b", before
        )
        return (
            Change(
                fact,
                quantity.start,
                number.end,
                factor=1 / number.value if down_verb else number.value,
            )
            if fact and number.value
            else None
        )
    points = quantity.unit == "points" or (
        quantity.unit == "percent"
        and fact in ("current_accuracy", "target_accuracy")
        and re.search(
            r"\b(?:more|higher|lower|less|better|worse|up by|down by|by)\b",
            before[-6:] + after[:22],
        )
    )
    if points and quantity.unit in ("points", "percent"):
        sign = (
            -1.0
            if re.search(r"\b(?:lower|less|worse|down|drop\w*|fewer|lost|lose|fell|cut)\b", clause)
            else 1.0
        )
        if fact not in ("current_accuracy", "target_accuracy"):
            fact = (
                "target_accuracy"
                if re.search(r"\b(?:need|target|want|goal|require)", clause)
                and "target_accuracy" in known
                else "current_accuracy"
            )
        return Change(fact, quantity.start, quantity.end, add=sign * number.value)
    if quantity.unit == "percent":
        if fact in ("", "current_accuracy", "target_accuracy"):
            return None
        if re.search(
            r"\b(?:grow|grew|grown|growing|rise|rose|rises|increas\w*|up|jump\w*|climb\w*|more|higher|add\w*|went up|goes up|raise[sd]?|expand\w*|swell\w*|surge[sd]?|bump\w*|longer|bigger)\b",
            clause,
        ):
            return Change(fact, quantity.start, quantity.end, factor=1 + number.value / 100)
        if re.search(
            r"\b(?:drop\w*|fall\w*|fell|shrink\w*|shrank|cut\w*|reduc\w*|decreas\w*|down|less|fewer|lower\w*|los[et]\w*|trim\w*|slash\w*|shorten\w*|smaller|shorter|shave[sd]?|faster|declin\w*)\b",
            clause,
        ):
            to = re.search(r"\bto (?:about |around |~)?$", before)
            return Change(
                fact,
                quantity.start,
                quantity.end,
                factor=number.value / 100 if to else 1 - number.value / 100,
            )
        if re.match(r"\s?%? ?of (?:the |our |that |its |what )", after):
            return Change(fact, quantity.start, quantity.end, factor=number.value / 100)
        return None
    near = norm[quantity.start : min(span.end, quantity.end + 26)]
    more = re.search(
        r"\b(?:another|additional|extra|further|plus|add(?:ed|ing|s)?|add those|on top|more|bonus)\b",
        before[-24:] + " " + after[:26],
    )
    fewer = re.search(
        r"\b(?:fewer|less|lost|lose|remove[sd]?|drop(?:ped)?|minus|throw out|threw out|shorter|smaller|shave[sd]?|cut|faster|save[sd]?|trim(?:med)?|take away|unusable|were bad|are bad)\b",
        before[-20:] + " " + after[:24],
    )
    if (
        not (more or fewer)
        or re.search(r"\b(?:more|less|fewer) than\b", before[-12:] + near)
        or re.search(r"\bto (?:about |only |just |around |\$)?\s?$", before)
    ):
        return None
    unit_fact = _fact_of_unit(message, quantity, fact)
    if not unit_fact:
        return None
    amount = quantity.value
    if unit_fact == "time_to_launch_days" and quantity.unit == "duration":
        amount = quantity.value / 86_400_000
    elif quantity.unit == "money" and quantity.per:
        amount = quantity.number.value * tables("units")["per_month"][quantity.per]
    sign = (
        -1.0
        if fewer and not re.search(r"\b(?:another|additional|extra)\b", before[-24:] + after[:26])
        else 1.0
    )
    return Change(unit_fact, quantity.start, quantity.end, add=sign * amount)


def _fact_of_unit(message: Message, quantity: Quantity, fact: str) -> str:
    unit = quantity.unit
    if unit == "money":
        if fact in ("monthly_budget_usd", "upfront_budget_usd"):
            return fact
        return "monthly_budget_usd" if quantity.per else "upfront_budget_usd"
    if unit == "duration":
        if quantity.value >= 86_400_000:
            return "time_to_launch_days"
        return "latency_target_ms"
    if unit == "tokens":
        return (
            fact
            if fact in ("prompt_tokens", "output_tokens", "knowledge_tokens")
            else "prompt_tokens"
        )
    if unit == "pages":
        return ""
    if unit:
        return ""
    if quantity.per:
        return "monthly_requests"
    counted = _subject_in(quantity.noun)
    if counted:
        return counted
    return fact if fact in ("monthly_requests", "labeled_examples", "label_classes") else ""


def _subject_in(words: str) -> str:
    for fact, names in subjects():
        if names.search(words):
            return fact
    return ""


def _subject(message: Message, start: int, end: int, known: Mapping[str, Any]) -> str:
    """The fact whose name stands nearest, a known one first when two share a name."""
    sentence = message.text.sentence_at(start)
    clause = message.text.clause_at(start)
    best, name = 1e9, ""
    for fact, names in subjects():
        if not spec(fact).numeric:
            continue
        for match in names.finditer(message.norm, sentence.start, sentence.end):
            if match.start() < end and match.end() > start:
                continue
            gap = (
                message.norm[match.end() : start]
                if match.end() <= start
                else message.norm[end : match.start()]
            )
            cost = len(gap) + 18.0 * len(re.findall(r"\b(?:and|but|while|with)\b|[,;]", gap))
            cost += 0.0 if clause.holds(match.start()) else 20.0
            cost -= 0.5 * (match.end() - match.start())
            cost += 0.0 if fact in known else 6.0
            if cost < best:
                best, name = cost, fact
    return name if best < 70 else ""
