"""Titles of conversations: what the project does, in its people's own words."""

import pytest
from langchain_core.messages import HumanMessage

from agent.notebook import Notebook
from agent.titles import TITLE_CHARS, first_words, title_of
from tests.agent.conftest import reply
from tools.facts import ProjectFacts, make_fact


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We answer about 900 customer emails a day.", "Answer about 900 customer emails a day"),
        ("We want to detect spam in our forum, fast!", "Detect spam in our forum, fast"),
        ("Hi, I'd like to build a chatbot for our handbook", "Chatbot for our handbook"),
        ("our lawyers search contracts; 40 a day", "Our lawyers search contracts"),
        ("hello", "Hello"),
        ("What is LoRA?", "What is LoRA?"),
        ("  two\n lines", "Two"),
        ("", "New project"),
        ("x" * 90, "X" + "x" * (TITLE_CHARS - 2) + "…"),
        (
            "We route 45,000 customer emails a month of a water utility to 18 teams",
            "Route 45,000 customer emails a month of a water utility…",
        ),
        (
            "A bot that answers the questions of paralegals about the contracts of firms",
            "Bot that answers the questions of paralegals about…",
        ),
        ("summarise " + "very " * 20 + "long notes", "Summarise" + " very" * 9 + "…"),
    ],
)
def test_a_title_is_the_first_sentence_without_its_preamble(text, title):
    assert title_of(Notebook(), text) == title
    assert len(title) <= TITLE_CHARS


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("And we want an LLM to sort parcels into bins", "Sort parcels into bins"),
        ("but we need to draft replies to tenants", "Draft replies to tenants"),
        ("So, and then we would like to label photos", "Label photos"),
        ("We want an LLM that reads scans of receipts", "Reads scans of receipts"),
        ("Also, it should summarise the minutes of a board", "Summarise the minutes of a board"),
        ("And the bot answers questions about parking", "Bot answers questions about parking"),
        ("Because our clerks search old deeds", "Our clerks search old deeds"),
        ("Okay so basically we're going to tag songs by mood", "Tag songs by mood"),
        ("Andrea's shop sorts buttons by size", "Andrea's shop sorts buttons by size"),
        ("Button colours come from a sketch", "Button colours come from a sketch"),
        ("Order forms arrive as scans", "Order forms arrive as scans"),
        ("Nowhere Ltd drafts its letters by hand", "Nowhere Ltd drafts its letters by hand"),
        ("Models of ships are named by pupils", "Models of ships are named by pupils"),
    ],
)
def test_a_title_begins_with_no_conjunction_and_no_wish(text, title):
    assert title_of(Notebook(), text) == title


def known(quote):
    facts = {
        "task": make_fact("task", "classification", source="user", quote=quote),
        "monthly_requests": make_fact("monthly_requests", 40_000, source="user", quote="40k"),
    }
    return Notebook(facts=ProjectFacts(facts))


@pytest.mark.parametrize("quote", ["classification", "Task: classification (set on the board)"])
def test_a_task_that_was_chosen_is_titled_by_its_name_and_volume(quote):
    assert title_of(known(quote), "hello") == "Classification, 40,000 requests a month"


def test_a_task_that_was_described_is_titled_in_the_words_of_its_description():
    described = known("We sort incoming faxes of a hospital")
    assert title_of(described, "hello") == "Sort incoming faxes of a hospital"


FIRST = "Our clerks ask about 9,000 deeds, and every answer has to cite the clause."
CITED = make_fact("private_knowledge", "heavy", source="user", quote="has to cite the clause")


@pytest.mark.parametrize(
    "quote", ["maybe 8 questions a day per person", "each of them asks it things", "We do Q and A"]
)
def test_a_task_that_is_stated_again_leaves_the_title_with_the_first_description(quote):
    book = known(quote)
    book = Notebook(facts=book.facts.with_facts({"private_knowledge": CITED}))
    assert title_of(book, FIRST) == "Our clerks ask about 9,000 deeds…"


@pytest.mark.parametrize("first", ["hello", "What does tuning cost?", "I have some questions."])
def test_a_piece_of_a_sentence_is_no_title_after_a_first_message_that_describes_nothing(first):
    title = title_of(known("maybe 8 questions a day per person"), first)
    assert title == "Classification, 40,000 requests a month"


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        ("we sort incoming faxes of a hospital", "Sort incoming faxes of a hospital"),
        ("Sorting of incoming faxes", "Sorting of incoming faxes"),
    ],
)
def test_a_whole_description_in_a_later_message_is_a_title(quote, title):
    assert title_of(known(quote), "hello") == title


def test_a_piece_of_the_first_message_is_a_title_as_before():
    first = "Hi, at our hospital we sort incoming faxes, 900 a day"
    assert title_of(known("sort incoming faxes"), first) == "Sort incoming faxes"


def test_a_title_follows_the_project_until_somebody_names_it(advisor):
    thread = advisor.new_thread("ann")
    reply(advisor, thread, "Hello!")
    assert [t.title for t in advisor.threads("ann")] == ["Hello"]
    reply(advisor, thread, "We translate product descriptions, 30,000 a month.")
    assert advisor.board(thread).title == "Translate product descriptions"
    assert advisor.rename(thread, "Shop, in twelve languages") == "Shop, in twelve languages"
    reply(advisor, thread, "We have 5,000 examples.")
    assert advisor.board(thread).title == "Shop, in twelve languages"


def test_a_link_opens_for_who_has_it_and_only_the_owner_owns(advisor, open_advisor):
    thread = advisor.new_thread("ann")
    assert advisor.opens(thread, "ann")
    assert advisor.opens(thread, "bob")
    assert advisor.opens(thread)
    assert not advisor.opens("an-id-that-is-none", "ann")
    assert advisor.owns(thread, "ann")
    assert not advisor.owns(thread, "bob")
    assert not advisor.owns(thread, None)
    shut = open_advisor(auth="ann:one,bob:two")
    assert shut.opens(thread, "bob")
    assert not shut.opens(thread)


def test_the_first_words_are_the_users():
    assert first_words([]) == ""
    assert first_words([HumanMessage("one"), HumanMessage("two")]) == "one"
