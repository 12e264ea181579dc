"""Reads sizes: tokens, words and pages of the prompt, the answer or the documents."""

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

TOKENS_PER_PAGE = 400
TOKENS_PER_WORD = 1.3
FILE = "sizes"


def read_tokens(message: Message, quantity: Quantity, *, fact: str = "") -> Finding | None:
    """Tokens, words or pages: of the prompt, of the answer, or of the documents behind it."""
    times = {"tokens": 1.0, "words": TOKENS_PER_WORD, "pages": float(TOKENS_PER_PAGE)}[
        quantity.unit
    ]
    if fact:
        return numeric(fact, quantity, times=times)
    behind = message.norm[quantity.end : quantity.end + reach(FILE, "behind")]
    to_knowledge = message.cost(quantity, "knowledge_side")
    if quantity.unit == "pages":
        if (
            quantity.per
            or (to_knowledge > limit(FILE, "knowledge") and not _is_of_a_list(quantity))
            or shape("each_behind", FILE).match(behind)
            or shape("pages_of_each", FILE).match(message.norm, quantity.start)
            or shape("of_rules", FILE).search(quantity.before[-reach(FILE, "rules_before") :])
            or shape("rules_behind", FILE).match(message.norm, quantity.start)
        ):
            return None
        if shape("of_each", FILE).search(message.clause(quantity)):
            return None
        return numeric("knowledge_tokens", quantity, times=times)
    if quantity.per and quantity.per != "month":
        return None
    until = quantity.end + reach(FILE, "rate_behind")
    until = min(until, message.text.sentence_at(quantity.start).end)
    if shape("paced_or_priced", FILE).search(message.norm[quantity.number.end : until]):
        return None
    direct = shape("side_behind", FILE).match(behind)
    if direct:
        goes_in = shape("of_prompt", FILE).match(direct["side"])
        side = "prompt_tokens" if goes_in else "output_tokens"
        return numeric(side, quantity, times=times, weight=3)
    whole = pattern("all_documents").search(message.clause(quantity)) or shape(
        "in_all", FILE
    ).match(behind)
    if shape("in_all_before", FILE).search(quantity.before):
        of_both = pattern("prompt_side").search(quantity.before)  # "prompt and documents together"
        known_side = pattern("knowledge_side").search(message.sentence(quantity))
        whole = whole or (None if of_both else known_side)
    if quantity.unit == "tokens" and whole:
        return numeric("knowledge_tokens", quantity, times=times, weight=2)  # before its pages
    near = reach(FILE, "side")
    side = message.nearest(quantity, ("prompt_side", "output_side"), reach=near)
    if not side and (quantity.unit == "tokens" or shape("taken_apart", FILE).search(message.norm)):
        side = "prompt_side" if message.nearest(quantity, ("prompt_doc",), reach=near) else ""
    known = quantity.unit == "tokens" and to_knowledge < limit(FILE, "knowledge")
    if not side:
        if known and quantity.value > limit(FILE, "rather_knowledge"):
            return numeric("knowledge_tokens", quantity, times=times)
        return None
    if known and quantity.value >= limit(FILE, "surely_knowledge"):
        return numeric("knowledge_tokens", quantity, times=times)
    fact = "prompt_tokens" if side == "prompt_side" else "output_tokens"
    return numeric(fact, quantity, times=times, weight=2)


def _is_of_a_list(quantity: Quantity) -> bool:
    """True for the length of a list that exists: "a menu of our 30 dishes, four pages"."""
    return shape("a_list_before", FILE).search(quantity.before) is not None
