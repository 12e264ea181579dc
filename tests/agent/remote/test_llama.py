"""A real llama.cpp server leads: whatever it babbles, facts, ranking and costs are the engine's."""

import pytest

from tests.agent.conftest import reply, ungrounded
from tests.agent.remote.llama import LlamaServer

MESSAGES = (
    "We label 40,000 tickets a month into 23 categories and have 5,000 labelled examples.",
    "Just tell me",
)


@pytest.fixture(scope="module")
def llama(tmp_path_factory):
    with LlamaServer(tmp_path_factory.mktemp("llama")) as server:
        yield server


@pytest.mark.slow
def test_whatever_a_small_model_babbles_the_decision_is_the_engines(open_advisor, llama):
    led = open_advisor(
        openai_base_url=llama.url,
        model="gemma",
        model_mode="phrasing",  # its prompts are short; `python -m tests.evals llama` runs them all
        max_reply_tokens=24,
        timeout_seconds=60,
    )
    alone = open_advisor()
    thread, own = led.new_thread(), alone.new_thread()
    for message in MESSAGES:
        done, expected = reply(led, thread, message), reply(alone, own, message)
        assert {f.name: f.value for f in done.board.facts} == {
            f.name: f.value for f in expected.board.facts
        }
        assert done.board.assessment == expected.board.assessment
        assert done.board.costs == expected.board.costs
        assert ungrounded(led, thread, done) == []
        assert done.reply.strip()
    assert led.usage(thread).calls > 0
