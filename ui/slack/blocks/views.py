"""The views of the app: its home, the sources of an answer, the box for a new project."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.events import Citation
from ui.slack.blocks.elements import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    header,
    plain,
    sections,
)
from ui.slack.limits import (
    BLOCKS_OF,
    FIELD_CHARS,
    LABEL_CHARS,
    PLACEHOLDER_CHARS,
    VIEW_WORDS_CHARS,
)
from ui.slack.text import inert, shorten

View = dict[str, Any]

NEW_PROJECT = "new_project"
DELETE = "delete_project"
MOST_PROJECTS = 20
MOST_SOURCES = 40
QUOTE_CHARS = 2000
COMMENT_CHARS = 2000
WELCOME = (
    "Tell me about a project with a language model, and I work out how to adapt it: prompting, "
    "retrieval, tuning or a mix, what it costs, when it pays back, and why."
)
HOW = (
    "• *Here or in a direct message*: describe the project in your own words.\n"
    "• *In a channel*: mention me. The thread is the project, and everybody in it may add facts.\n"
    "• *On any message*: the shortcut _Advise on this_ starts from what it says.\n"
    "• *`/steerwise link`* opens the project on the web page; `/steerwise help` lists the rest.\n"
    "• Every figure is calculated, every quote stands in its source: press _Sources_."
)
WHAT_GOES = (
    "goes with all that Steerwise keeps of it: what was said, the facts, the ratings. The messages "
    "in Slack stay; whoever wrote them can delete them there."
)
NO_PROJECTS = "You have no project here yet."


@dataclass(frozen=True, slots=True)
class Project:
    """A project in somebody's list; `link` leads to its thread in Slack."""

    title: str
    updated: str
    link: str


def home(projects: Sequence[Project]) -> View:
    """The Home tab: the reader's own projects, a new one, how it works."""
    blocks = [
        header("Steerwise"),
        *sections(WELCOME),
        actions("home", [button("New project", NEW_PROJECT, primary=True)]),
        divider(),
        header("Your projects"),
    ]
    blocks += [_project(n, project) for n, project in enumerate(projects[:MOST_PROJECTS])]
    if not projects:
        blocks.append(context(NO_PROJECTS))
    blocks += [divider(), header("How it works"), *sections(HOW)]
    return {"type": "home", "blocks": blocks}


def _project(n: int, project: Project) -> Block:
    title = inert(shorten(project.title, 150)) or "New project"
    text = f"*{title}*\n{inert(project.updated)}"
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
    if project.link:
        block["accessory"] = button("Open", f"open:{n}", url=project.link)
    return block


def sources(citations: Sequence[Citation]) -> View:
    """The sources of an answer: title, section, the quote and a link."""
    blocks: list[Block] = []
    for citation in citations[:MOST_SOURCES]:
        by = ", ".join(str(part) for part in (citation.author, citation.year) if part)
        title = inert(citation.title)
        address = inert(citation.url or "", {citation.url or ""}).replace("|", "%7C")
        named = f"<{address}|{title}>" if address else title
        section = citation.section.removeprefix(citation.title).lstrip(" >›")
        words = citation.quote
        kept = words if len(words) <= QUOTE_CHARS else words[: QUOTE_CHARS - 1] + "…"
        quote = "\n".join(f"> {line}" for line in inert(kept).split("\n"))
        blocks += sections(f"*[{citation.n}]* {named}\n{quote}")
        small = " · ".join(part for part in (inert(section), inert(by)) if part)
        if small:
            blocks.append(context(small))
    if not blocks:
        blocks = [context("The documents have changed since; no quote of this answer stands.")]
    return _modal("Sources", blocks[: BLOCKS_OF["modal"]])


def part(title: str, message: Message) -> View:
    """One part of the board."""
    return _modal(title, message["blocks"][: BLOCKS_OF["modal"]])


def new_project(channel: str = "") -> View:
    """The box in which a project is described; `channel` is where it will be discussed."""
    box: Block = {
        "type": "input",
        "block_id": "project",
        "label": plain("What should the model do, how often, with which examples?", LABEL_CHARS),
        "element": {
            "type": "plain_text_input",
            "action_id": "text",
            "multiline": True,
            "max_length": FIELD_CHARS,
            "placeholder": plain(
                "We answer 120,000 support mails a month in a strict tone …", PLACEHOLDER_CHARS
            ),
        },
    }
    view = _modal("New project", [box])
    submit = {
        "submit": plain("Start", VIEW_WORDS_CHARS),
        "callback_id": NEW_PROJECT,
        "private_metadata": channel,
    }
    return {**view, **submit}


def feedback_comment(place: str, turn: int) -> View:
    """The box that asks what was wrong with an answer."""
    box: Block = {
        "type": "input",
        "block_id": "comment",
        "optional": True,
        "label": plain("What was wrong or missing?", LABEL_CHARS),
        "element": {
            "type": "plain_text_input",
            "action_id": "text",
            "multiline": True,
            "max_length": COMMENT_CHARS,
        },
    }
    view = _modal("Thank you", [box])
    kept = f"{turn} {place}"
    return {
        **view,
        "submit": plain("Send", VIEW_WORDS_CHARS),
        "callback_id": "comment",
        "private_metadata": kept,
    }


def delete_project(place: str, title: str) -> View:
    """The box that asks whether a project is really to go."""
    named = f"*{inert(shorten(title, 150)) or 'This project'}*"
    view = _modal("Delete this project?", sections(f"{named} {WHAT_GOES}"))
    submit = {"submit": plain("Delete", VIEW_WORDS_CHARS), "callback_id": DELETE}
    return {**view, **submit, "private_metadata": place}


def _modal(title: str, blocks: list[Block]) -> View:
    return {
        "type": "modal",
        "title": plain(title, VIEW_WORDS_CHARS),
        "close": plain("Close", VIEW_WORDS_CHARS),
        "blocks": blocks,
    }
