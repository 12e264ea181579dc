"""Says what kind of fault a complaint is counted as, where its words name none of the choices."""

import tomllib
from functools import cache

from agent.offline.facts.categories import FAULT
from agent.offline.speaking.measure import measure
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import DATA, pattern

NO_FAULT = "none"


def taken_for(scene: Scene) -> str:
    """The complaint of this turn and its kind, in words; empty where it names the kind itself."""
    value = scene.reading.facts.get(FAULT, NO_FAULT)
    if scene.reading.kind != "answer" or value == NO_FAULT:
        return ""
    words = scene.reading.quotes.get(FAULT, "").strip(' .,;:!?“”"')
    outright = pattern("names_a_kind_of_fault", "answers").search(words.lower())
    if outright or not 1 < len(words.split()) <= measure().complaint_words:
        return ""
    return f"“{words}” counts as {_kinds()[str(value)]}"


@cache
def _kinds() -> dict[str, str]:
    return tomllib.loads((DATA / "faults_plain.toml").read_text(encoding="utf-8"))
