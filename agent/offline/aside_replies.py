"""Replies to asides: what is wrong, what is cheaper, a chart, a strategy that is ruled out."""

import re
from collections.abc import Callable, Mapping

from agent.offline import advice, commands, cost_replies
from agent.offline.message import take_apart
from agent.offline.phrases import TurnPhrases
from agent.offline.scene import Scene
from agent.offline.strategies import find_strategies
from tools.strategies import strategy_texts

PROBLEMS = 2
_ADAPTERS = re.compile(r"\b(?:q?lora|peft|adapters?|low[- ]rank|parameter[- ]efficient)\b")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "last")


def _chart(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.result("write_decision_record")
    return [say("charts", way="" if found is None else found["get_it"]["files"])]


def _without(scene: Scene, say: TurnPhrases) -> list[str]:
    """What leads when the strategies that were named are left out."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    norm = take_apart(scene.text).norm
    out = find_strategies(norm)
    if out == ["peft"] and not _ADAPTERS.search(norm):  # who rules out tuning means all of it
        out = [name for name, text in strategy_texts().items() if text.family == "weights"]
    best = found.ranking[0]
    if best.strategy in out:
        left = next(row for row in found.ranking if row.strategy not in out)
        values = {"next_label": left.label, "next_score": advice.points(left.score)}
        score = advice.points(best.score)
        first = say("ruled_out", label=best.label, score=score, **values)
        return [" ".join([first, say("ruled_out_note")])]
    place = ORDINALS[advice.place(found.ranking, out[0]) - 1]
    label = found.of(out[0]).label
    return [say("ruled_out_free", label=label, place=place, best_label=best.label)]


def _check_data(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the check of the last data set found; how to have one checked where there was none."""
    checked = [row for row in scene.files if str(row["name"]).lower().endswith(".jsonl")]
    if not checked:
        return [say("check_data")]
    last = checked[-1]
    return [say("checked", text=last["text"], more=" ".join(last["more"][:PROBLEMS]))]


def _dont_know(scene: Scene, say: TurnPhrases) -> list[str]:
    return [say("dont_know")]


ASIDES: Mapping[str, Callable[[Scene, TurnPhrases], list[str]]] = {
    "wrong": commands.hostile,
    "cheaper": cost_replies.cheaper,
    "chart": _chart,
    "without": _without,
    "check_data": _check_data,
    "costs": cost_replies.bills,
    "dont_know": _dont_know,
}
