"""What a turn may say: figures with their units, rankings, quotes, and the words they stand in."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.grounding.calendar import dates
from agent.grounding.figure import OWN, UNTOLD, Figure
from agent.grounding.figures import figures_of
from agent.grounding.known import Known, agreeing, same
from agent.grounding.plain import plain
from agent.grounding.tellings import ids, key_of, leader_of, order_of, strings, subject_of, under
from agent.grounding.verbatim import normal, urls_in
from tools.vocabulary import STRATEGIES

_FACTS = ("facts", "recorded", "changes", "instead_of", "measured")
STATED = ("saving", "payback", "chance", "budget")  # what only a figure that is told so can be


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
            if (known.quote is None or known.quote in marks) and same(figure, known)
        ]
        about = set(subject)
        for wanted, of in (
            (None if figure.kind in UNTOLD else figure.kind, "kind"),
            (figure.per, "per"),
            (None if figure.role == OWN else figure.role, "role"),
        ):
            equal = agreeing(equal, {wanted} if wanted else set(), of)
        if figure.role in STATED and not any(known.role == figure.role for known in equal):
            return False
        if figure.role == OWN and not any(known.fact for known in equal):
            return False
        return bool(agreeing(equal, about, "subject"))

    def points(self, strategies: Iterable[str]) -> list[float]:
        """The scores of strategies."""
        about = set(strategies)
        return [k.value for k in self.numbers if k.kind == "points" and k.subject in about]

    def _walk(self, value: Any, key: str, subject: str | None, *, fact: bool) -> None:
        if isinstance(value, Mapping):
            self._note(value)
            own = subject_of(value) or subject
            fact = fact or key in _FACTS
            for name, item in value.items():
                for months in re.findall(r"_(\d+)_months", str(name)):
                    self.numbers.append(Known(30.0 * float(months), "time"))
                if name == "sentences" and isinstance(item, list):
                    self._quotes(item, "text", own=bool(value.get("own")))
                elif name == "quotes" and isinstance(item, list):
                    self._quotes(item, "quote", own=False)
                else:
                    self._walk(item, str(name), leader_of(value, str(name)) or own, fact=fact)
        elif isinstance(value, (list, tuple)):
            for item in value:
                self._walk(item, key, subject, fact=fact)
        elif isinstance(value, str):
            rule = key_of(key)
            self.add_text(value, subject=subject, role=rule.role if rule else None, fact=fact)
        elif (
            isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        ):
            self.numbers.extend(under(key, float(value), subject))

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
            order = order_of(row.get(name))
            if order:
                (self.worlds if name == "ranking" else self.supposed).append(order)
        if "primary" in row and row["primary"] in STRATEGIES and not order_of(row.get("ranking")):
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
                    self.elsewhere.update(ids(item))
        for name in ("would_change_it", "flips", "gates", "gates_after"):
            for text in strings(row.get(name)):
                self.elsewhere.update(ids(text))
        for text in (*strings(row.get("roadmap")), *strings(row.get("do"))):
            self.elsewhere.update(ids(text))
        if "customisation" in row or "compared" in row:
            self.compared = True
        if "monthly_usd" in row:
            for strategy in ids(str(row.get("plan") or row.get("label") or row.get("strategy"))):
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
