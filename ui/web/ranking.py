"""The strategy part of the board: verdict, ranking, roadmap, what would change it."""

from collections.abc import Sequence

from tools.advice import advice
from tools.results import Assessment, Contribution, Flip, Gate, Profile, Ranked, RoadmapStep
from ui.web.cards import card, fold, hint
from ui.web.pictures import tornado_picture
from ui.web.words import esc, extent, linked, number, plural, points, share, sureness

START = "base"  # the contribution that all strategies share
LARGE = 1.0  # points; what is smaller is folded away
VISIBLE = 0.05
NEAREST = 4  # changes that are shown at once
HARDLY_EVER = 0.05  # a chance below which a second place needs an explanation
HOW_TO_READ = (
    "The bar is the fit, 0–100. The percentage is its chance of being the best of all, with "
    "everything still unknown varied; what is as good within {near} points counts only above, in "
    "how sure the advice is."
)
_RAMPS = {
    "build_evaluation": "Before you start",
    "no_llm_needed": "Do you need a model",
    "not_enough_known": "Still early",
    "target_met": "Good enough already",
}
_WHEN = {"now": "Now", "next": "Next", "later": "Later"}


def verdict(assessment: Assessment) -> str:
    """The recommendation in one sentence, how sure it is, and what speaks against haste."""
    if assessment.nothing_left:
        return (
            '<section class="card verdict" aria-labelledby="card-verdict">'
            '<h2 id="card-verdict">Recommendation</h2>'
            f'<p class="headline">{esc(assessment.nothing_left)}</p></section>'
        )
    confidence = assessment.confidence
    words, percent = sureness(confidence, close_call=assessment.close_call), share(confidence)
    notes = [_note("warn", "These don’t fit together", c.text) for c in assessment.contradictions]
    if assessment.off_ramp is not None:
        notes.append(_note("care", _RAMPS[assessment.off_ramp.key], assessment.off_ramp.text))
    return (
        '<section class="card verdict" aria-labelledby="card-verdict">'
        '<h2 id="card-verdict">Recommendation</h2>'
        f'<p class="headline">{esc(headline(assessment))}</p>'
        f'<p class="gist">{esc(assessment.of(assessment.primary).summary)}</p>'
        f'<div class="sure"><div class="meter" role="meter" aria-label="Confidence" '
        f'aria-valuemin="0" aria-valuemax="100" aria-valuenow="{round(confidence * 100)}" '
        f'aria-valuetext="{words}, {esc(percent)}"><i style="width:{confidence:.1%}"></i></div>'
        f"<p><b>{words}</b>{esc(percent)} sure that this is the right start: the best, or within "
        f"{_near()} points of it</p></div>"
        f"{_reasons(assessment)}{''.join(notes)}</section>"
    )


def _near() -> str:
    """How many points count as being as good."""
    return number(advice().closeness.near_points)


def headline(assessment: Assessment) -> str:
    """Name the stack in one sentence, or say that nothing is left to advise."""
    if assessment.nothing_left:
        return assessment.nothing_left
    more = [assessment.of(name).label for name in assessment.complements]
    listed = ", plus ".join(filter(None, (", ".join(more[:-1]), *more[-1:])))
    lead = f"Start with {assessment.of(assessment.primary).label}"
    return f"{lead}, and add {listed}." if listed else f"{lead}."


def _reasons(assessment: Assessment) -> str:
    columns = (
        ("pro", "For", assessment.reasons_for),
        ("con", "Against", assessment.reasons_against),
    )
    shown = "".join(
        f'<div class="reasons {key}"><h3>{title}</h3><ul>'
        + "".join(f"<li>{esc(reason)}</li>" for reason in reasons)
        + "</ul></div>"
        for key, title, reasons in columns
        if reasons
    )
    return f'<div class="reasons-grid">{shown}</div>' if shown else ""


def _note(kind: str, title: str, text: str) -> str:
    return f'<p class="callout {kind}"><b>{esc(title)}:</b> {esc(text)}</p>'


def ranking(assessment: Assessment) -> str:
    """All strategies as bars, best first; each opens to why it stands there."""
    rows = "".join(_row(i, ranked) for i, ranked in enumerate(assessment.ranking, start=1))
    how = hint(HOW_TO_READ.format(near=_near()))
    body = f'{how}<ol class="ranking">{rows}</ol>{_shadowed(assessment)}'
    return card("ranking", "All eight strategies", body)


def _shadowed(assessment: Assessment) -> str:
    """Say it where the second by score is hardly ever the best: percentages confuse there."""
    if len(assessment.ranking) < 2:
        return ""
    first, second = assessment.ranking[:2]
    if second.probability > HARDLY_EVER or first.probability < 1 / 2:
        return ""
    return (
        f'<p class="because">{esc(second.label)} scores second, yet is the best in only '
        f"{esc(share(second.probability))}: where it does well, {esc(first.label)} does better."
        "</p>"
    )


def _row(place: int, ranked: Ranked) -> str:
    state, flag = flagged(ranked)
    likely = esc(share(ranked.probability))
    return (
        f'<li><details class="option {state}" data-key="option-{esc(ranked.strategy)}"><summary>'
        f'<span class="place" aria-hidden="true">{place}</span>'
        f'<span class="name">{esc(ranked.label)}{flag}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width:{extent(ranked.score)}"></i></span>'
        f'<span class="score"><span class="sr">score </span>{ranked.score:.1f}</span>'
        f'<span class="likely">{likely}<span class="sr"> likely best</span></span>'
        f'</summary><div class="folded">{inside(ranked)}</div></details></li>'
    )


def flagged(ranked: Ranked) -> tuple[str, str]:
    """Whether gates block a strategy or limit it: the word, and its mark beside the name."""
    if not ranked.gates:
        return "", ""
    state = "blocked" if any(gate.blocks for gate in ranked.gates) else "limited"
    return state, f'<span class="flag">{state}</span>'


def inside(ranked: Ranked) -> str:
    """What a strategy opens to: gates, where it wins, its caution, the points, its profile."""
    return (
        f'<p class="lead-in">{esc(ranked.summary)}</p>'
        f"{_gates(ranked.gates)}{_rarely_ahead(ranked.note)}"
        f'<dl class="pair"><div><dt>Wins when</dt><dd>{esc(ranked.wins)}</dd></div>'
        f"<div><dt>Watch out</dt><dd>{esc(ranked.caution)}</dd></div></dl>"
        f"{_contributions(ranked.strategy, ranked.contributions)}{_profile(ranked.profile)}"
    )


def _gates(gates: Sequence[Gate]) -> str:
    return "".join(
        f'<p class="callout {"warn" if gate.blocks else "care"}">{esc(gate.text)}</p>'
        for gate in gates
    )


def _rarely_ahead(note: str) -> str:
    return f'<p class="callout care">{esc(note)}</p>' if note else ""


def _contributions(strategy: str, rows: Sequence[Contribution]) -> str:
    moving = sorted((r for r in rows if r.key != START), key=lambda row: -abs(row.points))
    longest = max((abs(row.points) for row in moving), default=1.0) or 1.0
    large = [row for row in moving if abs(row.points) >= LARGE]
    small = [row for row in moving if LARGE > abs(row.points) >= VISIBLE]
    start = "".join(
        f'<li class="start"><span class="what">{esc(row.label)}</span>'
        f'<span class="points">{row.points:.1f}</span></li>'
        for row in rows
        if row.key == START
    )
    total = sum(row.points for row in rows)
    rest = fold(
        f"small-{strategy}",
        f"{plural(len(small), 'smaller reason')}, {points(sum(r.points for r in small))} together",
        f'<ul class="contributions">{_lines(small, longest)}</ul>' if small else "",
    )
    return (
        f'<h3>Where the points come from</h3><ul class="contributions">{start}'
        f'{_lines(large, longest)}</ul>{rest}<p class="total">Score<b>{total:.1f}</b></p>'
    )


def _lines(rows: Sequence[Contribution], longest: float) -> str:
    return "".join(
        f'<li class="{"up" if row.points >= 0 else "down"}">'
        f'<span class="what">{esc(row.label)}</span><span class="push" aria-hidden="true">'
        f'<i style="width:{extent(50 * abs(row.points) / longest)}"></i></span>'
        f'<span class="points">{points(row.points)}</span>'
        f"<small>{esc(row.why)}{_cited(row.source)}</small></li>"
        for row in rows
    )


def _cited(source: str) -> str:
    return f" <cite>{linked(source)}</cite>" if source else ""


def _profile(profile: Profile) -> str:
    rows = (
        ("Reliability", profile.reliability),
        ("Latency", profile.latency),
        ("Maintenance", profile.maintenance),
        ("Freshness", profile.freshness),
        ("Effort", profile.effort),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{esc(text)}</dd></div>" for name, text in rows)
    return f'<h3>Once it runs</h3><dl class="profile">{cells}</dl>'


def roadmap(steps: Sequence[RoadmapStep]) -> str:
    """What to do now, next and later, each later step with the event that starts it."""
    items = "".join(
        f'<li class="{step.when}"><span class="when">{_WHEN[step.when]}</span>'
        f"<div><p>{esc(step.action)}</p>"
        + (f'<p class="trigger">{esc(step.trigger)}</p>' if step.trigger else "")
        + "</div></li>"
        for step in steps
    )
    return card("roadmap", "Roadmap", f'<ol class="roadmap">{items}</ol>' if items else "")


def what_changes_it(assessment: Assessment, *, draw: bool) -> str:
    """How far the lead moves with each fact, and the single changes that would turn it."""
    near, rest = assessment.flips[:NEAREST], assessment.flips[NEAREST:]
    more = fold("more-flips", f"{plural(len(rest), 'more change')} that would do it", _flips(rest))
    body = _flips(near) + more + tornado_picture(assessment, draw=draw)
    return card("flips", "What would change it", body)


def _flips(rows: Sequence[Flip]) -> str:
    items = "".join(f"<li>{esc(flip.text)}</li>" for flip in rows)
    return f'<ul class="flips">{items}</ul>' if items else ""
