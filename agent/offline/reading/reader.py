"""Reads one message: the facts it states, with the user's own words, and what it wants.

Grammar and lexicon come first: normalise, find quantities, give them roles, read categories clause
by clause, judge the intent. What they leave open, the tagger decides where it is sure.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from agent.offline.answering import answers
from agent.offline.answering.not_knowing import does_not_know, only_unknown, skips
from agent.offline.asking import harm, intents, orders
from agent.offline.asking.concerns import read_concern
from agent.offline.asking.naming import read_scenario_command
from agent.offline.asking.not_told import is_not_told
from agent.offline.asking.orders import Command
from agent.offline.asking.terms import OTHER_TERMS, other_terms
from agent.offline.asking.topics import read_bare, read_plateau, read_topic
from agent.offline.facts.classes import implied_task
from agent.offline.facts.statements import models_asked_about, stated_facts
from agent.offline.reading import asides
from agent.offline.reading.answered import read_as_answer
from agent.offline.reading.learned import Heard
from agent.offline.reading.measurements import measured
from agent.offline.reading.mended import mended
from agent.offline.reading.said import Kind, Reading, checked, composed
from agent.offline.reading.setting_right import set_right
from agent.offline.reading.supposed import read_supposed
from agent.offline.reading.tagger import Tagger
from agent.offline.revising import bills, whatifs
from agent.offline.revising.corrections import doubts, sets_right
from agent.offline.revising.disputed import disputed
from agent.offline.revising.paces import goes_back
from agent.offline.revising.repeated import is_figure_alone
from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.mashing import is_mashed
from agent.offline.words.message import Message, take_apart
from agent.offline.words.strategies import find_strategies
from tools.vocabulary import spec, vocabulary

if TYPE_CHECKING:
    from knowledge.embedding import Embedder

_EMPTY: Mapping[str, Any] = MappingProxyType({})
_BESIDE: Mapping[str, Kind] = {"smalltalk": "smalltalk", "adversarial": "adversarial"}


class Reader:
    """Reads messages by rule, and with an embedder also by what was learned; holds no state."""

    def __init__(self, embedder: "Embedder | None" = None) -> None:
        self._tagger = Tagger(embedder) if embedder is not None else None

    def read(
        self,
        text: str,
        *,
        asked: str | None = None,
        known: Mapping[str, Any] = _EMPTY,
        scenarios: Sequence[str] = (),
        measuring: Callable[[], str | None] = lambda: None,
    ) -> Reading:
        """Read one message.

        Args:
            text: what the user wrote, as it came.
            asked: the fact the advisor asked about last, if the question is still open.
            known: the plain values known so far, by fact.
            scenarios: the names of the what-ifs that were given one.
            measuring: tells the fact that the proposed experiment measures, if there is one.
        """
        if asked is not None and asked not in vocabulary():
            asked = None
        known = {n: v for n, v in known.items() if n in vocabulary() and v is not None}
        if asked not in known and known and is_figure_alone(take_apart(text)):
            asked = None
        if asked is not None:
            text = mended(text, lambda words: asked in self.read(words, asked=asked).facts)
        message = take_apart(text)
        of_the_last = shape("of_the_last", "intents").fullmatch(message.norm.strip())
        if known and of_the_last and not intents.picks(message, asked, known):
            asked = None  # "make that 20" is about what was told last
        if not message.norm.strip():
            return Reading("smalltalk")
        if harm.is_hostile(message):
            return self._beside_insults(message, asked, known) or Reading("adversarial")
        if harm.is_absurd(message):
            return Reading("adversarial")
        if intents.is_greeting(message):
            return Reading("smalltalk")
        if is_mashed(message):
            return Reading("answer" if asked else "describe")
        wrong = disputed(message, known)
        if wrong is not None:
            return composed("correct", message, [], cleared=tuple(wrong))
        bill = bills.bill_supposed(message, known, asked)
        if bill:
            return Reading("what_if", hypothetical=checked(bill))
        concern = read_concern(message)
        if isinstance(concern, Command):
            return Reading("command", command=concern.name, args=concern.args)
        if concern is not None:
            return composed("question", message, [], concern)
        terms = other_terms(message)
        if terms:
            kind: Kind = "what_if" if intents.is_what_if(message) else "question"
            return Reading(kind, topic=OTHER_TERMS, args=terms)
        command = _command(message, asked, scenarios)
        if command is not None:
            return Reading("command", command=command.name, args=command.args)
        heard = Heard(self._tagger, message, asked)
        estimate = asked is not None and asked not in known and spec(asked).numeric
        estimate = estimate and bool(shape("as_an_estimate", "intents").fullmatch(message.norm))
        aside = asides.by_words(text)
        supposed = intents.is_what_if(message) and not estimate
        supposed = supposed and aside not in asides.NO_SUPPOSITION
        if supposed or (asked is None and whatifs.is_fragment(message, known)):
            what_if = read_supposed(message, known, heard)
            if what_if.hypothetical or aside not in asides.MAY_SUPPOSE:
                return what_if
        if known and not estimate and intents.may_suppose(message):
            what_if = read_supposed(message, known, heard)
            if any(known.get(fact) != value for fact, value in what_if.hypothetical.items()):
                return what_if
        series = read_plateau(message, asked)
        if series is not None and pattern("plateau", "topics").search(message.norm):
            return composed("question", message, [], series)
        if not sets_right(message, known, asked=asked):
            result = measured(message, known, measuring, open_question=asked is not None)
            if result is not None:
                return result
        return self._judge(message, asked, known, heard)

    def _beside_insults(
        self, message: Message, asked: str | None, known: Mapping[str, Any]
    ) -> Reading | None:
        """The answer to the open question in the sentences before anything hostile, if it is there.

        What follows an attempt to instruct the program is never read.
        """
        text = message.text
        if asked is None or len(text.sentences) < 2:
            return None
        pieces = [
            take_apart(text.raw[text.starts[s.start] : text.ends[s.end - 1]])
            for s in text.sentences
        ]
        hostile = [harm.is_hostile(piece) for piece in pieces]
        if not any(hostile):
            return None
        injected = [n for n, piece in enumerate(pieces) if harm.is_injection(piece)]
        end = injected[0] if injected else len(pieces)
        kept = [p.text.raw for p, bad in zip(pieces[:end], hostile, strict=False) if not bad]
        reading = self.read(" ".join(kept), asked=asked, known=known) if kept else None
        return reading if reading is not None and asked in reading.facts else None

    def _judge(
        self,
        message: Message,
        asked: str | None,
        known: Mapping[str, Any],
        heard: Heard,
    ) -> Reading:
        polite = intents.is_only_small_talk(message)
        if polite and (asked is None or message.norm.rstrip().endswith("?")):  # "how are you?"
            return Reading("smalltalk")
        if asked and only_unknown(message, asked):
            return composed("answer", message, [], None, cleared=(asked,))
        questions = [s for s in message.text.sentences if intents.asks(message, s)]
        guesses = [
            s
            for s in questions
            if (asked and answers.is_a_guess(message, asked, s))
            or answers.guesses_an_amount(message, s)
        ]
        apart = [s for s in message.text.sentences if is_not_told(message, s, asked)]
        guessed = set(guesses)
        questions = [s for s in questions if s not in guessed and not doubts(message, s, known)]
        untold = {*questions, *apart}
        statements = [s for s in message.text.sentences if s not in untold]
        topic = read_topic(message, asked) if questions else read_plateau(message, asked)
        if topic is not None and topic.name == "plateau":
            return composed("question", message, [], topic)
        bare = read_bare(message) if topic is None else None
        if bare is not None:
            return composed("question", message, [], bare)
        found = stated_facts(message, statements, about=asked)
        rights = bool(known) and (
            intents.corrects(message) or sets_right(message, known, found, asked)
        )
        if (topic is None or message.quantities) and not rights:
            other = _taken_for(message, known, found, heard, asks=bool(questions or guesses))
            if other is not None:
                return other
        if asked and (statements or not (topic or apart) or skips(message)):
            reading = read_as_answer(
                message, asked, known, found, topic, heard, asks=bool(questions)
            )
            if reading is not None:
                return reading
        if known and statements:
            corrected = set_right(message, asked, known, found, topic, heard)
            if corrected is not None:
                return corrected
        found = heard.weigh(statements, found)
        found += implied_task(message, found, known)
        if found:
            found += models_asked_about(message, questions)
            topic = None if intents.asks_the_model(message, questions) else topic
            return composed("describe", message, found, topic)
        if questions:
            return composed("question", message, [], topic)
        if apart and not statements:  # nobody tells us what they wish of a reply
            return composed("describe", message, [], topic)
        if intents.is_small_talk(message):
            return Reading("smalltalk")
        return composed("describe", message, [], topic)


def _command(message: Message, asked: str | None, scenarios: Sequence[str]) -> Command | None:
    """The command that a message gives; None where its words answer the open question."""
    command = read_scenario_command(message, scenarios)
    short = reach("words", "task")
    if command and asked == "task" and answers.is_the_answer(message, asked, words=short):
        command = None
    command = command or orders.read_command(message) or orders.read_criticism(message)
    if command and command.name == "undo" and goes_back(message):  # "put it back to weekly"
        return None
    if command and command.name == "summarise" and asked == "task":  # "a summary for the board"
        if shape("sums_us_up", "intents").search(message.norm):
            return command
        return None if answers.is_the_answer(message, asked, words=short) else command
    answered = asked and (answers.is_the_answer(message, asked) or does_not_know(message))
    return None if answered else command


def _taken_for(
    message: Message,
    known: Mapping[str, Any],
    found: Sequence[Finding],
    heard: Heard,
    *,
    asks: bool,
) -> Reading | None:
    """The reading of what looks as if it told something, yet is surely meant as something else."""
    intent = heard.intent
    told = shape("of_the_past", "asking").match(message.norm) or intents.states(message.norm)
    told = told or goes_back(message)
    if intent == "what_if" and not told and not asides.by_words(message.text.raw):
        supposed = read_supposed(message, known, heard)
        return supposed if supposed.hypothetical or supposed.args else None
    short = len(message.norm.split()) <= limit("words", "order")
    ordered = short and orders.is_command(intent)
    if (found and not ordered) or message.quantities or asides.by_words(message.text.raw):
        return None
    if orders.is_command(intent):
        named = find_strategies(message.norm)
        if intent != "compare":
            return Reading("command", command=intent)
        return Reading("command", command="compare", args={"strategies": named}) if named else None
    if intent in _BESIDE and not does_not_know(message):
        return Reading(_BESIDE[intent])
    return composed("question", message, []) if intent == "question" and not asks else None


__all__ = ["Reader", "Reading"]
