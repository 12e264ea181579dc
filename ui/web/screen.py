"""The components of the page and where they stand."""

from collections.abc import Callable
from typing import NamedTuple

import gradio as gr

from agent.settings import Settings
from ui.web.board import EMPTY, board_html
from ui.web.browser import STORAGE_KEY, browser_secret
from ui.web.facts import facts_script
from ui.web.nextstep import RESULT_JS
from ui.web.projects import BAR_JS, bar_html
from ui.web.theme import STATIC
from ui.web.welcome import EXAMPLES, welcome_html

BOARD_JS = (
    "steerwise.keepOpen(element, watch);"
    "steerwise.backAgain(() => trigger('looked_again', {}));" + RESULT_JS
)
FACTS_JS, ACTS_JS = "facts.js", "acts.js"


class Screen(NamedTuple):
    """What the page shows, and what it keeps: the browser, the thread, the message being edited.

    `code` is what the address brings from Slack, and what has to be typed there.
    """

    stored: gr.BrowserState
    thread: gr.Textbox
    bar: gr.HTML
    chat: gr.Chatbot
    box: gr.MultimodalTextbox
    board: gr.HTML
    instead: gr.Textbox
    above: gr.HTML
    code: gr.Textbox


def lay_out(settings: Settings, greeting: str, *, check_fact: Callable[..., str]) -> Screen:
    """Make the components inside the blocks that are open.

    `check_fact` tells the page why a value cannot be set, "" where it can.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    secret = browser_secret(settings.data_dir)
    stored = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=secret)
    thread = gr.Textbox(visible="hidden", elem_id="thread")
    instead = gr.Textbox(visible="hidden", elem_id="instead")
    code = gr.Textbox(visible="hidden", elem_id="code")
    bar = gr.HTML(
        bar_html((), "", settings.model_name),
        js_on_load=BAR_JS,
        elem_id="bar",
        apply_default_css=False,
    )
    with gr.Row(elem_id="desk", equal_height=True):
        with gr.Column(elem_id="talk"):
            chat = _chat(greeting)
            above = gr.HTML(
                "", js_on_load=_script(ACTS_JS), elem_id="above", apply_default_css=False
            )
            box = _box()
        with gr.Column(elem_id="side"):
            check_fact.__name__ = "check_fact"  # its name on the page
            board = gr.HTML(
                board_html(EMPTY),
                js_on_load=BOARD_JS + facts_script(_script(FACTS_JS)),
                server_functions=[check_fact],
                elem_id="board",
                apply_default_css=False,
            )
    return Screen(stored, thread, bar, chat, box, board, instead, above, code)


def _script(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _chat(greeting: str) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        show_label=False,
        container=False,
        height="100%",
        layout="panel",
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        placeholder=welcome_html(greeting),
        examples=[{"text": text, "display_text": text} for text in EXAMPLES],
    )


def _box() -> gr.MultimodalTextbox:
    return gr.MultimodalTextbox(
        elem_id="box",
        show_label=False,
        container=False,
        sources=["upload"],
        file_count="multiple",
        max_lines=8,
        max_plain_text_length=10**9,
        placeholder="Describe, or ask “what if …?”",
        interactive=False,  # until the page knows which project to show
    )
