#!/usr/bin/env python3
"""Split examples into train, validation and test, so that nothing in one stands in another.

    python split.py data/examples.jsonl    writes data/examples/{train,validation,test}.jsonl

The test part is also written as cases, evaluation/test_cases.csv, for run.py and score.py. Rows
with the same `group` (a customer, a document, a day) or the same input stay together; short answers
that repeat, such as labels, are spread evenly. The same seed gives the same split; the test rows
are for the last comparison only. Python 3.9 or later, nothing to install.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from score import HERE, BadFile, Row, cover, read_kit, read_rows

OPEN = "FILL IN"
LABELS_REPEAT = 2  # outputs are labels when there are at least twice as many rows as outputs


def asked(row: Row) -> str:
    """What the user asks in a row, whatever its format."""
    given = row.get("messages", row.get("prompt", row.get("input")))
    if isinstance(given, list):
        given = "\n".join(str(m.get("content")) for m in given if m.get("role") == "user")
    text = str(given)
    inner = re.search(r"<input>\n(.*)\n</input>", text, re.DOTALL)
    return inner.group(1) if inner else text


def answered(row: Row) -> str:
    """The good answer of a row."""
    found = row.get("messages", row.get("completion", row.get("chosen")))
    return str(found[-1].get("content") if isinstance(found, list) and found else found)


def same(text: str) -> str:
    """A key under which inputs that differ in case and spaces are one."""
    return " ".join(text.casefold().split())


def split(
    rows: Sequence[Row], rule: Row, seed: int, shown: frozenset[str] = frozenset()
) -> dict[str, list[Row]]:
    """The three parts; whole groups, ordered by a hash of the seed, stratum by stratum.

    Inputs in `shown` stand in the prompt already, so they may only be trained on.
    """
    outputs = Counter(answered(row) for row in rows)
    labels = len(rows) >= LABELS_REPEAT * len(outputs)
    groups: dict[str, list[int]] = defaultdict(list)
    for i, key in enumerate(_together(rows)):
        groups[key].append(i)
    strata: dict[str, list[list[int]]] = defaultdict(list)
    order = sorted(groups, key=lambda k: hashlib.sha256(f"{seed}:{k}".encode()).hexdigest())
    for key in order:
        label = Counter(answered(rows[i]) for i in groups[key]).most_common(1)[0][0]
        strata[label if labels else ""].append(groups[key])
    n = len(rows)
    least = min(rule["least_test"], round(n * rule["test_share"] * 2))
    want_test = min(rule["most_test"], max(round(n * rule["test_share"]), least))
    want_validation = min(rule["most_validation"], round(n * rule["validation_share"]))
    parts: dict[str, list[int]] = {"test": [], "validation": [], "train": []}
    seen = quota_test = quota_validation = 0
    for label in sorted(strata):
        seen += sum(map(len, strata[label]))
        # running quotas, so that rounding evens out over the strata
        quota_test, quota_validation = (round(seen * w / n) for w in (want_test, want_validation))
        for group in strata[label]:
            if any(same(asked(rows[i])) in shown for i in group):
                parts["train"] += group
                continue
            for name, quota in (("test", quota_test), ("validation", quota_validation)):
                if len(parts[name]) + len(group) <= quota:
                    parts[name] += group
                    break
            else:
                parts["train"] += group
    return {
        name: [{k: v for k, v in rows[i].items() if k != "group"} for i in sorted(chosen)]
        for name, chosen in parts.items()
    }


def _together(rows: Sequence[Row]) -> list[str]:
    """A key for each row: rows that share a group or an input share the key."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    keys = ["input:" + same(asked(row)) for row in rows]
    for row, key in zip(rows, keys):
        group = str(row.get("group") or "").strip()
        if group:
            parent[root(key)] = root("group:" + group)
    return [root(key) for key in keys]


def write_cases(rows: Sequence[Row], path: Path) -> None:
    """Write examples as a sheet of cases."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "input", "expected", "label", "notes"))
        for number, row in enumerate(rows, start=1):
            writer.writerow((f"t{number:04}", cover(asked(row)), cover(answered(row)), "", ""))
    print(f"the test examples as cases: {path}")


def main(argv: Sequence[str]) -> int:
    """Run from the command line; the exit status is 2 where the file cannot be split."""
    path = Path(argv[0]) if argv else HERE / "data" / "examples.jsonl"
    try:
        kit, rows = read_kit(HERE / "kit.json"), read_rows(path)
        for number, row in enumerate(rows, start=1):
            if OPEN in json.dumps(row):
                raise BadFile(f"{path}, example {number}: still says {OPEN}; write it or drop it.")
        if len(rows) < kit["splits"]["least_examples"]:
            raise BadFile(
                f"{path}: {len(rows)} examples are too few; "
                f"trainers ask for {kit['splits']['least_examples']}."
            )
        prompt = HERE / "prompt" / "examples.jsonl"
        shown = frozenset(
            same(row["input"]) for row in (read_rows(prompt) if prompt.exists() else [])
        )
        parts = split(rows, kit["splits"], kit["seed"], shown)
    except BadFile as error:
        print(error, file=sys.stderr)
        return 2
    folder = path.with_suffix("")
    folder.mkdir(exist_ok=True)
    for name, part in parts.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        print(f"{name}: {len(part)} examples in {folder / name}.jsonl")
    if "chosen" not in rows[0]:
        write_cases(parts["test"], HERE / "evaluation" / "test_cases.csv")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
