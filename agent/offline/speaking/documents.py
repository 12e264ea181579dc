"""Says what lacks where only the number of documents was told, or only how long one is."""

from agent.offline.facts.corpora import named
from agent.offline.reading.documents import is_about_documents, lone_length, lone_number
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import Message, take_apart
from agent.offline.words.quantities import Quantity


def half_told(scene: Scene) -> tuple[str, str]:
    """The phrase that asks for the other half, and the figure that was told; empty for neither."""
    if not scene.told or not is_about_documents(scene.book):
        return "", ""
    message = take_apart(scene.text)
    many, long = lone_number(message), lone_length(message)
    if many is not None and (words := _unused(scene, message, many, named(message, many))):
        return "documents_length", words
    if long is not None and (words := _unused(scene, message, long, long.end)):
        return "documents_number", words
    return "", ""


def lacking(scene: Scene, say: TurnPhrases) -> str:
    """What would tell the size of the documents; empty where no half of it was told."""
    phrase, words = half_told(scene)
    return say(phrase, words=f"“{words}”") if phrase else ""


def _unused(scene: Scene, message: Message, figure: Quantity, end: int) -> str:
    """The words of a figure that no fact was made of; empty where one was."""
    text = message.text
    number = text.raw[text.starts[figure.number.start] : text.ends[figure.number.end - 1]]
    if not any(number in words for words in scene.reading.unplaced):
        return ""
    return text.raw[text.starts[figure.start] : text.ends[end - 1]].strip()
