"""Reads every figure of a text: value, unit, what it is about, how exactly it is meant."""

import re
from dataclasses import replace
from functools import cache

from agent.grounding.calendar import any_date
from agent.grounding.context import with_context
from agent.grounding.figure import UNTOLD, Figure
from agent.grounding.lexicon import pattern, units, words
from agent.grounding.plain import plain
from agent.grounding.ratios import ratios, shared_units
from agent.grounding.spelled import AND_A_HALF, ORDINAL, before_words, cardinal, numbers_for_words

_DIGITS = r"\d{1,3}(?:[,' ]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+"
_MONEY = r"(?:us|a|c|nz)?[$€£¥]|usd ?|eur ?|gbp ?"
_SCALE = r"(?: ?-?(?:k|thousand|mn|mio|m|million|bn|b|billion|hundred)\b)"
_MARK = re.compile(r"\[(\d{1,4}(?:\s*[,–-]\s*\d{1,4})*)\]")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*(?:[-*+] )?\(?\d{1,2}[.)](?=\s)")
_OF_EIGHT = re.compile(r"(?:out )?of (?:the |all )?(?:8|eight)\b(?! months| weeks| days| years)")
_SHARE = re.compile(
    r"(?<![\w.,$])(\d+) (?:in|out of)(?: every)? (\d+)(?![\d.,]*\d|\w| ?%| (?:months?|days?|weeks?|"
    r"years?|hours?|points))"
)
_NAME = re.compile(r"(?<![\w$€£])[a-z][\w+/]*(?:[-.]\w+)*(?<=\w)|(?<![\w.,])\d+[\w-]*[a-z][\w-]*")


def figures(text: str) -> list[Figure]:
    """Every figure of a text, numbers in words included; citation and list numbers are none."""
    return figures_of(plain(text))


def figures_of(shown: str) -> list[Figure]:
    """Every figure of a text that is plain already."""
    low = _blank(_LIST_NUMBER, _blank(_MARK, shown.lower()))
    low = _blank(pattern("idioms", "phrases"), _blank(_OF_EIGHT, low))
    low = _blank_dates(low)
    low = ORDINAL.sub(cardinal, low)
    low = AND_A_HALF.sub(r"1.5 \1s      ", low)
    low, spans, shifts = numbers_for_words(low)
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    for match in _SHARE.finditer(low):
        part, whole = float(match[1]), float(match[2])
        if 0 < part < whole and whole != 100:
            step = 100 / whole / 10
            found.append(
                with_context(low, match, Figure(match[0], 100 * part / whole, step, "percent"))
            )
            taken.append(match.span())
    shares = ratios(low)
    low = _cover(low, [*taken, *((f.start, f.start + len(f.text)) for f in shares)])
    names = [m.span() for m in _NAME.finditer(low) if _is_name(m[0])]
    low = _cover(low, names)
    for match in _figure().finditer(low):
        figure = _read(match, low, spans)
        if figure is not None:
            found.append(figure)
    ordered = sorted(shared_units([*found, *shares], low), key=lambda f: f.start)
    return [replace(figure, start=before_words(figure.start, shifts)) for figure in ordered]


def names_with_digits(shown: str) -> list[str]:
    """Words of a plain text that hold digits and are no figures, such as names of models."""
    low = _blank(_MARK, shown.lower())
    known = pattern("known_names", "tokens")
    return [
        m[0].strip("-./+")
        for m in _NAME.finditer(low)
        if _is_name(m[0]) and not known.fullmatch(m[0].strip("-./+"))
    ]


@cache
def _figure() -> re.Pattern[str]:
    kinds = [
        f"(?P<{kind}>{'|'.join(sorted(table, key=len, reverse=True))})(?!\\w)"
        for kind, table in units().items()
        if kind not in ("rates", "scales", "tolerance")
    ]
    return re.compile(
        rf"(?P<sign>(?<![\w\d)])[-+](?=[$€£\d]))?(?:(?P<money>(?<![a-z])(?:{_MONEY})) ?-?)?"
        rf"(?P<digits>{_DIGITS})(?P<scale>{_SCALE}(?!\w))?"
        rf"(?:(?: of)? ?-? ?(?:(?:more|good|labell?ed|fewer|prompt|output|input|training|"
        rf"real|monthly|extra|additional|trial|us) ){{0,2}}?(?:{'|'.join(kinds)}))?"
    )


def _read(
    match: re.Match[str], low: str, spans: dict[int, tuple[str, float, float]]
) -> Figure | None:
    digits = re.sub(r"[,' ]", "", match["digits"])
    scale = units()["scales"].get((match["scale"] or "").strip(" -"), 1.0)
    kind, factor = _kind(match, low)
    value = float(digits) * scale * factor
    step = _step(digits, scale) * factor
    text = match[0].strip()
    begin = match.start("digits")
    spread: tuple[float | None, float | None] = (None, None)
    if begin in spans:
        word, least, most = spans[begin]
        text = text.replace(match["digits"], word, 1)
        if word.endswith("dozen"):
            least = most = value
        if most > least:
            if kind in UNTOLD:
                return None  # "a few of them" measures nothing
            spread = least * scale * factor, most * scale * factor
        elif value >= 100 * factor:
            step = _step(digits, scale) * factor
    if re.search(r"(?:\bper|/) ?$", low[: match.start()]) and digits.strip("0") == "1":
        return None  # "$4 per 1,000 requests": the price names it
    if kind == "bare" and _counts_the_reply(match, low, float(digits) * scale):
        return None
    if kind == "bare" and _is_year(match, low):
        kind, step = "year", 1.0
    signed = {"-": -1, "+": 1}.get(match["sign"] or "", 0)
    figure = Figure(
        text, value, step, kind, decimals="." in digits, low=spread[0], high=spread[1], sign=signed
    )
    return with_context(low, match, figure)


def _kind(match: re.Match[str], low: str) -> tuple[str, float]:
    """What a figure measures and what turns it into the kind's own unit."""
    money = (match["money"] or "").strip()
    if money:
        sign = {"€": "eur", "eur": "eur", "£": "gbp", "gbp": "gbp", "¥": "yen"}.get(
            money[-3:] if money.isalpha() else money[-1], "usd"
        )
        return sign, 1.0
    for kind, table in units().items():
        if kind in ("rates", "scales", "tolerance") or match[kind] is None:
            continue
        factor = next(f for unit, f in table.items() if re.fullmatch(unit, match[kind]))
        return kind, factor
    behind = low[match.end() : match.end() + 24]
    if re.match(r" ?-?[a-z]{3,}", behind) and not re.match(
        r" ?(?:and|or|but|for|to|in|at|with|of|on|against|points|the|is|are|was|as|by|from|now|"
        r"today|here|then|than|vs)\b",
        behind,
    ):
        return "thing", 1.0
    before = low[max(0, match.start() - 22) : match.start()]
    if re.search(r"\b(?:scor\w+|points?)\b[^.;|]*$", before):
        return "points", 1.0
    return "bare", 1.0


def _counts_the_reply(match: re.Match[str], low: str, value: float) -> bool:
    """True for "three reasons": it orders the reply and measures nothing."""
    most = float(words("discourse")["largest"][0])
    rest = low[match.end("digits") :]
    nouns = rf" (?:\w+ )?(?:{'|'.join(words('discourse')['nouns'])})\b"
    return value <= most and value == int(value) and bool(re.match(nouns, rest))


def _is_year(match: re.Match[str], low: str) -> bool:
    digits = match["digits"]
    behind = low[match.end() : match.end() + 3]
    return bool(re.fullmatch(r"(?:19|20)\d\d", digits)) and not re.match(r" ?%", behind)


def _is_name(token: str) -> bool:
    """True for letters and digits in one word that are no figure: a model, a version, a machine."""
    token = token.strip("-./+")
    if not (re.search(r"\d", token) and re.search(r"[a-z]", token)):
        return False
    if re.fullmatch(
        rf"(?:{_MONEY.replace(' ?', '')})\d[\d.,]*(?:k|m|bn)?|\d+(?:st|nd|rd|th)", token
    ):
        return False
    if re.fullmatch(r"[a-z]+\.\d[\d,]*|[a1-4]-(?:third|quarter|fifth|tenth|eighth)s?", token):
        return False
    return not (token[0].isdigit() and _figure().fullmatch(token))


def _blank(what: re.Pattern[str], text: str) -> str:
    return what.sub(lambda m: " " * (m.end() - m.start()), text)


def _cover(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{'_' * (end - start)}{text[end:]}"
    return text


def _blank_dates(low: str) -> str:
    return _blank(any_date(), low)


def _step(digits: str, scale: float) -> float:
    """The size of the last digit that was meant: 120,000 may be rounded to tens of thousands."""
    mantissa, _, exponent = digits.lower().partition("e")
    whole, _, part = mantissa.partition(".")
    cents = len(part) == 2 and part.endswith("0")  # $5.50 says no more than 5.5 does
    decimals = len(part) - cents
    scale *= 10.0 ** int(exponent or 0)
    if decimals:
        return 10.0**-decimals * scale
    zeros = len(whole) - len(whole.rstrip("0"))
    significant = len(whole) - zeros
    return (10.0**zeros if zeros and significant <= 3 and len(whole) > 3 else 1.0) * scale
