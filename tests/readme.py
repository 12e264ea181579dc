"""The parts of the README that follow from the code; `make readme` writes them, a test compares."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import typer.main
from pydantic import AliasChoices
from pydantic_core import PydanticUndefined

from agent import Advisor
from agent.settings import Settings, load_settings
from tools.charts import Chart, cost_chart
from tools.costs import estimate_costs
from tools.facts import ProjectFacts
from tools.plankeys import plan_keys
from tools.plans import TUNED, plans_from_json
from ui.cli import app

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PACKAGES = ("ui", "agent", "knowledge", "tools")


def commands() -> str:
    """The table of commands, from the command line itself."""
    rows = ["| command | does |", "|---|---|"]
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        if not command.hidden:
            usage = " ".join(["steerwise", name, *(_usage(p) for p in command.params)])
            usage = usage.replace("|", "\\|")
            both = "`steerwise` / " if name == "web" else ""
            rows.append(f"| {both}`{usage}` | {command.help} |")
    return "\n".join(rows)


def _usage(param: object) -> str:
    metavar = getattr(param, "metavar", None)
    option = param.opts[-1]  # type: ignore[attr-defined]
    if not option.startswith("-"):
        return str(metavar)
    if getattr(param, "is_flag", False):
        return f"[{option}]"
    if getattr(param, "required", False):
        return f"{option} {metavar}"
    return f"[{option} {metavar or param.default}]"  # type: ignore[attr-defined]


def settings() -> str:
    """The table of settings, from `agent.settings.Settings`."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        own = alias.choices[-1] if isinstance(alias, AliasChoices) else None
        variable = own or f"STEERWISE_{name.upper()}"
        default = field.default
        if field.default_factory is not None:
            default = "your user data folder"
        elif default in (None, "", PydanticUndefined):
            default = "not set"
        elif isinstance(default, bool):
            default = int(default)
        elif isinstance(default, float):
            default = f"{default:g}"
        rows.append(f"| `{variable}` | {default} | {field.description} |")
    return "\n".join(rows)


def file_map() -> str:
    """Every module of the four packages with the first line of its docstring."""
    parts: list[str] = []
    tracked = _tracked()
    for package in PACKAGES:
        folders = sorted({str(Path(f).parent) for f in tracked if f.startswith(f"{package}/")})
        for folder in folders:
            inside = [f for f in tracked if str(Path(f).parent) == folder]
            heading = _first_line(ROOT / folder / "__init__.py")
            parts.append(f"\n**`{folder}/`** {heading}".rstrip())
            modules = [f for f in inside if f.endswith(".py") and not f.endswith("__init__.py")]
            parts += [f"- `{Path(f).name}` {_first_line(ROOT / f)}" for f in modules]
            data = sorted({f"*{Path(f).suffix}" for f in inside if not f.endswith(".py")})
            counts = [(kind, sum(f.endswith(kind[1:]) for f in inside)) for kind in data]
            parts += [f"- `{kind}` {n} file{'s' * (n > 1)}" for kind, n in counts]
    return "\n".join(parts).strip()


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def _first_line(path: Path) -> str:
    if not path.exists():
        return ""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


MESSAGES = (
    "We answer about 120,000 customer emails a month. The tone has to be calm and always the same. "
    "The policy hardly changes. We have roughly 3,000 replies that our best agents wrote.",
    "The style is off, mostly",
    "Just tell me",
    "What if we only had 100 examples?",
    "Why not RAG?",
)


def conversation(advisor: Advisor) -> str:
    """The reference conversation as the offline model leads it, word for word."""
    thread = advisor.new_thread()
    lines: list[str] = []
    for message in MESSAGES:
        *_, done = advisor.stream(thread, message)
        quoted = "\n".join(f"> {line}".rstrip() for line in done.to_json()["reply"].split("\n"))
        lines += [f"**You:** {message}", quoted]
    return "\n\n".join(lines)


def with_conversation(text: str, advisor: Advisor) -> str:
    """The README with the reference conversation as it goes now."""
    return _replaced(text, "conversation", conversation(advisor))


def plan_table() -> str:
    """The keys of a plan, from `tools/data/plan.toml`."""
    rows = ["| key | unit or kind | what it is | without it |", "|---|---|---|---|"]
    for name, key in plan_keys().items():
        meaning = key.meaning
        if key.of:
            where = "where a model is tuned" if set(key.of) == TUNED else ", ".join(key.of)
            meaning += f" (only {where})"
        rows.append(f"| `{name}` | {_unit(name, key.kind)} | {meaning} | {key.otherwise} |")
    return "\n".join(rows)


def _unit(name: str, kind: str) -> str:
    if kind in ("text", "flag"):
        return {"text": "text", "flag": "true or false"}[kind]
    if "tokens" in name and not name.startswith("usd_") and name != "tokens_per_second":
        return "tokens"
    if kind == "share":
        return "0 to 1"
    if name.startswith("usd_per_million"):
        return "USD per million tokens"
    if name.startswith("usd_per_"):
        return f"USD per {name.removeprefix('usd_per_').replace('_', ' ')}"
    for end, unit in (("_usd", "USD once"), ("_usd_monthly", "USD a month"), ("_hours", "hours")):
        if name.endswith(end):
            return unit
    if name == "tokens_per_second":
        return "tokens a second"
    return "whole number" if kind == "whole" else "number"


WORKED_CHART = ROOT / "ui/web/screenshots/costs.svg"


def worked_chart(text: str) -> Chart:
    """The chart of the worked case: the line that the README hands to `steerwise cost`."""
    section = text.split("## What it costs: a worked case")[1]
    line = re.search(r"echo '(\{.*?\})' \| steerwise cost", section)
    assert line is not None, "the worked case has no line"
    row = json.loads(line[1])
    report = estimate_costs(
        ProjectFacts.of(row["facts"], row["ranges"]), plans_from_json(row["plan"]), samples=200
    )
    return cost_chart(report, theme="light")


PARTS = {
    "commands": commands,
    "plan keys": plan_table,
    "settings": settings,
    "files": file_map,
}


def examples(text: str) -> str:
    """The text with what each `$ command` of a console block prints today."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "COLUMNS": "80",
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "STEERWISE_AS_OF": "2026-11-21",
    }

    def run(match: re.Match[str]) -> str:
        done = subprocess.run(
            match[1], shell=True, cwd=ROOT, env=environment, capture_output=True, text=True
        )
        printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
        return f"```console\n$ {match[1]}\n{printed}{done.stderr}\n```"

    return re.sub(r"```console\n\$ (.*?)\n.*?```", run, text, flags=re.DOTALL)


def rewritten(text: str) -> str:
    """The README with each generated part, and the output of each example, as it is now."""
    for name, make in PARTS.items():
        text = _replaced(text, name, make())
    return examples(text)


def _replaced(text: str, name: str, made: str) -> str:
    pattern = rf"(<!-- {name}: .*? -->\n).*?(<!-- end of {name} -->)"
    if not re.search(pattern, text, re.DOTALL):
        raise LookupError(f"README.md has no part called {name}")
    return re.sub(pattern, lambda m: f"{m[1]}\n{made}\n\n{m[2]}", text, flags=re.DOTALL)


def main() -> None:
    """Write the generated parts into the README."""
    before = README.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        advisor = Advisor(load_settings(data_dir=Path(folder), model="offline"))
        after = with_conversation(rewritten(before), advisor)
        advisor.close()
    README.write_text(after, encoding="utf-8")
    WORKED_CHART.write_text(worked_chart(after).svg(), encoding="utf-8")
    sys.stdout.write("README.md is up to date.\n" if before == after else "README.md is renewed.\n")


if __name__ == "__main__":
    main()
