"""Money as it is added up (exact decimals) and as it is written down."""

from decimal import Decimal

MILLION = Decimal(1_000_000)
CENT = Decimal("0.01")
MICRO = Decimal("0.000001")
ZERO = Decimal(0)


def exact(value: float | int | Decimal) -> Decimal:
    """The decimal that a number was written as: 0.1 is one tenth, not its binary neighbour."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def tidy(value: Decimal) -> Decimal:
    """An amount in USD to the millionth, the finest that a bill of ours carries."""
    return value.quantize(MICRO) if abs(value) < Decimal("1e18") else value


def per_unit(value: Decimal) -> Decimal:
    """The cost of a single request in USD, to twelve decimals."""
    return value.quantize(Decimal("1e-12")) if abs(value) < Decimal("1e12") else value


def usd(value: Decimal) -> str:
    """An amount as people read it: `$1,800.00`, `$0.000105` where cents would show nothing."""
    sign = "-" if value < 0 else ""
    size = abs(value)
    if size == 0 or size >= CENT:
        return f"{sign}${size:,.2f}"
    return f"{sign}${_plain(size.quantize(Decimal(1).scaleb(size.adjusted() - 3)))}"


def rate(value: Decimal) -> str:
    """A price as price lists write it: `$4`, `$0.40`, `$0.125`."""
    text = _plain(value)
    whole, _, part = text.partition(".")
    return f"${int(whole):,}" + (f".{part.ljust(2, '0')}" if part else "")


def count(value: Decimal | float | int) -> str:
    """A number of things with thousands separated and no idle decimals: `120,000`, `17.6`."""
    number = exact(value)
    if abs(number) >= Decimal(10) ** 15:
        return f"{number:.3g}"
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def counted(number: Decimal | float | int, noun: str) -> str:
    """A number of things with their name: `1 run`, `1,200 requests`."""
    return f"{count(number)} {noun}" + ("" if number == 1 else "s")


def about(value: Decimal) -> str:
    """An estimate as people say it: `$287`, `$1,350`, `$5.46`, `$0.0042`; `$0`.

    Whole dollars from ten on, three figures of them; cents below, two figures of less than one.
    """
    if value == 0:
        return "$0"
    size = abs(value)
    places = -2 if size >= 1 else size.adjusted() - 1
    if size >= 10:
        places = max(0, size.adjusted() - 2)
    rounded = size.quantize(Decimal(1).scaleb(places))
    whole, _, part = f"{rounded:,f}".partition(".")
    part = part.rstrip("0")
    sign = "-" if value < 0 else ""
    return f"{sign}${whole}" + (f".{part.ljust(2, '0')}" if part else "")


def span(low: Decimal, high: Decimal) -> str:
    """Two bounds of an estimate, `$240–$310`; one figure where they say the same."""
    one, other = about(low), about(high)
    return one if one == other else f"{one}–{other}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
