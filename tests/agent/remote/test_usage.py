"""What a remote model used, over real HTTP: told or estimated, priced or not, within limits."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from agent.remote.usage import HeldBack, held_back, price_source, prompt_tokens
from agent.settings import load_settings
from agent.storage.ledger import Counts
from tests.agent.conftest import reply
from tests.agent.openai_server import OpenAIServer
from tools.prices import token_price

MESSAGE = "We label 40,000 tickets a month into 23 categories."
RECORD = [
    ("record_facts", {"facts": [
        {"name": "task", "value": "classification", "quote": "We label 40,000 tickets"},
        {"name": "monthly_requests", "value": 40000, "quote": "40,000 tickets a month"}]})
]  # fmt: skip
HELLO = "Hello there!"  # nothing to record, so one call answers
ANSWER = "Tell me about your project, please."
TOLD = {
    "prompt_tokens": 1000,
    "completion_tokens": 200,
    "total_tokens": 1200,
    "prompt_tokens_details": {"cached_tokens": 600},
}


@pytest.fixture
def led_by(open_advisor):
    """Opens an advisor whose model is the given server."""

    def build(server, **overrides):
        return open_advisor(openai_base_url=server.url, retries=0, **{"model": "tiny", **overrides})

    return build


def test_what_the_endpoint_tells_is_added_up_by_thread_and_by_day(led_by):
    with OpenAIServer([RECORD, ANSWER, RECORD, ANSWER], usage=TOLD) as server:
        advisor = led_by(server)
        one, two = advisor.new_thread(), advisor.new_thread()
        reply(advisor, one, MESSAGE)
        reply(advisor, two, MESSAGE)
    used = advisor.usage(one)
    figures = (used.calls, used.prompt_tokens, used.cached_tokens, used.completion_tokens)
    assert figures == (2, 2000, 1200, 400)
    assert used.tokens == 2400
    assert used.estimated_calls == 0
    assert advisor.usage_today().calls == 4
    advisor.delete(one)
    assert advisor.usage(one).calls == 0
    assert advisor.usage_today().calls == 4


def test_tokens_that_the_endpoint_does_not_tell_are_counted_and_marked(led_by):
    with OpenAIServer([ANSWER]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, HELLO)
    sent = json.dumps(server.requests[0]["messages"])
    used = advisor.usage(thread)
    assert used.estimated_calls == used.calls == 1
    assert used.completion_tokens == 8
    assert (
        len(sent) / 8
        < used.prompt_tokens
        < len(sent) / 2 + len(json.dumps(server.requests[0]["tools"]))
    )


def test_a_model_of_ones_own_machine_has_no_price_and_the_offline_model_uses_nothing(
    led_by, advisor
):
    with OpenAIServer([ANSWER], usage=TOLD) as server:
        remote = led_by(server, model="gpt-4o-mini")
        thread = remote.new_thread()
        reply(remote, thread, HELLO)
    used = remote.usage(thread)
    assert used.usd is None
    assert used.price_source == "a model of your own machines has no list price"
    thread = advisor.new_thread()
    reply(advisor, thread, MESSAGE)
    used = advisor.usage(thread)
    assert (used.calls, used.usd) == (0, Decimal(0))
    assert used.price_source == "the built-in model costs nothing"


def test_a_price_of_ones_own_holds_for_ones_own_machine(led_by, tmp_path):
    prices = tmp_path / "prices.toml"
    prices.write_text(
        "[model.tiny]\nusd_per_million_input_tokens = 2\nusd_per_million_output_tokens = 10\n"
        'usd_per_million_cached_tokens = 0.5\nas_of = 2026-11-01\nsource = "our contract"\n'
        'why = "a test"\n'
    )
    with OpenAIServer([ANSWER], usage=TOLD) as server:
        advisor = led_by(server, prices_file=prices)
        thread = advisor.new_thread()
        reply(advisor, thread, HELLO)
    # 400 × $2 + 600 × $0.50 + 200 × $10 a million
    assert advisor.usage(thread).usd == Decimal("0.0031")


def test_a_known_model_has_the_list_price_of_its_day():
    settings = load_settings(openai_api_key="sk-x", model="gpt-4o-mini")
    assert price_source(settings) == token_price("gpt-4o-mini", settings.today).source
    unknown = load_settings(openai_api_key="sk-x", model="our-own-7")
    assert price_source(unknown) == "no price is known for our-own-7"


def test_over_the_limit_of_a_thread_the_built_in_model_answers_and_says_so(led_by):
    with OpenAIServer([ANSWER] * 9, usage=TOLD) as server:
        advisor = led_by(server, max_tokens_per_thread=1000 + used_by(led_by))
        thread, other = advisor.new_thread(), advisor.new_thread()
        assert reply(advisor, thread, HELLO).reply == ANSWER
        over = reply(advisor, thread, MESSAGE)
        assert reply(advisor, other, HELLO).reply == ANSWER
    said = "This conversation may use "
    assert over.reply.count(said) == 1
    assert (
        "tokens of tiny, and the next answer would pass that; the built-in model answers."
        in over.reply
    )
    assert "monthly_requests" in {fact.name for fact in over.board.facts}
    assert len(server.requests) == 2


def used_by(led_by) -> int:
    """What the first prompt is booked with."""
    with OpenAIServer([ANSWER]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        reply(advisor, thread, HELLO)
    return advisor.usage(thread).prompt_tokens


def test_over_the_limit_of_a_day_no_conversation_asks_the_model(led_by):
    with OpenAIServer([ANSWER] * 9, usage=TOLD) as server:
        advisor = led_by(server, max_tokens_per_day=1000 + used_by(led_by))
        assert advisor.usage_today().limit == advisor.settings.max_tokens_per_day
        spent = advisor.usage_today().tokens
        over = reply(advisor, advisor.new_thread(), MESSAGE)
        beside = led_by(server, max_tokens_per_day=spent + 1)
        again = reply(beside, beside.new_thread(), MESSAGE)
    for done in (over, again):
        assert "All conversations of today together may use " in done.reply
        assert "the built-in model answers until midnight UTC." in done.reply
    assert server.requests == []


def test_a_call_that_failed_is_not_billed(led_by):
    with OpenAIServer([429]) as server:
        advisor = led_by(server)
        thread = advisor.new_thread()
        assert "the built-in model answers" in reply(advisor, thread, MESSAGE).reply
    assert advisor.usage(thread).calls == 0
    assert advisor._store.ledger.of_thread(thread) == Counts()


def test_what_the_grounding_check_held_back_is_added_up():
    earlier = AIMessage("x", additional_kwargs={"held_back": {"dropped": 9}})
    now = [
        AIMessage("y", additional_kwargs={"held_back": {"asked_again": 1, "dropped": 2}}),
        AIMessage("z", additional_kwargs={"held_back": {"replaced": 3}}),
    ]
    assert held_back([HumanMessage("a"), earlier, HumanMessage("b"), *now]) == HeldBack(1, 2, 3)
    assert held_back([HumanMessage("a")]) == HeldBack()


def test_a_prompt_is_counted_with_its_tools():
    bare = prompt_tokens([HumanMessage("hello there")])
    assert bare == 6
    assert prompt_tokens([HumanMessage("hello there")], [{"name": "score"}]) > bare


def test_sums_are_kept_by_the_day_in_utc(led_by):
    with OpenAIServer([ANSWER], usage=TOLD) as server:
        advisor = led_by(server)
        reply(advisor, advisor.new_thread(), HELLO)
    today = datetime.now(UTC).date().isoformat()
    assert advisor._usage.day == today
    assert advisor._store.ledger.of_day(today).calls == 1
