import re

import pytest

from tests.tools.projects import SUPPORT_EMAILS, project
from tools.comparison import CRITERIA, compare
from tools.errors import InvalidInput, UnknownName
from tools.scoring import assess
from tools.vocabulary import STRATEGIES

FACTS = project(**SUPPORT_EMAILS)


def test_two_strategies_stand_side_by_side_on_eight_criteria_and_the_score() -> None:
    found = compare(FACTS, ["peft", "rag"])
    assert [row.criterion for row in found.rows] == ["score here", *CRITERIA]
    assert all(len(row.values) == 2 and all(row.values) for row in found.rows)
    assert found.better == "peft"


def test_the_reason_names_both_and_the_criterion_that_parts_them() -> None:
    found = compare(FACTS, ["rag", "peft"])
    lead = found.scores[1] - found.scores[0]
    assert f"LoRA / PEFT leads Retrieval (RAG) by {lead:.1f} points" in found.because
    assert "“" in found.because


def test_an_assessment_compares_as_its_facts_do() -> None:
    assert compare(assess(FACTS), STRATEGIES) == compare(FACTS, STRATEGIES)


def test_naming_one_twice_is_one() -> None:
    assert compare(FACTS, ["peft", "peft", "rag"]).strategies == ("peft", "rag")


@pytest.mark.parametrize("names", [[], ["peft"], ["peft", "peft"]])
def test_fewer_than_two_is_an_error(names: list[str]) -> None:
    with pytest.raises(InvalidInput, match="two different strategies"):
        compare(FACTS, names)


def test_an_unknown_strategy_is_an_error_with_the_closest_name() -> None:
    with pytest.raises(UnknownName, match="did you mean peft"):
        compare(FACTS, ["pft", "rag"])


PAIRS = [(one, two) for one in STRATEGIES for two in STRATEGIES if one < two]


def test_no_part_of_a_lead_is_told_to_be_of_it_and_greater_than_it() -> None:
    found = assess(project(**SUPPORT_EMAILS), samples=50)
    told = [compare(found, pair).because for pair in PAIRS]
    parts = [re.search(r"by ([\d.]+) points here, (?:([\d.]+) of them|above)", t) for t in told]
    assert all(parts)
    assert all(float(p[2]) <= float(p[1]) for p in parts if p is not None and p[2])
    assert any("some of which the rest takes back" in text for text in told)
    assert any(" of them from " in text for text in told)
