"""Replies on prices: which were taken, how old they are; other models; the sum of a pay-back."""

from collections.abc import Mapping
from typing import Any

from agent import wording
from agent.offline.replies import costs
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.costreport import CostReport
from tools.money import about
from tools.prices import models_like

FILE = "replies"
MODEL, MODELS = "model", "models"


def prices(scene: Scene, say: TurnPhrases) -> list[str]:
    """The prices behind the bill: whose, how much a million tokens, of which day, from where."""
    found, report = scene.result("estimate_costs"), scene.briefing.costs
    if found is None or report is None:
        return unbilled(scene, say)
    models, hourly = (_linked(found[name]) for name in ("models", "by_the_hour"))
    first, *others = _asked_first(scene, report, models or hourly)
    values: dict[str, Any] = {
        "plan": first["plan"],
        "model": first["model"],
        "price": first["price"],
        "oldest": found["oldest_price"],
        "source": first["source"],
        "day": first["as_of"],
        "made_on": report.as_of,
        "others": others,
        "told": first["told"],
        "by_the_hour": list({row["told"]: row for row in hourly}.values()) if models else [],
        "assumed": MODEL not in scene.book.facts.known and bool(models),
    }
    asked = scene.text.lower()
    head = "prices" if models else "prices_hourly"
    if shape("asks_how_old", FILE).search(asked):
        head = "prices_age"
    elif shape("asks_where_from", FILE).search(asked):
        head = "prices_source"
    told = say("prices_rest", head=head, **values).strip()
    return [say(head, **values), *([told] if told else [])]


def _asked_first(
    scene: Scene, report: CostReport, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The prices with those of the plan beside the prompt first, where it is asked after."""
    message = take_apart(scene.text)
    named = find_strategies(message.norm) or pattern("names_a_tuned_plan", FILE).search(
        message.norm
    )
    plan = report.plans[-1].label
    return sorted(rows, key=lambda row: row["plan"] != plan) if named else rows


def unbilled(scene: Scene, say: TurnPhrases, tool: str = "estimate_costs") -> list[str]:
    """Why there is no bill: today's model has no price, `tool` refused, or nothing is known."""
    refused = [text] if (text := scene.refusal(tool)) else []
    in_short = costs.in_one_sentence(scene, say) if not refused else []
    return costs.unpriced_today(scene, say) or refused or in_short or [say("no_facts")]


def _linked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Prices whose source is a link where it has an address."""

    def linked(source: str) -> str:
        named, _, address = source.partition(", http")
        url, _, note = f"http{address}".partition(" ")
        return f"[{named}]({url})" if address else named + note

    return [{**row, "source": linked(row["source"])} for row in rows]


def formula(scene: Scene, say: TurnPhrases) -> list[str]:
    """The break-even formula, then the project's own numbers put into it."""
    found, report = scene.result("estimate_costs"), scene.briefing.costs
    if found is None or report is None:
        return unbilled(scene, say)
    working = found["pay_back_working"]
    if not working:
        return costs.pay_back(scene, say)
    head = say("formula", verdict=costs.verdict(report, say), label=report.plans[-1].label)
    return [f"{head}\n\n" + "\n".join(f"- {line}" for line in working)]


def cheaper_models(scene: Scene, say: TurnPhrases) -> list[str]:
    """Which current models would cost less, as they are, beside the one of today."""
    found = scene.result("compare_models")
    if found is None:
        return unbilled(scene, say, "compare_models")
    today, others = found["today"], found["others"]
    if today is None:
        return [say("models_in_house", plan=found["plan"])]
    values = {"plan": found["plan"], "today": today["a_month"], "model": today["model"]}
    if not others:
        return [say("models_none", price=today["price"], **values)]
    best = others[0]
    head = say("models", best=best["model"], best_month=best["a_month"], **values)
    return [f"{head}\n\n{_table([*others, today])}", *_beside(scene, found, say, best["model"])]


def other_model(scene: Scene, say: TurnPhrases) -> list[str]:
    """The bill with a model that was named; for one without a price, with those called like it."""
    found = scene.result("compare_models")
    if found is None:
        return _unpriced_too(scene, say) or unbilled(scene, say, "compare_models")
    others = found["others"]
    money = shape("means_money", FILE).search(scene.text.lower())
    unranked = [] if money else [say("models_not_ranked")]
    if not others:
        return [say("models_in_house", plan=found["plan"]), *unranked]
    name = next(iter(found["unknown"]), "")
    phrase = "model_unknown" if name else "model_known"
    if shape("brands", "models").fullmatch(name.lower()):
        phrase = "model_family"
    values = {"name": name, "plan": found["plan"], "near": wording.join(_names(others))}
    head = say(phrase, month=others[0]["a_month"], **values)
    rows = [*others, *([found["today"]] if found["today"] is not None else [])]
    beside = _beside(scene, found, say, others[0]["model"])
    return [f"{head}\n\n{_table(rows)}", *unranked, *beside]


def _unpriced_too(scene: Scene, say: TurnPhrases) -> list[str]:
    """That the model asked for has no price, where the one of today has none either."""
    asked = [n for r in scene.results if r.tool == "compare_models" for n in r.args.get(MODELS, ())]
    near = models_like(asked[0]) if asked else ()
    if not asked or asked[0] in near or not costs.unpriced_today(scene, say):
        return []
    return costs.unpriced(asked[0], near, say)


def _beside(scene: Scene, found: Mapping[str, Any], say: TurnPhrases, example: str) -> list[str]:
    """What such prices leave open: another plan, data that may not leave, quality."""
    report = scene.briefing.costs
    advised = "" if report is None else report.plans[-1].label
    month = "" if report is None else about(report.plans[-1].monthly_usd)
    values = {"plan": found["plan"], "advised": advised, "month": month, "example": example}
    return [say("models_beside", in_house=found["must_stay_in_house"], **values)]


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["model"] for row in rows]


def _table(rows: list[dict[str, Any]]) -> str:
    """Models with their prices and the month, one a row."""
    head = "| model | in, per million | out | a month |"
    lines = [head, "|---|---:|---:|---:|"]
    lines += [
        f"| {row['model']} | {row['input']} | {row['output'] or '–'} "
        f"| {row['a_month'].removesuffix(' a month')} |"
        for row in rows
    ]
    return "\n".join(lines)
