"""The pages beside the chat: each draws what `tools` computes, and shares the project's facts."""

from ui.web.pages.routes import add_pages

__all__ = ["add_pages"]
