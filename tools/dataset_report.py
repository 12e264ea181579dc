"""What the check of a fine-tuning file finds: problems by line, tokens, splits, a verdict."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tools.dataset_costs import TrainingBill
from tools.dataset_records import Format
from tools.money import counted

Severity = Literal["error", "warning", "note"]
MAX_LINES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: how grave, in one sentence, on how many lines, and the first of them."""

    kind: str
    severity: Severity
    text: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TokenCounts:
    """Tokens of the examples, counted with the tokenizer of current OpenAI models."""

    total: int
    mean: float
    median: float
    p95: float
    longest: int
    longest_line: int


@dataclass(frozen=True, slots=True)
class Splits:
    """How many distinct examples to train on, to tune on, and to keep untouched for the test."""

    train: int
    validation: int
    test: int


@dataclass(frozen=True, slots=True)
class DatasetReport:
    """What a fine-tuning file holds; `usable` is false while there are errors.

    `lines` counts all lines, `examples` the readable ones, `distinct` those that repeat no other;
    `training_tokens` is what a vendor bills: the tokens of the file times `epochs`; `bills` is what
    that comes to at each vendor, the cheapest first.
    """

    format: Format | None
    lines: int
    examples: int
    distinct: int
    labels: int | None
    tokens: TokenCounts
    training_tokens: int
    epochs: int
    splits: Splits
    problems: tuple[Problem, ...]
    usable: bool
    summary: str
    bills: tuple[TrainingBill, ...] = ()


def problem_on(
    kind: str, severity: Severity, text: str, count: int, lines: Sequence[int]
) -> Problem:
    """A problem of some lines, of which the sentence shows the first."""
    shown = tuple(lines[:MAX_LINES_SHOWN])
    where = ", ".join(str(line) for line in shown)
    if count == 1:
        sentence = f"Line {where} {text}."
    else:
        more = f" and {count - len(shown):,} more" if count > len(shown) else ""
        sentence = f"{count:,} lines, each of which {text}: {where}{more}."
    return Problem(kind, severity, sentence, count, shown)


def summarise(examples: int, lines: int, tokens: int, problems: Sequence[Problem]) -> str:
    """The verdict in one sentence."""
    grave = Counter(problem.severity for problem in problems)
    head = f"{examples:,} of {lines:,} lines are examples, {tokens:,} tokens in all"
    if grave["error"]:
        return f"{head}; {counted(grave['error'], 'kind')} of error must be mended before training."
    if grave["warning"]:
        return f"{head}; usable, with {counted(grave['warning'], 'kind')} of warning to look at."
    return f"{head}; nothing stands in the way of training."
