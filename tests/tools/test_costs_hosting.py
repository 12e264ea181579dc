from decimal import Decimal

import pytest

from tools.costs import estimate_costs
from tools.facts import ProjectFacts
from tools.hosting import serving_memory_gb, training_work, usd_per_million_output
from tools.plans import Plan
from tools.serving import billions
from tools.tariffs import tariffs

PASSES = 15_000_000


def hours(billion, tokens, method, card="H100", mfu=None):
    work = training_work(
        billion_weights=Decimal(str(billion)),
        tokens=Decimal(tokens),
        method=method,
        card=tariffs().card(card)[1],
        mfu=None if mfu is None else Decimal(str(mfu)),
    )
    return float(work.gpu_hours)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((8.03, PASSES, "lora"), 0.580),
        ((8.03, PASSES, "lora", "H100", 0.2), 1.015),
        ((8.03, PASSES, "lora", "A100"), 1.84),
        ((8.03, PASSES, "full"), 0.773),
        ((70.6, 100_000_000, "lora"), 34.0),
        ((70.6, 100_000_000, "full"), 45.3),
        ((70.6, 100_000_000, "full", "H100", 0.45), 35.3),
        ((70.6, 100_000_000, "full", "H100", 0.20), 79.3),
        ((70.6, 100_000_000, "qlora"), 51.0),
    ],
)
def test_training_takes_the_gpu_hours_of_the_hand_calculation(args, expected):
    assert hours(*args) == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize(
    ("billion", "method", "low", "high"),
    [(7, "full", 112, 126), (7, "lora", 14, 18), (7, "qlora", 5, 7), (70, "full", 1120, 1260)],
)
def test_training_needs_the_memory_that_people_report(billion, method, low, high):
    work = training_work(
        billion_weights=Decimal(billion),
        tokens=Decimal(1000),
        method=method,
        card=tariffs().card("H100")[1],
    )
    assert low <= work.memory_gb <= high


@pytest.mark.parametrize(("utilisation", "usd"), [("0.30", 0.694), ("0.70", 0.298), ("0.05", 4.17)])
def test_a_card_is_cheap_only_while_it_is_busy(utilisation, usd):
    cost = usd_per_million_output(Decimal(3), Decimal(4000), Decimal(utilisation))
    assert float(cost) == pytest.approx(usd, rel=0.002)


def test_an_8b_model_fits_one_card_and_a_70b_model_does_not():
    small = serving_memory_gb(Decimal(8), Decimal(1000), Decimal(32))
    large = serving_memory_gb(Decimal(70), Decimal(1000), Decimal(32))
    assert small < 80 < 160 < large


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Llama 3.1 8B", 8),
        ("qwen-2.5-14b-instruct", 14),
        ("mistral-7b", 7),
        ("Llama-3.2-1.5B", 1.5),
        ("gpt-4o", None),
    ],
)
def test_the_size_of_an_open_model_is_read_from_its_name(name, size):
    assert billions(name) == size


def plan_cost(requests, **changes):
    facts = ProjectFacts.of(
        {"monthly_requests": requests, "prompt_tokens": 500, "output_tokens": 200}
    )
    return estimate_costs(facts, [Plan(kind="self_hosted", **changes)]).plans[0]


def cards(cost):
    return next(line.how for line in cost.lines if line.label == "GPU hosting").split(" × ")[0]


def test_more_volume_needs_more_cards_but_never_less_than_one():
    assert cards(plan_cost(0, gpu="H100")) == "1"
    assert cards(plan_cost(10_000_000, gpu="H100")) == "2"
    assert int(cards(plan_cost(1_000_000_000, gpu="H100"))) > 100


def test_a_70b_model_is_served_on_more_than_one_card():
    assert int(cards(plan_cost(1000, model="Llama 3.3 70B"))) >= 2


def test_a_given_rent_and_number_of_cards_are_used_as_given():
    cost = plan_cost(1000, gpus=3, usd_per_gpu_hour=2, training_usd=0)
    assert cost.monthly_usd == Decimal(3 * 2 * 730) * Decimal("1.3") + 500


def test_training_says_how_much_memory_it_needs():
    line = next(x for x in plan_cost(1000, gpu="H100").lines if x.label == "Training")
    assert "needs 18 GB, 1 × H100" in line.how
    full = next(
        x for x in plan_cost(1000, method="full", gpu="H100").lines if x.label == "Training"
    )
    assert "needs 136 GB, 2 × H100" in full.how


def test_a_short_job_is_billed_for_an_hour():
    line = next(x for x in plan_cost(1000, runs=1, gpu="H100").lines if x.label == "Training")
    assert line.usd == Decimal(3) * Decimal("1.4")


def test_a_70b_fine_tune_on_a_dedicated_endpoint_needs_several_cards():
    facts = ProjectFacts.of({"monthly_requests": 1000})
    cost = estimate_costs(facts, [Plan(kind="hosted_tuning", model="Llama 3.1 70B")]).plans[0]
    line = next(line for line in cost.lines if line.label == "Dedicated endpoint")
    assert int(line.how.split(" × ")[0]) >= 2


def test_a_slower_card_serves_less_so_more_of_them_are_needed():
    slow, fast = (int(cards(plan_cost(100_000_000, gpu=name))) for name in ("L40S", "H200"))
    assert slow > 4 * fast
