"""Examples of which only a part can be used, and figures that their speaker doubts."""

from typing import Any

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "value", "bounds"),
    [
        ("We have 8,000 labelled letters, I would vouch for a quarter", 2000, None),
        ("8,000 labelled letters but honestly we'd only trust half of them", 4000, None),
        ("9,000 labelled letters, I'd trust about two thirds", 6000, (5400, 6600)),
        ("We've got 1,200 annotated forms and I'd stand by maybe half", 600, (540, 660)),
        ("900 letters, a fifth of which have tags", 180, None),
        ("6,000 letters, of which a third have been labelled", 2000, None),
        ("6,000 letters but only half are labelled", 3000, None),
        ("1,000 examples, a quarter of them wrong", 750, None),
        ("500 pairs, 20% of them are duplicates", 400, None),
    ],
)
def test_the_part_that_can_be_used_counts(
    text: str, value: int, bounds: tuple[float, float] | None
) -> None:
    reading = Reader().read(text)
    assert reading.facts["labeled_examples"] == value
    assert reading.ranges.get("labeled_examples") == bounds
    assert "current_accuracy" not in reading.facts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,000, I'd trust a quarter", 2000),
        ("4,000, half of them junk", 2000),
        ("6k but we'd only vouch for a third", 2000),
        ("2,000 letters, 10% of them are mislabelled", 1800),
    ],
)
def test_the_part_counts_in_an_answer_too(text: str, value: int) -> None:
    reading = Reader().read(text, asked="labeled_examples")
    assert dict(reading.facts)["labeled_examples"] == value


@pytest.mark.parametrize(
    "text",
    [
        "we get 700 letters a day and I trust half of the team",
        "8,000 letters a month, half of them come in by fax",
        "600 pages, a third of them tables",
        "40 clerks, half of them labelled letters last year",
        "we could label 3,000, I'd trust half",
    ],
)
def test_a_part_of_something_else_makes_no_examples(text: str) -> None:
    assert "labeled_examples" not in Reader().read(text).facts


@pytest.mark.parametrize(
    ("text", "asked", "value", "bounds"),
    [
        ("half of them are junk", None, 3000, None),
        ("a third of those is mislabelled", None, 4000, None),
        ("a quarter of our labels are wrong", None, 4500, None),
        ("of those, 10% are duplicates", None, 5400, None),
        ("roughly half of them are unusable", None, 3000, (2700, 3300)),
        ("maybe a third of the labels are garbage", "latency_target_ms", 4000, (3600, 4400)),
        ("two thirds of them turned out to be noise", "monthly_requests", 2000, None),
        ("20% of the labels are rubbish", "private_knowledge", 4800, None),
    ],
)
def test_known_examples_of_which_a_part_is_bad_are_fewer(
    text: str, asked: str | None, value: int, bounds: tuple[float, float] | None
) -> None:
    known = {"labeled_examples": 6000, "monthly_requests": 40_000}
    reading = Reader().read(text, asked=asked, known=known)
    assert (reading.kind, dict(reading.facts)) == ("correct", {"labeled_examples": value})
    assert reading.ranges.get("labeled_examples") == bounds


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("half of them are wrong", "current_accuracy"),
        ("half of them are wrong", "failure_mode"),
        ("half of the answers are wrong", None),
        ("half of our customers are unhappy", None),
        ("a third of the drafts are bad", None),
    ],
)
def test_bad_answers_and_unhappy_people_cost_no_examples(text: str, asked: str | None) -> None:
    reading = Reader().read(text, asked=asked, known={"labeled_examples": 6000})
    assert "labeled_examples" not in reading.facts


@pytest.mark.parametrize(
    ("text", "known", "facts"),
    [
        ("I'm not sold on the 88, 84 will do", {"target_accuracy": 88}, {"target_accuracy": 84}),
        ("not so sure about the 88 any more, maybe 85", {"target_accuracy": 88},
         {"target_accuracy": 85}),
        ("we're not convinced we need 88, 80 would be fine", {"target_accuracy": 88},
         {"target_accuracy": 80}),
        ("I wouldn't insist on the 6 s, 9 is fine", {"latency_target_ms": 6000},
         {"latency_target_ms": 9000}),
        ("I'm unsure about the 5,200, 4,000 is closer", {"labeled_examples": 5200},
         {"labeled_examples": 4000}),
        ("not certain about the 700, could be 900", {"monthly_requests": 700},
         {"monthly_requests": 900}),
        ("having second thoughts about the 88, 90 is safer", {"target_accuracy": 88},
         {"target_accuracy": 90}),
        ("I don't insist on the $700, $900 is alright", {"monthly_budget_usd": 700},
         {"monthly_budget_usd": 900}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("asked", [None, "private_knowledge"])
def test_a_figure_that_is_doubted_gives_way_to_the_one_told_instead(
    text: str, known: dict[str, Any], facts: dict[str, Any], asked: str | None
) -> None:
    reading = Reader().read(text, asked=asked, known=known)
    assert (reading.kind, dict(reading.facts)) == ("correct", facts)


@pytest.mark.parametrize(
    "text",
    [
        "I'm not sure about the 88",
        "not sure about the budget, maybe 84",
        "I'm not sure",
        "are you sure about the 88?",
        "how sure are you about the 84?",
    ],
)
def test_a_doubt_without_another_figure_changes_nothing(text: str) -> None:
    assert dict(Reader().read(text, known={"target_accuracy": 88}).facts) == {}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("two-thirds of them are junk", 100),
        ("about 3/4 of them are junk", 75),
        ("33.5% of them are junk", 200),
        ("four fifths of those are spam", 60),
        ("of them, two-thirds are junk", 100),
        ("40 of them are junk", 260),
        ("2,000 of them are junk", None),
    ],
)
def test_a_share_is_read_however_it_is_written(text: str, left: int | None) -> None:
    reading = Reader().read(text, known={"labeled_examples": 300})
    assert reading.facts.get("labeled_examples") == left


@pytest.mark.parametrize("asked", ["failure_mode", None])
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("We have 900 examples, but a third of the labels are wrong", 600),
        ("1,200 labelled letters, though half of our tags are wrong", 600),
        ("400 pairs, and 25% of the annotations are incorrect", 300),
        ("We have 900 examples. Half of the labels are wrong.", 900),
    ],
)
def test_wrong_labels_cost_examples_and_no_accuracy(
    reader: Reader, text: str, left: int, asked: str | None
) -> None:
    facts = reader.read(text, asked=asked).facts
    assert facts["labeled_examples"] == left
    assert not {"current_accuracy", "target_accuracy", "failure_mode"} & set(facts)


@pytest.mark.parametrize(
    "text",
    [
        "a quarter of the labels in our set are wrong",
        "12% of the training labels are noisy",
        "half of the annotations are wrong",
    ],
)
def test_wrong_labels_of_a_set_are_no_accuracy_either(text: str) -> None:
    for asked in ("failure_mode", "current_accuracy", None):
        assert not Reader().read(text, asked=asked).facts


@pytest.mark.parametrize(
    "text",
    [
        "the model gets half of the labels wrong",
        "We have 900 examples and the model gets half of the labels wrong",
        "We have 900 examples, half of the answers are wrong",
        "half of the tags come out wrong",
        "half the labels turn out wrong in the end",
    ],
)
def test_what_the_model_gets_wrong_is_its_accuracy(text: str) -> None:
    assert Reader().read(text, asked="failure_mode").facts["current_accuracy"] == 50


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a fifth of our annotations are incorrect", 4800),
        ("10% of the training labels are noisy", 5400),
        ("a third of the examples are sloppily labelled", 4000),
    ],
)
def test_however_bad_labels_are_called_the_rest_is_left(text: str, left: int) -> None:
    reading = Reader().read(text, known={"labeled_examples": 6000})
    assert dict(reading.facts) == {"labeled_examples": left}


@pytest.mark.parametrize(
    "text",
    [
        "a quarter of our examples are in Dutch",
        "half of the labels were done by Mia",
        "30% of the labels came from an agency",
        "a third of the requests come from Spain",
        "half of our budget goes to hosting",
        "half of the classes are rare",
        "what if half of our examples were in Dutch?",
    ],
)
def test_what_a_part_is_like_changes_no_figure(text: str) -> None:
    known = {
        "labeled_examples": 6000,
        "monthly_requests": 40_000,
        "monthly_budget_usd": 900,
        "label_classes": 12,
    }
    reading = Reader().read(text, known=known)
    assert not reading.facts
    assert not reading.hypothetical


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("half of the budget is enough", {"monthly_budget_usd": 450}),
        ("only half the volume in winter", {"monthly_requests": 20_000}),
        ("only a third of the labels are usable", {"labeled_examples": 2000}),
    ],
)
def test_a_part_that_is_all_there_is_does(text: str, facts: dict[str, float]) -> None:
    known = {"labeled_examples": 6000, "monthly_requests": 40_000, "monthly_budget_usd": 900}
    assert dict(Reader().read(text, known=known).facts) == facts


@pytest.mark.parametrize("asked", ["failure_mode", "current_accuracy", None])
@pytest.mark.parametrize("text", ["10% of the answers are wrong", "so 10% of answers are wrong"])
def test_wrong_answers_move_no_target(text: str, asked: str | None) -> None:
    reading = Reader().read(text, asked=asked, known={"target_accuracy": 95})
    assert dict(reading.facts) == {"current_accuracy": 90}
