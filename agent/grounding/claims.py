"""Says a sentence that another strategy comes first than the engine ranks first?"""

import re

from agent.grounding.evidence import Evidence
from agent.grounding.lexicon import claim, closest, links, ordinals
from agent.grounding.naming import Named, strategies_in

_TOKEN = re.compile(r"⟦(\d+)⟧")
_CLAUSE = r"[^.;!?⟦⟧\n]"
_REACH = 44  # characters between a strategy and what is said of it


def false_claims(shown: str, evidence: Evidence, *, cited: bool, context: str = "") -> list[str]:
    """What a plain sentence claims of the ranking or the bills against the evidence.

    `context` is the line that led into the sentence, such as "Ranking:".
    """
    if not evidence.worlds:
        return []
    named = strategies_in(shown)
    if not named:
        return []
    marked = _marked(shown, named)
    sides = _Sides(evidence, marked, context)
    if sides.is_question:
        return []
    wrong = [*_leaders(marked, named, sides), *_comparisons(marked, named, sides)]
    wrong += [*_bills(marked, named, evidence, cited=cited), *_places(marked, named, sides)]
    wrong += _listed(shown, named, sides, context)
    wrong += _neighbours(marked, named, sides, evidence) + _dismissed(marked, named, sides)
    return list(dict.fromkeys(wrong))


class _Sides:
    """Which rankings a sentence may speak of: today's, or that of a case it supposes."""

    def __init__(self, evidence: Evidence, marked: str, context: str) -> None:
        low = claim("not_conditional").sub(" ", marked)
        today = bool(claim("today").search(low)) and not _SUPPOSED.search(low)
        led = claim("conditional").search(f"{low} {context.lower()}")
        self.supposing = bool(led) and not today
        now = evidence.worlds[:1]
        self.orders = now if today or not evidence.supposed else [*now, *evidence.supposed]
        self.first = {order[0] for order in self.orders}
        self.elsewhere = evidence.elsewhere if self.supposing else set()
        self.stack = evidence.stack
        self.all_orders = [*evidence.worlds, *evidence.supposed]
        self.is_question = bool(
            re.search(r"\?[\s\"”')*]*$", marked) and claim("questions").match(marked.lstrip(" *->"))
        )

    def may_lead(self, strategies: tuple[str, ...]) -> bool:
        """True when one of the strategies leads in a ranking that may be spoken of."""
        return any(s in self.first or s in self.elsewhere for s in strategies)

    def above(self, upper: tuple[str, ...], lower: tuple[str, ...]) -> bool:
        """True when some ranking has one of `upper` above one of `lower`."""
        orders = self.all_orders if self.supposing else self.orders
        return any(
            order.index(u) < order.index(w)
            for order in orders
            for u in upper
            for w in lower
            if u in order and w in order and u != w
        )


def _marked(shown: str, named: list[Named]) -> str:
    """The sentence in lower case, with a mark in place of each strategy."""
    out, last = [], 0
    low = shown.lower()
    for index, name in enumerate(named):
        out += [low[last : name.start], f"⟦{index}⟧"]
        last = name.end
    return "".join([*out, low[last:]])


def _leaders(marked: str, named: list[Named], sides: _Sides) -> list[str]:
    wrong = []
    for subject, said, negated in [*_said_behind(marked), *_said_before(marked)]:
        strategies = named[subject].strategies
        right = sides.may_lead(strategies)
        if negated:
            right = len(strategies) > 1 or any(
                s != order[0] for order in sides.orders for s in strategies
            )
        if not right:
            wrong.append(f"“{said}” of {_label(strategies)}, which is not what the ranking says")
    return wrong


def _said_behind(marked: str) -> list[tuple[int, str, bool]]:
    """As in "⟦0⟧ is the best choice"."""
    found = []
    link = rf"(?:{links()})"
    cue = claim("lead_after")
    for match in _TOKEN.finditer(marked):
        rest = marked[match.end() : match.end() + 2 * _REACH]
        reach = re.match(rf"{_CLAUSE}*", rest)
        said = reach[0] if reach else ""
        for cued in cue.finditer(said):
            gap = said[: cued.start()]
            if re.search(r"\d", gap):  # "76 % likely to be the best": the figure is checked
                continue
            if _LATER.search(f"{gap}{cued[0]}"):
                continue
            if len(gap) > _REACH or _COMPARES.search(said[cued.end() : cued.end() + 8]):
                continue
            verb = cued[0].split()[0] in _VERBS or _has_verb(cued[0])
            linked = (
                bool(re.search(rf"(?<![\w]){link}(?![\w])|'s\b|’s\b|[:(=|]\s*$|^\s*$", gap)) or verb
            )
            if not linked or re.search(
                r"\b(?:that|which|who|where|because|so)\b|, (?!the\b|as\b|still\b|by\b)", gap
            ):
                continue
            found.append((int(match[1]), cued[0], bool(_NOT.search(gap + " " + cued[0]))))
            break
    return found


def _said_before(marked: str) -> list[tuple[int, str, bool]]:
    """As in "I'd go with ⟦0⟧"."""
    found = []
    for cued in claim("lead_before").finditer(marked):
        rest = marked[cued.end() :]
        token = re.match(rf"{_CLAUSE}{{0,26}}?⟦(\d+)⟧", rest)
        if token is None:
            continue
        gap = token[0][: token[0].index("⟦")]
        before = marked[max(0, cued.start() - 24) : cued.start()]
        if re.search(r"\b(?:second|third|next)[- ]$", before):
            continue
        if re.search(
            r"\b(?:beat|beats|is|are|than|over|for|if|between|by|measure|test|improv\w+|through|"
            r"in|of|from)\b",
            gap,
        ) and not re.search(r"^\W*(?:is|are|for (?:you|now|this))", gap):
            continue
        if claim("instead").search(gap) or claim("beside").search(gap):
            continue
        found.append((int(token[1]), cued[0], bool(_NOT.search(before) or _NOT.search(gap))))
    return found


def _comparisons(marked: str, named: list[Named], sides: _Sides) -> list[str]:
    wrong = []
    for table, up in (("above", True), ("below", False)):
        for one, other, negated in _pairs(marked, table):
            upper, lower = named[one].strategies, named[other].strategies
            if not (up ^ negated):
                upper, lower = lower, upper
            if not sides.above(upper, lower):
                wrong.append(f"{_label(upper)} above {_label(lower)}")
    return wrong


def _bills(marked: str, named: list[Named], evidence: Evidence, *, cited: bool) -> list[str]:
    wrong = []
    for table, less in (("cheaper", True), ("dearer", False)):
        for one, other, negated in _pairs(marked, table):
            low, high = named[one].strategies, named[other].strategies
            if not (less ^ negated):
                low, high = high, low
            cheap = {v for s in low for v in evidence.bills.get(s, ())}
            dear = {v for s in high for v in evidence.bills.get(s, ())}
            stated = cited or evidence.compared
            if (cheap and dear and min(cheap) >= max(dear)) or not (stated or (cheap and dear)):
                wrong.append(f"{_label(low)} cheaper than {_label(high)}")
    if len(evidence.bills) > 1:
        wrong += _extreme_bills(marked, named, evidence)
    return wrong


def _extreme_bills(marked: str, named: list[Named], evidence: Evidence) -> list[str]:
    """As in "⟦0⟧ is the cheaper plan"."""
    wrong = []
    every = [v for bills in evidence.bills.values() for v in bills]
    for table, pick in (("cheapest", min), ("dearest", max)):
        pattern = rf"⟦(\d+)⟧{_CLAUSE}{{0,14}}?\b(?:is|are|remains?|stays?)\b({_CLAUSE}{{0,14}}?)"
        for match in re.finditer(rf"{pattern}{claim(table).pattern}(?! (?:than|by|per))", marked):
            strategies = named[int(match[1])].strategies
            own = [v for s in strategies for v in evidence.bills.get(s, ())]
            if own and (pick(every) in own) == bool(_NOT.search(match[2])):
                wrong.append(f"{_label(strategies)} {table}")
    return wrong


def _neighbours(marked: str, named: list[Named], sides: _Sides, evidence: Evidence) -> list[str]:
    """Ties between strategies, and one just behind another."""
    wrong = []
    orders = sides.all_orders if sides.supposing else sides.orders
    for one, other, negated in _pairs(marked, "next_to"):
        lower, upper = named[one].strategies, named[other].strategies
        near = any(
            order.index(a) - order.index(b) == 1
            for order in orders
            for a in lower
            for b in upper
            if a in order and b in order
        )
        if near == negated:
            wrong.append(f"{_label(lower)} just behind {_label(upper)}")
    if len(named) == 2 and claim("tied").search(marked) and not _NOT.search(marked):
        apart = [
            abs(a - b)
            for a in evidence.points(named[0].strategies)
            for b in evidence.points(named[1].strategies)
        ]
        if apart and min(apart) > closest():
            wrong.append(f"{_label(named[0].strategies)} equal to {_label(named[1].strategies)}")
    return wrong


def _dismissed(marked: str, named: list[Named], sides: _Sides) -> list[str]:
    """Advice against the leader: "skip ⟦0⟧"."""
    if sides.supposing:
        return []
    wrong = []
    for match in re.finditer(rf"(?:^|[.;:,!*\-] ?)\W*{claim('dismissed').pattern} ⟦(\d+)⟧", marked):
        strategies = named[int(match[1])].strategies
        if any(s in sides.first for s in strategies):
            wrong.append(f"advice against {_label(strategies)}")
    return wrong


def _pairs(marked: str, table: str) -> list[tuple[int, int, bool]]:
    """Pairs of strategies that the words of a table compare, and whether that is denied."""
    found = []
    words = claim(table).pattern
    pattern = re.compile(
        rf"⟦(\d+)⟧(?P<gap>{_CLAUSE}{{0,{_REACH}}}?){words}(?P<rest>{_CLAUSE}{{0,30}}?)⟦(\d+)⟧"
    )
    for start in (m.start() for m in _TOKEN.finditer(marked)):
        match = pattern.match(marked, start)
        if match:
            found.append((int(match[1]), int(match.groups()[-1]), bool(_NOT.search(match["gap"]))))
    return found


def _places(marked: str, named: list[Named], sides: _Sides) -> list[str]:
    wrong = []
    spoken = "|".join(re.escape(o) for o in ordinals())
    pattern = re.compile(
        rf"⟦(\d+)⟧ ?(?:{_CLAUSE}{{0,16}}?\b(?:comes|came|come|is|are|rank|ranks|ranked|lands|"
        rf"sits|stands|finishes|places|takes|in|at|remains|stays)\b"
        rf"{_CLAUSE}{{0,16}}?|\(|: ?)\b(?P<place>{spoken}|(?:#|no\. ?|number |place )[1-8])\b"
        rf"(?= place|,| of (?:the )?(?:8|eight)| with| at| here| behind|\.|\)| ?$| \()"
    )
    for match in pattern.finditer(marked):
        place = ordinals().get(match["place"]) or int(match["place"][-1])
        strategies = named[int(match[1])].strategies
        orders = sides.all_orders if sides.supposing else sides.orders
        held = any(order[place - 1 : place] == (s,) for order in orders for s in strategies)
        held = held or (place == 1 and sides.supposing and sides.may_lead(strategies))
        if held == bool(_NOT.search(match[0])):
            wrong.append(f"{_label(strategies)} in place {place}")
    return wrong


def _listed(shown: str, named: list[Named], sides: _Sides, context: str) -> list[str]:
    """In a numbered list that is led into as a ranking, each item stands in its place."""
    number = re.match(r"\s*(?:\|\s*)?(\d)[.)|]?\s", shown)
    if number is None or not re.search(
        r"\brank\w*|\border\b|\bbest\b|\bplace\b|\btop\b", context.lower()
    ):
        return []
    place, strategies = int(number[1]), named[0].strategies
    if any(order[place - 1 : place] == (s,) for order in sides.orders for s in strategies):
        return []
    return [f"{_label(strategies)} in place {place}"]


def _has_verb(words: str) -> bool:
    return bool(
        re.search(
            r"\b(?:leads?|wins?|won|prevails?|dominates?|triumphs?|takes?|comes?|stays?|ranks?|"
            r"scores?|tops|is)\b",
            words,
        )
    )


def _label(strategies: tuple[str, ...]) -> str:
    return " or ".join(s.replace("_", " ") for s in strategies)


_SUPPOSED = re.compile(r"\b(?:if|would|should your|suppos\w+)\b")
_LATER = re.compile(r"\b(?:second|third|fourth|next|least)[- ]")
_VERBS = ("leads", "lead", "wins", "win", "won")
_NOT = re.compile(
    r"\b(?:not|never|no longer|neither|nor|hardly|cannot|without|avoid|isn['’]t)\b|n['’]t\b"
)
_COMPARES = re.compile(r"^ (?:than|over|against|to beat)\b")
