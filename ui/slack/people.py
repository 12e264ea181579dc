"""The names of people, asked of Slack once each."""

import logging
from threading import Lock

from slack_sdk import WebClient

from ui.slack.patience import FAILURES

MOST = 10_000
log = logging.getLogger(__name__)


class People:
    """Names by user id; a person whom Slack does not name stays nameless."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._names: dict[str, str] = {}
        self._guard = Lock()

    def name(self, user: str) -> str | None:
        """The name a person goes by in Slack; None when it cannot be told."""
        with self._guard:
            if user in self._names:
                return self._names[user] or None
        try:
            found = self._client.users_info(user=user)["user"]
        except (*FAILURES, KeyError) as error:
            log.debug("no name: %s", type(error).__name__)
            return None
        profile = found.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or found.get("name") or ""
        with self._guard:
            if len(self._names) >= MOST:
                self._names.clear()
            self._names[user] = str(name)
        return str(name) or None
