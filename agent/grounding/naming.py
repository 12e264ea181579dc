"""Where a text names strategies."""

from dataclasses import dataclass

from agent.grounding.lexicon import names


@dataclass(frozen=True, slots=True)
class Named:
    """A strategy named at `start`–`end`; a word for several, such as "tuning", names them all."""

    start: int
    end: int
    strategies: tuple[str, ...]


def strategies_in(text: str) -> list[Named]:
    """The strategies that a text names, in order; a longer name hides those inside it."""
    low = text.lower()
    found: list[Named] = []
    for pattern, strategies in names():
        for match in pattern.finditer(low):
            if not any(n.start < match.end() and match.start() < n.end for n in found):
                found.append(Named(match.start(), match.end(), strategies))
    return sorted(found, key=lambda named: named.start)
