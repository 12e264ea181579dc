"""The facts on the board, each with the user's words; a click on a value opens a fitting field."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from agent.events import BoardFact
from agent.wording import value_in_words
from tools.results import Assumption
from tools.strategies import strategy_texts
from tools.vocabulary import STRATEGIES, spec, vocabulary
from ui.web.cards import card, fold, hint
from ui.web.words import capital, esc, plural

INVITATION = "Click a value to change it: the ranking, the costs and the chat follow."
_ORIGIN = {"slider": "set by you", "file": "from a file", "assumption": "assumed"}


def facts_card(facts: Sequence[BoardFact], assumed: Sequence[Assumption]) -> str:
    """What is known and what is assumed, each settable in place; empty before anything is."""
    if not facts and not assumed:
        return ""
    rows = "".join(_known(fact) for fact in facts)
    known = f'<dl class="facts">{rows}</dl>{hint(INVITATION)}' if rows else hint("Nothing yet.")
    guesses = "".join(_assumed(row) for row in assumed)
    more = fold(
        "assumed",
        f"Assumed until you say otherwise ({len(assumed)})",
        f'<dl class="facts quiet">{guesses}</dl>' if guesses else "",
    )
    told = {*(fact.name for fact in facts), *(row.fact for row in assumed)}
    rest = "".join(_open(name) for name in vocabulary() if name not in told)
    other = fold(
        "unsaid",
        "Something else you know",
        f'<dl class="facts quiet">{rest}</dl>' if rest else "",
    )
    return card("facts", "What I know", known + more + other, aside=plural(len(facts), "fact"))


def _known(fact: BoardFact) -> str:
    shown = fact.shown if spec(fact.name).numeric else _short(fact)
    button = _button(fact.name, fact.label, shown, fact.value)
    return f"<div><dt>{esc(fact.label)}</dt><dd>{button}{_origin(fact)}</dd></div>"


def _short(fact: BoardFact) -> str:
    """A value beside its label, which need not say it again: `high`, `yes`, `hardly ever`."""
    return value_in_words(fact.name, fact.value) or "nothing yet"


def _assumed(row: Assumption) -> str:
    button = _button(row.fact, row.label, row.value, None)
    return (
        f'<div><dt>{esc(row.label)}</dt><dd>{button}<span class="origin">assumed</span></dd></div>'
    )


def _open(name: str) -> str:
    label = spec(name).label
    return f"<div><dt>{esc(label)}</dt><dd>{_button(name, label, 'not known', None)}</dd></div>"


def _button(name: str, label: str, shown: str, value: Any) -> str:
    spoken = f"{capital(label)}: {shown}. Change it"
    return (
        f'<button type="button" class="value" data-fact="{esc(name)}" '
        f'data-value="{esc(json.dumps(value))}" aria-label="{esc(spoken)}">{esc(shown)}</button>'
    )


def _origin(fact: BoardFact) -> str:
    word = _ORIGIN.get(fact.source)
    if word is None and fact.quote and fact.quote.startswith(f"{capital(fact.label)}: "):
        word = _ORIGIN["slider"]  # the words of an edit repeat what stands there already
    if word:
        return f'<span class="origin">{word}</span>'
    return f"<q>{esc(fact.quote)}</q>" if fact.quote else ""


@cache
def rules() -> Mapping[str, dict[str, Any]]:
    """How each fact may be set, for the page's script: kind, unit, bounds, choices."""
    out: dict[str, dict[str, Any]] = {}
    for name, rule in vocabulary().items():
        row: dict[str, Any] = {"kind": rule.kind, "label": rule.label, "help": rule.question}
        if rule.numeric:
            row |= {"unit": rule.unit, "low": rule.low, "high": rule.high}
        if rule.kind == "choice":
            row["choices"] = [[c, capital(value_in_words(name, c))] for c in rule.choices]
        if rule.kind == "flag":
            row["choices"] = [["yes", "Yes"], ["no", "No"]]
        if rule.kind == "strategies":
            row["choices"] = [[s, strategy_texts()[s].label] for s in STRATEGIES]
        out[name] = row
    return out


def facts_script(source: str) -> str:
    """The page's script for editing a fact, `source`, with the rules it needs."""
    return f"const RULES = {json.dumps(rules())};\n{source}"
