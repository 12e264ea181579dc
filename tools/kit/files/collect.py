#!/usr/bin/env python3
"""Turn a teacher's answers into training examples, keeping only those that pass.

    python run.py --model TEACHER --cases data/inputs.csv --out taught.jsonl
    python collect.py taught.jsonl

Also reads the output file of an OpenAI-style batch job. Drops empty answers, answers that break
schema or policy, and repeats; writes data/examples.jsonl, first your own examples (those of
data/own_examples.jsonl), and data/to_check.csv, a sample that people read before anything is
trained. Python 3.9 or later, nothing to install.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from run import Prompt, shown
from score import HERE, BadFile, Row, by_id, cover, read_kit, read_rows, said
from split import asked as user_text
from split import same


def taught(path: Path) -> dict[str, Row]:
    """The teacher's answers by id, from run.py or from a batch job."""
    rows = read_rows(path)
    for row in rows:
        if "custom_id" in row:
            body = (row.get("response") or {}).get("body") or {}
            choices = body.get("choices") or [{}]
            row["id"] = row["custom_id"]
            row["output"] = (choices[0].get("message") or {}).get("content")
    return by_id(rows, path)


def fault(row: Row, kit: Row, seen: set[str], asked: str) -> str:
    """Why an answer is dropped; empty where it is kept."""
    output = said(row)
    if not output:
        return "empty"
    if row.get("faults"):
        return "failed the checks of run.py"
    if kit.get("schema") or kit.get("policy"):
        from validate import broken_rules, problems_in, read_policy, read_schema

        if kit.get("schema") and problems_in(output, read_schema(HERE / kit["schema"])):
            return "breaks the schema"
        if kit.get("policy") and broken_rules(output, read_policy(HERE / kit["policy"])):
            return "breaks the policy"
    if kit.get("decline") and output == kit["decline"]:
        return "declined"
    key = same(asked)
    if key in seen:
        return "repeats an input"
    seen.add(key)
    return ""


def example(prompt: Prompt | None, asked: str, passages: str, answer: str) -> Row:
    """An answer as a training example."""
    if prompt is None:
        return {"prompt": asked, "completion": answer}
    said_before = prompt.messages({"input": asked}, passages)
    return {"messages": [*said_before, {"role": "assistant", "content": answer}]}


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit status is 2 where a file cannot be used."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("taught", type=Path)
    parser.add_argument("--retrieved", type=Path, help="passages of each input, from search.py")
    options = parser.parse_args(argv)
    try:
        kit = read_kit(HERE / "kit.json")
        inputs = by_id(read_rows(HERE / "data" / "inputs.csv"), HERE / "data" / "inputs.csv")
        answers = taught(options.taught)
        strangers = sorted(set(answers) - set(inputs))
        if strangers:
            raise BadFile(f"{options.taught}: {strangers[0]!r} is no id of data/inputs.csv.")
        # a small classifier reads the bare input, a language model its own short prompt
        encoder = (HERE / "training" / "encoder.yaml").exists()
        prompt = None if encoder else Prompt(HERE / "prompt_tuned")
        found = {}
        if options.retrieved:
            found = by_id(read_rows(options.retrieved), options.retrieved)
        elif prompt and "{{ passages }}" in prompt.user:
            raise BadFile("the prompt needs passages; add --retrieved, as for run.py.")
        dropped: Counter[str] = Counter()
        path = HERE / "data" / "own_examples.jsonl"
        own = read_rows(path) if path.exists() else []
        seen = {same(user_text(row)) for row in own}
        kept: list[tuple[str, str, str]] = []
        for key, row in answers.items():
            asked = str(inputs[key]["input"])
            why = fault(row, kit, seen, asked)
            dropped[why] += bool(why)
            if not why:
                kept.append((key, asked, said(row)))
    except (BadFile, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    rows = own + [
        example(prompt, asked, shown(found.get(key, {})), answer) for key, asked, answer in kept
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (HERE / "data" / "examples.jsonl").write_text(lines, encoding="utf-8")
    more = f", after {len(own)} of your own" if own else ""
    print(f"{len(kept)} of {len(answers)} answers are kept in data/examples.jsonl{more}.")
    for why, times in dropped.most_common():
        if why:
            print(f"  {times} dropped: {why}")
    few = max(round(len(kept) * kit["checked_share"]), min(kit["least_cases"], len(kept)))
    order = sorted(kept, key=lambda k: hashlib.sha256(f"{kit['seed']}:{k[0]}".encode()).hexdigest())
    with (HERE / "data" / "to_check.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "input", "answer", "right", "notes"))
        writer.writerows(
            (k, cover(asked), cover(answer), "", "") for k, asked, answer in order[:few]
        )
    print(f"Read the {few} answers in data/to_check.csv before you train.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
