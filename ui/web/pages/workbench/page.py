"""What happens in the Cost Workbench: it opens, a field changes, its figures go into the chat."""

from agent.settings import Settings
from tools.workbench import Workbench
from tools.workbench_inputs import examples
from ui.web.browser import Visitor
from ui.web.pages.asking import Answer, Ask
from ui.web.pages.desk import Desk, edited, lay_out
from ui.web.pages.shapes import two_sides
from ui.web.pages.starts import PROJECT, chosen_start
from ui.web.pages.workbench.controls import controls_html, notes_html, taking_html
from ui.web.pages.workbench.form import begin, computed, read_form, to_take
from ui.web.pages.workbench.own import own_html
from ui.web.pages.workbench.results import (
    around_html,
    figures_html,
    results_html,
    verdict_html,
)
from ui.web.pictures import cost_picture

TITLE = "Cost Workbench"
INTRO = (
    "A long prompt is paid for on every call; training is paid for once. Five figures say when one "
    "overtakes the other. Only the extra prompt tokens are priced, both sides at the same price."
)
NOTHING = "Nothing here was changed, so there is nothing to take into the chat."


def workbench_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(desk.settings, ask),
        moved=lambda ask: moved(desk.settings, ask),
        drawn=lambda ask: drawn(desk.settings, ask),
        taken=lambda visitor, ask: _taken(desk, visitor, ask),
    )


def opened(settings: Settings, ask: Ask) -> Answer:
    """The whole page: on the project where one is known, else on the published example."""
    base = chosen_start(PROJECT, examples(), ask.facts)
    filled = begin(settings, base, ask.facts)
    result = computed(filled, ask.facts)
    controls = controls_html(settings, base, filled, ask)
    own = own_html(settings, base, ask.facts)
    results = results_html(own, result, examples().get(base), filled, ask.facts)
    return {
        "page": two_sides(ask, controls, results, look="money"),
        "kept": {"base": base},
        "said": _aloud(result),
        "draw": result is not None,
    }


def moved(settings: Settings, ask: Ask) -> Answer:
    """What a changed field or a chosen example does."""
    base = _base(ask)
    fresh = ask.act == "base"
    filled = begin(settings, base, ask.facts) if fresh else read_form(settings, base, ask)
    result = computed(filled, ask.facts)
    parts = {
        "verdict": verdict_html(result, filled),
        "figures": figures_html(result, examples().get(base)),
        "around": around_html(result, filled, ask.facts),
    }
    if result is None:
        parts["chart"] = ""
    if fresh:
        parts["controls"] = controls_html(settings, base, filled, ask)
        parts["own"] = own_html(settings, base, ask.facts)
    else:
        parts |= notes_html(filled)
        parts["taking"] = taking_html(to_take(base, filled, ask.facts))
    return {
        "parts": parts,
        "kept": {"base": base},
        "said": _aloud(result),
        "wrong": [f"field-{name}" for name in filled.wrong],
        "draw": result is not None,
    }


def drawn(settings: Settings, ask: Ask) -> Answer:
    """The chart of what the form says now."""
    result = computed(read_form(settings, _base(ask), ask), ask.facts)
    return (
        {}
        if result is None
        else {"parts": {"chart": cost_picture(result.report, draw=True, roomy=True)}}
    )


def _taken(desk: Desk, visitor: Visitor, ask: Ask) -> str:
    base = _base(ask)
    changes = to_take(base, read_form(desk.settings, base, ask), ask.facts)
    return edited(desk, visitor, ask.thread, changes, nothing=NOTHING)


def _base(ask: Ask) -> str:
    return chosen_start(ask.text("base"), examples(), ask.facts)


def _aloud(result: Workbench | None) -> str:
    return "A field needs a number." if result is None else result.signal
