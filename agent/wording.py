"""Numbers and facts in words for people; pure functions from values to short text."""

import math
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from tools.facts import Fact, ProjectFacts
from tools.showing import duration, one_of, points, whole
from tools.strategies import strategy_texts
from tools.vocabulary import FactSpec, spec

GREETING = (
    "Tell me about your project: what should the model do, how often, and what examples do you "
    "have? I'll work out how to adapt the model, what that costs and why."
)

_WORDS = {
    "question_answering": "question answering",
    "free_text": "free text",
    "structured": "structured output",
    "missing_knowledge": "it lacks the facts",
    "wrong_behavior": "style or labels",
    "wrong_format": "the format",
    "weak_reasoning": "the reasoning",
    "unsafe_output": "unsafe output",
    "cost_latency": "cost and speed",
    "unlabeled_text": "raw text only",
    "realtime": "in real time",
    "static": "hardly ever",
}
_NONE = {
    "failure_mode": "nothing serious",
    "private_knowledge": "none",
    "ml_expertise": "none",
    "training_signal": "none yet",
}


def count(value: float) -> str:
    """A number for people, three significant digits: 120,000 · 1.2 million · 0.4."""
    if abs(value) >= 1e9:
        return f"{value / 1e9:.3g} billion"
    if abs(value) >= 1e6:
        return f"{value / 1e6:.3g} million"
    if abs(value) >= 1000:
        digits = len(str(int(abs(value)))) - 3
        return f"{round(value, -max(digits, 0)):,.0f}"
    return f"{value:,.3g}" if value != int(value) else f"{int(value)}"


def usd(value: Decimal | float) -> str:
    """Money for people: cents below 1,000 dollars unless they are zero, whole dollars above."""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    sign = "-" if amount < 0 else ""
    size = abs(amount)
    if size >= 1000 or size == int(size):
        return f"{sign}${size:,.0f}"
    return f"{sign}${size:,.2f}"


def fact_in_words(name: str, fact: Fact) -> str:
    """One fact as a short phrase that stands alone: `≈ 120,000 requests a month`."""
    rule = spec(name)
    about = "≈ " if fact.ranged else ""
    if name == "tried":
        if not fact.value:
            return "nothing in place yet"
        return f"{_strategies(fact.value)} already in place"
    if name == "labeled_examples" and fact.value == 0 and not fact.ranged:
        return "no good examples yet"
    if name in _PHRASES and rule.numeric:
        value = _roughly(fact.value) if fact.ranged else fact.value
        return measured(name, amount(name, value), about=about)
    if name in _SAYINGS:
        sayings = _SAYINGS[name]
        saying = sayings.get(str(fact.value)) or sayings[""]
        return saying.format(value=value_in_words(name, fact.value))
    return f"{rule.label} {value_in_words(name, fact.value)}"


def _roughly(value: Any) -> Any:
    """A rough figure that was converted, so that nobody said it as it is: 217.25 as 220."""
    whole = float(value) == int(value) or abs(value) < 10
    return value if whole else round(float(value), 1 - math.floor(math.log10(abs(value))))


def measured(name: str, shown: str, *, about: str = "") -> str:
    """A numeric fact whose value is in words already: `0 to 10` as `0 to 10 good examples`."""
    return one_of(_PHRASES[name].format(about=about, value=shown))


def shown_facts(facts: ProjectFacts) -> dict[str, str]:
    """Every known fact by name, in words."""
    return {name: fact_in_words(name, fact) for name, fact in facts.known.items()}


def strategies_in_words(strategies: Collection[str]) -> str:
    """Strategies by their labels; all that train by what they have in common."""
    texts = strategy_texts()
    training = [name for name, text in texts.items() if text.family == "weights"]
    labels = [texts[name].label for name in strategies if name not in training]
    own = [texts[name].label for name in strategies if name in training]
    if len(own) == len(training):
        own = [f"fine-tuning of any kind ({', '.join(own)})"]
    return join([*labels, *own])


def changed_facts(before: ProjectFacts, after: ProjectFacts) -> dict[str, dict[str, str | None]]:
    """What differs, by label, in words before and after; None where one is not known."""
    old, new = shown_facts(before), shown_facts(after)
    changed = {
        spec(name).label: {"before": old.get(name), "after": new.get(name)}
        for name in {**old, **new}
        if before.known.get(name) != after.known.get(name)
    }
    if before.ruled_out.keys() == after.ruled_out.keys():
        return changed
    barred = [strategies_in_words(facts.ruled_out) for facts in (before, after)]
    was, now = (f"ruled out: {names}" if names else None for names in barred)
    return {**changed, "what is ruled out": {"before": was, "after": now}}


_SAYINGS: dict[str, dict[str, str]] = {
    "task": {"": "{value}", "generation": "text generation"},
    "failure_mode": {
        "missing_knowledge": "the model lacks the facts",
        "wrong_behavior": "style or labels are off",
        "wrong_format": "the format comes out broken",
        "weak_reasoning": "the reasoning goes wrong",
        "unsafe_output": "outputs are unsafe",
        "cost_latency": "cost or speed is the problem",
        "none": "nothing serious goes wrong today",
    },
    "knowledge_update": {
        "": "the facts change {value}",
        "static": "the facts hardly ever change",
        "realtime": "the facts change all the time",
    },
    "requirement_change": {
        "": "the requirements change {value}",
        "rarely": "the requirements rarely change",
    },
    "private_knowledge": {
        "heavy": "heavy use of your own documents",
        "some": "some use of your own documents",
        "none": "no documents of your own",
    },
    "training_signal": {
        "": "{value} to learn from",
        "demonstrations": "finished examples to learn from",
        "preferences": "people's choices to learn from",
        "metric": "an automatic score to learn from",
        "none": "nothing to learn from yet",
    },
    "ml_expertise": {"": "{value} training experience", "none": "no training experience"},
    "reasoning_depth": {"": "{value} reasoning", "pattern": "pattern recognition"},
    "consistency_need": {
        "": "{value} consistency",
        "high": "consistency is critical",
        "medium": "consistency matters",
        "low": "consistency hardly matters",
    },
    "output_format": {"": "{value}"},
    "model": {"": "{value} as the model"},
    "self_hosted": {"True": "it must run on your own hardware", "": "a cloud API is fine"},
    "regulated": {"True": "an error is costly", "": "an error costs little"},
    "human_review": {"True": "a person checks the outputs", "": "no person checks the outputs"},
    "stronger_model_works": {
        "True": "a stronger model does the task",
        "": "no stronger model does the task",
    },
}


def amount(name: str, value: Any) -> str:
    """The value of a numeric fact with its sign or unit where people expect one."""
    if name.endswith("_usd"):
        return usd(float(value))
    if name.endswith("_accuracy"):
        return points(float(value))
    if name == "latency_target_ms":
        return duration(float(value))
    return count(whole(name, float(value)))


def value_in_words(name: str, value: Any) -> str:
    """The value of any fact, in words."""
    rule: FactSpec = spec(name)
    if rule.kind == "flag":
        return "yes" if value else "no"
    if rule.kind == "strategies":
        return _strategies(value)
    if rule.numeric:
        return amount(name, value)
    if value == "none":
        return _NONE.get(name, "none")
    return _WORDS.get(
        str(value), str(value).replace("_", " ") if rule.kind == "choice" else str(value)
    )


def _strategies(ids: Any) -> str:
    return join([strategy_texts()[str(s)].label for s in ids])


def told(name: str, fact: Fact) -> str:
    """The value of a known fact in words, marked where it stands for a range."""
    return ("≈ " if fact.ranged else "") + value_in_words(name, fact.value)


_PHRASES = {
    "monthly_requests": "{about}{value} requests a month",
    "labeled_examples": "{about}{value} good examples",
    "prompt_tokens": "{about}{value} prompt tokens a request",
    "output_tokens": "{about}{value} output tokens a request",
    "current_accuracy": "{about}{value} accuracy today",
    "target_accuracy": "{about}{value} accuracy needed",
    "monthly_budget_usd": "{about}{value} a month for inference",
    "upfront_budget_usd": "{about}{value} one-off budget",
    "latency_target_ms": "an answer within {about}{value}",
    "time_to_launch_days": "{about}{value} days to launch",
    "knowledge_tokens": "{about}{value} tokens of documents",
    "label_classes": "{about}{value} classes",
}


def lower_first(text: str) -> str:
    """A sentence as it stands behind a colon; names and abbreviations keep their capitals."""
    first = text.split(" ", 1)[0].rstrip(",.;:")
    plain = first[1:] == first[1:].lower() and (len(first) > 1 or first == "A")
    return text[:1].lower() + text[1:] if plain else text


def join(parts: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; with a comma more where a part holds the last word itself."""
    if len(parts) < 2:
        return "".join(parts)
    comma = "," if any(f" {last} " in part for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} {last} {parts[-1]}"


def enumerated(facts: Mapping[str, str], *, most: int) -> str:
    """Facts in one sentence: things first, then clauses; what is more than `most` is counted."""
    names = sorted(facts, key=is_clause)[:most]
    things = [facts[n] for n in names if not is_clause(n)]
    clauses = [facts[n] for n in names if is_clause(n)]
    more = [f"{len(facts) - most} more"] if len(facts) > most else []
    if clauses and things:
        return f"{join(things)}; {join([*clauses, *more])}"
    return join([*things, *clauses, *more])


def apart(text: str, other: str) -> str:
    """A phrase without the words at its end and start that it shares with another."""
    words, shared = text.split(), other.split()
    for end in (-1, 0):
        while min(len(words), len(shared)) > 1 and words[end] == shared[end] not in _SCALES:
            words.pop(end)
            shared.pop(end)
    return " ".join(words)


_SCALES = ("million", "billion")  # part of the number before them


def is_clause(name: str) -> bool:
    """True for a fact whose words are a clause, such as `the facts change daily`."""
    return name in _CLAUSES


_CLAUSES = (
    "failure_mode",
    "knowledge_update",
    "requirement_change",
    "consistency_need",
    "self_hosted",
    "regulated",
    "human_review",
    "stronger_model_works",
)
