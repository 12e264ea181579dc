"""What arrives from Slack, as tasks: who said what where; all else is nothing of ours.

https://docs.slack.dev/reference/events/message
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any, Literal

from ui.slack.places import Place

Kind = Literal["said", "pressed", "edited", "deleted"]
SPOKEN = {None, "file_share", "thread_broadcast", "me_message"}  # subtypes that people write
_ADDRESS = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to serve, small enough to be kept until it is done.

    `key` tells it from every other, however often Slack sends it; `ts` is the message it is about,
    `files` how many files came with it. One that is not `addressed` to us is ours only in a thread
    that is a project. `before` is set when its service begins: how many messages of people came
    before it; `shown` names the message that its answer began in.
    """

    key: str
    kind: Kind
    place: Place
    user: str
    text: str
    ts: str
    files: int = 0
    addressed: bool = True
    before: int | None = None
    shown: str = ""

    def to_json(self) -> dict[str, Any]:
        """The task as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Task":
        """Read what `to_json` wrote."""
        return cls(**{**raw, "place": Place(**raw["place"])})


def task_of(body: Mapping[str, Any], *, bot_user: str) -> Task | None:
    """What an event asks of us; None when it is nothing that a person said."""
    event = body.get("event") or {}
    team = team_of(body)
    if event.get("type") not in ("message", "app_mention"):
        return None
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _edited(event, team, bot_user)
    if subtype == "message_deleted":
        return _deleted(event, team, bot_user)
    if subtype not in SPOKEN or not _by_a_person(event, bot_user):
        return None
    text = str(event.get("text") or "")
    mentioned = f"<@{bot_user}>" in text
    if not mentioned and _for_others(text):
        return None
    place = _place(event, team)
    addressed = mentioned or _kind(event) == "im"
    if not addressed and not event.get("thread_ts"):
        return None  # talk of the channel that is not for us
    said = spoken(text, bot_user)
    files = len(event.get("files") or ())
    if not said and not mentioned and not files:
        return None
    # a mention arrives as two events: `message` and `app_mention`, of the same ts
    ts, user = str(event["ts"]), str(event["user"])
    key = f"{place.team}/{place.channel}/{ts}"
    return Task(key, "said", place, user, said, ts, files, addressed=addressed)


def team_of(body: Mapping[str, Any]) -> str:
    """The workspace of ours that a request of any kind comes through.

    In a channel shared with another company `team_id` may name the other one; the installation
    that Slack shows the event to stands in `authorizations`.
    """
    view, team = body.get("view") or {}, body.get("team")
    installed: Mapping[str, Any] = next(iter(body.get("authorizations") or ()), {})
    named = team.get("id") if isinstance(team, Mapping) else None
    found = view.get("app_installed_team_id") or installed.get("team_id") or named
    return str(found or body.get("team_id") or (body.get("event") or {}).get("team") or "")


def _edited(event: Mapping[str, Any], team: str, bot_user: str) -> Task | None:
    new, old = event.get("message") or {}, event.get("previous_message") or {}
    same = new.get("text") == old.get("text")  # Slack unfurled a link, or counted replies
    if same or not _by_a_person(new, bot_user):
        return None
    place = _place({**new, "channel": event["channel"], "channel_type": _kind(event)}, team)
    stamp = (new.get("edited") or {}).get("ts", event.get("ts"))
    key = f"{team}/{place.channel}/{new['ts']}/{stamp}"
    text = spoken(str(new.get("text") or ""), bot_user)
    return Task(key, "edited", place, str(new["user"]), text, str(new["ts"]))


def _deleted(event: Mapping[str, Any], team: str, bot_user: str) -> Task | None:
    old = event.get("previous_message") or {}
    if not _by_a_person(old, bot_user):
        return None
    place = _place({**old, "channel": event["channel"], "channel_type": _kind(event)}, team)
    ts = str(event.get("deleted_ts") or old["ts"])
    return Task(f"{team}/{place.channel}/{ts}/x", "deleted", place, str(old["user"]), "", ts)


def _kind(event: Mapping[str, Any]) -> Any:
    return "im" if str(event["channel"]).startswith("D") else event.get("channel_type")


def _by_a_person(event: Mapping[str, Any], bot_user: str) -> bool:
    return bool(event.get("user")) and not event.get("bot_id") and event["user"] != bot_user


def _for_others(text: str) -> bool:
    """True for a message that begins by addressing somebody else."""
    return bool(re.match(r"\s*<@[UW][A-Z0-9]+(\|[^>]*)?>", text))


def _place(event: Mapping[str, Any], team: str) -> Place:
    """The thread of the message; in a direct message without threads the whole of it."""
    direct = _kind(event) == "im"
    thread = event.get("thread_ts") or ("" if direct else event["ts"])
    return Place(team, str(event["channel"]), str(thread))


def spoken(text: str, bot_user: str = "") -> str:
    """The words of a message without Slack's mark-up: our name is left out, links are named."""

    def plain(found: re.Match[str]) -> str:
        target, label = found["target"], found["label"]
        if target == f"@{bot_user}":
            return ""
        if target.startswith(("@", "#", "!")):
            return label or "someone" if target.startswith("@") else label or ""
        return label or target.removeprefix("mailto:")

    return unescape(_ADDRESS.sub(plain, text)).strip()
