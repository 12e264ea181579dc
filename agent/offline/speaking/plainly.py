"""What each strategy is, in words for somebody who has never built such a thing."""

import tomllib
from functools import cache

from agent.offline.words.lexicon import DATA

FILE = DATA / "strategies_plain.toml"


def in_plain_words(strategy: str) -> str:
    """What a strategy is, in a sentence or two."""
    return _texts()[strategy]


@cache
def _texts() -> dict[str, str]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
