"""What retrieval adds to a plan: query embeddings, a vector store, reranking, re-embedding."""

from decimal import Decimal

from tools.assumptions import silent
from tools.money import MILLION, ZERO, count, exact, rate
from tools.plans import Plan
from tools.sheet import Setting, Sheet

_EMBEDDER = "text-embedding-3-small"
_RERANKER = "cohere-rerank-3.5"
_BYTES = 4


def retrieve(plan: Plan, setting: Setting, sheet: Sheet) -> Decimal:
    """Write the monthly lines of retrieval; the variable USD of one request beside its tokens."""
    volume = setting.requests
    price, query = _embedding_price(plan, setting, sheet), silent("query_tokens")
    one = query * price / MILLION
    sheet.monthly(
        "Query embeddings",
        volume * one,
        f"{count(volume)} queries × {count(query)} tokens × {rate(price)} per million",
        part="other",
    )
    _store(setting, sheet)
    _changes(price, setting, sheet)
    return one + (_rerank(plan, setting, sheet) if plan.rerank or plan.reranker else ZERO)


def index(plan: Plan, setting: Setting, sheet: Sheet) -> None:
    """Write the one-off line of embedding the documents."""
    size, price = documents(setting), _embedding_price(plan, setting, sheet)
    how = f"{count(size)} tokens × {rate(price)} per million"
    sheet.once("Embedding the documents", size * price / MILLION, how)


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
    size = store_gigabytes(documents(setting))
    per_gb, per_read = book.row("store/gigabytes").amount, book.row("store/reads").amount
    units = max(silent("least_read_units"), size)
    metered = size * per_gb + volume * units * per_read / MILLION
    least = book.row("store/minimum").amount
    if least >= metered:
        sheet.use([book.used("store/minimum")])
        how = f"smallest plan; metered use would be {rate(metered.quantize(Decimal('0.01')))}"
    else:
        sheet.use([book.used("store/gigabytes"), book.used("store/reads")])
        how = (
            f"{count(size)} GB × {rate(per_gb)} + {count(volume)} queries × {count(units)} read "
            f"units × {rate(per_read)} per million"
        )
    sheet.monthly("Vector store", max(least, metered), how, part="hosting")


def _embedding_price(plan: Plan, setting: Setting, sheet: Sheet) -> Decimal:
    key = f"embedding/{plan.embedder or _EMBEDDER}"
    sheet.use([setting.book.used(key)])
    return setting.book.row(key).amount


def _changes(price: Decimal, setting: Setting, sheet: Sheet) -> None:
    how_often = setting.facts.value("knowledge_update", "static")
    if how_often == "static":
        return
    share = setting.assume.take(f"changed_{how_often}", "Changed each month")
    size = documents(setting)
    sheet.monthly(
        "Embedding what changed",
        size * share * price / MILLION,
        f"{count(share * 100)} % of {count(size)} tokens × {rate(price)} per million",
        part="upkeep",
    )


def _rerank(plan: Plan, setting: Setting, sheet: Sheet) -> Decimal:
    key = f"reranker/{plan.reranker or _RERANKER}"
    price = setting.book.row(key).amount
    sheet.use([setting.book.used(key)])
    how = f"{count(setting.requests)} searches × {rate(price)} per 1,000"
    sheet.monthly("Reranking", setting.requests * price / 1000, how, part="other")
    return price / 1000
