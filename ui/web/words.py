"""How the page writes numbers, money and time, and how it makes text safe to put into HTML."""

import html
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"(https?://[^\s;,()<>\"']+)")
_SURE = (
    (0.9, "Very sure"),
    (0.75, "Fairly sure"),
    (0.55, "Leaning this way"),
    (0.0, "A close call"),
)
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def esc(text: object) -> str:
    """The text with every character that HTML could read as markup made harmless."""
    return html.escape(str(text), quote=True)


def linked(text: str) -> str:
    """The text made safe for HTML, each web address in it a link that shows its host only."""
    parts = _ADDRESS.split(text)
    return "".join(link(part) if i % 2 else esc(part) for i, part in enumerate(parts))


def link(url: str) -> str:
    """A link that shows the host of its address; what is no web address stays text."""
    try:
        address = urlsplit(url)
    except ValueError:
        return esc(url)
    if address.scheme not in ("http", "https") or not address.netloc:
        return esc(url)
    host = esc(address.netloc.removeprefix("www."))
    return (
        f'<a href="{esc(url)}" target="_blank" rel="noopener noreferrer">'
        f'{host}<span class="sr"> (opens in a new tab)</span></a>'
    )


def money(usd: Decimal | float) -> str:
    """US dollars: cents where they exist, the digits that matter below a cent."""
    amount = Decimal(str(usd))
    sign, amount = ("−" if amount < 0 else ""), abs(amount)
    if 0 < amount < Decimal("0.01"):
        return f"{sign}${_significant(amount)}"
    if amount >= 100_000 or amount == amount.to_integral_value():
        return f"{sign}${amount:,.0f}"
    return f"{sign}${amount:,.2f}"


def _significant(amount: Decimal) -> str:
    digits = 2 - amount.adjusted()
    return f"{amount:.{digits}f}".rstrip("0")


def share(probability: float) -> str:
    """A probability of 0–1 as whole percent; the ends say that they are not certain."""
    percent = round(probability * 100)
    if percent == 0 and probability > 0:
        return "<1%"
    if percent == 100 and probability < 1:
        return ">99%"
    return f"{percent}%"


def sureness(confidence: float, *, close_call: bool) -> str:
    """The confidence of the advice in words."""
    if close_call:
        return "A close call"
    return next(words for floor, words in _SURE if confidence >= floor)


def points(value: float) -> str:
    """Signed score points with one decimal."""
    rounded = round(value, 1) + 0.0
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):.1f}"


def extent(percent: float) -> str:
    """A length on a scale of 0–100, as styles take it; what lies beyond an end stops there."""
    return f"{min(100.0, max(0.0, percent)):.1f}%"


def number(value: float) -> str:
    """A count or a measure with thousands separators and no needless decimals."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.1f}"


def sentence(text: str) -> str:
    """The text with a capital at its beginning and a full stop at its end."""
    text = text.strip()
    return capital(text) + ("" if text.endswith((".", "!", "?", "”")) else ".")


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def listed(parts: Iterable[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    rows = list(parts)
    return "".join(rows) if len(rows) < 2 else f"{', '.join(rows[:-1])} and {rows[-1]}"


def plural(count: int, noun: str) -> str:
    """`1 source`, `3 sources`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def duration(seconds: float) -> str:
    """A duration as people read it: `8 ms`, `0.42 s`, `12 s`."""
    if seconds < 0.0995:
        return f"{max(1, round(seconds * 1000))} ms"
    return f"{seconds:.2f} s" if seconds < 9.95 else f"{seconds:.0f} s"


def ago(then: str, now: datetime) -> str:
    """How long ago an ISO time was; beyond a week the date; empty when it cannot be read."""
    try:
        moment = datetime.fromisoformat(then)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    seconds = (now - moment).total_seconds()
    if seconds < 90:
        return "just now"
    for length, unit in _UNITS:
        if seconds >= length:
            count = int(seconds // length)
            return (
                f"{moment:%d %b %Y}"
                if unit == "day" and count > 7
                else f"{plural(count, unit)} ago"
            )
    return "just now"
