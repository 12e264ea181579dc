"""What every test stands on: clean environment, own data folder, no network, no silent skip."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from agent.settings import Settings, load_settings

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

FOREIGN = ("STEERWISE_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_", "GRADIO_")


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    os.environ |= {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "STEERWISE_AS_OF": "2026-11-21",  # prices grow old, and the figures of tests must not
    }


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that only this test uses; commands it starts find it as well."""
    folder = tmp_path / "data"
    monkeypatch.setenv("STEERWISE_DATA_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def built_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose guidance is indexed, built once; copy it rather than change it."""
    from knowledge import Guidance

    folder = tmp_path_factory.mktemp("indexed")
    Guidance.open(folder).build()
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator["PostgresServer"]:
    """A real PostgreSQL server, started once; ask it for a `new_database()`."""
    from tests.postgres import postgres_server

    with postgres_server() as server:
        yield server


@pytest.fixture
def indexed_dir(data_dir: Path, built_index: Path) -> Path:
    """The data folder of this test, its guidance indexed already."""
    shutil.copytree(built_index, data_dir)
    return data_dir


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    """The settings of an offline advisor with an empty data folder."""
    return load_settings()


def skips_fail() -> bool:
    """True in continuous integration, where a skip means that something is not installed."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def _fail_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and skips_fail() and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"{report.nodeid}: skipped, which CI=true counts as a failure: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_skipped(report)
    return report
