"""A reason that each answer is to hold says nothing of how well the model reasons."""

import pytest

FAULT = "failure_mode"
WEAK = "weak_reasoning"


@pytest.mark.parametrize(
    "text",
    [
        "the shelf and a short reason",
        "It should give the grade and a brief explanation.",
        "each answer is a score with a one-sentence rationale",
        "We sort parcels; what comes out is the depot and a short reason.",
        "output: yes/no plus a reason",
        "label, confidence and reasoning",
        "approve or reject, with the reasoning in two lines",
        "a mark from 1 to 6 and a short justification for the pupil",
        "the class plus a brief explanation why",
    ],
)
@pytest.mark.parametrize("asked", [FAULT, None])
def test_a_reason_in_the_output_is_no_fault(reader, text, asked):
    assert FAULT not in reader.read(text, asked=asked).facts


@pytest.mark.parametrize(
    "text",
    [
        "wrong reasoning",
        "the reasoning is weak",
        "the short reason it gives is wrong",
        "it gives the grade and a reason, but the reasoning is faulty",
        "its logic is off and the explanation contradicts it",
        "reasoning",
    ],
)
def test_reasoning_that_goes_wrong_is_one(reader, text):
    assert reader.read(text, asked=FAULT).facts.get(FAULT) == WEAK


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("the category is wrong and the JSON is broken", "wrong_format"),
        ("it makes things up and explains them well", "missing_knowledge"),
    ],
)
def test_other_faults_are_read_beside_a_reason(reader, text, fault):
    assert reader.read(text, asked=FAULT).facts.get(FAULT) == fault
