"""What is dropped goes by its label, by what we show of it, or by the words it was told in."""

from collections.abc import Mapping

import pytest

from agent.offline.reading.reader import Reader
from agent.offline.revising.by_their_words import dropped, taken_back_by_words
from tests.agent.conftest import reply
from tools.facts import Fact

SORTING: Mapping[str, object] = {
    "task": "classification",
    "monthly_requests": 45000,
    "label_classes": 18,
    "labeled_examples": 5000,
    "failure_mode": "wrong_behavior",
}
ANSWERING: Mapping[str, object] = {
    "task": "question_answering",
    "private_knowledge": "heavy",
    "regulated": True,
    "self_hosted": True,
    "labeled_examples": 900,
    "training_signal": "preferences",
}


@pytest.mark.parametrize(
    ("text", "known", "cleared"),
    [
        ("Forget the style or labels thing.", SORTING, "failure_mode"),
        ("scrap the bit about style and labels", SORTING, "failure_mode"),
        ("leave the style or labels out", SORTING, "failure_mode"),
        ("drop the wrong labels", SORTING, "failure_mode"),
        ("leave out the failure", SORTING, "failure_mode"),
        ("forget the requests a month", SORTING, "monthly_requests"),
        ("forget the good examples", SORTING, "labeled_examples"),
        ("forget the labelled emails", SORTING, "labeled_examples"),
        ("forget the own hardware", ANSWERING, "self_hosted"),
        ("leave the people's choices out", ANSWERING, "training_signal"),
        ("scrap the thing about our own documents", ANSWERING, "private_knowledge"),
        ("forget that an error is costly", ANSWERING, "regulated"),
    ],
)
def test_a_fact_is_dropped_by_what_we_show_of_it(text, known, cleared):
    read = Reader().read(text, known=known)
    assert (read.cleared, dict(read.facts)) == ((cleared,), {})


@pytest.mark.parametrize(
    "text",
    ["Forget the style or labels thing.", "drop the broken format", "leave the unsafe outputs out"],
)
def test_naming_a_value_that_was_never_noted_drops_nothing_else(text):
    known = {n: v for n, v in SORTING.items() if n != "failure_mode"}
    assert Reader().read(text, known=known).cleared == ()


@pytest.mark.parametrize("text", ["Forget the style or labels thing.", "scrap the format part"])
def test_what_is_dropped_is_no_answer_to_the_open_question(text):
    read = Reader().read(text, asked="failure_mode", known={"task": "classification"})
    assert "failure_mode" not in read.facts


def test_the_words_it_was_told_in_name_a_fact_where_they_name_only_one():
    told = {
        "failure_mode": Fact("wrong_behavior", quote="it confuses leak with burst pipe"),
        "task": Fact("classification", quote="we sort customer emails into 25 bins"),
        "label_classes": Fact(25, quote="we sort customer emails into 25 bins"),
    }
    for text in ("forget the burst pipe thing", "please leave the leaks out", "scrap the pipes"):
        assert taken_back_by_words(text, told) == ("failure_mode",), text
    for text in ("forget the customer thing", "forget the gas pipe", "forget it", "leaks?"):
        assert taken_back_by_words(text, told) == (), text


def test_what_is_to_be_dropped_is_quoted_as_it_was_called():
    assert dropped("No, forget the gas stuff, please.") == "the gas stuff"
    assert dropped("leave the pipes out") == "the pipes"
    assert dropped("forget it") == ""


def test_an_unknown_name_drops_nothing_and_is_said(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "We sort 800 emails a day into 25 bins; it mixes up leaks and bursts.")
    before = {f.name for f in advisor.board(thread).facts}
    for text in ("Forget the unicorns.", "leave the gas stuff out"):
        said = reply(advisor, thread, text).reply
        assert f"“{dropped(text)}”" in said
        assert {f.name for f in advisor.board(thread).facts} == before
    reply(advisor, thread, "forget the bursts")
    assert {f.name for f in advisor.board(thread).facts} == before - {"failure_mode"}
