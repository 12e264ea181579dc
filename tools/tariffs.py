"""The dated price table: training, hosting, GPUs, people; who tunes what; when models end."""

import difflib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from tools.assumptions import silent
from tools.costreport import PriceUsed
from tools.datafiles import Row, read
from tools.errors import BrokenDataFile, InvalidInput, UnknownName
from tools.modelnames import is_among, same_model
from tools.money import exact
from tools.pricerows import (
    RUNNING_TOKENS,
    UNIT_OF,
    CacheRule,
    Choice,
    End,
    Gpu,
    Lists,
    Offer,
    OwnModel,
    PriceRow,
)
from tools.prices import TokenPrice, stated_price, token_price


class Tariffs(Row):
    """The whole table as read from `tools/data/prices.toml`."""

    checked: date | None = None
    lists: Lists | None = None
    model: Mapping[str, OwnModel] = {}
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

    def token_price(self, name: str, day: date) -> TokenPrice:
        """What a model costs by the token on a day: the user's own price, or the list price.

        Raises:
            UnknownModel: neither knows the model; the message offers the closest names.
        """
        for known, own in self.model.items():
            if same_model(known, name):
                cached = own.usd_per_million_cached_tokens
                price = stated_price(
                    known,
                    input_usd=exact(own.usd_per_million_input_tokens),
                    output_usd=exact(own.usd_per_million_output_tokens),
                    cached_usd=None if cached is None else exact(cached),
                    as_of=own.as_of,
                )
                return replace(price, source=own.source)
        return token_price(name, day, None if self.lists is None else self.lists.checked)

    def at_token_prices(self, factor: Decimal) -> "Tariffs":
        """The table with its own prices of running tokens multiplied; the price lists are apart."""
        if factor == 1:
            return self
        rows = {
            key: row.times(float(factor)) if row.unit == RUNNING_TOKENS else row
            for key, row in self.price.items()
        }
        return self.model_copy(update={"price": rows})

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
        return next((e for e in self.end.values() if is_among(model, e.models)), None)

    def cache_minimum(self, model: str | None) -> Decimal:
        """The shortest prefix that the vendor of a model caches, in tokens."""
        for rule in self.cache.values():
            if model is not None and is_among(model, rule.models):
                return exact(rule.tokens)
        return silent("cache_minimum_tokens")

    def offers_for(self, model: str) -> tuple[Offer, ...]:
        """Who tunes a model, in the order of the table."""
        return tuple(o for o in self.offer.values() if is_among(model, o.models))

    def offer_of(self, model: str, vendor: str | None, day: date | None = None) -> Offer | None:
        """The offer for a model, of one vendor if named; None when nobody tunes it.

        Where no vendor is named, one that still takes jobs on `day` comes before one that does not.

        Raises:
            InvalidInput: the vendor named does not tune the model, but others do.

        """
        offers = self.offers_for(model)
        if vendor is None:
            taking = [o for o in offers if day is None or not o.closed(day)]
            return next(iter([*taking, *offers]), None)
        wanted = vendor.strip().lower()
        for offer in offers:
            if wanted in offer.label.lower():
                return offer
        if offers:
            others = ", ".join(o.label for o in offers)
            raise InvalidInput(f"{vendor} does not tune {model} in our price table; {others} does")
        return None


_MERGED = ("model", "price", "offer", "end", "gpu", "cache", "choice")


@cache
def tariffs(path: Path | None = None) -> Tariffs:
    """The packaged table, with the rows of the user's file `path` in place of those of the same id.

    Raises:
        BrokenDataFile: a file cannot be used; the message names file, key and value.

    """
    packaged = read(Tariffs, "prices.toml")
    if path is None:
        return packaged
    own = read(Tariffs, "prices.toml", path)
    rows = {part: {**getattr(packaged, part), **getattr(own, part)} for part in _MERGED}
    rest = {
        "checked": own.checked or packaged.checked,
        "open_families": own.open_families or packaged.open_families,
    }
    merged = packaged.model_copy(update={**rows, **rest})
    for key, row in own.price.items():
        _check_own(key, row, packaged, merged, path)
    for name, offer in own.offer.items():
        for part in ("training", "input", "cached", "output", "hosting"):
            key = getattr(offer, part)
            if key is not None and key not in merged.price:
                raise BrokenDataFile(f"{path}: offer.{name}.{part}: there is no price {key!r}")
    return merged


def _check_own(key: str, row: PriceRow, packaged: Tariffs, merged: Tariffs, path: Path) -> None:
    """A price of the user's must be one that is used, in the unit it is used in."""
    kind, _, rest = key.partition("/")
    named = [
        getattr(offer, part)
        for offer in merged.offer.values()
        for part in ("training", "input", "cached", "output", "hosting")
    ]
    free = kind in ("embedding", "reranker") or (kind == "gpu" and rest in merged.gpu)
    if key not in packaged.price and key not in named and not free:
        close = difflib.get_close_matches(key, packaged.price, n=2, cutoff=0.5)
        hint = f"did you mean {' or '.join(close)}" if close else "see tools/data/prices.toml"
        raise BrokenDataFile(f"{path}: price.{key}: no estimate uses a price of that id; {hint}")
    known = packaged.price.get(key)
    unit = known.unit if known is not None else UNIT_OF.get(kind, row.unit)
    if row.unit != unit:
        raise BrokenDataFile(f"{path}: price.{key}.unit: must be {unit!r}, got {row.unit!r}")


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
        price.model,
        what,
    )
