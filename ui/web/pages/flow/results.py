"""The right side of the flow chart: the path lit, both verdicts, and why they differ."""

from tools.facts import ProjectFacts
from tools.flowchart import ChartWalk
from tools.references import references
from tools.results import Assessment
from tools.showing import show
from tools.strategies import strategy_texts
from ui.web.pages.flow.answers import steps
from ui.web.pages.flow.diagram import Box, diagram
from ui.web.ranking import headline
from ui.web.words import esc, linked, sentence, share, sureness


def results_html(chart: str, beside: str) -> str:
    """The whole right side."""
    return (
        '<section class="card card-chart" aria-labelledby="flow-chart"><h3 id="flow-chart">'
        f'The published chart</h3><div id="chart">{chart}</div></section>'
        f'<div id="beside" class="around">{beside}</div>'
    )


def chart_html(walk: ChartWalk, facts: ProjectFacts) -> str:
    """The chart as a picture, lit where the path goes, with its source."""
    taken = {step.fact: step for step in walk.steps}
    boxes = []
    for row in steps():
        step = taken.get(row.fact)
        answer = None if step is None else step.answer
        told = ""
        if step is not None:
            told = _told(row.fact, facts) if step.known else "not known"
        boxes.append(Box(row.question, told, answer, strategy_texts()[row.on_no].label))
    last = steps()[-1].on_yes or walk.strategy
    text = " ".join(step.text for step in walk.steps)
    end = strategy_texts()[walk.strategy].label
    return (
        f"{diagram(boxes, strategy_texts()[last].label, f'{text} So the chart says {end}.')}"
        f'<p class="hint">Source: {linked(references().flowchart.source)}.</p>'
    )


def _told(name: str, facts: ProjectFacts) -> str:
    """The value of a fact; a bare answer, which stands for a range, as that answer."""
    fact = facts.known[name]
    return "as answered" if fact.source == "assumption" else show(name, fact.value)


def beside_html(
    walk: ChartWalk, found: Assessment, differing: tuple[str, ...], *, known: bool
) -> str:
    """What the chart says, what the engine says, and why they differ."""
    chart = strategy_texts()[walk.strategy].label
    same = walk.strategy == found.primary
    sure = sureness(found.confidence, close_call=found.close_call)
    rows = "".join(f"<li>{esc(sentence(text))}</li>" for text in differing)
    title = "They agree, and the engine has more reasons" if same else "Why they differ"
    nothing = (
        '<p class="because">Nothing is known yet, so the engine knows only what most projects are '
        "like.</p>"
        if not known
        else ""
    )
    return (
        '<section class="card says" aria-labelledby="flow-says"><h3 id="flow-says">The chart says'
        f'</h3><p class="big">{esc(chart)}</p><p class="because">{esc(sentence(walk.because))}</p>'
        "<h3>The engine says</h3>"
        f'<p class="big accent">{esc(headline(found))}</p><p class="because">{sure}: '
        f"{esc(share(found.confidence))} sure.</p>{nothing}</section>"
        '<section class="card" aria-labelledby="flow-differ">'
        f'<h3 id="flow-differ">{title}</h3><ul class="dots">{rows}</ul></section>'
    )
