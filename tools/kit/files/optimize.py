#!/usr/bin/env python3
"""Let a DSPy optimiser search instructions and examples against the metric of this kit.

    pip install dspy
    python optimize.py --model openai/NAME --reflection-model openai/STRONGER

Reads optimization/settings.toml and optimization/dev.csv (the columns of evaluation/cases.csv, but
other rows: those stay the test). Writes optimization/found.json. Python 3.11 or later.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomllib
from run import Prompt, shown
from score import HERE, BadFile, Row, by_id, grade, read_cases, read_kit, read_rows
from split import split


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit status is 2 where a file cannot be used."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("--model", required=True, help="the model that will answer")
    parser.add_argument("--reflection-model", help="a stronger one that rewrites; GEPA needs it")
    parser.add_argument("--retrieved", type=Path, help="passages of each case, from search.py")
    parser.add_argument("--dev", type=Path, default=HERE / "optimization" / "dev.csv")
    options = parser.parse_args(argv)
    try:
        kit = read_kit(HERE / "kit.json")
        settings = tomllib.loads((HERE / "optimization" / "settings.toml").read_text("utf-8"))
        cases, _ = read_cases(options.dev, kit["metric"])
        if kit["metric"] in ("rating", "passed"):
            raise BadFile(
                "the metric of this kit needs people or your tests; write a `grade` that a program "
                "can run before an optimiser searches against it."
            )
        if len(cases) < settings["least_examples"]:
            raise BadFile(
                f"{options.dev}: {len(cases)} cases; a search needs {settings['least_examples']}."
            )
        if settings["optimizer"] == "gepa" and not options.reflection_model:
            raise BadFile("GEPA needs --reflection-model, a model that rewrites the instruction.")
        prompt = Prompt(HERE / "prompt")
        prompt.slots["examples"] = "(chosen by the search)"
        found = {}
        if options.retrieved:
            found = by_id(read_rows(options.retrieved), options.retrieved)
        elif "{{ passages }}" in prompt.user:
            raise BadFile(
                "the prompt needs passages; run search.py with --cases optimization/dev.csv "
                "--out dev_retrieved.jsonl, then add --retrieved dev_retrieved.jsonl."
            )
        asked = [prompt.messages(c, shown(found.get(k, {}))) for k, c in cases.items()]
    except (BadFile, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    rows = [
        {"input": user["content"], "completion": case["expected"]}
        for (_, user), case in zip(asked, cases.values())
    ]
    search(options, settings, asked[0][0]["content"], rows, kit)
    return 0


def search(
    options: argparse.Namespace, settings: Row, instructions: str, rows: Sequence[Row], kit: Row
) -> None:
    """Compile and save; prints the instruction that won."""
    import dspy

    share = settings["validation_share"]
    rule = {"test_share": 0, "least_test": 0, "most_test": 0,
            "validation_share": share, "most_validation": len(rows)}  # fmt: skip
    parts = split(rows, rule, kit["seed"])
    train, validation = (
        [dspy.Example(input=r["input"], output=r["completion"]).with_inputs("input") for r in part]
        for part in (parts["train"], parts["validation"])
    )

    def metric(gold: Any, got: Any, trace: Any = None, name: Any = None, steps: Any = None) -> Any:
        value = grade({"expected": gold.output}, {"id": "", "output": got.output}, kit)
        if settings["optimizer"] != "gepa":
            return value
        right = value >= kit["pass_at"]
        said = "Right." if right else f"Wrong: expected {gold.output!r}, got {got.output!r}."
        return dspy.Prediction(score=value, feedback=said)

    dspy.configure(lm=dspy.LM(options.model, temperature=0.0))
    program = dspy.Predict(dspy.Signature("input -> output", instructions))
    common = {"metric": metric, "auto": settings["auto"], "num_threads": settings["num_threads"],
              "seed": kit["seed"]}  # fmt: skip
    if settings["optimizer"] == "gepa":
        writer = dspy.LM(options.reflection_model, temperature=1.0)
        optimizer = dspy.GEPA(reflection_lm=writer, **common)
    else:
        optimizer = dspy.MIPROv2(
            max_bootstrapped_demos=settings["max_bootstrapped_demos"],
            max_labeled_demos=settings["max_labeled_demos"],
            **common,
        )
    best = optimizer.compile(program, trainset=train, valset=validation)
    best.save(HERE / "optimization" / "found.json")
    print(best.signature.instructions)


if __name__ == "__main__":
    sys.exit(main())
