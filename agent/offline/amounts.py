"""Gives quantities their role: volume, examples, classes, accuracy, money, time and tokens."""

import re

from agent.offline.findings import Finding, accuracy, numeric
from agent.offline.lexicon import lists, pattern
from agent.offline.message import Message, macro
from agent.offline.quantities import Quantity
from agent.offline.text import Span

TOKENS_PER_PAGE = 400
TOKENS_PER_WORD = 1.3
MS_PER_DAY = 86_400_000
LONGEST_LATENCY_MS = 600_000


def read_amounts(message: Message, spans: list[Span]) -> list[Finding]:
    """All numeric facts in the given sentences."""
    inside = [q for q in message.quantities if any(s.holds(q.start) for s in spans)]
    found: list[Finding] = []
    used: set[int] = set()
    for reader in (_shares, _users_times_rate, _batches):
        for finding, places in reader(message, inside):
            found.append(finding)
            used.update(places)
    for place, quantity in enumerate(inside):
        if place in used:
            continue
        finding = _one(message, quantity)
        if finding is not None:
            found.append(finding)
    found += _bare_accuracies(message, inside, found)
    return found


def _one(message: Message, quantity: Quantity) -> Finding | None:
    if quantity.value < 0 or quantity.unit in ("foreign", "factor"):
        return None
    if quantity.unit == "percent" or _is_share(quantity):
        return read_accuracy(message, quantity)
    if quantity.unit == "money":
        return read_money(message, quantity)
    if quantity.unit == "duration":
        return read_time(message, quantity)
    if quantity.unit in ("tokens", "words", "pages"):
        return read_tokens(message, quantity)
    if quantity.unit == "":
        return read_count(message, quantity)
    return None


def _is_share(quantity: Quantity) -> bool:
    return (
        quantity.unit == ""
        and not quantity.per
        and 0 < quantity.number.value < 1
        and quantity.number.decimal
    )


# --- volume, examples, classes ---------------------------------------------------------------


def read_count(message: Message, quantity: Quantity) -> Finding | None:
    """A bare count: requests when it has a rate, examples or classes by what it counts."""
    if quantity.per:
        money = _bare_money(message, quantity)
        if money is not None:
            return money
        return _volume(message, quantity)
    return (
        _bare_money(message, quantity)
        or _examples(message, quantity)
        or _classes(message, quantity)
        or _prompt_size(message, quantity)
    )


def _volume(message: Message, quantity: Quantity) -> Finding | None:
    noun = quantity.noun
    first = re.split(r"[ -]", noun)[0] if noun else ""
    people = macro("people").search(noun)
    if quantity.odd_rate or message.said("not_volume", quantity, clause=True):
        return None
    if people and not macro("request").search(noun[: people.start()]):
        if not re.match(r"(?:\w+ )?(?:customers?|clients?|users?|patients?) \w+s$", noun):
            return None
    known = macro("request").search(noun) or first in ("", "of")
    if pattern("not_counted").search(noun):
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


def _users_times_rate(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """ "50 analysts, each 20 queries a day": people times what each of them asks."""
    out: list[tuple[Finding, list[int]]] = []
    for place, rate in enumerate(inside):
        span = message.text.sentence_at(rate.start)
        around = message.norm[span.start : min(span.end, rate.end + 40)]
        if not rate.per or rate.unit or rate.odd_rate or not pattern("each").search(around):
            continue
        if message.said("not_volume", rate, clause=True):
            continue
        for other in range(place - 1, -1, -1):
            people = inside[other]
            noun = macro("people").search(people.noun)
            if rate.start - people.end > 160:
                break
            if people.per or people.unit or not noun:
                continue
            found = numeric("monthly_requests", rate, times=people.number.value, weight=3)
            bounds = found.bounds
            if bounds is None and people.bounds is not None:
                bounds = (people.bounds[0] * rate.value, people.bounds[1] * rate.value)
            out.append(
                (
                    Finding("monthly_requests", found.value, people.start, rate.end, bounds, 3),
                    [place, other],
                )
            )
            break
    return out


_TIMES_A = re.compile(
    r"(?<!\w)(?:(once|twice|thrice|(\d+|two|three|four|five|six|ten|twelve) ?(?:times|x)) (?:a|an|per|each|every) (day|week|month|quarter|year)"
    r"|(?:every|each) (day|night|week|month|quarter|year)|(daily|nightly|weekly|monthly|quarterly|yearly|annually))(?!\w)"
)
_COUNTED = {
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
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
}


def _batches(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """ "85,000 articles, twice a year we redo them all": a batch times how often."""
    out: list[tuple[Finding, list[int]]] = []
    for place, batch in enumerate(inside):
        if batch.per or batch.unit or batch.number.value < 20 or macro("people").search(batch.noun):
            continue
        span = message.text.sentence_at(batch.start)
        later = message.norm[span.start : min(len(message.norm), span.end + 90)]
        if not pattern("whole_set").search(later):
            continue
        often = _TIMES_A.search(later)
        if often is None:
            continue
        count = _COUNTED.get(often[1] or "", 0.0) or float(
            _COUNTED.get(often[2] or "", 0.0) or (often[2] if (often[2] or "").isdigit() else 1.0)
        )
        period = often[3] or often[4] or often[5]
        period = _PERIOD_OF.get(period, period)
        from agent.offline.lexicon import tables

        times = count * tables("units")["per_month"][period]
        out.append((numeric("monthly_requests", batch, times=times, weight=2), [place]))
    return out


def _examples(message: Message, quantity: Quantity) -> Finding | None:
    if quantity.number.value != int(quantity.number.value):
        return None
    noun = quantity.noun
    clause, sentence = message.clause(quantity), message.sentence(quantity)
    behind = quantity.after[:70]
    if pattern("unlabelled").search(noun) or pattern("unlabelled").search(clause):
        return None
    if pattern("eval_set").search(noun) or re.search(
        r"(?:eval(?:uation)?|test|hold-?out|held-?out|benchmark) (?:set|data)? ?(?:of|with|has)? ?$",
        quantity.before,
    ):
        return None
    if macro("people").search(noun.split(" ")[0] if noun else ""):
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
    if pattern("in_prompt").search(clause):
        return None
    before = quantity.before
    good = macro("good").search(noun) or macro("good").search(before[-28:])
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
    if not noun and cost < 30:
        return numeric("labeled_examples", quantity)
    return None


def _classes(message: Message, quantity: Quantity) -> Finding | None:
    if pattern("classes").search(quantity.noun) and 2 <= quantity.number.value <= 100_000:
        if quantity.number.value == int(quantity.number.value):
            return numeric("label_classes", quantity)
    return None


def _prompt_size(message: Message, quantity: Quantity) -> Finding | None:
    return None


# --- accuracy --------------------------------------------------------------------------------


def read_accuracy(message: Message, quantity: Quantity, *, loose: bool = False) -> Finding | None:
    """A share as accuracy today or needed; error rates are turned round."""
    percent = quantity.number.value * (100 if _is_share(quantity) else 1)
    sentence = message.sentence(quantity)
    if not 0 <= percent <= 100:
        return None
    near = message.norm[quantity.end : quantity.end + 60].split(".")[0]
    if pattern("not_accuracy").search(near) or pattern("not_accuracy").search(
        quantity.before[-40:]
    ):
        return None
    if re.match(
        r"\s?(?:of|share|more|less|fewer|higher|lower|off|cheaper|faster|up|down|growth|increase|decrease|drop)\b",
        near,
    ) and not re.search(
        r"^\s?of (?:the |all |our |its |his )?(?:\w+ )?(?:\w+ ){0,3}(?:are |is |were |come out |come back |get )?(?:right|correct\w*|wrong|usable|accurate|acceptable|perfect)",
        near,
    ):
        return None
    about = pattern("accuracy").search(sentence) or (
        message.models
        and any(m.used for m in message.models)
        and pattern("current_verb").search(sentence)
    )
    if not about and not loose and not pattern("accuracy_talk").search(sentence):
        return None
    wrong = _wrong(message, quantity)
    role = message.nearest(quantity, ("older_tuned", "target", "current"), reach=120)
    if role == "older_tuned":
        role = "" if message.cost(quantity, "older_tuned") < 40 else "current"
        if not role:
            return None
    value = 100 - percent if wrong else percent
    fact = (
        "target_accuracy"
        if role == "target" or quantity.limit == "least" or (quantity.limit == "most" and wrong)
        else "current_accuracy"
    )
    if _is_share(quantity) and not pattern("accuracy").search(sentence):
        return None
    return accuracy(fact, quantity, value, weight=2 if role else 1)


def _wrong(message: Message, quantity: Quantity) -> bool:
    clause = message.clause(quantity)
    if pattern("right_words").search(clause) and not pattern("wrong").search(
        message.norm[quantity.end : quantity.end + 25]
    ):
        return False
    return bool(pattern("wrong").search(clause))


_SHARE = re.compile(
    r"(?<![\w.])(?:(?P<a>\d+|one|two|three|four|five|six|seven|eight|nine|ten|every) ?(?:out of|of|in|/)(?: every)? ?(?P<b>\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|hundred)"
    r"|(?:one|1) time in (?P<c>\w+)|every (?P<d>second|other|third|fourth|fifth|sixth|tenth|twentieth)|(?P<e>(?:a|one|two|three|four|nine)[ -](?:quarters?|thirds?|fifths?|tenths?|fourths?)|half))(?![\w/])"
)
_ORDINAL = {
    "second": 2.0,
    "other": 2.0,
    "third": 3.0,
    "fourth": 4.0,
    "fifth": 5.0,
    "sixth": 6.0,
    "tenth": 10.0,
    "twentieth": 20.0,
}


def _shares(message: Message, inside: list[Quantity]) -> list[tuple[Finding, list[int]]]:
    """ "9 of 10 right", "wrong one time in four", "every fifth is wrong"."""
    out: list[tuple[Finding, list[int]]] = []
    for match in _SHARE.finditer(message.norm):
        share = _share(match)
        if share is None or not 0 < share < 1:
            continue
        span = message.text.sentence_at(match.start())
        around = message.norm[max(span.start, match.start() - 70) : min(span.end, match.end() + 60)]
        if not pattern("share_talk").search(around) or not any(
            s.start <= match.start() < s.end for s in [span]
        ):
            continue
        places = [i for i, q in enumerate(inside) if match.start() <= q.start < match.end()]
        if not places and not any(
            c in match.group()
            for c in ("every", "half", "quarter", "third", "fifth", "tenth", "time", "one")
        ):
            continue
        probe = _probe(message, match, inside, places)
        wrong = bool(pattern("wrong").search(message.clause(probe))) and not pattern(
            "right_words"
        ).search(message.clause(probe))
        percent = 100 * (1 - share if wrong else share)
        role = message.nearest(probe, ("target", "current"), reach=120)
        fact = "target_accuracy" if role == "target" else "current_accuracy"
        out.append((accuracy(fact, probe, round(percent, 1)), places))
    return out


def _share(match: re.Match[str]) -> float | None:
    from agent.offline.lexicon import tables

    small = tables("numbers")["small"]

    def number(word: str) -> float:
        if word == "every":
            return 1.0
        if word.endswith("hundred"):
            return 100.0
        return float(word) if word.isdigit() else small.get(word, 0.0)

    if match["a"]:
        below = number(match["b"])
        return number(match["a"]) / below if below else None
    if match["c"]:
        below = number(match["c"])
        return 1 / below if below else None
    if match["d"]:
        return 1 / _ORDINAL[match["d"]]
    if match["e"] == "half":
        return 0.5
    top, part = re.split(r"[ -]", match["e"])
    return (1.0 if top == "a" else small[top]) * tables("numbers")["fraction"][part]


def _probe(
    message: Message, match: re.Match[str], inside: list[Quantity], places: list[int]
) -> Quantity:
    """A quantity that stands where the share stands, to ask for the cues around it."""
    from dataclasses import replace

    from agent.offline.numbers import Number
    from agent.offline.quantities import _hedged

    before = message.norm[max(0, match.start() - 60) : match.start()]
    hedged = _hedged(before, message.norm[match.end() : match.end() + 20])
    blank = Quantity(
        match.start(),
        match.end(),
        Number(match.start(), match.end(), 0.5, 0.5, 0.5),
        "percent",
        "",
        1.0,
        hedged,
        "",
        "",
        before,
        "",
        False,
        False,
    )
    return replace(blank)


def _bare_accuracies(
    message: Message, inside: list[Quantity], found: list[Finding]
) -> list[Finding]:
    """ "gets us to 78%, the boss wants 92": a bare number next to an accuracy is one too."""
    known = [f for f in found if f.fact in ("current_accuracy", "target_accuracy")]
    out: list[Finding] = []
    for quantity in inside:
        bare = (
            quantity.unit in ("", "factor")
            and not quantity.per
            and not quantity.noun
            and not quantity.number.scaled
        )
        taken = any(f.start <= quantity.start < f.end for f in found)
        if not bare or taken or not 20 <= quantity.number.value <= 100:
            continue
        if re.match(r"\s?[a-z]{2,}", quantity.after) and not re.match(
            r"\s(?:and|but|now|today|currently|right|or|is|at|by|before|with|would|as|because|to|when|for|if|so|in)\b",
            quantity.after,
        ):
            continue
        span = message.text.sentence_at(quantity.start)
        near = [f for f in known if abs(f.start - quantity.start) < 110]
        talk = pattern("accuracy_strong").search(message.norm[span.start : span.end])
        if not near and not talk:
            continue
        role = message.nearest(quantity, ("target", "current"), reach=45 if near else 60)
        if not role:
            continue
        fact = f"{role}_accuracy"
        if any(f.fact == fact for f in [*known, *out]):
            continue
        out.append(accuracy(fact, quantity, quantity.number.value))
    return out


# --- money -----------------------------------------------------------------------------------


def read_money(message: Message, quantity: Quantity, *, sure: bool = False) -> Finding | None:
    """A sum in dollars: the monthly or the one-off budget, by its period and the words near it."""
    sentence = message.sentence(quantity)
    after = message.norm[quantity.number.end : quantity.end + 30]
    if re.match(
        r"\s?\S*\s?(?:/|per|a|an|each)\s?(?:1k|1m|million|1,?000|thousand|1 ?million|call|request|query|token|hour|seat|user|image|page|document|email|label|example|ticket|item|piece|hr|head|annotation|invoice|record|conversation|chat)",
        after,
    ):
        return None
    budget, other = message.cost(quantity, "budget"), message.cost(quantity, "not_budget")
    earlier = message.norm[
        max(0, message.text.sentence_at(quantity.start).start - 80) : quantity.start
    ]
    if not sure and budget > 90 and not re.search(r"\bbudget\b", earlier):
        return None
    if other < budget and other < 60:
        return None
    if quantity.per:
        times = {"second": 0, "minute": 0, "hour": 0}.get(quantity.per)
        if times == 0:
            return None
        from agent.offline.lexicon import tables

        return numeric(
            "monthly_budget_usd",
            quantity,
            times=tables("units")["per_month"][quantity.per],
            weight=2,
        )
    role = message.nearest(quantity, ("upfront_money", "monthly_money"), reach=60)
    if not role:
        if re.search(r"\bone-? ?off|upfront|up-front\b", sentence):
            role = "upfront_money"
        else:
            return None
    fact = "upfront_budget_usd" if role == "upfront_money" else "monthly_budget_usd"
    return numeric(fact, quantity)


def _bare_money(message: Message, quantity: Quantity) -> Finding | None:
    """A number without a currency in a sentence about a budget is dollars."""
    if quantity.noun and not re.match(
        r"(?:for|once|up-?front|one|max|tops|total|budget|spend|cap)\b", quantity.noun
    ):
        return None
    sentence = message.sentence(quantity)
    strong = pattern("budget_strong").search(sentence)
    if strong is None or quantity.number.value < 20:
        return None
    if re.search(r"[€£]|\beuros?\b|\beur\b|\bchf\b|\bgbp\b|\bpounds?\b", sentence):
        return None
    return read_money(message, quantity, sure=True)


# --- time ------------------------------------------------------------------------------------


def read_time(message: Message, quantity: Quantity, *, fact: str = "") -> Finding | None:
    """A length of time: how fast an answer must come, or when it must be live."""
    days = quantity.value / MS_PER_DAY
    if re.search(r"\bevery (?:\w+ )?$", quantity.before) or re.match(
        r"\s?(?:ago|old)\b", message.norm[quantity.end : quantity.end + 6]
    ):
        return None
    short = quantity.value <= LONGEST_LATENCY_MS
    if short:
        goal, now = message.cost(quantity, "latency_goal"), message.cost(quantity, "latency_now")
        about = message.cost(quantity, "latency")
        if fact != "latency_target_ms":
            if about > 90 and not (
                quantity.limit == "most"
                and re.search(r"\d ?ms", message.norm[quantity.start : quantity.end])
            ):
                return None
            if goal > 60 and not quantity.limit:
                return None
            if now < goal and now < 40 and not quantity.limit:
                return None
        return numeric("latency_target_ms", quantity, weight=2 if quantity.limit else 1)
    if days < 1:
        return None
    if message.cost(quantity, "not_launch") < 22:
        return None
    if message.cost(quantity, "launch") > 60 and fact != "time_to_launch_days":
        return None
    return numeric("time_to_launch_days", quantity, times=1 / MS_PER_DAY)


# --- tokens ----------------------------------------------------------------------------------


def read_tokens(message: Message, quantity: Quantity, *, fact: str = "") -> Finding | None:
    """Tokens, words or pages: of the prompt, of the answer, or of the documents behind it."""
    times = {"tokens": 1.0, "words": TOKENS_PER_WORD, "pages": float(TOKENS_PER_PAGE)}[
        quantity.unit
    ]
    if fact:
        return numeric(fact, quantity, times=times)
    behind = message.norm[quantity.end : quantity.end + 28]
    if quantity.unit == "pages":
        if (
            quantity.per
            or message.cost(quantity, "knowledge_side") > 60
            or re.match(r"\s?(?:each|per|long|on average)", behind)
        ):
            return None
        if re.search(
            r"\b(?:each|per doc\w*|average|summar|extract|tag|classif)", message.clause(quantity)
        ):
            return None
        return numeric("knowledge_tokens", quantity, times=times)
    if quantity.per and quantity.per != "month":
        return None
    if re.search(
        r"\b(?:per|/) ?(?:month|day|million|1k|second|sec|s)\b|million tokens|per million|\$",
        message.norm[
            quantity.number.end : min(
                quantity.end + 12, message.text.sentence_at(quantity.start).end
            )
        ],
    ):
        return None
    direct = re.match(
        r"\s?(?:of |for (?:the |each |every )?|per |as |long |in the |is the )?(?:average |typical |system |total |whole )?(in|input|prompts?|context|instructions?|out|outputs?|answers?|responses?|repl(?:y|ies)|completions?|generated|summar(?:y|ies)|back)\b",
        behind,
    )
    if direct:
        word = direct.group(1)
        side = "prompt_tokens" if word.startswith(("in", "prompt", "context")) else "output_tokens"
        return numeric(side, quantity, times=times, weight=3)
    side = message.nearest(quantity, ("prompt_side", "output_side"), reach=75)
    if not side and message.nearest(quantity, ("prompt_doc",), reach=75):
        side = "prompt_side"
    if not side:
        if (
            quantity.value > 50_000
            and message.cost(quantity, "knowledge_side") < 60
            and quantity.unit == "tokens"
        ):
            return numeric("knowledge_tokens", quantity, times=times)
        return None
    if (
        quantity.unit == "tokens"
        and quantity.value >= 200_000
        and message.cost(quantity, "knowledge_side") < 60
    ):
        return numeric("knowledge_tokens", quantity, times=times)
    fact = "prompt_tokens" if side == "prompt_side" else "output_tokens"
    return numeric(fact, quantity, times=times, weight=2)


__all__ = [
    "lists",
    "read_accuracy",
    "read_amounts",
    "read_count",
    "read_money",
    "read_time",
    "read_tokens",
]
