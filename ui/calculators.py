"""What the calculators compute for one line: from the line's keys to a result of the core."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from agent.settings import Settings
from tools.errors import InvalidInput
from tools.facts import ProjectFacts, make_fact
from tools.results import Assessment, CostReport, Question, as_json
from tools.vocabulary import spec
from ui.faults import from_guidance
from ui.lines import Row

if TYPE_CHECKING:
    from agent.offline.reading.reader import Reader, Reading
    from knowledge import Found, Guidance
    from tools.plateau import Plateau

SAMPLES = 200


def score(row: Row, settings: Settings) -> Assessment:
    """Rank the strategies for `facts` and `ranges`, or for the `drivers` of the Decision Lab.

    Raises:
        InvalidInput: both are given, or a name or value cannot be used.
    """
    from tools.scoring import assess, score_drivers

    drivers = row.get("drivers")
    if drivers is None:
        return assess(_facts(row), seed=settings.seed)
    if row.get("facts") or row.get("ranges"):
        raise InvalidInput("give either facts and ranges, or drivers, not both")
    if not isinstance(drivers, Mapping):
        raise InvalidInput(f"drivers must be an object of names and 0–100; got {drivers!r:.60}")
    return score_drivers(drivers)


def next_question(row: Row, settings: Settings) -> Question:
    """Find the question whose answer could change the advice most.

    Raises:
        InvalidInput: a name or value cannot be used.
    """
    from tools.interview import next_question as find

    asked = row.get("asked") or []
    if not isinstance(asked, list):
        raise InvalidInput(f"asked must be a list of fact names; got {asked!r:.60}")
    names = [spec(name).name for name in asked]
    most = settings.max_questions
    return find(_facts(row), asked=names, seed=settings.seed, max_questions=most)


def cost(row: Row, settings: Settings, *, samples: int = 0) -> CostReport:
    """Price the `plan`, or the plans, of a line; without one, a plain prompt against the advice.

    A line may set `strategy` (what to compare the prompt with), `outlook` (growth, falling prices
    and discounting), `samples` (cases to sample for the ranges), and real texts in place of token
    counts (`prompt_text`, `output_text`).

    Raises:
        InvalidInput: a name or value cannot be used.
    """
    from tools.costs import estimate_costs
    from tools.outlook import outlook_from_json
    from tools.plans import plans_from_json

    facts, plan, strategy = _counted(row), row.get("plan"), row.get("strategy")
    plans = None if plan is None else plans_from_json(plan)
    if plans is None and strategy is None:
        from tools.scoring import leader

        strategy = leader(facts)
    wanted = row.get("samples", samples)
    return estimate_costs(
        facts,
        plans,
        strategy=strategy,
        outlook=outlook_from_json(row.get("outlook")),
        samples=wanted,
        **settings.costing,
    )


def read(row: Row, reader: "Reader") -> "Reading":
    """Read the facts and the intent out of the `text` of a line, in its `context`.

    Raises:
        InvalidInput: there is no text, or the context cannot be used.
    """
    context = row.get("context") or {}
    if not isinstance(context, Mapping):
        raise InvalidInput(f"context must be an object with asked and known; got {context!r:.60}")
    asked, known = context.get("asked"), context.get("known") or {}
    if asked is not None:
        spec(asked)
    if not isinstance(known, Mapping):
        raise InvalidInput(f"known must be an object of facts; got {known!r:.60}")
    for name in known:
        spec(name)
    return reader.read(_text(row, "text"), asked=asked, known=known)


def plateau(row: Row) -> "Plateau":
    """Judge the `scores` of a line, each measured on `items` test items.

    Raises:
        InvalidInput: there are no two scores, or a value cannot be used.
    """
    from tools.plateau import judge

    scores, items = row.get("scores"), row.get("items")
    if not isinstance(scores, list):
        raise InvalidInput(f"scores must be a list of numbers; got {scores!r:.60}")
    if items is not None and not isinstance(items, int):
        raise InvalidInput(f"items must be a whole number; got {items!r:.60}")
    return judge(scores, items=items)


def search(row: Row, guidance: "Guidance", *, k: int, collections: Sequence[str]) -> "Found":
    """Find the passages that answer the `question` of a line.

    Raises:
        InvalidInput: there is no question, or no such collection.
    """
    with from_guidance():
        return guidance.search(_text(row, "question"), k=k, collections=collections)


def found_as_json(found: "Found") -> dict[str, Any]:
    """A search result as the command writes it: passages, the answer's text, and its quotes."""
    answer = [sentence.text.strip() for sentence in found.answer]
    return {
        "passages": [as_json(passage) for passage in found.passages],
        "answer": " ".join(answer),
        "quotes": [as_json(sentence) for sentence in found.answer],
        "declined": found.declined,
        "message": found.message,
    }


def _facts(row: Row) -> ProjectFacts:
    return ProjectFacts.of(row.get("facts"), row.get("ranges"))


def _counted(row: Row) -> ProjectFacts:
    """The facts of a line; a text of it says how long a prompt or an answer is."""
    facts = _facts(row)
    for key, fact in (("prompt_text", "prompt_tokens"), ("output_text", "output_tokens")):
        if row.get(key) is not None:
            from tools.tokens import count_tokens

            if fact in facts:
                raise InvalidInput(f"give either {key} or {fact}, not both")
            tokens = count_tokens(_text(row, key))
            facts = facts.with_facts({fact: make_fact(fact, tokens, source="file")})
    return facts


def _text(row: Row, key: str) -> str:
    text = row.get(key)
    if not isinstance(text, str):
        raise InvalidInput(f'a line needs "{key}", a text; got {text!r:.60}')
    return text
