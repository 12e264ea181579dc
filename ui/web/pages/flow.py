"""The published decision flow with a project's path lit, beside what the engine says."""

from collections.abc import Mapping
from typing import Any

from tools.facts import ProjectFacts, spec
from tools.flowchart import ChartWalk, answered, follow_chart, why_differ
from tools.references import ChartQuestion, references
from tools.results import Assessment
from tools.scoring import assess
from tools.showing import show
from tools.strategies import strategy_texts
from ui.web.browser import Visitor
from ui.web.pages.asking import GONE, Answer, Ask
from ui.web.pages.desk import Desk, Going, edited, lay_out
from ui.web.pages.diagram import Box, diagram
from ui.web.pages.fields import notice, take
from ui.web.ranking import headline
from ui.web.words import esc, linked, sentence, share, sureness

TITLE = "Flow chart"
INTRO = (
    "Four questions that practitioners publish as a rule of thumb. Your path is lit; beside it "
    "stands what the engine says, and why the two may differ."
)
NOTHING = "No answer here differs from what your project says, so there is nothing to take."
ANSWERS = (("yes", "Yes"), ("no", "No"), ("open", "Don’t know"))
_MEANS = {"yes": True, "no": False, "open": None}


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


# What happens


def opened(ask: Ask, *, seed: int) -> Answer:
    """The whole page, with the project's answers where it has any."""
    note = notice(GONE, "warn") if ask.missing else ""
    parts, said = _drawn(ask.facts, ask.facts, seed)
    page = (
        f'{note}<div class="bench"><div class="controls" id="questions">'
        f'{questions_html(ask.facts, ask.facts)}</div><div class="results flow">'
        f'<section class="card card-chart" aria-labelledby="flow-chart"><h3 id="flow-chart">'
        f'The published chart</h3><div id="chart">{parts["chart"]}</div></section>'
        f'<div id="beside" class="around">{parts["beside"]}</div></div></div>'
    )
    return {"page": page, "said": said}


def moved(ask: Ask, *, seed: int) -> Answer:
    """What another answer changes."""
    facts = ask.facts if ask.act == "again" else with_answers(ask.facts, ask.form)
    parts, said = _drawn(facts, ask.facts, seed)
    if ask.act == "again":
        parts["questions"] = questions_html(facts, ask.facts)
    else:
        parts |= {f"means-{row.fact}": means_html(row, facts) for row in _steps()}
    return {"parts": parts, "said": said}


def _drawn(facts: ProjectFacts, project: ProjectFacts, seed: int) -> tuple[dict[str, str], str]:
    walk, found = follow_chart(facts), assess(facts, seed=seed)
    differing = tuple(why_differ(walk, found, facts))
    chart = strategy_texts()[walk.strategy].label
    said = f"The chart says {chart}, the engine {found.ranking[0].label}."
    return {
        "chart": chart_html(walk, facts),
        "beside": beside_html(walk, found, differing, known=bool(facts.known)),
        "taking": taking_html(facts, project),
    }, said


def with_answers(facts: ProjectFacts, form: Mapping[str, Any]) -> ProjectFacts:
    """What is known once the answers of the form replace those of the project."""
    given = {row.fact: form.get(f"answer:{row.fact}") for row in _steps()}
    return answered(facts, {name: _MEANS[word] for name, word in given.items() if word in _MEANS})


def _taken(desk: Desk, visitor: Visitor, ask: Ask) -> str:
    changes = to_take(with_answers(ask.facts, ask.form), ask.facts)
    return edited(desk.advisor, visitor, ask.thread, Going(changes, "flow", NOTHING))


def to_take(facts: ProjectFacts, project: ProjectFacts) -> dict[str, Any]:
    """The answers that differ from what the project says; None for one that was taken back."""
    names = [row.fact for row in _steps()]
    differing = [n for n in names if facts.known.get(n) != project.known.get(n)]
    return {n: facts.known.get(n) for n in differing}


def _steps() -> tuple[ChartQuestion, ...]:
    return references().flowchart.steps


# What it looks like


def questions_html(facts: ProjectFacts, project: ProjectFacts) -> str:
    """The four questions, each to be answered with a click."""
    rows = "".join(_question(n, row, facts) for n, row in enumerate(_steps(), start=1))
    again = (
        '<button type="button" class="plain" data-press="again">Back to my project</button>'
        if project.known
        else ""
    )
    return (
        f'<div class="sliders">{rows}{again}</div>'
        f'<div id="taking">{taking_html(facts, project)}</div>'
    )


def _question(number: int, row: ChartQuestion, facts: ProjectFacts) -> str:
    word = "open"
    if row.fact in facts:
        word = "yes" if row.holds(facts.value(row.fact)) else "no"
    options = "".join(
        f'<label><input type="radio" id="answer-{row.fact}-{key}" name="answer:{row.fact}" '
        f'value="{key}" data-act="answer"{" checked" if key == word else ""}>'
        f"<span>{label}</span></label>"
        for key, label in ANSWERS
    )
    return (
        f'<fieldset class="question"><legend><b>{number}</b> {esc(row.question)}</legend>'
        f'<div class="switch">{options}</div>'
        f'<p class="note" id="means-{row.fact}">{means_html(row, facts)}</p></fieldset>'
    )


def means_html(row: ChartQuestion, facts: ProjectFacts) -> str:
    """What the answer stands for, in the project's own words where there are any."""
    fact = facts.known.get(row.fact)
    if fact is None:
        return "Not known, which the chart counts as a no."
    if fact.quote:
        return f"{esc(show(row.fact, fact.value))}: “{esc(fact.quote)}”"
    if fact.ranged:
        low, high = show(row.fact, fact.low), show(row.fact, fact.high)
        return f"taken as {esc(low)} to {esc(high)}"
    return esc(show(row.fact, fact.value))


def taking_html(facts: ProjectFacts, project: ProjectFacts) -> str:
    """The button into the chat, and what it sets there."""
    found = to_take(facts, project)
    names = ", ".join(spec(name).label for name in found)
    note = f"Sets {names} as answered here." if names else "Answer a question first."
    return take("Take into the chat", note, able=bool(found))


def chart_html(walk: ChartWalk, facts: ProjectFacts) -> str:
    """The chart as a picture, lit where the path goes, with its source."""
    taken = {step.fact: step for step in walk.steps}
    boxes = []
    for row in _steps():
        step = taken.get(row.fact)
        answer = None if step is None else step.answer
        told = ""
        if step is not None:
            told = _told(row.fact, facts) if step.known else "not known"
        boxes.append(Box(row.question, told, answer, strategy_texts()[row.on_no].label))
    last = _steps()[-1].on_yes or walk.strategy
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
