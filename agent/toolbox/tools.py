"""All tools of the agent, and what each is called while it runs."""

from langchain_core.tools import BaseTool

from agent.toolbox.calculations import (
    compare_strategies,
    estimate_costs,
    judge_plateau,
    next_question,
    score_strategies,
    what_if,
)
from agent.toolbox.guidance import search_guidance
from agent.toolbox.moves import explain_move, follow_published_rule
from agent.toolbox.notes import forget_facts, manage_notes, record_facts
from agent.toolbox.prices import compare_models_, price_own_gpus, try_discount
from agent.toolbox.records import write_decision_record
from agent.toolbox.scenarios import compare_scenarios, manage_scenarios
from agent.toolbox.terms import price_on_other_terms
from agent.toolbox.testing import size_test

TOOLS: tuple[BaseTool, ...] = (
    record_facts,
    forget_facts,
    manage_notes,
    score_strategies,
    estimate_costs,
    compare_models_,
    try_discount,
    price_own_gpus,
    price_on_other_terms,
    what_if,
    manage_scenarios,
    compare_scenarios,
    explain_move,
    next_question,
    compare_strategies,
    follow_published_rule,
    search_guidance,
    judge_plateau,
    size_test,
    write_decision_record,
)

LABELS = {
    "record_facts": "Noting what you said",
    "forget_facts": "Taking facts back",
    "manage_notes": "Updating the notes",
    "score_strategies": "Scoring the strategies",
    "estimate_costs": "Working out the costs",
    "compare_models": "Pricing other models",
    "try_discount": "Trying the discount",
    "price_own_gpus": "Pricing your own cards",
    "price_on_other_terms": "Pricing it on those terms",
    "what_if": "Trying the what-if",
    "manage_scenarios": "Keeping the scenarios",
    "compare_scenarios": "Comparing scenarios",
    "explain_move": "Finding what moved",
    "next_question": "Choosing the next question",
    "compare_strategies": "Comparing strategies",
    "follow_published_rule": "Following the published rule",
    "search_guidance": "Searching the guidance",
    "judge_plateau": "Judging the plateau",
    "size_test": "Sizing the test",
    "write_decision_record": "Writing the decision record",
}
