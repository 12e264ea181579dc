"""The left side of the lab: where to start, the sliders, and the way into the chat."""

from collections.abc import Mapping

from tools.lab import SLIDERS, Scenario, Stand, scenarios, stands, taken
from tools.showing import show_beside_label
from tools.strategies import strategy_texts
from tools.vocabulary import spec
from ui.web.cards import fold
from ui.web.pages.asking import Ask
from ui.web.pages.lab.sliders import FIELD
from ui.web.pages.shapes import take
from ui.web.pages.starts import PROJECT, Start, starts_html
from ui.web.words import capital, esc, listed

HIDDEN = "in_place_"  # what is in place already is no matter of degree
_WHO = {
    "known": "from your project",
    "follows": "follows another slider",
    "assumed": "not known, assumed",
}
_OPEN = "open, "  # what is assumed is open: the words beside it say so


def controls_html(
    base: str, sliders: Mapping[str, float], origin: Mapping[str, float], ask: Ask
) -> str:
    """The whole left side; `origin` is where the sliders of the start stood."""
    own = f"Your project, as far as the chat knows it: {len(ask.facts.known)} facts."
    starts = [Start(k, row.label, row.goal, _credit(row)) for k, row in scenarios().items()]
    facts = ask.facts if base == PROJECT else None
    rows = {row.driver: row for row in stands(sliders, facts)}
    stood = {row.driver: row.value for row in stands(origin, facts)}
    shown = [*SLIDERS, *(n for n in origin if n in rows and n not in SLIDERS)]
    rest = [n for n in rows if n not in shown and not n.startswith(HIDDEN)]
    main = "".join(_slider(rows[n], stood[n]) for n in shown)
    more = "".join(_slider(rows[n], stood[n]) for n in rest)
    return (
        f"{starts_html(ask, base, own, starts)}"
        f'<fieldset class="sliders"><legend>Sliders</legend>{main}'
        f"{fold('more-sliders', f'{len(rest)} more sliders', more)}</fieldset>"
        f'<div id="taking">{taking_html(sliders)}</div>'
    )


def _credit(row: Scenario) -> str:
    if row.published is None:
        return "Our own example" if row.source == "ours" else row.source
    first = strategy_texts()[row.published.strategy].label
    return f"Published: {first} first with {row.published.score:.1f} ({row.source})"


def _slider(stand: Stand, base: float) -> str:
    """One slider; `base` is where it stood at the start, drawn as a mark."""
    key, set_by_hand = f"slider-{stand.driver}", stand.origin == "set"
    return (
        f'<div class="slider {stand.origin}"><div class="top"><label for="{key}">'
        f'{esc(capital(stand.label))}</label><output for="{key}">{stand.value:.0f}</output></div>'
        f'<div class="groove"><u style="--base:{base / 100:.3f}" aria-hidden="true"></u>'
        f'<input type="range" min="0" max="100" step="1" id="{key}" name="{FIELD}{stand.driver}" '
        f'value="{stand.value:.0f}"{" data-set" if set_by_hand else ""} '
        f'style="--at:{stand.value:.1f}%" aria-describedby="reads-{stand.driver}"></div>'
        f'<p class="reads" id="reads-{stand.driver}">{reads(stand, base)}</p></div>'
    )


def reads(stand: Stand, base: float) -> str:
    """What a slider stands for, and who put it there: a scenario where it stands at `base`."""
    words = stand.meaning.removeprefix(_OPEN)
    meaning = f"<b>{esc(words)}</b> " if words else ""
    who = "as in the scenario" if stand.value == base else f"was {base:.0f}" if base else "moved"
    return f"{meaning}<span>{_WHO.get(stand.origin, who)}</span>"


def taking_html(sliders: Mapping[str, float]) -> str:
    """The button into the chat, and which facts it sets there."""
    if not sliders:
        return take("Move a slider first.", able=False)
    found = taken(sliders)
    sets = [f"{spec(n).label}: {show_beside_label(n, v)}" for n, v in found.facts.items()]
    note = f"Sets {'; '.join(sets)}." if sets else ""
    if found.left:
        note += f" Stays here: {listed(found.left)}."
    return take(note.strip(), able=bool(sets))
