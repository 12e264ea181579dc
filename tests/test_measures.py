"""`make evals` and `make bench` run what they say they run."""

import importlib

import pytest

from tests.bench import __main__ as bench
from tests.bench.timing import Timed, shown, table, timed
from tests.evals import __main__ as evals


@pytest.mark.parametrize("name", [*(f"evals.{n}" for n in evals.MEASURES)])
def test_every_measure_of_quality_reports(name: str) -> None:
    assert callable(importlib.import_module(f"tests.{name}").report)


def test_the_bench_of_the_core_prints_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["core"]) == 0
    out = capsys.readouterr().out
    assert "assessment, 2,000 samples" in out
    assert "bills of 1,000 projects" in out


@pytest.mark.parametrize("measures", [evals, bench])
def test_an_unknown_part_is_refused(measures, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        measures.main(["everything"])
    assert "there are" in capsys.readouterr().err


def test_timing_takes_the_middle_of_its_runs() -> None:
    count = []
    found = timed("counting", lambda: count.append(1), runs=5)
    assert (len(count), found.runs) == (6, 5)
    assert found.p50 <= found.p95


def test_a_table_shows_units() -> None:
    assert [shown(x) for x in (4.8e-4, 0.0123, 1.2)] == ["480 µs", "12.3 ms", "1.20 s"]
    assert "12.3 ms" in table("Title", [Timed("a", 0.0123, 1.2, 3)])
