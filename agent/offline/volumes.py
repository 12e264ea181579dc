"""Reads counts: requests a month, labelled examples, classes."""

import re
from itertools import pairwise

from agent.offline.budgets import bare_money
from agent.offline.findings import Finding, numeric
from agent.offline.lexicon import pattern, tables
from agent.offline.message import Message, macro
from agent.offline.quantities import Quantity
from agent.offline.sizes import TOKENS_PER_PAGE


def read_count(message: Message, quantity: Quantity) -> Finding | None:
    """A bare count: requests when it has a rate, examples or classes by what it counts."""
    if quantity.per:
        money = bare_money(message, quantity)
        if money is not None:
            return money
        return _volume(message, quantity)
    if _PAGES_OF.match(quantity.noun):
        return numeric("knowledge_tokens", quantity, times=float(TOKENS_PER_PAGE))
    return (
        bare_money(message, quantity)
        or _examples(message, quantity)
        or _classes(message, quantity)
        or _in_a_past_period(message, quantity)
    )


_PAST = re.compile(r"\b(?:last|past|previous) (?P<period>year|month|week|quarter)\b")


def _in_a_past_period(message: Message, quantity: Quantity) -> Finding | None:
    """As in "last year it was 190k questions in total": what came in then."""
    past = _PAST.search(message.clause(quantity))
    if past is None or not macro("request").search(quantity.noun):
        return None
    near = quantity.noun + " " + message.clause(quantity)
    if pattern("not_volume").search(near) or macro("good").search(near):
        return None
    if re.search(r"\b(?:more|fewer|less|new|from|since|wrong|over)\b", message.clause(quantity)):
        return None
    times = tables("units")["per_month"][past["period"]]
    return numeric("monthly_requests", quantity, times=times)


REACH = 40  # characters before a number that may say what it counts
_PAGES_OF = re.compile(
    r"(?:\w+ )?(?:wikis?|confluence|intranet|sharepoint|notion|handbook|manual|documentation"
    r"|docs?|policy"
    r"|knowledge[ -]?base|kb|help[ -]?cent(?:er|re)|guideline|reference|pdf) pages\b"
)


def _volume(message: Message, quantity: Quantity) -> Finding | None:
    noun = quantity.noun
    first = re.split(r"[ -]", noun)[0] if noun else ""
    people = macro("people").search(noun)
    if quantity.odd_rate or message.said("not_volume", quantity, clause=True):
        return None
    asker = re.match(
        r"(?:\w+ )?(?:customers?|clients?|users?|patients?|people|citizens|guests|members|students)"
        r" (?:\w+s|ask|write|call|message|contact|email|phone|text|chat|order|complain)$",
        noun,
    )
    if people and not asker and not macro("request").search(noun[: people.start()]):
        return None
    known = macro("request").search(noun) or first in ("", "of")
    if first == "" and quantity.limit == "most" and not message.said("volume", quantity):
        return None
    asked_so_often = re.match(r"times\b", noun) and pattern("is_used").search(quantity.before)
    if asked_so_often:
        return numeric("monthly_requests", quantity, weight=2)
    if not counts_requests(quantity):
        return None
    if re.search(
        r"\b(?:times?|hours?|minutes?|days?|euros?|bytes|gb|tb|km|miles|tokens?|cents?|deploys?)\b",
        noun,
    ):
        return None
    if pattern("each").search(message.clause(quantity)) and not pattern("each_item").search(
        message.clause(quantity)
    ):
        return None
    return numeric("monthly_requests", quantity, weight=2 if known else 1)


def counts_requests(quantity: Quantity) -> bool:
    """False where a rate counts something else: new classes, labels, hires, releases."""
    noun = quantity.noun
    other = pattern("not_counted").search(noun) or pattern("no_requests").search(noun)
    return other is None


def users_times_rate(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "50 analysts, each 20 queries a day": how many times what each asks."""
    out: list[tuple[Finding, list[int]]] = []
    for place, rate in enumerate(inside):
        if (
            not rate.per
            or rate.unit
            or rate.odd_rate
            or message.said("not_volume", rate, clause=True)
        ):
            continue
        span = message.text.sentence_at(rate.start)
        around = message.norm[span.start : min(span.end, rate.end + 40)]
        unit = _PER_UNIT.search(message.norm[rate.start : rate.end])
        if unit is None and not pattern("each").search(_SIZE_OF_EACH.sub(" ", around)):
            continue
        other = _how_many(message, inside, place, unit[1] if unit else "")
        if macro("people").search(rate.noun.split(" ")[0] or "-"):
            other = _turns_of_each(message, inside, place)
        if other is None:
            continue
        people = inside[other]
        found = numeric("monthly_requests", rate, times=people.number.value, weight=3)
        bounds = found.bounds
        if bounds is None and people.bounds is not None:
            bounds = (people.bounds[0] * rate.value, people.bounds[1] * rate.value)
        start, end = min(people.start, rate.start), max(people.end, rate.end)
        out.append(
            (Finding("monthly_requests", found.value, start, end, bounds, 3), [place, other])
        )
    return out


_SIZE_OF_EACH = re.compile(
    r"[\d.,]+k? (?:\w+ )?(?:labell?ed|annotated|tagged|examples?|labels?|samples?)(?: \w+)? each\b|"
    r"\b(?:each|apiece)(?: \w+){0,3} ?(?:about |around |roughly |~ ?)?[\d.,]+k?"
    r"(?: ?(?:-|to|or) ?[\d.,]+k?)?(?: \w+)?"
    r" ?(?:pages?|words?|tokens?|lines?|minutes?|mins?|seconds?|characters?|fields?|kb|mb)\b"
)
_PER_UNIT = re.compile(r"\b(?:per|each|every) ([a-z]+?)s?(?: and| per| a| each| every|/)")


def _how_many(message: Message, inside: list[Quantity], place: int, unit: str) -> int | None:
    """The place of the count of those who ask, by their name or the nearest people before."""
    rate = inside[place]
    plain = [i for i, q in enumerate(inside) if i != place and not q.per and not q.unit]
    named = [i for i in plain if unit and re.search(rf"\b{re.escape(unit)}", inside[i].noun)]
    if named:
        return named[0]
    for other in range(place - 1, -1, -1):
        people = inside[other]
        if rate.start - people.end > 160:
            break
        others = macro("request").search(people.noun) or macro("example").search(people.noun)
        countable = macro("people").search(people.noun) or (people.noun and not others)
        if not people.per and not people.unit and countable:
            return other
    return None


def _turns_of_each(message: Message, inside: list[Quantity], place: int) -> int | None:
    """As in "700 visitors a day, about 8 turns each": what each of the people asks."""
    if place + 1 >= len(inside):
        return None
    turns = inside[place + 1]
    behind = message.norm[turns.number.end : turns.number.end + 40]
    plain = not turns.unit and not turns.per and turns.start - inside[place].end < 60
    asked = re.match(r"\s(?:\w+ ){0,2}?(?:each\b|apiece|per (?:visit|person|head|user))", behind)
    return place + 1 if plain and asked and macro("request").search(behind[:25]) else None


TIMES_A = re.compile(
    r"(?<!\w)(?:(once|twice|thrice|(\d+|two|three|four|five|six|ten|twelve) ?(?:times|x)) (?:a|an"
    r"|per|each|every) (day|week|month|quarter|year)"
    r"|(?:every|each) (?:single )?(day|night|morning|evening|week|month|quarter|year)|(daily"
    r"|nightly|weekly|monthly|quarterly|yearly|annually))(?!\w)"
)
COUNTED = {
    "once": 1.0,
    "twice": 2.0,
    "thrice": 3.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "ten": 10.0,
    "twelve": 12.0,
}
_PERIOD_OF = {
    "night": "day",
    "morning": "day",
    "evening": "day",
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}


def remainders(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "1,000 rows, 200 of which are labelled", "15k, but only 6k are left"."""
    out: list[tuple[Finding, list[int]]] = []
    for place, (total, part) in enumerate(pairwise(inside)):
        plain = not (total.unit or total.per or part.unit or part.per)
        if not plain or part.number.value >= total.number.value or part.start - total.end > 90:
            continue
        which = pattern("part_labelled", "shapes").match(part.after)
        left = pattern("part_left", "shapes").match(part.after) and (
            macro("example").search(total.noun) or macro("good").search(total.noun)
        )
        if which or left:
            out.append((numeric("labeled_examples", part, weight=4), [place, place + 1]))
    return out


def batches(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """As in "85,000 articles, twice a year we redo them all": a batch times how often."""
    out: list[tuple[Finding, list[int]]] = []
    for place, batch in enumerate(inside):
        if batch.per or batch.unit or batch.number.value < 20 or macro("people").search(batch.noun):
            continue
        span = message.text.sentence_at(batch.start)
        later = message.norm[span.start : min(len(message.norm), span.end + 90)]
        if not pattern("whole_set").search(later):
            continue
        often = TIMES_A.search(later)
        if often is None:
            continue
        count = COUNTED.get(often[1] or "", 0.0) or float(
            COUNTED.get(often[2] or "", 0.0) or (often[2] if (often[2] or "").isdigit() else 1.0)
        )
        period = often[3] or often[4] or often[5]
        period = _PERIOD_OF.get(period, period)
        times = count * tables("units")["per_month"][period]
        out.append((numeric("monthly_requests", batch, times=times, weight=2), [place]))
    return out


def is_planned(quantity: Quantity) -> bool:
    """True for examples somebody could or will make: they do not exist today."""
    return _NOT_YET.search(quantity.before) is not None


_NOT_YET = re.compile(
    r"\b(?:could|can|will|might|would|may|plan(?:ning)? to|going to|want to|hope to|try to)"
    r" (?:probably |maybe |easily |perhaps )?(?:get|label|collect|have|annotate|gather|create"
    r"|produce|write|tag|buy)"
    r"(?: up to| about| around| roughly| maybe| another| some| ~)*\s?$"
)
_BY_HAND = re.compile(r"\s?(?:[\w-]+ ){1,3}(?:by hand|manually|ourselves)\b")
_DID = re.compile(
    r"(?:we|i|they|s|who)(?:'ve| have| has| had)?(?: \w+ly| already| so far)* [a-z]+(?:ed|ten|ne)"
    r"(?: about| around| roughly| some| over| nearly| almost| ~)*\s?$"
)
_NAMED_BEFORE = re.compile(
    r"\b(?:labels|labell?ed \w+|examples|corrections|annotations|(?:example|training) \w+|pairs)"
    r" ?[,:(-] ?(?:about |around |roughly |some |over |~ ?|maybe |only |just )*$"
)
_TEAM_OF = re.compile(
    r"\b(?:team|group|crew|staff|squad|company|firm|department|panel|pool|unit|shop|office)"
    r" of (?:about |around |roughly |~ ?)?$"
)
_GOOD_BEFORE = re.compile(
    r"\b(?:labell?ed|annotated|tagged|approved|curated|classified|graded|coded|vetted|hand-\w+)"
    r"(?: about| some| over| around| roughly| ~)*\s?$"
)


def _examples(message: Message, quantity: Quantity) -> Finding | None:
    if quantity.number.value != int(quantity.number.value):
        return None
    noun = quantity.noun
    clause, sentence = message.clause(quantity), message.sentence(quantity)
    behind = quantity.after[:70]
    if pattern("unlabelled").search(noun) or pattern("unlabelled").search(clause):
        return None
    if pattern("eval_set").search(noun) or re.search(
        r"(?:eval(?:uation)?|test|hold-?out|held-?out|benchmark) (?:set|data)? ?(?:of|with"
        r"|has)? ?$",
        quantity.before,
    ):
        return None
    if macro("people").fullmatch(noun.split(" ")[0]) or _TEAM_OF.search(quantity.before):
        return None
    if re.fullmatch(r"(?:good |single )?(?:label|example|sample|pair|annotation)", noun):
        return None
    if re.search(
        r"\bfew-?shot examples?|in-?context|examples? in (?:the|our) prompt|shots?\b|in the prompt",
        noun + behind,
    ):
        return None
    if re.search(r"\b(?:categor|class(?:es)?\b|languages?|types|fields|keys|columns)", noun):
        return None
    label = macro("example").search(noun)
    if label and re.match(r"(?:possible|different|distinct|unique|target)\b", noun):
        return None
    if re.match(r"\w+ sets?\b(?! of (?:examples|labels))", noun) or pattern("in_prompt").search(
        clause
    ):
        return None
    before = quantity.before
    if is_planned(quantity):
        return None
    if _BY_HAND.match(noun + behind[len(noun) :]) and _DID.search(before) and noun:
        return numeric("labeled_examples", quantity, weight=2)
    if re.match(r"of (?:them|those|these)\b|$", noun) and _NAMED_BEFORE.search(before):
        return numeric("labeled_examples", quantity, weight=2)
    good = macro("good").search(noun) or _GOOD_BEFORE.search(before)
    if label or (good and noun):
        return numeric("labeled_examples", quantity, weight=3)
    if pattern("examples_are", "shapes").search(before):
        return numeric("labeled_examples", quantity, weight=3)
    if pattern("have_written", "shapes").search(before):
        return numeric("labeled_examples", quantity, weight=2)
    if good or pattern("written").search(
        sentence[max(0, sentence.find(behind[:20])) :] if behind.strip() else ""
    ):
        if noun and (
            macro("request").search(noun)
            or good
            or re.match(r"(?:past|old|historical|previous|of them|such)\b", noun)
        ):
            return numeric("labeled_examples", quantity, weight=2)
        if not noun and pattern("written").search(behind):
            return numeric("labeled_examples", quantity, weight=2)
    if (
        noun
        and macro("request").search(noun)
        and pattern("written").search(
            message.norm[quantity.end : quantity.end + 90].split("\n")[0].split(". ")[0]
        )
    ):
        return numeric("labeled_examples", quantity, weight=2)
    cost = message.cost(quantity, "example_subject")
    if not noun and not quantity.unit and (cost < 62 or (cost < 120 and len(clause.strip()) < 22)):
        return numeric("labeled_examples", quantity)
    return None


def _classes(message: Message, quantity: Quantity) -> Finding | None:
    value = quantity.number.value
    fits = 2 <= value <= 100_000 and value == int(value)
    named = pattern("classes").search(quantity.noun) or _sorted_into(message, quantity)
    listed = pattern("class_in_a_list").match(quantity.after.lstrip())
    return numeric("label_classes", quantity) if fits and (named or listed) else None


def _sorted_into(message: Message, quantity: Quantity) -> bool:
    """True for the number of things that something is sorted into: "to one of 14 desks"."""
    if quantity.unit or quantity.per or not quantity.noun:
        return False
    before = quantity.before[-REACH:]
    ahead = [m.end() for m in pattern("into_classes").finditer(before)]
    near = bool(ahead) and not before[ahead[-1] :].strip(" ~")
    return near and bool(pattern("sorting").search(message.sentence(quantity)))
