"""Thumbs and comments, on both databases."""

import pytest

from agent.feedback import as_csv, as_rows, rate
from tools.errors import InvalidInput


@pytest.fixture
def thread(store):
    return store.threads.create("ann")


def rated(store, thread, *arguments, by=None, turns=3):
    rate(store.ratings, thread, *arguments, by=by, turns=turns)
    return [(r.turn, r.rating, r.comment, r.by) for r in store.ratings.of(thread)]


def test_a_person_has_one_rating_for_each_reply_and_can_take_it_back(store, thread):
    assert rated(store, thread, 1, "up") == [(1, "up", "", "")]
    assert rated(store, thread, 1, "down", " too\x07 long ") == [(1, "down", "too long", "")]
    both = rated(store, thread, 1, "up", by="bob")
    assert both == [(1, "down", "too long", ""), (1, "up", "", "bob")]
    assert rated(store, thread, 1, None) == [(1, "up", "", "bob")]
    assert rated(store, thread, 1, None) == [(1, "up", "", "bob")]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((1, "great"), "up or down, got 'great'"),
        ((0, "up"), "no reply number 0"),
        ((4, "up"), "no reply number 4; the conversation has 3"),
        ((True, "up"), "no reply number True"),
        ((1, "up", "x" * 2001), "2,001 characters"),
        ((1, "up", 7), "a comment is text"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(store, thread, arguments, why):
    with pytest.raises(InvalidInput, match=why):
        rated(store, thread, *arguments)
    assert store.ratings.of() == ()


def test_ratings_go_with_their_turns_and_with_their_thread(store, thread):
    for turn in (1, 2, 3):
        rated(store, thread, turn, "up")
    store.ratings.rewind(thread, 2)
    assert [r.turn for r in store.ratings.of(thread)] == [1]
    store.threads.delete(thread)
    assert store.ratings.of() == ()
    assert rated(store, thread, 1, "up") == []


def test_ratings_are_handed_out_as_json_and_as_a_table_that_runs_no_formula(store, thread):
    rated(store, thread, 2, "down", '=HYPERLINK("http://x")\nsecond line', by="ann")
    row = as_rows(store.ratings.of(thread))[0]
    assert row["rated"].startswith("20")
    assert {k: row[k] for k in ("thread", "turn", "rating", "by")} == {
        "thread": thread,
        "turn": 2,
        "rating": "down",
        "by": "ann",
    }
    head, first, *_ = as_csv(store.ratings.of(thread)).splitlines()
    assert head == "thread,turn,rating,comment,by,rated"
    assert ",down,\"'=HYPERLINK(" in first
