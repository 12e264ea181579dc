"""Every way into a conversation in Slack, over HTTP, against a server that plays Slack."""

import json
from collections.abc import Callable

import pytest

from tests.ui.slack.conftest import Served
from tests.ui.slack.slack_server import BOT, message

PROJECT = "We answer 120,000 support mails a month in a strict tone and have 3,000 examples."


def test_a_direct_message_in_a_thread_is_streamed_back_and_ends_with_buttons(
    served: Served,
) -> None:
    ts = served.people.says(PROJECT, thread="1000.000500")
    served.settle()
    (text,) = served.slack.shown("DANA", "1000.000500")
    assert "120,000 requests a month" in text
    (stopped,) = served.slack.of("chat.stopStream")
    kinds = [block["type"] for block in stopped.args["blocks"]]
    assert kinds == ["context", "actions", "context_actions"]  # state, quick replies, thumbs
    assert served.advisor.inbox.post("slack/T1/DANA/1000.000500", ts).turn == 1


def test_a_direct_message_without_threads_is_one_conversation_and_posted_whole(
    served: Served,
) -> None:
    served.people.says(PROJECT)
    served.people.says("what do you know?")
    served.settle()
    first, second = served.slack.shown("DANA")
    assert "120,000 requests a month" in first
    assert "3,000" in second
    assert not served.slack.of("chat.startStream")


def test_a_mention_is_answered_in_its_thread_once_though_it_comes_as_two_events(
    served: Served,
) -> None:
    ts = served.people.says(PROJECT, channel="C1", mention=True)
    text = f"<@{BOT}> {PROJECT}"
    assert served.people.event(message(text, channel="C1", ts=ts)) == 200
    served.settle()
    assert len(served.slack.shown("C1", ts)) == 1


def test_a_thread_of_others_is_theirs_until_we_are_mentioned_in_it(served: Served) -> None:
    thread = "1000.000300"
    served.people.says(PROJECT, channel="C1", thread=thread)
    served.settle()
    assert not served.slack.of("chat.postMessage", "chat.startStream")
    assert served.advisor.inbox.places() == []
    served.people.says("", channel="C1", thread=thread, mention=True)
    served.people.says(PROJECT, channel="C1", thread=thread, user="UBEN")
    served.settle()
    hello, answer = served.slack.shown("C1", thread)
    assert "what should the model do" in hello
    assert "120,000 requests a month" in answer


def test_people_in_the_thread_add_facts_and_each_is_named(served: Served) -> None:
    ts = served.people.says("We answer 120,000 support mails a month.", channel="C1", mention=True)
    served.people.says("We have 3,000 labelled examples", user="UBEN", channel="C1", thread=ts)
    served.settle()
    facts = {fact.name: fact.by for fact in served.advisor.board(served.thread("C1", ts)).facts}
    assert facts["monthly_requests"] == "Ana"
    assert facts["labeled_examples"] == "Ben"


@pytest.mark.parametrize(
    "event",
    [
        message("lunch?", channel="C1"),
        message("<@UBEN> have a look", channel="C1", thread="1000.000001"),
        message("our own words", user=BOT),
        message("beep", user="UX", bot_id="B9"),
        message("", subtype="channel_join"),
        message("   "),
    ],
    ids=["talk of the channel", "to somebody else", "our own", "another bot", "joining", "blank"],
)
def test_what_is_not_said_to_us_is_left_alone(served: Served, event: dict[str, str]) -> None:
    assert served.people.event(event) == 200
    served.settle()
    assert not served.slack.of("chat.postMessage", "chat.startStream")


def test_the_assistant_panel_offers_prompts_shows_a_status_and_gets_a_title(served: Served) -> None:
    panel = {"channel_id": "DANA", "thread_ts": "1000.000900", "user_id": "UANA", "context": {}}
    served.people.event({"type": "assistant_thread_started", "assistant_thread": panel})
    served.slack.wait_for(lambda: served.slack.of("assistant.threads.setSuggestedPrompts"))
    (prompts,) = served.slack.of("assistant.threads.setSuggestedPrompts")
    assert len(prompts.args["prompts"]) == 3
    served.people.says(PROJECT, thread="1000.000900")
    served.settle()
    statuses = [call.args["status"] for call in served.slack.of("assistant.threads.setStatus")]
    assert statuses[:2] == ["is thinking …", "is noting what you said …"]
    assert statuses[-1] == ""
    (title,) = served.slack.of("assistant.threads.setTitle")
    assert title.args["title"] == served.advisor.board(served.thread("DANA", "1000.000900")).title


def test_the_command_with_a_text_begins_a_project_in_the_channel(served: Served) -> None:
    assert served.people.command(PROJECT)[0] == 200
    served.settle()
    (head,) = served.slack.shown("C1")
    assert "*Ana* asks" in head
    assert "120,000" in head
    (answer,) = served.slack.shown("C1", served.slack.of("chat.postMessage")[0].answer["ts"])
    assert "120,000 requests a month" in answer


def test_where_the_app_may_not_write_the_command_begins_in_a_direct_message(served: Served) -> None:
    served.slack.fail("chat.postMessage", "not_in_channel")
    served.people.command(PROJECT)
    served.settle()
    assert "*Ana* asks" in served.slack.shown("DANA")[0]
    assert "direct message" in served.slack.told()[0]


def test_a_command_that_could_not_be_served_is_told_why(served: Served) -> None:
    served.slack.fail("chat.postMessage", "restricted_action")
    served.slack.fail("conversations.open", "user_disabled")
    served.people.command(PROJECT)
    served.settle()
    (told,) = served.slack.told()
    assert "Slack did not take my answer (user_disabled); please try again." in told


def test_a_box_that_could_not_be_served_is_told_why_in_a_direct_message(served: Served) -> None:
    served.slack.fail("conversations.open", "user_disabled")
    view = {
        "type": "modal",
        "callback_id": "new_project",
        "private_metadata": "",
        "state": {"values": {"project": {"text": {"value": PROJECT}}}},
    }
    served.people.interaction({"type": "view_submission", "user": {"id": "UANA"}, "view": view})
    served.settle()
    (told,) = served.slack.shown("UANA")
    assert "(user_disabled)" in told


def test_the_command_alone_opens_a_box_and_what_is_typed_begins_a_project(served: Served) -> None:
    served.people.command("")
    served.slack.wait_for(lambda: served.slack.of("views.open"))
    view = served.slack.of("views.open")[0].args["view"]
    assert view["callback_id"] == "new_project"
    values = {"project": {"text": {"value": PROJECT}}}
    submitted = {**view, "state": {"values": values}}
    status, body = served.people.interaction(
        {"type": "view_submission", "user": {"id": "UANA"}, "view": submitted}
    )
    assert (status, body) == (200, "")
    served.slack.wait_for(lambda: served.slack.of("chat.stopStream"))
    assert "120,000" in served.slack.shown("C1")[0]


def test_an_empty_box_is_told_so_and_stays_open(served: Served) -> None:
    values = {"project": {"text": {"value": " "}}}
    view = {"type": "modal", "callback_id": "new_project", "state": {"values": values}}
    _, body = served.people.interaction(
        {"type": "view_submission", "user": {"id": "UANA"}, "view": view}
    )
    assert json.loads(body)["errors"] == {"project": "Describe the project in a sentence."}


def test_help_and_projects_are_answered_to_the_asker_alone(served: Served) -> None:
    _, body = served.people.command("help")
    assert json.loads(body)["response_type"] == "ephemeral"
    assert "No project" in body or "steerwise link" in body
    served.people.command("projects")
    served.people.command(PROJECT)
    served.settle()
    served.people.command("projects")
    served.people.command("projects", user="UBEN")
    served.settle()
    empty, mine, bens = served.slack.told()
    assert "https://acme.slack.com/archives/C1/p9000" in mine
    assert "no project here yet" in empty
    assert "no project here yet" in bens
    assert {c.args["response_type"] for c in served.slack.of("response")} == {"ephemeral"}


def test_the_home_tab_lists_only_the_readers_projects(served: Served) -> None:
    served.people.command(PROJECT)
    served.settle()
    for user, count in (("UANA", 1), ("UBEN", 0)):
        served.people.event(
            {"type": "app_home_opened", "user": user, "tab": "home", "channel": "D"}
        )
        served.slack.wait_for(
            lambda user=user: [
                c for c in served.slack.of("views.publish") if c.args["user_id"] == user
            ]
        )
        view = served.slack.of("views.publish")[-1].args["view"]
        links = [block for block in view["blocks"] if "accessory" in block]
        assert len(links) == count


def test_the_shortcut_advises_in_the_thread_of_the_message_and_names_its_author(
    served: Served,
) -> None:
    said = {"ts": "1000.000777", "user": "UBEN", "text": PROJECT}
    served.people.interaction(
        {
            "type": "message_action", "callback_id": "advise", "user": {"id": "UANA"},
            "channel": {"id": "C1"}, "message": said, "trigger_id": "t",
        }
    )  # fmt: skip
    served.slack.wait_for(lambda: served.slack.of("chat.stopStream"))
    served.settle()
    asked, answer = served.slack.shown("C1", "1000.000777")
    assert asked == "Ana asked me to look at this."
    assert "120,000 requests a month" in answer
    assert {f.by for f in served.advisor.board(served.thread("C1", "1000.000777")).facts} == {"Ben"}


def shortcut(served: Served, message: dict[str, str], **more: str) -> None:
    """Let Ana press the shortcut on a message."""
    served.people.interaction(
        {
            "type": "message_action", "callback_id": "advise", "user": {"id": "UANA"},
            "channel": {"id": "C1"}, "message": message, "trigger_id": "t", **more,
        }
    )  # fmt: skip
    served.settle()


def test_the_shortcut_may_be_used_on_several_messages_of_a_thread_and_on_other_apps(
    served: Served,
) -> None:
    head = "1000.000780"
    shortcut(served, {"ts": head, "user": "UBEN", "text": PROJECT}, action_ts="1")
    form = {"ts": "1000.000781", "thread_ts": head, "bot_id": "B7", "user": "UFORM"}
    shortcut(served, {**form, "text": "The tone is critical"}, action_ts="2")
    said = [m.text for m in served.advisor.history(served.thread("C1", head)) if m.role == "user"]
    assert said == [PROJECT, "The tone is critical"]
    board = served.advisor.board(served.thread("C1", head))
    assert {f.by for f in board.facts if f.quote in "The tone is critical"} == {"Ana"}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"ts": "1000.9", "user": BOT, "text": "I'd go with LoRA"}, "my own words"),
        ({"ts": "1000.9", "user": "UBEN", "text": ""}, "no text in that message"),
    ],
    ids=["our own", "a picture"],
)
def test_the_shortcut_says_what_it_cannot_advise_on(
    served: Served, message: dict[str, str], words: str
) -> None:
    shortcut(served, message)
    assert words in served.slack.told()[0]
    assert served.slack.shown("C1", "1000.9") == []


def test_where_we_are_no_member_the_shortcut_answers_in_a_direct_message(served: Served) -> None:
    served.slack.fail("chat.postMessage", "channel_not_found")
    shortcut(served, {"ts": "1000.000790", "user": "UBEN", "text": PROJECT})
    assert "*Ana* asks" in served.slack.shown("DANA")[0]
    assert "direct message" in served.slack.told()[0]


def test_a_bare_mention_is_greeted_and_files_are_sent_to_the_page(
    serve: Callable[..., Served],
) -> None:
    served = serve()
    ts = served.people.says("", channel="C1", mention=True)
    file = {"subtype": "file_share", "files": [{"id": "F1"}, {"id": "F2"}]}
    served.people.says(PROJECT, thread="1000.000600", **file)
    served.settle()
    assert "what should the model do" in served.slack.shown("C1", ts)[0]
    answer, files = served.slack.shown("DANA", "1000.000600")
    assert "120,000 requests a month" in answer
    assert "can't read files in Slack" in files
