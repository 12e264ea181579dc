"""What retrieval adds to a plan: query embeddings, a vector store, reranking, re-embedding."""

from decimal import Decimal

from tools.assumptions import silent
from tools.money import MILLION, ZERO, count, exact, rate
from tools.plans import Plan
from tools.sheet import Setting, Sheet

_BYTES = 4  # of one 32-bit number


def retrieve(plan: Plan, setting: Setting, sheet: Sheet) -> Decimal:
    """Write the monthly lines of retrieval; the variable USD of one request beside its tokens."""
    volume = setting.requests
    price, query = _embedding_price(plan, setting, sheet), silent("query_tokens")
    one = query * price / MILLION
    if price:
        sheet.monthly(
            "Query embeddings",
            volume * one,
            lambda: f"{count(volume)} queries × {count(query)} tokens × {rate(price)} per million",
            part="other",
        )
        _changes(price, setting, sheet)
    _store(setting, sheet)
    return one + (_rerank(plan, setting, sheet) if plan.rerank or plan.reranker else ZERO)


def index(plan: Plan, setting: Setting, sheet: Sheet) -> None:
    """Write the one-off line of embedding the documents."""
    size, price = documents(setting), _embedding_price(plan, setting, sheet)
    sheet.once(
        "Embedding the documents",
        size * price / MILLION,
        lambda: f"{count(size)} tokens × {rate(price)} per million",
    )


def documents(setting: Setting) -> Decimal:
    """Tokens of the documents that answers draw on."""
    stated = setting.facts.value("knowledge_tokens")
    if stated is not None:
        return exact(stated)
    return setting.assume.take("knowledge_tokens", "Size of the documents")


def store_gigabytes(tokens: Decimal) -> Decimal:
    """Size of the vectors in GB: one a passage, 32-bit numbers, half as much for the index."""
    vectors = tokens / silent("chunk_tokens")
    return vectors * silent("vector_dimensions") * _BYTES * silent("index_overhead") / 10**9


def _store(setting: Setting, sheet: Sheet) -> None:
    book, volume = setting.book, setting.requests
    if setting.on_own_gpus:
        setting.assume.say(
            "The vector store runs on a machine of your own; the price of a hosted one stands in."
        )
    size = store_gigabytes(documents(setting))
    per_gb, per_read = book.row("store/gigabytes").amount, book.row("store/reads").amount
    units = max(silent("least_read_units"), size)
    metered = size * per_gb + volume * units * per_read / MILLION
    least = book.row("store/minimum").amount
    if least >= metered:
        sheet.use(lambda: [book.used("store/minimum")])
    else:
        sheet.use(lambda: [book.used("store/gigabytes"), book.used("store/reads")])

    def how() -> str:
        if least >= metered:
            smallest = rate(metered.quantize(Decimal("0.01")))
            return f"smallest plan; metered use would be {smallest}"
        return (
            f"{count(size)} GB × {rate(per_gb)} + {count(volume)} queries × {count(units)} read "
            f"units × {rate(per_read)} per million"
        )

    sheet.monthly("Vector store", max(least, metered), how, part="hosting")


def _embedding_price(plan: Plan, setting: Setting, sheet: Sheet) -> Decimal:
    """USD per million tokens; nothing where an open embedder runs on the GPUs of the model."""
    key = _service("embedder", plan.embedder, plan, setting, sheet)
    if key is None:
        return ZERO
    sheet.use(lambda: [setting.book.used(key)])
    return setting.book.row(key).amount


def _service(
    role: str, named: str | None, plan: Plan, setting: Setting, sheet: Sheet
) -> str | None:
    """The price row of an embedder or reranker; None where an open one runs on own GPUs."""
    part = "embedding" if role == "embedder" else "reranker"
    if not setting.on_own_gpus:
        return f"{part}/{named or setting.book.chosen(role)}"
    if named is None:
        setting.assume.say(f"An open {role} runs on the same GPUs and adds nothing to the bill.")
        return None
    warning = f"{plan.named} sends text to {named}, but data may not leave."
    if warning not in sheet.warnings:
        sheet.warnings.append(warning)
    return f"{part}/{named}"


def _changes(price: Decimal, setting: Setting, sheet: Sheet) -> None:
    how_often = setting.facts.value("knowledge_update", "static")
    if how_often == "static":
        return
    share = setting.assume.take(f"changed_{how_often}", "Changed each month")
    size = documents(setting)
    sheet.monthly(
        "Embedding what changed",
        size * share * price / MILLION,
        lambda: f"{count(share * 100)}% of {count(size)} tokens × {rate(price)} per million",
        part="upkeep",
    )


def _rerank(plan: Plan, setting: Setting, sheet: Sheet) -> Decimal:
    key = _service("reranker", plan.reranker, plan, setting, sheet)
    if key is None:
        return ZERO
    price = setting.book.row(key).amount
    sheet.use(lambda: [setting.book.used(key)])
    sheet.monthly(
        "Reranking",
        setting.requests * price / 1000,
        lambda: f"{count(setting.requests)} searches × {rate(price)} per 1,000",
        part="other",
    )
    return price / 1000
