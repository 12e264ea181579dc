"""What is learned from: texts, what they tell, and the words that tell it."""

import json
import tomllib
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from agent.offline.reading.reader import Reader
from agent.offline.reading.tags import AMOUNT, INTENT, NONE
from agent.offline.words.message import Message, take_apart
from tools.vocabulary import spec

HERE = Path(__file__).parents[1]
MESSAGES = HERE / "messages"
STATEMENTS = HERE / "statements"
OLDER = ("own", "fresh", *(f"fresh{n}" for n in range(2, 22)))
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
ANSWERS_MADE = 0.3  # the share of statements that are also learned as an answer to their question

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
    """Our older texts, with the words the rules found where they read the fact rightly.

    A fact that no text of a set is labelled with was not looked for: what the rules read of it is
    unclear, and so is silence about it.
    """
    reader = Reader()
    out = []
    for name in names:
        rows = list(_rows(HERE / f"utterances_{name}.jsonl"))
        readings = [o for row in rows for o in (row.get("facts") or {}, *(row.get("alt") or ()))]
        looked_for = {fact for reading in readings for fact in reading}
        for row in rows:
            facts = row.get("facts") or {}
            context = row.get("context") or {}
            found = reader.read(
                row["text"], asked=context.get("asked"), known=context.get("known") or {}
            )
            told = {f: found.quotes.get(f, "") for f in facts if found.facts.get(f) == facts[f]}
            others = {f: words for f, words in found.quotes.items() if f not in looked_for}
            out.append(_unlabelled(_example(row, facts, told), row["text"], looked_for, others))
    return out


def _unlabelled(
    example: Example, text: str, looked_for: Collection[str], others: Mapping[str, str]
) -> Example:
    """The example, where a fact that was not looked for is unclear, with the numbers it may own."""
    values = {
        fact: value if fact in looked_for else (UNCLEAR, None)
        for fact, value in example.values.items()
    }
    message = take_apart(text)
    owned = [place for f in others if f in AMOUNTS if (place := _place(message, others[f]))]
    amounts = [
        ((start, end), UNCLEAR if role == NONE and _within(start, end, owned) else role)
        for (start, end), role in example.amounts
    ]
    return replace(example, values=values, amounts=amounts)


def _within(start: int, end: int, places: Iterable[Place]) -> bool:
    return any(low <= start and end <= high + 1 for low, high in places)


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
    found = {fact: _place(message, words) for fact, words in told.items() if words}
    places = {fact: place for fact, place in found.items() if place is not None}
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
