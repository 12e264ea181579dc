"""One embedding model and one built index for all tests of the guidance; a fake for the rest."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import Guidance
from knowledge.embedding import DIMENSIONS, Embedder, Vectors
from knowledge.lexical import words


class WordEmbedder(Embedder):
    """A fake with no weights: a text is the sum of a fixed random vector for each of its words."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        rows = [sum((_vector(word) for word in words(text)), _vector("")) for text in texts]
        matrix = np.array(rows, dtype=np.float32).reshape(len(texts), DIMENSIONS)
        return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> list[Vectors]:
        return [
            self.embed([text, *(text[start:end] for start, end in spans)])
            for text, spans in zip(texts, parts, strict=True)
        ]

    def warm_up(self) -> None:
        pass


def _vector(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
    return np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32)


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return Embedder()


@pytest.fixture(scope="session")
def guidance(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Guidance:
    """The packaged guidance, built once with the real model."""
    built = Guidance(tmp_path_factory.mktemp("guidance"), embedder=embedder)
    built.build()
    return built


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two small documents."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "cats.md").write_text(
        "---\ntitle: Cats\nreviewed: 2026-01-02\nauthor: Us\nsources:\n"
        "  - author: Felix\n    title: On cats\n    year: 2020\n    url: https://cats.example\n---\n"
        "# Cats\n\n## What do cats eat?\n\n"
        "Cats eat fish and mice (Felix, 2020). They drink water.\n\n"
        "## Where do cats sleep?\n\nCats sleep in the sun on a warm roof, and in boxes.\n",
        encoding="utf-8",
    )
    (folder / "dogs.txt").write_text(
        "Dogs\n\nDogs eat meat. Dogs guard the house at night and bark at strangers.\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def fake(tmp_path: Path, corpus: Path) -> Callable[[], Guidance]:
    """Opens the small corpus with the fake model; every call is like a new process's."""

    def open_guidance() -> Guidance:
        return Guidance(tmp_path / "data", corpus, WordEmbedder())

    return open_guidance
