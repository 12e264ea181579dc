"""Replies about what was said: what a question means, in plain words, where a figure is from."""

import re
import tomllib
from functools import cache
from pathlib import Path

from agent.grounding import sentences
from agent.offline import advice, commands, cost_replies, explanations
from agent.offline.phrases import TurnPhrases
from agent.offline.questions import in_plain_words
from agent.offline.scene import Scene
from tools import costwords
from tools.strategies import strategy_texts

PLAIN = Path(__file__).parent / "data" / "strategies_plain.toml"
PARTS = 6
_SUM = re.compile(r"\b(?:calculat|comput|math|arithmetic|working|sum|formula|weights)")
_QUOTED = re.compile(r"\[\d+\]")
_COUNTS = re.compile(r"\b(?:number|figure|calculat|math|arithmetic|percent|sure|score|weight)|%|\d")


def meaning(scene: Scene, say: TurnPhrases) -> list[str]:
    """The open question in plain words, with answers that would do; else the last reply so."""
    question, name = scene.briefing.question, scene.book.open_fact
    if question is None or question.fact is None or question.fact != name:
        return plain(scene, say)
    return [say("meaning", plain=in_plain_words(name), replies=question.replies[:2])]


def shorter(scene: Scene, say: TurnPhrases) -> list[str]:
    """The first sentence of the last reply, which stands alone; of one with no more, the advice."""
    first, *more = sentences(scene.past.text) or [""]
    first = first.strip()
    if more and not first.rstrip("*").endswith((":", "?")):
        return [say("shorter", text=first)]
    return commands.COMMANDS["summarise"](scene, say)[:2]


def plain(scene: Scene, say: TurnPhrases) -> list[str]:
    """The strategy that the last reply spoke of first, or the one that leads, in plain words."""
    labels = {text.label: name for name, text in strategy_texts().items()}
    said = scene.past.text
    named = sorted((label for label in labels if label in said), key=said.index)
    found = scene.briefing.assessment
    label = named[0] if named else found.ranking[0].label if found is not None else ""
    if not label:
        return [say("plain_none")]
    return [say("plain", label=label, means=_means()[labels[label]])]


def figures(scene: Scene, say: TurnPhrases) -> list[str]:
    """Where the figures of the last reply come from: the bill, the scores, or what was quoted."""
    said, report = scene.past.text, scene.briefing.costs
    if scene.briefing.assessment is None:
        return [say("figures_none")]
    if _QUOTED.search(said) and not _COUNTS.search(scene.text.lower()):
        return commands.COMMANDS["show_sources"](scene, say)
    if report is not None and "$" in said and scene.past.said != "recommendation":
        plan = report.plans[-1]
        head = say("figures_costs", label=plan.label, month=costwords.monthly(report, plan))
        return [f"{head}\n\n{cost_replies.lines(plan)}"]
    if _SUM.search(scene.text.lower()):
        return _summed(scene, say)
    return explanations.how_scores_work(scene, say)


def _summed(scene: Scene, say: TurnPhrases) -> list[str]:
    """The score of the first choice, part by part."""
    found = scene.briefing.assessment
    assert found is not None
    best = found.ranking[0]
    parts = sorted(best.contributions, key=lambda c: -abs(c.points))[:PARTS]
    rows = "\n".join(f"- {c.label}: {c.points:+.1f}" for c in parts)
    head = say("score_sum", label=best.label, score=advice.points(best.score))
    rest = say("score_sum_rest", least=f"{abs(parts[-1].points):.1f}")
    return [f"{head}\n\n{rows}", rest]


@cache
def _means() -> dict[str, str]:
    return tomllib.loads(PLAIN.read_text(encoding="utf-8"))


def about_me(scene: Scene, say: TurnPhrases) -> list[str]:
    """What is talking here, and what its advice can be judged by."""
    return [say("about_me")]


def sources(scene: Scene, say: TurnPhrases) -> list[str]:
    """What has been quoted so far."""
    return commands.COMMANDS["show_sources"](scene, say)
