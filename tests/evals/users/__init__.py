"""Scripted people talk to the offline advisor: who is understood, and who is not.

`python -m tests.evals users` prints the table.
"""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from agent import Advisor
from agent.settings import load_settings
from knowledge import Guidance
from tests.evals.users.judging import Verdict, judge, power
from tests.evals.users.people import Person, people
from tests.evals.users.playing import play

RUNS = 5
SHOWN = 60


def report(documents: Path | None = None) -> str:
    """Five runs of everybody, as text; `documents` plays no part here."""
    with tempfile.TemporaryDirectory() as folder:
        guidance = Guidance.open(Path(folder))
        guidance.build()
        with closing(guidance):
            verdicts = run(people(), guidance, Path(folder) / "talks", runs=range(RUNS))
    return "\n".join([*table(verdicts), *failures(verdicts)])


def run(
    chosen: Iterable[Person], guidance: Guidance, folder: Path, *, runs: Iterable[int]
) -> list[Verdict]:
    """Let `chosen` people talk, each as often as `runs` has numbers."""
    settings = load_settings(data_dir=folder, model="offline")
    numbers = tuple(runs)
    with closing(Advisor(settings, guidance=guidance)) as advisor:
        return [
            judge(play(person, advisor, run=number), seed=settings.seed)
            for person in chosen
            for number in numbers
        ]


def table(verdicts: Sequence[Verdict]) -> list[str]:
    """A row for each manner and one for all: passes, pass^k, turns."""
    k = max(sum(v.played.person == verdicts[0].played.person for v in verdicts), 1)
    rows: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        rows.setdefault(verdict.played.manner, []).append(verdict)
    everybody = len({v.played.person for v in verdicts})
    lines = [
        f"{everybody} scripted people, {k} runs each, judged by the end state",
        f"{'manner':24s}{'people':>8s}{'passed':>12s}{f'pass^{k}':>9s}{'turns':>11s}{'p90':>5s}",
    ]
    for manner, own in [*sorted(rows.items()), ("all", list(verdicts))]:
        turns = sorted(len(v.played.exchanges) for v in own)
        count = len({v.played.person for v in own})
        passed = f"{sum(v.passed for v in own)}/{len(own)}"
        ninth = turns[min(len(turns) - 1, round(0.9 * len(turns)))]
        lines.append(
            f"{manner:24s}{count:>8d}{passed:>12s}{power(own, k=k):>9.2f}"
            f"{median(turns):>11.0f}{ninth:>5d}"
        )
    lost, again = (sum(getattr(v.played, name) for v in verdicts) for name in ("lost", "untold"))
    told = sum(len(v.played.told) for v in verdicts)
    wrong, invented, missed = (
        sum(f.startswith(word) for v in verdicts for f in v.faults)
        for word in ("wrong", "invented", "missed")
    )
    lines.append(
        f"of {told} facts told: {missed} missed, {wrong} wrong; {invented} invented; "
        f"{again} questions for what was told unasked; {lost} digressions lost the open question"
    )
    return lines


def failures(verdicts: Sequence[Verdict]) -> list[str]:
    """What went wrong, each fault once, the most frequent first."""
    counted: dict[str, list[str]] = {}
    for verdict in verdicts:
        for fault in verdict.faults:
            counted.setdefault(fault, []).append(verdict.played.person)
    most = sorted(counted.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"  {len(who)}x {', '.join(sorted(set(who)))}: {fault}" for fault, who in most[:SHOWN]]
