"""Bodies of documents told by how many there are and how long each is; what is none of them."""

from collections.abc import Mapping
from typing import Any

import pytest

from agent.notebook import Notebook
from agent.offline.listening import Before, heard
from agent.offline.reading.documents import joined
from agent.offline.reading.reader import Reader
from agent.offline.speaking.scene import Past
from agent.provenance import check_value
from tests.agent.conftest import reply
from tools.errors import InvalidInput
from tools.facts import ProjectFacts, make_fact

BOT = (
    "A bot that answers our installers' questions from the service papers, 9,000 questions a month"
)


def facts(text: str, asked: str | None = None) -> Mapping[str, Any]:
    return Reader().read(text, asked=asked).facts


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("4,000 manuals of 25 pages", 40_000_000),
        ("we have 4,000 25-page manuals", 40_000_000),
        ("around here lie 600 twelve-page reports", 2_880_000),
        ("600 reports, 30 pages each", 7_200_000),
        ("30 pages each, and there are 600 reports", 7_200_000),
        ("every one of the 600 handbooks has 30 pages", 7_200_000),
        ("It answers from 600 guides (30 pages on average).", 7_200_000),
        ("We keep 600 contracts. They are long, 30 pages on average.", 7_200_000),
        ("600 contracts of 30 pages and 50 manuals of 80 pages", 8_800_000),
        ("Our wiki is 2,000 articles of 500 words each.", 1_300_000),
    ],
)
def test_documents_are_multiplied_by_how_long_each_is(text: str, tokens: int) -> None:
    assert facts(text)["knowledge_tokens"] == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2,000 pages of manuals", 800_000),
        ("3 manuals with 200 pages in total", 80_000),
        ("our wiki has 2,000 pages", 800_000),
        ("a 300-page handbook", 120_000),
    ],
)
def test_the_pages_of_all_documents_stay_what_they_are(text: str, tokens: int) -> None:
    assert facts(text)["knowledge_tokens"] == tokens


@pytest.mark.parametrize(
    "text",
    [
        "We summarise 900 reports of 30 pages each.",
        "each claim comes with 4 documents of 3 pages",
        "300 contracts a week, 12 pages each",
        "We have 2,000 labelled contracts of 12 pages.",
        "We get 300 12-page contracts a week.",
        "The contracts are long, 60 pages on average.",
    ],
)
def test_what_is_worked_on_and_the_length_of_one_are_no_body_of_documents(text: str) -> None:
    assert "knowledge_tokens" not in facts(text)


def test_the_length_is_of_the_documents_and_not_of_the_text_where_their_size_is_asked_for() -> None:
    asked = "knowledge_tokens"
    assert facts("3,000 articles of about 500 words", asked)[asked] == 1_950_000
    assert facts("20k PDFs, 12 pages on average, changing monthly", asked)[asked] == 96_000_000
    assert facts("about 900 80-page PDFs", asked)[asked] == 28_800_000
    assert facts("the handbook is 300 pages long", asked)[asked] == 120_000
    assert asked not in facts("12 pages each", asked)


def test_where_another_count_is_asked_for_the_documents_are_that_count() -> None:
    assert facts("2,000 reports of 12 pages", "labeled_examples") == {"labeled_examples": 2_000}
    both = facts("900 questions a day over 2,000 reports of 12 pages", "monthly_requests")
    assert (both["monthly_requests"], both["knowledge_tokens"]) == (27_000, 9_600_000)


@pytest.mark.parametrize(
    ("before", "text", "tokens"),
    [
        (["15,000 contracts"], "The contracts are long, 60 pages on average", 360_000_000),
        (["no idea", "15,000 contracts"], "about 60 pages each", 360_000_000),
        (["60 pages on average"], "15,000 contracts", 360_000_000),
        (["Each site has maybe 500 PDFs"], "they usually run to 20 pages", 4_000_000),
        (["15,000 contracts a month"], "60 pages on average", None),
        (["15,000 contracts"], "a handbook of 60 pages", None),
        (["we translate 15,000 contracts"], "60 pages on average", None),
        (["600 contracts of 30 pages"], "60 pages on average", None),
    ],
)
def test_number_and_length_are_joined_over_two_messages(
    before: list[str], text: str, tokens: int | None
) -> None:
    book = Notebook(open_fact="knowledge_tokens")
    reading = Reader().read(text, asked="knowledge_tokens")
    found = joined(reading, text, before, book)
    if tokens is None:
        assert found is reading
    else:
        assert found.facts["knowledge_tokens"] == tokens
        assert found.quotes["knowledge_tokens"] in text


def test_nothing_is_joined_where_no_answers_depend_on_documents() -> None:
    for value in ("extraction", "classification"):
        book = Notebook(facts=ProjectFacts({"task": make_fact("task", value)}))
        reading = Reader().read("60 pages on average")
        assert joined(reading, "60 pages on average", ["15,000 contracts"], book) is reading


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("15,000 contracts", "they are 0 pages long on average"),
        ("900 billion contracts", "about 60 pages each"),
        ("about 60 pages each", "900 billion contracts"),
    ],
)
def test_a_size_that_no_documents_can_have_is_not_joined(before: str, text: str) -> None:
    reading = Reader().read(text)
    assert joined(reading, text, [before], Notebook(open_fact="knowledge_tokens")) is reading


@pytest.mark.parametrize(
    ("before", "tokens"),
    [
        ("what if we had 15,000 contracts?", None),
        ("say we had 15,000 contracts", None),
        ("would 15,000 contracts be too many?", None),
        ("We have 15,000 contracts. Is that too many?", 360_000_000),
        ("We have 15,000 contracts. What if they change daily?", 360_000_000),
    ],
)
def test_a_number_of_documents_that_was_only_supposed_is_not_joined(
    before: str, tokens: int | None
) -> None:
    known = Before(Notebook(open_fact="knowledge_tokens"), [before], Past())
    (wish,) = heard(Reader(), "about 60 pages each", known, lambda: None)
    assert wish.reading.facts.get("knowledge_tokens") == tokens


def test_documents_without_a_length_are_asked_for_it_and_sized_by_the_answer(advisor) -> None:
    thread = advisor.new_thread()
    reply(advisor, thread, BOT)
    told = reply(advisor, thread, "each depot has maybe 20,000 PDFs").reply
    assert "20,000 PDFs" in told
    assert "pages" in told
    sized = reply(advisor, thread, "around 12 pages each")
    assert "96 million tokens of documents" in sized.reply


def test_documents_that_are_worked_on_are_not_asked_for_their_length(advisor) -> None:
    thread = advisor.new_thread()
    reply(advisor, thread, "We extract the fields of invoices, 9,000 a month")
    assert "12 pages" not in reply(advisor, thread, "15,000 contracts").reply


@pytest.mark.parametrize(
    ("name", "quote", "value"),
    [
        ("knowledge_tokens", "4,000 manuals of 25 pages", 40_000_000),
        ("monthly_requests", "6 depots, 20 fitters each, 5 questions a day", 18_000),
    ],
)
def test_a_model_may_record_a_product_of_what_was_said(name: str, quote: str, value: int) -> None:
    check_value(name, make_fact(name, value), quote, before=None)
    with pytest.raises(InvalidInput):
        check_value(name, make_fact(name, 3 * value), quote, before=None)
