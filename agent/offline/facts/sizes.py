"""Reads sizes: tokens, words and pages of the prompt, the answer or the documents."""

import re

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

TOKENS_PER_PAGE = 400
TOKENS_PER_WORD = 1.3
# "80 page PDFs" is the size of each; "the style guide is 30 pages" is no knowledge
_PAGES_OF_EACH = re.compile(r"[\d.,]+[ -]page (?:\w+ )?\w+s\b")
# "notes, 60 words" may as well be what is written; where things are extracted it is what is read
_TAKEN_APART = re.compile(r"\b(?:extract|classif|tagg?|pull|label)(?:s|ed|ing|y|ied|ies|ion)?\b")
_IN_ALL = re.compile(r"\s?(?:in (?:all|total|sum)|all in all|altogether|all told)\b")
_OF_RULES = re.compile(
    r"\b(?:style|tone|brand|voice|formatting|writing) (?:guide|book|bible|manual|sheet)s?\b"
)


def read_tokens(message: Message, quantity: Quantity, *, fact: str = "") -> Finding | None:
    """Tokens, words or pages: of the prompt, of the answer, or of the documents behind it."""
    times = {"tokens": 1.0, "words": TOKENS_PER_WORD, "pages": float(TOKENS_PER_PAGE)}[
        quantity.unit
    ]
    if fact:
        return numeric(fact, quantity, times=times)
    behind = message.norm[quantity.end : quantity.end + 28]
    if quantity.unit == "pages":
        if (
            quantity.per
            or message.cost(quantity, "knowledge_side") > 60
            or re.match(r"\s?(?:each|per|long|on average)", behind)
            or _PAGES_OF_EACH.match(message.norm, quantity.start)
            or _OF_RULES.search(quantity.before[-40:])
        ):
            return None
        if re.search(
            r"\b(?:each|per doc\w*|average|summar|extract|tag|classif)", message.clause(quantity)
        ):
            return None
        return numeric("knowledge_tokens", quantity, times=times)
    if quantity.per and quantity.per != "month":
        return None
    if re.search(
        r"\b(?:per|/) ?(?:month|day|million|1k|second|sec|s)\b|million tokens|per million|\$",
        message.norm[
            quantity.number.end : min(
                quantity.end + 12, message.text.sentence_at(quantity.start).end
            )
        ],
    ):
        return None
    direct = re.match(
        r"\s?(?:of |for (?:the |each |every )?|per |as |long |in the |is the )?(?:average "
        r"|typical |system |total |whole )?(in(?! (?:all|total|sum)\b)"
        r"|input|prompts?|context|instructions?|out|outputs?"
        r"|answers?|responses?|repl(?:y|ies)|completions?|generated|summar(?:y|ies)|back)\b",
        behind,
    )
    if direct:
        word = direct.group(1)
        side = "prompt_tokens" if word.startswith(("in", "prompt", "context")) else "output_tokens"
        return numeric(side, quantity, times=times, weight=3)
    whole = pattern("all_documents").search(message.clause(quantity)) or _IN_ALL.match(behind)
    if quantity.unit == "tokens" and whole:
        return numeric("knowledge_tokens", quantity, times=times)
    side = message.nearest(quantity, ("prompt_side", "output_side"), reach=75)
    if not side and (quantity.unit == "tokens" or _TAKEN_APART.search(message.norm)):
        side = "prompt_side" if message.nearest(quantity, ("prompt_doc",), reach=75) else ""
    if not side:
        if (
            quantity.value > 50_000
            and message.cost(quantity, "knowledge_side") < 60
            and quantity.unit == "tokens"
        ):
            return numeric("knowledge_tokens", quantity, times=times)
        return None
    if (
        quantity.unit == "tokens"
        and quantity.value >= 200_000
        and message.cost(quantity, "knowledge_side") < 60
    ):
        return numeric("knowledge_tokens", quantity, times=times)
    fact = "prompt_tokens" if side == "prompt_side" else "output_tokens"
    return numeric(fact, quantity, times=times, weight=2)
