"""How fast the decision engine is: a batch of profiles, and the parts of one assessment."""

from collections.abc import Callable

import numpy as np

from tests.bench.timing import shown, table, timed
from tools.experiment import next_experiment
from tools.facts import ProjectFacts
from tools.flips import flips_and_tornado
from tools.interview import next_question
from tools.model import Matrix, sample_columns, value_model
from tools.scoring import assess, score_drivers
from tools.uncertainty import look_ahead
from tools.whatif import what_if

SOME = {"task": "generation", "monthly_requests": 120_000, "labeled_examples": 3000}
LAB = {"requirement_stability": 82, "labeled_data": 72, "request_volume": 84}
PROFILES = 100_000


def report() -> str:
    """The table."""
    facts = ProjectFacts.of(SOME)
    change = {
        "labeled_examples": ProjectFacts.of({"labeled_examples": 100}).known["labeled_examples"]
    }
    columns = sample_columns(ProjectFacts(), seed=0, samples=PROFILES).columns
    model = value_model()

    def batch() -> Matrix:
        return model.scores(model.levels(columns))

    scored = timed(f"{PROFILES:,} profiles in a batch", batch, runs=5)
    bare = timed("bare arithmetic of the same size", bare_arithmetic(PROFILES), runs=5)
    first = assess(facts).primary
    rows = [
        scored,
        bare,
        timed("assessment, 2,000 samples", lambda: assess(facts), runs=20),
        timed("  of it the sampling", lambda: look_ahead(facts), runs=20),
        timed("  of it flip points and tornado", lambda: flips_and_tornado(facts, first), runs=20),
        timed("sliders, closed form", lambda: score_drivers(LAB), runs=20),
        timed("next question", lambda: next_question(facts), runs=20),
        timed("what-if with costs", lambda: what_if(facts, change), runs=10),
        timed("next experiment with its bill", lambda: next_experiment(facts), runs=10),
    ]
    each, ratio = shown(scored.p50 / PROFILES), scored.p50 / bare.p50
    speed = f"{PROFILES / scored.p50:,.0f} profiles a second, {each} each"
    return f"{table('Decision engine', rows)}\n  {speed}; {ratio:.1f} times the bare arithmetic"


def bare_arithmetic(rows: int) -> Callable[[], Matrix]:
    """As many multiplications and additions as the model makes, on arrays of the same size."""
    model = value_model()
    factors = [len(product) - 1 for term in model.terms for product in term.level]
    column = np.linspace(0.0, 1.0, rows)
    levels = np.empty((rows, len(model.terms)), order="F")

    def work() -> Matrix:
        total = column
        for count in factors:
            part = column * 0.5
            for _ in range(count - 1):
                part = part * column
            total = total + part
        levels[:] = total[:, None]
        return levels @ model.points

    return work
