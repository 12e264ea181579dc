"""Replies on the bill on other terms: today's own bill, money on top, other prices, more time."""

from collections.abc import Mapping
from typing import Any

from agent.offline.replies.prices import unbilled
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene

TOOL = "price_on_other_terms"
SAME = "100%"


def on_terms(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the plans come to on the terms that were asked for, and when it pays back."""
    found = scene.result(TOOL)
    if found is None:
        return unbilled(scene, say, TOOL)
    if found["today"] or found["extra"]:
        return _pay_back(found, say)
    return _at_prices(found, say) if found["prices"] != SAME else _totals(found, say)


def _pay_back(found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """When it pays back against today's own bill, or with money on top."""
    first, last = found["plans"][0], found["plans"][-1]
    alone = len(found["plans"]) == 1
    if alone and not found["today"]:
        return [say("terms_alone", extra=found["extra"], plan=last["plan"])]
    values: dict[str, Any] = {
        "plan": last["plan"],
        "month": last["a_month"],
        "own_once": last["once"],
        "other_label": first["plan"],
        "other": found["today"] or first["a_month"],
        **{name: found[name] for name in ("saves", "saving", "once", "pays_back", "extra")},
    }
    if found["today"]:
        head = say("own_bill", **values)
        listed = {"listed_label": first["plan"], "listed": found["listed"][0]["a_month"]}
        return [head, say("own_bill_taken", today=found["today"], gap=found["gap"], **listed)]
    return [say("money_on_top", was=found["listed_pays_back"], **values)]


def _at_prices(found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """The plans' months at other token prices, beside the months at those of today."""
    listed, plans = found["listed"], found["plans"]
    rows = [f"| plan | a month now | at {found['prices']} of the price |", "|---|---:|---:|"]
    rows += [
        f"| {was['plan']} | {was['a_month']} | {now['a_month']} |"
        for was, now in zip(listed, plans, strict=True)
    ]
    values: dict[str, Any] = {
        "plan": plans[-1]["plan"],
        "was": listed[-1]["a_month"],
        "now": plans[-1]["a_month"],
        "prices": found["prices"],
    }
    back: dict[str, Any] = {"was": found["listed_pays_back"], "now": found["pays_back"]}
    moved = say("prices_moved_back", **back) if len(plans) > 1 else ""
    head = say("prices_moved", **values) + "\n\n" + "\n".join(rows)
    return [head, " ".join(filter(None, [moved, say("prices_moved_mind")]))]


def _totals(found: Mapping[str, Any], say: TurnPhrases) -> list[str]:
    """What each plan comes to over the time that was asked for."""
    first, last = found["plans"][0], found["plans"][-1]
    rows = [f"| plan | a month | once | {found['time']} |", "|---|---:|---:|---:|"]
    rows += [
        f"| {row['plan']} | {row['a_month']} | {row['once'] or '–'} | {row['total']} |"
        for row in found["plans"]
    ]
    values: dict[str, Any] = {
        "time": found["time"],
        "plan": last["plan"],
        "total": last["total"],
        "other_label": first["plan"] if len(found["plans"]) > 1 else "",
        "other": first["total"],
    }
    return [say("totals", **values) + "\n\n" + "\n".join(rows), say("totals_mind")]
