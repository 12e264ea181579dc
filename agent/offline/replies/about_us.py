"""Replies about the advisor and the people around it: where words go, who does the work."""

from agent import wording
from agent.offline.replies import costs
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools.strategies import strategy_texts


def private(scene: Scene, say: TurnPhrases) -> list[str]:
    """Where what is typed here is kept, and who gets to see it."""
    return [say("private")]


def private_data(scene: Scene, say: TurnPhrases) -> list[str]:
    """The same of the project's own data, with what the guidance says about such data."""
    own = scene.book.facts.known.get("self_hosted")
    inside = own is not None and bool(own.value)
    return [say("private_data", inside=inside), *advice.quotes(scene, say, limit=1)]


def validated(scene: Scene, say: TurnPhrases) -> list[str]:
    """To whom asks how often the advice is right: what can be checked, and how."""
    return [say("validated")]


def who_does(scene: Scene, say: TurnPhrases) -> list[str]:
    """What skills the first choice takes, and the second."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    best, second = found.ranking[:2]
    takes = {row.label: strategy_texts()[row.strategy].compare.expertise for row in (best, second)}
    (label, skill), (other, other_skill) = takes.items()
    own = scene.book.facts.known.get("ml_expertise")
    have = "" if own is None else wording.fact_in_words("ml_expertise", own)
    values = {"label": label, "skill": skill, "other": other, "other_skill": other_skill}
    return [say("who_does", have=have, same=skill == other_skill, **values)]


def do_it(scene: Scene, say: TurnPhrases) -> list[str]:
    """That this advises and builds nothing."""
    return [say("do_it", known=scene.briefing.assessment is not None)]


def if_wrong(scene: Scene, say: TurnPhrases) -> list[str]:
    """What happens where the advice is no good: the test that shows it, and what comes next."""
    found, experiment = scene.briefing.assessment, scene.briefing.experiment
    if found is None:
        return [say("no_facts_advice")]
    second = found.ranking[1].label
    action = "" if experiment is None else experiment.action.rstrip(".")
    return [say("if_wrong", second=second, action=action)]


def cheaper_model(scene: Scene, say: TurnPhrases) -> list[str]:
    """How to try another model's price."""
    return [say("cheaper_model")]


def money_and_time(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the first choice costs and how soon it works."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    return [*costs.in_one_sentence(scene.briefing, say), *how_soon(scene, say)]


def how_soon(scene: Scene, say: TurnPhrases) -> list[str]:
    """How long the first choice takes to build."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    best = found.ranking[0]
    return [say("time", label=best.label, speed=strategy_texts()[best.strategy].compare.speed)]
