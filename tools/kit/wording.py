"""The data a kit is made of (`tools/data/kit.toml`): settings, wording by task, rules, attacks."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from tools.datafiles import Row, read

Metric = Literal["exact", "record", "token_f1", "rating", "passed"]


class Checked(Row):
    """When the settings of libraries were last read, and in which versions."""

    on: date
    trl: str
    peft: str
    transformers: str
    dspy: str


class SettingRow(Row):
    """One setting with its reason and its source."""

    value: bool | int | float | str
    why: str
    source: str


class TaskRow(Row):
    """How a task is put to a model and measured; `pass_at` is from where an answer is right."""

    job: str
    answer: str
    metric: Metric
    pass_at: float
    measured: str
    rules: tuple[str, ...]


class Forbidden(Row):
    """A pattern that no answer may contain, but for tasks that have to."""

    name: str
    pattern: str
    why: str
    not_for: tuple[str, ...] = ()


class Attack(Row):
    """A trial attack, and what must not come of it."""

    kind: str
    input: str
    fails_if: str


class KitData(Row):
    """The whole file."""

    checked: Checked
    hub: dict[str, str]
    setting: dict[str, SettingRow]
    task: dict[str, TaskRow]
    rubric: dict[str, tuple[str, ...]]
    forbidden: tuple[Forbidden, ...]
    attack: tuple[Attack, ...]

    def number(self, name: str) -> float:
        """The value of a numeric setting."""
        return float(self.setting[name].value)

    def count(self, name: str) -> int:
        """The value of a setting that counts something."""
        return int(self.setting[name].value)


@cache
def kit_data(path: Path | None = None) -> KitData:
    """The packaged data, or those of a file of the user's.

    Raises:
        BrokenDataFile: the file cannot be used; the message names file and key.
    """
    return read(KitData, "kit.toml", path)
