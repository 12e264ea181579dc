"""Statements that begin as questions do, changes told by their kind, and figures taken out."""

import pytest


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("what counts as spam gets redefined by the policy team every month", "monthly"),
        ("what we call urgent is rewritten each quarter", "quarterly"),
        ("what is considered relevant has not moved in ten years", "rarely"),
        ("what counts as a defect hasn't changed since 2005", "rarely"),
    ],
)
def test_what_counts_as_something_is_a_rule_and_no_question(reader, text, often):
    read = reader.read(text)
    assert (read.kind, read.facts.get("requirement_change")) == ("describe", often)


@pytest.mark.parametrize("text", ["what counts as urgent?", "what is considered good accuracy?"])
def test_a_question_stays_one(reader, text):
    assert reader.read(text).kind == "question"


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("The manuals come in a fresh batch every wk.", "weekly"),
        ("900 manuals, re-issued every summer", "yearly"),
        ("we get a fresh set of bulletins each month", "monthly"),
    ],
)
def test_a_fresh_batch_is_a_change_of_the_documents(reader, text, often):
    assert reader.read(text).facts.get("knowledge_update") == often


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("the last update of the form was in 2020", "rarely"),
        ("last revision of the template: 2018", "rarely"),
        ("last edit was on Monday", None),
    ],
)
def test_an_edit_of_years_ago_is_a_rare_change(reader, text, often):
    read = reader.read(text, asked="requirement_change", known={"task": "chat"})
    assert read.facts.get("requirement_change") == often


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("that budget I typed was rubbish, remove it", "monthly_budget_usd"),
        ("that latency number was nonsense, please remove it", "latency_target_ms"),
        ("the volume I told you was garbage, drop it", "monthly_requests"),
    ],
)
def test_a_figure_of_ones_own_that_was_nonsense_is_taken_out(reader, text, fact):
    known = {"monthly_budget_usd": 500, "latency_target_ms": 800, "monthly_requests": 900}
    read = reader.read(text, known=known)
    assert (read.kind, read.cleared) == ("correct", (fact,))


@pytest.mark.parametrize("text", ["your advice is rubbish", "what a load of nonsense, stupid bot"])
def test_an_insult_stays_one(reader, text):
    assert reader.read(text, known={"monthly_requests": 900}).kind == "adversarial"


@pytest.mark.parametrize(
    "text",
    [
        "suppose every example had to be deleted",
        "what if all of our examples were unusable",
        "what if we lost every labelled ticket",
        "assume the whole training set turns out to be useless",
    ],
)
def test_examples_that_would_all_be_gone_are_none(reader, text):
    read = reader.read(text, known={"labeled_examples": 1000, "task": "chat"})
    assert read.hypothetical == {"labeled_examples": 0}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("legal made us delete 400 of the pairs", 2100),
        ("300 of these examples had to go", 2200),
        ("we deleted 400 samples", 2100),
    ],
)
def test_examples_that_had_to_go_are_taken_off(reader, text, left):
    read = reader.read(text, known={"labeled_examples": 2500, "task": "chat"})
    assert read.facts == {"labeled_examples": left}


@pytest.mark.parametrize("text", ["good morning, anybody there?", "hey, anyone home?"])
def test_a_call_into_the_room_is_a_greeting(reader, text):
    assert reader.read(text).kind == "smalltalk"


@pytest.mark.parametrize(
    ("text", "regulated"),
    [
        ("our layout is regulated by a brand book", None),
        ("the layout is regulated by a template", None),
        ("we are regulated by the FCA", True),
        ("everything we send is regulated by BaFin", True),
    ],
)
def test_only_a_regulator_makes_a_case_regulated(reader, text, regulated):
    assert reader.read(text).facts.get("regulated") is regulated
