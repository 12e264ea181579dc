"""The phrases are data: each one is said somewhere."""

import tomllib
from pathlib import Path

from agent.offline import phrases

SAID_IN = "".join(f.read_text("utf-8") for f in Path(phrases.__file__).parent.glob("*.py"))


def test_no_phrase_is_left_unsaid():
    names = tomllib.loads(phrases.PACKAGED.read_text(encoding="utf-8"))
    assert [name for name in names if f'"{name}"' not in SAID_IN] == []
