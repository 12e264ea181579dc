"""How the bounds of a value stand in an error: 0, 36,500, 10 billion."""

from decimal import Decimal

_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def bound(value: float) -> str:
    """A bound as people read it, never with an exponent."""
    for size, name in _LARGE:
        if abs(value) >= size:
            return f"{_plain(value / size)} {name}"
    return _plain(value)


def _plain(value: float) -> str:
    return f"{Decimal(f'{value:.12g}'):,f}"
