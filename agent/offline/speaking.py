"""Turns what the tools found into a short reply; phrases are data, figures come from results."""

from dataclasses import dataclass
from pathlib import Path

from agent.offline import advice, commands, explanations, languages
from agent.offline.phrases import Phrases, TurnPhrases
from agent.offline.planning import recommends
from agent.offline.recommendation import recommendation
from agent.offline.scene import Scene


@dataclass(frozen=True)
class Reply:
    """The text, what kind of reply it is (`recommendation`, `answer`, …), the fact it asks for."""

    text: str
    said: str
    asked: str | None


class Speaker:
    """Writes the replies of the offline model."""

    def __init__(self, phrases: Path | None = None) -> None:
        self._say = Phrases(phrases)

    def speak(self, scene: Scene) -> Reply:
        """The reply to one message: what was understood, what was asked, one question last."""
        say = self._say.turn(scene.turn)
        parts, kind = _body(scene, say)
        question = advice.closing(scene, say)
        asked = scene.briefing.question.fact if question and scene.briefing.question else None
        text = "\n\n".join(part.strip() for part in parts + question if part.strip())
        return Reply(text, kind, asked)


def _body(scene: Scene, say: TurnPhrases) -> tuple[list[str], str]:
    """The paragraphs before the closing question, and what kind of reply they make."""
    foreign = languages.notice(scene.text)
    if foreign is not None and not scene.result("record_facts"):
        return [foreign], "foreign"
    parts = advice.understood(scene, say)
    special = _special(scene)
    if special is not None:
        return parts + commands.COMMANDS[special](scene, say), special
    if scene.reading.hypothetical or scene.reading.kind == "what_if":
        return parts + explanations.what_if(scene, say), "what_if"
    if scene.reading.topic:
        return parts + explanations.answer(scene, say), "answer"
    if recommends(scene.reading, scene.book, scene.briefing, recommended=scene.recommended):
        return parts + recommendation(scene, say), "recommendation"
    return parts + advice.standing(scene, say), "noted"


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
