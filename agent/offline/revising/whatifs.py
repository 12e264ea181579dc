"""Works out what a what-if proposes, as absolute values computed on what is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.answering.answers import read_answer
from agent.offline.asking.intents import asks, what_if_spans
from agent.offline.facts.amounts import read_amounts
from agent.offline.facts.categories import read_categories
from agent.offline.facts.changes import subject_of
from agent.offline.facts.loose import read_loose
from agent.offline.facts.statements import in_place
from agent.offline.revising.exchanged import exchanged
from agent.offline.revising.relative import read_changes_of
from agent.offline.revising.replaced import bare_values
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern, shape, words
from agent.offline.words.message import Message, macro, take_apart
from agent.offline.words.models import chosen
from agent.offline.words.subjects import named_facts
from agent.offline.words.text import Span, Text
from tools.vocabulary import Value, spec

FILE = "whatifs"
_EXAMPLES = ("labeled_examples",)
COUNTED = (*_EXAMPLES, "prompt_tokens", "output_tokens", "knowledge_tokens")


def divide(message: Message) -> tuple[list[Span], Message]:
    """The sentences and clauses before a what-if, and the what-if as a message of its own."""
    first = what_if_spans(message)[0]
    told = [s for s in message.text.sentences if s.end <= first.start and not asks(message, s)]
    begin = first.start
    cue = pattern("what_if", "intents").search(message.norm, first.start, first.end)
    opening = message.norm[first.start : cue.start()] if cue is not None else ""
    if (
        cue is not None
        and not shape("supposing", FILE).match(opening)
        and shape("boundary", FILE).search(message.norm[first.start : cue.start()])
        and not shape("ends_it", FILE).fullmatch(message.norm, cue.end(), first.end)
    ):
        told.append(Span(first.start, cue.start()))
        begin = cue.start()
    text = message.text
    return told, take_apart(text.raw[text.starts[begin] :]) if begin else message


def relative_to_unknown(message: Message, known: Mapping[str, Any]) -> list[str]:
    """Facts that a what-if changes by a factor or a difference although nobody has named them."""
    changes, _ = read_changes_of(message, known)
    return list(dict.fromkeys(c.fact for c in changes if c.factor and c.fact not in known))


def read_what_if(
    message: Message,
    known: Mapping[str, Any],
    spans: list[Span],
    *,
    stated: Sequence[str] = (),
) -> dict[str, Value]:
    """The hypothetical facts; a relative change of something unknown proposes nothing.

    `stated` are the facts that the message stated just before: "it" is the one number among them.
    """
    out = _proposed(message, known, spans)
    numbers = [name for name in stated if spec(name).numeric] or _counts(known)
    if out or len(numbers) != 1:
        return out
    noun = words("talk_nouns")["subject"].get(numbers[0], "")
    named = shape("pronoun", FILE).sub(noun, message.norm, count=1) if noun else message.norm
    if named == message.norm:
        return out
    said = take_apart(named)
    return _proposed(said, known, what_if_spans(said))


def _counts(known: Mapping[str, Any]) -> list[str]:
    """The known facts that can be doubled or halved: no accuracies."""
    return [f for f in known if spec(f).numeric and not f.endswith("_accuracy")]


def _proposed(message: Message, known: Mapping[str, Any], spans: list[Span]) -> dict[str, Value]:
    out: dict[str, Value] = {}
    changes, used = read_changes_of(message, known)
    other, places = exchanged(message, known)
    out |= other
    used = [*used, *places]
    for change in changes:
        base = known.get(change.fact) if change.factor else 0.0
        if isinstance(base, (int, float)) and not isinstance(base, bool):
            out[change.fact] = change.on(out.get(change.fact, base))  # type: ignore[arg-type]
    touched = {c.fact for c in changes}
    plain = _without_marks(message)
    said = read_amounts(plain, spans)
    taken = [(f.start, f.end) for f in said]
    loose = [
        f for f in read_loose(plain, spans, known) if not any(s <= f.start < e for s, e in taken)
    ]
    for finding in [*said, *loose]:
        if any(s < finding.end and finding.start < e for s, e in used):
            continue
        if finding.fact not in out and finding.fact not in touched:
            out[finding.fact] = finding.value
    moving = _what_changes(known)
    said_in_words = extra(message)
    out |= {f: v for f, v in said_in_words.items() if f not in out or not spec(f).numeric}
    for finding in sorted(read_categories(plain, spans, change_of=moving), key=lambda f: -f.weight):
        if finding.fact not in out and finding.fact not in touched and _worth(finding, known):
            out[finding.fact] = finding.value
    if shape("already_there", FILE).search(message.norm):
        for finding in in_place(plain, spans):
            out.setdefault(finding.fact, finding.value)
    for fact, value in _standing_still(message, spans):
        out.setdefault(fact, value)
    for fact in named_facts(message.norm):
        if fact == "output_format" and "requirement_change" in out:
            continue  # "if the schema stayed as it is" proposes no schema
        if fact not in out and spec(fact).kind in ("choice", "strategies"):
            for finding in read_answer(message, fact, ()):
                if finding.value != known.get(fact):
                    out[fact] = finding.value
    if not out and not touched:
        for finding in bare_values(message, known, (), None):
            if may_count(message, finding):
                out[finding.fact] = finding.value
    model = chosen(message.models)
    if model is not None:
        out["model"] = message.text.raw[
            message.text.starts[model.start] : message.text.ends[model.end - 1]
        ]
    return out


def may_count(message: Message, finding: Finding) -> bool:
    """False where a figure counts by name what the fact is not: "40 tables" are no examples."""
    here = [q for q in message.quantities if q.start == finding.start]
    noun = here[0].noun if here else ""
    if not noun or finding.fact not in COUNTED or shape("nothing_counted", "numbered").match(noun):
        return True
    kinds = ("example", "request", "good") if finding.fact in _EXAMPLES else ("request", "docs")
    return any(macro(kind).match(noun) for kind in kinds)


def _standing_still(message: Message, spans: list[Span]) -> list[tuple[str, Value]]:
    """As in "what if labels fixed?": a subject and a word of standing still, without a verb."""
    out: list[tuple[str, Value]] = []
    for clause in message.text.clauses:
        if any(s.holds(clause.start) for s in spans):
            words = message.norm[clause.start : clause.end]
            fact = subject_of(words, len(words)) if macro("stable").search(words) else ""
            if fact and not shape("denied", FILE).search(words):
                out.append((fact, "static" if fact == "knowledge_update" else "rarely"))
    return out


def is_fragment(message: Message, known: Mapping[str, Any]) -> bool:
    """As in "half the volume?", "<model> instead?": a change in a few words, without a verb."""
    norm = message.norm.strip()
    if len(norm.split()) > MAX_FRAGMENT_WORDS or shape("verb", FILE).search(norm):
        return False
    asks = norm.endswith("?")
    if known and shape("with_so_much", FILE).match(norm):
        return True
    changes, _ = read_changes_of(message, known)
    if changes and all(isinstance(known.get(c.fact), (int, float)) for c in changes):
        return asks or pattern("times_as_many", FILE).search(norm) is not None
    named = message.models and "model" in known
    return bool(named and asks and shape("other_model", FILE).search(norm))


MAX_FRAGMENT_WORDS = 8


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


def extra(message: Message) -> dict[str, Value]:
    """Proposals in words: hiring people, nobody checking, no budget left."""
    out: dict[str, Value] = {}
    for key, fact, value in (
        ("hire_strong", "ml_expertise", "strong"),
        ("hire_some", "ml_expertise", "some"),
        ("lose_team", "ml_expertise", "none"),
        ("lose_labels", "labeled_examples", 0),
        ("cloud_allowed", "self_hosted", False),
        ("no_budget", "monthly_budget_usd", 0),
        ("review_on", "human_review", True),
        ("review_off", "human_review", False),
    ):
        if fact not in out and pattern(key).search(message.norm):
            out[fact] = value
    return out
