"""What sentences state: amounts, categories and the model, each with its place in the text."""

from collections.abc import Iterable

from agent.offline.amounts import read_amounts
from agent.offline.categories import read_categories
from agent.offline.findings import Finding
from agent.offline.lexicon import pattern
from agent.offline.message import Message
from agent.offline.models import chosen
from agent.offline.text import Span


def stated_facts(
    message: Message, spans: Iterable[Span], *, about: str | None = None
) -> list[Finding]:
    """All facts that the given sentences state; `about` is the fact that was asked for."""
    spans = list(spans)
    accuracy = about if about in ("current_accuracy", "target_accuracy") else ""
    found = [
        *read_amounts(message, spans, about_accuracy=accuracy),
        *read_categories(message, spans),
    ]
    model = chosen([m for m in message.models if any(s.holds(m.start) for s in spans)])
    if model is not None:
        found.append(_model(message, model.start, model.end))
    return found + _praised_models(message, found)


def _praised_models(message: Message, found: list[Finding]) -> list[Finding]:
    """As in "<model> gets it right but costs too much": a stronger model that does the task."""
    if not any(f.fact == "failure_mode" and f.value == "cost_latency" for f in found):
        return []
    for name in message.models:
        praise = pattern("does_it_well").match(message.norm[name.end :].lstrip())
        if praise is not None:
            return [Finding("stronger_model_works", True, name.start, name.end)]
    return []


def models_asked_about(message: Message, questions: list[Span]) -> list[Finding]:
    """The model a description asks about: it is the one that is planned."""
    model = chosen([m for m in message.models if any(s.holds(m.start) for s in questions)])
    return [_model(message, model.start, model.end)] if model else []


def _model(message: Message, start: int, end: int) -> Finding:
    text = message.text
    return Finding("model", text.raw[text.starts[start] : text.ends[end - 1]].strip(), start, end)
