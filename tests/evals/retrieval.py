"""How well passages are found, questions answered and strangers declined, step by step.

`report` gives a table for our own documents and, given a folder, for the reference documents. Each
row but the last is a baseline or an earlier step of ours, so that each step has to show what it
brings; the rows marked "tried" lost and are not in the product.
"""

import json
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import Found, Guidance
from knowledge.embedding import Vectors
from knowledge.ranking import Signals, fused, parameters, signals
from knowledge.snapshots import Snapshot
from tests.evals.baseline_bm25 import BM25, chunks
from tests.evals.score_retrieval import score

FOLDER = Path(__file__).parent
OURS = FOLDER / "guidance_questions.jsonl"
REFERENCE = FOLDER / "questions_dev.jsonl"
HELD_OUT = FOLDER / "questions_held_out.jsonl"  # never tuned on
DECLINING = FOLDER / "declining_questions.jsonl"  # what the threshold was set on
CLAIMS = FOLDER / "coverage.toml"
DEPTH = 10
COLUMNS = ("recall@1", "recall@5", "mrr@10", "ndcg@5", "must_contain")

Questions = Sequence[Mapping[str, Any]]
Prediction = dict[str, Any]


@dataclass(frozen=True)
class Bench:
    """One collection and its questions, measured once for all rows."""

    guidance: Guidance
    name: str
    questions: Questions
    snapshot: Snapshot
    signals: tuple[Signals, ...]
    vectors: Vectors


def report(documents: Path | None, guidance: Guidance | None = None) -> str:
    """The tables; without `documents` those on the reference documents are left out."""
    if guidance is None:
        with tempfile.TemporaryDirectory() as folder:
            built = Guidance(Path(folder))
            built.build()
            return report(documents, built)
    ours = load(OURS)
    parts = [
        _table("Our documents", guidance, "guidance", ours, guidance.corpus),
        _held_out_line(measure(guidance, "guidance", [q for q in ours if q.get("held_out")])),
        _declining_line(guidance, "guidance"),
    ]
    if documents is None:
        parts.append("Reference documents: skipped, no folder was given.")
    else:
        guidance.ingest([documents], "reference")
        for title, path in (
            ("Reference documents", REFERENCE),
            ("Reference documents, held-out questions", HELD_OUT),
        ):
            parts.append(_table(title, guidance, "reference", load(path), documents))
        parts.append(_declining_line(guidance, "reference"))
    parts.append(_coverage_line(coverage(guidance.corpus)))
    return "\n\n".join(parts)


def coverage(corpus: Path) -> dict[str, list[bool]]:
    """For each reference document, claim by claim: do our documents teach it too?

    A claim counts when the phrase named for it really stands in our document.
    """
    covered: dict[str, list[bool]] = defaultdict(list)
    for claim in tomllib.loads(CLAIMS.read_text(encoding="utf-8"))["claim"]:
        path = corpus / claim.get("document", "")
        held = path.is_file() and claim["phrase"] in path.read_text(encoding="utf-8")
        covered[claim["reference"]].append(held)
    return covered


def _coverage_line(covered: Mapping[str, list[bool]]) -> str:
    shares = (f"{name[:3]} {sum(held)} of {len(held)}" for name, held in covered.items())
    return f"Claims of the reference documents that ours teach too: {', '.join(shares)}."


def _held_out_line(figures: Mapping[str, Any]) -> str:
    return (
        f"Of these, held out ({figures['answerable']} answerable): recall@5"
        f" {figures['recall@5']:.3f}, MRR {figures['mrr@10']:.3f}, right answers"
        f" {figures['must_contain']:.3f}, declined {figures['unanswerable_declined']:.1%} of"
        f" {figures['unanswerable']} unanswerable, {figures['answerable_wrongly_declined']:.1%}"
        " of the answerable."
    )


def _declining_line(guidance: Guidance, name: str) -> str:
    """How often questions are declined that a collection does and does not cover."""
    rows = load(DECLINING)
    shares = []
    for side in ("strange_to", "covered"):
        asked = [row["question"] for row in rows if name in row.get(side, ())]
        declined = sum(guidance.search(question, collection=name).declined for question in asked)
        shares.append(f"{declined} of {len(asked)}")
    return f"Calibration of declining: {shares[0]} strange questions, {shares[1]} covered ones."


def measure(guidance: Guidance, collection: str, questions: Questions) -> dict[str, Any]:
    """All figures of the product on one set of questions; `verified`: the share of true quotes."""
    predictions: dict[str, Prediction] = {}
    verified: list[bool] = []
    for question in questions:
        found = guidance.search(question["question"], k=DEPTH, collection=collection)
        predictions[question["id"]] = _prediction(question, found)
        verified += quotes_hold(guidance, found)
    figures: dict[str, Any] = score(questions, predictions)[0]
    return {**figures, "verified": sum(verified) / len(verified), "quotes": len(verified)}


def quotes_hold(guidance: Guidance, found: Found) -> list[bool]:
    """For every passage and every sentence of the answer: is it verbatim in its document?"""
    held = [guidance.verify(p, p.start, p.end, p.text) for p in found.passages]
    return held + [
        guidance.verify(found.passages[s.passage], s.start, s.end, s.text) for s in found.answer
    ]


def load(path: Path) -> Questions:
    """The questions of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _table(title: str, guidance: Guidance, name: str, questions: Questions, folder: Path) -> str:
    bench = _bench(guidance, name, questions)
    rows = [*_baselines(bench, folder), *_steps(bench)]
    ours = measure(guidance, name, questions)
    rows.append(("= the product, answers and declines included", ours))
    head = f"{title}: {ours['answerable']} answerable questions, {ours['unanswerable']} not"
    labels = ("R@1", "R@5", "MRR", "nDCG", "must", "near R@5", "near MRR")
    lines = [head, f"{'':46}" + "".join(f"{label:>9}" for label in labels)]
    lines += [_line(label, figures) for label, figures in rows]
    declined, wrongly = ours["unanswerable_declined"], ours["answerable_wrongly_declined"]
    return "\n".join(
        [
            *lines,
            f"declined: {declined:.1%} of the unanswerable, {wrongly:.1%} of the answerable",
            f"quotes verified: {ours['verified']:.1%} of {ours['quotes']}; passages of"
            f" {ours['mean_words_per_passage']:.0f} words on average,"
            f" {ours['max_words_per_passage']} at most",
        ]
    )


def _line(label: str, figures: Mapping[str, Any]) -> str:
    values = [figures[column] for column in COLUMNS]
    values += [figures["near"]["recall@5"], figures["near"]["mrr@10"]]
    return f"{label:46}" + "".join(f"{'-' if v is None else format(v, '.3f'):>9}" for v in values)


def _bench(guidance: Guidance, name: str, questions: Questions) -> Bench:
    snapshot, lexical = guidance.view(name)
    vectors = guidance.embedder.embed([q["question"] for q in questions])
    found = [
        signals(snapshot, lexical, vector, question["question"])
        for vector, question in zip(vectors, questions, strict=True)
    ]
    return Bench(guidance, name, questions, snapshot, tuple(found), vectors)


def _baselines(bench: Bench, folder: Path) -> list[tuple[str, Mapping[str, Any]]]:
    """BM25 and MiniLM over paragraphs, as anyone would start."""
    parts: list[dict[str, str]] = chunks(str(folder))
    texts = [part["text"] for part in parts]
    bm25 = BM25(texts)
    by_words = [np.array(bm25.scores(q["question"])) for q in bench.questions]
    by_vector = bench.vectors @ bench.guidance.embedder.embed(texts).T
    return [
        ("baseline: BM25 over paragraphs", _scored(bench.questions, parts, by_words)),
        ("baseline: MiniLM over paragraphs", _scored(bench.questions, parts, by_vector)),
    ]


def _steps(bench: Bench) -> list[tuple[str, Mapping[str, Any]]]:
    """What each step of ours brings, then what was tried and not kept."""
    weights = parameters().ranking
    plain = bench.vectors @ bench.guidance.embedder.embed(bench.snapshot.texts).T
    steps: dict[str, Sequence[np.ndarray[Any, Any]]] = {
        "our passages": plain,
        "+ title and heading in the vector": [s.passage for s in bench.signals],
        "+ best sentence": [
            fused(s, {**weights, "words": 0.0, "asked": 0.0}) for s in bench.signals
        ],
        "+ words (BM25), weighted": [fused(s, {**weights, "asked": 0.0}) for s in bench.signals],
        "+ share of the question's words": [fused(s, weights) for s in bench.signals],
        "tried: without the sentences": [
            fused(s, {**weights, "sentence": 0}) for s in bench.signals
        ],
        "tried: reciprocal rank fusion": [_rank_fusion(s) for s in bench.signals],
        "tried: pseudo-relevance feedback": _feedback(bench, weights),
    }
    texts = bench.snapshot.texts
    parts = [
        {"text": text, "source": meta["source"]}
        for text, meta in zip(texts, bench.snapshot.metadata, strict=True)
    ]
    return [(label, _scored(bench.questions, parts, rows)) for label, rows in steps.items()]


def _rank_fusion(found: Signals) -> np.ndarray[Any, Any]:
    """Reciprocal rank fusion (Cormack et al., 2009) of vectors and words, with its usual 60."""
    total = np.zeros(len(found.passage))
    for scores in (found.passage, found.words):
        total[np.argsort(-scores, kind="stable")] += 1 / (60 + np.arange(1, len(scores) + 1))
    return total


def _feedback(bench: Bench, weights: dict[str, float]) -> list[np.ndarray[Any, Any]]:
    """The question's vector moved towards its first three passages (Rocchio, 1971)."""
    out = []
    for vector, found in zip(bench.vectors, bench.signals, strict=True):
        first = np.argsort(-fused(found, weights), kind="stable")[:3]
        moved = vector + 0.4 * bench.snapshot.vectors[first].mean(axis=0)
        again = bench.snapshot.vectors @ (moved / np.linalg.norm(moved))
        out.append(fused(replace(found, passage=again), weights))
    return out


def _scored(
    questions: Questions, parts: Sequence[Mapping[str, str]], scores: Any
) -> Mapping[str, Any]:
    """The figures of a ranking whose answer is the text of its first passage."""
    predictions: dict[str, Prediction] = {}
    for question, row in zip(questions, scores, strict=True):
        best = np.argsort(-row, kind="stable")[:DEPTH]
        passages = [parts[int(n)] for n in best]
        predictions[question["id"]] = {"passages": passages, "answer": passages[0]["text"]}
    figures: dict[str, Any] = score(questions, predictions)[0]
    return figures


def _prediction(question: Mapping[str, Any], found: Found) -> Prediction:
    return {
        "id": question["id"],
        "passages": [{"text": p.text, "source": p.source} for p in found.passages],
        "answer": " ".join(sentence.text for sentence in found.answer),
        "declined": found.declined,
    }
