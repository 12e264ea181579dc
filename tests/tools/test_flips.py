"""Flip points: a rounded threshold never contradicts the value that is known today."""

import pytest

from tests.tools.projects import SUPPORT_EMAILS, project
from tools.alternatives import alternatives
from tools.scoring import assess


@pytest.mark.parametrize(("today", "near"), [(25, 27), (30, 32)])
def test_a_threshold_is_not_rounded_to_what_the_project_has_already(today: int, near: int) -> None:
    found = assess(project(**{**SUPPORT_EMAILS, "labeled_examples": today}))
    flip = next(f for f in found.flips if f.fact == "labeled_examples" and f.direction == "above")
    assert f"rose above about {near}," in flip.text


def test_what_would_put_an_alternative_first_is_not_what_the_project_has_already() -> None:
    facts = project(**{**SUPPORT_EMAILS, "labeled_examples": 25})
    conditions = [row.would_win for row in alternatives(facts, assess(facts))]
    assert "if “good examples” is above about 27 examples" in conditions
