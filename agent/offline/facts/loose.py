"""Reads figures that stand without a full statement: "50k requests", "99% accuracy", "$1,000"."""

import re
from collections.abc import Mapping
from typing import Any

from agent.offline.facts.groups import counts_bodies
from agent.offline.facts.volumes import counts_requests
from agent.offline.words.findings import Finding, accuracy, numeric
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import MS_PER_DAY, Quantity
from agent.offline.words.subjects import subjects
from agent.offline.words.text import Span
from tools.vocabulary import spec


def read_loose(message: Message, spans: list[Span], known: Mapping[str, Any]) -> list[Finding]:
    """Figures without a full statement: "50k requests", "99% accuracy", "a $1,000 budget"."""
    out: list[Finding] = []
    for quantity in message.quantities:
        if any(s.holds(quantity.start) for s in spans):
            finding = loose(message, quantity, known)
            if finding is not None:
                out.append(finding)
    return out


def _said_of(message: Message, quantity: Quantity) -> str:
    """The clause of a figure; the sentence where it only ends a list: "600 pairs, and 5 weeks"."""
    listed = shape("listed_before", "durations").search(quantity.before)
    ends = shape("ends_goal", "durations").match(message.norm, quantity.end)
    return message.sentence(quantity) if listed and ends else message.clause(quantity)


def loose(message: Message, quantity: Quantity, known: Mapping[str, Any]) -> Finding | None:
    """One figure read with the help of the nearest subject and of what is known."""
    value, unit = quantity.number.value, quantity.unit
    if value < 0 or unit in ("foreign", "factor"):
        return None
    subject = near_subject(message, quantity)
    if unit in ("percent", "points") or (unit == "" and 0 < value < 1 and quantity.number.decimal):
        percent = value if unit else value * 100
        if percent > 100:
            return None
        clause = message.clause(quantity)
        if subject in ("current_accuracy", "target_accuracy") or pattern("accuracy").search(clause):
            target = pattern("what_if_target").search(clause) or subject == "target_accuracy"
            return accuracy("target_accuracy" if target else "current_accuracy", quantity, percent)
        if pattern("what_if_target").search(clause):
            return accuracy("target_accuracy", quantity, percent)
        if pattern("what_if_reach").search(clause):
            return accuracy("current_accuracy", quantity, percent)
        return None
    if unit == "money":
        if quantity.per or subject == "monthly_budget_usd":
            return numeric("monthly_budget_usd", quantity)
        return numeric(subject, quantity) if subject == "upfront_budget_usd" else None
    if unit == "duration":
        said = _said_of(message, quantity)
        listed = said != message.clause(quantity)
        if quantity.value >= MS_PER_DAY and (listed or subject in ("time_to_launch_days", "")):
            return (
                numeric("time_to_launch_days", quantity, times=1 / MS_PER_DAY)
                if pattern("what_if_launch").search(said)
                else None
            )
        waits = pattern("latency").search(message.clause(quantity)) or (
            "latency_target_ms" in known and pattern("accepts").search(message.clause(quantity))
        )
        if quantity.value < MS_PER_DAY and (subject == "latency_target_ms" or waits):
            return numeric("latency_target_ms", quantity)
        return None
    if unit == "tokens":
        return (
            numeric(subject, quantity)
            if subject in ("prompt_tokens", "output_tokens", "knowledge_tokens")
            else None
        )
    if unit == "":
        if quantity.per:
            told = quantity.value > 0 and counts_requests(quantity)
            return numeric("monthly_requests", quantity) if told else None
        counted = _counted(quantity)
        if counted and not (counts_bodies(quantity) and counted != "label_classes"):
            return numeric(counted, quantity)
        if subject in ("current_accuracy", "target_accuracy") and 1 < value <= 100:
            target = (
                pattern("what_if_target").search(message.clause(quantity))
                or subject == "target_accuracy"
            )
            return accuracy("target_accuracy" if target else "current_accuracy", quantity, value)
        if (
            subject
            and spec(subject).numeric
            and subject not in ("current_accuracy", "target_accuracy", "time_to_launch_days")
            and not quantity.noun
        ):
            return numeric(subject, quantity)
    return None


def _counted(quantity: Quantity) -> str:
    head = quantity.noun
    if shape("good_first", "labelled").match(head) or (
        head and pattern("making_good", "shapes").search(quantity.before)
    ):
        return "labeled_examples"
    for fact, names in subjects():
        if (
            fact in ("labeled_examples", "label_classes", "monthly_requests")
            and head
            and names.search(head)
        ):
            if fact == "monthly_requests" and pattern("users_in_it").search(head):
                return ""
            return fact
    return ""


def near_subject(message: Message, quantity: Quantity) -> str:
    """The fact whose name stands nearest to a figure, "" when none is near."""
    clause = message.text.sentence_at(quantity.start)
    best, name = 60.0, ""
    for fact, names in subjects():
        if not spec(fact).numeric:
            continue
        for match in names.finditer(message.norm, clause.start, clause.end):
            if match.start() < quantity.end and match.end() > quantity.number.end:
                gap = ""
            elif match.end() <= quantity.start:
                gap = message.norm[match.end() : quantity.start]
            else:
                gap = message.norm[quantity.number.end : match.start()]
            cost = (
                len(gap)
                + 20.0 * len(re.findall(r"\b(?:and|but)\b|[,;]|\d+", gap))
                - 0.3 * len(match.group())
            )
            if cost < best:
                best, name = cost, fact
    return name
