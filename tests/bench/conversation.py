"""How long searches and whole turns of the offline advisor take once everything is loaded.

The conversation is held anew with other figures each time, so that nothing is remembered from the
time before but vectors of questions that are ours; each of its turns stands beside the same steps
of the same loop in which nobody thinks, and of the least that LangGraph itself can do.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.bench.echo import BareLoop, EchoLoop
from tests.bench.timing import Timed, summary, table, timed

QUESTION = "When does fine-tuning pay back within {} months?"
ROUNDS = 6
CONVERSATION = (
    "We answer {volume} emails a month and have {examples} good replies.",
    "the tone is wrong, it sounds like a robot",
    "What if we only had {few} examples?",
    "Why not RAG?",
    "very critical, every answer has to sound the same",
    "How much would it cost?",
    "nobody on the team has trained a model",
    "Actually it's {less} a month",
    "Compare LoRA and prompting",
    "no idea",
    "What did I tell you?",
    "just tell me",
    "What would change your mind?",
    "thanks!",
)


@dataclass(frozen=True)
class Turn:
    """How long one turn of a conversation took, and its steps where nobody thinks, in seconds."""

    seconds: float
    empty: float
    bare: float
    calls: tuple[int, ...]


def report() -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        guidance = Guidance.open(Path(folder))
        guidance.build()
        guidance.warm_up()
        asked = (QUESTION.format(n) for n in count(1))  # a vector is kept for who asks the same
        embedder = guidance.embedder
        embed = timed("embedding a question", lambda: embedder.embed([next(asked)]), runs=30)
        search = timed("searching the guidance", lambda: guidance.search(next(asked)), runs=30)
        settings, beside = (
            load_settings(data_dir=Path(folder) / name, model="offline")
            for name in ("ours", "echo")
        )
        with (
            closing(Advisor(settings, guidance=guidance)) as advisor,
            closing(EchoLoop(beside, guidance)) as loop,
            closing(BareLoop(Path(folder) / "bare")) as least,
        ):
            advisor.warm_up().join()
            rounds = [_held(advisor, loop, least, number) for number in range(ROUNDS + 1)][1:]
    turns = [turn for held in rounds for turn in held]
    ours = summary("a turn", [turn.seconds for turn in turns])
    echo = summary("a turn of the empty loop", [turn.empty for turn in turns])
    bare = summary("a turn of LangGraph alone", [turn.bare for turn in turns])
    each = [_row(text, [held[i] for held in rounds]) for i, text in enumerate(CONVERSATION)]
    return "\n".join(
        [
            table("Conversation, loaded", [embed, search, ours, echo, bare, *each]),
            f"  a search takes {search.p50 / embed.p50:.2f} times as long as its embedding",
            f"  a turn takes {ours.p50 / echo.p50:.2f} times as long as in the empty loop (p50)",
            f"  and {ours.p50 / bare.p50:.2f} times as long as LangGraph alone",
        ]
    )


def _held(advisor: Advisor, loop: EchoLoop, least: BareLoop, number: int) -> list[Turn]:
    """One conversation with figures of its own, and the same steps of the two loops."""
    figures = {
        "volume": f"{120_000 + 1_100 * number:,}",
        "examples": f"{3_000 + 70 * number:,}",
        "few": 100 + number,
        "less": f"{40_000 + 900 * number:,}",
    }
    thread, empty, turns = advisor.new_thread(), loop.new_thread(), []
    for template in CONVERSATION:
        text = template.format(**figures)
        events, seconds = _clocked(list, advisor.stream(thread, text))
        calls = tuple(_calls(advisor._state(thread)["messages"]))
        steps = {"calls": calls, "words": events[-1].reply}
        _, in_loop = _clocked(loop.turn, empty, text, **steps)
        _, alone = _clocked(least.turn, thread, text, **steps)
        turns.append(Turn(seconds, in_loop, alone, calls))
    return turns


def _clocked(work: Callable[..., Any], *given: Any, **more: Any) -> tuple[Any, float]:
    """What some work returns, and how long it took."""
    begun = time.perf_counter()
    found = work(*given, **more)
    return found, time.perf_counter() - begun


def _calls(messages: Sequence[BaseMessage]) -> Iterator[int]:
    """How many tools each step of the last turn called."""
    last = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
    for message in messages[last:]:
        if isinstance(message, AIMessage) and message.tool_calls:
            yield len(message.tool_calls)


def _row(text: str, turns: Sequence[Turn]) -> Timed:
    steps = len(turns[0].calls) + 1
    row = summary(f"  {text[:40]}", [turn.seconds for turn in turns])
    beside = summary("", [turn.empty for turn in turns])
    note = f"{steps} model steps, {row.p50 / beside.p50:.1f} x the empty loop"
    return replace(row, note=note)
