"""Reads how often one thing is made: "it comes out once a week" is four requests a month."""

from collections.abc import Iterable

from agent.offline.words.findings import Finding
from agent.offline.words.lexicon import limit, pattern, shape
from agent.offline.words.message import Message
from agent.offline.words.often import every_so_often, how_often, runs_a_month, times_a_month
from agent.offline.words.quantities import whole
from agent.offline.words.text import Span

FILE = "frequencies"
ONE_EACH_TIME = ("one_comes", "asker_comes", "is_run")
_MARKS = " .,;!-"


def read_frequencies(
    message: Message, spans: Iterable[Span], *, about: str | None = None
) -> list[Finding]:
    """Requests a month where the text says how often, and not how many.

    A bare "once a week" counts only beside other sentences, or when the requests were asked for
    (`about`).
    """
    spans = list(spans)
    alone = about == "monthly_requests" or (about is None and len(spans) > 1)
    out: list[Finding] = []
    for span in spans:
        for match in how_often().finditer(message.norm, span.start, span.end):
            if match["period"] is None:
                continue
            before = message.norm[span.start : match.start()]
            whole_sentence = message.norm[span.start : span.end].strip(_MARKS)
            bare = alone and whole_sentence == match.group()
            if not bare and not _made(before):
                continue
            value = whole(times_a_month(match))
            out.append(Finding("monthly_requests", value, match.start(), match.end()))
        out += _runs(message, span)
    return out


def _runs(message: Message, span: Span) -> list[Finding]:
    """As in "a question comes in every three minutes", "the script calls it every minute"."""
    for match in every_so_often().finditer(message.norm, span.start, span.end):
        before = message.norm[span.start : match.start()]
        one = any(shape(name, FILE).search(before) for name in ONE_EACH_TIME)
        value = runs_a_month(match)
        often = value >= limit(FILE, "no_version")  # "a new call every 3 minutes" is no edition
        if one and value and (often or not pattern("new_version").search(before)):
            return [Finding("monthly_requests", whole(value), match.start(), match.end())]
    return []


def _made(before: str) -> bool:
    """True when the words before end in the making of one thing that is no new version."""
    ends = [m.end() for m in pattern("comes_out").finditer(before)]
    near = bool(ends) and not before[ends[-1] :].strip(" ,")
    return near and not pattern("new_version").search(before)
