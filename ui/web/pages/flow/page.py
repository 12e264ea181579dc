"""What happens on the page of the flow chart: it opens, a question is answered, or taken back."""

from tools.facts import ProjectFacts
from tools.flowchart import follow_chart, why_differ
from tools.scoring import assess
from tools.strategies import strategy_texts
from ui.web.browser import Visitor
from ui.web.pages.asking import Answer, Ask
from ui.web.pages.desk import Desk, edited, lay_out
from ui.web.pages.flow.answers import steps, to_take, with_answers
from ui.web.pages.flow.controls import controls_html, means_html, taking_html
from ui.web.pages.flow.results import beside_html, chart_html, results_html
from ui.web.pages.shapes import two_sides

TITLE = "Flow chart"
INTRO = (
    "Four questions that practitioners publish as a rule of thumb. Your path is lit; beside it "
    "stands what the engine says, and why the two may differ."
)
NOTHING = "No answer here differs from what your project says, so there is nothing to take."


def flow_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(ask, seed=desk.settings.seed),
        moved=lambda ask: moved(ask, seed=desk.settings.seed),
        taken=lambda visitor, ask: _taken(desk, visitor, ask),
    )


def opened(ask: Ask, *, seed: int) -> Answer:
    """The whole page, with the project's answers where it has any."""
    parts, said = _drawn(ask.facts, seed)
    controls = controls_html(ask.facts, ask.facts)
    return {"page": two_sides(ask, controls, results_html(**parts), look="flow"), "said": said}


def moved(ask: Ask, *, seed: int) -> Answer:
    """What another answer changes."""
    again = ask.act == "again"
    facts = ask.facts if again else with_answers(ask.facts, ask.form)
    parts, said = _drawn(facts, seed)
    if again:
        parts["controls"] = controls_html(facts, ask.facts)
    else:
        parts |= {f"means-{row.fact}": means_html(row, facts) for row in steps()}
        parts["taking"] = taking_html(to_take(facts, ask.facts))
    return {"parts": parts, "said": said}


def _drawn(facts: ProjectFacts, seed: int) -> tuple[dict[str, str], str]:
    """The parts of the right side, and the sentence that is read aloud."""
    walk, found = follow_chart(facts), assess(facts, seed=seed)
    differing = tuple(why_differ(walk, found, facts))
    chart = strategy_texts()[walk.strategy].label
    parts = {
        "chart": chart_html(walk, facts),
        "beside": beside_html(walk, found, differing, known=bool(facts.known)),
    }
    return parts, f"The chart says {chart}, the engine {found.ranking[0].label}."


def _taken(desk: Desk, visitor: Visitor, ask: Ask) -> str:
    changes = to_take(with_answers(ask.facts, ask.form), ask.facts)
    return edited(desk, visitor, ask.thread, changes, nothing=NOTHING)
