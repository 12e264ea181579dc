"""Reads sizes: tokens, words and pages of the prompt, the answer or the documents."""

import re

from agent.offline.findings import Finding, numeric
from agent.offline.lexicon import pattern
from agent.offline.message import Message
from agent.offline.quantities import Quantity

TOKENS_PER_PAGE = 400
TOKENS_PER_WORD = 1.3


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
    if quantity.unit == "tokens" and pattern("all_documents").search(message.clause(quantity)):
        return numeric("knowledge_tokens", quantity, times=times)
    side = message.nearest(quantity, ("prompt_side", "output_side"), reach=75)
    if not side and message.nearest(quantity, ("prompt_doc",), reach=75):
        side = "prompt_side"
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


_SIDE_AHEAD = re.compile(
    r"(?:^|[,;/&.(] ?|\band )(in|out|inputs?|outputs?|completions?|responses?|replies|reply"
    r"|answers?|prompts?)"
    r"(?: length| size| tokens| average| averages| are| is| of| about| around| roughly|:|=|~| )*$"
)
_ASKING = ("in", "prompt", "context")
_SIDES = re.compile(
    r"\s?(?:tokens? |toks? )?(in|out|input|output|(?:prompt|completion|context)(?= tok))"
    r"(?: tokens?| toks?)?(?![\w-])"
)


def read_sides(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "700 tokens in, 20 out": a bare number on the side of a token count is one too."""
    out: list[tuple[Finding, list[int]]] = []
    if not re.search(
        r"\b(?:tok|tokens?|tks|(?:prompt|completion|output|input) length)\b", message.norm
    ):
        return out
    for place, quantity in enumerate(inside):
        side = _SIDES.match(message.norm, quantity.number.end)
        if quantity.unit or quantity.per:
            continue
        ahead = _SIDE_AHEAD.search(quantity.before)
        if ahead is not None and not re.match(r"\s?[a-z]{3,}", quantity.after):
            fact = "prompt_tokens" if ahead[1].startswith(("in", "prompt")) else "output_tokens"
            out.append((numeric(fact, quantity, weight=2), [place]))
            continue
        if side is None or not re.match(r"\s*(?:[,.;/)&+]|and\b|$)", message.norm[side.end() :]):
            continue
        fact = "prompt_tokens" if side[1].startswith(_ASKING) else "output_tokens"
        out.append((numeric(fact, quantity, weight=2), [place]))
    return out
