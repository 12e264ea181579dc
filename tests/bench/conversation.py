"""How long searches and whole turns of the offline advisor take once everything is loaded.

The conversation is held anew with other figures each time, so that nothing is remembered from the
time before but vectors of questions that are ours; each of its turns stands beside the same steps
of a loop that does nothing.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.bench.echo import EchoLoop
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
    """One turn of a conversation and how long it took, in seconds."""

    text: str
    seconds: float
    calls: tuple[int, ...]
    reply: str


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
        settings = load_settings(data_dir=Path(folder) / "ours", model="offline")
        with (
            closing(Advisor(settings, guidance=guidance)) as advisor,
            closing(EchoLoop(Path(folder) / "echo")) as loop,
        ):
            advisor.warm_up().join()
            rounds = [_held(advisor, loop, number) for number in range(ROUNDS + 1)][1:]
    ours = summary("a turn", [turn.seconds for turns, _ in rounds for turn in turns])
    echo = summary("a turn of the empty loop", [s for _, seconds in rounds for s in seconds])
    each = [
        _row(text, [turns[i] for turns, _ in rounds], [seconds[i] for _, seconds in rounds])
        for i, text in enumerate(CONVERSATION)
    ]
    return "\n".join(
        [
            table("Conversation, loaded", [embed, search, ours, echo, *each]),
            f"  a search takes {search.p50 / embed.p50:.2f} times as long as its embedding",
            f"  a turn takes {ours.p50 / echo.p50:.2f} times as long as in the empty loop (p50)",
        ]
    )


def _held(advisor: Advisor, loop: EchoLoop, number: int) -> tuple[list[Turn], list[float]]:
    """One conversation with figures of its own, and the same steps of the empty loop."""
    figures = {
        "volume": f"{120_000 + 1_100 * number:,}",
        "examples": f"{3_000 + 70 * number:,}",
        "few": 100 + number,
        "less": f"{40_000 + 900 * number:,}",
    }
    thread, turns, empty = advisor.new_thread(), [], []
    for template in CONVERSATION:
        text = template.format(**figures)
        begun = time.perf_counter()
        last = list(advisor.stream(thread, text))[-1]
        seconds = time.perf_counter() - begun
        calls = tuple(_calls(advisor._state(thread)["messages"]))
        turn = Turn(text, seconds, calls, last.reply)
        turns.append(turn)
        begun = time.perf_counter()
        loop.turn(thread, turn.text, calls=turn.calls, words=turn.reply)
        empty.append(time.perf_counter() - begun)
    return turns, empty


def _calls(messages: Sequence[BaseMessage]) -> Iterator[int]:
    """How many tools each step of the last turn called."""
    last = max(i for i, m in enumerate(messages) if isinstance(m, HumanMessage))
    for message in messages[last:]:
        if isinstance(message, AIMessage) and message.tool_calls:
            yield len(message.tool_calls)


def _row(text: str, turns: Sequence[Turn], empty: Sequence[float]) -> Timed:
    steps = len(turns[0].calls) + 1
    row = summary(f"  {text[:40]}", [turn.seconds for turn in turns])
    beside = summary("", empty)
    note = f"{steps} model steps, {row.p50 / beside.p50:.1f} x the empty loop"
    return summary(row.label, [turn.seconds for turn in turns], note=note)
