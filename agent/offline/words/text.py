"""A message made easy to read by rule: lower case, plain spaces, a way back to the words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from agent.offline.words.lexicon import any_of, lists, reach, shape

MAX_CHARS = 12_000
MAX_QUOTE = 90
FILE = "sentences"

_PLAIN = {
    **dict.fromkeys("‘’‛`´ʼ", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u3000\t\r", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", ""),
    "≤": "<",
    "≥": ">",
    "≈": "~",
    "∼": "~",
    "×": "x",
    "⁄": "/",
    "½": "1/2",
    "…": "...",
}
_TOKEN = re.compile(r"[^\W\d_]+(?:'[a-z]{1,2}\b)?|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the normalised message."""

    start: int
    end: int

    def holds(self, start: int) -> bool:
        """True when the character `start` lies inside."""
        return self.start <= start < self.end


@dataclass(frozen=True)
class Text:
    """The normalised message `norm`; `starts[i]` and `ends[i]` are where `norm[i]` came from."""

    raw: str
    norm: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, raw: str, spelling: Mapping[str, str]) -> "Text":
        """Normalise the first `MAX_CHARS` characters; `spelling` says how odd words are read."""
        out: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end, piece in _pieces(raw[:MAX_CHARS]):
            word = spelling.get(piece, piece)
            if word.isspace():
                word = "\n" if "\n" in word else " "
            out.append(word)
            same = len(word) == end - start
            for offset in range(len(word)):
                starts.append(start + offset if same else start)
                ends.append(start + offset + 1 if same else end)
        norm = "".join(out).replace("fine tun", "fine-tun")  # one spelling, same length
        norm = _label().sub(lambda m: m.group(1) + ":" + m.group(2), norm)
        norm = shape("tag", FILE).sub(".", norm)
        return cls(raw, norm, tuple(starts), tuple(ends))

    def quote(self, start: int, end: int) -> str:
        """The user's own words for `norm[start:end]`: the clause around it, or less."""
        clause = next((c for c in self.clauses if c.start <= start and end <= c.end), None)
        if clause is not None and clause.end - clause.start <= MAX_QUOTE:
            start, end = clause.start, clause.end
        if start >= end or end > len(self.starts):
            return ""
        return self.raw[self.starts[start] : self.ends[end - 1]].strip(" \n,;:()-")

    def shown(self) -> str:
        """What came, with blanks where the normalised message has blanks: nothing else moves."""
        out = list(self.raw)
        for place, char in enumerate(self.norm):
            if char == " ":
                for at in range(self.starts[place], self.ends[place]):
                    out[at] = " "
        return "".join(out)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, in order; a trailing question mark belongs to its sentence.

        One that never ends is cut, so that what is looked up around each figure stays bounded.
        """
        whole = _split(self.norm, Span(0, len(self.norm)), _sentence_end(), keep=True)
        return tuple(_cut(self.norm, whole, reach("sentences", "longest")))

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """The clauses of all sentences, in order."""
        return tuple(
            c for s in self.sentences for c in _split(self.norm, s, _clause_end(), keep=False)
        )

    def sentence_at(self, start: int) -> Span:
        """The sentence that holds the character `start`."""
        return _holding(self.sentences, start) or Span(0, len(self.norm))

    def clause_at(self, start: int) -> Span:
        """The clause that holds the character `start`."""
        return _holding(self.clauses, start) or self.sentence_at(start)

    def asks(self, sentence: Span) -> bool:
        """True when the sentence ends in a question mark."""
        return self.norm[sentence.start : sentence.end].rstrip().endswith("?")


@cache
def _label() -> re.Pattern[str]:
    """A label with a question mark for a colon, as in "Labels? none."."""
    return re.compile(
        rf"((?:^|[.!;\n,] ?)(?!{any_of('no_label', FILE)}\b)"
        r"(?:[a-z][\w'/-]* ){0,3}[a-z][\w'/-]*)\?( +(?=[^\s]))"
    )


@cache
def _sentence_end() -> re.Pattern[str]:
    shortened = "".join(rf"(?<!\b{word})" for word in lists(FILE)["shortened"])
    return re.compile(rf"[!?]+(?=\s|$)|{shortened}\.+(?=\s|$)|\n|;(?=\s)")


@cache
def _clause_end() -> re.Pattern[str]:
    but = any_of("against_it", FILE)
    return re.compile(rf",(?=\s|$)|:(?=\s)|[()]|\s-+\s|\b{but}\b")


def _pieces(raw: str) -> list[tuple[int, int, str]]:
    """Words, runs of blanks and single characters, each plain and with its place in `raw`."""
    plain: list[str] = []
    places: list[int] = []
    for place, char in enumerate(raw):
        if char in _PLAIN:
            shown = _PLAIN[char]
        elif char < " " and char != "\n":
            shown = " "
        else:
            shown = char.lower()
        plain.append(shown)
        places.extend([place] * len(shown))
    joined = "".join(plain)
    return [
        (places[m.start()], places[m.end() - 1] + 1, m.group()) for m in _TOKEN.finditer(joined)
    ]


def _split(text: str, span: Span, ends: re.Pattern[str], *, keep: bool) -> list[Span]:
    spans: list[Span] = []
    start = span.start
    for match in ends.finditer(text, span.start, span.end):
        stop = match.end() if keep else match.start()
        if text[start:stop].strip():
            spans.append(Span(start, stop))
            start = match.end()
    if text[start : span.end].strip():
        spans.append(Span(start, span.end))
    return spans


def _holding(spans: Sequence[Span], start: int) -> Span | None:
    """The first of the spans, which are in order, that ends behind `start`."""
    place = bisect_right(spans, start, key=lambda span: span.end)
    return spans[place] if place < len(spans) else None


def _cut(text: str, spans: Iterable[Span], longest: int) -> list[Span]:
    """The spans, those that are too long in pieces that end at a blank, or anywhere without one."""
    out: list[Span] = []
    for span in spans:
        start = span.start
        while span.end - start > longest:
            blank = text.rfind(" ", start + longest // 2, start + longest)
            end = blank + 1 if blank >= 0 else start + longest
            out.append(Span(start, end))
            start = end
        out.append(Span(start, span.end))
    return out
