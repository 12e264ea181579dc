"""How often a model is called, in the words and numbers people use for it."""

from collections.abc import Mapping
from typing import Any

import pytest

from agent.offline.reading.reader import Reader


def volume(text: str, *, asked: str | None = None, known: Mapping[str, Any] | None = None) -> Any:
    reading = Reader().read(text, asked=asked, known=known or {})
    return reading.facts.get("monthly_requests")


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("70ish mails a day come in", 2_100),
        ("fortyish letters a week", 173.8),
        ("3k-ish posts a month", 3_000),
        ("5 200 parcels/week", 22_594),
        ("a nightly batch of 700 files", 21_000),
        ("90 tapes per night", 2_700),
        ("every night we go through 90 tapes", 2_700),
        ("3 calls a minute, day and night", 129_600),
    ],
)
def test_rough_figures_and_nights_are_read(text: str, monthly: float) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("340 pm", 340),
        ("our crew writes 340 memos pm", 340),
        ("Volume: 340 p/m", 340),
        ("3500 calls/m", 3_500),
        ("about 500 p/w", 2_172.5),
        ("1000 pw", 4_345),
        ("60,000 forms p/a", 5_000),
        ("700 pcm", 700),
        ("we open at 9 p.m. and get 20 mails p.m.", 20),
    ],
)
def test_a_short_form_of_a_period_belongs_to_its_figure(text: str, monthly: float) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize("text", ["we close at 5 pm", "answers are needed until 17 pm"])
def test_a_time_of_day_is_no_volume(text: str) -> None:
    assert volume(text) is None


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("400 letters on weekdays, nothing at weekends", 8_700),
        ("50 forms each weekday", 1_087.5),
        ("50 forms a day, Monday to Friday", 1_087.5),
        ("Monday to Friday about 80 mails a day", 1_740),
        ("20 forms a day, six days a week", 521.4),
        ("20 forms a day, 7 days a week", 600),
        ("400 letters per week, and we work 5 days a week", 1_738),
    ],
)
def test_days_of_work_are_fewer_than_those_of_a_month(text: str, monthly: float) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("36k stubs over the year", 3_000),
        ("2,400 in the year, mostly in autumn", 200),
        ("0.6 million entries, worked through evenly across 24 months", 25_000),
        ("we'll process 9,000 files over the next six months", 1_500),
        ("In 2024 we had 24,000 complaints over the whole year.", 2_000),
        ("800 chats per 24 hours", 24_000),
    ],
)
def test_what_comes_in_during_a_whole_time_is_spread_over_its_months(
    text: str, monthly: float
) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    "text",
    [
        "our team grew from 12 to 40 over the year",
        "we need 2,000 labelled examples over two months",
        "we tagged 900 letters in the year",
        "20k over the year is what we can spend",
        "14 hires in the year 2022",
    ],
)
def test_what_is_counted_during_a_time_need_not_come_in(text: str) -> None:
    assert volume(text) is None


@pytest.mark.parametrize(
    ("text", "monthly", "dollars"),
    [
        ("Volume is around 3,000 a day, budget 500 usd pm.", 90_000, 500),
        ("we can spend 600 pm", None, 600),
        ("Our budget is 450 pcm.", None, 450),
    ],
)
def test_money_by_the_month_is_told_from_volume(
    text: str, monthly: float | None, dollars: float
) -> None:
    facts = Reader().read(text).facts
    assert facts.get("monthly_requests") == monthly
    assert facts["monthly_budget_usd"] == dollars


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("65 surveyors, 5 q's each daily", 9_750),
        ("70 bakeries, each abt 11 orders a month", 770),
        ("We are 30 garages. Every garage sees approx 20 cars daily.", 18_000),
        ("There are 1,050 riding clubs. Per club one plan a month.", 1_050),
        ("Per user 3 a day, and we have 50 users.", 4_500),
        ("one memo an hour for each of 10 zones", 7_200),
        ("60 depots, one summary a day for each", 1_800),
        ("a weekly report for each of our 200 tenants", 869),
    ],
)
def test_a_rate_of_each_is_multiplied_by_how_many_there_are(text: str, monthly: float) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("Three fairs a month, 450 stalls in each.", 1_350),
        ("Ten fairs a year, 2,400 remarks at each", 2_000),
        ("One call per line. 24 operas a year with 700 verses each.", 1_400),
        ("12 operas a year at 1,400 lines, every line is its own call", 1_400),
        ("500 cases a month and 8 calls for each case", 4_000),
        ("200 notes per shift, 3 shifts a day", 18_000),
        ("500 letters a month, each letter has 3 pages", 500),
    ],
)
def test_what_each_of_them_holds_is_multiplied_by_how_often_it_comes(
    text: str, monthly: float
) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("400 notices a month into six languages, so 2,400 calls", 2_400),
        ("900 ads a week in two versions, that makes 1,800 calls a week.", 7_821),
    ],
)
def test_a_product_that_is_worked_out_is_taken_as_told(text: str, monthly: float) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("the endpoint is hit 1,500 times a day", 45_000),
        ("it is called every minute", 43_200),
        ("our script calls it every fifteen minutes", 2_880),
        ("A help desk for boats; a question comes in every three minutes, all day.", 14_400),
        ("1,200 pupils get a report twice a year", 200),
        ("prices change every 5 minutes", None),
        ("a guard looks at it every ten minutes", None),
        ("20 people meet twice a week", None),
    ],
)
def test_how_often_the_model_runs_is_a_volume(text: str, monthly: float | None) -> None:
    assert volume(text) == (monthly and pytest.approx(monthly))


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("We write 45 new wall labels a month for the gallery.", 45),
        ("1,300 examples of rust reach us each month as text", 1_300),
        ("each month 1,200 tenants write about heating", 1_200),
        ("We draft 700 postcards to donors a month.", 700),
        ("Monthly newsletter for 2,000 subscribers, each written individually.", 2_000),
        ("annual volume is 24,000 forms", 2_000),
        ("240k files/yr. The definitions get changed each quarter.", 20_000),
    ],
)
def test_what_comes_in_is_a_volume_whatever_its_name(text: str, monthly: float) -> None:
    assert volume(text) == pytest.approx(monthly)


@pytest.mark.parametrize(
    "text",
    [
        "we add 200 labelled examples each month",
        "we get 12 new labels each month",
        "I pay the cook 1,400 a month",
        "categories are rewritten every quarter",
    ],
)
def test_labels_added_and_money_paid_are_no_volume(text: str) -> None:
    assert volume(text) is None


def test_a_volume_put_as_a_guess_within_a_description_is_told() -> None:
    told = Reader().read("We answer questions about boats. Let's say about 6k a month.")
    assert told.kind == "describe"
    assert told.facts["monthly_requests"] == 6_000
    assert Reader().read("let's say 6k a month", known={"monthly_requests": 900}).kind == "what_if"


def test_millions_and_one_out_of_many_are_no_sizes_of_a_prompt() -> None:
    text = "The cause, one out of 60, prompt 900 tokens. Logs with it filled in: 2.1 million."
    facts = Reader().read(text).facts
    assert facts["prompt_tokens"] == 900
    assert facts["label_classes"] == 60
    assert "output_tokens" not in facts


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("800 p.y.", 66.6667),
        ("300 every other week", 651.75),
        ("500 in 24h", 15_000),
        ("maybe 300 of them in any given week", 1_303.5),
        ("Up to 900 a month; budget 40 dollars a month", 900),
    ],
)
def test_rare_forms_of_a_period_are_read(text: str, monthly: float) -> None:
    assert volume(text, asked="monthly_requests") == pytest.approx(monthly)


@pytest.mark.parametrize(
    "text",
    [
        "our team of 9 meets twice a week",
        "the rent went up by 300 a month",
        "Categories are rewritten every quarter and there are 30 of them.",
        "I keyed in 3,100 over the years",
    ],
)
def test_teams_raises_and_categories_are_no_volume(text: str) -> None:
    assert volume(text) is None


@pytest.mark.parametrize("text", ["20k a season", "700 in a good decade"])
def test_a_count_of_an_unread_period_is_not_taken_for_one_of_a_month(text: str) -> None:
    assert volume(text, asked="monthly_requests") is None


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("Around 900 times a month somebody asks it for a tune.", 900),
        ("12,000 forms in the year to come", 1_000),
        ("some 9,000 forms over half a year", 1_500),
        ("req/day 400; prompt 1200 tokens", 12_000),
        ("Six dozen or so, let's say 75 a month.", 75),
        ("In an ordinary year we handle 6,000 permits", 500),
        ("in a regular month some 250 forms reach us", 250),
        ("in a hectic month 900 forms reach us", None),
        ("it takes an hour, 500 forms wait", None),
        ("after an hour 80 forms were done", None),
        ("There are 16 people in each shift, 3 shifts, and one boss.", None),
        ("Each month 2 new ones are added to the 90 queues.", None),
    ],
)
def test_volumes_are_read_wherever_their_period_stands(text: str, monthly: float | None) -> None:
    assert volume(text) == (monthly and pytest.approx(monthly))
