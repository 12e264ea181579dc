"""What one request costs at a model: prompt, cached prefix, answer, batch share, length tier."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tools.assumptions import Assumptions
from tools.costreport import PriceUsed
from tools.money import MILLION, ZERO, count, rate
from tools.prices import Tier, TokenPrice
from tools.tariffs import shown_price

Words = Callable[[], str]  # arithmetic that is put in words only where somebody reads it


@dataclass(frozen=True, slots=True)
class Load:
    """The tokens of one request; `stable` ones are the same in every call, part of `prompt`."""

    prompt: Decimal
    stable: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Modifiers:
    """How requests are sent: hit share of the prefix cache, share that may wait for a batch.

    `cache_minimum` is the shortest prefix that the vendor caches, in tokens.
    """

    cache_hit_share: Decimal = ZERO
    batch_share: Decimal = ZERO
    batch_uses_cache: bool = False
    cache_minimum: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class RequestCost:
    """USD of one average request, split into prompt and answer, and the arithmetic of each.

    `left_out` is what the answer would cost at the price of the input, where no price of output is
    known and the answer therefore counts as nothing.
    """

    prompt: Decimal
    output: Decimal
    how_prompt: Words
    how_output: Words
    prices: tuple[PriceUsed, ...]
    warnings: tuple[str, ...]
    left_out: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Prompt and answer together."""
        return self.prompt + self.output


def request_cost(load: Load, price: TokenPrice, how: Modifiers, assume: Assumptions) -> RequestCost:
    """Price one request with its own length; the caller multiplies by the volume.

    A request above a length threshold is billed at the upper tier as a whole.
    """
    warnings: list[str] = []
    online = price.at(load.prompt)
    if online.above:
        warnings.append(
            f"Prompts above {count(online.above)} tokens put the whole request of {price.model} "
            "into a dearer tier."
        )
    cached = _cache_helps(load, how, online, assume, warnings)
    used = [("input", online.input)]
    if cached and online.cache_read is not None:
        used.append(("cached input", online.cache_read))
    prompt, how_prompt = _prompt(load, online, how, assume, cached=cached)
    output, how_output = _output(load, online, used)
    if how.batch_share:
        later = _batch_tier(price, load, assume)
        used.append(("batch input", later.input))
        share = how.batch_share
        hits = cached and how.batch_uses_cache
        later_prompt, _ = _prompt(load, later, how, assume, cached=hits)
        later_output = load.output * (later.output or ZERO) / MILLION
        prompt = (1 - share) * prompt + share * later_prompt
        output = (1 - share) * output + share * later_output
        how_prompt = _partly_later(how_prompt, share, later.input)
        if later.output is not None:
            how_output = _partly_later(how_output, share, later.output)
    left_out = load.output * online.input / MILLION if online.output is None else ZERO
    shown = () if assume.quiet else tuple(shown_price(price, what, usd) for what, usd in used)
    return RequestCost(prompt, output, how_prompt, how_output, shown, tuple(warnings), left_out)


def prefix_price(tier: Tier, hit_share: Decimal, assume: Assumptions) -> Decimal:
    """USD per million prefix tokens with caching on: h × read + (1 - h) × write."""
    read = tier.cache_read
    if read is None:
        read = tier.input * assume.take("cached_price_share", "A cached token")
    write = tier.input if tier.cache_write is None else tier.cache_write
    return hit_share * read + (1 - hit_share) * write


def _prompt(
    load: Load, tier: Tier, how: Modifiers, assume: Assumptions, *, cached: bool
) -> tuple[Decimal, Words]:
    if not cached:
        return (
            load.prompt * tier.input / MILLION,
            lambda: f"{count(load.prompt)} tokens × {rate(tier.input)} per million",
        )
    prefix = prefix_price(tier, how.cache_hit_share, assume)
    rest = load.prompt - load.stable
    return (
        (load.stable * prefix + rest * tier.input) / MILLION,
        lambda: (
            f"({count(load.stable)} prefix tokens × {rate(prefix)} at "
            f"{count(how.cache_hit_share * 100)}% cache hits + {count(rest)} × {rate(tier.input)}) "
            "per million"
        ),
    )


def _partly_later(how: Words, share: Decimal, usd: Decimal) -> Words:
    return lambda: f"{how()}, {count(share * 100)}% in batch at {rate(usd)}"


def _output(load: Load, tier: Tier, used: list[tuple[str, Decimal]]) -> tuple[Decimal, Words]:
    paid = tier.output
    if paid is None or not load.output:
        return ZERO, lambda: ""
    used.append(("output", paid))
    return (
        load.output * paid / MILLION,
        lambda: f"{count(load.output)} tokens × {rate(paid)} per million",
    )


def _cache_helps(
    load: Load, how: Modifiers, tier: Tier, assume: Assumptions, warnings: list[str]
) -> bool:
    if not how.cache_hit_share or not load.stable:
        return False
    if load.stable < how.cache_minimum:
        warnings.append(
            f"The stable prefix of {count(round(load.stable))} tokens is below the "
            f"{count(how.cache_minimum)} from which vendors cache, so it saves nothing."
        )
        return False
    if prefix_price(tier, how.cache_hit_share, assume) >= tier.input:
        warnings.append(
            f"At {count(how.cache_hit_share * 100)}% hits, paying for cache writes costs more "
            "than reading saves, so caching is counted as switched off."
        )
        return False
    return True


def _batch_tier(price: TokenPrice, load: Load, assume: Assumptions) -> Tier:
    if price.batch is not None:
        return price.at(load.prompt, batch=True)
    share = assume.take("batch_price_share", "Batch work")
    tier = price.at(load.prompt)
    output = None if tier.output is None else tier.output * share
    return Tier(tier.above, tier.input * share, output, tier.cache_read, tier.cache_write)
