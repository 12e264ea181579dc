import ast
import csv
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from jinja2 import Environment, StrictUndefined, meta
from jsonschema import Draft202012Validator

from tests.tools.kits import cells, kit
from tests.tools.projects import plain_projects
from tools.costs import estimate_costs
from tools.dataset import check_dataset
from tools.errors import BrokenDataFile, InvalidInput
from tools.facts import ProjectFacts
from tools.kit import kit_zip, make_kit
from tools.kit.evaluation import sizes
from tools.kit.examples import read_examples
from tools.kit.making import make_kit as making
from tools.kit.project import Project
from tools.kit.wording import kit_data
from tools.samplesizes import pairs_for_gain
from tools.scoring import assess
from tools.vocabulary import STRATEGIES, vocabulary

TASKS = (*vocabulary()["task"].choices, None)
PYTHON_OF = {"search.py": (3, 11), "optimize.py": (3, 11), "train_encoder.py": (3, 10)}
SLOTS = {"input", "examples", "labels", "documents", "passages"}

# Every value of the facts that shape a kit occurs in one of these.
SITUATIONS: tuple[dict[str, Any], ...] = (
    {},
    {
        "output_format": "structured",
        "label_classes": 14,
        "target_accuracy": 95,
        "current_accuracy": 88,
        "consistency_need": "high",
        "reasoning_depth": "pattern",
        "latency_target_ms": 300,
        "labeled_examples": 20_000,
        "requirement_change": "daily",
        "self_hosted": True,
        "human_review": True,
        "failure_mode": "wrong_format",
        "model": "Llama 3.3 70B",
        "output_tokens": 40,
        "prompt_tokens": 3000,
    },
    {
        "output_format": "free_text",
        "private_knowledge": "heavy",
        "knowledge_tokens": 50_000,
        "knowledge_update": "weekly",
        "reasoning_depth": "deep",
        "regulated": True,
        "failure_mode": "unsafe_output",
        "labeled_examples": 60,
        "target_accuracy": 100,
        "current_accuracy": 100,
        "monthly_budget_usd": 500,
        "model": 'gpt "{{ input }}" <b>\\n',
    },
    {
        "failure_mode": "cost_latency",
        "training_signal": "preferences",
        "target_accuracy": 0,
        "labeled_examples": 2000,
        "label_classes": 2,
        "model": "my-org/my-model",
        "requirement_change": "rarely",
    },
)
EXAMPLES: tuple[dict[str, Any], ...] = (
    {"input": "Where is my parcel? {{ passages }}", "output": '{"label": "delivery", "n": 1}'},
    {"prompt": 'Say "hi",\nthen <script>', "completion": '{"label": "other", "n": 2.5}'},
    {"input": "=SUM(A1:A9)", "expected": '{"label": "delivery", "n": null}'},
    {"input": "\ud800 half \x00 a \u202e sign \U0001f600 \u2028 next", "label": "other"},
    {"prompt": "Which?", "chosen": "the better", "rejected": "the worse"},
    {"input": "../../etc/passwd " + "long " * 3000, "output": ["a", 1]},
    {"messages": [{"role": "user", "content": "chat"}, {"role": "assistant", "content": "FILL"}]},
)


def checked(files: Mapping[str, str]) -> None:
    """Read every file of a kit the way its readers will; whatever is broken raises."""
    for path, text in files.items():
        parts = PurePosixPath(path)
        assert not parts.is_absolute()
        assert ".." not in parts.parts
        assert re.fullmatch(r"[a-zA-Z_/]+\.(py|md|csv|json|jsonl|toml|yaml)", path), path
        text.encode("utf-8")
        assert text.endswith("\n")
        assert "\r" not in text
        CHECKS[parts.suffix](path, text)
    assert set(re.findall(r"^\| `([^`]+)` \|", files["README.md"], re.M)) == set(files) - {
        "README.md"
    }
    for command in re.findall(r"^(?:python|trl sft|trl dpo) .*", files["README.md"], re.M):
        for path in re.findall(r"\b[\w/]+\.(?:py|yaml)\b", command):
            assert path in files, command


def _python(path: str, text: str) -> None:
    ast.parse(text, feature_version=PYTHON_OF.get(path, (3, 9)))
    compile(text, path, "exec", dont_inherit=True)


def _markdown(path: str, text: str) -> None:
    assert "<<" not in text
    assert "<%" not in text
    assert "None" not in text
    if path == "README.md":
        assert not re.search(r"\n{3,}", text)
        for table in re.findall(r"(?:^\|.*\n)+", text, re.M):
            counts = {row.count("|") for row in table.splitlines()}
            assert len(counts) == 1, table
        return
    slots = meta.find_undeclared_variables(Environment(autoescape=False).parse(text))
    assert slots <= SLOTS, path
    filled = Environment(undefined=StrictUndefined, autoescape=False).from_string(text)
    assert "{{" not in filled.render(dict.fromkeys(SLOTS, "x"))


def _json(path: str, text: str) -> None:
    value = json.loads(text)
    if path.endswith("schema.json"):
        Draft202012Validator.check_schema(value)
        assert value["required"] == list(value["properties"])
    if path.endswith("policy.json"):
        for rule in value["forbidden"]:
            re.compile(rule["pattern"])


def _json_lines(path: str, text: str) -> None:
    if path == "prompt/examples.jsonl":
        assert all(set(json.loads(row)) == {"input", "output"} for row in text.splitlines())
        return
    report = check_dataset(text.splitlines())
    wrong = {p.kind for p in report.problems if p.severity == "error"}
    # the user's own examples for a teacher are as many as they are
    assert wrong <= ({"too_few"} if path == "data/own_examples.jsonl" else set()), report.problems
    assert report.format == {
        "data/pairs.jsonl": "preference",
    }.get(path, "prompt_completion" if '"completion"' in text.splitlines()[0] else "chat")


def _csv(path: str, text: str) -> None:
    header, *rows = cells(text)
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    first = [row[0] for row in rows]
    assert len(set(first)) == len(first)
    assert not any(cell[:1] in tuple("=+-@\t\r") for row in rows for cell in row if cell)
    if path == "evaluation/cases.csv":
        assert header[:5] == ["id", "input", "expected", "label", "notes"]


def _settings(path: str, text: str) -> None:
    values = tomllib.loads(text) if path.endswith(".toml") else yaml.safe_load(text)
    assert values
    for key, value in values.items():
        assert isinstance(value, (str, int, float, bool, list)), key
    # a reason is followed by its source, and both stand above a setting
    notes = re.findall(r"^# .+\n# source: .+\n(?:\w+)(?: =|:) ", text, re.M)
    assert len(notes) >= len(values) // 2


CHECKS = {
    ".py": _python,
    ".md": _markdown,
    ".json": _json,
    ".jsonl": _json_lines,
    ".csv": _csv,
    ".toml": _settings,
    ".yaml": _settings,
}


@pytest.mark.parametrize("primary", STRATEGIES)
def test_every_file_of_every_strategy_and_task_can_be_read(primary: str) -> None:
    at = STRATEGIES.index(primary)
    for i, task in list(enumerate(TASKS))[at % 2 :: 2]:  # each task with every other strategy
        facts = dict(SITUATIONS[(i + at // 2) % len(SITUATIONS)])
        if task is not None:
            facts["task"] = task
        complements = tuple(s for s in STRATEGIES[i % 3 :: 3] if s != primary)[:3]
        checked(kit(facts, primary, *complements, title="A & B"))
        if i % 3 == at % 3:
            checked(kit(facts, primary, title="plain", examples=EXAMPLES[i % 4 :]))


@given(plain_projects)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_whatever_is_known_the_kit_of_the_advice_can_be_read(facts: dict[str, Any]) -> None:
    checked(make_kit(ProjectFacts.of(facts), title="Any"))


@pytest.mark.parametrize(
    "title",
    [
        'He said "ship it" \\ {{ input }} {% raw %} <<p>>',
        "two\nlines\r\nand | a | table",
        "<script>alert(1)</script>",
        "../../../etc/passwd",
        "\ud800\x00\u202e",
        "x" * 10_000,
        "",
        "# [link](javascript:x) ```",
    ],
)
def test_no_title_breaks_a_file(title: str) -> None:
    files = kit({"task": "classification", "model": "a\tb 'c'"}, "rag", "guardrails", title=title)
    checked(files)
    head = files["README.md"].splitlines()[0]
    assert len(head) < 160
    assert not set(head[2:]) & set("<>{}|`[]#")
    assert json.loads(files["kit.json"])["title"]


def test_the_same_input_gives_the_same_bytes() -> None:
    facts = {"task": "extraction", "labeled_examples": 500}
    first, second = (kit(facts, "peft", "rag", examples=EXAMPLES[:3]) for _ in range(2))
    assert list(first.items()) == list(second.items())
    assert kit_zip(first) == kit_zip(second)


def test_every_run_of_a_kit_that_searches_gets_its_passages() -> None:
    stack = (
        "peft",
        "rag",
        "distillation",
        "preference_tuning",
        "prompt_optimization",
        "guardrails",
    )
    text = kit({"task": "chat"}, *stack)["README.md"]
    runs = re.findall(r"^python (?:run|collect|optimize)\.py .*", text, re.M)
    assert len(runs) == 9
    assert all("--retrieved" in command for command in runs)
    assert "--retrieved" not in kit({"task": "chat"}, "peft", "distillation")["README.md"]


def test_the_archive_holds_every_file_under_one_folder() -> None:
    files = kit({}, "prompting")
    with zipfile.ZipFile(io.BytesIO(kit_zip(files))) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    assert found == {f"starter-kit/{path}": text for path, text in files.items()}


def test_the_advice_is_worked_out_where_none_is_given() -> None:
    facts = ProjectFacts.of(
        {"task": "question_answering", "private_knowledge": "heavy", "knowledge_update": "daily"}
    )
    assert make_kit(facts) == making(facts, assessment=assess(facts, seed=0))
    assert "retrieval/settings.toml" in make_kit(facts)


def test_each_strategy_brings_its_own_files() -> None:
    files = {name: set(kit({"task": "generation"}, name)) for name in STRATEGIES}
    common = files["prompting"]
    assert {"README.md", "prompt/system.md", "evaluation/cases.csv", "score.py"} <= common
    added = {name: found - common for name, found in files.items()}
    assert added["prompting"] == set()
    assert "optimize.py" in added["prompt_optimization"]
    assert added["rag"] == {"search.py", "retrieval/settings.toml"}
    assert "guardrails/attacks.csv" in added["guardrails"]
    assert {"training/sft.yaml", "data/examples.jsonl", "split.py"} <= added["peft"]
    assert "use_peft" not in kit({"task": "generation"}, "full_finetune")["training/sft.yaml"]
    assert {"collect.py", "data/inputs.csv"} <= added["distillation"]
    assert "data/examples.jsonl" not in added["distillation"]  # collect.py writes it
    assert {"training/dpo.yaml", "data/pairs.jsonl"} <= added["preference_tuning"]
    assert "data/examples.jsonl" not in added["preference_tuning"]
    assert "train_encoder.py" in kit({"task": "classification"}, "full_finetune")


def test_a_classifier_gets_its_labels_from_the_examples() -> None:
    rows = [
        {"input": f"ticket {i}", "output": ("billing", "delivery", "=other")[i % 3]}
        for i in range(12)
    ]
    files = kit({"task": "classification", "output_format": "structured"}, examples=rows)
    assert [row[0] for row in cells(files["prompt/labels.csv"])] == [
        "label",
        "billing",
        "delivery",
        "'=other",
    ]
    schema = json.loads(files["prompt/schema.json"])
    assert schema["properties"]["label"]["enum"] == ["billing", "delivery", "=other"]
    for row in files["prompt/examples.jsonl"].splitlines():
        Draft202012Validator(schema).validate(json.loads(json.loads(row)["output"]))


def test_room_to_think_is_a_field_unless_the_examples_have_none() -> None:
    facts = {"task": "extraction", "reasoning_depth": "deep"}
    with_field = [{"input": "a", "output": {"reasoning": "because", "name": "Ada"}}]
    without = [{"input": "a", "output": {"name": "Ada"}}]
    for examples, thinks in (((), True), (with_field, True), (without, False)):
        files = kit(facts, examples=examples)
        schema = json.loads(files["prompt/schema.json"])
        assert ("reasoning" in schema["properties"]) is thinks
        assert ("Write `reasoning` first" in files["prompt/system.md"]) is thinks
        for row in files["prompt/examples.jsonl"].splitlines():
            Draft202012Validator(schema).validate(json.loads(json.loads(row)["output"]))


def test_only_free_text_declines_in_a_sentence() -> None:
    facts = {"task": "extraction"}
    files = kit(facts, "rag")
    assert "A field whose value is not there is null." in files["prompt/system.md"]
    assert json.loads(files["kit.json"])["decline"] is None
    assert "unanswerable" not in files["evaluation/cases.csv"]
    assert "reply exactly" in kit({"task": "chat"}, "rag")["prompt/system.md"]


def test_no_case_also_stands_in_the_prompt() -> None:
    rows = [{"input": f"question {i}", "output": f"answer {i}"} for i in range(20)]
    files = kit({"task": "question_answering"}, examples=rows)
    shown = {json.loads(row)["input"] for row in files["prompt/examples.jsonl"].splitlines()}
    cases = {row[1] for row in cells(files["evaluation/cases.csv"])[1:] if row[1]}
    assert len(shown) == 5
    assert len(cases) == 15
    assert not shown & cases


def test_a_schema_follows_the_fields_of_the_examples() -> None:
    rows = [
        {"input": "a", "output": {"vendor": "Ada", "total": 3, "paid": True, "lines": [1]}},
        {"input": "b", "output": {"vendor": None, "total": 2.5, "paid": False, "lines": []}},
    ]
    files = kit({"task": "extraction"}, examples=rows)
    schema = json.loads(files["prompt/schema.json"])
    assert schema["properties"] == {
        "vendor": {"type": ["null", "string"]},
        "total": {"type": "number"},
        "paid": {"type": "boolean"},
        "lines": {"type": "array", "items": {}},
    }
    blank = json.loads(kit({"task": "extraction"})["prompt/schema.json"])
    assert all("FILL IN" in rule["description"] for rule in blank["properties"].values())
    for row in files["prompt/examples.jsonl"].splitlines():
        Draft202012Validator(schema).validate(json.loads(json.loads(row)["output"]))
    assert "`vendor`, `total`, `paid`, `lines`" in files["prompt/system.md"]


def test_training_rows_hold_the_prompt_that_is_used_later() -> None:
    files = kit({"task": "generation"}, "peft", "rag", examples=EXAMPLES[:2])
    row = json.loads(files["data/examples.jsonl"].splitlines()[0])
    system, user, answer = row["messages"]
    assert system["content"] == files["prompt_tuned/system.md"].strip()
    before, after = files["prompt_tuned/user.md"].strip().split("{{ input }}")
    assert user["content"].endswith("\n<input>\n" + EXAMPLES[0]["input"] + after)
    assert before.split("{{ passages }}")[1] in user["content"]
    assert answer == {"role": "assistant", "content": EXAMPLES[0]["output"]}


def test_the_prompt_says_what_the_facts_ask_for() -> None:
    plain = kit({"task": "generation"})["prompt/system.md"]
    rag = kit({"task": "generation"}, "rag")
    assert "{{ passages }}" in rag["prompt/user.md"]
    assert "I could not find this in the documents." in rag["prompt/system.md"]
    assert "could not find" not in plain
    deep = kit({"task": "classification", "reasoning_depth": "deep"})["prompt/system.md"]
    assert "<thinking>" in deep
    assert "<thinking>" not in plain
    stuffed = {"task": "chat", "private_knowledge": "heavy", "knowledge_tokens": 30_000}
    assert "{{ documents }}" in kit(stuffed)["prompt/system.md"]
    assert "{{ documents }}" not in kit({**stuffed, "knowledge_tokens": 3e6})["prompt/system.md"]
    assert "Build:" in kit({"task": "chat", "consistency_need": "high"})["prompt/system.md"]


@pytest.mark.parametrize(
    ("examples", "rank", "epochs"), [(400, 16, 3), (1000, 16, 2), (9999, 16, 2), (10_000, 64, 1)]
)
def test_training_settings_follow_the_number_of_examples(
    examples: int, rank: int, epochs: int
) -> None:
    files = kit({"task": "generation", "labeled_examples": examples}, "peft")
    values = yaml.safe_load(files["training/sft.yaml"])
    assert (values["lora_r"], values["num_train_epochs"]) == (rank, epochs)
    assert values["learning_rate"] == 2e-4
    job = json.loads(files["training/hosted_job.json"])
    assert job["training_type"]["lora_r"] == rank
    assert (job["n_epochs"], job["learning_rate"]) == (epochs, 2e-4)


def test_length_model_and_host_follow_the_facts() -> None:
    known = {"task": "chat", "prompt_tokens": 3000, "output_tokens": 500}
    files = kit({**known, "model": "Llama 3.3 70B", "self_hosted": True}, "peft")
    values = yaml.safe_load(files["training/sft.yaml"])
    assert values["max_length"] == 8192
    assert values["model_name_or_path"] == "meta-llama/Llama-3.3-70B-Instruct"
    assert values["load_in_4bit"] is True
    assert "training/hosted_job.json" not in files
    small = yaml.safe_load(kit(known, "peft")["training/sft.yaml"])
    assert "load_in_4bit" not in small
    odd = kit({"task": "chat", "model": "Llama 9 experimental"}, "peft")["training/sft.yaml"]
    assert "FILL IN: hub id of Llama 9 experimental" in yaml.safe_load(odd)["model_name_or_path"]


def test_preference_tuning_continues_from_a_supervised_model_where_there_is_one() -> None:
    alone = yaml.safe_load(kit({}, "preference_tuning")["training/dpo.yaml"])
    after = yaml.safe_load(kit({}, "preference_tuning", "peft")["training/dpo.yaml"])
    assert alone["model_name_or_path"] == "meta-llama/Llama-3.1-8B-Instruct"
    assert after["model_name_or_path"] == "training/sft-merged"
    assert after["dataset_name"] == "data/pairs"
    assert after["beta"] == 0.1


def test_retrieval_and_optimiser_settings_follow_the_facts() -> None:
    slow = tomllib.loads(kit({}, "rag")["retrieval/settings.toml"])
    quick = tomllib.loads(
        kit({"latency_target_ms": 999, "self_hosted": True, "knowledge_update": "daily"}, "rag")[
            "retrieval/settings.toml"
        ]
    )
    assert (slow["rerank"], quick["rerank"]) == (True, False)
    assert quick["embedder"] == "BAAI/bge-m3"
    assert quick["refresh"] == "daily"

    def optimiser(**facts: Any) -> dict[str, Any]:
        return tomllib.loads(kit(facts, "prompt_optimization")["optimization/settings.toml"])

    assert optimiser(labeled_examples=199)["optimizer"] == "gepa"
    assert optimiser(labeled_examples=200)["optimizer"] == "miprov2"
    assert optimiser(labeled_examples=200, failure_mode="cost_latency")["optimizer"] == "gepa"
    assert optimiser(labeled_examples=200)["max_labeled_demos"] == 4


def _sizes(**facts: Any) -> Any:
    known = ProjectFacts.of(facts)
    return sizes(Project(known, assess(known, samples=10), None, "", (), 0))


def test_the_sheet_is_as_long_as_the_formulas_ask() -> None:
    # 1.96^2 x 0.8 x 0.2 / 0.05^2 = 245.9; a gain of 5 points asks for more
    plain = _sizes()
    assert plain.for_margin == 246
    assert plain.rows == plain.for_gain == pairs_for_gain(0.05) == 312
    # 82 to 90%: 1.96^2 x 0.9 x 0.1 / 0.05^2 = 138.3
    aimed = _sizes(target_accuracy=90, current_accuracy=82)
    assert (aimed.for_margin, aimed.for_gain) == (139, pairs_for_gain(0.08))
    assert aimed.rows == 139
    assert aimed.margin == pytest.approx(0.0499, abs=1e-4)
    assert pairs_for_gain(aimed.gain) <= aimed.rows < pairs_for_gain(aimed.gain - 0.01)
    assert _sizes(target_accuracy=50, current_accuracy=10).rows == 385
    rows = cells(kit({"target_accuracy": 90, "current_accuracy": 82})["evaluation/cases.csv"])
    assert len(rows) == 140


def test_the_readme_names_the_target_the_experiment_and_the_bill() -> None:
    facts = ProjectFacts.of(
        {"task": "generation", "monthly_requests": 120_000, "target_accuracy": 90}
        | {"monthly_budget_usd": 800, "labeled_examples": 3000, "consistency_need": "high"}
    )
    costs = estimate_costs(facts, strategy="peft")
    text = make_kit(facts, costs=costs, title="Support mails")["README.md"]
    assert text.startswith("# Support mails: starter kit\n")
    assert "The target is 90%." in text
    assert f"${costs.plans[1].monthly_usd:,.2f}" in text
    assert "The budget is $800 a month." in text
    assert "The experiment that decides most" in text
    assert re.search(r"pays back|does not pay back", text.split("## What it costs")[1])
    assert "## What it costs" not in make_kit(facts)["README.md"]
    assert "You named no target." in kit({})["README.md"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"input": "a"}, "example 2 has input"),
        ({"input": "", "output": "b"}, "example 2 has an empty input"),
        ({"input": "a", "output": "\x00 "}, "example 2 has an empty output"),
        ({"messages": []}, "example 2 messages must be"),
        ({"prompt": "a", "chosen": "b"}, "example 2 a preference needs both"),
        ("text", "example 2 must be an object, got str"),
    ],
)
def test_an_example_that_is_none_is_refused_by_its_number(row: Any, said: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape(said)):
        read_examples([EXAMPLES[0], row])


def test_more_examples_than_a_kit_can_hold_are_refused() -> None:
    with pytest.raises(InvalidInput, match="up to 10,000 examples, got 10,001"):
        read_examples([EXAMPLES[0]] * 10_001)


def test_text_of_examples_is_cleaned_but_kept() -> None:
    (found,) = read_examples([EXAMPLES[3]])
    assert found.asked == "? half  a \u202e sign \U0001f600 \n next"
    files = kit({"task": "classification"}, "peft", examples=EXAMPLES)
    row = json.loads(files["data/examples.jsonl"].splitlines()[5])
    assert row["messages"][1]["content"].count("long") == 3000


def test_every_setting_has_a_reason_and_a_source() -> None:
    data = kit_data()
    for name, row in data.setting.items():
        assert row.why, name
        assert row.source, name
    assert data.checked.on >= date(2026, 11, 21)
    assert set(TASKS) - {None} == set(data.task) - {"unknown"}
    assert {t for t, row in data.task.items() if row.metric == "rating"} <= set(data.rubric)


def test_a_broken_data_file_names_its_key(tmp_path: Any) -> None:
    file = tmp_path / "kit.toml"
    file.write_text("[checked]\non = 2026-11-21\n", encoding="utf-8")
    with pytest.raises(BrokenDataFile, match=r"kit\.toml: checked\.trl: Field required"):
        kit_data(file)


def test_a_cell_that_a_spreadsheet_would_run_is_covered() -> None:
    rows = [{"input": f"{first}cmd|x {i}", "output": "'=x"} for i, first in enumerate("=+-@=")]
    rows += [{"input": f"={n}", "output": "-1"} for n in range(9)]
    text = kit({"task": "question_answering"}, examples=rows)["evaluation/cases.csv"]
    found = list(csv.DictReader(io.StringIO(text)))
    given = [row for row in found if row["input"]]
    assert len(given) == 9
    assert all(row["input"].startswith("'=") for row in given[1:])
    assert {row["expected"] for row in given} <= {"''=x", "'-1"}
