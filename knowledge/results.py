"""What a search returns: passages with their place and source, and an answer made of quotes."""

from dataclasses import dataclass


class KnowledgeError(Exception):
    """The caller can fix this: the message names the value and the way out."""


@dataclass(frozen=True, slots=True)
class Source:
    """A work that a document rests on; `author` and `url` may be empty, `year` unknown."""

    title: str
    author: str = ""
    year: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document, verbatim.

    `text` is `document_text[start:end]`, in characters, of the file named `source` in `collection`.
    `heading` is the path to it ("When it fits > Data"), `citation` the work that it rests on.
    `id` stays the same for as long as the document's text does. `score` orders the passages of one
    search; scores of different searches do not compare.
    """

    id: str
    text: str
    source: str
    title: str
    heading: str
    start: int
    end: int
    score: float
    citation: Source
    collection: str = "guidance"
    path: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of the answer, a verbatim piece of `passages[passage]`.

    `start` and `end` are its characters in the document; `score` tells how well it fits beside the
    other sentences; `citation` is the work named in the
    sentence itself, or else that of its passage.
    """

    text: str
    passage: int
    start: int
    end: int
    citation: Source
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search, best passage first.

    `answer` is empty and `message` says what the documents do cover when `declined` is true: then
    the passages are the nearest there are, not an answer. With `outright`
    false the answer is only the nearest there is. `nearest` is what may be named beside an answer
    that is none: the best passage whose heading is a question, if it is near enough.
    """

    passages: tuple[Passage, ...]
    answer: tuple[AnswerSentence, ...]
    declined: bool
    message: str
    outright: bool = True
    nearest: Passage | None = None
