"""Turns what the tools found into a short reply; phrases are data, figures come from results."""

from dataclasses import dataclass
from pathlib import Path

from agent.offline import advice, commands, explanations, languages
from agent.offline.phrases import Phrases
from agent.offline.planning import recommends
from agent.offline.scene import Scene


@dataclass(frozen=True)
class Reply:
    """The text, and what kind of reply it is (`recommendation`, `answer`, …)."""

    text: str
    said: str


class Speaker:
    """Writes the replies of the offline model."""

    def __init__(self, phrases: Path | None = None) -> None:
        self._say = Phrases(phrases)

    def speak(self, scene: Scene) -> Reply:
        """The reply to one message: what was understood, what was asked, one question last."""
        say = self._say.turn(scene.turn)
        foreign = languages.notice(scene.text)
        if foreign is not None and not scene.result("record_facts"):
            return Reply(_paragraphs([foreign, *advice.closing(scene, say)]), "foreign")
        special = _special(scene)
        if special is not None:
            parts = advice.understood(scene, say) + commands.COMMANDS[special](scene, say)
            return Reply(_paragraphs(parts + advice.closing(scene, say)), special)
        parts = advice.understood(scene, say)
        kind = "noted"
        if scene.reading.hypothetical or scene.reading.kind == "what_if":
            parts += explanations.what_if(scene, say)
            kind = "what_if"
        elif scene.reading.topic:
            parts += explanations.answer(scene, say)
            kind = "answer"
        elif recommends(scene.reading, scene.book, scene.briefing, recommended=scene.recommended):
            parts += advice.recommendation(scene, say)
            kind = "recommendation"
        else:
            parts += advice.standing(scene, say)
        return Reply(_paragraphs(parts + advice.closing(scene, say)), kind)


def _special(scene: Scene) -> str | None:
    """The name of a reply of its own: a command, small talk, something hostile."""
    reading = scene.reading
    if reading.kind == "adversarial":
        return "adversarial"
    if reading.kind == "smalltalk":
        return "smalltalk"
    if reading.command and reading.command != "recommend_now":
        return reading.command
    return None


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
