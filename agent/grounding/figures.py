"""Reads every figure of a text: value, unit, what it is about, how exactly it is meant."""

import re
from dataclasses import dataclass, replace
from functools import cache

from agent.grounding.lexicon import pattern, units, words
from agent.grounding.plain import plain
from agent.offline.number_words import find_number_words

OWN = "own"  # the role of what a sentence says that the user has
UNTOLD = ("bare", "thing")  # kinds of figures whose unit the text does not say
SMALL_COUNTS = frozenset({0.0, 1.0, 2.0})  # "one of them", "two ways": no measurement
_FRACTION_WORDS = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "eighth": 0.125,
}  # fmt: skip
_MULTIPLES = {"twice": 2, "double": 2, "doubles": 2, "doubled": 2, "twofold": 2, "triple": 3,
              "triples": 3, "tripled": 3, "threefold": 3, "thrice": 3, "quadruple": 4,
              "fourfold": 4, "fivefold": 5, "tenfold": 10, "halves": 0.5, "halved": 0.5,
              "halve": 0.5}  # fmt: skip
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
_YOURS = re.compile(
    r"\b(?:you(?:['’]ve(?: got)?| have| label| get| handle| process| receive)|your)"
    r"(?: about| only| around| roughly| some| over| the)? ?$"
)
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "twenty-fourth": 24, "thirtieth": 30, "thirty-sixth": 36,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"(?<=the )(?:(?P<word>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
    r"|(?P<digits>\d{1,3})(?:st|nd|rd|th)) (?P<unit>month|week|year|day|quarter)\b"
)
_AND_A_HALF = re.compile(r"\b(?:a|one) (year|month|week|day|hour) and a half\b")


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


def figures(text: str) -> list[Figure]:
    """Every figure of a text, numbers in words included; citation and list numbers are none."""
    return figures_of(plain(text))


def figures_of(shown: str) -> list[Figure]:
    """Every figure of a text that is plain already."""
    low = _blank(_LIST_NUMBER, _blank(_MARK, shown.lower()))
    low = _blank(pattern("idioms", "phrases"), _blank(_OF_EIGHT, low))
    low = _blank_dates(low)
    low = _ORDINAL.sub(_cardinal, low)
    low = _AND_A_HALF.sub(r"1.5 \1s      ", low)
    low, spans, shifts = _numbers_for_words(low)
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    for match in _SHARE.finditer(low):
        part, whole = float(match[1]), float(match[2])
        if 0 < part < whole and whole != 100:
            step = 100 / whole / 10
            found.append(
                _with_context(low, match, Figure(match[0], 100 * part / whole, step, "percent"))
            )
            taken.append(match.span())
    ratios = _ratios(low)
    low = _cover(low, [*taken, *((f.start, f.start + len(f.text)) for f in ratios)])
    names = [m.span() for m in _NAME.finditer(low) if _is_name(m[0])]
    low = _cover(low, names)
    for match in _figure().finditer(low):
        figure = _read(match, low, spans)
        if figure is not None:
            found.append(figure)
    ordered = sorted(_shared_units([*found, *ratios], low), key=lambda f: f.start)
    return [replace(figure, start=_before_words(figure.start, shifts)) for figure in ordered]


def _cardinal(match: re.Match[str]) -> str:
    """As "the eighteenth month" turns into "the 18 months", as long as it was."""
    digits = match["digits"] or str(_ORDINALS[match["word"]])
    return f"{digits} {match['unit']}s".ljust(len(match[0]))


def _before_words(place: int, shifts: list[tuple[int, int]]) -> int:
    """The place in the text before its number words became digits."""
    return place + sum(shift for at, shift in shifts if at < place)


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
    return _with_context(low, match, figure)


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
        r" ?(?:and|or|but|for|to|in|at|with|of|on|against|points|the|is|are|was|as|by|from|now|today|here|then|than|vs)\b",
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


def _with_context(low: str, match: re.Match[str], figure: Figure) -> Figure:
    """Add period, role and hedge from the words around."""
    before, after = low[: match.start()], low[match.end() :]
    near_before, near_after = _clause_before(before), _clause_after(after)
    per, factor = _period(figure, near_before, after)
    # a noun may stand between the figure and its period: "40,000 tickets a month"
    return Figure(
        text=figure.text,
        value=figure.value * factor,
        step=figure.step * factor,
        kind=figure.kind,
        per=per,
        role=_role(figure.kind, near_before, near_after, low),
        hedge=_hedge(before, after),
        start=match.start(),
        low=None if figure.low is None else figure.low * factor,
        high=None if figure.high is None else figure.high * factor,
        decimals=figure.decimals,
        sign=figure.sign,
    )


def _period(figure: Figure, before: str, after: str) -> tuple[str | None, float]:
    if figure.kind not in ("usd", "eur", "gbp", "requests", "thing", "bare", "tokens", "examples"):
        return None, 1.0
    rate = re.match(
        r"(?: [a-z][\w-]*){0,2}?(?: ?/ ?| (?:a|per|each|every|an) |-per-)(\d+k? |1,000 |million |1m )?([a-z]+)",
        after,
    )
    if rate is None and re.match(r" (?:daily|weekly|monthly|yearly|annually)\b", after):
        named = {
            "daily": "day",
            "weekly": "week",
            "monthly": "month",
            "yearly": "year",
            "annually": "year",
        }
        return "month", units()["rates"][named[after.split()[0].strip(".,;")]]
    if rate is not None:
        noun = rate[2]
        if noun in units()["rates"] and not rate[1]:
            if figure.kind == "usd" and noun in ("hour", "minute", "second"):
                return noun, 1.0
            return "month", units()["rates"][noun]
        if figure.kind in ("usd", "eur", "gbp"):
            return (rate[1] or "").strip() + " " + noun.rstrip("s"), 1.0
        return None, 1.0
    for name in ("once", "total"):
        if figure.kind == "usd" and pattern("periods", name).match(after.lstrip(" (")):
            return name, 1.0
    if figure.kind == "usd" and re.search(r"\bmonthly\b[^.;]{0,30}$", before):
        return "month", 1.0
    return None, 1.0


def _role(kind: str, before: str, after: str, low: str) -> str | None:
    allowed = {
        "percent": ("accuracy", "chance"), "bare": ("accuracy", "chance"),
        "usd": ("saving", "extra", "budget"), "time": ("payback", "launch", "latency"),
    }.get(kind, ())  # fmt: skip
    behind = [(m.start(), r) for r in allowed for m in [pattern("roles", r).search(after)] if m]
    if behind and min(behind)[0] < 28:
        return min(behind)[1]
    if kind in ("examples", "thing", "classes", "requests") and _YOURS.search(before):
        return OWN
    ahead = [(m.end(), r) for r in allowed for m in pattern("roles", r).finditer(before)]
    return max(ahead)[1] if ahead else None


def _clause_before(before: str) -> str:
    cuts = [
        m.end() for m in re.finditer(r"[;|(]|, (?=\w)|\b(?:and|but|while|whereas)\b|[.!?] ", before)
    ]
    return before[cuts[-1] if cuts else 0 :]


def _clause_after(after: str) -> str:
    cut = re.search(r"[;|()\d$€£]|, |\b(?:and|but|while|whereas)\b|[.!?](?: |$)", after)
    return after[: cut.start()] if cut else after


def _hedge(before: str, after: str) -> str:
    tail = before[-26:].rstrip(" $€£")
    for name in ("about", "over", "under"):
        if any(
            tail.endswith(m[0]) and m.end() == len(tail)
            for m in pattern("hedges", name).finditer(tail)
        ) or re.search(r"[~≈]$" if name == "about" else r"(?!)", tail):
            return name
    return "about" if re.match(r"(?: \w+)? or so\b|-ish\b", after) else ""


def _ratios(low: str) -> list[Figure]:
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
                hedge=_hedge(low[: match.start()], ""),
                start=match.start(),
            )
        )
    for match in re.finditer(r"(?<![\w.,/$])(\d{1,2})/(\d{1,2})(?![\w/]|\.\d)", low):
        if int(match[2]) > int(match[1]) > 0:
            found.append(
                Figure(match[0], int(match[1]) / int(match[2]), 0.005, "ratio", start=match.start())
            )
    return found


def _shared_units(found: list[Figure], low: str) -> list[Figure]:
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


def _numbers_for_words(
    low: str,
) -> tuple[str, dict[int, tuple[str, float, float]], list[tuple[int, int]]]:
    """The text with numbers in words as digits.

    Also, by place in it, the words and their range; and by how much each made what follows longer.
    """
    out, last, spans, shifts = [], 0, {}, []
    size = 0
    for number in find_number_words(low):
        word = low[number.start : number.end]
        rest = low[number.end :]
        if re.match(
            r"-(?!month|year|week|day|hour|minute|second|fold|thirds?|quarters?|dollar|percent)[a-z]",
            rest,
        ):
            continue
        if re.match(r"[ -](?:thirds?|quarters?|fifths?|tenths?)\b", rest):
            pass
        if number.value == 1 and re.match(r"(?:a|an) ", word) and not _led(low[: number.start]):
            continue
        if number.value == 1 and word.startswith(("a ", "an ")):
            kept = word.split(" ", 1)[1]
            digits = f"1 {kept}"
        else:
            digits = f"{number.value:.12f}".rstrip("0").rstrip(".")
        before = low[last : number.start]
        out.append(before)
        size += len(before)
        spans[size] = (
            word if not digits.startswith("1 ") else word.split(" ")[0],
            number.low,
            number.high,
        )
        out.append(digits)
        shifts.append((size, len(word) - len(digits)))
        size += len(digits)
        last = number.end
    out.append(low[last:])
    return "".join(out), spans, shifts


def _led(before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:in|within|after|takes?|took|only|about|just|under|for|than|over)\s$", before
        )
    )


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


@cache
def _date() -> re.Pattern[str]:
    table = words("calendar")
    months = "|".join((*table["months"], *table["short"]))
    return re.compile(
        rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{months})\.?(?:,? (?:19|20)\d\d)?\b"
        rf"|\b(?:{months})\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? (?:19|20)\d\d)?\b"
        rf"|\b(?:{months})\.? (?:of )?(?:19|20)\d\d\b"
        r"|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d\b|\bq[1-4](?: (?:of )?(?:19|20)\d\d)?\b"
    )


def dates(shown: str) -> list[str]:
    """The dates that a plain text names, in lower case."""
    return [m[0] for m in _date().finditer(shown.lower())]


def _blank_dates(low: str) -> str:
    return _blank(_date(), low)


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
