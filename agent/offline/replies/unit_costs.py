"""What one request costs, and what is missing for the cost of one customer."""

from typing import Any

from agent.offline.reading.asides import unit_asked
from agent.offline.replies import costs
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern
from agent.wording import fact_in_words
from tools.money import about

FILE = "replies"
VOLUME = "monthly_requests"


def each(scene: Scene, say: TurnPhrases) -> list[str]:
    """The monthly bill divided by the requests; of a person, how to get from there to theirs."""
    report = scene.briefing.costs
    if report is None:
        return costs.in_one_sentence(scene, say) or [say("no_facts")]
    first, last = report.plans[0], report.plans[-1]
    if first.per_request_usd is None or last.per_request_usd is None:
        return costs.bills(scene, say)
    unit, volume = unit_asked(scene.text), scene.book.facts.known.get(VOLUME)
    person = bool(pattern("somebody", FILE).fullmatch(unit))
    bare = person or not unit or bool(pattern("one_of_them", FILE).fullmatch(unit))
    values: dict[str, Any] = {
        "label": last.label,
        "each": about(last.per_request_usd),
        "unit": "request" if bare else unit,
        "month": about(last.monthly_usd),
        "once": about(last.one_off_usd) if last.one_off_usd else "",
        "volume": "" if volume is None else fact_in_words(VOLUME, volume),
        "other_label": first.label if len(report.plans) > 1 else "",
        "other": about(first.per_request_usd),
    }
    parts = [say("each", **values)]
    if pattern("of_several_requests", FILE).fullmatch(unit):
        parts[0] += " " + say("each_several", unit=unit)
    if person:
        parts.append(say("each_person", person=unit, month=values["month"]))
    return parts
