"""What nobody may do: forge, replay, look into other places, make us shout, find a token."""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.slack.conftest import Served
from tests.ui.slack.slack_server import (
    APP_TOKEN,
    BOT_TOKEN,
    SECRET,
    Workspace,
    envelope,
    message,
    texts_in,
)

PROJECT = "We answer 120,000 support mails a month in a strict tone and have 3,000 examples."
THREAD = "1000.000500"
SHOUTS = (
    "<!channel> <!here|here> <@UBEN> <#C2|secret> <https://evil.example|click> *bold* `code` "
    "https://evil.example/x [click](https://evil.example) &lt;!everyone&gt;"
)


def test_forged_unsigned_and_old_requests_are_refused(served: Served) -> None:
    event = message(PROJECT, thread=THREAD)
    assert served.people.event(event, secret="guessed") == 401
    assert served.people.event(event, at=time.time() - 301) == 401
    body = json.dumps(envelope(event, "Ev1")).encode()
    assert served.people.send(body, "application/json", headers={"x-slack-signature": ""})[0] == 401
    served.settle()
    assert not served.slack.of("chat.startStream")


def test_a_signed_request_that_is_replayed_is_passed_over(served: Served) -> None:
    fields = {
        "command": "/steerwise", "text": PROJECT, "user_id": "UANA", "channel_id": "C1",
        "team_id": "T1", "trigger_id": "t",
    }  # fmt: skip
    now = time.time()
    assert served.people.form(fields, at=now)[0] == 200
    assert served.people.form(fields, at=now)[0] == 200
    served.settle()
    assert len(served.slack.shown("C1")) == 1


def test_a_body_that_is_too_large_or_no_text_is_refused(served: Served) -> None:
    assert served.people.send(b"x" * 1_100_000, "application/json")[0] == 413
    assert served.people.send(b"\xff\xfe\x00", "application/json")[0] == 400


@pytest.mark.parametrize(
    ("settings", "served_places"),
    [({"slack_teams": "T1 T7"}, {"T1"}), ({"slack_teams": "T9"}, set())],
)
def test_only_the_workspaces_that_are_named_are_served(
    serve: Callable[..., Served], settings: dict[str, str], served_places: set[str]
) -> None:
    served = serve(**settings)
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    assert bool(served.slack.of("chat.startStream")) == bool(served_places)


def test_only_the_channels_that_are_named_are_served_beside_direct_messages(
    serve: Callable[..., Served],
) -> None:
    served = serve(slack_channels="C2,C3")
    served.people.says(PROJECT, channel="C1", mention=True)
    served.settle()
    assert not served.slack.of("chat.startStream")
    served.people.says(PROJECT, channel="C2", mention=True)
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    assert len(served.slack.of("chat.startStream")) == 2


def test_a_command_in_a_place_that_is_not_served_is_told_so(serve: Callable[..., Served]) -> None:
    _, body = serve(slack_channels="C2").people.command(PROJECT)
    assert "does not serve this place" in json.loads(body)["text"]


def from_outside(text: str, ts: str) -> bytes:
    """What somebody of another company says in a channel that both share."""
    event = message(text, channel="C1", ts=ts, thread=THREAD, user="UOUT", user_team="T9")
    body = {**envelope(event, f"Ev{ts}"), "team_id": "T9", "is_ext_shared_channel": True}
    return json.dumps(body).encode()


def test_in_a_channel_that_two_companies_share_the_thread_stays_one_conversation(
    served: Served,
) -> None:
    served.people.says(PROJECT, channel="C1", mention=True, ts=THREAD)
    served.people.send(from_outside("The tone is critical", "1000.7"), "application/json")
    served.settle()
    history = served.advisor.history(served.thread("C1", THREAD))
    assert [m.text for m in history if m.role == "user"][-1] == "The tone is critical"


def test_where_workspaces_are_named_nobody_of_another_is_served_in_a_shared_channel(
    serve: Callable[..., Served],
) -> None:
    served = serve(slack_teams="T1")
    served.people.says(PROJECT, channel="C1", mention=True, ts=THREAD)
    served.people.send(from_outside("The tone is critical", "1000.7"), "application/json")
    served.settle()
    assert len(served.slack.shown("C1", THREAD)) == 1


def test_the_same_place_of_another_workspace_is_another_conversation(served: Served) -> None:
    served.people.says(PROJECT, channel="C1", mention=True, ts=THREAD)
    stranger = Workspace(served.people.url, time.time, team="T2")
    stranger.says("what do you know?", channel="C1", mention=True, thread=THREAD, ts="1000.9")
    served.settle()
    links = served.advisor.links
    first, other = (links.thread_of(f"slack/{team}/C1/{THREAD}") for team in ("T1", "T2"))
    assert first
    assert other
    assert first != other
    assert sum("120,000" in text for text in served.slack.shown("C1", THREAD)) == 1


def test_a_code_of_one_channel_does_not_open_its_project_in_another(served: Served) -> None:
    served.people.says(PROJECT, channel="G1", mention=True, ts=THREAD)
    served.settle()
    code = served.advisor.links.make_code(served.thread("G1", THREAD))
    served.people.command(f"link {code}", channel="C1")
    served.settle()
    (told,) = served.slack.told()
    assert "belongs to another channel" in told
    assert served.slack.shown("C1") == []


def test_what_people_write_neither_shouts_nor_links_wherever_it_is_shown(served: Served) -> None:
    text = f"{PROJECT} It is called {SHOUTS}"
    served.people.command(text)
    served.people.says(text, thread=THREAD)
    served.people.says(text, channel="DBEN", user="UBEN")
    served.slack.names["UBEN"] = "<!channel> Ben"
    served.people.says("we have 4,000 labelled examples", user="UBEN", thread=THREAD)
    served.settle()
    for what in ("facts", "ranking", "costs"):
        served.people.presses({"action_id": f"show:{what}"}, thread=THREAD)
    served.slack.wait_for(lambda: len(served.slack.of("views.open")) == 3)
    served.people.event({"type": "app_home_opened", "user": "UANA", "tab": "home"})
    served.slack.wait_for(lambda: served.slack.of("views.publish"))
    served.settle()
    shown = [t for call in served.slack.calls for t in texts_in(call.args)]
    assert any("120,000" in t for t in shown)
    for bad in ("<!", "<@", "<#", "<https://evil", "https://evil", "](https://evil"):
        assert [t for t in shown if bad in t] == []


def test_no_token_is_logged_stored_or_said(
    serve: Callable[..., Served], caplog: pytest.LogCaptureFixture, data_dir: Path
) -> None:
    with caplog.at_level(logging.DEBUG):
        served = serve(slack_app_token=APP_TOKEN)
        served.slack.fail("chat.startStream", "invalid_auth")
        served.slack.fail("chat.postMessage", 500, 500)
        served.people.says(PROJECT, thread=THREAD)
        served.people.event(message(PROJECT), secret="forged")
        served.settle()
    said = [t for call in served.slack.calls for t in texts_in(call.args)]
    stored = [file.read_bytes() for file in data_dir.rglob("*") if file.is_file()]
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET):
        assert secret not in caplog.text
        assert not [text for text in said if secret in text]
        assert not [data for data in stored if secret.encode() in data]
