#!/usr/bin/env python3
"""Cut documents into passages and find those of each case: the keyword baseline to beat.

    python search.py documents/      reads .md and .txt, writes passages.jsonl and retrieved.jsonl

Find the ids in passages.jsonl and write those that hold the answer into the `passages` column of
evaluation/cases.csv; score.py then prints recall. Ranks by BM25 (Robertson and Zaragoza 2009,
https://doi.org/10.1561/1500000019). Settings: retrieval/settings.toml. Python 3.11 or later,
nothing to install.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import tomllib
from score import HERE, BadFile, Row, read_rows, words

WORDS_PER_TOKEN = 0.75


def cut(text: str, name: str, settings: Row) -> list[Row]:
    """Passages of one document, each starting with the heading it stands under."""
    size = max(int(settings["chunk_tokens"] * WORDS_PER_TOKEN), 1)
    step = max(size - int(settings["overlap_tokens"] * WORDS_PER_TOKEN), 1)
    found: list[Row] = []
    heading, lines = "", []
    for line in [*text.splitlines(), "# "]:
        if not line.startswith("#"):
            lines.append(line)
            continue
        tokens = " ".join(lines).split()
        for at in range(0, max(len(tokens) - (size - step), 1), step):
            part = " ".join([heading, *tokens[at : at + size]]).strip()
            if part and tokens:
                found.append({"id": f"{name}#{len(found) + 1}", "text": part})
        heading, lines = line.lstrip("# ").strip(), []
    return found


class Index:
    """Passages that can be searched by keyword."""

    def __init__(self, passages: Sequence[Row], settings: Row) -> None:
        self.passages, self.settings = passages, settings
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.lengths = []
        for i, passage in enumerate(passages):
            counted = Counter(words(passage["text"]))
            self.lengths.append(sum(counted.values()))
            for word, times in counted.items():
                self.places[word].append((i, times))
        self.average = sum(self.lengths) / len(self.lengths)

    def search(self, question: str) -> list[Row]:
        """The best passages with their scores, the best first."""
        n, k1, b = len(self.passages), self.settings["bm25_k1"], self.settings["bm25_b"]
        scores: dict[int, float] = defaultdict(float)
        for word in set(words(question)):
            holders = self.places.get(word, [])
            rarity = math.log(1 + (n - len(holders) + 0.5) / (len(holders) + 0.5))
            for i, times in holders:
                length = 1 - b + b * self.lengths[i] / self.average
                scores[i] += rarity * times * (k1 + 1) / (times + k1 * length)
        best = sorted(scores, key=lambda i: (-scores[i], i))[: self.settings["passages_to_model"]]
        return [{**self.passages[i], "score": round(scores[i], 4)} for i in best]


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit status is 2 where nothing can be searched."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=Path, default=HERE / "evaluation" / "cases.csv")
    parser.add_argument("--out", type=Path, default=Path("retrieved.jsonl"))
    options = parser.parse_args(argv)
    try:
        settings = tomllib.loads((HERE / "retrieval" / "settings.toml").read_text("utf-8"))
        folder = options.folder
        files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".md", ".txt"))
        passages: list[Row] = []
        for file in files:
            text = file.read_text(encoding="utf-8", errors="replace")
            name = re.sub(r"[^\w./-]", "_", file.relative_to(folder).as_posix())
            passages += cut(text, name, settings)
        if not passages:
            raise BadFile(f"{folder}: holds no .md or .txt with text; export your documents there.")
        index = Index(passages, settings)
        cases = read_rows(options.cases)
    except (BadFile, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    found = [
        {"id": row["id"], "passages": index.search(row["input"])}
        for row in cases
        if str(row.get("input") or "").strip()
    ]
    for path, rows in ((Path("passages.jsonl"), passages), (options.out, found)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")
        print(f"{len(rows)} rows in {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
