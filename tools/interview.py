"""The next question: the one whose answer is expected to be worth most for the advice."""

from collections.abc import Sequence

from tools.advice import advice
from tools.facts import ProjectFacts
from tools.results import Question
from tools.strategies import strategy_texts
from tools.vocabulary import spec, vocabulary
from tools.worth import Prospect

DONE = Question(None, "", (), "", 0.0, True)


def next_question(
    facts: ProjectFacts,
    *,
    asked: Sequence[str] = (),
    seed: int = 0,
    max_questions: int = 8,
    prospect: Prospect | None = None,
) -> Question:
    """Choose the next question by the expected value of its answer, never one in `asked`.

    The task comes first while it is unknown. Done when the cap is reached or no answer is expected
    to change the advice. A `prospect` of the same facts saves sampling them again, and its seed
    counts.
    """
    seen = {spec(name).name for name in asked}
    if len(seen) >= max_questions:
        return DONE
    found = [w for w in (prospect or Prospect(facts, seed)).worths if w.fact not in seen]
    if "task" not in facts and "task" not in seen:
        gain = next((w.gain for w in found if w.fact == "task"), 0.0)
        return _ask(facts, "task", gain, "sets what the other answers mean")
    best = found[0] if found else None
    if best is None or best.gain < advice().value_of_information.least:
        return DONE
    labels = {name: text.label for name, text in strategy_texts().items()}
    if best.other is None:
        return _ask(facts, best.fact, best.gain, f"settles how firm {labels[best.primary]} is")
    return _ask(
        facts,
        best.fact,
        best.gain,
        f"could move you from {labels[best.primary]} to {labels[best.other]}",
    )


def _ask(facts: ProjectFacts, fact: str, gain: float, could_change: str) -> Question:
    question, replies = vocabulary()[fact].asked(facts.values())
    return Question(fact, question, replies, could_change, round(gain, 3), False)
