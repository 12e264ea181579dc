"""What a turn may say: figures with their units, rankings, quotes, and the words they stand in."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from agent.grounding.figures import OWN, UNTOLD, Figure, dates, figures_of
from agent.grounding.lexicon import units
from agent.grounding.naming import strategies_in
from agent.grounding.plain import plain
from tools.datafiles import Row, read
from tools.facts import STRATEGIES

_FACTS = ("facts", "recorded", "changes", "instead_of", "measured")


_CONFIDENCE_OF = {
    "confidence": "ranking", "confidence_before": "before", "confidence_after": "after",
}  # fmt: skip
STATED = ("saving", "payback", "chance", "budget")  # what only a figure that is told so can be


@dataclass(frozen=True, slots=True)
class Known:
    """A number of the evidence.

    `quote` is the number of the quote it stands in; `fact` is true for what the user said.
    """

    value: float
    kind: str
    per: str | None = None
    role: str | None = None
    subject: str | None = None
    quote: int | None = None
    fact: bool = False


@dataclass
class Evidence:
    """The figures, quotes, rankings and words that a reply may use.

    `worlds` holds rankings by strategy id, today's first; `elsewhere` the strategies that lead in
    some other case that the evidence names; `bills` what a strategy costs a month in dollars;
    `own` the quotes from the user's own documents; `phrases` texts that may be quoted, no more.
    """

    numbers: list[Known] = field(default_factory=list)
    citations: dict[int, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    worlds: list[tuple[str, ...]] = field(default_factory=list)
    supposed: list[tuple[str, ...]] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)
    stack: set[str] = field(default_factory=set)
    bills: dict[str, set[float]] = field(default_factory=dict)
    compared: bool = False
    own: set[int] = field(default_factory=set)
    phrases: list[str] = field(default_factory=list)

    def add_text(
        self,
        text: str,
        *,
        subject: str | None = None,
        quote: int | None = None,
        role: str | None = None,
        fact: bool = False,
    ) -> None:
        """Admit every figure and word of a text, such as the user's words or a quote."""
        shown = plain(text)
        self.texts.append(normal(shown))
        self.dates.update(dates(shown))
        if quote is None:
            self.urls.update(urls_in(text))
        for figure in figures_of(shown):
            for value in figure.ends:
                told = None if figure.role == OWN else figure.role
                self.numbers.append(
                    Known(value, figure.kind, figure.per, told or role, subject, quote, fact)
                )

    def add_said(self, text: str) -> None:
        """Admit a message of the user."""
        self.said.append(normal(plain(text)))
        self.add_text(text, fact=True)

    def add_phrases(self, text: str) -> None:
        """Admit a text for quoting only: it supports no figure and no claim."""
        self.phrases.append(normal(plain(text)))

    def add_json(self, value: Any) -> None:
        """Admit what a tool returned, the numbers inside its strings included."""
        self._walk(value, "", None, fact=False)

    def supports(
        self, figure: Figure, *, subject: Iterable[str] = (), cited: Iterable[int] = ()
    ) -> bool:
        """True when some number of the evidence is the one that the figure names.

        `subject` are the strategies that it is said of; `cited` the quotes that the sentence marks.
        """
        marks = set(cited)
        equal = [
            known
            for known in self.numbers
            if (known.quote is None or known.quote in marks) and _same(figure, known)
        ]
        about = set(subject)
        for wanted, of in (
            (None if figure.kind in UNTOLD else figure.kind, "kind"),
            (figure.per, "per"),
            (None if figure.role == OWN else figure.role, "role"),
        ):
            equal = _agreeing(equal, {wanted} if wanted else set(), of)
        if figure.role in STATED and not any(known.role == figure.role for known in equal):
            return False
        if figure.role == OWN and not any(known.fact for known in equal):
            return False
        return bool(_agreeing(equal, about, "subject"))

    def points(self, strategies: Iterable[str]) -> list[float]:
        """The scores of strategies."""
        about = set(strategies)
        return [k.value for k in self.numbers if k.kind == "points" and k.subject in about]

    def _walk(self, value: Any, key: str, subject: str | None, *, fact: bool) -> None:
        if isinstance(value, Mapping):
            self._note(value)
            own = _subject(value) or subject
            fact = fact or key in _FACTS
            for name, item in value.items():
                for months in re.findall(r"_(\d+)_months", str(name)):
                    self.numbers.append(Known(30.0 * float(months), "time"))
                if name == "sentences" and isinstance(item, list):
                    self._quotes(item, "text", own=bool(value.get("own")))
                elif name == "quotes" and isinstance(item, list):
                    self._quotes(item, "quote", own=False)
                else:
                    self._walk(item, str(name), _leader(value, str(name)) or own, fact=fact)
        elif isinstance(value, (list, tuple)):
            for item in value:
                self._walk(item, key, subject, fact=fact)
        elif isinstance(value, str):
            rule = _key(key)
            self.add_text(value, subject=subject, role=rule.role if rule else None, fact=fact)
        elif (
            isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        ):
            self.numbers.extend(_under(key, float(value), subject))

    def _quotes(self, rows: list[Any], text: str, *, own: bool) -> None:
        for row in rows:
            if not isinstance(row, Mapping) or "n" not in row:
                self._walk(row, "", None, fact=False)
                continue
            n = int(row["n"])
            if own or row.get("own"):
                self.own.add(n)
            self.citations[n] = normal(plain(str(row.get(text, ""))))
            self.add_text(str(row.get(text, "")), quote=n)
            for name, item in row.items():
                if name not in ("n", "own", text):
                    self._walk(item, name, None, fact=False)

    def _note(self, row: Mapping[str, Any]) -> None:
        """Take rankings, bills and leaders of other cases from one object of the JSON."""
        for name in ("ranking", "before", "after"):
            order = _order(row.get(name))
            if order:
                (self.worlds if name == "ranking" else self.supposed).append(order)
        if "primary" in row and row["primary"] in STRATEGIES and not _order(row.get("ranking")):
            self.elsewhere.add(row["primary"])
        self.stack.update(s for s in row.get("stack") or () if s in STRATEGIES)
        self.stack.update(s for s in row.get("complements") or () if s in STRATEGIES)
        for name in (
            "then_first",
            "first_before",
            "first_after",
            "strategy",
            "advice",
            "leader",
            "primary",
            "worked_there",
            "worked",
        ):
            found = row.get(name)
            for item in found if isinstance(found, (list, tuple)) else [found]:
                if isinstance(item, str) and "score" not in row:
                    self.elsewhere.update(_ids(item))
        for name in ("would_change_it", "flips", "gates", "gates_after"):
            for text in _strings(row.get(name)):
                self.elsewhere.update(_ids(text))
        for text in (*_strings(row.get("roadmap")), *_strings(row.get("do"))):
            self.elsewhere.update(_ids(text))
        if "customisation" in row or "compared" in row:
            self.compared = True
        if "monthly_usd" in row:
            for strategy in _ids(str(row.get("plan") or row.get("label") or row.get("strategy"))):
                self.bills.setdefault(strategy, set()).add(float(row["monthly_usd"] or 0))


def evidence_of(user_texts: Iterable[str], tool_texts: Iterable[str], digest: Any) -> Evidence:
    """Gather what a turn may say from the user's words, the tools' results and the digest."""
    evidence = Evidence()
    for text in user_texts:
        evidence.add_said(text)
    evidence.add_json(digest)  # before the tools' results: its ranking is today's
    for text in tool_texts:
        try:
            found = json.loads(text)
        except ValueError:
            evidence.add_text(text)
            continue
        evidence.add_json(found)
    return evidence


def normal(text: str) -> str:
    """Text as quotations are compared: one blank between words, straight quotes, lower case."""
    text = text.translate(_STRAIGHT).casefold()
    return " ".join(text.split())


def urls_in(text: str) -> set[str]:
    """Addresses of a text, without scheme and closing punctuation."""
    return {_address(m) for m in _URL.findall(text)}


def _address(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).rstrip("/.,;:!?)>]\"'”")


_STRAIGHT = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]]+"
    r"|(?<![\w@/.])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|dev|edu|gov|example|co|info|app|xyz|de|uk|ru|cn|me|ly)\b(?:/[^\s<>()\[\]]*)?"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
)


def _same(figure: Figure, known: Known) -> bool:
    """True when the number rounds to the figure, in a kind that the figure can mean."""
    if not _kinds_meet(figure, known):
        return False
    if figure.low is not None and figure.high is not None:
        return figure.low <= abs(known.value) <= figure.high
    value, seen, half = abs(figure.value), abs(known.value), 0.5000001 * figure.step
    if figure.kind == "ratio" and known.kind == "percent":
        seen /= 100
    elif figure.kind == "percent" and known.kind == "ratio":
        seen *= 100
    if figure.sign < 0 and known.value > 0:
        return False
    if abs(seen - value) <= half:
        return True
    tolerance = units()["tolerance"]
    if figure.hedge == "about":
        near = abs(seen - value) <= tolerance["about"] * seen
        whole = _coarse(figure)
        return near and (abs(seen - value) <= whole / 2 or value <= seen < value + figure.step)
    if figure.hedge == "over":
        return value <= seen <= value * (1 + tolerance["bound"])
    if figure.hedge == "under":
        return value * (1 - tolerance["bound"]) <= seen <= value
    return False


def _coarse(figure: Figure) -> float:
    """The step of "about 200" or "about 35": its noughts, or its five, are taken for rounding."""
    step, value = figure.step, abs(figure.value)
    while value and not figure.decimals and step * 10 <= value and _whole(value / (step * 10)):
        step *= 10
    return step * 5 if value and not figure.decimals and _whole(value / (step * 5)) else step


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9


def _kinds_meet(figure: Figure, known: Known) -> bool:
    if figure.kind == known.kind:
        return True
    if figure.kind == "year" or known.kind == "year":
        return figure.kind in ("year", "bare") and known.kind in ("year", "bare")
    counts = ("thing", "bare", "requests", "examples", "classes", "tokens", "gpus")
    if figure.kind in counts and known.kind in counts:
        return figure.per != "month" or known.kind in ("requests", *UNTOLD)
    if figure.kind == "bare":
        return True
    if figure.kind == "points":
        return known.kind in ("bare", "points")
    return {figure.kind, known.kind} == {"ratio", "percent"}


def _agreeing(equal: list[Known], wanted: set[str], of: str) -> list[Known]:
    """Of numbers equal in value, those that say the same; where none says it, those silent on it.

    Numbers that only say something else support nothing: 40,000 requests are no 40,000 examples.
    """
    if not wanted:
        return equal
    told = [k for k in equal if _told(k, of)]
    same = [k for k in told if getattr(k, of) in wanted]
    if same:
        return same
    return [] if told else equal


def _told(known: Known, of: str) -> bool:
    value = getattr(known, of)
    return value is not None and not (of == "kind" and value in UNTOLD)


def _under(key: str, value: float, subject: str | None) -> Iterator[Known]:
    """A number of JSON as the key it stands under says."""
    rule = _key(key)
    if rule is None:
        yield Known(value, "bare", subject=subject)
    elif rule.kind == "share":
        yield Known(100 * value, "percent", None, rule.role, subject)
        yield Known(value, "bare", None, rule.role, subject)
    elif rule.role == "saving" and value < 0:
        yield Known(-value, rule.kind, rule.per, "extra", subject)
    elif rule.kind != "none":
        yield Known(value * rule.factor, rule.kind, rule.per, rule.role, subject)


class _Key(Row):
    any: tuple[str, ...]
    kind: str
    per: str | None = None
    role: str | None = None
    factor: float = 1.0


class _Keys(Row):
    key: tuple[_Key, ...]


@cache
def _key(name: str) -> _Key | None:
    rows = read(_Keys, "keys", Path(__file__).parent / "data" / "keys.toml").key
    return next((r for r in rows if any(re.fullmatch(p, name) for p in r.any)), None)


def _subject(row: Mapping[str, Any]) -> str | None:
    """The one strategy that an object of the JSON is about."""
    for name in ("strategy", "plan", "label"):
        found = row.get(name)
        if isinstance(found, str):
            ids = _ids(found)
            if len(ids) == 1:
                return ids[0]
    return None


def _leader(row: Mapping[str, Any], key: str) -> str | None:
    """Of whom a confidence is said: the first of the ranking that it belongs to."""
    ranking = _CONFIDENCE_OF.get(key)
    order = _order(row.get(ranking)) if ranking else ()
    return order[0] if order else None


def _ids(text: str) -> list[str]:
    if text in STRATEGIES:
        return [text]
    return [
        s for named in strategies_in(text) for s in named.strategies if len(named.strategies) == 1
    ]


def _order(rows: Any) -> tuple[str, ...]:
    """The strategies of a ranking, best first; empty where it is none."""
    if not isinstance(rows, (list, tuple)) or len(rows) < 2:
        return ()
    found = [r.get("strategy") for r in rows if isinstance(r, Mapping)]
    if len(found) != len(rows) or not all(isinstance(s, str) and s in STRATEGIES for s in found):
        return ()
    return tuple(str(s) for s in found)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)
