"""What would it cost? Plans side by side: per request, per month, once, and when one pays back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from tools.assumptions import Assumptions, silent
from tools.billed import billed
from tools.bills import bill
from tools.breakeven import compare_bills
from tools.costrange import MOST_SAMPLES, Case, Priced, cost_ranges
from tools.costreport import CostReport
from tools.durations import months_between
from tools.errors import InvalidInput, UnknownName
from tools.facts import ProjectFacts
from tools.money import exact
from tools.outlook import Outlook
from tools.plans import TUNED, Kind, Plan, check_horizon
from tools.sheet import Setting
from tools.tariffs import Tariffs, is_gone, tariffs
from tools.vocabulary import STRATEGIES

_KIND_OF: dict[str, Kind] = {
    "prompting": "prompt_only",
    "prompt_optimization": "prompt_only",
    "rag": "rag",
    "guardrails": "guardrails",
    "peft": "hosted_tuning",
    "full_finetune": "self_hosted",
    "distillation": "distillation",
    "preference_tuning": "preference_tuning",
}


def estimate_costs(
    facts: ProjectFacts,
    plans: Sequence[Plan] | None = None,
    *,
    horizon_months: int = 12,
    strategy: str | None = None,
    as_of: date | None = None,
    table: Tariffs | None = None,
    outlook: Outlook | None = None,
    token_price_factor: float = 1,
    samples: int = 0,
    seed: int = 0,
) -> CostReport:
    """Price plans side by side; the first is the baseline that savings and break-even refer to.

    Without `plans` the baseline is a plain prompt, against the plan of `strategy` (a tuned model
    where none is named). What nobody has said is assumed from `tools/data/costs.toml` and listed
    in `assumed`.

    Args:
        facts: what is known of the project; volume, token counts and the model are read from it.
        plans: one plan, or several to compare.
        horizon_months: 1 to 120; a plan's own `horizon_months` wins.
        strategy: a strategy id, read only when `plans` is None.
        as_of: the day for which prices hold; by default the day the price table was checked.
        table: the price table; by default the packaged one.
        outlook: growth, falling prices and discounting; by default every month is like the first.
        token_price_factor: what each price of running tokens is multiplied with; training,
            machines and people keep theirs.
        samples: cases to sample for `ranges`; 0 leaves them out, 200 take a tenth of a second.
        seed: seed of the sampling; the same seed draws the same cases.

    Raises:
        InvalidInput: a figure that cannot be used; the message shows it.
        UnknownModel: a model without a known price, and no price given.

    """
    factor = exact(token_price_factor)
    book = (table if table is not None else tariffs()).at_token_prices(factor)
    samples, day = _check_samples(samples), _day(book, as_of)
    horizon = _horizon(plans or (), horizon_months)
    case = Case(facts, book, {})
    settled = None if plans is None else tuple(plans)

    def price(case: Case, *, drawn: bool = True) -> Priced:
        assume = Assumptions(case.assumed, quiet=drawn)
        chosen = settled
        if chosen is None:
            chosen = _default(case.facts, strategy, case.book, day, assume)
        if not chosen:
            raise InvalidInput("there is no plan to price; give at least one")
        setting = Setting(
            facts=case.facts,
            plans=chosen,
            book=case.book,
            day=day,
            assume=assume,
            list_factor=case.list_factor * factor,
        )
        bills = [bill(plan, setting) for plan in chosen]
        report = compare_bills(bills, setting, horizon, outlook or Outlook())
        return Priced(report, assume.taken)

    priced = price(case, drawn=False)
    if not samples:
        return priced.report
    kinds = [plan.kind for plan in priced.report.plans]
    if plans is None and strategy != "prompt_optimization":  # whose plan holds drawn figures
        settled = _default(facts, strategy, book, day, Assumptions(quiet=True))
    case = replace(case, facts=billed(facts, kinds))
    ranges = cost_ranges(price, case, priced, day, samples=samples, seed=seed)
    return replace(priced.report, ranges=ranges)


def plans_for(
    facts: ProjectFacts,
    strategy: str,
    *,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> tuple[Plan, ...]:
    """The plans that are compared for a strategy: a plain prompt, and the strategy's own plan.

    Raises:
        UnknownName: no strategy has that id.
        InvalidInput: the price table has no date, and none is given.
    """
    book = table if table is not None else tariffs()
    return _default(facts, strategy, book, _day(book, as_of), Assumptions(quiet=True))


def untuned_kind(strategy: str) -> Kind:
    """The kind of a strategy's plan where it buys tokens of a model as it is, else a plain prompt.

    Raises:
        UnknownName: no strategy has that id.
    """
    if strategy not in STRATEGIES:
        raise UnknownName("strategy", strategy, STRATEGIES)
    kind = _KIND_OF[strategy]
    return "prompt_only" if kind in TUNED else kind


def _day(book: Tariffs, as_of: date | None) -> date:
    """The day for which prices hold."""
    day = as_of or book.checked
    if day is None:
        raise InvalidInput("the price table has no `checked` date; add one or pass as_of")
    return day


def billed_for(facts: ProjectFacts, strategy: str) -> ProjectFacts:
    """The facts that the amounts of the plan of a strategy follow, beside a plain prompt's."""
    return billed(facts, (_KIND_OF[strategy],))


def _default(
    facts: ProjectFacts, strategy: str | None, book: Tariffs, day: date, assume: Assumptions
) -> tuple[Plan, ...]:
    """The comparison that belongs to a strategy: the plain prompt, then the strategy's plan."""
    if strategy is not None and strategy not in STRATEGIES:
        raise UnknownName("strategy", strategy, STRATEGIES)
    baseline = Plan(kind="prompt_only")
    if strategy == "prompting":
        return (baseline,)
    if strategy is None:
        assume.say("Compared with a fine-tune, since no strategy was named.")
    kind = _KIND_OF[strategy or "peft"]
    if strategy == "prompt_optimization":
        return (baseline, _optimised(assume))
    if strategy == "full_finetune":
        return (baseline, Plan(kind=kind, label="Full fine-tune on own GPUs", method="full"))
    if kind == "hosted_tuning" and facts.value("self_hosted"):
        return (baseline, Plan(kind="self_hosted"))
    return (baseline, _lasting(Plan(kind=kind), facts, book, day, assume))


def _optimised(assume: Assumptions) -> Plan:
    trials = assume.take("optimizer_rollouts", "Automated prompt search")
    longer = assume.take("added_prompt_tokens", "Longer prompt after the search")
    return Plan(
        kind="prompt_only",
        label="Optimised prompt",
        optimizer_rollouts=int(trials),
        added_prompt_tokens=float(longer),
    )


def _lasting(
    plan: Plan, facts: ProjectFacts, book: Tariffs, day: date, assume: Assumptions
) -> Plan:
    """The plan, on an open model where tuning the project's own would not last."""
    model = facts.value("model")
    if not plan.tuned or plan.kind == "distillation" or model is None:
        return plan
    end = book.end_of(str(model))
    if (
        end is None
        or is_gone(end, day)
        or months_between(day, end.on) > silent("least_life_months")
    ):
        return plan
    assume.say(
        f"{model} stops answering on {end.on.isoformat()}, and its fine-tunes with it, so "
        f"{book.chosen('hosted')} (open weights) is tuned instead."
    )
    return replace(plan, model=book.chosen("hosted"))


def _check_samples(samples: object) -> int:
    whole = isinstance(samples, int) and not isinstance(samples, bool)
    if not whole or not 0 <= cast(int, samples) <= MOST_SAMPLES:
        raise InvalidInput(
            f"samples must be a whole number from 0 to {MOST_SAMPLES:,}; got {samples!r:.60}"
        )
    return cast(int, samples)


def _horizon(plans: Sequence[Plan], horizon_months: int) -> int:
    stated = {plan.horizon_months for plan in plans if plan.horizon_months is not None}
    if len(stated) > 1:
        both = " and ".join(str(months) for months in sorted(stated))
        raise InvalidInput(
            f"horizon_months must be the same in all plans of a comparison; got {both}"
        )
    return check_horizon(stated.pop() if stated else horizon_months)
