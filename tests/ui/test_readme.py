"""What the README says is checked: its tables, its figures, its commands."""

import json
import re
import tomllib
from collections.abc import Callable

import pytest
import typer.main

from tests.readme import README, ROOT, WORKED_CHART, rewritten, worked_chart
from tests.ui.running import Outcome
from ui.cli import app

TEXT = README.read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
LINES = {
    "score": {"id": 1, "facts": {"task": "chat"}},
    "next": {"id": 1, "facts": {"task": "chat"}, "asked": []},
    "cost": {"id": 1, "facts": {"monthly_requests": 1000}, "plan": {"kind": "prompt_only"}},
    "plateau": {"id": 1, "scores": [0.7, 0.75, 0.78], "items": 200},
    "read": {"id": 1, "text": "About 40,000 tickets a month.", "context": {}},
}


def test_tables_file_map_and_examples_are_those_of_the_code() -> None:
    assert rewritten(TEXT) == TEXT, "run `make readme`"


def test_the_chart_of_the_worked_case_shows_what_the_case_costs() -> None:
    drawn, chart = WORKED_CHART.read_text(encoding="utf-8"), worked_chart(TEXT)
    assert chart.title in drawn
    totals = re.findall(r"(\$[\d,.]+) in all", chart.text)
    assert len(totals) == 3
    assert all(total in drawn for total in totals), "run `make readme`"


def test_the_help_of_every_command_says_what_the_readme_says(
    steerwise: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    for name, command in COMMANDS.items():
        shown = steerwise(name, "--help").out
        named = f"`steerwise {name}"
        row = next((r for r in TEXT.splitlines() if r.startswith("|") and named in r), None)
        assert (row is None) == command.hidden
        if row is not None:
            assert row.rstrip(" |").endswith(command.help)
            assert command.help in shown
            assert all(option in shown for option in re.findall(r"\[(--?[a-z]+)", row))


def test_the_keys_of_the_lines_are_those_that_are_written(
    steerwise: Callable[..., Outcome],
) -> None:
    for name, line in LINES.items():
        row = next(r for r in TEXT.splitlines() if r.startswith(f"| `{name}` |"))
        given, written = (set(re.findall(r"`(\w+)`", cell)) for cell in row.split("|")[2:4])
        assert set(line) <= given
        done = steerwise(name, "--json", stdin=json.dumps(line))
        assert done.status == 0, done
        assert written <= set(done.rows[0])


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[<>=\[]", name)[0] for name in project["dependencies"]}
    table = TEXT.split("## What it stands on")[1].split("\n\n")[1]
    rows = [row.split("|")[1:3] for row in table.splitlines()[2:]]
    given = {name.strip() for packages, _ in rows for name in packages.split(",")}
    assert given == wanted
    assert all(why.strip() for _, why in rows)
    tools = {re.split(r"[<>=]", name)[0] for name in project["optional-dependencies"]["dev"]}
    assert all(name in TEXT.split("For development:")[1].split("\n\n")[0] for name in tools)


def test_every_package_is_shipped() -> None:
    shipped = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    made = {
        str(init.parent.relative_to(ROOT)).replace("/", ".")
        for top in ("agent", "knowledge", "tools", "ui")
        for init in (ROOT / top).rglob("__init__.py")
    }
    assert set(shipped) == made


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", TEXT, re.MULTILINE))
    assert {"run", "chat", "test", "readme"} <= named <= targets


def test_relative_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target
