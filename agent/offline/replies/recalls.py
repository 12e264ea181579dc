"""Replies on the conversation itself: what was said of one thing, asked or advised, and why not."""

from agent import wording
from agent.offline.asking.topics import fact_named
from agent.offline.replies import commands, why
from agent.offline.revising.by_their_words import dropped
from agent.offline.speaking import advice, reasons
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.questions import in_plain_words, likely, recalled
from agent.offline.speaking.scene import Scene
from agent.offline.words.message import take_apart
from tools.showing import percent
from tools.vocabulary import spec


def my_figure(scene: Scene, say: TurnPhrases) -> list[str]:
    """What was told of the fact that is named, in the user's words, or what is assumed of it."""
    name, facts = fact_named(take_apart(scene.text).norm), scene.book.facts
    if not name:
        return commands.COMMANDS["show_facts"](scene, say)
    if name not in facts:
        assumed = likely(scene.briefing.assessment, name)
        return [say("told_nothing_of", label=spec(name).label, likely=assumed)]
    fact = facts.known[name]
    return [say("told_of", fact=wording.fact_in_words(name, fact), quote=fact.quote or "")]


def not_noted(scene: Scene, say: TurnPhrases) -> list[str]:
    """That nothing goes by the name of what was to be dropped, and what is noted."""
    words, known = dropped(scene.text), bool(scene.book.facts.known)
    return [say("not_noted", words=words, facts=_told(scene) if known else "")]


def asked_what(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the open question means, to whom has lost it; the question itself stands behind."""
    name = _open_fact(scene)
    if not name:
        return [say("asked_none")]
    about, plain = recalled(name), in_plain_words(name)
    return [say("asked_what", about=about, plain=plain)]


def where_were_we(scene: Scene, say: TurnPhrases) -> list[str]:
    """What is known and who leads, in a sentence or two."""
    if scene.briefing.assessment is None:
        return [say("where_none")]
    return [say("where_were_we", facts=_told(scene), **_lead(scene))]


def advised_what(scene: Scene, say: TurnPhrases) -> list[str]:
    """The advice as it stands, and what led before where that is another."""
    found, before = scene.briefing.assessment, scene.past.lead
    if found is None:
        return [say("no_facts_advice")]
    moved = before is not None and before.strategy != found.primary
    old = found.of(before.strategy).label if before is not None and moved else ""
    stack = wording.join([found.of(s).label for s in found.complements])
    return [say("advised_what", stack=stack, old=old, **_lead(scene))]


def side_by_side(scene: Scene, say: TurnPhrases) -> list[str]:
    """To whom wants two projects compared: a conversation holds one."""
    return [say("side_by_side")]


def opinion(scene: Scene, say: TurnPhrases) -> list[str]:
    """What we make of it: who leads, how surely, and the strongest reason."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts_advice")]
    reason = reasons.strongest(scene.briefing, scene.book.facts)
    return [say("opinion", reason=reason, **_lead(scene))]


def changed(scene: Scene, say: TurnPhrases) -> list[str]:
    """To whom two replies seem to differ: the advice follows the facts, and these are the facts."""
    if scene.briefing.assessment is None:
        return [say("no_facts_advice")]
    return [say("advice_follows", facts=_told(scene), **_lead(scene))]


def bad_question(scene: Scene, say: TurnPhrases) -> list[str]:
    """To whom finds the question beneath them: what its answer could change."""
    question = scene.briefing.question
    if question is None or not _open_fact(scene):
        return [why.why_asked(scene, say, "")[0]]
    return [say("bad_question", why=question.could_change)]


def _open_fact(scene: Scene) -> str:
    """The fact whose question is open and still the next to ask; empty where there is none."""
    question = scene.briefing.question
    fact = question.fact if question is not None else None
    return fact if fact is not None and fact == scene.book.open_fact else ""


def _told(scene: Scene) -> str:
    facts = scene.book.facts.known
    return advice.facts_told({n: wording.fact_in_words(n, fact) for n, fact in facts.items()})


def _lead(scene: Scene) -> dict[str, str]:
    found = scene.briefing.assessment
    assert found is not None
    return {"label": found.ranking[0].label, "sure": percent(found.confidence)}
