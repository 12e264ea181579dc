"""The conversation as Gradio chat messages: pure functions from the events of a turn."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.events import (
    BoardChanged,
    Done,
    Event,
    Failed,
    QuestionAsked,
    TextDelta,
    ToolFinished,
    ToolStarted,
)
from ui.web.turns import Stopping
from ui.web.uploads import Note, notes_html
from ui.web.words import duration, esc, plural

Entry = dict[str, Any]

_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)
_MARK = re.compile(r"\[(\d{1,3})\](?!\()")
_SPECIAL = re.compile(r"([\\`*_\[\]~|$])")
_BLOCK = re.compile(r"^(\s*)([-+#=>]+|\d{1,9}[.)])(?=\s|$)", re.MULTILINE)
STOPPED = "_Stopped. Send another message whenever you like._"


@dataclass(frozen=True, slots=True)
class Step:
    """One tool call; `seconds` is None while it runs."""

    label: str
    summary: str = ""
    ok: bool = True
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is known of the answer that is being given."""

    steps: tuple[Step, ...] = ()
    text: str = ""
    question: QuestionAsked | None = None
    failed: str = ""
    done: bool = False
    stopping: bool = False
    cited: frozenset[int] = frozenset()


def fold_event(reply: Reply, event: Event) -> Reply:
    """The reply after one more event."""
    if isinstance(event, TextDelta):
        return replace(reply, text=reply.text + event.delta)
    if isinstance(event, ToolStarted):
        return replace(reply, steps=(*reply.steps, Step(event.label)))
    if isinstance(event, ToolFinished):
        return replace(reply, steps=_finished(reply.steps, event))
    if isinstance(event, QuestionAsked):
        return replace(reply, question=event)
    if isinstance(event, Failed):
        return replace(reply, failed=event.message, done=True)
    if isinstance(event, Stopping):
        return replace(reply, stopping=True)
    if isinstance(event, Done):
        numbers = frozenset(c.n for c in event.citations)
        return replace(reply, text=event.reply or reply.text, done=True, cited=numbers)
    return reply


def _finished(steps: tuple[Step, ...], event: ToolFinished) -> tuple[Step, ...]:
    ended = Step(event.label, event.summary, event.ok, event.seconds)
    for i, step in enumerate(steps):
        if step.seconds is None and step.label == event.label:
            return (*steps[:i], ended, *steps[i + 1 :])
    return (*steps, ended)


def newest_board(events: Iterable[Event]) -> Any:
    """The last board among the events, or None."""
    boards = [e.board for e in events if isinstance(e, BoardChanged | Done)]
    return boards[-1] if boards else None


def said(text: str) -> Entry:
    """The user's message, shown as text whatever it holds."""
    return {"role": "user", "content": as_text(text)}


def shown(reply: Reply, *, ended: bool = False) -> list[Entry]:
    """The reply as chat messages: the steps on one line that opens, the text, the quick replies.

    `ended` is true when no event follows, also where the turn was stopped.
    """
    over = reply.done or ended
    entries: list[Entry] = []
    if reply.steps or not (reply.text or over):
        running = not over and (reply.stopping or not reply.text)
        now = "Stopping" if reply.stopping else "Thinking"
        entries.append(_bot(steps_html(reply.steps, running=running, otherwise=now)))
    if reply.text:
        entries.append(_bot(as_markdown(reply.text)))
    if ended and reply.stopping and not reply.done:
        entries.append(_bot(STOPPED))
    if reply.failed:
        entries.append(_bot(f'<p class="failed">{esc(reply.failed)}</p>'))
    if over and reply.question is not None and not reply.failed:
        entries = _ask(entries, reply.question.replies, reply.question.could_change)
    return entries


def _bot(content: str) -> Entry:
    return {"role": "assistant", "content": content}


def _ask(entries: list[Entry], replies: Sequence[str], could_change: str) -> list[Entry]:
    """Offer quick replies below the last message, and the reason to ask unless it was given."""
    if could_change and not any(could_change in entry["content"] for entry in entries):
        entries = [*entries, _bot(f'<p class="why">This {esc(could_change)}.</p>')]
    if not entries or not replies:
        return entries
    options = [{"value": text, "label": text} for text in replies]
    return [*entries[:-1], {**entries[-1], "options": options}]


def taken(notes: Sequence[Note], *, left: int) -> Entry:
    """What became of the files so far; once all are read, what the user may want to say of them."""
    entry = _bot(notes_html(notes, left=left))
    replies = [] if left else [note.reply for note in notes if note.reply]
    return _ask([entry], replies, "")[0]


def asking(entries: list[Entry], question: Any) -> list[Entry]:
    """The chat with the quick replies of the open question, where it offers no others."""
    if question is None or question.done or not entries or entries[-1].get("options"):
        return entries
    return _ask(entries, question.replies, "")


def retold(history: Iterable[Any], question: Any = None) -> list[Entry]:
    """A stored conversation as chat messages, with the quick replies of the open question."""
    entries = [said(m.text) if m.role == "user" else _bot(as_markdown(m.text)) for m in history]
    if question is None or question.done or not entries or entries[-1]["role"] == "user":
        return entries
    return _ask(entries, question.replies, question.could_change)


def cited(history: Iterable[Any]) -> set[int]:
    """The numbers of the sources that a stored conversation quotes."""
    return {citation.n for message in history for citation in message.citations}


def before_turn(history: Sequence[Any], text: str) -> list[Entry]:
    """What was said up to the message of the turn that is running, that message included."""
    messages = list(history)
    while messages and messages[-1].role != "user":
        messages.pop()
    entries = retold(messages)
    if text and (not messages or messages[-1].text.strip() != text.strip()):
        entries = [*retold(history), said(text)]  # the turn has not noted its message yet
    return entries


def notice(text: str) -> list[Entry]:
    """One message of the page itself."""
    return [_bot(f'<p class="failed">{esc(text)}</p>')]


def up_to_date(entries: Sequence[Entry], history: Sequence[Any]) -> list[Entry]:
    """What a tab shows, settled; what is stored when another tab has said more since."""
    stored = sum(message.role == "user" for message in history)
    if stored > sum(entry["role"] == "user" for entry in entries):
        return retold(history)
    return settled(entries)


def settled(entries: Iterable[Entry]) -> list[Entry]:
    """The messages without what only the latest reply carries: quick replies and their reason."""
    return [
        {"role": e["role"], "content": e["content"]}
        for e in map(_plain, entries)
        if 'class="why"' not in e["content"]
    ]


def _plain(entry: Entry) -> Entry:
    """An entry as the page sent it back, its content a string again."""
    content = entry["content"]
    if isinstance(content, list):
        content = "\n\n".join(part.get("text", "") for part in content if isinstance(part, dict))
    return {**entry, "content": content}


def steps_html(steps: Sequence[Step], *, running: bool, otherwise: str = "Thinking") -> str:
    """What was done for the reply, on one line that opens; while it runs, what is being done."""
    if running:
        named = (s.label for s in reversed(steps) if s.seconds is None)
        now = otherwise if otherwise == "Stopping" else next(named, otherwise)
        return f'<div class="steps running"><p><i class="pulse"></i>{esc(now)}…</p></div>'
    total = sum(step.seconds or 0 for step in steps)
    rows = "".join(
        f'<li class="{"ok" if s.ok else "bad"}"><b>{esc(s.label)}</b> {_found(s)}</li>'
        for s in steps
    )
    title = f"{plural(len(steps), 'step')} in {duration(total)}"
    return f'<details class="steps"><summary>{title}</summary><ol>{rows}</ol></details>'


def _found(step: Step) -> str:
    took = "" if step.seconds is None else duration(step.seconds)
    return " · ".join(part for part in (esc(step.summary), took) if part)


def as_text(text: str) -> str:
    """Markdown that shows `text` exactly as it was typed: no markup, link, image or formula."""
    lines = esc(text).replace("&quot;", '"').replace("&#x27;", "'").splitlines()
    kept = []
    for line in lines:
        body = line.lstrip(" \t")
        indent = "&nbsp;" * len(line[: len(line) - len(body)].expandtabs(4))
        kept.append(indent + _SPECIAL.sub(r"\\\1", body))
    return _BLOCK.sub(_literal, "\n".join(kept))


def _literal(match: re.Match[str]) -> str:
    space, mark = match.groups()
    if mark[0].isdigit():
        return f"{space}{mark[:-1]}\\{mark[-1]}"
    return f"{space}\\{mark}"


def as_markdown(text: str) -> str:
    """The advisor's Markdown without HTML and images; `[n]` becomes a chip that opens source n."""
    parts = _CODE.split(text)
    return "".join(part if i % 2 else _prose(part) for i, part in enumerate(parts))


def _prose(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("![", "!\\[")
    return _MARK.sub(r"[\1](#source-\1)", safe)
