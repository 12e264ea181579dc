"""Back to before a message: everything is as it was, and the conversation goes on from there."""

import pytest

from agent.events import Done, Failed, QuestionAsked
from agent.notebook import Notebook, entries
from agent.notebook.journal import KEPT_TURNS
from agent.notebook.writing import turns_kept, write
from agent.state import notebook_of
from tests.agent.conftest import reply, turn
from tools.errors import InvalidInput
from tools.facts import make_fact

PROJECT = "We answer 120,000 customer emails a month and have 3,000 good replies."
MORE = ("The policy changes every week.", "what if we had 100 examples?", "keep it", "undo")


@pytest.fixture
def thread(advisor):
    made = advisor.new_thread()
    turn(advisor, made, PROJECT)
    return made


def standing(advisor, thread):
    """All that a conversation is: messages, notebook, board, title."""
    board = advisor.board(thread)
    history = [(m.role, m.text) for m in advisor.history(thread)]
    return history, notebook_of(advisor._state(thread)), board, advisor.threads()[0].title


def test_each_message_can_be_taken_back_and_leaves_all_as_it_was(advisor, thread):
    before = []
    for message in MORE:
        before.append(standing(advisor, thread))
        reply(advisor, thread, message)
    for number in range(len(MORE), 0, -1):
        assert advisor.rewind(thread, number + 1) == MORE[number - 1]
        assert standing(advisor, thread) == before[number - 1]


def test_several_messages_go_at_once_and_undo_by_words_still_works(advisor, thread):
    reply(advisor, thread, MORE[0])
    before = standing(advisor, thread)
    for message in MORE[1:]:
        reply(advisor, thread, message)
    advisor.rewind(thread, 3)
    assert standing(advisor, thread) == before
    done = reply(advisor, thread, "undo")
    assert "knowledge_update" not in {f.name for f in done.board.facts}


def test_a_conversation_taken_back_to_its_beginning_begins_anew(advisor, thread):
    assert advisor.rewind(thread, 1) == PROJECT
    assert advisor.history(thread) == ()
    assert advisor.board(thread).facts == ()
    assert reply(advisor, thread, "We classify 500 tickets a day.").board.facts


def test_an_edited_message_takes_the_place_of_the_old_one(advisor, thread):
    reply(advisor, thread, MORE[0])
    events = list(advisor.stream(thread, "We answer 5,000 emails a month.", instead_of=1))
    assert isinstance(events[-1], Done)
    assert events[-1].turn == 1
    assert [f.value for f in events[-1].board.facts if f.name == "monthly_requests"] == [5000]
    assert [m.role for m in advisor.history(thread)] == ["user", "assistant"]


def test_the_same_message_is_answered_again_with_its_exact_values(advisor, thread):
    list(advisor.edit(thread, {"monthly_requests": 123_456}, origin="lab"))
    text = advisor.history(thread)[-2].text
    done = list(advisor.stream(thread, text, instead_of=2))[-1]
    fact = next(f for f in done.board.facts if f.name == "monthly_requests")
    assert (fact.value, fact.source) == (123_456, "slider")


def test_the_open_question_is_open_again(advisor, thread):
    asked = notebook_of(advisor._state(thread)).open_fact
    events = turn(advisor, thread, "no idea")
    assert [e.fact for e in events if isinstance(e, QuestionAsked)] != [asked]
    advisor.rewind(thread, 2)
    assert advisor.board(thread).question.fact == asked


@pytest.mark.parametrize("number", [0, -1, 2, 99, True, "1"])
def test_a_message_that_is_not_there_is_refused_in_words(advisor, thread, number):
    before = standing(advisor, thread)
    with pytest.raises(InvalidInput, match="has 1 message of yours; there is no number"):
        advisor.rewind(thread, number)
    told = list(advisor.stream(thread, "new words", instead_of=number))[-1]
    assert isinstance(told, Failed)
    assert standing(advisor, thread) == before


def test_a_deleted_conversation_cannot_be_taken_back(advisor, thread):
    advisor.delete(thread)
    with pytest.raises(InvalidInput, match="does not exist"):
        advisor.rewind(thread, 1)


def test_what_was_taken_back_leaves_no_byte(advisor, thread, data_dir):
    reply(advisor, thread, "Our code name is Quasselstrippe and the policy changes weekly.")
    advisor.rewind(thread, 2)
    reply(advisor, thread, "It changes monthly.")
    advisor.delete(thread)
    kept = [f.name for f in data_dir.iterdir() if f.is_file() and b"Quassel" in f.read_bytes()]
    assert kept == []


def written(turns):
    """A notebook after so many turns, each of which recorded one fact more exactly."""
    raw = None
    for number in range(1, turns + 1):
        raw = write(raw, [entries.begin(turn=number)])
        fact = make_fact("monthly_requests", number)
        raw = write(raw, [entries.record({"monthly_requests": fact}, turn=number)])
    return raw


@pytest.mark.parametrize("turns", [1, KEPT_TURNS, KEPT_TURNS + 1, 3 * KEPT_TURNS])
def test_the_last_turns_are_kept_and_no_more(turns):
    raw = written(turns)
    kept = turns_kept(raw)
    assert kept == tuple(range(max(1, turns - KEPT_TURNS + 1), turns + 1))
    for number in kept:
        back = write(raw, [entries.rewind(turn=number)])
        assert Notebook.from_json(back) == Notebook.from_json(written(number - 1))


def test_a_notebook_from_before_there_was_a_journal_can_go_back_from_now_on():
    old = Notebook.from_json(written(3)).to_json()
    raw = write(old, [entries.begin(turn=4), entries.mark("restart", turn=4)])
    assert turns_kept(raw) == (4,)
    back = write(raw, [entries.rewind(turn=4)])
    assert Notebook.from_json(back) == Notebook.from_json(old)


def test_a_message_too_long_ago_is_refused_in_words(advisor, thread):
    for number in range(KEPT_TURNS):
        list(advisor.edit(thread, {"labeled_examples": number + 1}, origin="board"))
    with pytest.raises(InvalidInput, match=r"message 1 is too long ago .* up to 20"):
        advisor.rewind(thread, 1)
    assert advisor.rewind(thread, 2).startswith("Good examples: 1 ")


def test_the_steps_of_a_reply_are_kept_with_it(advisor, thread):
    (step,) = advisor.history(thread)[1].steps
    assert step.label == "Noting what you said"
    assert "120,000 requests a month" in step.summary
    assert step.ok
    assert step.seconds >= 0
    assert advisor.history(thread)[0].steps == ()
