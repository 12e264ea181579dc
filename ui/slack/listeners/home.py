"""The Home tab: the reader's own projects, a new one, how it works."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from ui.slack.blocks import views
from ui.slack.incoming import team_of
from ui.slack.opening import Opening


def register(app: App, opening: Opening) -> None:
    """Draw the Home tab whenever somebody opens it."""

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        if event.get("tab") not in (None, "home"):
            return
        user = str(event["user"])
        view = views.home(opening.projects(team_of(body), user))
        client.views_publish(user_id=user, view=view)
