"""Reads sizes by the words beside them: "700 tokens in, 20 out", "context 3.5k, completion 600"."""

import re
from functools import cache

from agent.offline.words.findings import Finding, numeric
from agent.offline.words.lexicon import any_of, limit, lists, pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity

FILE = "sides"
PROMPT, OUTPUT = "prompt_tokens", "output_tokens"
_NAMED = re.compile(r"(?!ish\b)\s?[a-z]{2,}")


def read_sides(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """Bare numbers that are tokens of the prompt or of the answer.

    They are when the message speaks of tokens, or when both sides are told.
    """
    told: list[tuple[int, str]] = []
    for place, quantity in enumerate(inside):
        if quantity.unit in ("", "tokens") and not quantity.per and quantity.number.value >= 1:
            side = _side(message, quantity)
            if side:
                told.append((place, side))
    known = {side for _, side in told if side != "either"}
    spoken = pattern("talk", FILE).search(message.norm) is not None
    if not spoken and known != {PROMPT, OUTPUT}:
        return []
    if spoken and not known and not any(q.unit == "tokens" for q in inside):
        return []
    out: list[tuple[Finding, list[int]]] = []
    for place, side in told:
        if side == "either":
            if PROMPT not in _sides_before(message, inside, told, place) or OUTPUT in known:
                continue
            side = OUTPUT
        if any(f.fact == side for f, _ in out):
            continue
        out.append((numeric(side, inside[place], weight=2), [place]))
    return out


def _sides_before(
    message: Message, inside: list[Quantity], told: list[tuple[int, str]], place: int
) -> set[str]:
    sides = {side for other, side in told if other < place}
    for quantity in inside[:place]:
        if quantity.unit == "tokens" and pattern("prompt_side").search(message.sentence(quantity)):
            sides.add(PROMPT)
        if quantity.unit == "tokens" and pattern("prompt_doc").search(message.sentence(quantity)):
            sides.add(PROMPT)
    return sides


def _side(message: Message, quantity: Quantity) -> str:
    if not quantity.unit and quantity.number.value >= limit(FILE, "most"):
        return ""
    if shape("no_side_before", FILE).search(quantity.before):
        return ""
    behind = message.norm[quantity.number.end : message.text.sentence_at(quantity.start).end]
    for fact, name in ((PROMPT, "prompt_behind"), (OUTPUT, "output_behind")):
        match = _behind(name).match(behind)
        if match is not None and shape("stop_behind", FILE).match(behind[match.end() :]):
            return fact
    if (
        quantity.unit == ""
        and _NAMED.match(behind)
        and not shape("stop_behind", FILE).match(behind)
    ):
        return ""
    for fact, name in ((PROMPT, "prompt"), (OUTPUT, "output"), ("either", "either")):
        if _ahead(name).search(quantity.before):
            return fact
    return ""


@cache
def _ahead(name: str) -> re.Pattern[str]:
    words, links = "|".join(lists(FILE)[name]), "|".join(lists(FILE)["links"])
    return re.compile(rf"(?<![\w-])(?:{words})(?: (?:{links})| ?[:=~|<,])*\s?~?$")


@cache
def _behind(name: str) -> re.Pattern[str]:
    tokens = any_of("tokens", FILE)
    return re.compile(rf"\s?-?{tokens}?\s?{any_of(name, FILE)}(?: ?{tokens})?(?![\w-])")
