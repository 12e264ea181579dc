"""Fields that are worked out when somebody looks."""

from dataclasses import dataclass

import pytest

from tools.later import later


@later("slow")
@dataclass(frozen=True)
class Row:
    """A row with one field that may come later."""

    name: str
    slow: int


def made_once():
    calls = []

    def make():
        calls.append(1)
        return 7

    return make, calls


def test_a_function_is_called_when_somebody_looks_and_only_once():
    make, calls = made_once()
    row = Row("a", make)
    assert calls == []
    assert (row.slow, row.slow, calls) == (7, 7, [1])


def test_a_value_given_later_equals_one_given_now():
    assert Row("a", lambda: 7) == Row("a", 7) != Row("a", lambda: 8)


def test_what_fails_is_tried_again_at_the_next_look():
    turns = [ValueError("not yet"), None]

    def make():
        error = turns.pop(0)
        if error:
            raise error
        return 7

    row = Row("a", make)
    with pytest.raises(ValueError, match="not yet"):
        row.slow  # noqa: B018
    assert row.slow == 7
