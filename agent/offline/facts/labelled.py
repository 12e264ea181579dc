"""Reads counts of labelled examples: good input-output pairs that exist today."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message, macro
from agent.offline.words.qualities import is_no_example
from agent.offline.words.quantities import Quantity

FILE = "labelled"


def is_planned(quantity: Quantity) -> bool:
    """True for examples somebody could or will make: they do not exist today."""
    return shape("not_yet_before", FILE).search(quantity.before) is not None


def is_of_a_prompt(quantity: Quantity, *, asked: bool = False) -> bool:
    """True for a few examples that the prompt holds, which is also what was `asked` for."""
    if quantity.unit or quantity.per or not quantity.noun:
        return False
    told = shape("of_a_prompt_before", FILE).search(quantity.before)
    return bool(told or (asked and shape("of_it_before", FILE).search(quantity.before)))


def is_of_ratings(quantity: Quantity) -> bool:
    """True for what people set against one another: "they rated 700 pairs of drafts"."""
    before, noun = quantity.before, quantity.noun
    rated = _behind("ratings_before", before, at_end=True) and _behind("pairs_rated", noun)
    ranked = noun and _behind("ranked_before", before, at_end=True)
    return bool(rated or ranked or _behind("rated_pairs", noun))


def is_a_team(quantity: Quantity) -> bool:
    """True for people: "a team of 12"."""
    return shape("team_of", FILE).search(quantity.before) is not None


_SHOWN_BEHIND = (
    "verdict_behind", "filed_behind", "as_examples_behind", "done_behind", "worth_behind",
)  # fmt: skip


def _behind(name: str, words: str, *, at_end: bool = False) -> re.Match[str] | None:
    """Where a pattern of the words behind a figure begins, or one of those before it ends."""
    return (shape(name, FILE).search if at_end else shape(name, FILE).match)(words)


def shown_behind(quantity: Quantity) -> bool:
    """True where the words behind a count tell what was made of each: "900 cases with codes"."""
    return any(_behind(name, quantity.after) for name in _SHOWN_BEHIND)


def _in_a_memory(quantity: Quantity) -> bool:
    """True for what a translation memory holds: source and translation, pair by pair."""
    wished = is_planned(quantity) or _behind("memory_wished", quantity.before, at_end=True)
    if wished or not _behind("memory_unit", quantity.noun):
        return False
    told = _behind("memory_before", quantity.before, at_end=True)
    return bool(told or _behind("memory_behind", quantity.after))


def _kept_outcomes(quantity: Quantity) -> bool:
    """True for the count of what people decided, where it was kept: input and right answer."""
    noun = quantity.noun
    named = not noun or _behind("kept_of_them", noun) or macro("request").match(noun)
    kept = named and _behind("outcomes_kept_before", quantity.before, at_end=True)
    told = kept or _behind("outcomes_kept_behind", quantity.after)
    each = _behind("no_outcomes_behind", quantity.after)
    return bool(told) and not (each or is_planned(quantity))


def _with_outcomes(quantity: Quantity) -> bool:
    """True for a count of what came in, told together with what came of it: input and outcome."""
    noun = quantity.noun
    named = not noun or _behind("kept_of_them", noun)
    told = named and _behind("came_of_it_before", quantity.before, at_end=True)
    told = told or _behind("came_of_it_behind", quantity.after)
    wished = is_planned(quantity) or _behind("came_of_it_wished", quantity.before, at_end=True)
    other = _behind("no_outcomes_behind", quantity.after) or macro("people").match(noun)
    return bool(told) and not (wished or other)


def _decided_before(message: Message, quantity: Quantity) -> bool:
    """True for what people decided before, where deciding is the task: "9k old decisions"."""
    kept = _behind("have_before", quantity.before, at_end=True)
    named = kept and _behind("old_decisions", quantity.noun)
    return bool(named and shape("deciding", FILE).search(message.norm))


def sets_of(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "6 labelled sets of 500 = 3,000": sets times what each holds, once."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (sets, each) in enumerate(pairwise(inside)):
        between = message.norm[sets.number.end : each.number.start]
        plain = not (sets.unit or sets.per or each.unit or each.per)
        if not plain or not shape("sets_between", FILE).fullmatch(between):
            continue
        words = between + each.noun
        if not (macro("good").search(words) or macro("example").search(words)):
            continue
        value = sets.number.value * each.number.value
        places = [place, place + 1]
        if place + 2 < len(inside) and inside[place + 2].number.value == value:
            places.append(place + 2)
        end = inside[places[-1]].end
        out.append((Finding("labeled_examples", round(value), sets.start, end, None, 3), places))
    return out


def remainders(message: Message, inside: Sequence[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "900 forms, 70 of them labelled", "8k, 3k left"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (total, part) in enumerate(pairwise(inside)):
        plain = not (total.unit or total.per or part.unit or part.per)
        near = part.start - total.end <= limit(FILE, "part_behind")
        if not plain or part.number.value >= total.number.value or not near:
            continue
        which = pattern("part_labelled", "shapes").match(part.after)
        left = pattern("part_left", "shapes").match(part.after) and (
            macro("example").search(total.noun) or macro("good").search(total.noun)
        )
        if which or left:
            out.append((numeric("labeled_examples", part, weight=4), [place, place + 1]))
    return out


def read_examples(message: Message, quantity: Quantity) -> Finding | None:
    """A count of labelled examples; None for raw items, people, test sets and wishes."""
    value = quantity.number.value
    in_words = not any(c.isdigit() for c in message.norm[quantity.start : quantity.number.end])
    if value != int(value) or (0 < value <= limit(FILE, "few_in_words") and in_words):
        return None
    noun = quantity.noun
    if not value and shape("troubles", FILE).match(noun):
        return None
    if is_of_ratings(quantity) or shape("paid_before", FILE).search(quantity.before):
        return None
    clause, sentence = message.clause(quantity), message.sentence(quantity)
    behind = quantity.after[: reach(FILE, "behind")]
    if pattern("unlabelled").search(noun) or pattern("unlabelled").search(clause):
        return None
    if is_no_example(message, quantity) or _is_left_out(message, quantity):
        return None
    tested = _behind("tested_with_before", quantity.before, at_end=True)
    if tested or pattern("eval_set").search(noun):
        return None
    if _behind("verdicts_before", quantity.before, at_end=True) and not is_planned(quantity):
        return numeric("labeled_examples", quantity, weight=2)
    if _with_outcomes(quantity):
        return numeric("labeled_examples", quantity, weight=5)
    if _in_a_memory(quantity) or _kept_outcomes(quantity):
        return numeric("labeled_examples", quantity, weight=2)
    if _decided_before(message, quantity):
        return numeric("labeled_examples", quantity, weight=2)
    if macro("people").fullmatch(noun.split(" ")[0]) or is_a_team(quantity):
        return None
    if shape("one_of_them", FILE).fullmatch(noun):
        return None
    if shape("in_a_prompt", FILE).search(noun + behind) or is_of_a_prompt(quantity):
        return None
    if shape("kinds", FILE).search(noun):
        return None
    label = macro("example").search(noun)
    before = quantity.before
    if label and (_behind("kinds_of_label", noun) or _behind("one_of_before", before, at_end=True)):
        return None
    if _behind("other_sets", noun) or pattern("in_prompt").search(clause):
        return None
    if is_planned(quantity):
        return None
    by_hand = _behind("by_hand", noun + behind[len(noun) :])
    if noun and by_hand and _behind("did_before", before, at_end=True):
        return numeric("labeled_examples", quantity, weight=2)
    of_them = shape("of_them", FILE).match(noun)
    if (of_them or not noun) and _behind("named_before", before, at_end=True):
        return numeric("labeled_examples", quantity, weight=2)
    if of_them and _behind("named_earlier", before, at_end=True):
        return numeric("labeled_examples", quantity, weight=2)
    if shown_behind(quantity):
        return numeric("labeled_examples", quantity, weight=2)
    good = macro("good").search(noun) or _behind("good_before", before, at_end=True)
    if label or (good and noun):
        return numeric("labeled_examples", quantity, weight=3)
    if pattern("examples_are", "shapes").search(before):
        return numeric("labeled_examples", quantity, weight=3)
    if pattern("have_written", "shapes").search(before):
        return numeric("labeled_examples", quantity, weight=2)
    if good or pattern("written").search(
        sentence[max(0, sentence.find(behind[:20])) :] if behind.strip() else ""
    ):
        if noun and (macro("request").search(noun) or good or _behind("those_made", noun)):
            return numeric("labeled_examples", quantity, weight=2)
        if not noun and pattern("written").search(behind):
            return numeric("labeled_examples", quantity, weight=2)
    if (
        noun
        and macro("request").search(noun)
        and pattern("written").search(
            message.norm[quantity.end : quantity.end + reach(FILE, "written_behind")]
            .split("\n")[0]
            .split(". ")[0]
        )
    ):
        return numeric("labeled_examples", quantity, weight=2)
    cost = message.cost(quantity, "example_subject")
    near = cost < limit(FILE, "subject")
    short = len(clause.strip()) < limit(FILE, "short_clause")
    near = near or (short and cost < limit(FILE, "subject_of_short_clause"))
    if not noun and not quantity.unit and near:
        return numeric("labeled_examples", quantity)
    return None


def _is_left_out(message: Message, quantity: Quantity) -> bool:
    """True for "we got 90 more labels, but don't count them yet"."""
    more = shape("more_of", "numbered").match(quantity.noun)
    left_out = shape("left_out_yet", "numbered").search(message.sentence(quantity))
    return more is not None and left_out is not None
