"""A recorded decision looked at again: computed anew today, and what has changed since, and why."""

from dataclasses import replace
from datetime import date

from tools.changes import (
    CONFIDENCE_STEP,
    cost_changes,
    end_changes,
    fact_changes,
    moves,
    newly_stale,
    price_changes,
)
from tools.facts import ProjectFacts
from tools.record import DecisionRecord, priced
from tools.results import Assessment, CostReport
from tools.reviewed import Review, Verdict, VersionChange, summary
from tools.revisit import prices_used, reached
from tools.scoring import assess
from tools.tariffs import Tariffs, tariffs
from tools.versions import NAMES, differing, versions


def review(
    record: DecisionRecord,
    *,
    today: date,
    facts: ProjectFacts | None = None,
    table: Tariffs | None = None,
) -> Review:
    """Decide again on the recorded facts, then on `facts` if given, and compare.

    The first step shows what prices, retirements and the rules of the engine have changed, the
    second what the new facts change on top of that.

    Args:
        record: the decision as it was recorded.
        today: the day for which prices hold now.
        facts: what is known of the project now; by default what was recorded.
        table: the price table in force; by default the packaged one.

    """
    book = table if table is not None else tariffs()
    now = record.facts if facts is None else facts
    again = assess(record.facts, seed=record.seed)
    found = again if now == record.facts else assess(now, seed=record.seed)
    repriced, note = _priced(record, record.facts, record.assessment.primary, book, today)
    costs, latest = cost_changes(record.costs, repriced, "prices and rules"), repriced
    if now != record.facts:
        latest, note = _priced(record, now, record.assessment.primary, book, today)
        costs += cost_changes(repriced, latest, "facts")
    if found.primary != record.assessment.primary:
        latest, _ = _priced(record, now, found.primary, book, today)
    used, using = prices_used(record.costs), prices_used(repriced)
    plans, made = record.costs.plans if record.costs else (), versions(book)
    bare = Review(
        title=record.title,
        made_on=record.made_on.isoformat(),
        today=today.isoformat(),
        summary="",
        changed=False,
        verdict=_verdict(record.assessment, again, found, latest),
        facts=fact_changes(record.facts, now),
        prices=price_changes(used, using),
        stale=newly_stale(used, using, made_on=record.made_on, today=today),
        ends=end_changes(
            dict.fromkeys(plan.model for plan in plans if plan.model),
            record.ends,
            book,
            made_on=record.made_on,
            today=today,
            horizon_months=record.horizon_months,
        ),
        costs=costs,
        costs_note=note if record.costs is not None else "",
        versions=tuple(
            VersionChange(NAMES[n], str(getattr(record.versions, n)), str(getattr(made, n)))
            for n in differing(record.versions, made)
        ),
        fired=reached(record.triggers, before=record.facts, now=now, today=today),
    )
    parts = (bare.facts, bare.prices, bare.stale, bare.ends, costs, bare.costs_note, bare.fired)
    changed = any(parts) or bare.verdict.changed
    return replace(bare, changed=changed, summary=summary(bare, changed=changed))


def _priced(
    record: DecisionRecord, facts: ProjectFacts, strategy: str, book: Tariffs, day: date
) -> tuple[CostReport | None, str]:
    months = record.horizon_months
    return priced(facts, strategy, book, day, seed=record.seed, horizon_months=months)


def _verdict(
    before: Assessment, again: Assessment, now: Assessment, costs: CostReport | None
) -> Verdict:
    plan = None if costs is None else costs.plans[-1]
    return Verdict(
        primary_before=before.primary,
        primary_now=now.primary,
        complements_before=before.complements,
        complements_now=now.complements,
        confidence_before=before.confidence,
        confidence_now=now.confidence,
        moves=moves(before, now),
        because_of_rules=_differ(before, again),
        because_of_facts=_differ(again, now),
        plan_now=None if plan is None else plan.label,
        monthly_now_usd=None if plan is None else plan.monthly_usd,
        one_off_now_usd=None if plan is None else plan.one_off_usd,
        break_even_months_now=None if costs is None else costs.break_even_months,
    )


def _differ(one: Assessment, other: Assessment) -> bool:
    same = one.primary == other.primary and one.complements == other.complements
    near = abs(one.confidence - other.confidence) < CONFIDENCE_STEP
    return not (same and near) or bool(moves(one, other))
