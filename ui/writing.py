"""Writes a set of files into a folder: whole or not at all, and never over somebody's work."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from tools.errors import InvalidInput

LIST = ".steerwise-files.json"
SHOWN = 3


def write_folder(files: Mapping[str, str], folder: Path, *, alone: bool = False) -> None:
    """Write `files` (relative path -> text) into `folder`, which is made if need be.

    Files that an earlier call wrote there and nobody has changed since are replaced. With `alone`
    the folder must hold nothing else.

    Raises:
        InvalidInput: the folder holds files that would be lost, or is no folder.
        OSError: it cannot be written; nothing was changed then.
    """
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is a file; give a folder")
    ours = _written(folder)
    _check(files, folder, ours, alone=alone)
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _place(files, folder, ours)
    except BaseException:
        for path in new:
            with suppress(OSError):
                path.rmdir()
        raise


def _written(folder: Path) -> dict[str, str]:
    """What an earlier call wrote: relative path -> hash; empty where there is none."""
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(listed, dict):
        return {}
    return {
        path: digest for path, digest in listed.items() if isinstance(digest, str) and _inside(path)
    }


def _inside(path: str) -> bool:
    """True for a path that cannot lead out of its folder, whoever wrote the list."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts


def _check(files: Mapping[str, str], folder: Path, ours: Mapping[str, str], *, alone: bool) -> None:
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()}
    there.discard(LIST)
    at_risk = there if alone else there & {*files, *ours}
    foreign = sorted(path for path in at_risk if path not in ours)
    if foreign:
        raise InvalidInput(
            f"{folder} already holds {_few(foreign)}; give a new folder or an empty one"
        )
    edited = sorted(path for path in at_risk if _digest(folder / path) != ours[path])
    if edited:
        raise InvalidInput(
            f"{_few(edited)} in {folder} was changed by hand and would be lost; give a new folder"
        )


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} and {len(names) - SHOWN} more"


def _place(files: Mapping[str, str], folder: Path, ours: Mapping[str, str]) -> None:
    """Write everything beside its place first, then move it there."""
    draft = Path(tempfile.mkdtemp(prefix=".steerwise-", dir=folder))
    try:
        for path, text in files.items():
            place = draft / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        digests = {path: _digest(draft / path) for path in files}
        (draft / LIST).write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
        for path in (*files, LIST):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(draft / path, folder / path)
        for path in ours.keys() - files.keys():
            (folder / path).unlink(missing_ok=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
