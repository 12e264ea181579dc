"""`steerwise feedback` and `steerwise login`."""

import csv
import io
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.logins import Logins, read_logins
from agent.settings import load_settings
from agent.storage import open_store
from tests.ui.running import Outcome

Steerwise = Callable[..., Outcome]


@pytest.fixture
def rated(data_dir: Path) -> str:
    """A thread of which two replies were rated."""
    with closing(open_store(load_settings())) as store:
        thread = store.threads.create("ann")
        other = store.threads.create("bob")
        store.ratings.put(thread, 1, "up", "", "ann")
        store.ratings.put(thread, 2, "down", "too long, and [bold]no[/bold] source", "bob")
        store.ratings.put(other, 1, "up", "", "")
    return thread


def test_feedback_is_listed_for_people_for_programs_and_for_spreadsheets(
    steerwise: Steerwise, rated: str
) -> None:
    shown = steerwise("feedback").out
    assert "too long, and [bold]no[/bold] source" in " ".join(shown.split())
    rows = steerwise("feedback", "--thread", rated, "--json").rows
    assert [(r["turn"], r["rating"], r["by"]) for r in rows] == [
        (1, "up", "ann"),
        (2, "down", "bob"),
    ]
    table = list(csv.DictReader(io.StringIO(steerwise("feedback", "--csv").out)))
    assert len(table) == 3
    assert {row["thread"] for row in table} > {rated}


def test_without_feedback_it_says_where_it_comes_from(steerwise: Steerwise) -> None:
    done = steerwise("feedback")
    assert (done.status, done.err) == (0, "")
    assert "thumb" in done.out
    assert steerwise("feedback", "--json").out == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [(("--thread", "none"), "no conversation 'none'"), (("--csv", "--json"), "not both")],
)
def test_what_feedback_cannot_list_is_one_line(
    steerwise: Steerwise, words: tuple[str, ...], why: str
) -> None:
    done = steerwise("feedback", *words)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert why in done.err


def test_login_prints_a_line_that_lets_its_owner_in(steerwise: Steerwise) -> None:
    done = steerwise("login", "ann", stdin="a long, good password\n")
    assert done.status == 0
    assert "good" not in done.out
    logins = Logins(read_logins(done.out.strip()))
    assert logins.check("ann", "a long, good password")
    assert not logins.check("ann", "a long, good password\n")


@pytest.mark.parametrize(("name", "typed"), [("ann", "\n"), ("a:b", "x\n"), ("", "x\n")])
def test_a_login_that_cannot_be_is_refused(steerwise: Steerwise, name: str, typed: str) -> None:
    done = steerwise("login", name, stdin=typed)
    assert (done.status, done.out) == (2, "")
    assert "name" in done.err
