"""A long random walk: hundreds of unrelated messages in one conversation.

`python -m tests.evals soak` prints what failed, how far the stored state grew, and whether turns
became slower.
"""

import json
import random
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from agent import Advisor
from agent.events import Done
from agent.settings import load_settings
from knowledge import Guidance

MESSAGES = 300
WINDOW = 50
TEXTS = Path(__file__).parent / "utterances_own.jsonl"


def report(documents: Path | None = None) -> str:
    """The walk in figures; `documents` plays no part here."""
    rows = [json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    texts = random.Random(0).sample([row["text"] for row in rows], MESSAGES)
    with tempfile.TemporaryDirectory() as folder:
        guidance = Guidance.open(Path(folder))
        guidance.build()
        guidance.warm_up()
        settings = load_settings(data_dir=Path(folder) / "talk", model="offline")
        with closing(guidance), closing(Advisor(settings, guidance=guidance)) as advisor:
            return _walk(advisor, texts, settings.data_dir)


def _walk(advisor: Advisor, texts: list[str], folder: Path) -> str:
    thread = advisor.new_thread()
    seconds, sizes, failures = [], [], []
    for text in texts:
        begun = time.perf_counter()
        last = list(advisor.stream(thread, text))[-1]
        seconds.append(time.perf_counter() - begun)
        sizes.append(len(json.dumps(advisor._state(thread), default=str)))
        if not isinstance(last, Done):
            failures.append(f"  {text[:60]!r}: {getattr(last, 'message', last)}")
    lines = [f"{len(texts)} random messages in one conversation, {len(failures)} failed", *failures]
    lines.append(f"{'messages':>12s}{'turn p50':>12s}{'state':>12s}")
    for start in range(0, len(texts), WINDOW):
        end = min(start + WINDOW, len(texts))
        middle = 1000 * median(seconds[start:end])
        lines.append(f"{start + 1:>6d}–{end:<5d}{middle:>9.0f} ms{sizes[end - 1] / 1000:>9.0f} kB")
    stored = sum(file.stat().st_size for file in folder.glob("conversations.sqlite*"))
    lines.append(f"on disk: {stored / 1e6:.1f} MB")
    return "\n".join(lines)
