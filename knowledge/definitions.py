"""What the glossary of the guidance says a term means: "Adapter: small trainable layers, …"."""

import re
from pathlib import Path

from knowledge.documents import document_now
from knowledge.passages import split
from knowledge.quoting import quoted
from knowledge.results import KnowledgeError, Passage
from knowledge.sentences import sentences

GLOSSARY = "glossary.md"
_ASKED = re.compile(
    r"\W*(?:what(?:'s|’s| is| are)(?: meant by)?|define|(?:the )?(?:meaning|definition) of"
    r"|what (?:do|does|did)(?: you mean by)?|explain)\s+(?:(?:the )?(?:term|word) )?"
    r"(?:an? |the )?[\"“']?(?P<term>[\w/ -]{2,30}?)[\"”']?(?: (?:mean|stand for)s?)?\W*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r", (?:often |or )?| or ")


def definition(corpus: Path, question: str) -> Passage | None:
    """The glossary's sentence on the term that a question asks for; None where it has none."""
    asked = _ASKED.fullmatch(question.strip())
    return None if asked is None else _defined(corpus, _bare(asked["term"]))


def _defined(corpus: Path, term: str) -> Passage | None:
    try:
        found = document_now(corpus / GLOSSARY)
    except KnowledgeError:
        return None
    for piece in split(found.text, found.body_start):
        for start, end in sentences(found.text, piece.start, piece.end):
            names, colon, _ = found.text[start:end].partition(": ")
            if colon and term in map(_bare, _BETWEEN.split(names)):
                return quoted(corpus, GLOSSARY, found.text[start:end])
    return None


def _bare(term: str) -> str:
    """A term without case, hyphens and the mark of a plural."""
    bare = re.sub(r"[^a-z0-9]", "", term.lower())
    return bare.removesuffix("s") if len(bare) > len("BLEU") else bare
