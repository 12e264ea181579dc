"""What is shown of a first message before the models are there stays true when they are."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.notebook import Notebook
from agent.offline import glance as first_glance
from agent.offline.glance import MOST_CHARACTERS, facts_of, glance
from agent.offline.listening import Before, heard
from agent.offline.reading.reader import Reader
from agent.offline.speaking.scene import Past
from knowledge.embedding import Embedder

OWN = Path(__file__).parents[2] / "evals" / "utterances_own.jsonl"
MESSAGE = "We sort 120k tickets a month and have between 2,000 and 3,000 labelled ones."


def first_messages() -> list[str]:
    """Every third of our own texts that opens a conversation, whatever it wants."""
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    opening = [r for r in rows if not r["context"]["asked"] and not r["context"]["known"]]
    return [row["text"] for row in opening[::3]]


def test_the_facts_are_shown_as_short_phrases() -> None:
    assert glance(MESSAGE) == ("120,000 requests a month", "≈ 2,500 good examples")
    assert glance("hello there") == glance("What if we had 500 examples?") == ()


def test_the_whole_reading_keeps_every_fact() -> None:
    reader, nothing = Reader(Embedder()), Before(Notebook(), (), Past())
    texts = first_messages()
    for text in texts:
        first, *_ = heard(reader, text, nothing, lambda: None)
        whole: dict[str, Any] = dict(first.reading.facts)
        seen = {name: fact.value for name, fact in facts_of(text).known.items()}
        assert seen.items() <= whole.items(), text
    assert len(texts) >= 40


def test_it_takes_neither_the_advisor_nor_a_model() -> None:
    heavy = "('torch', 'transformers', 'tokenizers', 'chromadb', 'langchain_core', 'langgraph')"
    code = (
        "import sys; from agent.offline.glance import glance;"
        f"print(glance({MESSAGE!r}), [m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "120,000 requests a month" in done.stdout
    assert done.stdout.strip().endswith("[]")


def test_a_very_long_message_is_left_to_the_advisor() -> None:
    assert glance(MESSAGE + " " * MOST_CHARACTERS) == ()


def test_what_cannot_be_read_is_left_to_the_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(message: str) -> Callable[..., Any]:
        raise LookupError("a bug")

    monkeypatch.setattr(first_glance, "facts_of", broken)
    assert glance(MESSAGE) == ()
    assert "a bug" in caplog.text
