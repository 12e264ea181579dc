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


def test_the_mean_of_the_tokens_points_where_the_text_does(encoder: Encoder) -> None:
    text = TEXTS[0]
    vectors, places = encoder.tokens(text)
    mean = vectors.mean(axis=0)
    assert np.allclose(mean / np.linalg.norm(mean), encoder.encode(text), atol=1e-6)
    words = [text[start:end].lower() for start, end in places if end > start]
    assert words[:3] == ["our", "assistant", "sorts"]
    assert places[0].tolist() == places[-1].tolist() == [0, 0]


def test_an_adapted_network_leaves_the_first_as_it_was(encoder: Encoder) -> None:
    name = "encoder.layer.5.output.dense"
    before = encoder.encode(TEXTS[0])
    a, b = np.full((1, 1536), 0.01, np.float32), np.full((384, 1), 0.02, np.float32)
    b[::2] = 0
    zero = np.zeros_like(b)
    assert np.array_equal(encoder.adapted({name: (a, zero)}).encode(TEXTS[0]), before)
    assert not np.allclose(encoder.adapted({name: (a, b)}).encode(TEXTS[0]), before, atol=1e-4)
    assert np.array_equal(encoder.encode(TEXTS[0]), before)


def test_an_update_of_a_weight_that_is_not_there_is_refused(encoder: Encoder) -> None:
    update = np.zeros((1, 384), np.float32), np.zeros((384, 1), np.float32)
    with pytest.raises(KeyError, match=r"layer\.9"):
        encoder.adapted({"encoder.layer.9.output.dense": update})
