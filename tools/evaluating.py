"""What it costs to find out how good a plan is: items, runs and judge; how many items it takes."""

import math
from decimal import Decimal

from tools.assumptions import silent
from tools.errors import InvalidInput
from tools.money import MILLION, ZERO, count, counted, exact, rate, usd
from tools.plans import Plan
from tools.prices import TokenPrice
from tools.runtime import Running, modifiers
from tools.sheet import Setting, Sheet
from tools.tariffs import shown_price
from tools.usage import Load, request_cost

_Z = 1.959964
_Z_POWER = 0.841621
_EXACT_TASKS = ("classification", "extraction")


def evaluation_run_usd(
    items: Decimal,
    *,
    each: Decimal,
    judged: Load | None = None,
    judge: TokenPrice | None = None,
) -> Decimal:
    """USD of answering `items` at `each`, and of having a judge model read every answer."""
    reading = ZERO
    if judged is not None and judge is not None:
        tier = judge.at(judged.prompt)
        reading = (judged.prompt * tier.input + judged.output * (tier.output or ZERO)) / MILLION
    return items * (each + reading)


def items_for_margin(share: float, margin: float) -> int:
    """Items that tell an accuracy near `share` to within `margin`, 95 times in 100.

    Source: the normal interval of a proportion, n = 1.96² p (1 - p) / m².

    Raises:
        InvalidInput: a share outside 0 to 1, or no margin.
    """
    _between(share=share, margin=margin)
    return math.ceil(round(_Z**2 * share * (1 - share) / margin**2, 6))


def items_per_arm(one: float, other: float) -> int:
    """Items for each of two separate samples to tell two accuracies apart, with 80% power.

    Source: two proportions, n = (1.96 + 0.84)² (p1 q1 + p2 q2) / (p1 - p2)².

    Raises:
        InvalidInput: a share outside 0 to 1, or twice the same.
    """
    _between(one=one, other=other)
    _differ(one, other)
    spread = one * (1 - one) + other * (1 - other)
    return math.ceil(round((_Z + _Z_POWER) ** 2 * spread / (one - other) ** 2, 6))


def pairs_needed(only_one: float, only_other: float) -> int:
    """Items that both systems answer, to tell them apart by those only one of them gets right.

    Source: McNemar's test, n = (1.96 √(b + c) + 0.84 √(b + c - d²))² / d², d = b - c.

    Raises:
        InvalidInput: a share outside 0 to 1, or twice the same.
    """
    _between(only_one=only_one, only_other=only_other)
    _differ(only_one, only_other)
    apart, gap = only_one + only_other, only_one - only_other
    root = _Z * math.sqrt(apart) + _Z_POWER * math.sqrt(apart - gap**2)
    return math.ceil(round(root**2 / gap**2, 6))


def evaluate(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> Decimal:
    """Write the lines of an evaluation; returns what one more run of it costs in USD.

    The items are checked answers, made once; the runs answer them, and where the answer is free
    text a model judges it against the rules and the checked answer.
    """
    assume = setting.assume
    items = setting.given_or(plan.evaluation_items, "evaluation_items", "Evaluation set")
    label = label_price(plan, setting, sheet, "people/label")
    sheet.once("Evaluation set", items * label, f"{count(items)} checked answers × {usd(label)}")
    price, each = running.served.price, ZERO
    if price is not None:
        how = modifiers(plan, setting, running.served.model)
        each = request_cost(running.load, price, how, assume).total
    judge = _judge(plan, setting)
    judged = None
    if judge is not None:
        prompt = running.load.prompt + 2 * running.load.output + silent("judge_rules_tokens")
        judged = Load(prompt, ZERO, silent("judge_output_tokens"))
        assume.say(f"Free text is judged by {judge.model} in the evaluation.")
        tier = judge.at(prompt)
        sheet.use([shown_price(judge, "input", tier.input)])
        sheet.use([shown_price(judge, "output", tier.output or ZERO)])
    one = evaluation_run_usd(items, each=each, judged=judged, judge=judge)
    runs = setting.given_or(plan.evaluation_runs, "evaluation_runs", "Runs of the evaluation")
    by = "" if judge is None else f", judged by {judge.model}"
    each_usd = f"{count(items)} answers × {rate(round(one / items, 6))}" if items else usd(one)
    sheet.once("Evaluation runs", runs * one, f"{counted(runs, 'run')} × {each_usd}{by}")
    return one


def label_price(plan: Plan, setting: Setting, sheet: Sheet, key: str) -> Decimal:
    """USD of one example made or checked by people: as given, or as the table has it."""
    if plan.usd_per_label is not None:
        return exact(plan.usd_per_label)
    sheet.use([setting.book.used(key)])
    return setting.book.row(key).amount


def _judge(plan: Plan, setting: Setting) -> TokenPrice | None:
    """The model that reads free text; fixed answers are compared by code, for nothing."""
    facts = setting.facts
    if plan.judge_model is not None:
        return setting.token_price(plan.judge_model)
    fixed = facts.value("task") in _EXACT_TASKS or facts.value("output_format") == "structured"
    if fixed or setting.extra_tokens is not None or setting.on_own_gpus:
        return None
    return setting.token_price(setting.book.chosen("judge"))


def _between(**shares: float) -> None:
    for name, value in shares.items():
        if not math.isfinite(value) or not 0 < value < 1:
            raise InvalidInput(f"{name} must be between 0 and 1, both excluded; got {value!r}")


def _differ(one: float, other: float) -> None:
    if one == other:
        raise InvalidInput(f"two equal shares cannot be told apart; got {one!r} twice")
