"""How fast the guidance is found and indexed, beside the embedding alone that nobody can avoid."""

import resource
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge import Guidance
from knowledge.documents import read_document
from knowledge.embedding import DIMENSIONS, Embedder, Vectors
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
MANY = 10_000


def report() -> str:
    """Four lines: a query, the build of the index, 1,000 unchanged files, 10,000 documents."""
    embedder = Embedder()
    embedder.embed(["warm up"])
    embedder.embed_parts(["warm up"], [()])
    with tempfile.TemporaryDirectory() as folder:
        guidance = Guidance(Path(folder) / "ours", embedder=embedder)
        build = _build(guidance, embedder)
        rows = [_query(guidance, embedder), build, _unchanged(Path(folder), embedder)]
        return "\n".join([*rows, _many(Path(folder))])


def _query(guidance: Guidance, embedder: Embedder) -> str:
    """Alternates the two, so that both see the same machine."""
    alone: list[float] = []
    whole: list[float] = []
    for n in range(ROUNDS):  # what was asked before is not read again, so nothing is asked twice
        for question in QUESTIONS:
            alone.append(_seconds(lambda q=f"{question} {n} a": embedder.embed([q])))
            whole.append(_seconds(lambda q=f"{question} {n} b": guidance.search(q)))
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
    base = _seconds(lambda: embedder.embed_parts(texts, [()] * len(texts)))
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


class _Made(Embedder):
    """Vectors made of a text's checksum: what is measured is all but the embedding."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        seeds = (zlib.crc32(text.encode()) for text in texts)
        rows = [np.random.default_rng(seed).normal(size=DIMENSIONS) for seed in seeds]
        return np.stack([row / np.linalg.norm(row) for row in rows]).astype(np.float32)

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> list[Vectors]:
        both = zip(texts, parts, strict=True)
        return [self.embed([text, *(text[a:b] for a, b in spans)]) for text, spans in both]


def _many(folder: Path) -> str:
    """A collection that is too large to be held in memory."""
    documents = folder / "very-many"
    documents.mkdir()
    for n in range(MANY):
        text = f"# Case {n}\n\nCase {n} concerns order {n * 7919 % 10007}. It was closed in time.\n"
        (documents / f"{n}.md").write_text(text, encoding="utf-8")
    guidance = Guidance(folder / "large", embedder=_Made())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = _seconds(lambda: guidance.ingest([documents], "large"))
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    asked = [f"what about order {n} of case {n + 3}?" for n in range(0, 2_000, 50)]
    guidance.search(asked[0], collection="large")
    times = [_seconds(lambda q=q: guidance.search(q, collection="large")) for q in asked]
    return (
        f"{MANY:,} documents: stored in {seconds:.1f} s and {more:.0f} MB more memory, a query"
        f" among them p50 {statistics.median(times) * 1000:.1f} ms, all without embedding"
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
