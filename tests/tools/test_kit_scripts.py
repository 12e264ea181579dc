import csv
import importlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.tools.kits import cells, kit, lines, run, settings, sheet, written
from tools.dataset import check_dataset, suggest_splits

DECLINE = "I could not find this in the documents."
Reply = Callable[[dict[str, Any]], Any]


class Endpoint:
    """A server that speaks the chat protocol; `reply` makes an answer, or gives a status."""

    def __init__(self, reply: Reply) -> None:
        self.asked: list[dict[str, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append({**json.loads(body), "key": self.headers["Authorization"]})
                found = reply(outer.asked[-1])
                status, data = (200, found) if not isinstance(found, int) else (found, "no")
                if isinstance(found, str):
                    usage = {"prompt_tokens": 11, "completion_tokens": 3}
                    data = {"choices": [{"message": {"content": found}}], "usage": usage}
                text = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def endpoint() -> Iterator[Callable[[Reply], Endpoint]]:
    started: list[Endpoint] = []

    def start(reply: Reply) -> Endpoint:
        started.append(Endpoint(reply))
        return started[-1]

    yield start
    for one in started:
        one.server.shutdown()
        one.server.server_close()


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path, str], ModuleType]]:
    """Import a script of a kit in this process, to shorten its pauses."""
    before = set(sys.modules)

    def loaded(folder: Path, name: str) -> ModuleType:
        monkeypatch.syspath_prepend(str(folder))
        return importlib.import_module(name)

    yield loaded
    for name in set(sys.modules) - before:
        if name in ("run", "score", "validate", "split", "collect", "optimize", "train_encoder"):
            del sys.modules[name]


def fill(folder: Path) -> Path:
    """Write something wherever a prompt still says FILL IN."""
    for path in (folder / "prompt").iterdir():
        path.write_text(path.read_text("utf-8").replace("FILL IN", "written"), "utf-8")
    return folder


def predictions(folder: Path, name: str = "predictions.jsonl") -> list[dict[str, Any]]:
    return [json.loads(row) for row in (folder / name).read_text("utf-8").splitlines()]


def test_cases_go_to_the_endpoint_and_come_back_as_predictions(
    tmp_path: Path, endpoint: Callable[[Reply], Endpoint]
) -> None:
    rows = [{"input": f"parcel {n}", "output": ("delivery", "billing")[n % 2]} for n in range(6)]
    facts = {"task": "classification", "output_tokens": 20, "target_accuracy": 90}
    folder = fill(written(kit(facts, examples=rows), tmp_path))
    sheet(
        folder / "evaluation/cases.csv",
        [
            {"id": "1", "input": "Slot {{ labels }} and '=x", "expected": "delivery"},
            {"id": "2", "input": "two\nlines", "expected": "billing"},
            {"id": "3", "input": ""},
        ],
    )
    server = endpoint(lambda asked: "Delivery.")
    keys = {"OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "secret-key"}
    done = run(folder, "run.py", "--model", "m", **keys)
    assert done.returncode == 0, done.stderr
    first, second = server.asked
    assert first["key"] == "Bearer secret-key"
    assert (first["model"], first["temperature"], first["max_completion_tokens"]) == ("m", 0, 60)
    system, user = first["messages"]
    assert "- delivery: written: when it applies" in system["content"]
    assert "<input>\nparcel 0\n</input>\n<output>\ndelivery\n</output>" in system["content"]
    assert "{{" not in system["content"]
    assert user["content"] == "<input>\nSlot {{ labels }} and '=x\n</input>"
    assert second["messages"][1]["content"] == "<input>\ntwo\nlines\n</input>"
    found = predictions(folder)
    assert [row["id"] for row in found] == ["1", "2"]
    assert (found[0]["output"], found[0]["input_tokens"]) == ("Delivery.", 11)
    assert found[0]["latency_ms"] > 0
    assert "secret-key" not in done.stdout + done.stderr + str(found)
    settings(folder, least_cases=1)
    assert "1 of 2 right" in run(folder, "score.py", "predictions.jsonl").stdout


def test_a_run_goes_on_where_it_stopped_but_never_mixes_two_prompts(
    tmp_path: Path, endpoint: Callable[[Reply], Endpoint]
) -> None:
    folder = fill(written(kit({"task": "chat"}), tmp_path))
    sheet(folder / "evaluation/cases.csv", ({"id": f"{i}", "input": "x"} for i in range(3)))
    server = endpoint(lambda asked: "y")
    keys = {"OPENAI_BASE_URL": server.url}
    run(folder, "run.py", "--model", "m", "--limit", "2", **keys)
    done = run(folder, "run.py", "--model", "m", **keys)
    assert "1 answers added to predictions.jsonl, 2 were there." in done.stderr
    assert len(server.asked) == 3
    assert server.asked[0]["key"] is None
    with (folder / "prompt/system.md").open("a") as file:
        file.write("One more rule.\n")
    done = run(folder, "run.py", "--model", "m", **keys)
    assert done.returncode == 2
    assert "holds answers of another prompt or model" in done.stderr


def test_a_structured_answer_is_constrained_checked_and_asked_for_again(
    tmp_path: Path, endpoint: Callable[[Reply], Endpoint]
) -> None:
    rows = [{"input": "a", "output": {"name": "Ada"}}]
    folder = fill(written(kit({"task": "extraction"}, "guardrails", examples=rows), tmp_path))
    cases = [
        {"id": "1", "input": "good", "expected": '{"name": "Ada"}'},
        {"id": "2", "input": "bad", "expected": '{"name": "Ada"}'},
    ]
    sheet(folder / "evaluation/cases.csv", cases)

    def reply(asked: dict[str, Any]) -> str:
        if len(asked["messages"]) == 2:
            return "no JSON"
        good = "good" in asked["messages"][1]["content"]
        return '{"name": "Ada"}' if good else '{"name": "<script>", "n": 1}'

    server = endpoint(reply)
    done = run(folder, "run.py", "--model", "m", OPENAI_BASE_URL=server.url)
    assert done.returncode == 0, done.stderr
    form = server.asked[0]["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["schema"] == json.loads((folder / "prompt/schema.json").read_text())
    assert "the answer is not JSON" in server.asked[1]["messages"][3]["content"]
    first, second = predictions(folder)
    assert "faults" not in first
    assert (first["output"], first["input_tokens"]) == ('{"name": "Ada"}', 22)
    assert second["faults"] == ["the answer has 'n', which no one asked for", "markup that runs"]
    done = run(folder, "validate.py", "predictions.jsonl")
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "1 of 2 answers pass.")
    settings(folder, least_cases=1)
    assert "Valid format: 1 of 2" in run(folder, "score.py", "predictions.jsonl").stdout


def test_an_overloaded_endpoint_is_tried_again_and_an_error_is_one_line(
    tmp_path: Path,
    endpoint: Callable[[Reply], Endpoint],
    load: Callable[[Path, str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = fill(written(kit({"task": "chat"}), tmp_path))
    sheet(folder / "evaluation/cases.csv", [{"id": "1", "input": "x"}])
    script = load(folder, "run")
    monkeypatch.setattr(script, "PAUSES", (0, 0))
    monkeypatch.chdir(folder)
    answers: list[Any] = [429, 503, "fine"]
    server = endpoint(lambda asked: answers.pop(0))
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    assert script.main(["--model", "m"]) == 0
    assert predictions(folder)[0]["output"] == "fine"
    for fault, said in (
        ([500, 500, 500], 'answers 500: "no". What is done is saved'),
        ([401], "answers 401"),
        ([{"choices": []}], "answers without choices"),
    ):
        answers[:] = fault
        capsys.readouterr()
        assert script.main(["--model", "m", "--out", "other.jsonl"]) == 2
        told = capsys.readouterr().err
        assert said in told
        assert len(told.strip().splitlines()) == 1
    server.server.shutdown()
    server.server.server_close()
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert script.main(["--model", "m", "--out", "third.jsonl"]) == 2
    assert "cannot be reached" in capsys.readouterr().err


def test_a_prompt_that_is_not_written_yet_is_refused(tmp_path: Path) -> None:
    folder = written(kit({"task": "chat"}), tmp_path)
    sheet(folder / "evaluation/cases.csv", [{"id": "1", "input": "x"}])
    done = run(folder, "run.py", "--model", "m")
    assert done.returncode == 2
    assert "places still say FILL IN; write them, or add --draft." in done.stderr
    done = run(folder, "run.py", "--draft", "--model", "m", "--requests", "batch.jsonl")
    assert done.stdout == "1 requests are in batch.jsonl.\n"
    assert "no model is named" in run(folder, "run.py", "--draft").stderr
    (folder / "prompt/user.md").write_text("{{ inptu }}")
    done = run(folder, "run.py", "--draft", "--model", "m", "--requests", "batch.jsonl")
    assert "asks for {{ inptu }}; known: examples, labels, documents, input" in done.stderr


def test_requests_for_a_batch_job_have_the_form_of_one(tmp_path: Path) -> None:
    folder = fill(written(kit({"task": "chat"}, "rag"), tmp_path))
    sheet(folder / "evaluation/cases.csv", [{"id": "c1", "input": "x"}])
    done = run(folder, "run.py", "--model", "m", "--requests", "b.jsonl")
    assert "the prompt needs passages" in done.stderr
    passages = [{"id": "a.md#1", "text": "Open {{ input }} at nine."}]
    lines(folder / "retrieved.jsonl", [{"id": "c1", "passages": passages}])
    more = ("--requests", "b.jsonl", "--retrieved", "retrieved.jsonl")
    assert run(folder, "run.py", "--model", "m", *more).returncode == 0
    (row,) = predictions(folder, "b.jsonl")
    assert (row["custom_id"], row["method"], row["url"]) == ("c1", "POST", "/v1/chat/completions")
    user = row["body"]["messages"][1]["content"]
    assert user == (
        '<passage id="a.md#1">\nOpen {{ input }} at nine.\n</passage>\n\n<input>\nx\n</input>'
    )


def test_the_baseline_search_finds_the_passage_that_holds_the_answer(tmp_path: Path) -> None:
    folder = written(kit({"task": "question_answering"}, "rag"), tmp_path / "kit")
    documents = tmp_path / "docs"
    (documents / "sub dir").mkdir(parents=True)
    filler = " ".join(f"word{n}" for n in range(700))
    (documents / "hours.md").write_text(f"# Opening hours\n\nWe open at nine.\n\n# Old\n\n{filler}")
    (documents / "sub dir" / "returns.txt").write_text("Returns are free within thirty days.")
    (documents / "picture.png").write_bytes(b"\x89")
    sheet(
        folder / "evaluation/cases.csv",
        [{"id": "1", "input": "When do you open?"}, {"id": "2", "input": "free returns"}],
    )
    done = run(folder, "search.py", str(documents))
    assert done.returncode == 0, done.stderr
    found = {row["id"]: row["passages"] for row in predictions(folder, "retrieved.jsonl")}
    assert found["1"][0]["id"] == "hours.md#1"
    assert found["1"][0]["text"] == "Opening hours We open at nine."
    assert found["2"][0]["id"] == "sub_dir/returns.txt#1"
    passages = predictions(folder, "passages.jsonl")
    # 700 words in pieces of 300, each 37 words into the one before
    assert [row["id"] for row in passages] == [
        "hours.md#1",
        "hours.md#2",
        "hours.md#3",
        "hours.md#4",
        "sub_dir/returns.txt#1",
    ]
    assert "word299" in passages[1]["text"].split()[-1]
    assert passages[2]["text"].split()[:2] == ["Old", "word263"]
    empty = run(folder, "search.py", str(tmp_path / "none"))
    assert (empty.returncode, "holds no .md or .txt" in empty.stderr) == (2, True)


def _chat(number: int, answer: str, group: str = "") -> dict[str, Any]:
    asked = f"<input>\nmessage number {number} please\n</input>"
    row: dict[str, Any] = {
        "messages": [
            {"role": "system", "content": "Sort."},
            {"role": "user", "content": asked},
            {"role": "assistant", "content": answer},
        ]
    }
    return {**row, "group": group} if group else row


def _parts(folder: Path, name: str = "examples") -> dict[str, list[dict[str, Any]]]:
    return {
        part: predictions(folder, f"data/{name}/{part}.jsonl")
        for part in ("train", "validation", "test")
    }


def test_a_split_is_stratified_repeatable_and_sized_as_the_data_check_says(tmp_path: Path) -> None:
    folder = written(kit({"task": "classification"}, "peft"), tmp_path)
    rows = [_chat(n, "rare" if n % 10 == 0 else "common") for n in range(400)]
    lines(folder / "data/examples.jsonl", rows)
    assert run(folder, "split.py", "data/examples.jsonl").returncode == 0
    parts = _parts(folder)
    want = suggest_splits(400)
    assert {name: len(part) for name, part in parts.items()} == {
        "train": want.train,
        "validation": want.validation,
        "test": want.test,
    }
    for part in parts.values():
        rare = sum(row["messages"][2]["content"] == "rare" for row in part)
        assert rare == pytest.approx(len(part) / 10, abs=1)
    texts = [{row["messages"][1]["content"] for row in part} for part in parts.values()]
    assert not texts[0] & texts[1]
    assert not texts[0] & texts[2]
    assert not texts[1] & texts[2]
    assert run(folder, "split.py").returncode == 0
    assert _parts(folder) == parts
    settings(folder, seed=1)
    run(folder, "split.py")
    assert _parts(folder) != parts
    cases = cells((folder / "evaluation/test_cases.csv").read_text("utf-8"))
    assert cases[1][1].startswith("message number ")
    assert cases[1][2] in ("rare", "common")


def test_rows_of_one_group_and_rows_with_one_input_stay_together(tmp_path: Path) -> None:
    folder = written(kit({"task": "generation"}, "peft"), tmp_path)
    rows = [_chat(n, f"answer {n}", group=f"customer {n // 4}") for n in range(200)]
    rows += [_chat(n, f"another answer {n}") for n in range(0, 40)]
    lines(folder / "data/examples.jsonl", rows)
    run(folder, "split.py")
    parts = _parts(folder)
    assert sum(map(len, parts.values())) == 240
    assert len(parts["test"]) >= 12
    home: dict[int, set[str]] = {}
    for name, part in parts.items():
        for row in part:
            assert "group" not in row
            number = int(row["messages"][1]["content"].split()[3])
            home.setdefault(number // 4, set()).add(name)
    assert all(len(names) == 1 for names in home.values())
    assert check_dataset(
        (json.dumps(row) for row in parts["train"]),
        held_out=(json.dumps(row) for row in parts["test"]),
    ).usable


def test_what_the_prompt_shows_is_never_tested_on(tmp_path: Path) -> None:
    rows = [{"input": f"message number {n}", "output": f"answer {n}"} for n in range(60)]
    folder = written(kit({"task": "generation"}, "peft", examples=rows), tmp_path)
    run(folder, "split.py")
    shown = {row["input"] for row in predictions(folder, "prompt/examples.jsonl")}
    cases = cells((folder / "evaluation/test_cases.csv").read_text("utf-8"))[1:]
    assert len(cases) == 12
    assert not shown & {row[1] for row in cases}


def test_pairs_are_split_as_well_and_unwritten_rows_refused(tmp_path: Path) -> None:
    rows = [{"prompt": f"q {n}", "chosen": f"good {n}", "rejected": "bad"} for n in range(30)]
    folder = written(kit({}, "preference_tuning", examples=rows), tmp_path)
    assert run(folder, "split.py", "data/pairs.jsonl").returncode == 0
    assert [len(part) for part in _parts(folder, "pairs").values()] == [21, 3, 6]
    assert not (folder / "evaluation/test_cases.csv").exists()
    empty = written(kit({}, "peft"), tmp_path / "empty")
    done = run(empty, "split.py")
    assert (done.returncode, done.stdout) == (2, "")
    assert "example 1: still says FILL IN" in done.stderr
    lines(empty / "data/examples.jsonl", [_chat(n, "a") for n in range(9)])
    assert "9 examples are too few; trainers ask for 10." in run(empty, "split.py").stderr


def test_only_labels_of_the_list_pass_the_checks(tmp_path: Path) -> None:
    rows = [{"input": "a", "output": "Billing"}, {"input": "b", "output": "=other"}]
    facts = {"task": "classification"}
    folder = written(kit(facts, "guardrails", examples=rows), tmp_path)
    outputs = ["billing.", "=other", "something else", "", "x" * 20_001]
    lines(
        folder / "predictions.jsonl",
        [{"id": f"{i}", "output": output} for i, output in enumerate(outputs)],
    )
    told = run(folder, "validate.py", "predictions.jsonl").stdout
    assert told.startswith("2 of 5 answers pass.\n  3 times: not one of the labels\n")
    assert "1 times: too long" in told
    assert "1 times: empty" in told


@pytest.mark.parametrize(
    ("output", "rule"),
    [
        ("Use sk-abcdefghijklmnop1234", "a key or a password"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a key or a password"),
        ("Write to jo@example.org.", "an e-mail address"),
        ("4111 1111 1111 1111", "a card number"),
        ("<SCRIPT src=x>", "markup that runs"),
        ("Hello {{ name }}", "a piece of the template"),
        ("</input>", "a piece of the template"),
        ("Order 4111111111111111 leaves at 9, see section 3.", None),
        ("The sketch of 2024-11-21 10:00 @ desk 5", None),
    ],
)
def test_the_policy_catches_what_no_one_should_receive(
    tmp_path: Path, output: str, rule: str | None
) -> None:
    folder = written(kit({"task": "chat"}, "guardrails"), tmp_path)
    lines(folder / "p.jsonl", [{"id": "1", "output": output}])
    done = run(folder, "validate.py", "p.jsonl")
    if rule is None:
        assert done.stdout == (
            "1 of 1 answers pass.\nNo failure in 1 answers still allows up to 100.0% of them.\n"
        )
    else:
        assert f"1 times: {rule}" in done.stdout


def test_the_schema_check_agrees_with_the_reference_on_what_schemas_use(
    load: Callable[[Path, str], ModuleType],
) -> None:
    from jsonschema import Draft202012Validator

    check = load(Path("tools/kit/files").resolve(), "validate").check
    schema = {
        "type": "object",
        "properties": {
            "label": {"type": "string", "enum": ["a", "b"]},
            "n": {"type": "integer"},
            "x": {"type": ["number", "null"]},
            "s": {"type": "string", "minLength": 1, "maxLength": 3},
            "l": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["label"],
        "additionalProperties": False,
    }
    values: list[Any] = [
        {"label": "a"}, {"label": "c"}, {}, [], None, "a", {"label": "a", "n": 1},
        {"label": "a", "n": 1.5}, {"label": "a", "n": True}, {"label": "a", "x": None},
        {"label": "a", "x": "1"}, {"label": "a", "s": ""}, {"label": "a", "s": "four"},
        {"label": "a", "s": "two"}, {"label": "a", "l": ["x"]}, {"label": "a", "l": ["x", 1]},
        {"label": "a", "more": 1}, {"label": None},
    ]  # fmt: skip
    reference = Draft202012Validator(schema)
    for value in values:
        assert bool(check(value, schema)) is not reference.is_valid(value), value


def test_a_teachers_answers_become_examples_when_they_pass(tmp_path: Path) -> None:
    facts = {"task": "generation"}
    folder = written(kit(facts, "distillation", "guardrails"), tmp_path)
    inputs = folder / "data/inputs.csv"
    sheet(inputs, ({"id": f"i{n}", "input": f"Question {n if n != 4 else 3}"} for n in range(9)))
    outputs = {0: "Fine.", 1: "", 2: "jo@example.org", 3: "Three.", 4: "Three again.", 5: "Five."}
    rows: list[dict[str, Any]] = [{"id": f"i{n}", "output": text} for n, text in outputs.items()]
    rows[0] = {
        "custom_id": "i0",
        "response": {
            "body": {"choices": [{"message": {"content": "<thinking>x</thinking>Fine."}}]}
        },
    }
    rows[5]["faults"] = ["too long"]
    lines(folder / "taught.jsonl", rows)
    done = run(folder, "collect.py", "taught.jsonl")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "2 of 6 answers are kept in data/examples.jsonl."
    for why in ("empty", "breaks the policy", "repeats an input", "failed the checks of run.py"):
        assert f"  1 dropped: {why}" in done.stdout
    first, second = predictions(folder, "data/examples.jsonl")
    system = (folder / "prompt_tuned/system.md").read_text("utf-8").strip()
    assert first["messages"] == [
        {"role": "system", "content": system},
        {"role": "user", "content": "<input>\nQuestion 0\n</input>"},
        {"role": "assistant", "content": "Fine."},
    ]
    assert second["messages"][2]["content"] == "Three."
    sample = cells((folder / "data/to_check.csv").read_text("utf-8"))
    assert sample[0] == ["id", "input", "answer", "right", "notes"]
    assert {row[0] for row in sample[1:]} == {"i0", "i3"}
    own = {"input": "question  0", "output": "Mine."}
    again = written(kit(facts, "distillation", examples=[own]), tmp_path / "again")
    sheet(again / "data/inputs.csv", [{"id": "i0", "input": "Question 0"}])
    lines(again / "t.jsonl", [{"id": "i0", "output": "Fine."}])
    told = run(again, "collect.py", "t.jsonl").stdout
    assert "0 of 1 answers are kept in data/examples.jsonl, after 1 of your own." in told
    assert "1 dropped: repeats an input" in told
    (row,) = predictions(again, "data/examples.jsonl")
    assert row["messages"][2]["content"] == "Mine."
    found = written(kit(facts, "distillation", "rag"), tmp_path / "found")
    sheet(found / "data/inputs.csv", [{"id": "i0", "input": "Question 0"}])
    lines(found / "t.jsonl", [{"id": "i0", "output": "Fine."}])
    assert "add --retrieved" in run(found, "collect.py", "t.jsonl").stderr
    lines(found / "f.jsonl", [{"id": "i0", "passages": [{"id": "a#1", "text": "Yes."}]}])
    assert run(found, "collect.py", "t.jsonl", "--retrieved", "f.jsonl").returncode == 0
    (row,) = predictions(found, "data/examples.jsonl")
    assert '<passage id="a#1">\nYes.\n</passage>' in row["messages"][1]["content"]
    facts = {"task": "classification"}
    small = written(kit(facts, "distillation", "full_finetune"), tmp_path / "small")
    sheet(small / "data/inputs.csv", [{"id": "i0", "input": "Question 0"}])
    lines(small / "t.jsonl", [{"id": "i0", "output": "Fine."}])
    assert run(small, "collect.py", "t.jsonl").returncode == 0
    assert predictions(small, "data/examples.jsonl") == [
        {"prompt": "Question 0", "completion": "Fine."}
    ]
    lines(folder / "taught.jsonl", [{"id": "nobody", "output": "x"}])
    done = run(folder, "collect.py", "taught.jsonl")
    assert (done.returncode, "'nobody' is no id of data/inputs.csv" in done.stderr) == (2, True)


def test_the_optimiser_says_what_it_lacks(tmp_path: Path) -> None:
    facts = {"task": "question_answering"}
    folder = written(kit(facts, "prompt_optimization", "rag"), tmp_path)
    done = run(folder, "optimize.py", "--model", "m")
    assert (done.returncode, "no row is filled yet" in done.stderr) == (2, True)
    row = {"input": "x", "expected": "y"}
    sheet(folder / "optimization/dev.csv", ({"id": f"{i}", **row} for i in range(29)))
    assert "29 cases; a search needs 30." in run(folder, "optimize.py", "--model", "m").stderr
    sheet(folder / "optimization/dev.csv", ({"id": f"{i}", **row} for i in range(30)))
    assert "GEPA needs --reflection-model" in run(folder, "optimize.py", "--model", "m").stderr
    both = ("optimize.py", "--model", "m", "--reflection-model", "n")
    assert "places still say FILL IN" in run(folder, *both).stderr
    fill(folder)
    assert "the prompt needs passages; run search.py with --cases" in run(folder, *both).stderr
    settings(folder, metric="rating")
    assert "needs people or your tests" in run(folder, "optimize.py", "--model", "m").stderr


def test_the_optimiser_is_called_with_the_settings_of_the_kit(
    tmp_path: Path, load: Callable[[Path, str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DSPy is not installed here: a stand-in records how it would be called."""
    facts = {"task": "classification", "labeled_examples": 500}
    folder = fill(written(kit(facts, "prompt_optimization"), tmp_path))
    sheet(
        folder / "optimization/dev.csv",
        ({"id": f"{i}", "input": f"x {i}", "expected": "ab"[i % 2]} for i in range(40)),
    )
    seen: dict[str, Any] = {}

    class Example(dict[str, Any]):
        def with_inputs(self, *names: str) -> "Example":
            return self

    class Optimizer:
        def __init__(self, **options: Any) -> None:
            seen.update(options)

        def compile(self, program: Any, *, trainset: list[Any], valset: list[Any]) -> Any:
            seen.update(program=program, train=trainset, validation=valset)
            return self

        def save(self, path: Path) -> None:
            seen["saved"] = path

        signature = type("Signature", (), {"instructions": "Found."})

    dspy = ModuleType("dspy")
    vars(dspy).update(
        Example=lambda **fields: Example(fields),
        LM=lambda name, **options: name,
        Signature=lambda form, instructions: instructions,
        Predict=lambda signature: signature,
        Prediction=dict,
        MIPROv2=Optimizer,
        configure=lambda **options: None,
    )
    monkeypatch.setitem(sys.modules, "dspy", dspy)
    script = load(folder, "optimize")
    assert script.main(["--model", "openai/m"]) == 0
    assert "# Labels\n- written label 1: written: when" in seen["program"]
    assert seen["train"][0]["input"].startswith("<input>\nx ")
    assert (len(seen["train"]), len(seen["validation"])) == (8, 32)
    assert (seen["auto"], seen["max_labeled_demos"], seen["num_threads"]) == ("light", 4, 8)
    gold = type("Gold", (), {"output": "a"})()
    assert seen["metric"](gold, type("Got", (), {"output": "A."})()) == 1.0
    assert seen["metric"](gold, type("Got", (), {"output": "b"})()) == 0.0


@pytest.mark.slow
def test_the_classifier_learns_what_can_be_learnt(
    tmp_path: Path,
    load: Callable[[Path, str], ModuleType],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A real training run of a model so small that it takes a second."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "parcel", "invoice", "late", "wrong"]
    words += [str(n) for n in range(10)]
    tiny = tmp_path / "tiny"
    tiny.mkdir()
    (tiny / "vocab.txt").write_text("\n".join(words))
    BertTokenizerFast(vocab=str(tiny / "vocab.txt")).save_pretrained(tiny)
    shape = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    torch.manual_seed(0)
    BertForSequenceClassification(shape).save_pretrained(tiny)
    rows = [
        {
            "input": f"{('parcel', 'invoice')[n % 2]} {('late', 'wrong')[n % 3 > 1]} "
            + " ".join(str(n)),
            "output": ("delivery", "billing")[n % 2],
        }
        for n in range(100)
    ]
    folder = written(kit({"task": "classification"}, "full_finetune", examples=rows), tmp_path)
    monkeypatch.chdir(folder)
    assert load(folder, "split").main([]) == 0
    script = load(folder, "train_encoder")
    settings = folder / "training/encoder.yaml"
    text = settings.read_text("utf-8")
    text = text.replace('"answerdotai/ModernBERT-base"', json.dumps(str(tiny)))
    settings.write_text(text.replace("0.00003", "0.01").replace("epochs: 4", "epochs: 15"))
    cases = folder / "evaluation/test_cases.csv"
    assert script.main(["--cases", str(cases)]) == 0
    assert "epoch 15: 100.0% of" in capsys.readouterr().out
    found = predictions(folder)
    wanted = {row[0]: row[2] for row in cells(cases.read_text("utf-8"))[1:]}
    assert {row["id"]: row["output"] for row in found} == wanted
    (folder / "data/examples/validation.jsonl").write_text("")
    assert script.main(["--cases", str(cases)]) == 2
    assert "2 labels and 0 to validate on" in capsys.readouterr().err


def test_cells_covered_for_spreadsheets_are_read_as_they_were(tmp_path: Path) -> None:
    rows = [{"input": f"={n}", "output": ("-1", "'=x", "'quoted'")[n % 3]} for n in range(9)]
    folder = written(kit({"task": "question_answering"}, examples=rows), tmp_path)
    with (folder / "evaluation/cases.csv").open(encoding="utf-8", newline="") as file:
        asked = [row["id"] for row in csv.DictReader(file) if row["input"]]
    shown = {row["input"] for row in predictions(folder, "prompt/examples.jsonl")}
    rest = [row["output"] for row in rows if row["input"] not in shown]
    answers = [{"id": key, "output": text} for key, text in zip(asked, rest, strict=True)]
    lines(folder / "predictions.jsonl", answers)
    settings(folder, metric="exact")
    assert "4 of 4 right" in run(folder, "score.py", "predictions.jsonl").stdout
