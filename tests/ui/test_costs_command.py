"""`steerwise cost`: what it prices, what it compares, how it shows it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.running import Outcome
from tools.facts import ProjectFacts
from tools.scoring import assess, leader

Steerwise = Callable[..., Outcome]
KNOWLEDGE = {
    "task": "question_answering",
    "private_knowledge": "heavy",
    "knowledge_tokens": 3_000_000,
    "knowledge_update": "daily",
    "failure_mode": "missing_knowledge",
    "monthly_requests": 40_000,
}
STYLE = {
    "task": "generation",
    "failure_mode": "wrong_behavior",
    "labeled_examples": 5000,
    "consistency_need": "high",
    "monthly_requests": 300_000,
}


def priced(steerwise: Steerwise, *rows: dict[str, Any], **kwargs: Any) -> list[dict[str, Any]]:
    stdin = "".join(json.dumps(row) + "\n" for row in rows)
    done = steerwise("cost", "--json", stdin=stdin, **kwargs)
    assert done.err == ""
    return done.rows


@pytest.mark.parametrize("facts", [KNOWLEDGE, STYLE, {}])
def test_the_leader_without_sampling_is_the_one_the_assessment_names(facts: Any) -> None:
    known = ProjectFacts.of(facts)
    assert leader(known) == assess(known).primary


def test_without_a_plan_the_prompt_is_compared_with_the_advice(steerwise: Steerwise) -> None:
    knowledge, style, named = priced(
        steerwise,
        {"facts": KNOWLEDGE},
        {"facts": STYLE},
        {"facts": STYLE, "strategy": "guardrails"},
    )
    assert [plan["kind"] for plan in knowledge["plans"]] == ["prompt_only", "rag"]
    assert [plan["kind"] for plan in style["plans"]] == ["prompt_only", "hosted_tuning"]
    assert [plan["kind"] for plan in named["plans"]] == ["prompt_only", "guardrails"]
    assert (
        style["plans"][1]["against_baseline"]["monthly_saving_usd"] == (style["monthly_saving_usd"])
    )


def test_ranges_are_drawn_where_a_line_asks_for_them(steerwise: Steerwise) -> None:
    without, with_them = priced(steerwise, {"facts": STYLE}, {"facts": STYLE, "samples": 20})
    assert without["ranges"] is None
    assert with_them["ranges"]["samples"] == 20


def test_real_texts_are_counted_in_place_of_tokens(steerwise: Steerwise) -> None:
    plan = {
        "kind": "prompt_only",
        "usd_per_million_input_tokens": 1,
        "usd_per_million_output_tokens": 1,
    }
    facts = {"monthly_requests": 1_000_000}
    text, both, wrong = priced(
        steerwise,
        {
            "facts": facts,
            "prompt_text": "Answer in one word. " * 3,
            "output_text": "Yes",
            "plan": plan,
        },
        {"facts": facts | {"prompt_tokens": 5}, "prompt_text": "Hello", "plan": plan},
        {"facts": facts, "output_text": 7, "plan": plan},
    )
    assert text["plans"][0]["monthly_usd"] == 16 + 1
    assert both["error"] == "give either prompt_text or prompt_tokens, not both"
    assert 'a line needs "output_text", a text; got 7' in wrong["error"]


def test_growth_and_falling_prices_are_part_of_a_line(steerwise: Steerwise) -> None:
    (row,) = priced(
        steerwise,
        {"facts": STYLE, "outlook": {"monthly_growth_share": 0.1}, "plan": {"kind": "rag"}},
    )
    spent = row["cumulative"][0]
    assert spent[2] - spent[1] > spent[1] - spent[0]


def test_the_table_shows_ranges_bills_assumptions_and_the_days_of_prices(
    steerwise: Steerwise,
) -> None:
    facts = [f"{name}={value}" for name, value in STYLE.items()]
    shown = " ".join(steerwise("cost", *facts).out.split())
    for part in (
        "in 8 of 10 cases",
        "Moved most by:",
        "Fewer tokens in each request:",
        "Hosting $219.00 a month $0.30 an hour × 730 hours, idle or not",
        "assumed Model: gpt-6.1-terra, since none was named",
        "Prices as last seen 2026-08-11 to 2026-11-21.",
    ):
        assert part in shown
    assert "$0.00 " not in shown


def test_own_prices_are_read_from_the_file_of_the_settings(
    steerwise: Steerwise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(
        '[model."acme-1"]\nusd_per_million_input_tokens = 1\nusd_per_million_output_tokens = 1\n'
        'as_of = 2026-11-01\nsource = "our contract"\nwhy = "offer"\n'
    )
    monkeypatch.setenv("STEERWISE_PRICES", str(file))
    facts = {"monthly_requests": 1000, "prompt_tokens": 900, "output_tokens": 100}
    (row,) = priced(
        steerwise, {"facts": facts | {"model": "acme-1"}, "plan": {"kind": "prompt_only"}}
    )
    assert row["plans"][0]["monthly_usd"] == 1
    file = tmp_path / "broken.toml"
    file.write_text('[price."gpu/H100"]\nusd = 1\n')
    monkeypatch.setenv("STEERWISE_PRICES", str(file))
    done = steerwise("cost", "monthly_requests=1000")
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert f"{file}: price.gpu/H100.unit" in done.err


def test_the_day_of_the_settings_decides_how_old_prices_are(
    steerwise: Steerwise, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"facts": {"monthly_requests": 1000}, "plan": {"kind": "prompt_only"}}
    (now,) = priced(steerwise, line)
    monkeypatch.setenv("STEERWISE_AS_OF", "2027-12-31")
    (later,) = priced(steerwise, line)
    assert (now["as_of"], later["as_of"]) == ("2026-11-21", "2027-12-31")
    assert "older than 180 days" not in " ".join(now["plans"][0]["warnings"])
    assert "older than 180 days" in " ".join(later["plans"][0]["warnings"])
    monkeypatch.setenv("STEERWISE_AS_OF", "soon")
    assert "STEERWISE_AS_OF" in steerwise("cost", "monthly_requests=1000").err
