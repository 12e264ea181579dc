"""A prompt told in parts is their sum; lengths told as alternatives are a range."""

import pytest

from agent.offline.reading.reader import Reader

FACT = "prompt_tokens"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("900 tokens of instructions plus the letter, 200 words", 1160),
        ("The system prompt is 700 tokens and the context another 1,500 tokens", 2200),
        ("instructions of 1,100 tokens, few-shot examples of another 600", 1700),
        ("we send 600 tokens of instructions + 250 for the question", 850),
        ("A system prompt of 900 tokens and 2,400 tokens of retrieved passages", 3300),
        ("700 tokens of prompt, 1,300 tokens of chat history and 100 words of question", 2130),
        ("the prompt is 800 tokens, plus 3,000 tokens of contract text", 3800),
        ("Template 400 tokens, context 2k tokens", 2400),
    ],
)
def test_the_parts_of_what_goes_in_are_added_up(text: str, tokens: float) -> None:
    reading = Reader().read(text)
    assert reading.facts[FACT] == tokens
    assert reading.unplaced == ()


def test_the_parts_are_added_up_in_an_answer_too() -> None:
    text = "1,100 for instructions, plus 200 words of letter text"
    reading = Reader().read("1,100 tokens of instructions and 2,000 of context", asked=FACT)
    assert dict(reading.facts) == {FACT: 3100}
    assert Reader().read(text, asked=FACT).facts[FACT] == 1360


def test_a_part_told_roughly_makes_the_sum_a_range() -> None:
    reading = Reader().read("900 tokens of instructions and about 1,000 tokens of context")
    assert (reading.facts[FACT], reading.ranges[FACT]) == (1900, (1800, 2000))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The prompt is 600 tokens, sometimes 2,400", 600, 2400),
        ("prompts have 700 tokens or, for the long ones, 3,100", 700, 3100),
        ("our prompt is 500 tokens, in other cases 900 tokens", 500, 900),
    ],
)
def test_lengths_told_as_alternatives_are_a_range(text: str, low: float, high: float) -> None:
    reading = Reader().read(text)
    assert reading.ranges[FACT] == (low, high)
    assert reading.facts[FACT] == (low + high) / 2


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("prompt 1,100 tokens, answer 250 tokens", 1100),
        ("prompt of 1,900 tokens, of which 300 are the question", 1900),
        ("a prompt of 1,900 tokens including 300 tokens of question", 1900),
        ("the prompt is 1,900 tokens and 500 questions come in daily", 1900),
        ("our manuals are 4 million tokens and the prompt is 800 tokens", 800),
        ("1,900 tokens of prompt and 300 labelled letters", 1900),
        ("900 tokens in and 200 out", 900),
    ],
)
def test_figures_that_are_no_parts_of_the_input_are_not_added(text: str, tokens: float) -> None:
    assert Reader().read(text).facts[FACT] == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The context window is 8000 tokens and the prompt 900 tokens", 900),
        ("The prompt limit is 4000 tokens and the question 100 tokens", 100),
        ("Average input 500 tokens, p95 input 3000 tokens", 500),
        ("The prompt is 900 tokens and the longest input 4000 tokens", 900),
        ("The old prompt had 900 tokens and the new prompt has 500 tokens", 500),
        ("The prompt is 300 words and that's 400 tokens of prompt", 390),
        ("The system prompt is 900 tokens and the user prompt 200 tokens", 1100),
    ],
)
@pytest.mark.parametrize("asked", [None, FACT])
def test_a_bound_or_an_old_length_is_no_part(text: str, tokens: float, asked: str | None) -> None:
    assert Reader().read(text, asked=asked).facts[FACT] == tokens


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Prompts of 500 tokens for chat and prompts of 900 tokens for mail", 500, 900),
        ("Chat prompts are 500 tokens, mail prompts 900 tokens", 500, 900),
        ("Inputs are 300 words in English and 400 words in German inputs", 390, 520),
    ],
)
def test_two_lengths_of_one_name_are_a_range(text: str, low: float, high: float) -> None:
    assert Reader().read(text).ranges[FACT] == (low, high)


def test_a_part_told_at_its_most_is_not_added() -> None:
    text = "Questions are 20 words with 3000 tokens of history at most"
    assert Reader().read(text).facts.get(FACT, 0) < 3000
