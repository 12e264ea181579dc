"""Which calls look up what the reply to one wish is made of."""

from agent.briefing import Briefing
from agent.notebook import Notebook
from agent.offline.asking.terms import OTHER_TERMS
from agent.offline.planning.calls import Call, plain
from agent.offline.planning.following import for_following
from agent.offline.planning.queries import (
    cheaper_way,
    other_strategy,
    query_for,
    query_of,
    query_on,
)
from agent.offline.reading.asides import FOLLOWING, aside_of, model_asked
from agent.offline.reading.reader import Reading
from agent.offline.reading.several import Wish
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.strategies import find_strategies
from tools.vocabulary import STRATEGIES

ANSWERED_FROM_NOTES = (
    "why_asked",
    "change_mind",
    "how_scores_work",
    "break_even",
    "cost_drivers",
    "next_experiment",
    "experiment_result",
    "precedents",
)
RULES = ("flow_chart", "ladder")
# Asides about the advice which, where there is none, are questions about the methods.
UNKNOWN = {
    "worth_it": "",
    "gpus": "gpus",
    "own_hosting": "own_hosting",
    "caching": "",
    "batching": "",
    "training_time": "",
    "test_how": "",
    "other_model": "",
    "buys": "gpus",
    "buy_price": "gpus",
}
# Asides that ask what would follow if a fact were true.
SUPPOSED = {"better_model": "stronger_model_works", "own_hosting": "self_hosted"}
COUPLE = 2  # strategies in one “why?” are set against each other
COMPARED = 3  # strategies side by side where none was named
USUAL = ("prompting", "rag", "peft")
_SHOWING = {
    "show_costs": "estimate_costs",
    "show_scores": "score_strategies",
    "export": "write_decision_record",
}


def lookups(wish: Wish, book: Notebook, briefing: Briefing, *, recommended: bool) -> list[Call]:
    """The calls whose results the reply to one wish is made of."""
    reading, text = wish.reading, wish.text
    if reading.kind in ("adversarial", "smalltalk"):
        return []
    if reading.topic == OTHER_TERMS:
        return [Call("price_on_other_terms", dict(reading.args))] if book.facts.known else []
    aside = aside_of(reading, text)
    if aside:
        return _for_aside(aside, wish, book, briefing)
    if reading.hypothetical:
        before = book.supposed.values() if book.supposed and _on_top(text) else {}
        proposed = {**before, **reading.hypothetical}
        rows = [{"name": n, "value": plain(v)} for n, v in proposed.items()]
        return [Call("what_if", {"changes": rows})]
    if reading.kind == "what_if" and not reading.args.get("open"):  # of none of the facts
        return [Call("search_guidance", {"query": query_of("", text, briefing)})]
    if reading.command in _SHOWING:
        return [Call(_SHOWING[reading.command], {})] if book.facts.known else []
    if reading.args.get("nothing"):  # the what-if to keep was not understood
        return []
    adopts = reading.command == "keep" and not reading.args.keys() & {"scenario", "old"}
    if adopts and book.past:
        return [Call("explain_move", {})]
    if reading.command == "compare":
        return _compared(reading, book, briefing)
    if reading.topic:
        return _for_topic(reading.topic, wish, book, briefing, recommended=recommended)
    return _for_advice(reading, book, briefing, recommended=recommended)


def _for_aside(aside: str, wish: Wish, book: Notebook, briefing: Briefing) -> list[Call]:
    fact = SUPPOSED.get(aside)
    if fact and book.facts.known and not is_settled(fact, book):
        return [Call("what_if", {"changes": [{"name": fact, "value": True}]})]
    if aside == "favours" and (named := find_strategies(wish.text.lower())):
        side = "limits" if book.facts.known and named[0] not in _stack(briefing) else "fits"
        return [Call("search_guidance", {"query": query_on(named[0], side)})]
    if aside in UNKNOWN and briefing.assessment is None:
        return [Call("search_guidance", {"query": query_of(UNKNOWN[aside], wish.text, briefing)})]
    if aside == "worth_it" and briefing.assessment is not None:
        other = cheaper_way(briefing.assessment)
        return [Call("estimate_costs", {"strategy": other.strategy})] if other is not None else []
    if aside == "cheapest" and book.facts.known:
        return [Call("compare_strategies", {"strategies": list(STRATEGIES)})]
    if book.facts.known and (priced := _for_prices(aside, wish.text)) is not None:
        return [priced]
    if aside in FOLLOWING and book.facts.known:
        return for_following(aside, wish.text, book, briefing)
    if aside == "private_data":
        return [Call("search_guidance", {"query": query_for("privacy")})]
    drawn = aside == "chart" and book.facts.known
    return [Call("write_decision_record", {})] if drawn else []


def is_settled(fact: str, book: Notebook) -> bool:
    """True where to suppose the fact would tell nothing new; who may use a cloud may host, too."""
    return fact in book.facts and (fact != "self_hosted" or bool(book.facts.value(fact)))


def _for_prices(aside: str, text: str) -> Call | None:
    """The call that prices what a question about the bill asks for."""
    sum_asked = aside in ("figures", "maths") and shape("about_the_sum", "replies").search(
        text.lower()
    )
    if aside in ("prices", "formula") or sum_asked:
        return Call("estimate_costs", {})
    if aside in ("caching", "batching"):
        return Call("try_discount", {"discount": aside})
    if aside == "own_gpus":
        return Call("price_own_gpus", {})
    if aside in ("cheaper_models", "other_model"):
        named = model_asked(text)
        return Call("compare_models", {"models": [named]} if named else {})
    return None


def _compared(reading: Reading, book: Notebook, briefing: Briefing) -> list[Call]:
    """What-ifs side by side, or strategies: who names fewer than two gets the best beside it."""
    if "scenarios" in reading.args:
        wanted = list(reading.args["scenarios"])
        return [Call("compare_scenarios", {"names": wanted})] if wanted or book.scenarios else []
    named = list(reading.args.get("strategies", ()))
    if len(named) < 2:
        ranking = briefing.assessment.ranking if briefing.assessment is not None else ()
        best = [row.strategy for row in ranking] or list(USUAL)
        others = [name for name in best if name not in named]
        named += others[: COMPARED - 2 * len(named)]
    return [Call("compare_strategies", {"strategies": named})]


def _for_topic(
    topic: str, wish: Wish, book: Notebook, briefing: Briefing, *, recommended: bool
) -> list[Call]:
    args = wish.reading.args
    if topic == "break_even":
        asked = other_strategy(wish.text, briefing)
        return [Call("estimate_costs", {"strategy": asked})] if asked else []
    named = find_strategies(wish.text.lower())
    if _sets_apart(topic, wish.text) and len(named) == COUPLE and book.facts.known:
        return [Call("compare_strategies", {"strategies": named})]
    if topic == "why_moved":
        return [Call("explain_move", {})]
    if topic in RULES:
        measured = dict(args) if topic == "ladder" else {}
        return [Call("follow_published_rule", {"rule": topic, "measured": measured})]
    if topic == "plateau" and args.get("scores"):
        arguments = {k: args[k] for k in ("scores", "items") if args.get(k)}
        return [Call("judge_plateau", arguments)]
    if not topic.startswith(ANSWERED_FROM_NOTES):
        return [Call("search_guidance", {"query": query_of(topic, wish.text, briefing)})]
    return _for_advice(wish.reading, book, briefing, recommended=recommended)


def _sets_apart(topic: str, text: str) -> bool:
    """True for a "why?" that holds one strategy against another, and not against the advice."""
    held = bool(pattern("held_against", "asking").search(text.lower()))
    return topic == "why_recommended" or (topic.startswith("why_not_") and held)


def _for_advice(
    reading: Reading, book: Notebook, briefing: Briefing, *, recommended: bool
) -> list[Call]:
    if not recommends(reading, book, briefing, recommended=recommended):
        return []
    assert briefing.assessment is not None
    return [Call("search_guidance", {"query": query_on(briefing.assessment.primary, "fits")})]


def recommends(reading: Reading, book: Notebook, briefing: Briefing, *, recommended: bool) -> bool:
    """True when this reply should give the whole recommendation."""
    if briefing.assessment is None or not book.facts.known:
        return False
    if reading.command == "recommend_now":
        return True
    placed = reading.facts or reading.ranges or reading.cleared
    told = bool(placed) and reading.kind in ("describe", "answer", "correct")
    return told and briefing.question is None and not recommended


def _stack(briefing: Briefing) -> tuple[str, ...]:
    """The strategies that are advised, the first choice first."""
    found = briefing.assessment
    return () if found is None else (found.primary, *found.complements)


def _on_top(text: str) -> bool:
    """True when a what-if builds on the one before it: "and what if it also …"."""
    return bool(pattern("on_top", "talk").search(text.lower()))
