#!/usr/bin/env python3
"""Check answers against the schema and the policy, ask again once, then hand over to a person.

    python validate.py predictions.jsonl      how many answers pass, and what is wrong with the rest

In your own service call `checked(ask, messages, ...)`. Python 3.9 or later, nothing to install.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable

HERE = Path(__file__).resolve().parent
Message = dict[str, str]
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,),
    "integer": (int,), "number": (int, float), "null": (type(None),),
}  # fmt: skip


def read_schema(path: Path) -> dict[str, Any]:
    """The JSON schema of the answers."""
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def check(value: Any, schema: dict[str, Any], at: str = "the answer") -> list[str]:
    """What is wrong with a value, one sentence each. Knows the keywords that schema.json uses."""
    found: list[str] = []
    kinds = schema.get("type", list(TYPES))
    names = [kinds] if isinstance(kinds, str) else kinds
    fits = any(
        isinstance(value, TYPES[n]) and not (isinstance(value, bool) and n in ("integer", "number"))
        for n in names
    )
    if not fits:
        return [f"{at} must be {' or '.join(names)}, not {type(value).__name__}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at} must be one of {schema['enum']}, not {value!r}")
    if isinstance(value, str):
        if len(value) < schema.get("minLength", 0):
            found.append(f"{at} is shorter than {schema['minLength']} characters")
        if len(value) > schema.get("maxLength", len(value)):
            found.append(f"{at} is longer than {schema['maxLength']} characters")
    if isinstance(value, list) and "items" in schema:
        for i, item in enumerate(value):
            found += check(item, schema["items"], f"{at}[{i}]")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{at} lacks {n!r}" for n in schema.get("required", []) if n not in value]
        if schema.get("additionalProperties") is False:
            found += [f"{at} has {n!r}, which no one asked for" for n in value if n not in known]
        for name, rule in known.items():
            if name in value:
                found += check(value[name], rule, name)
    return found


def read_policy(path: Path) -> dict[str, Any]:
    """The policy of the answers; where they are labels, with the labels that are allowed."""
    policy: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if policy.get("one_of"):
        from score import plain, read_rows

        rows = read_rows(HERE / policy["one_of"])
        policy["allowed"] = {plain(row.get("label")) for row in rows}
    return policy


def problems_in(output: str, schema: dict[str, Any]) -> list[str]:
    """What is wrong with the form of an answer: no JSON, or JSON against the schema."""
    fenced = re.match(r"^\s*```(?:json)?\s*(.*?)```\s*$", output, re.DOTALL)
    try:
        value = json.loads(fenced.group(1) if fenced else output)
    except ValueError:
        return ["the answer is not JSON"]
    return check(value, schema)


def broken_rules(output: str, policy: dict[str, Any]) -> list[str]:
    """The names of the rules of guardrails/policy.json that an answer breaks."""
    found = [r["name"] for r in policy["forbidden"] if re.search(r["pattern"], output)]
    if len(output) > policy["most_characters"]:
        found.append("too long")
    if not output.strip():
        found.append("empty")
    if "allowed" in policy:
        from score import label_of

        if label_of(output) not in policy["allowed"]:
            found.append("not one of the labels")
    return found


def checked(
    ask: Callable[[list[Message]], str],
    messages: Sequence[Message],
    *,
    schema: dict[str, Any] | None,
    policy: dict[str, Any] | None,
    retries: int = 1,
) -> tuple[str, list[str]]:
    """The answer and what is still wrong with it; a person decides where that is not empty.

    Each retry shows the model its own answer and the faults. Caps the cost at 1 + retries calls.
    """
    asked = list(messages)
    output, faults = "", ["not asked yet"]
    for _ in range(1 + retries):
        output = ask(asked)
        faults = problems_in(output, schema) if schema else []
        faults += broken_rules(output, policy) if policy else []
        if not faults:
            break
        again = "That answer cannot be used: " + "; ".join(faults) + ". Answer again, mended."
        asked = [
            *messages,
            {"role": "assistant", "content": output},
            {"role": "user", "content": again},
        ]
    return output, faults


def main(argv: Sequence[str]) -> int:
    """Report on a file of predictions; the exit status is 1 where an answer fails."""
    from score import BadFile, by_id, read_kit, read_rows

    if len(argv) != 1:
        print("usage: python validate.py predictions.jsonl", file=sys.stderr)
        return 2
    try:
        kit = read_kit(HERE / "kit.json")
        answers = by_id(read_rows(Path(argv[0])), Path(argv[0]))
    except BadFile as error:
        print(error, file=sys.stderr)
        return 2
    schema = read_schema(HERE / kit["schema"]) if kit.get("schema") else None
    policy = read_policy(HERE / kit["policy"]) if kit.get("policy") else None
    wrong: Counter[str] = Counter()
    failed = 0
    for answer in answers.values():
        output = str(answer.get("output") or "")
        faults = problems_in(output, schema) if schema else []
        faults += broken_rules(output, policy) if policy else []
        wrong.update(faults)
        failed += bool(faults)
    n = len(answers)
    print(f"{n - failed} of {n} answers pass.")
    for fault, times in wrong.most_common(20):
        print(f"  {times} times: {fault}")
    if n and not failed:
        # the rule of three: no failure in n trials bounds the rate at 3 / n with 95% confidence
        print(f"No failure in {n} answers still allows up to {300 / max(n, 3):.1f}% of them.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
