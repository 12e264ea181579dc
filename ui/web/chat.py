"""One reply as Gradio chat messages: pure functions from the events of a turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.events import (
    BoardChanged,
    Done,
    Event,
    Failed,
    QuestionAsked,
    Step,
    TextDelta,
    ToolFinished,
    ToolStarted,
)
from ui.web.markup import as_markdown
from ui.web.turns import Stopping
from ui.web.words import duration, esc, plural

Entry = dict[str, Any]

NOTICEABLE_SECONDS = 0.25  # steps that took less are worth no line of their own
STOPPED = "_Stopped. Send another message whenever you like._"


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


def shown(reply: Reply, *, ended: bool = False) -> list[Entry]:
    """The reply as chat messages: the steps on one line that opens, the text, what went wrong.

    `ended` is true when no event follows, also where the turn was stopped.
    """
    over = reply.done or ended
    entries: list[Entry] = []
    if reply.steps or not (reply.text or over):
        running = not over and (reply.stopping or not reply.text)
        now = "Stopping" if reply.stopping else "Thinking"
        if running or worth_a_line(reply.steps):
            entries.append(bot(steps_html(reply.steps, running=running, otherwise=now)))
    if reply.text:
        entries.append(bot(as_markdown(reply.text)))
    if ended and reply.stopping and not reply.done:
        entries.append(bot(STOPPED))
    if reply.failed:
        entries.append(bot(failed_html(reply.failed)))
    if over and reply.question is not None and not reply.failed:
        entries = ask(entries, reply.question.replies, reply.question.could_change)
    return entries


def bot(content: str) -> Entry:
    """A message of the advisor."""
    return {"role": "assistant", "content": content}


def failed_html(message: str) -> str:
    """What could not be done, in one sentence."""
    return f'<p class="failed">{esc(message)}</p>'


def ask(entries: list[Entry], replies: Sequence[str], could_change: str) -> list[Entry]:
    """Offer quick replies below the last message, and the reason to ask unless it was given."""
    if could_change and not any(gives(entry["content"], could_change) for entry in entries):
        entries = [*entries, bot(f'<p class="why">This {esc(could_change)}.</p>')]
    if not entries or not replies:
        return entries
    options = [{"value": text, "label": text} for text in replies]
    return [*entries[:-1], {**entries[-1], "options": options}]


def gives(text: str, could_change: str) -> bool:
    """True where the paragraph that asks tells what an answer could change, in whatever words.

    Of "could move you from A to B" it is B that has to be named.
    """
    closing = text.rstrip().rpartition("\n\n")[2]
    return could_change in text or could_change.rpartition(" to ")[2] in closing


def worth_a_line(steps: Sequence[Step]) -> bool:
    """True where the steps took a while, or one of them failed."""
    took = sum(step.seconds or 0 for step in steps)
    return took >= NOTICEABLE_SECONDS or not all(step.ok for step in steps)


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
