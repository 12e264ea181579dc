"""Where in Slack a conversation takes place."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A thread of a channel, or a direct message (`thread` is then "" where it has no threads).

    The workspace and the channel are part of the key, so no conversation is ever found from
    another workspace or another channel than the one it was begun in.
    """

    team: str
    channel: str
    thread: str = ""

    @property
    def key(self) -> str:
        """The name of the place in the store."""
        return f"slack/{self.team}/{self.channel}/{self.thread}"

    @property
    def address(self) -> dict[str, Any]:
        """Where Slack's methods are told to post."""
        thread = {"thread_ts": self.thread} if self.thread else {}
        return {"channel": self.channel, **thread}

    @classmethod
    def from_key(cls, key: str) -> "Place":
        """Read what `key` wrote.

        Raises:
            ValueError: it is no such key.
        """
        slack, team, channel, thread = key.split("/")
        if slack != "slack":
            raise ValueError(f"{key!r} is no place in Slack")
        return cls(team, channel, thread)


def owner_of(team: str, user: str) -> str:
    """The owner of the conversations that a person of a workspace begins."""
    return f"slack/{team}/{user}"
