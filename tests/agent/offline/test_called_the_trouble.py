"""What somebody calls the problem, the headache or what hurts is what goes wrong."""

import pytest

from agent.offline.reading.reader import Reader

FAULT = "failure_mode"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("900 letters a week, wrong codes are the main problem.", "wrong_behavior"),
        ("Our biggest headache: inconsistent tags.", "wrong_behavior"),
        ("The trouble is its tone.", "wrong_behavior"),
        ("The categories it picks are mostly off.", "wrong_behavior"),
        ("Misrouting is what annoys us.", "wrong_behavior"),
        ("Invented sources are the worst issue.", "missing_knowledge"),
        ("The pain point is hallucinations.", "missing_knowledge"),
        ("Main weakness = arithmetic", "weak_reasoning"),
        ("Sloppy logic is our complaint.", "weak_reasoning"),
        ("The problem is malformed XML.", "wrong_format"),
        ("The JSON is the issue.", "wrong_format"),
    ],
)
def test_what_is_called_the_trouble_goes_wrong(reader: Reader, text: str, fault: str) -> None:
    assert dict(reader.read(text).facts).get(FAULT) == fault


@pytest.mark.parametrize(
    "text",
    [
        "The problem is that nobody has time.",
        "Our main headache is the volume.",
        "The labels are fine.",
        "Too many mails are the problem.",
        "The problem is the legal department.",
    ],
)
def test_trouble_with_something_else_is_no_fault_of_the_model(reader: Reader, text: str) -> None:
    assert FAULT not in reader.read(text).facts
