"""A stored conversation as Gradio chat messages, and what a tab shows brought up to date."""

from collections.abc import Iterable, Sequence
from typing import Any

from agent.attachments import FileNote
from agent.events import Board
from ui.suggestions import what_ifs
from ui.web.acts import edit_button, turns_in
from ui.web.chat import Entry, ask, bot, failed_html, steps_html, worth_a_line
from ui.web.markup import as_markdown, as_text
from ui.web.uploads import files_html, notes_html

KEEP = "Keep that"


def said(text: str, turn: int) -> Entry:
    """The user's message number `turn`, shown as text whatever it holds."""
    return {"role": "user", "content": as_text(text) + edit_button(turn)}


def attached(notes: Sequence[FileNote], *, left: Sequence[str] = ()) -> list[Entry]:
    """The files that were sent, `left` still to be read, and what became of them so far."""
    names = [*(note.name for note in notes), *left]
    sent = {"role": "user", "content": files_html(names)}
    entries = [sent, bot(notes_html(notes, left=len(left)))]
    replies = [] if left else [note.reply for note in notes if note.reply]
    return ask(entries, replies, "")


def retold(history: Iterable[Any], files: Sequence[FileNote] = ()) -> list[Entry]:
    """A stored conversation, its files where they were sent."""
    entries = _files_after(files, 0)
    turn, waiting = 0, False
    for message in history:
        if message.role == "user":
            entries += _files_after(files, turn) if waiting else []
            turn, waiting = turn + 1, True
            entries.append(said(message.text, turn))
        else:
            if worth_a_line(message.steps):
                entries.append(bot(steps_html(message.steps, running=False)))
            entries.append(bot(as_markdown(message.text)))
    return entries + (_files_after(files, turn) if waiting else [])


def _files_after(files: Sequence[FileNote], turn: int) -> list[Entry]:
    sent = [note for note in files if note.after == turn]
    return [{k: v for k, v in e.items() if k != "options"} for e in attached(sent)] if sent else []


def offering(entries: list[Entry], board: Board, *, why: bool = False) -> list[Entry]:
    """The chat with what may be said next: answers to the open question, or what-ifs that matter.

    With `why`, the reason to ask is given where the last message asks for the first time without.
    """
    if not entries or entries[-1]["role"] == "user" or entries[-1].get("options"):
        return entries
    question = board.question
    if question is not None and not question.done:
        first = as_markdown(question.question) in entries[-1]["content"]  # else it was put shorter
        return ask(entries, question.replies, question.could_change if why and first else "")
    if board.assessment is None:
        return entries
    asked = [_words(entry) for entry in entries if entry["role"] == "user"]
    new = [text for text in what_ifs(board) if text.casefold() not in asked]
    keep = [KEEP] if asked and asked[-1].startswith("what if") else []
    return ask(entries, [*keep, *new], "")


def _words(entry: Entry) -> str:
    content = str(entry["content"]).partition(" <button")[0]
    return content.replace("\\", "").casefold()


def cited(history: Iterable[Any]) -> set[int]:
    """The numbers of the sources that a stored conversation quotes."""
    return {citation.n for message in history for citation in message.citations}


def before_turn(history: Sequence[Any], text: str, files: Sequence[FileNote] = ()) -> list[Entry]:
    """What was said up to the message of the turn that is running, that message included."""
    messages = list(history)
    while messages and messages[-1].role != "user":
        messages.pop()
    entries = retold(messages, files)
    if text and (not messages or messages[-1].text.strip() != text.strip()):
        turn = 1 + sum(message.role == "user" for message in history)
        entries = [*retold(history, files), said(text, turn)]  # it has not noted its message yet
    return entries


def until(history: Sequence[Any], turn: int) -> tuple[Any, ...]:
    """The messages before message number `turn`."""
    kept, count = [], 0
    for message in history:
        count += message.role == "user"
        if count >= turn:
            break
        kept.append(message)
    return tuple(kept)


def notice(text: str) -> list[Entry]:
    """One message of the page itself."""
    return [bot(failed_html(text))]


def up_to_date(
    entries: Sequence[Entry], history: Sequence[Any], files: Sequence[FileNote] = ()
) -> list[Entry]:
    """What a tab shows, settled; what is stored when another tab has said more, or less, since."""
    shown = settled(entries)
    stored = sum(message.role == "user" for message in history)
    return shown if stored == turns_in(shown) else retold(history, files)


def lags(entries: Sequence[Entry], history: Sequence[Any], files: Sequence[FileNote] = ()) -> bool:
    """True when another tab has said more, less or something else than this one shows."""
    shown = settled(entries)
    if turns_in(shown) != sum(message.role == "user" for message in history):
        return True
    there = "\n".join(_pressed(str(entry["content"])) for entry in shown)
    texts = [as_text(m.text) if m.role == "user" else as_markdown(m.text) for m in history]
    texts += [files_html([note.name]).removeprefix('<p class="files">')[:-4] for note in files]
    return any(_pressed(text) not in there for text in texts)


def _pressed(text: str) -> str:
    """Without the space that Gradio adds and takes away."""
    return "".join(text.split())


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
