"""Volumes that are told without a number of requests, and pages that are cases."""

import pytest


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("Each morning at 7 one text per station, 40 stations", 1200),
        ("Every evening one summary for each of our 12 shops", 360),
        ("each night at 2 one report per branch, 25 branches", 750),
        ("One update per store every morning; there are 80 stores.", 2400),
        ("one letter a year for each tenant", None),
        ("A report per week. 40 stations.", None),
        ("We have an FAQ page per product, 5000 products, updated daily", None),
        ("One label per image, we have 5000 images, checked every day", None),
        ("one invoice per supplier, 400 suppliers, they pay us monthly", None),
        ("One expert per team, 12 teams, they meet weekly", None),
        ("We have one model per client, 40 clients, retrained monthly", None),
        ("One text per product, 400 products, the catalogue changes weekly", None),
    ],
)
def test_one_for_each_of_many_is_as_many(reader, text, monthly):
    assert reader.read(text).facts.get("monthly_requests") == monthly


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("New mail about every 3 minutes, around the clock", 14_400),
        ("a new ticket comes in about every 5 minutes around the clock", 8_640),
        ("a conversation starts every 4 minutes, day and night", 10_800),
        ("Somebody calls about every 6 minutes.", 7_200),
        ("New model every 3 months.", None),
        ("a new intern comes every 2 months", None),
        ("The prompt is reviewed every 3 weeks", None),
        ("a new document comes every 2 months", None),
    ],
)
def test_the_time_between_two_cases_tells_the_volume(reader, text, monthly):
    assert reader.read(text).facts.get("monthly_requests") == monthly


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("60 shows a month at 500 cues, one cue per call", 30_000),
        ("30 films a month with 1,200 lines each, one request a line", 36_000),
        ("20 calls a day at 30 minutes", 600),
    ],
)
def test_parts_that_are_calls_of_their_own_multiply(reader, text, monthly):
    assert reader.read(text).facts["monthly_requests"] == monthly


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("We have 250 nurses, everyone asks about 2 questions per day", 15_000),
        ("120 engineers, everybody sends 5 queries a day", 18_000),
        ("Everyone asks for it, 500 tickets a month.", 500),
        ("Everybody writes to us, 40 a day.", 1_200),
    ],
)
def test_what_everybody_asks_is_asked_by_each(reader, text, monthly):
    assert reader.read(text).facts["monthly_requests"] == monthly


@pytest.mark.parametrize(
    ("text", "examples", "tokens"),
    [
        ("1,250 pages labelled by now", 1250, None),
        ("we have transcribed 450 pages by hand", 450, None),
        ("Our handbook has 300 pages, updated monthly.", None, 120_000),
        ("140 pages of manual, 300 questions a week", None, 56_000),
        ("We labelled 40 pages per contract", None, None),
    ],
)
def test_pages_are_examples_where_somebody_worked_on_them(reader, text, examples, tokens):
    facts = reader.read(text).facts
    assert (facts.get("labeled_examples"), facts.get("knowledge_tokens")) == (examples, tokens)


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("The reports have about 8,000 tokens; the digest we print is 300.", 300),
        ("A case file is 6,000 tokens going in, the memo 400 coming out.", 400),
        ("each doc is 2,000 tokens, the abstract is 250", 250),
        ("900 tokens in, 40 clerks", None),
    ],
)
def test_the_size_of_what_comes_out_needs_no_unit_of_its_own(reader, text, out):
    assert reader.read(text).facts.get("output_tokens") == out
