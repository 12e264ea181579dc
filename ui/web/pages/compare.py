"""Strategies, or a project and its named what-ifs, side by side, to read and to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agent.settings import Settings
from tools.comparison import compare
from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import STRATEGIES, ProjectFacts
from tools.money import about
from tools.results import Assessment, CostReport, Ranked
from tools.scenarios import NOW, Scenario, ScenarioColumn, compare_scenarios
from tools.scoring import assess
from tools.strategies import strategy_texts
from ui.web.pages.asking import GONE, Answer, Ask
from ui.web.pages.desk import Desk, lay_out
from ui.web.pages.fields import capital, notice, tick
from ui.web.words import esc, number, points, sentence, share

TITLE = "Compare"
INTRO = (
    "Two or more ways to go, or your project and its what-ifs, side by side. Print it for a "
    "meeting."
)
DIFFERING = 6  # criteria shown, those that set the columns apart most
LEAST = 0.3  # points below which a difference is no reason
NO_SCENARIO = (
    "No what-if has a name yet. In the chat, ask “what if we had 500 examples?” and then say “call "
    "that lean”: it stands here beside the project."
)
NO_PROJECT = "No project is open, so this compares the strategies for a typical one."
TOO_FEW = "Tick two or more to compare them."


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what it is, a cell of safe HTML for each column, and the best ones."""

    label: str
    cells: tuple[str, ...]
    best: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, under a title."""

    title: str
    lines: tuple[Line, ...]


def compare_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=lambda ask: opened(desk.settings, ask),
        moved=lambda ask: moved(desk.settings, ask),
    )


# What happens


def opened(settings: Settings, ask: Ask) -> Answer:
    """The whole page: the first two strategies, or the project beside its what-ifs."""
    found = assess(ask.facts, seed=settings.seed)
    named = () if ask.project is None else ask.project.scenarios
    kind = "scenarios" if named else "strategies"
    chosen = tuple(row.strategy for row in found.ranking[:3])
    worlds = (NOW, *(row.name for row in named))
    note = notice(GONE, "warn") if ask.missing else ""
    if not ask.facts.known and not ask.missing:
        note = notice(NO_PROJECT)
    table, said = _table(settings, ask.facts, named, kind, chosen, worlds, found)
    return {
        "page": f'{note}<div class="bench"><div class="controls" id="controls">'
        f"{controls_html(found, named, kind, chosen, worlds)}</div>"
        f'<div class="results" id="results">{table}</div></div>',
        "said": said,
    }


def moved(settings: Settings, ask: Ask) -> Answer:
    """What another tick changes."""
    found = assess(ask.facts, seed=settings.seed)
    named = () if ask.project is None else ask.project.scenarios
    kind = "scenarios" if ask.text("kind") == "scenarios" else "strategies"
    chosen = tuple(name for name in ask.chosen("strategy") if name in STRATEGIES)
    worlds = ask.chosen("scenario")
    table, said = _table(settings, ask.facts, named, kind, chosen, worlds, found)
    return {"parts": {"results": table}, "said": said}


def _table(
    settings: Settings,
    facts: ProjectFacts,
    named: Sequence[Scenario],
    kind: str,
    chosen: Sequence[str],
    worlds: Sequence[str],
    found: Assessment,
) -> tuple[str, str]:
    if kind == "scenarios":
        if not named:
            return empty_html(NO_SCENARIO), NO_SCENARIO
        return _scenarios(settings, facts, [w for w in named if w.name in worlds], NOW in worlds)
    if len(chosen) < 2:
        return empty_html(TOO_FEW), TOO_FEW
    return _strategies(settings, facts, [n for n in STRATEGIES if n in chosen], found)


def _strategies(
    settings: Settings, facts: ProjectFacts, chosen: Sequence[str], found: Assessment
) -> tuple[str, str]:
    ordered = sorted(chosen, key=lambda name: -found.of(name).score)
    told = compare(found, ordered)
    reports = {name: _priced(settings, facts, name) for name in ordered}
    rows = [found.of(name) for name in ordered]
    horizon = settings.horizon_months
    blocks = (
        Block("How well it fits", fit_lines(rows)),
        Block(f"What it costs, over {horizon} months", cost_lines(rows, reports)),
        Block("What sets them apart, in points", apart_lines([r.contributions for r in rows])),
        Block("What stands in the way", (Line("Gates", tuple(map(_gates, rows))),)),
        Block(
            "What it asks of you",
            tuple(
                Line(capital(row.criterion), tuple(esc(capital(v)) for v in row.values))
                for row in told.rows
                if row.criterion != "score here"
            ),
        ),
    )
    return table_html(told.labels, blocks, told.because), told.because


def _scenarios(
    settings: Settings, facts: ProjectFacts, worlds: Sequence[Scenario], with_now: bool
) -> tuple[str, str]:
    if len(worlds) + with_now < 2:
        return empty_html(TOO_FEW), TOO_FEW
    table = compare_scenarios(facts, worlds, **settings.costing)
    columns = table.columns if with_now else table.columns[1:]
    places = [table.columns.index(column) for column in columns]
    lives = [Scenario(NOW, ProjectFacts()), *worlds]
    found = [
        assess(facts.with_facts(lives[place].changes.known), seed=settings.seed) for place in places
    ]
    first = table.columns[0].strategy
    leaders = [one.of(first) for one in found]
    label = strategy_texts()[first].label
    changed = tuple(
        Line(capital(table.labels[n]), tuple(esc(column.values[n]) for column in columns))
        for n in range(len(table.labels))
    )
    blocks = (
        Block("What differs", changed),
        Block("What follows", outcome_lines(columns)),
        Block(f"What it costs, over {table.horizon_months} months", _scenario_costs(columns)),
        Block(
            f"What moves {label}, in points", apart_lines([row.contributions for row in leaders])
        ),
        Block(
            "What stands in the way",
            (Line(f"Gates of {label}", tuple(map(_gates, leaders))),),
        ),
    )
    heads = tuple("As it is" if c.name == NOW else c.name for c in columns)
    leads = dict.fromkeys(column.label for column in columns)
    because = (
        f"{next(iter(leads))} leads in all of them."
        if len(leads) == 1
        else f"The first choice changes: {', '.join(leads)}."
    )
    return table_html(heads, blocks, because), because


def _priced(settings: Settings, facts: ProjectFacts, strategy: str) -> CostReport | None:
    try:
        costing = settings.costing
        return estimate_costs(
            facts,
            strategy=strategy,
            horizon_months=costing["horizon_months"],
            as_of=costing["as_of"],
            table=costing["table"],
        )
    except InvalidInput:
        return None


# What it looks like


def controls_html(
    found: Assessment,
    named: Sequence[Scenario],
    kind: str,
    chosen: Sequence[str],
    worlds: Sequence[str],
) -> str:
    """What to compare: strategies by their scores, or scenarios by their names."""
    kinds = (("strategies", "Strategies"), ("scenarios", "What-ifs"))
    switch = "".join(
        f'<label><input type="radio" name="kind" id="kind-{key}" value="{key}" data-act="kind"'
        f"{' checked' if key == kind else ''}><span>{label}</span></label>"
        for key, label in kinds
    )
    strategies = "".join(
        tick(
            "strategy",
            row.strategy,
            row.label,
            chosen=row.strategy in chosen,
            note=f"{row.score:.1f}",
        )
        for row in found.ranking
    )
    names = [(NOW, "The project as it is"), *((row.name, row.name) for row in named)]
    scenarios = (
        "".join(tick("scenario", key, text, chosen=key in worlds) for key, text in names)
        if named
        else f'<p class="note">{esc(NO_SCENARIO)}</p>'
    )
    return (
        '<div class="sliders ticks"><div class="switch" role="radiogroup" '
        f'aria-label="Compare">{switch}</div>'
        f'<fieldset class="of-strategies"><legend>Strategies</legend>{strategies}</fieldset>'
        f'<fieldset class="of-scenarios"><legend>What-ifs</legend>{scenarios}</fieldset></div>'
        '<button type="button" class="plain noprint" data-print>Print this page</button>'
    )


def empty_html(text: str) -> str:
    """What stands in place of a table."""
    return f'<section class="card empty-side"><p>{esc(text)}</p></section>'


def table_html(heads: Sequence[str], blocks: Sequence[Block], because: str) -> str:
    """The columns side by side."""
    top = "".join(f'<th scope="col">{esc(head)}</th>' for head in heads)
    body = "".join(_block(block, len(heads)) for block in blocks if block.lines)
    return (
        '<section class="card card-side" aria-labelledby="side-by-side">'
        f'<h3 id="side-by-side">{esc(sentence(because))}</h3>'
        '<div class="scroll" tabindex="0" role="region" aria-label="Side by side">'
        f'<table class="beside"><thead><tr><td></td>{top}</tr></thead>{body}</table></div>'
        "</section>"
    )


def _block(block: Block, columns: int) -> str:
    rows = "".join(_line(line) for line in block.lines)
    return (
        f'<tbody><tr class="title"><th scope="rowgroup" colspan="{columns + 1}">'
        f"{esc(block.title)}</th></tr>{rows}</tbody>"
    )


def _line(line: Line) -> str:
    cells = "".join(
        f'<td class="best">{cell}<span class="sr"> (best)</span></td>'
        if n in line.best
        else f"<td>{cell}</td>"
        for n, cell in enumerate(line.cells)
    )
    return f'<tr><th scope="row">{esc(line.label)}</th>{cells}</tr>'


def fit_lines(rows: Sequence[Ranked]) -> tuple[Line, ...]:
    """Score and chance of the strategies."""
    return (
        Line(
            "Score, of 100",
            tuple(_bar(row.score) for row in rows),
            _best([row.score for row in rows]),
        ),
        Line("Likely the best", tuple(share(row.probability) for row in rows)),
        Line("Wins when", tuple(esc(row.wins) for row in rows)),
        Line("Watch out", tuple(esc(row.caution) for row in rows)),
    )


def cost_lines(
    rows: Sequence[Ranked], reports: Mapping[str, CostReport | None]
) -> tuple[Line, ...]:
    """What each strategy costs beside the plain prompt."""
    plans = [None if (r := reports[row.strategy]) is None else r.plans[-1] for row in rows]

    def line(label: str, value: Any) -> Line:
        amounts = [None if plan is None else value(plan) for plan in plans]
        cells = tuple("–" if usd is None else _about(usd) for usd in amounts)
        return Line(label, cells, _best([None if usd is None else -usd for usd in amounts]))

    return (
        line("A month", lambda plan: plan.monthly_usd),
        line("Once", lambda plan: plan.one_off_usd),
        line("In total", lambda plan: plan.total_usd),
        Line("Pays back", tuple(_pays_back(reports[row.strategy]) for row in rows)),
    )


def _about(usd: Any) -> str:
    return about(usd).replace("-", "−")


def _pays_back(report: CostReport | None) -> str:
    if report is None or len(report.plans) < 2:
        return "–"
    if report.break_even_months is None:
        why = report.never_because
        return "never" + (f"<small>{esc(sentence(why))}</small>" if why else "")
    return f"after {number(report.break_even_months)} months"


def outcome_lines(columns: Sequence[ScenarioColumn]) -> tuple[Line, ...]:
    """Who leads in each scenario, and how surely."""
    scores = [column.score for column in columns]
    return (
        Line(
            "First choice",
            tuple(esc(c.label) + (" (a close call)" if c.close_call else "") for c in columns),
        ),
        Line("Its score, of 100", tuple(_bar(score) for score in scores), _best(scores)),
        Line("Likely the best", tuple(share(c.probability) for c in columns)),
        Line("How sure", tuple(share(c.confidence) for c in columns)),
    )


def _scenario_costs(columns: Sequence[ScenarioColumn]) -> tuple[Line, ...]:
    def line(label: str, amounts: Sequence[Any]) -> Line:
        cells = tuple("–" if usd is None else _about(usd) for usd in amounts)
        return Line(label, cells, _best([None if usd is None else -usd for usd in amounts]))

    def back(column: ScenarioColumn) -> str:
        if column.break_even_months is not None:
            return f"after {number(column.break_even_months)} months"
        why = column.never_because
        return f"never<small>{esc(sentence(why))}</small>" if why else "–"

    return (
        line("A month", [c.monthly_usd for c in columns]),
        line("Once", [c.one_off_usd for c in columns]),
        line("In total", [c.total_usd for c in columns]),
        Line("Pays back", tuple(map(back, columns))),
    )


def apart_lines(contributions: Sequence[Sequence[Any]]) -> tuple[Line, ...]:
    """The criteria in which the columns differ most, with their points in each."""
    labels: dict[str, str] = {}
    values: list[dict[str, float]] = []
    for rows in contributions:
        values.append({row.key: row.points for row in rows})
        labels |= {row.key: row.label for row in rows}
    spread = {
        key: max(v.get(key, 0.0) for v in values) - min(v.get(key, 0.0) for v in values)
        for key in labels
    }
    widest = sorted((k for k in spread if spread[k] >= LEAST), key=lambda key: -spread[key])
    lines = []
    for key in widest[:DIFFERING]:
        row = [v.get(key, 0.0) for v in values]
        cells = tuple(f'<span class="{_tone(v)}">{points(v)}</span>' for v in row)
        lines.append(Line(capital(labels[key]), cells))
    return tuple(lines) or (Line("All criteria", ("the same",) * len(values)),)


def _tone(value: float) -> str:
    return "gain" if value > 0 else "loss" if value < 0 else ""


def _gates(row: Ranked) -> str:
    if not row.gates:
        return "None"
    return "".join(
        f'<p class="{"loss" if gate.blocks else "care"}">{esc(gate.text)}</p>' for gate in row.gates
    )


def _bar(score: float) -> str:
    return (
        f'<b>{score:.1f}</b><span class="bar" aria-hidden="true">'
        f'<i style="width:{min(100.0, max(0.0, score)):.1f}%"></i></span>'
    )


def _best(values: Sequence[Any]) -> frozenset[int]:
    """The places of the highest value; none where all are the same."""
    known = [value for value in values if value is not None]
    if len(known) < 2 or min(known) == max(known):
        return frozenset()
    return frozenset(n for n, value in enumerate(values) if value == max(known))
