"""Facts that change in a turn outdate what was calculated before, over real HTTP."""

import json

import pytest

from agent import Advisor
from agent.freshness import LASTING, WRITING
from agent.toolbox import TOOLS
from tests.agent.conftest import reply
from tests.agent.openai_server import OpenAIServer

FIRST = "We answer 1,000 emails a month and have 3,000 good examples."
THEN = "Actually, we answer 500,000 emails a month."
BEFORE = ("monthly_requests", 1000, "1,000 emails a month")
AFTER = ("monthly_requests", 500000, "500,000 emails a month")
COSTS = ("estimate_costs", {})
READING = sorted({t.name for t in TOOLS} - LASTING)


def recording(row):
    return ("record_facts", {"facts": [dict(zip(("name", "value", "quote"), row, strict=True))]})


@pytest.fixture
def told(open_advisor):
    """Plays a script in a first and a second message: what the model was sent last, the reply."""

    def play(*second) -> tuple[Advisor, list, str]:
        script = [[recording(BEFORE)], "Noted.", *second]
        with OpenAIServer(script) as server:
            advisor = open_advisor(
                openai_base_url=server.url, openai_api_key="sk-x", model="tiny", retries=0
            )
            thread = advisor.new_thread()
            reply(advisor, thread, FIRST)
            old = advisor.board(thread).costs
            done = reply(advisor, thread, THEN)
            return old, done, server.requests[3]["messages"]

    return play


def bill(report) -> str:
    return f"${float(report.plans[0].monthly_usd):,.0f} a month"


def test_a_calculation_beside_a_change_of_facts_waits_for_them(told):
    _, done, sent = told([recording(AFTER), COSTS], "Noted for good.")
    answers = [m["content"] for m in sent if m["role"] == "tool"]
    assert "recorded" in json.loads(answers[0])
    assert "not_run" in json.loads(answers[1])
    assert bill(done.board.costs) in [m["content"] for m in sent if m["role"] == "user"][-1]


def test_a_figure_of_the_facts_before_does_not_reach_the_user(told):
    old, _, _ = told([recording(AFTER), COSTS], "Noted for good.")
    says = f"Thank you, that is noted. Prompting costs {bill(old)}."
    _, done, _ = told([recording(AFTER), COSTS], says, "It is so.")
    assert bill(old) != bill(done.board.costs)
    assert bill(old) not in done.reply


def test_what_was_calculated_a_step_before_the_change_supports_nothing(told):
    old, _, _ = told([COSTS], [recording(AFTER)], "Noted for good.")
    says = f"Thank you, that is noted. Prompting costs {bill(old)}."
    _, done, _ = told([COSTS], [recording(AFTER)], says, "It is so.")
    assert bill(old) not in done.reply


def test_every_tool_either_changes_lasts_or_calculates():
    names = {t.name for t in TOOLS}
    assert names >= LASTING >= WRITING
    assert "estimate_costs" in READING
