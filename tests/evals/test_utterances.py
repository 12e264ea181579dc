"""The floor under the reading of messages; the measured figures are in the report."""

import json

from tests.evals.utterances import SETS, predict, report, totals


def test_the_development_set_meets_its_targets() -> None:
    score = totals(SETS["development"])
    assert score["precision"] >= 0.97
    assert score["f1"] >= 0.95
    assert score["hypothetical"] >= 0.9
    assert score["cleared"] >= 0.9
    assert score["intent"] >= 0.93


def test_our_own_texts_are_many_and_meet_the_same_targets() -> None:
    score = totals(SETS["own"])
    assert score["items"] >= 400
    assert score["precision"] >= 0.97
    assert score["f1"] >= 0.95
    assert score["hypothetical"] >= 0.9
    assert score["cleared"] >= 0.9
    assert score["intent"] >= 0.93


def test_own_texts_and_development_texts_do_not_overlap() -> None:
    own, development = (
        {json.loads(line)["text"].lower() for line in path.read_text("utf-8").splitlines()}
        for path in SETS.values()
    )
    assert not own & development


def test_the_report_shows_both_sets_by_kind_and_the_worst_cases() -> None:
    shown = report()
    assert "== own ==" in shown
    assert "== development ==" in shown
    assert shown.count("intent") >= 2
    assert len(predict(SETS["development"])) == 120
