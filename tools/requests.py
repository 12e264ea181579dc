"""What one request costs at a model: prompt, cached prefix, answer, batch share and length tiers."""

from dataclasses import dataclass
from decimal import Decimal

from tools.assumptions import Assumptions, silent
from tools.money import MILLION, ZERO, count, rate
from tools.prices import Tier, TokenPrice
from tools.results import PriceUsed
from tools.tariffs import shown_price


@dataclass(frozen=True, slots=True)
class Load:
    """The tokens of one request: the prompt (of which `stable` are the same in every call), the answer."""

    prompt: Decimal
    stable: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Modifiers:
    """How requests are sent: hit share of the prefix cache, share that may wait for a batch."""

    cache_hit_share: Decimal = ZERO
    batch_share: Decimal = ZERO
    batch_uses_cache: bool = False


@dataclass(frozen=True, slots=True)
class RequestCost:
    """USD of one average request, split into prompt and answer, and the arithmetic of each."""

    prompt: Decimal
    output: Decimal
    how_prompt: str
    how_output: str
    prices: tuple[PriceUsed, ...]
    warnings: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """Prompt and answer together."""
        return self.prompt + self.output


def request_cost(load: Load, price: TokenPrice, how: Modifiers, assume: Assumptions) -> RequestCost:
    """Price one request with its own length, then let the caller multiply by the volume.

    Formulas: effective prefix price h*read + (1-h)*write, batch share at the batch price; a request
    above a length threshold is billed at the upper tier as a whole.
    """
    online = price.at(load.prompt)
    warnings = list(_length_warnings(load, price))
    cached, note = _cached(load, how, online, assume, warnings)
    prefix = _prefix_price(online, how, assume) if cached else online.input
    prompt = (load.stable * prefix + (load.prompt - load.stable) * online.input) / MILLION
    output = load.output * online.output / MILLION
    how_prompt = f"{count(load.prompt)} tokens × {rate(online.input)} per million"
    if cached:
        how_prompt = (
            f"({count(load.stable)} prefix tokens × {rate(prefix)} "
            f"+ {count(load.prompt - load.stable)} × {rate(online.input)}) per million{note}"
        )
    how_output = f"{count(load.output)} tokens × {rate(online.output)} per million"
    used = [shown_price(price, "input", online.input), shown_price(price, "output", online.output)]
    if cached and online.cache_read is not None:
        used.append(shown_price(price, "cached input", online.cache_read))
    if how.batch_share:
        later = _batch_tier(price, load, assume)
        used.append(shown_price(price, "batch input", later.input))
        hit = cached and how.batch_uses_cache
        later_prefix = _prefix_price(later, how, assume) if hit else later.input
        later_prompt = (
            load.stable * later_prefix + (load.prompt - load.stable) * later.input
        ) / MILLION
        share = how.batch_share
        prompt = (1 - share) * prompt + share * later_prompt
        output = (1 - share) * output + share * load.output * later.output / MILLION
        part = f", {count(share * 100)} % in batch at {rate(later.input)} / {rate(later.output)}"
        how_prompt, how_output = how_prompt + part, how_output + part
    return RequestCost(prompt, output, how_prompt, how_output, tuple(used), tuple(warnings))


def _cached(
    load: Load, how: Modifiers, tier: Tier, assume: Assumptions, warnings: list[str]
) -> tuple[bool, str]:
    """Whether the cache is used, and what to add to the arithmetic."""
    if not how.cache_hit_share or not load.stable:
        return False, ""
    least = silent("cache_minimum_tokens")
    if load.stable < least:
        warnings.append(
            f"The stable prefix of {count(load.stable)} tokens is below the {count(least)} that vendors "
            "cache, so no cache discount is counted."
        )
        return False, ""
    if _prefix_price(tier, how, assume) >= tier.input:
        warnings.append(
            f"With only {count(how.cache_hit_share * 100)} % hits the paid cache writes cost more than "
            "caching saves, so caching is counted as switched off."
        )
        return False, ""
    return True, f", {count(how.cache_hit_share * 100)} % cache hits"


def _prefix_price(tier: Tier, how: Modifiers, assume: Assumptions) -> Decimal:
    read = tier.cache_read
    if read is None:
        read = tier.input * assume.take("cached_price_share", "Price of a cached token")
    write = tier.cache_write or tier.input
    return how.cache_hit_share * read + (1 - how.cache_hit_share) * write


def _batch_tier(price: TokenPrice, load: Load, assume: Assumptions) -> Tier:
    if price.batch is not None:
        return price.at(load.prompt, batch=True)
    share = assume.take("batch_price_share", "Price of batch work")
    tier = price.at(load.prompt)
    return Tier(
        tier.above, tier.input * share, tier.output * share, tier.cache_read, tier.cache_write
    )


def _length_warnings(load: Load, price: TokenPrice) -> tuple[str, ...]:
    tier = price.at(load.prompt)
    if tier.above == 0:
        return ()
    return (
        f"Prompts above {count(tier.above)} tokens put the whole request of {price.model} in a dearer tier.",
    )
