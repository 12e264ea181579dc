import numpy as np

from knowledge.lexical import WordIndex
from knowledge.ranking import best_first
from knowledge.snapshots import Snapshot

LIMITS = {"same": 0.97, "first": 3, "looked_at": 5, "most_of_one": 1}


def snapshot(sources: list[str], vectors: list[list[float]]) -> Snapshot:
    rows = np.array(vectors, dtype=np.float32)
    return Snapshot(
        True,
        tuple(str(n) for n in range(len(sources))),
        tuple(f"text {n}" for n in range(len(sources))),
        tuple({"source": s, "path": s} for s in sources),
        rows / np.linalg.norm(rows, axis=1, keepdims=True),
        np.zeros((0, rows.shape[1]), dtype=np.float32),
        np.zeros(0, dtype=np.int64),
    )


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_a_passage_that_says_the_same_as_a_better_one_is_left_out() -> None:
    held = snapshot(["a", "b", "c"], [[1, 0, 0], [1, 0.01, 0], [0, 1, 0]])
    assert best_first(scores(0.9, 0.8, 0.7), held, 3, LIMITS) == [0, 2]


def test_the_first_results_come_from_several_documents() -> None:
    held = snapshot(["a", "a", "a", "b", "c"], np.eye(5).tolist())
    assert best_first(scores(0.9, 0.8, 0.7, 0.6, 0.5), held, 4, LIMITS) == [0, 3, 4, 1]


def test_one_document_alone_fills_the_results_in_order_of_score() -> None:
    held = snapshot(["a"] * 4, np.eye(4).tolist())
    assert best_first(scores(0.1, 0.4, 0.3, 0.2), held, 3, LIMITS) == [1, 2, 3]


def test_a_text_that_holds_every_word_asked_for_has_the_whole_share() -> None:
    index = WordIndex(["cats and dogs", "cats", "mice"])
    both, one, none = index.shares("Do cats like dogs?")
    assert none == 0.0
    assert both > one > none
    assert index.shares("cats dogs")[0] == np.float32(1.0)
