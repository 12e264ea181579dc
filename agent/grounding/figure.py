"""One figure of a text: value, unit, what it is about, how exactly it is meant."""

from dataclasses import dataclass

OWN = "own"  # the role of what a sentence says that the user has
UNTOLD = ("bare", "thing")  # kinds of figures whose unit the text does not say
SMALL_COUNTS = frozenset({0.0, 1.0, 2.0})  # "one of them", "two ways": no measurement


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a text writes it.

    `value` and `step`, the size of the last digit meant, are in the kind's own unit; `low` and
    `high` differ from it in "a few weeks". `per` is the period of a rate, `once` or `total`;
    `role` what it is about; `hedge` is about, over or under; `start` its place in the plain text.
    """

    text: str
    value: float
    step: float
    kind: str = "bare"
    per: str | None = None
    role: str | None = None
    hedge: str = ""
    start: int = 0
    low: float | None = None
    high: float | None = None
    decimals: bool = False
    sign: int = 0

    @property
    def percent(self) -> bool:
        """True for a share in percent."""
        return self.kind == "percent"

    @property
    def ends(self) -> tuple[float, ...]:
        """The value, or the ends of its range as well."""
        return tuple({v for v in (self.value, self.low, self.high) if v is not None})
