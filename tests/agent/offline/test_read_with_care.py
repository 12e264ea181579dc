"""What looks like a fact and is said of something else, and its neighbours that tell the fact."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("ml_expertise", "A colleague built a model railway"),
        ("ml_expertise", "my developer built the pricing model in excel"),
        ("ml_expertise", "my colleague built a 3D model of the church"),
        ("ml_expertise", "An employee trained the sales model team"),
        ("ml_expertise", "I trained a team of models for the fashion show"),
        ("ml_expertise", "our intern built a custom GPT in ChatGPT"),
        ("monthly_budget_usd", "Customers ask why their bill can go to 400 a month in winter"),
        ("monthly_budget_usd", "Gas bills can be 250 a month and tenants complain"),
        ("monthly_requests", "Gas bills can be 250 a month and tenants complain"),
        ("target_accuracy", "the client says 80% of the answers are right"),
        ("target_accuracy", "Our auditors say 60% of the labels are right today"),
        ("self_hosted", "We may leave our building next year because the lease ends"),
        ("self_hosted", "We can leave the building to the bot"),
        ("self_hosted", "we were able to move into the cloud but legal stopped it"),
        ("upfront_budget_usd", "Start-up money spent so far: 4,000"),
        ("current_accuracy", "0.02 per ticket with gpt-4o"),
        ("current_accuracy", "We have 0.5 on average with gpt-4o calls per visitor"),
        ("consistency_need", "The voice doesn't matter on the recordings we transcribe"),
    ],
)
def test_nothing_is_read_that_nobody_said(reader: Reader, fact: str, text: str) -> None:
    assert fact not in reader.read(text).facts


@pytest.mark.parametrize(
    ("fact", "value", "text"),
    [
        ("private_knowledge", "none", "No handbook. Everything is in our wiki, 2,000 articles."),
        (
            "private_knowledge",
            "none",
            "There are no documents, only a database of 5,000 product records it must look up",
        ),
        (
            "private_knowledge",
            "none",
            "We have no manuals; the technicians' notes are what it must know",
        ),
        ("private_knowledge", "none", "No documents needed except our price list of 40 pages"),
        (
            "upfront_budget_usd",
            0,
            "The project money was spent on chairs, but we have 5,000 for this",
        ),
        ("upfront_budget_usd", 0, "The project money is all spent, but we have 5,000 for this"),
        (
            "consistency_need",
            "low",
            "Tone doesn't matter to us but wording must be the same every time",
        ),
        (
            "consistency_need",
            "low",
            "Consistent wording is not required by the regulator but we need it",
        ),
        (
            "consistency_need",
            "low",
            "our letters do not have to read the same, but the tone must be identical",
        ),
    ],
)
def test_what_is_taken_back_in_one_breath_is_not_read(
    reader: Reader, fact: str, value: object, text: str
) -> None:
    assert reader.read(text).facts.get(fact) != value


@pytest.mark.parametrize(
    "text",
    [
        "We can leave the building to the bot",
        "we were able to move into the cloud but legal stopped it",
    ],
)
def test_such_words_put_nothing_right_either(reader: Reader, text: str) -> None:
    assert reader.read(text, known={"self_hosted": True}).facts.get("self_hosted", True) is True


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("There are no documents", {"private_knowledge": "none"}),
        ("No documents needed.", {"private_knowledge": "none"}),
        ("We have no knowledge base for this", {"private_knowledge": "none"}),
        ("One of us built a spam classifier", {"ml_expertise": "some"}),
        ("An employee has tuned a small llama for us", {"ml_expertise": "some"}),
        ("A colleague once trained a model", {"ml_expertise": "some"}),
        ("My colleague has trained a custom classifier", {"ml_expertise": "some"}),
        ("Our bill can go to 400 a month", {"monthly_budget_usd": 400}),
        ("My API bill may reach 300 a month", {"monthly_budget_usd": 300}),
        ("The monthly bill can be 300", {"monthly_budget_usd": 300}),
        ("The contract says 90%", {"target_accuracy": 90}),
        ("the client says 90% must be right", {"target_accuracy": 90}),
        ("The auditors prescribe 97% accuracy", {"target_accuracy": 97}),
        ("we may use the cloud now", {"self_hosted": False}),
        ("The project money was completely spent.", {"upfront_budget_usd": 0}),
        ("The set-up budget is gone", {"upfront_budget_usd": 0}),
        ("Style is unimportant to us", {"consistency_need": "low"}),
        ("Consistent wording is not required", {"consistency_need": "low"}),
        ("Tone doesn't matter, but answers must be correct", {"consistency_need": "low"}),
        ("0.62 w/ gpt-4o-mini", {"current_accuracy": 62}),
        ("0.58 per row with gpt-4o", {"current_accuracy": 58}),
        ("0.71 on average with gpt-4o", {"current_accuracy": 71}),
    ],
)
def test_neighbours_tell_their_fact(reader: Reader, text: str, told: dict[str, Any]) -> None:
    assert told.items() <= dict(reader.read(text).facts).items()


@pytest.mark.parametrize(
    "text",
    [
        "what if the data may leave our building?",
        "what if we could move off our servers?",
        "what if we were allowed to move into the cloud?",
    ],
)
def test_a_cloud_may_be_supposed(reader: Reader, text: str) -> None:
    read = reader.read(text, known={"self_hosted": True})
    assert read.hypothetical == {"self_hosted": False}
