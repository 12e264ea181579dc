"""Reads short answers in the light of the question that was asked."""

from collections.abc import Sequence
from dataclasses import replace

from agent.offline.accuracy.standing import standing
from agent.offline.answering.choices import read_choice
from agent.offline.answering.figures import read_figures
from agent.offline.answering.not_knowing import does_not_know, is_untested, only_unknown
from agent.offline.asking.intents import polished
from agent.offline.facts.categories import negated
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import compiled, lists, pattern, shape, tables
from agent.offline.words.message import Message, take_apart
from agent.offline.words.strategies import find_strategies
from agent.offline.words.text import Span
from tools.vocabulary import spec

SHORT_CHOICE = 3
MOST_OFFERED = 8  # answers that people count through
MOST_GUESSED = 8  # words of an answer with a question mark
BARE_GUESS = 3  # words of one without "maybe" and the like


def read_answer(message: Message, asked: str, found: Sequence[Finding]) -> list[Finding]:
    """The answer to the question about `asked`, unless the message already stated it in full."""
    if any(f.fact == asked for f in found):
        return []
    rule = spec(asked)
    if only_unknown(message, asked):
        return []
    if asked == "tried":
        return _tried(message)
    placed = _by_place(message, asked)
    if placed:
        return placed
    if rule.numeric:
        taken = [(f.start, f.end) for f in _surest(found)]
        free = [q for q in message.quantities if not any(s <= q.start < e for s, e in taken)]
        read = read_figures(message, asked, standing(message, free))
        return [
            f for f in read if not any(s <= f.start < e for s, e in taken)
        ]  # "no" may be theirs
    return read_choice(message, asked, flag=rule.kind == "flag")


def _surest(found: Sequence[Finding]) -> list[Finding]:
    """The finding of each fact that stands; a figure that is none of them may be the answer."""
    best: dict[str, Finding] = {}
    for finding in found:
        if finding.fact not in best or finding.weight > best[finding.fact].weight:
            best[finding.fact] = finding
    return list(best.values())


def guesses_an_amount(message: Message, sentence: Span) -> bool:
    """True for a rate or a sum of money said with a doubt: "dunno, 50 mails a day?"."""
    amounts = (q for q in message.quantities if q.per or q.unit == "money")
    if not any(sentence.holds(q.start) for q in amounts):
        return False
    words = polished(message.norm[sentence.start : sentence.end].strip(" ?!."))
    doubt = pattern("guess", "answers").search(words) or does_not_know(message)
    if not doubt or shape("asks_whether_enough", "answers").search(words):
        return False
    if len(words.split()) > MOST_GUESSED:
        return False
    return not pattern("question_start", "talk").match(words)


def _by_place(message: Message, asked: str) -> list[Finding]:
    """As in "the second one": that of the answers which the question offered in this order."""
    found = shape("by_place", "answers").fullmatch(message.norm)
    replies = spec(asked).replies if asked in lists("answers")["in_order"] else ()
    if found is None or not 0 < len(replies) <= MOST_OFFERED:
        return []
    place = int(tables("numbers")["place"][found["place"]])
    if place > len(replies) or (place < 0 and len(replies) == MOST_OFFERED):
        return []  # of what goes wrong the question and the quick replies end differently
    offered = replies[place - 1] if place > 0 else replies[place]
    chosen = read_choice(take_apart(offered), asked, flag=spec(asked).kind == "flag")
    return [replace(f, start=0, end=len(message.norm)) for f in chosen]


def is_a_guess(message: Message, asked: str, sentence: Span) -> bool:
    """True for an answer that only sounds like a question: "a few hundred maybe?", "weekly?"."""
    words = polished(message.norm[sentence.start : sentence.end].strip(" ?!."))
    few = 0 < len(words.split()) <= MOST_GUESSED
    if not few or asked == "tried" or shape("asks_whether_enough", "answers").search(words):
        return False
    if pattern("question_start", "talk").match(words):
        return False
    hedged = pattern("guess", "answers").search(words)
    if not spec(asked).numeric and len(words.split()) > BARE_GUESS and not hedged:
        return False
    if asked == "failure_mode" and not hedged:  # "cost?" asks for the costs
        return False
    return bool(read_answer(take_apart(words), asked, ()))


def _tried(message: Message) -> list[Finding]:
    """What has been tried already: the strategies named, or nothing at all."""
    named = [s for s in find_strategies(message.norm) if not _denied(message, s)]
    untried = pattern("untried", "answers").search(message.norm) or is_untested(message)
    none = pattern("nothing", "answers").match(message.norm) and not does_not_know(message)
    none = none and not shape("of_examples", "answers").search(message.norm)
    if not (named or untried or none):
        return []
    return [Finding("tried", () if untried else tuple(named), 0, len(message.norm))]


def _denied(message: Message, strategy: str) -> bool:
    """True for a strategy that is only named to say that it is not there: "no retrieval"."""
    matches = compiled(lists("strategies")[strategy]).finditer(message.norm)
    return all(negated(message, match.start()) for match in matches)


def is_the_answer(message: Message, asked: str, *, words: int = SHORT_CHOICE) -> bool:
    """True for a word or two that name a choice of the question, though they name a command too."""
    short = len(message.norm.split()) <= words
    orders = shape("orders", "answers").match(message.norm)
    if not short or orders or spec(asked).kind != "choice":
        return False
    said = polished(message.norm)  # "no wait, undo" names no choice
    return bool(read_choice(take_apart(said), asked, flag=False))


def is_short_yes_or_no(message: Message) -> bool:
    """True for a bare yes or no."""
    return bool(shape("bare_yes_or_no", "answers").fullmatch(message.norm))
