"""Every way in which an endpoint fails costs one sentence; the turn is served, nothing is lost."""

import pytest

from agent.remote.failures import table
from tests.agent.conftest import reply, turn
from tests.agent.openai_server import (
    TRICKLE,
    OpenAIServer,
    Raw,
    calls_of,
    event,
    failing,
    streamed,
    whole,
)
from tests.agent.remote.conftest import KEY, MESSAGE, RECORD, says

FACTS = {"monthly_requests", "labeled_examples"}
BROKEN = [("record_facts", '{"facts": [{"name": ')]
GERMAN = "Das ist eine gute Frage, und ich werde sie auf Deutsch beantworten, wenn es recht ist."
TOO_LONG = failing(400, "This model's maximum context length is 4096 tokens.")
SORRY = "I'm sorry, but I can't help with that."
LOGIN = Raw("<html><body>Please log in</body></html>", kind="text/html")
HOTEL = Raw("<html><body>Bad gateway</body></html>", status=502, kind="text/html")
CUT_TEXT = Raw(event({"content": "Noted. And th"}), cut=True)
FILTERED = failing(
    400, "The response was filtered due to our content policy.", code="content_filter"
)
CONTENT_FILTER = streamed("Well", finish="content_filter")
REFUSING = Raw(event({"refusal": "No."}) + event({}, "stop") + "data: [DONE]\n\n")
NULL = Raw(event({"content": None}) + event({}, "stop") + "data: [DONE]\n\n")
BUSY = failing(429, "Slow down", headers={"Retry-After": "600"})
MID_ERROR = Raw(event({"content": "No"}) + 'data: {"error": {"message": "overloaded"}}\n\n')

FAILING = {
    "silence": ([None], "timeout", {"timeout_seconds": 2}),
    "words_without_end": ([TRICKLE], "too_long", {"turn_seconds": 6}),
    "a long rate limit": ([BUSY], "rate_limited", {}),
    "a server error": ([500], "server_error", {}),
    "a bad gateway's page": ([HOTEL], "server_error", {}),
    "an error inside the stream": ([MID_ERROR], "server_error", {}),
    "a reset in the middle": ([CUT_TEXT], "cut", {}),
    "no JSON in the stream": ([Raw("data: {oops\n\n")], "malformed", {}),
    "a log-in page": ([LOGIN, LOGIN], "malformed", {}),
    "an empty body": ([Raw(""), whole(""), whole("")], "empty", {}),
    "arguments that are no JSON": ([BROKEN, BROKEN], "bad_call", {}),
    "unknown tools": ([[(f"launch_{n}", {})] for n in range(3)], "bad_call", {}),
    "the same call again": ([[("score_strategies", {})]] * 2, "loop", {}),
    "an empty reply": (["", ""], "empty", {}),
    "null for content": ([NULL, NULL], "empty", {}),
    "thoughts alone": (["<think>Let me see", "<think>It is 999"], "empty", {}),
    "a refusal": ([SORRY], "refused", {}),
    "a refusal beside the text": ([REFUSING, REFUSING], "empty", {}),
    "another language": ([GERMAN, GERMAN], "language", {}),
    "another script": (["Это хороший вопрос, и я отвечу."] * 2, "language", {}),
    "no room": ([TOO_LONG], "overflow", {}),
    "a content filter": ([FILTERED], "filtered", {}),
    "a content filter at work": ([CONTENT_FILTER], "filtered", {}),
    "a model that is not there": ([404], "not_found", {}),
    "a wrong key": ([401], "bad_key", {}),
    "a request that is refused": ([failing(400, "what?")], "bad_request", {}),
    "a reply that is cut": ([streamed("Noted. And th", finish="length")], "length", {}),
    "a reply without an end": (["Well now. " * 9], "runaway", {}),
}  # fmt: skip


@pytest.mark.parametrize("case", FAILING)
def test_what_fails_costs_one_sentence_and_no_fact(led_by, caplog, case):
    script, kind, settings = FAILING[case]
    left = len(script)
    with OpenAIServer(script) as server:
        advisor = led_by(server, model_mode="tools", **settings)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert done.reply.count("the built-in model answers this one") == 1
    assert f"*The model tiny {says(kind)}; " in done.reply
    assert {f.name for f in done.board.facts} >= FACTS
    assert len(server.requests) == left
    lines = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert lines == [f"the remote model failed: {kind}"]
    for word in ("And th", "Traceback", "999", "Let me see"):
        assert word not in done.reply


def test_a_thread_lives_on_after_a_failure(led_by):
    with OpenAIServer([500, "I am back."]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, MESSAGE)
        assert reply(advisor, thread, "Are you there?").reply == "I am back."


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/v1", "http://localhost:9/v1", "http://no-such-host.invalid/v1"]
)
def test_an_endpoint_that_cannot_be_reached_costs_one_sentence(open_advisor, address):
    advisor = open_advisor(openai_base_url=address, openai_api_key=KEY, model="tiny", retries=0)
    done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert says("unreachable") in done.reply
    assert {f.name for f in done.board.facts} >= FACTS


def test_a_server_without_the_certificate_it_needs_gets_no_key(led_by):
    with OpenAIServer([]) as server:
        advisor = led_by(server, openai_base_url=server.url.replace("http:", "https:"))
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert says("tls") in done.reply
    assert server.seen == []


MENDED = {
    "a short rate limit": failing(429, "Slow down", headers={"Retry-After": "0.01"}),
    "a short rate limit in milliseconds": failing(429, "no", headers={"retry-after-ms": "5"}),
    "a server that is busy": failing(503, "busy", headers={"Retry-After": "0"}),
    "an empty reply": "",
    "another language": GERMAN,
    "arguments that are no JSON": BROKEN,
    "a stream without events": Raw("", kind="application/json"),
}


@pytest.mark.parametrize("case", MENDED)
def test_what_a_second_try_mends_nobody_notices(led_by, case):
    fine = whole("Noted.") if "stream" in case else "Noted."
    with OpenAIServer([RECORD, MENDED[case], fine]) as server:
        advisor = led_by(server, retries=1)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert done.reply == "Noted."
    assert len(server.requests) == 3


def test_during_a_long_rate_limit_the_endpoint_is_left_alone(led_by):
    with OpenAIServer([BUSY]) as server:
        advisor = led_by(server, retries=3)
        thread = advisor.new_thread()
        reply(advisor, thread, MESSAGE)
        assert says("rate_limited") in reply(advisor, thread, "And now?").reply
        assert len(server.requests) == 1


def test_a_conversation_too_long_is_sent_once_more_without_its_past(led_by):
    with OpenAIServer([RECORD, "Noted.", TOO_LONG, "Fine."]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, MESSAGE)
        assert reply(advisor, thread, "How are you?").reply == "Fine."
    roles = [[m["role"] for m in body["messages"]] for body in server.requests]
    assert roles[2] == ["system", "user", "assistant", "user"]
    assert roles[3] == ["system", "user"]


def test_calls_that_never_end_are_bounded(led_by):
    def search(body):
        return [("search_guidance", {"query": f"LoRA {len(body['messages'])}"})]

    with OpenAIServer(search) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), MESSAGE)
    assert says("loop") in done.reply
    assert len(server.requests) == table().limits.most_steps
    assert {f.name for f in done.board.facts} >= FACTS


def test_an_unknown_tool_and_bad_arguments_go_back_to_the_model(led_by):
    script = [
        [("launch_rocket", {})],
        [("record_facts", {"facts": "all of them"})],
        "I could not note that.",
    ]
    with OpenAIServer(script) as server:
        advisor = led_by(server)
        done = reply(advisor, advisor.new_thread(), "Hello there")
    assert done.reply == "I could not note that."
    assert "launch_rocket" in server.requests[1]["messages"][-1]["content"]


def test_calls_with_the_same_id_are_told_apart(led_by):
    both = calls_of([("score_strategies", {}), ("estimate_costs", {})], ids=["one", "one"])
    twins = Raw(event({"tool_calls": both}) + event({}, "tool_calls") + "data: [DONE]\n\n")
    with OpenAIServer([RECORD, twins, "Noted."]) as server:
        advisor = led_by(server)
        events = turn(advisor, advisor.new_thread(), MESSAGE)
    assert events[-1].reply == "Noted."
    asked = server.requests[2]["messages"]
    ids = [call["id"] for call in asked[-3]["tool_calls"]]
    assert len(set(ids)) == 2
    assert [m["tool_call_id"] for m in asked[-2:]] == ids


@pytest.mark.parametrize(
    "text",
    [
        "<think>They have 999 tickets.</think>Noted.",
        "<thinking>\n12 or 13?\n</thinking>\n\nNoted.",
        "They have 999 tickets.</think>Noted.",
        "Noted.<|im_end|><|im_start|>user They have 999 tickets.",
        "Noted.</s> 999",
    ],
)
def test_thoughts_and_marks_of_templates_are_not_shown(led_by, text):
    with OpenAIServer([RECORD, text]) as server:
        advisor = led_by(server)
        assert reply(advisor, advisor.new_thread(), MESSAGE).reply.strip() == "Noted."


@pytest.mark.parametrize(
    ("parameter", "complaint"),
    [
        ("temperature", "Unsupported value: 'temperature' does not support 0.0"),
        ("stream_options", "Extra inputs are not permitted: stream_options"),
        ("max_completion_tokens", "Unrecognized request argument: max_completion_tokens"),
        ("stream", "This deployment does not offer streaming (stream=true)"),
    ],
)
def test_a_parameter_that_a_gateway_rejects_is_left_out_and_that_is_remembered(
    led_by, parameter, complaint
):
    def gateway(body):
        if body.get(parameter):
            return failing(400, complaint)
        if parameter == "temperature" and "temperature" in body:
            return failing(400, complaint)
        return "Hello."

    with OpenAIServer(gateway) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        assert reply(advisor, thread, "Hello there").reply == "Hello."
        assert reply(advisor, thread, "And again").reply == "Hello."
    assert [bool(parameter in b and b[parameter] is not False) for b in server.requests] == [
        True,
        False,
        False,
    ]


def test_every_rule_has_a_reason_and_a_sentence():
    for kind, rule in table().kind.items():
        assert rule.says, kind
        assert rule.why.endswith("."), kind
