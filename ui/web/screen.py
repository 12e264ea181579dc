"""The components of the page and where they stand."""

from typing import NamedTuple

import gradio as gr

from agent.settings import Settings
from ui.web.board import EMPTY, board_html
from ui.web.browser import STORAGE_KEY, browser_secret
from ui.web.nextstep import RESULT_JS
from ui.web.projects import BAR_JS, bar_html
from ui.web.welcome import EXAMPLES, welcome_html

BOARD_JS = "steerwise.keepOpen(element, watch);" + RESULT_JS


class Screen(NamedTuple):
    """What the page shows, and the two things it keeps: who the browser is, and the thread."""

    stored: gr.BrowserState
    thread: gr.Textbox
    bar: gr.HTML
    chat: gr.Chatbot
    box: gr.MultimodalTextbox
    board: gr.HTML


def lay_out(settings: Settings, greeting: str) -> Screen:
    """Make the components inside the blocks that are open.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    secret = browser_secret(settings.data_dir)
    stored = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=secret)
    thread = gr.Textbox(visible="hidden", elem_id="thread")
    bar = gr.HTML(
        bar_html((), "", settings.model_name),
        js_on_load=BAR_JS,
        elem_id="bar",
        apply_default_css=False,
    )
    with gr.Row(elem_id="desk", equal_height=True):
        with gr.Column(elem_id="talk"):
            chat, box = _chat(greeting), _box()
        with gr.Column(elem_id="side"):
            board = gr.HTML(
                board_html(EMPTY), js_on_load=BOARD_JS, elem_id="board", apply_default_css=False
            )
    return Screen(stored, thread, bar, chat, box, board)


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
        placeholder="Describe, answer, or ask “what if …?”",
        interactive=False,  # until the page knows which project to show
    )
