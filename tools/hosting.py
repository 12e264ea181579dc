"""GPUs: how many are needed to serve or to train a model, how long, and what that costs."""

import math
from dataclasses import dataclass
from decimal import Decimal

from tools.assumptions import silent
from tools.money import count, exact, rate
from tools.plans import Plan
from tools.serving import Serving, billions
from tools.sheet import Setting, Sheet
from tools.tariffs import Gpu
from tools.usage import Load

_BILLION = Decimal(10) ** 9
_USUAL = "H100"


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
    return Training(
        work * slower / speed / 3600, billion_weights * silent(f"memory_gb_per_billion_{method}")
    )


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


def gpu_hosting(plan: Plan, setting: Setting, sheet: Sheet, load: Load, served: Serving) -> None:
    """Write the monthly lines of GPUs that serve a model: at least one card, always on."""
    hours = silent("months_hours")
    name, card = setting.book.card(plan.gpu or _USUAL)
    memory = _memory(plan, setting, load, served)
    cards = plan.gpus or _cards(plan, setting, load, served, card, memory)
    if served.offer is not None and served.offer.hosting is not None:
        hourly = _hourly(plan, setting, sheet, served.offer.hosting)
        how = (
            f"{cards} × dedicated {_USUAL} × {rate(hourly)} an hour × {count(hours)} hours, idle "
            f"or not; the model needs {count(round(memory))} GB"
        )
        sheet.monthly("Dedicated endpoint", cards * hourly * hours, how, part="hosting")
        return
    hourly = _hourly(plan, setting, sheet, f"gpu/{name}")
    overhead = setting.assume.take("hosting_overhead", "Storage and network of rented GPUs")
    how = (
        f"{cards} × {name} × {rate(hourly)} an hour × {count(hours)} hours × {count(overhead)}, "
        f"idle or not; the model needs {count(round(memory))} GB"
    )
    sheet.monthly("GPU hosting", cards * hourly * hours * overhead, how, part="hosting")
    operations = setting.assume.take("operations_usd", "Keeping the server alive")
    sheet.monthly("Operations", operations, "an engineer's time", part="hosting")


def _hourly(plan: Plan, setting: Setting, sheet: Sheet, key: str) -> Decimal:
    if plan.usd_per_gpu_hour is not None:
        return exact(plan.usd_per_gpu_hour)
    sheet.use([setting.book.used(key)])
    return setting.book.row(key).amount


def _memory(plan: Plan, setting: Setting, load: Load, served: Serving) -> Decimal:
    size, context = size_of(plan, setting, served.model), load.prompt + load.output
    return serving_memory_gb(size, context, silent("requests_at_once"))


def _cards(
    plan: Plan, setting: Setting, load: Load, served: Serving, card: Gpu, memory: Decimal
) -> int:
    """Cards for the memory of the model and for the peak of output tokens a second.

    Decoding waits for memory: a card is as fast as its bandwidth, a model as slow as its size.
    """
    size = size_of(plan, setting, served.model)
    usual = setting.book.card(_USUAL)[1]
    faster = exact(card.terabytes_a_second) / exact(usual.terabytes_a_second)
    speed = setting.assume.take("tokens_per_second", "One card, 8B model") * faster * 8 / size
    average = setting.requests * load.output / (silent("months_hours") * 3600)
    peak = average * silent("peak_factor") / (speed * silent("utilisation"))
    return max(1, math.ceil(peak), math.ceil(memory / exact(card.memory_gb)))
