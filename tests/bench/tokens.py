"""Model calls and tokens of one interview: our agent, and a plain agent with the same tools.

Both are led by the same scripted model, which calls what it needs to answer: where the state of the
project is in front of it, the tools that write; where it is not, the tools that tell it too.
"""

import json
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from langchain.agents import create_agent
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.memory import InMemorySaver
from pydantic import SecretStr

from agent import Advisor
from agent.briefing import Briefer
from agent.prompts import system_prompt
from agent.settings import load_settings
from agent.state import AdvisorState, TurnContext
from agent.toolbox import TOOLS
from knowledge import Guidance
from tests.agent.openai_server import OpenAIServer
from tools.tokens import count_tokens

DIGEST = "<project_digest>"
REPLY = (
    "Thanks, noted. LoRA / PEFT comes first for now, because the style has to be the same every "
    "time. What goes wrong most today: facts, style, format, reasoning, safety or cost?"
)
NOTE = (
    "  Both: the same model, messages, tools and rules, and every fact recorded in one call.",
    "  The plain agent has no digest: it keeps the full history and, in turns without a look-up,",
    "  calls score_strategies, estimate_costs and next_question at once to know what to say.",
)
TELLING = ("score_strategies", "estimate_costs", "next_question")  # what the digest holds already
TURNS: tuple[tuple[str, list[tuple[str, dict[str, Any]]]], ...] = (
    ("We answer 120,000 support emails a month and have 3,000 good examples.",
     [("monthly_requests", 120000, "120,000 support emails a month"),
      ("labeled_examples", 3000, "3,000 good examples")]),
    ("The tone is what goes wrong most.",
     [("failure_mode", "wrong_behavior", "tone is what goes wrong")]),
    ("Accuracy is 78% and we need 90%.",
     [("current_accuracy", 78, "Accuracy is 78%"), ("target_accuracy", 90, "we need 90%")]),
    ("A prompt has 900 tokens and an answer 250 tokens.",
     [("prompt_tokens", 900, "900 tokens"), ("output_tokens", 250, "250 tokens")]),
    ("The facts never change.", [("knowledge_update", "static", "The facts never change")]),
    ("We have 60 days to launch.", [("time_to_launch_days", 60, "60 days to launch")]),
    ("Our budget is $2,000 a month.", [("monthly_budget_usd", 2000, "budget is $2,000 a month")]),
    ("Why LoRA?", "search_guidance"),
    ("What if we only had 100 examples?", "what_if"),
    ("So what do you recommend?", ""),
)  # fmt: skip


class Scripted:
    """Answers requests as one model would; whether the digest is sent along or not."""

    def __init__(self) -> None:
        self.calls = self.prompt_tokens = self.completion_tokens = 0

    def __call__(self, body: dict[str, Any]) -> Any:
        answer = self._answer(body)
        self.calls += 1
        self.prompt_tokens += count_tokens(json.dumps([body["messages"], body.get("tools")]))
        self.completion_tokens += count_tokens(json.dumps(answer))
        return answer

    def _answer(self, body: dict[str, Any]) -> Any:
        messages = body["messages"]
        last = max(i for i, m in enumerate(messages) if m["role"] == "user")
        said = str(messages[last]["content"])
        wanted = next(tools for text, tools in TURNS if said.startswith(text))
        done = {c["function"]["name"] for m in messages[last:] for c in m.get("tool_calls") or ()}
        if wanted and not done:
            return [_call(wanted)]
        asks = wanted not in ("search_guidance", "what_if")
        if DIGEST not in said and asks and not done & set(TELLING):
            return [(name, {}) for name in TELLING]
        return REPLY


def _call(wanted: Any) -> tuple[str, dict[str, Any]]:
    if wanted == "search_guidance":
        return "search_guidance", {"query": "When does LoRA fit?"}
    if wanted == "what_if":
        return "what_if", {"changes": [{"name": "labeled_examples", "value": 100}]}
    return "record_facts", {"facts": [{"name": n, "value": v, "quote": q} for n, v, q in wanted]}


def measured() -> tuple[Scripted, Scripted]:
    """The same interview, led by ours and by a plain agent with the full history."""
    ours, plain = Scripted(), Scripted()
    with tempfile.TemporaryDirectory() as folder:
        guidance = Guidance.open(Path(folder))
        guidance.build()
        with OpenAIServer(ours) as server, closing(_advisor(folder, server, guidance)) as advisor:
            thread = advisor.new_thread()
            for text, _ in TURNS:
                list(advisor.stream(thread, text))
        with OpenAIServer(plain) as server:
            settings = load_settings(data_dir=Path(folder))
            model = ChatOpenAI(model="bench", base_url=server.url, api_key=SecretStr("sk"))
            agent = create_agent(
                model,
                tools=list(TOOLS),
                system_prompt=system_prompt(),
                state_schema=AdvisorState,
                context_schema=TurnContext,
                checkpointer=InMemorySaver(),
            )
            context = TurnContext(settings, guidance, Briefer(settings))
            for turn, (text, _) in enumerate(TURNS, 1):
                agent.invoke(
                    {"messages": [HumanMessage(text)], "turn": turn},
                    {"configurable": {"thread_id": "plain"}},
                    context=context,
                )
    return ours, plain


def _advisor(folder: str, server: OpenAIServer, guidance: Guidance) -> Advisor:
    settings = load_settings(
        data_dir=Path(folder), openai_base_url=server.url, openai_api_key="sk", model="bench"
    )
    return Advisor(settings, guidance=guidance)


def report() -> str:
    """The table."""
    ours, plain = measured()
    rows = [f"{'':28}{'calls':>8}{'prompt':>10}{'completion':>12}"]
    for label, model in (("our agent", ours), ("a plain agent", plain)):
        rows.append(
            f"  {label:26}{model.calls:>8}{model.prompt_tokens:>10,}{model.completion_tokens:>12,}"
        )
    share = (ours.prompt_tokens + ours.completion_tokens) / (
        plain.prompt_tokens + plain.completion_tokens
    )
    rows.append(f"  ours needs {share:.0%} of the tokens, for {len(TURNS)} messages")
    return "Tokens of an interview\n" + "\n".join([*rows, *NOTE])
