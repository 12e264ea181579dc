"""Reads the figures of a short answer in the light of the question that was asked."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from agent.offline.accuracy.shares import is_of_people
from agent.offline.answering.not_knowing import does_not_know
from agent.offline.facts.corpora import bodies, is_of_one
from agent.offline.facts.durations import is_no_span, read_time
from agent.offline.facts.groups import counts_bodies
from agent.offline.facts.labelled import (
    is_of_a_prompt,
    is_of_ratings,
    is_planned,
    shown_behind,
)
from agent.offline.facts.leftovers import part_of
from agent.offline.facts.other_rates import is_paid
from agent.offline.facts.sizes import TOKENS_PER_PAGE, read_tokens
from agent.offline.facts.volumes import counts_requests, is_of_each_thing
from agent.offline.words.findings import Finding, accuracy, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape, tables
from agent.offline.words.message import Message, macro
from agent.offline.words.qualities import is_of_labels
from agent.offline.words.quantities import MS_PER_DAY, Quantity
from agent.offline.words.text import Span

BUDGETS = ("monthly_budget_usd", "upfront_budget_usd")
FEWEST_TOKENS = 10_000  # nobody counts so small a body of documents in tokens, but in pages
COUNTED = (
    "monthly_requests", "labeled_examples", "label_classes", "prompt_tokens", "output_tokens",
    "knowledge_tokens",
)  # fmt: skip
OF_DOCUMENTS = ("knowledge_tokens", "monthly_requests", "labeled_examples")
_COUNTS = ("monthly_requests", "labeled_examples", "label_classes")


def read_figures(message: Message, asked: str, free: list[Quantity]) -> list[Finding]:
    """The first of the `free` figures that fits the fact asked about, or zero for "none"."""
    unsure = does_not_know(message)
    judged = (
        _judged(message, asked, free) if asked in ("current_accuracy", "target_accuracy") else []
    )
    if judged:
        return judged
    sized = [q for q in free if q.unit in ("tokens", "words", "pages")]
    if asked.endswith("_tokens") and sized:
        free = sized
    for quantity in _totals_first(free):
        if _is_none(quantity):
            continue
        if unsure and quantity.number.words and not _guessed(message, quantity):
            continue
        if asked.endswith("_accuracy") and not quantity.unit and _counted(quantity):
            continue  # "our 4 people" is no percentage
        finding = _fits(message, asked, quantity)
        if finding is not None:
            return [finding]
    none = _said_none(message, asked)
    if none is not None and not unsure:
        return [Finding(asked, 0, none.start, none.end)]
    return []


def _said_none(message: Message, asked: str) -> Span | None:
    """The words for "none" that begin a sentence, or stand in one that names what was asked for.

    A "no" before something else, as in "no GPUs", speaks of that.
    """
    if asked not in ("labeled_examples", *BUDGETS):
        return None
    sayings = [m.span() for m in pattern("idioms", "answers").finditer(message.norm)]
    for match in pattern("nothing", "answers").finditer(message.norm):
        if any(start <= match.start() < end for start, end in sayings):
            continue
        span = message.text.sentence_at(match.start())
        named = shape(f"none_of_{asked}", "answers").search(message.norm, span.start, span.end)
        before = len(message.norm[span.start : match.start()].split())
        other = shape("no_other_thing", "answers").match(message.norm, match.start(), span.end)
        if named or (before <= reach("words", "before_none") and not other):
            return Span(match.start(), match.end())
    return None


def stands_first(message: Message) -> Quantity | None:
    """The figure that begins an answer and counts nothing by name, as in "1,500, and …"."""
    first = message.quantities[0] if message.quantities else None
    if first is None or first.noun or first.unit or first.per:
        return None
    near = len(message.norm[: first.start].split()) <= limit("words", "before_answer")
    ends = shape("figure_ends", "answers").match(message.norm, first.number.end)
    return first if near and ends else None


def _is_none(quantity: Quantity) -> bool:
    """True for the "one" of "not a single one"."""
    return quantity.number.words and shape("not_one", "answers").search(quantity.before) is not None


def _guessed(message: Message, quantity: Quantity) -> bool:
    """True for a guess beside an "I don't know": "dunno, a few hundred maybe"."""
    return bool(pattern("guess", "answers").search(message.clause(quantity)))


def as_money(message: Message, asked: str, found: Sequence[Finding]) -> list[Finding]:
    """Where a budget was asked for, figures that count nothing by name are dollars."""
    out = [f for f in found if f.fact not in _COUNTS or not _counts_nothing(message, f)]
    if len(out) == len(found) or any(f.fact == asked for f in out):
        return list(out) if any(f.fact == asked for f in out) else list(found)
    for quantity in message.quantities:
        if quantity.unit or any(f.start <= quantity.start < f.end for f in out):
            continue
        fact = "monthly_budget_usd" if quantity.per else asked
        if not any(f.fact == fact for f in out) and not _counted(quantity):
            out.append(numeric(fact, quantity))
    return out


def _counted(quantity: Quantity) -> bool:
    return bool(quantity.noun) and not pattern("of_money", "answers").match(quantity.noun)


def _counts_nothing(message: Message, finding: Finding) -> bool:
    here = [q for q in message.quantities if finding.start <= q.start < finding.end]
    return bool(here) and not any(_counted(q) for q in here)


def as_documents(message: Message, asked: str, found: Sequence[Finding]) -> list[Finding]:
    """Where the size of the documents was asked for, so many of such a length tell it.

    Where another count was asked for, their number is that count.
    """
    told = [finding for finding, _ in bodies(message, message.quantities, asked=True)]
    taken = [(f.start, f.end) for f in told]
    rest = [f for f in found if not any(s <= f.start < e for s, e in taken)]
    if asked == "knowledge_tokens":
        return [*told[:1], *rest]
    return list(found) if asked in {f.fact for f in rest} else rest


def _aside(message: Message) -> str:
    """All of a message with one figure: what is said of it need not stand in its clause."""
    return " " + message.norm if len(message.quantities) == 1 else ""


def _totals_first(free: list[Quantity]) -> list[Quantity]:
    """The figures in order, a sum before its parts: "700 from the shop, with the fair 900 all in".

    "One" is the last of several: "one box, 420 or thereabouts".
    """
    total = pattern("total", "answers")
    return sorted(
        free,
        key=lambda q: (
            not (
                total.match(q.noun) or total.match(q.after.lstrip()) or total.search(q.before[-12:])
            ),
            q.number.words and q.number.value == 1,
        ),
    )


def _judged(message: Message, asked: str, free: list[Quantity]) -> list[Finding]:
    """As in "we looked at 50, 41 were good": the share of good ones, or of bad ones."""
    for whole_set, part in pairwise(free):
        plain = not (whole_set.unit or whole_set.per or part.unit or part.per)
        if not plain or not 0 <= part.number.value <= whole_set.number.value:
            continue
        share = 100 * part.number.value / max(whole_set.number.value, 1)
        took = pattern("out_of", "answers").search(whole_set.before)
        behind = message.norm[part.end :]
        bad = pattern("judged_bad", "answers")
        if took and not bad.match(behind) and not pattern("wrong").search(message.norm):
            return [Finding(asked, round(share, 2), whole_set.start, part.end)]
        if pattern("judged_good", "answers").match(part.after):
            return [Finding(asked, round(share, 2), whole_set.start, part.end)]
        if pattern("judged_bad", "answers").match(part.after):
            return [Finding(asked, round(100 - share, 2), whole_set.start, part.end)]
    return []


def _fits(message: Message, asked: str, quantity: Quantity) -> Finding | None:
    unit, value = quantity.unit, quantity.number.value
    if value < 0 or unit == "foreign":
        return None
    if asked in COUNTED and is_of_a_prompt(quantity, asked=asked == "prompt_tokens"):
        return None
    if asked in ("current_accuracy", "target_accuracy"):
        share = unit == "" and 0 < value <= 1 and quantity.number.decimal
        small = unit == "" and quantity.number.words and value < 20
        if (
            small
            or unit not in ("percent", "points", "")
            or quantity.per
            or not (share or 1 < value <= 100)
        ):
            return None
        if is_of_people(message, quantity.end) or is_of_labels(message, quantity):
            return None
        percent = value * 100 if share else value
        wrong = pattern("wrong").search(message.norm) and not pattern("right_words").search(
            message.norm
        )
        return accuracy(asked, quantity, 100 - percent if wrong else percent)
    if asked in ("monthly_budget_usd", "upfront_budget_usd"):
        if unit not in ("money", "") or pattern("not_money", "answers").search(quantity.noun):
            return None
        times = (
            tables("units")["per_month"][quantity.per]
            if quantity.per and asked == "monthly_budget_usd"
            else 1.0
        )
        if unit == "" and quantity.per:
            return numeric(asked, quantity)
        return numeric(asked, quantity, times=times)
    if asked == "latency_target_ms":
        if unit == "duration":
            return read_time(message, quantity, fact=asked) if quantity.value < MS_PER_DAY else None
        return (
            numeric(asked, quantity, times=1.0 if value >= 50 else 1000.0)
            if unit == "" and not quantity.per
            else None
        )
    if asked == "time_to_launch_days":
        if (
            unit == "duration"
            and quantity.value >= MS_PER_DAY
            and not is_no_span(message, quantity)
        ):
            return numeric(asked, quantity, times=1 / MS_PER_DAY)
        return None
    if asked in ("prompt_tokens", "output_tokens", "knowledge_tokens"):
        if pattern("not_a_size", "answers").match(quantity.noun):
            return None
        if unit == "pages" and asked == "knowledge_tokens" and is_of_one(message, quantity):
            return None
        if unit in ("tokens", "words", "pages"):
            heard = asked == "output_tokens" and _is_of_what_is_heard(quantity)
            return read_tokens(message, quantity, fact="prompt_tokens" if heard else asked)
        if asked == "knowledge_tokens" and _is_wished(quantity):
            return None
        if asked == "knowledge_tokens" and (quantity.noun or quantity.value < FEWEST_TOKENS):
            return _in_pages(quantity)
        return numeric(asked, quantity) if unit == "" and not quantity.per else None
    if asked == "monthly_requests":
        people = macro("people").match(quantity.noun) and not macro("request").search(quantity.noun)
        if (people or counts_bodies(quantity)) and not quantity.per:
            return None
        if not quantity.per and pattern("in_stock", "answers").match(quantity.noun):
            return None
        if is_of_each_thing(message, quantity) or _is_on_a_list(quantity):
            return None
        fits = unit == "" and not quantity.odd_rate and counts_requests(quantity)
        fits = fits and not is_paid(quantity)
        fits = fits and (quantity.per != "" or not _of_another_period(message, quantity))
        return numeric(asked, quantity) if fits else None
    if asked == "labeled_examples":
        ok = unit in ("", "pages") and not quantity.per and value == int(value)
        ok = ok and not (counts_bodies(quantity) or is_of_ratings(quantity))
        ok = ok and not (_is_wished(quantity) or _is_on_a_list(quantity))
        behind = message.norm[quantity.end : message.text.sentence_at(quantity.start).end]
        ok = ok and not shape("growing", "answers").search(behind) and not is_planned(quantity)
        part = part_of(message, quantity) if ok else None
        if part is not None:
            return part.finding(quantity)
        return (
            numeric(asked, quantity)
            if ok and not pattern("unlabelled").search(message.clause(quantity) + _aside(message))
            else None
        )
    if asked == "label_classes":
        return (
            numeric(asked, quantity) if unit == "" and value >= 2 and value == int(value) else None
        )
    return None


def _is_wished(quantity: Quantity) -> bool:
    """True for a bare figure that is wished for: "we need something like 97"."""
    wished = shape("wished_before", "answers").search(quantity.before)
    return wished is not None and not quantity.noun


def _is_on_a_list(quantity: Quantity) -> bool:
    """True for "a catalogue of our 80 lamps": what is on it was neither asked nor dealt with."""
    if quantity.per or shape("on_a_list_before", "answers").search(quantity.before) is None:
        return False
    noun = quantity.noun
    if macro("example").search(noun) or macro("good").search(noun) or shown_behind(quantity):
        return False
    asked = macro("request").search(noun) is not None
    return bool(noun) and not (asked and macro("docs").match(noun) is None)


def _is_of_what_is_heard(quantity: Quantity) -> bool:
    """True for a size behind the length of a call, unless it is that of what is written of it."""
    lasts = shape("lasts_so_long", "answers").search(quantity.before)
    if lasts is None:
        return False
    return shape("written_of_it", "answers").search(lasts["between"]) is None


def wished_level(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """A bare figure that is wished for as the accuracy needed, where today's is known and lower."""
    today = known.get("current_accuracy")
    if today is None or "target_accuracy" in known:
        return []
    wished = [q for q in message.quantities if _is_wished(q) and not (q.unit or q.per)]
    fits = len(wished) == 1 and today < wished[0].number.value <= 100
    return [accuracy("target_accuracy", wished[0], wished[0].number.value)] if fits else []


def _of_another_period(message: Message, quantity: Quantity) -> bool:
    """True for a count beside a period that could not be read: it need not be one of a month."""
    behind = _CLAUSE_END.split(quantity.after, maxsplit=1)[0]
    one = quantity.number.words and quantity.value == 1
    return pattern("other_period", "answers").search(message.norm if one else behind) is not None


_CLAUSE_END = re.compile(r"[.,;:!?(]")


def _in_pages(quantity: Quantity) -> Finding | None:
    """A bare figure for the size of the documents counts pages; documents may be of any size."""
    if quantity.unit or quantity.per or not shape("in_pages", "answers").fullmatch(quantity.noun):
        return None
    return numeric("knowledge_tokens", quantity, times=float(TOKENS_PER_PAGE))
