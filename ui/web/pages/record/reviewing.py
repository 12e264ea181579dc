"""What has become of a recorded decision: a sentence, then every change, each with its kind."""

from decimal import Decimal

from tools.changes import CostChange, PriceChange
from tools.money import rate, usd
from tools.paybacks import payback_time
from tools.record import DecisionRecord
from tools.reviewed import Review
from tools.showing import percent, show_beside_label
from tools.vocabulary import spec
from ui.web.cards import fold
from ui.web.pages.record.results import open_button
from ui.web.words import esc, plural, sentence

_FIGURES = {"monthly_usd": "a month", "one_off_usd": "once", "break_even_months": "pays back in"}


def review_html(record: DecisionRecord, found: Review, *, with_project: bool) -> str:
    """What has become of a recorded decision: a sentence, then every change."""
    against = "the project that is open" if with_project else "today’s prices and rules"
    rows = "".join(
        f'<li><b class="kind">{kind}</b><span>{text}</span></li>' for kind, text in changes(found)
    )
    known = "".join(
        f"<li>{esc(spec(name).label)}: <b>{esc(show_beside_label(name, fact.value))}</b></li>"
        for name, fact in record.facts.known.items()
    )
    facts = f'<ul class="dots">{known}</ul>'
    listed = f'<ul class="changes">{rows}</ul>' if rows else ""
    return (
        '<section class="card brought" aria-labelledby="brought-title">'
        f'<h3 id="brought-title">{esc(found.title or "A decision")}<span class="aside">recorded '
        f"{esc(found.made_on)}, reviewed {esc(found.today)} against {against}</span></h3>"
        f'<p class="verdict {"care" if found.changed else "good"}">{esc(found.summary)}</p>{listed}'
        f"{fold('brought-facts', plural(len(record.facts.known), 'recorded fact'), facts)}"
        f"{open_button()}</section>"
    )


def changes(found: Review) -> list[tuple[str, str]]:
    """Every change of a review: its kind, and a line of safe HTML."""
    rows = [
        ("fact", f"{row.label}: {row.before or 'not known'} → {row.now or 'no longer known'}")
        for row in found.facts
    ]
    rows += [("price", _price(row)) for row in found.prices]
    rows += [
        ("price", f"{row.what} was last seen {row.age_days} days ago, on {row.as_of}; check it.")
        for row in found.stale
    ]
    rows += [("model", row.text) for row in found.ends]
    rows += [("cost", _cost(row)) for row in found.costs]
    if found.costs_note:
        rows.append(("cost", f"The plan cannot be priced now: {sentence(found.costs_note)}"))
    sure = (percent(found.verdict.confidence_before), percent(found.verdict.confidence_now))
    if sure[0] != sure[1]:
        rows.append(("sure", f"{sure[0]} → {sure[1]}"))
    rows += [
        (
            "rank",
            f"{row.label}: place {row.place_before}, {row.score_before:.1f} → place "
            f"{row.place_now}, {row.score_now:.1f}",
        )
        for row in found.verdict.moves
    ]
    rows += [("due", row.text) for row in found.fired]
    rows += [("version", f"{row.part}: {row.before} → {row.now}") for row in found.versions]
    return [(kind, esc(text)) for kind, text in rows]


def _price(row: PriceChange) -> str:
    old = "not in the bills" if row.before_usd is None else rate(row.before_usd)
    new = "not in the bills" if row.now_usd is None else rate(row.now_usd)
    change = "" if row.percent is None else f" ({row.percent:+g}%)"
    return f"{row.what}: {old} → {new} per {row.unit}{change}; {row.source}, {row.as_of}"


def _cost(row: CostChange) -> str:
    why = "by the facts" if row.because == "facts" else "by prices and rules"
    old, new = (_figure(row, value) for value in (row.before, row.now))
    return f"{row.plan}, {_FIGURES[row.figure]}: {old} → {new}, {why}"


def _figure(row: CostChange, value: Decimal | float | None) -> str:
    if row.figure == "break_even_months":
        return "never" if value is None else payback_time(float(value))
    return "not priced" if value is None else usd(Decimal(value))
