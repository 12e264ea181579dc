"""Works out what a what-if proposes, as absolute values computed on what is known."""

import re
from collections.abc import Mapping
from typing import Any

from agent.offline.amounts import read_amounts
from agent.offline.answers import read_answer
from agent.offline.categories import read_categories
from agent.offline.changes import subject_of
from agent.offline.findings import Finding, accuracy, numeric
from agent.offline.lexicon import pattern
from agent.offline.message import Message, macro
from agent.offline.models import chosen
from agent.offline.quantities import Quantity
from agent.offline.relative import named_facts, read_changes_of, subjects
from agent.offline.text import Span, Text
from agent.offline.volumes import counts_requests
from tools.facts import Value, spec

_MS_PER_DAY = 86_400_000


def read_what_if(message: Message, known: Mapping[str, Any], spans: list[Span]) -> dict[str, Value]:
    """The hypothetical facts; a relative change of something unknown proposes nothing."""
    out: dict[str, Value] = {}
    changes, used = read_changes_of(message, known)
    for change in changes:
        base = known.get(change.fact)
        if isinstance(base, (int, float)) and not isinstance(base, bool):
            out[change.fact] = change.on(out.get(change.fact, base))  # type: ignore[arg-type]
    touched = {c.fact for c in changes}
    plain = _without_marks(message)
    for finding in [*read_amounts(plain, spans), *read_loose(plain, spans, known)]:
        if any(s < finding.end and finding.start < e for s, e in used):
            continue
        if finding.fact not in out and finding.fact not in touched:
            out[finding.fact] = finding.value
    moving = _what_changes(known)
    for finding in sorted(read_categories(plain, spans, change_of=moving), key=lambda f: -f.weight):
        if finding.fact not in out and finding.fact not in touched and _worth(finding, known):
            out[finding.fact] = finding.value
    for fact, value in [*extra(message).items(), *_standing_still(message, spans)]:
        out.setdefault(fact, value)
    for fact in named_facts(message.norm):
        if fact in known and fact not in out and spec(fact).kind == "choice":
            for finding in read_answer(message, fact, ()):
                if finding.value != known[fact]:
                    out[fact] = finding.value
    model = chosen(message.models)
    if model is not None:
        out["model"] = message.text.raw[
            message.text.starts[model.start] : message.text.ends[model.end - 1]
        ]
    return out


def _standing_still(message: Message, spans: list[Span]) -> list[tuple[str, Value]]:
    """As in "what if labels fixed?": a subject and a word of standing still, without a verb."""
    out: list[tuple[str, Value]] = []
    for clause in message.text.clauses:
        if any(s.holds(clause.start) for s in spans):
            words = message.norm[clause.start : clause.end]
            fact = subject_of(words, len(words)) if macro("stable").search(words) else ""
            if fact and not re.search(r"\b(?:not|n't|no longer)\b|n't\b", words):
                out.append((fact, "static" if fact == "knowledge_update" else "rarely"))
    return out


def is_fragment(message: Message, known: Mapping[str, Any]) -> bool:
    """As in "half the volume?", "<model> instead?": a change in a few words, without a verb."""
    norm = message.norm.strip()
    if len(norm.split()) > MAX_FRAGMENT_WORDS or _VERB.search(norm):
        return False
    asks = norm.endswith("?")
    changes, _ = read_changes_of(message, known)
    if changes and all(isinstance(known.get(c.fact), (int, float)) for c in changes):
        return (
            asks
            or re.search(r"\b(?:times|x) (?:as (?:many|much)|more|fewer|less)\b", norm) is not None
        )
    named = message.models and "model" in known
    return bool(
        named and asks and re.search(r"\b(?:instead|then)\b|^\W*(?:and |or )?(?:with |on )", norm)
    )


MAX_FRAGMENT_WORDS = 8
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|we|i|you|it's|that's|why|what|how|when|who"
    r"|which|where"
    r"|can|could|should|would|will|wait|sorry|actually|not|need|cost|costs|get|gets|make)\b|n't\b"
)


def _what_changes(known: Mapping[str, Any]) -> str:
    """The one fact about change that is known: "it changes daily" is about it."""
    moving = [f for f in ("knowledge_update", "requirement_change") if f in known]
    return moving[0] if len(moving) == 1 else ""


def _worth(finding: Finding, known: Mapping[str, Any]) -> bool:
    """A task named in passing that is already known proposes nothing."""
    return finding.fact not in ("task", "failure_mode", "tried", "training_signal") or (
        finding.fact == "task" and finding.fact in known and known[finding.fact] != finding.value
    )


def _without_marks(message: Message) -> Message:
    """The message read as statements: a what-if ends in a question mark but asserts its case."""
    text = message.text
    norm = text.norm.replace("?", ".")
    return Message(Text(text.raw, norm, text.starts, text.ends), message.models, message.quantities)


def read_loose(message: Message, spans: list[Span], known: Mapping[str, Any]) -> list[Finding]:
    """Figures without a full statement: "50k requests", "99 % accuracy", "a $1,000 budget"."""
    out: list[Finding] = []
    for quantity in message.quantities:
        if any(s.holds(quantity.start) for s in spans):
            finding = loose(message, quantity, known)
            if finding is not None:
                out.append(finding)
    return out


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
        if quantity.value >= _MS_PER_DAY and subject in ("time_to_launch_days", ""):
            return (
                numeric("time_to_launch_days", quantity, times=1 / _MS_PER_DAY)
                if pattern("what_if_launch").search(message.clause(quantity))
                else None
            )
        if quantity.value < _MS_PER_DAY and (
            subject == "latency_target_ms" or pattern("latency").search(message.clause(quantity))
        ):
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
            return numeric("monthly_requests", quantity) if counts_requests(quantity) else None
        counted = _counted(quantity)
        if counted:
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
    for fact, names in subjects():
        if (
            fact in ("labeled_examples", "label_classes", "monthly_requests")
            and head
            and names.search(head)
        ):
            if fact == "monthly_requests" and re.search(r"\busers?\b", head):
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


def extra(message: Message) -> dict[str, Value]:
    """Proposals in words: hiring people, nobody checking, no budget left."""
    out: dict[str, Value] = {}
    for key, fact, value in (
        ("hire_strong", "ml_expertise", "strong"),
        ("hire_some", "ml_expertise", "some"),
        ("lose_team", "ml_expertise", "none"),
        ("cloud_allowed", "self_hosted", False),
        ("no_budget", "monthly_budget_usd", 0),
        ("review_off", "human_review", False),
    ):
        if fact not in out and pattern(key).search(message.norm):
            out[fact] = value
    return out
