"""Which model serves a plan, at what price per token, and who tuned it."""

import re
from dataclasses import dataclass
from datetime import date

from tools.assumptions import Assumptions
from tools.errors import InvalidInput, UnknownModel
from tools.money import ZERO, exact
from tools.plans import Plan
from tools.pricerows import End, Offer
from tools.prices import Tier, TokenPrice, stated_price
from tools.sheet import Setting, Sheet
from tools.tariffs import Tariffs, is_gone


@dataclass(frozen=True, slots=True)
class Serving:
    """What answers the requests of a plan.

    `price` is None where GPUs are paid by the hour instead of tokens; `untuned` is the price of the
    same model without tuning, where both are known; `offer` is whose fine-tune it is.
    """

    model: str | None
    price: TokenPrice | None
    offer: Offer | None = None
    untuned: TokenPrice | None = None
    end: End | None = None


def serving(plan: Plan, setting: Setting, sheet: Sheet) -> Serving:
    """Decide what serves a plan, noting what was assumed and which offers or models are ending.

    Raises:
        UnknownModel: a model without a known price, and no price given.
        InvalidInput: half a price, or a vendor that does not tune the model.
    """
    found = _choose(plan, setting, sheet)
    if found.model is None:
        return found
    end = setting.book.end_of(found.model)
    if end is not None and is_gone(end, setting.day):
        sheet.warnings.append(
            f"{found.model} stopped answering on {end.on.isoformat()}; its price is history."
        )
    return Serving(found.model, found.price, found.offer, found.untuned, end)


def base_model(plan: Plan, setting: Setting) -> str:
    """The model a plan starts from: its own, the baseline's, the project's, or the default."""
    named = _named(plan, setting)
    if named is not None:
        return named
    chosen = setting.book.chosen("default")
    setting.assume.say(
        f"Model: {chosen}, since none was named (a current mid-priced model; name yours to be "
        "exact)."
    )
    return chosen


def billions(model: str) -> float | None:
    """The size that a model's name tells, in billions of weights: 8 for `Llama 3.1 8B`."""
    found = re.search(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?b\b", model.lower())
    return float(found.group(1)) if found else None


def tunable_instead(model: str, book: Tariffs, day: date, assume: Assumptions) -> str:
    """The model to tune in place of one that nobody tunes for you, or that is gone."""
    end = book.end_of(model)
    why = (
        f"stopped answering on {end.on.isoformat()}"
        if end is not None and is_gone(end, day)
        else "cannot be tuned by its users"
    )
    chosen = book.chosen("hosted")
    assume.say(f"{model} {why}, so {chosen} (open weights) is tuned instead.")
    return chosen


def _named(plan: Plan, setting: Setting) -> str | None:
    for name in (plan.model, setting.baseline.model, setting.facts.value("model")):
        if name is not None:
            return str(name)
    return None


def _choose(plan: Plan, setting: Setting, sheet: Sheet) -> Serving:
    first = setting.baseline
    if plan.states_price:
        own = plan.model or setting.facts.value("model")
        return Serving(own, _stated(plan, own or plan.named, setting))
    if plan.kind == "self_hosted" or _stays_at_home(plan, setting):
        return Serving(_own_model(plan, setting), None)
    if first.states_price and plan.model is None and plan.vendor is None:
        setting.assume.say(f"{plan.named} pays the same price per token as {first.named}.")
        named = _named(plan, setting)
        return Serving(named, _stated(first, named or plan.named, setting))
    if plan.tuned:
        return _tuned(plan, setting, sheet)
    base = base_model(plan, setting)
    if base.lower().startswith("ft:"):
        return _fine_tune_in_use(base, setting)
    price = setting.token_price(base)
    return Serving(price.model, price)


def _stays_at_home(plan: Plan, setting: Setting) -> bool:
    """True for plans that run on own GPUs because data may not leave, unless they say otherwise."""
    if not setting.on_own_gpus or plan.kind == "hosted_tuning" or plan.vendor is not None:
        return False
    return plan.model is None or setting.book.open_weights(plan.model)


def _stated(source: Plan, name: str, setting: Setting) -> TokenPrice:
    """The price a user gave; a missing half comes from the plan's own model, or is left out."""
    given = source.usd_per_million_input_tokens, source.usd_per_million_output_tokens
    listed: Tier | None = None
    if None in given and source.model is not None:
        listed = setting.token_price(source.model).at(0)
    if given[0] is None and listed is None:
        raise InvalidInput(
            f"{source.named} has usd_per_million_output_tokens but neither "
            "usd_per_million_input_tokens nor a model; give one of them"
        )
    cached = source.usd_per_million_cached_tokens
    return stated_price(
        f"{name} (price given)",
        input_usd=exact(given[0]) if given[0] is not None else (listed.input if listed else ZERO),
        output_usd=exact(given[1]) if given[1] is not None else (listed.output if listed else None),
        cached_usd=None if cached is None else exact(cached),
        as_of=setting.day,
    )


def _tuned(plan: Plan, setting: Setting, sheet: Sheet) -> Serving:
    book, day = setting.book, setting.day
    if plan.kind == "distillation" and plan.model is None:
        base = book.chosen("hosted")
        setting.assume.say(f"Student model: {base}, a small open model that can be tuned.")
    else:
        base = base_model(plan, setting)
    offer = book.offer_of(base, plan.vendor, day)
    end = book.end_of(base)
    if offer is None or (end is not None and is_gone(end, day)):
        setting.token_price(base)  # an unknown name is an error, not a reason for another model
        base = tunable_instead(base, book, day, setting.assume)
        offer = book.offer_of(base, None, day)
    if offer is None:
        raise InvalidInput(f"no offer to tune {base} is in the price table; name another model")
    if offer.closes is not None:
        gone = offer.closed(day)
        word = "has taken no new tuning jobs since" if gone else "takes no new tuning jobs after"
        sheet.warnings.append(f"{offer.label} {word} {offer.closes.isoformat()}.")
    if not offer.billed_by_token:
        return _by_the_hour(base, offer, setting)
    untuned = setting.token_price(base)
    return Serving(untuned.model, _tuned_price(untuned, offer, book), offer, untuned)


def _by_the_hour(base: str, offer: Offer, setting: Setting) -> Serving:
    """A fine-tune on a dedicated endpoint; its base need not be sold by the token anywhere."""
    try:
        untuned = setting.token_price(base)
    except UnknownModel:
        return Serving(base, None, offer)
    return Serving(untuned.model, None, offer, untuned)


def _fine_tune_in_use(name: str, setting: Setting) -> Serving:
    """A fine-tune by its vendor's name, `ft:base:owner`, at the price of the tuned base."""
    base = setting.token_price(name.split(":")[1])
    offer = setting.book.offer_of(base.model, None)
    price = base if offer is None else _tuned_price(base, offer, setting.book)
    return Serving(base.model, price, offer)


def _tuned_price(base: TokenPrice, offer: Offer, book: Tariffs) -> TokenPrice:
    name = f"tuned {base.model} at {offer.label}"
    if offer.input is None or offer.output is None:
        return TokenPrice(name, offer.label, base.tiers, None, base.source, base.as_of)
    row = book.row(offer.input)
    cached = None if offer.cached is None else book.row(offer.cached).amount
    tier = Tier(0, row.amount, book.row(offer.output).amount, cached, None)
    return TokenPrice(name, offer.label, (tier,), None, row.source, row.as_of)


def _own_model(plan: Plan, setting: Setting) -> str:
    """The open model that runs on own GPUs."""
    for name in (plan.model, setting.baseline.model, setting.facts.value("model")):
        if name is not None and (name == plan.model or setting.book.open_weights(str(name))):
            return str(name)
    chosen = setting.book.chosen("own")
    setting.assume.say(
        f"Model on own GPUs: {chosen}, an open model of the usual size (name yours to be exact)."
    )
    return chosen
