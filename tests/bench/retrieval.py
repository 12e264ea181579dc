"""How fast the guidance is found and indexed, beside the embedding alone that nobody can avoid."""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from knowledge import Guidance
from knowledge.documents import read_document
from knowledge.embedding import Embedder
from knowledge.passages import split

QUESTIONS = (
    "When does LoRA fit?",
    "our documents change every day, what should we do?",
    "how many labelled examples do I need",
    "What does it cost to serve a tuned model on our own hardware?",
    "is the improvement real or noise",
)
ROUNDS = 20
FILES = 1_000


def report() -> str:
    """Three lines: a query, the build of the index, and a folder of 1,000 unchanged files."""
    embedder = Embedder()
    embedder.embed(["warm up"])
    with tempfile.TemporaryDirectory() as folder:
        guidance = Guidance(Path(folder) / "ours", embedder=embedder)
        build = _build(guidance, embedder)
        return "\n".join([_query(guidance, embedder), build, _unchanged(Path(folder), embedder)])


def _query(guidance: Guidance, embedder: Embedder) -> str:
    """Alternates the two, so that both see the same machine."""
    alone: list[float] = []
    whole: list[float] = []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            alone.append(_seconds(lambda q=question: embedder.embed([q])))
            whole.append(_seconds(lambda q=question: guidance.search(q)))
    base, ours = (statistics.median(times) * 1000 for times in (alone, whole))
    return (
        f"a query: p50 {ours:.1f} ms, embedding it alone {base:.1f} ms:"
        f" {ours / base:.2f} times (target 1.3)"
    )


def _build(guidance: Guidance, embedder: Embedder) -> str:
    texts: list[str] = []
    for path in sorted(guidance.corpus.glob("*.md")):
        document = read_document(path)
        for piece in split(document.text, document.body_start):
            before = f"{document.title} > {piece.heading}\n"
            texts.append(before + document.text[piece.start : piece.end])
    base = _seconds(lambda: embedder.embed(texts))
    ours = _seconds(guidance.build)
    return (
        f"the index: {len(texts)} passages in {ours:.1f} s, embedding them alone {base:.1f} s:"
        f" {ours / base:.2f} times (target 1.2)"
    )


def _unchanged(folder: Path, embedder: Embedder) -> str:
    documents = folder / "documents"
    documents.mkdir()
    for n in range(FILES):
        (documents / f"{n}.md").write_text(f"# Note {n}\n\nNote {n} is short.\n", encoding="utf-8")
    Guidance(folder / "many", embedder=embedder).ingest([documents], "many")
    again = Guidance(folder / "many", embedder=embedder)
    seconds = _seconds(lambda: again.ingest([documents], "many"))
    return f"{FILES:,} unchanged files: seen in {seconds:.2f} s (target 2)"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
