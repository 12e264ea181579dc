"""What-ifs that fit a project: those that would turn the advice, as a person would ask them."""

import math

from agent.events import Board
from tools.facts import spec
from tools.results import Flip
from tools.showing import show

MOST = 3
# how a person would ask; the reader reads each of them back as exactly its value
_NUMBERS = {
    "monthly_requests": "it were {}",
    "labeled_examples": "we had {}",
    "knowledge_tokens": "the knowledge base had {}",
    "current_accuracy": "the accuracy today were {}",
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
        "missing_knowledge": "what goes wrong were missing facts",
        "wrong_behavior": "what goes wrong were the style",
        "wrong_format": "what goes wrong were the format",
        "weak_reasoning": "what goes wrong were the reasoning",
        "unsafe_output": "what goes wrong were unsafe output",
        "cost_latency": "what goes wrong were cost and speed",
        "none": "what goes wrong were nothing serious",
    },
    "private_knowledge": {
        "none": "it needed no private knowledge",
        "some": "it needed some private knowledge",
        "heavy": "it needed a lot of private knowledge",
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
        "demonstrations": "the training signal were finished examples",
        "preferences": "we had ratings of answers to learn from",
        "metric": "the training signal were an automatic score",
        "unlabeled_text": "the training signal were only raw text",
        "none": "we had no training signal",
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
    further = beyond(float(value), up=flip.direction == "above", whole=rule.kind == "integer")
    return question(flip.fact, further) if rule.low <= further <= rule.high else ""


def beyond(threshold: float, *, up: bool, whole: bool) -> float:
    """A round number of two figures on the far side of a threshold."""
    if threshold == 0:
        return 1.0 if up else 0.0
    step = 10.0 ** (math.floor(math.log10(abs(threshold))) - 1)
    value = (math.floor(threshold / step) + 1 if up else math.ceil(threshold / step) - 1) * step
    return float(round(value)) if whole else round(value, 10)
