"""What a plan costs once, in the order in which it is paid; and what retraining recurs."""

from decimal import Decimal

from tools.evaluating import evaluate
from tools.money import CENT, ZERO, count, exact, rate, usd
from tools.plans import Plan
from tools.retrieval import index
from tools.runtime import Running, modifiers
from tools.sheet import Setting, Sheet
from tools.training import label_examples, train
from tools.usage import request_cost

_STATED = (
    ("training_usd", "Training"),
    ("labelling_usd", "Labelling"),
    ("evaluation_usd", "Evaluation"),
    ("engineering_usd", "Engineering"),
)
_OFTEN = ("monthly", "weekly", "daily")
_CHANGED = ("rag", "guardrails")


def prepare(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> None:
    """Write the one-off lines of a plan, and the upkeep that follows from them.

    Where the whole of the training is given, nothing else is assumed to be paid beside it.
    """
    for name, label in _STATED:
        value = getattr(plan, name)
        if value is not None:
            sheet.once(label, exact(value), lambda: "as given")
    _engineering(plan, setting, sheet)
    bare = plan.training_usd is not None
    if plan.kind == "rag" and not bare:
        index(plan, setting, sheet)
    if plan.optimizer_rollouts is not None and not bare:
        _optimise(plan, setting, running, sheet)
    run_usd, renewed = exact(plan.training_usd or 0), ZERO
    if plan.tuned and not bare:
        renewed = label_examples(plan, setting, sheet, running)
        run_usd = train(plan, setting, running, sheet)
    changed = plan.tuned or plan.kind in _CHANGED or plan.optimizer_rollouts is not None
    asked = plan.evaluation_items is not None or plan.evaluation_runs is not None
    one = ZERO
    if plan.evaluation_usd is None and (asked or (changed and not bare)):
        one = evaluate(plan, setting, running, sheet)
    upkeep = plan.retrains_per_year is not None if bare else plan.tuned
    if upkeep and plan.upkeep_usd_monthly is None:
        _retrain(plan, setting, sheet, run_usd, renewed, one)
    if bare:
        _say_left_out(plan, setting)


def _engineering(plan: Plan, setting: Setting, sheet: Sheet) -> None:
    if plan.engineering_usd is None and plan.engineering_hours is not None:
        hourly = setting.book.row("people/engineer").amount
        sheet.use(lambda: [setting.book.used("people/engineer")])
        hours = exact(plan.engineering_hours)
        sheet.once("Engineering", hours * hourly, lambda: f"{count(hours)} hours × {rate(hourly)}")
    elif plan is not setting.baseline and not any(map(_times_work, setting.plans)):
        setting.assume.say("Engineers' working time is not counted; give their hours to count it.")


def _times_work(plan: Plan) -> bool:
    return plan.engineering_usd is not None or plan.engineering_hours is not None


def _say_left_out(plan: Plan, setting: Setting) -> None:
    given = plan.to_json()
    missing = [
        what
        for what, keys in (
            ("labelling", ("labelling_usd",)),
            ("evaluation", ("evaluation_usd", "evaluation_items", "evaluation_runs")),
            ("retraining", ("upkeep_usd_monthly", "retrains_per_year")),
        )
        if not given.keys() & set(keys) and (plan.tuned or what != "retraining")
    ]
    if missing:
        *others, last = missing
        named = f"{', '.join(others)} or {last}" if others else last
        setting.assume.say(f"{plan.named}: nothing is counted for {named}.")


def _retrain(
    plan: Plan,
    setting: Setting,
    sheet: Sheet,
    run_usd: Decimal,
    renewed: Decimal,
    evaluation: Decimal,
) -> None:
    """Upkeep of a tuned model: one run, fresh examples and one evaluation, some times a year."""
    changing = setting.facts.value("requirement_change") in _OFTEN
    name = "retrains_a_year_changing" if changing else "retrains_a_year"
    times = setting.given_or(plan.retrains_per_year, name, "Retraining")
    parts = (("training", run_usd), ("fresh examples", renewed), ("evaluation", evaluation))
    each = run_usd + renewed + evaluation

    def how() -> str:
        spelled = " + ".join(f"{usd(amount)} {name}" for name, amount in parts if amount >= CENT)
        return f"{count(times)} a year × ({spelled}) / 12"

    sheet.monthly("Retraining", times * each / 12, how, part="upkeep")


def _optimise(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> None:
    """An automated prompt search: so many trial requests of the same kind."""
    price = running.served.price
    if price is None:
        setting.assume.say("Trial requests of the prompt search cost nothing extra on own GPUs.")
        return
    trials = exact(plan.optimizer_rollouts or 0)
    how = modifiers(plan, setting, running.served.model)
    one = request_cost(running.load, price, how, setting.assume).total
    sheet.once(
        "Prompt search", trials * one, lambda: f"{count(trials)} trial requests × {usd(one)}"
    )
