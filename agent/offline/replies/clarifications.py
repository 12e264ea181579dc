"""Replies about what was said: what a question means, in plain words, where a figure is from."""

import re

from agent import wording
from agent.grounding import sentences
from agent.offline.replies import commands, costs, prices, why
from agent.offline.speaking import advice, plainly
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.questions import in_plain_words
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import shape
from tools import costwords
from tools.results import Question
from tools.showing import percent
from tools.strategies import strategy_texts

FILE = "replies"
PARTS = 6
_QUOTED = re.compile(r"\[\d+\]")


def meaning(scene: Scene, say: TurnPhrases) -> list[str]:
    """The open question in plain words, with answers that would do; else the last reply so."""
    question = _open(scene)
    if question is None:
        return plain(scene, say)
    if scene.past.said == "aside_meaning":  # who asks twice is not helped by the same words
        return [say("plain_replies", replies=question.replies)]
    plainly = in_plain_words(str(question.fact))
    return [say("meaning", plain=plainly, replies=question.replies[:2])]


def again(scene: Scene, say: TurnPhrases) -> list[str]:
    """The last reply once more, without the question that closed it."""
    *parts, last = scene.past.text.split("\n\n")
    said = parts if scene.past.times and parts else [*parts, last]
    text = "\n\n".join(said)
    return [say("again", text=text)] if text else [say("again_none")]


def needs(scene: Scene, say: TurnPhrases) -> list[str]:
    """What we ask for, and what we have."""
    return [say("needs", told=_told(scene))]


def told_already(scene: Scene, say: TurnPhrases) -> list[str]:
    """To whom says that it was said before: what was understood."""
    return [say("told_already", told=_told(scene))]


def go_on(scene: Scene, say: TurnPhrases) -> list[str]:
    """The next question, where there is one."""
    left = scene.briefing.question
    return [say("go_on" if left is not None and left.fact is not None else "go_on_none")]


def both(scene: Scene, say: TurnPhrases) -> list[str]:
    """That one answer is enough, where a question is open."""
    question = _open(scene)
    if question is None:
        return [say("both_none")]
    return [say("both", replies=question.replies[:2])]


def who(scene: Scene, say: TurnPhrases) -> list[str]:
    """What is talking here, and what it is for."""
    return [say("who")]


def _open(scene: Scene) -> Question | None:
    """The question that is open and still worth an answer."""
    question, name = scene.briefing.question, scene.book.open_fact
    return question if question is not None and name and question.fact == name else None


def _told(scene: Scene) -> str:
    facts = scene.book.facts.known
    return advice.facts_told({n: wording.fact_in_words(n, fact) for n, fact in facts.items()})


def shorter(scene: Scene, say: TurnPhrases) -> list[str]:
    """The first sentence of the last reply, which stands alone; of one with no more, the advice."""
    first, *more = sentences(scene.past.text) or [""]
    first = first.strip()
    if more and not first.rstrip("*").endswith((":", "?")):
        return [say("shorter", text=first)]
    return commands.COMMANDS["summarise"](scene, say)[:2]


def plain(scene: Scene, say: TurnPhrases) -> list[str]:
    """The strategy that the last reply spoke of first, or the one that leads, in plain words."""
    question = _open(scene)
    if question is not None and scene.past.said == "aside_meaning":
        return [say("plain_replies", replies=question.replies)]
    labels = {text.label: name for name, text in strategy_texts().items()}
    said = scene.past.text
    named = sorted((label for label in labels if label in said), key=said.index)
    found = scene.briefing.assessment
    label = named[0] if named else found.ranking[0].label if found is not None else ""
    if not label:
        return [say("plain_none")]
    if found is not None and labels[label] == found.primary:
        return _plain_advice(scene, say)
    return [say("plain", label=label, means=plainly.in_plain_words(labels[label]))]


def _plain_advice(scene: Scene, say: TurnPhrases) -> list[str]:
    """The advice without a term of the trade: what to do, for how much, how surely."""
    found = scene.briefing.assessment
    assert found is not None
    return [
        say(
            "plain_advice",
            label=found.ranking[0].label,
            means=plainly.in_plain_words(found.primary),
            beside=[plainly.in_plain_words(name) for name in found.complements],
            sure=percent(found.confidence),
            **costs.figures(scene.briefing.costs),
        )
    ]


def tell_others(scene: Scene, say: TurnPhrases) -> list[str]:
    """What to tell people who were not here: the advice in plain words, and who checks."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts_advice")]
    checked = scene.book.facts.value("human_review")
    regulated = bool(scene.book.facts.value("regulated"))
    return [*_plain_advice(scene, say), say("tell_others", checked=checked, regulated=regulated)]


def figures(scene: Scene, say: TurnPhrases) -> list[str]:
    """Where the figures of the last reply come from: the bill, the scores, or what was quoted."""
    said, report = scene.past.text, scene.briefing.costs
    if scene.briefing.assessment is None:
        return [say("figures_none")]
    if _QUOTED.search(said) and not shape("about_a_figure", FILE).search(scene.text.lower()):
        return commands.COMMANDS["show_sources"](scene, say)
    if shape("about_our_certainty", FILE).search(scene.text.lower()):
        return why.how_scores_work(scene, say)
    worked_out = shape("about_the_sum", FILE).search(scene.text.lower())
    if worked_out and shape("pays_back", FILE).search(said.lower()) and _on_money(scene):
        return prices.formula(scene, say)
    if report is not None and "$" in said and scene.past.said != "recommendation":
        plan = report.plans[-1]
        head = say("figures_costs", label=plan.label, month=costwords.monthly(report, plan))
        return [f"{head}\n\n{costs.lines(plan)}", *costs.against(report, say)]
    if shape("about_the_sum", FILE).search(scene.text.lower()):
        return _summed(scene, say)
    return why.how_scores_work(scene, say)


def _on_money(scene: Scene) -> bool:
    """True where the last reply was about the bill, and not the whole recommendation."""
    return "$" in scene.past.text and scene.past.said != "recommendation"


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


def pastime(scene: Scene, say: TurnPhrases) -> list[str]:
    """To somebody who wants a poem or a joke."""
    return [say("pastime")]


def about_me(scene: Scene, say: TurnPhrases) -> list[str]:
    """What is talking here, and what its advice can be judged by."""
    return [say("about_me")]


def sources(scene: Scene, say: TurnPhrases) -> list[str]:
    """What has been quoted so far."""
    return commands.COMMANDS["show_sources"](scene, say)
