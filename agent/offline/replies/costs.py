"""Replies about money: the cost of the advice in a sentence, the bills, what makes them dear."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from agent import wording
from agent.offline.speaking import supposing
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools import costwords
from tools.money import about
from tools.paybacks import is_out_of_sight, payback_roughly
from tools.prices import models_like
from tools.results import CostReport, PlanCost

MODEL = "model"
DEAREST = 3
ASSUMED = 3
WARNINGS = 1
STALE = "Price older than"  # the ranges are wider for it, and the dates are told


def in_one_sentence(scene: Scene, say: TurnPhrases) -> list[str]:
    """The cost of the advice against the baseline; why there is none where it has no price."""
    report, note = scene.briefing.costs, scene.briefing.costs_note
    if report is None:
        untold = unpriced_today(scene, say) if note else []
        return untold or ([say("no_costs", reason=note.rstrip("."))] if note else [])
    first, last = report.plans[0], report.plans[-1]
    once = about(last.one_off_usd) if last.one_off_usd else ""
    values: dict[str, Any] = {"label": last.label, "month": about(last.monthly_usd), "once": once}
    if len(report.plans) == 1:
        return [say("cost_one", **values)]
    other = {"other": about(first.monthly_usd), "other_label": first.label}
    return [say("cost_two", **values, **other, verdict=verdict(report, say))]


def unpriced_today(scene: Scene, say: TurnPhrases) -> list[str]:
    """That there is no bill with the model of today; nothing where that one has a price."""
    told = scene.book.facts.known.get(MODEL)
    name = "" if told is None else str(told.value)
    if not name or repr(name[:80]) not in scene.briefing.costs_note:
        return []
    return unpriced(name, models_like(name), say)


def unpriced(name: str, near: Sequence[str], say: TurnPhrases) -> list[str]:
    """That a model has no price, and which called like it have one."""
    first, *others = near
    return [say("model_unpriced", name=name, first=first, others=wording.join(others))]


def figures(report: CostReport | None) -> dict[str, str]:
    """The bill of the advice and of the baseline, each amount in words; empty without a bill."""
    if report is None:
        return dict.fromkeys(("month", "once", "other", "other_label"), "")
    first, last = report.plans[0], report.plans[-1]
    alone = len(report.plans) == 1
    return {
        "month": about(last.monthly_usd),
        "once": about(last.one_off_usd) if last.one_off_usd else "",
        "other": "" if alone else about(first.monthly_usd),
        "other_label": "" if alone else first.label,
    }


def verdict(report: CostReport, say: TurnPhrases) -> str:
    """Whether the second plan pays back, in a few words."""
    row, plan = report.plans[1].against_baseline, report.plans[1]
    if row is None or (row.monthly_saving_usd < 0 and plan.kind in costwords.FOR_QUALITY):
        return say("cost_quality")
    if row.break_even_months is None:
        return say("cost_never")
    if row.break_even_months == 0:
        return say("cost_none_to_pay")
    after = row.break_even_months
    late = after > report.horizon_months and not is_out_of_sight(after)
    time = payback_roughly(after)
    return say("cost_back", time=time, late=late, horizon=report.horizon_months)


def bills(scene: Scene, say: TurnPhrases) -> list[str]:
    """Every plan in a table, with its range, and what to know before trusting it."""
    report = scene.briefing.costs
    if report is None:
        return in_one_sentence(scene, say) or [say("no_facts")]
    rows = [
        f"| plan | a month | once | {report.horizon_months} months |",
        "|---|---:|---:|---:|",
        *(
            f"| {p.label} | {costwords.monthly(report, p).replace(' a month', '')} "
            f"| {costwords.once(report, p).replace(' once', '') or '–'} "
            f"| {costwords.total(report, p)} |"
            for p in report.plans
        ),
    ]
    parts = [_bills_head(report, say) + "\n\n" + "\n".join(rows), *warnings(report)[:WARNINGS]]
    parts += [report.fit] if report.fit else []
    days = sorted(price.as_of for plan in report.plans for price in plan.prices)
    if days:
        seen = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
        parts.append(say("costs_more", seen=seen))
    return parts


def _bills_head(report: CostReport, say: TurnPhrases) -> str:
    first, last = report.plans[0], report.plans[-1]
    once = about(last.one_off_usd) if last.one_off_usd else ""
    values: dict[str, Any] = {"label": last.label, "month": about(last.monthly_usd), "once": once}
    if len(report.plans) == 1:
        return say("costs_head_plain", **values)
    other = {"other": about(first.monthly_usd), "other_label": first.label}
    return say("costs_head", verdict=verdict(report, say), **values, **other)


def pay_back(scene: Scene, say: TurnPhrases) -> list[str]:
    """When it pays back: of the advice, or of another strategy that was asked for."""
    other = scene.result("estimate_costs")
    if other is not None and len(other["plans"]) > 1:
        plan, first = other["plans"][1], other["plans"][0]
        bill = f"{plan['plan']}: {plan['a_month']}" + (f" plus {plan['once']}" * bool(plan["once"]))
        return [f"**{bill}**, against {first['a_month']} for {first['plan']}. {plan['pays_back']}"]
    report = scene.briefing.costs
    if report is None:
        return in_one_sentence(scene, say) or [say("no_facts")]
    if len(report.plans) < 2:
        plan = report.plans[0]
        return [say("pay_back_none", label=plan.label, month=about(plan.monthly_usd))]
    first, last = report.plans[0], report.plans[-1]
    values: dict[str, Any] = {
        "label": last.label,
        "month": about(last.monthly_usd),
        "once": about(last.one_off_usd) if last.one_off_usd else "",
        "other_label": first.label,
        "other": about(first.monthly_usd),
    }
    head = say("pay_back", verdict=verdict(report, say), **values)
    return [head, *warnings(report)[:WARNINGS]]


def against(report: CostReport, say: TurnPhrases) -> list[str]:
    """How the bill of the advice stands to the baseline's: what is left of each month."""
    row = report.plans[-1].against_baseline
    if row is None:
        return []
    first, last, saved = report.plans[0], report.plans[-1], row.monthly_saving_usd
    back = "" if not row.break_even_months else payback_roughly(row.break_even_months)
    values = {"label": last.label, "other_label": first.label, "other": about(first.monthly_usd)}
    once = about(last.one_off_usd) if last.one_off_usd else ""
    amounts = {"month": about(last.monthly_usd), "less": about(abs(saved)), "saves": saved > 0}
    return [say("against_baseline", once=once, back=back, **values, **amounts)]


def dearest(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the recommended plan's bill is made of, the dearest lines first."""
    report = scene.briefing.costs
    if report is None:
        return in_one_sentence(scene, say) or [say("no_facts")]
    plan = report.plans[-1]
    return [say("dearest", label=plan.label) + f"\n\n{lines(plan)}"]


def one_off(scene: Scene, say: TurnPhrases) -> list[str]:
    """What has to be paid once, line by line."""
    report = scene.briefing.costs
    if report is None:
        return in_one_sentence(scene, say) or [say("no_facts")]
    plan = report.plans[-1]
    if not plan.one_off_usd:
        return [say("one_off_none", label=plan.label)]
    head = say("one_off", label=plan.label, once=about(plan.one_off_usd))
    return [f"{head}\n\n{lines(plan, per='once')}"]


def lines(plan: PlanCost, *, per: str = "", most: int = DEAREST) -> str:
    """The dearest lines of a bill as a list, with their arithmetic; only those `per` if given."""
    found = [line for line in plan.lines if per in ("", line.per)]
    dear = sorted(found, key=lambda x: -x.usd)[:most]
    return "\n".join(f"- {x.label}: {_per(x.usd, x.per)} ({x.how})" for x in dear)


def cheaper(scene: Scene, say: TurnPhrases) -> list[str]:
    """What is dearest and what can be moved; first of all a smaller model, where one would do."""
    report = scene.briefing.costs
    if report is None:
        return in_one_sentence(scene, say) or [say("no_facts")]
    lines = sorted(report.plans[-1].lines, key=lambda x: -x.usd)[:2]
    top = wording.join(
        [f"{x.label[:1].lower()}{x.label[1:]} ({_per(x.usd, x.per)})" for x in lines]
    )
    return [say("cheaper", dearest=top), *warnings(report)[:WARNINGS]]


def assumptions(scene: Scene, say: TurnPhrases) -> list[str]:
    """What is assumed where nobody has said: of the project first, then of the prices."""
    found, report = scene.briefing.assessment, scene.briefing.costs
    if found is None:
        return [say("no_facts")]
    rows = [f"- {supposing.assumption(row)}" for row in found.assumed[: ASSUMED * 2]]
    if not rows:
        return [say("assumed_none")]
    parts = [say("assumed_head") + "\n\n" + "\n".join(rows)]
    if report is not None and report.assumed:
        taken = [f"- {text.partition(' (')[0].rstrip('.')}" for text in report.assumed[:ASSUMED]]
        parts.append(say("assumed_costs") + "\n\n" + "\n".join(taken))
    return parts


def change_of_bill(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What became of the bill of the recommended plan."""
    if old["plan"] != new["plan"]:
        return f"{new['plan']} {_bill(new)}; before, {old['plan']} {_bill(old)}."
    if _bill(old) == _bill(new):
        return f"unchanged, {_bill(new)}."
    return f"{_bill(old)} → {_bill(new)}."


def _bill(plan: Mapping[str, Any]) -> str:
    return f"{plan['a_month']}" + (f" plus {plan['once']}" if plan["once"] else "")


def warnings(report: CostReport) -> list[str]:
    """What to know before trusting a bill: of the comparison first, then of each plan."""
    told = costwords.too_late(report.horizon_months)  # which the verdict says already
    texts = list(report.warnings) + [w for plan in report.plans for w in plan.warnings]
    untold = [t for t in dict.fromkeys(texts) if told not in t and not t.startswith(STALE)]
    return [f"{text.rstrip('.')}." for text in untold]


def _per(amount: Decimal, per: str) -> str:
    return f"{about(amount)} {'once' if per == 'once' else 'a month'}"
