"""What a plan costs every month: tokens, retrieval, checks, hosting, GPUs and upkeep."""

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tools.assumptions import silent
from tools.errors import InvalidInput
from tools.money import MILLION, ZERO, count, exact, rate, usd
from tools.plans import Plan
from tools.prices import Tier, TokenPrice, stated_price, token_price
from tools.requests import Load, Modifiers, request_cost
from tools.sheet import Setting, Sheet
from tools.tariffs import Offer, is_gone

DEFAULT_MODEL = "gpt-6.1-terra"
OPEN_HOSTED = "gpt-oss-20b"
OPEN_SELF_HOSTED = "Llama 3.1 8B"


@dataclass(frozen=True, slots=True)
class Running:
    """How a plan runs: its model and offer, the variable USD of one request, and when the model ends."""

    model: str | None
    offer: Offer | None
    load: Load
    per_request: Decimal
    ends: date | None


def run(plan: Plan, setting: Setting, sheet: Sheet) -> Running:
    """Write the monthly lines of a plan."""
    model, offer, price = _served_by(plan, setting, sheet)
    load = _load(plan, setting, has_output_price=price is None or price.at(0).output > 0)
    end = setting.book.end_of(model) if model is not None else None
    if end is not None and is_gone(end, setting.day):
        sheet.warnings.append(
            f"{model} stopped answering on {end.on.isoformat()}; its price is history."
        )
    elif end is not None:
        sheet.warnings.append(
            f"{model} stops answering on {end.on.isoformat()}, its fine-tunes with it."
        )
    per_request = ZERO
    if price is not None:
        per_request = _tokens(plan, setting, sheet, load, price)
    else:
        _gpus(plan, setting, sheet, load, offer)
    if plan.kind == "rag":
        per_request += _retrieval(plan, setting, sheet, load)
    if offer is not None and offer.hosting is not None and price is not None:
        _hosting_fee(plan, setting, sheet, offer)
    elif plan.hosting_usd_monthly is not None and price is not None:
        fee = exact(plan.hosting_usd_monthly)
        sheet.add("Hosting", fee, "month", "as given")
    _upkeep(plan, sheet)
    return Running(model, offer, load, per_request, None if end is None else end.on)


def base_model(plan: Plan, setting: Setting) -> str:
    """The model a plan starts from: its own, the baseline's, the project's, or the default."""
    named = plan.model or setting.plans[0].model or setting.facts.value("model")
    if named is not None:
        return str(named)
    setting.assume.say(
        f"Model: {DEFAULT_MODEL}, since none was named (a current mid-priced model; name yours to be exact)."
    )
    return DEFAULT_MODEL


def _served_by(
    plan: Plan, setting: Setting, sheet: Sheet
) -> tuple[str | None, Offer | None, TokenPrice | None]:
    """The model that serves, the tuning offer behind it, and its token price (None: GPUs by the hour)."""
    first = setting.plans[0]
    named = plan.model or (None if plan is first else first.model) or setting.facts.value("model")
    if plan.states_price:
        return named, None, _stated(plan, plan, setting, named)
    if first.states_price and plan.model is None and plan.kind != "self_hosted":
        setting.assume.say(f"{plan.named} pays the same price per token as {first.named}.")
        return named, None, _stated(first, plan, setting, named)
    if plan.kind == "self_hosted":
        return _open_model(plan, setting), None, None
    if plan.tuned:
        return _tuned(plan, setting, sheet)
    price = token_price(base_model(plan, setting), setting.day)
    return price.model, None, price


def _stated(source: Plan, plan: Plan, setting: Setting, named: str | None) -> TokenPrice:
    """The price a user gave; a missing half comes from the plan's own model, or is left out aloud."""
    given_in, given_out = source.usd_per_million_input_tokens, source.usd_per_million_output_tokens
    listed: Tier | None = None
    if (given_in is None or given_out is None) and source.model is not None:
        listed = token_price(source.model, setting.day).at(0)
    if given_in is None and listed is None:
        raise InvalidInput(
            f"{plan.named} has usd_per_million_output_tokens but neither "
            "usd_per_million_input_tokens nor a model; give one of them"
        )
    paid_in = exact(given_in) if given_in is not None else (listed.input if listed else ZERO)
    paid_out = exact(given_out) if given_out is not None else (listed.output if listed else ZERO)
    cached = source.usd_per_million_cached_tokens
    return stated_price(
        named or plan.named,
        input_usd=paid_in,
        output_usd=paid_out,
        cached_usd=None if cached is None else exact(cached),
        as_of=setting.day,
    )


def _tuned(
    plan: Plan, setting: Setting, sheet: Sheet
) -> tuple[str, Offer | None, TokenPrice | None]:
    base = base_model(plan, setting)
    if plan.kind == "distillation" and plan.model is None:
        base = OPEN_HOSTED
        setting.assume.say(f"Student model: {OPEN_HOSTED}, a small open model that can be tuned.")
    offer = setting.book.offer_of(base, plan.vendor)
    if offer is None:
        token_price(
            base, setting.day
        )  # an unknown name is an error, not a reason for another model
        setting.assume.say(
            f"{base} cannot be tuned by its users, so {OPEN_HOSTED} (open weights) is tuned instead."
        )
        base = OPEN_HOSTED
        offer = setting.book.offer_of(base, None)
    if offer is None:
        raise InvalidInput(f"no offer to tune {base} is in the price table; name another model")
    if offer.closes is not None:
        left = (
            "takes no new jobs since" if offer.closes < setting.day else "takes no new jobs after"
        )
        sheet.warnings.append(f"{offer.label} {left} {offer.closes.isoformat()}.")
    if not offer.billed_by_token:
        return base, offer, None
    return base, offer, _tuned_price(base, offer, setting)


def _tuned_price(base: str, offer: Offer, setting: Setting) -> TokenPrice:
    book = setting.book
    if offer.input is None or offer.output is None:
        price = token_price(base, setting.day)
        return TokenPrice(
            f"tuned {price.model}", offer.label, price.tiers, None, price.source, price.as_of
        )
    row = book.row(offer.input)
    cached = None if offer.cached is None else book.row(offer.cached).amount
    tier = Tier(0, row.amount, book.row(offer.output).amount, cached, None)
    return TokenPrice(f"tuned {base}", offer.label, (tier,), None, row.source, row.as_of)


def _open_model(plan: Plan, setting: Setting) -> str:
    if plan.model is not None:
        return plan.model
    model = setting.facts.value("model")
    if model is not None and _open_weights(str(model)):
        return str(model)
    setting.assume.say(
        f"Model to train and serve: {OPEN_SELF_HOSTED}, since open weights are needed."
    )
    return OPEN_SELF_HOSTED


def _open_weights(model: str) -> bool:
    text = model.lower()
    return any(
        word in text for word in ("llama", "mistral", "qwen", "gemma", "phi", "oss", "mixtral")
    )


def _load(plan: Plan, setting: Setting, *, has_output_price: bool) -> Load:
    """The tokens of one request under a plan."""
    extra = setting.extra_tokens
    if extra is not None:
        setting.assume.say(
            "Only the extra prompt tokens are priced; all other tokens are left out, as they are the same "
            "on both sides (at the same price per token)."
        )
        own = plan.extra_prompt_tokens
        prompt = extra if own is None else exact(own)
        output = exact(plan.output_tokens or 0)
        given = True
    else:
        prompt, given = _prompt(plan, setting)
        output = _output(plan, setting) if has_output_price else ZERO
        if not has_output_price:
            setting.assume.say(_left_out(plan, setting))
    saved = _saved(plan, setting, prompt, given=given)
    added = _retrieved(plan, setting) if plan.kind == "rag" else ZERO
    stable = ZERO
    if plan.stable_prompt_tokens is not None:
        stable = min(exact(plan.stable_prompt_tokens), prompt - saved)
    elif plan.cache_hit_share:
        share = (
            Decimal(1)
            if extra is not None
            else setting.assume.take("stable_share", "Stable prefix")
        )
        stable = (prompt - saved) * share
    return Load(prompt - saved + added, stable, output)


def _left_out(plan: Plan, setting: Setting) -> str:
    return f"{plan.named}: output tokens are left out, since no price for them was given."


def _prompt(plan: Plan, setting: Setting) -> tuple[Decimal, bool]:
    for source in (
        plan.prompt_tokens,
        setting.plans[0].prompt_tokens,
        setting.facts.value("prompt_tokens"),
    ):
        if source is not None:
            return exact(source), True
    return setting.assume.take("prompt_tokens", "Prompt length"), False


def _output(plan: Plan, setting: Setting) -> Decimal:
    for source in (
        plan.output_tokens,
        setting.plans[0].output_tokens,
        setting.facts.value("output_tokens"),
    ):
        if source is not None:
            return exact(source)
    task = setting.facts.value("task")
    name = f"output_tokens_{task}" if task else "output_tokens"
    return setting.assume.take(name, "Answer length")


def _saved(plan: Plan, setting: Setting, prompt: Decimal, *, given: bool) -> Decimal:
    if plan.prompt_tokens_saved is not None:
        saved = exact(plan.prompt_tokens_saved)
        if saved > prompt:
            raise InvalidInput(
                f"prompt_tokens_saved must not exceed the {count(prompt)} prompt tokens there are; "
                f"got {count(saved)}"
            )
        return saved
    if not plan.tuned or plan.prompt_tokens is not None:
        return ZERO
    return prompt * setting.assume.take(
        "prompt_share_saved", "Prompt that tuning makes superfluous"
    )


def _retrieved(plan: Plan, setting: Setting) -> Decimal:
    if plan.retrieved_tokens is not None:
        return exact(plan.retrieved_tokens)
    if plan.extra_prompt_tokens is not None:
        return ZERO
    return setting.assume.take("retrieved_tokens", "Retrieved context")


def _tokens(plan: Plan, setting: Setting, sheet: Sheet, load: Load, price: TokenPrice) -> Decimal:
    how = Modifiers(
        exact(plan.cache_hit_share or 0), exact(plan.batch_share or 0), plan.batch_uses_cache
    )
    cost = request_cost(load, price, how, setting.assume)
    sheet.use(cost.prices)
    sheet.warnings += cost.warnings
    if plan.batch_share and setting.facts.value("latency_target_ms") is not None:
        sheet.warnings.append("Batch work may take a day, but the project names a response time.")
    volume = setting.requests
    sheet.add(
        "Prompt tokens",
        volume * cost.prompt,
        "month",
        f"{count(volume)} requests × {cost.how_prompt}",
    )
    if load.output:
        sheet.add(
            "Output tokens",
            volume * cost.output,
            "month",
            f"{count(volume)} requests × {cost.how_output}",
        )
    total = cost.total
    if plan.kind == "guardrails" or plan.retry_share:
        total += _retries(plan, setting, sheet, cost.total)
    if plan.kind == "guardrails":
        total += _check(setting, sheet, load, price)
    return total


def _retries(plan: Plan, setting: Setting, sheet: Sheet, one: Decimal) -> Decimal:
    share = (
        exact(plan.retry_share)
        if plan.retry_share is not None
        else setting.assume.take("retry_share", "Answers that validation sends back")
    )
    sheet.add(
        "Repeated requests", setting.requests * share * one, "month",
        f"{count(share * 100)} % of {count(setting.requests)} requests × {usd(one)}",
    )  # fmt: skip
    return share * one


def _check(setting: Setting, sheet: Sheet, load: Load, price: TokenPrice) -> Decimal:
    rules = setting.assume.take("check_prompt_tokens", "Rules of the second check")
    verdict = silent("check_output_tokens")
    tier = price.at(0)
    one = ((load.output + rules) * tier.input + verdict * tier.output) / MILLION
    sheet.add(
        "Second check of each answer", setting.requests * one, "month",
        f"{count(setting.requests)} × ({count(load.output + rules)} tokens × {rate(tier.input)} + "
        f"{count(verdict)} × {rate(tier.output)}) per million",
    )  # fmt: skip
    return one


def _retrieval(plan: Plan, setting: Setting, sheet: Sheet, load: Load) -> Decimal:
    book, volume = setting.book, setting.requests
    embed, query = book.row("embedding/text-embedding-3-small"), silent("query_tokens")
    one = query * embed.amount / MILLION
    sheet.use([book.used("embedding/text-embedding-3-small"), book.used("store/minimum")])
    sheet.add(
        "Query embeddings", volume * one, "month",
        f"{count(volume)} queries × {count(query)} tokens × {rate(embed.amount)} per million",
    )  # fmt: skip
    store = book.row("store/minimum").amount
    sheet.add("Vector store", store, "month", "smallest plan of a hosted store")
    if plan.rerank:
        price = book.row("reranker/cohere-rerank-3.5").amount
        sheet.use([book.used("reranker/cohere-rerank-3.5")])
        sheet.add(
            "Reranking",
            volume * price / 1000,
            "month",
            f"{count(volume)} × {rate(price)} per 1,000",
        )
        one += price / 1000
    return one


def _hosting_fee(plan: Plan, setting: Setting, sheet: Sheet, offer: Offer) -> None:
    if plan.hosting_usd_monthly is not None:
        sheet.add("Hosting", exact(plan.hosting_usd_monthly), "month", "as given")
        return
    key = offer.hosting or ""
    hourly, hours = setting.book.row(key).amount, silent("months_hours")
    sheet.use([setting.book.used(key)])
    sheet.add(
        "Hosting",
        hourly * hours,
        "month",
        f"{rate(hourly)} an hour × {count(hours)} hours, idle or not",
    )


def _gpus(plan: Plan, setting: Setting, sheet: Sheet, load: Load, offer: Offer | None) -> None:
    """Hours of GPUs that serve the model: at least one card, always on."""
    if plan.hosting_usd_monthly is not None:
        sheet.add("GPU hosting", exact(plan.hosting_usd_monthly), "month", "as given")
        return
    hours, overhead = silent("months_hours"), silent("hosting_overhead")
    if offer is not None and offer.hosting is not None:
        key, overhead = offer.hosting, Decimal(1)
    else:
        key = f"gpu/{setting.book.card(plan.gpu or 'H100')[0]}"
    hourly = setting.book.row(key).amount
    if plan.usd_per_gpu_hour is not None:
        hourly = exact(plan.usd_per_gpu_hour)
    else:
        sheet.use([setting.book.used(key)])
    cards = plan.gpus or _cards(setting, load)
    how = f"{cards} × {rate(hourly)} an hour × {count(hours)} hours, idle or not"
    if overhead != 1:
        setting.assume.take("hosting_overhead", "Storage, network and management of rented GPUs")
        how += f" × {count(overhead)}"
    sheet.add("GPU hosting", cards * hourly * hours * overhead, "month", how)
    if offer is None:
        ops = setting.assume.take("operations_usd", "Keeping the server alive")
        sheet.add("Operations", ops, "month", "engineer's time")


def _cards(setting: Setting, load: Load) -> int:
    """Cards for the peak of output tokens a second; at least one."""
    peak = setting.requests * load.output * silent("peak_factor") / (silent("months_hours") * 3600)
    room = setting.assume.take("tokens_per_second", "Speed of one card") * silent("utilisation")
    return max(1, math.ceil(peak / room))


def _upkeep(plan: Plan, sheet: Sheet) -> None:
    if plan.upkeep_usd_monthly is not None:
        sheet.add("Upkeep", exact(plan.upkeep_usd_monthly), "month", "as given")
