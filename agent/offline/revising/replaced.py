"""Reads new values without a name: each replaces the value it denies, or the only one it can be."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from agent.offline.accuracy.standing import standing
from agent.offline.facts.corpora import is_of_one
from agent.offline.facts.groups import counts_bodies, factors_of
from agent.offline.facts.loose import loose
from agent.offline.facts.other_rates import is_made
from agent.offline.facts.sizes import TOKENS_PER_PAGE, TOKENS_PER_WORD
from agent.offline.facts.volumes import counts_requests
from agent.offline.revising.called import facts_called
from agent.offline.revising.parts_left import is_few_of_others, is_like_few
from agent.offline.words.findings import Finding, accuracy, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.quantities import MS_PER_DAY, Quantity, whole
from agent.offline.words.subjects import named_facts
from tools.vocabulary import spec

FILE = "corrections"
_TEXT = ("tokens", "words", "pages")


def denied(message: Message, quantity: Quantity) -> bool:
    """True for the old value of a correction: "50k, not 120k"."""
    before = message.norm[max(0, quantity.start - reach("replaced", "before")) : quantity.start]
    behind = message.norm[quantity.end : quantity.end + reach("replaced", "behind")]
    if shape("was_wrong", FILE).match(behind) or shape("not_right", FILE).match(behind):
        return True
    more = any(q.start > quantity.start for q in message.quantities)
    if not more and len(message.quantities) > 1 and _was_told(before):  # "25k, I typed 52k"
        return True
    rest = message.norm[quantity.number.end :]
    if more and shape("asked_and_denied", FILE).match(rest):
        return True
    if more and pattern("outdated", FILE).match(rest) and _is_old(message, quantity):
        return True
    if more and shape("was_before", FILE).search(before) and shape("now_behind", FILE).search(rest):
        return True
    if more and (_ARROW.match(rest) or doubted(quantity)):
        return True
    if (
        more
        and shape("moved_from_before", FILE).search(before)
        and shape("moved_to_behind", FILE).match(message.norm, quantity.number.end)
    ):
        return True
    if not shape("denied_before", FILE).search(before):
        return False
    return not shape("not_denied_before", FILE).search(before)


def doubted(quantity: Quantity) -> bool:
    """True for a figure that its speaker is no longer sure of: "not sold on the 88"."""
    return shape("doubted_before", FILE).search(quantity.before) is not None


_ARROW = re.compile(r"\s?(?:\w+ )?(?:-+>|=+>|→) ?[$~]?\d")


def of_a_ratio(message: Message, quantity: Quantity) -> bool:
    """True for both figures of "four in five": neither stands by itself."""
    return any(
        shape("ratio_between", FILE).fullmatch(message.norm[one.number.end : other.start])
        for one in message.quantities
        for other in message.quantities
        if one.start < other.start and quantity.start in (one.start, other.start)
    )


def is_added(message: Message, quantity: Quantity) -> bool:
    """True for a figure that comes on top or falls away: no new value by itself."""
    behind = shape("added_behind", FILE).match(message.norm, quantity.number.end)
    return bool(behind or shape("added_before", FILE).search(quantity.before))


def is_pronoun(message: Message, quantity: Quantity) -> bool:
    """True for a "one" that counts nothing: "they haven't agreed on one", "the monthly one"."""
    if message.norm[quantity.number.start : quantity.number.end] != "one":
        return False
    before = message.norm[: quantity.start]
    behind = message.norm[quantity.number.end :]
    named = pattern("one_before", FILE).search(before[-24:])
    said = pattern("one_behind", FILE).search(behind)
    return bool(named or said) or not re.match(r"[ -][a-z%]", behind)


def is_one_of(quantity: Quantity) -> bool:
    """True for "one branch": an article rather than a count, of what no fact is about."""
    article = quantity.number.words and quantity.number.value == 1
    if not article or quantity.unit or quantity.per:
        return False
    return not (macro("example").match(quantity.noun) or macro("request").match(quantity.noun))


def _is_old(message: Message, quantity: Quantity) -> bool:
    """True for a figure that is called too high or that was told before: "I said 2 but …"."""
    near = reach("replaced", "told")
    before = message.norm[max(0, quantity.start - near) : quantity.start]
    behind = message.norm[quantity.number.end : quantity.number.end + near]
    return _was_told(before) or " but" not in behind


def _was_told(before: str) -> bool:
    return pattern("told_before", FILE).search(before) is not None


def bare_values(
    message: Message,
    known: Mapping[str, Any],
    found: Sequence[Finding],
    asked: str | None,
    repeated: Collection[int] = (),
) -> list[Finding]:
    """New values without a name: they replace the value they deny, or the only one they can be.

    The figures that begin at the places `repeated` are known already, and no new values.
    """
    if "labeled_examples" in known and is_few_of_others(message, known):
        return []
    out: list[Finding] = []
    taken = [(f.start, f.end) for f in found]
    old = [q for q in message.quantities if denied(message, q)]
    named = {*named_facts(message.norm), *facts_called(message.norm, known)}
    factors = factors_of(message)
    for quantity in standing(message, message.quantities):
        if quantity in factors or quantity in old or quantity.start in repeated:
            continue
        if of_a_ratio(message, quantity) or is_one_of(quantity) or is_made(quantity):
            continue
        if quantity.odd_rate or any(s <= quantity.start < e for s, e in taken):
            continue
        if quantity.unit == "pages" and is_of_one(message, quantity):
            continue
        if quantity.number.vague and quantity.number.words:
            continue
        if is_added(message, quantity) or pattern("digits", FILE).match(quantity.noun):
            continue
        if is_like_few(message, quantity):
            continue
        if shape("from_people_before", "labelled").search(quantity.before):
            continue
        if not quantity.number.value and shape("troubles", "labelled").match(quantity.noun):
            continue
        if pattern("unlabelled").search(message.clause(quantity)) or is_pronoun(message, quantity):
            continue
        finding = as_demanded(message, quantity, known) or loose(message, quantity, known)
        if finding is None:
            done = {f.fact for f in [*found, *out]}
            left = {f: v for f, v in known.items() if f not in done}
            fact = _replaced(quantity, old, left, named, asked)
            finding = as_fact(fact, quantity) if fact else None
            if finding is None and old and quantity.unit == "" and old[0].unit == "duration":
                fact = fact or _replaced(old[0], old, left, named, asked)
            if finding is None and fact and old and quantity.unit == "":
                value = whole(quantity.number.value * old[0].factor)
                finding = Finding(fact, value, quantity.start, quantity.end)
        if finding is not None and not any(f.fact == finding.fact for f in [*found, *out]):
            out.append(finding)
    return out


def as_demanded(message: Message, quantity: Quantity, known: Mapping[str, Any]) -> Finding | None:
    """As in "the auditors want 97": a bare figure somebody asks for is the known target's."""
    if "target_accuracy" not in known or quantity.unit not in ("", "percent") or quantity.noun:
        return None
    clause = message.text.clause_at(quantity.start)
    before = message.norm[clause.start : quantity.start]
    if quantity.per or not limit("replaced", "least_target") <= quantity.number.value <= 100:
        return None
    asked_for = pattern("demanded", FILE).search(before)
    return as_fact("target_accuracy", quantity) if asked_for else None


def _replaced(
    quantity: Quantity,
    old: Sequence[Quantity],
    known: Mapping[str, Any],
    named: set[str],
    asked: str | None,
) -> str:
    numbers = {
        f: float(v)
        for f, v in known.items()
        if spec(f).numeric and isinstance(v, (int, float)) and not isinstance(v, bool)
    }
    slack, apart = limit("replaced", "slack"), limit("replaced", "apart")
    for before in old:
        for fact, value in numbers.items():
            if any(
                abs(before.number.value * k - value) <= slack * abs(value)
                for k in (before.factor, 1.0, 100.0, 1000.0)
            ):
                return fact
    fitting = [f for f in numbers if as_fact(f, quantity) is not None]
    if quantity.unit == "pages":  # nobody counts a prompt in pages, unless they name it
        fitting = [f for f in fitting if f == "knowledge_tokens" or f in named]
    close = [f for f in fitting if f in named]
    if len(close) == 1:
        return close[0]
    if asked and spec(asked).numeric and as_fact(asked, quantity) is not None:
        return asked
    if len(fitting) == 1:
        return fitting[0]
    if quantity.per or not fitting:
        rate = quantity.per and quantity.unit == "" and counts_requests(quantity)
        return "monthly_requests" if rate else ""
    near = [
        f
        for f in fitting
        if 1 / apart <= (quantity.number.value + 1e-9) / (numbers[f] + 1e-9) <= apart
    ]
    return near[0] if len(near) == 1 else ""


def as_fact(fact: str, quantity: Quantity) -> Finding | None:
    """The figure as a new value of `fact`, None when its unit does not fit."""
    unit, value = quantity.unit, quantity.number.value
    if counts_bodies(quantity) and fact != "label_classes":  # “20 teams” may be what mail goes to
        return None
    sized = not quantity.per and (
        unit in _TEXT or (unit == "" and not shape("parts_of_text", FILE).match(quantity.noun))
    )
    people = macro("people").match(quantity.noun) is not None
    counted = unit == "" and not (quantity.per or people) and value == int(value)
    fits = {
        "current_accuracy": unit in ("percent", "points", "") and value <= 100 and not quantity.per,
        "target_accuracy": unit in ("percent", "points", "") and value <= 100 and not quantity.per,
        "monthly_budget_usd": unit in ("money", ""),
        "upfront_budget_usd": unit in ("money", "") and not quantity.per,
        "latency_target_ms": unit == "duration"
        and quantity.value < limit("replaced", "longest_latency_ms"),
        "time_to_launch_days": unit == "duration" and quantity.value >= MS_PER_DAY,
        "prompt_tokens": sized,
        "output_tokens": sized,
        "knowledge_tokens": sized,
        "monthly_requests": unit == ""
        and counts_requests(quantity)
        and not shape("counts_examples", FILE).match(quantity.noun),
        "labeled_examples": counted,
        "label_classes": counted,
    }
    if value < 0 or not fits.get(fact, False):
        return None
    if fact in ("current_accuracy", "target_accuracy"):
        return accuracy(fact, quantity, value * 100 if value < 1 else value)
    times = {"words": TOKENS_PER_WORD, "pages": float(TOKENS_PER_PAGE)}.get(unit, 1.0)
    return numeric(fact, quantity, times=1 / MS_PER_DAY if fact == "time_to_launch_days" else times)
