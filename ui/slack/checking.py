"""`steerwise slack --check`: are the tokens right, is anything missing from the app?"""

from collections.abc import Iterator
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from agent.settings import Settings
from ui.slack.patience import FAILURES, kind_of

# what slack-manifest.yml asks for, and what each is for
SCOPES = {
    "app_mentions:read": "answer mentions",
    "assistant:write": "the assistant panel",
    "channels:history": "follow the threads of public channels",
    "chat:write": "answer",
    "commands": "/steerwise and the shortcut",
    "files:write": "charts and the decision record",
    "groups:history": "follow the threads of private channels",
    "im:history": "direct messages",
    "im:write": "open direct messages",
    "mpim:history": "group messages",
    "users:read": "attribute facts to names",
}
MANIFEST = "ui/slack/slack-manifest.yml"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, in words; where it is not `ok` the words say what to do."""

    ok: bool
    text: str


def check(settings: Settings, client: WebClient) -> Iterator[Finding]:
    """Check tokens, scopes and how Slack reaches us, one finding each."""
    yield from _bot(settings, client)
    if settings.slack_app_token is not None:
        yield _socket(settings, client)
    elif settings.slack_signing_secret is not None:
        yield Finding(True, f"Requests over HTTP are checked; port {settings.slack_port}.")
    else:
        yield Finding(
            False,
            "How Slack reaches us is open: set SLACK_APP_TOKEN (App settings, Basic Information, "
            "App-Level Tokens, scope connections:write), or SLACK_SIGNING_SECRET for HTTP.",
        )
    if settings.page_url is None:
        yield Finding(
            True, "STEERWISE_PAGE_URL is not set: codes for the page come without a link."
        )


def _bot(settings: Settings, client: WebClient) -> Iterator[Finding]:
    token = settings.slack_bot_token
    if token is None:
        yield Finding(
            False,
            "No bot token: create the app from the manifest "
            f"({MANIFEST}), install it, and set SLACK_BOT_TOKEN to its xoxb- token.",
        )
        return
    if not token.get_secret_value().startswith("xoxb-"):
        yield Finding(False, "SLACK_BOT_TOKEN is no bot token: those begin with xoxb-.")
        return
    try:
        who = client.auth_test()
    except FAILURES as error:
        yield _refused("SLACK_BOT_TOKEN", "Install App, Bot User OAuth Token", error)
        return
    yield Finding(True, f"{who['user']} is installed in {who['team']}.")
    headers = {key.lower(): value for key, value in who.headers.items()}
    granted = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    for scope in missing:
        yield Finding(False, f"Scope {scope} is missing ({SCOPES[scope]}).")
    if missing:
        yield Finding(
            False,
            f"Paste {MANIFEST} into App settings, App Manifest, save, and install the app again.",
        )
    else:
        yield Finding(True, f"All {len(SCOPES)} scopes are granted.")


def _socket(settings: Settings, client: WebClient) -> Finding:
    assert settings.slack_app_token is not None
    token = settings.slack_app_token.get_secret_value()
    if not token.startswith("xapp-"):
        return Finding(False, "SLACK_APP_TOKEN is no app token: those begin with xapp-.")
    try:
        client.apps_connections_open(app_token=token)
    except FAILURES as error:
        place = "Basic Information, App-Level Tokens, scope connections:write"
        return _refused("SLACK_APP_TOKEN", place, error)
    return Finding(True, "Socket Mode connects.")


def _refused(name: str, place: str, error: Exception) -> Finding:
    if isinstance(error, SlackApiError):
        return Finding(False, f"Slack refuses {name} ({kind_of(error)}): take it from {place}.")
    return Finding(False, f"Slack cannot be reached ({type(error).__name__}); check the network.")
