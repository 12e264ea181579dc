"""The verdict on a sentence: what in it nothing supports."""

import re

from agent.grounding.claims import false_claims
from agent.grounding.deriving import is_derived
from agent.grounding.evidence import Evidence
from agent.grounding.figure import OWN, SMALL_COUNTS, UNTOLD, Figure
from agent.grounding.figures import figures_of
from agent.grounding.naming import Named, strategies_in
from agent.grounding.plain import odd_numerals, plain
from agent.grounding.sources import MIN_QUOTED_WORDS, QUOTED, cited, false_sources
from agent.grounding.splitting import sentences

_BOUND = ("points", "percent", "usd")  # kinds of figures that belong to one strategy


def unsupported(text: str, evidence: Evidence, *, context: str = "") -> list[str]:
    """What of a text has no support, as it is written: figures, claims, quotations, sources.

    `context` is the line that led into the text, such as the heading of a list.
    """
    wrong: list[str] = []
    for sentence in sentences(text):
        wrong += _unsupported(sentence, evidence, context)
        context = sentence if leads_in(sentence) else ("" if not sentence.strip() else context)
    return wrong


def leads_in(sentence: str) -> bool:
    """True for a line that announces what follows: a heading, or one that ends in a colon."""
    line = sentence.strip()
    return bool(
        re.search(r":[*_]*$", line)
        or re.match(r"#{1,6} ", line)
        or re.fullmatch(r"(?:\*\*|__)[^*_]+(?:\*\*|__):?", line)
        or re.fullmatch(r"\|?[\s:|-]*-{3}[\s:|-]*\|?", line)
    )


def _unsupported(sentence: str, evidence: Evidence, context: str) -> list[str]:
    shown = plain(sentence)
    if not shown.strip():
        return []
    marks = cited(shown)
    named = strategies_in(shown)
    wrong = []
    borne: list[Figure] = []
    unborne: list[Figure] = []
    for figure in figures_of(shown):
        subject = _subject(figure, shown, named)
        good = _is_grammar(figure) or evidence.supports(figure, subject=subject, cited=marks)
        (borne if good else unborne).append(figure)
    wrong += [f.text for f in unborne if not is_derived(f, borne, named, evidence)]
    wrong += odd_numerals(shown)
    own = plain(QUOTED.sub(_emptied, sentence))
    lead = plain(context).strip(" \n*#>-")
    known = any(m in evidence.citations for m in marks)
    wrong += false_claims(own, evidence, cited=known, context=lead)
    if lead and not re.search(r"[|]", lead) and leads_in(context) and not wrong and len(named) == 1:
        wrong += false_claims(f"{lead.rstrip(':')}: {own.lstrip(' -*>')}", evidence, cited=known)
    return list(dict.fromkeys(wrong + false_sources(sentence, shown, evidence)))


def _is_grammar(figure: Figure) -> bool:
    return (
        figure.kind in UNTOLD
        and figure.value in SMALL_COUNTS
        and figure.role != OWN
        and not figure.decimals
        and (figure.kind == "bare" or figure.per is None)
    )


def _subject(figure: Figure, shown: str, named: list[Named]) -> tuple[str, ...]:
    """The strategies that a figure is said of: the one before it, or after it in "84 for LoRA"."""
    if figure.kind not in (*_BOUND, "bare") or not named:
        return ()
    end = figure.start + len(figure.text)
    for name in named:
        gap = shown[end : name.start].lower() if name.start >= end else None
        if gap is not None and len(gap) < 30 and _FORWARD.search(gap):
            return name.strategies
    before = [n for n in named if n.end <= figure.start]
    if (
        before
        and re.search(r"[|;]|\. ", shown[before[-1].end : figure.start].replace("| |", "")) is None
    ):
        return before[-1].strategies
    if before:
        return before[-1].strategies if "|" in shown[before[-1].end : figure.start] else ()
    after = [n for n in named if n.start >= end]
    return after[0].strategies if len(named) == 1 and after else ()


_FORWARD = re.compile(r"^[%\s\w]{0,14}\b(?:for|with|of|by|to|goes to|belongs to) (?:the |an? )?$")


def _emptied(match: re.Match[str]) -> str:
    """A quotation claims nothing for itself; a name or a word in quotation marks still does."""
    return match[0] if len(match[0].split()) < MIN_QUOTED_WORDS else " … "
