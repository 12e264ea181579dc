"""Is what a sentence quotes, cites or attributes really there?"""

import re
from functools import cache

from agent.grounding.calendar import dates
from agent.grounding.evidence import Evidence
from agent.grounding.figures import names_with_digits
from agent.grounding.lexicon import pattern, words
from agent.grounding.verbatim import normal, urls_in

CITATION = re.compile(r"\[(\d{1,4}(?:\s*[,–-]\s*\d{1,4})*)\]")
LOOSE_CITATION = re.compile(
    r"[\[(【](?:source|ref|reference|quote|citation|see|note|n)s?\.?\s*#?(\d{1,4})[\])】]",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r"“([^“”\n]+)”|„([^„“”\n]+)[“”]|«([^«»\n]+)»|(?<![\w\d])\"([^\"\n]+)\"(?!\w)|‘([^‘’\n]{12,})’"
)
_BLOCK = re.compile(r"^\s*>\s?(.+)$", re.MULTILINE)
_SUGGESTED = re.compile(
    r"\b(?:say|ask|asking|try|type|write|reply|answer|tell me|command|such as|like|e\.g\.|"
    r"for example)\W*$",
    re.IGNORECASE,
)
_OR = re.compile(r",? ?(?:(?:or|and)(?: say| ask| type| try)? )?")
_ELLIPSIS = re.compile(r"\s*(?:\.{3}|…|\[\.\.\.\]|\[…\])\s*")
_AUTHOR = re.compile(
    r"\b((?:[A-Z][\w'’-]+,? (?:and|&) )?[A-Z][\w'’-]+)(?:,)? (?:et al\.?,?|and (?:colleagues|"
    r"others|co-?workers),?)?\s*\(?((?:19|20)\d\d)[a-z]?\)?"
    r"|\b([A-Z][\w'’-]+) (?:et al\b|and (?:colleagues|co-?workers))"
)
_RESEARCH = re.compile(
    r"\b(?:(?:a|an|one|the|this|recent|several|many|some|most|other|two|three|new|published|"
    r"independent|academic|\w+'s) )*"
    r"(?:stud(?:y|ies)|papers?|surveys?|benchmarks?|reports?|research(?:ers)?|experts?|"
    r"analysts?|literature|whitepapers?|experiments? (?:by|at|from)|evidence)"
    r"(?: (?:from|by|of|at|in|on) [\w' ]{2,40}?)? (?:\w+ )?(?:shows?|showed|finds?|found|says?|"
    r"said|suggests?|agrees?|confirms?|reports?|recommends?|concludes?|proves?|prefers?|"
    r"advis\w+|estimat\w+|puts?|warns?)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?i:according to) ((?:[\w'’.&-]+ ?){1,6})"
    r"|\b(?i:as (?:reported|published|shown|found|stated|documented) (?:by|in|at)) "
    r"((?:[\w'’.&-]+ ?){1,6})"
    r"|\b(?:[Ss]ource|[Vv]ia|[Cc]f\.|[Ss]ee):? ((?:[A-Z][\w'’.&-]+ ?){1,5})"
)
_OURS = re.compile(
    r"^(?:you|your|the|this|that|our|my|its|what|these|those|each|all|a|an|it|figures?|numbers?|"
    r"ranking|board|digest|estimate|calculation|engine|guidance|scores?|facts?|costs?|results?|"
    r"published|flow|chart|ladder|quotes?|model|tool|tools|on|in|by|of|now|current)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(?:as|like|since|because)?\s*(?:your|the|our) ((?!model|engine|ranking|tool|board|"
    r"guidance|quote|estimate|document|chart|ladder|data|message|project|users?\b|rule|"
    r"published|flow|test|result|figure|number|cost|question)[\w-]+(?: [\w-]+)?) "
    r"(?:said|says|told|noted|mentioned|wants?|wanted|asked|insists?|insisted|confirmed|agreed|"
    r"wrote|requested|decided|approved|believes)\b",
    re.IGNORECASE,
)
_YOU_SAID = re.compile(
    r"\byou(?:'ve|’ve| have)?(?: also| already| just| earlier)? (?:said|told me|mentioned|wrote|"
    r"confirmed|agreed|stated|asked me to|decided)\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:password|api[ _-]?key|access token|discount|coupon|promo\w*|wire|bank account|"
    r"gift card|credit card|click (?:here|this|the link)|call (?:us|me) at|e-?mail (?:us|me)|"
    r"system prompt|previous instructions|developer mode)\b",
    re.IGNORECASE,
)
MIN_QUOTED_WORDS = 3
MIN_COPIED_WORDS = 9
MOST_WORDS_BEFORE = 4  # that lead into a quotation


def quotations(raw: str) -> list[tuple[str, bool]]:
    """What a sentence puts in quotation marks, and whether it only suggests what to say."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in QUOTED.finditer(raw):
        text = next(g for g in match.groups() if g)
        another = bool(found) and found[-1][1] and _OR.fullmatch(raw[end : match.start()])
        found.append((text, bool(another or _SUGGESTED.search(raw[: match.start()]))))
        end = match.end()
    return found + [(m[1], False) for m in _BLOCK.finditer(raw) if not _introduced(m[1])]


def _introduced(line: str) -> bool:
    """True for “You said: “…”” in a block: the quotation inside is the one to judge."""
    rest, count = QUOTED.subn(" ", line)
    return count == 1 and len(rest.split()) <= MOST_WORDS_BEFORE


def false_sources(raw: str, shown: str, evidence: Evidence) -> list[str]:
    """The marks, quotations, sources and names of a sentence that are not in the evidence."""
    marks = cited(shown)
    wrong = [f"[{m}]" for m in marks if m not in evidence.citations]
    wrong += [m[0] for m in LOOSE_CITATION.finditer(shown) if int(m[1]) not in evidence.citations]
    wrong += _altered(raw, evidence, marks)
    wrong += [
        url for url in urls_in(shown) if url not in evidence.urls and not _part(url, evidence)
    ]
    wrong += _invented_works(shown, evidence, marks)
    wrong += _calendar(shown, evidence)
    wrong += [name for name in names_with_digits(shown) if not _stands(name, evidence)]
    wrong += _other_models(shown, evidence)
    offers = [
        m[0] for m in _OFFERS.finditer(shown) if not any(m[0].lower() in s for s in evidence.said)
    ]
    return wrong + offers + _copied(raw, shown, evidence, marks)


def cited(shown: str) -> list[int]:
    """The numbers of the quotes that a text marks."""
    return [int(n) for group in CITATION.findall(shown) for n in re.split(r"[,–-]", group)]


def _altered(raw: str, evidence: Evidence, marks: list[int]) -> list[str]:
    """Quotations that are not verbatim; one beside a mark must stand in that very quote."""
    wrong = []
    for text, suggested in quotations(raw):
        pieces = [normal(p).strip(" .,;:!?'\"") for p in _ELLIPSIS.split(text)]
        for piece in pieces:
            short = len(piece.split()) < MIN_QUOTED_WORDS
            if not piece or (short and not marks) or (suggested and not marks):
                continue
            marked = [evidence.citations[m] for m in marks if m in evidence.citations]
            said = evidence.said + (
                [] if marks else [*evidence.texts, *evidence.citations.values(), *evidence.phrases]
            )
            if not any(_within(piece, source) for source in (*marked, *said)):
                wrong.append(f"“{text[:60]}” is not verbatim")
                break
    return wrong


def _within(piece: str, source: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", source))


def _invented_works(shown: str, evidence: Evidence, marks: list[int]) -> list[str]:
    wrong = []
    for match in _AUTHOR.finditer(shown):
        name = (match[1] or match[3] or "").removesuffix(" and")
        parts = [p for p in re.split(r",? (?:and|&) ", name) if p and p not in _NO_AUTHORS]
        if not parts:
            continue
        author = match[3] is not None or "et al" in match[0] or "(" in match[0] or " and " in name
        if author and not all(_stands(p.lower(), evidence) for p in parts):
            wrong.append(match[0].strip())
        elif match[2] and not _stands(match[2], evidence):
            wrong.append(match[2])
    if not any(m in evidence.citations for m in marks):
        wrong += [m[0] for m in _RESEARCH.finditer(shown) if not _told(m[0], evidence)]
    for match in _ACCORDING.finditer(shown):
        who = next(g for g in match.groups() if g).strip()
        known = _stands(who.lower().rstrip(". "), evidence)
        names = [w for w in who.split() if w[0].isupper()]
        known = known or (bool(names) and all(_stands(w.lower(), evidence) for w in names))
        if not _OURS.match(who) and not known:
            wrong.append(match[0].strip())
    for match in _SPEAKER.finditer(shown):
        if not any(match[1].split()[0].lower() in text for text in evidence.said):
            wrong.append(match[0].strip())
    return wrong


def _told(text: str, evidence: Evidence) -> bool:
    return any(normal(text) in known for known in evidence.texts)


def _calendar(shown: str, evidence: Evidence) -> list[str]:
    """Dates, weekdays and months that the evidence does not name."""
    wrong = []
    for day in dates(shown):
        if day not in evidence.dates and not any(day in text for text in evidence.texts):
            wrong.append(day)
    low = shown.lower()
    for match in pattern("calendar", "weekdays").finditer(low):
        if not _stands(match[0], evidence):
            wrong.append(match[0])
    for match in pattern("calendar", "loosely").finditer(low):
        if not _stands(match[0], evidence):
            wrong.append(match[0])
    for match in re.finditer(
        rf"\b(?:in|by|since|until|before|after|of|last|next|this|late|early|"
        rf"mid) ({'|'.join(words('calendar')['months'])})\b",
        low,
    ):
        if not _stands(match[1], evidence) and not any(match[1] in d for d in dates(shown)):
            wrong.append(match[1])
    return wrong


def _other_models(shown: str, evidence: Evidence) -> list[str]:
    """Lines of models beside a figure, where the evidence does not name them."""
    if not re.search(r"\d", CITATION.sub("", shown)):
        return []
    found = pattern("models", "lines").finditer(shown.lower())
    return [m[0] for m in found if not any(m[0] in text for text in evidence.texts)]


def _copied(raw: str, shown: str, evidence: Evidence, marks: list[int]) -> list[str]:
    """Many words of a user's document without its mark: material must not speak for itself."""
    if marks or any(len(text.split()) >= MIN_QUOTED_WORDS for text, _ in quotations(raw)):
        return []
    tokens = re.findall(r"[\w'-]+", normal(shown))
    for start in range(len(tokens) - MIN_COPIED_WORDS + 1):
        run = " ".join(tokens[start : start + MIN_COPIED_WORDS])
        if any(run in _bare(evidence.citations[n]) for n in evidence.own):
            return ["these are words of a quote, without its number"]
    return []


@cache
def _bare(quote: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", quote))


def _part(url: str, evidence: Evidence) -> bool:
    """True for a file or host that an address of the evidence, or the user, names."""
    return any(url in known for known in evidence.urls) or any(
        url in text for text in evidence.said
    )


def _stands(word: str, evidence: Evidence) -> bool:
    found = re.compile(rf"(?<![\w]){re.escape(word)}(?!\w)")
    return any(found.search(text) for text in (*evidence.texts, *evidence.citations.values()))


_NO_AUTHORS = frozenset(
    [
        "In",
        "By",
        "Since",
        "Until",
        "Before",
        "After",
        "During",
        "From",
        "Of",
        "The",
        "For",
        "Around",
        "About",
        "As",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
