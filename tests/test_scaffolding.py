"""What holds the project together: import contract, network guard, make targets."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_only_loopback_can_be_reached() -> None:
    with pytest.raises((RuntimeError, UserWarning), match="socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_loopback_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_the_layers_import_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* kept, 0 broken", done.stdout)


def test_a_skipped_test_fails_where_ci_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(
        "import pytest\ndef test_it(): pytest.skip('no browser')\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    command += ["-c", "/dev/null", str(tmp_path)]
    monkeypatch.delenv("CI", raising=False)
    alone = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    monkeypatch.setenv("CI", "true")
    ci = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (alone.returncode, ci.returncode) == (0, 1), alone.stdout + ci.stdout
    assert "no browser" in ci.stdout


def test_bare_make_lists_every_target_in_one_line() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\S+) +\S", done.stdout, re.MULTILINE)
    expected = ["help", "setup", "run", "chat", "test", "check", "bench", "evals", "clean"]
    assert set(expected) <= set(listed)
    assert len(listed) == len(done.stdout.splitlines())
