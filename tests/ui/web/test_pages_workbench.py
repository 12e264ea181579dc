"""The Cost Workbench: the published example to the cent, bad fields in words, the project's own."""

import re
from pathlib import Path

import pytest

from agent.briefing import Briefer
from agent.settings import Settings, load_settings
from tests.ui.web.attacks import ATTACKS
from tests.ui.web.pages import KNOWN, Reader, ask
from tools.costwords import range_of
from tools.facts import ProjectFacts
from tools.money import about, span
from tools.workbench_inputs import examples, fields
from ui.web.pages.workbench.form import begin, read_form, to_take
from ui.web.pages.workbench.own import own_html
from ui.web.pages.workbench.page import drawn, moved, opened

PUBLISHED = {
    "base": "calm_replies",
    "monthly_requests": "120,000",
    "extra_prompt_tokens": "420",
    "prompt_tokens_saved": "260",
    "training_usd": "1,800",
    "evaluation_usd": "$400",
    "model": "as in the example",
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("workbench")
    return load_settings(data_dir=folder)


def test_it_opens_on_the_published_example_and_every_figure_is_the_published_one(
    settings: Settings,
):
    text = Reader(opened(settings, ask())["page"]).text
    for figure in ("$201.60", "$76.80", "$2,200", "$124.80", "17.6", "$2,419.20", "$3,121.60"):
        assert figure in text
    assert "✓ Every figure as published." in text
    assert "$4 per million tokens: the cost workbench of a published interactive lesson" in text


@pytest.mark.parametrize("key", list(examples()))
def test_every_example_can_be_computed(settings: Settings, key: str):
    answer = moved(settings, ask({"base": key}, act="base", value="base"))
    assert answer["wrong"] == []
    assert answer["draw"] is True


def test_what_never_pays_back_says_why(settings: Settings):
    answer = moved(settings, ask({"base": "nothing_saved"}, act="base", value="base"))
    assert "Never pays back" in Reader(answer["parts"]["verdict"]).text


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("training_usd", "lots", "Training must be a number such as 1,800 or 120k; got “lots”"),
        ("training_usd", "", "Training is empty"),
        ("monthly_requests", "-5", "Requests a month must be at least 0; got “-5”"),
        ("training_usd", "-$1,800", "Training must be at least 0; got “-$1,800”"),
        ("prompt_tokens_saved", "−0.5", "Prompt tokens saved by tuning must be at least 0"),
        ("monthly_requests", "five-5", "Requests a month must be a number"),
        ("monthly_requests", "5-", "Requests a month must be a number"),
        ("monthly_requests", "9e99", "Requests a month must be a number"),
        ("evaluation_usd", "99999999999", "Evaluation must be between 0 and 1,000,000,000"),
        ("prompt_tokens_saved", "500", "Tuning cannot save 500 of 420 extra tokens"),
    ],
)
def test_a_bad_field_is_told_beside_it(settings: Settings, name: str, typed: str, told: str):
    answer = moved(settings, ask({**PUBLISHED, name: typed}, act="field", value=name))
    assert answer["wrong"] == [f"field-{name}"]
    assert told in Reader(answer["parts"][f"note-{name}"]).text
    assert answer["draw"] is False
    assert told in Reader(answer["parts"]["verdict"]).text
    assert answer["parts"]["chart"] == ""
    assert "$" not in Reader(answer["parts"]["figures"]).text
    assert "Fit check" in answer["parts"]["around"]
    assert "pays back" not in answer["parts"]["around"]


@pytest.mark.parametrize("price", ["", "x", "-1", "nan", "inf", "1e9"])
def test_a_bad_price_is_told_beside_it(settings: Settings, price: str):
    form = {**PUBLISHED, "model": "own", "price": price}
    answer = moved(settings, ask(form, act="field", value="price"))
    assert "The price must be between 0 and 100,000 USD" in answer["parts"]["note-price"]


def test_a_price_of_the_list_comes_with_its_source_and_date(settings: Settings):
    form = {**PUBLISHED, "model": "gpt-4o-mini"}
    answer = moved(settings, ask(form, act="field", value="model"))
    note = Reader(answer["parts"]["note-price"]).text
    assert note.startswith("$0.15 per million tokens: genai-prices")
    assert "202" in note


def test_the_chart_follows_the_form(settings: Settings):
    assert "<svg" in drawn(settings, ask(PUBLISHED))["parts"]["chart"]
    assert drawn(settings, ask({**PUBLISHED, "training_usd": "?"})) == {}


def test_a_project_brings_its_own_figures_and_says_what_is_estimated(settings: Settings):
    filled = begin(settings, "project", ask(facts=KNOWN).facts)
    assert filled.values["monthly_requests"] == 120_000
    assert filled.origins["monthly_requests"] == "from your project"
    assert filled.origins["training_usd"].startswith("estimated")
    assert filled.price.source.startswith("genai-prices")
    assert set(filled.values) == set(fields())


def test_a_project_without_a_volume_asks_for_it(settings: Settings):
    page = Reader(opened(settings, ask(facts={"task": "chat"}))["page"]).text
    assert "not known yet: give a number" in page or "Requests a month is empty" in page


def test_what_was_changed_goes_into_the_chat_and_nothing_else(settings: Settings):
    known = ask(facts=KNOWN)
    first = begin(settings, "project", known.facts)
    assert to_take("project", first, known.facts) == {}
    form = {**first.texts, "base": "project", "monthly_requests": "50k"}
    changed = read_form(settings, "project", ask(form, facts=KNOWN))
    assert to_take("project", changed, known.facts) == {"monthly_requests": 50_000}


LAWYERS = {
    "task": "question_answering",
    "monthly_requests": 36_000,
    "knowledge_tokens": 96_000_000,
    "knowledge_update": "daily",
    "failure_mode": "missing_knowledge",
}
BELOW_THRESHOLD = {**KNOWN, "monthly_requests": 900}


@pytest.mark.parametrize("facts", [LAWYERS, KNOWN, BELOW_THRESHOLD])
def test_a_project_stands_first_with_the_figures_of_the_chat(
    settings: Settings, facts: dict[str, object]
):
    known = ProjectFacts.of(facts)
    briefer = Briefer(settings)
    report = briefer.costs(known, briefer.assessment(known).primary)
    own = Reader(opened(settings, ask(facts=facts))["page"]).text.partition("Does a shorter")[0]
    for plan in report.plans:
        assert plan.label in own
        for amount in (plan.monthly_usd, plan.total_usd):
            assert about(amount) in own
        bounds = range_of(report, plan)
        assert span(bounds.total_low_usd, bounds.total_high_usd) in own
    assert own.count("recommended") == 1


OWN_GPUS = {**KNOWN, "self_hosted": True, "labeled_examples": 2_000}


def test_on_own_gpus_a_shorter_prompt_saves_nothing_and_both_bills_say_never(settings: Settings):
    answer = opened(settings, ask(facts=OWN_GPUS))
    own, _, below = Reader(answer["page"]).text.partition("Does a shorter")
    assert "Self-hosted fine-tune never pays back: on GPUs paid by the hour" in own
    assert "Never pays back" in below
    assert "own GPUs are paid by the hour" in below


def test_the_calculator_says_what_it_leaves_out_and_names_no_date_out_of_sight(settings: Settings):
    own = Reader(opened(settings, ask(facts=KNOWN))["page"]).text
    assert "no hosting, no retraining" in own
    late = moved(settings, ask({**PUBLISHED, "training_usd": "20,000"}))["parts"]
    assert "too little to pay back $20,400.00 within 5 years" in Reader(late["verdict"]).text
    figures = Reader(late["figures"]).text
    assert "after 5 years or later: too late to count on" in figures
    assert "163.5" not in figures


def test_a_plan_that_is_not_tuned_stands_beside_a_tuned_one_and_says_what_stands_in_its_way(
    settings: Settings,
):
    own = Reader(own_html(settings, "project", ProjectFacts.of(LAWYERS))).text
    assert re.search(r"Prompt only .*RAG\) recommended .*Hosted fine-tune (limited|blocked)", own)


def test_without_a_project_or_on_an_example_no_project_is_priced(settings: Settings):
    assert own_html(settings, "calm_replies", ProjectFacts.of(KNOWN)) == ""
    assert "Your project" not in Reader(opened(settings, ask())["page"]).text
    answer = moved(settings, ask({"base": "small_team"}, facts=KNOWN, act="base", value="base"))
    assert answer["parts"]["own"] == ""


def test_a_project_without_a_volume_is_not_priced_before_it_is_known(settings: Settings):
    own = own_html(settings, "project", ProjectFacts.of({"task": "chat"}))
    assert own == "" or "Prompt only" in own


def test_a_title_is_text(settings: Settings):
    for attack in ATTACKS[:6]:
        page = opened(settings, ask(facts=KNOWN, title=attack))["page"]
        assert Reader(page).runs == []
