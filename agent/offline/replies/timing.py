"""Replies on time: how long the first choice takes, whether a span will do, how long it trains."""

from agent import wording
from agent.offline.replies.explanations import answer
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import limit, shape, tables
from agent.offline.words.message import take_apart
from agent.offline.words.quantities import MS_PER_DAY
from tools.money import counted
from tools.strategies import strategy_texts

FILE = "replies"
RULE = "follow"
STEPS = 3
DEADLINE = "time_to_launch_days"


def how_soon(scene: Scene, say: TurnPhrases) -> list[str]:
    """How long the first choice takes to build, and whether a span that was named looks enough."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    best = found.ranking[0]
    text = strategy_texts()[best.strategy]
    speed = text.compare.speed.partition(";")[0]
    steps = [s.action for s in found.roadmap if s.when != "later"][:STEPS]
    short = [wording.lower_first(s.split(". ")[0].partition(";")[0].rstrip(".")) for s in steps]
    span = shape("span_asked", FILE).search(scene.text.lower())
    if span is not None:
        values = {"asked": span.group(), "fits": _fits(span.group(), speed)}
        skill = text.compare.expertise
        return [
            say("time_asked", label=best.label, speed=speed, steps=short, skill=skill, **values)
        ]
    deadline = scene.book.facts.known.get(DEADLINE)
    have = "" if deadline is None else wording.fact_in_words(DEADLINE, deadline)
    return [say("time", label=best.label, speed=speed, steps=short, have=have)]


def _fits(span: str, speed: str) -> str:
    """Whether a span looks enough for what takes "weeks": `likely`, `open` or `unlikely`."""
    unit = _unit(speed)
    spans = (q.value / MS_PER_DAY for q in take_apart(span).quantities if q.unit == "duration")
    given = next(spans, None) or _unit(span)
    if given < limit(RULE, "few_units") * unit:
        return "unlikely"
    return "likely" if given > limit(RULE, "many_units") * unit else "open"


def _unit(words: str) -> float:
    """The days of the first unit of time that words name, 0 for none."""
    units = tables("spans")["days"]
    places = {words.find(unit): days for unit, days in units.items() if unit in words}
    return places[min(places)] if places else 0.0


def training_time(scene: Scene, say: TurnPhrases) -> list[str]:
    """How long one training run takes, where the plan trains; and the plan as a whole."""
    found, report = scene.briefing.assessment, scene.briefing.costs
    if found is None:
        return answer(scene, say)
    best, plan = found.ranking[0], None if report is None else report.plans[-1]
    text = strategy_texts()[best.strategy]
    runs = () if plan is None else (row for row in plan.hardware if row.gpu_hours is not None)
    hours = next((row.gpu_hours for row in runs if row.gpu_hours), None)
    values = {
        "label": best.label,
        "speed": text.compare.speed.partition(";")[0],
        "trains": text.family == "weights",
        "hours": "" if hours is None else counted(round(hours, 1), "GPU hour"),
    }
    return [say("training_time", **values)]
