"""A few of the scripted people, once each; `python -m tests.evals users` lets all of them talk."""

from pathlib import Path

import pytest

from knowledge import Guidance
from tests.evals.users import people, run
from tests.evals.users.judging import pass_power

QUICK = ("clerk", "florist", "startup-founder", "hr-partner", "bank-analyst", "data-scientist")
pytestmark = pytest.mark.slow


def test_some_of_the_people_end_with_the_facts_and_the_advice_that_are_theirs(
    built_index: Path, tmp_path: Path
) -> None:
    chosen = [person for person in people() if person.id in QUICK]
    verdicts = run(chosen, Guidance.open(built_index), tmp_path / "talks", runs=[0])
    assert len(verdicts) == len(QUICK)
    assert {v.played.person: v.faults for v in verdicts if not v.passed} == {}


def test_there_are_many_people_of_many_manners_and_no_name_twice() -> None:
    assert len(people()) >= 40
    assert len({person.manner for person in people()}) >= 12
    assert len({person.id for person in people()}) == len(people())


@pytest.mark.parametrize(("passes", "expected"), [(5, 1.0), (4, 0.0), (0, 0.0)])
def test_pass_power_five_of_five_runs_needs_them_all(passes: int, expected: float) -> None:
    assert pass_power(passes, 5, 5) == expected
    assert pass_power(4, 5, 2) == 0.6
