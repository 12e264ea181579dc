"""What training costs once: the examples, the passes over them, a teacher if there is one."""

import math
from dataclasses import dataclass
from decimal import Decimal

from tools.assumptions import silent
from tools.costreport import Hardware
from tools.errors import InvalidInput
from tools.evaluating import label_price
from tools.hosting import size_of, training_card, training_memory_gb, training_work
from tools.load import full_load
from tools.modelnames import same_model
from tools.money import MILLION, ZERO, count, counted, exact, rate, usd
from tools.plans import Plan
from tools.pricerows import Offer
from tools.runtime import Running
from tools.serving import base_model
from tools.sheet import Setting, Sheet
from tools.usage import Load, Modifiers, Words, request_cost


@dataclass(frozen=True, slots=True)
class Examples:
    """What is trained on: how many examples, and the tokens of one, prompt and answer."""

    count: Decimal
    tokens: Decimal


def examples_of(plan: Plan, setting: Setting, load: Load) -> Examples:
    """The examples, pairs or answers of a plan: as given, as there are, or as assumed."""
    length = plan.tokens_per_example
    if length is None:
        answers = 2 if plan.kind == "preference_tuning" else 1
        return Examples(
            _number(plan, setting), max(Decimal(1), load.prompt + answers * load.output)
        )
    return Examples(_number(plan, setting), exact(length))


def train(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> Decimal:
    """Write the line of training; returns the USD of one training run."""
    made = examples_of(plan, setting, running.load)
    epochs = setting.given_or(plan.epochs, "epochs", "Passes over the data")
    runs = setting.given_or(plan.runs, "runs", "Training, until a run is good")
    tokens = made.count * made.tokens * epochs
    if running.served.price is None and running.served.offer is None:
        one, how = _on_gpus(plan, setting, running, sheet, tokens)
    else:
        one, how = _by_token(plan, setting, running, sheet, tokens)
    what = {"preference_tuning": "pairs", "distillation": "answers"}.get(plan.kind, "examples")

    def work() -> str:
        each = f"{count(made.count)} {what} × {count(made.tokens)} tokens × {count(epochs)} passes"
        return f"{counted(runs, 'run')} × ({each}) {how()}"

    sheet.once("Training", runs * one, work)
    return one


def label_examples(plan: Plan, setting: Setting, sheet: Sheet, running: Running) -> Decimal:
    """Write the lines of making the examples; returns what the fresh ones of a retraining cost."""
    examples = examples_of(plan, setting, running.load).count
    fresh = ZERO
    if plan.upkeep_usd_monthly is None:
        fresh = setting.assume.take("fresh_share", "Renewed at each retraining")
    if plan.kind == "distillation":
        return fresh * _teach(plan, setting, running.served.model, sheet, examples)
    if plan.labelling_usd is not None:
        return fresh * exact(plan.labelling_usd)
    pairs = plan.kind == "preference_tuning"
    price = label_price(plan, setting, sheet, "people/preference_pair" if pairs else "people/label")
    have = ZERO if pairs else exact(setting.facts.value("labeled_examples", 0))
    missing = max(ZERO, examples - have)
    label, what = ("Comparisons", "pairs") if pairs else ("Labelling", "examples to make")
    sheet.once(label, missing * price, lambda: f"{count(missing)} {what} × {rate(price)}")
    # who has examples has them from somewhere: no more is bought again than a usual set holds
    return fresh * max(missing, min(examples, silent("training_examples"))) * price


def _number(plan: Plan, setting: Setting) -> Decimal:
    if plan.training_examples is not None:
        return exact(plan.training_examples)
    if plan.kind == "preference_tuning":
        return setting.assume.take("preference_pairs", "Compared pairs to train on")
    if plan.kind == "distillation":
        return setting.assume.take("distilled_examples", "Answers of the larger model to train on")
    have = exact(setting.facts.value("labeled_examples", 0))
    if have > silent("most_training_examples"):
        return setting.assume.take("most_training_examples", "Trained on, of all there are")
    if have >= silent("training_examples"):
        return have
    return setting.assume.take("training_examples", "Examples to train on")


def _by_token(
    plan: Plan, setting: Setting, running: Running, sheet: Sheet, tokens: Decimal
) -> tuple[Decimal, Words]:
    if plan.usd_per_million_training_tokens is not None:
        price = exact(plan.usd_per_million_training_tokens)
    else:
        key = _offer(plan, setting, running).training
        price = setting.book.row(key).amount
        sheet.use(lambda: [setting.book.used(key)])
        if plan.kind == "preference_tuning":
            dearer = setting.assume.take("preference_price_multiple", "Training on pairs")
            return (
                tokens * price * dearer / MILLION,
                lambda: f"× {rate(price)} per million × {count(dearer)}",
            )
    return tokens * price / MILLION, lambda: f"× {rate(price)} per million"


def _offer(plan: Plan, setting: Setting, running: Running) -> Offer:
    """Whose price of training counts: the vendor's that serves, the model's, or the usual one's."""
    book, served = setting.book, running.served
    found = served.offer or (
        book.offer_of(served.model, plan.vendor, setting.day) if served.model else None
    )
    if found is not None:
        return found
    usual = book.chosen("hosted")
    setting.assume.say(f"{plan.named}: training is priced like that of {usual}.")
    found = book.offer_of(usual, None, setting.day)
    if found is None:
        raise InvalidInput(f"no offer to tune {usual} is in the price table; give training_usd")
    return found


def _on_gpus(
    plan: Plan, setting: Setting, running: Running, sheet: Sheet, tokens: Decimal
) -> tuple[Decimal, Words]:
    method = plan.method or "lora"
    size = size_of(plan, setting, running.served.model)
    memory = training_memory_gb(size, method)
    name = training_card(plan, setting, memory)
    card = setting.book.card(name)[1]
    work = training_work(billion_weights=size, tokens=tokens, method=method, card=card)
    hours = max(silent("least_gpu_hours"), work.gpu_hours)
    hourly = setting.book.row(f"gpu/{name}").amount
    if plan.usd_per_gpu_hour is not None:
        hourly = exact(plan.usd_per_gpu_hour)
    else:
        sheet.use(lambda: [setting.book.used(f"gpu/{name}")])
    overhead = setting.assume.take("training_overhead", "Set-up and failed starts of training")
    cards = max(1, math.ceil(memory / exact(card.memory_gb)))
    used = float(round(work.gpu_hours, 2))
    sheet.hardware.append(Hardware("train", name, cards, float(round(memory, 1)), used))
    return (
        hours * hourly * overhead,
        lambda: (
            f"→ {counted(hours, name + ' hour')} × {rate(hourly)} × {count(overhead)}; needs "
            f"{count(round(memory))} GB, {cards} × {name}"
        ),
    )


def _teach(
    plan: Plan, setting: Setting, student: str | None, sheet: Sheet, kept: Decimal
) -> Decimal:
    """Answers of the larger model: generated in batch, filtered, and a share checked by people."""
    name = plan.teacher_model or base_model(setting.baseline, setting)
    teacher = setting.token_price(name)
    if same_model(teacher.model, student or ""):
        sheet.warnings.append(
            f"{teacher.model} would teach itself; name a smaller model to distil into."
        )
    if setting.on_own_gpus and not setting.book.open_weights(name):
        sheet.warnings.append(
            f"{teacher.model} answers in a cloud, but data may not leave: name an open "
            "teacher_model."
        )
    asked = kept / setting.assume.take("accept_share", "Kept by the filter")
    load = full_load(setting)
    one = request_cost(load, teacher, Modifiers(batch_share=Decimal(1)), setting.assume)
    sheet.use(lambda: one.prices)
    answers = asked * one.total
    sheet.once(
        "Answers of the larger model",
        answers,
        lambda: f"{count(asked)} answers of {teacher.model} × {usd(one.total)} in batch",
    )
    if plan.labelling_usd is not None:
        return answers + exact(plan.labelling_usd)
    checked = asked * setting.assume.take("checked_share", "Checked by people")
    price = label_price(plan, setting, sheet, "people/label")
    sheet.once(
        "Checking a sample", checked * price, lambda: f"{count(checked)} answers × {rate(price)}"
    )
    return answers + checked * price
