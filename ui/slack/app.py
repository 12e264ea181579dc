"""The Bolt app over one advisor: which listener serves what."""

import logging
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from agent import Advisor
from agent.settings import Settings, Unavailable
from ui.slack.gate import Gate
from ui.slack.listeners import buttons, commands, home, messages
from ui.slack.opening import Opening
from ui.slack.patience import kind_of, web_client
from ui.slack.people import People
from ui.slack.showing import Showing
from ui.slack.talking import Talk

log = logging.getLogger("ui.slack")


@dataclass(frozen=True)
class SlackApp:
    """The app and what serves it; `close` finishes the answers under way."""

    bolt: App
    talk: Talk

    def close(self) -> None:
        """Finish what is under way."""
        self.talk.close()


def build_app(advisor: Advisor, settings: Settings, *, client: WebClient | None = None) -> SlackApp:
    """Build the app and serve what an earlier crash left.

    Raises:
        Unavailable: Slack cannot be reached, or refuses the token.
    """
    client = client or web_client(settings)
    try:
        who = client.auth_test()
    except SlackClientError as error:
        raise Unavailable(
            f"Slack refused the bot token ({kind_of(error)}); `steerwise slack --check` says more"
        ) from None
    except OSError as error:
        raise Unavailable(f"Slack cannot be reached ({error.__class__.__name__})") from None
    secret = settings.slack_signing_secret
    bot_user = str(who.get("user_id") or "")
    bolt = App(
        client=client,
        signing_secret="" if secret is None else secret.get_secret_value(),
        request_verification_enabled=True,
        logger=log,
    )
    talk = Talk(advisor, client, People(client))
    opening = Opening(talk, settings, workspace=str(who.get("url") or ""))
    bolt.use(Gate(settings, advisor.links))

    @bolt.error
    def failed(error: Exception) -> None:
        """Keep a failure to one line: a request may hold tokens."""
        log.warning("a request of Slack's could not be served: %s", kind_of(error))

    messages.register(bolt, talk, bot_user=bot_user)
    buttons.register(bolt, talk, Showing(talk, opening), opening)
    commands.register(bolt, opening, bot_user=bot_user)
    home.register(bolt, opening)
    talk.catch_up()
    talk.watch()
    return SlackApp(bolt, talk)
