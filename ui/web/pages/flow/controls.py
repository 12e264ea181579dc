"""The left side of the flow chart: questions to answer by a click, and the way into the chat."""

from collections.abc import Iterable

from tools.facts import ProjectFacts
from tools.references import ChartQuestion
from tools.showing import show
from tools.vocabulary import spec
from ui.web.pages.flow.answers import steps, to_take
from ui.web.pages.shapes import switch, take
from ui.web.words import esc

ANSWERS = (("yes", "Yes"), ("no", "No"), ("open", "Don’t know"))


def controls_html(facts: ProjectFacts, project: ProjectFacts) -> str:
    """The whole left side: `facts` as answered here, over those of the `project`."""
    rows = "".join(_question(n, row, facts) for n, row in enumerate(steps(), start=1))
    again = (
        '<button type="button" class="plain" data-press="again">Back to my project</button>'
        if project.known
        else ""
    )
    return (
        f'<div class="sliders">{rows}{again}</div>'
        f'<div id="taking">{taking_html(to_take(facts, project))}</div>'
    )


def _question(number: int, row: ChartQuestion, facts: ProjectFacts) -> str:
    word = "open"
    if row.fact in facts:
        word = "yes" if row.holds(facts.value(row.fact)) else "no"
    options = switch(
        ANSWERS, word, name=f"answer:{row.fact}", act="answer", key=f"answer-{row.fact}"
    )
    return (
        f'<fieldset class="question"><legend><b>{number}</b> {esc(row.question)}</legend>{options}'
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


def taking_html(names: Iterable[str]) -> str:
    """The button into the chat, and which facts it sets there."""
    listed = ", ".join(spec(name).label for name in names)
    note = f"Sets {listed} as answered here." if listed else "Answer a question first."
    return take(note, able=bool(listed))
