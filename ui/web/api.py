"""The calculators for other programs: typed functions of Gradio's API and tools of its MCP server.

Plain JSON in, plain JSON out. A bad value is one sentence that shows it and the bounds.
"""

import functools
import inspect
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import gradio as gr

from agent.settings import Settings
from tools.errors import SteerwiseError
from tools.results import Assessment, as_json
from ui import calculators

log = logging.getLogger(__name__)
BROKEN = "Something went wrong on our side; nothing was changed."
MOST_TEXT = 2_000  # characters of a question
MOST_PASSAGES = 20
BRIEF = ("strategy", "label", "score", "probability", "summary", "gates")

Function = Callable[..., dict[str, Any]]
Search = Callable[..., Any]


def offered(function: Function) -> Function:
    """The function as it is offered: its errors one sentence, its docstring as Gradio reads it."""

    @functools.wraps(function)
    def guarded(*arguments: Any, **named: Any) -> dict[str, Any]:
        try:
            return function(*arguments, **named)
        except SteerwiseError as error:
            raise gr.Error(_ended(str(error)), print_exception=False) from None
        except Exception:
            log.exception("a call of the API failed")
            raise gr.Error(BROKEN, print_exception=False) from None

    guarded.__doc__ = on_one_line(inspect.getdoc(function) or "")
    return guarded


def _told(found: Assessment, *, details: bool) -> dict[str, Any]:
    """An assessment; without `details` the ranking holds scores, chances and gates only."""
    row: dict[str, Any] = as_json(found)
    if not details:
        row["ranking"] = [{key: one[key] for key in BRIEF} for one in row["ranking"]]
        for key in ("tornado", "assumed"):
            del row[key]
    return row


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def speak_json(blocks: gr.Blocks) -> None:
    """Let the MCP server answer in JSON, where Gradio writes Python; none of ours gives files."""
    from mcp.types import TextContent

    def as_text(data: list[Any], root_url: str) -> list[TextContent]:
        return [TextContent(type="text", text=json.dumps(row, ensure_ascii=False)) for row in data]

    if blocks.mcp_server_obj is not None:
        setattr(blocks.mcp_server_obj, "postprocess_output_data", as_text)  # noqa: B010


def on_one_line(doc: str) -> str:
    """A docstring in which each argument stands on one line, as Gradio reads them."""
    return re.sub(r"\n {8,}", " ", doc)


def api_functions(settings: Settings, search: Search) -> tuple[Function, ...]:
    """The functions, over the settings of the page; `search` finds passages of the guidance."""

    def score_strategies(
        facts: dict[str, Any], ranges: dict[str, Any] | None = None, details: bool = False
    ) -> dict[str, Any]:
        """Rank eight ways of adapting a language model to a project, with reasons and confidence.

        Use it once a few facts are known; call list_facts for their names, units and choices. The
        strategies are prompting, prompt_optimization, rag, guardrails, peft (LoRA), full_finetune,
        distillation and preference_tuning.

        Args:
            facts: What is known, by fact name, such as {"monthly_requests": 120000,
                "consistency_need": "high"}; leave out what is not known.
            ranges: Uncertain numbers as [low, high] by fact name, such as {"labeled_examples":
                [2000, 4000]}.
            details: True adds where the points of each strategy come from, with reasons and
                sources; it is long.

        Returns:
            primary, complements, the ranking with score 0-100 and chance to be best,
                confidence, flip points and a roadmap.
        """
        row = {"facts": facts, "ranges": ranges or {}}
        return _told(calculators.score(row, settings), details=details)

    def score_sliders(drivers: dict[str, float], details: bool = False) -> dict[str, Any]:
        """Rank the strategies for slider values of the Decision Lab, without sampling.

        Use it to explore: the five sliders of the published lab are requirement_stability,
        labeled_data, request_volume, freshness_need and long_prompt_tolerance.

        Args:
            drivers: Values from 0 to 100 by slider name.
            details: True adds where the points of each strategy come from; it is long.

        Returns:
            primary and the ranking with the points that each criterion gives.
        """
        return _told(calculators.score({"drivers": drivers}, settings), details=details)

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
        from tools.workbench import workbench

        found = workbench(
            monthly_requests=monthly_requests,
            extra_prompt_tokens=extra_prompt_tokens,
            prompt_tokens_saved=prompt_tokens_saved,
            training_usd=training_usd,
            evaluation_usd=evaluation_usd,
            usd_per_million_tokens=usd_per_million_tokens,
        )
        return dict(as_json(found))

    def what_if(facts: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
        """Compare the advice before and after a change of a project; nothing is stored.

        Use it for questions such as "what if we had only 100 examples?".

        Args:
            facts: What is known of the project, by fact name.
            changes: The facts that change, with their new absolute values.

        Returns:
            the assessment and costs before and after, and in words what moved most.
        """
        from tools.facts import ProjectFacts
        from tools.whatif import what_if as compute

        changed = ProjectFacts.of(changes).known
        found = compute(ProjectFacts.of(facts), changed, **settings.costing)
        sides = {"before": found.before, "after": found.after}
        told = {name: _told(side, details=False) for name, side in sides.items()}
        return {**as_json(found), **told}

    def next_question(facts: dict[str, Any], asked: list[str] | None = None) -> dict[str, Any]:
        """Find the one question whose answer could change the advice most.

        Use it to interview somebody about a project; stop when `done` is true.

        Args:
            facts: What is known so far, by fact name.
            asked: Names of facts that were asked for already.

        Returns:
            fact, question, quick replies, what the answer could change, and done.
        """
        row = {"facts": facts, "asked": asked or []}
        return dict(as_json(calculators.next_question(row, settings)))

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

    def follow_flow_chart(facts: dict[str, Any]) -> dict[str, Any]:
        """Walk the published decision chart, question by question.

        Use it to show how a common rule of thumb decides, beside the ranking of score_strategies.

        Args:
            facts: What is known of the project; the chart asks for labeled_examples,
                consistency_need, monthly_requests and target_accuracy.

        Returns:
            the strategy at the end, the steps, and why.
        """
        from tools.facts import ProjectFacts
        from tools.flowchart import follow_chart

        return dict(as_json(follow_chart(ProjectFacts.of(facts))))

    def compare_strategies(facts: dict[str, Any], strategies: list[str]) -> dict[str, Any]:
        """Set two or more strategies side by side for one project.

        Use it for "X or Y?": cost, speed, data, expertise, maintenance, risk and the score here.

        Args:
            facts: What is known of the project, by fact name.
            strategies: Two or more strategy ids.

        Returns:
            a table of criteria, the scores, and which leads because of what.
        """
        from tools.comparison import compare
        from tools.facts import ProjectFacts

        return dict(as_json(compare(ProjectFacts.of(facts), strategies)))

    def list_facts() -> dict[str, Any]:
        """List the facts that describe a project: name, meaning, unit, bounds or choices.

        Use it first, to learn the names that the other tools take.

        Returns:
            facts by name.
        """
        from tools.facts import vocabulary

        return {
            name: {
                "meaning": row.meaning,
                "question": row.question,
                "kind": row.kind,
                **({"unit": row.unit, "low": row.low, "high": row.high} if row.numeric else {}),
                **({"choices": list(row.choices)} if row.choices else {}),
            }
            for name, row in vocabulary().items()
        }

    return (
        list_facts,
        score_strategies,
        score_sliders,
        next_question,
        what_if,
        compare_strategies,
        estimate_costs,
        compare_prompt_with_tuning,
        follow_flow_chart,
        check_plateau,
        search_guidance,
    )
