"""Recognises short asides: "you're wrong", "make it cheaper", "what do you mean?", "what next?"."""

import re
import tomllib
from dataclasses import replace
from functools import cache

from agent.offline.asking.intents import polished
from agent.offline.asking.terms import OTHER_TERMS
from agent.offline.reading.said import Reading
from agent.offline.words.lexicon import DATA, any_of, lists, pattern
from agent.offline.words.message import take_apart

FILES = tuple(
    DATA / f"{name}.toml" for name in ("asides_follow", "asides_bill", "asides_advice", "asides")
)
# What is meant by the message as a whole, whatever else single words of it look like.
BILL = (
    *("prices", "formula", "maths", "caching", "batching", "cheaper_models", "other_model"),
    "per_year",
)
FOLLOWING = (
    *("bill_source", "bill_covers", "pays_at", "bill_range", "budget_enough", "buys", "buy_price"),
    *("training_time", "test_how", "convince", "prove"),
)
WHOLE = (
    "sure",
    "worth_it",
    "each",
    "is_tuning",
    "gpus",
    "product",
    "next_steps",
    *BILL,
    *FOLLOWING,
)
OPENING = r"(?:(?:and|but|so|ok|okay|well|hm+|wait|no|yes|sorry|then|now|hang on|hold on)[,.]? )*"
DOUBTING = ("wrong", "about_me", "figures")  # as blunt as they come, they ask something
JUDGING = (*DOUBTING, "cheaper", "dear", "costs", "without", "dislike")
WISHING = (
    *("shorter", "plain", "check_data", "chart", "next_steps", "sources", "assumed", "favours"),
    *("meaning", "asked_what", "about_me", "pastime", "cheapest"),
    *WHOLE,
)
# Who asks whether they may supposes no fact, and who asks of a discount only what stands beside it.
NO_SUPPOSITION = ("law", "private_data")
MAY_SUPPOSE = ("caching", "batching")
MUMBLED = ("meaning", "dont_know")
_SURE_TOPICS = (
    *("why_", "plateau", "change_mind", "break_even", "experiment_result", "precedents"),
    *("flow_chart", "ladder"),
)


def aside_of(reading: Reading, text: str) -> str:
    """Which aside a message is; empty where it says something of a kind of its own.

    What states facts, gives a command or asks about the advice is never an aside.
    """
    if reading.facts or reading.ranges or reading.cleared or reading.hypothetical:
        return ""
    if reading.topic == OTHER_TERMS:
        return ""
    found = by_words(text)
    if reading.command == "show_costs" and found in ("each", *BILL, *FOLLOWING):
        return found
    if reading.command == "show_facts" and found in FOLLOWING:  # "what do we have to buy?"
        return found
    if reading.command and reading.command != "show_sources":  # what blunt doubt is read as
        return ""
    if found == "meaning" and not re.search(r"\w", text):  # "???"
        return found
    if found == "check_data" or (not found and reading.topic == "check_dataset"):
        return "check_data"
    return found if _stands(found, reading) else ""


def by_words(text: str) -> str:
    """The aside that the words alone are; empty where they are none."""
    words = polished(take_apart(text).norm)
    if not words and "?" in text:
        return "meaning"
    said = (name for form in _forms(text) for name, p in _patterns().items() if p.fullmatch(form))
    return next(said, "")


def unit_asked(text: str) -> str:
    """What the cost of one is asked for, as in "how much per email?"; empty for other words."""
    return _named("each", text)


def model_asked(text: str) -> str:
    """The model, as the user writes it, that a bill is asked for with; empty for other words."""
    return _named("other_model", text)


def supposed_too(text: str) -> str:
    """What is supposed in a question whether the money will do: "we grow to 50k tickets"."""
    return _named("budget_enough", text)


def _named(aside: str, text: str) -> str:
    """What the words of an aside name; empty where they are none."""
    said = (p.fullmatch(form) for form in _forms(text) for p in [_patterns()[aside]])
    found = next(filter(None, said), None)
    return next(filter(None, found.groupdict().values()), "") if found is not None else ""


def _forms(text: str) -> list[str]:
    """The words as they are, then without pleasantries: "no retrieval" begins with one's word."""
    norm = take_apart(text).norm
    return list(dict.fromkeys((norm.strip(" .!?"), polished(norm))))


def as_meant(reading: Reading, text: str, asked: str | None) -> Reading:
    """A reading without what resembles a fact in a wish, or in a word on the advice.

    "Check my data set" is never an answer; "too expensive" may be one where a question is open.
    """
    told = reading.kind in ("describe", "answer", "correct")
    if not told or not (reading.facts or reading.ranges or reading.cleared):
        return reading
    bare = replace(reading, kind="describe", facts={}, ranges={}, quotes={}, cleared=())
    meant = aside_of(bare, text)
    judges = asked is None or pattern("reacts", "talk").match(take_apart(text).norm)
    return bare if meant in WISHING or (judges and meant in JUDGING) else reading


def _stands(aside: str, reading: Reading) -> bool:
    """True where the words of an aside say more than what the message was read as."""
    if reading.kind == "smalltalk":  # "hm", "what": a mumble is no question
        return aside not in MUMBLED
    if reading.kind == "adversarial":
        return aside in DOUBTING and aside != "wrong"
    if reading.topic and reading.topic.startswith(_SURE_TOPICS):
        others = ("better_model", "about_me", "worth_it", "is_tuning", "stay")
        return aside in (*others, "chat_product", *BILL, *FOLLOWING)
    return not reading.command or aside in ("sure", *DOUBTING, *BILL, *FOLLOWING)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = "|".join(p for patterns in lists("strategies").values() for p in patterns)
    brands, named = any_of("brands", "models"), any_of("names", "models")
    raw = {k: v for f in FILES for k, v in tomllib.loads(f.read_text("utf-8")).items()}
    return {
        name: re.compile(
            "|".join(
                p.replace("STRATEGY", f"(?:{names})")
                .replace("OPENING", OPENING)
                .replace("MODELNAME", f"(?:{named}|{brands})")
                .replace("BRAND", brands)
                .replace("AMOUNT", any_of("amount", "replies"))
                .replace("ITEMS", any_of("in_a_bill", "replies"))
                .replace("SUPERIORS", any_of("superiors", "macros"))
                .replace("PER", any_of("paid_when", "replies"))
                for p in patterns
            )
        )
        for name, patterns in raw.items()
    }
