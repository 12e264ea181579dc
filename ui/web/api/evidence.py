"""Functions about evidence: the published chart, measured scores, what the guidance says."""

from collections.abc import Callable
from typing import Any

from tools.facts import ProjectFacts
from tools.flowchart import follow_chart
from tools.results import as_json
from ui import calculators
from ui.web.api.offering import Function

MOST_TEXT = 2_000  # characters of a question
MOST_PASSAGES = 20

Search = Callable[..., Any]


def evidence(search: Search) -> tuple[Function, ...]:
    """All of them; `search` finds passages of the guidance."""

    def search_guidance(question: str, passages: int = 5) -> dict[str, Any]:
        """Search sourced guidance on adapting language models; every sentence is a verbatim quote.

        Use it for questions about methods, evidence and practice. What the guidance does not cover
        is declined.

        Args:
            question: The question, in plain words.
            passages: How many passages to return, 1 to 20.

        Returns:
            passages with text, source and citation, an answer made of quotes, and declined.
        """
        k = max(1, min(int(passages), MOST_PASSAGES))
        return calculators.found_as_json(search(question[:MOST_TEXT], k=k))

    return follow_flow_chart, check_plateau, search_guidance


def follow_flow_chart(facts: dict[str, Any]) -> dict[str, Any]:
    """Walk the published decision chart, question by question.

    Use it to show how a common rule of thumb decides, beside the ranking of score_strategies.

    Args:
        facts: What is known of the project; the chart asks for labeled_examples,
            consistency_need, monthly_requests and target_accuracy.

    Returns:
        the strategy at the end, the steps, and why.
    """
    return dict(as_json(follow_chart(ProjectFacts.of(facts))))


def check_plateau(scores: list[float], items: int | None = None) -> dict[str, Any]:
    """Judge whether the measured scores of prompting have stalled, so that tuning is due.

    Use it with the scores of successive prompt versions on the same test set.

    Args:
        scores: Scores in the order they were measured, as shares (0.78) or percents (78).
        items: Number of test items behind each score, if known.

    Returns:
        verdict, the gains with their errors, and what the published rule says.
    """
    return dict(as_json(calculators.plateau({"scores": scores, "items": items})))
