"""The left side of the comparison: what to set side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.results import Assessment
from tools.scenarios import NOW, Scenario
from ui.web.pages.shapes import switch
from ui.web.words import esc

KINDS = (("strategies", "Strategies"), ("scenarios", "What-ifs"))
NO_SCENARIO = (
    "No what-if has a name yet. In the chat, ask “what if we had 500 examples?” and then say “call "
    "that lean”: it stands here beside the project."
)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What is ticked: which of the `KINDS` is compared, and what is chosen of each."""

    kind: str
    strategies: tuple[str, ...]
    scenarios: tuple[str, ...]


def controls_html(found: Assessment, named: Sequence[Scenario], ticked: Ticked) -> str:
    """The whole left side: strategies by their scores, scenarios by their names."""
    strategies = "".join(
        _tick(
            "strategy",
            row.strategy,
            row.label,
            chosen=row.strategy in ticked.strategies,
            note=f"{row.score:.1f}",
        )
        for row in found.ranking
    )
    names = [(NOW, "The project as it is"), *((row.name, row.name) for row in named)]
    scenarios = (
        "".join(_tick("scenario", key, text, chosen=key in ticked.scenarios) for key, text in names)
        if named
        else f'<p class="note">{esc(NO_SCENARIO)}</p>'
    )
    kinds = switch(KINDS, ticked.kind, name="kind", act="kind", label="Compare")
    return (
        f'<div class="sliders ticks">{kinds}'
        f'<fieldset class="of-strategies"><legend>Strategies</legend>{strategies}</fieldset>'
        f'<fieldset class="of-scenarios"><legend>What-ifs</legend>{scenarios}</fieldset></div>'
        '<button type="button" class="plain noprint" data-print>Print this page</button>'
    )


def _tick(group: str, value: str, title: str, *, chosen: bool, note: str = "") -> str:
    """One of several boxes of which any may be ticked."""
    small = f"<small>{esc(note)}</small>" if note else ""
    return (
        f'<label class="tick"><input type="checkbox" id="{esc(f"{group}-{value}")}" '
        f'name="{group}" value="{esc(value)}" data-act="{group}"{" checked" if chosen else ""}>'
        f"<span>{esc(title)}{small}</span></label>"
    )
