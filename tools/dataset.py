"""Is a fine-tuning file fit to train on? Reads its lines once, in bounded memory, and says."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from tools.dataset_costs import training_bills
from tools.dataset_privacy import has_secret, personal_data
from tools.dataset_records import BadRecord, Format, Record, parse
from tools.dataset_report import (
    MAX_LINES_SHOWN,
    DatasetReport,
    Problem,
    Severity,
    Splits,
    TokenCounts,
    problem_on,
    summarise,
)
from tools.dataset_rules import rules
from tools.dataset_twins import Twins
from tools.tariffs import Tariffs
from tools.tokens import count_tokens


def check_dataset(
    lines: Iterable[str | bytes],
    *,
    held_out: Iterable[str | bytes] | None = None,
    epochs: int | None = None,
    as_of: date | None = None,
    table: Tariffs | None = None,
) -> DatasetReport:
    """Check a JSONL file for fine-tuning, line by line.

    Finds lines that cannot be read, empty and very short sides, exact and near duplicates, the same
    input with different outputs, secrets, personal data, over-long examples, and inputs that also
    stand in `held_out`. Memory grows by 40 bytes an example (112 for the first 200,000).

    Args:
        lines: the lines of the file, as text or bytes.
        held_out: the lines of the test file, to find what leaked.
        epochs: passes over the data, for the estimate of billed tokens; by default three.
        as_of: the day of the bills: vendors that take no more jobs on it are left out.
        table: the prices, by default the packaged ones.

    """
    check = _Check()
    for number, line in enumerate(lines, start=1):
        check.read(number, line)
    leaked: list[int] = []
    if held_out is not None:
        test = Twins()
        for number, line in enumerate(held_out, start=1):
            record = _record(line)
            if isinstance(record, Record):
                test.add(number, record.input, record.output)
        leaked = check.twins.shared_inputs(test)
    passes = rules().epochs.value if epochs is None else epochs
    report = check.report(passes, leaked)
    tokens, kind = report.training_tokens, report.format
    return replace(report, bills=training_bills(tokens, kind=kind, as_of=as_of, table=table))


def suggest_splits(distinct: int) -> Splits:
    """Keep 10 to 20% for the test and 10% for validation, within the bounds of the rules."""
    rule = rules()
    if distinct < rule.least_examples.value:
        return Splits(distinct, 0, 0)
    share = rule.test_share.value
    least = min(rule.least_test.value, round(distinct * share * 2))
    test = min(rule.most_test.value, max(round(distinct * share), least))
    validation = min(rule.most_validation.value, round(distinct * rule.validation_share.value))
    return Splits(distinct - test - validation, validation, test)


class _Check:
    """The running state of one check."""

    def __init__(self) -> None:
        self._rules = rules()
        self.twins = Twins(self._rules.near_limit.value, self._rules.near_share.value)
        self._lines = 0
        self._formats: Counter[Format] = Counter()
        self._found: dict[str, tuple[Severity, str, int, list[int]]] = {}
        self._tokens = array("Q")
        self._longest = (0, 0)
        self._labels: Counter[str] | None = Counter()
        self._short: list[int] = []
        self._short_count = 0

    def read(self, number: int, line: str | bytes) -> None:
        self._lines += 1
        record = _record(line)
        if record is None:
            self._note("blank", "warning", "is blank", number)
        elif isinstance(record, BadRecord):
            self._note(record.kind, "error", str(record), number)
        else:
            self._keep(number, record)

    def _keep(self, number: int, record: Record) -> None:
        self._formats[record.format] += 1
        tokens = count_tokens(record.text) + self._rules.tokens_of_a_message.value * record.pieces
        self._tokens.append(tokens)
        self._longest = max(self._longest, (tokens, number), key=lambda pair: pair[0])
        self.twins.add(number, record.input, f"{record.output}\x00{record.rejected or ''}")
        self._sides(number, record)
        if tokens > self._rules.long_example_tokens.value:
            limit = self._rules.long_example_tokens.value
            text = f"is longer than {limit:,} tokens, which trainers cut off or refuse"
            self._note("too_long", "warning", text, number)
        if has_secret(record.text):
            self._note("secret", "error", "holds what looks like a key or a password", number)
        for kind in personal_data(record.text):
            self._note(f"personal: {kind}", "warning", f"seems to hold {kind}", number)
        if self._labels is not None:
            self._labels[record.output.strip()[:80]] += 1
            if len(self._labels) > self._rules.most_labels.value:
                self._labels = None

    def _sides(self, number: int, record: Record) -> None:
        answer = record.output.strip()
        if not record.asked.strip():
            self._note("empty_input", "error", "has an empty input", number)
        elif len(record.asked.split()) < self._rules.short_input_words.value:
            text = f"has an input of fewer than {self._rules.short_input_words.value} words"
            self._note("short_input", "warning", text, number)
        if not answer:
            self._note("empty_output", "error", "has an empty output", number)
        elif len(answer) < self._rules.short_output_characters.value:
            self._short_count += 1
            if len(self._short) < MAX_LINES_SHOWN:
                self._short.append(number)
        if record.rejected is not None and answer == record.rejected.strip():
            text = "prefers an answer over the very same answer"
            self._note("same_pair", "error", text, number)

    def _note(self, kind: str, severity: Severity, text: str, number: int) -> None:
        _, first, count, lines = self._found.get(kind, (severity, text, 0, []))
        if len(lines) < MAX_LINES_SHOWN:
            lines.append(number)
        self._found[kind] = (severity, first, count + 1, lines)

    def report(self, epochs: int, leaked: list[int]) -> DatasetReport:
        repeats = self.twins.exact()
        examples = len(self._tokens)
        distinct = examples - len(repeats)
        problems = [
            problem_on(kind, severity, text, count, lines)
            for kind, (severity, text, count, lines) in self._found.items()
        ]
        problems += self._across(repeats, leaked)
        problems += self._size(examples, distinct)
        order = {"error": 0, "warning": 1, "note": 2}
        problems.sort(key=lambda p: (order[p.severity], -p.count))
        usable = not any(p.severity == "error" for p in problems)
        labels = self._label_count(examples)
        total = sum(self._tokens)
        return DatasetReport(
            format=next(iter(self._formats)) if len(self._formats) == 1 else None,
            lines=self._lines,
            examples=examples,
            distinct=distinct,
            labels=labels,
            tokens=self._counts(total),
            training_tokens=total * epochs,
            epochs=epochs,
            splits=suggest_splits(distinct),
            problems=tuple(problems),
            usable=usable,
            summary=summarise(examples, self._lines, total, problems),
        )

    def _counts(self, total: int) -> TokenCounts:
        if not self._tokens:
            return TokenCounts(0, 0.0, 0.0, 0.0, 0, 0)
        median, p95 = np.percentile(np.array(self._tokens), [50, 95])
        mean = total / len(self._tokens)
        return TokenCounts(total, mean, float(median), float(p95), *self._longest)

    def _label_count(self, examples: int) -> int | None:
        """Distinct outputs, when there are so few that they are labels."""
        if not self._labels or examples < 2 * len(self._labels):
            return None
        return len(self._labels)

    def _across(self, repeats: list[int], leaked: list[int]) -> list[Problem]:
        found = []
        clashes = self.twins.contradictions() if "preference" not in self._formats else []
        near = self.twins.near()
        rows: tuple[tuple[str, Severity, str, list[int]], ...] = (
            ("leak", "error", "has an input that also stands in the test file", leaked),
            ("contradiction", "warning", "has an input that elsewhere has another output", clashes),
            ("duplicate", "warning", "repeats an earlier line", repeats),
            ("near_duplicate", "warning", "says almost the same as an earlier line", near),
        )
        for kind, severity, text, where in rows:
            if where:
                found.append(problem_on(kind, severity, text, len(where), where))
        limit = self._rules.near_limit.value
        if self.twins.near_checked == limit:
            text = f"Near duplicates were looked for among the first {limit:,} examples only."
            found.append(Problem("near_limit", "note", text, 0, ()))
        return found

    def _size(self, examples: int, distinct: int) -> list[Problem]:
        found = []
        least, useful = self._rules.least_examples.value, self._rules.useful_examples.value
        if len(self._formats) > 1:
            mix = ", ".join(f"{count} {name}" for name, count in self._formats.most_common())
            text = f"The file mixes formats ({mix}); trainers accept one."
            found.append(Problem("mixed_formats", "error", text, examples, ()))
        if distinct < least:
            text = f"{distinct} distinct examples are too few; vendors ask for {least}."
            found.append(Problem("too_few", "error", text, distinct, ()))
        elif distinct < useful:
            text = (
                f"{distinct} distinct examples are few; {useful} to {2 * useful} usually show "
                "whether tuning helps."
            )
            found.append(Problem("few", "warning", text, distinct, ()))
        if self._label_count(examples) is None:
            return found + self._short_outputs()
        return found + self._rare_labels()

    def _short_outputs(self) -> list[Problem]:
        if not self._short_count:
            return []
        text = f"has an output of fewer than {self._rules.short_output_characters.value} characters"
        return [problem_on("short_output", "warning", text, self._short_count, self._short)]

    def _rare_labels(self) -> list[Problem]:
        least = self._rules.least_of_a_label.value
        labels: Mapping[str, int] = self._labels or {}
        rare = [name for name, count in labels.items() if count < least]
        if not rare:
            return []
        text = (
            f"{len(rare)} of {len(labels)} labels have fewer than {least} examples; the model will "
            "hardly learn them."
        )
        return [Problem("rare_labels", "warning", text, len(rare), ())]


def _record(line: str | bytes) -> Record | BadRecord | None:
    """The example on a line, what is wrong with it, or None for a blank line."""
    if isinstance(line, bytes):
        try:
            line = line.decode("utf-8-sig")
        except UnicodeDecodeError:
            return BadRecord("not_utf8", "is not UTF-8 text")
    text = line.strip().removeprefix("\ufeff")
    if not text:
        return None
    try:
        return parse(text)
    except BadRecord as bad:
        return bad
