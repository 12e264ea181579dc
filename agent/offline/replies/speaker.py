"""Turns what the tools found into a short reply; phrases are data, figures come from results."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agent.doubts import verdict
from agent.grounding import sentences
from agent.offline.answering.answers import is_short_yes_or_no
from agent.offline.answering.reports import RESULT
from agent.offline.asking.terms import OTHER_TERMS
from agent.offline.planning.lookups import recommends
from agent.offline.reading import languages
from agent.offline.reading.asides import by_words
from agent.offline.reading.ruled_out import rulings
from agent.offline.replies import commands, explanations, terms, whatifs
from agent.offline.replies.asides import ASIDES
from agent.offline.replies.plateau import JUDGED
from agent.offline.replies.recommendation import recommendation
from agent.offline.speaking import advice
from agent.offline.speaking.memory import ADVISED, FORGETTING, NOTHING_READ, SUPPOSED, UNREAD
from agent.offline.speaking.phrases import PACKAGED, Phrases, TurnPhrases
from agent.offline.speaking.questions import Closing, closing
from agent.offline.speaking.ruled import ruled
from agent.offline.speaking.scene import Lead, Scene
from agent.offline.speaking.several_faults import counted
from agent.offline.speaking.several_projects import taken
from agent.offline.words.message import take_apart

VARIANTS = 6
TELLS_WHO_LEADS = (
    "recommendation",
    "what_if",
    "what_if_unread",
    "summarise",
    "show_scores",
    "restart",
    "foreign",
    "keep",
)
# Said where the project is not known, so that what would help is said behind it.
UNKNOWN = ("no_facts", "no_facts_summary", "no_facts_export", "no_facts_advice", "facts_none")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class Reply:
    """The text, what kind of reply it is, who it or an earlier one said leads, how it closes."""

    text: str
    said: str
    lead: Lead | None
    closing: Closing


class Speaker:
    """Writes the replies of the offline model."""

    def __init__(self, phrases: Sequence[Path] = PACKAGED) -> None:
        self._phrases = Phrases(phrases)

    def speak(self, scene: Scene) -> Reply:
        """The reply to one message, which does not open like the reply before it."""
        drafts = []
        for shift in range(VARIANTS):
            draft = self._draft(scene, self._phrases.turn(scene.turn + shift))
            if opening(draft.text, 1) != opening(scene.past.text, 1):
                return draft
            drafts.append(draft)
        for draft in drafts:
            if opening(draft.text) != opening(scene.past.text):
                return draft
        say, text = self._phrases.turn(scene.turn), drafts[0].text
        phrase = "once_more" if text == scene.past.text else "other_words"
        again = [say.nth(phrase, n, text=text) for n in range(VARIANTS)]
        other = (text for text in again if opening(text, 1) != opening(scene.past.text, 1))
        return replace(drafts[0], text=next(other, again[0]))

    def _draft(self, scene: Scene, say: TurnPhrases) -> Reply:
        elsewhere = _foreign(scene) or "project" in scene.reading.args
        noted = [] if elsewhere else advice.understood(scene, say, *_beside_the_facts(scene, say))
        ending = closing(scene, say)
        parts, kind = _body(scene, say, noted=bool(noted), asks=bool(ending.text))
        for other in scene.more:
            parts += _body(other, say, noted=True, asks=False)[0]
        lead, lead_told = ([], None) if kind in TELLS_WHO_LEADS else advice.standing(scene, say)
        found = scene.briefing.assessment
        if scene.reading.topic == RESULT:  # whose reply says how the ranking moved
            lead = []
        if kind in TELLS_WHO_LEADS and found is not None:
            lead_told = Lead(found.primary, found.confidence)
        if lead and noted:
            noted = [f"{noted[0]} {lead[0]}", *noted[1:]]
        elif lead and _changed(scene) and parts:
            parts = [f"{parts[0]} {lead[0]}", *parts[1:]]
        else:
            lead_told = lead_told if kind in TELLS_WHO_LEADS else scene.past.lead
        if kind == FORGETTING:  # first the clean slate, then what is written on it
            noted, parts = parts, noted
        if found is None and not ending.text and parts[:1] in [[say(name)] for name in UNKNOWN]:
            parts = [" ".join([parts[0], say("tell_me")])]
        whole = [*noted, *dict.fromkeys(parts), ending.text]
        text = "\n\n".join(part.strip() for part in whole if part.strip())
        return Reply(text, kind, lead_told, ending)


def _beside_the_facts(scene: Scene, say: TurnPhrases) -> list[str]:
    """What was heard in a message that no fact of this project holds."""
    return [*ruled(scene, say), *counted(scene, say), *taken(scene, say)]


def opening(text: str, words: int = 2) -> tuple[str, ...]:
    """The first words of a reply, without marks and case."""
    return tuple(word.casefold() for word in _WORD.findall(text[:200])[:words])


def _changed(scene: Scene) -> bool:
    """True when the notes were changed in this turn."""
    return any(
        r.ok and r.tool in ("record_facts", "manage_notes", "manage_scenarios")
        for r in scene.results
    )


def _foreign(scene: Scene) -> str:
    """What to say in another language than English; empty for an English message."""
    return languages.notice(scene.text, scene.turn) or ""


def _body(scene: Scene, say: TurnPhrases, *, noted: bool, asks: bool) -> tuple[list[str], str]:
    """The paragraphs between what was noted and the closing, and what kind of reply they make."""
    foreign = _foreign(scene)
    if foreign:
        return [foreign], "foreign"
    if scene.aside == "dont_know" and noted:
        return [], "noted"
    aside = scene.aside or _wish_behind(scene)
    barred = rulings(scene.text).out.keys() & scene.book.facts.ruled_out.keys()
    if aside and noted and barred:  # "I said no tuning": that is confirmed
        return [], "noted"
    if aside:
        return ASIDES[aside](scene, say), f"aside_{aside}"
    special = _special(scene)
    if special is not None:
        return commands.COMMANDS[special](scene, say), special
    if scene.reading.topic == OTHER_TERMS:
        return terms.on_terms(scene, say), "answer"
    if scene.reading.hypothetical or scene.reading.kind == "what_if":
        read = scene.result("what_if") is not None
        return whatifs.what_if(scene, say), SUPPOSED if read else UNREAD
    silent = (scene.result("search_guidance") or {}).get("declined", False)
    said = _said_in_part(scene.text)
    if scene.reading.topic and said and silent:
        return ASIDES[said](scene, say), f"aside_{said}"
    if scene.reading.topic:
        judged = scene.result("judge_plateau") is not None
        return explanations.answer(scene, say), JUDGED if judged else "answer"
    if scene.reading.command == "recommend_now" and scene.briefing.assessment is None:
        return [say("no_facts")], "answer"
    recommended = scene.past.recommended or scene.edited
    if recommends(scene.reading, scene.book, scene.briefing, recommended=recommended):
        return recommendation(scene, say), "recommendation"
    if noted:
        return [], "noted"
    if (
        scene.book.open_fact is None
        and is_short_yes_or_no(take_apart(scene.text))
        and (scene.past.said != ADVISED)
    ):
        return [say("small_talk")], "smalltalk"
    settled = verdict(scene.text) if scene.past.said == ADVISED else None
    if settled is False:
        return ASIDES["dislike"](scene, say), "aside_dislike"
    if settled and (agreed := commands.agreed(scene, say)):
        return [agreed], "agreed"
    if said:
        return ASIDES[said](scene, say), f"aside_{said}"
    return [advice.nothing_read(scene, say, asks=asks)], NOTHING_READ


def _wish_behind(scene: Scene) -> str:
    """The wish behind a call for help, where one who knows the project can serve it."""
    asks = scene.reading.command == "help" and scene.briefing.assessment is not None
    return "next_steps" if asks and by_words(scene.text) == "next_steps" else ""


def _said_in_part(text: str) -> str:
    """The aside that one sentence of a message is, where nothing else in it was understood."""
    parts = sentences(text)
    return next(filter(None, map(by_words, parts)), "") if len(parts) > 1 else ""


def _special(scene: Scene) -> str | None:
    """The name of a reply of its own: a command, small talk, something hostile."""
    reading = scene.reading
    if reading.kind in ("adversarial", "smalltalk"):
        return str(reading.kind)
    if reading.command and reading.command != "recommend_now":
        return reading.command
    return None
