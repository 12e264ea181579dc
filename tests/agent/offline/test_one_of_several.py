"""One of twelve codes is a choice among classes; one answer in twelve is a share."""

import pytest

from agent.offline.reading.reader import Reader

LEVELS = ("current_accuracy", "target_accuracy")


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("We must give each defect one of 9 codes.", 9),
        ("Need it to tag every call with one of 6 topics.", 6),
        ("The model should pick 1 of 4 labels.", 4),
    ],
)
def test_one_of_so_many_is_chosen_and_no_share_of_right_answers(
    reader: Reader, text: str, classes: int
) -> None:
    facts = dict(reader.read(text).facts)
    assert facts.get("label_classes") == classes
    assert not facts.keys() & {*LEVELS, "labeled_examples"}


@pytest.mark.parametrize(
    "text",
    [
        "Every invoice needs to be filed under one of 18 ledgers.",
        "Need it to mark every call with one of 6 moods.",
        "Each parcel must go into one of 40 cages.",
    ],
)
def test_a_choice_among_things_of_any_name_is_no_share(reader: Reader, text: str) -> None:
    assert not reader.read(text).facts.keys() & {*LEVELS, "labeled_examples"}


@pytest.mark.parametrize(
    ("text", "level", "percent"),
    [
        ("One of 5 answers is wrong.", "current_accuracy", 80),
        ("We need 9 of 10 codes right.", "target_accuracy", 90),
        ("1 of 4 labels is wrong today.", "current_accuracy", 75),
    ],
)
def test_a_share_that_is_judged_stays_one(
    reader: Reader, text: str, level: str, percent: float
) -> None:
    assert dict(reader.read(text).facts).get(level) == percent


@pytest.mark.parametrize("asked", [None, "task"])
def test_who_counts_classes_tells_that_it_classifies(reader: Reader, asked: str | None) -> None:
    facts = reader.read("file parcels under 12 codes, 900 a day", asked=asked).facts
    assert facts["task"] == "classification"
    assert facts["label_classes"] == 12


def test_a_count_of_classes_leaves_a_task_that_is_known(reader: Reader) -> None:
    known = {"task": "extraction"}
    assert "task" not in reader.read("there are 12 categories", known=known).facts


def test_a_count_of_classes_as_an_answer_tells_no_task(reader: Reader) -> None:
    assert dict(reader.read("about 30", asked="label_classes").facts) == {"label_classes": 30}
