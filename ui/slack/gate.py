"""Who is let in: workspaces and channels that are served, and each signed request only once."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from slack_bolt import BoltRequest, BoltResponse

from agent.settings import Settings
from agent.storage import Links
from ui.slack.incoming import team_of

PASSED_OVER = BoltResponse(status=200, body="")
NOT_HERE = BoltResponse(
    status=200,
    body={
        "response_type": "ephemeral",
        "text": "Steerwise does not serve this place; write to it directly, or ask who runs it.",
    },
)


class Gate:
    """The first thing that a request of Slack's meets once its signature stands."""

    def __init__(self, settings: Settings, links: Links) -> None:
        self._teams = _ids(settings.slack_teams)
        self._channels = _ids(settings.slack_channels)
        self._links = links

    def __call__(
        self,
        req: BoltRequest,
        next: Callable[[], BoltResponse],  # Bolt's name
    ) -> BoltResponse:
        """Let a request through, or answer that it was taken, so that Slack sends it no more."""
        if self._replayed(req):
            return PASSED_OVER
        if not self._served(req.body):
            return NOT_HERE if "command" in req.body else PASSED_OVER
        return next()

    def _served(self, body: Mapping[str, Any]) -> bool:
        teams = {team_of(body), speaker_team_of(body) or team_of(body)}
        if self._teams and not teams <= self._teams:
            return False
        channel = channel_of(body)
        return not self._channels or not channel or channel[0] == "D" or channel in self._channels

    def _replayed(self, req: BoltRequest) -> bool:
        """True for a signed request that came before: signatures hold for five minutes."""
        signature = "".join(req.headers.get("x-slack-signature", []))
        if not signature:  # Socket Mode: Slack itself opened the connection
            return False
        seen = sha256(signature.encode()).hexdigest()
        return not self._links.first_time(f"slack-request/{seen}")


def _ids(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").split())


def speaker_team_of(body: Mapping[str, Any]) -> str:
    """The workspace of whoever does something, where Slack tells it."""
    event, user = body.get("event") or {}, body.get("user")
    named = user.get("team_id") if isinstance(user, Mapping) else None
    found = event.get("user_team") or event.get("source_team") or event.get("team") or named
    return found if isinstance(found, str) and found.startswith("T") else ""


def channel_of(body: Mapping[str, Any]) -> str:
    """The channel that a request of any kind is about, "" when it is about none."""
    event = body.get("event") or {}
    assistant = event.get("assistant_thread") or {}
    channel = body.get("channel")
    named = channel.get("id") if isinstance(channel, Mapping) else None
    found = event.get("channel") or assistant.get("channel_id") or body.get("channel_id") or named
    return found if isinstance(found, str) else ""
