#!/usr/bin/env python3
"""Train a small encoder to classify, keep the best on validation, and label every case.

    pip install torch transformers pyyaml
    python split.py data/examples.jsonl
    python train_encoder.py --cases evaluation/test_cases.csv
    python score.py predictions.jsonl --cases evaluation/test_cases.csv

Reads training/encoder.yaml; writes training/encoder/ and predictions.jsonl. Python 3.10 or later.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from score import HERE, BadFile, Row, read_cases, read_kit, read_rows


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit status is 2 where a file cannot be used."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=HERE / "data" / "examples")
    parser.add_argument("--cases", type=Path, default=HERE / "evaluation" / "cases.csv")
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    options = parser.parse_args(argv)
    try:
        import yaml

        kit = read_kit(HERE / "kit.json")
        settings = yaml.safe_load((HERE / "training" / "encoder.yaml").read_text("utf-8"))
        train = read_rows(options.data / "train.jsonl")
        validation = read_rows(options.data / "validation.jsonl")
        cases, _ = read_cases(options.cases, "exact")
        labels = sorted({str(row["completion"]) for row in train})
        strange = {str(row["completion"]) for row in validation} - set(labels)
        if len(labels) < 2 or strange or not validation:
            raise BadFile(
                f"{options.data}: needs two labels or more, all of them in train.jsonl, and a "
                f"validation part; got {len(labels)} labels and {len(validation)} to validate on."
            )
    except (BadFile, OSError, ImportError, KeyError) as error:
        print(error, file=sys.stderr)
        return 2
    fit(settings, kit["seed"], labels, train, validation)
    answer(settings, cases, options.out)
    return 0


def fit(
    settings: Row, seed: int, labels: Sequence[str], train: list[Row], validation: list[Row]
) -> None:
    """Train and keep the epoch with the most right on validation."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    torch.manual_seed(seed)
    name = settings["model_name_or_path"]
    tokenizer = AutoTokenizer.from_pretrained(name)
    names = dict(enumerate(labels))
    model = AutoModelForSequenceClassification.from_pretrained(
        name, num_labels=len(labels), id2label=names, label2id={v: k for k, v in names.items()}
    ).to("cuda" if torch.cuda.is_available() else "cpu")
    steps = settings["num_train_epochs"] * -(-len(train) // settings["batch_size"])
    warm = max(1, round(steps * settings["warmup_share"]))
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings["learning_rate"])
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(steps - s, 0) / max(steps - warm, 1))
    )
    draw, best = random.Random(seed), -1.0
    for epoch in range(1, settings["num_train_epochs"] + 1):
        model.train()
        draw.shuffle(train)
        for rows in batches(train, settings["batch_size"]):
            inputs = encode(tokenizer, [r["prompt"] for r in rows], settings, model.device)
            wanted = [labels.index(str(r["completion"])) for r in rows]
            loss = model(**inputs, labels=torch.tensor(wanted, device=model.device)).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
        found = predict(model, tokenizer, [r["prompt"] for r in validation], settings)
        right = sum(f == str(r["completion"]) for f, r in zip(found, validation)) / len(validation)
        print(f"epoch {epoch}: {100 * right:.1f}% of {len(validation)} right on validation")
        if right > best:
            best = right
            model.save_pretrained(HERE / "training" / "encoder")
            tokenizer.save_pretrained(HERE / "training" / "encoder")


def answer(settings: Row, cases: dict[str, Row], out: Path) -> None:
    """Label the cases with the model that was kept, one by one as in use."""
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = HERE / "training" / "encoder"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    with out.open("w", encoding="utf-8") as file:
        for key, case in cases.items():
            start = time.monotonic()
            (label,) = predict(model, tokenizer, [case["input"]], settings)
            spent = round(1000 * (time.monotonic() - start), 1)
            file.write(json.dumps({"id": key, "output": label, "latency_ms": spent}) + "\n")
    print(f"{len(cases)} labels are in {out}.")


def predict(model: Any, tokenizer: Any, texts: Sequence[str], settings: Row) -> list[str]:
    """The likeliest label of each text."""
    import torch

    model.eval()
    found: list[str] = []
    with torch.no_grad():
        for part in batches(texts, settings["batch_size"]):
            logits = model(**encode(tokenizer, part, settings, model.device)).logits
            found += [model.config.id2label[int(i)] for i in logits.argmax(-1)]
    return found


def encode(tokenizer: Any, texts: Sequence[str], settings: Row, device: Any) -> Any:
    """Texts as padded tensors."""
    return tokenizer(
        list(texts), truncation=True, max_length=settings["max_length"], padding=True,
        return_tensors="pt",
    ).to(device)  # fmt: skip


def batches(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The rows in order, `size` at a time."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


if __name__ == "__main__":
    sys.exit(main())
