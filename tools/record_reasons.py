"""Why the first choice leads, and why the others do not: sections of the decision record."""

from tools.markup import bullets, linked, md, table
from tools.record import DecisionRecord
from tools.results import Swing
from tools.showing import percent

OPEN_QUESTIONS = 3
CRITERIA = 6


def reasons(record: DecisionRecord) -> str:
    """What speaks for the first choice and against it, and how its score adds up."""
    found = record.assessment
    first = found.ranking[0]
    reasons = [f"**For:** {md(text)}" for text in found.reasons_for]
    reasons += [f"**Against:** {md(text)}" for text in (*found.reasons_against, first.caution)]
    reasons += [f"**Unknown:** {text}" for text in _unknown(record)]
    parts = [bullets(reasons)]
    counted = sorted(first.contributions, key=lambda c: (c.key != "base", -abs(c.points)))
    shown, rest = counted[:CRITERIA], sum(c.points for c in counted[CRITERIA:])
    rows = [(md(c.label), f"{c.points:+.1f}", md(c.why), linked(c.source)) for c in shown]
    rows += [("all others together", f"{rest:+.1f}", "", "")] if counted[CRITERIA:] else []
    rows.append(("**score**", f"**{first.score:.1f}**", "", ""))
    heads = ("Criterion", "Points", "Why it counts", "Source")
    parts.append(f"How the score adds up:\n\n{table(heads, rows, right=(1,))}")
    return "\n\n".join(part for part in parts if part)


def _unknown(record: DecisionRecord) -> list[str]:
    """The unknown facts that would put another strategy first, the strongest first."""
    found, facts = record.assessment, record.facts
    swings = [s for s in found.tornado if s.fact not in facts and _loses(s)]
    rows = [
        f"{md(row.label)}: the lead is {row.lead_at_low:+.1f} points at “{md(row.low_value)}” "
        f"and {row.lead_at_high:+.1f} at “{md(row.high_value)}”."
        for row in swings
    ]
    rows = rows or [md(flip.text) for flip in found.flips if flip.fact not in facts]
    return rows[:OPEN_QUESTIONS] or ["nothing that would change the first choice by itself."]


def _loses(swing: Swing) -> bool:
    return min(swing.lead_at_low, swing.lead_at_high) < 0


def others(record: DecisionRecord, chart: str) -> str:
    """Each other strategy: what it lacks, and what would put it first."""
    rows = []
    for row in record.alternatives:
        lacks = "; ".join(f"{md(label)} {points:+.1f}" for label, points in row.lacks)
        gates = "; ".join(md(gate) for gate in row.gates)
        name = md(row.label) + (" (taken along)" if row.beside else "")
        rows.append(
            (
                name,
                f"{row.score:.1f}",
                percent(row.probability),
                "; ".join(part for part in (gates, lacks) if part) or "little between them",
                md(row.would_win),
            )
        )
    heads = ("Strategy", "Score", "Probability", "Why not: gates, points behind the first choice")
    listed = table((*heads, "Would come first"), rows, right=(1, 2))
    return "\n\n".join(part for part in (chart, listed) if part)
