"""Replies to asides: what is wrong or cheaper, a chart, what is ruled out, what comes next."""

from collections.abc import Callable, Mapping

from agent import wording
from agent.offline.replies import (
    about_us,
    bill_parts,
    budgets,
    cheapest,
    clarifications,
    commands,
    costs,
    explanations,
    objections,
    pitches,
    prices,
    recalls,
    savings,
    sureness,
    testing,
    timing,
    unit_costs,
    whatifs,
    why,
)
from agent.offline.speaking import advice
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern
from agent.offline.words.message import take_apart
from agent.offline.words.strategies import find_strategies
from tools.costwords import hardware
from tools.money import about
from tools.strategies import strategy_texts

PROBLEMS = 2
STEPS = 5
MET = "target_met"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "last")


def _chart(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.result("write_decision_record")
    return [say("charts", way="" if found is None else found["get_it"].get("files", ""))]


def _without(scene: Scene, say: TurnPhrases) -> list[str]:
    """What leads when the strategies that were named are left out."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    norm = take_apart(scene.text).norm
    out = find_strategies(norm)
    all_tuning = out == ["peft"] and not pattern("names_adapters", "replies").search(norm)
    if not out or all_tuning:  # who rules out tuning means all of it
        out = [name for name, text in strategy_texts().items() if text.family == "weights"]
    best = found.ranking[0]
    if best.strategy in out:
        left = next(row for row in found.ranking if row.strategy not in out)
        values = {"next_label": left.label, "next_score": advice.points(left.score)}
        score = advice.points(best.score)
        return [say("ruled_out", label=best.label, score=score, **values)]
    place = ORDINALS[advice.place(found.ranking, out[0]) - 1]
    label = found.of(out[0]).label
    return [say("ruled_out_free", label=label, place=place, best_label=best.label)]


def _favours(scene: Scene, say: TurnPhrases) -> list[str]:
    """Where the strategy that somebody puts forward stands, and why."""
    named = find_strategies(take_apart(scene.text).norm)
    if scene.briefing.assessment is None or not named:
        return explanations.answer(scene, say)
    return why.why_this(scene, say, named[0])


def _check_data(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the check of the last data set found; how to have one checked where there was none."""
    checked = [row for row in scene.files if str(row["name"]).lower().endswith(".jsonl")]
    if not checked:
        return [say("check_data")]
    last = checked[-1]
    return [say("checked", text=last["text"], more=" ".join(last["more"][:PROBLEMS]))]


def _worth_it(scene: Scene, say: TurnPhrases) -> list[str]:
    """What the advice buys for its price; where none was given, what the guidance says."""
    if scene.briefing.assessment is None:
        return explanations.answer(scene, say)
    return objections.worth_it(scene, say)


def _dont_know(scene: Scene, say: TurnPhrases) -> list[str]:
    return [say("dont_know")]


def _next_steps(scene: Scene, say: TurnPhrases) -> list[str]:
    """The roadmap: what to do now, then what starts later and when."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    steps = [step for step in found.roadmap if step.when != "later"]
    steps = (steps + [step for step in found.roadmap if step.when == "later"])[:STEPS]
    rows = []
    for place, step in enumerate(steps, 1):
        phrase = "step_now" if step.when == "now" else "step_then"
        action = _first_sentence(step.action)
        rows.append(f"{place}. {say(phrase, action=action, when=step.trigger)}")
    return [say("steps_head", label=found.ranking[0].label) + "\n\n" + "\n".join(rows)]


def _first_sentence(text: str) -> str:
    return f"{text.partition('. ')[0].rstrip('.')}."


def _dislike(scene: Scene, say: TurnPhrases) -> list[str]:
    """What comes second, and how to say what is in the way of the first."""
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    best, second = found.ranking[:2]
    values = {"score": advice.points(best.score), "second_score": advice.points(second.score)}
    return [say("dislike", label=best.label, second=second.label, **values)]


def _better_model(scene: Scene, say: TurnPhrases) -> list[str]:
    """What would follow if a stronger model did the task."""
    if scene.result("what_if") is None:
        known = scene.briefing.assessment is not None
        return [say("better_model_known") if known else say("no_facts")]
    first, *rest = whatifs.what_if(scene, say)
    return [" ".join([say("better_model"), first]), *rest]


def _own_hosting(scene: Scene, say: TurnPhrases) -> list[str]:
    """What would follow if it ran in the house: the advice, the bill and the cards it takes."""
    found, report = scene.result("what_if"), scene.briefing.costs
    if found is not None:
        first, *rest = whatifs.what_if(scene, say)
        bill = found["costs_after"]
        cards = bill["plans"][-1]["hardware"] if bill else []
        taken = [say("own_hosting_cards", cards=cards)] if cards else []
        return [" ".join([say("own_hosting"), first]), *rest[:1], *taken, *rest[1:]]
    if scene.briefing.assessment is None or report is None:
        return explanations.answer(scene, say)
    plan = report.plans[-1]
    values = {"label": plan.label, "month": about(plan.monthly_usd), "cards": hardware(plan)}
    return [say("own_hosting_already", **values)]


def _stay(scene: Scene, say: TurnPhrases) -> list[str]:
    """What it means to leave everything as it is: the plain prompt beside the first choice."""
    found, report = scene.briefing.assessment, scene.briefing.costs
    if found is None:
        return [say("no_facts")]
    ramp = found.off_ramp.text if found.off_ramp and found.off_ramp.key == MET else ""
    share = next((q for q in take_apart(scene.text).quantities if q.unit == "percent"), None)
    if share is not None and not ramp:
        return [say("enough_share", share=f"{share.number.value:g}")]
    facts, best, now = scene.book.facts, found.ranking[0], found.of("prompting")
    wrong = facts.known.get("failure_mode")
    first = (
        report.plans[0] if report is not None and report.plans[0].kind == "prompt_only" else None
    )
    values = {
        "score": advice.points(now.score),
        "best": best.label,
        "best_score": advice.points(best.score),
        "month": "" if first is None else about(first.monthly_usd),
        "wrong": "" if wrong is None else wording.fact_in_words("failure_mode", wrong),
        "leads": best.strategy == now.strategy,
        "met": ramp,
    }
    return [say("stay", **values)]


def _chat_product(scene: Scene, say: TurnPhrases) -> list[str]:
    """What a chat product is in these terms, and how far that goes here."""
    found = scene.briefing.assessment
    if found is None:
        return [say("chat_product", best="")]
    best, plain = found.ranking[0], found.of("prompting")
    scores = {"score": advice.points(plain.score), "best_score": advice.points(best.score)}
    return [say("chat_product", best=best.label, leads=best == plain, **scores)]


def _currency(scene: Scene, say: TurnPhrases) -> list[str]:
    return [say("currency")]


ASIDES: Mapping[str, Callable[[Scene, TurnPhrases], list[str]]] = {
    "wrong": commands.hostile,
    "cheaper": costs.cheaper,
    "cheapest": cheapest.cheapest,
    "dear": costs.dearest,
    "chart": _chart,
    "without": _without,
    "favours": _favours,
    "assumed": costs.assumptions,
    "check_data": _check_data,
    "costs": costs.bills,
    "prices": prices.prices,
    "formula": prices.formula,
    "maths": clarifications.figures,
    "cheaper_models": prices.cheaper_models,
    "other_model": prices.other_model,
    "caching": savings.discount,
    "batching": savings.discount,
    "own_gpus": savings.own_gpus,
    "per_year": savings.per_year,
    "dont_know": _dont_know,
    "meaning": clarifications.meaning,
    "plain": clarifications.plain,
    "tell_others": clarifications.tell_others,
    "shorter": clarifications.shorter,
    "about_me": clarifications.about_me,
    "pastime": clarifications.pastime,
    "figures": clarifications.figures,
    "sources": clarifications.sources,
    "next_steps": _next_steps,
    "dislike": _dislike,
    "better_model": _better_model,
    "chat_product": _chat_product,
    "currency": _currency,
    "own_hosting": _own_hosting,
    "stay": _stay,
    "one_off": costs.one_off,
    "again": clarifications.again,
    "who": clarifications.who,
    "needs": clarifications.needs,
    "go_on": clarifications.go_on,
    "told_already": clarifications.told_already,
    "both": clarifications.both,
    "my_figure": recalls.my_figure,
    "asked_what": recalls.asked_what,
    "where_were_we": recalls.where_were_we,
    "advised_what": recalls.advised_what,
    "opinion": recalls.opinion,
    "changed": recalls.changed,
    "bad_question": recalls.bad_question,
    "not_noted": recalls.not_noted,
    "side_by_side": recalls.side_by_side,
    "private": about_us.private,
    "private_data": about_us.private_data,
    "law": about_us.law,
    "validated": about_us.validated,
    "who_does": about_us.who_does,
    "gpus": about_us.gpus,
    "product": about_us.product,
    "sure": sureness.sure,
    "worth_it": _worth_it,
    "is_tuning": objections.is_tuning,
    "each": unit_costs.each,
    "do_it": about_us.do_it,
    "if_wrong": about_us.if_wrong,
    "cheaper_model": about_us.cheaper_model,
    "how_soon": timing.how_soon,
    "money_and_time": about_us.money_and_time,
    "bill_source": bill_parts.source,
    "bill_covers": bill_parts.covers,
    "pays_at": bill_parts.pays_at,
    "bill_range": bill_parts.ranged,
    "budget_enough": budgets.enough,
    "buys": budgets.buys,
    "buy_price": budgets.buy_price,
    "training_time": timing.training_time,
    "test_how": testing.test_how,
    "prove": testing.prove,
    "convince": pitches.convince,
}
