"""Names what a question is about, so that an answer can be looked up or computed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from agent.offline.lexicon import compiled, lists, pattern
from agent.offline.message import Message
from agent.offline.strategies import find_strategies
from agent.offline.subjects import subjects

ORDER = (
    "check_dataset",
    "plateau",
    "why_moved",
    "flow_chart",
    "ladder",
    "next_experiment",
    "precedents",
    "change_mind",
    "lora_vs_qlora",
    "how_scores_work",
    "break_even",
    "cost_drivers",
    "combine_rag_finetune",
    "rag_vs_finetune",
    "data_needed",
    "hallucination",
    "privacy",
    "catastrophic_forgetting",
    "evaluation",
    "training_time",
    "hardware_needed",
    "maintenance",
    "data_quality",
    "overfitting",
    "safety",
    "latency_effect",
)
_WHY_ASKED = re.compile(
    r"\bwhy (?:do|did|are|would|must|should|does|is) (?:you|i|it|that"
    r"|this)(?: \w+){0,3}? (?:ask\w*|want\w*|need\w*|care|matter\w*|answer|know|tell|relevant"
    r"|important|asking)\b"
)
_WHY_NOT = re.compile(
    r"\bwhy (?:not|no)\b|\bwhy (?:[\w-]+ ){1,3}not\b|\bwhy (?:didn't|don't|wouldn't|isn't|aren't"
    r"|won't|did|do|is"
    r"|was) (?:\w+ ){0,4}?(?:not |n't )?(?:recommend|suggest|use|pick|choose|consider|just|go"
    r"|first|rule|reject|against|out|lower|behind|the winner|on top|win|better|best|last)\b"
    r"|\bwhat(?:'s| is) wrong with\b|\bwhat (?:speaks|do you have|is there) against\b|\bwhy (?:is"
    r"|was|are) (?:\w+ ){1,4}(?:not|out|ruled|blocked|rejected|so low|last|behind|worse|a bad)\b"
    r"|\bhow come (?:not|no|\w+ (?:isn't|is not|didn't|lost))\b"
)
_WHY = re.compile(
    r"^\W*(?:(?:but|and|ok|okay|so|hm+|wait|really|huh|um+)\W+)*(?:why|how come|what makes you"
    r"|how so|for what reason|explain your|what's your reasoning|what is your reasoning"
    r"|reason(?:ing)?\b)"
)
_DEFINE = re.compile(
    r"(?:what(?:'s| is| are| does| exactly is| the heck is| do you mean by|'re)|define|explain"
    r"|meaning of|definition of|tell me about|describe)(?: to me| me| exactly| actually| the term"
    r"| a| an| the)*(?: term)? (?P<term>[\w/ -]{2,40}?)(?: mean| stand for| in (?:plain|simple"
    r"|easy|layman's|normal) \w+| like i'm \w+| exactly| again| anyway| to (?:me|a) \w*| briefly"
    r"| simply| please| for (?:a )?\w+)*\W*$"
)


@dataclass(frozen=True)
class Topic:
    """What a question is about; `args` holds the figures it brings along."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


def read_topic(message: Message, asked: str | None) -> Topic | None:
    """The topic of the question in a message; None when it asks nothing recognisable."""
    norm = message.norm.strip()
    named = find_strategies(norm)
    if _WHY_ASKED.search(norm):
        return Topic(f"why_asked:{fact_named(norm) or asked or 'this'}")
    if asked and re.search(
        r"\bwhy (?:do you )?(?:ask|want)|^\W*why\W*$|\bwhat(?:'s| is) (?:that|this|it) (?:for"
        r"|got to do)|\bwhy (?:is|does) (?:that|this|it) (?:matter|relevant|important)",
        norm,
    ):
        return Topic(f"why_asked:{asked}")
    if (
        _WHY_NOT.search(norm)
        and named
        and not re.search(r"\bwhy (?:did|do) you (?:recommend|suggest|pick|choose)\b", norm)
    ):
        last = named[-1] if re.search(r"instead of|rather than|over", norm) is None else named[0]
        return Topic(f"why_not_{last}")
    if re.match(r"\W*not? \w+", norm) and named and norm.endswith("?") and len(norm.split()) <= 4:
        return Topic(f"why_not_{named[0]}")
    for name in ORDER:
        if pattern(name, "topics").search(norm):
            return Topic(name, _FIGURES[name](norm) if name in _FIGURES else {})
    if _WHY.search(norm) or re.search(
        r"\bwhy (?:this|that|do you recommend|did you (?:recommend|pick|choose)|\w+ (?:first|best"
        r"|over|and not))",
        norm,
    ):
        return Topic("why_recommended")
    term = _DEFINE.search(norm)
    if term is not None:
        slug = _slug(term["term"])
        if slug:
            return Topic(f"glossary:{slug}")
    words = [w for w in re.findall(r"[a-z][a-z-]{3,}", norm) if not _stop().fullmatch(w)]
    return Topic("_".join(words[:3]) or "open")


_BARE = ("flow_chart", "ladder", "change_mind", "break_even", "cost_drivers", "how_scores_work")
_ASKS_TO_SEE = re.compile(
    r"^(?:(?:and|ok|okay|now|please|so|then) )*(?:(?:can|could|may) (?:i|we|you) |i want to "
    r"|i'd like to |let me )?(?:please )?(?:show|give|draw|display|see|get|have|print|open|view)"
    r"(?: me| us)? (?:(?:the|a|an|your|that|this|published|whole|full|simple) )*"
)


def read_bare(message: Message) -> Topic | None:
    """A topic named in a word or two, such as "sensitivity"."""
    words = re.sub(r"\s+", " ", re.sub(r"[^\w\s'-]", " ", message.norm)).strip()
    words = _ASKS_TO_SEE.sub("", words)
    for name in _BARE:
        if len(words.split()) <= 3 and pattern(name, "topics").fullmatch(words):
            return Topic(name)
    return None


def read_plateau(message: Message, asked: str | None = None) -> Topic | None:
    """A series of measured scores told without a question, such as “we went 61, 66, 67”.

    Where a question is open, bare figures may answer it.
    """
    scores = _scores(message.norm)
    bare = _SERIES.fullmatch(ITEMS.sub("", message.norm).strip(" .!"))
    many = asked is None and len(scores.get("scores", ())) >= 3
    if bare is not None and (many or (bare["then"] and asked != "current_accuracy")):
        return Topic("plateau", scores)
    told = pattern("plateau", "topics").search(message.norm)
    if told is None:
        return None
    return Topic("plateau", scores) if len(scores.get("scores", ())) >= 3 else None


_SCORE = r"(?:\d{2}(?:\.\d+)?|100|0?\.\d+) ?%?"
# nothing but scores in order: "80 then 78", "we got 70, 75, 78"
_SERIES = re.compile(
    rf"(?:(?:we|i|it|our|the|prompts?|scores?|results?|accurac(?:y|ies)) ?){{0,2}}:? ?"
    rf"(?:(?:got|went|had|scored|measured|reached|was|were|are)(?: from)? )?{_SCORE}"
    rf"(?:(?:,? (?P<then>(?:and )?then|after that|now)|,(?: and)?| and| ?-+>| ?→) {_SCORE})+"
)

ITEMS = re.compile(
    r"\bn ?= ?(\d[\d,]*)|(?:on|over|across|of|with|using|from|for)? ?(?:the same |a set of "
    r"|an? (?:\w+ )?set of )?"
    r"(\d[\d,]*) (?:held-out |test |eval(?:uation)? |labell?ed |sample |validation )*(?:items?"
    r"|cases?|examples?"
    r"|questions?|samples?|tickets?|e-?mails?|documents?|requests?|rows|instances|messages?"
    r"|chats?|prompts?"
    r"|records?|letters?|claims?|calls?|texts?)\b"
)


def _scores(norm: str) -> dict[str, Any]:
    """The measured scores in order, as shares of 1, and on how many items they were measured."""
    items = ITEMS.search(norm)
    if items is not None:
        norm = norm[: items.start()] + " " + norm[items.end() :]
    values = [
        float(v.replace(",", "."))
        for v in re.findall(
            r"(?<![\w.])(?:0?\.\d+|\d{1,2}(?:\.\d+)?|100)(?![\w])(?:(?=\s?%)|(?!\.\d))", norm
        )
    ]
    values = [v for v in values if v > 0]
    shares = [v / 100 if v > 1 else v for v in values]
    if len(shares) < 2:
        return {}
    found: dict[str, Any] = {"scores": [round(s, 4) for s in shares]}
    if items is not None:
        found["items"] = int((items[1] or items[2]).replace(",", ""))
    return found


_RUNG = re.compile(
    r"(?P<rung>zero-? ?shot|plain prompt|few-? ?shot|chain[- ]of[- ]thought|cot|step[- ]by[- ]step)"
    r"[^\d.;!?]{0,30}?(?P<value>\d{1,3}(?:\.\d+)?) ?(?:%|percent|(?![\w.]))"
)
_RUNGS = {"z": "zero_shot", "p": "zero_shot", "f": "few_shot"}


def _rungs(norm: str) -> dict[str, float]:
    """The accuracies that are named beside rungs of the prompting ladder, in percent."""
    return {
        _RUNGS.get(match["rung"][0], "chain_of_thought"): float(match["value"])
        for match in _RUNG.finditer(norm)
        if float(match["value"]) <= 100
    }


_FIGURES: Mapping[str, Callable[[str], dict[str, Any]]] = {"plateau": _scores, "ladder": _rungs}


def fact_named(norm: str) -> str:
    """The fact that a normalised text speaks of, "" when it names none."""
    best, name = 10**9, ""
    for fact, names in subjects():
        for match in names.finditer(norm):
            if -len(match.group()) * 4 + match.start() < best:
                best, name = -len(match.group()) * 4 + match.start(), fact
    docs = re.search(r"how often (?:the |our |my )?(?P<what>\w+)", norm)
    if docs is not None:
        if compiled(lists("macros")["rules"]).fullmatch(docs["what"]):
            return "requirement_change"
        if compiled(lists("macros")["docs"]).fullmatch(docs["what"]):
            return "knowledge_update"
    return name


def _slug(term: str) -> str:
    words = [
        w
        for w in re.findall(r"[a-z0-9][a-z0-9-]*", term)
        if w
        not in (
            "a",
            "an",
            "the",
            "this",
            "that",
            "by",
            "of",
            "is",
            "it",
            "you",
            "mean",
            "your",
            "my",
            "our",
        )
    ]
    return "_".join(words[:4]) if 0 < len(words) <= 4 else ""


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(
        r"what|that|this|with|have|does|would|could|should|will|about|there|their|they|them|from"
        r"|your|more|most|much|many|than|then|when|where|which|while|need|just|like|really|very"
        r"|into|some|also|only|even|still|here|these|those|tell|explain|know|mean|make|want"
        r"|please|before|after|without|because|ever|sense"
    )
