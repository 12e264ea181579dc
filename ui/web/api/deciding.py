"""Functions about the decision: the ranking, the next question, what-ifs, strategies compared."""

from typing import Any

from agent.settings import Settings
from tools.comparison import compare
from tools.facts import ProjectFacts
from tools.results import Assessment, as_json
from tools.vocabulary import vocabulary
from tools.whatif import what_if as compute
from ui import calculators
from ui.web.api.offering import Function

BRIEF = ("strategy", "label", "score", "probability", "summary", "gates")


def deciding(settings: Settings) -> tuple[Function, ...]:
    """All of them, over the settings of the page: its seed, its prices, its limits."""

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

    def what_if(facts: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
        """Compare the advice before and after a change of a project; nothing is stored.

        Use it for questions such as "what if we had only 100 examples?".

        Args:
            facts: What is known of the project, by fact name.
            changes: The facts that change, with their new absolute values.

        Returns:
            the assessment and costs before and after, and in words what moved most.
        """
        changed = ProjectFacts.of(changes).known
        found = compute(ProjectFacts.of(facts), changed, **settings.costing)
        sides = {"before": found.before, "after": found.after}
        told = {name: _told(side, details=False) for name, side in sides.items()}
        return {**as_json(found), **told}

    return (
        list_facts,
        score_strategies,
        score_sliders,
        next_question,
        what_if,
        compare_strategies,
    )


def list_facts() -> dict[str, Any]:
    """List the facts that describe a project: name, meaning, unit, bounds or choices.

    Use it first, to learn the names that the other tools take.

    Returns:
        facts by name.
    """
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


def compare_strategies(facts: dict[str, Any], strategies: list[str]) -> dict[str, Any]:
    """Set two or more strategies side by side for one project.

    Use it for "X or Y?": cost, speed, data, expertise, maintenance, risk and the score here.

    Args:
        facts: What is known of the project, by fact name.
        strategies: Two or more strategy ids.

    Returns:
        a table of criteria, the scores, and which leads because of what.
    """
    return dict(as_json(compare(ProjectFacts.of(facts), strategies)))


def _told(found: Assessment, *, details: bool) -> dict[str, Any]:
    """An assessment; without `details` the ranking holds scores, chances and gates only."""
    row: dict[str, Any] = as_json(found)
    if not details:
        row["ranking"] = [{key: one[key] for key in BRIEF} for one in row["ranking"]]
        for key in ("tornado", "assumed"):
            del row[key]
    return row
