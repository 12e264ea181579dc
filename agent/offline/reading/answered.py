"""The reading of a message as an answer to the question that was asked."""

from collections.abc import Mapping
from typing import Any

from agent.offline.accuracy.by_hand import is_own_time
from agent.offline.answering import answers, figures, levels
from agent.offline.answering.besides import SIGNAL, besides_examples
from agent.offline.answering.not_knowing import does_not_know, leaves_open, of_a_test
from agent.offline.asking import intents
from agent.offline.asking.not_told import is_not_told
from agent.offline.asking.topics import Topic
from agent.offline.facts.categories import FAULT
from agent.offline.facts.classes import implied_task
from agent.offline.facts.foreign import foreign_sums
from agent.offline.facts.labelled import is_of_a_prompt
from agent.offline.reading.learned import NOT_BY_HABIT, Heard
from agent.offline.reading.said import Reading, composed
from agent.offline.reading.setting_right import set_right
from agent.offline.revising.added import is_on_top
from agent.offline.revising.by_their_words import is_dropped
from agent.offline.revising.corrections import doubts
from agent.offline.revising.disputed import called_wrong
from agent.offline.revising.paces import goes_back
from agent.offline.revising.parts_left import few_good, none_for_this, spoils_examples
from agent.offline.revising.repeated import sets_figure_right
from agent.offline.revising.replaced import denied
from agent.offline.revising.retractions import untested
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import limit, pattern, shape
from agent.offline.words.message import Message, take_apart
from agent.offline.words.qualities import is_of_examples, no_examples
from agent.offline.words.text import Span
from tools.vocabulary import spec

# a short answer to these speaks of work in passing: "a script rewrites them at night"
_NAMES_NO_TASK = ("training_signal", "knowledge_update", "requirement_change")
_NOT_FAULTS = ("task", "output_format", "private_knowledge")


def read_as_answer(
    message: Message,
    asked: str,
    known: Mapping[str, Any],
    found: list[Finding],
    topic: Topic | None,
    heard: Heard,
    *,
    asks: bool,
) -> Reading | None:
    """The reading of a message as an answer; None when it is no answer to what was asked."""
    spoils = spoils_examples(message, known, asked)
    doubted = any(doubts(message, s, known) for s in message.text.sentences)
    rights = bool(
        spoils
        or doubted
        or intents.corrects(message)
        or no_examples(message, known)
        or goes_back(message)
        or called_wrong(message, known)
        or few_good(message, known, asked)
        or none_for_this(message, known)
        or is_on_top(message)
    )
    rights = rights and not intents.picks(message, asked, known)
    if known and (rights or sets_figure_right(message, known)):
        corrected = set_right(message, asked, known, found, topic, heard)
        if corrected is not None and asked not in corrected.facts:
            return corrected
    found = _as_asked(message, asked, found)
    more = [f for f in answers.read_answer(message, asked, found) if not _used(message, f, found)]
    more = [f for f in more if spec(f.fact).numeric or not is_dropped(message, f)]
    more = besides_examples(message, asked, more, known)
    more = [f for f in more if f.fact != FAULT or not is_of_examples(message, f.start, known)]
    old = {q.start for q in message.quantities if denied(message, q)}
    more = [f for f in more if f.start not in old]
    more = [f for f in more if f.fact == "tried" or not of_a_test(message, f.start)]
    more = [f for f in more if not is_not_told(message, message.text.sentence_at(f.start), asked)]
    habits = _habits(message, asked)
    if habits:
        more = [f for f in more if f.fact != asked or _said_apart(message, f, habits)]
    if not more and not does_not_know(message) and asked not in {f.fact for f in found}:
        stated = [s for s in message.text.sentences if not is_not_told(message, s, asked)]
        stated = [s for s in stated if s not in habits]
        meant = heard.answer(asked, stated)
        meant = [f for f in meant if f.fact != FAULT or not is_of_examples(message, f.start, known)]
        found = [*found, *[f for f in meant if not _used(message, f, found)]]
        if not found:  # no answer: it may tell something else
            found = [f for f in heard.weigh(stated, found) if f.fact != asked]
    if not more and not found and asked in figures.COUNTED:
        found = figures.wished_level(message, known)
    if not does_not_know(message):
        found = [*found, *_told_besides(message, asked, known, [*more, *found], heard)]
    settled = more or asked in {f.fact for f in found}
    if not settled and not found:
        if asks and not does_not_know(message):
            return None
        if intents.is_only_small_talk(message) and not answers.is_short_yes_or_no(message):
            return Reading("smalltalk")
    unknown = not settled and leaves_open(message, asked)
    cleared = [asked] if unknown else []
    told = {f.fact for f in [*more, *found]}
    cleared += [f for f in untested(message, known) if f not in told and f not in cleared]
    return composed("answer", message, [*more, *found], topic, cleared=tuple(cleared))


def _told_besides(
    message: Message, asked: str, known: Mapping[str, Any], told: list[Finding], heard: Heard
) -> list[Finding]:
    """What else somebody tells who answers with a description of the project."""
    long = len(message.norm.split()) >= limit("words", "description")
    if not told or not (long or asked == "task"):  # which is what a description begins with
        return []
    stated = [s for s in message.text.sentences if not is_not_told(message, s, None)]
    read = {f.fact for f in told} | set(known)  # a guess puts nothing right
    more = [f for f in heard.unasked().weigh(stated, told) if f.fact not in read]
    more += implied_task(message, [*told, *more], known)
    return more


def _habits(message: Message, asked: str) -> list[Span]:
    """The sentences about people's own time, where they tell nothing of what was asked for."""
    sentences = message.text.sentences if asked in NOT_BY_HABIT else ()
    return [s for s in sentences if is_own_time(message, s)]


def _said_apart(message: Message, finding: Finding, habits: list[Span]) -> bool:
    """True where the sentences besides the habits tell the same."""
    text = message.text
    rest = [s for s in text.sentences if s not in habits]
    kept = " ".join(text.raw[text.starts[s.start] : text.ends[s.end - 1]] for s in rest)
    again = answers.read_answer(take_apart(kept), finding.fact, []) if kept else []
    return any(f.value == finding.value for f in again)


def _as_asked(message: Message, asked: str, found: list[Finding]) -> list[Finding]:
    """What the rules read, as the question means it: figures are its own, some words no facts."""
    if asked in figures.BUDGETS:
        return figures.as_money(message, asked, found)
    if asked == "target_accuracy":
        return levels.as_target(message, found)
    if asked == "current_accuracy":
        found = levels.as_today(message, found)
    if asked == "prompt_tokens":
        held = {q.start for q in message.quantities if is_of_a_prompt(q, asked=True)}
        found = [f for f in found if not (f.fact == "labeled_examples" and f.start in held)]
    if asked in figures.OF_DOCUMENTS:
        found = figures.as_documents(message, asked, found)
    first = figures.stands_first(message) if asked in figures.COUNTED else None
    if first is not None and asked not in {f.fact for f in found}:
        counts = [f for f in found if f.fact in figures.COUNTED and f.start <= first.start < f.end]
        found = [f for f in found if f not in counts]
    if asked == "ml_expertise":
        found = [f for f in found if not (f.fact == "task" and _is_a_skill(message, f))]
    besides: tuple[str, ...] = ()
    short = len(message.norm.split()) <= limit("words", "answer")
    if asked == "stronger_model_works":
        besides = ("model",)
    elif asked in _NAMES_NO_TASK and short:
        besides = ("task",)
    elif asked == "failure_mode" and short:
        told = pattern("states_output", "answers").search(message.norm)
        besides = () if told else _NOT_FAULTS
        if shape("tells_a_task", "answers").search(message.norm):
            besides = tuple(fact for fact in besides if fact != "task")
    return [f for f in found if f.fact not in besides]


def _is_a_skill(message: Message, task: Finding) -> bool:
    """True for what somebody knows how to do or did before: "who can barely sum up a sheet"."""
    before = message.norm[message.text.clause_at(task.start).start : task.start]
    return shape("skill_before", "answers").search(before) is not None


def _used(message: Message, answer: Finding, found: list[Finding]) -> bool:
    """True when the words of a choice belong to another fact: “900 labels” names no failure."""
    if spec(answer.fact).numeric:
        return False
    here = [c for c in message.text.clauses if c.start <= answer.start and answer.end <= c.end]
    sums = [s.quantity.start for s in foreign_sums(message)]  # "£70 a month" names no fault
    if any(_with_its_label(message, clause).holds(place) for clause in here for place in sums):
        return True
    return any(
        other.fact != answer.fact
        and (answer.fact, other.fact) != (SIGNAL, "labeled_examples")  # "just the 300 pairs"
        and clause.start <= other.start < clause.end
        for clause in here
        for other in found
    )


def _with_its_label(message: Message, clause: Span) -> Span:
    """A clause, with what follows where it is a label: "budget: 700"."""
    if message.norm[clause.end : clause.end + 1] != ":":
        return clause
    return Span(clause.start, message.text.clause_at(clause.end + 1).end)
