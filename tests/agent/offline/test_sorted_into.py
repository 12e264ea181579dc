"""The number of classes is known by what things are sorted into, whatever the things are called."""

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("We sort parcels into 14 piles.", 14),
        ("Each letter is routed to one of 31 desks.", 31),
        ("Assign a shelf to each book, from a list of 1,250 shelves.", 1250),
        ("I want to classify voices to 12 class.", 12),
    ],
)
def test_what_things_are_sorted_into_counts_the_classes(text: str, classes: int) -> None:
    assert Reader().read(text).facts["label_classes"] == classes


@pytest.mark.parametrize(
    "text", ["We put 300 crates into 4 lorries.", "One of 12 colleagues quit."]
)
def test_other_numbers_behind_into_count_no_classes(text: str) -> None:
    assert "label_classes" not in Reader().read(text).facts
