"""A review of a recorded decision as a terminal shows it, in 80 columns."""

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from tools.changes import CostChange, Move, PriceChange
from tools.money import rate, usd
from tools.paybacks import payback_time
from tools.reviewed import Review
from tools.showing import percent
from tools.strategies import strategy_texts
from ui.marks import marked

_FIGURES = {"monthly_usd": "a month", "one_off_usd": "once", "break_even_months": "pays back in"}


def review(result: Review) -> RenderableType:
    """What became of the decision in a sentence, then every change with its old and new figure."""
    parts: list[RenderableType] = [
        Text(result.summary, "bold"),
        Text(f"{result.title}, recorded on {result.made_on}, reviewed on {result.today}", "dim"),
        *_facts(result),
        *_prices(result),
        *(marked("!", row.text, "yellow") for row in result.ends),
        *_costs(result),
        *_verdict(result),
        *(marked("⇄", _fired(row.text), "cyan") for row in result.fired if row.on is None),
        *(
            marked("·", f"Another {row.part}: {row.before} then, {row.now} now.", "dim")
            for row in result.versions
        ),
    ]
    return Group(*parts)


def _facts(result: Review) -> Iterator[RenderableType]:
    for row in result.facts:
        was, now = row.before or "not known", row.now or "no longer known"
        yield marked("fact", f"{row.label}: {was} → {now}", "cyan")


def _prices(result: Review) -> Iterator[RenderableType]:
    for row in result.prices:
        yield marked("price", _price(row), "yellow")
    for old in result.stale:
        text = f"{old.what} was last seen on {old.as_of}, {old.age_days} days ago; check it."
        yield marked("price", text, "yellow")


def _price(row: PriceChange) -> str:
    if row.before_usd is None:
        assert row.now_usd is not None
        return f"{row.what}: {rate(row.now_usd)} per {row.unit}, not part of the bills then"
    if row.now_usd is None:
        return f"{row.what}: {rate(row.before_usd)} per {row.unit}, not part of the bills now"
    moved = f"{rate(row.before_usd)} → {rate(row.now_usd)} per {row.unit}"
    change = "" if row.percent is None else f" ({row.percent:+g}%)"
    return f"{row.what}: {moved}{change}, {row.as_of}"


def _costs(result: Review) -> Iterator[RenderableType]:
    for row in result.costs:
        why = "by the facts" if row.because == "facts" else "by prices and rules"
        text = f"{row.plan}, {_FIGURES[row.figure]}: {_figure(row, row.before)} → "
        yield marked("cost", f"{text}{_figure(row, row.now)} ({why})", "yellow")
    if result.costs_note:
        yield marked("cost", f"The recorded plan cannot be priced now: {result.costs_note}", "red")


def _figure(row: CostChange, value: Decimal | float | None) -> str:
    if row.figure == "break_even_months":
        return "never" if value is None else payback_time(float(value))
    return "not priced" if value is None else usd(Decimal(value))


def _verdict(result: Review) -> Iterator[RenderableType]:
    verdict, texts = result.verdict, strategy_texts()
    if verdict.complements_before != verdict.complements_now:
        then, now = (
            " and ".join(texts[name].label for name in names) or "nothing"
            for names in (verdict.complements_before, verdict.complements_now)
        )
        yield marked("with", f"{then} → {now}", "green")
    then_sure, now_sure = percent(verdict.confidence_before), percent(verdict.confidence_now)
    if then_sure != now_sure:
        yield marked("sure", f"{then_sure} → {now_sure}", "green")
    if verdict.moves:
        yield _moves(verdict.moves)


def _moves(rows: tuple[Move, ...]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    for name in ("now", "then"):
        table.add_column(name, justify="right")
    table.add_column("strategy", no_wrap=True)
    for name in ("score now", "then"):
        table.add_column(name, justify="right")
    for row in rows:
        places = (str(row.place_now), str(row.place_before))
        scores = (f"{row.score_now:.1f}", f"{row.score_before:.1f}")
        style = "bold green" if row.place_now == 1 else ""
        table.add_row(*places, row.label, *scores, style=style)
    return table


def _fired(text: str) -> str:
    return (
        f"You wanted to look again: {text[0].lower() if text[:3] == 'If ' else text[0]}{text[1:]}"
    )
