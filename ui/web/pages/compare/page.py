"""What happens on the page that compares: it opens, or something is ticked."""

from agent.settings import Settings
from tools.results import Assessment
from tools.scenarios import NOW
from tools.scoring import assess
from tools.vocabulary import STRATEGIES
from ui.web.pages.asking import Answer, Ask
from ui.web.pages.compare.controls import NO_SCENARIO, Ticked, controls_html
from ui.web.pages.compare.sides import Side, by_scenario, by_strategy
from ui.web.pages.compare.table import table_html
from ui.web.pages.desk import Desk, lay_out
from ui.web.pages.shapes import empty_card, notice, two_sides

TITLE = "Compare"
INTRO = (
    "Two or more ways to go, or your project and its what-ifs, side by side. Print it for a "
    "meeting."
)
NO_PROJECT = "No project is open, so this compares the strategies for a typical one."
TOO_FEW = "Tick two or more to compare them."


def compare_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(desk.settings, ask),
        moved=lambda ask: moved(desk.settings, ask),
    )


def opened(settings: Settings, ask: Ask) -> Answer:
    """The whole page: the first three strategies, or the project beside its what-ifs."""
    found = assess(ask.facts, seed=settings.seed)
    ticked = Ticked(
        "scenarios" if ask.scenarios else "strategies",
        tuple(row.strategy for row in found.ranking[:3]),
        (NOW, *(row.name for row in ask.scenarios)),
    )
    results, said = _results(settings, ask, ticked, found)
    note = "" if ask.facts.known else notice(NO_PROJECT)
    controls = controls_html(found, ask.scenarios, ticked)
    return {"page": two_sides(ask, controls, results, note=note), "said": said}


def moved(settings: Settings, ask: Ask) -> Answer:
    """What another tick changes."""
    found = assess(ask.facts, seed=settings.seed)
    ticked = Ticked(
        "scenarios" if ask.text("kind") == "scenarios" else "strategies",
        tuple(name for name in ask.chosen("strategy") if name in STRATEGIES),
        ask.chosen("scenario"),
    )
    results, said = _results(settings, ask, ticked, found)
    return {"parts": {"results": results}, "said": said}


def _results(settings: Settings, ask: Ask, ticked: Ticked, found: Assessment) -> tuple[str, str]:
    """The right side of the page, and the sentence that is read aloud."""
    if ticked.kind == "scenarios" and not ask.scenarios:
        return empty_card(NO_SCENARIO), NO_SCENARIO
    side: Side | None = None
    if ticked.kind == "scenarios":
        side = by_scenario(settings, ask.facts, ask.scenarios, ticked.scenarios)
    else:
        side = by_strategy(settings, ask.facts, ticked.strategies, found)
    if side is None:
        return empty_card(TOO_FEW), TOO_FEW
    return table_html(side.heads, side.blocks, side.because), side.because
