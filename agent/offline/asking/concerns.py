"""Reads worries put as a what-if: what if it gives a wrong price, or its vendor stops?

None of them supposes a value of a fact. What may go wrong is a question of checks, a vendor that
stops is one of model retirement, and leaving out a method is one of that method.
"""

from agent.offline.asking.orders import Command
from agent.offline.asking.topics import Topic
from agent.offline.words.lexicon import shape
from agent.offline.words.message import Message
from agent.offline.words.strategies import find_strategies

FILE = "concerns"
RETIRED, MISHAP = "retired", "mishap"


def read_concern(message: Message) -> Topic | Command | None:
    """What a worry asks for; None for what supposes a fact, or tells of a fault there is."""
    norm = message.norm.strip()
    if message.quantities or len(message.text.sentences) > 1:
        return None
    if shape("without_a_way", FILE).match(norm):
        return _of_methods(norm)
    if shape("vendor_stops", FILE).match(norm):
        return Topic(RETIRED)
    if shape("goes_wrong", FILE).match(norm):
        return Topic(MISHAP)
    return None


def _of_methods(norm: str) -> Command | None:
    """The comparison of a method that is left out with what would stand in for it."""
    named = find_strategies(norm)
    if shape("all_in_the_prompt", FILE).search(norm) and "prompting" not in named:
        named.append("prompting")
    return Command("compare", {"strategies": named}) if named else None
