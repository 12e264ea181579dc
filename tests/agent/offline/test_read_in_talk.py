"""What is said in passing of a conversation: no fact where none is told, and the one that is."""

import pytest

from agent.offline.reading.asides import aside_of, by_words
from agent.offline.reading.reader import Reader

KNOWN = {"task": "chat", "labeled_examples": 200}


def _read(text: str, asked: str | None = None, **known: object):
    return Reader().read(text, asked=asked, known=known or KNOWN)


@pytest.mark.parametrize(
    ("text", "asked", "never"),
    [
        ("you're just a chatbot with a spreadsheet", "task", "task"),
        ("this is only a glorified calculator", "task", "task"),
        ("fine. Pension letters, 700 a week", "failure_mode", "failure_mode"),
        ("no wait, both of them", "private_knowledge", "private_knowledge"),
        ("it's stiff, very corporate", "private_knowledge", "private_knowledge"),
        ("make that 20", "current_accuracy", "current_accuracy"),
    ],
)
def test_a_word_in_passing_is_no_answer(text, asked, never):
    assert never not in _read(text, asked).facts


@pytest.mark.parametrize(
    ("text", "asked", "facts"),
    [
        ("make that 20", "current_accuracy", {"labeled_examples": 20}),
        (
            "cash is short so let's say 150 dollars a month tops",
            "tried",
            {"monthly_budget_usd": 150},
        ),
        ("let's say 300 a day", "monthly_requests", {"monthly_requests": 9000}),
        ("fine", "failure_mode", {"failure_mode": "none"}),
        ("very", "private_knowledge", {"private_knowledge": "heavy"}),
        ("labels wrong a lot", "time_to_launch_days", {"failure_mode": "wrong_behavior"}),
    ],
)
def test_what_a_short_answer_tells_is_read(text, asked, facts):
    assert _read(text, asked).facts == facts


def test_a_figure_supposed_in_place_of_a_known_one_stays_a_what_if():
    read = _read("let's say 300 a day", "monthly_requests", monthly_requests=90)
    assert read.kind == "what_if"


@pytest.mark.parametrize(
    ("text", "limit_ms"),
    [
        ("p95 is 2.4 s now, limit 1.5 s", 1500),
        ("response time: 800 ms, target 300 ms", 300),
    ],
)
def test_of_two_times_the_limit_is_what_is_wanted(text, limit_ms):
    read = Reader().read(text)
    assert read.facts["latency_target_ms"] == limit_ms
    assert not read.unplaced


def test_a_series_of_scores_with_a_plateau_is_judged_though_the_first_is_known():
    read = _read("we got 81.2, 83.0, 83.1 by rewording - plateau?", current_accuracy=81.2)
    assert (read.topic, read.args["scores"]) == ("plateau", [0.812, 0.83, 0.831])


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("what's the bill, broken down?", "dear"),
        ("what makes it so dear?", "dear"),
        ("ok what first", "next_steps"),
        ("my partner says we should just fine-tune, is she right?", "favours"),
        ("who would build this, I can't code", "who_does"),
        ("live in 3 weeks, doable?", "how_soon"),
        ("what if caching covers half the prompt?", "caching"),
        ("how much has to be paid upfront?", "one_off"),
    ],
)
def test_a_question_on_the_plan_is_no_question_to_the_guidance(text, aside):
    assert aside_of(_read(text), text) == by_words(text) == aside


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("ok that's fair. what's the cost", "show_costs"),
        ("what do you actually recommend then", "recommend_now"),
    ],
)
def test_an_order_is_heard_behind_a_pleasantry(text, command):
    assert _read(text).command == command


def test_a_term_is_looked_up_whatever_the_temper_of_the_question():
    assert _read("what on earth is LoRA").topic == "glossary:lora"
    assert _read("how many test mails do we need to see a point?").topic == "test_size"
