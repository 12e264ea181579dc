"""The Decision Lab: scenarios, sliders, the ranking they give, and why it moved."""

from ui.web.pages.lab.page import lab_page

__all__ = ["lab_page"]
