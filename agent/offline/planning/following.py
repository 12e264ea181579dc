"""Which calls look up what a question that follows the advice is answered from."""

from agent.briefing import Briefing
from agent.notebook import Notebook
from agent.offline.planning.calls import Call, plain
from agent.offline.planning.queries import other_strategy
from agent.offline.reading.asides import supposed_too
from agent.offline.reading.reader import Reader
from agent.offline.words.message import take_apart

TARGET = "target_accuracy"
WHAT_IF = "what if {}?"
WHOLE = 100


def for_following(aside: str, text: str, book: Notebook, briefing: Briefing) -> list[Call]:
    """The calls for one such question; none where the briefing answers it."""
    if aside == "budget_enough":
        return _supposed(text, book)
    if aside == "bill_source":
        return [Call("estimate_costs", {})]
    if aside == "buy_price":
        return [Call("price_own_gpus", {})]
    if aside == "test_how" and (accuracy := _accuracy(text, book)):
        return [Call("size_test", {"accuracy": accuracy})]
    asked = other_strategy(text, briefing) if aside == "pays_at" else ""
    return [Call("estimate_costs", {"strategy": asked})] if asked else []


def _supposed(text: str, book: Notebook) -> list[Call]:
    """The what-if beside a budget: "is $500 enough if we grow to 50k tickets?"."""
    words = supposed_too(text)
    if not words:
        return []
    known = {name: fact.value for name, fact in book.facts.known.items()}
    supposed = Reader().read(WHAT_IF.format(words), known=known).hypothetical
    rows = [{"name": name, "value": plain(value)} for name, value in supposed.items()]
    return [Call("what_if", {"changes": rows})] if rows else []


def _accuracy(text: str, book: Notebook) -> float:
    """The accuracy in percent that is to be shown: as asked, or as told; 0 where nobody said."""
    told = [q.number.value for q in take_apart(text).quantities if q.unit == "percent"]
    value = told[0] if told else book.facts.value(TARGET)
    least = value[0] if isinstance(value, tuple) else value
    number = float(least) if isinstance(least, int | float) else 0.0
    return number if 0 < number < WHOLE else 0.0
