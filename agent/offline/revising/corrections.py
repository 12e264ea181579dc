"""Reads corrections and retractions against what is already known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.offline.answering.answers import read_answer
from agent.offline.revising.disputed import called_wrong
from agent.offline.revising.meant_units import meant_unit
from agent.offline.revising.mix_ups import meant_another, swapped, zeros
from agent.offline.revising.paces import goes_back, moved_pace, of_a_pace
from agent.offline.revising.parts_left import (
    none_for_this,
    none_left,
    part_of_known,
    spoiled,
    spoils_examples,
)
from agent.offline.revising.rates import (
    paced_anew,
    paced_as_told,
    rescaled,
    rescaled_figure,
    unclear_rate,
)
from agent.offline.revising.relative import read_changes_of
from agent.offline.revising.repeated import repeats, replacing, told_in_part
from agent.offline.revising.replaced import bare_values, denied, doubted, is_added, is_pronoun
from agent.offline.revising.retractions import (
    is_taken_back,
    retracted,
    takes_back,
    tried_anew,
    untested,
)
from agent.offline.revising.wrong_sibling import of_the_other_budget
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.often import how_often
from agent.offline.words.qualities import no_examples
from agent.offline.words.subjects import named_facts
from agent.offline.words.text import Span
from tools.vocabulary import spec

LEAST_WORDS = 3


def read_correction(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding], asked: str | None
) -> tuple[list[Finding], list[str]]:
    """The new values and the facts taken back."""
    other = meant_another(message, known)
    if other is not None:
        return [other[0]], [other[1]]
    mixed_up = swapped(message, known)
    if mixed_up and all(r in known.values() for r in _figures(message)):
        return mixed_up, []
    kept = [f for f in found if not (is_denied(message, f) or is_rejected(message, f))]
    kept = [f for f in kept if not _is_no_value(message, f, known)]
    wrong = called_wrong(message, known)
    if wrong:
        before = {r.quantity.start for r in repeats(message, known)}
        return [f for f in kept if f.fact not in known and f.start not in before], wrong
    cleared, changed = retracted(message, known, kept)
    lost = [*untested(message, known), *no_examples(message, known)]
    cleared += [fact for fact in lost if fact not in cleared]
    kept = [f for f in kept if not is_taken_back(message, f, cleared)]
    tried = tried_anew(message, known)
    cleared += ["tried"] if tried and not tried[0].value and "tried" not in cleared else []
    kept = _over(kept, [f for f in tried if f.value])
    changes, left = part_of_known(message, known, asked), []
    if asked is None or spoils_examples(message, known, asked):
        left = [] if changes else spoiled(message, known)
        changes = changes or left
    changes = changes or none_left(message, known) or relative(message, known)
    kept = _over(kept, changes)
    by_label = "monthly_requests" in cleared and spec("monthly_requests").label in message.norm
    if not by_label:  # "forget the requests a month" names no new period
        kept = _over(kept, rescaled_figure(message, known) or paced_anew(message, known))
        kept = _over(kept, paced_as_told(message, known))
    kept = _over(kept, meant_unit(message, known))
    moved = of_the_other_budget(message, known)
    kept = _over(kept, [f for f, _ in moved])
    new = [f for f in replacing(message, known, kept) if not any(f.fact == s.fact for s in left)]
    kept = _over([f for f in kept if not _on_old(message, f, new, known)], new)
    kept = [to_the_known(message, f, kept, known) for f in kept]
    rates = [] if by_label or of_a_pace(message, known, kept) else rescaled(message, known)
    for more in (rates, zeros(message, known)):
        more = [f for f in more if not any(c.start <= f.start < c.end for c in changes)]
        kept += [f for f in more if f.fact not in {k.fact for k in kept}]
    rest = {f: v for f, v in known.items() if f not in cleared}
    places = {r.quantity.start for r in repeats(message, known)}
    kept += bare_values(message, rest, kept, asked, places)
    kept += named_choices(message, rest, kept)
    kept += moved_pace(message, rest, kept)
    if not kept:
        kept = mixed_up
    kept = [f for f in kept if not (f.fact in known and f.value == known[f.fact])]
    if not kept and not cleared and unclear_rate(message, known):
        cleared = ["monthly_requests"]
    cleared += [fact for _, fact in moved if fact not in cleared]
    told = {f.fact for f in kept}
    if "stronger_model_works" in told:  # the model named is the stronger one
        kept = [f for f in kept if f.fact != "model"]
    kept += [f for f in changed if f.fact not in told]
    return kept, [f for f in cleared if f not in told]


def doubts(message: Message, span: Span, known: Mapping[str, Any]) -> bool:
    """True where a sentence doubts a known figure, and another one is told: no question."""
    return any(
        span.holds(r.quantity.start) and doubted(r.quantity) and denied(message, r.quantity)
        for r in repeats(message, known)
    )


def sets_right(
    message: Message,
    known: Mapping[str, Any],
    found: Sequence[Finding] = (),
    asked: str | None = None,
) -> bool:
    """True when a message takes back what is known, or denies the very figure that is known."""
    if part_of_known(message, known, asked):
        return True
    if untested(message, known) or no_examples(message, known) or none_for_this(message, known):
        return True
    if spoils_examples(message, known, None) or called_wrong(message, known):
        return True
    if rescaled_figure(message, known) or of_the_other_budget(message, known):
        return True
    if goes_back(message) and moved_pace(message, known, found):
        return True
    if meant_unit(message, known) or zeros(message, known) or told_in_part(message, known):
        return True
    return (
        takes_back(message, known, found)
        or bool(tried_anew(message, known))
        or bool(swapped(message, known))
        or any(denied(message, r.quantity) for r in repeats(message, known))
    )


def _is_no_value(message: Message, finding: Finding, known: Mapping[str, Any]) -> bool:
    """True for a figure that is none, "the monthly one", or one more of what is known."""
    here = [q for q in message.quantities if q.start == finding.start]
    added = finding.fact in known and any(is_added(message, q) for q in here)
    return added or any(is_pronoun(message, q) for q in here)


def leaves_words(message: Message, found: Sequence[Finding]) -> bool:
    """True when a clause of some words is left in which nothing was read."""
    return any(
        len(message.norm[c.start : c.end].split()) >= LEAST_WORDS
        and not any(c.start < f.end and f.start < c.end for f in found)
        for c in message.text.clauses
    )


def _figures(message: Message) -> list[float]:
    return [q.number.value for q in message.quantities if not is_pronoun(message, q)]


def _over(found: Sequence[Finding], surer: Sequence[Finding]) -> list[Finding]:
    """The `surer` findings, and those of `found` that concern neither their facts nor words."""
    facts = {f.fact for f in surer}
    rest = [
        f
        for f in found
        if f.fact not in facts and not any(s.start <= f.start < s.end for s in surer)
    ]
    return [*surer, *rest]


def _on_old(
    message: Message, finding: Finding, new: Sequence[Finding], known: Mapping[str, Any]
) -> bool:
    """True for what is read from an old figure: "we have 320 labels, the 3,200 were all mails"."""
    replaced = {f.fact for f in new}
    old = {r.quantity.start for r in repeats(message, known) if r.fact in replaced}
    return finding.start in old and finding.fact not in replaced


def to_the_known(
    message: Message, finding: Finding, found: Sequence[Finding], known: Mapping[str, Any]
) -> Finding:
    """The finding, of the known fact where its figure may be of two: "make it 300 a month"."""
    here = [q for q in message.quantities if q.start == finding.start]
    other = {"monthly_requests": "monthly_budget_usd", "current_accuracy": "target_accuracy"}.get(
        finding.fact, ""
    )
    if not here or other not in known or other in {f.fact for f in found}:
        return finding
    sentence = message.sentence(here[0])
    if other == "target_accuracy":
        wished = pattern("demanded", "corrections").search(sentence)
        wished = wished or pattern("tolerated", "corrections").search(sentence)
        present = pattern("present", "corrections").search(sentence)
        present = present or pattern("about_answers", "corrections").search(sentence)
        if not wished and (present or finding.fact in known):
            return finding
        return replace(finding, fact=other)
    if finding.fact in known or here[0].noun or here[0].unit:
        return finding
    return replace(finding, fact=other)


def is_rejected(message: Message, finding: Finding) -> bool:
    """True for what is only named to be set aside: "rather a translation than a summary"."""
    clause = message.text.clause_at(finding.start)
    before = message.norm[clause.start : finding.start]
    set_aside = shape("set_aside_before", "corrections").search(before)
    return set_aside is not None and not spec(finding.fact).numeric


def is_denied(message: Message, finding: Finding) -> bool:
    """True when the figure of a finding is the old one: "50k, not 120k"."""
    return any(denied(message, q) and q.start == finding.start for q in message.quantities)


def named_choices(
    message: Message, known: Mapping[str, Any], found: Sequence[Finding]
) -> list[Finding]:
    """As in "Tone isn't that critical after all, medium": a new choice for a fact that is named."""
    out: list[Finding] = []
    for fact in named_facts(message.norm):
        kind = spec(fact).kind
        if fact not in known or kind != "choice" or any(f.fact == fact for f in found):
            continue
        out += [f for f in read_answer(message, fact, found) if f.value != known[fact]]
    return out


def relative(message: Message, known: Mapping[str, Any]) -> list[Finding]:
    """As in "Add another 500", "twice that": changes computed on what is known."""
    changes, _ = read_changes_of(message, known)
    often = [m for m in how_often().finditer(message.norm) if m["count"] or m["number"]]
    out = []
    for change in changes:
        if any(m.start() <= change.start < m.end() for m in often):
            continue  # "three times a year" triples nothing
        base = known.get(change.fact) if change.factor else 0.0
        if isinstance(base, (int, float)) and not isinstance(base, bool):
            out.append(
                Finding(change.fact, change.on(float(base)), change.start, change.end, weight=5)
            )
    return out
