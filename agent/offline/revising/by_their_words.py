"""Finds the fact that is taken back by the words it was told in, where no name of it was used."""

from collections.abc import Mapping

from agent.offline.revising.called import telling
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message, take_apart
from tools.facts import Fact

FILE = "called_by"
_PLURALS = "s"


def taken_back_by_words(text: str, told: Mapping[str, Fact]) -> tuple[str, ...]:
    """The one fact told in all the words of what is to be dropped; empty for none or several."""
    wanted = {_bare(word) for word in telling(dropped(text))}
    if not wanted:
        return ()
    meant = [
        name
        for name, fact in told.items()
        if wanted <= {_bare(word) for word in telling(fact.quote or "")}
    ]
    return tuple(meant) if len(meant) == 1 else ()


def dropped(text: str) -> str:
    """What an order names that something of what was told be dropped: “the pipe thing”."""
    found = shape("takes_out", FILE).search(take_apart(text).norm)
    return "" if found is None else (found["what"] or found["rest"] or "").strip(" .,;:!?")


def is_dropped(message: Message, finding: Finding) -> bool:
    """True for a choice that is only named to be dropped: “forget the tone thing”."""
    spans = [m.span() for m in shape("takes_out", FILE).finditer(message.norm)]
    return any(start <= finding.start < end for start, end in spans)


def _bare(word: str) -> str:
    return word.removesuffix("'s").rstrip(_PLURALS)
