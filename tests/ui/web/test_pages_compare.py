"""Strategies and what-ifs side by side."""

from pathlib import Path

import pytest

from agent.settings import Settings, load_settings
from tests.ui.web.attacks import ATTACKS
from tests.ui.web.pages import KNOWN, Reader, ask
from tools.facts import ProjectFacts
from tools.scenarios import Scenario
from ui.web.pages.compare.page import moved, opened

LEAN = Scenario("lean", ProjectFacts.of({"labeled_examples": 20}))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("compare")
    return load_settings(data_dir=folder)


def heads(html: str) -> list[str]:
    """The names of the columns."""
    inside = html.split("<thead>")[1].split("</thead>")[0]
    return [part.split("</th>")[0] for part in inside.split('<th scope="col">')[1:]]


def test_three_strategies_stand_side_by_side_to_begin_with(settings: Settings):
    page = opened(settings, ask(facts=KNOWN))["page"]
    assert len(heads(page)) == 3
    text = Reader(page).text
    for part in ("Score, of 100", "Likely the best", "A month", "Pays back", "Gates", "Expertise"):
        assert part in text


def test_the_ticked_ones_are_compared_best_first_and_their_difference_is_named(
    settings: Settings,
):
    form = {"kind": "strategies", "strategy": ["rag", "peft"]}
    answer = moved(settings, ask(form, facts=KNOWN))
    assert heads(answer["parts"]["results"]) == ["LoRA / PEFT", "Retrieval (RAG)"]
    assert "LoRA / PEFT leads Retrieval (RAG) by" in answer["said"]


@pytest.mark.parametrize("ticked", [[], ["rag"], ["rag", "rag"], ["<b>"], "rag"])
def test_fewer_than_two_are_asked_for(settings: Settings, ticked: object):
    answer = moved(settings, ask({"kind": "strategies", "strategy": ticked}, facts=KNOWN))
    assert answer["said"] == "Tick two or more to compare them."


def test_named_what_ifs_stand_beside_the_project(settings: Settings):
    page = opened(settings, ask(facts=KNOWN, scenarios=(LEAN,)))["page"]
    assert heads(page) == ["As it is", "lean"]
    text = Reader(page).text
    assert "Good examples 3,000 20" in text
    assert "What moves" in text


def test_without_a_named_what_if_it_says_how_to_name_one(settings: Settings):
    answer = moved(settings, ask({"kind": "scenarios"}, facts=KNOWN))
    assert "call that lean" in answer["said"]


def test_names_of_scenarios_are_text(settings: Settings):
    for attack in ATTACKS[:3]:
        named = (Scenario(attack, LEAN.changes),)
        form = {"kind": "scenarios", "scenario": ["now", attack]}
        question = ask(form, facts=KNOWN, scenarios=named)
        assert Reader(opened(settings, question)["page"]).runs == []
        assert Reader(moved(settings, question)["parts"]["results"]).runs == []
