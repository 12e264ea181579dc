"""Files dropped into the message box: documents for this conversation, and data sets to check."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from agent.attachments import FileNote
from agent.settings import folder_unavailable
from knowledge.limits import limit
from tools.dataset import check_dataset
from tools.dataset_report import DatasetReport
from tools.errors import SteerwiseError
from ui.web.cards import card, hint
from ui.web.words import esc, plural, sentence

MAX_UPLOAD = f"{limit('file_mb') + 10}mb"  # the page refuses what is over the limit, in words
FOLDER = "uploads-"  # of one running page, inside the data folder, readable by its owner alone
FORGOTTEN_SECONDS = 86_400  # what a crash left is removed after a day
DATASETS = (".jsonl", ".ndjson")
PROBLEMS_SHOWN = 3
INVITATION = (
    "Attach your own pages (md, txt, html, pdf, docx) in the message box: I quote them as yours, "
    "in this conversation only. A .jsonl data set is checked for training."
)


def upload_folder(data_dir: Path) -> Path:
    """A new folder for uploads that only this user of the machine can read.

    Raises:
        Unavailable: the data folder cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        for old in data_dir.glob(f"{FOLDER}*"):
            if time.time() - old.stat().st_mtime > FORGOTTEN_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=FOLDER, dir=data_dir))
    except OSError as error:
        raise folder_unavailable(data_dir, error) from error


def paths_of(files: Any) -> list[Path]:
    """The paths of what the message box holds."""
    rows = files if isinstance(files, list) else []
    paths = (row.get("path") if isinstance(row, dict) else row for row in rows)
    return [Path(str(path)) for path in paths if path]


def take_in(advisor: Any, thread: str, paths: Sequence[Path]) -> Iterator[FileNote]:
    """Take one file after the other, and leave none behind; a bad one stops no other."""
    for path in paths:
        try:
            if path.suffix.lower() in DATASETS:
                yield _checked(path)
            else:
                yield _added(advisor, thread, path)
        except SteerwiseError as error:
            yield FileNote(path.name, _plain(str(error), path.name), ok=False)
        except OSError as error:
            reason = (error.strerror or "unknown error").lower()
            yield FileNote(path.name, f"{path.name} cannot be read ({reason}).", ok=False)
        finally:
            _discard(path)


def _added(advisor: Any, thread: str, path: Path) -> FileNote:
    changes = advisor.ingest(thread, [path])
    if changes.refused:
        return FileNote(path.name, _plain(changes.refused[0], path.name), ok=False)
    if changes.unchanged:
        return FileNote(path.name, f"{path.name} is the same as before.", ok=True)
    word = "replaced" if changes.changed else "added"
    return FileNote(path.name, f"{path.name} {word}; I’ll quote it as yours.", ok=True)


def _plain(reason: str, name: str) -> str:
    """A refusal as a sentence that leaves the name of the file as it is."""
    reason = reason.removeprefix("nothing to index: ")
    whole = sentence(reason)
    return name + whole[len(name) :] if reason.startswith(name) else whole


def _checked(path: Path) -> FileNote:
    with path.open("rb") as file:
        report = check_dataset(file)
    problems = tuple(problem.text for problem in report.problems[:PROBLEMS_SHOWN])
    return FileNote(
        path.name,
        f"{path.name}: {report.summary}",
        ok=report.usable,
        reply=f"We have {report.distinct:,} good examples." if report.distinct else "",
        more=(*problems, *_split(report)),
    )


def _split(report: DatasetReport) -> tuple[str, ...]:
    splits = report.splits
    if not (report.usable and splits.test):
        return ()
    return (
        f"Train on {splits.train:,}, tune on {splits.validation:,}, keep {splits.test:,} for the "
        "test.",
    )


def _discard(path: Path) -> None:
    """Remove an upload and the folder that was made for it."""
    with contextlib.suppress(OSError):
        path.unlink()
    with contextlib.suppress(OSError):
        path.parent.rmdir()  # only an empty one goes


def notes_html(notes: Iterable[FileNote], *, left: int = 0) -> str:
    """What became of the files, a line each, with those still to be read."""
    rows = "".join(_line(note) for note in notes)
    waiting = f"<p>Reading {plural(left, 'file')}…</p>" if left else ""
    pulse = waiting.replace("<p>", '<p><i class="pulse"></i>')
    return f'<div class="uploads"><ul>{rows}</ul>{pulse}</div>'


def _line(note: FileNote) -> str:
    more = "".join(f"<small>{esc(text)}</small>" for text in note.more)
    return f'<li class="{"ok" if note.ok else "bad"}">{esc(note.text)}{more}</li>'


def files_html(names: Iterable[str]) -> str:
    """The files that were sent, by their names."""
    return f'<p class="files">{"".join(f"<span>{esc(name)}</span>" for name in names)}</p>'


def documents_card(names: Sequence[str]) -> str:
    """The user's own documents of this conversation, each with a way out, or how to add some."""
    rows = "".join(
        f'<li><span>{esc(name)}</span><button type="button" data-forget="{esc(name)}" '
        f'aria-label="Remove {esc(name)}">Remove</button></li>'
        for name in names
    )
    body = f'<ul class="documents">{rows}</ul>{hint(INVITATION)}' if names else hint(INVITATION)
    return card("documents", "Your documents", body, aside=str(len(names) or ""))
