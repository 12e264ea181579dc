"""Placeholder while it is being laid out."""

from ui.web.pages.desk import Desk, lay_out


def compare_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(desk, title="compare", intro="", opened=lambda ask: {"page": ""}, moved=lambda ask: {})
