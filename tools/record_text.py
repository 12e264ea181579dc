"""The decision record as Markdown, for people who were not in the conversation."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from tools.durations import day
from tools.facts import Fact, ProjectFacts
from tools.markup import bullets, linked, md, opened, table
from tools.money import usd
from tools.record import GUIDANCE, DecisionRecord
from tools.record_costs import costs_section, in_one_sentence
from tools.record_reasons import others, reasons
from tools.scenarios import NOW, OPEN, ScenarioTable
from tools.showing import percent, show
from tools.strategies import strategy_texts
from tools.versions import Versions
from tools.vocabulary import spec

THRESHOLDS = 8
_WHENCE = {
    "user": "said",
    "slider": "slider",
    "file": "given",
    "assumption": "assumed",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of the record: its text alternative, and the address of its file if there is one."""

    text: str
    link: str | None = None


def markdown(record: DecisionRecord, pictures: Mapping[str, Picture] | None = None) -> str:
    """The whole record as Markdown.

    `pictures` are charts by name (`ranking`, `tornado`, `costs`); one without a link is told in
    words. Nothing that a user, a file or a vendor wrote renders as markup, link or HTML.
    """
    shown = pictures or {}
    first = record.assessment.ranking[0].label
    sections = [
        ("", _head(record)),
        ("Decision", _decision(record)),
        ("What we know", _known(record.facts)),
        ("What we assume", _assumed(record)),
        (f"Why {md(first)}", reasons(record)),
        ("Why not the others", others(record, _picture(shown, "ranking"))),
        ("Costs", costs_section(record, _picture(shown, "costs"))),
        ("What would change the decision", _revisit(record, shown)),
        ("Next experiment", _experiment(record)),
        ("Roadmap", _roadmap(record)),
        ("What to measure", _metrics(record)),
        ("What-if scenarios", _scenarios(record.comparison)),
        ("Closest published results", _precedents(record)),
        ("Sources quoted", _quotes(record)),
        ("How this record was made", _origin(record)),
    ]
    parts = [f"## {head}\n\n{text}" if head else text for head, text in sections if text]
    return "\n\n".join(parts) + "\n"


def _head(record: DecisionRecord) -> str:
    return (
        f"# Decision record: {md(record.title or 'untitled project')}\n\n"
        f"**Question:** How should the language model be adapted for this project: "
        f"{md(_project(record.facts))}?  \n"
        f"**Date:** {day(record.made_on)}"
    )


def _project(facts: ProjectFacts) -> str:
    """The project in a line: its task and its volume, or whatever was told first."""
    told = [n for n in ("task", "monthly_requests") if n in facts] or list(facts.known)[:2]
    return ", ".join(_value(name, facts.known[name]) for name in told)


def _decision(record: DecisionRecord) -> str:
    found = record.assessment
    if found.nothing_left:
        return md(found.nothing_left)
    first, second = found.ranking[:2]
    stack = "".join(f" + {md(found.of(name).label)}" for name in found.complements)
    sure = f"**{md(first.label)}{stack}**, {percent(found.confidence)} sure"
    runner = f"{md(second.label)} at {second.score:.1f}"
    close = f"a close call with {runner}" if found.close_call else f"next is {runner}"
    lines = [f"{sure}. It scores {first.score:.1f} of 100; {close}. {md(first.summary)}"]
    lines += [f"{in_one_sentence(record)}"]
    lines += [f"> **Before you start:** {md(found.off_ramp.text)}"] if found.off_ramp else []
    lines += [f"> **Contradiction:** {md(row.text)}" for row in found.contradictions]
    return "\n\n".join(lines)


def _known(facts: ProjectFacts) -> str:
    rows = [
        (
            md(spec(name).label),
            md(_value(name, fact)),
            _WHENCE[fact.source] + (f": “{md(fact.quote)}”" if fact.quote else ""),
        )
        for name, fact in facts.known.items()
    ]
    return table(("Fact", "Value", "Source, in the user's own words"), rows)


def _value(name: str, fact: Fact) -> str:
    shown = show(name, fact.value)
    if not fact.ranged:
        return shown
    unit = " " + shown.partition(" ")[2]
    ends = [show(name, end or 0) for end in (fact.low, fact.high)]
    if all(end.endswith(unit) for end in ends):
        ends = [end.removesuffix(unit) for end in ends]
    return f"about {shown} ({' to '.join(ends)})"


def _assumed(record: DecisionRecord) -> str:
    cells = [(md(row.label), md(row.value)) for row in record.assessment.assumed]
    if not cells:
        return ""
    half = (len(cells) + 1) // 2
    rows = [
        (*one, *other) for one, other in zip_longest(cells[:half], cells[half:], fillvalue=("", ""))
    ]
    told = "Nobody has said these; the scores weigh all plausible values of each."
    return f"{told}\n\n{table(('Not known', 'Likeliest') * 2, rows)}"


def _picture(shown: Mapping[str, Picture], name: str) -> str:
    picture = shown.get(name)
    if picture is None:
        return ""
    text = md(picture.text)
    return f"*Chart: {text}*" if picture.link is None else f"![{text}](<{picture.link}>)"


def _revisit(record: DecisionRecord, shown: Mapping[str, Picture]) -> str:
    facts = [md(row.text) for row in record.triggers if row.on is None]
    rows = facts[:THRESHOLDS]
    if facts[THRESHOLDS:]:
        rows.append(f"{len(facts) - THRESHOLDS} more thresholds are in the record as JSON.")
    rows += [f"From {day(row.on)}: {md(row.text)}" for row in record.triggers if row.on]
    listed = "Look at it again in these cases:\n\n" + bullets(rows) if rows else ""
    return "\n\n".join(part for part in (listed, _picture(shown, "tornado")) if part)


def _experiment(record: DecisionRecord) -> str:
    if record.experiment is None:
        return "None: no single measurement is expected to change the decision."
    return opened(f"{md(record.experiment.text)} {md(record.experiment.why)}")


def _roadmap(record: DecisionRecord) -> str:
    found, told = record.assessment, record.experiment
    rows = [
        (
            step.when,
            "" if step.strategy is None else md(found.of(step.strategy).label),
            "The next experiment, above."
            if told and told.action in step.action
            else md(step.action),
            md(step.trigger),
        )
        for step in found.roadmap
    ]
    return table(("When", "Strategy", "Step", "Starts"), rows)


def _metrics(record: DecisionRecord) -> str:
    rows = [
        (md(row.measure), md(row.every), md(row.act), f"{md(row.why)} ({linked(row.source)})")
        for row in record.metrics
    ]
    return table(("Measure", "How often", "Act when", "Why"), rows)


def _scenarios(found: ScenarioTable | None) -> str:
    if found is None:
        return ""
    rows = []
    for column in found.columns:
        values = zip(found.facts, found.labels, column.values, strict=True)
        monthly = "" if column.monthly_usd is None else usd(column.monthly_usd)
        once = "" if column.one_off_usd is None else usd(column.one_off_usd)
        rows.append(
            (
                "as it is" if column.name == NOW else md(column.name),
                "; ".join(md(_phrase(*value)) for value in values),
                md(column.label) + (" (close call)" if column.close_call else ""),
                percent(column.confidence),
                monthly,
                once,
            )
        )
    heads = ("Scenario", "Facts", "First choice", "Sure", "A month", "Once")
    return table(heads, rows, right=(3, 4, 5))


def _phrase(name: str, label: str, shown: str) -> str:
    """A value that says itself what it counts, or else with the name of its fact."""
    counts = spec(name).numeric and shown[-1:].isalpha() and shown != OPEN
    return shown if counts else f"{label}: {shown}"


def _precedents(record: DecisionRecord) -> str:
    rows = []
    for row in record.precedents:
        worked = " + ".join(strategy_texts()[s].label for s in row.worked if s in strategy_texts())
        differs = f" Differs in: {md(', '.join(row.differs))}." if row.differs else ""
        rows.append(
            f"**{md(row.title)}** ({md(row.author)}, {row.year}, {linked(row.url)}): "
            f"{md(row.result)} What worked: {md(worked)}. "
            f"Alike in: {md(', '.join(row.alike))}.{differs}"
        )
    return bullets(rows)


def _quotes(record: DecisionRecord) -> str:
    rows = []
    for row in record.quotes:
        section = row.section.removeprefix(row.title).lstrip(" >›")
        by = ", ".join(str(part) for part in (row.author, row.year) if part)
        place = " › ".join(part for part in (row.title, section) if part)
        own = "" if row.collection == GUIDANCE else f"your own documents, {row.collection}"
        named = (md(place), md(by), md(own), linked(row.url))
        whence = ", ".join(part for part in named if part)
        rows.append(f"[{row.n}] “{md(row.quote)}” {whence}")
    return "\n\n".join(rows)


def _origin(record: DecisionRecord) -> str:
    made: Versions = record.versions
    checked = "" if made.prices_checked is None else f", checked {day(made.prices_checked)}"
    return (
        f"Computed by Steerwise {md(made.program)} from the facts above, with seed {record.seed}: "
        f"scoring data {md(made.advice)}, cost assumptions {md(made.costs)}, price table "
        f"{md(made.prices)}{checked}, {md(made.price_list)}. No figure comes from a language "
        f"model. The confidence is calibrated on past cases; it is no promise.\n\n"
        "`steerwise review record.json` computes it again and says what has changed since."
    )
