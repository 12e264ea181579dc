"""Replies on what could lower the bill: a prompt cache, batches, graphics cards of one's own."""

from collections.abc import Mapping
from typing import Any

from agent import wording
from agent.offline.replies.explanations import answer
from agent.offline.replies.prices import unbilled
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from tools.costwords import a_year
from tools.durations import MONTHS_A_YEAR
from tools.money import about


def discount(scene: Scene, say: TurnPhrases) -> list[str]:
    """Whether caching or batching helps here: the bill without it and with it."""
    found = scene.result("try_discount")
    if found is None:
        knows = scene.briefing.assessment is not None
        return unbilled(scene, say, "try_discount") if knows else answer(scene, say)
    *before, last = found["plans"]
    caching, values = found["discount"] == "caching", {"plan": last["plan"]}
    if last["saves"]:
        amounts = {"now": _bare(last["now"]), "then": _bare(last["then"]), "share": found["share"]}
        head = say("caching_yes" if caching else "batching_yes", **values, **amounts)
    else:
        why = _sentence(last["why_not"])
        head = say("caching_no" if caching else "batching_no", **values, why=why)
    others = [_other(row, last) for row in before]
    mind = dict.fromkeys(_sentence(text) for row in found["plans"] for text in row["mind"])
    helped = any(row["saves"] for row in found["plans"])
    taken = [text.partition(" (")[0] + "." for text in found["assumed"]] if helped else []
    parts = [" ".join(filter(None, [head, *others])), *mind]
    return [*parts, *([say("taken", texts=taken)] if taken else [])]


def _other(row: Mapping[str, Any], last: Mapping[str, Any]) -> str:
    """The same of the plan beside the one that is advised, unless nothing else is to be said."""
    if row["saves"]:
        return f"{row['plan']}: {_bare(row['now'])} → {_bare(row['then'])} a month."
    if not last["saves"] and row["why_not"] == last["why_not"]:
        return f"The same goes for {row['plan']}."
    return f"{row['plan']}: no; {wording.lower_first(_sentence(row['why_not']))}"


def _bare(amount: str) -> str:
    return amount.removesuffix(" a month")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def own_gpus(scene: Scene, say: TurnPhrases) -> list[str]:
    """What owned graphics cards change in the bill of the recommended plan."""
    found = scene.result("price_own_gpus")
    if found is None:
        knows = scene.briefing.assessment is not None
        return unbilled(scene, say, "price_own_gpus") if knows else [say("own_gpus_unknown")]
    told = scene.book.facts.known.get("self_hosted")
    values: dict[str, Any] = {
        "owned": found["owned"]["a_month"],
        "rented": _bare(found["rented"]["a_month"]),
        "plan": found["owned"]["plan"],
        "today": found["today"]["a_month"],
        "today_plan": found["today"]["plan"],
        "cards": "",  # those that are owned may be others than the ones that were priced
        "inside": told is not None and bool(told.value),
    }
    return [say("own_gpus", **values)]


def per_year(scene: Scene, say: TurnPhrases) -> list[str]:
    """What a year costs: the months of it, and what is paid once."""
    report = scene.briefing.costs
    if report is None:
        return unbilled(scene, say)
    first, last = report.plans[0], report.plans[-1]
    return [
        say(
            "per_year",
            label=last.label,
            year=a_year(last).removesuffix(" a year"),
            once=about(last.one_off_usd) if last.one_off_usd else "",
            total=about(last.total_usd) if report.horizon_months == MONTHS_A_YEAR else "",
            other_label=first.label if len(report.plans) > 1 else "",
            other=a_year(first).removesuffix(" a year"),
        )
    ]
