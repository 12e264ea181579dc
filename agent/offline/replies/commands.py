"""Replies to commands: show this, undo that, help; each makes the parts of one reply."""

import re
from collections.abc import Callable, Mapping, Sequence

from agent import wording
from agent.events import Citation
from agent.offline.asking.harm import is_injection
from agent.offline.asking.intents import is_greeting
from agent.offline.reading.asides import by_words
from agent.offline.replies import costs, kept, objections, pitches, scenarios
from agent.offline.speaking import advice, reasons, ruled, supposing
from agent.offline.speaking.excerpts import excerpt
from agent.offline.speaking.measure import measure
from agent.offline.speaking.phrases import TurnPhrases
from agent.offline.speaking.questions import parting
from agent.offline.speaking.refusing import absurd_words
from agent.offline.speaking.scene import Scene
from agent.offline.words.lexicon import pattern, shape
from agent.offline.words.message import take_apart
from tools.comparison import CRITERIA
from tools.showing import percent

FILE = "replies"
NAMED = 3  # facts named in passing
SOURCES = 4  # quotes shown at once, those of the last replies first
_MARK = re.compile(r"\[(\d{1,4})\]")
_LEFT_OUT = ("customisation", "scalability", "maintenance")  # the board shows every criterion


def _ranking(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts")]
    rows = [
        f"{i}. {r.label}: {advice.points(r.score)}, {percent(r.probability)}"
        + (f" ({r.gates[0].text})" if r.gates else "")
        for i, r in enumerate(found.ranking, 1)
    ]
    return [say("ranking_head", sure=percent(found.confidence)) + "\n\n" + "\n".join(rows)]


def _facts(scene: Scene, say: TurnPhrases) -> list[str]:
    known, assumed = scene.book.facts.known, []
    if pattern("about_assumptions", FILE).search(scene.text.lower()):
        assumed = costs.assumptions(scene, say)
        if not known or not pattern("about_what_was_told", FILE).search(scene.text.lower()):
            return assumed
    if not known:
        return ["\n".join([say("facts_none"), *ruled.rows(scene)])]
    told: dict[str, list[str]] = {}
    for name, fact in known.items():  # what one sentence told stands in one row
        told.setdefault(fact.quote or name, []).append(wording.fact_in_words(name, fact))
    rows = [
        f"- {wording.join(facts)}" + (f" (“{quote}”)" if quote not in known else "")
        for quote, facts in told.items()
    ]
    rows += ruled.rows(scene)
    return [say("facts_head", count=len(known)) + "\n\n" + "\n".join(rows), *assumed]


def _sources(scene: Scene, say: TurnPhrases) -> list[str]:
    if not scene.book.citations:
        told = {n: wording.fact_in_words(n, f) for n, f in scene.book.facts.known.items()}
        return [say("sources_none", facts=wording.enumerated(told, most=NAMED))]
    quoted = scene.book.citations
    seen = {int(n) for n in _MARK.findall(scene.past.recent)}
    shown = ([c for c in quoted if c.n in seen] or list(quoted))[-SOURCES:]
    rows = [f"- [{c.n}] {_source(c)}: “{excerpt(c.quote, measure().quote_words)}”" for c in shown]
    more = len(quoted) - len(shown)
    left = [say("sources_more", more=more)] if more else []
    return [say("sources_head") + "\n\n" + "\n".join(rows), *left]


def _source(quote: Citation) -> str:
    """Who says it, with the link, and where in the guidance it stands."""
    who = f"{quote.author}, {quote.year}" if quote.year else quote.author
    return f"{f'[{who}]({quote.url})' if quote.url else who}, “{quote.section.split(' > ')[-1]}”"


def _compare(scene: Scene, say: TurnPhrases) -> list[str]:
    if "scenarios" in scene.reading.args:
        return scenarios.compared(scene, say)
    found = scene.result("compare_strategies")
    if found is None:
        return [say("help")]
    known = bool(scene.book.facts.known)
    rows = [
        f"| {row['criterion']} | {' | '.join(v.removesuffix('.0') for v in row['values'])} |"
        for row in found["rows"]
        if (known or row["criterion"] in CRITERIA) and row["criterion"] not in _LEFT_OUT
    ]
    head = f"| | {' | '.join(found['labels'])} |\n|---|{'---|' * len(found['labels'])}"
    labels = wording.join(list(found["labels"])) if len(found["labels"]) < 4 else "All of them"
    lead, _, rest = found["because"].partition(", ")
    mostly = rest.partition("“")[2].partition("”")[0]
    title = say("compare_head", labels=labels)
    if known:
        mostly = _counting_most(scene, found["labels"], mostly)
        title = say("compare_because", lead=lead, mostly=mostly) if mostly else f"{lead}."
    return [title + "\n\n" + "\n".join([head, *rows])]


def _counting_most(scene: Scene, labels: Sequence[str], named: str) -> str:
    """The criterion that counts most; not cost, where the first choice costs more for good."""
    found = scene.briefing.assessment
    if found is None or not objections.is_a_loss(scene.briefing.costs):
        return named
    first, second = [row for row in found.ranking if row.label in labels][:2]
    return (
        next(iter(objections.ahead(first, second)), "")
        if first.strategy == found.primary
        else named
    )


def _undo(scene: Scene, say: TurnPhrases) -> list[str]:
    if "scenarios" in scene.reading.args:
        return scenarios.managed(scene, say)
    done, again = scene.result("manage_notes"), bool(scene.reading.args.get("redo"))
    if not done or not done["changed"]:
        return [say("redone_nothing" if again else "undone_nothing")]
    parts = []
    if done["changes"]:
        phrase = "redone" if again else "undone"
        parts.append(say(phrase, **_changed(done["changes"])))
    elif done["scenarios_changed"]:
        names = wording.join([f"“{scenario.name}”" for scenario in scene.book.scenarios])
        return [say("redone_names" if again else "undone_names", names=names)]
    else:
        return [say("undone_what_if")]
    return parts


def _keep(scene: Scene, say: TurnPhrases) -> list[str]:
    if scene.reading.args.get("nothing"):
        return [say("kept_unread")]
    done = scene.result("manage_notes")
    if scene.reading.args.get("old") and done and done["changed"]:
        return [say("undone_what_if")]
    if scene.reading.args.get("old") or _settled_now(scene):
        return [] if _settled_now(scene) else [say("as_it_was")]
    if scene.reading.args:
        return scenarios.managed(scene, say)
    if not done or not done["changed"]:
        return [agreed(scene, say) or say("kept_nothing")]
    return [say("kept", changes=_changes(done["changes"])), *kept.moved(scene, say)]


def _settled_now(scene: Scene) -> bool:
    """True where this very message said which of two values counts, which the reply tells."""
    book = scene.book
    return book.doubted_in == scene.turn and not book.doubted.known


def agreed(scene: Scene, say: TurnPhrases) -> str:
    """To whom takes the advice that was given just now; empty where none was."""
    found = scene.briefing.assessment
    if found is None or scene.past.advised is None or scene.past.advised.strategy != found.primary:
        return ""
    return say("agreed", label=found.ranking[0].label)


def _changes(changed: Mapping[str, Mapping[str, str | None]]) -> str:
    """What is known now that was not, and what is no longer: `3,000 good examples`."""
    now, again = _changed(changed).values()
    return "; ".join(filter(None, (now, again))) or "no fact differs from before"


def _changed(changed: Mapping[str, Mapping[str, str | None]]) -> dict[str, str]:
    """What counts now that did not, and what is open again, each in words."""
    now = wording.join([row["after"] for row in changed.values() if row["after"] is not None])
    gone = [f"“{label}”" for label, row in changed.items() if row["after"] is None]
    again = f"{wording.join(gone)} {'is' if len(gone) == 1 else 'are'} open again" if gone else ""
    return {"now": now, "again": again}


def _restart(scene: Scene, say: TurnPhrases) -> list[str]:
    known = scene.book.facts.known
    if "project" in scene.reading.args:
        told = {name: wording.fact_in_words(name, fact) for name, fact in known.items()}
        name, barred = scene.reading.args["project"], scene.book.facts.ruled_out
        facts = [advice.facts_told(told)]
        facts += [f"ruled out: {wording.strategies_in_words(barred)}"] if barred else []
        return [say("turned_to", name=name, facts="; ".join(facts))]
    if known and scene.result("record_facts") is None:  # what was told of another project
        told = {name: wording.fact_in_words(name, fact) for name, fact in known.items()}
        return [say("begun_anew", facts=advice.facts_told(told))]
    return [say("restarted")]


def _help(scene: Scene, say: TurnPhrases) -> list[str]:
    return [say("who" if by_words(scene.text) == "who" else "help")]


def _summary(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.briefing.assessment
    if found is None:
        return [say("no_facts_summary")]
    told = {name: wording.fact_in_words(name, f) for name, f in scene.book.facts.known.items()}
    if found.nothing_left:
        return [say("summary_head", facts=advice.facts_told(told)), found.nothing_left]
    cost = costs.in_one_sentence(scene, say)
    stack = wording.join([found.of(s).label for s in found.complements])
    lead = {"label": found.ranking[0].label, "sure": percent(found.confidence), "stack": stack}
    if pattern("in_one_sentence", FILE).search(scene.text.lower()):
        return [say("summary_lead", **lead)]
    if pattern("in_few_sentences", FILE).search(scene.text.lower()):
        reason = reasons.strongest(scene.briefing, scene.book.facts)
        flip = next((supposing.flip(flip) for flip in found.flips[:1]), "")
        bill = costs.figures(scene.briefing.costs)
        return [say("summary_prose", reason=reason, flip=flip, **bill, **lead)]
    if pattern("to_pass_on", FILE).search(scene.text.lower()):
        return pitches.pitch(scene, say)
    parts = [say("summary_head", facts=advice.facts_told(told)), say("summary_lead", **lead)]
    flips = [say("summary_flip", flip=supposing.flip(flip)) for flip in found.flips[:1]]
    return [*parts, *cost, *flips]


def _export(scene: Scene, say: TurnPhrases) -> list[str]:
    found = scene.result("write_decision_record")
    if found is None:
        return [say("no_facts_export")]
    wanted = scene.reading.args.get("format", "markdown")
    parts = [say("record_holds", decision=found["decision"], **found["holds"])]
    if wanted not in ("markdown", "json"):
        parts.append(say("record_formats", format=str(wanted).upper()))
    ways = found["get_it"]
    terminal = ways.get("json" if wanted == "json" else "files", "")
    values = {name: ways.get(name, "") for name in ("page", "slack", "move")}
    told = "record_way" if len(ways) == 1 else "record_ways"
    return [*parts, say(told, plain=wanted == "json", terminal=terminal, **values)]


def _smalltalk(scene: Scene, say: TurnPhrases) -> list[str]:
    known = bool(scene.book.facts.known)
    if parting(scene.text):
        return [say("bye", known=known)]
    if shape("thanks_or_praise", FILE).search(scene.text.lower()):
        return [say("thanks") if known else say("thanks_early")]
    if known and not is_greeting(take_apart(scene.text)):
        return [say("small_talk")]
    found = scene.briefing.assessment
    if found is None:
        return [say("hello")]
    lead = {"label": found.ranking[0].label, "sure": percent(found.confidence)}
    return [say("hello_again", **lead)]


def _adversarial(scene: Scene, say: TurnPhrases) -> list[str]:
    message = take_apart(scene.text)
    if is_injection(message):
        return [say("injection")]
    words = absurd_words(message)
    if words:
        shares = "%" in words or "percent" in words
        example = "85%" if shares else "40,000 requests a month"
        return [say("absurd", words=f"“{words}”", example=example)]
    return hostile(scene, say)


def hostile(scene: Scene, say: TurnPhrases) -> list[str]:
    """To whom says that we are wrong: which figures the advice rests on."""
    facts = scene.book.facts.known
    said = {n: wording.fact_in_words(n, f) for n, f in facts.items() if f.source != "assumption"}
    return [say("hostile", facts=advice.facts_told(said))]


COMMANDS: dict[str, Callable[[Scene, TurnPhrases], list[str]]] = {
    "show_scores": _ranking,
    "show_costs": costs.bills,
    "show_facts": _facts,
    "show_sources": _sources,
    "compare": _compare,
    "undo": _undo,
    "keep": _keep,
    "restart": _restart,
    "help": _help,
    "summarise": _summary,
    "export": _export,
    "smalltalk": _smalltalk,
    "adversarial": _adversarial,
}
