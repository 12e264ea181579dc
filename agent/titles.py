"""A title for a conversation, made from the project: what it does, in its people's own words."""

import re
from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage

from agent.notebook import Notebook
from agent.wording import fact_in_words, value_in_words

TITLE_CHARS = 60
SHORTEST = 16  # a shorter quote, such as "classification", says less than its label and figures
# "We would like to sort tickets" is listed as "Sort tickets"
_PREAMBLE = re.compile(
    r"^(?:(?:hi|hello|hey|so|ok|okay|well|and|but|or|then|because|also|plus|now|basically|actually"
    r"|yes|no|please)\b[ ,!.:-]*)*"
    r"(?:(?:we|i|our (?:team|company)|they)(?:['’](?:d|re|m|ll)| would| are| am| will)?"
    r"(?: currently| now| also| just| really)? "
    r"(?:(?:want|need|plan|hope|like|love|try|have|wish|going|trying|looking|planning|hoping|intend"
    r"|aim)(?: to)? )?(?:(?:build|make|have|create|develop|use|set up) )?"
    r"|it (?:should|must|has to|needs to|would|will) )?"
    r"(?:(?:an? |the )?(?:llm|ai|(?:language )?model|machine)(?= (?:to|that|which)\b) )?"
    r"(?:(?:to|that|which)(?: (?:can|could|should|will|would|must))? (?=[a-z]))?(?:(?:a|an|the) )?",
    re.IGNORECASE,
)
# what joins a sentence to one before it
_CONJUNCTION = re.compile(r"^(?:(?:so|and|but|or|then|because|also|plus)\b[ ,]+)+", re.IGNORECASE)
# what a description begins with; a piece out of the middle of a sentence begins otherwise
_OPENING = re.compile(r"^(?:[A-Z]|(?:we|i|our|my|a|an|the)\b)")
_DANGLING = re.compile(r"(?: (?:an?|the|of|for|to|in|on|at|and|or|with|by|from|into|that))+$")
_SENTENCE = re.compile(r"(?<=[a-z\d)])[.!?;](?=\s|$)|\n")
_ELSEWHERE = re.compile(r"\(set (?:on|in) [\w ]+\)$")  # the words of an edit outside the chat


def title_of(book: Notebook, message: str) -> str:
    """A title from the words in which the task was stated; while it is not, from `message`.

    `message` is the first of the conversation. Where the task was stated again later, the title
    stays with the first message if that describes the project. Where the task was chosen rather
    than described, or is known by a piece of a sentence, its name and the volume tell projects
    apart.
    """
    task = book.facts.known.get("task")
    if task is None:
        return _short(message) or "New project"
    said = (task.quote or "").strip()
    if said not in message and _describes(message, book):
        return _short(message)
    whole = said in message or _OPENING.search(said)
    if len(said) >= SHORTEST and whole and not _ELSEWHERE.search(said):
        return _short(said)
    title = value_in_words("task", book.facts.value("task")).capitalize()
    volume = book.facts.known.get("monthly_requests")
    return title if volume is None else f"{title}, {fact_in_words('monthly_requests', volume)}"


def _describes(message: str, book: Notebook) -> bool:
    """True for a statement that told something which the project still knows."""
    first = _SENTENCE.split(message.strip())[0]
    told = any(fact.quote and fact.quote in message for fact in book.facts.known.values())
    asks = "?" in message[: len(first) + 1]
    return told and not asks and len(_PREAMBLE.sub("", first, count=1)) >= SHORTEST


def first_words(messages: Sequence[BaseMessage]) -> str:
    """What a conversation began with, "" before anything was said."""
    return next((str(m.text) for m in messages if isinstance(m, HumanMessage)), "")


def _short(text: str) -> str:
    """The first sentence without its preamble, on one line, cut between clauses or words."""
    first = _SENTENCE.split(text.strip())[0]
    words = " ".join(first.split())
    bare = _PREAMBLE.sub("", words, count=1)
    bare = bare if len(bare.split()) > 1 else _CONJUNCTION.sub("", words)
    title = bare[:1].upper() + bare[1:]
    if len(title) <= TITLE_CHARS:
        return title.rstrip(" ,.;:")
    cut = title[: TITLE_CHARS - 1]
    clause, whole = cut.rpartition(", ")[0], cut.rpartition(" ")[0]
    if len(clause) > TITLE_CHARS // 2:
        return clause + "…"
    kept = _DANGLING.sub("", whole) if len(whole) > TITLE_CHARS // 2 else cut
    return kept.rstrip(" ,.;:") + "…"
