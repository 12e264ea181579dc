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
from agent.toolbox.notes import forget_facts, manage_notes, record_facts
from agent.toolbox.records import write_decision_record

TOOLS: tuple[BaseTool, ...] = (
    record_facts,
    forget_facts,
    manage_notes,
    score_strategies,
    estimate_costs,
    what_if,
    next_question,
    compare_strategies,
    search_guidance,
    judge_plateau,
    write_decision_record,
)

LABELS = {
    "record_facts": "Noting what you said",
    "forget_facts": "Taking facts back",
    "manage_notes": "Updating the notes",
    "score_strategies": "Scoring the strategies",
    "estimate_costs": "Working out the costs",
    "what_if": "Trying the what-if",
    "next_question": "Choosing the next question",
    "compare_strategies": "Comparing strategies",
    "search_guidance": "Searching the guidance",
    "judge_plateau": "Judging the plateau",
    "write_decision_record": "Writing the decision record",
}
