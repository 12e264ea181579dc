"""What the user rules out comes last in the ranking, moves no score and leaves all else alone."""

from datetime import date

import pytest

from tests.tools.projects import project
from tools.alternatives import alternatives
from tools.errors import UnknownName
from tools.facts import ProjectFacts
from tools.interview import next_question
from tools.record import decision_record
from tools.record_json import read_record, write_record
from tools.record_text import markdown
from tools.scoring import assess, leader, score_drivers
from tools.vocabulary import STRATEGIES

TUNED = project(
    task="classification",
    failure_mode="wrong_behavior",
    labeled_examples=2000,
    monthly_requests=9000,
)
TRAINING = dict.fromkeys(("peft", "full_finetune", "distillation"), "nobody trains") | {
    "preference_tuning": "nobody trains"
}
BARRED = TUNED.ruling_out(TRAINING)


def test_the_best_of_the_rest_leads_and_every_score_stays():
    free, held = assess(TUNED), assess(BARRED)
    assert free.primary == "peft"
    assert held.primary == next(r.strategy for r in free.ranking if r.strategy not in TRAINING)
    assert held.primary == leader(BARRED) == score_drivers({}, BARRED).primary
    assert {r.strategy: r.score for r in held.ranking} == {
        r.strategy: r.score for r in free.ranking
    }


def test_what_is_ruled_out_comes_last_says_so_and_has_no_chance():
    held = assess(BARRED)
    last = held.ranking[-len(TRAINING) :]
    assert {row.strategy for row in last} == TRAINING.keys()
    assert all(row.ruled_out and row.probability < 1e-9 for row in last)
    assert {row.gates[0].text for row in last} == {"ruled out by you"}
    assert sum(row.probability for row in held.ranking) == pytest.approx(1)


def test_nothing_that_follows_the_ranking_proposes_it():
    held = assess(BARRED)
    named = {flip.strategy for flip in held.flips} | set(held.complements)
    named |= {step.strategy for step in held.roadmap}
    assert not named & TRAINING.keys()
    wins = {a.strategy: a.would_win for a in alternatives(BARRED, held)}
    assert wins["peft"] == wins["full_finetune"] == "if it were allowed again"
    assert wins["distillation"] == wins["preference_tuning"] == ""
    question = next_question(BARRED)
    assert "LoRA" not in question.could_change


def test_without_exclusions_the_result_is_the_same_object_of_values():
    assert assess(TUNED.ruling_out({})) == assess(TUNED)


def test_all_ruled_out_still_ranks_by_score_and_says_what_to_allow_again():
    nothing = TUNED.ruling_out(dict.fromkeys(STRATEGIES, "none of it"))
    for found in (assess(nothing), score_drivers({}, nothing)):
        assert found.primary == assess(TUNED).primary == "peft"
        assert found.off_ramp.text == found.nothing_left
        assert "Allow one again, say LoRA / PEFT" in found.nothing_left
    assert not assess(BARRED).nothing_left
    assert not assess(TUNED).nothing_left


def test_a_record_of_all_ruled_out_decides_nothing_and_can_be_read_again():
    nothing = TUNED.ruling_out(dict.fromkeys(STRATEGIES, "none of it"))
    record = decision_record(nothing, title="Claims", made_on=date(2026, 7, 1))
    assert read_record(write_record(record)).facts == nothing
    text = markdown(record)
    assert "Nothing is left to advise" in text
    assert "It scores" not in text


def test_it_travels_with_the_facts_through_changes_json_and_records():
    more = BARRED.with_facts(project(latency_target_ms=300).known).without(["labeled_examples"])
    assert dict(more.ruled_out) == TRAINING
    assert ProjectFacts.from_json(more.to_json()) == more
    assert BARRED.figures != TUNED.figures
    record = decision_record(BARRED, title="Claims", made_on=date(2026, 7, 1))
    assert read_record(write_record(record)).facts == BARRED


def test_a_strategy_that_does_not_exist_cannot_be_ruled_out():
    with pytest.raises(UnknownName, match="did you mean"):
        TUNED.ruling_out({"prefetuning": "no"})
