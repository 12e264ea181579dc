"""Replies on a series of scores: whether prompting has stalled, in points and in one sentence."""

from collections.abc import Mapping
from typing import Any

from agent import wording
from agent.grounding import sentences
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import limit, pattern
from tools.references import references
from tools.samplesizes import pairs_for_gain

VERDICTS = {
    "improving": "plateau_improving",
    "stalled": "plateau_stalled",
    "cannot_tell": "plateau_cannot_tell",
}
JUDGED = "plateau"  # the kind of the reply, by which a size told afterwards is understood


def judged(scene: Scene, say: TurnPhrases) -> list[str]:
    """The verdict on the last gain, what would tell, and what the published rule says."""
    found = scene.result("judge_plateau")
    assert found is not None
    *before, last = found["gains"]
    rule = references().plateau
    values = {
        "gain": _points(last["gain"]),
        "before": _points(before[-1]["gain"]) if before else "",
        "items": f"{found['items']:,}" if found["items"] else "",
        "needed": wording.count(_needed(last)),
        "useful": _points(float(rule.useful_gain)),
    }
    if found["items"] is None:
        parts = [say("plateau_open", **values)]
    else:
        seeing = wording.count(last["items_needed"] or _needed(last))
        span = {"low": _points(last["low"]), "high": _points(last["high"]), "seeing": seeing}
        phrase = "plateau_worse" if last["high"] < 0 else VERDICTS[found["verdict"]]
        parts = [say(phrase, **values, **span)]
    fires = "plateau_rule_fires" if found["published_fires"] else "plateau_rule_waits"
    parts.append(say(fires, limit=_points(float(rule.published_gain)), gain=values["gain"]))
    parts += [say("plateau_ask")] if found["items"] is None else []
    return [" ".join(parts)]


def is_meant(text: str) -> bool:
    """True for a question about scores that stand elsewhere: "is that a plateau?"."""
    short = len(text.split()) <= limit("words", "about_scores")
    return short and pattern("points_at_scores", "replies").search(text.lower()) is not None


def as_said(scene: Scene, say: TurnPhrases) -> list[str]:
    """The verdict of the last reply once more, without the question that closed it."""
    said = [text.strip() for text in sentences(scene.past.text.partition("\n\n")[0])]
    open_size = bool(said) and said[-1].endswith("?")
    text = " ".join(said[:-1] if open_size else said)
    return [say("again", text=text), *([say("plateau_size")] if open_size else [])]


def _needed(gain: Mapping[str, Any]) -> int:
    """The items that tell the gain from chance, or a useful one where it was too small for that."""
    rule = references().plateau
    if gain["items_needed"] and abs(gain["gain"]) >= rule.useful_gain:
        return int(gain["items_needed"])
    return pairs_for_gain(rule.useful_gain)


def _points(share: float) -> str:
    """A share as percentage points: 0.03 as `3`."""
    return f"{round(100 * share, 1):g}"
