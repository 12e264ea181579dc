"""Keys are nowhere: not in logs, the data folder, replies, boards, exports or errors."""

import logging

import pytest

from agent.dryrun import dry_run
from agent.remote.endpoint import MASK, endpoint_of
from agent.settings import load_settings
from tests.agent.conftest import reply, turn
from tests.agent.openai_server import OpenAIServer, Raw, event, failing
from tests.agent.remote.conftest import KEY, MESSAGE, RECORD
from tools.record_text import markdown

PASSWORD = "hunter2-and-more"
ECHO = f"Incorrect API key provided: {KEY}, password {PASSWORD}"
LEAKY_CALL = [("search_guidance", {"query": f"what is {KEY}"})]
HALVES = [event({"content": part}) for part in ("Noted ", KEY[:5], KEY[5:], f" {PASSWORD}. ")]
IN_PIECES = Raw("".join(HALVES) + event({}, "stop") + "data: [DONE]\n\n")
IN_STREAM = Raw(event({"content": "No"}) + f'data: {{"error": {{"message": "{ECHO}"}}}}\n\n')
IN_MODEL = Raw(event({"content": "Noted."}, model=KEY) + event({}, "stop", model=KEY))


@pytest.mark.parametrize(
    "script",
    [
        [failing(401, ECHO, headers={"X-Echo": KEY})],
        [failing(400, ECHO), failing(400, ECHO)],
        [failing(500, ECHO)],
        [Raw(f"<html>{ECHO}</html>", kind="text/html")] * 2,
        [IN_STREAM],
        [RECORD, IN_PIECES],
        [RECORD, IN_MODEL],
        [RECORD, LEAKY_CALL, "Noted."],
        [RECORD, f"<think>{KEY}</think>Noted. {KEY} and {PASSWORD}."],
        [[("record_facts", f'{{"facts": "{KEY}"')]] * 2,
    ],
)
def test_an_endpoint_that_echoes_the_key_gets_it_nowhere(led_by, data_dir, caplog, script):
    caplog.set_level(logging.DEBUG)
    with OpenAIServer(script) as server:
        address = server.url.replace("http://", f"http://bob:{PASSWORD}@") + "?key=query-secret"
        advisor = led_by(server, openai_base_url=address)
        thread = advisor.new_thread()
        events = turn(advisor, thread, MESSAGE)
    shown = [str([e.to_json() for e in events]), str(advisor.history(thread)), caplog.text]
    shown += [repr(advisor.settings.openai_api_key), markdown(advisor.record(thread))]
    files = [f.read_bytes() for f in data_dir.rglob("*") if f.is_file()]
    assert files
    for secret in (KEY, PASSWORD, "query-secret"):
        assert not any(secret in text for text in shown)
        assert not any(secret.encode() in content for content in files)
    assert {f.name for f in events[-1].board.facts} >= {"monthly_requests", "labeled_examples"}


def test_a_login_in_the_address_becomes_basic_authentication(led_by):
    with OpenAIServer(["Hello."]) as server:
        address = server.url.replace("http://", f"http://bob:{PASSWORD}@")
        advisor = led_by(server, openai_base_url=address)
        reply(advisor, advisor.new_thread(), "Hello there")
    headers = server.seen[0].headers
    assert headers["authorization"].startswith("Basic ")
    assert headers["api-key"] == KEY


def test_a_gateway_like_azure_gets_its_version_and_its_key(led_by):
    with OpenAIServer(["Hello."]) as server:
        base = server.url.replace("/v1", "/openai/deployments/tiny?api-version=2024-10-21")
        advisor = led_by(server, openai_base_url=base)
        assert reply(advisor, advisor.new_thread(), "Hello there").reply == "Hello."
    seen = server.seen[0]
    assert seen.path == "/openai/deployments/tiny/chat/completions?api-version=2024-10-21"
    assert seen.headers["api-key"] == KEY


def test_what_is_shown_of_an_address_holds_no_secret():
    settings = load_settings(
        openai_base_url="https://bob:pa%20ss@host.example:8443/v1/?api-version=1&key=abcdef",
        openai_api_key=KEY,
    )
    endpoint = endpoint_of(settings)
    assert endpoint.url == "https://host.example:8443/v1"
    assert endpoint.shown == f"https://host.example:8443/v1?api-version=1&key={MASK}"
    assert {KEY, "pa ss", "pa%20ss", "abcdef"} <= set(endpoint.secrets)
    assert "1" not in endpoint.secrets


def test_a_dry_run_shows_the_request_hides_the_key_and_sends_nothing(led_by, data_dir):
    with OpenAIServer([RECORD, "Noted."]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, MESSAGE)
        before = advisor.history(thread)
        found = dry_run(advisor.settings, f"My key is {KEY}", thread=thread)
        assert len(server.requests) == 2
        assert advisor.history(thread) == before
    assert found.method == "POST"
    assert found.url == f"{server.url}/chat/completions"
    assert KEY not in str(found)
    said = [m["content"] for m in found.body["messages"] if m["role"] == "user"]
    assert MESSAGE in said[0]
    assert said[-1].startswith(f"My key is {MASK}")
    assert found.prompt_tokens > 500
    assert "record_facts" in str(found.body["tools"])


def test_a_dry_run_of_the_built_in_model_finds_nothing_to_send(settings):
    assert dry_run(settings, "Hello there") is None
