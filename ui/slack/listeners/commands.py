"""`/steerwise`, the shortcut on messages, the box for a new project."""

from typing import Any

from slack_bolt import Ack, App, Respond

from ui.slack.blocks import views
from ui.slack.incoming import spoken, team_of
from ui.slack.opening import Opening, tell
from ui.slack.places import Place

OWN = "Those are my own words: choose a message that somebody else wrote."
HELP = (
    "*What `/steerwise` does*\n"
    "• `/steerwise We answer 120,000 mails a month …` begins a project here, in a thread\n"
    "• `/steerwise` opens a box to describe one\n"
    "• `/steerwise projects` lists yours\n"
    "• `/steerwise link` gives a code that opens your latest project on the web page, and "
    "`/steerwise link CODE` brings a project from the page here\n"
    "In a thread just talk: correct me, ask _what if …?_, _why not RAG?_, _show the costs_."
)


def register(app: App, opening: Opening, *, bot_user: str) -> None:
    """Serve what begins a conversation by name; `bot_user` is our own id."""

    @app.command("/steerwise")
    def command(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        text = str(body.get("text") or "").strip()
        first, _, rest = text.partition(" ")
        team, user, channel = team_of(body), str(body["user_id"]), str(body["channel_id"])
        if text == "help":
            ack({"response_type": "ephemeral", "text": HELP})
            return
        ack()
        if not text or text == "new":
            opening.open_view(str(body["trigger_id"]), views.new_project(channel))
        elif text == "projects":
            opening.later(
                user,
                lambda: respond(response_type="ephemeral", **opening.listed(team, user)),
                respond,
            )
        elif first == "link" and not rest.strip():
            opening.later(
                user,
                lambda: respond(response_type="ephemeral", text=opening.code(team, user, channel)),
                respond,
            )
        elif first == "link":
            opening.later(
                user,
                lambda: opening.redeem(team, user, channel, code=rest.strip(), respond=respond),
                respond,
            )
        else:
            said = spoken(rest if first == "new" else text)
            opening.later(
                user, lambda: opening.begin(team, user, channel, said, respond=respond), respond
            )

    @app.action(views.NEW_PROJECT)
    def pressed(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        opening.open_view(str(body["trigger_id"]), views.new_project())

    @app.view(views.NEW_PROJECT)
    def described(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        text = str(view["state"]["values"]["project"]["text"].get("value") or "").strip()
        if not text:
            ack(response_action="errors", errors={"project": "Describe the project in a sentence."})
            return
        ack()
        team, user = team_of(body), str(body["user"]["id"])
        channel = str(view.get("private_metadata") or "")
        opening.later(user, lambda: opening.begin(team, user, channel, text))

    @app.shortcut("advise")
    def advise(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        message, user = body["message"], str(body["user"]["id"])
        if message.get("user") == bot_user:
            opening.later(user, lambda: tell(respond, OWN), respond)
            return
        ts = str(message["ts"])
        place = Place(
            team_of(body), str(body["channel"]["id"]), str(message.get("thread_ts") or ts)
        )
        # another app has no name of a person: what it posted counts as said by whoever asks
        author = user if message.get("bot_id") else str(message.get("user") or user)
        text = spoken(str(message.get("text") or ""))
        asked_as = str(body.get("action_ts") or body.get("trigger_id") or "")
        opening.later(
            user,
            lambda: opening.advise(
                place,
                user,
                author=author,
                text=text,
                message=ts,
                asked_as=asked_as,
                respond=respond,
            ),
            respond,
        )
