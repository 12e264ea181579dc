"""`/steerwise`, the shortcut on messages, the box for a new project."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from ui.slack.blocks import views
from ui.slack.gate import team_of
from ui.slack.incoming import spoken
from ui.slack.opening import Opening

HELP = (
    "*What `/steerwise` does*\n"
    "• `/steerwise We answer 120,000 mails a month …` begins a project here, in a thread\n"
    "• `/steerwise` opens a box to describe one\n"
    "• `/steerwise projects` lists yours\n"
    "• `/steerwise link` gives a code that opens your latest project on the web page, and "
    "`/steerwise link CODE` brings a project from the page here\n"
    "In a thread just talk: correct me, ask _what if …?_, _why not RAG?_, _show the costs_."
)


def register(app: App, opening: Opening) -> None:
    """Serve what begins a conversation by name."""

    @app.command("/steerwise")
    def command(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        text = str(body.get("text") or "").strip()
        first, _, rest = text.partition(" ")
        team, user, channel = team_of(body), str(body["user_id"]), str(body["channel_id"])
        if not text or text == "new":
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=views.new_project(channel))
        elif text == "help":
            ack({"response_type": "ephemeral", "text": HELP})
        elif text == "projects":
            ack({"response_type": "ephemeral", **opening.listed(team, user)})
        elif first == "link" and not rest.strip():
            ack({"response_type": "ephemeral", "text": opening.code(team, user, channel)})
        elif first == "link":
            ack()
            opening.later(lambda: opening.redeem(team, user, channel, code=rest.strip()))
        else:
            ack()
            said = spoken(rest if first == "new" else text)
            opening.later(lambda: opening.begin(team, user, channel, said))

    @app.action(views.NEW_PROJECT)
    def pressed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=views.new_project())

    @app.view(views.NEW_PROJECT)
    def described(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        text = str(view["state"]["values"]["project"]["text"].get("value") or "").strip()
        if not text:
            ack(response_action="errors", errors={"project": "Describe the project in a sentence."})
            return
        ack()
        team, user = team_of(body), str(body["user"]["id"])
        channel = str(view.get("private_metadata") or "")
        opening.later(lambda: opening.begin(team, user, channel, text))

    @app.shortcut("advise")
    def advise(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        message = body["message"]
        team, user, channel = team_of(body), str(body["user"]["id"]), str(body["channel"]["id"])
        thread = str(message.get("thread_ts") or message["ts"])
        author = str(message.get("user") or user)
        text = spoken(str(message.get("text") or ""))
        opening.later(lambda: opening.advise(team, user, channel, thread, author, text))
