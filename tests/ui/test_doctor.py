from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.agent.openai_server import Answer, OpenAIServer, failing
from tests.ui.running import Outcome
from ui.doctor import examine

Steerwise = Callable[..., Outcome]
KEY = "sk-a-key-that-must-never-be-shown"


class Endpoint(BaseHTTPRequestHandler):
    """Knows one key."""

    def do_GET(self) -> None:
        known = self.headers.get("Authorization") == f"Bearer {KEY}"
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(b'{"data": []}')

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://user:secret@127.0.0.1:{server.server_port}/v1"
        server.shutdown()


def states(done: Outcome) -> dict[str, str]:
    return {row["name"]: row["state"] for row in done.rows}


def test_an_offline_advisor_is_sound_before_anything_is_set(steerwise: Steerwise) -> None:
    done = steerwise("doctor", "--json")
    assert done.status == 0
    assert "broken" not in states(done).values()
    assert "offline" in next(row["found"] for row in done.rows if row["name"] == "model")


def test_prices_are_dated_and_old_ones_are_noted(
    steerwise: Steerwise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prices() -> dict[str, str]:
        rows = steerwise("doctor", "--json").rows
        return next(row for row in rows if row["name"] == "prices")

    now = prices()
    assert now["state"] == "ok"
    assert "token prices of 2026-10-14" in now["found"]
    own = tmp_path / "own.toml"
    own.write_text(
        '[price."gpu/H100"]\nusd = 2\nunit = "USD per GPU-hour"\nas_of = 2026-11-01\n'
        'source = "our contract"\nwhy = "offer"\n'
    )
    monkeypatch.setenv("STEERWISE_PRICES", str(own))
    monkeypatch.setenv("STEERWISE_AS_OF", "2027-12-31")
    later = prices()
    assert later["state"] == "note"
    assert f"1 of your own from {own}" in later["found"]
    assert "update" in later["way_out"]


def test_people_get_one_line_a_check(steerwise: Steerwise) -> None:
    as_json = steerwise("doctor", "--json")
    shown = steerwise("doctor")
    assert len(shown.out.splitlines()) == len(as_json.rows)
    assert all(line[0] in "✓·✗" for line in shown.out.splitlines())


def test_an_endpoint_that_answers_is_sound_and_no_key_is_shown(
    steerwise: Steerwise, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    done = steerwise("doctor", "--json")
    assert states(done)["endpoint"] == "ok"
    assert KEY not in done.out + done.err
    assert "secret" not in done.out + done.err


def test_a_refused_key_is_broken_and_the_way_out_is_named(
    steerwise: Steerwise, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint)
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    done = steerwise("doctor")
    assert done.status == 1
    line = next(line for line in done.out.splitlines() if line.startswith("✗"))
    assert "OPENAI_API_KEY" in line


def test_an_endpoint_that_is_not_there_is_broken(
    steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    done = steerwise("doctor", "--json")
    assert done.status == 1
    assert states(done)["endpoint"] == "broken"
    assert states(done)["data folder"] == "ok"


def test_a_data_folder_that_cannot_be_made_is_broken(
    steerwise: Steerwise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("STEERWISE_DATA_DIR", str(tmp_path / "file" / "data"))
    done = steerwise("doctor", "--json")
    assert done.status == 1
    assert states(done)["data folder"] == "broken"


def test_a_database_that_is_none_is_broken(steerwise: Steerwise, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "conversations.sqlite").write_text("this is no database, however long it is" * 99)
    done = steerwise("doctor", "--json")
    assert done.status == 1
    assert states(done)["conversations"] == "broken"


def test_a_setting_that_cannot_be_used_is_broken(
    steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEERWISE_PORT", "99999")
    done = steerwise("doctor", "--json")
    assert done.status == 1
    assert states(done)["settings"] == "broken"


@pytest.mark.slow
def test_the_index_is_searched_once_it_is_built(steerwise: Steerwise, indexed_dir: Path) -> None:
    assert steerwise("prepare").out == ""  # nothing is left to do
    found = {row["name"]: row["found"] for row in steerwise("doctor", "--json").rows}
    assert "a search found" in found["guidance"]


def test_a_redirect_never_gets_the_key(
    steerwise: Steerwise, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str | None] = []

    class Elsewhere(Endpoint):
        def do_GET(self) -> None:
            given.append(self.headers.get("Authorization"))
            super().do_GET()

    class Sending(Endpoint):
        def do_GET(self) -> None:
            given.append(self.headers.get("Authorization"))
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{elsewhere.server_port}/v1/models")
            self.end_headers()

    with (
        ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere,
        ThreadingHTTPServer(("127.0.0.1", 0), Sending) as sending,
    ):
        for server in (elsewhere, sending):
            Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{sending.server_port}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        done = steerwise("doctor", "--json")
        for server in (elsewhere, sending):
            server.shutdown()
    assert given == [f"Bearer {KEY}", None]
    row = next(row for row in done.rows if row["name"] == "endpoint")
    assert row["state"] == "broken"
    assert f"127.0.0.1:{elsewhere.server_port}" in row["found"]
    assert "OPENAI_BASE_URL" in row["way_out"]


@pytest.mark.parametrize(
    ("variables", "state", "reason"),
    [
        ({}, "ok", "no key and no endpoint is set"),
        ({"STEERWISE_MODEL": "offline"}, "ok", "STEERWISE_MODEL=offline"),
        (
            {"STEERWISE_MODEL": "offline", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
            "ok",
            "STEERWISE_MODEL=offline",
        ),
        ({"STEERWISE_MODEL": "offline", "OPENAI_API_KEY": KEY}, "ok", "STEERWISE_MODEL=offline"),
        ({"STEERWISE_MODEL": "my-model"}, "note", "STEERWISE_MODEL=my-model has neither"),
    ],
)
def test_why_the_built_in_model_answers(
    steerwise: Steerwise,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    state: str,
    reason: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    row = next(row for row in steerwise("doctor", "--json").rows if row["name"] == "model")
    assert row["state"] == state
    assert reason in row["found"]


@pytest.mark.parametrize(
    "address",
    [
        KEY,
        f"https://{KEY} {KEY}/v1",
        f"https://host:{KEY}/v1",
        f"https:///{KEY}",
        f"https://[{KEY}/v1",
    ],
)
def test_a_key_in_the_address_is_never_shown(
    steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    for command in (["doctor"], ["score", "task=chat"]):
        done = steerwise(*command)
        assert done.status != 0
        assert "OPENAI_BASE_URL" in done.out + done.err
        assert KEY not in done.out + done.err


def able(body: dict[str, Any]) -> Answer:
    """Takes no temperature, knows tools and JSON."""
    if "temperature" in body:
        return failing(400, f"temperature is not supported, said {KEY}")
    if "tools" in body:
        return [("note_word", {"word": "ready"})]
    return '{"word": "ready"}' if "response_format" in body else "I am ready"


def unable(body: dict[str, Any]) -> Answer:
    """Knows neither tools nor JSON, and streams nothing."""
    refused = next((p for p in ("stream", "tools", "response_format") if body.get(p)), None)
    return f"Say {KEY}" if refused is None else failing(400, f"{refused} is not supported")


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (able, {"reply": "without temperature", "streaming": "works", "tools": "works",
                "JSON": "works", "mode": "tools"}),
        (unable, {"reply": "without stream", "streaming": "not", "tools": "not", "JSON": "not",
                  "mode": "phrasing"}),
    ],
)  # fmt: skip
def test_the_endpoint_is_asked_what_it_can_do(
    steerwise: Steerwise,
    monkeypatch: pytest.MonkeyPatch,
    answers: Callable[[dict[str, Any]], Answer],
    found: dict[str, str],
) -> None:
    with OpenAIServer(answers, models=[{"id": "tiny", "max_model_len": 8192}]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("STEERWISE_MODEL", "tiny")
        done = steerwise("doctor", "--json")
        asked = len(server.requests)
        apart = steerwise("doctor", "--json", "--offline")
        assert len(server.requests) == asked
    rows = {row["name"]: row["found"] for row in done.rows}
    assert "context of 8,192 tokens" in rows["endpoint"]
    for name, part in found.items():
        assert part in rows[f"model: {name}"]
    assert done.status == 0
    assert KEY not in done.out + done.err
    assert "not asked" in next(row["found"] for row in apart.rows if row["name"] == "endpoint")
    assert "no calls" in rows["usage today"]


def test_a_model_that_does_not_answer_is_broken_with_a_way_out(
    steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OpenAIServer([404]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        done = steerwise("doctor", "--json")
    row = next(row for row in done.rows if row["name"] == "model: reply")
    assert row["state"] == "broken"
    assert "STEERWISE_MODEL" in row["way_out"]
    assert done.status == 1


def test_a_dry_run_prints_the_request_and_hides_the_key(
    steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing would be sent" in steerwise("chat", "--dry-run", stdin="Hello there\n").out
    with OpenAIServer([]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        done = steerwise("chat", "--dry-run", stdin="Hello there\n")
        row = steerwise("chat", "--dry-run", "--json", stdin="Hello there\n").rows[0]
        assert server.seen == []
    assert done.out.startswith(f"POST {server.url}/chat/completions\n")
    assert "Hello there" in done.out
    assert "Nothing was sent." in done.out
    assert row["request"]["prompt_tokens"] > 500
    assert KEY not in done.out + str(row)


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        ({}, "note", "not configured"),
        ({"SLACK_BOT_TOKEN": "xoxb-a", "SLACK_APP_TOKEN": "xapp-a"}, "ok", "Socket Mode"),
        ({"SLACK_BOT_TOKEN": "xoxb-a", "SLACK_SIGNING_SECRET": "s"}, "ok", "HTTP"),
        ({"SLACK_BOT_TOKEN": "xoxb-a"}, "broken", "no way for Slack"),
    ],
    ids=["nothing", "socket mode", "http", "half"],
)
def test_whether_slack_is_configured_is_told_without_asking_it(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], state: str, words: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    (found,) = [check for check in examine(offline=True) if check.name == "slack"]
    assert found.state == state
    assert words in found.found
    assert "xoxb" not in found.found
