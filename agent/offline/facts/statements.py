"""What sentences state: amounts, categories and the model, each with its place in the text."""

from collections.abc import Iterable

from agent.offline.facts.amounts import read_amounts
from agent.offline.facts.categories import read_categories
from agent.offline.facts.frequencies import read_frequencies
from agent.offline.facts.left_open import is_left_open
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.models import ModelName, chosen
from agent.offline.words.repairs import is_part, is_struck, may_be_mended, taken_back
from agent.offline.words.strategies import find_strategies
from agent.offline.words.text import Span
from tools.vocabulary import STRATEGIES, spec


def stated_facts(
    message: Message, spans: Iterable[Span], *, about: str | None = None
) -> list[Finding]:
    """All facts that the given sentences state; `about` is the fact that was asked for."""
    spans = list(spans)
    accuracy = about if about in ("current_accuracy", "target_accuracy") else ""
    found = [
        *read_amounts(message, spans, about_accuracy=accuracy),
        *(f for f in read_categories(message, spans) if not is_left_open(message, f.start, f.end)),
    ]
    if not any(f.fact == "monthly_requests" for f in found):
        found += read_frequencies(message, spans, about=about)
    named = [m for m in message.models if any(s.holds(m.start) for s in spans)]
    praised = [m for m in named if _does_it_well(message, m)]
    model = chosen([m for m in named if m not in praised or len(named) == 1])
    if model is not None:
        found.append(_model(message, model.start, model.end))
    if len(named) > 1 and praised and model is not None:
        found.append(Finding("stronger_model_works", True, praised[0].start, praised[0].end))
    found = _holding(message, found)
    return [*found, *in_place(message, spans), *_praised_models(message, found)]


def _holding(message: Message, found: list[Finding]) -> list[Finding]:
    """The findings without those taken back in the same breath: "summaries, no wait, labels"."""
    if not may_be_mended(message.norm):
        return found
    parts = {q.start for q in message.quantities if is_part(message.norm, q)}

    def replaces(second: Finding, first: Finding) -> bool:
        another = first.fact == second.fact and first.value != second.value
        if not another or first.end > second.start or second.start in parts:
            return False
        surely = spec(first.fact).numeric
        return taken_back(message.norm, first.end, second.start, surely=surely)

    found = [f for f in found if not is_struck(message.text, f.start)]
    return [first for first in found if not any(replaces(second, first) for second in found)]


def in_place(message: Message, spans: Iterable[Span]) -> list[Finding]:
    """The strategies a sentence says are there already: "RAG is live", "only prompts so far"."""
    out: list[Finding] = []
    for span in spans:
        words = message.norm[span.start : span.end]
        if not pattern("in_place").search(words) or pattern("not_in_place").search(words):
            continue
        named = find_strategies(words)
        if named == ["prompting"] and not shape("only_prompts", "cues").search(words):
            continue
        if named:
            kept = tuple(s for s in STRATEGIES if s in named)
            out.append(Finding("tried", kept, span.start, span.end))
    return out


def _does_it_well(message: Message, name: ModelName) -> bool:
    return pattern("does_it_well").match(message.norm[name.end :].lstrip()) is not None


def _praised_models(message: Message, found: list[Finding]) -> list[Finding]:
    """As in "<model> gets it right but costs too much": a stronger model that does the task."""
    if not any(f.fact == "failure_mode" and f.value == "cost_latency" for f in found):
        return []
    for name in message.models:
        if _does_it_well(message, name):
            return [Finding("stronger_model_works", True, name.start, name.end)]
    return []


def models_asked_about(message: Message, questions: list[Span]) -> list[Finding]:
    """The model a description asks about: it is the one that is planned."""
    model = chosen([m for m in message.models if any(s.holds(m.start) for s in questions)])
    return [_model(message, model.start, model.end)] if model else []


def _model(message: Message, start: int, end: int) -> Finding:
    text = message.text
    return Finding("model", text.raw[text.starts[start] : text.ends[end - 1]].strip(), start, end)
