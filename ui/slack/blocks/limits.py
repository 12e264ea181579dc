"""Slack's published limits of Block Kit, and a check of a message against them.

https://docs.slack.dev/reference/block-kit/blocks and the pages of each element.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

BLOCKS_OF = {"message": 50, "modal": 100, "home": 100}
STREAM_CHARS = 12_000
MESSAGE_CHARS = 40_000
BLOCK_ID_CHARS = 255
# characters of the text object that stands directly in a block or an element
TEXT_CHARS = {"section": 3000, "header": 150, "button": 75, "context": 3000}
ELEMENTS_OF = {"actions": 25, "context": 10, "context_actions": 5}
BUTTON_VALUE_CHARS = 2000
MENU_OPTIONS = 5
OPTION_VALUE_CHARS = 150
URL_CHARS = 3000
ALT_CHARS = 2000
KNOWN = {
    "section", "header", "divider", "context", "actions", "context_actions", "image", "input",
}  # fmt: skip


def problems(blocks: Sequence[Mapping[str, Any]], surface: str = "message") -> list[str]:
    """What Slack would refuse; empty when all limits are kept."""
    found = [p for n, block in enumerate(blocks) for p in _of_block(block, f"block {n}")]
    if len(blocks) > BLOCKS_OF[surface]:
        found.append(f"{len(blocks)} blocks, {BLOCKS_OF[surface]} is the most of a {surface}")
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    found += [f"block_id {key!r} is used {n} times" for key, n in ids.items() if n > 1]
    return found


def _of_block(block: Mapping[str, Any], place: str) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in KNOWN:
        yield f"{place}: no block of ours is a {kind!r}"
        return
    if len(str(block.get("block_id", ""))) > BLOCK_ID_CHARS:
        yield f"{place}: block_id is longer than {BLOCK_ID_CHARS}"
    if "text" in block:
        yield from _text(block["text"], TEXT_CHARS[kind], place)
    elements = block.get("elements", ())
    if kind in ELEMENTS_OF and not 1 <= len(elements) <= ELEMENTS_OF[kind]:
        yield f"{place}: {len(elements)} elements, 1 to {ELEMENTS_OF[kind]} are allowed"
    ids = Counter(e["action_id"] for e in elements if "action_id" in e)
    yield from (f"{place}: action_id {key!r} twice" for key, n in ids.items() if n > 1)
    for element in (*elements, *([block["accessory"]] if "accessory" in block else [])):
        yield from _of_element(element, place)
    if kind == "image":
        if not 1 <= len(block.get("alt_text", "")) <= ALT_CHARS:
            yield f"{place}: alt_text must have 1 to {ALT_CHARS} characters"
        if len(block.get("image_url", "")) > URL_CHARS:
            yield f"{place}: image_url is longer than {URL_CHARS}"


def _of_element(element: Mapping[str, Any], place: str) -> Iterator[str]:
    kind = element["type"]
    if kind in ("mrkdwn", "plain_text"):
        yield from _text(element, TEXT_CHARS["context"], place)
    elif kind == "button":
        yield from _text(element["text"], TEXT_CHARS["button"], place)
        if len(element.get("value", "")) > BUTTON_VALUE_CHARS:
            yield f"{place}: the value of a button is longer than {BUTTON_VALUE_CHARS}"
        if len(element.get("url", "")) > URL_CHARS:
            yield f"{place}: the url of a button is longer than {URL_CHARS}"
        if len(element["action_id"]) > BLOCK_ID_CHARS:
            yield f"{place}: action_id is longer than {BLOCK_ID_CHARS}"
    elif kind == "overflow":
        if not 1 <= len(element["options"]) <= MENU_OPTIONS:
            yield f"{place}: {len(element['options'])} options, 1 to {MENU_OPTIONS} are allowed"
        for option in element["options"]:
            yield from _text(option["text"], TEXT_CHARS["button"], place)
            if len(option["value"]) > OPTION_VALUE_CHARS:
                yield f"{place}: the value of an option is longer than {OPTION_VALUE_CHARS}"
    elif kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield from _text(element[name]["text"], TEXT_CHARS["button"], place)
            if len(element[name]["value"]) > BUTTON_VALUE_CHARS:
                yield f"{place}: the value of {name} is longer than {BUTTON_VALUE_CHARS}"


def _text(text: Mapping[str, Any], limit: int, place: str) -> Iterator[str]:
    if not 1 <= len(text["text"]) <= limit:
        yield f"{place}: a text of {len(text['text'])} characters, 1 to {limit} are allowed"
