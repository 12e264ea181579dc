"""GPUs: how many are needed to serve or to train a model, how long, and what that costs."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tools.assumptions import silent
from tools.costreport import Hardware
from tools.money import count, exact, rate
from tools.plans import Plan
from tools.pricerows import Gpu
from tools.serving import Serving, billions
from tools.sheet import Setting, Sheet
from tools.usage import Load

_BILLION = Decimal(10) ** 9
_USUAL = "H100"
_MACHINE = 8


@dataclass(frozen=True, slots=True)
class Training:
    """The GPU work of one training run: hours on one card, and the memory it needs in GB."""

    gpu_hours: Decimal
    memory_gb: Decimal


def training_work(
    *, billion_weights: Decimal, tokens: Decimal, method: str, card: Gpu, mfu: Decimal | None = None
) -> Training:
    """GPU-hours of one training run: operations = a × weights × tokens, at a share of peak speed.

    `tokens` counts every pass. QLoRA does the work of LoRA but waits for de-quantisation.

    Source of a: 6 per weight and token for full training (Kaplan et al., 2020), plus recomputation;
    adapters need no gradients of the frozen weights.
    """
    kind = "full" if method == "full" else "lora"
    work = silent(f"flops_{kind}") * billion_weights * _BILLION * tokens
    speed = exact(card.teraflops) * Decimal(10) ** 12 * (mfu or silent("mfu"))
    slower = silent("qlora_slowdown") if method == "qlora" else Decimal(1)
    return Training(work * slower / speed / 3600, training_memory_gb(billion_weights, method))


def training_memory_gb(billion_weights: Decimal, method: str) -> Decimal:
    """GB to train a model with `lora`, `qlora` or `full`."""
    return billion_weights * silent(f"memory_gb_per_billion_{method}")


def serving_memory_gb(
    billion_weights: Decimal, context_tokens: Decimal, at_once: Decimal
) -> Decimal:
    """GB to serve a model in 16 bits: weights, the attention cache of the open requests, a rest."""
    size = "small" if billion_weights < silent("large_from_billion") else "large"
    cache = at_once * context_tokens * silent(f"cache_bytes_{size}") / _BILLION
    return billion_weights * silent("memory_gb_per_billion_served") + cache + 1


def usd_per_million_output(
    hourly: Decimal, tokens_per_second: Decimal, utilisation: Decimal
) -> Decimal:
    """USD per million output tokens of a card at an average utilisation above 0."""
    return hourly / (3600 * tokens_per_second * utilisation) * 10**6


def size_of(plan: Plan, setting: Setting, model: str | None) -> Decimal:
    """Billions of weights: as given, as the model's name tells, or as assumed."""
    if plan.parameters_billion is not None:
        return exact(plan.parameters_billion)
    told = billions(model or "")
    if told is not None:
        return exact(told)
    return setting.assume.take("open_parameters_billion", "Size of the model")


def gpu_hosting(
    plan: Plan, setting: Setting, sheet: Sheet, load: Load, served: Serving
) -> Callable[[Decimal], Decimal]:
    """Write the monthly lines of GPUs that serve a model: at least one card, always on.

    Returns the rent in USD a month as a function of the requests a month: it rises in steps.
    """
    hours = silent("months_hours")
    size = size_of(plan, setting, served.model)
    need = _Need(
        memory=serving_memory_gb(size, load.prompt + load.output, silent("requests_at_once")),
        speed=_speed(plan, setting, size),
        output=load.output,
        peak=_peak(plan, setting),
    )
    dedicated = served.offer.hosting if served.offer is not None else None
    name = _serving_card(plan, setting, need, dedicated)
    card = setting.book.card(name)[1]
    hourly = _hourly(plan, setting, sheet, dedicated or f"gpu/{name}")
    overhead = Decimal(1)
    if dedicated is None:
        overhead = setting.assume.take("hosting_overhead", "Storage and network of rented GPUs")

    def rent(requests: Decimal) -> Decimal:
        cards = plan.gpus or need.cards(card, requests)
        return cards * hourly * hours * overhead

    cards = plan.gpus or need.cards(card, setting.requests)
    sheet.hardware.append(Hardware("serve", name, cards, float(round(need.memory, 1))))

    def how() -> str:
        more = "" if dedicated is not None else f" × {count(overhead)}"
        return (
            f"{count(cards)} × {name if dedicated is None else f'dedicated {name}'} × "
            f"{rate(hourly)} an hour × {count(hours)} hours{more}, idle or not; the model needs "
            f"{count(round(need.memory))} GB"
        )

    label = "GPU hosting" if dedicated is None else "Dedicated endpoint"
    sheet.monthly(label, rent(setting.requests), how, part="hosting")
    if dedicated is None:
        operations = setting.assume.take("operations_usd", "Keeping the server alive")
        sheet.monthly("Operations", operations, lambda: "an engineer's time", part="hosting")
    return rent


def training_card(plan: Plan, setting: Setting, memory_gb: Decimal) -> str:
    """The card to train on: as given, or the one that costs least for its speed and is enough.

    The fewest machines of eight cards come first, then a single card: spreading work is work.
    """
    if plan.gpu is not None or plan.usd_per_gpu_hour is not None:
        return setting.book.card(plan.gpu or _USUAL)[0]

    def order(name: str) -> tuple[int, bool, Decimal]:
        card = setting.book.gpu[name]
        cards = math.ceil(memory_gb / exact(card.memory_gb))
        hourly = setting.book.row(f"gpu/{name}").amount
        return math.ceil(cards / _MACHINE), cards > 1, hourly / exact(card.teraflops)

    return min(setting.book.gpu, key=order)


@dataclass(frozen=True, slots=True)
class _Need:
    """What serving takes: GB, output tokens a second of the usual card, tokens, peak load."""

    memory: Decimal
    speed: Decimal
    output: Decimal
    peak: Decimal

    def cards(self, card: Gpu, requests: Decimal) -> int:
        """Cards for the memory of the model and for the peak of output tokens a second.

        Decoding waits for memory: a card is as fast as its bandwidth, a model as slow as its size.
        """
        least = math.ceil(self.memory / exact(card.memory_gb))
        if not requests:
            return max(1, least)
        average = requests * self.output / (silent("months_hours") * 3600)
        speed = self.speed * exact(card.terabytes_a_second)
        peak = average * self.peak / (speed * silent("utilisation"))
        return max(1, math.ceil(peak), least)


def _speed(plan: Plan, setting: Setting, size: Decimal) -> Decimal:
    """Output tokens a second for each TB/s of a card's bandwidth."""
    usual = exact(setting.book.card(_USUAL)[1].terabytes_a_second)
    if plan.tokens_per_second is not None:
        own = exact(setting.book.card(plan.gpu or _USUAL)[1].terabytes_a_second)
        return exact(plan.tokens_per_second) / own
    return setting.assume.take("tokens_per_second", "One H100, 8B model") * 8 / size / usual


def _peak(plan: Plan, setting: Setting) -> Decimal:
    if plan.gpus is not None:
        return silent("peak_factor")
    return setting.given_or(plan.peak_factor, "peak_factor", "Peak load")


def _serving_card(plan: Plan, setting: Setting, need: _Need, dedicated: str | None) -> str:
    """The card to serve on: as given, or the one whose rent is the lowest for this load."""
    book = setting.book
    given = (plan.gpu, plan.gpus, plan.usd_per_gpu_hour, plan.tokens_per_second, dedicated)
    if any(value is not None for value in given):
        return book.card(plan.gpu or _USUAL)[0]
    rents = {
        name: need.cards(card, setting.requests) * book.row(f"gpu/{name}").amount
        for name, card in book.gpu.items()
    }
    return min(rents, key=lambda name: rents[name])


def _hourly(plan: Plan, setting: Setting, sheet: Sheet, key: str) -> Decimal:
    if plan.usd_per_gpu_hour is not None:
        return exact(plan.usd_per_gpu_hour)
    sheet.use(lambda: [setting.book.used(key)])
    return setting.book.row(key).amount
