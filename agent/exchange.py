"""A conversation as a file of its own: written out whole, and taken in only when all of it holds.

The file holds what was said and what was noted, no tool traffic: that follows from both.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.contributors import BY
from agent.editing import EDIT, Origin
from agent.events import Citation
from agent.notebook import Before, Notebook
from agent.notebook.writing import UNDO_DEPTH
from agent.offline.speaking.memory import LEAD, LEFT, QUIET, SAID, TIMES
from agent.state import ASKED
from tools.errors import InvalidInput
from tools.facts import ProjectFacts, Source
from tools.results import as_json
from tools.scenarios import MAX_SCENARIOS, scenario_name
from tools.vocabulary import STRATEGIES, spec

FORMAT, VERSION = "steerwise conversation", 1
MOST_BYTES = 5_000_000
MOST_MESSAGES = 5_000
MOST_TURNS = 100_000
KEPT = (SAID, LEAD, TIMES, QUIET, LEFT, ASKED, EDIT, BY)
WAY_OUT = "export the conversation again with `steerwise export --thread ID`"
Verify = Callable[[Sequence[Citation]], tuple[Citation, ...]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Edit(_Strict):
    origin: Origin
    facts: dict[str, Any]
    cleared: list[str]


class _Marks(_Strict):
    """What a message carries beside its text."""

    said: str | None = Field(None, max_length=60)
    lead: tuple[str, float] | list[Any] | None = None
    times: int = Field(0, ge=0, le=MOST_TURNS)
    quiet: bool = False
    left: str | None = None
    asked: str | None = None
    edit: _Edit | None = None
    by: str | None = Field(None, max_length=200)


class _Message(_Strict):
    role: Literal["user", "assistant"]
    text: str = Field(min_length=1, max_length=200_000)
    marks: dict[str, Any] = Field(default_factory=dict)


class _File(_Strict):
    format: str
    version: int
    title: str = Field(max_length=200)
    messages: list[_Message] = Field(max_length=MOST_MESSAGES)
    notebook: dict[str, Any]
    files: list[Any] = Field(default_factory=list)
    ratings: list[Any] = Field(default_factory=list)


@dataclass(frozen=True)
class Restored:
    """What a file holds, checked: ready to become a conversation."""

    title: str
    messages: tuple[BaseMessage, ...]
    notebook: Notebook
    turn: int


def exported(
    title: str,
    messages: Sequence[BaseMessage],
    book: Notebook,
    *,
    files: Sequence[Mapping[str, Any]] = (),
    ratings: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """A conversation as plain JSON; `restored` reads it back."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": title,
        "messages": [_row(m) for m in messages if _shown(m)],
        "notebook": book.to_json(),
        "files": [dict(row) for row in files],
        "ratings": [dict(row) for row in ratings],
    }


def restored(data: Any, *, verify: Verify) -> Restored:
    """Read what `exported` wrote, trusting nothing in it.

    Every value is checked against its bounds, the words of every fact must stand in the messages,
    and quotes that `verify` does not find verbatim in the documents of this machine are left out.

    Documents, notes on files and ratings stay where they were given.

    Raises:
        InvalidInput: it is no conversation, damaged, or of a version that is not known here; one
            sentence that says what and the way out.
    """
    file = _file(data)
    messages = tuple(_message(row, place) for place, row in enumerate(file.messages, 1))
    said = [str(m.text) for m in messages if isinstance(m, HumanMessage)]
    try:
        book = Notebook.from_json(file.notebook)
        as_it_was = book.to_json()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(f"its notebook cannot be read ({_reason(error)})") from error
    if json.dumps(as_it_was, sort_keys=True) != json.dumps(_whole(file.notebook), sort_keys=True):
        raise _damaged("its notebook holds what no notebook has")
    _check_notebook(book, said)
    quotes = verify(book.citations)
    return Restored(file.title, messages, replace(book, citations=tuple(quotes)), len(said))


def _file(data: Any) -> _File:
    if not isinstance(data, Mapping):
        raise InvalidInput(f"that is no exported conversation but a {_kind(data)}; {WAY_OUT}")
    if data.get("format") != FORMAT:
        found = f"{data.get('format')!r:.60}" if "format" in data else "nothing"
        raise InvalidInput(
            f"that is no exported conversation: its format is {found}, not {FORMAT!r}; {WAY_OUT}"
        )
    version = data.get("version")
    if version != VERSION or isinstance(version, bool):
        raise InvalidInput(
            f"that conversation has version {version!r:.20} and this Steerwise reads {VERSION}; "
            "update Steerwise, or export it again from one like this"
        )
    try:
        size = len(json.dumps(data, allow_nan=False).encode("utf-8", "replace"))
    except (TypeError, ValueError, RecursionError) as error:
        raise _damaged(f"it is not plain JSON ({_reason(error)})") from error
    if size > MOST_BYTES:
        raise InvalidInput(
            f"that conversation has {size:,} bytes and I read up to {MOST_BYTES:,}; start a new "
            "one and tell me the facts"
        )
    try:
        return _File.model_validate(dict(data))
    except ValidationError as error:
        raise _damaged(_first(error)) from error


def _message(row: _Message, place: int) -> BaseMessage:
    try:
        marks = _Marks.model_validate(row.marks)
        _check_marks(marks)
    except ValidationError as error:
        raise _damaged(f"message {place}: {_first(error)}") from error
    except (InvalidInput, TypeError, ValueError, AttributeError, KeyError) as error:
        raise _damaged(f"message {place}: {_reason(error)}") from error
    kind = HumanMessage if row.role == "user" else AIMessage
    return kind(row.text, additional_kwargs=dict(row.marks))


def _check_marks(marks: _Marks) -> None:
    for name in (marks.left, marks.asked):
        if name is not None:
            spec(name)
    if marks.lead is not None:
        strategy, sure = marks.lead
        if strategy not in STRATEGIES or not 0 <= float(sure) <= 1:
            raise InvalidInput(f"lead must be a strategy and a share; got {marks.lead!r:.60}")
    if marks.edit is not None:
        ProjectFacts.from_json(marks.edit.facts)
        for name in marks.edit.cleared:
            spec(name)


def _check_notebook(book: Notebook, said: Sequence[str]) -> None:
    texts = [_plain(text) for text in said]
    worlds = [book.facts, *(was.facts for was in (*book.past, *book.undone))]
    for world in worlds:
        for name, fact in world.known.items():
            if fact.source not in get_args(Source):
                raise _damaged(f"{name} comes from {fact.source!r:.40}")
            if fact.quote is not None and not any(_plain(fact.quote) in text for text in texts):
                raise _damaged(f"nobody wrote “{fact.quote[:60]}” in it, its words for {name}")
    for name in (*book.asked, *book.withdrawn, *([book.open_fact] if book.open_fact else [])):
        try:
            spec(name)
        except (InvalidInput, TypeError) as error:
            raise _damaged(_reason(error)) from error
    numbers = (book.changes, book.open_changes, *(w.turn for w in (*book.past, *book.undone)))
    if any(isinstance(n, bool) or not isinstance(n, int) or not 0 <= n <= MOST_TURNS
           for n in numbers):  # fmt: skip
        raise _damaged("it counts what cannot be counted")
    _check_sizes(book)


def _check_sizes(book: Notebook) -> None:
    named: list[Notebook | Before] = [book, *book.past, *book.undone]
    for place in named:
        if len(place.scenarios) > MAX_SCENARIOS:
            raise _damaged(f"it names {len(place.scenarios)} what-ifs; {MAX_SCENARIOS} fit")
        for scenario in place.scenarios:
            if scenario_name(scenario.name) != scenario.name:
                raise _damaged(f"no what-if is called {scenario.name!r:.50}")
    if len(book.past) > UNDO_DEPTH or len(book.undone) > UNDO_DEPTH:
        raise _damaged(f"it remembers more than the last {UNDO_DEPTH} changes")
    ns = [citation.n for citation in book.citations]
    if len(set(ns)) != len(ns) or any(not isinstance(n, int) or n < 1 for n in ns):
        raise _damaged("its quotes are not numbered one by one")


def _whole(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook of the file with what an older one leaves out."""
    return {**Notebook().to_json(), **{k: v for k, v in raw.items() if k != "journal"}}


def _row(message: BaseMessage) -> dict[str, Any]:
    marks = {k: v for k, v in message.additional_kwargs.items() if k in KEPT and v is not None}
    role = "user" if isinstance(message, HumanMessage) else "assistant"
    return {"role": role, "text": str(message.text), "marks": as_json(marks)}


def _shown(message: BaseMessage) -> bool:
    return isinstance(message, (HumanMessage, AIMessage)) and bool(str(message.text).strip())


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, with its place."""
    found = error.errors()[0]
    place = ".".join(str(part) for part in found["loc"])
    return f"{place}: {found['msg'][:1].lower()}{found['msg'][1:]}"


def _damaged(what: str) -> InvalidInput:
    return InvalidInput(f"that conversation is damaged: {what}; {WAY_OUT}")


def _reason(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return text[:160] or type(error).__name__


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _kind(data: Any) -> str:
    names = {list: "list", str: "text", type(None): "blank"}
    return names.get(type(data), "number" if isinstance(data, (int, float)) else "value")
