"""What came in, kept with what came of it, is examples, whatever has no label."""

import pytest

from agent.offline.reading.reader import Reader

FACT = "labeled_examples"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("No labels, but we keep the letters and what was ordered after them, 14k", 14_000),
        ("Nothing labelled as such; we have 7,000 letters with the decision that was made", 7000),
        ("no labels, though the archive has 30k damages and how each was handled", 30_000),
        ("We have no annotations. There are 9,000 calls and what was booked", 9000),
        ("no examples; we do have 5k letters and what our clerks decided", 5000),
        (
            "no training data but there are 8,000 old letters with the team that dealt with each",
            8000,
        ),
        ("we've no labels, only the logs with how they ended, 11k of them", 11_000),
        ("None of it labelled, but 6,000 parcels with the final price are in the system", 6000),
    ],
)
@pytest.mark.parametrize("asked", [None, FACT])
def test_inputs_with_their_outcomes_are_examples(text: str, count: int, asked: str | None) -> None:
    assert Reader().read(text, asked=asked).facts[FACT] == count


@pytest.mark.parametrize(
    "text",
    [
        "no labels, but we have the transcripts, 14k",
        "no labels, but we have 14k letters",
        "no labels; what was ordered is not stored",
        "No labels. We could collect 5,000 letters and how they ended",
        "no labels, and 12 clerks and how they were trained differs",
        "no labels; we have 800 contracts and what happened to the market is unclear",
    ],
)
def test_inputs_alone_are_none(text: str) -> None:
    assert Reader().read(text).facts[FACT] == 0
