"""Builds the index of the guidance: `python -m knowledge DATA_DIR` (the set-up calls it)."""

import sys
from pathlib import Path

from knowledge import Guidance, KnowledgeError


def main(arguments: list[str]) -> int:
    """Build the index in the folder given and say in one line what was done."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m knowledge DATA_DIR\n")
        return 2
    try:
        changes = Guidance.open(Path(arguments[0])).build()
    except KnowledgeError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    new = len(changes.added) + len(changes.changed)
    total = new + len(changes.unchanged)
    sys.stdout.write(
        f"guidance: {total} documents, {changes.passages} passages, {new} embedded now\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
