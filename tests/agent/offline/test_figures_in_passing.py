"""Volumes, accuracies, names and nothings told the way people note them down."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader
from tools.modelnames import same_model


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We plan claude-3-opus-20240229 for it.", "claude-3-opus-20240229"),
        ("claude-haiku-4-5-20251001 answers", "claude-haiku-4-5-20251001"),
        ("on gpt-4.1-2025-04-14 today", "gpt-4.1-2025-04-14"),
        ("currently on gpt-4-1106-preview", "gpt-4-1106-preview"),
        ("gemini-1.5-pro-002 is what we call", "gemini-1.5-pro-002"),
        ("gemini-2.5-flash-preview-05-20 here", "gemini-2.5-flash-preview-05-20"),
        ("we run o3-mini-2025-01-31", "o3-mini-2025-01-31"),
        ("we use gpt-4o since 2024-08-06", "gpt-4o"),
        ("claude-3-5-sonnet, 20241022 requests a month", "claude-3-5-sonnet"),
        ("we have gpt-4o, 2024 requests a day", "gpt-4o"),
    ],
)
def test_a_model_is_named_as_it_was_written(text: str, name: str) -> None:
    assert Reader().read(text).facts["model"] == name


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("label accuracy 0.66 w/ Mistral-7B-Instruct-v0.3, we need .9", (66, 90)),
        ("exact match 0.58 w/ gpt-4.1-mini, goal 0.8", (58, 80)),
        ("0.9 per field w/ gpt-4o-mini; the tender says 0.98", (90, 98)),
        (".8 rowwise with mistral-small, spec says .99", (80, 99)),
        ("accuracy .71 using phi-3-mini-4k zero-shot; target .88", (71, 88)),
        ("right in 6 of 10 -> want 8 of 10", (60, 80)),
        ("7 of 10 correct → need 9 of 10", (70, 90)),
        ("Llama 3.2 at temperature 0.7, need it fast", (None, None)),
        ("temp 0.74 with Qwen2.5-14B-Instruct. need .9 s", (None, None)),
        ("similarity 0.8 with gpt-4o", (None, None)),
        ("7 out of 10 customers want 9 of 10", (None, None)),
    ],
)
def test_a_share_beside_a_model_is_what_it_reaches(text: str, levels: tuple[Any, Any]) -> None:
    facts = Reader().read(text).facts
    assert (facts.get("current_accuracy"), facts.get("target_accuracy")) == levels


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("85 nurses, per nurse 6 questions in the day.", 15300),
        ("30 drivers, 4 questions per driver in the day.", 3600),
        ("12 clerks, per clerk 50 letters in the month", 600),
        ("the report was due in the month.", None),
        ("we handle 18 videos a week, something like 9k sentences, each sentence is a call", 39105),
        ("20 hours of audio weekly, roughly 4k segments, every segment is one request", 17380),
        ("12 concerts a year come to 900 captions, one call per caption", 75),
        ("12 shops a month, 900 shelves, each shelf is a metre long", None),
        ("95k mails in april alone, 0.9 M over the year", 75000),
        ("95k letters in april alone, 2 M across the whole year", 166666.6667),
        ("last 30 days: 410,000 calls", 410000),
        ("in the past 7 days we handled 7,000 tickets", 30000),
        ("stats for the last 90 days: 90,000 requests", 30000),
        ("last 30 days: 14 outages", None),
        ("4k mails p/month in winter, averaged over the year 1k p/month", 1000),
    ],
)
def test_a_volume_is_read_however_it_is_noted(text: str, monthly: float | None) -> None:
    assert Reader().read(text).facts.get("monthly_requests") == monthly


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("upfront: 0, monthly 50 dollars", {"upfront_budget_usd": 0, "monthly_budget_usd": 50}),
        (
            "spend: 90 USD/mo max, one-off 0",
            {"upfront_budget_usd": 0, "monthly_budget_usd": 90},
        ),
        ("upfront 0.5k, monthly 50 dollars", {"upfront_budget_usd": 500, "monthly_budget_usd": 50}),
        ("Labelled pairs: zilch.", {"labeled_examples": 0}),
        ("training data: zip", {"labeled_examples": 0}),
        ("bugs: zilch", {}),
        ("There are no earlier speeches to learn from.", {"labeled_examples": 0}),
        ("we have no past ones to show it", {"labeled_examples": 0}),
        ("there are no old servers", {}),
        ("no old invoices are paid", {}),
    ],
)
def test_nothing_is_nothing_by_any_name(text: str, facts: dict[str, Any]) -> None:
    assert Reader().read(text).facts == facts


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("prompt last touched in 2020", "requirement_change", "rarely"),
        ("the tagging rules were last revised six years ago", "requirement_change", "rarely"),
        ("the prompt was last edited yesterday", "requirement_change", None),
        (
            "every new study brings a fresh codebook and a new study starts every week",
            "requirement_change",
            "weekly",
        ),
        (
            "each wave has its own codebook, and there is a new wave each month",
            "requirement_change",
            "monthly",
        ),
        ("a new study starts every week", "requirement_change", None),
        ("Intake forms, free text -> urgent / routine / call back", "output_format", None),
        ("complaint, free text, becomes refund / replace / ignore", "output_format", None),
        ("free text into 12 classes", "output_format", None),
        ("Output: free text", "output_format", "free_text"),
        ("free text to the customer", "output_format", "free_text"),
        (
            "what I need: an agent that reads a parts mail, checks the stock, "
            "opens an order, then pings the planner",
            "task",
            "workflow",
        ),
        ("contract -> letter the tenant can follow", "task", "generation"),
        ("lab report → explanation for a layman", "task", "generation"),
        ("pathology report → code", "task", "classification"),
        ("26 verses wanted per day, 60 tokens each", "task", "generation"),
        ("40k lines needed for training", "task", None),
        ("fine-tuning is uncharted waters for everyone here", "ml_expertise", "none"),
        ("Model training = unknown ground for us all", "ml_expertise", "none"),
        ("our buyer is the army and forbids cloud of any sort", "self_hosted", True),
        ("nobody at the clinic may use the cloud", "self_hosted", True),
    ],
)
def test_a_note_in_few_words_is_read(text: str, fact: str, value: object) -> None:
    assert Reader().read(text).facts.get(fact) == value


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("9k barks needed per month, 20 tokens each on average, prompt is 400", (400, 20)),
        ("9k mails per month, 300 tokens each, prompt is 900 tokens", (900, None)),
    ],
)
def test_the_length_of_what_is_made_is_that_of_the_answer(
    text: str, tokens: tuple[int, int | None]
) -> None:
    facts = Reader().read(text).facts
    assert (facts.get("prompt_tokens"), facts.get("output_tokens")) == tokens


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("gemini-1.5-pro-002", "gemini-1.5-pro"),
        ("gemini-2.5-flash-preview-05-20", "gemini-2.5-flash"),
        ("deepseek-chat-v3-0324", "deepseek-chat-v3"),
        ("claude-3-5-haiku-20241022", "claude-3-5-haiku"),
    ],
)
def test_a_dated_name_still_means_its_model(name: str, family: str) -> None:
    assert same_model(name, family)
    assert not same_model(name, "gemini-1.5-flash")
