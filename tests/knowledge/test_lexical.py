import numpy as np
import pytest

from knowledge.lexical import WordIndex, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("examples", "example"),
        ("tuning", "tuned"),
        ("fine-tuning", "fine tuning"),
        ("optimise", "optimised"),
        ("policies", "policy"),
        ("Prompt’s", "prompt"),
    ],
)
def test_forms_of_one_word_match(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_function_words_are_left_out_and_figures_kept() -> None:
    assert words("What does it cost at $2.50 per 1K?") == ["cost", "2.50", "per", "1k"]


def test_the_text_with_the_rarer_word_scores_higher() -> None:
    index = WordIndex(["cats and dogs", "cats and mice", "cats"])
    scores = index.scores("mice or cats")
    assert int(np.argmax(scores)) == 1
    assert index.rarity("mic") > index.rarity("cat")
    assert index.rarity("zebra") > index.rarity("mic")


def test_a_question_of_unknown_words_scores_nothing() -> None:
    assert WordIndex(["cats"]).scores("zebra ???").tolist() == [0.0]
    assert WordIndex(["", "and the"]).scores("cats").tolist() == [0.0, 0.0]
