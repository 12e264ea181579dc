"""The grounding check: a figure stands only where the evidence does."""

import pytest

from agent.grounding import Evidence, evidence_of, figures, sentences, unsupported

TOOL = """{"monthly_usd": 201.6, "break_even_months": 17.628, "probability": 0.614,
           "sentences": [{"n": 3}]}"""
EVIDENCE = evidence_of(["We get about 120k emails, 3,000 replies"], [TOOL], {"score": 84.94})


@pytest.mark.parametrize(
    "sentence",
    [
        "Prompting alone costs $201.60 a month.",
        "That is about $202 a month.",
        "It pays back after 17.6 months.",
        "You have 120,000 emails and 3,000 replies.",
        "That is 0.12 million emails.",
        "It is 61 % likely the best of the eight.",
        "It scores 84.9 of 100 [3].",
        "There are two ways to do this.",
        "1. First point\n2. Second point",
    ],
)
def test_what_the_evidence_supports_passes_whatever_its_form(sentence):
    assert unsupported(sentence, EVIDENCE) == []


@pytest.mark.parametrize(
    ("sentence", "lie"),
    [
        ("Prompting alone costs $210.60 a month.", "$210.60"),
        ("It pays back after 17 months.", "17 months"),
        ("It pays back after twelve months.", "twelve months"),
        ("It is 64 % likely the best.", "64 %"),
        ("It scores 84.8.", "84.8"),
        ("You have 130k emails.", "130k"),
        ("As the paper says [4].", "[4]"),
        ("It saves 1.5 million dollars.", "1.5 million dollars"),
        ("It costs $100 a month.", "$100"),
        ("It costs $2 a month.", "$2"),
        ("You reach 100 % accuracy.", "100 %"),
        ("It is live in 2 days.", "2 days"),
        ("It saves a hundred dollars.", "a hundred dollars"),
        ("That is half a million requests.", "half a million"),
        ("It answers in 150ms.", "150ms"),
        ("It costs 4000USD.", "4000USD"),
        ("It needs 16GB.", "16GB"),
        ("That is 1e9 requests.", "1e9 requests"),
        ("As two papers say [3, 9].", "[9]"),
    ],
)
def test_an_invented_figure_or_citation_is_named(sentence, lie):
    assert lie.lower() in " ".join(unsupported(sentence, EVIDENCE)).lower()


def test_numbers_inside_the_strings_of_a_result_count():
    evidence = Evidence()
    evidence.add_json({"how": "120,000 x 420 tokens x $4 per million"})
    assert unsupported("420 tokens at $4", evidence) == []


def test_digits_inside_names_are_no_figures():
    assert figures("gpt-4o-mini and text-embedding-3-small on an A100") == []


@pytest.mark.parametrize(
    "text", ["", "One.", "One. Two!\n\nThree? **Four.** Five", "$201.60 a month. And 17.6."]
)
def test_sentences_join_to_the_text_they_were_cut_from(text):
    assert "".join(sentences(text)) == text


def test_a_decimal_point_does_not_end_a_sentence():
    assert sentences("It costs $201.60 a month. Done.") == ["It costs $201.60 a month. ", "Done."]
