"""What-ifs that fit a project: those that would turn the advice, as a person would ask them."""

import math

from agent.events import Board
from tools.results import Flip
from tools.showing import show
from tools.vocabulary import spec

MOST = 3
# how a person would ask; the reader reads each of them back as exactly its value
_NUMBERS = {
    "monthly_requests": "it were {}",
    "labeled_examples": "we had {}",
    "knowledge_tokens": "the knowledge base had {}",
    "current_accuracy": "accuracy today were {}",
    "target_accuracy": "we needed {} accuracy",
    "prompt_tokens": "the prompt had {}",
    "output_tokens": "an answer had {}",
    "monthly_budget_usd": "the budget were {} a month",
    "upfront_budget_usd": "we could spend {} once",
    "latency_target_ms": "it had to answer within {}",
    "time_to_launch_days": "we had {} to launch",
    "label_classes": "there were {}",
}
_CHOICES = {
    "task": {
        "classification": "the task were classification",
        "extraction": "the task were extraction",
        "generation": "the task were text generation",
        "summarization": "the task were summarization",
        "question_answering": "the task were question answering",
        "chat": "the task were chat",
        "code": "the task were writing code",
        "translation": "the task were translation",
        "workflow": "the task were a workflow of many steps",
    },
    "failure_mode": {
        "missing_knowledge": "the main problem were missing facts",
        "wrong_behavior": "the main problem were the style",
        "wrong_format": "the main problem were the format",
        "weak_reasoning": "the main problem were the reasoning",
        "unsafe_output": "the main problem were unsafe answers",
        "cost_latency": "the main problem were cost and speed",
        "none": "nothing serious went wrong",
    },
    "private_knowledge": {
        "none": "it needed none of our documents",
        "some": "it needed some of our documents",
        "heavy": "it leaned heavily on our documents",
    },
    "knowledge_update": {
        "static": "the facts hardly ever changed",
        "yearly": "the facts changed every year",
        "monthly": "the facts changed every month",
        "weekly": "the facts changed every week",
        "daily": "the facts changed every day",
        "realtime": "the facts changed in real time",
    },
    "consistency_need": {
        "low": "consistency hardly mattered",
        "medium": "consistency mattered somewhat",
        "high": "consistency were critical",
    },
    "requirement_change": {
        "rarely": "the requirements rarely changed",
        "quarterly": "the requirements changed every quarter",
        "monthly": "the requirements changed every month",
        "weekly": "the requirements changed every week",
        "daily": "the requirements changed every day",
    },
    "training_signal": {
        "demonstrations": "we had finished examples to learn from",
        "preferences": "we had ratings of answers to learn from",
        "metric": "we had an automatic score to learn from",
        "unlabeled_text": "we had only raw text to learn from",
        "none": "there were nothing at all to learn from",
    },
    "reasoning_depth": {
        "pattern": "it took no reasoning at all",
        "moderate": "it took moderate reasoning",
        "deep": "it took deep reasoning",
    },
    "output_format": {
        "free_text": "the output were free text",
        "structured": "the output had to be structured",
    },
    "ml_expertise": {
        "none": "nobody here had trained a model before",
        "some": "we had some training experience",
        "strong": "we had a strong ML team",
    },
}
FIGURES = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)  # as people count: 15, 200, 2,500
PERCENTS = tuple(range(10, 95, 5)) + tuple(range(95, 100))
_FLAGS = {
    ("stronger_model_works", True): "a stronger model could do it",
    ("stronger_model_works", False): "no stronger model could do it",
    ("self_hosted", True): "it had to run on our own hardware",
    ("self_hosted", False): "there were no need for our own hardware",
    ("regulated", True): "we were regulated",
    ("regulated", False): "we were not regulated",
    ("human_review", True): "a human reviewed every answer",
    ("human_review", False): "nobody checked the answers",
}


def what_ifs(board: Board, *, most: int = MOST) -> tuple[str, ...]:
    """The nearest changes that would put another strategy first, one a fact, as questions."""
    if board.assessment is None:
        return ()
    asked: dict[str, str] = {}
    for flip in board.assessment.flips:
        asked.setdefault(flip.fact, _asked(flip))
    return tuple(filter(None, asked.values()))[:most]


def question(name: str, value: float | str | bool) -> str:
    """What a person would ask to try a value of a fact; empty for a fact that has no such words."""
    if isinstance(value, bool):
        words = _FLAGS.get((name, value), "")
    elif isinstance(value, str):
        words = _CHOICES.get(name, {}).get(value, "")
    else:
        words = _NUMBERS.get(name, "").format(show(name, value))
    return f"What if {words}?" if words else ""


def _asked(flip: Flip) -> str:
    rule, value = spec(flip.fact), flip.threshold
    if isinstance(value, (bool, str)):
        return question(flip.fact, value)
    rounding = PERCENTS if rule.unit == "percent" else FIGURES
    further = beyond(float(value), rounding, up=flip.direction == "above")
    return question(flip.fact, further) if rule.low < further < rule.high else ""


def beyond(threshold: float, round_figures: tuple[float, ...], *, up: bool) -> float:
    """The next figure on the far side of a threshold that a person would think of.

    `round_figures` are those from 1 to 10, or from 10 to 100; the others are their multiples by
    powers of ten. Below 1 it is 0.
    """
    if threshold < 1:
        return 1.0 if up else 0.0
    scale = 10.0 ** (math.floor(math.log10(threshold / round_figures[0])))
    near = [round(figure * scale, 10) for figure in round_figures]
    if up:
        return next((x for x in near if x > threshold), 10 * near[0])
    return next((x for x in reversed(near) if x < threshold), round(near[-1] / 10, 10))
