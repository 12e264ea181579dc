"""Buttons under an answer: quick replies, what-ifs, views of the board, thumbs, deletion."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App

from ui.slack.blocks import views
from ui.slack.incoming import Task, team_of
from ui.slack.opening import Opening
from ui.slack.places import Place, owner_of
from ui.slack.showing import Showing
from ui.slack.talking import Talk


def register(app: App, talk: Talk, showing: Showing, opening: Opening) -> None:
    """Serve what people press."""

    @app.action(re.compile(r"^say:"))
    def say(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        place, user = place_of(body), str(body["user"]["id"])
        ts = str(action.get("action_ts") or body["message"]["ts"])
        key = f"{place.team}/{place.channel}/{body['message']['ts']}/{user}/{ts}"
        talk.accept(Task(key, "pressed", place, user, str(action["value"]), ts))
        ack()

    @app.action(re.compile(r"^show:"))
    def show(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        chosen = action.get("selected_option") or {}
        what = str(chosen.get("value") or str(action["action_id"]).partition(":")[2])
        place, user = place_of(body), str(body["user"]["id"])
        trigger, value = str(body.get("trigger_id", "")), str(action.get("value", ""))
        talk.lanes.submit(
            f"{place.key}/{what}",
            lambda: showing.show(what, place, user=user, trigger=trigger, value=value),
        )

    @app.action("feedback")
    def feedback(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        ack()
        rating, _, turn = str(action["value"]).partition(" ")
        place, user = place_of(body), str(body["user"]["id"])
        thread = talk.advisor.links.thread_of(place.key)
        if thread is None or rating not in ("up", "down"):
            return
        by = owner_of(place.team, user)
        talk.advisor.rate(thread, int(turn), "up" if rating == "up" else "down", by=by)
        if rating == "down":
            opening.open_view(
                str(body.get("trigger_id", "")), views.feedback_comment(place.key, int(turn))
            )

    @app.view("comment")
    def comment(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ack()
        turn, _, key = str(view["private_metadata"]).partition(" ")
        place = Place.from_key(key)
        thread = talk.advisor.links.thread_of(key)
        text = (view["state"]["values"]["comment"]["text"] or {}).get("value") or ""
        if thread is not None and place.team == team_of(body):
            by = owner_of(place.team, str(body["user"]["id"]))
            talk.advisor.rate(thread, int(turn), "down", str(text), by=by)

    @app.view(views.DELETE)
    def delete(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        ack()
        place, user = Place.from_key(str(view["private_metadata"])), str(body["user"]["id"])
        if place.team == team_of(body):
            talk.lanes.submit(place.key, lambda: showing.delete(place, user))

    @app.action(re.compile(r"^open:"))
    def opened(ack: Ack) -> None:
        """A button that is a link: Slack opens it by itself."""
        ack()


def place_of(body: Mapping[str, Any]) -> Place:
    """The place of the message that a button stands under."""
    message, container = body.get("message") or {}, body.get("container") or {}
    thread = message.get("thread_ts") or container.get("thread_ts") or ""
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id"))
    return Place(team_of(body), channel, str(thread))
