"""Multiplies what people ask by the groups they are in: "10 firms, 15 paralegals each, …"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent.offline.facts.volumes import counts_requests
from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, reach, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import Quantity, whole

FACT = "monthly_requests"
FILE = "groups"
WEIGHT = 5


def in_groups(
    message: Message, inside: Sequence[Quantity], found: Finding, places: Sequence[int]
) -> tuple[Finding, list[int]]:
    """The volume of all groups where it was read for one of them, over as many levels as are told.

    As in "10 firms, 15 paralegals each, 8 questions a day per person", whose last two figures tell
    what comes from one firm.
    """
    taken = sorted(places)
    while found.fact == FACT and taken[0] > 0:
        groups, members = inside[taken[0] - 1], inside[taken[0]]
        if not holds_each(message, groups, members):
            break
        many = groups.number.value
        bounds = found.bounds and (found.bounds[0] * many, found.bounds[1] * many)
        if bounds is None and groups.bounds is not None:
            one = float(str(found.value))
            bounds = whole(groups.bounds[0] * one), whole(groups.bounds[1] * one)
        value = whole(float(str(found.value)) * many)
        found = replace(found, value=value, start=groups.start, bounds=bounds)
        taken = [taken[0] - 1, *taken]
    return found, taken


def holds_each(message: Message, groups: Quantity, members: Quantity) -> bool:
    """True where each of the groups has so many members: "12 teams of 8", "9 x 40"."""
    plain = not (groups.unit or groups.per or members.unit or members.odd_rate)
    if not plain or groups.number.value < 2 or not groups.noun:
        return False
    of_others = macro("request").match(groups.noun) or macro("example").search(groups.noun)
    if of_others or shape("some_of_them_before", FILE).search(groups.before):
        return False
    between = message.norm[groups.number.end : members.start]
    if len(between) > limit(FILE, "apart") or members.number.value < 2:
        return False
    if shape("holding", FILE).fullmatch(between):
        return not members.per
    behind = message.norm[members.number.end : members.number.end + reach(FILE, "behind")]
    return bool(
        shape("beside", FILE).fullmatch(between) and shape("in_each_behind", FILE).match(behind)
    )


def multiplied_out(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "10 firms times 15 people times 8 questions is 1,200 a day": the factors count nothing.

    The result stands for itself where the figures before it multiply to it.
    """
    out: list[tuple[Finding, list[int]]] = []
    for place, total in enumerate(inside):
        plain = total.per and not (total.unit or total.odd_rate) and counts_requests(total)
        if not plain or shape("equals", FILE).search(total.before) is None:
            continue
        first = place
        product = 1.0
        while first > 0 and product < total.number.value:
            factor = inside[first - 1]
            if factor.unit not in ("", "factor") or factor.number.value < 2:
                break
            product *= factor.number.value
            first -= 1
        same = abs(product - total.number.value) <= limit(FILE, "slack") * total.number.value
        if same and place - first >= 2 and _crossed(message, inside[first:place]):
            found = numeric(FACT, total, weight=WEIGHT)
            found = replace(found, start=inside[first].start)
            out.append((found, list(range(first, place + 1))))
    return out


def factors_of(message: Message) -> list[Quantity]:
    """The figures that only multiply to another one of the message."""
    inside = message.quantities
    return [inside[p] for _, places in multiplied_out(message, inside) for p in places[:-1]]


def counts_bodies(quantity: Quantity) -> bool:
    """True for people, or for what they belong to: "200 firms" are no requests, and no examples."""
    found = shape("bodies", FILE).match(quantity.noun)
    if found is None or quantity.unit or quantity.per:
        return False
    if shape("several", FILE).search(found.group()) is None:
        return False  # "900 customer mails"
    rest = quantity.noun[found.end() :].lstrip("' ")
    return not (macro("request").match(rest) or macro("example").match(rest))


def _crossed(message: Message, factors: Sequence[Quantity]) -> bool:
    """True where all the figures stand beside each other as factors, none as a new statement."""
    return all(
        one.end <= other.start and not set(".!?") & set(message.norm[one.end : other.start])
        for one, other in pairwise(factors)
    )
