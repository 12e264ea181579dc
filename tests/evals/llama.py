"""Ten conversations led by a real llama.cpp server: `python -m tests.evals llama`.

The model is a base model of 270M parameters, so nearly all that it says is babble. What counts is
where each conversation ends: facts, ranking and costs as the engine alone has them, and no figure
in a reply that nothing supports. Model calls end after `PATIENCE` seconds, so a slow machine serves
more turns offline; where they end is the same.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.agent.conftest import reply, ungrounded
from tests.agent.remote.llama import LlamaServer

PATIENCE = float(os.environ.get("LLAMA_SECONDS", "45"))
MODES = ("tools", "json", "phrasing")
CONVERSATIONS = (
    ("We sort 60,000 tickets a month into 14 queues and hold 4,000 labelled ones.", "Just tell me"),
    (
        "Our bot answers from a handbook that changes weekly, 9,000 questions a month.",
        "What would it cost?",
    ),
    ("We pull 12 fields out of 200,000 invoices a month; the format breaks often.", "Just tell me"),
    ("Summaries of legal files, 500 a month, no examples at all.", "Why not fine-tuning?"),
    (
        "A chat assistant, 1 million requests a month, must answer in 300 ms.",
        "What if we had 20,000 examples?",
    ),
    ("We write product texts in a house style; 2,500 good examples.", "What should I test first?"),
    ("Replies must never give medical advice; 30,000 chats a month.", "compare LoRA and prompting"),
    (
        "We route emails into 6 classes, 800 labelled examples, 15,000 a month.",
        "We have 3,000 examples, actually",
    ),
    ("Support answers from private documents that change daily, 40,000 a month.", "show the costs"),
    ("Code review comments, 5,000 a month, people's thumbs on 10,000 of them.", "Just tell me"),
)


@contextmanager
def _advisors(url: str, mode: str, folder: Path) -> Iterator[tuple[Advisor, Advisor]]:
    guidance = Guidance.open(folder)
    guidance.build()
    led = load_settings(
        data_dir=folder / mode,
        openai_base_url=url,
        model="gemma",
        model_mode=mode,
        retries=0,
        max_reply_tokens=48,
        timeout_seconds=PATIENCE,
        turn_seconds=2 * PATIENCE,
    )
    alone = load_settings(data_dir=folder / f"{mode}-alone", model="offline")
    with (
        closing(Advisor(led, guidance=guidance)) as first,
        closing(Advisor(alone, guidance=guidance)) as second,
    ):
        yield first, second


def report(_: object = None) -> str:
    """Lead every conversation, the modes taking turns, and say where each ended."""
    counts, wrong = Counter[str](), []
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as name, LlamaServer(Path(name)) as server:
        for number, messages in enumerate(CONVERSATIONS):
            mode = MODES[number % len(MODES)]
            with _advisors(server.url, mode, Path(name)) as (led, alone):
                found = _lead(led, alone, messages, counts)
                wrong += [f"{number + 1} ({mode}): {what}" for what in found]
    seconds = (time.perf_counter() - begun) / max(counts["turns"], 1)
    lines = [
        "A llama.cpp server with a base model of 270M leads ten conversations",
        f"conversations that end where the engine ends: "
        f"{len(CONVERSATIONS) - len({w.split(':')[0] for w in wrong})} of {len(CONVERSATIONS)}",
        f"turns: {counts['turns']}, of these spoken by the built-in model: {counts['offline']}",
        f"model calls: {counts['calls']}; sentences held back: {counts['held']} "
        f"(dropped {counts['dropped']}, replaced {counts['replaced']})",
        f"seconds a turn, the engine's own turn included: {seconds:.1f}",
        *wrong,
    ]
    return "\n".join(lines)


def _lead(
    led: Advisor, alone: Advisor, messages: tuple[str, ...], counts: Counter[str]
) -> Iterator[str]:
    """Lead one conversation twice; yields where the model's differs from the engine's."""
    thread, own = led.new_thread(), alone.new_thread()
    for message in messages:
        done, expected = reply(led, thread, message), reply(alone, own, message)
        counts["turns"] += 1
        counts["offline"] += "the built-in model answers" in done.reply
        for what in ("facts", "assessment", "costs"):
            if _compared(done, what) != _compared(expected, what):
                yield f"{what} differ after {message!r}"
        loose = ungrounded(led, thread, done)
        if loose:
            yield f"unsupported in the reply to {message!r}: {loose}"
    used = led.usage(thread)
    held = used.held_back
    counts.update(calls=used.calls, dropped=held.dropped, replaced=held.replaced)
    counts["held"] += max(held.asked_again, held.dropped + held.replaced)


def _compared(done: object, what: str) -> object:
    found = getattr(done.board, what)  # type: ignore[attr-defined]
    return {f.name: f.value for f in found} if what == "facts" else found
