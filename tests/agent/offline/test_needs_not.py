"""What is denied, and documents taken together, are not read as their opposite."""

import pytest

from agent.offline.reading.reader import Reader


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("It need not run on our own hardware.", "self_hosted", False),
        ("It doesn't have to stay on our servers.", "self_hosted", False),
        ("It has to stay on our servers.", "self_hosted", True),
        ("A stronger model could not do it.", "stronger_model_works", False),
        ("A larger model didn't help.", "stronger_model_works", False),
        ("A stronger model could do it.", "stronger_model_works", True),
        ("Our manuals add up to 160,000 tokens.", "knowledge_tokens", 160_000),
        ("The policies live in a drive, 300k tokens in all.", "knowledge_tokens", 300_000),
        ("There are 90,000 tokens of internal guidelines.", "knowledge_tokens", 90_000),
    ],
)
def test_the_plain_meaning_of_a_statement_is_read(text: str, fact: str, value: object) -> None:
    facts = Reader().read(text).facts
    assert facts.get(fact) == value
    assert "prompt_tokens" not in facts
