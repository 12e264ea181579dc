"""Pages that come in at a rate, and how long what comes in is."""

import pytest

FACTS = ("monthly_requests", "prompt_tokens", "knowledge_tokens")


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("Pull nine values out of delivery notes, 2.4M pages per month", 2_400_000),
        ("We translate leaflets, 3,000 pages a day", 90_000),
        ("Summaries of court files: 90,000 pages a month", 90_000),
        ("Classify scans, 500k pages a month", 500_000),
        ("80,000 scanned pages come in a month and we extract the dates", 80_000),
    ],
)
def test_a_rate_of_pages_is_the_volume_where_nothing_else_comes_in(reader, text, monthly):
    assert reader.read(text).facts.get("monthly_requests") == monthly


def test_a_rate_of_pages_answers_the_question_for_the_volume(reader):
    reading = reader.read("2.4M pages a month", asked="monthly_requests")
    assert reading.facts["monthly_requests"] == 2_400_000


@pytest.mark.parametrize(
    "text",
    [
        "Our wiki has 3,000 pages and grows by 200 pages a month",
        "The crew adds 100 pages a month to the handbook",
        "a bot answers questions on 3,000 pages of manuals, 50 new pages a month",
        "A lawyer reads 60 pages a day",
        "The shop has 40,000 page views a month",
        "Every clerk types 30 pages a day",
        "20 pages a week are rewritten",
    ],
)
def test_pages_that_documents_grow_by_or_that_people_read_are_no_volume(reader, text):
    assert "monthly_requests" not in reader.read(text).facts


def test_pages_beside_a_rate_of_cases_are_not_counted_as_well(reader):
    text = "We classify 900 letters a day, some 2,000 pages a day"
    assert reader.read(text).facts["monthly_requests"] == 27_000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("700 contracts a month, 40 pages each, extract the clauses", (700, 16_000, None)),
        ("We extract parties from 700 deeds a month of 40 pages", (700, 16_000, None)),
        ("We extract totals from 700 bills a month, each 1,5 pages", (700, 600, None)),
        ("An invoice has 3 pages, 900 invoices a day", (27_000, 1_200, None)),
        ("Every claim runs to 40 pages and we get 700 a month", (700, 16_000, None)),
        ("500 questions a day, 40 pages each", (15_000, None, None)),
        ("500 questions a day; manuals of 40 pages each", (15_000, None, None)),
        ("500 questions a day, the manual has 40 pages", (15_000, None, 16_000)),
        ("700 contracts a month, 40 pages of guidelines", (700, None, 16_000)),
    ],
)
def test_the_pages_of_each_case_are_what_goes_in(reader, text, told):
    facts = reader.read(text).facts
    assert tuple(facts.get(name) for name in FACTS) == told
