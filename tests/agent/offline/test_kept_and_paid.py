"""What people keep, know and pay, in the short forms they use for it."""

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The moderators' decisions are stored, about 35k of them", 35_000),
        ("All past verdicts are on file, some 20k", 20_000),
        ("Every ruling is archived, roughly 9,000 of them", 9_000),
        ("we keep all the clerks' decisions, 12k so far", 12_000),
        ("35k moderator decisions are stored", 35_000),
        ("all the doctors' diagnoses are recorded (about 8k)", 8_000),
        ("We keep a translation memory of 40k segments", 40_000),
        ("our TM holds 12,000 segments", 12_000),
        ("there are 8,000 sentences in our translation memory", 8_000),
        ("The translation memory has 40k units by now", 40_000),
    ],
)
def test_what_people_decided_and_kept_are_examples(text: str, count: int) -> None:
    assert Reader().read(text).facts["labeled_examples"] == count


@pytest.mark.parametrize(
    "text",
    [
        "The moderators are paid, about 35k of them",
        "the documents are stored, about 35k of them",
        "we'll store the decisions, 35k by next year",
        "the decisions are stored for 3 years",
        "we keep the answers, 3 per question",
        "the answers are stored in 12 languages",
        "we need a translation memory of 40k segments",
        "a customer base of 40k segments",
        "we split the video in 40k segments",
        "our tm has 4 languages",
    ],
)
def test_what_is_kept_otherwise_is_no_example(text: str) -> None:
    assert "labeled_examples" not in Reader().read(text).facts


@pytest.mark.parametrize(
    "text",
    [
        "Money: 4k a month running, setup 30k",
        "running 4k/mo, one-off 30k",
        "capex 30k opex 4k a month",
        "setup 30k, running 4k a month",
        "build: 30k; run: 4k/month",
        "initial 30k, recurring 4k a month",
    ],
)
@pytest.mark.parametrize("asked", [None, "monthly_budget_usd", "upfront_budget_usd"])
def test_two_sums_in_short_are_paid_once_and_monthly(text: str, asked: str | None) -> None:
    facts = Reader().read(text, asked=asked).facts
    assert facts == {"monthly_budget_usd": 4_000, "upfront_budget_usd": 30_000}


@pytest.mark.parametrize(
    "text",
    [
        "running 4k tickets/mo, one-off backlog 30k",
        "running 4k calls a month, setup took 30 days",
        "4k a month running through the desk",
        "setup 30 users, 4k a month",
        "build 30 bots and answer 4k mails a month",
    ],
)
def test_what_is_set_up_and_run_need_not_be_money(text: str) -> None:
    facts = Reader().read(text).facts
    assert facts["monthly_requests"] == 4_000
    assert not {"monthly_budget_usd", "upfront_budget_usd"} & set(facts)


@pytest.mark.parametrize(
    "text",
    [
        "900 tokens in and the same out",
        "900 tokens in, as many back",
        "prompt is 900 tokens, answer the same",
        "900 tokens of input and just as much output",
        "900 tokens out and as many in",
        "900 tokens each way",
        "about 900 tokens both in and out",
    ],
)
def test_one_side_may_be_as_long_as_the_other(text: str) -> None:
    facts = Reader().read(text).facts
    assert (facts["prompt_tokens"], facts["output_tokens"]) == (900, 900)


@pytest.mark.parametrize(
    "text",
    [
        "900 tokens in and the same model out",
        "900 tokens in, the same every time",
        "900 tokens in, the same answer each time",
        "900 tokens in, answers are the same style",
        "900 tokens in and just as many tickets out",
    ],
)
def test_the_same_need_not_be_a_size(text: str) -> None:
    facts = Reader().read(text).facts
    assert facts["prompt_tokens"] == 900
    assert "output_tokens" not in facts


@pytest.mark.parametrize(
    "text",
    [
        "we are accountants, I can barely write an excel formula",
        "I barely know how to write a macro",
        "I can't even write a SQL query",
        "we are teachers who can barely summarise a spreadsheet",
        "my team can hardly draft a formula",
    ],
)
def test_what_somebody_can_barely_do_is_skill_and_no_task(text: str) -> None:
    assert Reader().read(text, asked="ml_expertise").facts == {"ml_expertise": "none"}


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("we want it to write SQL queries; we know no ml", "code"),
        ("it can draft letters, but nobody knows ml", "generation"),
        ("none, and it should summarise reports", "summarization"),
        ("no ML people; our bot writes code for accountants", "code"),
    ],
)
def test_what_the_model_is_to_do_is_a_task_beside_the_skill(text: str, task: str) -> None:
    facts = Reader().read(text, asked="ml_expertise").facts
    assert facts == {"task": task, "ml_expertise": "none"}
