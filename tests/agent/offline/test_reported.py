"""Questions that the people of a project ask are told of it, and are none that it asks us."""

import pytest

from agent.offline.reading.several import wishes

ALL_DAY = "Visitors ask “is the café open?” and “where can I park?” all day, about 40 a day."


def wanted(reader, text):
    """What each wish of a message is about; None for one that only tells something."""

    def read(piece, *, fresh=False, answering=False):
        return reader.read(piece)

    found = wishes(text, reader.read(text), read)
    return [w.reading.topic or w.reading.command for w in found]


@pytest.mark.parametrize(
    "text",
    [
        ALL_DAY,
        "Campers write in with 'do you take dogs?' or 'what does a pitch cost?'",
        "A desk for our museum; schools want to know how to book and which rooms have benches.",
        "Typical questions: when is the pool open? how much is a locker? what if I lose the key?",
        'Typical questions are "why is my bill so high?" and "what is a smart meter?"',
        "Farmers ask: can I spread lime in March? where do I order it?",
        'We run a library. "Is the hall free on Sunday?" is what people ask most.',
        "They ask where the bus stops, how to pay and what a day ticket costs",
        "Members send things like 'compare the two tariffs' or 'what is fine-tuning?'",
        'A phone line, callers ask "show me the costs" and "what would RAG do?"',
    ],
)
def test_what_others_ask_is_neither_looked_up_nor_obeyed(reader, text):
    assert wanted(reader, text) == [None]
    assert reader.read(text).kind == "describe"


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        (ALL_DAY, "monthly_requests", 1200),
        (ALL_DAY, "task", "question_answering"),
        ("Pupils ask “I know nothing of maths, can you help?” and a bot answers", "task", "chat"),
        ("Drivers ask: may I park here? We have 300 such mails a day.", "monthly_requests", 9000),
        ("Members ask what they owe, which is reset every spring", "knowledge_update", None),
    ],
)
def test_what_is_told_beside_it_is_read(reader, text, fact, value):
    read = reader.read(text)
    assert "ml_expertise" not in read.facts
    assert value is None or read.facts[fact] == value


@pytest.mark.parametrize(
    "text",
    [
        "What does it cost, and how do I start?",
        "Hikers ask where the huts are. What would that cost us?",
        "Guests ask: is there a lift? Should we fine-tune a model for that?",
        "why not fine-tune, and what about RAG?",
        "What is retrieval?",
    ],
)
def test_what_the_user_asks_beside_it_is_still_a_question(reader, text):
    assert any(wanted(reader, text))


def test_words_are_quoted_as_they_came_although_what_others_ask_is_blank(reader):
    read = reader.read(ALL_DAY)
    assert all(quote in ALL_DAY for quote in read.quotes.values())
