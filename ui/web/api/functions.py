"""All functions that are offered to programs, in the order in which they are listed."""

from agent.settings import Settings
from ui.web.api.costing import costing
from ui.web.api.deciding import deciding
from ui.web.api.evidence import Search, evidence
from ui.web.api.offering import Function


def api_functions(settings: Settings, search: Search) -> tuple[Function, ...]:
    """The functions, over the settings of the page; `search` finds passages of the guidance."""
    return (*deciding(settings), *costing(settings), *evidence(search))
