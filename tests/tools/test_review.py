"""The review of a recorded decision: nothing where nothing changed, and each change by its name."""

import dataclasses
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.tools.projects import SUPPORT_EMAILS, plain_projects, project
from tools.facts import ProjectFacts, make_fact
from tools.record import DecisionRecord, decision_record
from tools.results import as_json
from tools.review import review
from tools.reviewed import Review
from tools.revisit import Trigger, prices_used, reached
from tools.tariffs import Tariffs, tariffs

DAY = date(2026, 11, 21)
TUNED = project(**SUPPORT_EMAILS, failure_mode="wrong_behavior", model="gpt-4o-mini")


@pytest.fixture(scope="module")
def record() -> DecisionRecord:
    return decision_record(TUNED, title="Support mail", made_on=DAY)


def dearer(table: Tariffs, *keys: str, times: float = 2.0) -> Tariffs:
    rows = {
        key: table.price[key].model_copy(
            update={"usd": table.price[key].usd * times, "low": None, "high": None}
        )
        for key in keys
    }
    return table.model_copy(update={"price": {**table.price, **rows}})


def used_keys(record: DecisionRecord) -> list[str]:
    """The rows of our price table that the plans of a record use."""
    table, names = tariffs(), {price.what for price in prices_used(record.costs)}
    return [key for key in table.price if table.used(key).what in names]


def unchanged(found: Review) -> bool:
    parts = (found.facts, found.prices, found.stale, found.ends, found.costs, found.fired)
    return not (found.changed or any(parts) or found.costs_note or found.versions)


def test_a_fresh_record_has_nothing_to_say(record: DecisionRecord) -> None:
    found = review(record, today=DAY)
    assert unchanged(found)
    assert found.summary == "Still LoRA / PEFT; nothing has changed since 2026-11-21."


@settings(max_examples=6, deadline=None)
@given(facts=plain_projects.filter(bool))
def test_any_fresh_record_has_nothing_to_say(facts: dict[str, Any]) -> None:
    found = review(decision_record(project(**facts), title="x", made_on=DAY), today=DAY)
    assert unchanged(found)
    assert found.summary.startswith("Still ")


def test_exactly_the_changed_prices_are_listed(record: DecisionRecord) -> None:
    keys = used_keys(record)
    assert len(keys) >= 3
    for changed in (keys[:1], keys[1:3]):
        table = dearer(tariffs(), *changed, "training/openai/gpt-3.5-turbo")
        found = review(record, today=DAY, table=table)
        assert {row.what for row in found.prices} == {table.used(key).what for key in changed}
        assert all(row.percent == 100.0 for row in found.prices)
        assert all(row.before_usd is not None for row in found.prices)
        assert [row.part for row in found.versions] == ["price table"]
        assert f"{len(changed)} price" in found.summary
        assert not found.facts


def test_dearer_prices_show_in_the_costs_they_enter(record: DecisionRecord) -> None:
    found = review(record, today=DAY, table=dearer(tariffs(), *used_keys(record)))
    assert found.costs
    assert {row.because for row in found.costs} == {"prices and rules"}
    assert {row.plan for row in found.costs} <= {p.label for p in record.costs.plans}  # type: ignore[union-attr]
    for row in found.costs:
        if row.before is not None and row.now is not None:
            assert row.now > row.before
    assert not found.verdict.because_of_rules
    assert not found.verdict.because_of_facts


def test_a_price_that_no_bill_uses_changes_nothing_but_the_table(record: DecisionRecord) -> None:
    found = review(record, today=DAY, table=dearer(tariffs(), "training/openai/gpt-3.5-turbo"))
    assert not found.changed
    assert found.summary == (
        "Still LoRA / PEFT; another price table leads to the same, nothing else has changed since "
        "2026-11-21."
    )


def test_a_year_later_prices_are_old_and_a_model_is_gone(record: DecisionRecord) -> None:
    found = review(record, today=DAY + timedelta(days=365))
    assert found.stale
    assert all(row.age_days > 180 for row in found.stale)
    assert [(row.model, row.on) for row in found.ends] == [("gpt-4o-mini", "2027-01-14")]
    assert {row.on for row in found.fired} == {row.on for row in record.triggers if row.on}
    assert "gpt-4o-mini stopped answering on 2027-01-14" in found.summary
    assert not found.facts


def test_a_price_that_was_old_when_recorded_is_no_news() -> None:
    later = DAY + timedelta(days=365)
    old = decision_record(TUNED, title="x", made_on=later)
    assert not review(old, today=later + timedelta(days=1)).stale


def test_an_end_that_is_announced_later_is_news(record: DecisionRecord) -> None:
    table = tariffs()
    end = next(iter(table.end.values())).model_copy(
        update={"models": ("gpt-oss-20b",), "on": date(2027, 6, 1)}
    )
    assert "gpt-oss-20b" in {plan.model for plan in record.costs.plans}  # type: ignore[union-attr]
    more = table.model_copy(update={"end": {**table.end, "new": end}})
    found = review(record, today=DAY, table=more)
    assert [row.text for row in found.ends] == [
        "gpt-oss-20b stops answering on 2027-06-01, 6.3 months from now."
    ]


def test_new_facts_change_the_verdict_and_are_named_as_its_cause(record: DecisionRecord) -> None:
    now = record.facts.with_facts(
        {
            "failure_mode": make_fact("failure_mode", "missing_knowledge"),
            "private_knowledge": make_fact("private_knowledge", "heavy"),
        }
    ).without(["knowledge_update"])
    found = review(record, today=DAY, facts=now)
    assert found.verdict.primary_now == "rag"
    assert found.summary.startswith("No longer LoRA / PEFT: Retrieval (RAG) comes first now")
    assert ", for new facts;" in found.summary
    assert (found.verdict.because_of_facts, found.verdict.because_of_rules) == (True, False)
    assert {row.fact: (row.before, row.now) for row in found.facts} == {
        "failure_mode": ("wrong style or labels", "missing knowledge"),
        "private_knowledge": (None, "heavy"),
        "knowledge_update": ("yearly", None),
    }
    assert not found.prices
    assert {row.because for row in found.costs} <= {"facts"}
    assert found.verdict.moves[0].place_now == 1
    assert found.verdict.plan_now == "Retrieval (RAG)"


def test_a_fact_said_in_other_words_is_no_change(record: DecisionRecord) -> None:
    said = make_fact("monthly_requests", 120_000, quote="4,000 a day")
    assert unchanged(
        review(record, today=DAY, facts=record.facts.with_facts({"monthly_requests": said}))
    )


def test_a_project_that_can_be_priced_now_is_said() -> None:
    unpriced = project(**SUPPORT_EMAILS, failure_mode="wrong_behavior", model="nobody sells it")
    old = decision_record(unpriced, title="x", made_on=DAY)
    now = unpriced.with_facts({"model": make_fact("model", "gpt-4o-mini")})
    found = review(old, today=DAY, facts=now)
    assert not found.costs_note
    assert all(row.before is None for row in found.costs)
    assert "Hosted fine-tune costs $" in found.summary


def test_newer_rules_on_the_same_facts_are_told_apart(record: DecisionRecord) -> None:
    """A record whose stored ranking the engine of today does not give again."""
    found = record.assessment
    second, first, *rest = found.ranking
    other = dataclasses.replace(found, primary=first.strategy, ranking=(first, second, *rest))
    old = dataclasses.replace(
        record,
        assessment=other,
        versions=dataclasses.replace(record.versions, advice="0" * 12),
    )
    seen = review(old, today=DAY)
    assert (seen.verdict.because_of_rules, seen.verdict.because_of_facts) == (True, False)
    assert "by newer rules on the same facts" in seen.summary
    assert [row.part for row in seen.versions] == ["scoring data"]


def test_a_plan_that_can_no_longer_be_priced_is_said(record: DecisionRecord) -> None:
    now = record.facts.with_facts({"model": make_fact("model", "a model nobody sells")})
    found = review(record, today=DAY, facts=now)
    assert "no price is known for the model 'a model nobody sells'" in found.costs_note
    assert "the recorded plan can no longer be priced" in found.summary


@pytest.mark.parametrize(
    ("trigger", "value", "goes_off"),
    [
        (Trigger("", "monthly_requests", "below", 1000.0), 1000, True),
        (Trigger("", "monthly_requests", "below", 1000.0), 1001, False),
        (Trigger("", "monthly_requests", "above", 1000.0), 1000, True),
        (Trigger("", "monthly_requests", "above", 1000.0), 999, False),
        (Trigger("", "task", "is", "chat"), "chat", True),
        (Trigger("", "task", "is", "chat"), "code", False),
        (Trigger("", "self_hosted", "is", True), True, True),
        (Trigger("", "self_hosted", "is", True), False, False),
    ],
)
def test_a_trigger_goes_off_at_its_threshold(trigger: Trigger, value: Any, goes_off: bool) -> None:
    now = ProjectFacts.of({trigger.fact or "": value})
    assert bool(reached([trigger], before=ProjectFacts(), now=now, today=DAY)) is goes_off
    assert not reached([trigger], before=now, now=now, today=DAY)
    assert not reached([trigger], before=now, now=ProjectFacts(), today=DAY)


def test_a_day_to_look_again_comes_on_its_day() -> None:
    row, nothing = Trigger("", on=DAY), ProjectFacts()
    assert reached([row], before=nothing, now=nothing, today=DAY)
    assert not reached([row], before=nothing, now=nothing, today=DAY - timedelta(days=1))


def test_a_review_is_plain_json(record: DecisionRecord) -> None:
    found = review(record, today=DAY + timedelta(days=400), facts=project(task="chat"))
    assert json.loads(json.dumps(as_json(found), allow_nan=False))["changed"] is True


def test_prices_of_the_users_file_are_compared_as_well(
    record: DecisionRecord, tmp_path: Path
) -> None:
    key = used_keys(record)[0]
    row = tariffs().price[key]
    file = tmp_path / "prices.toml"
    file.write_text(
        f'[price."{key}"]\nusd = {row.usd * 3}\nunit = "{row.unit}"\nas_of = 2026-11-20\n'
        'source = "our contract"\nwhy = "our contract"\n'
    )
    found = review(record, today=DAY, table=tariffs(file))
    assert [(p.what, p.percent, p.source) for p in found.prices] == [
        (tariffs().used(key).what, 200.0, "our contract")
    ]
