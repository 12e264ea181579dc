"""The rows of the price table: what each must say, so that no price lacks its date and source."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from tools.datafiles import Row
from tools.money import exact

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


RUNNING_TOKENS: Unit = "USD per million tokens"


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

    def times(self, factor: float) -> "PriceRow":
        """The same price multiplied, with its bounds."""
        bounds = {"usd": self.usd, "low": self.low, "high": self.high}
        return self.model_copy(
            update={name: usd * factor for name, usd in bounds.items() if usd is not None}
        )

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

    def closed(self, day: date) -> bool:
        """True when no new tuning job is taken on that day any more."""
        return self.closes is not None and self.closes < day


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


class OwnModel(Row):
    """What a model costs by the token where a file of the user says so: a discount, an own model.

    It comes before the price lists; a missing price of cached tokens is assumed.
    """

    usd_per_million_input_tokens: float = Field(ge=0, allow_inf_nan=False)
    usd_per_million_output_tokens: float = Field(ge=0, allow_inf_nan=False)
    usd_per_million_cached_tokens: float | None = Field(None, ge=0, allow_inf_nan=False)
    as_of: date
    source: str = Field(min_length=1)
    why: str = Field(min_length=1)


class Lists(Row):
    """The price lists of models by the token: their release, and when they were last checked."""

    version: str
    checked: date
    source: str
    why: str


class Choice(Row):
    """A model that an estimate chooses where nobody has named one, or the named one cannot be."""

    model: str
    source: str
    why: str


UNIT_OF: Mapping[str, Unit] = MappingProxyType(
    {
        "training": "USD per million training tokens",
        "input": "USD per million tokens",
        "cached": "USD per million tokens",
        "output": "USD per million tokens",
        "embedding": "USD per million tokens",
        "reranker": "USD per 1,000 searches",
        "hosting": "USD per hour",
        "gpu": "USD per GPU-hour",
    }
)
