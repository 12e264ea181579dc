"""What one training run on a file would cost at each vendor that bills by the token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tools.assumptions import silent
from tools.dataset_records import Format
from tools.money import exact, usd
from tools.tariffs import Tariffs, tariffs

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class TrainingBill:
    """One run on the whole file, in USD; the price was last seen on `as_of`."""

    model: str
    vendor: str
    usd: Decimal
    usd_per_million_tokens: Decimal
    source: str
    as_of: str


def training_bills(
    training_tokens: int,
    *,
    kind: Format | None = None,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> tuple[TrainingBill, ...]:
    """What the billed tokens cost, the cheapest first, without offers that take no jobs any more.

    Preference pairs cost a multiple of supervised examples where the table says so.
    """
    book = tariffs() if table is None else table
    dearer = silent("preference_price_multiple") if kind == "preference" else Decimal(1)
    bills = []
    for offer in book.offer.values():
        row = book.row(offer.training)
        if row.unit != "USD per million training tokens" or (as_of and offer.closed(as_of)):
            continue
        price = exact(row.amount) * dearer
        cost = (training_tokens * price / MILLION).quantize(Decimal("0.01"))
        seen = row.as_of.isoformat()
        bills += [TrainingBill(m, offer.label, cost, price, row.source, seen) for m in offer.models]
    return tuple(sorted(bills, key=lambda b: (b.usd, b.model, b.vendor)))


def bills_in_words(bills: Sequence[TrainingBill]) -> str | None:
    """The cheapest and the dearest run in one sentence; None where nobody bills by the token."""
    if not bills:
        return None
    low, high = bills[0], bills[-1]
    first = f"{usd(low.usd)} ({low.model} at {low.vendor})"
    if low.usd == high.usd:
        return f"One training run costs {first}."
    return f"One training run costs {first} to {usd(high.usd)} ({high.model} at {high.vendor})."
