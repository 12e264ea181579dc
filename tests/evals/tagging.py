"""Trains which words tell which fact: `python -m tests.evals.tagging`.

Learns from `messages/`, messages with the words that tell each fact, from `statements/`, and from
our own older texts, where the words are those the rules found; never from the development set or
from the sets that are kept to judge. Writes the weights that `agent/offline/tagger.py` reads, and
prints the limits for its `data/tagger.toml` by the messages that were held out.
"""

import argparse
import json
import math
import random
import sys
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from agent.offline.message import Message, take_apart
from agent.offline.reading import Reader
from agent.offline.tagger import AMOUNT, INTENT, NONE, SHARPNESS, WEIGHTS, Tagger, heading
from knowledge.embedding import Embedder, weights_folder
from tools.facts import spec

HERE = Path(__file__).parent
MESSAGES = HERE / "messages"
STATEMENTS = HERE / "statements"
OLDER = ("own", "fresh", "fresh2", "fresh3", "fresh4")
CATEGORIES = (
    "task", "knowledge_update", "private_knowledge", "requirement_change", "consistency_need",
    "output_format", "ml_expertise", "self_hosted", "regulated", "failure_mode",
    "training_signal", "stronger_model_works", "reasoning_depth", "human_review",
)  # fmt: skip
AMOUNTS = (
    "monthly_requests", "labeled_examples", "prompt_tokens", "output_tokens", "current_accuracy",
    "target_accuracy", "monthly_budget_usd", "upfront_budget_usd", "latency_target_ms",
    "time_to_launch_days", "knowledge_tokens", "label_classes",
)  # fmt: skip
COMMANDS = (
    "show_costs", "show_scores", "show_facts", "show_sources", "recommend_now", "compare",
    "export", "undo", "keep", "restart", "help", "summarise",
)  # fmt: skip
INTENTS = ("tell", "correct", "what_if", "question", "smalltalk", "adversarial", *COMMANDS)
UNCLEAR = "?"
RANK = 16
GAIN = 2.0
EPOCHS = 8
BATCH = 16
WARM_UP = 0.06
RATES = {"updates": 1e-3, "layer": 3e-3}
WEIGHT_OF = {"words": 1.0, "message": 0.5, "amounts": 1.5, "intent": 0.5}
ANSWERS_MADE = 0.3  # the share of statements that are also learned as an answer to their question
FORGOTTEN = 0.08  # the share of tokens that are hidden in training, so that no word decides alone
AVERAGED = 0.3  # the last part of the training whose weights are averaged
LONGEST = 256
HELD_OUT = 12
PRECISION = 0.97
FEWEST = 4

Place = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """A normalised text; per fact its value and the words, `UNCLEAR` where either is not known.

    `amounts` are the numbers by place, each with its fact, `NONE`, or `UNCLEAR`; `intent` is one of
    `INTENTS` or `UNCLEAR`; `asked` is the fact that had been asked for, if one had.
    """

    text: str
    values: dict[str, tuple[str, Place | None]]
    amounts: list[tuple[Place, str]]
    intent: str = UNCLEAR
    asked: str = ""


def values_of(fact: str) -> list[str]:
    """What a column can say about a fact, silence first; the intents, where it says those."""
    if fact == INTENT:
        return list(INTENTS)
    if fact == AMOUNT:
        return [NONE, *AMOUNTS]
    return [NONE, *(spec(fact).choices or ("true", "false"))]


COLUMNS: dict[str, tuple[int, list[str]]] = {}
for _name in (*CATEGORIES, AMOUNT, INTENT):
    COLUMNS[_name] = sum(len(v) for _, v in COLUMNS.values()), values_of(_name)
WIDTH = sum(len(v) for _, v in COLUMNS.values())


def written(folder: Path = MESSAGES) -> list[Example]:
    """The labelled messages, with the words their writers say tell each fact."""
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        for row in _rows(path):
            facts = row["facts"] or row.get("hypothetical") or {}
            told = {fact: _quoted(row.get("spans", {}).get(fact)) for fact in facts}
            out.append(_example(row, facts, told))
    return out


def older(names: Iterable[str] = OLDER) -> list[Example]:
    """Our older texts, with the words the rules found where they read the fact rightly."""
    reader = Reader()
    out = []
    for name in names:
        for row in _rows(HERE / f"utterances_{name}.jsonl"):
            facts = row.get("facts") or {}
            context = row.get("context") or {}
            found = reader.read(
                row["text"], asked=context.get("asked"), known=context.get("known") or {}
            )
            told = {f: found.quotes.get(f, "") for f in facts if found.facts.get(f) == facts[f]}
            out.append(_example(row, facts, told))
    return out


def stated() -> list[Example]:
    """The statements of each trade: one fact each, told by the whole of it, or none.

    Some are learned once more, as the answer to the question for their fact.
    """
    out = []
    for path in sorted(STATEMENTS.glob("*.toml")):
        for fact, values in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for value, texts in values.items():
                for text in texts:
                    told: dict[str, tuple[str, Place | None]] = dict.fromkeys(
                        CATEGORIES, (NONE, None)
                    )
                    norm = take_apart(text).norm
                    if fact in CATEGORIES:
                        told[fact] = value, (0, len(norm))
                    out.append(Example(norm, told, [], "tell"))
                    if fact in CATEGORIES and zlib.crc32(norm.encode()) % 100 < ANSWERS_MADE * 100:
                        out.append(Example(norm, told, [], "tell", fact))
    return out


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _quoted(words: str | list[str] | None) -> str:
    return (words[0] if isinstance(words, list) else words) or ""


def _example(row: dict[str, Any], facts: dict[str, Any], told: dict[str, str]) -> Example:
    """An example of a labelled text; facts that further right readings see differently are unclear.

    What is asked, commanded or supposed states nothing, so there silence is unclear too.
    """
    message = take_apart(row["text"])
    places = {fact: _place(message, words) for fact, words in told.items() if words}
    places = {fact: place for fact, place in places.items() if place is not None}
    kind = row["kind"]
    states = kind in ("describe", "answer", "correct", "smalltalk")
    either = {f for o in row.get("alt") or () for f in {*o, *facts} if o.get(f) != facts.get(f)}
    values: dict[str, tuple[str, Place | None]] = {}
    for fact in CATEGORIES:
        said = str(facts[fact]).lower() if fact in facts else NONE if states else UNCLEAR
        known = fact not in either and said in values_of(fact)
        values[fact] = (said, places.get(fact)) if known else (UNCLEAR, None)
    lost = not states or any(f in AMOUNTS and f not in places for f in {*facts, *either})
    amounts = []
    for quantity in message.quantities:
        number = quantity.number
        owners = [
            f
            for f, (start, end) in places.items()
            if f in AMOUNTS and start <= number.start and number.end <= end + 1
        ]
        role = owners[0] if owners else UNCLEAR if lost else NONE
        amounts.append(((number.start, number.end), role))
    intent = row.get("command") or UNCLEAR if kind == "command" else kind
    intent = "tell" if intent in ("describe", "answer") else intent
    asked = (row.get("context") or {}).get("asked") or ""
    return Example(message.norm, values, amounts, intent, asked)


def _place(message: Message, words: str) -> Place | None:
    """Where the user's own words stand in the normalised text."""
    text = message.text
    start = text.raw.find(words)
    inside = [
        n for n in range(len(text.norm)) if start <= text.starts[n] < start + len(words)
    ] if start >= 0 else []  # fmt: skip
    return (inside[0], inside[-1] + 1) if inside else None


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


def _loss(net: _Net, batch: Sequence[_Read], hidden: int) -> Any:
    """How wrong the tokens, the messages and the numbers of a batch are read."""
    longest = max(len(row.ids) for row in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    mask, real = torch.zeros_like(ids), torch.zeros_like(ids, dtype=torch.bool)
    for n, row in enumerate(batch):
        ids[n, : len(row.ids)] = torch.tensor(row.ids)
        mask[n, : len(row.ids)] = 1
        real[n, : len(row.ids)] = torch.tensor(row.real)
    forgotten = real & (torch.rand(ids.shape) < FORGOTTEN)
    scores = net(ids.masked_fill(forgotten, hidden), mask)
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
    hidden = 103  # [MASK] of BERT's vocabulary
    step = 0
    for epoch in range(epochs):
        lost = 0.0
        for batch in _batches(rows):
            loss = _loss(net, batch, hidden)
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


def judged(path: Path, held: Sequence[Example]) -> dict[str, tuple[int, list[tuple[float, bool]]]]:
    """Per fact: how often it is told, and each value read with its chance and whether it is right.

    Amounts stand beside the categories, as `amount monthly_requests` and so on.
    """
    tagger = Tagger(Embedder(), path)
    out: dict[str, tuple[int, list[tuple[float, bool]]]] = {}

    def note(name: str, *, told: bool, chance: float | None = None, right: bool = False) -> None:
        count, rows = out.setdefault(name, (0, []))
        if chance is not None:
            rows.append((chance, right))
        out[name] = count + told, rows

    for example in held:
        sentences = take_apart(example.text).text.sentences
        tags = tagger.tag(example.text, sentences, asked=example.asked)
        if example.intent != UNCLEAR:
            intent, chance = tags.intent()
            note("intent", told=True, chance=chance, right=intent == example.intent)
        for fact, told in tags.told(sentences).items():
            value = example.values[fact][0]
            if value != UNCLEAR:
                note(fact, told=value != NONE, chance=told.chance, right=told.value == value)
        for place, role in example.amounts:
            if role == UNCLEAR:
                continue
            chances = tags.amount(*place)
            likeliest = max(chances, key=lambda name: chances[name])
            if role != NONE:
                note(f"{AMOUNT} {role}", told=True)
            if likeliest != NONE:
                chance = chances[likeliest]
                note(f"{AMOUNT} {likeliest}", told=False, chance=chance, right=likeliest == role)
    return out


def limit(rows: Sequence[tuple[float, bool]]) -> tuple[float, int]:
    """The least chance at which `PRECISION` is right, and how many are right then."""
    least, right, found = 1.1, 0, 0
    for taken, (chance, is_right) in enumerate(sorted(rows, reverse=True), 1):
        right += is_right
        if taken >= FEWEST and right >= PRECISION * taken:
            least, found = chance, right
    return least, found


def main(arguments: list[str]) -> int:
    """Train, write the weights, and print what the messages held out say of the limits."""
    parser = argparse.ArgumentParser(prog="python -m tests.evals.tagging", description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    given = parser.parse_args(arguments)
    told = written()
    held = told[::HELD_OUT]
    rest = [example for n, example in enumerate(told) if n % HELD_OUT]
    save(train([*stated(), *older(), *rest]), given.out)
    for name, (count, rows) in sorted(judged(given.out, held).items()):
        least, right = limit(rows)
        sys.stdout.write(f"{name:32} told {count:4d} limit {least:.3f} found {right:4d}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
