import io
from dataclasses import replace

from rich.console import Console

from tests.tools.projects import SUPPORT_EMAILS, project
from tests.ui.web.scripted import EMPTY
from tools.experiment import next_experiment
from tools.facts import ProjectFacts, make_fact
from tools.precedents import closest
from tools.scenarios import Scenario, compare_scenarios
from ui.prospects import prospects

FACTS = project(**SUPPORT_EMAILS)
LEAN = Scenario("lean", ProjectFacts({"monthly_requests": make_fact("monthly_requests", 5_000)}))


def shown(**parts: object) -> str:
    """What the terminal shows of a board with these parts, 80 columns wide."""
    screen = io.StringIO()
    console = Console(file=screen, width=80, highlight=False)
    for part in prospects(replace(EMPTY, **parts)):
        console.print(part)
    return screen.getvalue()


def test_the_next_test_is_shown_with_its_bill_and_every_outcome() -> None:
    experiment = next_experiment(FACTS)
    assert experiment is not None
    text = " ".join(shown(experiment=experiment).split())
    assert experiment.action in text
    assert "a day, about $" in text
    assert all(outcome.result in text for outcome in experiment.outcomes)
    assert text.count("likely the best") == len(experiment.outcomes)


def test_published_cases_are_shown_with_their_source() -> None:
    found = closest(project(**SUPPORT_EMAILS, failure_mode="wrong_behavior"))
    text = shown(precedents=found)
    assert all(case.author in text and case.url in text for case in found)
    assert "Alike:" in text


def test_scenarios_stand_beside_the_project_as_it_is_within_80_columns() -> None:
    text = shown(scenarios=compare_scenarios(FACTS, [LEAN]))
    assert "now" in text
    assert "lean" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_an_empty_board_shows_nothing_of_it() -> None:
    assert shown() == ""
