"""Evaluation, labels, retraining, hours: what stands beside tokens and training."""

from decimal import Decimal

import pytest

from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.evaluating import evaluation_run_usd
from tools.facts import ProjectFacts
from tools.plans import plans_from_json
from tools.tariffs import tariffs
from tools.usage import Load

DAY = tariffs().checked


def price(facts, *plans):
    return estimate_costs(ProjectFacts.of(facts), plans_from_json(list(plans)))


def lines(report, place=-1):
    return {line.label: line.usd for line in report.plans[place].lines}


def how(report, label):
    return next(line.how for line in report.plans[-1].lines if line.label == label)


TASK = {"monthly_requests": 1000, "prompt_tokens": 900, "output_tokens": 250}
TUNED = {
    "kind": "hosted_tuning",
    "prompt_tokens": 900,
    "evaluation_items": 500,
    "model": "gpt-4.1-mini",
}


def test_ten_runs_over_500_items_with_a_judge_cost_35_75():
    answer = Decimal("0.9") * 1 / 1000 + Decimal("0.25") * 5 / 1000
    assert round(evaluation_run_usd(Decimal(500), each=answer), 3) == Decimal("1.075")
    judge = tariffs().token_price("gpt-6.1-sol", DAY)
    judged = Load(Decimal(1500), Decimal(0), Decimal(200))
    reading = evaluation_run_usd(Decimal(500), each=Decimal(0), judged=judged, judge=judge)
    assert reading == Decimal("2.5")
    both = evaluation_run_usd(Decimal(500), each=answer, judged=judged, judge=judge)
    assert 10 * both == Decimal("35.75")


def test_a_plan_pays_for_the_checked_answers_and_the_judged_runs():
    plan = {"kind": "rag", "model": "gpt-6.1-terra", "retrieved_tokens": 0, "evaluation_items": 500}
    found = lines(price(TASK, plan))
    assert found["Evaluation set"] == 500
    assert found["Evaluation runs"] == Decimal("35.75")


@pytest.mark.parametrize(
    "facts", [{"task": "classification"}, {"output_format": "structured"}, {"self_hosted": True}]
)
def test_fixed_answers_and_data_that_stays_need_no_judge_of_the_cloud(facts):
    report = price(TASK | facts, {"kind": "rag"})
    assert "judged" not in " ".join((*report.assumed, how(report, "Evaluation set")))


def test_a_judge_that_is_named_is_used_and_an_unknown_one_refused():
    named = TUNED | {"judge_model": "gpt-6-luna"}
    assert "judged by gpt-6-luna" in how(price(TASK, named), "Evaluation runs")
    with pytest.raises(InvalidInput, match="no price is known for the model 'gpt-7-judge'"):
        price(TASK, TUNED | {"judge_model": "gpt-7-judge"})


def test_labels_at_ten_minutes_of_25_dollars_an_hour_cost_8_333():
    plan = TUNED | {"training_examples": 2000, "usd_per_label": 25 * 10 / 60}
    assert round(lines(price(TASK, plan))["Labelling"]) == 8333


def test_examples_that_exist_are_not_bought_again_but_some_are_renewed():
    report = price(TASK | {"labeled_examples": 100_000}, TUNED)
    assert "Labelling" not in lines(report)
    assert "$200.00 fresh examples" in how(report, "Retraining")


def test_labelling_given_as_a_sum_is_not_counted_twice():
    found = lines(price(TASK, TUNED | {"labelling_usd": 900}))
    assert found["Labelling"] == 900
    assert len([label for label in found if label == "Labelling"]) == 1


def test_no_retraining_costs_nothing_and_more_of_it_more():
    def upkeep(**changes):
        return lines(price(TASK, TUNED | changes)).get("Retraining", Decimal(0))

    assert upkeep(retrains_per_year=0) == 0
    assert upkeep(retrains_per_year=12) == pytest.approx(6 * upkeep(), abs=Decimal("0.0001"))


def test_hours_of_an_engineer_are_counted_where_given_and_missed_where_not():
    assert lines(price(TASK, TUNED | {"engineering_hours": 40}))["Engineering"] == 4000
    report = price(TASK, {"kind": "prompt_only"}, TUNED)
    assert any("give their hours" in said for said in report.assumed)
    report = price(TASK, {"kind": "prompt_only"}, TUNED | {"engineering_hours": 40})
    assert not any("give their hours" in said for said in report.assumed)


def test_training_on_pairs_costs_twice_the_training_on_examples():
    def training(kind, **changes):
        plan = {"kind": kind, "model": "gpt-oss-20b", "training_examples": 1000}
        return lines(price(TASK, plan | {"tokens_per_example": 500} | changes))["Training"]

    assert training("preference_tuning") == 2 * training("hosted_tuning")


def test_training_and_serving_name_their_card_and_memory():
    report = price(TASK, {"kind": "self_hosted", "method": "full"})
    serve, train = report.plans[0].hardware
    assert (serve.job, serve.gpu, serve.cards, serve.gpu_hours) == ("serve", "L40S", 1, None)
    assert (train.job, train.gpu, train.cards) == ("train", "H200", 1)
    assert 130 < train.memory_gb < 141
    assert train.gpu_hours > 0


@pytest.mark.parametrize(
    ("model", "method", "gpu"),
    [("Llama 3.1 8B", "lora", "L40S"), ("Llama 3.1 8B", "full", "H200"), ("70B", "full", "H100")],
)
def test_the_card_to_train_on_is_the_cheapest_that_is_enough(model, method, gpu):
    plan = {"kind": "self_hosted", "model": model, "method": method}
    train = price(TASK, plan).plans[0].hardware[-1]
    assert train.gpu == gpu


def test_the_published_gpu_is_kept_where_it_is_named():
    plan = {"kind": "self_hosted", "gpu": "A100"}
    assert {row.gpu for row in price(TASK, plan).plans[0].hardware} == {"A100"}
