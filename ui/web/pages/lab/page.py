"""What happens in the Decision Lab: it opens, a slider moves, its facts go into the chat."""

from collections.abc import Mapping
from typing import Any

from tools.facts import ProjectFacts
from tools.lab import scenarios, stands, why_moved
from tools.scoring import score_drivers
from tools.vocabulary import STRATEGIES
from ui.web.browser import Visitor
from ui.web.pages.asking import Answer, Ask
from ui.web.pages.desk import Desk, edited, lay_out
from ui.web.pages.lab.controls import controls_html, reads, taking_html
from ui.web.pages.lab.results import results_html
from ui.web.pages.lab.sliders import begin, read_form, read_kept, to_take
from ui.web.pages.shapes import two_sides
from ui.web.pages.starts import PROJECT, chosen_start

TITLE = "Decision Lab"
INTRO = (
    "Move a slider and watch the ranking answer. Nothing here changes your project until you take "
    "it into the chat."
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
        taken=lambda visitor, ask: _taken(desk, visitor, ask),
    )


def opened(ask: Ask) -> Answer:
    """The whole page: on the project where one is known, else on the published scenario."""
    base = chosen_start(PROJECT, scenarios(), ask.facts)
    sliders, facts = begin(base, ask.facts)
    kept = {"base": base, "origin": sliders, "now": sliders, "last": sliders, "chosen": ""}
    results, said = _results(sliders, sliders, facts, kept, since="base")
    page = two_sides(ask, controls_html(base, sliders, sliders, ask), results, look="lab")
    return {"page": page, "kept": kept, "said": said}


def moved(ask: Ask) -> Answer:
    """What a press or a moved slider changes."""
    wanted = ask.text("base") or ask.kept.get("base")
    base = chosen_start(wanted, scenarios(), ask.facts)
    origin, facts = begin(base, ask.facts)
    fresh = ask.act == "base"
    sliders = read_form(ask.form)
    if fresh:
        sliders = origin
    kept = _kept(ask, base, origin, sliders)
    since = ask.text("since", "base")
    reference = kept["last"] if since == "last" else origin
    results, said = _results(sliders, reference, facts, kept, since=since)
    parts = {"results": results}
    answer: Answer = {"parts": parts, "kept": kept, "said": said}
    if fresh:
        parts["controls"] = controls_html(base, sliders, origin, ask)
    else:
        stood = {row.driver: row.value for row in stands(origin, facts)}
        rows = stands(sliders, facts)
        parts |= {f"reads-{row.driver}": reads(row, stood[row.driver]) for row in rows}
        parts["taking"] = taking_html(sliders)
        answer["stands"] = {f"slider-{r.driver}": round(r.value) for r in rows if r.origin != "set"}
    return answer


def _taken(desk: Desk, visitor: Visitor, ask: Ask) -> str:
    changes = to_take(read_form(ask.form))
    return edited(desk, visitor, ask.thread, changes, nothing=NOTHING)


def _kept(
    ask: Ask, base: str, origin: Mapping[str, float], sliders: Mapping[str, float]
) -> dict[str, Any]:
    """What the browser is to keep: where the sliders stood, and which strategy is open."""
    kept = {"base": base, "origin": origin, "now": sliders}
    if ask.act == "base":
        return {"last": sliders, "moving": "", "chosen": "", **kept}
    last, moving = read_kept(ask.kept.get("last"), origin), ask.kept.get("moving")
    chosen = ask.kept.get("chosen")
    if ask.act == "field" and ask.value != moving:
        last, moving = read_kept(ask.kept.get("now"), sliders), ask.value
    elif ask.act == "inspect" and ask.value in STRATEGIES:
        chosen = ask.value
    chosen = chosen if chosen in STRATEGIES else ""
    return {"last": last, "moving": str(moving or ""), "chosen": chosen, **kept}


def _results(
    sliders: Mapping[str, float],
    reference: Mapping[str, float],
    facts: ProjectFacts | None,
    kept: Mapping[str, Any],
    *,
    since: str,
) -> tuple[str, str]:
    """The right side of the page, and the sentence that is read aloud."""
    found, before = score_drivers(sliders, facts), score_drivers(reference, facts)
    untouched = sliders == kept["origin"]
    html = results_html(
        found,
        before,
        why_moved(reference, sliders, facts),
        since=since,
        chosen=kept["chosen"],
        scenario=scenarios().get(kept["base"]) if untouched else None,
    )
    first = found.ranking[0]
    return html, f"{first.label} leads with {first.score:.1f}."
