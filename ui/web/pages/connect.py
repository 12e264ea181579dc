"""How other programs use the calculators: over MCP, from Python, or with any HTTP client."""

import inspect
from collections.abc import Sequence
from typing import Any

from gradio.events import api

from ui.web.api import Function, api_functions, offered
from ui.web.pages.asking import Answer, Ask
from ui.web.pages.desk import Desk, lay_out
from ui.web.words import esc

TITLE = "API"
INTRO = (
    "The calculators behind these pages, for programs: assistants and scripts get the same "
    "numbers, as JSON. "
    "Nothing here reads or changes a conversation."
)
MCP = """{
  "mcpServers": {
    "steerwise": { "url": "%s" }
  }
}"""
PYTHON = """from gradio_client import Client

client = Client("%s")
client.predict({"monthly_requests": 120000}, None, api_name="/score_strategies")"""


def connect_page(desk: Desk) -> None:
    """Lay the page out, and offer the functions."""

    def search(question: str, *, k: int) -> Any:
        return desk.advisor.search(question, k=k)

    functions = [offered(f) for f in api_functions(desk.settings, search)]
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(functions, ask),
        moved=lambda ask: {},
    )
    for function in functions:
        api(function, queue=False, concurrency_limit=None)


def opened(functions: Sequence[Function], ask: Ask) -> Answer:
    """The whole page; `ask.value` is the address at which the browser found it."""
    origin = str(ask.value or "http://127.0.0.1:7860/")[:200]
    return {"page": page_html(functions, origin)}


def page_html(functions: Sequence[Function], origin: str) -> str:
    """Both ways to connect, and what is offered."""
    rows = "".join(_row(function) for function in functions)
    return (
        '<div class="results connect"><section class="card" aria-labelledby="connect-mcp">'
        '<h3 id="connect-mcp">An assistant that speaks MCP</h3>'
        f"{_code(MCP % f'{origin}gradio_api/mcp/')}</section>"
        '<section class="card" aria-labelledby="connect-python"><h3 id="connect-python">Python'
        f"</h3>{_code(PYTHON % origin)}</section>"
        '<section class="card" aria-labelledby="connect-tools"><h3 id="connect-tools">'
        f'{len(functions)} tools</h3><dl class="tools">{rows}</dl></section></div>'
    )


def _code(text: str) -> str:
    return f'<pre tabindex="0"><code>{esc(text)}</code></pre>'


def _row(function: Function) -> str:
    doc = (inspect.getdoc(function) or "").partition("\n")[0]
    names = ", ".join(inspect.signature(function).parameters)
    return f"<div><dt><code>{function.__name__}({names})</code></dt><dd>{esc(doc)}</dd></div>"
