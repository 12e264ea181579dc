import pytest

from agent.offline.reading.reader import Reader


def accuracies(text: str) -> tuple[object, object]:
    facts = Reader().read(text).facts
    return facts.get("current_accuracy"), facts.get("target_accuracy")


@pytest.mark.parametrize(
    ("text", "current", "target"),
    [
        ("Eleven in a hundred bills are misread today, four is the goal.", 89, 96),
        ("One forgotten allergy in fifty is the most the ward can bear.", None, 98),
        ("Twelve of a hundred tags are wrong so far, three of a hundred at most.", 88, 97),
        (
            "Half the drafts need work; no worse than one slip in forty, says the editor.",
            None,
            97.5,
        ),
        ("The auditor tolerates two errors per thousand.", None, 99.8),
        ("Seven of ten menus are usable, we'd be content with 85.", 70, 85),
        ("6 % of the cells are wrong, 2 % is the ceiling.", 94, 98),
        (
            "Three in twenty labels are off now, one bad label in twenty-five we could live with.",
            85,
            96,
        ),
        ("2 of 10 subtitles aren't usable.", 80, None),
        ("Four in five is enough for us.", None, 80),
    ],
)
def test_errors_per_so_many_are_accuracies(text: str, current: float, target: float) -> None:
    assert accuracies(text) == (current, target)


@pytest.mark.parametrize(
    "text",
    [
        "One in ten customers pays late.",
        "Each letter gets one of 12 reasons.",
        "Two out of three hospitals in the region use it.",
        "One output in ten is no valid JSON.",
        "It needs the handbook for maybe one mail in six.",
        "We have 3 offices in 5 countries and 2 of 40 people know Python.",
    ],
)
def test_a_share_of_something_else_is_no_accuracy(text: str) -> None:
    assert accuracies(text) == (None, None)


def test_the_base_of_a_ratio_is_no_figure_of_its_own() -> None:
    facts = Reader().read("One wrong answer in twenty-five is our limit. 40 tokens out.").facts
    assert facts == {"target_accuracy": 96, "output_tokens": 40}


@pytest.mark.parametrize(
    ("text", "examples"),
    [
        ("We have 1,200 labelled slips, half of them bad.", 600),
        ("1,200 examples, but a third are rubbish", 800),
        ("about 800 labels, 30% of which are wrong", 560),
        ("of our 4,000 labelled notes, a quarter is mislabelled", 3_000),
        ("900 annotated scans, two thirds of them usable", 600),
    ],
)
def test_a_part_of_the_examples_is_no_accuracy(text: str, examples: int) -> None:
    facts = Reader().read(text).facts
    assert facts["labeled_examples"] == examples
    assert "current_accuracy" not in facts


@pytest.mark.parametrize(
    ("text", "examples", "current"),
    [
        ("We have 600 good examples, GPT gets half of them wrong.", 600, 50),
        ("1,200 labelled slips; half of the answers are wrong", 1_200, 50),
        ("We tested 300 slips, 20% of them were wrong.", None, 80),
        ("900 examples, half of them in French", 900, None),
    ],
)
def test_a_share_of_the_answers_is_an_accuracy_beside_examples(
    text: str, examples: int | None, current: float | None
) -> None:
    facts = Reader().read(text).facts
    told = (facts.get("labeled_examples"), facts.get("current_accuracy"))
    assert told == (examples, current)
