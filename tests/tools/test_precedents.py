import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tools.projects import SUPPORT_EMAILS, project
from tools.datafiles import PACKAGED
from tools.errors import InvalidInput
from tools.facts import ProjectFacts
from tools.precedents import closest, is_near
from tools.results import as_json
from tools.scoring import assess
from tools.vocabulary import STRATEGIES


def test_missing_private_facts_are_likened_to_results_where_retrieval_won() -> None:
    facts = {"private_knowledge": "heavy", "failure_mode": "missing_knowledge"}
    found = closest(project(task="question_answering", **facts, training_signal="unlabeled_text"))
    assert found[0].worked[0] == "rag"
    assert "private knowledge" in found[0].alike
    assert found[0].url.startswith("https://")


def test_broken_format_is_likened_to_schemas() -> None:
    facts = {"output_format": "structured", "failure_mode": "wrong_format"}
    assert closest(project(task="extraction", **facts), k=1)[0].worked == ("guardrails",)


def test_likeness_falls_and_never_leaves_0_to_1() -> None:
    found = closest(project(**SUPPORT_EMAILS, failure_mode="wrong_behavior"), k=50)
    likeness = [row.likeness for row in found]
    assert likeness == sorted(likeness, reverse=True)
    assert all(0 <= value <= 1 for value in likeness)
    assert all(set(row.worked) <= set(STRATEGIES) for row in found)


def test_an_empty_project_is_like_nothing() -> None:
    assert closest(ProjectFacts()) == ()


def test_a_result_is_brought_up_only_when_it_is_near() -> None:
    facts = {"private_knowledge": "heavy", "failure_mode": "missing_knowledge"}
    (near,) = closest(project(task="question_answering", **facts), k=1)
    assert is_near(near)
    (far,) = closest(project(task="generation", labeled_examples=100, latency_target_ms=900), k=1)
    assert not is_near(far)


def test_how_alike_is_measured_is_data_with_its_reason_and_source() -> None:
    rule = tomllib.loads((PACKAGED / "precedents.toml").read_text(encoding="utf-8"))["likeness"]
    assert rule["why"]
    assert rule["source"]
    assert 0 < rule["left_open"] < rule["alike"] < 1 <= rule["least_shared"]


def test_k_below_one_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="k must be 1 or more, got 0"):
        closest(ProjectFacts(), k=0)


def test_without_the_library_every_ranking_stays_the_same_to_the_byte(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    copied = tmp_path / "tools"
    copied.mkdir()
    for path in (root / "tools").rglob("*"):
        if path.suffix in (".py", ".toml") and "precedents" not in path.name:
            target = copied / path.relative_to(root / "tools")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    projects = [{}, SUPPORT_EMAILS, {"task": "chat", "private_knowledge": "heavy"}]
    code = (
        "import json, tools.scoring as s; from tools.facts import ProjectFacts as P;"
        "from tools.results import as_json; print(s.__file__);"
        f"print(json.dumps([as_json(s.assess(P.of(facts))) for facts in {projects!r}]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=tmp_path
    )
    where, found = run.stdout.strip().splitlines()
    assert where.startswith(str(tmp_path))
    assert found == json.dumps([as_json(assess(project(**facts))) for facts in projects])
