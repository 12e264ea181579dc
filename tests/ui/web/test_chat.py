from dataclasses import replace

import pytest

from agent.events import (
    BoardChanged,
    Done,
    Failed,
    QuestionAsked,
    TextDelta,
    ToolFinished,
    ToolStarted,
)
from tests.ui.web import samples
from tests.ui.web.scripted import Spoken
from ui.web import chat, retold
from ui.web.chat import Reply, fold_event, shown
from ui.web.markup import as_markdown, as_text
from ui.web.turns import Stopping


def told(*events) -> Reply:
    reply = Reply()
    for event in events:
        reply = fold_event(reply, event)
    return reply


def words(entries):
    """What stands in the entries, without the buttons."""
    return [entry["content"].partition(" <button")[0] for entry in entries]


STARTED = ToolStarted("t", 1, "score", "Scoring")
FINISHED = ToolFinished("t", 1, "score", "Scoring", True, "LoRA leads", 0.31)
QUESTION = QuestionAsked("t", 1, "task", "What?", ("Write", "Classify"), "could move RAG up")
DONE = Done("t", 1, "Hello [1].", (samples.CITATION,), samples.board())


def test_before_the_first_event_the_page_says_that_it_thinks():
    (entry,) = shown(Reply())
    assert "Thinking…" in entry["content"]


def test_a_running_tool_is_named():
    (entry,) = shown(told(STARTED))
    assert "Scoring…" in entry["content"]


def test_finished_tools_fold_into_one_line_with_their_time_and_findings():
    (entry,) = shown(replace(told(STARTED, FINISHED), done=True))
    assert "<summary>1 step in 0.31 s</summary>" in entry["content"]
    assert "LoRA leads" in entry["content"]


def test_two_calls_of_one_tool_are_two_steps():
    reply = told(STARTED, FINISHED, STARTED, replace(FINISHED, seconds=0.2))
    assert [step.seconds for step in reply.steps] == [0.31, 0.2]


def test_text_grows_with_each_delta_and_the_done_event_has_the_last_word():
    reply = told(TextDelta("t", 1, "Hel"), TextDelta("t", 1, "lo"))
    assert reply.text == "Hello"
    assert fold_event(reply, DONE).text == "Hello [1]."


def test_the_open_question_offers_its_replies_only_when_the_turn_is_over():
    during = told(TextDelta("t", 1, "What?"), QUESTION)
    assert not any("options" in entry for entry in shown(during))
    last = shown(fold_event(during, DONE))[-1]
    assert [o["value"] for o in last["options"]] == ["Write", "Classify"]
    assert "This could move RAG up." in last["content"]


def test_a_failure_is_one_plain_sentence_without_quick_replies():
    entries = shown(told(QUESTION, Failed("t", 1, "The endpoint <did> not answer.")))
    assert "The endpoint &lt;did&gt; not answer." in entries[-1]["content"]
    assert not any("options" in entry for entry in entries)


def test_a_stopped_reply_keeps_what_was_said():
    entries = shown(told(TextDelta("t", 1, "Half"), Stopping("t", 0)), ended=True)
    assert [entry["content"] for entry in entries] == ["Half", chat.STOPPED]


def test_a_stop_is_acknowledged_at_once():
    (entry,) = shown(told(STARTED, Stopping("t", 0)))
    assert "Stopping…" in entry["content"]


def test_quick_replies_leave_with_the_next_message():
    before = [retold.said("hi", 1), *shown(told(TextDelta("t", 1, "What?"), QUESTION, DONE))]
    assert retold.settled(before) == before[:2]


def test_a_tab_that_missed_something_catches_up():
    shown_here = [
        retold.said("one", 1),
        {"role": "assistant", "content": "<details>steps</details>"},
    ]
    history = [Spoken("user", "one"), Spoken("assistant", "ok")]
    assert retold.up_to_date(shown_here, history) == shown_here
    more = [*history, Spoken("user", "two"), Spoken("assistant", "fine")]
    assert words(retold.up_to_date(shown_here, more)) == [
        "one",
        "ok",
        "two",
        "fine",
    ]


def test_messages_that_come_back_from_the_page_are_read_again():
    returned = [{"role": "user", "content": [{"type": "text", "text": "hi"}], "metadata": None}]
    assert retold.settled(returned) == [{"role": "user", "content": "hi"}]


def test_a_board_among_the_events_is_found():
    board = samples.board()
    assert chat.newest_board([STARTED, BoardChanged("t", 1, board)]) == board
    assert chat.newest_board([STARTED]) is None


def test_a_stored_conversation_is_told_again():
    entries = retold.retold([Spoken("user", "a < b"), Spoken("assistant", "Yes [1].")])
    assert words(entries) == ["a &lt; b", "Yes [1](#source-1)."]


@pytest.mark.parametrize(
    ("history", "kept"),
    [
        ([Spoken("user", "one"), Spoken("assistant", "half an ans")], ["one"]),
        ([Spoken("user", "one"), Spoken("assistant", "two")], ["one"]),
        ([], ["one"]),
        ([Spoken("user", "zero"), Spoken("assistant", "ok")], ["zero", "ok", "one"]),
    ],
)
def test_a_turn_that_is_joined_shows_its_message_once(history, kept):
    assert words(retold.before_turn(history, "one")) == kept


def test_marks_become_chips_but_not_in_code_or_links():
    assert as_markdown("Yes [1][2], `a[3]`, [4](https://x.org)\n```\nb[5]\n```") == (
        "Yes [1](#source-1)[2](#source-2), `a[3]`, [4](https://x.org)\n```\nb[5]\n```"
    )


def test_the_advisors_markup_is_shown_not_obeyed():
    assert as_markdown("a <b>x</b> ![p](http://h/p.png) & c") == (
        "a &lt;b>x&lt;/b> !\\[p](http://h/p.png) &amp; c"
    )


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("| RAG | $147 ($100–$793) |", "$100\u2060–\u2060$793"),
        ("| RAG | $1,130 ($861–$2,050) |", "$861\u2060–\u2060$2,050"),
        ("| tokens | 400–1,500 |", "400\u2060–\u20601,500"),
    ],
)
def test_a_range_in_a_table_is_never_broken_at_its_dash(row: str, kept: str):
    assert kept in as_markdown(f"Costs:\n\n| plan | a month |\n|---|---:|\n{row}")


@pytest.mark.parametrize("text", ["It costs $100–$793.", "| RAG | – |", "| so – or so | 1 |"])
def test_a_dash_elsewhere_stays_as_it_is(text: str):
    assert "\u2060" not in as_markdown(text)


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        ("1. not a list", "1\\. not a list"),
        ("- nor this", "\\- nor this"),
        ("# nor a heading", "\\# nor a heading"),
        ("**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"),
        ("[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"),
        ("    code?", "&nbsp;&nbsp;&nbsp;&nbsp;code?"),
        ('a & b < c "d"', 'a &amp; b &lt; c "d"'),
        ("two\nlines\n---", "two\nlines\n\\---"),
        ("about 120,000 a month", "about 120,000 a month"),
    ],
)
def test_what_a_user_types_is_shown_as_typed(typed: str, markdown: str):
    assert as_text(typed) == markdown


def test_a_reopened_conversation_offers_the_replies_to_its_open_question():
    entries = retold.retold([Spoken("user", "hi"), Spoken("assistant", "How many?")])
    board = replace(samples.board(), assessment=None)
    assert len(retold.offering(entries, board)[-1]["options"]) == 3
    for question in (None, replace(samples.QUESTION, done=True)):
        assert retold.offering(entries, replace(board, question=question)) == entries
    assert retold.offering([], board) == []
    assert retold.offering(entries[:1], board) == entries[:1]


def test_a_reason_that_the_reply_has_given_is_not_given_twice():
    text = f"How many? ({QUESTION.could_change})"
    entries = shown(told(TextDelta("t", 1, text), QUESTION, replace(DONE, reply=text)))
    assert [entry["content"] for entry in entries] == [text]
    assert len(entries[0]["options"]) == 2


MOVES = "could move you from LoRA / PEFT to Preference tuning"
ASKS = "So far so good.\n\n{} **What could it learn from?**"


@pytest.mark.parametrize(
    "why",
    [
        "It may yet be Preference tuning, depending on this:",
        "One answer could put Preference tuning first (I assume finished examples so far):",
        "This could move you from LoRA / PEFT to Preference tuning.",
    ],
)
def test_a_reason_in_other_words_is_not_given_again_below(why: str):
    entries = chat.ask([chat.bot(ASKS.format(why))], ("Examples",), MOVES)
    assert [entry["content"] for entry in entries] == [ASKS.format(why)]


@pytest.mark.parametrize("why", ["", "LoRA / PEFT leads."])
def test_a_reason_that_was_only_touched_on_before_is_given(why: str):
    text = ASKS.replace("So far so good.", "Preference tuning comes second.").format(why)
    entries = chat.ask([chat.bot(text)], ("Examples",), MOVES)
    assert f"This {MOVES}." in entries[-1]["content"]


@pytest.mark.parametrize(
    ("last", "reasons"),
    [
        ("**How many good examples do you have?**", 1),
        ("Back to my question: **How many good examples are there?**", 0),
        ("It may yet be Prompting: **How many good examples do you have?**", 0),
    ],
)
def test_a_reopened_conversation_gives_a_reason_only_below_a_question_put_without(
    last: str, reasons: int
):
    entries = retold.retold([Spoken("user", "hi"), Spoken("assistant", last)])
    told_anew = retold.offering(entries, samples.board(), why=True)
    assert sum('class="why"' in entry["content"] for entry in told_anew) == reasons


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.2])
def test_steps_that_nobody_waited_for_have_no_line_then_or_later(seconds: float):
    quick = told(STARTED, replace(FINISHED, seconds=seconds), TextDelta("t", 1, "Hello"), DONE)
    assert [entry["content"] for entry in shown(quick)] == ["Hello [1](#source-1)."]
    kept = retold.retold([Spoken("assistant", "Hello", steps=quick.steps)])
    assert [entry["content"] for entry in kept] == ["Hello"]


@pytest.mark.parametrize("changes", [{"seconds": 0.31}, {"seconds": 0.001, "ok": False}])
def test_steps_that_took_a_while_or_failed_have_a_line(changes: dict[str, object]):
    slow = told(STARTED, replace(FINISHED, **changes), TextDelta("t", 1, "Hello"), DONE)
    assert "<summary>1 step in" in shown(slow)[0]["content"]
