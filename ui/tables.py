"""Results as a terminal shows them, in 80 columns: pure functions from results to drawings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from agent.wording import count, value_in_words
from tools.results import Assessment, Question, Ranked
from tools.showing import percent
from ui.marks import marked

if TYPE_CHECKING:
    from agent.offline.reading.reader import Reading
    from agent.storage import Rating
    from knowledge import Changes, Collection, Found
    from tools.dataset_report import DatasetReport
    from tools.plateau import Plateau
    from ui.doctor import Check

BAR = 16
SHORTEST_BAR = 6
FLIPS = 4


def assessment(result: Assessment, *, rest: str = "with --json") -> RenderableType:
    """The ranking with its bars, what speaks for and against it, what would flip it, what next.

    `rest` says where the flips stand for which there is no room.
    """
    first = result.ranking[0]
    if result.nothing_left:
        return Group(Text(result.nothing_left, "yellow"), Ranking(result.ranking))
    verdict = Text.assemble((first.label, "bold green"), f", {first.score:.1f} of 100")
    verdict.append(f" · {percent(result.confidence)} sure", "dim")
    if result.close_call:
        verdict.append(" · a close call", "yellow")
    parts: list[RenderableType] = [verdict, Text(first.summary, "dim"), Ranking(result.ranking)]
    parts += [marked("·", f"{row.label}: {row.note}", "dim") for row in result.ranking if row.note]
    if result.off_ramp:
        parts.append(marked("!", result.off_ramp.text, "yellow"))
    if result.complements:
        names = ", ".join(result.of(name).label for name in result.complements)
        parts.append(marked("with", names, "green"))
    parts += [marked("+", reason, "green") for reason in result.reasons_for]
    parts += [marked("−", reason, "red") for reason in result.reasons_against]
    parts += [marked("≠", row.text, "yellow") for row in result.contradictions]
    parts += [marked("⇄", flip.text, "cyan") for flip in result.flips[:FLIPS]]
    if len(result.flips) > FLIPS:
        parts.append(marked("⇄", f"{len(result.flips) - FLIPS} more, {rest}", "dim"))
    for step in result.roadmap:
        trigger = f" ({step.trigger})" if step.trigger else ""
        parts.append(marked(step.when, f"{step.action}{trigger}", "cyan"))
    return Group(*parts)


@dataclass(frozen=True)
class Ranking:
    """All strategies, best first: score, bar, chance of being the best, and what blocks them.

    Where there is little room the bar is short or left out, then the names are wrapped.
    """

    rows: Sequence[Ranked]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the table with a bar as long as the width allows."""
        plain = self._table(bar=0)
        left = options.max_width - console.measure(plain, options=options.update_width(200)).maximum
        room = min(BAR, left - 2)
        yield self._table(bar=room) if room >= SHORTEST_BAR else plain

    def _table(self, bar: int) -> Table:
        table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
        table.add_column("", justify="right", style="dim", no_wrap=True)
        table.add_column("strategy")
        table.add_column("score", justify="right", no_wrap=True)
        if bar:
            table.add_column("", width=bar, no_wrap=True)
        table.add_column("best with", justify="right", no_wrap=True)
        for place, row in enumerate(self.rows, 1):
            blocked = any(gate.blocks for gate in row.gates)
            style = "bold green" if place == 1 else "dim" if blocked else ""
            filled = "█" * round(bar * max(0.0, min(row.score, 100)) / 100)
            bars = [Text(filled, "green" if place == 1 else "blue")] if bar else []
            name = f"{row.label} (blocked)" if blocked else row.label
            chance = percent(row.probability)
            table.add_row(str(place), name, f"{row.score:.1f}", *bars, chance, style=style)
        return table


def question(result: Question) -> RenderableType:
    """The next question with its quick replies and what it could change."""
    if result.done:
        return Text("No further question: no answer is expected to change the advice.")
    parts: list[RenderableType] = [Text(result.question, "bold")]
    if result.replies:
        parts.append(Text("  ".join(f"[{reply}]" for reply in result.replies), "cyan"))
    gain = f"{result.fact}: worth {result.gain:.2g} points. {result.could_change}"
    parts.append(Text(gain.strip(), "dim"))
    return Group(*parts)


def reading(result: "Reading") -> RenderableType:
    """What was understood: the kind of message, each fact with the user's own words."""
    intent = " · ".join(str(part) for part in (result.kind, result.command, result.topic) if part)
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_header=False)
    for name, value in {**result.facts, **result.hypothetical}.items():
        shown = value_in_words(name, value)
        bounds = result.ranges.get(name)
        if bounds:
            shown += f" ({count(bounds[0])} to {count(bounds[1])})"
        table.add_row(Text(name, "cyan"), shown, Text(result.quotes.get(name, ""), "dim italic"))
    for name in result.cleared:
        table.add_row(Text(name, "cyan"), "no longer known", "")
    return Group(Text(intent, "bold"), table) if table.row_count else Text(intent, "bold")


def found(result: "Found") -> RenderableType:
    """The answer in quotes with their sources, then the passages; or only why there is none."""
    if result.declined:
        return Text(result.message, "yellow")
    parts: list[RenderableType] = []
    if result.answer:
        parts.append(Text(" ".join(f"{s.text} [{s.passage + 1}]" for s in result.answer)))
    for number, passage in enumerate(result.passages, 1):
        cited = passage.citation
        by = ", ".join(str(part) for part in (cited.author, cited.year) if part)
        source = f"{cited.title} ({by})" if by else cited.title
        parts.append(Text.assemble("\n", (f"[{number}] {passage.heading}", "bold cyan")))
        parts.append(Padding(Text(passage.text.strip()), (0, 0, 0, 4), expand=False))
        where = " · ".join(part for part in (passage.source, source, cited.url) if part)
        parts.append(Padding(Text(where, "dim"), (0, 0, 0, 4), expand=False))
    return Group(*parts)


def ingested(collection: str, changes: "Changes") -> RenderableType:
    """What an ingest did, in one line; below it one for each file that was refused."""
    counts = ", ".join(
        f"{len(getattr(changes, kind)):,} {kind}"
        for kind in ("added", "changed", "unchanged", "removed", "refused")
    )
    parts: list[RenderableType] = [Text(counts, "bold")]
    parts += [marked("✗", reason, "red") for reason in changes.refused]
    if changes.skipped:
        kinds = "files of other kinds were" if changes.skipped > 1 else "file of another kind was"
        parts.append(marked("·", f"{changes.skipped:,} {kinds} passed over.", "dim"))
    holds = f"{_many(changes.documents, 'document')}, {_many(changes.passages, 'passage')}"
    parts.append(marked("·", f"The collection {collection} now holds {holds}.", "dim"))
    return Group(*parts)


def collections(rows: Sequence["Collection"]) -> RenderableType:
    """People's own collections: how large, when last brought in line, and with what."""
    if not rows:
        return Text("No collection yet; `steerwise ingest PATH…` makes one.")
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    table.add_column("collection", no_wrap=True, style="cyan")
    for name in ("documents", "passages", "size"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("last ingest", no_wrap=True)
    table.add_column("from", overflow="fold")
    for row in rows:
        when = row.ingested.replace("T", " ").partition("+")[0][:16] + " UTC"
        large = row.bytes >= 1e6
        size = f"{row.bytes / 1e6:,.1f} MB" if large else f"{row.bytes / 1e3:,.1f} kB"
        counts = (f"{row.documents:,}", f"{row.passages:,}", size)
        table.add_row(row.name, *counts, when, Text("\n".join(row.paths)))
    return table


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def plateau(result: "Plateau") -> RenderableType:
    """Each gain with its interval, what the published rule says, and what the figures allow."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    for name in ("score", "gain", "95% interval"):
        table.add_column(name, justify="right")
    table.add_row(f"{result.scores[0]:.3g}", "", "")
    for score, step in zip(result.scores[1:], result.gains, strict=True):
        known = step.low is not None and step.high is not None
        interval = f"{step.low:+.3f} to {step.high:+.3f}" if known else "unknown"
        table.add_row(f"{score:.3g}", f"{step.gain:+.3f}", interval)
    verdict = result.verdict.replace("_", " ")
    return Group(
        Text(verdict, "bold"),
        table,
        marked("·", result.text, ""),
        marked("·", result.published, ""),
    )


def dataset(result: "DatasetReport") -> RenderableType:
    """The verdict, what has to be mended; once nothing has, tokens, their cost and how to split."""
    from tools.dataset_costs import bills_in_words

    parts: list[RenderableType] = [Text(result.summary, "bold")]
    marks = {"error": ("✗", "red"), "warning": ("!", "yellow")}
    for problem in result.problems:
        mark, style = marks.get(problem.severity, ("·", "dim"))
        parts.append(marked(mark, problem.text, style))
    if not result.usable:
        return Group(*parts)
    billed = f"{result.training_tokens:,} over {result.epochs} epochs"
    parts.append(marked("·", f"Training tokens: {billed}.", "dim"))
    if (bill := bills_in_words(result.bills)) is not None:
        parts.append(marked("·", bill, "dim"))
    s = result.splits
    split = f"{s.train:,} to train, {s.validation:,} to validate, {s.test:,} to test"
    parts.append(marked("·", f"Suggested split: {split}.", "dim"))
    return Group(*parts)


def feedback(ratings: Sequence["Rating"]) -> RenderableType:
    """What people thought of replies, one a row: day, thumb, who, which reply, comment."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    for name in ("day", "", "by", "reply", "comment"):
        table.add_column(name, overflow="fold")
    for row in ratings:
        thumb = Text("+", "green") if row.rating == "up" else Text("−", "red")
        reply = Text(f"{row.turn} of {row.thread}", "dim")
        table.add_row(row.rated[:10], thumb, Text(row.by), reply, Text(row.comment))
    return table


def check(result: "Check") -> RenderableType:
    """One line of the doctor: a mark, what was checked, what was found, and the way out."""
    mark, style = {"ok": ("✓", "green"), "note": ("·", "dim"), "broken": ("✗", "bold red")}[
        result.state
    ]
    line = Text.assemble((mark, style), f" {result.name}: {result.found}")
    if result.way_out:
        line.append(f"; {result.way_out}", "yellow")
    return line


def error(message: str, row_id: object = None) -> RenderableType:
    """A line that could not be answered, as every error of the command line looks."""
    prefix = "" if row_id is None else f"{row_id}: "
    return Text.assemble(("steerwise: ", "bold red"), prefix, message)


def show(what: RenderableType, row_id: object = None) -> None:
    """Print to standard output, under the id of its line if it has one; single lines stay whole."""
    console = Console(highlight=False)
    if row_id is not None:
        console.rule(str(row_id), style="dim", align="left")
    console.print(what, soft_wrap=isinstance(what, Text))
