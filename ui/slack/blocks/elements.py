"""The parts of Block Kit that our messages are made of, as plain dictionaries.

https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from ui.slack.limits import BUTTON_CHARS, HEADER_CHARS, TEXT_CHARS
from ui.slack.text import cut, shorten

Block = dict[str, Any]


class Message(TypedDict):
    """One message: `text` is what notifications and screen readers get, `blocks` what is seen."""

    text: str
    blocks: list[Block]


def plain(text: str, limit: int = BUTTON_CHARS) -> Block:
    """A plain text object, shortened to what its place allows."""
    return {"type": "plain_text", "text": shorten(text, limit) or "…", "emoji": True}


def sections(mrkdwn: str) -> list[Block]:
    """Sections that hold a text of any length; `verbatim` keeps Slack from linking what it sees."""
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": piece, "verbatim": True}}
        for piece in cut(mrkdwn, limit=TEXT_CHARS)
    ]


def context(mrkdwn: str) -> Block:
    """A line in small print."""
    text = cut(mrkdwn, limit=TEXT_CHARS)[0]
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER_CHARS)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def button(
    label: str, action: str, value: str = "", *, url: str = "", primary: bool = False
) -> Block:
    """A button; `value` comes back with the click."""
    made: Block = {"type": "button", "text": plain(label), "action_id": action}
    if value:
        made["value"] = value
    if url:
        made["url"] = url
    if primary:
        made["style"] = "primary"
    return made


def menu(action: str, options: Mapping[str, str]) -> Block:
    """A menu behind three dots: what comes back with each choice, and its words."""
    listed = [{"text": plain(words), "value": value} for value, words in options.items()]
    return {"type": "overflow", "action_id": action, "options": listed}


def actions(block_id: str, buttons: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def feedback(block_id: str, value: str) -> Block:
    """The two thumbs under an answer; `value` tells later which answer was meant."""

    def thumb(label: str, said: str, name: str) -> Mapping[str, Any]:
        return {
            "text": plain(label),
            "value": f"{said} {value}",
            "accessibility_label": name,
        }

    return {
        "type": "context_actions",
        "block_id": block_id,
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": thumb("Helpful", "up", "This answer helped"),
                "negative_button": thumb("Not helpful", "down", "This answer did not help"),
            }
        ],
    }
