"""The decision record: what it holds, that it reads back as it was, and that nobody's words act."""

import dataclasses
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.tools.projects import SUPPORT_EMAILS, plain_projects, project
from tools.errors import InvalidInput
from tools.facts import ProjectFacts, make_fact
from tools.markup import linked, md
from tools.metrics import metric_rows, metrics
from tools.money import about, usd
from tools.record import DecisionRecord, Quote, decision_record
from tools.record_files import in_words, record_files
from tools.record_json import MAX_BYTES, read_record, to_json, write_record
from tools.record_text import markdown
from tools.scenarios import Scenario
from tools.scoring import assess
from tools.showing import show
from tools.vocabulary import STRATEGIES, vocabulary

DAY = date(2026, 11, 21)
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://bad.example/x.png) **b** _i_ "
    "`c` | https://bad.example www.bad.example a@bad.example &lt; # h\n# head\n- item\n1. one\n"
    "<!-- c --> ~~s~~ $x$ @octocat #12 <http://bad.example> <b onclick=x>\\ *"
)
QUOTE = Quote(
    1, "Tuning teaches behaviour.", "LoRA", "LoRA > Fit", "Hu et al.", 2021, "https://a.example/x"
)


def made(facts: ProjectFacts, **more: Any) -> DecisionRecord:
    return decision_record(facts, **{"title": "Support mail", "made_on": DAY, **more})


@pytest.fixture(scope="module")
def record() -> DecisionRecord:
    said = make_fact("prompt_tokens", None, bounds=[400, 900], quote="400 to 900 tokens")
    facts = project(**SUPPORT_EMAILS, model="gpt-4o-mini").with_facts({"prompt_tokens": said})
    return made(facts, quotes=[QUOTE], scenarios=[Scenario("lean", project(monthly_requests=900))])


@pytest.fixture(scope="module")
def text(record: DecisionRecord) -> str:
    return in_words(record)


def test_a_record_without_facts_is_refused_in_one_line() -> None:
    with pytest.raises(InvalidInput, match="nothing is known about the project yet"):
        made(ProjectFacts())


def test_a_record_reads_back_as_it_was(record: DecisionRecord) -> None:
    assert read_record(write_record(record)) == record
    assert read_record(write_record(record).encode()) == record


@settings(max_examples=8, deadline=None)
@given(facts=plain_projects.filter(bool), seed=st.integers(0, 2**31))
def test_any_record_reads_back_as_it_was(facts: dict[str, Any], seed: int) -> None:
    one = made(project(**facts), seed=seed)
    assert read_record(write_record(one)) == one


def test_the_same_facts_day_and_seed_give_the_same_bytes(record: DecisionRecord) -> None:
    again = made(record.facts, quotes=record.quotes, scenarios=record.scenarios)
    assert write_record(again) == write_record(record)
    assert in_words(again) == in_words(record)


def test_the_question_names_the_volume_with_its_unit() -> None:
    text = in_words(made(project(task="classification", monthly_requests=90_000)))
    assert "for this project: classification, 90,000 requests a month?" in text


def test_a_record_holds_what_the_decision_rests_on(record: DecisionRecord, text: str) -> None:
    found, costs = record.assessment, record.costs
    assert costs is not None
    lines = text.replace("\\_", "_")
    wanted = [
        found.ranking[0].label,
        "“400 to 900 tokens”",
        "about 650 tokens a request (400 to 900)",
        *found.reasons_for,
        *(row.label for row in found.ranking),
        *(row.value for row in found.assumed),
        *(row.would_win for row in record.alternatives),
        *(gate for row in record.alternatives for gate in row.gates),
        *(line.how for plan in costs.plans for line in plan.lines),
        *(usd(line.usd) for plan in costs.plans for line in plan.lines),
        *((about if costs.estimated else usd)(plan.total_usd) for plan in costs.plans),
        *(price.what for plan in costs.plans for price in plan.prices),
        *(price.as_of for plan in costs.plans for price in plan.prices),
        *costs.assumed,
        *costs.warnings,
        *(row.measure for row in record.metrics),
        *(row.title for row in record.precedents),
        *(step.trigger for step in found.roadmap),
        "lean",
        "“Tuning teaches behaviour.” LoRA › Fit, Hu et al., 2021, <https://a.example/x>",
        record.versions.advice,
        record.versions.prices,
    ]
    assert [part for part in wanted if part not in lines] == []


def test_every_other_strategy_is_told_why_not_and_what_would_put_it_first(
    record: DecisionRecord,
) -> None:
    first = record.assessment.primary
    assert [row.strategy for row in record.alternatives] == [
        row.strategy for row in record.assessment.ranking if row.strategy != first
    ]
    assert len(record.alternatives) == len(STRATEGIES) - 1
    for row in record.alternatives:
        assert row.behind == pytest.approx(record.assessment.ranking[0].score - row.score)
        assert row.lacks or row.gates
        assert row.would_win


def test_what_would_put_an_alternative_first_does_so(record: DecisionRecord) -> None:
    tried = 0
    for row in record.alternatives:
        told = re.fullmatch("if “(.+)” is (.+)", row.would_win)
        choices = [s for s in vocabulary().values() if told and s.label == told[1] and s.choices]
        for rule, value in ((s, v) for s in choices for v in s.choices):
            if told and show(rule.name, value) == told[2]:
                changed = record.facts.with_facts({rule.name: make_fact(rule.name, value)})
                assert assess(changed).primary == row.strategy
                tried += 1
    assert tried >= 2


def test_a_model_that_ends_and_the_first_price_to_grow_old_are_days_to_look_again(
    record: DecisionRecord,
) -> None:
    assert [(end.model, end.on) for end in record.ends] == [("gpt-4o-mini", date(2027, 1, 14))]
    days = [row.on for row in record.triggers if row.on is not None]
    assert date(2027, 1, 14) in days
    assert days == sorted(days)
    assert all(day > DAY for day in days)


def test_without_a_price_the_record_says_so_and_stands() -> None:
    one = made(project(task="chat", monthly_requests=900, model="no such model"))
    assert one.costs is None
    assert "no price is known for the model 'no such model'" in in_words(one)
    assert read_record(write_record(one)) == one


def test_charts_are_files_beside_the_text_with_their_words_as_alternative(
    record: DecisionRecord,
) -> None:
    files = record_files(record)
    assert sorted(files) == [
        "charts/costs.svg",
        "charts/ranking.svg",
        "charts/tornado.svg",
        "record.json",
        "record.md",
    ]
    for name in ("costs", "ranking", "tornado"):
        assert files[f"charts/{name}.svg"].startswith("<svg")
        assert re.search(rf"!\[[^\]]{{40,}}\]\(<charts/{name}\.svg>\)", files["record.md"])
    assert read_record(files["record.json"]) == record


RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def rendered(text: str) -> str:
    return str(RENDERER.render(text))


def test_what_people_wrote_renders_as_written_and_as_nothing_else() -> None:
    facts = project(**SUPPORT_EMAILS, model=HOSTILE[:110])
    facts = facts.with_facts(
        {"consistency_need": make_fact("consistency_need", "high", quote=HOSTILE)}
    )
    calm = markdown(made(project(**SUPPORT_EMAILS, model="m" * 110), title="t"))
    quote = Quote(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 2021, "javascript:alert(1)")
    other = Scenario(HOSTILE[:60], project(monthly_requests=900))
    wild = markdown(made(facts, title=HOSTILE, quotes=[quote], scenarios=[other]))
    tags = set(re.findall(r"<(\w+)", rendered(wild)))
    assert tags <= set(re.findall(r"<(\w+)", rendered(calm))) | {"blockquote"}
    assert "bad.example" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', rendered(wild)))
    assert wild.count("\n## ") == calm.count("\n## ") + 2  # scenarios and quotes
    assert "<script>alert(1)</script>" not in wild


@pytest.mark.parametrize(
    "bare", ["https://bad.example", "www.bad.example", "me@bad.example", "@octocat", "#12"]
)
def test_an_address_in_a_persons_words_is_no_link(bare: str) -> None:
    shown = md(f"see {bare} now")
    assert bare not in shown
    assert shown.replace("\u2060", "").replace("\\", "") == f"see {bare} now"


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_renders_as_one_line_without_markup(words: str) -> None:
    html = rendered(f"x {md(words)} y")
    assert set(re.findall(r"<(\w+)", html)) == {"p"}
    assert html.count("\n") == 1


def test_a_source_of_ours_links_to_its_address_alone() -> None:
    assert linked("Zhao et al. 2024, https://arxiv.org/abs/2405.00732; our *own*") == (
        "Zhao et al. 2024, <https://arxiv.org/abs/2405.00732>; our \\*own\\*"
    )


def broken(record: DecisionRecord, **changes: Any) -> str:
    return json.dumps({**to_json(record), **changes})


def test_a_file_that_is_no_record_is_refused_in_one_line(record: DecisionRecord) -> None:
    good, raw = write_record(record), to_json(record)
    costs, assessment = raw["costs"], raw["assessment"]
    cases: dict[str, str | bytes] = {
        "not JSON": good[: len(good) // 2],
        "no decision record": '{"facts": {}}',
        "got [1]": "[1]",
        "version 2 and": broken(record, version=2),
        "version True": broken(record, version=True),
        "not UTF-8": b"\xff\xfe\x00",
        "more than 5,000,000 bytes": " " * (MAX_BYTES + 1),
        "nested too deeply": "[" * 100_000,
        "NaN": good.replace(f'"seed": {record.seed}', '"seed": NaN'),
        "out of range": good.replace(f'"seed": {record.seed}', '"seed": 1e999'),
        "damaged at facts": broken(record, facts=[1]),
        "unknown fact 'tasks'": broken(record, facts={"tasks": {"value": 1, "source": "user"}}),
        "damaged at facts.task": broken(record, facts={"task": {"value": "chat", "source": "me"}}),
        "must be one of": broken(record, facts={"task": {"value": "cook", "source": "user"}}),
        "contradicts itself at facts": broken(record, facts={}),
        "damaged at made_on": broken(record, made_on="yesterday"),
        "damaged at assessment": broken(record, assessment=None),
        "itself at assessment.primary": broken(record, assessment={**assessment, "primary": "rag"}),
        "itself at assessment.ranking": broken(record, assessment={**assessment, "ranking": []}),
        "itself at costs.plans": broken(record, costs={**costs, "cumulative": []}),
        "contradicts itself at costs.plans": broken(
            record, costs={**costs, "cumulative": [row[1:] for row in costs["cumulative"]]}
        ),
        "itself at horizon_months": broken(record, horizon_months=1000),
        "is not UTF-8 text": good.replace("Support mail", "\\ud800"),
    }
    for said, file in cases.items():
        with pytest.raises(InvalidInput) as caught:
            read_record(file)
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 400


def test_a_key_that_is_not_known_is_no_reason_to_refuse(record: DecisionRecord) -> None:
    assert read_record(broken(record, comment="ours")) == record


def test_money_in_json_is_exact(record: DecisionRecord) -> None:
    assert record.costs is not None
    amount = record.costs.plans[0].monthly_usd + 10**14
    plans = (
        dataclasses.replace(record.costs.plans[0], monthly_usd=amount),
        *record.costs.plans[1:],
    )
    huge = dataclasses.replace(record, costs=dataclasses.replace(record.costs, plans=plans))
    again = read_record(write_record(huge))
    assert again.costs is not None
    assert again.costs.plans[0].monthly_usd == amount


def test_metrics_belong_to_the_stack_and_carry_the_projects_figures() -> None:
    facts = project(task="chat", target_accuracy=92, latency_target_ms=800, human_review=True)
    keys = {row.key: row for row in metrics(("rag", "guardrails"), facts, None)}
    assert {"quality", "latency", "people_checking", "passages_found", "checks_failed"} <= set(keys)
    assert not {"bill", "volume", "quality_without_a_target", "forgetting"} & set(keys)
    busy = facts.with_facts({"monthly_requests": make_fact("monthly_requests", 900)})
    assert "volume" not in {row.key for row in metrics(("rag",), busy, None)}
    told = metrics(("rag",), busy, None, thresholds=["monthly_requests"])
    assert "900 requests a month" in next(row.measure for row in told if row.key == "volume")
    assert "92%" in keys["quality"].act
    assert "800 ms" in keys["latency"].act


def test_each_metric_names_strategies_and_facts_that_exist() -> None:
    for key, row in metric_rows().items():
        assert set(row.to) <= set(STRATEGIES), key
        ProjectFacts().without((*row.needs, *row.needs_true, *row.without))
        assert "http" in row.source or "record" in row.source or "judgement" in row.source


@pytest.mark.parametrize(
    ("bounds", "value", "told"),
    [
        ([500, 2000], 1500, "about 1.5 s (500 ms to 2 s)"),
        ([500, 2000], 900, "about 900 ms (500 ms to 2 s)"),
        ([500, 900], 700, "about 700 ms (500 to 900)"),
        ([2000, 4000], 3000, "about 3 s (2 to 4)"),
    ],
)
def test_a_range_names_its_unit_at_both_ends_where_they_differ(
    bounds: list[float], value: float, told: str
) -> None:
    said = make_fact("latency_target_ms", value, bounds=bounds)
    facts = project(**SUPPORT_EMAILS).with_facts({"latency_target_ms": said})
    assert f"| {md(told)} |" in markdown(made(facts))
