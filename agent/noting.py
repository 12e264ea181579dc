"""What a turn notes by itself, whoever is thinking: as it begins, and with its last reply."""

import logging
from collections.abc import Sequence

from langchain_core.messages import BaseMessage

from agent.briefing import Briefing
from agent.doubts import asked_again, outcome
from agent.notebook import Notebook, entries
from agent.offline.reading import of_projects
from agent.offline.reading.projects import noted_then
from agent.offline.reading.ruled_out import rulings
from agent.offline.speaking.memory import LEFT
from agent.offline.speaking.misconceptions import misconceptions, stated
from agent.quotes import quote_of
from agent.state import ASKED, QuoteNumbers
from knowledge import Guidance, quoted
from tools.facts import Fact

log = logging.getLogger(__name__)


def at_the_beginning(
    book: Notebook,
    message: str,
    turn: int,
    guidance: Guidance,
    quotes: QuoteNumbers,
    *,
    before: Sequence[str] = (),
) -> list[entries.Entry]:
    """What a message settles of a doubt or rules out, and the quote against a misconception.

    `before` are the messages of the user before it.
    """
    settled = [*_settled(book, message, turn, before), *_ruled(book, message, turn, before)]
    key = stated(message)
    if key is None or any(c.misconception == key for c in book.corrections):
        return settled
    row = misconceptions()[key]
    found = quoted(guidance.corpus, row.document, row.quote)
    if found is None:
        return settled
    numbered = quotes.number([quote_of(found)], book.citations)
    correction = entries.correct(key, n=numbered[0].n, turn=turn)
    return [*settled, entries.cite(numbered), correction]


def at_the_end(book: Notebook, briefing: Briefing, reply: BaseMessage) -> list[entries.Entry]:
    """Which question closes the turn, and the contradictions that it pointed out."""
    noted = []
    if briefing.assessment is not None:
        texts = [c.text for c in briefing.assessment.contradictions]
        noted += [entries.point_out(t) for t in texts if t not in book.pointed_out]
    left = reply.additional_kwargs.get(LEFT)
    if left is not None:
        return [*noted, entries.let_go(left)]
    question = briefing.question
    if question is not None and question.fact is not None and _asks(reply, question.fact):
        noted.append(entries.ask(question.fact))
    return noted


def _settled(book: Notebook, message: str, turn: int, before: Sequence[str]) -> list[entries.Entry]:
    """What a short answer settles; a doubt that nobody settles ends with the first value.

    Which project was told of is asked twice, which of two values counts three times.
    """
    if not book.doubted.known or turn <= book.doubted_in:
        return []
    meant = outcome(message, another=book.another)
    if meant == "another":
        return [entries.mark("restart", turn=turn)]
    if meant == "changed":
        return [entries.record(book.doubted.known, turn=turn)]
    if meant == "kept" or turn > book.doubted_in + asked_again(another=book.another):
        questions = [entries.let_go(name) for name in book.doubted.known]
        ended = [entries.doubt({}, turn=turn), *questions]
        since = {} if meant else _told_since(book, before)
        return [*ended, entries.record(since, turn=turn)] if since else ended
    return []


def _told_since(book: Notebook, before: Sequence[str]) -> dict[str, Fact]:
    """What waited with the description of another project: told in messages after that one."""
    task = book.doubted.known.get("task")
    if not book.another or task is None or not task.quote:
        return {}
    whole = next((text for text in reversed(before) if task.quote in text), None)
    return {
        name: fact
        for name, fact in book.doubted.known.items()
        if whole and fact.quote and fact.quote not in whole and name not in book.facts
    }


def _ruled(book: Notebook, message: str, turn: int, before: Sequence[str]) -> list[entries.Entry]:
    """What a message will not have, or allows after all: whoever is thinking keeps to it.

    Of several projects only what is said of the one on counts, or of the one that is turned to.
    The turn has not begun, so nobody translates an error: it is logged, and nothing is noted.
    """
    texts = [*before, message]
    try:
        other = of_projects.turned_to(message, before, book)
        if other:
            on = noted_then(before, book)
            said = of_projects.said_by_name(other, before, on=on, now=message)
        else:
            said = of_projects.of_the_one_on(message, before, book)
        found = rulings(said, None if other else book.open_fact)
        out = {name: of_projects.in_full(words, texts) for name, words in found.out.items()}
    except Exception:
        log.exception("what a message rules out could not be read")
        return []
    if other:
        anew = entries.mark("restart", turn=turn)
        return [anew, entries.rule_out(out, allowed=[], turn=turn)] if out else []
    allowed = [name for name in found.allowed if found.lifts(name, book.facts.ruled_out)]
    return [entries.rule_out(out, allowed=allowed, turn=turn)] if out or allowed else []


def _asks(reply: BaseMessage, fact: str) -> bool:
    """True when the reply asks the question; a remote model's does when it holds one at all."""
    if ASKED in reply.additional_kwargs:
        return bool(reply.additional_kwargs[ASKED] == fact)
    return "?" in str(reply.text)
