import pytest

from agent.offline.words.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120k", 120_000),
        ("1.2m", 1_200_000),
        ("12.000", 12_000),
        ("1,250", 1_250),
        ("1,5 million", 1_500_000),
        ("2 k", 2_000),
        ("30'000", 30_000),
        ("18 000", 18_000),
        ("150 000.", 150_000),
        ("0.87", 0.87),
        ("1/2 million", 500_000),
        ("half a million", 500_000),
        ("half a mil", 500_000),
        ("a quarter of a million", 250_000),
        ("a hundred and twenty", 120),
        ("twenty-five", 25),
        ("five hundred thousand", 500_000),
        ("one million and a half", 1_500_000),
        ("3 and a half thousand", 3_500),
        ("1 and a half seconds", 1.5),
        ("a dozen", 12),
    ],
)
def test_numbers_are_read_in_every_common_notation(text: str, value: float) -> None:
    (number,) = find_numbers(text)
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("20-30k", 20_000, 30_000),
        ("1.5k-2k", 1_500, 2_000),
        ("between 5 and 8", 5, 8),
        ("ten to fifteen thousand", 10_000, 15_000),
        ("$5k, maybe 6", 5_000, 6_000),
        ("a couple of hundred", 150, 300),
        ("a few thousand", 2_000, 5_000),
    ],
)
def test_ranges_and_vague_words_keep_their_bounds(text: str, low: float, high: float) -> None:
    (number,) = find_numbers(text)
    assert (number.low, number.high) == pytest.approx((low, high))


def test_a_bullet_is_no_minus_sign_but_a_sign_is() -> None:
    assert [n.value for n in find_numbers("- 15k and -5")] == [15_000, -5]


def test_two_numbers_joined_by_and_stay_two_numbers() -> None:
    assert [n.value for n in find_numbers("8 and 12")] == [8, 12]
