"""A conversation with the advisor, offline: the whole path, crashes and bad input included."""

import gc
import json
import os
import re
import signal
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from langsmith.utils import get_env_var, tracing_is_enabled
from threadpoolctl import threadpool_info

from agent.events import BoardChanged, Failed, QuestionAsked, TextDelta, ToolFinished
from agent.offline.speaking import questions
from tests.agent.conftest import reply, turn, ungrounded
from tests.agent.openai_server import OpenAIServer
from tests.patience import PATIENCE_SECONDS
from tests.readme import README, with_conversation

ROOT = Path(__file__).parents[2]
HALTING = (sys.executable, "-m", "tests.agent.halting")
PROJECT = (
    "We answer about 120,000 customer emails a month. The tone has to be calm and always the "
    "same. The policy hardly changes. We have roughly 3,000 replies that our best agents wrote."
)
pytestmark = pytest.mark.slow


def test_the_reference_conversation_ends_in_advice_with_ranking_cost_and_sources(advisor):
    thread = advisor.new_thread()
    first = turn(advisor, thread, PROJECT)
    asked = [e for e in first if isinstance(e, QuestionAsked)]
    assert len(asked) == 1
    assert asked[0].question.endswith("?")
    assert asked[0].replies
    facts = {f.name: f for f in first[-1].board.facts}
    assert facts["monthly_requests"].value == 120_000
    assert facts["labeled_examples"].value == 3000
    assert facts["consistency_need"].value == "high"
    assert all(f.quote in PROJECT for f in facts.values())

    done = reply(advisor, thread, "just tell me")
    assert done.board.assessment.primary == done.board.assessment.ranking[0].strategy == "peft"
    assert "LoRA" in done.reply
    assert "a month" in done.reply
    assert done.board.costs.plans[0].monthly_usd > 0
    assert done.citations
    quoted = re.findall(r"“([^”]{40,})” \[\d", done.reply)
    assert quoted
    assert all(any(text in c.quote for c in done.citations) for text in quoted)

    before = done.board
    changed = reply(advisor, thread, "what if we only had 100 examples?")
    assert "100 good examples" in changed.reply
    assert changed.board.facts == before.facts
    assert "Cost" in changed.reply

    why = reply(advisor, thread, "why not RAG?")
    assert "RAG" in why.reply
    assert why.citations
    assert all(f"[{c.n}]" in why.reply for c in why.citations)


def test_the_conversation_in_the_readme_is_the_one_that_happens(advisor):
    text = README.read_text(encoding="utf-8")
    assert with_conversation(text, advisor) == text, "run `make readme`"


def test_every_question_is_asked_once_and_i_dont_know_is_an_answer(advisor):
    thread = advisor.new_thread()
    asked = []
    events = turn(advisor, thread, PROJECT)
    for _ in range(12):
        question = next((e for e in events if isinstance(e, QuestionAsked)), None)
        if question is None:
            break
        asked.append(question.fact)
        events = turn(advisor, thread, "no idea")
    assert question is None
    assert len(asked) == len(set(asked)) <= advisor.settings.max_questions
    assert "**First step:**" in events[-1].reply


def test_a_digression_returns_to_the_open_question(advisor):
    thread = advisor.new_thread()
    first = reply(advisor, thread, PROJECT)
    after = reply(advisor, thread, "What is LoRA?")
    assert after.board.question.fact == first.board.question.fact
    assert questions.shortly(first.board.question.fact) in after.reply
    assert first.board.question.question not in after.reply


def test_what_an_answer_could_change_is_told_when_first_asked_and_not_again(advisor):
    thread = advisor.new_thread()
    first, again, more = (
        next(e for e in turn(advisor, thread, text) if isinstance(e, QuestionAsked))
        for text in (PROJECT, "What is LoRA?", "why not RAG?")
    )
    assert first.could_change
    assert (again.fact, again.could_change) == (more.fact, more.could_change) == (first.fact, "")
    other = next(e for e in turn(advisor, thread, "no idea") if isinstance(e, QuestionAsked))
    assert other.fact != first.fact
    assert other.could_change


def test_every_figure_of_every_reply_stands_in_a_tool_result_or_the_users_words(advisor):
    thread = advisor.new_thread()
    said = [PROJECT, "just tell me", "what if volume doubles?", "show the costs", "the ranking",
            "why not RAG?", "compare LoRA and RAG", "what would change your mind?",
            "how did you come up with those scores", "after how many months does it pay back?",
            "we went 70, 75, 78", "what do you know?"]  # fmt: skip
    for text in said:
        done = reply(advisor, thread, text)
        assert ungrounded(advisor, thread, done) == [], text


def test_the_text_events_join_to_the_reply_and_to_the_history(advisor):
    thread = advisor.new_thread()
    events = turn(advisor, thread, PROJECT)
    streamed = "".join(e.delta for e in events if isinstance(e, TextDelta))
    assert streamed == events[-1].reply
    assert [m.text for m in advisor.history(thread)] == [PROJECT, streamed]


def test_what_is_loaded_at_the_start_is_walked_by_no_collection_afterwards(advisor):
    before = gc.get_freeze_count()
    try:
        advisor.warm_up().join()
        assert gc.get_freeze_count() > before + 10_000
    finally:
        gc.unfreeze()


def test_the_built_in_model_speaks_in_sentences_and_lines(advisor):
    events = turn(advisor, advisor.new_thread(), f"{PROJECT} just tell me")
    pieces = [e.delta.strip() for e in events if isinstance(e, TextDelta)]
    assert len(pieces) > 3
    assert all(piece.count(". ") == 0 for piece in pieces)
    assert len(pieces) < len(events[-1].reply.split()) / 4


def test_tools_report_their_start_and_end_and_the_board_follows(advisor):
    events = turn(advisor, advisor.new_thread(), PROJECT)
    kinds = [e.type for e in events]
    assert kinds.index("tool_started") < kinds.index("tool_finished") < kinds.index("board")
    finished = next(e for e in events if isinstance(e, ToolFinished))
    assert finished.ok
    assert "120,000" in finished.summary
    assert kinds[-1] == "done"
    assert any(isinstance(e, BoardChanged) for e in events)


def test_no_two_replies_in_a_row_open_alike(advisor):
    thread = advisor.new_thread()
    texts = [PROJECT, "about 40 requests a minute", "output is JSON", "we have 5,000 labels"]
    openings = [reply(advisor, thread, t).reply.split(" ")[0] for t in texts]
    assert all(a != b for a, b in pairwise(openings))


def test_undo_and_keep_change_the_notes_and_say_so(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    reply(advisor, thread, "what if we only had 100 examples?")
    kept = reply(advisor, thread, "keep that")
    assert {f.name: f.value for f in kept.board.facts}["labeled_examples"] == 100
    undone = reply(advisor, thread, "undo")
    assert {f.name: f.value for f in undone.board.facts}["labeled_examples"] == 3000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("  \n\t ", "empty"),
        ("x" * 102_400, "102,400 characters"),
        ("abc\x00def", "binary"),
        ("\x01\x02\x03", "empty"),
    ],
)
def test_a_message_that_cannot_be_read_is_one_sentence_and_loses_nothing(advisor, text, says):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    before = advisor.board(thread)
    (failed,) = turn(advisor, thread, text)
    assert isinstance(failed, Failed)
    assert says in failed.message
    assert "\n" not in failed.message
    assert advisor.board(thread) == before
    assert reply(advisor, thread, "what do you know?").reply


def test_markup_and_lone_surrogates_are_plain_text(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, "<script>alert(1)</script> We label 500 tickets a day \ud83d")
    assert advisor.history(thread)[0].text.startswith("<script>")


def test_sixteen_writers_of_one_thread_lose_no_message(advisor):
    thread = advisor.new_thread()
    texts = [f"We have {n} labelled examples" for n in range(100, 116)]
    workers = [threading.Thread(target=turn, args=(advisor, thread, t)) for t in texts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE_SECONDS)
    said = [m.text for m in advisor.history(thread) if m.role == "user"]
    assert sorted(said) == sorted(texts)
    assert len(advisor.history(thread)) == 32


def test_another_advisor_on_the_same_folder_continues_the_conversation(open_advisor):
    first = open_advisor()
    thread = first.new_thread()
    board = reply(first, thread, PROJECT).board
    second = open_advisor()
    assert second.board(thread) == board
    assert [m.text for m in second.history(thread)] == [m.text for m in first.history(thread)]
    assert reply(second, thread, "just tell me").turn == 2


def test_closing_the_stream_keeps_what_was_said_and_the_next_turn_works(advisor):
    thread = advisor.new_thread()
    stream = advisor.stream(thread, PROJECT)
    shown = ""
    for event in stream:
        if isinstance(event, TextDelta):
            shown += event.delta
            break
    stream.close()
    history = advisor.history(thread)
    assert history[-1].role == "assistant"
    assert history[-1].text == f"{shown} (stopped)".strip()
    assert not advisor.interrupted(thread)
    assert reply(advisor, thread, "just tell me").board.facts


@pytest.mark.parametrize("moment", ["tool_started", "tool_finished", "board"])
def test_stopping_at_a_tool_keeps_the_facts_and_a_well_formed_thread(advisor, moment):
    thread = advisor.new_thread()
    stream = advisor.stream(thread, PROJECT)
    assert any(event.type == moment for event in stream)
    stream.close()
    messages = advisor._state(thread)["messages"]
    called = {c["id"] for m in messages for c in getattr(m, "tool_calls", [])}
    assert called == {m.tool_call_id for m in messages if m.type == "tool"}
    assert "stopped" in advisor.history(thread)[-1].text
    facts = {f.name for f in advisor.board(thread).facts}
    assert {"monthly_requests", "labeled_examples"} <= facts
    assert reply(advisor, thread, "just tell me").board.facts


def test_a_turn_that_waited_while_its_conversation_was_deleted_leaves_nothing(advisor):
    thread = advisor.new_thread()
    reply(advisor, thread, PROJECT)
    waiting = advisor.stream(thread, "my plan is secret")
    advisor.delete(thread)
    (failed,) = list(waiting)
    assert isinstance(failed, Failed)
    assert "does not exist" in failed.message
    assert not advisor.knows(thread)
    assert advisor.history(thread) == ()


def test_after_starting_over_a_new_project_gets_a_whole_recommendation(open_advisor):
    advisor = open_advisor(max_questions=0)
    thread = advisor.new_thread()
    assert "First step" in reply(advisor, thread, PROJECT).reply
    reply(advisor, thread, "start over")
    second = reply(advisor, thread, "We label 500 tickets a day and have 2,000 labelled examples.")
    assert "First step" in second.reply


def test_a_quote_whose_document_changed_is_not_shown(open_advisor, monkeypatch):
    advisor = open_advisor()
    thread = advisor.new_thread()
    shown = reply(advisor, thread, "What is LoRA?")
    assert shown.citations
    monkeypatch.setattr(advisor._guidance, "verify", lambda *_, **__: False)
    assert advisor.board(thread).citations == ()
    assert advisor.history(thread)[-1].citations == ()
    again = reply(advisor, thread, "What is QLoRA?")
    assert again.citations == ()
    assert "[" not in again.reply


@pytest.mark.parametrize(
    "variable",
    ["LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"],
)
def test_tracing_is_off_whatever_the_shell_exports(open_advisor, monkeypatch, variable):
    monkeypatch.setenv(variable, "true")
    get_env_var.cache_clear()
    open_advisor()
    get_env_var.cache_clear()
    assert not tracing_is_enabled()


@pytest.mark.parametrize("moment", ["tool_started", "board", "text"])
def test_kill_9_in_the_middle_of_a_turn_loses_no_fact(open_advisor, guidance_dir, moment):
    before = open_advisor()
    thread = before.new_thread()
    reply(before, thread, "We label tickets into 20 categories.")
    facts_before = {f.name for f in before.board(thread).facts}
    process = subprocess.Popen(
        [*HALTING, thread, PROJECT, str(guidance_dir), moment],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )
    with process:
        for line in process.stdout:
            if line.strip() == moment:
                break
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL

    after = open_advisor()
    assert facts_before <= {f.name for f in after.board(thread).facts}
    assert after.interrupted(thread)
    assert list(after.resume(thread))[-1].type == "done"
    assert [m.role for m in after.history(thread)] == ["user", "assistant"] * 2
    facts = {f.name: f.value for f in after.board(thread).facts}
    assert facts["monthly_requests"] == 120_000
    assert facts["labeled_examples"] == 3000
    assert list(after.resume(thread)) == []
    assert reply(after, thread, "just tell me").turn == 3


HANGING = """
import sys
from agent import Advisor
from agent.settings import load_settings

for event in Advisor(load_settings()).stream(sys.argv[1], sys.argv[2]):
    print(event.type, flush=True)
"""


def test_kill_9_while_the_model_thinks_resumes_with_the_facts_it_had_recorded(
    open_advisor, data_dir
):
    message = "We label 40,000 tickets a month."
    record = {"name": "monthly_requests", "value": 40000, "quote": "40,000 tickets a month"}
    thread = open_advisor().new_thread()
    with OpenAIServer([[("record_facts", {"facts": [record]})], None]) as server:
        remote = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "k", "STEERWISE_MODEL": "m"}
        process = subprocess.Popen(
            [sys.executable, "-c", HANGING, thread, message],
            stdout=subprocess.PIPE,
            env={**os.environ, **remote},
        )
        with process:
            assert server.hanging.wait(PATIENCE_SECONDS)
            process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL

    after = open_advisor()
    assert after.interrupted(thread)
    assert {f.name: f.value for f in after.board(thread).facts} == {"monthly_requests": 40_000}
    assert list(after.resume(thread))[-1].type == "done"
    assert [m.role for m in after.history(thread)] == ["user", "assistant"]
    assert not after.interrupted(thread)
    assert reply(after, thread, "5,000 labelled examples").turn == 2


def test_deleting_a_thread_leaves_no_byte_of_it(advisor, data_dir):
    thread, other = advisor.new_thread(), advisor.new_thread()
    secret = "zebrafish emporium"
    reply(advisor, thread, f"{PROJECT} This is for the {secret}.")
    reply(advisor, other, PROJECT)

    def holds(needle: bytes) -> list[Path]:
        return [f for f in data_dir.rglob("*") if f.is_file() and needle in f.read_bytes()]

    assert holds(secret.encode())
    advisor.delete(thread)
    assert holds(secret.encode()) == []
    assert holds(thread.encode()) == []
    assert not advisor.knows(thread)
    assert advisor.history(thread) == ()
    assert [t.id for t in advisor.threads()] == [other]


def test_a_long_conversation_keeps_one_checkpoint(advisor, data_dir):
    thread = advisor.new_thread()
    for n in range(8):
        reply(advisor, thread, f"We have {100 + n} labelled examples")
    with advisor._threads.saver.cursor(transaction=False) as cursor:
        cursor.execute("SELECT COUNT(*) FROM checkpoints WHERE thread_id = ?", (thread,))
        assert cursor.fetchone()[0] == 1


def test_the_board_of_an_empty_conversation_is_empty_and_plain_json(advisor):
    board = advisor.board(advisor.new_thread())
    assert board.assessment is None
    assert board.recommendation == ""
    assert json.dumps(BoardChanged("t", 1, board).to_json())


def test_a_turn_multiplies_its_small_matrices_on_one_core(advisor):
    threads = [row["num_threads"] for row in threadpool_info() if row["user_api"] == "blas"]
    assert threads
    assert set(threads) == {1}
