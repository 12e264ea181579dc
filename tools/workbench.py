"""The Cost Workbench: five inputs, and whether tuning to shorten the prompt pays back."""

import math
from dataclasses import dataclass
from decimal import Decimal

from tools.assumptions import silent
from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.facts import ProjectFacts, make_fact
from tools.fit import Fit, fit_check
from tools.money import MILLION, count, exact, usd
from tools.paybacks import is_out_of_sight, sight
from tools.plans import Plan
from tools.results import CostReport

PRICE = 4.0


@dataclass(frozen=True, slots=True)
class Workbench:
    """The figures of the workbench in USD, the verdict on them, and the report they come from."""

    prompt_monthly_usd: Decimal
    tuned_monthly_usd: Decimal
    one_off_usd: Decimal
    saving_usd: Decimal
    break_even_months: float | None
    prompt_total_usd: Decimal
    tuned_total_usd: Decimal
    signal: str
    fit: Fit
    warnings: tuple[str, ...]
    report: CostReport


def workbench(
    *,
    monthly_requests: float,
    extra_prompt_tokens: float,
    training_usd: float,
    evaluation_usd: float,
    prompt_tokens_saved: float,
    usd_per_million_tokens: float = PRICE,
    horizon_months: int = 12,
    facts: ProjectFacts | None = None,
) -> Workbench:
    """Compare a prompt with extra tokens against a tuned model that needs fewer of them.

    Only the extra tokens are priced, both sides at the same price: what the published workbench
    does. `facts` serve the fit check.

    Raises:
        InvalidInput: a value out of bounds, or more tokens saved than there are.
    """
    facts = facts or ProjectFacts()
    volume = {"monthly_requests": make_fact("monthly_requests", monthly_requests, source="slider")}
    plans = (
        Plan(
            kind="prompt_only",
            extra_prompt_tokens=extra_prompt_tokens,
            usd_per_million_input_tokens=usd_per_million_tokens,
        ),
        Plan(
            kind="hosted_tuning",
            label="Tuned model",
            extra_prompt_tokens=extra_prompt_tokens,
            prompt_tokens_saved=prompt_tokens_saved,
            usd_per_million_input_tokens=usd_per_million_tokens,
            training_usd=training_usd,
            evaluation_usd=evaluation_usd,
        ),
    )
    # the model of the project is left out: the price is given, and the model's end is not at stake
    report = estimate_costs(ProjectFacts().with_facts(volume), plans, horizon_months=horizon_months)
    prompt, tuned = report.plans
    saving = prompt.monthly_usd - tuned.monthly_usd
    return Workbench(
        prompt_monthly_usd=prompt.monthly_usd,
        tuned_monthly_usd=tuned.monthly_usd,
        one_off_usd=tuned.one_off_usd,
        saving_usd=saving,
        break_even_months=report.break_even_months,
        prompt_total_usd=prompt.total_usd,
        tuned_total_usd=tuned.total_usd,
        signal=_signal(report),
        fit=fit_check(facts),
        warnings=_warnings(report),
        report=report,
    )


def implied(
    *,
    monthly_usd: float,
    monthly_requests: float | None = None,
    tokens: float | None = None,
    usd_per_million_tokens: float | None = None,
) -> Decimal:
    """Work back from a bill to the one figure behind it that is not known.

    A month costs requests × tokens × price; of the three, two must be given.

    Raises:
        InvalidInput: not exactly one is missing, a figure is negative or no number, or the two
            that are given come to nothing, so that no third explains the bill.
    """
    parts = {
        "monthly_requests": monthly_requests,
        "tokens": tokens,
        "usd_per_million_tokens": usd_per_million_tokens,
    }
    known = {name: value for name, value in parts.items() if value is not None}
    if len(known) != len(parts) - 1:
        raise InvalidInput(f"leave one of {', '.join(parts)} out; got {', '.join(known) or 'none'}")
    for name, value in {"monthly_usd": monthly_usd, **known}.items():
        if not math.isfinite(value) or value < 0:
            raise InvalidInput(f"{name} must be 0 or more; got {value!r}")
    one, other = (exact(value) for value in known.values())
    if not one * other:
        raise InvalidInput(f"no figure explains a bill of {usd(exact(monthly_usd))} beside a zero")
    return exact(monthly_usd) * MILLION / (one * other)


def _signal(report: CostReport) -> str:
    saving = report.monthly_saving_usd or Decimal(0)
    if report.break_even_months is None:
        return f"Never pays back: {report.never_because}."
    saves = f"On prompt tokens alone it saves {usd(saving)} a month"
    if is_out_of_sight(report.break_even_months):
        paid = usd(report.plans[1].one_off_usd)
        return f"{saves}, too little to pay back {paid} within {sight()}."
    verdict = "within" if report.worthwhile else "but not within"
    return (
        f"{saves} and pays back after {count(round(exact(report.break_even_months), 1))} months, "
        f"{verdict} the {report.horizon_months} you plan for."
    )


def _warnings(report: CostReport) -> tuple[str, ...]:
    """What the five inputs leave out, with what it would change."""
    prompt, tuned = report.plans
    saving = report.monthly_saving_usd or Decimal(0)
    out = list(report.warnings)
    cached_share, dearer_times = silent("cached_price_share"), silent("tuned_price_multiple")
    gap = tuned.total_usd - prompt.total_usd
    if gap > 0:
        out.append(
            f"After {report.horizon_months} months the tuned path has cost {usd(gap)} more, not "
            "less."
        )
    if saving > 0:
        dearer = prompt.monthly_usd - dearer_times * tuned.monthly_usd
        result = f"saves {usd(dearer)} a month" if dearer > 0 else "saves nothing"
        out.append(
            f"Both sides pay the same price per token here; where tuned tokens cost "
            f"{count(dearer_times)} times as much, tuning {result}."
        )
        cached = saving * cached_share
        after = tuned.one_off_usd / cached
        late = f", too little to pay back within {sight()}"
        when = f" and the break-even {count(round(after, 1))} months"
        out.append(
            f"If the extra tokens were a cached prefix at {count(cached_share * 100)}% of the "
            f"price, the saving would be {usd(cached)} a month"
            f"{late if is_out_of_sight(after) else when}."
        )
    out.append("Hosting of the tuned model, retraining and output tokens are not in these figures.")
    return tuple(out)
