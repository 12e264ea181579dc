"""Ratios in words and fractions, and figures that share the unit of a range."""

import re

from agent.grounding.context import hedge
from agent.grounding.figure import UNTOLD, Figure
from agent.grounding.lexicon import units

_FRACTION_WORDS = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "eighth": 0.125,
}  # fmt: skip
_MULTIPLES = {"twice": 2, "double": 2, "doubles": 2, "doubled": 2, "twofold": 2, "triple": 3,
              "triples": 3, "tripled": 3, "threefold": 3, "thrice": 3, "quadruple": 4,
              "fourfold": 4, "fivefold": 5, "tenfold": 10, "halves": 0.5, "halved": 0.5,
              "halve": 0.5}  # fmt: skip


def ratios(low: str) -> list[Figure]:
    """Multiples and fractions in words: twice, half, two thirds, 3/4."""
    found = []
    for match in re.finditer(rf"(?<![\w-])(?:{'|'.join(_MULTIPLES)})(?![\w-])", low):
        value = float(_MULTIPLES[match[0]])
        found.append(Figure(match[0], value, value / 20, "ratio", start=match.start()))
    counts = {"": 1, "a": 1, "1": 1, "2": 2, "3": 3, "4": 4}
    for match in re.finditer(
        r"(?<![\w-])(?:(a|1|2|3|4)[ -])?(half|thirds?|quarters?|fifths?|tenths?|eighths?)(?![\w-])"
        r"(?= (?:of|the|as|its|your|that|price|cost)\b|[.,;!?]|$)",
        low,
    ):
        share = _FRACTION_WORDS[match[2].rstrip("s") if match[2] != "half" else "half"]
        if match[2].startswith(("third", "quarter", "fifth", "tenth", "eighth")) and not match[1]:
            continue  # an ordinal
        value = counts[match[1] or ""] * share
        found.append(
            Figure(
                match[0],
                value,
                0.02,
                "ratio",
                hedge=hedge(low[: match.start()], ""),
                start=match.start(),
            )
        )
    for match in re.finditer(r"(?<![\w.,/$])(\d{1,2})/(\d{1,2})(?![\w/]|\.\d)", low):
        if int(match[2]) > int(match[1]) > 0:
            found.append(
                Figure(match[0], int(match[1]) / int(match[2]), 0.005, "ratio", start=match.start())
            )
    return found


def shared_units(found: list[Figure], low: str) -> list[Figure]:
    """In "10-20 %" and "$100 to 200" the ends of a range share their unit."""
    ordered = sorted(found, key=lambda f: f.start)
    for index in range(len(ordered) - 1):
        first, second = ordered[index], ordered[index + 1]
        gap = low[first.start + len(first.text) : second.start]
        if first.start + len(first.text) > second.start or not re.fullmatch(
            r" ?(?:-|–|—|to|and|or) ?", gap
        ):
            continue
        if first.kind in UNTOLD and second.kind not in UNTOLD:
            scale = units().get(second.kind, {})
            unit = next((f for u, f in scale.items() if re.search(rf"(?:{u})$", second.text)), 1.0)
            ordered[index] = _as(first, second, unit)
        elif second.kind in UNTOLD and first.kind in ("usd", "eur", "gbp"):
            ordered[index + 1] = _as(second, first, 1.0)
    return ordered


def _as(figure: Figure, other: Figure, unit: float) -> Figure:
    return Figure(
        figure.text, figure.value * unit, figure.step * unit, other.kind, other.per or figure.per,
        figure.role or other.role, figure.hedge, figure.start, decimals=figure.decimals,
    )  # fmt: skip
