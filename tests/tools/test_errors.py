"""A slip in a name is met with the names it may have meant, closest first, and no others."""

import pytest

from tools.errors import UnknownName
from tools.vocabulary import spec


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("montly_requests", "monthly_requests"),
        ("labelled_examples", "labeled_examples"),
        ("knowlege_update", "knowledge_update"),
    ],
)
def test_a_slip_is_offered_only_what_it_is_close_to(slip: str, meant: str) -> None:
    with pytest.raises(UnknownName) as told:
        spec(slip)
    assert str(told.value) == f"unknown fact {slip!r}; did you mean {meant}?"


def test_names_that_are_equally_close_are_all_offered() -> None:
    with pytest.raises(UnknownName, match="did you mean current_accuracy or target_accuracy"):
        spec("rent_accuracy")


def test_a_name_like_no_other_is_offered_the_whole_list() -> None:
    with pytest.raises(UnknownName, match="known: consistency_need, current_accuracy"):
        spec("zzz")
