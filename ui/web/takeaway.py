"""What can be taken along: the decision record and the starter kit, drawn and served."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tools.errors import SteerwiseError
from ui.web.cards import card, hint
from ui.web.words import esc, sentence

FOLDER = "take"  # the first part of the addresses
LINKS: Mapping[str, str] = {
    "record.md": "Download record (.md)",
    "record.json": "Download record (.json)",
    "starter-kit.zip": "Starter kit (.zip)",
}
CONVERSATION = "conversation.json"  # all that was said, to be opened elsewhere
WHAT = (
    "The record holds the decision with its facts, costs, sources and the triggers to look again. "
    "The kit holds a prompt, an evaluation sheet and settings to begin with."
)
NO_FILE = "There is no such download; use the links on the board."
LONGEST_NAME = 60
BROKEN = "The file could not be made, and nothing was lost; try again."
log = logging.getLogger(__name__)


def takeaway_card(thread: str) -> str:
    """The downloads of a conversation; none while there is no conversation."""
    if not thread:
        return ""
    links = "".join(
        f'<a class="button" href="{FOLDER}/{quote(thread)}/{name}" download>{esc(label)}</a>'
        for name, label in LINKS.items()
    )
    return card("takeaway", "Take it with you", hint(WHAT) + f'<p class="takes">{links}</p>')


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it is handed out; it is made in memory and never stored."""

    name: str
    media_type: str
    content: str | bytes


def download(advisor: Any, thread: str, name: str) -> Download:
    """Make one of the files of a conversation.

    Raises:
        InvalidInput: there is no such conversation, or nothing is known in it yet.
        KeyError: there is no such file.
    """
    if name == CONVERSATION:
        kept = advisor.export(thread)
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        stem = _stem(f"{kept.get('title') or 'conversation'}")
        return Download(f"{stem}-conversation.json", "application/json", text)
    LINKS[name]
    from tools.kit import kit_zip, make_kit
    from tools.record_files import in_words
    from tools.record_json import write_record

    record = advisor.record(thread)
    stem = _stem(f"{record.title} {record.made_on.isoformat()}")
    if name == "record.md":
        return Download(f"{stem}.md", "text/markdown", in_words(record))
    if name == "record.json":
        return Download(f"{stem}.json", "application/json", write_record(record))
    kit = make_kit(
        record.facts,
        assessment=record.assessment,
        costs=record.costs,
        title=record.title,
        seed=record.seed,
    )
    return Download(f"{stem}-kit.zip", "application/zip", kit_zip(kit))


def _stem(title: str) -> str:
    """A file name that every system takes: `steerwise-customer-mail-2026-11-21`."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    day = words[-10:] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words[-10:]) else ""
    name = words.removesuffix(day).strip("-")[:LONGEST_NAME].strip("-")
    return "-".join(part for part in ("steerwise", name, day) if part)


def download_route(advisor: Any) -> Route:
    """The route that hands the files out to whoever has the link of the conversation."""

    def serve(request: Request) -> Response:
        try:
            found = download(advisor, request.path_params["thread"], request.path_params["name"])
        except KeyError:
            return PlainTextResponse(NO_FILE, status_code=404)
        except SteerwiseError as error:
            return PlainTextResponse(sentence(str(error)), status_code=404)
        except Exception:
            log.exception("a download could not be made")
            return PlainTextResponse(BROKEN, status_code=500)
        headers = {
            "content-disposition": f'attachment; filename="{found.name}"',
            "cache-control": "no-store",
        }
        return Response(found.content, media_type=found.media_type, headers=headers)

    return Route(f"/{FOLDER}/{{thread}}/{{name}}", serve, methods=["GET"])
