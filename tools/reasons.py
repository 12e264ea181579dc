"""Why a strategy leads, what speaks against it, and what is assumed: sentences from the terms."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from tools.advice import advice
from tools.drivers import FAILURE, FAILURES, GAP, Column, driver_specs
from tools.facts import ProjectFacts
from tools.model import Term, value_model
from tools.priors import beliefs, known_levels, priors
from tools.results import Assumption
from tools.showing import show
from tools.strategies import strategy_texts
from tools.uncertainty import Outlook
from tools.vocabulary import STRATEGIES, spec


@cache
def facts_of(key: str) -> frozenset[str]:
    """The facts that one term reads."""
    term = next(t for t in value_model().terms if t.key == key)
    out: set[str] = set()
    for product in term.level:
        for item in product[1:]:
            name = str(item).removeprefix("!")
            if name in FAILURES:
                out.add(FAILURE)
            elif name == GAP:
                out |= {"current_accuracy", "target_accuracy"}
            else:
                out.add(driver_specs()[name].fact)
    return frozenset(out)


def reasons(
    strategy: int, level: Column, facts: ProjectFacts, set_facts: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences for and against a strategy, the weightiest first.

    Only terms about which something is known (or set by a slider, `set_facts`) speak. A term speaks
    for a strategy when it adds points that the average one, of those not ruled out, does not get,
    and against it the other way round.
    """
    model, rule = value_model(), advice().explain
    known = set_facts | set(facts.known)
    gained = (level - model.neutral)[:, None] * model.points
    own = gained[:, strategy]
    rivals = [name not in facts.ruled_out for name in STRATEGIES]
    apart = own - (gained[:, rivals] if any(rivals) else gained).mean(axis=1)
    pro: list[tuple[float, str]] = []
    con: list[tuple[float, str]] = []
    for i, term in enumerate(model.terms):
        if not known & (set(term.speaks_on) or facts_of(term.key)):
            continue
        faint = level[i] < rule.present and abs(own[i]) < 2 * rule.least_points
        if term.kind == "need" and faint:
            continue
        sentence = _sentence(term, float(level[i]), _evidence(term, facts))
        if own[i] >= rule.least_points and apart[i] >= rule.least_points / 2:
            pro.append((-own[i], sentence))
        elif own[i] <= -rule.least_points and apart[i] <= -rule.least_points / 2:
            con.append((own[i], sentence))
    return _top(pro), _top(con)


def _sentence(term: Term, level: float, evidence: str) -> str:
    if term.kind == "gate":
        return _with(f"It is {value_model().gates.text(term, level)}.", evidence)
    low = term.kind == "burden" and level < term.neutral
    return _with(term.low if low else term.high, evidence)


def _with(sentence: str, evidence: str) -> str:
    return f"{sentence[:-1]} ({evidence})." if evidence else sentence


def _evidence(term: Term, facts: ProjectFacts) -> str:
    """The known facts that a term stands on, at most two, the telling ones first."""
    said = []
    for name in (*term.speaks_on, *sorted(facts_of(term.key) - set(term.speaks_on))):
        if name == FAILURE and facts.value(name) not in _named_failures(term):
            continue
        if name in facts:
            shown = show(name, facts.value(name))
            plain = spec(name).numeric and shown[-1:].isalpha()
            said.append(shown if plain else f"{spec(name).label}: {shown}")
    return "; ".join(said[:2])


def _named_failures(term: Term) -> frozenset[str]:
    """The failures that raise a term's level: only they are evidence for it."""
    return frozenset(str(item) for product in term.level for item in product[1:]) & set(FAILURES)


def _top(found: list[tuple[float, str]]) -> tuple[str, ...]:
    ordered = [text for _, text in sorted(found)]
    return tuple(dict.fromkeys(ordered))[: advice().explain.most]


def shadows(outlook: Outlook, order: Sequence[int]) -> dict[int, str]:
    """Why strategies that score high are hardly ever the best: a simpler one does the same.

    `order` holds the strategies, best first. Looked at are pairs of one family with scores close to
    each other, of which the one behind takes more effort.
    """
    rule, names = advice().explain, list(strategy_texts())
    effort = next(t for t in value_model().terms if t.key == "effort").gives
    found: dict[int, str] = {}
    for place, behind in enumerate(order):
        for ahead in order[:place]:
            one, two = strategy_texts()[names[behind]], strategy_texts()[names[ahead]]
            harder = effort.get(names[behind], 0.0) < effort.get(names[ahead], 0.0)
            near = outlook.scores[ahead] - outlook.scores[behind] < rule.shadow_points
            if one.family != two.family or not (harder and near):
                continue
            share = float(np.mean(outlook.noisy[:, behind] > outlook.noisy[:, ahead]))
            if share < rule.shadow_share:
                often = f"in only {share:.0%} of the samples" if share >= 0.01 else "hardly ever"
                same = f"{two.label}, which does the same with less effort"
                found[behind] = f"Ahead of {same}: {often}."
                break
    return found


def assumed(facts: ProjectFacts) -> tuple[Assumption, ...]:
    """What is assumed of each unknown fact that the scores read: its likeliest value.

    It is open where another value is as likely, and where a gate waits until the fact is known.
    """
    gates = (term for term in value_model().terms if term.kind == "gate")
    awaited = {name for gate in gates for name in gate.speaks_on}
    read = {row.fact for row in driver_specs().values()} | {"task"}
    out = []
    for name, shares in beliefs(known_levels(facts)).items():
        if name not in read:
            continue
        row = priors()[name]
        level = int(np.argmax(shares))
        if row.bins is None:
            shown = show(name, row.values_of(level)[0])
        else:
            low, high = show(name, row.bins[level]), show(name, row.bins[level + 1])
            unit = " " + high.partition(" ")[2]
            shown = f"{low.removesuffix(unit)} to {high}"
        if shares[level] < 0.5 or name in awaited:
            shown = f"open, most likely {shown}"
        out.append(Assumption(name, spec(name).label, shown))
    return tuple(out)
