"""Which sentences of a message are of one of several projects, by its name or because of all."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from agent.notebook import Notebook
from agent.offline.reading.projects import SENTENCE, current, ordered, told_apart, told_before
from agent.offline.words.lexicon import any_of

FILE = "projects"
_MARKS = " ,:"


def of_the_one_on(text: str, before: Sequence[str], book: Notebook) -> str:
    """What a message says of the project that is noted; all of it where there is only one."""
    told = told_before([*before, text])
    name = next(iter(told_apart(text)), "") or current(before, book)
    return said_of(name, [text], list(told)) if name else text


def turned_to(text: str, before: Sequence[str], book: Notebook) -> str:
    """Another project that a message turns to, by its name; empty for none."""
    name = ordered(text, told_before(before))[0]
    return name if name != current(before, book) else ""


def said_by_name(name: str, texts: Sequence[str], *, on: Sequence[str] = (), now: str = "") -> str:
    """What some messages say of a project by its name, behind it, or of all projects.

    What names none is of the project that was `on` in that message, if that is known; what is
    said `now` is of this one.
    """
    names = list(told_before(texts))
    told = (
        said_of(name, [text], names, by_name=whose != name)
        for text, whose in zip_longest(texts, on, fillvalue="")
    )
    return "\n".join(filter(None, [*told, said_of(name, [now], names)]))


def said_of(name: str, texts: Sequence[str], names: Sequence[str], *, by_name: bool = False) -> str:
    """The sentences that are of a project, those of no named one with them unless `by_name`."""
    return "\n".join(
        said
        for text in texts
        for owners, said, _ in _sentences(text, names)
        if name in owners or not (owners or by_name)
    )


def in_full(words: str, texts: Sequence[str]) -> str:
    """The sentence that some words are what is left of, as it was written."""
    names = list(told_before(texts))
    found = (
        sentence
        for text in texts
        for _, said, sentence in _sentences(text, names)
        if said != sentence and words in said
    )
    return next(found, words)


def _sentences(text: str, names: Sequence[str]) -> Iterator[tuple[Sequence[str], str, str]]:
    """The projects that each sentence is of, the sentence without the words for it, and with."""
    for part, words in (told_apart(text) or {"": text}).items():
        for sentence in SENTENCE.split(words.strip()):
            named = [n for n in names if re.search(rf"(?i)(?<!\w){re.escape(n)}(?!\w)", sentence)]
            if named:
                yield named, _said_whose(named).sub("", sentence).lstrip(_MARKS), sentence
            elif re.search(rf"(?i)(?<!\w){any_of('of_all', FILE)}(?!\w)", sentence):
                said = re.sub(rf"(?i)(?:^| ){any_of('for_all', FILE)}(?!\w)", "", sentence)
                yield names, said.lstrip(_MARKS), sentence
            else:
                yield ([part] if part else []), sentence, sentence


def _said_whose(names: Sequence[str]) -> re.Pattern[str]:
    """The words that say whose something is: "for client A", "client A:"."""
    one = f"(?:the )?(?:{'|'.join(re.escape(n) for n in names)})"
    row = rf"{one}(?:(?:,? (?:and|or|nor) |, ){one})*(?!\w)"
    lead = any_of("for_one", FILE)
    return re.compile(rf"(?i)^\W*(?:{lead} )?{row} ?[:,]| {lead} {row}")
