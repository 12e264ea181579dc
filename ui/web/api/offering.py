"""How a function is offered to programs: errors in a sentence, arguments described, JSON out."""

import functools
import inspect
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import gradio as gr

from tools.errors import SteerwiseError

log = logging.getLogger(__name__)
BROKEN = "Something went wrong on our side; nothing was changed."

Function = Callable[..., dict[str, Any]]


def offered(function: Function) -> Function:
    """The function as it is offered: its errors one sentence, its docstring as Gradio reads it."""

    @functools.wraps(function)
    def guarded(*arguments: Any, **named: Any) -> dict[str, Any]:
        try:
            return function(*arguments, **named)
        except SteerwiseError as error:
            raise gr.Error(_ended(str(error)), print_exception=False) from None
        except Exception:
            log.exception("a call of the API failed")
            raise gr.Error(BROKEN, print_exception=False) from None

    guarded.__doc__ = on_one_line(inspect.getdoc(function) or "")
    return guarded


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def speak_json(blocks: gr.Blocks) -> None:
    """Let the MCP server answer in JSON, where Gradio writes Python; none of ours gives files."""
    from mcp.types import TextContent

    def as_text(data: list[Any], root_url: str) -> list[TextContent]:
        return [TextContent(type="text", text=json.dumps(row, ensure_ascii=False)) for row in data]

    if blocks.mcp_server_obj is not None:
        setattr(blocks.mcp_server_obj, "postprocess_output_data", as_text)  # noqa: B010


def on_one_line(doc: str) -> str:
    """A docstring in which each argument stands on one line, as Gradio reads them."""
    return re.sub(r"\n {8,}", " ", doc)
