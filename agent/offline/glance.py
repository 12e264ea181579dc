"""What the rules make of a first message, in words, while everything else is still loading.

It takes a fraction of a second from a cold start, for it needs neither the advisor nor a model. It
shows the figures, and the model by name: what kind of project it is, the whole reading weighs.
"""

import logging

from agent.offline.reading.languages import only_sure
from agent.offline.reading.reader import Reader, Reading
from agent.offline.reading.several import wishes
from agent.wording import fact_in_words
from tools.facts import ProjectFacts, make_fact
from tools.vocabulary import spec

MOST_CHARACTERS = 4_000  # a longer message is read once, by the advisor
log = logging.getLogger(__name__)


def glance(message: str) -> tuple[str, ...]:
    """The facts that a first message states, each as a short phrase: `120,000 requests a month`."""
    if len(message) > MOST_CHARACTERS:
        return ()
    try:
        known = facts_of(message).known
    except Exception:  # the turn itself tells what is wrong
        log.exception("a message could not be read at a glance")
        return ()
    return tuple(fact_in_words(name, fact) for name, fact in known.items())


def facts_of(message: str) -> ProjectFacts:
    """The facts that a first message states, as the rules read them."""
    reader = Reader()

    def piece(text: str, *, fresh: bool = False, answering: bool = False) -> Reading:
        return reader.read(text)

    first, *_ = wishes(message, only_sure(message, reader.read(message)), piece)
    said = first.reading
    return ProjectFacts(
        {
            name: make_fact(name, said.facts.get(name), bounds=said.ranges.get(name))
            for name in dict.fromkeys([*said.facts, *said.ranges])
            if spec(name).numeric or name == "model"
        }
    )
