"""Says which of two things that go wrong is counted: the facts hold one, the main one."""

from agent import wording
from agent.offline.facts.categories import FAULT, read_categories
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from tools.facts import Fact
from tools.vocabulary import spec

NO_FAULT = "none"


def counted(scene: Scene, say: TurnPhrases) -> list[str]:
    """Which fault is counted and how to put the other in its place; nothing for one alone."""
    recorded = (scene.result("record_facts") or {}).get("recorded", {})
    now = scene.book.facts.value(FAULT)
    if FAULT not in recorded or now is None:
        return []
    message = take_apart(scene.text)
    found = read_categories(message, message.text.sentences)
    told = dict.fromkeys(str(row.value) for row in found if row.fact == FAULT)
    others = [value for value in told if value not in (now, NO_FAULT)]
    if not others or NO_FAULT in told:
        return []
    rule = spec(FAULT)
    instead = wording.lower_first(rule.replies[rule.choices.index(others[0])])
    names = [wording.fact_in_words(FAULT, Fact(value)) for value in (str(now), others[0])]
    return [say("two_faults", counted=names[0], other=names[1], instead=instead)]
