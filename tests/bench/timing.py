"""Times something often enough to be believed, and writes a table of it."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """How long something took, in seconds: the middle of its runs, and the slow end."""

    label: str
    p50: float
    p95: float
    runs: int
    note: str = ""


def timed(label: str, work: Callable[[], object], *, runs: int, note: str = "") -> Timed:
    """Run `work` once to warm up and then `runs` times."""
    work()
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return summary(label, seconds, note=note)


def summary(label: str, seconds: Sequence[float], *, note: str = "") -> Timed:
    """The row of durations that were taken already."""
    ordered, runs = sorted(seconds), len(seconds)
    slow = ordered[min(runs - 1, round(0.95 * runs))]
    return Timed(label, statistics.median(ordered), slow, runs, note)


def table(title: str, rows: Sequence[Timed]) -> str:
    """The rows as text."""
    lines = [title, f"  {'':44} {'p50':>9} {'p95':>9} {'runs':>5}"]
    for row in rows:
        figures = f"{shown(row.p50):>9} {shown(row.p95):>9} {row.runs:>5}"
        lines.append(f"  {row.label:44} {figures}  {row.note}".rstrip())
    return "\n".join(lines)


def shown(seconds: float) -> str:
    """A duration in the unit people read: `310 ns`, `480 µs`, `12.3 ms`, `1.20 s`."""
    if seconds < 1e-6:
        return f"{seconds * 1e9:.0f} ns"
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
