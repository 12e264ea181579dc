"""The calculators for other programs: functions of Gradio's API and tools of its MCP server.

Plain JSON in, plain JSON out. A bad value is one sentence that shows it and the bounds.
"""

from ui.web.api.functions import api_functions
from ui.web.api.offering import Function, offered, speak_json

__all__ = ["Function", "api_functions", "offered", "speak_json"]
