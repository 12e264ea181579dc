"""What follows from the facts, computed by the program: scores, costs, question, board."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from langchain_core.messages import BaseMessage

from agent import wording
from agent.contributors import contributor, signing
from agent.doubts import question_of
from agent.events import Board, BoardFact
from agent.notebook import Notebook
from agent.remembered import Remembered
from agent.settings import Settings
from tools.costrange import COST_SAMPLES
from tools.costs import billed_for, estimate_costs
from tools.errors import InvalidInput
from tools.experiment import Experiment, next_experiment
from tools.facts import ProjectFacts
from tools.interview import next_question
from tools.later import later
from tools.precedents import Precedent, closest
from tools.results import Assessment, CostRanges, CostReport, Question
from tools.scenarios import ScenarioTable, compare_scenarios
from tools.scoring import assess
from tools.showing import percent
from tools.vocabulary import spec
from tools.worth import Prospect

PARTS = 256  # of briefings; a conversation adds three or four a turn
PROSPECTS = 8  # a megabyte each; a turn needs one or two


@later("costs", "costs_note", "experiment", "precedents")
@dataclass(frozen=True)
class Briefing:
    """All that may be said about a project now; `costs_note` tells why costs are missing.

    Many replies need neither costs nor what to measure next nor what others did: those may be
    given as functions.
    """

    assessment: Assessment | None
    costs: CostReport | None
    costs_note: str
    question: Question | None
    experiment: Experiment | None = None
    precedents: tuple[Precedent, ...] = ()
    scenarios: ScenarioTable | None = None


NOTHING = Briefing(None, None, "", None)


class Briefer:
    """Computes briefings; remembers the last parts, since a turn asks for the same several times.

    What follows from the facts alone is computed once for them, whatever else a turn notes down.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._parts = Remembered(PARTS)
        self._prospects = Remembered(PROSPECTS)

    def brief(self, book: Notebook) -> Briefing:
        """The briefing that follows from a notebook."""
        facts = book.facts
        said = (book.asked, book.withdrawn, book.open_fact, book.digressed, book.enough)
        asking = ("question", _key(facts), said, _key(book.doubted))
        question = self._parts.once(asking, lambda: self._question(book))
        named = tuple((s.name, _key(s.changes)) for s in book.scenarios)
        scenarios = self._parts.once(
            ("scenarios", _key(facts), named), lambda: self._scenarios(book)
        )
        if not facts.known:
            return replace(NOTHING, question=question, scenarios=scenarios)
        assessment = self.assessment(facts)
        priced = cache(partial(self._costs_or_note, facts, assessment.primary))
        return Briefing(
            assessment,
            _later(lambda: priced()[0]),
            _later(lambda: priced()[1]),
            question,
            experiment=_later(partial(self._experiment, facts)),
            precedents=_later(partial(self._precedents, facts)),
            scenarios=scenarios,
        )

    def assessment(self, facts: ProjectFacts) -> Assessment:
        """The strategies scored for these facts."""
        return self._parts.once(
            ("assessment", _key(facts)), lambda: assess(facts, prospect=self._prospect(facts))
        )

    def costs(self, facts: ProjectFacts, strategy: str) -> CostReport:
        """What the plan of a strategy costs beside a plain prompt, with its ranges.

        Raises:
            InvalidInput: the facts contradict a plan.
        """
        return self._parts.once(
            ("costs", _key(facts), strategy), lambda: self._estimated(facts, strategy)
        )

    def bill(self, facts: ProjectFacts, strategy: str) -> CostReport:
        """The same without ranges.

        Raises:
            InvalidInput: the facts contradict a plan.
        """
        return self._parts.once(
            ("bill", _key(facts), strategy),
            lambda: estimate_costs(facts, strategy=strategy, **self._settings.costing),
        )

    @property
    def prices(self) -> dict[str, Any]:
        """The price table, and the day for which its prices hold."""
        costing = self._settings.costing
        return {"as_of": costing["as_of"], "table": costing["table"]}

    def _estimated(self, facts: ProjectFacts, strategy: str) -> CostReport:
        """The bill of these facts; its ranges are drawn when somebody looks, and only once."""
        amounts, costing = billed_for(facts, strategy), self._settings.costing

        def drawn() -> CostRanges | None:
            try:
                report = estimate_costs(amounts, strategy=strategy, samples=COST_SAMPLES, **costing)
            except InvalidInput:  # who looks has a bill already: it stands, without its ranges
                return None
            return report.ranges

        ranges: Any = partial(self._parts.once, ("ranges", amounts.figures, strategy), drawn)
        return replace(self.bill(facts, strategy), ranges=ranges)

    def next_question(self, book: Notebook) -> Question:
        """The question to ask next; a digression returns to the open one.

        What was withdrawn or declined unasked is not asked for, and costs none of the questions.
        """
        asked = book.asked
        if book.digressed:
            asked = tuple(name for name in asked if name != book.open_fact)
        return next_question(
            book.facts,
            asked=(*asked, *book.withdrawn),
            max_questions=self._settings.max_questions + len(book.withdrawn),
            prospect=self._prospect(book.facts),
        )

    def _prospect(self, facts: ProjectFacts) -> Prospect:
        """What lies ahead of the project, whoever said its facts in whatever words."""
        return self._prospects.once(facts.figures, lambda: Prospect(facts, self._settings.seed))

    def _experiment(self, facts: ProjectFacts) -> Experiment | None:
        return self._parts.once(
            ("experiment", _key(facts)),
            lambda: next_experiment(
                facts,
                as_of=self._settings.today,
                table=self._settings.costing["table"],
                prospect=self._prospect(facts),
            ),
        )

    def _precedents(self, facts: ProjectFacts) -> tuple[Precedent, ...]:
        return self._parts.once(("precedents", _key(facts)), lambda: closest(facts))

    def _scenarios(self, book: Notebook) -> ScenarioTable | None:
        if not book.scenarios:
            return None
        return compare_scenarios(book.facts, book.scenarios, **self._settings.costing)

    def _costs_or_note(self, facts: ProjectFacts, strategy: str) -> tuple[CostReport | None, str]:
        try:
            return self.costs(facts, strategy), ""
        except InvalidInput as error:
            return None, str(error)

    def _question(self, book: Notebook) -> Question | None:
        doubt = question_of(book)
        if doubt is not None:
            return doubt
        if book.enough:
            return None
        question = self.next_question(book)
        return None if question.done else question


def _later(make: Callable[[], Any]) -> Any:
    """A part of a result that is made when somebody looks."""
    return make


def _key(facts: ProjectFacts) -> tuple[object, ...]:
    return (*facts.known.items(), *facts.ruled_out.items())


def recommendation(briefing: Briefing) -> str:
    """The recommendation in one sentence, empty while nothing is known."""
    found = briefing.assessment
    if found is None:
        return ""
    best = found.of(found.primary)
    stack = [found.of(s).label for s in found.complements]
    with_stack = f", with {wording.join(stack)}" if stack else ""
    sure = f"{percent(found.confidence)} sure"
    close = f"; {found.ranking[1].label} is a close second" if found.close_call else ""
    return f"{best.label}{with_stack} ({sure}{close})."


def board(
    book: Notebook,
    briefing: Briefing,
    *,
    title: str,
    model: str,
    messages: Sequence[BaseMessage] = (),
) -> Board:
    """Everything that stands beside the chat; `messages` tell who said what."""
    spoken = signing(messages)
    facts = tuple(
        BoardFact(
            name=name,
            label=spec(name).label,
            value=list(fact.value) if isinstance(fact.value, tuple) else fact.value,
            shown=wording.fact_in_words(name, fact),
            source=fact.source,
            quote=fact.quote,
            by=contributor(spoken, fact.quote),
        )
        for name, fact in book.facts.known.items()
    )
    return Board(
        title=title,
        recommendation=recommendation(briefing),
        assessment=briefing.assessment,
        costs=_later(lambda: briefing.costs),
        facts=facts,
        question=briefing.question,
        citations=book.citations,
        model=model,
        experiment=_later(lambda: briefing.experiment),
        precedents=_later(lambda: briefing.precedents),
        scenarios=briefing.scenarios,
    )
