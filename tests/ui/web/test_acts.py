"""Buttons below messages, what a remote model cost, a conversation retold with its files."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from agent.attachments import FileNote
from agent.events import Step
from tests.ui.web import samples
from tests.ui.web.scripted import NOTHING, Spoken
from ui.suggestions import what_ifs
from ui.web import retold
from ui.web.acts import furnished, spent_html, turns_in

HISTORY = [Spoken("user", "one"), Spoken("assistant", "ok"), Spoken("user", "two")]
NOTE = FileNote("a.md", "a.md added.", ok=True)


def rows(entries):
    """The turn of each row of buttons, by its place in the chat."""
    return {
        i: int(found[1])
        for i, e in enumerate(entries)
        if (found := re.search(r"act copy turn-(\d+)", e["content"]))
    }


def test_each_answer_gets_its_buttons_and_each_message_of_the_user_an_edit():
    entries = retold.retold([*HISTORY, Spoken("assistant", "fine")])
    shown = furnished(entries)
    assert rows(shown) == {2: 1, 5: 2}
    assert [re.findall(r"act edit turn-(\d)", e["content"]) for e in shown] == [
        ["1"], [], [], ["2"], [], [],
    ]  # fmt: skip
    assert furnished(shown) == shown


def test_the_steps_that_led_to_an_answer_are_retold():
    step = Step("Scoring", "LoRA leads", ok=True, seconds=0.31)
    entries = retold.retold([HISTORY[0], Spoken("assistant", "ok", steps=(step,))])
    assert "1 step in 0.31 s" in entries[1]["content"]
    assert rows(furnished(entries)) == {3: 1}


def test_a_message_without_an_answer_has_no_buttons_of_one():
    assert rows(furnished(retold.retold(HISTORY))) == {2: 1}


def test_quick_replies_stay_last():
    entries = retold.offering(retold.retold(HISTORY[:2]), samples.board())
    shown = furnished(entries)
    assert [o["label"] for o in shown[-1]["options"]] == list(samples.QUESTION.replies)
    assert sum("options" in entry for entry in shown) == 1


def test_a_rating_is_marked_on_its_answer():
    entries = retold.retold([*HISTORY, Spoken("assistant", "fine")])
    first, second = [
        e["content"] for e in furnished(entries, {2: "down"}) if "acts" in e["content"]
    ]
    assert " on" not in first
    assert "act down turn-2 on" in second
    assert "act up turn-2 on" not in second


@pytest.mark.parametrize(
    ("usd", "shown"),
    [
        (Decimal("0.0312"), "1,500 tokens in 3 calls, about $0.03"),
        (Decimal("0.00312"), "1,500 tokens in 3 calls, about $0.00312"),
        (None, "1,500 tokens in 3 calls"),
    ],
)
def test_what_a_remote_model_used_is_shown_with_its_price_where_one_is_known(usd, shown):
    used = replace(
        NOTHING, calls=3, prompt_tokens=1000, completion_tokens=500, usd=usd, price_source="<list>"
    )
    assert f">{shown}<" in spent_html(used)
    assert 'title="&lt;list&gt;"' in spent_html(used)


def test_the_built_in_model_costs_nothing_and_nothing_is_said_of_it():
    assert spent_html(NOTHING) == ""


def test_files_stand_where_they_were_sent_and_are_no_message():
    files = [NOTE, replace(NOTE, name="<b>.png", text="<b>.png is no document.", ok=False, after=1)]
    entries = retold.retold([*HISTORY, Spoken("assistant", "fine")], files)
    assert [e["role"] for e in entries] == [
        "user", "assistant", "user", "assistant", "user", "assistant", "user", "assistant",
    ]  # fmt: skip
    assert "a.md" in entries[0]["content"]
    assert "&lt;b&gt;.png" in entries[4]["content"]
    assert turns_in(entries) == 2
    assert set(rows(furnished(entries)).values()) == {1, 2}


def test_files_that_are_being_read_are_named_at_once():
    sent, read = retold.attached([], left=["a.md", "b.md"])
    assert sent["content"].count("<span>") == 2
    assert "Reading 2 files…" in read["content"]


def test_a_data_set_offers_its_size_as_the_next_answer():
    note = replace(NOTE, reply="We have 60 good examples.")
    assert retold.attached([note])[-1]["options"][0]["value"] == "We have 60 good examples."
    assert "options" not in retold.attached([note], left=["b.md"])[-1]


def test_after_a_recommendation_the_what_ifs_that_would_turn_it_are_offered():
    board = replace(samples.board(), question=None)
    texts = what_ifs(board)
    assert texts
    offered = retold.offering(retold.retold(HISTORY[:2]), board)
    assert [o["value"] for o in offered[-1]["options"]] == list(texts)
    asked = [Spoken("user", texts[0]), Spoken("assistant", "Then …")]
    again = [o["value"] for o in retold.offering(retold.retold(asked), board)[-1]["options"]]
    assert again == [retold.KEEP, *texts[1:]]


def test_a_tab_that_another_one_took_back_messages_from_catches_up():
    entries = retold.retold([*HISTORY, Spoken("assistant", "fine")])
    assert turns_in(retold.up_to_date(entries, HISTORY[:2])) == 1


@pytest.mark.parametrize(("turn", "kept"), [(1, 0), (2, 2), (3, 3)])
def test_the_messages_before_one_that_is_edited(turn, kept):
    assert len(retold.until(HISTORY, turn)) == kept
