"""MiniLM in NumPy: the vector of one text within milliseconds, without the seconds torch takes.

The network is BERT (Devlin et al., 2019) with six small layers (MiniLM, Wang et al., 2020), the
vector the mean of its tokens (Sentence-BERT, Reimers & Gurevych, 2019). sentence-transformers runs
the same weights over documents, where it is the faster; a test holds the two equal.
"""

import json
from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_ERF_SCALE = 0.3275911


class Encoder:
    """The weights in memory; it holds no other state, so threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Load `tokenizer.json`, `model.safetensors` and the shape of the network from a folder."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        shape = json.loads((folder / "config.json").read_bytes())
        length = json.loads((folder / "sentence_bert_config.json").read_bytes())["max_seq_length"]
        self._heads: int = shape["num_attention_heads"]
        self._layers: int = shape["num_hidden_layers"]
        self._epsilon = np.float32(shape["layer_norm_eps"])
        self._weights: dict[str, Vectors] = {
            name: np.ascontiguousarray(row.T) if _is_matrix(name, row) else row
            for name, row in load_file(folder / "model.safetensors").items()
        }
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(length)

    def encode(self, text: str) -> Vectors:
        """The vector of a text, of length 1; what goes beyond the longest input is not read.

        A text is read alone, so its vector does not depend on what else is read.
        """
        tokens = np.array(self._tokenizer.encode(text).ids)
        mean = self._read(tokens).mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def tokens(self, text: str) -> tuple[Vectors, NDArray[np.int64]]:
        """The vector of each token and the characters [start, end) it stands for, row by row.

        The first and the last token stand for none, as do all of an empty text; what goes beyond
        the longest input is not read.
        """
        read = self._tokenizer.encode(text)
        return self._read(np.array(read.ids)), np.array(read.offsets, dtype=np.int64)

    def adapted(self, updates: Mapping[str, tuple[Vectors, Vectors]]) -> "Encoder":
        """The same network with updates of low rank (LoRA, Hu et al., 2021) added to some weights.

        An update (a: rank x inputs, b: outputs x rank) adds b @ a. What is not updated is shared.

        Raises:
            KeyError: an update names no weight of this network.
        """
        other = copy(self)
        other._weights = dict(self._weights)
        for name, (a, b) in updates.items():
            other._weights[f"{name}.weight"] = self._weights[f"{name}.weight"] + (b @ a).T
        return other

    def _read(self, tokens: NDArray[np.int64]) -> Vectors:
        """The vector of every token, one row each."""
        weights = self._weights
        x = weights["embeddings.word_embeddings.weight"][tokens]
        x = x + weights["embeddings.position_embeddings.weight"][: len(tokens)]
        x = self._normed(x + weights["embeddings.token_type_embeddings.weight"][0], "embeddings")
        for number in range(self._layers):
            layer = f"encoder.layer.{number}"
            seen = self._dense(self._attended(x, layer), f"{layer}.attention.output.dense")
            x = self._normed(x + seen, f"{layer}.attention.output")
            inner = _gelu(self._dense(x, f"{layer}.intermediate.dense"))
            x = self._normed(x + self._dense(inner, f"{layer}.output.dense"), f"{layer}.output")
        return x

    def _attended(self, x: Vectors, layer: str) -> Vectors:
        """What each token takes from all, head by head (Vaswani et al., 2017)."""
        rows, width = x.shape
        query, key, value = (
            self._dense(x, f"{layer}.attention.self.{name}")
            .reshape(rows, self._heads, width // self._heads)
            .transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // self._heads))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        found = (shares @ value).transpose(1, 0, 2).reshape(rows, width)
        return np.asarray(found, dtype=np.float32)

    def _dense(self, x: Vectors, name: str) -> Vectors:
        found: Vectors = x @ self._weights[f"{name}.weight"]
        found += self._weights[f"{name}.bias"]
        return found

    def _normed(self, x: Vectors, name: str) -> Vectors:
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + self._epsilon)
        name = f"{name}.LayerNorm"
        scale, shift = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return np.asarray(x * scale + shift, dtype=np.float32)


def _is_matrix(name: str, weights: Vectors) -> bool:
    """True for what tokens are multiplied by, kept as inputs x outputs: for few twice as fast."""
    return name.startswith("encoder.") and weights.ndim == 2


def _gelu(x: Vectors) -> Vectors:
    """Each x times the chance that a standard normal draw is below it (Hendrycks & Gimpel, 2016).

    The error function is formula 7.1.26 of Abramowitz & Stegun (1964), off by 1.5e-7 at most.
    """
    size = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(_ERF_SCALE) * size)
    series = np.zeros_like(t)
    for factor in _ERF:
        series = (series + np.float32(factor)) * t
    erf = np.copysign(1 - series * np.exp(-size * size), x)
    return np.asarray(x * (1 + erf) * np.float32(0.5), dtype=np.float32)
