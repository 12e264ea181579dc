import pytest

from tools.errors import InvalidInput, UnknownName
from tools.ladder import next_rung


def test_it_starts_at_the_bottom() -> None:
    assert next_rung({}, target=90).key == "zero_shot"


@pytest.mark.parametrize(
    ("measured", "rung"),
    [
        ({"zero_shot": 70}, "few_shot"),
        ({"zero_shot": 70, "few_shot": 75}, "chain_of_thought"),
        ({"zero_shot": 70, "few_shot": 75, "chain_of_thought": 78}, "tune_100"),
    ],
)
def test_it_climbs_one_rung_when_the_last_falls_short(
    measured: dict[str, float], rung: str
) -> None:
    found = next_rung(measured, target=90)
    assert found.key == rung
    assert not found.done


@pytest.mark.parametrize(("score", "done"), [(89.9, False), (90, True), (91, True)])
def test_it_stays_where_the_target_is_met(score: float, done: bool) -> None:
    assert next_rung({"zero_shot": score}, target=90).done is done


def test_at_the_top_without_success_it_says_where_to_look() -> None:
    rungs = ("zero_shot", "few_shot", "chain_of_thought", "tune_100", "tune_1000")
    found = next_rung(dict(zip(rungs, (70, 75, 78, 80, 85), strict=True)), target=90)
    assert found.key == "tune_1000"
    assert not found.done
    assert "85%" in found.text


def test_an_unknown_rung_and_an_impossible_score_are_errors() -> None:
    with pytest.raises(UnknownName, match="few_shot"):
        next_rung({"fewshot": 70}, target=90)
    with pytest.raises(InvalidInput, match="zero_shot must be a percent"):
        next_rung({"zero_shot": float("nan")}, target=90)
