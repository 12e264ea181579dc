"""What a plan costs every month: tokens, checks, retrieval, hosting, GPUs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tools.assumptions import Assumptions, silent
from tools.hosting import gpu_hosting
from tools.load import full_load, load_of
from tools.money import MILLION, ZERO, about, count, counted, exact, rate
from tools.plans import Plan
from tools.retrieval import retrieve
from tools.serving import Serving, serving
from tools.sheet import Setting, Sheet
from tools.usage import Load, Modifiers, RequestCost, Words, request_cost


@dataclass(frozen=True, slots=True)
class Running:
    """How a plan runs: what serves it, the tokens and the variable USD of one request."""

    served: Serving
    load: Load
    per_request: Decimal
    untuned: tuple[str, Decimal] | None
    left_out_usd: Decimal = ZERO
    rent: Callable[[Decimal], Decimal] | None = None


def run(plan: Plan, setting: Setting, sheet: Sheet) -> Running:
    """Write the monthly lines of a plan."""
    served, load = serving(plan, setting, sheet), load_of(plan, setting)
    rent = None
    given = plan.states_price or setting.baseline.states_price
    if setting.on_own_gpus and not given and (served.price is not None or served.offer is not None):
        sheet.warnings.append(f"{plan.named} sends data to a cloud, but data may not leave.")
    per_request = left_out = ZERO
    if served.price is not None:
        per_request, left_out = _tokens(plan, setting, sheet, load, served)
        if not sheet.quiet:
            _cache_tip(plan, setting, sheet, load, served)
    if plan.hosting_usd_monthly is not None:
        sheet.monthly(
            "Hosting", exact(plan.hosting_usd_monthly), lambda: "as given", part="hosting"
        )
    elif served.price is None:
        rent = gpu_hosting(plan, setting, sheet, _on_gpus(plan, setting, load), served)
    elif served.offer is not None and served.offer.hosting is not None:
        _hosting_fee(setting, sheet, served.offer.hosting)
    if plan.kind == "rag":
        per_request += retrieve(plan, setting, sheet)
    if plan.upkeep_usd_monthly is not None:
        sheet.monthly("Upkeep", exact(plan.upkeep_usd_monthly), lambda: "as given", part="upkeep")
    untuned = None if sheet.quiet else _untuned(plan, setting, served)
    return Running(served, load, per_request, untuned, left_out, rent)


def modifiers(plan: Plan, setting: Setting, model: str | None) -> Modifiers:
    """The cache and batch settings of a plan."""
    minimum = ZERO
    if setting.extra_tokens is None:
        minimum = setting.book.cache_minimum(model)
    return Modifiers(
        exact(plan.cache_hit_share or 0),
        exact(plan.batch_share or 0),
        plan.batch_uses_cache,
        minimum,
    )


def _tokens(
    plan: Plan, setting: Setting, sheet: Sheet, load: Load, served: Serving
) -> tuple[Decimal, Decimal]:
    """Write the token lines; the variable USD of one request, and what was left out of it."""
    assert served.price is not None
    cost = request_cost(load, served.price, modifiers(plan, setting, served.model), setting.assume)
    if setting.baseline.cache_hit_share and plan.cache_hit_share is None:
        setting.assume.say(f"{plan.named} is priced without the caching of the baseline.")
    volume = setting.requests
    sheet.use(lambda: cost.prices)
    sheet.warnings += cost.warnings
    if plan.batch_share and "latency_target_ms" in setting.facts:
        sheet.warnings.append("Batch work may take a day, but the project needs a response time.")

    def each(how: Words) -> Words:
        return lambda: f"{counted(volume, 'request')} × {how()}"

    sheet.monthly("Prompt tokens", volume * cost.prompt, each(cost.how_prompt), part="tokens")
    if cost.output:
        sheet.monthly("Output tokens", volume * cost.output, each(cost.how_output), part="tokens")
    if cost.left_out:
        setting.assume.say(
            f"{plan.named}: the {count(load.output)} output tokens of each request are left out, "
            "since no price for output was given."
        )
    return cost.total + _checks(plan, setting, sheet, load, served, cost), cost.left_out


def _checks(
    plan: Plan, setting: Setting, sheet: Sheet, load: Load, served: Serving, cost: RequestCost
) -> Decimal:
    """Repeated requests, and for guardrails a second look at each answer."""
    extra, volume = ZERO, setting.requests
    if plan.kind == "guardrails" or plan.retry_share:
        share = setting.given_or(plan.retry_share, "retry_share", "Sent back by validation")
        extra += share * cost.total
        sheet.monthly(
            "Repeated requests",
            volume * share * cost.total,
            lambda: f"{count(share * 100)}% of {count(volume)} requests × {rate(cost.total)}",
            part="tokens",
        )
    if plan.kind == "guardrails" and served.price is not None and _needs_reading(setting):
        rules = setting.assume.take("check_prompt_tokens", "Rules of the second check")
        verdict, tier = silent("check_output_tokens"), served.price.at(0)
        paid_out = tier.output or ZERO
        one = ((load.output + rules) * tier.input + verdict * paid_out) / MILLION
        extra += one
        sheet.monthly(
            "Second check of each answer",
            volume * one,
            lambda: (
                f"{count(volume)} × ({count(load.output + rules)} tokens × {rate(tier.input)} + "
                f"{count(verdict)} × {rate(paid_out)}) per million"
            ),
            part="tokens",
        )
    return extra


def _on_gpus(plan: Plan, setting: Setting, load: Load) -> Load:
    """What a request makes GPUs write: repeats and the verdict of a second check are work too."""
    if plan.kind != "guardrails" and not plan.retry_share:
        return load
    share = setting.given_or(plan.retry_share, "retry_share", "Sent back by validation")
    checked = plan.kind == "guardrails" and _needs_reading(setting)
    verdict = silent("check_output_tokens") if checked else ZERO
    return replace(load, output=load.output * (1 + share) + verdict)


def _needs_reading(setting: Setting) -> bool:
    """A schema checks structured output for nothing; risky or free text is read a second time."""
    facts = setting.facts
    risky = facts.value("regulated") or facts.value("failure_mode") == "unsafe_output"
    return bool(risky) or facts.value("output_format") != "structured"


def _cache_tip(plan: Plan, setting: Setting, sheet: Sheet, load: Load, served: Serving) -> None:
    """What caching would save, where a plain prompt is long enough and nobody mentioned it."""
    price = served.price
    asked = plan.cache_hit_share is not None or setting.extra_tokens is not None
    if plan.kind != "prompt_only" or asked or price is None or price.at(0).cache_read is None:
        return
    hits, share = silent("cache_hit_share"), silent("stable_share")
    stable = exact(plan.stable_prompt_tokens or load.prompt * share)
    how = Modifiers(hits, cache_minimum=setting.book.cache_minimum(served.model))
    if stable < how.cache_minimum:
        return
    plain = request_cost(load, price, Modifiers(), setting.assume).total
    cached = request_cost(Load(load.prompt, stable, load.output), price, how, setting.assume).total
    if cached < plain * (1 - silent("worth_mentioning_share")):
        sheet.warnings.append(
            f"Caching the {count(stable)} prompt tokens that are the same in every call would "
            f"bring {plan.named} from {about(setting.requests * plain)} to "
            f"{about(setting.requests * cached)} a month at {count(hits * 100)}% "
            "hits, with no training."
        )


def _hosting_fee(setting: Setting, sheet: Sheet, key: str) -> None:
    hourly, hours = setting.book.row(key).amount, silent("months_hours")
    sheet.use(lambda: [setting.book.used(key)])
    sheet.monthly(
        "Hosting",
        hourly * hours,
        lambda: f"{rate(hourly)} an hour × {count(hours)} hours, idle or not",
        part="hosting",
    )


def _untuned(plan: Plan, setting: Setting, served: Serving) -> tuple[str, Decimal] | None:
    """The cheapest month without tuning, with the full prompt: what tuning has to beat.

    Looked at are the model that is tuned and, unless data must stay, a small model of the lists.
    """
    if not plan.tuned or setting.extra_tokens is not None:
        return None
    prices = [] if served.untuned is None else [served.untuned]
    if not setting.on_own_gpus:
        prices.append(setting.token_price(setting.book.chosen("cheap")))
    load, months = full_load(setting), []
    for price in prices:
        how = modifiers(setting.baseline, setting, price.model)
        one = request_cost(load, price, how, Assumptions()).total
        months.append((price.model, setting.requests * one))
    return min(months, key=lambda month: month[1], default=None)
