"""What a kept what-if moved: the score, the sureness and the bill."""

from agent.offline.replies import costs
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools.showing import percent


def moved(scene: Scene, say: TurnPhrases) -> list[str]:
    """What a kept what-if did to the score, the sureness and the bill."""
    found = scene.result("explain_move")
    if not found or not found["changed"]:
        return []
    before, after = found["score_before"], found["score_after"]
    parts = [
        say(
            "kept_moved",
            label=found["first_after"],
            old_label=found["first_before"],
            before=advice.points(before),
            after=advice.points(after),
            sure_before=percent(found["confidence_before"]),
            sure_after=percent(found["confidence_after"]),
        )
    ]
    old, new = found["costs_before"], found["costs_after"]
    if old is not None and new is not None:
        text = costs.change_of_bill(old["plans"][-1], new["plans"][-1])
        parts.append(say("kept_cost", text=text))
    return [" ".join(parts)]
