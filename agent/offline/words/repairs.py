"""Reads a message as its speaker put it right while talking: "700 letters a day, hang on, 900".

What linguists call a repair has three parts: the words taken back, a word of editing, and the words
that hold. The message is read as if only the last had been said; its words stay quotable as they
are. (Levelt, "Monitoring and self-repair in speech", Cognition 14, 1983.)
"""

import re
from collections.abc import Sequence
from functools import cache

from agent.offline.words.lexicon import any_of, pattern, reach, shape
from agent.offline.words.quantities import Quantity, unit_end
from agent.offline.words.text import Text

FILE = "repairs"
MOST = 8  # repairs that are carried out in one message: each reads it again
_SIZES = ("tokens", "words", "pages")
_SHARES = ("percent", "points")
_OF_A_CALL = ("prompt", "prompts", "token", "tokens", "context", "input")
_GAP = r"[\s,.;:!()-]*"
_NOTHING = r"(?!)"


def may_be_mended(norm: str) -> bool:
    """True where a word of editing stands at all."""
    return pattern("editing", FILE).search(norm) is not None


def mended(text: Text, quantities: Sequence[Quantity]) -> Text | None:
    """The text with its first repair carried out; None where there is none."""
    for place, old in enumerate(quantities):
        for new in _next(quantities, place):
            found = _figure(text, old, new)
            if found is not None:
                return found
        found = _period(text, old)
        if found is not None:
            return found
    return _pace(text)


def taken_back(norm: str, first_end: int, second_start: int, *, surely: bool = False) -> bool:
    """True where what ends first is taken back for what begins second: "RAG, I mean tuning".

    With `surely`, "actually" and the like do not take it back.
    """
    between = norm[first_end:second_start]
    if len(between) > reach(FILE, "apart"):
        return False
    cue = _ending_in_a_cue().search(between)
    return cue is not None and not (surely and cue["weak"])


def tries(norm: str) -> list[tuple[int, int]]:
    """Where each word of editing begins, with the marks before it, and where it ends."""
    return [match.span() for match in _editing().finditer(norm)]


def is_struck(text: Text, start: int) -> bool:
    """True for what is told at `start` where its clause is taken back for nothing else."""
    return shape("struck_behind", FILE).match(text.norm, text.clause_at(start).end) is not None


def is_part(norm: str, quantity: Quantity) -> bool:
    """True for a figure that is a part of the one before it: "hang on, 40 of them"."""
    return shape("of_the_old_behind", FILE).match(norm, quantity.number.end) is not None


def _next(quantities: Sequence[Quantity], place: int) -> Sequence[Quantity]:
    """The figure behind one; where that is the same again, the one behind it: "not 40, 60"."""
    behind = quantities[place + 1 : place + 3]
    value = quantities[place].number.value
    if any(sum(q.number.value for q in quantities[place + 1 :][:n]) == value for n in (2, 3)):
        return ()  # "700 a day, I mean 300 by mail and 400 by phone": its parts
    same = len(behind) > 1 and behind[0].number.value == value
    return behind[1:] if same else behind[:1]


def _figure(text: Text, old: Quantity, new: Quantity) -> Text | None:
    """As in "700 letters a day, hang on, 900": the figure, with what its repair leaves unsaid."""
    norm = text.norm
    said = re.escape(norm[old.number.start : old.number.end])
    match = _between(said).fullmatch(norm[old.number.end : new.number.start])
    if match is None or shape("told_before", FILE).search(old.before):
        return None
    if shape("figure_denied_before", "corrections").search(old.before):
        return None
    if not _fits(text, old, new, weak=match["weak"] is not None):
        return None
    unit, noun, rate = _parts(norm, old)
    new_unit, new_noun, new_rate = _parts(norm, new)
    rest = match["rest"].removeprefix(unit + noun + rate)
    if len(rest.split()) > reach(FILE, "rest_words"):
        return None
    lead, end = match["lead"], max(new.end, new.number.end)
    if not new_rate and new_noun:
        end = new.number.end + len(new_unit + new_noun)
    start = old.number.start
    sign = shape("sign_before", FILE).search(norm[:start])
    start = sign.start() if sign and lead.strip()[-1:] in ("$", "€", "£") else start
    figure = norm[new.number.start : new.number.end]
    words = f"{lead}{figure}{new_unit or unit}{new_noun or noun}{new_rate or rate}{rest}"
    return _with(text, start, max(end, new.number.end), words)


def _parts(norm: str, quantity: Quantity) -> tuple[str, str, str]:
    """The words behind a figure: its unit, what it counts, and its rate."""
    start = unit_end(norm, quantity)
    unit = norm[quantity.number.end : start]
    at = norm.find(quantity.noun, start) if quantity.unit != "duration" else start
    noun = norm[start : at + len(quantity.noun)] if at >= start and quantity.noun else ""
    noun = "" if quantity.unit == "duration" else noun
    rate = norm[start + len(noun) : quantity.end] if quantity.per else ""
    return unit, noun, rate


def _fits(text: Text, old: Quantity, new: Quantity, *, weak: bool) -> bool:
    """True where two figures can be of the same thing."""
    if is_part(text.norm, new):
        return False
    if _is_of_each_call(text, old, new):
        return True
    if old.unit != new.unit and new.unit and not _alike(old, new):
        return False
    if new.noun and old.unit and old.unit != new.unit:
        return False  # "2 s. Sorry, 40 agents use it"
    shared = set(old.noun.split()) & set(new.noun.split())
    if old.unit != "duration" and old.noun and new.noun and not shared:
        return False
    if shape("at_another_time", FILE).search(text.norm[new.number.end : _clause_end(text, new)]):
        return False  # "40 a day, more like 60 in December"
    behind = text.norm[new.end :]
    plain = new.unit == "duration" or not new.noun
    return not weak or (plain and bool(shape("ends_behind", FILE).match(behind)))


def _is_of_each_call(text: Text, old: Quantity, new: Quantity) -> bool:
    """True for "40k prompt, sorry, 4k tokens per request": a size of the prompt, told twice."""
    told = new.unit in _SIZES and (old.unit in _SIZES or old.noun.split(" ")[0] in _OF_A_CALL)
    behind = text.norm[new.end :].lstrip()
    return told and shape("of_each_call", FILE).match(behind) is not None


def _clause_end(text: Text, quantity: Quantity) -> int:
    return text.clause_at(quantity.start).end


def _alike(old: Quantity, new: Quantity) -> bool:
    if any(old.unit in kind and new.unit in kind for kind in (_SIZES, _SHARES)):
        return True
    return old.unit == "" and not old.noun


def _period(text: Text, old: Quantity) -> Text | None:
    """As in "700 letters a day, hang on, an hour": the same figure at another rate."""
    rate = _parts(text.norm, old)[2] if old.per else ""
    if not rate:
        return None
    behind = text.norm[old.end : text.norm.find("\n", old.end) if "\n" in text.norm else None]
    match = _rate_behind().match(behind)
    if match is None:
        return None
    start = old.end - len(rate)
    return _with(text, start, old.end + match.end("rate"), f" {match['rate']}")


def _pace(text: Text) -> Text | None:
    """As in "new rules weekly - no, monthly": how often something happens."""
    match = _two_paces().search(text.norm)
    if match is None:
        return None
    before = text.norm[text.clause_at(match.start("old")).start : match.start("old")]
    if shape("negation_before", "cues").search(before.rstrip() + " "):
        return None  # "they don't change hourly, more like nightly" denies it already
    return _with(text, match.start("old"), match.end("new"), match["new"] + match["rest"])


def _with(text: Text, start: int, end: int, words: str) -> Text:
    """The text with `words` for `norm[start:end]`; each of them stands for all that was there."""
    first, last = text.starts[start], text.ends[end - 1]
    count = len(words)
    return Text(
        text.raw,
        text.norm[:start] + words + text.norm[end:],
        (*text.starts[:start], *(first,) * count, *text.starts[end:]),
        (*text.ends[:start], *(last,) * count, *text.ends[end:]),
    )


def _cue(old: str) -> str:
    """Words of editing, and the `old` ones denied: "scrap that", "well, not 40"."""
    denied = rf"{any_of('denies', FILE)} (?:{any_of('quite', FILE)} )*{old}"
    words = {name: any_of(name, FILE) for name in ("hesitations", "marked", "anywhere", "follows")}
    filler = rf"(?:{words['hesitations']}(?!\w){_GAP})*"
    weak = any_of("weak", FILE)
    marked = rf"\s*[,.;:!(\n-]{_GAP}{filler}(?:{words['marked']}|{denied}|(?P<weak>{weak}))"
    anywhere = rf"{_GAP}(?<!\w){filler}{words['anywhere']}"
    more = "|".join([*words.values(), denied, weak])
    return rf"(?:{marked}|{anywhere})(?!\w)(?:{_GAP}(?<!\w)(?:{more})(?!\w))*"


@cache
def _editing() -> re.Pattern[str]:
    return re.compile(rf"(?:{_cue(_NOTHING)}){_GAP}")


@cache
def _ending_in_a_cue() -> re.Pattern[str]:
    return re.compile(rf"(?:{_cue(_NOTHING)}){_GAP}(?:{any_of('lead', FILE)} )*$")


def _between(old: str) -> re.Pattern[str]:
    lead = rf"(?:{any_of('lead', FILE)} )*[$€£~<>]?\s?"
    return re.compile(rf"(?P<rest>[^\n?]*?)(?:{_cue(old)}){_GAP}(?P<lead>{lead})")


@cache
def _rate_behind() -> re.Pattern[str]:
    rate = any_of("rate", FILE)
    return re.compile(rf"(?:{_cue(rate)}){_GAP}(?P<rate>{rate}){any_of('ends_behind', FILE)}")


@cache
def _two_paces() -> re.Pattern[str]:
    pace = any_of("pace", FILE)
    return re.compile(
        rf"(?<!\w)(?P<old>{pace})(?!\w)(?P<rest>(?: [\w'-]+){{0,3}}?)(?:{_cue('(?P=old)')}){_GAP}"
        rf"(?P<new>(?:{any_of('lead', FILE)} )*{pace})(?!\w)"
    )
