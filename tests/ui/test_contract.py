"""One recorded list of events drives the page, the terminal and Slack: all show the same."""

import html
import io
import json
import re
from collections.abc import Callable
from functools import reduce
from typing import Any, cast

import pytest
from rich.console import Console

from agent import Advisor
from agent.events import Done, Event, Failed, QuestionAsked, TextDelta
from tests.ui.recorded import KINDS, Replaying, recorded_turns
from ui.reply import TurnView
from ui.slack.printing import printed
from ui.web.chat import Reply, fold_event, shown

Turn = tuple[Event, ...]
Face = Callable[[Turn], tuple[str, list[str]]]


def _page(turn: Turn) -> tuple[str, list[str]]:
    entries = shown(reduce(fold_event, turn, Reply()), ended=True)
    offered = [option["value"] for entry in entries for option in entry.get("options", ())]
    return "\n".join(entry["content"] for entry in entries), offered


def _terminal(turn: Turn) -> tuple[str, list[str]]:
    screen = io.StringIO()
    with TurnView(Console(file=screen, width=80, highlight=False)) as view:
        for event in turn:
            view.draw(event)
    return screen.getvalue(), list(view.menu.replies)


def _slack(turn: Turn) -> tuple[str, list[str]]:
    messages = list(printed(cast(Advisor, Replaying(turn)), ["said"]))
    blocks = [block for message in messages for block in message["blocks"]]
    texts = [text for block in blocks for text in _texts(block)]
    pressed = [e for block in blocks for e in block.get("elements", ()) if "action_id" in e]
    says = [e for e in pressed if str(e["action_id"]).startswith("say:")]
    return "\n".join(texts), [e["text"]["text"] for e in says]


def _texts(block: Any) -> list[str]:
    """Every text object of type mrkdwn inside a block."""
    if isinstance(block, dict):
        own = [str(block["text"])] if block.get("type") == "mrkdwn" else []
        return own + [text for value in block.values() for text in _texts(value)]
    return [text for item in block for text in _texts(item)] if isinstance(block, list) else []


FACES = {"page": _page, "terminal": _terminal, "slack": _slack}
every_face = pytest.mark.parametrize("face", FACES.values(), ids=FACES.keys())
every_reply = pytest.mark.parametrize("turn", recorded_turns()[:2], ids=("facts", "why not"))


def words(text: str) -> str:
    """The letters, figures and money of a text; how each face marks it up is its own affair."""
    plain = html.unescape(re.sub(r"<https?://[^|>]+\|", "", text))
    return " ".join(re.findall(r"\$?[\w.,]*\w", plain.replace("_", "")))


def done_of(turn: Turn) -> Done:
    return next(event for event in turn if isinstance(event, Done))


@every_face
@every_reply
def test_every_face_shows_the_whole_reply(turn: Turn, face: Face) -> None:
    text, _ = face(turn)
    on_screen = words(text)
    for paragraph in re.split(r"\n\s*\n", done_of(turn).reply):
        assert words(paragraph) in on_screen


@every_face
def test_every_face_shows_the_quoted_words_with_their_number(face: Face) -> None:
    done = done_of(recorded_turns()[1])
    text, _ = face(recorded_turns()[1])
    quoted = re.findall(r"“([^”]+)”", done.reply)
    assert quoted
    assert all(words(part) in words(text) for part in quoted)
    for citation in done.citations:
        assert re.search(rf"\[{citation.n}\]|>{citation.n}<", text)


@every_face
@every_reply
def test_every_face_shows_the_question_and_offers_its_quick_replies(turn: Turn, face: Face) -> None:
    asked = next(event for event in turn if isinstance(event, QuestionAsked))
    question = re.findall(r"\*\*([^*]+\?)\*\*", done_of(turn).reply)[-1]
    text, offered = face(turn)
    assert words(question) in words(text)
    assert offered == list(asked.replies)


@every_face
def test_every_face_tells_a_failure_in_its_own_sentence(face: Face) -> None:
    turn = recorded_turns()[2]
    failed = next(event for event in turn if isinstance(event, Failed))
    text, offered = face(turn)
    assert words(failed.message) in words(text)
    assert offered == []


def test_the_recording_holds_every_kind_of_event_and_streams_what_it_ends_with() -> None:
    kinds = {type(event) for turn in recorded_turns() for event in turn}
    assert kinds == set(KINDS)
    for turn in recorded_turns()[:2]:
        deltas = [event.delta for event in turn if isinstance(event, TextDelta)]
        assert "".join(deltas) == done_of(turn).reply


def test_a_recorded_event_is_written_as_it_was_read() -> None:
    for turn in recorded_turns():
        for event in turn:
            row = json.loads(json.dumps(event.to_json()))
            assert row["type"] == event.type
            assert type(event)(**{k: getattr(event, k) for k in row if k != "type"}) == event
