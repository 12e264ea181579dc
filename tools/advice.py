"""The settings that turn scores into advice (`tools/data/advice.toml`)."""

from functools import cache

from tools.datafiles import Row, read


class _Sourced(Row):
    why: str
    source: str


class Noise(_Sourced):
    """How uncertain the model itself is: relative for weights, in points for the rest."""

    weights: float
    families: float
    strategies: float


class Closeness(_Sourced):
    """When two strategies count as equally good."""

    points: float
    probability: float
    near_points: float


class Calibration(_Sourced):
    """How sampled shares and leads in points become calibrated chances."""

    sampled_share: float
    points: float
    highest: float


class ComplementRule(_Sourced):
    """One strategy that goes well with others, and the level of need from which it is added.

    `step` and `starts` are its line of the roadmap, where that is not the strategy's own.
    """

    strategy: str
    to: tuple[str, ...]
    level: tuple[tuple[float | str, ...], ...]
    least: float
    step: str = ""
    starts: str = ""

    def serves(self, primary: str) -> bool:
        """Whether the strategy goes beside that first choice."""
        return self.strategy != primary and (not self.to or primary in self.to)


class Complements(_Sourced):
    """When a strategy is worth adding to the first choice."""

    most: int
    blocked_points: float
    rules: dict[str, ComplementRule]


class Information(_Sourced):
    """When an answer is worth asking for."""

    least: float


class OffRampRule(_Sourced):
    """When an honest way out stands beside the advice."""

    unknown_confidence: float
    few_facts: int
    firm_confidence: float
    plain_classifier_examples: int
    plain_classifier_latency_ms: float
    plain_classifier_classes: int
    evaluation_cases: int


class Explain(_Sourced):
    """When a contribution is worth a sentence."""

    least_points: float
    most: int
    present: float
    shadow_points: float
    shadow_share: float


class ContradictionRule(_Sourced):
    """From where two statements do not go together."""

    measured_slack: float
    many_checked: float
    quick_ms: float
    some_examples: int
    fast_changes: tuple[str, ...]
    vendor_models: tuple[str, ...]


class Need(Row):
    """A number that a fact has to reach, in words."""

    fact: str
    at_least: float
    text: str


class Step(_Sourced):
    """What to do with a strategy now, what it means later, and the measurable event that starts it.

    `needs` are conditions on facts that stand before the trigger unless they are known to hold.
    """

    now: str
    later: str
    trigger: str
    needs: tuple[Need, ...] = ()


class Leeway(_Sourced):
    """How far facts may stand from where they are, and which facts say what the project is."""

    known_factor: float
    known_points: float
    known_step: float
    fixed: tuple[str, ...]


class ExperimentRule(_Sourced):
    """A measurement that a few days can make.

    It takes as many items as tell a share near `share` to within `margin`, both from 0 to 1; an
    accuracy is measured near the one that decides, on fewer items, down to `least_items`, where
    there are no more. What its results mean is shown for one `below` and one `above` the deciding
    value, in points.
    """

    share: float
    margin: float
    calls: int
    days: int
    action: str
    least_items: int = 0
    below: float = 0.0
    above: float = 0.0


class Advice(Row):
    """All settings of the advice."""

    noise: Noise
    closeness: Closeness
    calibration: Calibration
    complements: Complements
    value_of_information: Information
    off_ramp: OffRampRule
    explain: Explain
    contradiction: ContradictionRule
    leeway: Leeway
    roadmap: dict[str, Step]
    experiments: dict[str, ExperimentRule]


@cache
def advice() -> Advice:
    """The packaged settings."""
    return read(Advice, "advice.toml")
