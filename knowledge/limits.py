"""The limits on documents and memory, read from their data file."""

import tomllib
from functools import cache
from pathlib import Path

LIMITS = Path(__file__).parent / "data" / "documents.toml"


@cache
def limit(name: str) -> int:
    """One limit by its name; `data/documents.toml` says why it is what it is."""
    tables = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
    return int(next(rows[name]["value"] for rows in tables.values() if name in rows))
