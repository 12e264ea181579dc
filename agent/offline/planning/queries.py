"""What to search the guidance for: the user's words, or a full question where those only point."""

from agent.briefing import Briefing
from agent.offline.words.lexicon import pattern, shape, words
from agent.offline.words.strategies import find_strategies
from tools.results import Assessment, Ranked
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES


def query_on(strategy: str, side: str) -> str:
    """The question that finds what speaks for a strategy, or against it: `side` fits or limits."""
    return words("queries")[side][strategy]


def query_for(topic: str) -> str:
    """The question that finds what the guidance says on a topic that people put in many ways."""
    return words("queries")["topics"][topic]


def query_of(topic: str, text: str, briefing: Briefing) -> str:
    """What to search for where a message asks about `topic`."""
    named = find_strategies(text.lower())
    if len(named) == 1 and pattern("asks_when", "talk").search(text.lower()):
        return query_on(named[0], "fits")
    if topic.startswith("glossary:"):
        return f"What is {topic.removeprefix('glossary:').replace('_', ' ')}?"
    if topic == "retired" and shape("of_a_base", "replies").search(text.lower()):
        return query_for("retired_base")
    if topic in words("queries")["topics"]:
        return query_for(topic)
    about = topic.removeprefix("why_not_")
    if topic.startswith("why_not_") and about in STRATEGIES:
        return query_on(about, "limits")
    found = briefing.assessment
    if topic == "why_recommended" and found is not None:
        asked = other_strategy(text, briefing)
        side = "limits" if asked and asked not in found.complements else "fits"
        return query_on(asked or found.primary, side)
    return pattern("filler", "talk").sub("", text)


def cheaper_way(found: Assessment) -> Ranked | None:
    """The best strategy that only works on the prompt, which costs little; None if one leads."""
    words = [name for name, text in strategy_texts().items() if text.family == "words"]
    open_ones = [r for r in found.ranking if not any(gate.blocks for gate in r.gates)]
    best = next((row for row in open_ones if row.strategy in words), None)
    return None if found.primary in words else best


def other_strategy(text: str, briefing: Briefing) -> str:
    """The one strategy that a message names though another leads; "" when there is none."""
    named, found = find_strategies(text.lower()), briefing.assessment
    if found is None or len(named) != 1 or named[0] == found.primary:
        return ""
    return named[0]
