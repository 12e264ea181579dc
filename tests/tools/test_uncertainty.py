from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from tests.tools.projects import SUPPORT_EMAILS, plain_projects, project
from tools.advice import advice
from tools.candidates import Candidate, scores_at
from tools.facts import ProjectFacts, make_fact
from tools.leeway import chance_beyond, chances_of_choices
from tools.model import mean_columns, sample_columns, value_model
from tools.priors import beliefs, known_levels, priors
from tools.results import Flip
from tools.scoring import assess
from tools.uncertainty import look_ahead
from tools.vocabulary import STRATEGIES, spec, vocabulary

few = settings(max_examples=25, derandomize=True, deadline=None)


def set_to(facts: ProjectFacts, name: str, value: Any) -> ProjectFacts:
    whole = spec(name).kind == "integer"
    return facts.with_facts({name: make_fact(name, round(value) if whole else value)})


@few
@given(plain_projects)
def test_a_flip_point_is_true_when_the_fact_is_set_there(facts: dict[str, Any]) -> None:
    known = project(**facts)
    found = assess(known, samples=50)
    for flip in found.flips:
        moved = assess(set_to(known, flip.fact, flip.threshold), samples=1)
        assert moved.primary == flip.strategy != found.primary, flip


def numeric(flips: tuple[Flip, ...], fact: str) -> Flip:
    return next(flip for flip in flips if flip.fact == fact)


def test_just_inside_a_flip_point_the_advice_stands() -> None:
    facts = project(**SUPPORT_EMAILS, failure_mode="wrong_behavior")
    flip = numeric(assess(facts).flips, "labeled_examples")
    assert flip.direction == "below"
    assert isinstance(flip.threshold, float)
    assert assess(set_to(facts, flip.fact, flip.threshold + 4)).primary == "peft"
    assert assess(set_to(facts, flip.fact, flip.threshold)).primary == flip.strategy
    assert flip.text.startswith("If “good examples” fell below ")


@few
@given(plain_projects)
def test_candidates_score_as_the_facts_themselves_would(facts: dict[str, Any]) -> None:
    known = project(**facts)
    tried = [
        Candidate("labeled_examples", 700),
        Candidate("task", "chat"),
        Candidate("failure_mode", "weak_reasoning"),
        Candidate("private_knowledge", "heavy"),
        Candidate("training_signal", "metric"),
    ]
    scores = scores_at(known, tried)
    model = value_model()
    for row, candidate in zip(scores, tried, strict=True):
        changed = set_to(known, candidate.fact, candidate.value)
        assert np.allclose(row, model.scores(model.levels(mean_columns(changed)))[0])


def test_a_fact_that_settles_the_advice_raises_the_confidence() -> None:
    vague = assess(project(task="question_answering"))
    clear = assess(project(task="question_answering", failure_mode="missing_knowledge"))
    assert clear.primary == "rag"
    assert clear.confidence > vague.confidence + 0.1


def test_nothing_is_ever_certain() -> None:
    facts = SUPPORT_EMAILS | {"failure_mode": "wrong_behavior", "tried": ["prompting"]}
    assert 0.9 < assess(project(**facts)).confidence <= 0.95


def test_a_range_across_a_flip_point_is_less_sure_than_a_value_on_one_side() -> None:
    base = SUPPORT_EMAILS | {"failure_mode": "wrong_behavior"}
    sure, wide = ProjectFacts.of(base), ProjectFacts.of(base, {"labeled_examples": [1, 5999]})
    assert sure.value("labeled_examples") == wide.value("labeled_examples")
    assert assess(wide).of("peft").score == assess(sure).of("peft").score
    assert assess(wide).of("peft").probability < assess(sure).of("peft").probability


def test_probabilities_hardly_depend_on_the_seed() -> None:
    facts = project(task="chat", private_knowledge="heavy")
    chances = [[r.probability for r in assess(facts, seed=s).ranking] for s in range(4)]
    assert np.ptp(np.array(chances), axis=0).max() < 0.06


def test_common_random_numbers_keep_the_draw_of_one_fact_when_another_is_set() -> None:
    one = sample_columns(project(task="chat"), seed=3, samples=100).columns["expertise"]
    two = sample_columns(project(task="chat", regulated=True), seed=3, samples=100)
    assert np.array_equal(one, two.columns["expertise"])


def test_sampled_projects_average_to_the_means_that_the_scores_stand_at() -> None:
    facts = project(task="extraction", training_signal="demonstrations")
    drawn = sample_columns(facts, seed=0, samples=20_000).columns
    means = mean_columns(facts)
    for name in ("labeled_data", "private_knowledge", "request_volume", "structured_output"):
        assert drawn[name].mean() == pytest.approx(float(means[name][0]), abs=0.01)


def test_samples_lie_where_the_facts_put_them_on_the_scale_of_the_model() -> None:
    facts = project(task="chat", current_accuracy=70, target_accuracy=95)
    sampled, means = sample_columns(facts, seed=0, samples=50), mean_columns(facts)
    assert set(sampled.columns) == set(means)
    for name in ("accuracy_now", "accuracy_goal", "accuracy_gap"):
        assert sampled.columns[name].tolist() == means[name].tolist()
    drawn = sampled.draws["ml_expertise"].drivers["expertise"]
    assert np.array_equal(sampled.columns["expertise"], drawn / 100.0)


def test_each_sample_lies_at_one_level_of_a_fact() -> None:
    for draw in sample_columns(project(task="chat"), seed=0, samples=200).draws.values():
        assert draw.members.sum(axis=0).tolist() == [1.0] * 200
        assert draw.members.sum(axis=1).tolist() == draw.counts.tolist()


def test_beliefs_follow_what_is_known() -> None:
    labels, signal = priors()["labeled_examples"], priors()["training_signal"]
    some = beliefs(known_levels(project(training_signal="demonstrations")))["labeled_examples"]
    none = beliefs(known_levels(project(training_signal="none")))["labeled_examples"]
    assert some[labels.level_of(2000) or 0] > 5 * none[labels.level_of(2000) or 0]
    many = beliefs(known_levels(project(labeled_examples=5000)))["training_signal"]
    assert many[signal.level_of("demonstrations") or 0] > 0.7
    lost = beliefs(known_levels(project(failure_mode="missing_knowledge")))["private_knowledge"]
    assert lost[priors()["private_knowledge"].level_of("heavy") or 0] > 0.5


@few
@given(plain_projects)
def test_beliefs_are_shares_of_every_unknown_fact(facts: dict[str, Any]) -> None:
    known = project(**facts)
    found = beliefs(known_levels(known))
    assert set(found) == set(priors()) - set(facts)
    assert all(sum(shares) == pytest.approx(1.0) for shares in found.values())


def test_every_fact_that_a_prior_or_driver_names_is_in_the_vocabulary() -> None:
    assert set(priors()) <= set(vocabulary())
    for name, row in priors().items():
        if row.levels is not None and name != "tried":
            assert set(row.levels) == set(vocabulary()[name].choices or (True, False))
        assert row.given is None or list(priors()).index(row.given) < list(priors()).index(name)


def test_the_tornado_is_led_by_what_moves_the_lead_most() -> None:
    bars = assess(project(**SUPPORT_EMAILS)).tornado
    swings = [abs(bar.lead_at_high - bar.lead_at_low) for bar in bars]
    assert swings == sorted(swings, reverse=True)
    assert bars[0].fact in ("failure_mode", "labeled_examples")


def test_a_near_tie_is_called_close_and_a_clear_lead_is_not() -> None:
    tied = {"task": "classification", "labeled_examples": 1000, "training_signal": "demonstrations"}
    assert assess(project(**tied, ml_expertise="strong", upfront_budget_usd=100_000)).close_call
    clear = {"failure_mode": "wrong_format", "output_format": "structured", "labeled_examples": 0}
    assert not assess(project(**clear)).close_call


def test_noise_is_shared_within_a_family() -> None:
    outlook = look_ahead(project(**SUPPORT_EMAILS), samples=4000)
    moved = outlook.noisy - outlook.plain
    lora, full, rag = (moved[:, STRATEGIES.index(s)] for s in ("peft", "full_finetune", "rag"))
    assert np.corrcoef(lora, full)[0, 1] > 0.7 > np.corrcoef(lora, rag)[0, 1]


# ------------------------------------------------------------------ what could change the advice


def test_what_could_change_the_advice_is_ordered_by_how_likely_it_is() -> None:
    asked = assess(project(task="generation", labeled_examples=3000, consistency_need="high"))
    facts = [flip.fact for flip in asked.flips]
    assert facts.index("failure_mode") < facts.index("labeled_examples")
    told = {"training_signal": "demonstrations", "failure_mode": "wrong_behavior"}
    near = assess(project(task="generation", labeled_examples=20, **told))
    assert near.flips[0].fact == "labeled_examples"


@few
@given(plain_projects)
def test_the_task_is_only_named_where_nothing_else_would_change_the_advice(
    facts: dict[str, Any],
) -> None:
    found = assess(project(**facts, **({} if "task" in facts else {"task": "chat"})), samples=1)
    named = {flip.fact for flip in found.flips}
    assert "task" not in named or named == {"task"}


def test_a_choice_without_order_flips_to_its_likeliest_value() -> None:
    found = assess(project(task="question_answering", private_knowledge="some", regulated=True))
    flip = numeric(found.flips, "failure_mode")
    assert flip.threshold == "missing_knowledge"
    assert flip.text == (
        "If “what goes wrong today” turned out to be missing knowledge, Retrieval (RAG) would lead."
    )


@few
@given(plain_projects)
def test_chances_of_standing_elsewhere_are_chances(facts: dict[str, Any]) -> None:
    known = project(**facts)
    columns = mean_columns(known)
    for name in ("task", "failure_mode", "knowledge_update", "training_signal", "regulated"):
        chances = chances_of_choices(known, name, columns)
        assert ((chances >= 0) & (chances <= 1)).all()
        if name not in known:
            assert chances.sum() == pytest.approx(1.0)
    for name in ("monthly_requests", "labeled_examples", "current_accuracy"):
        low, high = (
            chance_beyond(known, name, 50, up=False),
            chance_beyond(known, name, 50, up=True),
        )
        assert 0 <= low <= 1
        assert 0 <= high <= 1


def test_a_number_drifts_less_likely_the_further_it_has_to_go() -> None:
    facts = project(labeled_examples=1000)
    away = [chance_beyond(facts, "labeled_examples", x, up=False) for x in (900, 500, 100, 10)]
    assert away == sorted(away, reverse=True)
    assert away[0] < 0.5


# ------------------------------------------------------------------ chances


@few
@given(plain_projects)
def test_confidence_is_never_below_the_chance_of_being_the_best(facts: dict[str, Any]) -> None:
    found = assess(project(**facts), samples=200)
    ceiling = advice().calibration.highest
    assert found.confidence >= min(found.ranking[0].probability, ceiling) - 1e-9
    assert found.confidence <= ceiling


def test_a_rival_that_does_the_same_for_more_effort_is_said_to_be_none() -> None:
    facts = SUPPORT_EMAILS | {"failure_mode": "wrong_behavior", "training_signal": "demonstrations"}
    found = assess(project(**facts))
    assert found.ranking[1].strategy == "full_finetune"
    assert "LoRA / PEFT" in found.ranking[1].note
    assert "less effort" in found.ranking[1].note
    assert found.ranking[0].note == ""
