"""How sure a trained network must be: judged by messages it has not learned from."""

from collections.abc import Sequence
from pathlib import Path

from agent.offline.reading.tagger import Tagger
from agent.offline.reading.tags import AMOUNT, NONE
from agent.offline.words.message import take_apart
from knowledge.embedding import Embedder
from tests.evals.tagging.examples import UNCLEAR, Example

PRECISION = 0.97
FEWEST = 4


def judged(path: Path, held: Sequence[Example]) -> dict[str, tuple[int, list[tuple[float, bool]]]]:
    """Per fact: how often it is told, and each value read with its chance and whether it is right.

    Amounts stand beside the categories, as `amount monthly_requests` and so on.
    """
    tagger = Tagger(Embedder(), path)
    out: dict[str, tuple[int, list[tuple[float, bool]]]] = {}

    def note(name: str, *, told: bool, chance: float | None = None, right: bool = False) -> None:
        count, rows = out.setdefault(name, (0, []))
        if chance is not None:
            rows.append((chance, right))
        out[name] = count + told, rows

    for example in held:
        sentences = take_apart(example.text).text.sentences
        tags = tagger.tag(example.text, sentences, asked=example.asked)
        if example.intent != UNCLEAR:
            intent, chance = tags.intent()
            note("intent", told=True, chance=chance, right=intent == example.intent)
        for fact, told in tags.told(sentences).items():
            value = example.values[fact][0]
            if value != UNCLEAR:
                note(fact, told=value != NONE, chance=told.chance, right=told.value == value)
        for place, role in example.amounts:
            if role == UNCLEAR:
                continue
            chances = tags.amount(*place)
            likeliest = max(chances, key=lambda name: chances[name])
            if role != NONE:
                note(f"{AMOUNT} {role}", told=True)
            if likeliest != NONE:
                chance = chances[likeliest]
                note(f"{AMOUNT} {likeliest}", told=False, chance=chance, right=likeliest == role)
    return out


def limit(rows: Sequence[tuple[float, bool]]) -> tuple[float, int]:
    """The least chance at which `PRECISION` is right, and how many are right then."""
    least, right, found = 1.1, 0, 0
    for taken, (chance, is_right) in enumerate(sorted(rows, reverse=True), 1):
        right += is_right
        if taken >= FEWEST and right >= PRECISION * taken:
            least, found = chance, right
    return least, found
