"""The Makefile, with a stand-in for Python that notes what it was asked to install."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STAND_IN = f"""#!/bin/sh
case "$*" in
  "-m venv --clear .venv")
    rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo venv >>log
    printf '#!/bin/sh\\necho steerwise "$@" >>log\\n' >.venv/bin/steerwise
    chmod +x .venv/bin/steerwise ;;
  "-m pip install "*"[dev]") echo pip dev >>log ;;
  "-m pip install "*) echo pip >>log; test ! -e fail ;;
  *) exec {sys.executable} "$@" ;;
esac
"""
FRESH = ["venv", "pip", "steerwise prepare"]


class Clone:
    """A fresh clone as far as make can tell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            (folder / name).write_text((ROOT / name).read_text())
        python = folder / "python"
        python.write_text(STAND_IN)
        python.chmod(0o755)

    def make(self, *arguments: str, python: str = "./python") -> tuple[list[str], int, str]:
        """What was done, the exit status, and what was said on standard error."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
        log = self.folder / "log"
        log.write_text("")
        done = subprocess.run(
            ["make", f"PYTHON={python}", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        return log.read_text().splitlines(), done.returncode, done.stderr


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone")


def test_the_first_run_installs_indexes_and_starts_and_the_second_only_starts(
    clone: Clone,
) -> None:
    assert clone.make("run") == ([*FRESH, "steerwise web"], 0, "")
    assert clone.make("run") == (["steerwise prepare", "steerwise web"], 0, "")


def test_chat_needs_no_second_install(clone: Clone) -> None:
    clone.make("run")
    assert clone.make("chat")[0] == ["steerwise prepare", "steerwise chat"]


def test_parallel_targets_install_once(clone: Clone) -> None:
    done, status, _ = clone.make("-j4", "setup", "chat", "run")
    assert status == 0
    assert done.count("venv") == done.count("pip") == 1


def test_an_interrupted_install_is_made_anew(clone: Clone) -> None:
    (clone.folder / "fail").touch()
    done, status, _ = clone.make("setup")
    assert (done, status != 0) == (["venv", "pip"], True)
    (clone.folder / "fail").unlink()
    assert clone.make("setup") == (FRESH, 0, "")


def test_a_changed_dependency_is_installed_into_the_same_folder(clone: Clone) -> None:
    clone.make("setup")
    later = time.time() + 10
    os.utime(clone.folder / "constraints.txt", (later, later))
    assert clone.make("setup")[0] == ["pip", "steerwise prepare"]


def test_a_moved_clone_installs_anew(clone: Clone) -> None:
    clone.make("setup")
    clone.folder = clone.folder.rename(clone.folder.with_name("moved"))
    assert clone.make("setup") == (FRESH, 0, "")


def test_a_folder_that_lost_its_python_is_made_anew(clone: Clone) -> None:
    clone.make("setup")
    (clone.folder / ".venv" / "bin" / "python").unlink()
    assert clone.make("setup") == (FRESH, 0, "")


def test_a_python_that_is_too_old_is_one_clear_line(clone: Clone) -> None:
    done, status, said = clone.make("setup", python="false")
    assert (done, status) == ([], 2)
    assert said.splitlines()[0].startswith("Steerwise needs Python 3.11 or newer")


def test_clean_leaves_nothing_installed(clone: Clone) -> None:
    clone.make("setup")
    assert clone.make("clean")[1] == 0
    assert not (clone.folder / ".venv").exists()
    assert clone.make("setup")[0] == FRESH
