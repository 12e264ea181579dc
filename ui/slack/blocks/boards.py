"""What is decided, as blocks: the recommendation, the ranking as bars in text, the costs."""

from agent.events import Board, BoardFact
from tools.costwords import bill, payback_in_short, prices_seen
from tools.money import about, usd
from tools.paybacks import payback_roughly
from tools.results import Assessment, CostReport
from tools.showing import percent
from ui.slack.blocks.elements import Block, Message, context, header, sections
from ui.slack.text import inert

BAR_CELLS = 10
PODIUM = 4
FULL, EMPTY = "█", "░"
NOTHING = "Nothing is decided yet: tell me what the model should do and how often."


def headline(board: Board) -> str:
    """The state of the advice in one line of mrkdwn; empty while there is none."""
    found = board.assessment
    if found is None:
        return ""
    if found.nothing_left:
        return inert(found.nothing_left)
    best = found.ranking[0]
    parts = [f"*{inert(best.label)}* {best.score:.1f} of 100", f"{percent(found.confidence)} sure"]
    if found.close_call:
        parts.append("a close call")
    if board.costs is not None:
        parts.append(_cost_in_short(board.costs))
    return " · ".join(parts)


def _cost_in_short(report: CostReport) -> str:
    money = about if report.estimated else usd
    plan = report.plans[-1]
    text = f"{inert(plan.label)} {money(plan.monthly_usd)} a month"
    if report.break_even_months is not None:
        text += f", pays back in {payback_roughly(report.break_even_months)}"
    return text


def ranking(found: Assessment) -> Message:
    """All eight strategies with their scores as bars, their chances and their closed gates."""
    lines = "\n".join(
        f"{bar(row.score)} {row.score:5.1f}  {percent(row.probability):>4}  {row.label}"
        for row in found.ranking
    )
    gates = [f"*{inert(r.label)}*: {inert(g.text)}" for r in found.ranking for g in r.gates]
    text = f"Ranking: {found.ranking[0].label} first with {found.ranking[0].score:.1f} of 100"
    blocks = [header("Ranking"), *sections(f"```{inert(lines)}```")]
    blocks.append(context("Score of 100, and the chance of being the best given what is unknown."))
    if gates:
        blocks += sections("\n".join(f"• {line}" for line in gates))
    return {"text": text, "blocks": blocks}


def podium(found: Assessment) -> list[Block]:
    """The first of the ranking as bars, narrow enough for a phone."""
    rows = found.ranking[:PODIUM]
    lines = "\n".join(f"{bar(row.score)} {row.score:3.0f}  {row.label}" for row in rows)
    return sections(f"```{inert(lines)}```")


def leader(board: Board | None) -> str:
    """The strategy that comes first; empty while there is no ranking."""
    found = None if board is None else board.assessment
    return "" if found is None else found.ranking[0].strategy


def bar(score: float) -> str:
    """A score of 0 to 100 as a bar of ten cells."""
    cells = round(min(100.0, max(0.0, score)) / 100 * BAR_CELLS)
    return FULL * cells + EMPTY * (BAR_CELLS - cells)


def costs(report: CostReport) -> Message:
    """The plans with their bills, when each pays back, and what was assumed."""
    lines = [f"• {inert(bill(report, plan))}" for plan in report.plans]
    verdicts = [inert(payback_in_short(report, plan)) for plan in report.plans[1:]]
    blocks = [header(f"Costs over {report.horizon_months} months"), *sections("\n".join(lines))]
    if any(verdicts):
        blocks += sections("\n".join(v for v in verdicts if v))
    small = [inert(text) for text in (*report.assumed, prices_seen(report)) if text]
    if small:
        blocks.append(context("\n".join(small)))
    return {"text": f"Costs: {bill(report, report.plans[-1])}", "blocks": blocks}


def facts(board: Board) -> Message:
    """What is known, each with the words it was said in and who said them."""
    if not board.facts:
        return {"text": NOTHING, "blocks": sections(NOTHING)}
    rows = "\n".join(_fact(fact) for fact in board.facts)
    return {"text": "What I know", "blocks": [header("What I know"), *sections(rows)]}


def _fact(fact: BoardFact) -> str:
    quote = f"  _“{inert(fact.quote)}”_" if fact.quote else ""
    by = f"  {inert(fact.by)}" if fact.by else ""
    return f"• *{inert(fact.label)}*: {inert(fact.shown)}{quote}{by}"
