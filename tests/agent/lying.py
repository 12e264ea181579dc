"""A project as a turn sees it, and what such a turn may say, for honest and lying models."""

import tomllib
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from agent import Advisor
from agent.digest import digest
from agent.grounding import Evidence
from agent.prompts import system_prompt
from agent.remote.grounded import turn_evidence
from agent.state import BRIEFING, FACTS, notebook_of

MESSAGE = (
    "We label 40,000 tickets a month into 23 categories and have 5,000 labelled examples. "
    "Accuracy is 82% today and we need 92%. Our budget is $300 a month."
)
VALUES = (
    ("task", "classification", "We label 40,000 tickets"),
    ("monthly_requests", 40000, "40,000 tickets a month"),
    ("label_classes", 23, "23 categories"),
    ("labeled_examples", 5000, "5,000 labelled examples"),
    ("current_accuracy", 82, "Accuracy is 82% today"),
    ("target_accuracy", 92, "we need 92%"),
    ("monthly_budget_usd", 300, "Our budget is $300 a month"),
)
RECORD = ("record_facts", {"facts": [{"name": n, "value": v, "quote": q} for n, v, q in VALUES]})
SEARCH = ("search_guidance", {"query": "When does LoRA fit?"})
HONEST = "You have 5,000 labelled examples and 23 categories."


def rows(file: str, key: str) -> list[tuple[str, Any]]:
    """The rows of a data file beside this module, each with the name of its table."""
    tables = tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return [(kind, row) for kind, table in tables.items() for row in table[key]]


def as_sent(advisor: Advisor, thread: str) -> list[BaseMessage]:
    """The messages of the turn that recorded the facts, as the model's last call had them."""
    state = advisor._state(thread)
    book = notebook_of(state)
    briefing = advisor._turns._briefer.brief(book)
    marks = {BRIEFING: (book, briefing, 1), FACTS: lambda: digest(book, briefing)}
    turn = [m for m in state["messages"] if isinstance(m, (HumanMessage, ToolMessage))]
    calls = [m for m in state["messages"] if isinstance(m, AIMessage) and m.tool_calls]
    return [SystemMessage(system_prompt(), additional_kwargs=marks), turn[0], *calls, *turn[1:]]


def evidence(messages: list[BaseMessage]) -> Evidence:
    """What such a turn may say."""
    return turn_evidence(messages)
