"""What-ifs that fit a project: those that would turn the advice, as a person would ask them."""

import math
from collections.abc import Iterator

from agent.events import Board
from agent.wording import value_in_words
from tools.facts import spec
from tools.results import Flip
from tools.showing import show

MOST = 3
# how a person asks where the label of the fact would read badly; the reader takes each of them
_NUMBERS = {
    "monthly_requests": "it were {}",
    "labeled_examples": "we had {}",
    "knowledge_tokens": "the knowledge base had {}",
    "latency_target_ms": "it had to answer within {}",
    "time_to_launch_days": "we had {} to launch",
    "monthly_budget_usd": "the budget were {}",
    "current_accuracy": "the accuracy today were {}",
    "target_accuracy": "we needed {} accuracy",
}
_SPOKEN: dict[tuple[str, float | str | bool], str] = {
    ("self_hosted", True): "it had to run on our own hardware",
    ("self_hosted", False): "there were no need for our own hardware",
    ("regulated", True): "we were regulated",
    ("regulated", False): "we were not regulated",
    ("human_review", True): "a human reviewed every answer",
    ("human_review", False): "nobody checked the answers",
    ("stronger_model_works", True): "a stronger model could do it",
    ("stronger_model_works", False): "no stronger model could do it",
    ("training_signal", "preferences"): "we had ratings of answers to learn from",
    ("training_signal", "none"): "we had no training signal",
}


def what_ifs(board: Board, *, most: int = MOST) -> tuple[str, ...]:
    """The nearest changes that would put another strategy first, one a fact, as questions."""
    if board.assessment is None:
        return ()
    asked: dict[str, str] = {}
    for flip in board.assessment.flips:
        asked.setdefault(flip.fact, next(_questions(flip), ""))
    return tuple(filter(None, asked.values()))[:most]


_UNASKED = {("training_signal", v) for v in ("demonstrations", "metric", "unlabeled_text")}


def _questions(flip: Flip) -> Iterator[str]:
    rule = spec(flip.fact)
    if (flip.fact, flip.threshold) in _UNASKED:
        return
    if (flip.fact, flip.threshold) in _SPOKEN:
        yield f"What if {_SPOKEN[flip.fact, flip.threshold]}?"
    elif isinstance(flip.threshold, str):
        yield f"What if {rule.label} is {value_in_words(flip.fact, flip.threshold)}?"
    else:
        value = beyond(
            float(flip.threshold), up=flip.direction == "above", whole=rule.kind == "integer"
        )
        if rule.low <= value <= rule.high:
            shown = show(flip.fact, value)
            yield f"What if {_NUMBERS.get(flip.fact, rule.label + ' were {}').format(shown)}?"


def beyond(threshold: float, *, up: bool, whole: bool) -> float:
    """A round number of two figures on the far side of a threshold."""
    if threshold == 0:
        return 1.0 if up else 0.0
    step = 10.0 ** (math.floor(math.log10(abs(threshold))) - 1)
    value = (math.floor(threshold / step) + 1 if up else math.ceil(threshold / step) - 1) * step
    return float(round(value)) if whole else round(value, 10)
