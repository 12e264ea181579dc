"""A message in another language gets a kind sentence in that language."""

import pytest

from agent.offline.reading.languages import notice


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Was kostet das und wie lange dauert es für unser Team?", "Englisch"),
        ("Nous avons des documents et les réponses doivent être sûres", "anglais"),
        ("¿Cuánto cuesta y cómo funciona para nuestro equipo con los datos?", "inglés"),
    ],
)
def test_three_languages_are_recognised(text, says):
    assert says in notice(text)


@pytest.mark.parametrize(
    "text",
    ["We label 500 tickets a day", "la la land", "RAG", "", "no idea", "el nino dashboards for us"],
)
def test_english_and_short_messages_are_left_alone(text):
    assert notice(text) is None


@pytest.mark.slow
def test_the_conversation_says_it_and_records_nothing(advisor):
    from tests.agent.conftest import reply

    done = reply(advisor, advisor.new_thread(), "Was ist der Unterschied und wie viel kostet das?")
    assert "Englisch" in done.reply
    assert done.board.facts == ()
