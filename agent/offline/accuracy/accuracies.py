"""Reads accuracies: what prompting reaches today, and what the project must reach."""

import re
from dataclasses import replace

from agent.offline.accuracy.by_hand import set_against_people
from agent.offline.accuracy.decades import decades
from agent.offline.accuracy.levels import arrows, of_people, shaped
from agent.offline.accuracy.shares import Mention, fractions
from agent.offline.accuracy.standing import stands
from agent.offline.words.findings import Finding, accuracy
from agent.offline.words.lexicon import limit, pattern, reach, shape
from agent.offline.words.message import Message
from agent.offline.words.quantities import Quantity
from agent.offline.words.text import Span

FACTS = ("current_accuracy", "target_accuracy")
EXAMPLES = "labeled_examples"  # a share of them is no accuracy
FILE = "accuracies"


def is_share(quantity: Quantity) -> bool:
    """True for a plain number between 0 and 1, such as 0.87."""
    small = 0 < quantity.number.value < 1
    return quantity.unit == "" and not quantity.per and small and quantity.number.decimal


def read_accuracies(
    message: Message,
    inside: list[Quantity],
    spans: list[Span],
    found: list[Finding],
    *,
    default: str = "",
) -> list[Finding]:
    """The accuracies of the message; once one is certain, others near it need less proof.

    `default` is the accuracy that was asked for: figures without another role are it.
    """
    loose = bool(default)
    mentions = _mentions(message, inside, spans, found, asked=loose)
    settled = [f for f in found if f.fact in FACTS]
    out: list[Finding] = []
    rest: list[Mention] = []
    for now, goal in arrows(message, inside):
        out += [
            accuracy(FACTS[0], now, now.number.value, weight=3),
            accuracy(FACTS[1], goal, goal.number.value, weight=3),
        ]
        mentions = [m for m in mentions if m.quantity.start not in (now.start, goal.start)]
    for mention in mentions:
        role = shaped(message, mention.quantity)
        if role and not (pattern("older_tuned").search(message.clause(mention.quantity))):
            shown = _role(message, mention, default)
            fact = f"{role}_accuracy"
            if shown is not None and not any(f.fact == fact for f in [*settled, *out]):
                out.append(replace(shown, fact=fact, weight=2))
                continue
        aim = mention.bare and shape("aim_before", FILE).search(mention.quantity.before) is not None
        sure = loose or _about_accuracy(message, mention)
        finding = _role(message, mention, default) if aim or (sure and not mention.bare) else None
        if finding is not None and not any(f.fact == finding.fact for f in settled):
            out.append(finding)
        else:
            rest.append(mention)
    for mention in rest:
        talk = loose or pattern("accuracy_strong").search(message.sentence(mention.quantity))
        at, apart = mention.quantity.start, limit(FILE, "neighbour")
        near = [f for f in [*settled, *out] if abs(f.start - at) < apart]
        finding = _role(message, mention, must=True) if talk or near else None
        if finding is not None and not any(f.fact == finding.fact for f in [*settled, *out]):
            out.append(finding)
    return _from_to(message, out)


def _mentions(
    message: Message,
    inside: list[Quantity],
    spans: list[Span],
    found: list[Finding],
    *,
    asked: bool,
) -> list[Mention]:
    levels = [f for f in found if f.fact in FACTS]
    counted = [f for f in found if f.fact == EXAMPLES]
    out = [
        m
        for m in fractions(message, spans, asked=asked)
        if not any(m.quantity.start <= f.start < m.quantity.end for f in levels)
        and not any(f.start <= m.quantity.start < f.end for f in counted)
    ]
    out += [
        Mention(q, q.number.value)
        for q in decades(message, spans)
        if not any(q.start <= f.start < q.end for f in levels)
    ]
    for quantity in inside:
        if any(f.start <= quantity.start < f.end for f in [*levels, *counted]):
            continue
        taken = any(m.quantity.start <= quantity.start < m.quantity.end for m in out)
        if taken or quantity.value < 0 or not 0 <= quantity.number.value <= 100:
            continue
        if quantity.unit == "percent":
            out.append(Mention(quantity, quantity.number.value))
        elif is_share(quantity):
            out.append(Mention(quantity, quantity.number.value * 100))
        elif _could_be_bare(quantity) and not any(f.start <= quantity.start < f.end for f in found):
            out.append(Mention(quantity, quantity.number.value, bare=True))
    return [_beside_people(message, m) for m in out if stands(message, m.quantity)]


def _beside_people(message: Message, mention: Mention) -> Mention:
    """The mention, as certain as a fraction where it is the model's beside what people reach."""
    if set_against_people(message, mention.quantity):
        return replace(mention, bare=False, fraction=True)
    return mention


def _could_be_bare(quantity: Quantity) -> bool:
    if quantity.unit not in ("", "factor") or quantity.per or quantity.number.scaled:
        return False
    if re.search(r"\bof $", quantity.before):
        return False
    few = quantity.number.value < limit(FILE, "least_bare") and not pattern("puts_up_with").search(
        quantity.before
    )
    if few or (quantity.number.words and quantity.number.vague):
        return False
    behind = quantity.after
    if pattern("level_wanted_behind").match(behind):
        return True
    return not re.match(r"\s?[a-z]{2,}", behind) or bool(shape("bare_behind", FILE).match(behind))


def _about_accuracy(message: Message, mention: Mention) -> bool:
    sentence = message.sentence(mention.quantity)
    if mention.fraction:
        return True
    if pattern("accuracy").search(sentence):
        return True
    if is_share(mention.quantity):
        return False
    named = any(m.used for m in message.models) and pattern("current_verb").search(sentence)
    return bool(named) or bool(pattern("accuracy_talk").search(sentence))


def _role(
    message: Message, mention: Mention, default: str = "", *, must: bool = False
) -> Finding | None:
    """The accuracy as a finding; with `must` only when a word says whether it is today's."""
    quantity = mention.quantity
    near = message.norm[quantity.end : quantity.end + reach(FILE, "behind")].split(".")[0]
    other = pattern("not_accuracy")
    if of_people(quantity):
        return None
    of_answers = shape("of_answers", FILE).match(near)
    before = quantity.before[-reach(FILE, "before") :]
    if not of_answers and (other.search(near) or other.search(before)):
        return None
    level = mention.fraction or of_answers or _put_up_with(quantity)
    level = bool(level or pattern("judged_before").search(quantity.before))
    if not level and shape("no_level", FILE).match(near):
        return None
    role = message.nearest(
        quantity, ("older_tuned", "target", "current"), reach=reach(FILE, "role")
    )
    if _put_up_with(quantity):
        role = "target"
    if role == "target" and _next_is_the_aim(message, quantity):
        role = "current"
    if role == "older_tuned":
        if not default and message.cost(quantity, "older_tuned") < limit(FILE, "older"):
            return None
        role = "current"
    if not role and default:
        role = default.removesuffix("_accuracy")
    if not role:
        role = message.nearest(
            quantity, ("target_weak", "current_weak"), reach=reach(FILE, "weak_role")
        )
        role = role.removesuffix("_weak")
    if must and not role:
        return None
    rare = mention.percent <= limit(FILE, "rare")
    small = rare and (mention.fraction or _put_up_with(quantity))
    at_most = quantity.limit == "most"
    if rare and at_most and pattern("wrong").search(message.sentence(quantity)):
        small = True  # "at most 3 wrong"
    wrong = bool(small and pattern("wrong").search(message.norm)) or _wrong(message, quantity)
    percent = round(100 - mention.percent if wrong else mention.percent, 4)
    errors_capped = at_most and wrong
    if errors_capped and role == "current" and not pattern("today", "answers").search(message.norm):
        role = "target"  # "errors" alone says nothing of today
    bound = errors_capped or quantity.limit == "least"
    fact = "target_accuracy" if role == "target" or (bound and role != "current") else FACTS[0]
    return accuracy(fact, quantity, percent, weight=2 if role else 1)


def _put_up_with(quantity: Quantity) -> bool:
    """True for what somebody could live with: "we'd tolerate 2", "3% would be ok"."""
    behind = pattern("put_up_behind").match(quantity.after)
    return bool(behind or pattern("puts_up_with").search(quantity.before))


def _next_is_the_aim(message: Message, quantity: Quantity) -> bool:
    """As in "41% right, need 90": the need is of the next figure, not of the one before it."""
    sentence = message.text.sentence_at(quantity.start)
    if pattern("target").search(message.norm, sentence.start, quantity.start):
        return False
    if shape("next_aim", FILE).match(message.norm, quantity.end, sentence.end):
        return True
    later = (q for q in message.quantities if quantity.end <= q.start < sentence.end)
    return any(_could_be_bare(q) and shaped(message, q) == "target" for q in later)


def _wrong(message: Message, quantity: Quantity) -> bool:
    """True when the share is one of wrong answers."""
    clause = message.clause(quantity)
    if pattern("right_words").search(clause) and not pattern("wrong").search(
        message.norm[quantity.end : quantity.end + reach(FILE, "wrong_behind")]
    ):
        return False
    return bool(pattern("wrong").search(clause))


def _from_to(message: Message, found: list[Finding]) -> list[Finding]:
    """As in "from 78 to 92%": the first is today's, the second the goal."""
    if len(found) != 2 or found[0].fact != found[1].fact:
        return found
    first, second = sorted(found, key=lambda f: f.start)
    between = message.norm[first.end : second.start]
    if shape("moves_to", FILE).fullmatch(between):
        return [replace(first, fact=FACTS[0]), replace(second, fact=FACTS[1])]
    return found
