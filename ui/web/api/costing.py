"""Functions about money: bills side by side, and when a shorter prompt pays for training."""

from typing import Any

from agent.settings import Settings
from tools.results import as_json
from tools.workbench import workbench
from ui import calculators
from ui.web.api.offering import Function


def costing(settings: Settings) -> tuple[Function, ...]:
    """Both, over the settings of the page: its prices and the day."""

    def estimate_costs(
        facts: dict[str, Any], plan: list[dict[str, Any]] | None = None, strategy: str | None = None
    ) -> dict[str, Any]:
        """Price plans side by side: USD a month, once, in total, and when the second pays back.

        Use it to compare a plain prompt with tuning, retrieval or distillation. Every price comes
        with its source and date; what was assumed is listed.

        Args:
            facts: What is known of the project, by fact name; monthly_requests is needed for a
                bill.
            plan: Plans to compare, the baseline first, each {"kind": "prompt_only" | "rag" |
                "guardrails" | "hosted_tuning" | "self_hosted" | "distillation" |
                "preference_tuning", ...}; without it the leading strategy is priced beside a plain
                prompt.
            strategy: A strategy to price beside the plain prompt, instead of `plan`.

        Returns:
            plans with their bills and prices, monthly_saving_usd, break_even_months or
                never_because, warnings and assumptions.
        """
        row = {"facts": facts, "plan": plan, "strategy": strategy}
        return dict(as_json(calculators.cost(row, settings)))

    return estimate_costs, compare_prompt_with_tuning


def compare_prompt_with_tuning(
    monthly_requests: float,
    extra_prompt_tokens: float,
    prompt_tokens_saved: float,
    training_usd: float,
    evaluation_usd: float,
    usd_per_million_tokens: float,
) -> dict[str, Any]:
    """Say when training pays back by shortening the prompt: the Cost Workbench.

    Use it when only the length of the prompt is at stake; both sides pay the same price.

    Args:
        monthly_requests: Requests a month.
        extra_prompt_tokens: Tokens of instructions and examples that every request carries.
        prompt_tokens_saved: How many of them a tuned model no longer needs.
        training_usd: Training, in USD, once.
        evaluation_usd: Evaluation, in USD, once.
        usd_per_million_tokens: Price of a million prompt tokens, in USD.

    Returns:
        both monthly bills, the one-off cost, the saving, break_even_months (null for
            never) and the verdict in words.
    """
    found = workbench(
        monthly_requests=monthly_requests,
        extra_prompt_tokens=extra_prompt_tokens,
        prompt_tokens_saved=prompt_tokens_saved,
        training_usd=training_usd,
        evaluation_usd=evaluation_usd,
        usd_per_million_tokens=usd_per_million_tokens,
    )
    return dict(as_json(found))
