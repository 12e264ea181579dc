"""The events' JSON: every face, in and out of process, stands on it."""

import dataclasses
import json

import pytest

from agent import events
from agent.briefing import Briefer, board
from agent.notebook import Notebook
from agent.settings import load_settings
from tools.facts import ProjectFacts

FACTS = ProjectFacts.of({"task": "classification", "monthly_requests": 40_000}, source="user")
CITATION = events.Citation(
    1, "LoRA", "When it fits", "A quote.", "Hu et al.", 2021, "https://arxiv.org/abs/2106.09685",
    "lora.md", 10, 18,
)  # fmt: skip


@pytest.fixture(scope="module")
def some_board() -> events.Board:
    book = Notebook(facts=FACTS, citations=(CITATION,))
    briefing = Briefer(load_settings()).brief(book)
    return board(book, briefing, title="A project", model="offline")


def examples(some_board):
    return [
        events.TextDelta("t", 1, "Hello"),
        events.ToolStarted("t", 1, "record_facts", "Noting what you said"),
        events.ToolFinished("t", 1, "record_facts", "Noting what you said", True, "2 facts", 0.01),
        events.BoardChanged("t", 1, some_board),
        events.QuestionAsked("t", 1, "task", "What is it?", ("A", "B"), "could change it"),
        events.Done("t", 1, "Hello [1]", (CITATION,), some_board),
        events.Failed("t", 1, "It failed."),
    ]


def test_every_event_type_is_in_the_contract(some_board):
    types = [event.type for event in examples(some_board)]
    assert types == [
        "text", "tool_started", "tool_finished", "board", "question", "done", "failed"
    ]  # fmt: skip
    ours = [c for c in events.Event.__subclasses__() if c.__module__ == events.__name__]
    subclasses = {cls.type for cls in ours}
    assert subclasses == set(types)


def test_every_event_is_plain_json_with_its_type_thread_and_turn(some_board):
    for event in examples(some_board):
        raw = json.loads(json.dumps(event.to_json(), allow_nan=False))
        assert raw == event.to_json()
        assert list(raw)[:3] == ["type", "thread", "turn"]
        names = [field.name for field in dataclasses.fields(event)]
        assert list(raw) == ["type", *names]


def test_events_never_change(some_board):
    for event in examples(some_board):
        with pytest.raises(dataclasses.FrozenInstanceError):
            event.turn = 2


def test_the_board_keeps_its_shape(some_board):
    raw = events.BoardChanged("t", 1, some_board).to_json()["board"]
    assert set(raw) == {
        "title", "recommendation", "assessment", "costs", "facts", "question", "citations", "model",
        "experiment", "precedents", "scenarios",
    }  # fmt: skip
    assert set(raw["facts"][0]) == {"name", "label", "value", "shown", "source", "quote", "by"}
    assert raw["assessment"]["primary"] == raw["assessment"]["ranking"][0]["strategy"]
    assert set(raw["assessment"]["ranking"][0]) == {
        "strategy", "label", "score", "probability", "contributions", "gates", "summary", "wins",
        "caution", "profile", "note",
    }  # fmt: skip
    assert {"monthly_usd", "one_off_usd", "total_usd", "prices"} <= set(raw["costs"]["plans"][0])
    assert raw["citations"][0]["quote"] == "A quote."
