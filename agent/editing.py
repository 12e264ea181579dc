"""Facts set outside the words, on the board or with a slider: checked, and worded as a message."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from langchain_core.messages import BaseMessage, HumanMessage

from agent.offline.reading.reader import Reader, Reading
from agent.offline.words.lexicon import limit
from agent.wording import fact_in_words, value_in_words
from tools.bounds import bound
from tools.errors import InvalidInput
from tools.facts import Fact, ProjectFacts, Source, make_fact
from tools.showing import duration
from tools.vocabulary import FactSpec, spec

Origin = Literal["board", "lab", "workbench", "flow", "record", "slack"]
EDIT = "edit"  # where the message of an edit carries its exact values
UNKNOWN = "not known"

_PLACES: dict[str, str] = {
    "board": "set on the board",
    "lab": "set in the Decision Lab",
    "workbench": "set in the Cost Workbench",
    "flow": "answered on the flow chart",
    "record": "taken from a decision record",
    "slack": "set in Slack",
}
_SOURCES: dict[str, Source] = {"lab": "slider", "workbench": "slider"}
_PLAIN_NUMBER = re.compile(r"[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Edit:
    """Checked changes: the facts to set, the facts to clear, where they were made."""

    facts: Mapping[str, Fact]
    cleared: tuple[str, ...]
    origin: Origin

    def __bool__(self) -> bool:
        """True when there is something to change."""
        return bool(self.facts or self.cleared)


def check_edit(changes: Mapping[str, Any], *, origin: Origin) -> Edit:
    """Check changes: a value, a range `[low, high]`, words such as `50k a month`, None to clear.

    Raises:
        UnknownName: a change names no fact.
        InvalidInput: there is no change, or a value cannot be used; it says which and the bounds.
    """
    if origin not in get_args(Origin):
        raise InvalidInput(f"an edit comes from {', '.join(get_args(Origin))}; got {origin!r}")
    if not isinstance(changes, Mapping) or not changes:
        raise InvalidInput(f"an edit changes at least one fact; got {str(changes)[:60]!r}")
    source = _SOURCES.get(origin, "user")
    rules = {spec(name).name: value for name, value in changes.items()}
    facts: dict[str, Fact] = {}
    for name, value in rules.items():
        try:
            facts |= {} if value is None else {name: _fact(spec(name), value, source)}
        except InvalidInput as error:  # people know facts by their labels
            label = _capital(spec(name).label)
            raise InvalidInput(re.sub(rf"\b{name}\b", label, str(error), count=1)) from error
    return Edit(facts, tuple(n for n, v in rules.items() if v is None), origin)


def check_unseen(edit: Edit, seen: Mapping[str, Any] | None, now: ProjectFacts) -> None:
    """Check that nobody changed the facts of an edit since their values were `seen`.

    Raises:
        InvalidInput: somebody did; it says what the fact is now.
    """
    values = now.values()
    for name in (*edit.facts, *edit.cleared):
        if seen is None or name not in seen or _listed(seen[name]) == values.get(name):
            continue
        label = _capital(spec(name).label)
        shown = f"“{_words(name, now.known[name])}”" if name in now else UNKNOWN
        wanted = f"“{_words(name, edit.facts[name])}”" if name in edit.facts else UNKNOWN
        raise InvalidInput(
            f"{label} was changed elsewhere meanwhile and is {shown} now; your {wanted} was not "
            "saved: set it again if it should replace that"
        )


def without_known(edit: Edit, now: ProjectFacts) -> Edit:
    """What an edit really changes.

    Raises:
        InvalidInput: everything is as the edit wants it already.
    """

    def differs(name: str, fact: Fact) -> bool:
        old = now.known.get(name)
        return old is None or (old.value, old.low, old.high) != (fact.value, fact.low, fact.high)

    left = Edit(
        {name: fact for name, fact in edit.facts.items() if differs(name, fact)},
        tuple(name for name in edit.cleared if name in now),
        edit.origin,
    )
    if not left:
        names = [*edit.facts, *edit.cleared]
        raise InvalidInput(f"nothing changed: {_phrases(names, edit)} already")
    return left


def message_of(edit: Edit) -> HumanMessage:
    """The message that says an edit in words and carries its exact values."""
    quotes = {name: _quote(name, fact) for name, fact in edit.facts.items()}
    said = [*quotes.values(), *(f"{_capital(spec(n).label)}: {UNKNOWN}" for n in edit.cleared)]
    known = ProjectFacts({n: _quoted(f, quotes[n]) for n, f in edit.facts.items()})
    exact = {"origin": edit.origin, "facts": known.to_json(), "cleared": list(edit.cleared)}
    text = f"{'; '.join(said)} ({_PLACES[edit.origin]})"
    return HumanMessage(text, additional_kwargs={EDIT: exact})


def edit_in(message: BaseMessage) -> dict[str, Any] | None:
    """The exact values that the message of an edit carries, None for any other message."""
    found = message.additional_kwargs.get(EDIT)
    return found if isinstance(message, HumanMessage) else None


def is_edit(messages: Sequence[BaseMessage]) -> bool:
    """True when the turn that these messages end with is an edit."""
    said = next((m for m in reversed(messages) if isinstance(m, HumanMessage)), None)
    return said is not None and edit_in(said) is not None


def source_of(messages: Sequence[BaseMessage]) -> Source:
    """Who sets the facts of this turn: the user's words, or a slider."""
    said = next((m for m in reversed(messages) if isinstance(m, HumanMessage)), None)
    found = None if said is None else edit_in(said)
    return "user" if found is None else _SOURCES.get(found["origin"], "user")


def reading_of(exact: Mapping[str, Any], known: Mapping[str, Any]) -> Reading:
    """What the message of an edit says: exactly the values it carries."""
    facts = ProjectFacts.from_json(exact["facts"])
    return Reading(
        "correct" if any(name in known for name in facts.known) else "describe",
        facts={name: fact.value for name, fact in facts.known.items()},
        ranges={name: (low, high) for name, (low, high) in facts.ranges().items()},
        quotes={name: fact.quote or "" for name, fact in facts.known.items()},
        cleared=tuple(exact["cleared"]),
    )


def _fact(rule: FactSpec, value: Any, source: Source) -> Fact:
    if isinstance(value, str) and rule.kind not in ("text", "choice"):
        value = _from_words(rule, value)
    if rule.kind == "choice" and isinstance(value, str) and value not in rule.choices:
        value = _from_words(rule, value)
    if isinstance(value, Fact):
        return make_fact(
            rule.name,
            value.value,
            bounds=[value.low, value.high] if value.ranged else None,
            source=source,
        )
    if rule.numeric and isinstance(value, (list, tuple)):
        return make_fact(rule.name, bounds=value, source=source)
    return make_fact(rule.name, value, source=source)


def _from_words(rule: FactSpec, text: str) -> Any:
    """The value that words state: a plain number, a label, or what the reader makes of them."""
    words = " ".join(text.split()).casefold()
    if rule.numeric and (number := _number(words)) is not None:
        return int(number) if rule.kind == "integer" and number == int(number) else number
    if rule.kind == "flag" and words in _YES_NO:
        return _YES_NO[words]
    if rule.kind == "strategies":
        return [part.strip().replace(" ", "_") for part in words.split(",") if part.strip()]
    by_label = {value_in_words(rule.name, choice).casefold(): choice for choice in rule.choices}
    if words in by_label:
        return by_label[words]
    reading = _reader().read(text, asked=rule.name)
    if rule.name not in reading.facts:
        raise InvalidInput(_unread(rule, text))
    span = reading.ranges.get(rule.name)
    return Fact(reading.facts[rule.name], *(span or (None, None)))


def _number(words: str) -> float | None:
    """A number written plainly, perhaps with a currency sign, a percent sign or separators."""
    bare = words.removeprefix("$").removesuffix("%").strip()
    if not bare or not _PLAIN_NUMBER.fullmatch(bare) or not any(c.isdigit() for c in bare):
        return None
    return float(bare.replace(",", "").replace("−", "-"))


def _unread(rule: FactSpec, text: str) -> str:
    shown = repr(text if len(text) <= 60 else text[:57] + "...")
    if rule.numeric:
        return (
            f"{rule.name} must be a number from {bound(rule.low)} to {bound(rule.high)}; "
            f"got {shown}"
        )
    options = [value_in_words(rule.name, choice) for choice in rule.choices] or ["yes", "no"]
    return f"{rule.name} must be one of {', '.join(options)}; got {shown}"


def _quote(name: str, fact: Fact) -> str:
    return f"{_capital(spec(name).label)}: {_words(name, fact)}"


def _words(name: str, fact: Fact) -> str:
    """A value exactly as it was set, for people."""
    rule = spec(name)
    if not rule.numeric:
        return value_in_words(name, fact.value) or "nothing"
    ends = [fact.low, fact.high] if fact.ranged else [fact.value]
    return " to ".join(_exact(name, float(end)) for end in ends)  # type: ignore[arg-type]


def _exact(name: str, value: float) -> str:
    digits = f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"
    if name.endswith("_usd"):
        return f"${digits}"
    if name.endswith("_accuracy"):
        return f"{digits}%"
    if name != "latency_target_ms":
        return digits
    exact = value % 1000 == 0 and value <= limit("editing", "exact_ms")
    return duration(value) if exact else f"{digits} ms"


def _phrases(names: Sequence[str], edit: Edit) -> str:
    shown = [
        fact_in_words(n, edit.facts[n]) if n in edit.facts else f"{spec(n).label} is {UNKNOWN}"
        for n in names
    ]
    return "; ".join(shown)


def _quoted(fact: Fact, quote: str) -> Fact:
    return Fact(fact.value, fact.low, fact.high, fact.source, quote)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _reader() -> Reader:
    return Reader()
