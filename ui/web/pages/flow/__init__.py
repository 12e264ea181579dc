"""The published decision flow with a project's path lit, beside what the engine says."""

from ui.web.pages.flow.page import flow_page

__all__ = ["flow_page"]
