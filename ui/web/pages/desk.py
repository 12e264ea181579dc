"""The frame that all pages stand in: the bar, one part drawn by the page, and its questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from agent.events import Failed
from agent.settings import Settings
from tools.errors import InvalidInput, SteerwiseError
from ui.web.browser import STORAGE_KEY, Visitor, browser_secret, logged_in
from ui.web.pages.asking import BROKEN, Answer, Ask, log, read_ask, told_plainly
from ui.web.projects import BAR_JS, address, bar_html
from ui.web.theme import STATIC
from ui.web.words import esc, sentence

ASKS_THREAD = "(stored, thread) => [stored, steerwise.linked()]"
GOES = "(address) => { if (address) location.href = address; }"


@dataclass(frozen=True)
class Desk:
    """What a page is laid out with."""

    advisor: Any
    settings: Settings
    blocks: gr.Blocks
    path: str


def lay_out(
    desk: Desk,
    *,
    title: str,
    intro: str,
    opened: Callable[[Ask], Answer],
    moved: Callable[[Ask], Answer],
    drawn: Callable[[Ask], Answer] | None = None,
    taken: Callable[[Visitor, Ask], str] | None = None,
) -> None:
    """Make the components of one page and connect them.

    `opened` draws the page for the first time, `moved` answers every change of a field or press of
    a button, `drawn` makes what takes longer, such as charts. `taken` changes the conversation and
    returns the thread to go to; it is handed the visitor.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    advisor, settings = desk.advisor, desk.settings
    stored = gr.BrowserState(
        None, storage_key=STORAGE_KEY, secret=browser_secret(settings.data_dir)
    )
    thread = gr.Textbox(visible="hidden", elem_id="thread")
    bar = gr.HTML(
        bar_html((), "", settings.model_name, here=desk.path),
        js_on_load=BAR_JS,
        elem_id="bar",
        apply_default_css=False,
    )

    @told_plainly
    def begin(data: Any) -> Answer:
        return opened(read_ask(advisor, data))

    @told_plainly
    def move(data: Any) -> Answer:
        return moved(read_ask(advisor, data))

    @told_plainly
    def draw(data: Any) -> Answer:
        return drawn(read_ask(advisor, data)) if drawn else {}

    leaf = gr.HTML(
        frame_html(desk.path, title, intro),
        js_on_load=(STATIC / "pages.js").read_text(encoding="utf-8"),
        elem_id="leaf",
        apply_default_css=False,
        server_functions=[begin, move, draw],
    )
    go = gr.Textbox(visible="hidden", elem_id="go")
    quiet: Any = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": None,
    }

    def show_bar(kept: Any, linked: str) -> str:
        visitor = Visitor.read(kept)
        projects, login = advisor.threads(visitor.user), logged_in() or ""
        return bar_html(projects, linked or "", settings.model_name, here=desk.path, login=login)

    def take(kept: Any, event: gr.EventData) -> tuple[Any, Any]:
        visitor = Visitor.read(kept)
        try:
            ask = read_ask(advisor, event.ask)
            where = taken(visitor, ask) if taken else ""
        except SteerwiseError as error:
            gr.Warning(esc(sentence(str(error))), title="That didn’t work")
        except Exception:
            log.exception("a page could not change the conversation")
            gr.Warning(BROKEN, title="That didn’t work")
        else:
            return Visitor(visitor.user, where).stored(), address("", where)
        return gr.skip(), gr.skip()

    desk.blocks.load(show_bar, [stored, thread], bar, js=ASKS_THREAD, **quiet)
    leaf.take(take, stored, [stored, go], **quiet)
    go.change(None, go, None, js=GOES, api_visibility="private")


def frame_html(path: str, title: str, intro: str) -> str:
    """The page before its contents are there: its style, its title, and room for the rest."""
    style = (STATIC / "pages.css").read_text(encoding="utf-8")
    return (
        f'<style>{style}</style><div class="leaf leaf-{path}"><div class="head">'
        f'<h2>{esc(title)}</h2><p class="intro">{esc(intro)}</p></div>'
        '<p class="sr" role="status" id="said"></p><p id="sorry" role="alert" hidden></p>'
        '<div id="page" aria-busy="true"></div></div>'
    )


def edited(
    desk: Desk, visitor: Visitor, thread: str, changes: Mapping[str, Any], *, nothing: str
) -> str:
    """Set facts in the conversation that is open, or in a new one; returns its id.

    Raises:
        InvalidInput: there is nothing to set, which `nothing` says, or a value cannot be used.
    """
    if not changes:
        raise InvalidInput(nothing)
    advisor = desk.advisor
    new = "" if thread else advisor.new_thread(visitor.user)
    try:
        for event in advisor.edit(thread or new, changes, origin=desk.path):
            if isinstance(event, Failed):
                raise InvalidInput(event.message)
    except BaseException:
        if new:
            advisor.delete(new)
        raise
    return thread or new
