import csv
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.tools.kits import cells, kit, lines, run, settings, sheet, written

TASKS = {
    "exact": {"task": "classification"},
    "record": {"task": "extraction"},
    "token_f1": {"task": "question_answering"},
    "rating": {"task": "generation"},
    "passed": {"task": "code"},
}


@pytest.fixture(scope="module")
def score() -> ModuleType:
    """score.py as a module, to check its arithmetic."""
    name, module = "kit_score", ModuleType("kit_score")
    path = Path("tools/kit/files/score.py").resolve()
    module.__file__ = str(path)
    exec(compile(path.read_text("utf-8"), name, "exec"), vars(module))
    return module


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """A kit on disk for one metric, with settings changed as a person would."""

    def make(
        metric: str, *strategies: str, facts: Mapping[str, Any] | None = None, **changes: Any
    ) -> Path:
        folder = written(kit({**TASKS[metric], **(facts or {})}, *strategies), tmp_path / "kit")
        settings(folder, least_cases=1, **changes)
        return folder

    return make


def scored(folder: Path, *more: str) -> dict[str, Any]:
    """The figures of predictions.jsonl, as JSON."""
    done = run(folder, "score.py", "predictions.jsonl", "--json", *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_labels_are_scored_by_accuracy_macro_f1_and_confusion(made: Callable[..., Path]) -> None:
    folder = made("exact", target=90)
    wanted = ["a", "a", "a", "a", "b", "b", "c", "c"]
    given = ["A", '"a".', "a", "b", '{"label": "B"}', "a", "c", None]
    sheet(
        folder / "evaluation/cases.csv",
        (
            {"id": f"{i}", "input": "x", "expected": w, "label": "hard" if i < 2 else "common"}
            for i, w in enumerate(wanted)
        ),
    )
    answers = [{"id": f"{i}", "output": g} for i, g in enumerate(given) if g is not None]
    lines(folder / "predictions.jsonl", answers)
    found = scored(folder)
    assert (found["right"], found["cases"], found["unanswered"]) == (5, 8, 1)
    # a: 3 right of 4 given and 4 wanted; b: 1 of 2 and 2; c: 1 of 1 given, of 2 wanted
    assert found["labels"]["a"] == [4, 0.75, 0.75, 0.75]
    assert found["labels"]["b"] == [2, 0.5, 0.5, 0.5]
    assert found["labels"]["c"] == [2, 1.0, 0.5, pytest.approx(2 / 3)]
    assert found["macro_f1"][0] == pytest.approx((0.75 + 0.5 + 2 / 3) / 3)
    assert found["macro_f1"][1] <= found["macro_f1"][0] <= found["macro_f1"][2]
    assert [["a", "b"], 1] in found["confused"]
    assert found["kinds"] == {"hard": [2, 2], "common": [3, 6]}
    text = run(folder, "score.py", "predictions.jsonl").stdout
    assert "5 of 8 right: 62.5% (95%: 30.6 to 86.3) (Wilson)" in text
    assert "Without a prediction, and so counted as wrong: 1 case." in text
    assert (
        "MOVE ON: even the high end (86.3%) is below 90%. Take the next step of README.md; "
        "after the last: " in text
    )


def test_records_are_right_only_when_every_field_is(made: Callable[..., Path]) -> None:
    folder = made("record")
    want = json.dumps({"name": "Ada", "total": 3})
    sheet(
        folder / "evaluation/cases.csv",
        ({"id": f"{i}", "input": "x", "expected": want} for i in range(4)),
    )
    lines(
        folder / "predictions.jsonl",
        [
            {"id": "0", "output": '```json\n{"total": 3, "name": " ada "}\n```'},
            {"id": "1", "output": '{"name": "Ada", "total": 4}'},
            {"id": "2", "output": '{"name": "Ada", "total": 3, "more": 1}'},
            {"id": "3", "output": "Ada, 3"},
        ],
    )
    found = scored(folder)
    assert found["right"] == 1
    # fields: 2 of 2, 1 of 2, 2 of 3, 0
    assert found["mean"][0] == pytest.approx((1 + 0.5 + 2 / 3) / 4)
    # the schema of a kit without examples wants field_1 to field_3, which none of them has
    assert found["valid"][:2] == [0, 4]


def test_short_answers_are_scored_by_the_overlap_of_words(score: ModuleType) -> None:
    # "the red car" against "a red car": two words of three on both sides
    assert score.token_f1("the red car", "a red car") == pytest.approx(2 / 3)
    assert score.token_f1("Red Car!", "red car") == 1
    assert score.token_f1("blue", "red car") == 0
    assert score.token_f1("", "") == 1
    assert score.token_f1("東京都", "東京") == pytest.approx(2 * (2 / 3) / (2 / 3 + 1))


def test_ratings_count_as_right_from_four(made: Callable[..., Path]) -> None:
    folder = made("rating", target=50)
    cases = folder / "evaluation/cases.csv"
    sheet(cases, ({"id": f"{i}", "input": "x"} for i in range(4)))
    lines(
        folder / "predictions.jsonl",
        [{"id": f"{i}", "output": "y", "rating": r} for i, r in enumerate((5, 4, "3", 1))],
    )
    found = scored(folder)
    assert (found["right"], found["mean"][0]) == (2, 3.25)
    assert found["verdict"].startswith("CANNOT TELL: 50% lies within 15.0 to 85.0%")


def test_answers_are_judged_in_a_table_that_is_scored_again(made: Callable[..., Path]) -> None:
    folder = made("rating")
    rows = [{"id": f"{i}", "input": f"in {i}", "expected": "=like this"} for i in range(30)]
    sheet(folder / "evaluation/cases.csv", rows)
    answers = [{"id": f"{i}", "output": f"-out {i}\nand more"} for i in range(30)]
    lines(folder / "predictions.jsonl", answers)
    command = ("score.py", "predictions.jsonl", "--judge", "sheet.csv")
    told = run(folder, *command).stdout
    assert told == ("30 cases to judge in sheet.csv; fill the column rating, then add --ratings.\n")
    header, *found = cells((folder / "sheet.csv").read_text("utf-8"))
    assert header == ["id", "input", "expected", "output", "rating"]
    order = [int(row[0]) for row in found]
    assert sorted(order) == list(range(30))
    assert order != sorted(order)
    assert found[0][3] == f"'-out {order[0]}\nand more"
    text = (folder / "sheet.csv").read_text("utf-8")
    run(folder, *command)
    assert (folder / "sheet.csv").read_text("utf-8") == text
    judged = [[*row[:4], "5" if int(row[0]) < 12 else "2"] for row in found]
    with (folder / "sheet.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *judged])
    assert "12 of 30 rated 4 or better" in run(folder, "score.py", "sheet.csv").stdout
    lines(folder / "predictions.jsonl", [{**row, "latency_ms": 7} for row in answers])
    told = run(folder, "score.py", "predictions.jsonl", "--ratings", "sheet.csv").stdout
    assert "12 of 30 rated 4 or better" in told
    assert "7 ms on average" in told


def test_tests_of_ones_own_count_as_passed(made: Callable[..., Path]) -> None:
    folder = made("passed", target=60)
    sheet(folder / "evaluation/cases.csv", ({"id": f"{i}", "input": "x"} for i in range(50)))
    passed = [True, "true", "yes", 1, *[True] * 44, False, "0"]
    lines(
        folder / "predictions.jsonl",
        [{"id": f"{i}", "output": "", "passed": p} for i, p in enumerate(passed)],
    )
    found = scored(folder)
    assert found["right"] == 48
    assert found["verdict"] == "STAY: even the low end of the interval (86.5%) meets 60%."


def test_retrieval_is_scored_by_recall_and_by_what_is_cited(made: Callable[..., Path]) -> None:
    folder = made("token_f1", "rag")
    decline = "I could not find this in the documents."
    sheet(
        folder / "evaluation/cases.csv",
        [
            {"id": "1", "input": "x", "expected": "red", "passages": "a.md#1 b.md#2"},
            {"id": "2", "input": "x", "expected": "blue", "passages": "a.md#9"},
            {"id": "3", "input": "x", "expected": decline},
            {"id": "4", "input": "x", "expected": decline},
        ],
    )
    lines(
        folder / "predictions.jsonl",
        [
            {"id": "1", "output": "red [b.md#2]", "retrieved": ["c#1", "b.md#2"]},
            {"id": "2", "output": "blue [z#1]", "retrieved": ["a.md#1"]},
            {"id": "3", "output": decline.upper(), "retrieved": []},
            {"id": "4", "output": "I could not find it", "retrieved": []},
        ],
    )
    found = scored(folder)
    assert found["right"] == 3
    assert found["recall_at_k"][:2] == [1, 2]
    # of the three that did not decline, one cites only what was found
    assert found["cited"][:2] == [1, 3]
    assert "Recall at 5: 1 of 2, 50.0%" in run(folder, "score.py", "predictions.jsonl").stdout


def test_only_the_first_k_passages_count(made: Callable[..., Path]) -> None:
    folder = made("token_f1", "rag", k=1)
    case = {"id": "1", "input": "x", "expected": "red", "passages": "b#2"}
    sheet(folder / "evaluation/cases.csv", [case])
    answer = {"id": "1", "output": "red", "retrieved": ["c#1", "b#2"]}
    lines(folder / "predictions.jsonl", [answer])
    assert scored(folder)["recall_at_k"][:2] == [0, 1]


def test_thinking_before_an_answer_is_not_part_of_it(score: ModuleType) -> None:
    row = {"output": "<thinking>maybe b?\nno</thinking>\n a [doc.md#3]"}
    assert score.said(row) == "a"


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_wilson_intervals_are_those_of_the_literature(
    score: ModuleType, right: int, n: int, low: float, high: float
) -> None:
    assert score.wilson(right, n) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("lost", "won", "p"), [(0, 0, 1.0), (0, 5, 0.0625), (0, 6, 0.03125), (3, 9, 0.1459960938)]
)
def test_mcnemar_is_the_exact_binomial(score: ModuleType, lost: int, won: int, p: float) -> None:
    assert score.mcnemar(lost, won) == pytest.approx(p)
    assert score.mcnemar(won, lost) == score.mcnemar(lost, won)


def test_the_bootstrap_repeats_with_its_seed_and_covers_the_mean(score: ModuleType) -> None:
    values = [0.0, 1.0] * 50
    first = score.bootstrap(values, score.mean, seed=1, rounds=1000)
    assert first == score.bootstrap(values, score.mean, seed=1, rounds=1000)
    assert first != score.bootstrap(values, score.mean, seed=2, rounds=1000)
    # the standard error is 0.05, so the ends stand near 0.4 and 0.6
    assert first == (pytest.approx(0.4, abs=0.03), pytest.approx(0.6, abs=0.03))


def test_two_runs_are_compared_on_the_same_cases(made: Callable[..., Path]) -> None:
    folder = made("exact", target=90)
    ids = [f"{i}" for i in range(20)]
    sheet(
        folder / "evaluation/cases.csv",
        ({"id": i, "input": "x", "expected": "a"} for i in ids),
    )
    lines(folder / "before.jsonl", [{"id": i, "output": "a" if int(i) < 10 else "b"} for i in ids])
    now = [{"id": i, "output": "a" if 1 <= int(i) < 18 else "b"} for i in ids]
    lines(folder / "predictions.jsonl", now)
    paired = scored(folder, "--against", "before.jsonl")["against"]
    # 8 won, 1 lost of 20: p = 2 (1 + 9) / 2^9
    assert (paired["only_now"], paired["only_before"]) == (8, 1)
    assert paired["p"] == pytest.approx(20 / 512)
    assert paired["gain"] == pytest.approx(0.35)
    half = 1.96 * math.sqrt(9 - 49 / 20) / 20
    assert paired["low"] == pytest.approx(0.35 - half)
    assert paired["text"] == "predictions.jsonl is better"
    back = run(folder, "score.py", "before.jsonl", "--against", "predictions.jsonl").stdout
    assert "-35.0 points" in back
    assert "McNemar p = 0.0391: predictions.jsonl is better." in back


def test_a_small_difference_is_called_chance_and_sized(made: Callable[..., Path]) -> None:
    folder = made("exact")
    ids = [f"{i}" for i in range(40)]
    cases = folder / "evaluation/cases.csv"
    sheet(cases, ({"id": i, "input": "x", "expected": "a"} for i in ids))
    lines(folder / "before.jsonl", [{"id": i, "output": "a" if i != "0" else "b"} for i in ids])
    lines(folder / "predictions.jsonl", [{"id": i, "output": "a"} for i in ids])
    done = run(folder, "score.py", "predictions.jsonl", "--against", "before.jsonl").stdout
    # one of 40 changed: (1.96 sqrt(0.025) + 0.8416 sqrt(0.025 - 0.025^2))^2 / 0.025^2 = 311.6
    assert "cannot be told apart; a difference of this size shows on about 312 cases." in done
    assert "No target is set" in done
    same = run(folder, "score.py", "predictions.jsonl", "--against", "predictions.jsonl").stdout
    assert "McNemar p = 1.0000: cannot be told apart." in same


@pytest.mark.parametrize(
    ("right", "n", "target", "least", "said"),
    [
        (49, 49, 90, 50, "CANNOT TELL: 49 cases are too few; fill at least 50."),
        (50, 50, 92.8, 50, "STAY"),  # the low end is 92.87%
        (50, 50, 92.9, 50, "CANNOT TELL: 92.9% lies within 92.9 to 100.0%; more cases may"),
        (40, 100, 60, 50, "MOVE ON: even the high end (49.8%)"),
        (80, 100, 85, 50, "CANNOT TELL: 85% lies within 71.1 to 86.7%; about 246 cases would"),
        (80, 100, None, 50, "No target is set"),
    ],
)
def test_the_verdict_goes_by_the_interval(
    score: ModuleType, right: int, n: int, target: float | None, least: int, said: str
) -> None:
    low, high = score.wilson(right, n)
    found = {"cases": n, "share": right / n, "low": low, "high": high}
    kit = {"target": target, "least_cases": least, "next": "Next."}
    assert score.verdict(found, kit).startswith(said)


def test_time_and_tokens_are_shown_against_the_target(made: Callable[..., Path]) -> None:
    folder = made("exact", facts={"latency_target_ms": 1500})
    ids = [f"{i}" for i in range(1, 21)]
    sheet(folder / "evaluation/cases.csv", ({"id": i, "input": "x", "expected": "a"} for i in ids))
    rows = [{"id": i, "output": "a", "latency_ms": 100 * int(i), "input_tokens": 9} for i in ids]
    lines(folder / "predictions.jsonl", rows)
    text = run(folder, "score.py", "predictions.jsonl").stdout
    assert "1,050 ms on average, 1,900 at the 95th centile; the target is 1,500" in text
    assert "9 tokens in on average" in text


GOOD = '{"id": "1", "output": "a"}\n'


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("predictions.jsonl", "{oops\n", "line 1: is not JSON"),
        ("predictions.jsonl", "[1]\n", "line 1: is not a JSON object"),
        ("predictions.jsonl", b"\xff\xfe\xff", "is not UTF-8 text"),
        ("predictions.jsonl", '{"output": "a"}\n', "row 1: has no id"),
        ("predictions.jsonl", GOOD + GOOD, "row 2: the id '1' stands there twice"),
        ("predictions.jsonl", '{"id": "9", "output": ""}', "'9' answers no filled case"),
        ("evaluation/cases.csv", "id,input,expected\n1,,\n", "no row is filled yet"),
        ("evaluation/cases.csv", "id,input,expected\n1,x,\n", "'1' has an input but nothing"),
        ("evaluation/cases.csv", "id,input,expected\n1,x,a,b\n", "row 1: has more cells"),
        ("evaluation/cases.csv", 'id,input,expected\n1,"x,a\n', "is not CSV"),
        ("evaluation/cases.csv", "id,input,expected\n1,x,a\n1,y,b\n", "stands there twice"),
        ("kit.json", "{", "is not JSON any more"),
    ],
)
def test_a_file_that_cannot_be_scored_gets_one_line(
    made: Callable[..., Path], file: str, content: str | bytes, said: str
) -> None:
    folder = made("exact")
    sheet(folder / "evaluation/cases.csv", [{"id": "1", "input": "x", "expected": "a"}])
    (folder / "predictions.jsonl").write_text(GOOD, "utf-8")
    data = content if isinstance(content, bytes) else content.encode()
    (folder / file).write_bytes(data)
    done = run(folder, "score.py", "predictions.jsonl")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("metric", "row", "said"),
    [
        ("rating", {"rating": 6}, "rating must be 1 to 5, got 6"),
        ("rating", {}, "rating must be 1 to 5, got None"),
        ("passed", {"passed": "maybe"}, "passed must be true or false, got 'maybe'"),
    ],
)
def test_a_missing_judgement_is_asked_for(
    made: Callable[..., Path], metric: str, row: dict[str, Any], said: str
) -> None:
    folder = made(metric)
    sheet(folder / "evaluation/cases.csv", [{"id": "1", "input": "x"}])
    lines(folder / "predictions.jsonl", [{"id": "1", "output": "a", **row}])
    done = run(folder, "score.py", "predictions.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_missing_files_are_named(made: Callable[..., Path]) -> None:
    folder = made("exact")
    sheet(folder / "evaluation/cases.csv", [{"id": "1", "input": "x", "expected": "a"}])
    done = run(folder, "score.py", "nothing.jsonl")
    assert (done.returncode, done.stderr) == (2, "nothing.jsonl: there is no such file.\n")
    (folder / "kit.json").unlink()
    assert "is missing; it lies beside score.py" in run(folder, "score.py", "x").stderr


def test_predictions_may_be_a_table_from_a_spreadsheet(made: Callable[..., Path]) -> None:
    folder = made("rating")
    cases = [{"id": "1", "input": "'=x"}, {"id": "2", "input": "odd\u2028line" + "x" * 200_000}]
    sheet(folder / "evaluation/cases.csv", cases)
    text = '\ufeffid,output,rating\r\n1,"two\r\nlines",4\r\n'
    (folder / "p.csv").write_text(text, "utf-8")
    done = run(folder, "score.py", "p.csv")
    assert "1 of 2 rated 4 or better" in done.stdout
