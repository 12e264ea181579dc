"""How long searches and whole turns of the offline advisor take once everything is loaded."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.bench.timing import table, timed

QUESTION = "When does fine-tuning pay back?"
TURNS = {
    "a description": "We answer 120,000 emails a month and have 3,000 good replies.",
    "a what-if": "What if we only had 100 examples?",
    "a question with sources": "Why not RAG?",
}


def report() -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        guidance = Guidance.open(Path(folder))
        guidance.build()
        embed = timed("embedding a question", lambda: guidance.embedder.embed([QUESTION]), runs=30)
        search = timed("searching the guidance", lambda: guidance.search(QUESTION), runs=30)
        rows = [embed, search]
        settings = load_settings(data_dir=Path(folder), model="offline")
        with closing(Advisor(settings, guidance=guidance)) as advisor:
            for label, text in TURNS.items():
                rows.append(timed(f"a turn: {label}", _turn(advisor, text), runs=10))
    ratio = f"  a search takes {search.p50 / embed.p50:.2f} times as long as its embedding"
    return f"{table('Conversation, loaded', rows)}\n{ratio}"


def _turn(advisor: Advisor, text: str) -> Callable[[], object]:
    thread = advisor.new_thread()
    list(advisor.stream(thread, TURNS["a description"]))
    return lambda: list(advisor.stream(thread, text))
