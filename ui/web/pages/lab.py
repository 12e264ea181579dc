"""The Decision Lab: scenarios, sliders, the ranking they give, and why it moved."""

from collections.abc import Mapping
from typing import Any

from tools.drivers import check_drivers
from tools.errors import InvalidInput
from tools.facts import STRATEGIES, ProjectFacts, spec
from tools.lab import SLIDERS, LabMove, Scenario, scenarios, stands, taken, why_moved
from tools.results import Assessment, Ranked
from tools.scoring import score_drivers
from tools.showing import show
from tools.strategies import strategy_texts
from ui.web.browser import Visitor
from ui.web.cards import fold
from ui.web.pages.asking import GONE, Answer, Ask
from ui.web.pages.desk import Desk, Going, edited, lay_out
from ui.web.pages.fields import choice, listed, notice, reads, slider, take
from ui.web.ranking import inside
from ui.web.words import esc, points, share

PROJECT = "project"
FIELD = "driver:"
HIDDEN = "in_place_"  # what is in place already is no matter of degree
STILL = 0.05  # points below which a score has not moved
TITLE = "Decision Lab"
INTRO = (
    "Move a slider and watch the ranking answer. Nothing here changes your project until you take "
    "it into the chat."
)
HOW_TO_READ = (
    "The bar is the fit, 0–100; the mark is where it stood. The percentage weighs the scores "
    "against each other, with nothing sampled."
)
NOTHING = "No slider was moved, so there is nothing to take into the chat."


def lab_page(desk: Desk) -> None:
    """Lay the page out."""
    lay_out(
        desk,
        title=TITLE,
        intro=INTRO,
        opened=opened,
        moved=moved,
        taken=lambda visitor, ask: _taken(desk.advisor, visitor, ask),
    )


# What happens


def opened(ask: Ask) -> Answer:
    """The whole page: on the project where one is known, else on the published scenario."""
    base = PROJECT if ask.facts.known else next(iter(scenarios()))
    sliders, facts = _from(base, ask.facts)
    kept = {"base": base, "origin": sliders, "now": sliders, "last": sliders, "chosen": ""}
    results, said = _results(sliders, sliders, facts, kept, since="base")
    page = page_html(
        controls_html(base, sliders, sliders, ask),
        results,
        notice(GONE, "warn") if ask.missing else "",
    )
    return {"page": page, "kept": kept, "said": said}


def moved(ask: Ask) -> Answer:
    """What a press or a moved slider changes."""
    base = _base(ask.text("base") or ask.kept.get("base"), ask.facts)
    sliders = slider_values(ask.form)
    fresh = ask.act == "base"
    if fresh:
        sliders, _ = _from(base, ask.facts)
    origin, facts = _from(base, ask.facts)
    kept = {**_kept(ask, origin), "base": base, "origin": origin, "now": sliders}
    if fresh:
        kept |= {"last": sliders, "moving": "", "chosen": ""}
    elif ask.act == "field" and ask.value != ask.kept.get("moving"):
        kept |= {"last": _values(ask.kept.get("now"), sliders), "moving": str(ask.value)}
    elif ask.act == "inspect" and ask.value in STRATEGIES:
        kept["chosen"] = ask.value
    since = ask.text("since", "base")
    reference = kept["last"] if since == "last" else origin
    results, said = _results(sliders, reference, facts, kept, since=since)
    parts = {"results": results}
    if fresh or ask.act == "unset":
        parts["controls"] = controls_html(base, sliders, origin, ask)
    else:
        stood = {row.driver: row.value for row in stands(origin, facts)}
        rows = stands(sliders, facts)
        parts |= {f"reads-{row.driver}": reads(row, stood[row.driver]) for row in rows}
        parts["taking"] = taking_html(base, sliders, origin)
    return {"parts": parts, "kept": kept, "said": said}


def _taken(advisor: Any, visitor: Visitor, ask: Ask) -> str:
    base = _base(ask.text("base"), ask.facts)
    changes = to_take(base, slider_values(ask.form))
    return edited(advisor, visitor, ask.thread, Going(changes, "lab", NOTHING))


def to_take(base: str, sliders: Mapping[str, float]) -> Mapping[str, Any]:
    """The facts that the set sliders stand for: all of a scenario, of a project what was moved."""
    return taken(sliders).facts if sliders else {}


def slider_values(form: Mapping[str, Any]) -> dict[str, float]:
    """The sliders that stand where somebody set them.

    Raises:
        InvalidInput: a value is no number from 0 to 100.
    """
    found = {k.removeprefix(FIELD): v for k, v in form.items() if str(k).startswith(FIELD)}
    return check_drivers({k: _number(k, v) for k, v in found.items()}) if found else {}


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise InvalidInput(f"{name} must be a number from 0 to 100, got {value!r:.40}") from None


def _kept(ask: Ask, origin: Mapping[str, float]) -> dict[str, Any]:
    kept = ask.kept
    chosen = kept.get("chosen")
    return {
        "last": _values(kept.get("last"), origin),
        "moving": str(kept.get("moving") or ""),
        "chosen": chosen if chosen in STRATEGIES else "",
    }


def _values(raw: Any, otherwise: Mapping[str, float]) -> dict[str, float]:
    try:
        return check_drivers(raw) if raw else {}
    except InvalidInput:
        return dict(otherwise)


def _base(wanted: Any, facts: ProjectFacts) -> str:
    if wanted in scenarios() or (wanted == PROJECT and facts.known):
        return str(wanted)
    return next(iter(scenarios()))


def _from(base: str, facts: ProjectFacts) -> tuple[dict[str, float], ProjectFacts | None]:
    """The sliders that a start sets, and the project below them."""
    if base == PROJECT:
        return {}, facts
    return dict(scenarios()[base].drivers), None


def _results(
    sliders: Mapping[str, float],
    reference: Mapping[str, float],
    facts: ProjectFacts | None,
    kept: Mapping[str, Any],
    *,
    since: str,
) -> tuple[str, str]:
    """The right side of the page, and the sentence that is read aloud."""
    found, before = _scored(sliders, facts), _scored(reference, facts)
    move = why_moved(reference, sliders, facts)
    base = scenarios().get(str(kept["base"]))
    html = (
        leader_html(found, base if sliders == kept["origin"] else None)
        + ranking_html(found, before, str(kept["chosen"]))
        + why_html(move, since)
        + inspector_html(found, before, str(kept["chosen"]))
    )
    first = found.ranking[0]
    return html, f"{first.label} leads with {first.score:.1f}."


def _scored(sliders: Mapping[str, float], facts: ProjectFacts | None) -> Assessment:
    return score_drivers(sliders, facts)


# What it looks like


def page_html(controls: str, results: str, note: str) -> str:
    """Both sides of the page."""
    return (
        f'{note}<div class="bench"><div class="controls" id="controls">{controls}</div>'
        f'<div class="results lab" id="results">{results}</div></div>'
    )


def controls_html(
    base: str, sliders: Mapping[str, float], origin: Mapping[str, float], ask: Ask
) -> str:
    """Where to start, the sliders, and the way into the chat."""
    facts = ask.facts if base == PROJECT else None
    title = ask.project.title if ask.project is not None else ""
    known = len(ask.facts.known)
    cards = ""
    if known:
        cards = choice(
            "base",
            PROJECT,
            title or "This project",
            f"Your project, as far as the chat knows it: {known} facts.",
            chosen=base == PROJECT,
        )
    cards += "".join(
        choice("base", key, row.label, row.goal, chosen=key == base, note=_credit(row))
        for key, row in scenarios().items()
    )
    rows = {row.driver: row for row in stands(sliders, facts)}
    stood = {row.driver: row.value for row in stands(origin, facts)}
    shown = [*SLIDERS, *(n for n in origin if n in rows and n not in SLIDERS)]
    rest = [n for n in rows if n not in shown and not n.startswith(HIDDEN)]
    main = "".join(slider(rows[n], stood[n]) for n in shown)
    more = "".join(slider(rows[n], stood[n]) for n in rest)
    return (
        f'<fieldset class="choices"><legend>Start from</legend>{cards}</fieldset>'
        f'<fieldset class="sliders"><legend>Sliders</legend>{main}'
        f"{fold('more-sliders', f'{len(rest)} more sliders', more)}</fieldset>"
        f'<div id="taking">{taking_html(base, sliders, origin)}</div>'
    )


def _credit(row: Scenario) -> str:
    if row.published is None:
        return "Our own example" if row.source == "ours" else row.source
    first = strategy_texts()[row.published.strategy].label
    return f"Published: {first} first with {row.published.score:.1f} ({row.source})"


def taking_html(base: str, sliders: Mapping[str, float], origin: Mapping[str, float]) -> str:
    """The button into the chat, and which facts it sets there."""
    if not sliders:
        return take("Take into the chat", "Move a slider first.", able=False)
    found = taken(sliders)
    sets = [f"{spec(n).label}: {show(n, v)}" for n, v in found.facts.items()]
    note = f"Sets {'; '.join(sets)}." if sets else ""
    if found.left:
        note += f" Stays here: {listed(found.left)}."
    return take("Take into the chat", note.strip(), able=bool(sets))


def leader_html(found: Assessment, published: Scenario | None) -> str:
    """Who leads, in one line, with what goes beside it."""
    first, second = found.ranking[:2]
    added = listed(found.of(name).label for name in found.complements)
    beside = f"with {added} beside it; " if added else ""
    close = f"a close call with {second.label}" if found.close_call else f"next is {second.label}"
    note = ""
    if published is not None and published.published is not None:
        shown = published.published
        same = first.strategy == shown.strategy and f"{first.score:.1f}" == f"{shown.score:.1f}"
        label = strategy_texts()[shown.strategy].label
        note = (
            f'<p class="check">{"✓ As published" if same else "Published"}: {esc(label)} first '
            f"with {shown.score:.1f}.</p>"
        )
    return (
        f'<section class="card lead" aria-labelledby="lab-lead"><h3 id="lab-lead">'
        f'<span>{esc(first.label)} leads</span> <b class="figure">{first.score:.1f}</b></h3>'
        f"<p>{esc(beside)}{esc(close)} at {second.score:.1f}.</p>{note}</section>"
    )


def ranking_html(found: Assessment, before: Assessment, chosen: str) -> str:
    """All strategies, best first, each a button that opens it beside the list."""
    places = {row.strategy: place for place, row in enumerate(before.ranking, start=1)}
    opened_one = chosen or found.primary
    rows = "".join(
        _row(place, row, before.of(row.strategy), places[row.strategy], row.strategy == opened_one)
        for place, row in enumerate(found.ranking, start=1)
    )
    return (
        '<section class="card card-rank" aria-labelledby="lab-rank"><h3 id="lab-rank">Ranking</h3>'
        f'<ol class="stack">{rows}</ol><p class="hint">{esc(HOW_TO_READ)}</p></section>'
    )


def _row(place: int, row: Ranked, old: Ranked, was: int, opened_one: bool) -> str:
    blocked = any(gate.blocks for gate in row.gates)
    state = "blocked" if blocked else "limited" if row.gates else ""
    flag = f'<span class="flag">{state}</span>' if state else ""
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
        f'<span class="bar" aria-hidden="true"><i style="width:{_at(row.score)}"></i>'
        f'<u style="left:{_at(old.score)}"></u></span>'
        f'<span class="score"><span class="sr">score </span>{row.score:.1f}</span>'
        f'<span class="delta {tone}">{delta}</span>'
        f'<span class="likely">{esc(share(row.probability))}</span></button></li>'
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
    return (
        '<section class="card card-why" aria-labelledby="lab-why">'
        f'<h3 id="lab-why">Why it moved</h3>{_since(since)}'
        f"<p>{esc(_short(move))}</p>{listed_rows}{total}</section>"
    )


def _since(since: str) -> str:
    options = (("base", "since the start"), ("last", "by the last slider"))
    marks = {key: " checked" if key == since else "" for key, _ in options}
    return (
        '<div class="switch" role="radiogroup" aria-label="Compared with">'
        + "".join(
            f'<label><input type="radio" name="since" id="since-{key}" value="{key}" '
            f'data-act="since"{marks[key]}><span>{label}</span></label>'
            for key, label in options
        )
        + "</div>"
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
    row = found.of(chosen or found.primary)
    gained = row.score - before.of(row.strategy).score
    moved_by = f", {points(gained)} since" if abs(gained) >= STILL else ""
    return (
        '<section class="card card-inspect" aria-labelledby="lab-inspect">'
        f'<h3 id="lab-inspect">{esc(row.label)}<span class="aside">{row.score:.1f} of 100'
        f"{moved_by}</span></h3>{inside(row)}</section>"
    )


def _at(percent: float) -> str:
    return f"{min(100.0, max(0.0, percent)):.1f}%"
