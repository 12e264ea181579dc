"""Plays a scripted person against a real advisor; the same seed says the same words."""

import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agent import Advisor
from agent.events import Board, Done, Failed, QuestionAsked
from tests.evals.users.people import Correction, Known, Line, Person, known

MOST_TURNS = 30
MOST_ASIDES = 3
MIDWAY_AFTER = 2
JOINED = 0.5  # how often an aside shares its message with the answer
ELSEWHERE = 0.5


@dataclass(frozen=True)
class Exchange:
    """One turn: what was said, what came back, the fact that was asked for then."""

    said: str
    reply: str
    asked: str | None


@dataclass(frozen=True)
class Played:
    """A whole conversation: what was told truly (`told`), and how it ended.

    `twice` names questions that came again after their answer; `untold` counts questions for what
    had been told before anybody asked; `lost` counts asides after which the open question did not
    come back.
    """

    person: str
    manner: str
    exchanges: tuple[Exchange, ...]
    told: Mapping[str, Known]
    hidden: Mapping[str, Known]
    board: Board
    ended: bool
    twice: tuple[str, ...]
    untold: int
    lost: int
    failed: str = ""


@dataclass
class _Talk:
    """One person in one conversation: what was said, and what is still to be said."""

    person: Person
    chance: random.Random
    hidden: dict[str, Known]
    told: dict[str, Known] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    replied: set[str] = field(default_factory=set)
    next_up: deque[tuple[str, str]] = field(default_factory=deque)
    questions: int = 0
    asides_left: int = MOST_ASIDES
    changed: bool = False

    def __post_init__(self) -> None:
        self.asides = self._shuffled(self.person.asides)
        self.elsewhere = self._shuffled(self.person.elsewhere)
        self.corrections: dict[str, Correction] = {
            one.fact: one for one in self._shuffled(self.person.corrections)
        }

    def _shuffled(self, lines: tuple) -> list:
        return self.chance.sample(lines, len(lines))

    def opening(self) -> str:
        text, facts = self.chance.choice(self.person.opening)
        self._tell(facts)
        for name in facts:
            if name in self.corrections and not self.corrections[name].first:
                self.next_up.append((name, self.corrections.pop(name).then))
        return text

    def _tell(self, facts: tuple[str, ...]) -> None:
        for name in facts:
            self.told[name] = self.hidden[name]
            self.answered.add(name)

    def unprompted(self) -> str | None:
        """A correction, a withdrawal or a change of project that is due."""
        if self.next_up:
            name, text = self.next_up.popleft()
            if name in self.person.takes_back and text == self.person.takes_back[name]:
                del self.told[name], self.hidden[name]
            return text
        change = self.person.midway
        if change is None or self.changed or self.questions < MIDWAY_AFTER:
            return None
        self.changed = True
        for name, value in change.sets.items():
            self.hidden[name] = replace(known(name, value), says=())
        self._tell(tuple(change.sets))
        return self.chance.choice(change.says)

    def aside(self) -> Line | None:
        if not self.asides or not self.asides_left or self.chance.random() >= self.person.wander:
            return None
        self.asides_left -= 1
        return self.asides.pop()

    def answer(self, fact: str) -> str:
        """The answer to a question: an own correction first, a phrasing, or "no idea"."""
        self.questions += 1
        fresh = [line for line in self.elsewhere if not set(line[1]) & (self.answered | {fact})]
        if fresh and self.chance.random() < ELSEWHERE:
            self.elsewhere.remove(fresh[0])
            text, facts = fresh[0]
            self._tell(facts)
            return text
        self.answered.add(fact)
        self.replied.add(fact)
        if fact not in self.hidden or not self.hidden[fact].says:
            return self.chance.choice(self.person.unknown)
        self._tell((fact,))
        if fact in self.corrections and self.corrections[fact].first:
            correction = self.corrections.pop(fact)
            self.next_up.append((fact, correction.then))
            return correction.first
        if fact in self.person.takes_back:
            self.next_up.append((fact, self.person.takes_back[fact]))
        return self.chance.choice(self.hidden[fact].says)


def play(person: Person, advisor: Advisor, *, run: int) -> Played:
    """One conversation with `advisor`, to its recommendation or to the end of patience."""
    talk = _Talk(person, random.Random(f"{person.id}/{run}"), dict(person.facts))
    thread = advisor.new_thread()
    exchanges: list[Exchange] = []
    twice: list[str] = []
    untold, lost, failed, fact, gave_up, said = 0, 0, "", None, False, talk.opening()
    digressing = False
    while len(exchanges) < MOST_TURNS:
        events = list(advisor.stream(thread, said))
        last = events[-1]
        if isinstance(last, Failed):
            failed = last.message
        reply = last.reply if isinstance(last, Done) else failed
        asked = next((e.fact for e in events if isinstance(e, QuestionAsked)), None)
        exchanges.append(Exchange(said, reply, asked))
        if asked in talk.replied:
            twice.append(str(asked))
        untold += asked in talk.answered - talk.replied
        lost += digressing and asked is None
        fact = asked if asked is not None or not digressing else fact
        board = advisor.board(thread)
        due = talk.unprompted()
        if failed or gave_up or (fact is None and due is None and recommends(reply, board)):
            break
        digressing = False
        if due is not None:
            said = due
        elif fact is None or talk.questions >= person.patience:
            said, gave_up = talk.chance.choice(person.enough), True
        elif (aside := talk.aside()) is None:
            said = talk.answer(fact)
        elif aside[1] or talk.chance.random() >= JOINED:
            said, digressing = aside[0], True
        else:
            said = joined(talk.answer(fact), aside[0])
    return Played(
        person.id,
        person.manner,
        tuple(exchanges),
        talk.told,
        talk.hidden,
        board,
        not failed and recommends(exchanges[-1].reply, board),
        tuple(twice),
        untold,
        lost,
        failed,
    )


def joined(first: str, second: str) -> str:
    """Two thoughts in one message."""
    stop = "" if first.endswith((".", "?", "!")) else "."
    return f"{first}{stop} {second}"


def recommends(reply: str, board: Board) -> bool:
    """True when a reply names the strategy that leads."""
    found = board.assessment
    return found is not None and found.of(found.primary).label.lower() in reply.lower()
