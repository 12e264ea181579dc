"""What the tagger adds to what the rules read of a message, and what it takes from it.

A value is added where it is nearly certain and the rules read none; a value that the rules read is
dropped, or replaced, only where the tagger is surer still. How sure is in `data/tagger.toml`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from agent.offline.accuracy.by_hand import is_own_time
from agent.offline.accuracy.ratio_figures import is_of_broken_form
from agent.offline.accuracy.shares import is_of_people
from agent.offline.accuracy.standing import standing
from agent.offline.facts.budgets import is_paid_today
from agent.offline.facts.categories import FAULT, set_aside
from agent.offline.facts.durations import is_no_wait
from agent.offline.facts.faults import is_no_fault, is_required
from agent.offline.facts.groups import counts_bodies
from agent.offline.facts.labelled import is_of_ratings
from agent.offline.facts.left_open import is_left_open
from agent.offline.facts.other_rates import is_no_volume
from agent.offline.reading.tagger import Tagger
from agent.offline.reading.tags import NONE, Tags, Told
from agent.offline.revising.added import counts_not_yet, is_refused
from agent.offline.revising.paces import goes_back
from agent.offline.revising.parts_left import is_few_of_others
from agent.offline.words.findings import Finding, accuracy, numeric
from agent.offline.words.lexicon import limit, pattern, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.qualities import is_of_labels
from agent.offline.words.quantities import MS_PER_DAY, Quantity
from agent.offline.words.text import Span
from knowledge.results import KnowledgeError
from tools.vocabulary import spec

NEVER = 1.1
TELLING = ("tell", "correct")
_MONEY = ("monthly_budget_usd", "upfront_budget_usd")
_TIMES = ("latency_target_ms", "time_to_launch_days")
_TOKENS = ("prompt_tokens", "output_tokens", "knowledge_tokens")
_ACCURACIES = ("current_accuracy", "target_accuracy")
PACES = ("knowledge_update", "requirement_change")
# what people do with their evenings tells none of these
NOT_BY_HABIT = (*PACES, "private_knowledge")


class Heard:
    """What the tagger makes of one message; it is asked only when something wants to know.

    Where its weights are not installed, it makes nothing of any message: rules alone read.
    """

    def __init__(self, tagger: Tagger | None, message: Message, asked: str | None) -> None:
        self._tagger = tagger
        self._message = message
        self._asked = asked or ""

    @cached_property
    def tags(self) -> Tags:
        """The tags of the whole message."""
        if self._tagger is None:
            return Tags((), {})
        sentences = self._message.text.sentences
        try:
            return self._tagger.tag(self._message.norm, sentences, asked=self._asked)
        except KnowledgeError:
            return Tags((), {})

    def unasked(self) -> "Heard":
        """The same message as if nothing had been asked."""
        return Heard(self._tagger, self._message, None) if self._asked else self

    @property
    def intent(self) -> str:
        """What the message is surely for, "" when that is not sure."""
        name, chance = self.tags.intent()
        return name if chance >= tables("tagger")["intents"].get(name, NEVER) else ""

    @property
    def corrects(self) -> bool:
        """True where the message has a fair chance of being a correction."""
        return self.tags.chance("correct") >= tables("tagger")["changed"]["leaning"]

    @property
    def _tells(self) -> bool:
        """False when the message is likelier for something else than to tell facts."""
        return self.tags.intent()[0] in TELLING

    def weigh(self, statements: Sequence[Span], found: Sequence[Finding]) -> list[Finding]:
        """The findings of the rules, corrected and completed from the statements."""
        if not statements or not self._tells:
            return list(found)
        told = self.tags.told(statements)
        limits = tables("tagger")["limits"]
        found = self._levels(found)
        kept = [f for f in (_judged(f, told.get(f.fact)) for f in found) if f is not None]
        read = {f.fact for f in found}
        more = self._meant(
            t for t in told.values() if t.fact not in read and t.chance >= limits.get(t.fact, NEVER)
        )
        others = set_aside(self._message, statements) if more else set()
        if goes_back(self._message):  # to the pace of what is known, which a correction knows
            more = [f for f in more if f.fact not in PACES]
        sure = [f for f in more if (f.fact, f.value) not in others and not _paced(f, kept)]
        kept += sure
        taken = [(f.start, f.end) for f in found if spec(f.fact).numeric]
        return kept + self.amounts(statements, read, taken=taken)

    def _levels(self, found: Sequence[Finding]) -> list[Finding]:
        """The findings, with an accuracy that is surely the other one of the two as that."""
        least, taken = tables("tagger")["against"]["level"], {f.fact for f in found}
        out = []
        for finding in found:
            number = next(
                (q.number for q in self._message.quantities if q.start == finding.start), None
            )
            if finding.fact in _ACCURACIES and number is not None:
                other = _ACCURACIES[1 - _ACCURACIES.index(finding.fact)]
                chance = self.tags.amount(number.start, number.end).get(other, 0.0)
                if other not in taken and chance >= least:
                    finding = replace(finding, fact=other)
                    taken.add(other)
            out.append(finding)
        return out

    def beside(
        self, statements: Sequence[Span], found: Sequence[Finding], known: Mapping[str, Any]
    ) -> list[Finding]:
        """The findings of a correction, without new categories that nothing speaks of."""
        new = {f.fact for f in found if f.fact not in known and not spec(f.fact).numeric}
        if not new:
            return list(found)
        told = self.tags.told(statements)
        least = tables("tagger")["against"]["silence"]
        silent = {f for f in new if f in told and told[f].silence >= least}
        return [f for f in found if f.fact not in silent]

    def surely(self, statements: Sequence[Span], known: Mapping[str, Any]) -> list[Finding]:
        """The categories that a correction nearly certainly tells, other than what is known."""
        told = self.tags.told(statements, _names(known)).values()
        limits, least = tables("tagger")["limits"], tables("tagger")["changed"]["beside"]
        sure = (t for t in told if t.chance >= max(least, limits.get(t.fact, NEVER)))
        return self._meant(sure)

    def answer(self, asked: str, statements: Sequence[Span]) -> list[Finding]:
        """The value of the fact that was asked for, where it is one of several and sure enough."""
        told = self.tags.told(statements).get(asked) if self._tells else None
        if told is None or told.chance < tables("tagger")["answers"].get(asked, NEVER):
            return []
        return self._meant([told])

    def changed(
        self, statements: Sequence[Span], known: Mapping[str, Any], *, sure: bool = True
    ) -> list[Finding]:
        """What a message says of the facts that are `known`: other values than these.

        It is `sure` unless words say that the message corrects something.
        """
        least = tables("tagger")["changed"]["values" if sure else "values_corrected"]
        told = self.tags.told(statements, _names(known)).values()
        values = self._meant(t for t in told if t.fact in known and t.chance >= least)
        values = self._not_set_aside(values, statements)
        return values + self.amounts(statements, (), known)

    def contrary(self, statements: Sequence[Span], known: Mapping[str, Any]) -> list[Finding]:
        """The categories told that speak against what is `known`, though no cue of a correction."""
        if not self._tells or self.tags.chance("what_if") > tables("tagger")["changed"]["supposed"]:
            return []
        told = self.tags.told(statements, _names(known)).values()
        least = tables("tagger")["changed"]["values"]
        values = self._meant(t for t in told if t.fact in known and t.chance >= least)
        return self._not_set_aside(values, statements)

    def _not_set_aside(
        self, values: Sequence[Finding], statements: Sequence[Span]
    ) -> list[Finding]:
        """The values without those whose words are said of something else."""
        others = set_aside(self._message, statements) if values else set()
        return [f for f in values if (f.fact, f.value) not in others]

    def _meant(self, told: Iterable[Told]) -> list[Finding]:
        """What is told as findings, without what is open, or a fault that must not happen."""
        said = (t for t in told if not is_left_open(self._message, t.start, t.end))
        said = (t for t in said if not (t.fact in NOT_BY_HABIT and self._is_habit(t)))
        said = (t for t in said if not self._is_no_skill(t))
        if shape("still_lately", "cues").search(self._message.norm):
            said = (t for t in said if t.fact not in PACES)
        return [
            _finding(t)
            for t in said
            if t.fact != FAULT
            or not (
                is_required(self._message, t.start, t.end)
                or is_no_fault(self._message, t.start, t.end)
            )
        ]

    def _is_habit(self, told: Told) -> bool:
        """True for what was heard in a sentence about people's own time."""
        return is_own_time(self._message, self._message.text.sentence_at(told.start))

    def _is_no_skill(self, told: Told) -> bool:
        """True for skills heard where nobody speaks of any, or of what people only mean to do."""
        if told.fact != "ml_expertise" or told.value == "none":
            return False
        span = self._message.text.sentence_at(told.start)
        words = self._message.norm[span.start : span.end]
        done = shape("meant_to_do", "cues").sub(" ", words)
        return shape("of_skill", "cues").search(done) is None

    def amounts(
        self,
        statements: Sequence[Span],
        read: Collection[str],
        among: Collection[str] = (),
        taken: Sequence[tuple[int, int]] = (),
    ) -> list[Finding]:
        """The amounts no rule placed: each number with the fact it is surely the amount of.

        Facts that are `read`, and numbers within what rules have `taken`, are left alone. With
        `among`, the message changes one of these facts, and the number is one of theirs.
        """
        least = tables("tagger")["amounts"]
        best: dict[str, tuple[float, Finding]] = {}
        for quantity in standing(self._message, self._message.quantities):
            if not any(s.holds(quantity.start) for s in statements):
                continue
            if any(start <= quantity.start < end for start, end in taken):
                continue
            number = quantity.number
            if self._message.norm[number.start : number.end] == "another":
                continue  # one more of what was spoken of
            chances = self.tags.amount(number.start, number.end)
            if among:
                chances = {f: c for f, c in chances.items() if f in among or f == NONE}
            fact = max(chances, key=lambda name: chances[name])
            needed = tables("tagger")["changed"]["amounts"] if among else least.get(fact, NEVER)
            if fact == NONE or fact in read or chances[fact] < needed:
                continue
            if fact == "monthly_requests" and self._is_no_volume(quantity):
                continue
            if fact == "labeled_examples" and (
                self._is_no_example(quantity) or is_of_ratings(quantity)
            ):
                continue
            if fact in _ACCURACIES and self._is_no_level(quantity):
                continue
            if fact in _MONEY and is_paid_today(quantity):
                continue
            if fact in _TIMES and is_no_wait(self._message, quantity):
                continue
            sentence = self._message.sentence(quantity)
            rare = quantity.value <= limit("accuracies", "rare")
            errors = rare and bool(pattern("wrong").search(sentence))
            finding = _amount(fact, quantity, of_errors=errors)
            if finding is not None and chances[fact] > best.get(fact, (0.0,))[0]:
                best[fact] = chances[fact], finding
        return [finding for _, finding in best.values()]

    def _is_no_level(self, quantity: Quantity) -> bool:
        """True for a share of people, or of the examples, or of outputs in a broken form."""
        if is_of_labels(self._message, quantity) or is_of_broken_form(self._message, quantity):
            return True
        return is_of_people(self._message, quantity.number.end)

    def _is_no_example(self, quantity: Quantity) -> bool:
        """True for requests that were refused, or so few good answers."""
        if counts_not_yet(self._message, quantity):
            return True
        if not quantity.number.value and shape("troubles", "labelled").match(quantity.noun):
            return True
        return is_refused(quantity) or is_few_of_others(self._message, {})

    def _is_no_volume(self, quantity: Quantity) -> bool:
        """True for the pace of some only, or of what is no request."""
        of_some = self._message.said("pace_of_some", quantity)
        back = goes_back(self._message)
        return of_some or back or is_no_volume(self._message, quantity)


def _paced(told: Finding, kept: Sequence[Finding]) -> bool:
    """True where rules read the same words as the pace of something else, or as the volume."""
    paces = [f for f in kept if f.fact in (*PACES, "monthly_requests") and f.fact != told.fact]
    return told.fact in PACES and any(f.start < told.end and told.start < f.end for f in paces)


def _judged(finding: Finding, told: Told | None) -> Finding | None:
    """The finding as it stands, with the surer value, or None when nothing was said of it."""
    if told is None or finding.outright:
        return finding
    against = tables("tagger")["against"]
    if told.silence >= against["silence"]:
        return None
    if _value(told) != finding.value and told.chance >= against["other"]:
        return _finding(told)
    return finding


def _finding(told: Told) -> Finding:
    return Finding(told.fact, _value(told), told.start, told.end, weight=0)


def _names(known: Mapping[str, Any]) -> dict[str, str]:
    """The known values as the tagger names them."""
    return {f: str(v).lower() if isinstance(v, bool) else str(v) for f, v in known.items()}


def _value(told: Told) -> Any:
    return told.value == "true" if spec(told.fact).kind == "flag" else told.value


def _amount(fact: str, quantity: Quantity, *, of_errors: bool) -> Finding | None:
    """The quantity as the amount of a fact, None where its unit does not allow it.

    A small accuracy is one `of_errors` that are spoken of, or none at all.
    """
    unit, value = quantity.unit, quantity.value
    if fact == "monthly_requests":
        paced = bool(quantity.per) and not (quantity.each or quantity.odd_rate)
        return numeric(fact, quantity, weight=0) if unit == "" and paced else None
    if fact in _ACCURACIES:
        most = 100 if unit == "percent" else 99.99  # "a hundred" is no level by itself
        fits = unit in ("", "percent") and not quantity.per and 1 < value <= most
        level = 100 - value if of_errors else value
        likely = fits and level > limit("accuracies", "rare")
        return accuracy(fact, quantity, level, weight=0) if likely else None
    if fact in _MONEY:
        return numeric(fact, quantity, weight=0) if unit == "money" else None
    if fact in _TIMES:
        times = 1.0 if fact == "latency_target_ms" else 1 / MS_PER_DAY
        return numeric(fact, quantity, times=times, weight=0) if unit == "duration" else None
    if fact in _TOKENS:
        return numeric(fact, quantity, weight=0) if unit == "tokens" else None
    if unit or quantity.per or value != int(value):
        return None
    if fact != "label_classes" and counts_bodies(quantity):
        return None
    few = 2 <= value <= tables("tagger")["classes"]["most"] and not quantity.number.ranged
    if fact == "label_classes" and not few:
        return None
    return numeric(fact, quantity, weight=0)
