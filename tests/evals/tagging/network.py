"""The network while it learns: MiniLM with updates of low rank, and how wrong it reads."""

import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from agent.offline.reading.tagger import heading
from agent.offline.reading.tags import AMOUNT, INTENT, NONE, SHARPNESS
from knowledge.embedding import weights_folder
from tests.evals.tagging.examples import (
    CATEGORIES,
    COLUMNS,
    INTENTS,
    UNCLEAR,
    WIDTH,
    Example,
    Place,
)

RANK = 16
GAIN = 2.0
EPOCHS = 8
BATCH = 16
WARM_UP = 0.06
RATES = {"updates": 1e-3, "layer": 3e-3}
WEIGHT_OF = {"words": 1.0, "message": 0.5, "amounts": 1.5, "intent": 0.5}
FORGOTTEN = 0.08  # the share of tokens that are hidden in training, so that no word decides alone
AVERAGED = 0.3  # the last part of the training whose weights are averaged
LONGEST = 256
HIDDEN = 103  # [MASK] of BERT's vocabulary


class _Updated(nn.Module):
    """A dense layer with an update of low rank, the only part of it that learns."""

    def __init__(self, dense: Any) -> None:
        super().__init__()
        self.dense = dense
        self.a = nn.Parameter(torch.randn(RANK, dense.in_features) / math.sqrt(dense.in_features))
        self.b = nn.Parameter(torch.zeros(dense.out_features, RANK))

    def forward(self, x: Any) -> Any:
        return self.dense(x) + (x @ self.a.T) @ self.b.T * GAIN


class _Net(nn.Module):
    """MiniLM with updates of all its dense layers, and one linear layer on every token."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(weights_folder())
        self.encoder.requires_grad_(requires_grad=False)
        for layer in self.encoder.encoder.layer:
            inner = layer.attention.self
            for owner, name in (
                (inner, "query"), (inner, "key"), (inner, "value"),
                (layer.attention.output, "dense"), (layer.intermediate, "dense"),
                (layer.output, "dense"),
            ):  # fmt: skip
                setattr(owner, name, _Updated(getattr(owner, name)))
        self.layer = nn.Linear(384, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Any, mask: Any) -> Any:
        vectors = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.layer(self.drop(vectors))


@dataclass(frozen=True)
class _Read:
    """An example in tokens: the value of each token per fact, the tokens of each number."""

    ids: list[int]
    real: list[bool]
    values: dict[str, tuple[int, list[int] | None]]
    amounts: list[tuple[list[int], int]]
    intent: int | None


def tokenized(examples: Sequence[Example]) -> list[_Read]:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(weights_folder())
    out = []
    for example in examples:
        head = heading(example.asked)
        read = tokenizer(
            head + example.text, return_offsets_mapping=True, truncation=True, max_length=LONGEST
        )
        places = [(max(0, a - len(head)), max(0, b - len(head))) for a, b in read["offset_mapping"]]

        def over(place: Place, places: Any = places) -> list[int]:
            return [n for n, (a, b) in enumerate(places) if b > a and a < place[1] and b > place[0]]

        values: dict[str, tuple[int, list[int] | None]] = {}
        for fact, (value, place) in example.values.items():
            if value == UNCLEAR:
                continue
            column = COLUMNS[fact][1].index(value)
            marks: list[int] | None = [0] * len(places)
            if place is not None:
                hit = set(over(place))
                marks = [column if n in hit else 0 for n in range(len(places))]
            elif value != NONE:
                marks = None
            values[fact] = column, marks
        roles = COLUMNS[AMOUNT][1]
        amounts = [(over(place), roles.index(r)) for place, r in example.amounts if r != UNCLEAR]
        real = [b > a for a, b in places]
        intent = None if example.intent == UNCLEAR else INTENTS.index(example.intent)
        kept = [amount for amount in amounts if amount[0]]
        out.append(_Read(read["input_ids"], real, values, kept, intent))
    return out


def _batches(rows: Sequence[_Read]) -> Iterator[list[_Read]]:
    """All rows in batches of like length, in a new order every time."""
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids) + random.random() * 4)
    groups = [order[low : low + BATCH] for low in range(0, len(order), BATCH)]
    random.shuffle(groups)
    for group in groups:
        yield [rows[n] for n in group]


def _loss(net: _Net, batch: Sequence[_Read]) -> Any:
    """How wrong the tokens, the messages and the numbers of a batch are read."""
    longest = max(len(row.ids) for row in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask, real = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
    for n, row in enumerate(batch):
        ids[n, : len(row.ids)] = torch.tensor(row.ids)
        mask[n, : len(row.ids)] = 1
        real[n, : len(row.ids)] = torch.tensor(row.real)
    forgotten = real & (torch.rand(ids.shape) < FORGOTTEN)
    scores = net(ids.masked_fill(forgotten, HIDDEN), mask)
    total: Any = 0.0
    for fact in CATEGORIES:
        column, names = COLUMNS[fact]
        part = scores[..., column : column + len(names)]
        marked = [(n, r.values[fact][1]) for n, r in enumerate(batch) if fact in r.values]
        rows = [(n, marks) for n, marks in marked if marks is not None]
        if rows:
            goal = torch.full((len(rows), longest), -100)
            for k, (n, marks) in enumerate(rows):
                place = real[n, : len(marks)]
                goal[k, : len(marks)] = torch.where(place, torch.tensor(marks), torch.tensor(-100))
            flat = part[[n for n, _ in rows]].reshape(-1, len(names))
            total = total + WEIGHT_OF["words"] * nn.functional.cross_entropy(flat, goal.reshape(-1))
        known = [n for n, row in enumerate(batch) if fact in row.values]
        if known:
            leads = part[known][..., 1:] - part[known][..., :1]
            leads = leads.masked_fill(~real[known][..., None], -30.0)
            pooled = torch.logsumexp(leads * SHARPNESS, dim=1) / SHARPNESS
            shares = torch.cat([torch.zeros(len(known), 1), pooled], 1)
            goal = torch.tensor([batch[n].values[fact][0] for n in known])
            total = total + WEIGHT_OF["message"] * nn.functional.cross_entropy(shares, goal)
    column, names = COLUMNS[AMOUNT]
    numbers = [(n, *amount) for n, row in enumerate(batch) for amount in row.amounts]
    if numbers:
        means = [scores[n, at, column : column + len(names)].mean(0) for n, at, _ in numbers]
        goal = torch.tensor([role for _, _, role in numbers])
        loss = nn.functional.cross_entropy(torch.stack(means), goal)
        total = total + WEIGHT_OF["amounts"] * loss
    meant = [(n, row.intent) for n, row in enumerate(batch) if row.intent is not None]
    if meant:
        column, names = COLUMNS[INTENT]
        first = scores[[n for n, _ in meant], 0, column : column + len(names)]
        loss = nn.functional.cross_entropy(first, torch.tensor([intent for _, intent in meant]))
        total = total + WEIGHT_OF["intent"] * loss
    return total


def train(examples: Sequence[Example], *, epochs: int = EPOCHS, seed: int = 0) -> _Net:
    """The network after some passes over the examples, in an order that the seed decides."""
    torch.manual_seed(seed)
    random.seed(seed)
    net = _Net()
    rows = tokenized(examples)
    layer = list(net.layer.parameters())
    updates = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith("lay")]
    groups = [
        {"params": updates, "lr": RATES["updates"]},
        {"params": layer, "lr": RATES["layer"]},
    ]
    steps = epochs * math.ceil(len(rows) / BATCH)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / (WARM_UP * steps)) * max(0.02, 1 - n / steps)
    )
    averaged = torch.optim.swa_utils.AveragedModel(net)
    step = 0
    for epoch in range(epochs):
        lost = 0.0
        for batch in _batches(rows):
            loss = _loss(net, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*updates, *layer], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            lost += loss.item()
            if step > steps * (1 - AVERAGED) and step % 10 == 0:
                averaged.update_parameters(net)
        sys.stderr.write(f"pass {epoch + 1} of {epochs}: {lost / len(rows) * BATCH:.3f}\n")
        sys.stderr.flush()
    found: _Net = averaged.module.eval()
    return found


def save(net: _Net, path: Path) -> None:
    """Write the updates and the layer in half precision, with what the columns stand for."""
    stored: dict[str, Any] = {"facts": np.array(list(COLUMNS))}
    for name, (_, values) in COLUMNS.items():
        stored[f"{name}.values"] = np.array(values)
    state = {name: values.detach().numpy() for name, values in net.state_dict().items()}
    stored["rows"] = state["layer.weight"].astype(np.float16)
    stored["bias"] = state["layer.bias"].astype(np.float32)
    for name, values in state.items():
        place = name.removeprefix("encoder.")
        if place.endswith(".a"):
            stored[place] = values.astype(np.float16)
        elif place.endswith(".b"):
            stored[place] = (values * GAIN).astype(np.float16)
    np.savez_compressed(path, **stored)
