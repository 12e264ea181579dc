"""Says which of several projects in one message was taken, and that the others wait."""

from agent import wording
from agent.offline.reading.projects import told_apart
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene


def taken(scene: Scene, say: TurnPhrases) -> list[str]:
    """Which project of a message is noted, and what becomes of the others; nothing for one."""
    first, *others = told_apart(scene.text) or [""]
    if not others:
        return []
    names = wording.join(others)
    return [
        say("several_projects", first=first, others=names, next=others[0], many=len(others) > 1)
    ]
