"""The encoder against sentence-transformers, which runs the same weights."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from knowledge.embedding import Embedder, weights_folder
from knowledge.encoder import Encoder

TEXTS = [
    "Our assistant sorts 120k support tickets a month and we have 3,000 labelled ones.",
    "ok",
    "",
    "Die Antworten müssen — naïve Größe, 你好, 🎉 — immer gleich klingen!",
    "word " * 400,
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(weights_folder())


@pytest.mark.slow
def test_a_text_has_the_vector_that_sentence_transformers_gives_it(
    encoder: Encoder, embedder: Embedder
) -> None:
    expected = embedder._loaded().encode(TEXTS, normalize_embeddings=True)
    vectors = np.stack([encoder.encode(text) for text in TEXTS])
    assert np.abs(vectors - expected).max() < 2e-6


def test_a_vector_has_length_one_and_tells_a_meaning(encoder: Encoder) -> None:
    cats, kittens, bill = (
        encoder.encode(text)
        for text in ("Cats sleep all day.", "Kittens like to rest.", "The invoice is overdue.")
    )
    assert (cats.shape, cats.dtype) == ((384,), np.float32)
    assert float(cats @ cats) == pytest.approx(1, abs=1e-6)
    assert cats @ kittens > 0.5 > 0.2 > cats @ bill


def test_what_is_read_beside_it_changes_no_vector(encoder: Encoder) -> None:
    alone = encoder.encode(TEXTS[0])
    seen: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda t=text: seen.append(encoder.encode(t))) for text in TEXTS * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(np.array_equal(vector, alone) for vector in seen) == 2


def test_a_short_text_is_embedded_without_torch() -> None:
    heavy = "('torch', 'transformers', 'sentence_transformers', 'chromadb')"
    code = (
        "import sys; from knowledge.embedding import Embedder; Embedder().embed(['hello']);"
        f"print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
