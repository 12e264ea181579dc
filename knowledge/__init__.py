"""The guidance, people's own documents, and how both are searched: quotes, or a polite decline."""

from knowledge.collections import DOCUMENTS, GUIDANCE, Collection
from knowledge.definitions import definition
from knowledge.guidance import Guidance
from knowledge.ingestion import Changes, Progress
from knowledge.quoting import quoted, strategies_of, topics_of
from knowledge.results import AnswerSentence, Found, KnowledgeError, Passage, Source

__all__ = [
    "DOCUMENTS",
    "GUIDANCE",
    "AnswerSentence",
    "Changes",
    "Collection",
    "Found",
    "Guidance",
    "KnowledgeError",
    "Passage",
    "Progress",
    "Source",
    "definition",
    "quoted",
    "strategies_of",
    "topics_of",
]
