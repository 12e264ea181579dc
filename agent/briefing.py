"""What follows from the facts, computed by the program: scores, costs, question, board."""

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from langchain_core.messages import BaseMessage

from agent import wording
from agent.contributors import contributor
from agent.events import Board, BoardFact
from agent.notebook import Notebook
from agent.settings import Settings
from tools.costrange import COST_SAMPLES
from tools.costs import estimate_costs
from tools.errors import InvalidInput
from tools.experiment import Experiment, next_experiment
from tools.facts import ProjectFacts, spec
from tools.interview import next_question
from tools.precedents import Precedent, closest
from tools.results import Assessment, CostReport, Question
from tools.scenarios import ScenarioTable, compare_scenarios
from tools.scoring import assess
from tools.showing import percent

CACHED_BRIEFINGS = 64


@dataclass(frozen=True)
class Briefing:
    """All that may be said about a project now; `costs_note` tells why costs are missing."""

    assessment: Assessment | None
    costs: CostReport | None
    costs_note: str
    question: Question | None
    experiment: Experiment | None = None
    precedents: tuple[Precedent, ...] = ()
    scenarios: ScenarioTable | None = None


class Briefer:
    """Computes briefings; keeps the last few, since a turn asks for the same one several times."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: OrderedDict[str, Briefing] = OrderedDict()
        self._lock = Lock()

    def brief(self, book: Notebook) -> Briefing:
        """The briefing that follows from a notebook."""
        key = json.dumps(
            [
                book.facts.to_json(),
                [(s.name, s.changes.to_json()) for s in book.scenarios],
                book.asked,
                book.withdrawn,
                book.open_fact,
                book.digressed,
                book.enough,
            ]
        )
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = self._compute(book)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > CACHED_BRIEFINGS:
                self._kept.popitem(last=False)
        return made

    def _compute(self, book: Notebook) -> Briefing:
        question, scenarios = self._question(book), self._scenarios(book)
        if not book.facts.known:
            return Briefing(None, None, "", question, scenarios=scenarios)
        assessment = assess(book.facts, seed=self._settings.seed)
        costs, note = self._costs(book.facts, assessment.primary)
        return Briefing(
            assessment,
            costs,
            note,
            question,
            experiment=next_experiment(
                book.facts,
                seed=self._settings.seed,
                as_of=self._settings.today,
                table=self._settings.costing["table"],
            ),
            precedents=closest(book.facts),
            scenarios=scenarios,
        )

    def _scenarios(self, book: Notebook) -> ScenarioTable | None:
        if not book.scenarios:
            return None
        return compare_scenarios(book.facts, book.scenarios, **self._settings.costing)

    def _costs(self, facts: ProjectFacts, strategy: str) -> tuple[CostReport | None, str]:
        try:
            report = estimate_costs(
                facts, strategy=strategy, samples=COST_SAMPLES, **self._settings.costing
            )
        except InvalidInput as error:
            return None, str(error)
        return report, ""

    def _question(self, book: Notebook) -> Question | None:
        if book.enough:
            return None
        question = ask_next(book, self._settings)
        return None if question.done else question


def ask_next(book: Notebook, settings: Settings) -> Question:
    """The question to ask next; a digression returns to the open one.

    What was withdrawn or declined unasked is not asked for, and costs none of the questions.
    """
    asked = book.asked
    if book.digressed:
        asked = tuple(name for name in asked if name != book.open_fact)
    return next_question(
        book.facts,
        asked=(*asked, *book.withdrawn),
        seed=settings.seed,
        max_questions=settings.max_questions + len(book.withdrawn),
    )


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
    facts = tuple(
        BoardFact(
            name=name,
            label=spec(name).label,
            value=list(fact.value) if isinstance(fact.value, tuple) else fact.value,
            shown=wording.fact_in_words(name, fact),
            source=fact.source,
            quote=fact.quote,
            by=contributor(messages, fact.quote),
        )
        for name, fact in book.facts.known.items()
    )
    return Board(
        title=title,
        recommendation=recommendation(briefing),
        assessment=briefing.assessment,
        costs=briefing.costs,
        facts=facts,
        question=briefing.question,
        citations=book.citations,
        model=model,
        experiment=briefing.experiment,
        precedents=briefing.precedents,
        scenarios=briefing.scenarios,
    )
