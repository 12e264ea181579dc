"""The glossary as a dictionary: a term that is asked for is looked up, and quoted as it stands."""

import pytest

from knowledge.definitions import definition
from knowledge.guidance import CORPUS


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("What is an adapter?", "Adapter: small trainable layers"),
        ("what are adapters", "Adapter: small trainable layers"),
        ("What does over-fitting mean?", "Over-fitting: learning"),
        ("what's a chunk?", "Chunk or passage: the piece"),
        ("define BLEU", "BLEU, ROUGE: overlap"),
        ("What is the learning rate?", "Learning rate: the size"),
    ],
)
def test_a_term_of_the_glossary_is_quoted_with_its_place(question, meaning):
    found = definition(CORPUS, question)
    assert found is not None
    assert found.text.startswith(meaning)
    assert (CORPUS / found.source).read_text(encoding="utf-8")[
        found.start : found.end
    ] == found.text


@pytest.mark.parametrize(
    "question",
    ["What is a unicorn?", "how do adapters work?", "what is the best adapter for us?", "adapter"],
)
def test_what_the_glossary_does_not_hold_or_is_not_asked_for_is_left_to_the_search(question):
    assert definition(CORPUS, question) is None


def test_a_glossary_that_is_edited_is_quoted_as_it_is_now_and_one_that_is_gone_not_at_all(tmp_path):
    file = tmp_path / "glossary.md"
    for meaning in ("a sheep in clothing", "a wolf, after all, in a sheep's skin"):
        file.write_text(f"# Glossary\n\nWug: {meaning}.\n", encoding="utf-8")
        found = definition(tmp_path, "What is a wug?")
        assert found is not None
        assert meaning in found.text
    file.unlink()
    assert definition(tmp_path, "What is a wug?") is None
