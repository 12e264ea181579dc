"""Splits a document into passages: whole sentences, at most 120 words, one heading if it fits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.sentences import Span, count_words, sentences, trim

MAX_WORDS = 120
TARGET_WORDS = 95
SMALL_SECTION_WORDS = 45
LONGEST_HEADING = 400

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+|^\s*\|")


@dataclass(frozen=True)
class Piece:
    """A passage before it is indexed: where it stands, its heading path and its sentences."""

    start: int
    end: int
    heading: str
    sentences: tuple[Span, ...]


@dataclass
class _Section:
    path: tuple[str, ...]
    blocks: list[list[Span]] = field(default_factory=list)

    def words(self, text: str) -> int:
        return sum(count_words(text[s.start : s.end]) for block in self.blocks for s in block)


def split(text: str, start: int = 0) -> list[Piece]:
    """The passages of `text[start:]` in order; together they hold every sentence exactly once."""
    pieces: list[Piece] = []
    for group in _grouped(text, list(_sections(text, start))):
        blocks = [block for section in group for block in section.blocks]
        heading = " > ".join(group[0].path)
        pieces += [_piece(run, heading) for run in _pack(text, blocks)]
    return pieces


def _sections(text: str, start: int) -> Iterator[_Section]:
    """The parts of a text between its headings, each with the path of headings above it."""
    path: list[tuple[int, str]] = []
    section = _Section(())
    after_gap = True
    for line, fenced in _lines(text, start):
        short = line.end - line.start <= LONGEST_HEADING
        match = _HEADING.match(text[line.start : line.end]) if short and not fenced else None
        if match is not None and len(match[1]) == 1 and not after_gap:
            match = None  # in running text "# word" is a comment in code, not a title
        after_gap = line.start >= line.end
        if match is None:
            _add_line(text, section, line, fenced=fenced)
            continue
        if section.blocks:
            yield section
        level = len(match[1])
        path = [(n, name) for n, name in path if n < level] + [(level, _plain(match[2]))]
        section = _Section(tuple(name for _, name in path))
    if section.blocks:
        yield section


def _lines(text: str, start: int) -> Iterator[tuple[Span, bool]]:
    """The lines of a text, empty ones too, and whether each stands in a code block."""
    fenced = False
    for match in re.compile(r"[^\n]*(?:\n|\Z)").finditer(text, start):
        if match.start() == len(text):
            return
        span = trim(text, match.start(), match.end())
        marks = bool(_FENCE.match(match[0]))
        yield span, fenced or marks
        fenced ^= marks


def _add_line(text: str, section: _Section, line: Span, *, fenced: bool) -> None:
    """Put the sentences of a line into the section; an empty line closes a block."""
    if line.start >= line.end:
        if section.blocks and section.blocks[-1]:
            section.blocks.append([])
        return
    if not section.blocks:
        section.blocks.append([])
    block = section.blocks[-1]
    continues = block and not fenced and not _ITEM.match(text[line.start : line.end])
    if continues and _unfinished(text, block[-1]):
        line = Span(block.pop().start, line.end)
    block.extend(
        [line]
        if fenced and count_words(text[line.start : line.end]) < 60
        else sentences(text, *line)
    )


def _unfinished(text: str, span: Span) -> bool:
    """True when a line of wrapped prose ended in the middle of a sentence."""
    last = text[span.start : span.end].rsplit("\n", 1)[-1]
    return len(last) >= 60 and last[-1] not in '.!?:;|”"' and not last.startswith("|")


def _plain(heading: str) -> str:
    return re.sub(r"[*_`]", "", heading).strip()


def _grouped(text: str, sections: list[_Section]) -> Iterator[list[_Section]]:
    """Small sections joined with the next ones while they fit into one passage together."""
    group: list[_Section] = []
    words = 0
    for section in sections:
        more = section.words(text)
        if group and (words > SMALL_SECTION_WORDS or words + more > MAX_WORDS - 15):
            yield group
            group, words = [], 0
        group.append(section)
        words += more
    if group:
        yield group


def _pack(text: str, blocks: list[list[Span]]) -> Iterator[list[Span]]:
    """Runs of sentences of about equal length, within the limit, cut between blocks if possible."""
    units = [(span, n == 0) for block in blocks for n, span in enumerate(block)]
    total = count_words(text[units[0][0].start : units[-1][0].end]) if units else 0
    if total <= MAX_WORDS:
        yield from [[span for span, _ in units]] if units else []
        return
    target = total / -(-total // TARGET_WORDS)
    run: list[Span] = []
    for span, opens_block in units:
        if run:
            have = count_words(text[run[0].start : run[-1].end])
            want = count_words(text[run[0].start : span.end])
            if want > MAX_WORDS or have >= target or (opens_block and have >= 0.75 * target):
                yield run
                run = []
        run.append(span)
    if run:
        yield run


def _piece(run: list[Span], heading: str) -> Piece:
    return Piece(run[0].start, run[-1].end, heading, tuple(run))
