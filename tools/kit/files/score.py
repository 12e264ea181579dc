#!/usr/bin/env python3
"""Score a run against the cases, say how sure the figure is, and whether to stay or move on.

    python score.py predictions.jsonl                          one run
    python score.py predictions.jsonl --against before.jsonl   the same cases, two runs
    python score.py predictions.jsonl --judge sheet.csv        a table for people to judge
    python score.py predictions.jsonl --ratings sheet.csv      with what they judged
    python score.py predictions.jsonl --json                   the figures for another program

Predictions are JSONL or CSV with `id` and `output`; by metric also `rating` (1 to 5, from people)
or `passed` (true or false, from your own tests); `retrieved`, `latency_ms`, `input_tokens` and
`output_tokens` are read where they stand. Python 3.9 or later, nothing to install.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable

HERE = Path(__file__).resolve().parent
Z = 1.96  # 95% of a normal distribution
CITED = re.compile(r"\s?\[([\w./-]+#\d+)\]")
Row = dict[str, Any]


class BadFile(Exception):
    """A file that cannot be scored; the message is one sentence with the way out."""


def read_rows(path: Path) -> list[Row]:
    """The rows of a JSONL or CSV file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadFile(f"{path}: there is no such file.") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path}: is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise BadFile(f"{path}: cannot be read ({error.strerror}).") from None
    if path.suffix.lower() == ".csv":
        return _csv_rows(path, text)
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise BadFile(f"{path}, line {number}: is not JSON; one object a line.") from None
        if not isinstance(row, dict):
            raise BadFile(f"{path}, line {number}: is not a JSON object.")
        rows.append(row)
    return rows


def _csv_rows(path: Path, text: str) -> list[Row]:
    try:
        csv.field_size_limit(10**8)  # the default would refuse a long document in a cell
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        rows: list[Row] = [dict(row) for row in reader]
    except csv.Error as error:
        raise BadFile(f"{path}: is not CSV ({error}).") from None
    for number, row in enumerate(rows, start=1):
        if None in row:
            raise BadFile(f"{path}, row {number}: has more cells than the header; quote commas.")
    return [{key: uncover(cell or "") for key, cell in row.items()} for row in rows]


def uncover(cell: str) -> str:
    """Drop the apostrophe that keeps a spreadsheet from running a cell as a formula."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


def cover(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return "'" + cell if re.match(r"'*[=+\-@\t\r]", cell) else cell


def by_id(rows: Sequence[Row], path: Path) -> dict[str, Row]:
    """The rows by their id, each of which stands once."""
    found: dict[str, Row] = {}
    for number, row in enumerate(rows, start=1):
        key = str(row.get("id") or "").strip()
        if not key:
            raise BadFile(f"{path}, row {number}: has no id.")
        if key in found:
            raise BadFile(f"{path}, row {number}: the id {key!r} stands there twice.")
        found[key] = row
    return found


def read_cases(path: Path, metric: str) -> tuple[dict[str, Row], int]:
    """The filled cases by id, and how many rows are still empty."""
    rows = by_id(read_rows(path), path)
    filled = {k: row for k, row in rows.items() if str(row.get("input") or "").strip()}
    if not filled:
        raise BadFile(f"{path}: no row is filled yet; write an input and what you expect of it.")
    if metric in ("exact", "record", "token_f1"):
        for key, row in filled.items():
            if not str(row.get("expected") or "").strip():
                raise BadFile(f"{path}: case {key!r} has an input but nothing expected.")
    return filled, len(rows) - len(filled)


# --- is one answer right, and by how much


def words(text: str) -> list[str]:
    """Words in lower case, without punctuation; scripts without spaces character by character."""
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+", text.casefold())


def token_f1(output: str, expected: str) -> float:
    """Overlap of words as F1 (Rajpurkar et al. 2016, https://arxiv.org/abs/1606.05250)."""
    got, want = words(output), words(expected)
    if not got or not want:
        return float(got == want)
    same = sum((Counter(got) & Counter(want)).values())
    if not same:
        return 0.0
    precision, recall = same / len(got), same / len(want)
    return 2 * precision * recall / (precision + recall)


def said(answer: Row) -> str:
    """The answer without the thinking before it and the passages it names."""
    text = re.sub(r"<thinking>.*?</thinking>", "", str(answer.get("output") or ""), flags=re.DOTALL)
    return CITED.sub("", text).strip()


def plain(value: Any) -> str:
    """A value to compare: case, outer quotes, closing full stops and spaces do not count."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    return " ".join(text.casefold().split()).lstrip("\"'` ").rstrip("\"'`. ")


def label_of(output: str) -> str:
    """The label in an answer: the answer itself, or the `label` of a JSON object."""
    value = as_json(output)
    return plain(value["label"] if isinstance(value, dict) and "label" in value else output)


def as_json(text: str) -> Any:
    """The JSON in an answer, also from within a code fence; None where there is none."""
    fenced = re.match(r"^\s*```(?:json)?\s*(.*?)```\s*$", text, re.DOTALL)
    try:
        return json.loads(fenced.group(1) if fenced else text)
    except ValueError:
        return None


def grade_record(output: str, expected: str) -> float:
    """Share of the expected fields that are right; fields of no expectation count as wrong."""
    got, want = as_json(output), as_json(expected)
    if not isinstance(want, dict):
        return float(plain(output) == plain(expected))
    if not isinstance(got, dict):
        return 0.0
    keys = set(want) | (set(got) - {"reasoning"})
    same = sum(k in got and k in want and plain(got[k]) == plain(want[k]) for k in keys)
    return same / len(keys) if keys else 1.0


def grade(case: Row, answer: Row | None, kit: Row) -> float:
    """One answer from 0 to 1 (a rating from 1 to 5); a missing answer gets the least."""
    metric = kit["metric"]
    least = 1.0 if metric == "rating" else 0.0
    if answer is None:
        return least
    output = said(answer)
    expected = str(case.get("expected") or "")
    decline = kit.get("decline")
    if decline and plain(decline) in (plain(expected), plain(output)):
        return float(plain(output) == plain(expected)) if metric != "rating" else _rating(answer)
    if metric == "exact":
        return float(label_of(output) == label_of(expected))
    if metric == "record":
        return grade_record(output, expected)
    if metric == "token_f1":
        return token_f1(output, expected)
    return _rating(answer) if metric == "rating" else _passed(answer)


def _rating(answer: Row) -> float:
    try:
        value = float(answer.get("rating"))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = math.nan
    if not 1 <= value <= 5:
        raise BadFile(
            f"prediction {answer['id']!r}: rating must be 1 to 5, got {answer.get('rating')!r}; "
            "people rate the answers by evaluation/rubric.md."
        )
    return value


def _passed(answer: Row) -> float:
    value = answer.get("passed")
    known = {"true": 1.0, "false": 0.0, "1": 1.0, "0": 0.0, "yes": 1.0, "no": 0.0}
    if str(value).strip().lower() not in known:
        raise BadFile(
            f"prediction {answer['id']!r}: passed must be true or false, got {value!r}; "
            "your own tests set it."
        )
    return known[str(value).strip().lower()]


# --- how sure is the figure


def wilson(right: int, n: int) -> tuple[float, float]:
    """95% interval of a share (Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953)."""
    share, square = right / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(
    items: Sequence[Any], figure: Callable[[Sequence[Any]], float], *, seed: int, rounds: int
) -> tuple[float, float]:
    """95% percentile interval of a figure over resampled items (Efron 1979, seeded)."""
    draw = random.Random(seed)
    found = sorted(figure(draw.choices(items, k=len(items))) for _ in range(rounds))
    return found[int(0.025 * rounds)], found[min(int(0.975 * rounds), rounds - 1)]


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return math.fsum(values) / len(values)


def label_scores(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[int, float, float, float]]:
    """Of each expected label: cases, precision, recall, F1. `pairs` holds (expected, given)."""
    want, got = Counter(e for e, _ in pairs), Counter(g for _, g in pairs)
    both = Counter(e for e, g in pairs if e == g)
    out = {}
    for label in sorted(want):
        precision = both[label] / got[label] if got[label] else 0.0
        recall = both[label] / want[label]
        f1 = 2 * both[label] / (want[label] + got[label])
        out[label] = (want[label], precision, recall, f1)
    return out


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 of the labels, each counting the same however rare it is."""
    return mean([row[3] for row in label_scores(pairs).values()])


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided p of a paired difference (McNemar 1947): a fair coin over what changed."""
    n, few = only_first + only_second, min(only_first, only_second)
    tail = sum(math.comb(n, i) for i in range(few + 1))
    return min(1.0, float(2 * tail / 2**n))


# --- one run, two runs


def score(cases: dict[str, Row], answers: dict[str, Row], kit: Row) -> Row:
    """All figures of one run."""
    strangers = sorted(set(answers) - set(cases))
    if strangers:
        raise BadFile(f"the prediction {strangers[0]!r} answers no filled case; check the ids.")
    grades = {key: grade(case, answers.get(key), kit) for key, case in cases.items()}
    right = {key: value >= kit["pass_at"] for key, value in grades.items()}
    n, count = len(right), sum(right.values())
    low, high = wilson(count, n)
    found: Row = {
        "cases": n, "unanswered": n - len(answers), "right": count,
        "share": count / n, "low": low, "high": high, "metric": kit["metric"],
    }  # fmt: skip
    options = {"seed": kit["seed"], "rounds": kit["bootstrap_rounds"]}
    if kit["metric"] == "exact":
        pairs = [
            (label_of(str(case["expected"])), label_of(said(answers.get(key, {}))))
            for key, case in cases.items()
        ]
        found["labels"] = label_scores(pairs)
        found["macro_f1"] = (macro_f1(pairs), *bootstrap(pairs, macro_f1, **options))
        found["confused"] = Counter(p for p in pairs if p[0] != p[1]).most_common(5)
    elif kit["metric"] != "passed":
        values = list(grades.values())
        found["mean"] = (mean(values), *bootstrap(values, mean, **options))
    kinds = Counter(str(case.get("label") or "").strip() for case in cases.values())
    hits = Counter(str(case.get("label") or "").strip() for k, case in cases.items() if right[k])
    found["kinds"] = {kind: (hits[kind], total) for kind, total in kinds.items() if kind}
    found.update(_format(answers, kit), **_retrieval(cases, answers, kit), **_speed(answers))
    found["verdict"] = verdict(found, kit)
    found["passes"] = right
    return found


def _format(answers: dict[str, Row], kit: Row) -> Row:
    if not kit.get("schema") or not answers:
        return {}
    from validate import problems_in, read_schema

    schema = read_schema(HERE / kit["schema"])
    valid = sum(not problems_in(said(a), schema) for a in answers.values())
    return {"valid": (valid, len(answers), *wilson(valid, len(answers)))}


def _retrieval(cases: dict[str, Row], answers: dict[str, Row], kit: Row) -> Row:
    """Recall at k: how often a passage that holds the answer is among the first k found."""
    known = {k: set(str(c.get("passages") or "").split()) for k, c in cases.items()}
    asked = [k for k, ids in known.items() if ids and "retrieved" in answers.get(k, {})]
    if not asked or not kit.get("k"):
        return {}
    hits = sum(bool(known[k] & set(_ids(answers[k])[: kit["k"]])) for k in asked)
    found: Row = {"recall_at_k": (hits, len(asked), *wilson(hits, len(asked)))}
    told = [a for a in answers.values() if plain(said(a)) != plain(kit.get("decline") or "")]
    cites = [(set(CITED.findall(str(a["output"]))), set(_ids(a))) for a in told]
    if cites and kit.get("decline"):  # only free text cites
        backed = sum(bool(ids) and ids <= given for ids, given in cites)
        found["cited"] = (backed, len(cites), *wilson(backed, len(cites)))
    return found


def _ids(answer: Row) -> list[str]:
    """The ids of what was found: a list, or in a table one text with spaces."""
    found = answer.get("retrieved") or []
    return found.split() if isinstance(found, str) else list(map(str, found))


def _speed(answers: dict[str, Row]) -> Row:
    found: Row = {}
    for name in ("latency_ms", "input_tokens", "output_tokens"):
        values = sorted(
            float(a[name]) for a in answers.values() if isinstance(a.get(name), (int, float))
        )
        if values:
            at = max(math.ceil(0.95 * len(values)) - 1, 0)
            found[name] = (mean(values), values[at])
    return found


def verdict(found: Row, kit: Row) -> str:
    """Stay, move on or measure more: the interval against the target of the project."""
    target, n = kit.get("target"), found["cases"]
    low, high = 100 * found["low"], 100 * found["high"]
    if target is None:
        return "No target is set: write the share that must be right as `target` in kit.json."
    if n < kit["least_cases"]:
        return f"CANNOT TELL: {n} cases are too few; fill at least {kit['least_cases']}."
    if low >= target:
        return f"STAY: even the low end of the interval ({low:.1f}%) meets {target:g}%."
    if high < target:
        return f"MOVE ON: even the high end ({high:.1f}%) is below {target:g}%. {kit['next']}"
    gap = abs(100 * found["share"] - target)
    share = found["share"]
    need = math.ceil(Z * Z * share * (1 - share) / (gap / 100) ** 2) if gap >= 1 else None
    more = f"about {need:,} cases would" if need and need > n else "more cases may"
    return f"CANNOT TELL: {target:g}% lies within {low:.1f} to {high:.1f}%; {more} settle it."


def compare(first: Row, second: Row, names: tuple[str, str]) -> Row:
    """Two runs on the same cases: `first` is the one before, `second` the new one."""
    before, now = first["passes"], second["passes"]
    only_before = sum(before[k] and not now[k] for k in now)
    only_now = sum(now[k] and not before[k] for k in now)
    n, changed = len(now), only_before + only_now
    gain, p = (only_now - only_before) / n, mcnemar(only_before, only_now)
    half = Z * math.sqrt(max(changed - (only_now - only_before) ** 2 / n, 0)) / n
    if p < 0.05:
        text = f"{names[1] if gain > 0 else names[0]} is better"
    elif gain:
        share, d = max(changed / n, abs(gain)), abs(gain)
        spread = math.sqrt(max(share - d * d, 0))
        need = math.ceil((Z * math.sqrt(share) + 0.8416 * spread) ** 2 / d**2)
        text = f"cannot be told apart; a difference of this size shows on about {need:,} cases"
    else:
        text = "cannot be told apart"
    return {
        "gain": gain, "low": gain - half, "high": gain + half, "p": p,
        "only_before": only_before, "only_now": only_now, "text": text,
    }  # fmt: skip


# --- what is printed


def report(found: Row, kit: Row, empty: int) -> list[str]:
    """The figures of one run in lines."""
    n = found["cases"]
    rest = f"; {empty} rows of the sheet are empty" if empty else ""
    lines = [f"{many(n)} scored{rest}."]
    if found["unanswered"]:
        lines.append(f"Without a prediction, and so counted as wrong: {many(found['unanswered'])}.")
    what = {"rating": f"rated {kit['pass_at']:g} or better", "passed": "passed"}.get(
        kit["metric"], "right"
    )
    lines.append(f"{found['right']} of {n} {what}: {_percent(found['share'], found)} (Wilson)")
    if "macro_f1" in found:
        form = "Macro-F1: {:.3f} (95%: {:.3f} to {:.3f}, bootstrap)"
        lines.append(form.format(*found["macro_f1"]))
        rows = sorted(found["labels"].items(), key=lambda row: row[1][3])[:10]
        for label, (size, precision, recall, f1) in rows:
            lines.append(
                f"  {label}: F1 {f1:.2f}, precision {precision:.2f}, recall {recall:.2f}, "
                f"{many(size)}"
            )
        for (want, got), times in found["confused"]:
            lines.append(f"  {want} taken for {got or 'nothing'}: {times} times")
    if "mean" in found:
        names = {"record": "Fields right", "token_f1": "Token F1", "rating": "Mean rating"}
        form = "{}: {:.3f} (95%: {:.3f} to {:.3f}, bootstrap)"
        lines.append(form.format(names[kit["metric"]], *found["mean"]))
    for kind, (hits, total) in sorted(found["kinds"].items()):
        if len(found["kinds"]) > 1:
            lines.append(f"  cases marked {kind}: {hits} of {total}")
    shares = {"valid": "Valid format", "recall_at_k": f"Recall at {kit.get('k')}"}
    for key, name in {**shares, "cited": "Answers that cite only what was found"}.items():
        if key in found:
            hits, total, low, high = found[key]
            lines.append(
                f"{name}: {hits} of {total}, {_percent(hits / total, {'low': low, 'high': high})}"
            )
    units = {"latency_ms": "ms", "input_tokens": "tokens in", "output_tokens": "tokens out"}
    for key, unit in units.items():
        if key in found:
            wanted = kit.get("latency_target_ms") if key == "latency_ms" else None
            goal = f"; the target is {wanted:,.0f}" if wanted else ""
            average, p95 = found[key]
            lines.append(f"{average:,.0f} {unit} on average, {p95:,.0f} at the 95th centile{goal}")
    return [*lines, found["verdict"]]


def _judgement(row: Row) -> Row:
    return {key: row[key] for key in ("rating", "passed") if key in row}


def many(count: int) -> str:
    """A number of cases in words."""
    return "1 case" if count == 1 else f"{count:,} cases"


def _percent(share: float, found: Row) -> str:
    return f"{100 * share:.1f}% (95%: {100 * found['low']:.1f} to {100 * found['high']:.1f})"


def read_kit(path: Path) -> Row:
    """The settings of this kit."""
    try:
        kit: Row = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise BadFile(f"{path}: is missing; it lies beside score.py in the kit.") from None
    except ValueError:
        raise BadFile(f"{path}: is not JSON any more; undo the last edit.") from None
    return kit


def to_judge(path: Path, cases: dict[str, Row], answers: dict[str, Row], kit: Row) -> None:
    """Write the answers as a table to be judged, in an order that tells nothing."""
    column = "passed" if kit["metric"] == "passed" else "rating"
    keys = sorted(set(answers) & set(cases))
    random.Random(kit["seed"]).shuffle(keys)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "input", "expected", "output", column))
        for key in keys:
            texts = (
                cases[key].get("input"),
                cases[key].get("expected"),
                answers[key].get("output"),
            )
            writer.writerow((key, *(cover(str(text or "")) for text in texts), ""))
    print(f"{many(len(keys))} to judge in {path}; fill the column {column}, then add --ratings.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit status is 2 where a file cannot be scored."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", 1)[0])
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--against", type=Path, help="an earlier run on the same cases")
    parser.add_argument("--cases", type=Path, default=HERE / "evaluation" / "cases.csv")
    parser.add_argument("--judge", type=Path, help="only write a table for people to judge")
    parser.add_argument("--ratings", type=Path, help="the table that people have judged")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(argv)
    try:
        kit = read_kit(HERE / "kit.json")
        cases, empty = read_cases(options.cases, kit["metric"])
        answers = by_id(read_rows(options.predictions), options.predictions)
        if options.ratings:
            judged = by_id(read_rows(options.ratings), options.ratings)
            answers = {
                key: {**row, **_judgement(judged.get(key, {}))} for key, row in answers.items()
            }
        if options.judge:
            to_judge(options.judge, cases, answers, kit)
            return 0
        found = score(cases, answers, kit)
        lines, paired = report(found, kit, empty), None
        if options.against:
            before = score(cases, by_id(read_rows(options.against), options.against), kit)
            paired = compare(before, found, (options.against.name, options.predictions.name))
            lines.append(
                f"Against {options.against.name}: {100 * paired['gain']:+.1f} points (95%: "
                f"{100 * paired['low']:+.1f} to {100 * paired['high']:+.1f}), "
                f"{many(paired['only_now'])} won, {paired['only_before']} lost, "
                f"McNemar p = {paired['p']:.4f}: {paired['text']}."
            )
    except BadFile as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({**found, "against": paired}, default=list))
    else:
        print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
