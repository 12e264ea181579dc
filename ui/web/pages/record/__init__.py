"""The decision record: read it, take it along, or bring one back and see what has changed."""

from ui.web.pages.record.page import record_page

__all__ = ["record_page"]
