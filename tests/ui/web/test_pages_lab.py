"""The Decision Lab: the published numbers, moves and their reasons, the way into the chat."""

import pytest

from tests.ui.web.attacks import ATTACKS
from tests.ui.web.pages import KNOWN, Reader, ask
from tools.errors import InvalidInput
from tools.lab import SLIDERS, scenarios
from tools.scoring import assess
from ui.web.pages.lab.page import moved, opened
from ui.web.pages.lab.sliders import read_form, to_take

PUBLISHED = next(iter(scenarios()))
AT = {f"driver:{name}": value for name, value in scenarios()[PUBLISHED].drivers.items()}


def test_it_opens_on_the_published_scenario_with_the_published_score():
    answer = opened(ask())
    reader = Reader(answer["page"])
    assert "LoRA / PEFT leads 84.9" in reader.text
    assert "✓ As published: LoRA / PEFT first with 84.9." in reader.text
    assert answer["said"] == "LoRA / PEFT leads with 84.9."
    set_by_scenario = [a["name"] for t, a in reader.tags if t == "input" and "data-set" in a]
    assert set_by_scenario == [f"driver:{name}" for name in SLIDERS]


def test_it_opens_on_the_project_where_one_is_known():
    reader = Reader(opened(ask(facts=KNOWN))["page"])
    assert "120,000 requests a month · from your project".replace("· ", "") in reader.text
    assert not [a for t, a in reader.tags if t == "input" and "data-set" in a]
    assert "Move a slider first." in reader.text


def test_a_move_says_by_which_slider_the_lead_changed_and_by_how_much():
    kept = opened(ask())["kept"]
    form = {"base": PUBLISHED, **AT, "driver:labeled_data": "20"}
    answer = moved(ask(form, kept=kept, act="field", value="driver:labeled_data"))
    text = Reader(answer["parts"]["results"]).text
    assert "Prompting leads" in text
    assert "Prompting takes the lead and gains" in text
    assert "labelled data down from 72 to 20" in text
    assert "As published" not in text
    assert "10 examples" in answer["parts"]["reads-labeled_data"]
    assert answer["kept"]["last"] == kept["now"]


def test_the_last_slider_alone_can_be_asked_for():
    kept = opened(ask())["kept"]
    one = {"base": PUBLISHED, **AT, "driver:labeled_data": "20"}
    kept = moved(ask(one, kept=kept, act="field", value="driver:labeled_data"))["kept"]
    two = {**one, "driver:freshness_need": "90", "since": "last"}
    answer = moved(ask(two, kept=kept, act="field", value="driver:freshness_need"))
    text = Reader(answer["parts"]["results"]).text
    assert "freshness need up from 18 to 90" in text
    assert "labelled data down" not in text


def test_another_scenario_sets_the_sliders_anew():
    answer = moved(ask({"base": "living_policies", **AT}, act="base", value="base"))
    assert answer["kept"]["now"] == scenarios()["living_policies"].drivers
    assert "Retrieval (RAG) leads" in Reader(answer["parts"]["results"]).text


def test_any_strategy_can_be_inspected():
    answer = moved(ask({"base": PUBLISHED, **AT}, act="inspect", value="rag"))
    reader = Reader(answer["parts"]["results"])
    pressed = [a["data-value"] for _, a in reader.tags if a.get("aria-pressed") == "true"]
    assert pressed == ["rag"]
    assert "Where the points come from" in reader.text


@pytest.mark.parametrize(
    ("moved_to", "shown", "stands"),
    [("80", "10,000 examples", 0), ("20", "10 examples", 100), ("55", "560 examples", 0)],
)
def test_what_hangs_on_a_moved_slider_follows_it_and_reads_the_same(
    moved_to: str, shown: str, stands: int
):
    form = {"base": "project", "driver:labeled_data": moved_to}
    answer = moved(ask(form, facts=KNOWN, act="field", value="driver:labeled_data"))
    read = Reader(answer["parts"]["reads-few_examples"]).text
    assert read == f"{shown} follows another slider"
    assert answer["stands"]["slider-few_examples"] == stands
    assert "slider-labeled_data" not in answer["stands"]


def test_what_hangs_on_another_fact_stays_where_the_project_put_it():
    form = {"base": "project", "driver:labeled_data": "80"}
    answer = moved(ask(form, facts=KNOWN, act="field", value="driver:labeled_data"))
    assert Reader(answer["parts"]["reads-request_volume"]).text == (
        "120,000 requests a month from your project"
    )
    assert "not known, assumed" in answer["parts"]["reads-freshness_need"]


def test_an_assumption_reads_as_it_does_in_the_chat():
    known = ask(facts=KNOWN).facts
    page = Reader(opened(ask(facts=KNOWN))["page"]).text
    read = [
        row
        for row in assess(known).assumed
        if row.fact in ("requirement_change", "knowledge_update")
    ]
    assert read
    for row in read:
        assert f"{row.value.removeprefix('open, ')} not known, assumed" in page


def test_no_second_percentage_competes_with_how_sure_the_chat_is():
    assert "%" not in Reader(opened(ask(facts=KNOWN))["page"]).text.partition("Ranking")[2][:900]


def test_only_what_was_moved_goes_into_the_chat():
    assert to_take({}) == {}
    assert to_take({"request_volume": 50}) == {"monthly_requests": 1_000}


@pytest.mark.parametrize("value", ["101", "-1", "nan", "x", None, [1]])
def test_a_slider_out_of_range_is_one_sentence(value: object):
    with pytest.raises(InvalidInput, match="number from 0 to 100"):
        read_form({"driver:labeled_data": value})


@pytest.mark.parametrize("kept", [{"last": "x", "chosen": 3}, {"now": {"no": 1}}, {"base": []}])
def test_what_the_browser_kept_is_not_trusted(kept: dict[str, object]):
    answer = moved(ask({"base": PUBLISHED, **AT}, kept=kept, act="field", value="driver:x"))
    assert "leads" in answer["said"]


def test_a_title_is_text():
    for attack in ATTACKS:
        assert Reader(opened(ask(facts=KNOWN, title=attack))["page"]).runs == []
