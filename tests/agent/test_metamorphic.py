"""What must not change the outcome: how a thing is written, in which order, in how many messages.

The same facts told another way give the same facts on the board and the same advice; the same
conversation gives the same on every face.
"""

import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import pytest
from rich.console import Console

from agent import Advisor
from agent.events import Board, Done, Event
from tests.agent.conftest import turn
from ui import chat_lines
from ui.reply import TurnView
from ui.slack.printing import printed
from ui.web.chat import Reply, fold_event, shown

pytestmark = pytest.mark.slow

VOLUME, EXAMPLES, CONSISTENCY, OUTPUT, EXPERTISE = (
    "We classify 120,000 support tickets a month.",
    "We have 3,000 labelled examples.",
    "Every answer must have the same format.",
    "The output is JSON.",
    "Nobody on the team has trained a model.",
)
PROJECT = (VOLUME, EXAMPLES, OUTPUT, EXPERTISE)


def outcome(board: Board) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    """The facts and the advice of a board."""
    assert board.assessment is not None
    facts = {fact.name: fact.value for fact in board.facts}
    return facts, board.assessment.primary, board.assessment.complements


def told(advisor: Advisor, *messages: str) -> tuple[dict[str, Any], str, tuple[str, ...]]:
    """The outcome of a new conversation."""
    thread = advisor.new_thread()
    for message in messages:
        last = turn(advisor, thread, message)[-1]
        assert isinstance(last, Done), last
    return outcome(advisor.board(thread))


@pytest.mark.parametrize(
    "written",
    [
        "120,000",
        "120k",
        "120K",
        "120 000",
        "120.000",
        "120000",
        "0.12M",
        "0.12 million",
        "a hundred and twenty thousand",
    ],
)
def test_a_number_means_the_same_however_it_is_written(advisor: Advisor, written: str) -> None:
    text = " ".join(PROJECT)
    assert told(advisor, text.replace("120,000", written)) == told(advisor, text)


@pytest.mark.parametrize(
    "changed",
    [
        str.upper,
        str.lower,
        lambda text: text.replace(". ", ".\n\n"),
        lambda text: text.replace(" ", "   "),
        lambda text: text.replace(".", "!"),
        lambda text: text.rstrip("."),
        lambda text: f"Hi there! {text} Thanks a lot!",
        lambda text: text.replace("We have", "We’ve got"),
    ],
    ids=(
        "upper case",
        "lower case",
        "paragraphs",
        "spaces",
        "exclamations",
        "no full stop",
        "politely",
        "a contraction",
    ),
)
def test_a_description_means_the_same_however_it_is_typed(
    advisor: Advisor, changed: Callable[[str], str]
) -> None:
    text = " ".join(PROJECT)
    assert told(advisor, changed(text)) == told(advisor, text)


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 0, 3, 2), (2, 3, 0, 1)])
def test_the_order_of_sentences_does_not_matter(advisor: Advisor, order: Sequence[int]) -> None:
    assert told(advisor, " ".join(PROJECT[i] for i in order)) == told(advisor, " ".join(PROJECT))


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_description_in_two_messages_is_the_description_in_one(
    advisor: Advisor, cut: int
) -> None:
    parts = " ".join(PROJECT[:cut]), " ".join(PROJECT[cut:])
    assert told(advisor, *parts) == told(advisor, " ".join(PROJECT))


PARAPHRASES = (
    (
        "Each month 120,000 tickets reach our support desk and have to be classified. "
        "3,000 examples are labelled. We need JSON out of it. No one here has trained a model yet."
    ),
    (
        "We want to classify support tickets, about four thousand a day. There are 3,000 labelled "
        "examples, the result has to be JSON, and nobody on the team ever trained a model."
    ),
)


@pytest.mark.parametrize("text", PARAPHRASES)
def test_a_paraphrase_means_the_same(advisor: Advisor, text: str) -> None:
    facts, *advice = told(advisor, text)
    expected, *same = told(advisor, " ".join(PROJECT))
    assert (facts, advice) == (expected, same)


CONVERSATION = (
    "We answer 40,000 customer emails a month and have 2,500 good replies.",
    "the tone is wrong, they sound like a robot",
    "What if we only had 100 examples?",
    "Actually it's 60k a month",
    "nobody here has trained a model",
    "just tell me",
)


@dataclass(frozen=True)
class Held:
    """One conversation as a face showed it: the last screen, and the outcome beneath."""

    screen: str
    replies: tuple[str, ...]
    outcome: Any


def _in_process(advisor: Advisor, turns: Sequence[Sequence[Event]], draw: Any) -> Held:
    dones = [events[-1] for events in turns]
    replies = tuple(done.reply for done in dones if isinstance(done, Done))
    assert isinstance(dones[-1], Done)
    return Held(draw(turns[-1]), replies, outcome(dones[-1].board))


def _turns(advisor: Advisor) -> list[list[Event]]:
    thread = advisor.new_thread()
    return [turn(advisor, thread, text) for text in CONVERSATION]


def page(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> Held:
    """The page: events folded to chat messages."""

    def draw(events: Sequence[Event]) -> str:
        entries = shown(reduce(fold_event, events, Reply()), ended=True)
        return "\n".join(str(entry["content"]) for entry in entries)

    return _in_process(advisor, _turns(advisor), draw)


def terminal(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> Held:
    """The terminal: events drawn on a console."""

    def draw(events: Sequence[Event]) -> str:
        screen = io.StringIO()
        with TurnView(Console(file=screen, width=88, highlight=False)) as view:
            for event in events:
                view.draw(event)
        return screen.getvalue()

    return _in_process(advisor, _turns(advisor), draw)


def lines(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> Held:
    """`steerwise chat --json`: messages in, events out."""

    class Kept(Advisor):
        def __init__(self, settings: Any) -> None:
            super().__init__(settings, guidance=advisor._guidance)

    out = io.StringIO()
    monkeypatch.setattr(chat_lines, "Advisor", Kept)
    monkeypatch.setattr(sys, "stdout", out)
    source = io.BytesIO("".join(f"{text}\n" for text in CONVERSATION).encode())
    assert chat_lines.chat_in_lines(advisor.settings, None, source)
    monkeypatch.undo()
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    dones = [row for row in rows if row["type"] == "done"]
    board = dones[-1]["board"]
    found = board["assessment"]
    facts = {fact["name"]: fact["value"] for fact in board["facts"]}
    replies = tuple(row["reply"] for row in dones)
    return Held(replies[-1], replies, (facts, found["primary"], tuple(found["complements"])))


def slack(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> Held:
    """Slack: the messages that `steerwise slack --print` writes."""
    boards: list[Board] = []
    replies: list[str] = []

    class Watched:
        def __getattr__(self, name: str) -> Any:
            return getattr(advisor, name)

        def stream(self, thread: str, text: str) -> Any:
            for event in advisor.stream(thread, text):
                if isinstance(event, Done):
                    boards.append(event.board)
                    replies.append(event.reply)
                yield event

    messages = list(printed(Watched(), CONVERSATION))  # type: ignore[arg-type]
    return Held(json.dumps(messages, ensure_ascii=False), tuple(replies), outcome(boards[-1]))


@pytest.mark.parametrize("face", [page, terminal, lines, slack])
def test_the_same_conversation_is_the_same_on_every_face(
    advisor: Advisor,
    monkeypatch: pytest.MonkeyPatch,
    face: Callable[[Advisor, pytest.MonkeyPatch], Held],
) -> None:
    turns = _turns(advisor)
    expected = [events[-1] for events in turns]
    held = face(advisor, monkeypatch)
    assert held.replies == tuple(done.reply for done in expected if isinstance(done, Done))
    assert isinstance(expected[-1], Done)
    assert held.outcome == outcome(expected[-1].board)
    assert expected[-1].board.assessment is not None
    leader = expected[-1].board.assessment.ranking[0].label
    assert leader.split(" ")[0] in held.screen
