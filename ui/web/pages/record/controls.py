"""The left side of the record: what can be taken along, and where a file is brought back."""

from tools.record_json import MAX_BYTES
from ui.web.takeaway import CONVERSATION, FOLDER, LINKS
from ui.web.words import esc


def controls_html(thread: str) -> str:
    """The whole left side; without a `thread` there is nothing to take along."""
    return f"{downloads_html(thread) if thread else ''}{import_html()}"


def downloads_html(thread: str) -> str:
    """The files that can be taken along."""
    links = "".join(
        f'<li><a class="plain button" href="{FOLDER}/{esc(thread)}/{name}" download>{esc(label)}'
        "</a></li>"
        for name, label in {**LINKS, CONVERSATION: "Whole conversation (.json)"}.items()
    )
    return (
        '<section class="sliders takes" aria-labelledby="record-take">'
        f'<h3 id="record-take">Take it along</h3><ul>{links}</ul>'
        '<button type="button" class="plain" data-print>Print or save as PDF</button></section>'
    )


def import_html() -> str:
    """Where a file is brought back."""
    return (
        f'<section class="sliders bring" aria-labelledby="record-bring" data-most="{MAX_BYTES}">'
        '<h3 id="record-bring">Bring one back</h3>'
        '<p class="note" id="bring-note">A record (.json) is reviewed: what has changed since, and '
        "why. An exported conversation opens as a new project. Drop the file here, or choose it."
        '</p><label class="plain file"><input type="file" id="bring-file" '
        'accept=".json,application/json" aria-describedby="bring-note"><span>Choose a file</span>'
        "</label></section>"
    )
