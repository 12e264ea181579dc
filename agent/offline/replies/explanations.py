"""Replies to questions: on the advice from what was computed, on methods from the guidance."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.offline.replies import costs, experiments, objections, plateau, rules, why
from agent.offline.speaking.bearings import bearing
from agent.offline.speaking.excerpts import excerpt
from agent.offline.speaking.measure import measure
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from knowledge.lexical import words
from tools.vocabulary import STRATEGIES

_FROM_ADVICE = {
    "why_recommended": why.why_recommended,
    "next_experiment": experiments.proposed,
    "experiment_result": experiments.decided,
    "precedents": rules.cases,
    "flow_chart": rules.flow_chart,
    "ladder": rules.ladder,
    "why_moved": rules.why_moved,
    "change_mind": why.change_mind,
    "how_scores_work": why.how_scores_work,
    "break_even": costs.pay_back,
    "cost_drivers": costs.dearest,
}


def answer(scene: Scene, say: TurnPhrases) -> list[str]:
    """The answer to a question, about the advice or about the methods."""
    topic = scene.reading.topic or ""
    if topic.startswith("why_asked"):
        return why.why_asked(scene, say, topic.partition(":")[2])
    if topic == plateau.JUDGED and scene.result("judge_plateau") is not None:
        return plateau.judged(scene, say)
    found = scene.briefing.assessment
    if found is None:
        ours = topic.startswith(("why_not_", "why_recommended")) or topic in _FROM_ADVICE
        return [say("no_facts_advice")] if ours else _from_guidance(scene, say)
    if scene.result("compare_strategies") is not None:
        return why.why_recommended(scene, say)
    if topic == "why_not_peft" and objections.is_advised(scene):
        return objections.is_tuning(scene, say)
    if topic.startswith("why_not_") and topic.removeprefix("why_not_") in STRATEGIES:
        return why.why_not(scene, say, topic.removeprefix("why_not_"))
    if topic in _FROM_ADVICE:
        return _FROM_ADVICE[topic](scene, say)
    if topic == plateau.JUDGED and scene.past.said == plateau.JUDGED:
        return plateau.as_said(scene, say)
    if topic == plateau.JUDGED and plateau.is_meant(scene.text):
        return [say("plateau_tell")]
    parts = _from_guidance(scene, say)
    looked_up = scene.result("search_guidance") or {}
    own = looked_up.get("own")  # what they wrote is no word on methods
    loosely = looked_up.get("loosely", False)
    silent = own or loosely or looked_up.get("declined", True) or not scene.alone
    return parts if silent else parts + bearing(scene, say)


def is_answered(scene: Scene) -> bool:
    """True where the search of this turn found an answer to the question itself."""
    found = scene.result("search_guidance")
    return found is not None and not (found["declined"] or found.get("loosely"))


def _from_guidance(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the guidance says: the best passage, and the next where both are short."""
    found = scene.result("search_guidance")
    if found is None:
        return [say("no_guidance")]
    if found["declined"] or not _fitting(scene, found["sentences"]):
        named = find_strategies(take_apart(scene.text).norm)
        if named and scene.briefing.assessment is not None:
            return why.why_this(scene, say, named[0])
        return [say("no_facts_advice")] if named else _unanswered(scene, found, say)
    if found.get("loosely"):
        beside = not scene.alone and "nearest" not in found  # the rest is answered
        if scene.reading.facts or beside:  # a description that was put as a question
            return []
        return _unanswered(scene, found, say)
    most, words = measure().answer_words, 0
    parts: list[str] = []
    for row in _fitting(scene, found["sentences"]):
        text = excerpt(row["text"], most)
        words += len(text.split())
        if parts and (words > most or not scene.alone):
            break
        parts.append(f"{text} [{row['n']}]")
        if row.get("defines"):
            break
    return parts


def _unanswered(scene: Scene, found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """That no source answers, and what is nearest: its first words where they were found."""
    heading = found.get("nearest")
    if heading is None:
        return [say("off_topic")]
    shared = set(words(heading)) & set(words(scene.text))
    telling = [word for word in shared if not pattern("says_little", "replies").fullmatch(word)]
    rows = found.get("sentences", ()) if telling else ()
    near = next((row for row in rows if row["section"] == heading), None)
    if near is None:
        return [say("nearest", heading=heading)]
    text = excerpt(near["text"], measure().answer_words)
    return [" ".join([say("nearest_quoted", heading=heading), text, f"[{near['n']}]"])]


def _fitting(scene: Scene, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The quotes without sums of other people's projects, unless an example is asked for."""
    if pattern("asks_for_an_example", "replies").search(scene.text.lower()):
        return list(rows)
    return [row for row in rows if not row.get("example")]
