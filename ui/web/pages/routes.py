"""Which pages there are, and how they come to stand beside the chat in one application."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from gradio.routes import App

from agent.settings import Settings
from ui.web.pages.compare import compare_page
from ui.web.pages.connect import connect_page
from ui.web.pages.desk import Desk
from ui.web.pages.flow import flow_page
from ui.web.pages.lab import lab_page
from ui.web.pages.record import record_page
from ui.web.pages.workbench import workbench_page

LAY_OUT: tuple[tuple[str, str, Callable[[Desk], None]], ...] = (
    ("lab", "Decision Lab", lab_page),
    ("workbench", "Cost Workbench", workbench_page),
    ("flow", "Flow chart", flow_page),
    ("compare", "Compare", compare_page),
    ("record", "Record", record_page),
    ("connect", "API", connect_page),
)


def add_pages(blocks: gr.Blocks, advisor: Any, settings: Settings) -> None:
    """Add every page to the blocks of the chat, each at its own address.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    with _no_more_apps(blocks):
        for path, name, lay_out in LAY_OUT:
            with blocks.route(name, path, show_in_navbar=False):
                lay_out(Desk(advisor, settings, blocks, path))


@contextlib.contextmanager
def _no_more_apps(blocks: gr.Blocks) -> Iterator[None]:
    """Keep the application of `blocks` while pages are added.

    At the end of each page Gradio makes a whole new one with its hundred routes and forgets it;
    `launch` makes the one that is served. That took half of the time to lay the pages out.
    """
    app, make = blocks.app, App.create_app
    App.create_app = staticmethod(lambda *_, **__: app)  # type: ignore[method-assign]
    try:
        yield
    finally:
        App.create_app = make  # type: ignore[method-assign]
