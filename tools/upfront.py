"""What a plan costs once: training, examples, evaluation, indexing, engineering."""

from decimal import Decimal

from tools.assumptions import silent
from tools.money import MILLION, ZERO, count, exact, rate
from tools.plans import Plan
from tools.runtime import Running
from tools.sheet import Setting, Sheet

_STATED = (
    ("training_usd", "Training"),
    ("evaluation_usd", "Evaluation"),
    ("labelling_usd", "Labelling"),
    ("engineering_usd", "Engineering"),
)


def prepare(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> None:
    """Write the one-off lines of a plan."""
    for name, label in _STATED:
        value = getattr(plan, name)
        if value is not None:
            sheet.add(label, exact(value), "once", "as given")
    if plan.states_one_off:
        if plan.tuned:
            _say_left_out(plan, setting)
        return
    if plan.kind == "rag":
        _index(plan, setting, sheet)
    if plan.tuned:
        _train(plan, setting, running, sheet)
    if plan.tuned or plan.kind == "rag":
        _evaluate(setting, sheet)


def _say_left_out(plan: Plan, setting: Setting) -> None:
    missing = [label.lower() for name, label in _STATED[:3] if getattr(plan, name) is None]
    if missing:
        setting.assume.say(
            f"{plan.named}: no cost of {' or '.join(missing)} is counted, since none was given."
        )


def _index(plan: Plan, setting: Setting, sheet: Sheet) -> None:
    stated = setting.facts.value("knowledge_tokens")
    size = (
        exact(stated)
        if stated is not None
        else setting.assume.take("knowledge_tokens", "Documents")
    )
    price = setting.book.row("embedding/text-embedding-3-small").amount
    sheet.add(
        "Embedding the documents", size * price / MILLION, "once",
        f"{count(size)} tokens × {rate(price)} per million",
    )  # fmt: skip


def _train(plan: Plan, setting: Setting, running: Running, sheet: Sheet) -> None:
    assume = setting.assume
    pairs = plan.kind == "preference_tuning"
    examples = _examples(plan, setting, pairs=pairs)
    length = (
        exact(plan.tokens_per_example)
        if plan.tokens_per_example is not None
        else (running.load.prompt + running.load.output) * (2 if pairs else 1)
    )
    epochs = Decimal(plan.epochs) if plan.epochs else assume.take("epochs", "Passes over the data")
    runs = Decimal(plan.runs) if plan.runs else assume.take("runs", "Training runs")
    billed = examples * length * epochs
    if plan.kind == "self_hosted":
        _gpu_training(plan, setting, sheet, billed, runs)
    else:
        key = running.offer.training if running.offer else "training/together/16b"
        if plan.usd_per_million_training_tokens is not None:
            price = exact(plan.usd_per_million_training_tokens)
        else:
            price = setting.book.row(key).amount
            sheet.use([setting.book.used(key)])
        sheet.add(
            "Training", runs * billed * price / MILLION, "once",
            f"{count(runs)} runs × {count(examples)} examples × {count(length)} tokens × {count(epochs)} "
            f"passes × {rate(price)} per million",
        )  # fmt: skip
    _label(setting, sheet, examples, pairs=pairs)


def _examples(plan: Plan, setting: Setting, *, pairs: bool) -> Decimal:
    if plan.training_examples is not None:
        return exact(plan.training_examples)
    have = setting.facts.value("labeled_examples")
    least = setting.assume.take(
        "preference_pairs" if pairs else "training_examples", "Examples to train on"
    ) if pairs or not have or have < silent("training_examples") else exact(have)  # fmt: skip
    return least


def _label(setting: Setting, sheet: Sheet, examples: Decimal, *, pairs: bool) -> None:
    have = ZERO if pairs else exact(setting.facts.value("labeled_examples", 0))
    missing = max(ZERO, examples - have)
    if missing == 0:
        return
    key = "people/preference_pair" if pairs else "people/label"
    price = setting.book.row(key).amount
    sheet.use([setting.book.used(key)])
    what = "pairs" if pairs else "examples"
    sheet.add(
        "Labelling", missing * price, "once", f"{count(missing)} {what} to make × {rate(price)}"
    )


def _evaluate(setting: Setting, sheet: Sheet) -> None:
    items = setting.assume.take("evaluation_items", "Evaluation set")
    price = setting.book.row("people/label").amount
    sheet.use([setting.book.used("people/label")])
    sheet.add(
        "Evaluation", items * price, "once", f"{count(items)} checked answers × {rate(price)}"
    )


def _gpu_training(
    plan: Plan, setting: Setting, sheet: Sheet, tokens: Decimal, runs: Decimal
) -> None:
    size = exact(plan.parameters_billion or silent("open_parameters_billion"))
    key, card = setting.book.card(plan.gpu or "H100")
    work = (
        silent("flops_full" if plan.full_weights else "flops_lora")
        * size
        * Decimal(10) ** 9
        * tokens
    )
    speed = exact(card.teraflops) * Decimal(10) ** 12 * silent("mfu")
    hours = max(Decimal(1), work / speed / 3600)
    hourly = setting.book.row(f"gpu/{key}").amount
    if plan.usd_per_gpu_hour is not None:
        hourly = exact(plan.usd_per_gpu_hour)
    else:
        sheet.use([setting.book.used(f"gpu/{key}")])
    overhead = silent("training_overhead")
    sheet.add(
        "Training on GPUs", runs * hours * hourly * overhead, "once",
        f"{count(runs)} runs × {count(hours)} {key} hours × {rate(hourly)} × {count(overhead)}",
    )  # fmt: skip
