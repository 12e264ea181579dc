"""How the app behaves: quick to acknowledge, once each, patient with limits, understanding."""

import itertools
from collections.abc import Callable

import pytest

from agent.events import TextDelta
from agent.settings import load_settings
from tests.ui.slack.conftest import Served
from tests.ui.slack.models import SayingModel, WaitingModel
from tests.ui.slack.slack_server import BOT_TOKEN, SlackServer, message
from ui.slack.delivery import Delivery
from ui.slack.patience import web_client
from ui.slack.places import Place

PROJECT = "We answer 120,000 support mails a month in a strict tone and have 3,000 examples."
THREAD = "1000.000500"


def test_slack_is_answered_at_once_however_long_the_model_takes(
    serve: Callable[..., Served],
) -> None:
    model = WaitingModel()
    served = serve(model=model)
    served.people.says(PROJECT, thread=THREAD)  # comes back while the model has not begun
    assert not served.slack.of("chat.stopStream")
    model.let.set()
    served.settle()
    assert len(served.slack.of("chat.stopStream")) == 1


def test_an_event_that_slack_sends_again_is_answered_once_even_after_a_restart(
    serve: Callable[..., Served],
) -> None:
    served = serve()
    event = message(PROJECT, thread=THREAD, ts="1000.000501")
    for retry in range(3):
        headers = {"x-slack-retry-num": str(retry)} if retry else {}
        assert served.people.event(event, "Ev-same", at=None, headers=headers) == 200
    served.settle()
    again = serve()
    again.people.event(event, "Ev-same", headers={"x-slack-retry-num": "3"})
    again.settle()
    assert len(served.slack.shown("DANA", THREAD)) == 1


def test_messages_of_one_thread_are_answered_in_the_order_they_were_said(served: Served) -> None:
    for text in ("We get 1,000 requests a month", "actually 2,000", "no, 3,000 requests a month"):
        served.people.says(text, thread=THREAD)
    served.settle()
    (fact,) = [
        fact
        for fact in served.advisor.board(served.thread("DANA", THREAD)).facts
        if fact.name == "monthly_requests"
    ]
    assert fact.value == 3000


def test_editing_the_last_message_reads_it_anew_in_its_place(served: Served) -> None:
    ts = served.people.says("We get 1,000 requests a month", thread=THREAD)
    served.settle()
    edit(served, ts, "We get 9,000 requests a month", was="We get 1,000 requests a month")
    served.settle()
    history = served.advisor.history(served.thread("DANA", THREAD))
    assert [m.text for m in history if m.role == "user"] == ["We get 9,000 requests a month"]
    withdrawn, answer = served.slack.shown("DANA", THREAD)
    assert "withdrawn" in withdrawn
    assert "9,000" in answer


def test_editing_an_earlier_message_is_news(served: Served) -> None:
    ts = served.people.says("We get 1,000 requests a month", thread=THREAD)
    served.people.says("The tone is critical", thread=THREAD)
    served.settle()
    edit(served, ts, "Actually 9,000 requests a month", was="We get 1,000 requests a month")
    served.settle()
    history = served.advisor.history(served.thread("DANA", THREAD))
    assert [m.text for m in history if m.role == "user"][-1] == "Actually 9,000 requests a month"
    assert len([m for m in history if m.role == "user"]) == 3


def test_a_link_that_slack_unfolds_in_a_message_is_no_edit(served: Served) -> None:
    ts = served.people.says(PROJECT, thread=THREAD)
    edit(served, ts, PROJECT, was=PROJECT)
    served.settle()
    assert len(served.slack.shown("DANA", THREAD)) == 1


def test_deleting_the_last_message_takes_back_what_it_said(served: Served) -> None:
    served.people.says("We get 1,000 requests a month", thread=THREAD)
    ts = served.people.says("We have 3,000 labelled examples", thread=THREAD)
    served.settle()
    gone = {"user": "UANA", "text": "…", "ts": ts, "thread_ts": THREAD}
    served.people.event(
        {
            "type": "message", "subtype": "message_deleted", "channel": "DANA",
            "channel_type": "im", "ts": "1001.1", "deleted_ts": ts, "previous_message": gone,
        }
    )  # fmt: skip
    served.settle()
    names = {f.name for f in served.advisor.board(served.thread("DANA", THREAD)).facts}
    assert names == {"monthly_requests"}
    assert "withdrawn" in served.slack.shown("DANA", THREAD)[1]


def edit(served: Served, ts: str, text: str, *, was: str) -> None:
    """Let Ana edit a message."""
    kept = {"type": "message", "user": "UANA", "ts": ts, "thread_ts": THREAD}
    served.people.event(
        {
            "type": "message", "subtype": "message_changed", "channel": "DANA",
            "channel_type": "im", "ts": served.people.ts(),
            "message": {**kept, "text": text, "edited": {"user": "UANA", "ts": served.people.ts()}},
            "previous_message": {**kept, "text": was},
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    "method", ["chat.startStream", "chat.appendStream", "chat.stopStream", "users.info"]
)
def test_a_rate_limit_is_waited_for_and_nothing_is_lost_or_doubled(
    served: Served, method: str
) -> None:
    served.slack.fail(method, 429, 429)
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    (text,) = served.slack.shown("DANA", THREAD)
    assert text.count("120,000 requests a month") == 1


@pytest.mark.parametrize("reason", ["unknown_method", "channel_type_not_supported"])
def test_where_slack_cannot_stream_the_answer_is_posted(served: Served, reason: str) -> None:
    served.slack.fail("chat.startStream", reason, reason)
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    (text,) = served.slack.shown("DANA", THREAD)
    assert text.count("120,000 requests a month") == 1
    assert [call.method for call in served.slack.of("chat.postMessage")]


def test_where_slack_cannot_stream_the_answer_grows_by_edits(slack: SlackServer) -> None:
    now = itertools.count(step=1.0)
    settings = load_settings(slack_bot_token=BOT_TOKEN, slack_api_url=slack.api)
    begun: list[str] = []
    delivery = Delivery(
        web_client(settings),
        Place("T1", "DANA"),
        user="UANA",
        begun=begun.append,
        clock=lambda: next(now),
    )
    for n in range(6):
        delivery.take(TextDelta("t", 1, f"Line {n}\n"))
    (posted,) = slack.of("chat.postMessage")
    edits = slack.of("chat.update")
    assert begun == [posted.answer["ts"]]
    assert 1 <= len(edits) < 6
    assert {c.args["ts"] for c in edits} == set(begun)
    assert "Line 4" in slack.shown("DANA")[0]


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
def test_a_stream_that_breaks_off_is_edited_into_the_whole_answer(
    serve: Callable[..., Served], method: str
) -> None:
    text = "".join(
        f"Line {n} of an answer that is long enough to be sent in parts.\n" for n in range(30)
    )
    served = serve(model=SayingModel(text=text))
    served.slack.fail(method, "message_not_in_streaming_state")
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    (shown,) = served.slack.shown("DANA", THREAD)
    assert all(f"Line {n} of" in shown for n in range(30))


def test_when_slack_is_down_the_conversation_is_kept_and_the_next_message_served(
    served: Served,
) -> None:
    down = [500] * 20
    for method in ("chat.startStream", "chat.postMessage"):
        served.slack.fail(method, *down)
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    assert served.slack.shown("DANA", THREAD) == []
    served.slack.recover()
    served.people.says("what do you know?", thread=THREAD)
    served.settle()
    assert "120,000" in served.slack.shown("DANA", THREAD)[-1]


def test_an_answer_of_30_000_characters_is_split_well_and_whole(
    serve: Callable[..., Served],
) -> None:
    text = "".join(f"Sentence number {n} says nothing new at all.\n" for n in range(700))
    assert len(text) > 30_000
    served = serve(model=SayingModel(text=text))
    served.people.says(PROJECT, thread=THREAD)  # streamed
    served.people.says(PROJECT, channel="DBEN", user="UBEN")  # posted
    served.settle()
    for place in (("DANA", THREAD), ("DBEN", "")):
        shown = "\n".join(served.slack.shown(*place))
        assert all(f"Sentence number {n} says" in shown for n in range(700))
    for call in served.slack.of("chat.appendStream", "chat.startStream"):
        assert len("".join(c.get("text", "") for c in call.args.get("chunks", ()))) <= 12_000
    assert len(served.slack.of("chat.stopStream")) >= 3


def test_fifty_threads_at_once_each_get_their_own_answer(served: Served) -> None:
    threads = {f"1000.{n:06d}": 1000 * n for n in range(101, 151)}
    for thread, volume in threads.items():
        served.people.says(f"We get {volume:,} requests a month", thread=thread, ts=f"2{thread}")
    served.settle()
    for thread, volume in threads.items():
        (text,) = served.slack.shown("DANA", thread)
        assert f"{volume:,} requests a month" in text


def test_a_choice_in_the_menu_opens_what_it_says(served: Served) -> None:
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    chosen = {"type": "overflow", "action_id": "show:more", "selected_option": {"value": "facts"}}
    served.people.presses(chosen, thread=THREAD)
    served.slack.wait_for(lambda: served.slack.of("views.open"))
    assert "120,000 support mails" in str(served.slack.of("views.open")[0].args["view"])
    served.settle()


def test_a_press_of_a_quick_reply_is_said_for_all_to_see_and_answered(served: Served) -> None:
    served.people.says(PROJECT, channel="C1", mention=True, ts="1000.000700")
    served.settle()
    stopped = served.slack.of("chat.stopStream")[-1]
    button = next(b for b in stopped.args["blocks"] if b["type"] == "actions")["elements"][1]
    served.people.presses(button, user="UBEN", channel="C1", thread="1000.000700")
    served.settle()
    said = served.slack.shown("C1", "1000.000700")[1]
    assert said == f"Ben: {button['value']}"
    history = served.advisor.history(served.thread("C1", "1000.000700"))
    assert [m.text for m in history if m.role == "user"][-1] == button["value"]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("ranking", "Score of 100"),
        ("costs", "Costs over 12 months"),
        ("facts", "120,000 support mails"),
    ],
)
def test_views_open_for_the_one_who_pressed(served: Served, what: str, words: str) -> None:
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    served.people.presses({"action_id": f"show:{what}"}, thread=THREAD)
    served.slack.wait_for(lambda: served.slack.of("views.open"))
    assert words in str(served.slack.of("views.open")[0].args["view"])
    served.settle()


def test_a_view_that_comes_too_late_is_whispered(served: Served) -> None:
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    served.slack.fail("views.open", "expired_trigger_id")
    served.people.presses({"action_id": "show:ranking"}, thread=THREAD)
    served.slack.wait_for(lambda: served.slack.of("chat.postEphemeral"))
    assert served.slack.of("chat.postEphemeral")[0].args["user"] == "UANA"
    served.settle()


def test_only_whoever_began_a_project_can_delete_it_and_is_asked_first(served: Served) -> None:
    served.people.says(PROJECT, channel="C1", mention=True, ts="1000.000700")
    served.settle()
    thread, place = served.thread("C1", "1000.000700"), {"channel": "C1", "thread": "1000.000700"}
    chosen = {"type": "overflow", "action_id": "show:more", "selected_option": {"value": "delete"}}
    served.people.presses(chosen, user="UBEN", **place)
    served.slack.wait_for(lambda: served.slack.of("chat.postEphemeral"))
    assert "Only whoever began" in str(served.slack.of("chat.postEphemeral")[0].args)
    served.people.presses(chosen, **place)
    served.slack.wait_for(lambda: served.slack.of("views.open"))
    view = served.slack.of("views.open")[0].args["view"]
    assert served.advisor.knows(thread)
    for user in ("UBEN", "UANA"):  # a view that somebody else sends changes nothing
        assert served.advisor.knows(thread)
        served.people.interaction({"type": "view_submission", "user": {"id": user}, "view": view})
        served.settle()
    assert not served.advisor.knows(thread)
    assert "was deleted" in served.slack.shown("C1", "1000.000700")[-1]


def test_charts_come_as_pictures_with_words_and_the_record_as_files(served: Served) -> None:
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    served.people.presses({"action_id": "show:charts"}, thread=THREAD)
    served.slack.wait_for(lambda: served.slack.of("files.completeUploadExternal"))
    served.settle()
    pictures = served.slack.of("files.getUploadURLExternal")
    assert len(pictures) == 3
    assert all(len(call.args["alt_txt"]) > 40 for call in pictures)
    assert all(c.args["bytes"].startswith(b"\x89PNG") for c in served.slack.of("upload"))
    served.people.presses({"action_id": "show:record"}, thread=THREAD)
    served.slack.wait_for(lambda: len(served.slack.of("files.completeUploadExternal")) == 2)
    names = [call.args["filename"] for call in served.slack.of("files.getUploadURLExternal")[3:]]
    assert names == ["decision-record-2026-11-21.md", "decision-record-2026-11-21.json"]
    served.settle()


def test_thumbs_are_kept_and_a_comment_with_the_one_that_points_down(served: Served) -> None:
    served.people.says(PROJECT, thread=THREAD)
    served.settle()
    thread = served.thread("DANA", THREAD)
    thumb = {"type": "feedback_buttons", "action_id": "feedback"}
    served.people.presses({**thumb, "value": "down 1"}, thread=THREAD)
    served.slack.wait_for(lambda: served.slack.of("views.open"))
    view = served.slack.of("views.open")[0].args["view"]
    values = {"comment": {"text": {"value": "too long"}}}
    served.people.interaction(
        {
            "type": "view_submission", "user": {"id": "UANA"},
            "view": {**view, "state": {"values": values}},
        }
    )  # fmt: skip
    kept = served.slack.wait_for(
        lambda: [r for r in served.advisor.ratings(thread) if r.comment == "too long"]
    )
    assert kept[0].rating == "down"
