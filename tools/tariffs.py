"""The dated price table: training, hosting, GPUs, people; who tunes what; when models end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from tools.assumptions import silent
from tools.datafiles import Row, read
from tools.errors import InvalidInput, UnknownName
from tools.money import exact
from tools.prices import TokenPrice, same_model
from tools.results import PriceUsed

Unit = Literal[
    "USD per million tokens",
    "USD per million training tokens",
    "USD per million read units",
    "USD per 1,000 searches",
    "USD per GB-month",
    "USD per GPU-hour",
    "USD per hour",
    "USD per item",
    "USD per month",
]


class PriceRow(Row):
    """One price with its birth certificate; `low` and `high` bound it where offers differ.

    `name` is how replies call it, where its id does not say so.
    """

    name: str = ""
    usd: float = Field(ge=0, allow_inf_nan=False)
    low: float | None = Field(None, ge=0, allow_inf_nan=False)
    high: float | None = Field(None, ge=0, allow_inf_nan=False)
    unit: Unit
    as_of: date
    source: str = Field(min_length=1)
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> "PriceRow":
        if not (self.usd if self.low is None else self.low) <= self.usd:
            raise ValueError("low must not exceed usd")
        if not self.usd <= (self.usd if self.high is None else self.high):
            raise ValueError("high must not be below usd")
        return self

    @property
    def amount(self) -> Decimal:
        """The price as an exact decimal."""
        return exact(self.usd)


class Offer(Row):
    """A vendor that tunes some models: the ids of its prices, and the last day it takes jobs."""

    label: str
    models: tuple[str, ...] = Field(min_length=1)
    training: str
    input: str | None = None
    cached: str | None = None
    output: str | None = None
    hosting: str | None = None
    billed_by_token: bool = True
    closes: date | None = None
    source: str
    why: str


class End(Row):
    """The day on which some models, and their fine-tunes, stop answering."""

    models: tuple[str, ...] = Field(min_length=1)
    on: date
    source: str
    why: str


class Gpu(Row):
    """A graphics card: memory, its bandwidth, and dense 16-bit operations a second (10^12)."""

    memory_gb: float = Field(gt=0)
    teraflops: float = Field(gt=0)
    terabytes_a_second: float = Field(gt=0)
    source: str
    why: str


class CacheRule(Row):
    """The shortest prompt prefix that a cache holds, in tokens, for some models."""

    models: tuple[str, ...] = Field(min_length=1)
    tokens: int = Field(ge=0)
    source: str
    why: str


class Choice(Row):
    """A model that an estimate chooses where nobody has named one, or the named one cannot be."""

    model: str
    source: str
    why: str


class Tariffs(Row):
    """The whole table as read from `tools/data/prices.toml`."""

    checked: date | None = None
    price: Mapping[str, PriceRow] = {}
    offer: Mapping[str, Offer] = {}
    end: Mapping[str, End] = {}
    gpu: Mapping[str, Gpu] = {}
    cache: Mapping[str, CacheRule] = {}
    choice: Mapping[str, Choice] = {}
    open_families: tuple[str, ...] = ()

    def row(self, key: str) -> PriceRow:
        """The price with that id.

        Raises:
            UnknownName: the table has no such row.

        """
        try:
            return self.price[key]
        except KeyError:
            raise UnknownName("price", key, self.price) from None

    def chosen(self, role: str) -> str:
        """The model for a role: `default`, `hosted` (open weights tuned by a vendor) or `own`.

        Raises:
            UnknownName: the table has no such role.
        """
        try:
            return self.choice[role].model
        except KeyError:
            raise UnknownName("role of a model", role, self.choice) from None

    def open_weights(self, model: str) -> bool:
        """True for a name of a model family whose weights anyone may run."""
        return any(word in model.lower() for word in self.open_families)

    def used(self, key: str) -> PriceUsed:
        """The birth certificate of one price of the table."""
        row = self.row(key)
        return PriceUsed(
            row.name or _spoken(key),
            row.amount,
            row.unit.removeprefix("USD per "),
            row.source,
            row.as_of.isoformat(),
        )

    def card(self, name: str) -> tuple[str, Gpu]:
        """A graphics card by name, whatever its case.

        Raises:
            UnknownName: the table has no such card.

        """
        for key, gpu in self.gpu.items():
            if key.lower() == name.strip().lower():
                return key, gpu
        raise UnknownName("GPU", name, self.gpu)

    def end_of(self, model: str) -> End | None:
        """When a model stops answering, as far as that has been announced."""
        return next(
            (e for e in self.end.values() if any(same_model(model, m) for m in e.models)), None
        )

    def cache_minimum(self, model: str | None) -> Decimal:
        """The shortest prefix that the vendor of a model caches, in tokens."""
        for rule in self.cache.values():
            if model is not None and any(same_model(model, name) for name in rule.models):
                return exact(rule.tokens)
        return silent("cache_minimum_tokens")

    def offers_for(self, model: str) -> tuple[Offer, ...]:
        """Who tunes a model, in the order of the table."""
        return tuple(o for o in self.offer.values() if any(same_model(model, m) for m in o.models))

    def offer_of(self, model: str, vendor: str | None) -> Offer | None:
        """The offer for a model, of one vendor if named; None when nobody tunes it.

        Raises:
            InvalidInput: the vendor named does not tune the model, but others do.

        """
        offers = self.offers_for(model)
        if vendor is None:
            return offers[0] if offers else None
        wanted = vendor.strip().lower()
        for offer in offers:
            if wanted in offer.label.lower():
                return offer
        if offers:
            others = ", ".join(o.label for o in offers)
            raise InvalidInput(f"{vendor} does not tune {model} in our price table; {others} does")
        return None


@cache
def tariffs(path: Path | None = None) -> Tariffs:
    """The packaged table, with the rows of the user's file `path` in place of those of the same id.

    Raises:
        BrokenDataFile: a file cannot be used; the message names file and key.

    """
    packaged = read(Tariffs, "prices.toml")
    if path is None:
        return packaged
    own = read(Tariffs, "prices.toml", path)
    merged = {
        part: {**getattr(packaged, part), **getattr(own, part)}
        for part in ("price", "offer", "end", "gpu", "cache", "choice")
    }
    rest = {
        "checked": own.checked or packaged.checked,
        "open_families": own.open_families or packaged.open_families,
    }
    return packaged.model_copy(update={**merged, **rest})


def _spoken(key: str) -> str:
    """The id of a price in words: `training/azure/gpt-4.1` is the training of gpt-4.1 at azure."""
    part, _, rest = key.partition("/")
    vendor, _, model = rest.rpartition("/")
    return f"{part} of {model} at {vendor}" if vendor else f"{part} {rest}"


def is_gone(end: End | None, day: date) -> bool:
    """True when a model has already stopped answering on that day."""
    return end is not None and end.on <= day


def shown_price(price: TokenPrice, what: str, usd: Decimal) -> PriceUsed:
    """The birth certificate of one price per million tokens."""
    return PriceUsed(
        f"{price.model} {what}",
        usd,
        "million tokens",
        price.source,
        price.as_of.isoformat(),
    )
