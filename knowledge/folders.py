"""Finds the files to read below the paths that a person gives; follows no link to a folder.

What cannot be read is told in one line, and remembered: nobody knows what lies behind it.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.formats import SUFFIXES


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. `key` names it for good, `root` is the path given that led to it."""

    path: Path
    key: str
    root: str
    shown: str  # for messages: the path from the root on


@dataclass
class Walk:
    """What was found: files in order, lines of refusal, and what must be taken as still there.

    `skipped` counts the files in folders whose kind is not read. `failed` holds the paths given
    that lead nowhere.
    """

    files: list[File] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    skipped: int = 0

    def hidden(self, key: str) -> bool:
        """True when a file lies where nothing could be read, so that it may well still exist."""
        return any(key == place or key.startswith(place + os.sep) for place in self.unseen)

    def covers(self, key: str) -> bool:
        """True when a file lies below one of the paths that were given and exist."""
        return any(
            key == root or key.startswith(root.rstrip(os.sep) + os.sep) for root in self.roots
        )


def walk(paths: Iterable[Path]) -> Walk:
    """The readable files below `paths`, each once; a file that is given by name in any case."""
    found = Walk()
    seen: set[Path] = set()
    for path in paths:
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            found.failed.append(shown(str(path)))
            found.refused.append(f"{shown(str(path))} {_why_missing(error)}")
            continue
        root = key_of(real)
        found.roots.append(root)
        if real.is_dir():
            _folder(real, root, found, seen)
        elif real not in seen:
            seen.add(real)
            found.files.append(File(real, root, root, shown(path.name)))
    return found


def _folder(top: Path, root: str, found: Walk, seen: set[Path]) -> None:
    """Go through a folder in the order of names, with a list of its own instead of recursion."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            found.unseen.append(key_of(folder))
            found.refused.append(f"{_from(top, folder)} {_why_missing(error)}")
            continue
        inside: list[Path] = []
        for entry in entries:
            path = Path(entry.path)
            try:
                if entry.is_dir(follow_symlinks=False):
                    inside.append(path)
                elif entry.is_symlink() and entry.is_dir():
                    found.refused.append(
                        f"{_from(top, path)} is a link to a folder and not followed; name the"
                        " folder itself to add it"
                    )
                elif path.suffix.lower() not in SUFFIXES:
                    found.skipped += 1
                else:
                    _add(path, top, root, found, seen)
            except (OSError, RuntimeError) as error:
                found.refused.append(f"{_from(top, path)} {_why_missing(error)}")
        waiting.extend(reversed(inside))


def _add(path: Path, top: Path, root: str, found: Walk, seen: set[Path]) -> None:
    """Add a file once, whichever links lead to it."""
    real = path.resolve(strict=True)
    if real not in seen:
        seen.add(real)
        found.files.append(File(path, key_of(path), root, _from(top, path)))


def key_of(path: Path) -> str:
    """The path as text that can be stored; bytes that are no UTF-8 are spelled out."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def shown(name: str) -> str:
    """A name on one line, whatever characters it holds."""
    safe = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in safe)


def _from(top: Path, path: Path) -> str:
    try:
        return shown(os.path.relpath(path, top.parent))
    except ValueError:
        return shown(str(path))


def _why_missing(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "does not exist; give a file or a folder"
    if isinstance(error, PermissionError):
        return "may not be read; check its rights"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else ""
    loop = isinstance(error, RuntimeError) or "symbolic links" in reason
    return "is a link that leads in a circle" if loop else f"cannot be read ({reason or error})"
