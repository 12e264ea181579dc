"""Which facts the amounts of a bill follow; all others only change what is said about it."""

from collections.abc import Iterable

from tools.facts import ProjectFacts
from tools.plans import TUNED

_ALL = (
    "task",
    "model",
    "monthly_requests",
    "prompt_tokens",
    "output_tokens",
    "output_format",
    "self_hosted",
)
_OF_TUNING = ("labeled_examples", "requirement_change")
_OF_RETRIEVAL = ("tried", "knowledge_tokens", "knowledge_update")
_OF_CHECKS = ("regulated", "failure_mode")


def billed(facts: ProjectFacts, kinds: Iterable[str]) -> ProjectFacts:
    """The facts that the amounts of plans of these kinds follow."""
    names = {*_ALL}
    for kind in kinds:
        names |= {*_OF_TUNING} if kind in TUNED else set()
        names |= {*_OF_RETRIEVAL} if kind == "rag" else set()
        names |= {*_OF_CHECKS} if kind == "guardrails" else set()
    return facts.only(names)
