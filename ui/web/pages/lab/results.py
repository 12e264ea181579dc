"""The right side of the lab: who leads, the ranking, why it moved, and one strategy in full."""

from tools.lab import LabMove, Scenario
from tools.results import Assessment, Ranked
from tools.strategies import strategy_texts
from ui.web.pages.shapes import switch
from ui.web.ranking import flagged, inside
from ui.web.words import esc, extent, listed, points

STILL = 0.05  # points below which a score has not moved
SINCE = (("base", "since the start"), ("last", "by the last slider"))
HOW_TO_READ = "The bar is the fit, 0–100; the mark is where it stood before."


def results_html(
    found: Assessment,
    before: Assessment,
    move: LabMove,
    *,
    since: str,
    chosen: str,
    scenario: Scenario | None,
) -> str:
    """The whole right side: what is `found`, and what a `move` made of it.

    `since` says from when the move is told, `chosen` which strategy is open ("": the first), and
    `scenario` which one the sliders still are.
    """
    return (
        leader_html(found, scenario)
        + ranking_html(found, before, chosen or found.primary)
        + why_html(move, since)
        + inspector_html(found, before, chosen or found.primary)
    )


def leader_html(found: Assessment, scenario: Scenario | None) -> str:
    """Who leads, in one line, with what goes beside it."""
    first, second = found.ranking[:2]
    added = listed(found.of(name).label for name in found.complements)
    beside = f"with {added} beside it; " if added else ""
    close = f"a close call with {second.label}" if found.close_call else f"next is {second.label}"
    return (
        f'<section class="card lead" aria-labelledby="lab-lead"><h3 id="lab-lead">'
        f'<span>{esc(first.label)} leads</span> <b class="figure">{first.score:.1f}</b></h3>'
        f"<p>{esc(beside)}{esc(close)} at {second.score:.1f}.</p>"
        f"{_as_published(first, scenario)}</section>"
    )


def _as_published(first: Ranked, scenario: Scenario | None) -> str:
    shown = None if scenario is None else scenario.published
    if shown is None:
        return ""
    same = first.strategy == shown.strategy and f"{first.score:.1f}" == f"{shown.score:.1f}"
    return (
        f'<p class="check">{"✓ As published" if same else "Published"}: '
        f"{esc(strategy_texts()[shown.strategy].label)} first with {shown.score:.1f}.</p>"
    )


def ranking_html(found: Assessment, before: Assessment, chosen: str) -> str:
    """All strategies, best first, each a button that opens it beside the list."""
    places = {row.strategy: place for place, row in enumerate(before.ranking, start=1)}
    rows = "".join(
        _row(place, row, before.of(row.strategy), places[row.strategy], row.strategy == chosen)
        for place, row in enumerate(found.ranking, start=1)
    )
    return (
        '<section class="card card-rank" aria-labelledby="lab-rank"><h3 id="lab-rank">Ranking</h3>'
        f'<ol class="stack">{rows}</ol><p class="hint">{esc(HOW_TO_READ)}</p></section>'
    )


def _row(place: int, row: Ranked, old: Ranked, was: int, opened_one: bool) -> str:
    state, flag = flagged(row)
    gained = row.score - old.score
    tone = "" if abs(gained) < STILL else "up" if gained > 0 else "down"
    delta = points(gained) if tone else ""
    climbed = was - place
    step = f"up {climbed}" if climbed > 0 else f"down {-climbed}" if climbed else ""
    arrow = "" if not climbed else "▲" if climbed > 0 else "▼"
    return (
        f'<li><button type="button" class="row {state}" data-press="inspect" '
        f'data-value="{row.strategy}" data-focus="row-{row.strategy}" '
        f'aria-pressed="{"true" if opened_one else "false"}">'
        f'<span class="place">{place}<i class="{"up" if climbed > 0 else "down"}" '
        f'aria-hidden="true">{arrow}</i><span class="sr">{step}</span></span>'
        f'<span class="name">{esc(row.label)}{flag}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width:{extent(row.score)}"></i>'
        f'<u style="left:{extent(old.score)}"></u></span>'
        f'<span class="score"><span class="sr">score </span>{row.score:.1f}</span>'
        f'<span class="delta {tone}">{delta}</span></button></li>'
    )


def why_html(move: LabMove, since: str) -> str:
    """Why the ranking moved, slider by slider; the parts add up."""
    longest = max((abs(e.points) for e in move.effects), default=1.0) or 1.0
    rival = strategy_texts()[move.rival].label
    leader = strategy_texts()[move.leader_after].label
    rows = "".join(
        f'<li class="{"up" if e.points >= 0 else "down"}"><span class="what">{esc(_said(e.text))}'
        f'</span><span class="push" aria-hidden="true">'
        f'<i style="width:{50 * abs(e.points) / longest:.1f}%"></i></span>'
        f'<span class="points">{points(e.points)}</span></li>'
        for e in move.effects
    )
    total = (
        f'<p class="total">{esc(leader)} against {esc(rival)}<b>{points(move.gained)}</b></p>'
        if move.effects
        else ""
    )
    listed_rows = f'<ul class="contributions">{rows}</ul>' if rows else ""
    compared = switch(SINCE, since, name="since", act="since", label="Compared with")
    return (
        '<section class="card card-why" aria-labelledby="lab-why">'
        f'<h3 id="lab-why">Why it moved</h3>{compared}'
        f"<p>{esc(_short(move))}</p>{listed_rows}{total}</section>"
    )


def _said(text: str) -> str:
    """A slider's part without its points, which stand beside it."""
    return text.rpartition(" (")[0] or text


def _short(move: LabMove) -> str:
    if not move.effects:
        return "Nothing has moved yet: pull a slider."
    return move.text.partition(":")[0].rstrip(".") + "."


def inspector_html(found: Assessment, before: Assessment, chosen: str) -> str:
    """One strategy in full: where its points come from, gates, where it wins, its caution."""
    row = found.of(chosen)
    gained = row.score - before.of(row.strategy).score
    moved_by = f", {points(gained)} since" if abs(gained) >= STILL else ""
    return (
        '<section class="card card-inspect" aria-labelledby="lab-inspect">'
        f'<h3 id="lab-inspect">{esc(row.label)}<span class="aside">{row.score:.1f} of 100'
        f"{moved_by}</span></h3>{inside(row)}</section>"
    )
