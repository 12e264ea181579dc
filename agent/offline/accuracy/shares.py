"""Reads shares of right or wrong answers said as fractions: "9 of 10", "one in five", "half"."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice

from agent.offline.words.hedges import is_hedged
from agent.offline.words.lexicon import any_of, pattern, shape, tables
from agent.offline.words.message import Message
from agent.offline.words.number_words import Number
from agent.offline.words.qualities import is_share_of_examples
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

_MOST_SHARES = 40  # nobody tells more of them; a paste may repeat one without end
FILE = "shares"
_ROUND_BASES = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 50, 100, 200, 1000)


@dataclass(frozen=True, slots=True)
class Mention:
    """A share of right (or wrong) answers, in percent.

    `bare` stands without a sign of what it is, `fraction` is said as one.
    """

    quantity: Quantity
    percent: float
    bare: bool = False
    fraction: bool = False


@cache
def _shares() -> re.Pattern[str]:
    """The ways to say a share; groups `top`, `below` and `bad`, `once_in`, `every`, `part`."""
    return re.compile(rf"(?<![\w.]){any_of('said', FILE)}(?![\w/])")


def fractions(message: Message, spans: list[Span], *, asked: bool) -> list[Mention]:
    """The shares in the given sentences; with `asked` also those nobody calls right or wrong."""
    out: list[Mention] = []
    for match in islice(_shares().finditer(message.norm), _MOST_SHARES):
        if any(s.holds(match.start()) for s in spans):
            mention = _fraction(message, match, asked=asked)
            if mention is not None:
                out.append(mention)
    return out


def _fraction(message: Message, match: re.Match[str], *, asked: bool) -> Mention | None:
    """As in "9 of 10 right", "wrong one in five"; without such words where it was asked for."""
    judged = bool(match["bad"] or shape("judged_behind", FILE).match(message.norm, match.end()))
    share = _share(match, any_base=judged or (asked and match["below"] is not None))
    if shape("scale_behind", FILE).match(message.norm, match.end()):
        return None
    if share is None or not 0 < share < 1 or is_of_people(message, match.end()):
        return None
    if is_share_of_examples(message, match.start(), match.end()):
        return None
    if not judged and _is_a_choice(message, match):
        return None
    span = message.text.sentence_at(match.start())
    around = message.norm[max(span.start, match.start() - 70) : min(span.end, match.end() + 60)]
    talk = pattern("share_talk").search(around)
    behind = message.norm[match.end() : min(span.end, match.end() + 40)]
    if match["top"] and match["top"].isdigit() and pattern("target").search(behind):
        talk = pattern("target").search(behind)
    before = message.norm[max(0, match.start() - 60) : match.start()]
    if shape("time_before", FILE).search(before[-5:]):
        return None
    if shape("period_behind", FILE).match(message.norm, match.end()):
        return None
    certain = bool(talk) or asked or judged
    if not certain and not pattern("accuracy_role").search(
        message.text.norm[max(span.start, match.start() - 30) : match.start()]
    ):
        return None
    number = Number(match.start(), match.end(), share * 100, share * 100, share * 100)
    quantity = Quantity(
        match.start(), match.end(), number, "percent", "", 1.0,
        hedged=is_hedged(before, message.norm[match.end() : match.end() + 20]),
        limit="", noun="", before=before, after=message.norm[match.end() : match.end() + 60],
        odd_rate=False, each=False,
    )  # fmt: skip
    return Mention(quantity, round(share * 100, 2), fraction=True, bare=not certain)


def _is_a_choice(message: Message, match: re.Match[str]) -> bool:
    """As in "tag each with one of 12 codes", "must get one of 30 marks": there is one to choose."""
    if match["top"] not in ("one", "1") or not shape("choosing", FILE).search(match.group()):
        return False
    noun = shape("noun_behind", FILE).match(message.norm, match.end())
    if noun is None:
        return False
    kind = pattern("kinds", "classes").fullmatch(noun["noun"])
    return bool(kind or shape("choice_before", FILE).search(message.norm, 0, match.start()))


def is_of_people(message: Message, end: int) -> bool:
    """True for a share that ends at `end` and is one of people, or of what needs something.

    "1 in 4 visitors asks for help" says nothing of answers, "1 in 4 gets a wrong answer" does.
    """
    sentence = message.text.sentence_at(max(end - 1, 0))
    if shape("of_what_needs", FILE).match(message.norm, end, sentence.end):
        return True
    if not shape("of_people", FILE).match(message.norm, end, sentence.end):
        return False
    return not pattern("tells_of_answers", FILE).search(message.norm, sentence.start, sentence.end)


def _share(match: re.Match[str], *, any_base: bool) -> float | None:
    """The share that is named; of an odd number of things only with `any_base`."""
    small, fraction = tables("numbers")["small"], tables("numbers")["fraction"]

    def number(word: str) -> float:
        if word.isdigit():
            return float(word)
        scale = tables("numbers")["scale"].get(word.removeprefix("a "), 0.0)
        return {"every": 1.0}.get(word, small.get(word, scale))

    if match["top"]:
        below = number(match["below"])
        whole = any_base or below in _ROUND_BASES
        if not below:
            return None
        return number(match["top"]) / below if whole else None
    if match["once_in"]:
        below = number(match["once_in"])
        return 1 / below if below else None
    if match["every"]:
        return 1 / tables("numbers")["every"][match["every"]]
    if match["part"] == "half":
        return 0.5
    top, part = re.split(r"[ -]", match["part"])
    return (1.0 if top == "a" else small[top]) * fraction[part]
