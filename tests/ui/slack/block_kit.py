"""What Slack would refuse of a message or a view: its blocks held against the published limits."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ui.slack import limits

Json = Mapping[str, Any]
# characters of the text that stands directly in a block
TEXT_OF = {"section": limits.TEXT_CHARS, "header": limits.HEADER_CHARS}
ELEMENTS_OF = {
    "actions": limits.BUTTONS_IN_A_ROW,
    "context": limits.CONTEXT_ELEMENTS,
    "context_actions": limits.CONTEXT_ACTIONS,
}
KNOWN = {*TEXT_OF, *ELEMENTS_OF, "divider", "input"}


def problems(blocks: Sequence[Json], surface: str = "message") -> list[str]:
    """What Slack would refuse of blocks; empty when all limits are kept."""
    found = [p for n, block in enumerate(blocks) for p in _of_block(block, f"block {n}")]
    most = limits.BLOCKS_OF[surface]
    if len(blocks) > most:
        found.append(f"{len(blocks)} blocks, {most} is the most of a {surface}")
    return [*found, *_twice("block_id", blocks)]


def problems_of_view(view: Json) -> list[str]:
    """What Slack would refuse of a view: its blocks, its words, what it keeps."""
    found = problems(view["blocks"], view["type"])
    for name in ("title", "submit", "close"):
        if name in view:
            found += _text(view[name]["text"], limits.VIEW_WORDS_CHARS, name)
    found += _longer(view.get("private_metadata", ""), limits.VIEW_METADATA_CHARS, "metadata")
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        found.append("a field, and no button to submit it")
    return found


def problems_of_call(args: Json) -> list[str]:
    """What Slack would refuse of the arguments of a call."""
    found = problems(args.get("blocks") or ())
    if "view" in args:
        found += problems_of_view(args["view"])
    found += _longer(args.get("text") or "", limits.MESSAGE_CHARS, "text")
    found += _longer(args.get("markdown_text") or "", limits.STREAM_CHARS, "markdown_text")
    found += _longer(args.get("alt_txt") or "", limits.ALT_TEXT_CHARS, "alt_txt")
    if len(args.get("prompts") or ()) > limits.PROMPTS:
        found.append(f"{len(args['prompts'])} prompts")
    return found


def _of_block(block: Json, place: str) -> Iterator[str]:
    kind = str(block.get("type"))
    if kind not in KNOWN:
        yield f"{place}: no block of ours is a {kind!r}"
        return
    yield from _longer(block.get("block_id", ""), limits.ID_CHARS, f"{place}: block_id")
    if kind in TEXT_OF:
        yield from _text(block["text"]["text"], TEXT_OF[kind], place)
    if kind == "input":
        yield from _text(block["label"]["text"], limits.LABEL_CHARS, f"{place}: label")
    elements = block.get("elements", ())
    if kind in ELEMENTS_OF and not 1 <= len(elements) <= ELEMENTS_OF[kind]:
        yield f"{place}: {len(elements)} elements, 1 to {ELEMENTS_OF[kind]} are allowed"
    yield from (f"{place}: {found}" for found in _twice("action_id", elements))
    single = [block[name] for name in ("accessory", "element") if name in block]
    for element in (*elements, *single):
        yield from _of_element(element, place)


def _of_element(element: Json, place: str) -> Iterator[str]:
    kind = element["type"]
    if kind in ("mrkdwn", "plain_text"):
        yield from _text(element["text"], limits.TEXT_CHARS, place)
        return
    yield from _longer(element["action_id"], limits.ID_CHARS, f"{place}: action_id")
    if kind == "button":
        yield from _button(element, f"{place}: a button")
        yield from _longer(element.get("url", ""), limits.BUTTON_URL_CHARS, f"{place}: url")
    elif kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield from _button(element[name], f"{place}: {name}")
    elif kind == "overflow":
        options = element["options"]
        if not 1 <= len(options) <= limits.MENU_OPTIONS:
            yield f"{place}: {len(options)} options, 1 to {limits.MENU_OPTIONS} are allowed"
        for option in options:
            yield from _text(option["text"]["text"], limits.OPTION_CHARS, place)
            yield from _longer(option["value"], limits.OPTION_VALUE_CHARS, f"{place}: option")
    elif kind == "plain_text_input":
        if element["max_length"] > limits.FIELD_CHARS:
            yield f"{place}: a field of {element['max_length']} characters"
        shown = element.get("placeholder", {"text": "…"})["text"]
        yield from _text(shown, limits.PLACEHOLDER_CHARS, place)
    else:
        yield f"{place}: no element of ours is a {kind!r}"


def _button(button: Json, place: str) -> Iterator[str]:
    yield from _text(button["text"]["text"], limits.BUTTON_CHARS, place)
    yield from _longer(button.get("accessibility_label", ""), limits.BUTTON_CHARS, place)
    yield from _longer(button.get("value", ""), limits.BUTTON_VALUE_CHARS, f"{place}: its value")


def _twice(name: str, rows: Sequence[Json]) -> list[str]:
    counted = Counter(row[name] for row in rows if name in row)
    return [f"{name} {key!r} is used {n} times" for key, n in counted.items() if n > 1]


def _longer(text: str, most: int, place: str) -> Iterator[str]:
    if len(text) > most:
        yield f"{place} is longer than {most}"


def _text(text: str, most: int, place: str) -> Iterator[str]:
    if not 1 <= len(text) <= most:
        yield f"{place}: a text of {len(text)} characters, 1 to {most} are allowed"
