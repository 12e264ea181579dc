"""Gives every quantity of a message its role: volume, examples, accuracy, money, time or size."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent.offline.accuracy.accuracies import FACTS as ACCURACIES
from agent.offline.accuracy.accuracies import is_share, read_accuracies
from agent.offline.accuracy.frames import framed
from agent.offline.accuracy.ratios import ratios
from agent.offline.accuracy.standing import standing
from agent.offline.facts.askers import part_of_people
from agent.offline.facts.budgets import nothing_upfront, read_money
from agent.offline.facts.classes import read_alternatives
from agent.offline.facts.corpora import bodies, is_of_one
from agent.offline.facts.durations import faster_than_now, read_time
from agent.offline.facts.groups import in_groups, multiplied_out
from agent.offline.facts.input_parts import input_parts
from agent.offline.facts.labelled import remainders, sets_of
from agent.offline.facts.leftovers import labelled_parts, leftovers, partly_good
from agent.offline.facts.multiples import batches, each_holding, per_thing, times_over
from agent.offline.facts.paced import one_per_thing
from agent.offline.facts.pages import as_cases, lengths_of_cases
from agent.offline.facts.pieces import called_pieces
from agent.offline.facts.products import (
    crossed,
    one_for_each,
    one_per_shift,
    share_of_many,
    shifts_of_each,
    so_often_each,
    turns_of_askers,
    worked_out,
)
from agent.offline.facts.rates_of_each import users_times_rate
from agent.offline.facts.sides import as_long, read_sides
from agent.offline.facts.sizes import read_tokens
from agent.offline.facts.sums import nothing_a_month, sums
from agent.offline.facts.volumes import read_count
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message
from agent.offline.words.qualities import is_of_labels
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

READERS = (
    leftovers, part_of_people, labelled_parts, partly_good, ratios, framed, sums, sets_of, bodies,
    multiplied_out, worked_out, share_of_many, one_for_each,
    shifts_of_each, one_per_shift, each_holding, times_over, per_thing, called_pieces, crossed,
    turns_of_askers, remainders, users_times_rate, so_often_each, batches, one_per_thing,
    lengths_of_cases, input_parts, read_sides, faster_than_now,
)  # fmt: skip


def read_amounts(message: Message, spans: list[Span], *, about_accuracy: str = "") -> list[Finding]:
    """All numeric facts in the given sentences.

    `about_accuracy` is the accuracy that was asked for, so bare shares are read as it.
    """
    inside = [q for q in message.quantities if any(s.holds(q.start) for s in spans)]
    inside = as_cases(message, standing(message, inside))
    found: list[Finding] = []
    used: set[int] = set()
    for reader in READERS:
        for finding, places in reader(message, inside):
            if used.isdisjoint(places):
                whole, taken = in_groups(message, inside, finding, places)
                whole, taken = (whole, taken) if used.isdisjoint(taken) else (finding, places)
                found.append(whole)
                used.update(taken)
    for old, new in replacements(message, inside):
        used.add(old)
        finding_or_none = _one(message, inside[old])
        if finding_or_none is not None and new not in used and not inside[new].per:
            used.add(new)
            found.append(put_in_place(finding_or_none, inside[old], inside[new]))
    for place, quantity in enumerate(inside):
        if place not in used:
            finding_or_none = _one(message, quantity)
            if finding_or_none is not None:
                found.append(finding_or_none)
    found += as_long(message, found)
    if not any(f.fact == "label_classes" for f in found):
        found += read_alternatives(message, spans)
    if not any(f.fact == "upfront_budget_usd" for f in found):
        found += nothing_upfront(message, spans)
    if not any(f.fact == "monthly_budget_usd" for f in found):
        found += nothing_a_month(message, spans)
    found += read_accuracies(message, inside, spans, found, default=about_accuracy)
    return [f for f in found if not _is_of_labels(message, f, inside)]


def _is_of_labels(message: Message, finding: Finding, inside: Sequence[Quantity]) -> bool:
    """True for an accuracy that is a share of the examples, not of the answers."""
    if finding.fact not in ACCURACIES:
        return False
    shares = [q for q in inside if q.start < finding.end and finding.start < q.end]
    return any(is_of_labels(message, q) for q in shares)


def replacements(message: Message, inside: Sequence[Quantity]) -> list[tuple[int, int]]:
    """As in "we don't have 800, more like 80": the denied figure and the right one."""
    out: list[tuple[int, int]] = []
    for place, (old, new) in enumerate(pairwise(inside)):
        between = message.norm[old.number.end : new.start]
        denied = shape("figure_denied_before", "corrections").search(old.before)
        rather = shape("rather_before", "corrections").search(between)
        if denied and rather and len(between) < 70:
            out.append((place, place + 1))
    return out


def put_in_place(finding: Finding, old: Quantity, new: Quantity) -> Finding:
    """The finding of the denied figure with the right one in its place."""
    times = float(finding.value) / old.number.value if old.number.value else 1.0  # type: ignore[arg-type]
    plain = replace(new, factor=1.0)
    return numeric(finding.fact, plain, times=times, weight=finding.weight + 1)


def _one(message: Message, quantity: Quantity) -> Finding | None:
    if quantity.value < 0 or is_share(quantity):
        return None
    if quantity.unit == "money":
        return read_money(message, quantity)
    if quantity.unit == "duration":
        return read_time(message, quantity)
    if quantity.unit == "pages" and is_of_one(message, quantity):
        return None
    if quantity.unit in ("tokens", "words", "pages"):
        return read_tokens(message, quantity)
    if quantity.unit == "":
        return read_count(message, quantity)
    return None
