"""What it costs to find out how good a plan is: items, runs and judge."""

from decimal import Decimal

from tools.assumptions import silent
from tools.costreport import PriceUsed
from tools.money import MILLION, ZERO, count, counted, exact, rate, usd
from tools.plans import Plan
from tools.prices import Tier, TokenPrice
from tools.runtime import Running, modifiers
from tools.sheet import Setting, Sheet
from tools.tariffs import shown_price
from tools.usage import Load, request_cost

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


def evaluate(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> Decimal:
    """Write the lines of an evaluation; returns what one more run of it costs in USD.

    The items are checked answers, made once; the runs answer them, and where the answer is free
    text a model judges it against the rules and the checked answer.
    """
    assume = setting.assume
    items = setting.given_or(plan.evaluation_items, "evaluation_items", "Evaluation set")
    label = label_price(plan, setting, sheet, "people/label")
    sheet.once(
        "Evaluation set", items * label, lambda: f"{count(items)} checked answers × {usd(label)}"
    )
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
        sheet.use(lambda: _shown(judge, tier))
    one = evaluation_run_usd(items, each=each, judged=judged, judge=judge)
    runs = setting.given_or(plan.evaluation_runs, "evaluation_runs", "Runs of the evaluation")

    def work() -> str:
        by = "" if judge is None else f", judged by {judge.model}"
        each_usd = f"{count(items)} answers × {rate(round(one / items, 6))}" if items else usd(one)
        return f"{counted(runs, 'run')} × {each_usd}{by}"

    sheet.once("Evaluation runs", runs * one, work)
    return one


def label_price(plan: Plan, setting: Setting, sheet: Sheet, key: str) -> Decimal:
    """USD of one example made or checked by people: as given, or as the table has it."""
    if plan.usd_per_label is not None:
        return exact(plan.usd_per_label)
    sheet.use(lambda: [setting.book.used(key)])
    return setting.book.row(key).amount


def _shown(judge: TokenPrice, tier: Tier) -> tuple[PriceUsed, ...]:
    return (
        shown_price(judge, "input", tier.input),
        shown_price(judge, "output", tier.output or ZERO),
    )


def _judge(plan: Plan, setting: Setting) -> TokenPrice | None:
    """The model that reads free text; fixed answers are compared by code, for nothing."""
    facts = setting.facts
    if plan.judge_model is not None:
        return setting.token_price(plan.judge_model)
    fixed = facts.value("task") in _EXACT_TASKS or facts.value("output_format") == "structured"
    if fixed or setting.extra_tokens is not None or setting.on_own_gpus:
        return None
    return setting.token_price(setting.book.chosen("judge"))
