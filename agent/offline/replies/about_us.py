"""Replies about the advisor and the people around it: where words go, who does the work."""

from agent import wording
from agent.offline.replies import costs, timing
from agent.offline.replies.explanations import answer
from agent.offline.replies.why import ORDINALS
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.costwords import hardware
from tools.money import about
from tools.strategies import strategy_texts

FILE = "replies"
EXAMPLES = "labeled_examples"


def private(scene: Scene, say: TurnPhrases) -> list[str]:
    """Where what is typed here is kept, and who gets to see it."""
    return [say("private")]


def private_data(scene: Scene, say: TurnPhrases) -> list[str]:
    """The same of the project's own data, with what the guidance says about such data."""
    own = scene.book.facts.known.get("self_hosted")
    inside = own is not None and bool(own.value)
    lawful = [say("no_lawyer")] if pattern("about_the_law", FILE).search(scene.text.lower()) else []
    head = " ".join([*lawful, say("private_data", inside=inside, lawful=bool(lawful))])
    return [head, *advice.quotes(scene, say, limit=1)]


def law(scene: Scene, say: TurnPhrases) -> list[str]:
    """That no source speaks of a law, and what counts here of what it is there for."""
    named = shape("law_names", FILE).search(scene.text.lower())
    name = "" if named is None else scene.text[named.start() : named.end()].strip()
    told = "regulated" in scene.book.facts
    return [say("law", name=name or "that", stakes=told)]


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
    who = say("who_does", have=have, same=skill == other_skill, **values)
    if not shape("asks_about_training", FILE).search(scene.text.lower()):
        return [who]
    trains = strategy_texts()[best.strategy].family == "weights"
    examples = scene.book.facts.known.get(EXAMPLES)
    count = "" if examples is None else wording.fact_in_words(EXAMPLES, examples)
    return [say("who_trains", trains=trains, label=label, skill=skill, examples=count, have=have)]


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
    return [*costs.in_one_sentence(scene, say), *timing.how_soon(scene, say)]


def gpus(scene: Scene, say: TurnPhrases) -> list[str]:
    """Whether the plan of the first choice needs graphics cards, and which."""
    report = scene.briefing.costs
    if report is None:
        return answer(scene, say)
    plan = report.plans[-1]
    cards = hardware(plan)
    own = scene.book.facts.known.get("self_hosted")
    values = {
        "label": plan.label,
        "month": about(plan.monthly_usd),
        "cards": wording.join(cards),
        "told": own is not None,
    }
    return [say("gpus_some" if cards else "gpus_none", **values)]


def product(scene: Scene, say: TurnPhrases) -> list[str]:
    """That no product is named here, and whether one of the kind is needed at all."""
    found, named = scene.briefing.assessment, find_strategies(take_apart(scene.text).norm)
    if found is None or not named or named[0] in (found.primary, *found.complements):
        return [say("product", label="", place="", best="")]
    row = found.of(named[0])
    place = ORDINALS[advice.place(found.ranking, row.strategy) - 1]
    return [say("product", label=row.label, place=place, best=found.ranking[0].label)]
