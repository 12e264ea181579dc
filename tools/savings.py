"""Where a saving comes from, and why there is none."""

from decimal import Decimal

from tools.assumptions import silent
from tools.money import CENT, MILLION, ZERO, count
from tools.sheet import Bill, Part, Setting

_PRICE = ("A lower price per token", "A higher price per token, or more checks")
_FIXED: tuple[tuple[Part, str], ...] = (
    ("hosting", "hosting"),
    ("upkeep", "upkeep"),
    ("other", "retrieval"),
)


def saving_parts(base: Bill, other: Bill, setting: Setting) -> tuple[str, ...]:
    """What makes the months of two plans differ: shorter prompts, other prices, fixed fees."""
    out = []
    largest = max(base.cost.monthly_usd, other.cost.monthly_usd)
    least = max(CENT / 2, largest * silent("worth_a_line_share"))
    if base.token_price is not None and other.token_price is not None:
        tokens = base.parts.get("tokens", ZERO) - other.parts.get("tokens", ZERO)
        fewer = _fewer(base, other)
        fewer_tokens = ("Fewer tokens in each request", "More tokens in each request")
        out += _sentence(*fewer_tokens, fewer, least, setting)
        same = base.token_price == other.token_price
        why = ("Fewer checks", "More checks") if same else _PRICE
        out += _sentence(*why, tokens - fewer, least, setting)
    else:
        gap = base.parts.get("tokens", ZERO) - other.parts.get("tokens", ZERO)
        out += _sentence("No tokens to pay", "Tokens to pay", gap, least, setting)
    for part, name in _FIXED:
        gap = base.parts.get(part, ZERO) - other.parts.get(part, ZERO)
        out += _sentence(f"Less {name}", f"More {name}", gap, least, setting)
    return tuple(out)


def why_never(base: Bill, other: Bill, crossover: Decimal | None, setting: Setting) -> str:
    """What follows "never, because": the obstacle with its figures, without a full stop."""
    money = setting.amount
    gap = other.cost.monthly_usd - base.cost.monthly_usd
    one, two = other.cost.label, base.cost.label
    if gap == 0:
        return f"{one} costs the same every month as {two}, so nothing is ever saved"
    tokens = base.parts.get("tokens", ZERO) - other.parts.get("tokens", ZERO)
    fees = [(name, other.parts.get(p, ZERO) - base.parts.get(p, ZERO)) for p, name in _FIXED]
    added = [(name, fee) for name, fee in fees if fee > 0]
    if tokens > 0 and added:
        names = " and ".join(name for name, _ in added)
        fee = sum((fee for _, fee in added), ZERO)
        verb = "eat" if len(added) > 1 else "eats"
        text = (
            f"{names} of {money(fee)} a month {verb} up the {money(tokens)} that {one} saves on "
            "tokens"
        )
        if crossover is not None:
            text += f"; only from {setting.number(crossover)} requests a month does it save more"
        return text
    if tokens == 0 and other.plan.tuned and base.token_price is None:
        return (
            f"on GPUs paid by the hour a shorter prompt saves nothing, and {one} adds {money(gap)} "
            "a month"
        )
    if other.plan.tuned and _dearer_per_token(base, other):
        bound = _bound(base, other)
        return (
            f"the tuned model costs more per token than its shorter prompt saves: {money(gap)} a "
            f"month more than {two}; its price per token would have to stay below {count(bound)} "
            "times the baseline's"
        )
    return (
        f"{one} costs {money(gap)} a month more than {two} "
        f"({money(other.cost.monthly_usd)} against {money(base.cost.monthly_usd)})"
    )


def _sentence(less: str, more: str, gap: Decimal, least: Decimal, setting: Setting) -> list[str]:
    if abs(gap) < least:
        return []
    if gap > 0:
        return [f"{less}: {setting.amount(gap)} a month saved."]
    return [f"{more}: {setting.amount(-gap)} a month added."]


def _at(price: tuple[Decimal, Decimal], bill: Bill) -> Decimal:
    return (bill.load.prompt * price[0] + bill.load.output * price[1]) / MILLION


def _fewer(base: Bill, other: Bill) -> Decimal:
    """What the baseline would save with the other's tokens, cached and batched as it is."""
    assert base.token_price is not None
    own = _at(base.token_price, base)
    if not own:
        return ZERO
    return base.parts.get("tokens", ZERO) * (1 - _at(base.token_price, other) / own)


def _dearer_per_token(base: Bill, other: Bill) -> bool:
    if base.token_price is None or other.token_price is None:
        return False
    return _at(base.token_price, other) > 0 and other.token_price[0] > base.token_price[0]


def _bound(base: Bill, other: Bill) -> Decimal:
    """The multiple of the base's price below which tuned tokens cost less (hosting left aside)."""
    assert base.token_price is not None
    return _at(base.token_price, base) / _at(base.token_price, other)
