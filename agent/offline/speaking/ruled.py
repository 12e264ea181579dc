"""What the user ruled out, as replies confirm it, list it and name its price."""

from agent import wording
from agent.offline.reading.ruled_out import is_by_gpus, rulings
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools.results import Assessment, Ranked
from tools.vocabulary import STRATEGIES


def ruled(scene: Scene, say: TurnPhrases) -> list[str]:
    """Confirms what was ruled out in this turn, or allowed again, or says why it was not."""
    now, past = scene.book.facts.ruled_out, scene.book.past
    before = past[-1].facts.ruled_out if past and past[-1].turn == scene.turn else now
    new = [name for name in now if name not in before]
    if new:
        phrase = "barred_gpus" if all(is_by_gpus(now[name]) for name in new) else "barred"
        in_house = bool(scene.book.facts.value("self_hosted"))
        names = wording.strategies_in_words(new)
        return [" ".join([say(phrase, names=names, in_house=in_house), *price(scene, say)])]
    said = rulings(scene.text).out
    refused = [name for name in said if name not in now]
    if refused and len({*now, *said}) == len(STRATEGIES):
        left = wording.strategies_in_words(refused)
        return [say("nothing_left", barred=wording.strategies_in_words(now), names=left)]
    again = [name for name in said if name in now]
    if again:
        return [say("barred_again", names=wording.strategies_in_words(again))]
    allowed = [name for name in before if name not in now]
    orders = scene.reading.command in ("undo", "restart")
    return (
        [say("allowed_again", names=wording.strategies_in_words(allowed))]
        if allowed and not orders
        else []
    )


def rows(scene: Scene) -> list[str]:
    """What is ruled out, a line for each sentence that said so, with the user's words."""
    said: dict[str, list[str]] = {}
    for name, words in scene.book.facts.ruled_out.items():
        said.setdefault(words, []).append(name)
    return [
        f"- ruled out: {wording.strategies_in_words(names)} (“{words}”)"
        for words, names in said.items()
    ]


def price(scene: Scene, say: TurnPhrases) -> list[str]:
    """What ruling out costs: the strategy that would score higher; nothing where there is none."""
    found = scene.briefing.assessment
    row = forgone(found) if found is not None else None
    if found is None or row is None:
        return []
    best = found.ranking[0]
    scores = {"score": advice.points(row.score), "best_score": advice.points(best.score)}
    return [say("forgone", label=row.label, best_label=best.label, **scores)]


def forgone(found: Assessment) -> Ranked | None:
    """The best that was ruled out, where it scores more than the first choice."""
    barred = [row for row in found.ranking if row.ruled_out]
    best = max(barred, key=lambda row: row.score, default=None)
    return best if best is not None and best.score > found.ranking[0].score else None
