"""Volumes by shifts and by headed figures, pages as cases, and the size of all documents."""

import pytest

from agent.offline.reading.reader import Reader


def _told(reader: Reader, text: str, fact: str) -> object:
    return reader.read(text).facts.get(fact)


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("One report per machine and shift: 14 machines x 3 shifts, seven days a week.", 1260),
        ("One report per machine and shift: 14 machines x 3 shifts, Monday to Friday.", 913.5),
        ("A note per ward and shift. 20 wards, 3 shifts a day.", 1800),
        ("We have 20 lines x 3 shifts.", None),
        ("One report per machine and shift: 14 people x 3 shifts.", None),
    ],
)
def test_one_per_place_and_shift_is_a_volume(
    reader: Reader, text: str, monthly: float | None
) -> None:
    assert _told(reader, text, "monthly_requests") == monthly


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("Last year's numbers: 600,000 claims, 12 offices. We sort them.", 50000),
        ("Figures for 2024: 1.2 million letters, 8 sites.", 100000),
        ("Last month's volumes: 4,000 letters, 3 clerks.", 4000),
        ("2024 figures: 360k orders.", 30000),
        ("In 2023 we received 120,000 claims.", 10000),
        ("In 2023 we had 120,000 claims.", None),
        ("In 2021 we had 900 questions in our survey.", None),
        ("In 2023 we labelled 120,000 claims.", None),
        ("Last year's figures: 3,000 employees.", None),
        ("Last year's figures: 200 new mails.", None),
    ],
)
def test_a_heading_tells_of_what_time_the_figures_are(
    reader: Reader, text: str, monthly: float | None
) -> None:
    assert _told(reader, text, "monthly_requests") == monthly


def test_pages_that_are_judged_come_in_by_the_day(reader: Reader) -> None:
    text = "Moderation. Editors labelled 90k pages so far; 2M pages per day are checked."
    assert _told(reader, text, "monthly_requests") == 60_000_000


@pytest.mark.parametrize(
    ("text", "fact", "tokens"),
    [
        ("Knowledge base: 90 guides, altogether 120,000 tokens.", "knowledge_tokens", 120000),
        ("Our wiki has 90 articles, in total 300k tokens.", "knowledge_tokens", 300000),
        ("A manual of 900 pages, 600k tokens overall.", "knowledge_tokens", 600000),
        ("The contracts are sent whole, in total 60k tokens per prompt.", "prompt_tokens", 60000),
    ],
)
def test_the_tokens_of_all_documents_are_no_prompt(
    reader: Reader, text: str, fact: str, tokens: int
) -> None:
    facts = reader.read(text).facts
    assert {f: v for f, v in facts.items() if f.endswith("_tokens")} == {fact: tokens}
