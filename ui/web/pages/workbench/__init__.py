"""The Cost Workbench: five figures, both bills, and when tuning to shorten the prompt pays back."""

from ui.web.pages.workbench.page import workbench_page

__all__ = ["workbench_page"]
