#!/usr/bin/env python3
"""Put every case to a model and write predictions.jsonl, which score.py reads.

    python run.py --model NAME                         any endpoint with the OpenAI chat protocol
    python run.py --model NAME --requests batch.jsonl  only write the requests, for a batch job
    python run.py --cases guardrails/attacks.csv --out attacks.jsonl

The address is OPENAI_BASE_URL, the key OPENAI_API_KEY; a server of your own needs no key. Run again
after a failure: cases that have an answer are left out. Python 3.9 or later, nothing to install.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from score import HERE, BadFile, Row, by_id, read_kit, read_rows

SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
OPEN = "FILL IN"
PAUSES = (2, 8)  # seconds before the second and the third try


class Prompt:
    """The templates of prompt/ with their slots; what fills a slot is never searched for slots."""

    def __init__(self, folder: Path, *, draft: bool = False) -> None:
        self.system, self.user = (_text(folder / name) for name in ("system.md", "user.md"))
        self.slots = {
            "examples": _examples(folder / "examples.jsonl"),
            "labels": _labels(folder / "labels.csv"),
            "documents": _optional(folder / "documents.md"),
        }
        texts = (self.system, self.user, *self.slots.values(), _optional(folder / "schema.json"))
        unfilled = "".join(texts).count(OPEN)
        if unfilled and not draft:
            raise BadFile(
                f"{folder}: {unfilled} places still say {OPEN}; write them, or add --draft."
            )

    def messages(self, case: Row, passages: str = "") -> list[dict[str, str]]:
        """The two messages of one case."""
        values = {**self.slots, "input": str(case["input"]), "passages": passages}
        return [
            {"role": "system", "content": fill(self.system, values)},
            {"role": "user", "content": fill(self.user, values)},
        ]


def shown(found: Row) -> str:
    """The passages that search found for a case, as the prompt shows them."""
    rows = found.get("passages", [])
    return "\n\n".join(f'<passage id="{p["id"]}">\n{p["text"]}\n</passage>' for p in rows)


def fill(template: str, values: dict[str, str]) -> str:
    """A template with its slots filled, in one pass."""

    def put(match: re.Match[str]) -> str:
        if match.group(1) not in values:
            raise BadFile(f"the template asks for {match.group(0)}; known: {', '.join(values)}.")
        return values[match.group(1)]

    return SLOT.sub(put, template).strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}).") from None


def _optional(path: Path) -> str:
    return _text(path) if path.exists() else ""


def _examples(path: Path) -> str:
    rows = read_rows(path) if path.exists() else []
    parts = [f"<input>\n{r['input']}\n</input>\n<output>\n{r['output']}\n</output>" for r in rows]
    return "\n\n".join(parts)


def _labels(path: Path) -> str:
    rows = read_rows(path) if path.exists() else []
    return "\n".join(f"- {row['label']}: {row['definition']}" for row in rows)


def body(kit: Row, model: str, messages: list[dict[str, str]]) -> Row:
    """The request of one case. Edit `request` in kit.json for what your model wants."""
    out: Row = {"model": model, "messages": messages, **kit["request"]}
    if kit.get("schema") and kit.get("constrain"):
        schema = json.loads(_text(HERE / kit["schema"]))
        form = {"name": "answer", "schema": schema, "strict": True}
        out["response_format"] = {"type": "json_schema", "json_schema": form}
    return out


def call(url: str, key: str, request: Row, timeout: float) -> Row:
    """The answer of the endpoint; overload and lost connections are tried twice more."""
    head = {"Content-Type": "application/json"}
    if key:
        head["Authorization"] = f"Bearer {key}"
    data = json.dumps(request).encode()
    for pause in (*PAUSES, None):
        try:
            sent = urllib.request.Request(url, data=data, headers=head)
            with urllib.request.urlopen(sent, timeout=timeout) as answer:
                found: Row = json.loads(answer.read())
                return found
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")[:300]
            fault = f"{url} answers {error.code}: {' '.join(text.split())}"
            if error.code < 500 and error.code != 429:
                raise BadFile(fault) from None
        except (OSError, ValueError) as error:
            fault = f"{url} cannot be reached ({error})"
        if pause is not None:
            time.sleep(pause)
    raise BadFile(f"{fault}. What is done is saved; run again to go on.")


def fingerprint(options: argparse.Namespace, kit: Row, prompt: Prompt) -> str:
    """A mark of what makes the answers of a run comparable: model, prompt and request."""
    parts = [
        options.model,
        options.found,
        prompt.system,
        prompt.user,
        prompt.slots,
        body(kit, "", []),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def answer_case(case: Row, prompt: Prompt, options: argparse.Namespace, kit: Row) -> Row:
    """One prediction: the output, its time and its tokens."""
    found = options.found.get(case["id"], {})
    spent: Row = {"latency_ms": 0.0, "input_tokens": 0, "output_tokens": 0}

    def ask(messages: list[dict[str, str]]) -> str:
        start = time.monotonic()
        reply = call(options.url, options.key, body(kit, options.model, messages), options.timeout)
        spent["latency_ms"] += round(1000 * (time.monotonic() - start), 1)
        usage = reply.get("usage") or {}
        spent["input_tokens"] += usage.get("prompt_tokens") or 0
        spent["output_tokens"] += usage.get("completion_tokens") or 0
        try:
            return str(reply["choices"][0]["message"].get("content") or "")
        except (KeyError, IndexError, TypeError, AttributeError):
            raise BadFile(f"{options.url} answers without choices: {str(reply)[:200]}") from None

    messages = prompt.messages(case, shown(found))
    faults: list[str] = []
    if kit.get("retries") is None:
        output = ask(messages)
    else:
        from validate import checked, read_policy, read_schema

        schema = read_schema(HERE / kit["schema"]) if kit.get("schema") else None
        policy = read_policy(HERE / kit["policy"]) if kit.get("policy") else None
        output, faults = checked(
            ask, messages, schema=schema, policy=policy, retries=kit["retries"]
        )
    out = {"id": case["id"], "output": output, **spent}
    if faults:
        out["faults"] = faults
    if found:
        out["retrieved"] = [p["id"] for p in found["passages"]]
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit status is 2 where a file or the endpoint fails."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("--model", help="by default the model in kit.json")
    parser.add_argument("--cases", type=Path, default=HERE / "evaluation" / "cases.csv")
    parser.add_argument("--out", type=Path, default=Path("predictions.jsonl"))
    parser.add_argument("--retrieved", type=Path, help="passages of each case, from search.py")
    parser.add_argument("--prompt", type=Path, default=HERE / "prompt", help="folder of templates")
    parser.add_argument("--requests", type=Path, help="write the requests there and call nobody")
    parser.add_argument("--limit", type=int, help="only so many cases")
    parser.add_argument("--timeout", type=float, default=120, help="seconds for one answer")
    parser.add_argument("--draft", action="store_true", help=f"run although places say {OPEN}")
    options = parser.parse_args(argv)
    options.key = os.environ.get("OPENAI_API_KEY", "")
    base = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    options.url = base.rstrip("/") + "/chat/completions"
    try:
        return _run(options)
    except BadFile as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; what is done is saved.", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    kit = read_kit(HERE / "kit.json")
    options.model = options.model or kit.get("model")
    if not options.model:
        raise BadFile("no model is named; add --model NAME or write `model` in kit.json.")
    prompt = Prompt(options.prompt, draft=options.draft)
    rows = by_id(read_rows(options.cases), options.cases).values()
    cases = [row for row in rows if str(row.get("input") or "").strip()][: options.limit]
    if not cases:
        raise BadFile(f"{options.cases}: no row is filled yet; write inputs first.")
    options.found = {}
    if options.retrieved:
        options.found = by_id(read_rows(options.retrieved), options.retrieved)
    elif "{{ passages }}" in prompt.user:
        raise BadFile("the prompt needs passages; run search.py, add --retrieved retrieved.jsonl.")
    if options.requests:
        lines = [_batch_line(case, prompt, options, kit) for case in cases]
        options.requests.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(lines)} requests are in {options.requests}.")
        return 0
    mark = fingerprint(options, kit, prompt)
    done = by_id(read_rows(options.out), options.out) if options.out.exists() else {}
    if any(row.get("run") != mark for row in done.values()):
        raise BadFile(
            f"{options.out}: holds answers of another prompt or model; name another --out."
        )
    left = [case for case in cases if case["id"] not in done]
    with options.out.open("a", encoding="utf-8") as file:
        for number, case in enumerate(left, start=1):
            row = answer_case(case, prompt, options, kit)
            file.write(json.dumps({**row, "run": mark}) + "\n")
            file.flush()
            print(f"\r{number} of {len(left)}", end="", file=sys.stderr)
    print(f"\n{len(left)} answers added to {options.out}, {len(done)} were there.", file=sys.stderr)
    return 0


def _batch_line(case: Row, prompt: Prompt, options: argparse.Namespace, kit: Row) -> str:
    found = options.found.get(case["id"], {})
    request: dict[str, Any] = {
        "custom_id": case["id"],
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": body(kit, options.model, prompt.messages(case, shown(found))),
    }
    return json.dumps(request)


if __name__ == "__main__":
    sys.exit(main())
