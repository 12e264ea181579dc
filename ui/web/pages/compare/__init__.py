"""Strategies, or a project and its named what-ifs, side by side, to read and to print."""

from ui.web.pages.compare.page import compare_page

__all__ = ["compare_page"]
