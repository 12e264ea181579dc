"""The training of the tagger: what it learns from, and that what it writes is what is read."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from agent.offline.reading.tagger import Tagger
from agent.offline.words.message import take_apart
from knowledge.embedding import Embedder
from tests.evals.tagging import examples, limits, network

ROWS = [
    {
        "id": "a",
        "kind": "describe",
        "text": "We translate leaflets, 40 a day, for 3 clinics.",
        "facts": {"task": "translation", "monthly_requests": 1200},
        "spans": {"task": "translate leaflets", "monthly_requests": "40 a day"},
    },
    {"id": "b", "kind": "command", "command": "undo", "text": "scrap 2 of it", "facts": {}},
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder()


def test_words_numbers_and_intents_of_a_labelled_message_are_marked(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    told, ordered = examples.written(tmp_path)
    value, (start, end) = told.values["task"]
    assert (value, told.text[start:end]) == ("translation", "translate leaflets")
    assert told.values["regulated"] == ("", None)
    assert [role for _, role in told.amounts] == ["monthly_requests", ""]
    assert (told.intent, ordered.intent) == ("tell", "undo")
    assert ordered.values["task"][0] == examples.UNCLEAR
    assert [role for _, role in ordered.amounts] == [examples.UNCLEAR]


def test_every_message_is_labelled_with_words_that_are_in_it() -> None:
    seen = set()
    for path in sorted(examples.MESSAGES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert row["id"] not in seen
            seen.add(row["id"])
            facts = row["facts"] or row.get("hypothetical") or {}
            assert set(row["spans"]) <= set(facts), row["id"]
            assert all(words in row["text"] for words in row["spans"].values()), row["id"]
    assert len(seen) >= 2000


def test_the_limit_is_where_97_of_100_are_right() -> None:
    rows = [(0.9, True)] * 97 + [(0.8, False)] * 3 + [(0.1, False)] * 50
    assert limits.limit(rows) == (0.8, 97)
    assert limits.limit([(0.9, True)] * 3) == (1.1, 0)
    assert limits.limit([(0.9, False)] * 50) == (1.1, 0)


@pytest.mark.slow
def test_what_was_trained_is_what_is_read(embedder: Embedder, tmp_path: Path) -> None:
    net = network.train(examples.stated()[:16], epochs=1)
    path = tmp_path / "weights.npz"
    network.save(net, path)
    text = "we sort the mail of a clinic and nothing leaves the house"
    span = take_apart(text).text.sentences[0]
    scores = Tagger(embedder, path).network().read(text, span, "").scores
    (read,) = network.tokenized([examples.Example(text, {}, [])])
    ids = torch.tensor([read.ids])
    with torch.inference_mode():
        expected = net(ids, torch.ones_like(ids))[0].numpy()
    assert np.abs(scores - expected).max() < 0.02  # the weights are kept in half precision
