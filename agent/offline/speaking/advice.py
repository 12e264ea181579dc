"""The backbone of a reply: what was understood, who leads, the quotes, how scores are written."""

import re
from collections.abc import Mapping

from agent import wording
from agent.doubts import outcome, verdict
from agent.offline.accuracy.series import items
from agent.offline.answering.reports import RESULT
from agent.offline.facts.budgets import is_paid_today
from agent.offline.facts.categories import FAULT
from agent.offline.facts.foreign import foreign_sums
from agent.offline.facts.groups import counts_bodies
from agent.offline.speaking import documents, excerpts, questions
from agent.offline.speaking.measure import measure
from agent.offline.speaking.misconceptions import set_right
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Lead, Scene
from agent.offline.speaking.taken_for import taken_for
from agent.offline.words.lexicon import pattern
from agent.offline.words.mashing import is_mashed
from agent.offline.words.message import take_apart
from tools.results import Ranked
from tools.showing import percent
from tools.vocabulary import spec

WRITERS = ("record_facts", "forget_facts")
QUOTED_WORDS = 8
TASK = "task"  # whoever is asked for it often begins with who they are
FEW_WORDS = 3  # whose figure is asked about; a longer first message is an introduction
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NOUNS = {"%": "accuracy needed", "$": "a month to spend"}


def understood(scene: Scene, say: TurnPhrases, *beside: str) -> list[str]:
    """Confirms in passing what was recorded, changed or left open, and what was noted `beside`."""
    parts = [*_recorded(scene, say), *_settled(scene, say), *_withdrawn(scene, say), *beside]
    refused = [r.found["error"] for r in scene.results if not r.ok and r.tool in WRITERS]
    if refused:
        parts.append(say("not_recorded", reason="; ".join(refused).rstrip(".")))
    parts += set_right(scene, say)
    foreign = foreign_sums(take_apart(scene.text)) if scene.told else []
    if foreign:
        parts.append(say("foreign_money", sum=foreign[0].words))
    elif scene.told and not scene.book.another and _pays_unnoted(scene):
        parts.append(say("paid_today"))
    elif left := _left_out(scene) if parts and scene.told and not scene.book.another else []:
        parts.append(say("unplaced", words=_quoted(left), many=len(left) > 1))
    if parts and (lacking := documents.lacking(scene, say)):
        parts.append(lacking)
    parts = [" ".join(parts)] if parts else []
    found = scene.briefing.assessment
    for contradiction in found.contradictions if found else ():
        if contradiction.text not in scene.book.pointed_out:
            parts.append(say("contradiction", text=contradiction.text))
    return parts


def _left_out(scene: Scene) -> list[str]:
    """The figures that could not be placed, save those that no fact of ours would count.

    The size of the test behind an accuracy is none to ask about either.
    """
    measured = any(name.endswith("_accuracy") for name in scene.reading.facts)
    beside = pattern("no_fact_counts", "talk")
    _, half = documents.half_told(scene)
    left = [t for t in scene.reading.unplaced if not (half and t.startswith(half))]
    left = [t for t in left if not beside.search(t.lower())]
    left = [t for t in left if any(map(str.isdigit, t)) and not _put_right(t, scene)]
    return [t for t in left if not (measured and items().fullmatch(t.lower()))]


def _pays_unnoted(scene: Scene) -> bool:
    """True where a sum that is paid today is told, and no budget or fault was read from it."""
    read = {*scene.reading.facts, *scene.reading.ranges}
    paid = any(q.unit == "money" and is_paid_today(q) for q in take_apart(scene.text).quantities)
    return paid and not read & {"monthly_budget_usd", "upfront_budget_usd", FAULT}


def _put_right(text: str, scene: Scene) -> bool:
    """True for the old value of a fact that the same message corrects."""
    rows = (scene.result("record_facts") or {}).get("instead_of", {}).values()
    old = {figure for row in rows for figure in _FIGURE.findall(row["old"])}
    return bool(old) and set(_FIGURE.findall(text)) <= old


def _recorded(scene: Scene, say: TurnPhrases) -> list[str]:
    """What was noted, and what was put right, from the old value to the new one."""
    recorded = scene.result("record_facts")
    if recorded is None:
        return []
    decided = recorded.get("decided")
    if scene.reading.topic == RESULT and len(recorded["recorded"]) == 1 and decided is not None:
        return []  # all that was noted is the result that the reply goes on to judge
    before, same = recorded.get("instead_of", {}), recorded.get("as_before", ())
    changed = [f"{row['label']} {row['old']} → {row['new']}" for row in before.values()]
    new = {n: t for n, t in recorded["recorded"].items() if n not in before and n not in same}
    phrase = "set_by_hand" if scene.edited else "changed"  # who moves a slider corrects nothing
    parts = [say(phrase, changes=some(changed))] if changed else []
    if FAULT in new and (kind := taken_for(scene)):
        new[FAULT] = kind
    parts += [say("noted", facts=facts_told(new))] if new else []
    if not parts:
        told = recorded["recorded"]
        if told:
            return [say("same_again", facts=facts_told(told))]
        held = recorded.get("another_project")
        return [say("held", still=held == "still") if held else say("two_values")]
    return parts


def _settled(scene: Scene, say: TurnPhrases) -> list[str]:
    """What a bare yes or no to two values that differ has settled, before any tool was called."""
    book, writers = scene.book, (*WRITERS, "manage_notes", "manage_scenarios")
    before = book.past[-1] if book.past else None
    changed = before is not None and before.turn == scene.turn
    alone = not any(result.tool in writers for result in scene.results)
    answer = verdict(scene.text, another=changed and alone)
    if answer is None and outcome(scene.text, another=False) == "kept":
        answer = False  # more words than a bare no: "no, stick with the first number"
    if answer is None and book.doubted_in == scene.turn and not book.doubted.known:
        return _let_go(scene, say)
    if answer is None or scene.result("record_facts") is not None:
        return []
    told = {name: wording.fact_in_words(name, fact) for name, fact in book.facts.known.items()}
    if before is not None and changed and alone and before.asked is not None:
        return [say("begun_anew", facts=facts_told(told))]
    if before is not None and changed and alone:
        changes = [
            f"{spec(name).label} {wording.value_in_words(name, old.value)} → "
            f"{wording.value_in_words(name, book.facts.known[name].value)}"
            for name, old in before.facts.known.items()
            if name in book.facts and book.facts.known[name].value != old.value
        ]
        new = {name: text for name, text in told.items() if name not in before.facts}
        parts = [say("changed", changes=some(changes))] if changes else []
        return [*parts, say("noted", facts=facts_told(new))] if new else parts
    return [say("as_it_was")] if not answer and book.doubted_in == scene.turn else []


def _let_go(scene: Scene, say: TurnPhrases) -> list[str]:
    """That a doubt nobody settled ends, and what is noted that had waited for it."""
    book = scene.book
    before = book.past[-1] if book.past and book.past[-1].turn == scene.turn else None
    recorded = (scene.result("record_facts") or {}).get("recorded", {})
    waited = {
        name: wording.fact_in_words(name, fact)
        for name, fact in book.facts.known.items()
        if before is not None and name not in before.facts and name not in recorded
    }
    return [say("first_kept", facts=facts_told(waited) if waited else "")]


def _withdrawn(scene: Scene, say: TurnPhrases) -> list[str]:
    withdrawn = scene.result("forget_facts")
    if withdrawn is None:
        return []
    gone = withdrawn["forgotten"]
    unknown = [name for name in withdrawn["unknown"] if name not in scene.book.facts]
    parts = [say("forgotten", names=_labels(gone))] if gone else []
    if unknown and scene.result("record_facts") is None:
        one = unknown[0] if len(unknown) == 1 else ""
        likely = questions.likely(scene.briefing.assessment, one)
        parts.append(say("unknown", names=_labels(unknown), likely=likely))
    return parts


def nothing_read(scene: Scene, say: TurnPhrases, *, asks: bool) -> str:
    """That a message could not be placed, never twice in the same words, and what would help."""
    question = scene.briefing.question
    missed = scene.past.missed + say.number - scene.turn
    if is_mashed(take_apart(scene.text)):
        return say.nth("nothing_read_mashed", missed)
    lacking = documents.lacking(scene, say)
    if lacking:
        return lacking
    figures = [text for text in scene.reading.unplaced if any(map(str.isdigit, text))]
    bodies = any(map(counts_bodies, take_apart(scene.text).quantities))
    introduces = question is not None and question.fact == TASK and TASK not in scene.book.doubted
    if asks and introduces and scene.book.digressed and len(scene.text.split()) > FEW_WORDS:
        plain = questions.in_plain_words(TASK)
        return say.nth("nothing_read_task", missed, plain=plain)
    if asks and question is not None and scene.book.digressed:
        if question.fact == FAULT:  # the question that follows holds all the choices
            return say.nth("nothing_read_fault", missed)
        return say.nth("nothing_read_open", missed, replies=question.replies[:2])
    fact = question.fact if question is not None and scene.book.digressed else None
    if fact is not None and scene.briefing.assessment is None:
        return say.nth("nothing_read_task", missed, plain=questions.in_plain_words(fact))
    if fact is not None:
        likely = questions.likely(scene.briefing.assessment, fact)
        about = questions.recalled(fact)
        return say.nth("nothing_read_let_go", missed, about=about, likely=likely)
    if scene.turn == 1 and asks and len(scene.text.split()) > FEW_WORDS:
        return say("nothing_read_start")
    if len(figures) == 1 and not (bodies or figures[0].startswith("-")):
        number, _, noun = figures[0].strip(" .,;!?").partition(" ")
        bare = f"{number} {noun}".strip()
        unit = _NOUNS.get(number[-1], _NOUNS.get(number[0], "requests a month"))
        counted = [f"{bare} a month", f"{number} labelled {noun}"]
        examples = counted if noun else [f"{number} {unit}"]
        return say.nth("nothing_read_figure", missed, words=_quoted([bare]), examples=examples)
    if scene.turn == 1 and asks:
        return say("nothing_read_start")
    if asks:
        return say.nth("nothing_read_next", missed)
    words = _quoted(list(scene.reading.unplaced or (_shortened(scene.text),)))
    return say.nth("nothing_read", missed, words=words)


def standing(scene: Scene, say: TurnPhrases) -> tuple[list[str], Lead | None]:
    """Who leads, where that changed or the sureness moved much; and who is said to lead by now."""
    found, told = scene.briefing.assessment, scene.past.lead
    if found is None:
        return [], None
    if found.nothing_left:
        return [found.nothing_left], told
    best, now = found.ranking[0], Lead(found.primary, found.confidence)
    sure, rule = percent(found.confidence), measure()
    if told is None:
        phrase = "leader_open" if now.sure < rule.wide_open else "leader"
        return [say(phrase, label=best.label, sure=sure)], now
    if told.strategy != now.strategy:
        old = found.of(told.strategy)
        phrase = "leader_moved_open" if now.sure < rule.wide_open else "leader_moved"
        return [say(phrase, label=best.label, sure=sure, old_label=old.label)], now
    if abs(now.sure - told.sure) >= rule.moved_much:
        phrase = "leader_surer" if now.sure > told.sure else "leader_less_sure"
        values = {"label": best.label, "sure": sure, "sure_before": percent(told.sure)}
        return [say(phrase, **values)], now
    recorded, noted = scene.result("record_facts") or {}, scene.result("manage_notes") or {}
    if recorded.get("instead_of") or noted.get("changes"):
        return [say("advice_stands", label=best.label)], told
    return [], told


def quotes(scene: Scene, say: TurnPhrases, *, limit: int) -> list[str]:
    """The quotes of this turn's search, each in a sentence, with their numbers."""
    found = scene.result("search_guidance")
    rows = found["sentences"][:limit] if found and not found["declined"] else []
    most = measure().quote_words
    return [say("quote", text=excerpts.one_sentence(r["text"], most), n=r["n"]) for r in rows]


def facts_told(facts: Mapping[str, str]) -> str:
    """Facts by name in one sentence, as many as people read at once."""
    return wording.enumerated(facts, most=measure().facts)


def some(texts: list[str]) -> str:
    """A few phrases in one sentence; what is more than people read is counted."""
    most = measure().facts
    more = [f"{len(texts) - most} more"] if len(texts) > most else []
    return wording.join([*texts[:most], *more])


def points(score: float) -> str:
    """A score for people: one decimal, and none where it is zero."""
    return f"{score:.1f}".removesuffix(".0")


def sentences(texts: tuple[str, ...] | list[str]) -> str:
    """Several reasons as running sentences."""
    return " ".join(f"{t.rstrip('.')}." for t in texts)


def listed(texts: tuple[str, ...] | list[str]) -> str:
    """Several phrases in a row, each without its own full stop."""
    return "; ".join(t.rstrip(".") for t in texts)


def place(ranking: tuple[Ranked, ...], strategy: str) -> int:
    """The place of a strategy in the ranking, from 1."""
    return next(i for i, row in enumerate(ranking, 1) if row.strategy == strategy)


def _labels(names: list[str]) -> str:
    return wording.join([f"“{spec(name).label}”" for name in names])


def _quoted(words: list[str]) -> str:
    return wording.join([f"“{text}”" for text in words])


def _shortened(text: str) -> str:
    words = text.split()
    return " ".join(words[:QUOTED_WORDS])[:80] + (" …" if len(words) > QUOTED_WORDS else "")
