"""Reads the choice of a short answer, or its yes or no, in the light of the question."""

import re
from collections.abc import Iterator
from dataclasses import replace

from agent.offline.answering.not_knowing import does_not_know, is_not_begun
from agent.offline.facts.categories import FAULT, negated
from agent.offline.facts.changes import KNOWLEDGE, REQUIREMENTS, period_of
from agent.offline.facts.faults import is_no_fault, is_of_the_model
from agent.offline.facts.left_open import is_left_open
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import Rule, compiled, lists, pattern, rules, shape
from agent.offline.words.message import Message, take_apart

TOLD = "faults_told"  # what goes wrong, in people's own words
NO_FAULT = "none"
SHORT_GUESS = 4  # words of a guess that needs no "maybe"


def read_choice(message: Message, asked: str, *, flag: bool) -> list[Finding]:
    """The choice that the words name, or with `flag` the yes or no; nothing when they do not."""
    norm = message.norm
    if pattern("does_not_care", "answers").search(norm):
        return []
    most = shape("chiefly", "answers").search(norm)
    if most is not None and most.start() > 0:  # "sometimes slow, but mostly it misreads names"
        chief = read_choice(take_apart(norm[most.start() :]), asked, flag=flag)
        if chief:
            begin = most.start()
            return [replace(f, start=f.start + begin, end=f.end + begin) for f in chief]
    for rule in (*rules("answers_by_fact"), *rules(TOLD)):
        if rule.fact != asked:
            continue
        match = next(_meant(message, rule), None)
        if match is None or (rule.but and compiled(rule.but).search(norm)):
            continue
        value = rule.value
        if not rule.asserts_negation and negated(message, match.start()):
            value = rule.negated
        return [
            Finding(
                asked,
                tuple(value) if isinstance(value, list) else value,
                match.start(),
                match.end(),
            )
        ]
    if asked in ("knowledge_update", "requirement_change"):
        period = period_of(norm)
        if (
            not period
            and not does_not_know(message)
            and (
                compiled(lists("macros")["stable"]).search(norm)
                or pattern("no_change").search(norm)
            )
        ):
            period = "stable"
        table = KNOWLEDGE if asked == "knowledge_update" else REQUIREMENTS
        if period in table:
            return [Finding(asked, table[period], 0, len(norm))]
    if flag:
        plain = pattern("idioms", "answers").sub("", norm)
        plain = pattern("unknown", "answers").sub("…", plain).lstrip(" ,.;!")
        yes, no = pattern("yes", "answers").match(plain), pattern("no", "answers").match(plain)
        if no and not yes:
            return [Finding(asked, False, 0, len(norm))]
        if yes:
            return [Finding(asked, True, 0, len(norm))]
    return []


def _meant(message: Message, rule: Rule) -> Iterator[re.Match[str]]:
    """The words of a rule, where they mean it."""
    told = rule in rules(TOLD) and rule.value != NO_FAULT
    for match in compiled(rule.any).finditer(message.norm):
        of_others = told and not is_of_the_model(message, *match.span())
        if not of_others and _means_it(message, rule, match) and _stands(message, rule, match):
            yield match


def _stands(message: Message, rule: Rule, match: re.Match[str]) -> bool:
    """False for words that are only named to say that it is not so: "no ratings"."""
    denied = not rule.asserts_negation and negated(message, match.start())
    return not denied or rule.negated is not None


def _means_it(message: Message, rule: Rule, match: re.Match[str]) -> bool:
    """False for an idiom, a "nothing" that begins a sentence, a fault said to be no fault."""
    norm = message.norm
    if is_left_open(message, match.start(), match.end()):
        return False
    unknown = list(pattern("unknown", "answers").finditer(norm))
    for no_answer in [*pattern("idioms", "answers").finditer(norm), *unknown]:
        if no_answer.start() <= match.start() and match.end() <= no_answer.end():
            return False
    if unknown and not _ventured(message, match):
        return False
    if rule.fact != "ml_expertise" and shape("bare_no", "answers").match(match.group()):
        behind = norm[match.end() :]
        verb = shape("verb_behind_no", "answers").match(behind)
        alone = shape("behind_bare_no", "answers").match(behind)
        if verb or not (alone or match.group() == "no"):
            return False
    if (
        rule.fact == FAULT
        and rule.value == NO_FAULT
        and (is_not_begun(message) or shape("fault_after_all", "answers").search(norm, match.end()))
    ):
        return False  # where nothing was tried nothing went right either
    if rule.fact == FAULT and rule.value != NO_FAULT:
        if is_no_fault(message, match.start(), match.end()):
            return False
        clause = message.text.clause_at(match.start())
        return not shape("praised", "answers").search(norm, match.end(), clause.end)
    return True


def _ventured(message: Message, match: re.Match[str]) -> bool:
    """True for a guess beside an "I don't know": a few words, or hedged ones."""
    clause = message.text.clause_at(match.start())
    said = message.norm[clause.start : clause.end]
    return len(said.split()) <= SHORT_GUESS or bool(pattern("guess", "answers").search(said))
