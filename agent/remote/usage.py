"""What a remote model used and what that costs; checked against the limits before every call."""

import json
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from langchain_core.messages import BaseMessage, HumanMessage

from agent.settings import Settings, Unavailable
from agent.storage.database import Clock, now
from agent.storage.ledger import Counts, Ledger, Limit
from tools.errors import SteerwiseError, UnknownModel
from tools.prices import TokenPrice
from tools.tariffs import tariffs
from tools.tokens import count_tokens

NANO = Decimal(1_000_000_000)
MESSAGE_TOKENS = 4  # what the chat format adds to a message, about
log = logging.getLogger(__name__)


class OverLimit(Unavailable):
    """A limit of the settings is reached; the sentence says which, and who answers now."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """How the grounding check met a reply: asked for again, sentences dropped, replaced."""

    asked_again: int = 0
    dropped: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Usage:
    """What remote models used, in a conversation or in a day.

    Attributes:
        calls: calls of the model; 0 where the built-in one answered alone.
        prompt_tokens: tokens sent, `cached_tokens` among them.
        cached_tokens: tokens that the endpoint had seen before and bills for less.
        completion_tokens: tokens received.
        estimated_calls: calls whose tokens were counted here, as the endpoint did not tell.
        usd: what they cost at list price; None where a model's price is not known.
        price_source: where the price comes from, or why there is none.
        held_back: sentences that the grounding check did not let pass.
        limit: the most tokens that the settings allow, 0 for no limit.
    """

    calls: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    estimated_calls: int
    usd: Decimal | None
    price_source: str
    held_back: HeldBack
    limit: int = 0

    @property
    def tokens(self) -> int:
        """All tokens, sent and received."""
        return self.prompt_tokens + self.completion_tokens


class Book:
    """Keeps the usage of one store, at the prices of the settings."""

    def __init__(self, settings: Settings, ledger: Ledger, *, clock: Clock = now) -> None:
        self._settings = settings
        self._ledger = ledger
        self._clock = clock

    def of_thread(self, thread: str) -> Usage:
        """What a conversation used."""
        return self._usage(self._ledger.of_thread(thread), self._settings.max_tokens_per_thread)

    def today(self) -> Usage:
        """What all conversations used today (UTC), the deleted ones among them."""
        return self._usage(self._ledger.of_day(self.day), self._settings.max_tokens_per_day)

    @property
    def day(self) -> str:
        """Today, by which the sums of days are kept."""
        return self._clock().date().isoformat()

    def open(
        self, thread: str, messages: Sequence[BaseMessage], tools: Sequence[Any] | None = None
    ) -> "Call":
        """Count a call before it is made: its prompt as estimated, until the endpoint tells.

        Raises:
            OverLimit: with its prompt the conversation, or the day, would pass its limit.
        """
        limits = (self._settings.max_tokens_per_thread, self._settings.max_tokens_per_day)
        booked = self._priced(Counts(calls=1, prompt=prompt_tokens(messages, tools), estimated=1))
        day = self.day
        passed = self._ledger.add(thread, day, booked, limits=limits)
        if passed is not None:
            raise OverLimit(_over(passed, limits, self._settings.model_name))
        return Call(booked, self._priced, lambda more: self._ledger.add(thread, day, more))

    def held_back(self, thread: str, counts: HeldBack) -> None:
        """Add what the grounding check did not let pass."""
        if counts != HeldBack():
            more = Counts(
                asked_again=counts.asked_again, dropped=counts.dropped, replaced=counts.replaced
            )
            self._ledger.add(thread, self.day, more)

    def _priced(self, counts: Counts) -> Counts:
        price = _price(self._settings)
        if price is None:
            return replace(counts, unpriced=counts.calls)
        tier = price.at(counts.prompt)
        cached = tier.input if tier.cache_read is None else tier.cache_read
        millionths = (
            (counts.prompt - counts.cached) * tier.input
            + counts.cached * cached
            + counts.completion * (tier.output or Decimal(0))
        )
        nano = (millionths * NANO / 1_000_000).to_integral_value(ROUND_HALF_UP)
        return replace(counts, nano_usd=int(nano))

    def _usage(self, counts: Counts, limit: int) -> Usage:
        return Usage(
            counts.calls,
            counts.prompt,
            counts.cached,
            counts.completion,
            counts.estimated,
            None if counts.unpriced else Decimal(counts.nano_usd) / NANO,
            price_source(self._settings),
            HeldBack(counts.asked_again, counts.dropped, counts.replaced),
            limit,
        )


class Call:
    """One call that is under way: it was counted with an estimate, and ends with what it used."""

    def __init__(
        self,
        booked: Counts,
        priced: Callable[[Counts], Counts],
        add: Callable[[Counts], object],
    ) -> None:
        self._booked = booked
        self._priced = priced
        self._add = add

    def end(self, told: Any, text: str) -> None:
        """Put what the endpoint told in the place of the estimate; without it, count `text`.

        `told` is LangChain's `usage_metadata`, or None.
        """
        if told:
            cached = (told.get("input_token_details") or {}).get("cache_read") or 0
            prompt, completion = int(told["input_tokens"]), int(told["output_tokens"])
            used = Counts(1, prompt, min(int(cached), prompt), completion)
        else:
            used = replace(self._booked, completion=count_tokens(text), nano_usd=0, unpriced=0)
        self._put(self._priced(used))

    def refused(self) -> None:
        """The endpoint gave nothing: nothing is billed."""
        self._put(Counts())

    def _put(self, used: Counts) -> None:
        difference, self._booked = used - self._booked, used
        try:
            self._add(difference)
        except Unavailable as error:  # the turn goes on; the estimate stands
            log.warning("usage was not noted: %s", error)


def prompt_tokens(messages: Sequence[BaseMessage], tools: Sequence[Any] | None = None) -> int:
    """The tokens of a prompt, about: its texts, calls and tool schemas."""
    total = count_tokens(json.dumps(tools, default=str)) if tools else 0
    for message in messages:
        calls = getattr(message, "tool_calls", None)
        total += MESSAGE_TOKENS + count_tokens(str(message.text) + (str(calls) if calls else ""))
    return total


def held_back(messages: Sequence[BaseMessage]) -> HeldBack:
    """What the grounding check did not let pass in the last turn, as the messages carry it."""
    total = Counter[str]()
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        total.update(message.additional_kwargs.get("held_back") or {})
    return HeldBack(total["asked_again"], total["dropped"], total["replaced"])


def token_price(settings: Settings) -> TokenPrice | None:
    """What the configured model costs by the token; None where no price is known."""
    return _price(settings)


def price_source(settings: Settings) -> str:
    """Where the price of the configured model comes from, or why there is none."""
    if not settings.remote:
        return "the built-in model costs nothing"
    price = _price(settings)
    if price is not None:
        return price.source
    if _is_own_machine(settings.openai_base_url):
        return "a model of your own machines has no list price"
    return f"no price is known for {settings.model_name}"


def _price(settings: Settings) -> TokenPrice | None:
    """The price of the configured model; a model on own machines has one only if it is given."""
    if not settings.remote:
        return None
    table = tariffs(settings.prices_file)
    if _is_own_machine(settings.openai_base_url) and settings.model_name not in table.model:
        return None
    return _list_price(settings.model_name, settings.today, settings)


def _list_price(name: str, day: date, settings: Settings) -> TokenPrice | None:
    try:
        return tariffs(settings.prices_file).token_price(name, day)
    except (UnknownModel, SteerwiseError):
        return None


def _is_own_machine(address: str | None) -> bool:
    host = (urlsplit(address).hostname or "") if address else ""
    if host == "localhost" or host.endswith((".local", ".internal", ".localhost")):
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return bool(host) and "." not in host
    return found.is_private or found.is_loopback


def _over(passed: Limit, limits: tuple[int, int], model: str) -> str:
    most = limits[0] if passed == "thread" else limits[1]
    whose = "This conversation" if passed == "thread" else "All conversations of today together"
    until = "" if passed == "thread" else " until midnight UTC"
    return (
        f"{whose} may use {most:,} tokens of {model}, and the next answer would pass that; "
        f"the built-in model answers{until}."
    )
