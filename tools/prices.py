"""What a token costs: model prices by the name people type, each with its birth certificate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any, cast

from tools.errors import UnknownModel
from tools.modelnames import BARE, BRANDS, REMEMBERED, keys, spaced, words_of
from tools.money import exact

# Price lists are searched in this order: makers first, then hosts of open models, resellers last.
_ORDER = (
    "openai", "anthropic", "google", "mistral", "deepseek", "x-ai", "cohere", "moonshotai", "zai",
    "minimax", "meta", "together", "fireworks", "aws", "groq", "databricks", "azure", "cerebras",
    "perplexity", "voyageai",
)  # fmt: skip
_MAKERS = 7
_SKIPPED = frozenset({"github-copilot", "cursor", "quicksilverpro", "openai-decisions"})
_OTHER_USES = frozenset(
    {"audio", "image", "embed", "embedding", "guard", "moderation", "ocr", "realtime", "transcribe"}
    | {"tts", "whisper", "vision", "search", "rerank", "live"}
)
# Offered when a name is unknown: what people start with today, the cheap ones first.
_CURRENT = (
    "gpt-6-luna", "gpt-6.1-terra", "gpt-6.1-sol", "gpt-4o-mini", "gpt-4o",
    "claude-haiku-5.5", "claude-sonnet-5.5", "claude-opus-5.5",
    "gemini-2.5-flash", "gemini-2.5-pro", "gemini-3.8-flash",
    "mistral-small-2603", "mistral-7b", "mistral-large-4",
    "llama-3.1-8b", "llama-3.3-70b", "gpt-oss-20b", "nova-micro", "nova-lite", "deepseek-flash",
    "qwen-2.5-7b",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tier:
    """Prices in USD per million tokens for requests of more than `above` input tokens.

    `output` is None where nobody gave a price for output.
    """

    above: int
    input: Decimal
    output: Decimal | None
    cache_read: Decimal | None
    cache_write: Decimal | None


@dataclass(frozen=True, slots=True)
class TokenPrice:
    """What one model charges; `tiers` is ordered by length and its first starts at 0 tokens.

    `batch` holds the same for work that may wait a day, or None where no batch price is known.
    """

    model: str
    provider: str
    tiers: tuple[Tier, ...]
    batch: tuple[Tier, ...] | None
    source: str
    as_of: date

    def at(self, input_tokens: Decimal | float, *, batch: bool = False) -> Tier:
        """The prices of a request with that many input tokens; all of it is billed at one tier."""
        rows = self.batch if batch and self.batch is not None else self.tiers
        return next(row for row in reversed(rows) if input_tokens > row.above or row.above == 0)


def stated_price(
    model: str,
    *,
    input_usd: Decimal,
    output_usd: Decimal | None,
    cached_usd: Decimal | None,
    as_of: date,
) -> TokenPrice:
    """A price the user gave."""
    tier = Tier(0, input_usd, output_usd, cached_usd, None)
    return TokenPrice(model, "", (tier,), None, "given by you", as_of)


def scaled(price: TokenPrice, factor: Decimal) -> TokenPrice:
    """The same price with every amount multiplied."""

    def tier(row: Tier) -> Tier:
        output, read, write = (
            None if usd is None else usd * factor
            for usd in (row.output, row.cache_read, row.cache_write)
        )
        return Tier(row.above, row.input * factor, output, read, write)

    batch = None if price.batch is None else tuple(map(tier, price.batch))
    return replace(price, tiers=tuple(map(tier, price.tiers)), batch=batch)


def current_models() -> tuple[str, ...]:
    """The models that people start with today, by the names of the price lists."""
    return _CURRENT


def models_like(name: str) -> tuple[str, ...]:
    """Three models with a known price to offer where a name is unknown, the likeliest first."""
    return tuple(_closest(name[:80])[0])


@lru_cache(REMEMBERED)
def token_price(name: str, as_of: date, checked: date | None = None) -> TokenPrice:
    """The list price of a model on a day, looked up offline by the name people type.

    `checked` is the day on which the lists were last compared with the vendors' pages; the price is
    as old as that, however late it is asked for.

    Raises:
        UnknownModel: no price list names the model; the message offers the closest names.

    """
    provider, info = _find(name)
    moment = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC)
    standard = _tiers(info.get_prices(moment, None))
    if not standard:
        raise UnknownModel(
            f"{name!r} has no price per token in the price lists; "
            "give usd_per_million_input_tokens and usd_per_million_output_tokens"
        )
    batch = _tiers(info.get_prices(moment, {"processing": "batch"}))
    urls = getattr(provider, "pricing_urls", None) or ()
    return TokenPrice(
        model=_shown(info.id),
        provider=provider.id,
        tiers=standard,
        batch=None if batch == standard else batch,
        source=f"genai-prices {_version()}, {provider.name}" + (f", {urls[0]}" if urls else ""),
        as_of=as_of if checked is None else min(as_of, checked),
    )


@cache
def _version() -> str:
    return version("genai-prices")


def _tiers(price: Any) -> tuple[Tier, ...]:
    rows = {
        key: getattr(price, f"{key}_mtok")
        for key in ("input", "output", "cache_read", "cache_write")
    }
    if rows["input"] is None:
        return ()
    starts = {0}
    for row in rows.values():
        starts |= {tier.start for tier in getattr(row, "tiers", ())}
    return tuple(
        Tier(
            start,
            cast(Decimal, _value(rows["input"], start)),
            _value(rows["output"], start) or Decimal(0),  # embedders have no output
            _value(rows["cache_read"], start),
            _value(rows["cache_write"], start),
        )
        for start in sorted(starts)
    )


def _value(row: Any, start: int) -> Decimal | None:
    if row is None:
        return None
    if not hasattr(row, "tiers"):
        return exact(row)
    value = row.base
    for tier in row.tiers:
        if tier.start <= start:
            value = tier.price
    return exact(value)


def _find(name: str) -> tuple[Any, Any]:
    index = _index()
    for key in keys(name):
        if key in index:
            return index[key]
    close, like = _closest(name[:80])
    offer = f"did you mean {' or '.join(close)}?"
    if not like:
        offer = f"nothing there is called like it; current ones are {', '.join(close)}."
    raise UnknownModel(
        f"no price is known for the model {name[:80]!r}; {offer} Else give its price "
        "(usd_per_million_input_tokens and usd_per_million_output_tokens)"
    )


def _closest(name: str) -> tuple[list[str], bool]:
    """Three names to offer, slips of the pen first, and whether any of them is like `name`."""
    from rapidfuzz import fuzz, process

    typed, names = spaced(name), _offered()
    near: list[str] = []
    if typed not in BARE:
        near = [names[text] for text in names if text.startswith(f"{typed} ")][:1]
        slips = process.extract(typed, list(names), scorer=fuzz.ratio, limit=2, score_cutoff=84)
        near += [names[text] for text, _, _ in slips]
    family = [model for model in _CURRENT if words_of(model) & words_of(name) & BARE]
    kin = [model for model in _CURRENT if words_of(model) & words_of(name) - BARE]
    return list(dict.fromkeys([*near, *family, *kin, *_CURRENT]))[:3], bool(near or family or kin)


@cache
def _offered() -> Mapping[str, str]:
    return {
        spaced(info.id): info.id
        for provider, info in _entries()
        if provider.id in _ORDER[:_MAKERS] and not words_of(info.id) & _OTHER_USES
        if not re.search(r"-\d{4}(?:-|$)|:", info.id)
    }


@cache
def _index() -> Mapping[frozenset[str] | str, tuple[Any, Any]]:
    found: dict[frozenset[str] | str, tuple[Any, Any]] = {}
    for provider, info in _entries():
        if provider.id in _ORDER:
            found.setdefault(info.id.lower(), (provider, info))
    for unbranded in (False, True):
        for provider, info in _entries():
            for text in filter(None, (info.id, info.name)):
                words = words_of(text) - BRANDS if unbranded else words_of(text)
                if words - BARE and (len(words) > 1 or not unbranded):
                    found.setdefault(words, (provider, info))
    return found


@cache
def _entries() -> tuple[tuple[Any, Any], ...]:
    from genai_prices.data import providers

    place = {name: n for n, name in enumerate(_ORDER)}
    ordered = sorted(providers, key=lambda p: (p.id == "openrouter", place.get(p.id, len(place))))
    return tuple(
        (provider, info)
        for provider in ordered
        if provider.id not in _SKIPPED
        for info in provider.models
        if not (provider.id == "openai" and "oss" in info.id)  # open weights: hosts sell them
    )


def _shown(identifier: str) -> str:
    return identifier.rsplit("/", 1)[-1]
