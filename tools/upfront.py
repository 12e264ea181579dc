"""What a plan costs once: training, examples, evaluation, indexing; and what retraining recurs."""

import math
from decimal import Decimal

from tools.assumptions import silent
from tools.errors import InvalidInput
from tools.hosting import size_of, training_work
from tools.load import full_load
from tools.money import MILLION, ZERO, count, exact, rate, usd
from tools.plans import Plan
from tools.prices import same_model, token_price
from tools.retrieval import index
from tools.runtime import Running, modifiers
from tools.serving import base_model
from tools.sheet import Setting, Sheet
from tools.tariffs import Offer
from tools.usage import Load, Modifiers, request_cost

_STATED = (
    ("training_usd", "Training"),
    ("labelling_usd", "Labelling"),
    ("evaluation_usd", "Evaluation"),
    ("engineering_usd", "Engineering"),
)
_OFTEN = ("monthly", "weekly", "daily")


def prepare(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> None:
    """Write the one-off lines of a plan, and the upkeep that follows from them."""
    for name, label in _STATED:
        value = getattr(plan, name)
        if value is not None:
            sheet.once(label, exact(value), "as given")
    if plan.training_usd is not None:
        _say_left_out(plan, setting)
        return
    if plan.kind == "rag":
        index(plan, setting, sheet)
    if plan.optimizer_rollouts is not None:
        _optimise(plan, setting, running, sheet)
    run_usd = _train(plan, setting, running, sheet) if plan.tuned else ZERO
    if plan.evaluation_usd is None and (plan.tuned or plan.kind == "rag"):
        _evaluate(setting, sheet)
    if plan.tuned and plan.upkeep_usd_monthly is None:
        _retrain(setting, sheet, run_usd)


def _say_left_out(plan: Plan, setting: Setting) -> None:
    missing = [label.lower() for name, label in _STATED[1:3] if getattr(plan, name) is None]
    if plan.tuned and plan.upkeep_usd_monthly is None:
        missing.append("retraining")
    if missing:
        *others, last = missing
        named = f"{', '.join(others)} or {last}" if others else last
        setting.assume.say(f"{plan.named}: nothing is counted for {named}.")


def _train(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> Decimal:
    """Write training and its examples; returns the USD of one training run."""
    examples = _examples(plan, setting)
    length = _example_length(plan, running.load)
    epochs = setting.given_or(plan.epochs, "epochs", "Passes over the data")
    runs = setting.given_or(plan.runs, "runs", "Training, until a run is good")
    tokens = examples * length * epochs
    if plan.kind == "distillation":
        _teach(plan, setting, running.served.model, sheet, examples)
    if running.served.price is None and running.served.offer is None:
        one, how = _on_gpus(plan, setting, running, sheet, tokens)
    else:
        one, how = _by_token(plan, setting, running, sheet, tokens)
    work = f"{count(examples)} examples × {count(length)} tokens × {count(epochs)} passes"
    sheet.once("Training", runs * one, f"{count(runs)} runs × ({work}) {how}")
    if plan.labelling_usd is None and plan.kind != "distillation":
        _label(plan, setting, sheet, examples)
    return one


def _examples(plan: Plan, setting: Setting) -> Decimal:
    if plan.training_examples is not None:
        return exact(plan.training_examples)
    if plan.kind == "preference_tuning":
        return setting.assume.take("preference_pairs", "Compared pairs to train on")
    if plan.kind == "distillation":
        return setting.assume.take("distilled_examples", "Answers of the larger model to train on")
    have = exact(setting.facts.value("labeled_examples", 0))
    if have >= silent("training_examples"):
        return have
    return setting.assume.take("training_examples", "Examples to train on")


def _example_length(plan: Plan, load: Load) -> Decimal:
    if plan.tokens_per_example is not None:
        return exact(plan.tokens_per_example)
    answers = 2 if plan.kind == "preference_tuning" else 1
    return max(Decimal(1), load.prompt + answers * load.output)


def _by_token(
    plan: Plan, setting: Setting, running: Running, sheet: Sheet, tokens: Decimal
) -> tuple[Decimal, str]:
    if plan.usd_per_million_training_tokens is not None:
        price = exact(plan.usd_per_million_training_tokens)
    else:
        key = _offer(plan, setting, running).training
        price = setting.book.row(key).amount
        sheet.use([setting.book.used(key)])
    return tokens * price / MILLION, f"× {rate(price)} per million"


def _offer(plan: Plan, setting: Setting, running: Running) -> Offer:
    """Whose price of training counts: the vendor's that serves, the model's, or the usual one's."""
    book, served = setting.book, running.served
    found = served.offer or (book.offer_of(served.model, plan.vendor) if served.model else None)
    if found is not None:
        return found
    usual = book.chosen("hosted")
    setting.assume.say(f"{plan.named}: training is priced like that of {usual}.")
    found = book.offer_of(usual, None)
    if found is None:
        raise InvalidInput(f"no offer to tune {usual} is in the price table; give training_usd")
    return found


def _on_gpus(
    plan: Plan, setting: Setting, running: Running, sheet: Sheet, tokens: Decimal
) -> tuple[Decimal, str]:
    name, card = setting.book.card(plan.gpu or "H100")
    method = plan.method or "lora"
    size = size_of(plan, setting, running.served.model)
    work = training_work(billion_weights=size, tokens=tokens, method=method, card=card)
    hours = max(silent("least_gpu_hours"), work.gpu_hours)
    hourly = setting.book.row(f"gpu/{name}").amount
    if plan.usd_per_gpu_hour is not None:
        hourly = exact(plan.usd_per_gpu_hour)
    else:
        sheet.use([setting.book.used(f"gpu/{name}")])
    overhead = setting.assume.take("training_overhead", "Set-up and failed starts of training")
    cards = max(1, math.ceil(work.memory_gb / exact(card.memory_gb)))
    return hours * hourly * overhead, (
        f"→ {count(hours)} {name} hours × {rate(hourly)} × {count(overhead)}; needs "
        f"{count(round(work.memory_gb))} GB, {cards} × {name}"
    )


def _teach(plan: Plan, setting: Setting, student: str | None, sheet: Sheet, kept: Decimal) -> None:
    """Answers of the larger model: generated in batch, filtered, and a share checked by people."""
    name = plan.teacher_model or base_model(setting.baseline, setting)
    teacher = token_price(name, setting.day)
    if same_model(teacher.model, student or ""):
        sheet.warnings.append(
            f"{teacher.model} would teach itself; name a smaller model to distil into."
        )
    asked = kept / setting.assume.take("accept_share", "Kept by the filter")
    load = full_load(setting)
    one = request_cost(load, teacher, Modifiers(batch_share=Decimal(1)), setting.assume)
    sheet.use(one.prices)
    sheet.once(
        "Answers of the larger model",
        asked * one.total,
        f"{count(asked)} answers of {teacher.model} × {usd(one.total)} in batch",
    )
    if plan.labelling_usd is None:
        checked = asked * setting.assume.take("checked_share", "Checked by people")
        _people(setting, sheet, "Checking a sample", checked, "people/label", "answers")


def _label(plan: Plan, setting: Setting, sheet: Sheet, examples: Decimal) -> None:
    if plan.kind == "preference_tuning":
        _people(setting, sheet, "Comparisons", examples, "people/preference_pair", "pairs")
        return
    have = exact(setting.facts.value("labeled_examples", 0))
    if have < examples:
        _people(setting, sheet, "Labelling", examples - have, "people/label", "examples to make")


def _evaluate(setting: Setting, sheet: Sheet) -> None:
    items = setting.assume.take("evaluation_items", "Evaluation set")
    _people(setting, sheet, "Evaluation", items, "people/label", "checked answers")


def _people(
    setting: Setting, sheet: Sheet, label: str, items: Decimal, key: str, what: str
) -> None:
    price = setting.book.row(key).amount
    sheet.use([setting.book.used(key)])
    sheet.once(label, items * price, f"{count(items)} {what} × {rate(price)}")


def _retrain(setting: Setting, sheet: Sheet, run_usd: Decimal) -> None:
    """Upkeep of a tuned model: one run and one evaluation, some times a year."""
    changing = setting.facts.value("requirement_change") in _OFTEN
    name = "retrains_a_year_changing" if changing else "retrains_a_year"
    times = setting.assume.take(name, "Retraining")
    evaluation = silent("evaluation_items") * setting.book.row("people/label").amount
    sheet.monthly(
        "Retraining",
        times * (run_usd + evaluation) / 12,
        f"{count(times)} a year × ({usd(run_usd)} training + {usd(evaluation)} evaluation) / 12",
        part="upkeep",
    )


def _optimise(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> None:
    """An automated prompt search: so many trial requests of the same kind."""
    price = running.served.price
    if price is None:
        setting.assume.say("Trial requests of the prompt search cost nothing extra on own GPUs.")
        return
    trials = exact(plan.optimizer_rollouts or 0)
    how = modifiers(plan, setting, running.served.model)
    one = request_cost(running.load, price, how, setting.assume).total
    sheet.once("Prompt search", trials * one, f"{count(trials)} trial requests × {usd(one)}")
