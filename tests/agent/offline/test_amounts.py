import pytest

from agent.offline.reading.reader import Reader


def facts(text: str) -> dict[str, object]:
    return dict(Reader().read(text).facts)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("500 emails a day", 15_000),
        ("We get 40k tickets per week", 173_800),
        ("4 rps on average", 10_368_000),
        ("3 orders per minute", 129_600),
        ("12,000 letters per quarter", 4_000),
        ("1.2 million reviews a year", 100_000),
        ("tickets per day: 1,150", 34_500),
        ("20 clerks, each handles 30 forms a day", 18_000),
        ("about 2 questions per nurse per day, we have 100 nurses", 6_000),
        ("900 tenants get one a week, 5 colleagues on it", 3_910.5),
        ("30 inspectors, around 10 reports each per day", 9_000),
        ("letters for 300 pony farms, each farm gets one every day", 9_000),
        ("80 foremen with roughly 5 queries a head per day", 12_000),
        ("three quarters of a million parcels a month", 750_000),
        ("30 surveys a year, each with 4,000 answers or so", 10_000),
        ("six sales a year with 1,000 lots each", 500),
        ("twice a year we write to the parents, 600 children each time", 100),
        ("60 films a year, about 900 lines apiece, each line is a call of its own", 4_500),
        ("60 films a year, about 900 lines apiece", 5),
        ("40 call centres, each about 100 calls a day", 120_000),
        ("we pay 4k up front, about 500 memos a month, a clerk reads each one first", 500),
        ("40 shops send one order list a day", 1_200),
        ("three of us, we get one request a week", 4.345),
        ("40 letters a day or so", 1_200),
        ("6 calls a second sustained", 15_552_000),
        ("3,000 members, everybody gets one letter a week", 13_035),
        ("500 lots per auction, six auctions a year", 250),
        ("1.2 M parcels a year go through us", 100_000),
        ("patients ask us things, around 2.4 M a year", 200_000),
        ("3.6 million rows, spread evenly over one year", 300_000),
        ("3 per second in busy hours but call it 60k a day", 1_800_000),
        ("2,400 labels, all of them to be written once over the coming year", 200),
        ("8,000 texts, all of them regenerated twice a year", 1_333.3333),
    ],
)
def test_rates_become_requests_a_month(text: str, monthly: float) -> None:
    assert facts(text)["monthly_requests"] == pytest.approx(monthly, rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "bursts of 3 calls a minute in business hours",
        "12 rps at peak",
        "they use it in waves, up to 5 calls a minute when it's busy",
        "we deploy 5 times a day",
        "we hire 3 people a year",
        "ticket #48213 from 2021 runs on 4x A100 80GB with python 3.11",
        "we are 14 people in 3 offices",
        "ISO 27001, 24/7, p95, windows 11",
    ],
)
def test_figures_that_are_no_volume_are_left_alone(text: str) -> None:
    assert "monthly_requests" not in facts(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We have 3,000 labelled tickets", 3_000),
        ("2,000 of them were sorted by hand last year", 2_000),
        ("Two interns annotated 640 cases", 640),
        ("labels: 7k", 7_000),
        ("no labelled data at all", 0),
        ("nobody has ever annotated anything", 0),
        ("4,400 question/answer pairs from our experts", 4_400),
    ],
)
def test_labelled_examples_are_counted(text: str, count: int) -> None:
    assert facts(text)["labeled_examples"] == count


@pytest.mark.parametrize(
    "text",
    [
        "we have 90,000 raw documents",
        "8,000 mails that are not labelled yet",
        "our eval set of 500 letters",
        "the prompt has ten examples in it",
        "we could label 300 tickets",
    ],
)
def test_what_is_not_labelled_is_not_counted(text: str) -> None:
    assert not facts(text).get("labeled_examples")


@pytest.mark.parametrize(
    ("text", "today", "needed"),
    [
        ("accuracy is 83%, must be 95%", 83, 95),
        ("the prompt gets 78% right and management wants 92", 78, 92),
        ("error rate is 12% and must come down to 3%", 88, 97),
        ("it is right in 7 of 10 cases, we need 9 of 10", 70, 90),
        ("F1 is 0.81 today, the goal is 0.9", 81, 90),
        ("every fifth answer is wrong", 80, None),
        ("wrong one time in four", 75, None),
        ("gpt-4o nails 9 out of 10", 90, None),
        ("graders agree with each other in 91% of the cases, the prompt is right in 70%", 70, None),
        ("the nurses agree in 93%, so that's the goal", None, 93),
        ("eight outta ten come out ok", 80, None),
        ("gpt-4o is right in 71%, legal signs off at 88", 71, 88),
        ("gpt-4o is 88% right and 93 would make the board happy", 88, 93),
        ("clerks reject 22% of them today, it should be 4% at most", 78, 96),
        ("it passes for 61% of the drafts; at 80 we adopt it", 61, 80),
        ("today's prompt manages 4 in 5, good enough for us would be 19 in 20", 80, 95),
        ("the judge agrees with us two thirds of the time, nobody signs below 85%", 66.67, 85),
    ],
)
def test_accuracy_today_and_accuracy_needed_are_told_apart(
    text: str, today: float, needed: float | None
) -> None:
    read = facts(text)
    assert read.get("current_accuracy") == today
    assert read.get("target_accuracy") == needed


@pytest.mark.parametrize(
    "text",
    [
        "60% of our mails are in French",
        "our revenue grew 40%",
        "a 20% discount",
        "we get applications and reject 30% of them",
        "half of the members agree with the plan",
        "we sell flats at 95, and they sign within a week",
    ],
)
def test_other_percentages_are_no_accuracy(text: str) -> None:
    assert not {"current_accuracy", "target_accuracy"} & facts(text).keys()


@pytest.mark.parametrize(
    ("text", "monthly", "once"),
    [
        ("the budget is $500 a month", 500, None),
        ("we can spend 6k dollars per year on inference", 500, None),
        ("$20k upfront and $1,500 monthly", 1_500, 20_000),
        ("$700 p.m. and 2 grand one time", 700, 2_000),
        ("I may burn 60 bucks monthly", 60, None),
        ("we burn $60 a month already", None, None),
        ("not more than 2k a month for the api, budget is tight", 2_000, None),
        ("budget: 3k€ per month", None, None),
        ("we pay $0.02 per request", None, None),
        ("invoices over $500 go to the boss", None, None),
    ],
)
def test_budgets_are_dollars_and_nothing_else_is(
    text: str, monthly: float | None, once: float | None
) -> None:
    read = facts(text)
    assert read.get("monthly_budget_usd") == monthly
    assert read.get("upfront_budget_usd") == once


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("answers must come back in under 1.5 seconds", "latency_target_ms", 1_500),
        ("p95 < 300ms", "latency_target_ms", 300),
        ("players want an answer, three seconds or they walk away", "latency_target_ms", 3_000),
        ("the lab has graded about 6,000 of them", "labeled_examples", 6_000),
        ("money up front: zero", "upfront_budget_usd", 0),
        ("we want sub-0.8s answers", "latency_target_ms", 800),
        ("we want to go live in 6 weeks", "time_to_launch_days", 42),
        ("launch in half a year", "time_to_launch_days", 180),
        ("the prompt has 2,400 tokens", "prompt_tokens", 2_400),
        ("answers of about 300 tokens", "output_tokens", 300),
        ("a memo has 400 tokens, the entry 150", "output_tokens", 150),
        ("a memo has 400 tokens, the entry 150", "prompt_tokens", 400),
        ("transcripts of 9k tokens, notes 300ish", "output_tokens", 300),
        ("2,000 pages of manuals", "knowledge_tokens", 800_000),
        ("we sort mails into 23 categories", "label_classes", 23),
    ],
)
def test_times_and_sizes_find_their_fact(text: str, fact: str, value: float) -> None:
    assert facts(text)[fact] == value


def test_a_hedged_figure_carries_ten_percent_and_an_accuracy_three_points() -> None:
    reading = Reader().read("roughly 1,000 mails a month, accuracy is about 80%")
    assert reading.ranges["monthly_requests"] == (900, 1_100)
    assert reading.ranges["current_accuracy"] == (77, 83)


def test_a_limit_is_its_bound_without_a_range() -> None:
    reading = Reader().read("at most 5,000 requests a month")
    assert reading.facts["monthly_requests"] == 5_000
    assert reading.ranges == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Product notes, 60 words, for the shelf.", {}),
        ("We extract fields from claims, around 500 words each.", {"prompt_tokens": 650}),
        ("The statutes are about 30k tokens in total.", {"knowledge_tokens": 30_000}),
        ("70 branches at 20 adverts a month", {"monthly_requests": 1_400}),
    ],
)
def test_words_of_a_text_that_may_be_written_are_no_prompt(text: str, told: dict) -> None:
    read = facts(text)
    kinds = ("prompt_tokens", "output_tokens", "knowledge_tokens", "monthly_requests")
    assert {n: v for n, v in read.items() if n in kinds} == told
