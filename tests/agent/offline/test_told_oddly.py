"""What is told in an odd form, or is not told at all: shares, series, guesses, random keys."""

from typing import Any

import pytest

from agent.offline.reading.languages import notice, only_sure
from agent.offline.reading.reader import Reader, Reading
from agent.offline.words.mashing import is_mashed
from agent.offline.words.message import take_apart

KNOWN: dict[str, Any] = {
    "task": "classification",
    "monthly_requests": 50_000,
    "labeled_examples": 3_000,
    "regulated": True,
    "ml_expertise": "some",
}


def _read(text: str, asked: str | None = None, **known: Any) -> Reading:
    return Reader().read(text, asked=asked, known=known)


@pytest.mark.parametrize(
    "text",
    ["asdlkjf wqpeoir", "dfgdfgh", "sdlkfj 34 sdlfkj", "qwertz", "lkjh fdsa", "zxcvb;;; jkl"],
)
@pytest.mark.parametrize("asked", [None, "labeled_examples", "failure_mode"])
def test_keys_hit_at_random_tell_nothing(text: str, asked: str | None) -> None:
    assert is_mashed(take_apart(text))
    reading = _read(text, asked, **({"task": "chat"} if asked else {}))
    assert (reading.facts, reading.topic, reading.command) == ({}, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("were", "property", "html pdf csv", "GDPR", "lengths", "downstream", "qwen", "12k"),
        *("tree", "Rechtschreibung", "hmm", "34", "no sdlkfj"),
    ],
)
def test_words_are_no_slip_of_the_keyboard(text: str) -> None:
    assert not is_mashed(take_apart(text))


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("we have $2,400 for the whole year", 200),
        ("$900 this quarter", 300),
        ("$6,000 in total over the next year, for inference", 500),
        ("our budget is $450 a month", 450),
    ],
)
def test_money_for_a_span_of_time_is_a_monthly_budget(text: str, dollars: float) -> None:
    assert _read(text).facts == {"monthly_budget_usd": dollars}
    assert _read("2400 for the entire year", "monthly_budget_usd", task="chat").facts == {
        "monthly_budget_usd": 200
    }


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("7% come out wrong at present, we'd tolerate 3",
         {"current_accuracy": 93, "target_accuracy": 97}),
        ("we get 8% wrong, 3% would be ok", {"current_accuracy": 92, "target_accuracy": 97}),
        ("half a percent of mistakes is allowed", {"target_accuracy": 99.5}),
        ("a quarter of a percent of errors would be tolerable", {"target_accuracy": 99.75}),
        ("one error in a thousand is acceptable", {"target_accuracy": 99.9}),
        ("at most 2% errors", {"target_accuracy": 98}),
        ("it has 12% errors now", {"current_accuracy": 88}),
    ],
)  # fmt: skip
def test_errors_that_are_put_up_with_are_the_target(text: str, facts: dict[str, float]) -> None:
    assert _read(text).facts == facts


@pytest.mark.parametrize(
    ("text", "value"), [("4e5 docs a month", 400_000), ("1.5e3 letters a month", 1_500)]
)
def test_numbers_in_scientific_notation_are_read(text: str, value: float) -> None:
    assert _read(text).facts == {"monthly_requests": value}
    assert _read("2e4", "monthly_requests", task="chat").facts == {"monthly_requests": 20_000}


def test_what_has_piled_up_is_no_volume() -> None:
    assert _read("12,000 archived letters", "monthly_requests", task="chat").facts == {}
    beside = _read("12,000 logged calls, no examples", "monthly_requests", task="chat")
    assert beside.facts == {"labeled_examples": 0}


@pytest.mark.parametrize(
    "text",
    [
        "we don't come under any supervision",
        "none of the laws applies",
        "it isn't subject to any regulation",
        "actually, no regulation to worry about",
    ],
)
def test_what_no_law_covers_is_not_regulated(text: str) -> None:
    assert _read(text, **KNOWN).facts == {"regulated": False}
    assert _read(text, "labeled_examples", task="chat", regulated=True).facts == {
        "regulated": False
    }


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("imagine the only ML engineer resigns", {"ml_expertise": "none"}),
        ("what if our data scientist leaves", {"ml_expertise": "none"}),
        ("without any upfront budget", {"upfront_budget_usd": 0}),
        ("what if there is no cash up front?", {"upfront_budget_usd": 0}),
    ],
)
def test_people_who_leave_and_money_that_is_not_there_can_be_supposed(
    text: str, supposed: dict[str, Any]
) -> None:
    reading = _read(text, **KNOWN)
    assert (reading.hypothetical, reading.facts) == (supposed, {})


def test_what_is_gone_for_good_is_a_fact() -> None:
    assert _read("our only ML person quit", **KNOWN).facts == {"ml_expertise": "none"}
    assert _read("there's no money up front", **KNOWN).facts == {"upfront_budget_usd": 0}


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("81 then 79", [0.81, 0.79]),
        ("we got 66, 71, 72.5", [0.66, 0.71, 0.725]),
        ("0.7, then 0.74 on 200 items", [0.7, 0.74]),
    ],
)
def test_scores_in_order_are_a_series(text: str, scores: list[float]) -> None:
    reading = _read(text, **KNOWN)
    assert (reading.topic, reading.args["scores"], reading.facts) == ("plateau", scores, {})
    assert _read("20, 30, 40", "label_classes", task="classification").topic is None


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("dunno, a few thousand maybe?", "monthly_requests", 3_000),
        ("400-ish i guess?", "labeled_examples", 400),
        ("monthly?", "knowledge_update", "monthly"),
        ("not at all?", "private_knowledge", "none"),
        ("style, i think?", "failure_mode", "wrong_behavior"),
        ("15", "knowledge_tokens", 6_000),
        ("Thousands of pages", "knowledge_tokens", 1_600_000),
    ],
)
def test_a_guess_with_a_question_mark_is_an_answer(text: str, asked: str, value: Any) -> None:
    assert _read(text, asked, task="chat").facts == {asked: value}


@pytest.mark.parametrize(
    "text", ["is 400 enough?", "400 ok?", "cost?", "why monthly?", "in tokens?", "400 docs"]
)
@pytest.mark.parametrize("asked", ["knowledge_tokens", "failure_mode", "knowledge_update"])
def test_what_asks_back_or_counts_something_else_answers_nothing(text: str, asked: str) -> None:
    assert _read(text, asked, task="chat").facts == {}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("etwa 2000 pro Monat", "Englisch"),
        ("600 Beispiele", "Englisch"),
        ("environ 500", "anglais"),
        ("Tenemos 800 ejemplos", "inglés"),
    ],
)
def test_a_figure_in_another_language_is_no_fact(text: str, says: str) -> None:
    assert says in str(notice(text))
    assert only_sure(text, _read(text, "labeled_examples", task="chat")).facts == {}


@pytest.mark.parametrize(
    "text",
    [
        "12 clients, 300 emails a day",
        "Invoices, 12.000 pro Monat, sorry, per month; the fields come back as JSON, and fast",
        "1,5 Mio",
    ],
)
def test_a_foreign_word_in_an_english_message_is_read_on(text: str) -> None:
    assert notice(text) is None


def test_next_steps_are_what_to_do_next_and_undo_nothing() -> None:
    for text in ("next steps", "what are the next steps", "the next steps please"):
        assert _read(text, **KNOWN).command is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Anyway, what we do is read claims and pull out the date and the amount, 900 a day.",
         {"task": "extraction", "monthly_requests": 27_000}),
        ("what goes wrong: it invents prices", {"failure_mode": "missing_knowledge"}),
        ("we have 4,000 labelled ones, I think, maybe 5,000?", {"labeled_examples": 4_000}),
        ("we measured 62%", {"current_accuracy": 62}),
        ("we tried it, 45% passed", {"current_accuracy": 45}),
        ("2.500.000 mails a month", {"monthly_requests": 2_500_000}),
        ("we have four years of invoices", {}),
    ],
)  # fmt: skip
def test_what_sounds_like_a_question_or_a_version_is_told_all_the_same(
    text: str, facts: dict[str, Any]
) -> None:
    assert facts.items() <= _read(text).facts.items()
    assert "time_to_launch_days" not in _read(text).facts


def test_what_is_routed_to_teams_is_classified() -> None:
    assert _read("We route 900 chats a day to 30 teams").facts["task"] == "classification"


def test_a_pace_that_may_belong_to_two_facts_takes_neither_back() -> None:
    reading = _read("daily I mean", "latency_target_ms", **KNOWN, knowledge_update="realtime")
    assert "monthly_requests" not in reading.cleared


@pytest.mark.parametrize(
    ("text", "value"), [("the second one", "some"), ("the last one", "heavy"), ("1st", "none")]
)
def test_an_answer_on_offer_is_named_by_its_place(text: str, value: str) -> None:
    assert _read(text, "private_knowledge", task="chat").facts == {"private_knowledge": value}
    assert _read(text, "task").facts == {}


def test_a_no_is_no_answer_to_a_choice_without_one() -> None:
    assert _read("no", "reasoning_depth", task="chat").facts == {}
    assert _read("no", "private_knowledge", task="chat").facts == {"private_knowledge": "none"}


def test_a_hesitation_before_an_order_answers_nothing() -> None:
    for asked in ("training_signal", "reasoning_depth"):
        reading = _read("no wait, undo", asked, task="chat")
        assert (reading.command, reading.facts) == ("undo", {})
    assert _read("classification", "task").facts == {"task": "classification"}


def test_a_sum_is_a_one_off_budget_by_the_words_behind_it() -> None:
    assert _read("we have 30 grand, one time").facts == {"upfront_budget_usd": 30_000}


def test_what_goes_wrong_mostly_is_what_goes_wrong() -> None:
    said = "now and then it is slow, but mostly it misreads the names"
    assert _read(said, "failure_mode", task="chat").facts == {"failure_mode": "wrong_behavior"}


def test_a_volume_that_is_doubted_is_told_all_the_same() -> None:
    for asked in (None, "failure_mode"):
        reading = _read("dunno, 40 letters a day?", asked, task="chat")
        assert reading.facts == {"monthly_requests": 1_200}
    assert _read("is 500 a day a lot?", task="chat").facts == {}


def test_asking_what_a_word_means_is_no_yes() -> None:
    asked = "hm what do you mean by a larger model?"
    assert _read(asked, "stronger_model_works", task="chat").facts == {}
