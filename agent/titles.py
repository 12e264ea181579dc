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
    r"^(?:(?:hi|hello|hey|so|ok|well)\b[ ,!.]*)*"
    r"(?:(?:we|i|our (?:team|company))(?:['’]d| would)?(?: currently| now| also)? "
    r"(?:(?:want|need|plan|hope|like|try|have|are going|are trying|are looking)(?: to)? )?"
    r"(?:(?:build|make|have|create|develop) )?)?(?:(?:a|an|the) )?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-z\d)])[.!?;](?=\s|$)|\n")
_ELSEWHERE = re.compile(r"\(set (?:on|in) [\w ]+\)$")  # the words of an edit outside the chat


def title_of(book: Notebook, message: str) -> str:
    """A title from the words in which the task was stated; while it is not, from `message`.

    Where the task was chosen rather than described, its name and the volume tell projects apart.
    """
    task = book.facts.known.get("task")
    if task is None:
        return _short(message) or "New project"
    said = (task.quote or "").strip()
    if len(said) >= SHORTEST and not _ELSEWHERE.search(said):
        return _short(said)
    title = value_in_words("task", book.facts.value("task")).capitalize()
    volume = book.facts.known.get("monthly_requests")
    return title if volume is None else f"{title}, {fact_in_words('monthly_requests', volume)}"


def first_words(messages: Sequence[BaseMessage]) -> str:
    """What a conversation began with, "" before anything was said."""
    return next((str(m.text) for m in messages if isinstance(m, HumanMessage)), "")


def _short(text: str) -> str:
    """The first sentence without its preamble, on one line and cut between words."""
    first = _SENTENCE.split(text.strip())[0]
    words = " ".join(first.split())
    bare = _PREAMBLE.sub("", words, count=1)
    bare = bare if len(bare) >= SHORTEST else words
    title = bare[:1].upper() + bare[1:]
    if len(title) <= TITLE_CHARS:
        return title.rstrip(" ,.;:")
    cut = title[: TITLE_CHARS - 1]
    whole, _, _ = cut.rpartition(" ")
    return (whole if len(whole) > TITLE_CHARS // 2 else cut).rstrip(" ,.;:") + "…"
